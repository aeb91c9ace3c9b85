"""What a mapped pool has in place of records and words in memory: ids, people and terms, looked up when asked for."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import overload

import numpy as np
from numpy.typing import NDArray

from matcher.domain import Domain
from matcher.pool import Pool, TermBook
from matcher.records import Candidate

KEPT = 2_048
"""So many records stay in memory once they were recalled."""

Recall = Callable[[Sequence[str]], Iterable[Candidate]]
"""Gives the records of these ids, in any order, without those who are gone."""


class Gone(LookupError):
    """The record of somebody who has been erased, or may be shown no longer."""


def nobody(_ids: Sequence[str]) -> Iterable[Candidate]:
    """Refuse to recall anybody, where a pool was opened to rank only."""
    raise Gone("this pool was opened to rank, and can explain nobody")


class Ids(Sequence[str]):
    """Ids of a mapped pool, made into text when asked for; the id of somebody forgotten is empty."""

    def __init__(self, array: NDArray[np.bytes_]) -> None:
        self.array = array

    def __len__(self) -> int:
        return len(self.array)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [one.decode() for one in self.array[place].tolist()]
        return bytes(self.array[place]).decode()

    def __iter__(self) -> Iterator[str]:
        return iter(self[:])


class Recalled(Sequence[Candidate]):
    """The records of a mapped pool, each asked for when somebody looks at it."""

    def __init__(self, ids: Ids, recall: Recall, on: date, domain: Domain) -> None:
        self._ids, self._recall, self._on, self._domain = ids, recall, on, domain
        self._known = functools.lru_cache(KEPT)(self._one)

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, place: int) -> Candidate: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Candidate]: ...
    def __getitem__(self, place: int | slice) -> Candidate | Sequence[Candidate]:
        if isinstance(place, slice):
            return self._some(self._ids[place])
        return self._known(self._ids[place])

    def __iter__(self) -> Iterator[Candidate]:
        """Yield everybody, a batch at a time; nobody's record in the place of who is gone."""
        for start in range(0, len(self), _AT_ONCE):
            yield from self._some(self._ids[start : start + _AT_ONCE])

    def _one(self, person_id: str) -> Candidate:
        (found,) = self._some([person_id])
        if not found.id:
            raise Gone("the person is no longer there")
        return found

    def _some(self, ids: Sequence[str]) -> Sequence[Candidate]:
        known = {one.id: one for one in self._recall([one for one in ids if one])}
        return Pool([known.get(one, _NOBODY) for one in ids], self._on, self._domain).candidates


_AT_ONCE = 2_000
_NOBODY = Candidate(id="", empty_cv=True)


class Terms(TermBook):
    """Skill terms of a pool as they lie in its files."""

    def __init__(self, terms: Sequence[str], rows: NDArray[np.int32], ends: NDArray[np.int64]) -> None:
        self._terms = {term: number for number, term in enumerate(terms)}
        self._rows, self._ends = rows, ends

    @classmethod
    def of(cls, book: TermBook) -> Terms:
        """Return the terms of another book."""
        return cls(list(book._terms), book._rows, book._ends)

    @property
    def parts(self) -> tuple[list[str], NDArray[np.int32], NDArray[np.int64]]:
        """The terms, who has them, and where each term's people end."""
        return list(self._terms), self._rows, self._ends
