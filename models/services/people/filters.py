"""What narrows a list of people and what stands beside each filter, reckoned once for each class of people in the pool."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matcher.pool import Pool
from matcher.rules import CEFR, norwegian
from models.services.people.index import Mask

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

    def counted(self, people: Mask) -> dict[str, int]:
        """Return how many of ``people`` have each value that any of them has, the most first."""
        each = np.bincount(self.member[people], minlength=self.classes.shape[0]) @ self.classes
        return most_first(self.values, each[: len(self.values)].tolist())


@dataclass(frozen=True, slots=True)
class Shelf:
    """The pool's CVs as the filters ask for them."""

    papers: Held
    licences: Held
    shifts: Held
    norwegian: NDArray[np.int8]

    def language(self, level: str) -> Mask:
        """Return who has at least this level of Norwegian, or of whom nothing is known."""
        if level == UNKNOWN_LANGUAGE:
            return self.norwegian < 0
        return self.norwegian >= CEFR.index(level) if level in LEVELS else np.zeros(len(self.norwegian), dtype=np.bool_)

    def languages(self, people: Mask) -> dict[str, int]:
        """Return how many of ``people`` each choice of language would give."""
        each = np.bincount(self.norwegian[people] + 1, minlength=len(CEFR) + 1)
        counts = {level: int(each[CEFR.index(level) + 1 :].sum()) for level in LEVELS}
        return counts | {UNKNOWN_LANGUAGE: int(each[0])}


def shelf_of(pool: Pool) -> Shelf:
    """Return the filters' view of a pool, made the first time that it is asked for."""
    return pool.once(("filters",), lambda: _shelf(pool))


def _shelf(pool: Pool) -> Shelf:
    return Shelf(
        papers=Held.of(pool, "papers", lambda one: (held.code for held in one.credentials)),
        licences=Held.of(pool, "licences", lambda one: one.licences),
        shifts=Held.of(pool, "shifts", lambda one: one.shifts_yes),
        norwegian=pool.by_class("languages", _level),
    )


def _level(one: Any) -> int:
    level = norwegian(one)[0]
    return -1 if level is None else CEFR.index(level)


def most_first(values: Iterable[str], counts: Sequence[int]) -> dict[str, int]:
    """Return the values that count for anybody, the most first and those alike by name."""
    some = [(value, count) for value, count in zip(values, counts, strict=True) if count]
    return dict(sorted(some, key=lambda pair: (-pair[1], pair[0])))
