"""What narrows a list of people and what stands beside each filter, reckoned once for each class of people in a pool."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matcher.pool import Pool
from matcher.rules import CEFR, norwegian
from models.services.people.index import Mask
from models.services.ranking.overlay import Everybody

LEVELS = ("A2", "B1", "B2")
UNKNOWN_LANGUAGE = "ukjent"


@dataclass(frozen=True, slots=True)
class Held:
    """Values that a person has any number of: ``classes`` tells for each class of people which values it has."""

    values: Mapping[str, int]
    classes: sparse.csr_matrix
    member: NDArray[Any]

    @classmethod
    def of(cls, pool: Pool, group: str, values: Callable[[Any], Iterable[str]]) -> Held:
        """Read the values off each class of a group of the pool's columns."""
        seen: dict[str, int] = {}
        lists = [[seen.setdefault(value, len(seen)) for value in sorted(set(values(one)))] for one in pool.columns.classes[group]]
        ends = np.cumsum([0, *map(len, lists)])
        numbers = np.array([number for some in lists for number in some], dtype=np.int32)
        shape = (len(lists), max(1, len(seen)))
        return cls(
            seen,
            sparse.csr_matrix((np.ones(len(numbers), dtype=np.int64), numbers, ends), shape=shape),
            pool.column(group).astype(np.intp),
        )

    def having(self, wanted: Iterable[str]) -> Mask:
        """Return who has all of these values."""
        fits = np.ones(self.classes.shape[0], dtype=np.bool_)
        for value in wanted:
            number = self.values.get(value)
            fits &= self.classes[:, [number]].toarray()[:, 0] > 0 if number is not None else False
        return np.asarray(fits[self.member])

    def counted(self, people: Mask) -> list[int]:
        """Return how many of ``people`` have each value."""
        each = np.bincount(chosen(self.member, people), minlength=self.classes.shape[0]) @ self.classes
        counts: list[int] = each[: len(self.values)].tolist()
        return counts


@dataclass(frozen=True, slots=True)
class HeldByAll:
    """The same for everybody, pool after pool."""

    pools: Sequence[Held]

    def having(self, wanted: Iterable[str]) -> Mask:
        """Return who has all of these values."""
        asked = tuple(wanted)
        return joined([held.having(asked) for held in self.pools])

    def counted(self, people: Mask) -> dict[str, int]:
        """Return how many of ``people`` have each value that any of them has, the most first."""
        total: Counter[str] = Counter()
        start = 0
        for held in self.pools:
            own = people[start : start + len(held.member)]
            start += len(held.member)
            total.update(dict(zip(held.values, held.counted(own), strict=True)))
        return most_first(total.keys(), list(total.values()))


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everybody's CVs as the filters ask for them."""

    papers: HeldByAll
    licences: HeldByAll
    shifts: HeldByAll
    norwegian: NDArray[np.int8]

    def language(self, level: str) -> Mask:
        """Return who has at least this level of Norwegian, or of whom nothing is known."""
        if level == UNKNOWN_LANGUAGE:
            return self.norwegian < 0
        return self.norwegian >= CEFR.index(level) if level in LEVELS else np.zeros(len(self.norwegian), dtype=np.bool_)

    def languages(self, people: Mask) -> dict[str, int]:
        """Return how many of ``people`` each choice of language would give."""
        each = np.bincount(chosen(self.norwegian, people) + 1, minlength=len(CEFR) + 1)
        counts = {level: int(each[CEFR.index(level) + 1 :].sum()) for level in LEVELS}
        return counts | {UNKNOWN_LANGUAGE: int(each[0])}


def shelf_of(everybody: Everybody) -> Shelf:
    """Return the filters' view of everybody, made the first time that it is asked for."""
    return everybody.once(("filters",), lambda: _shelf([part.pool for part in everybody.parts]))


def _shelf(pools: Sequence[Pool]) -> Shelf:
    return Shelf(
        papers=_held(pools, "papers", lambda one: (held.code for held in one.credentials)),
        licences=_held(pools, "licences", lambda one: one.licences),
        shifts=_held(pools, "shifts", lambda one: one.shifts_yes),
        norwegian=joined([_norwegian(pool) for pool in pools]),
    )


def _held(pools: Sequence[Pool], group: str, values: Callable[[Any], Iterable[str]]) -> HeldByAll:
    return HeldByAll([_held_in(pool, group, values) for pool in pools])


def _held_in(pool: Pool, group: str, values: Callable[[Any], Iterable[str]]) -> Held:
    return pool.once(("held", group), lambda: Held.of(pool, group, values))


def _norwegian(pool: Pool) -> NDArray[np.int8]:
    return pool.once(("norwegian",), lambda: pool.by_class("languages", _level))


def chosen(values: NDArray[Any], people: Mask) -> NDArray[Any]:
    """Return the values of ``people``: several times faster than indexing by a mask."""
    return values.take(np.flatnonzero(people))


def joined(several: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Return arrays of several pools as one of everybody."""
    return several[0] if len(several) == 1 else np.concatenate(several)


def _level(one: Any) -> int:
    level = norwegian(one)[0]
    return -1 if level is None else CEFR.index(level)


def most_first(values: Iterable[str], counts: Sequence[int]) -> dict[str, int]:
    """Return the values that count for anybody, the most first and those alike by name."""
    some = [(value, count) for value, count in zip(values, counts, strict=True) if count]
    return dict(sorted(some, key=lambda pair: (-pair[1], pair[0])))
