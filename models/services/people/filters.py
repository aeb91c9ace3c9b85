"""What narrows a list of people and what stands beside each filter, reckoned once for each class of people in a pool."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.compiled import compiled
from matcher.pool import Pool
from matcher.rules import CEFR, norwegian
from models.services.people.index import Mask
from models.services.ranking.overlay import Everybody

Rows = NDArray[np.int64]

LEVELS = ("A2", "B1", "B2")
UNKNOWN_LANGUAGE = "ukjent"


@dataclass(frozen=True, slots=True)
class Held:
    """Values that a person has any number of, each with a number: those of a class stand in ``numbers`` between two ``ends``."""

    values: Mapping[str, int]
    ends: NDArray[np.int64]
    numbers: NDArray[np.int64]
    member: NDArray[np.int64]

    @classmethod
    def of(cls, pool: Pool, group: str, values: Callable[[Any], Iterable[str]]) -> Held:
        """Read the values off each class of a group of the pool's columns."""
        seen: dict[str, int] = {}
        lists = [[seen.setdefault(value, len(seen)) for value in sorted(set(values(one)))] for one in pool.columns.classes[group]]
        numbers = np.array([number for some in lists for number in some], dtype=np.int64)
        return cls(seen, np.cumsum([0, *map(len, lists)]), numbers, pool.column(group).astype(np.int64))

    @classmethod
    def together(cls, several: Sequence[Held]) -> Held:
        """Return what the people of several pools hold as one, pool after pool."""
        if len(several) == 1:
            return several[0]
        seen: dict[str, int] = {}
        ends, numbers, members, classes = [0], [], [], 0
        for held in several:
            own = np.array([seen.setdefault(value, len(seen)) for value in held.values], dtype=np.int64)
            numbers.append(own[held.numbers])
            members.append(held.member + classes)
            ends += (ends[-1] + held.ends[1:]).tolist()
            classes = len(ends) - 1
        return cls(seen, np.array(ends), np.concatenate(numbers), np.concatenate(members))

    def having(self, wanted: Iterable[str]) -> Mask:
        """Return who has all of these values."""
        classes = np.arange(len(self.ends) - 1)
        for value in wanted:
            places = np.flatnonzero(self.numbers == self.values.get(value, -1))
            classes = np.intersect1d(classes, np.searchsorted(self.ends, places, side="right") - 1)
        fits = np.zeros(len(self.ends) - 1, dtype=np.bool_)
        fits[classes] = True
        return fits.take(self.member)

    def counted(self, rows: Rows) -> dict[str, int]:
        """Return how many of the people in ``rows`` have each value that any of them has, the most first."""
        return most_first(self.values, _tally(rows, self.member, self.ends, self.numbers, len(self.values)).tolist())


@compiled
def _tally(
    rows: Rows, member: NDArray[np.int64], ends: NDArray[np.int64], numbers: NDArray[np.int64], values: int
) -> NDArray[np.int64]:
    """Count the people of each class, and each value as often as its classes have people."""
    each, counts = np.zeros(len(ends) - 1, dtype=np.int64), np.zeros(values, dtype=np.int64)
    for row in rows:
        each[member[row]] += 1
    for one in range(len(each)):
        for place in range(ends[one], ends[one + 1]):
            counts[numbers[place]] += each[one]
    return counts


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everybody's CVs as the filters ask for them."""

    papers: Held
    licences: Held
    shifts: Held
    norwegian: NDArray[np.int8]

    def language(self, level: str) -> Mask:
        """Return who has at least this level of Norwegian, or of whom nothing is known."""
        if level == UNKNOWN_LANGUAGE:
            return self.norwegian < 0
        return self.norwegian >= CEFR.index(level) if level in LEVELS else np.zeros(len(self.norwegian), dtype=np.bool_)

    def languages(self, rows: Rows) -> dict[str, int]:
        """Return how many of the people in ``rows`` each choice of language would give."""
        each = np.bincount(self.norwegian.take(rows) + 1, minlength=len(CEFR) + 1)
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


def _held(pools: Sequence[Pool], group: str, values: Callable[[Any], Iterable[str]]) -> Held:
    return Held.together([_held_in(pool, group, values) for pool in pools])


def _held_in(pool: Pool, group: str, values: Callable[[Any], Iterable[str]]) -> Held:
    return pool.once(("held", group), lambda: Held.of(pool, group, values))


def _norwegian(pool: Pool) -> NDArray[np.int8]:
    return pool.once(("norwegian",), lambda: pool.by_class("languages", _level))


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
