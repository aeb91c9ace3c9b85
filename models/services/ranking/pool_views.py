"""Ids and records of a mapped pool: bytes in a file, made into text and people when somebody looks at them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from matcher.pool import Pool
from matcher.records import Candidate
from matcher.term_book import TermBook

KEPT = 2_048
"""So many records stay in memory once they were read."""

_RECORD = TypeAdapter(Candidate)
_NOBODY = Candidate(id="", empty_cv=True)

Bytes = NDArray[np.uint8]
Ends = NDArray[np.int64]


class Gone(LookupError):
    """The record of somebody who was erased, or of a pool that was written to rank only."""


class Ids(Sequence[str]):
    """Ids as they lie in a file; in the place of somebody forgotten stands what is nobody's id."""

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
            rows = range(len(self))[place]
            return [one.decode() or f"#{row}" for row, one in zip(rows, self.array[place].tolist(), strict=True)]
        return bytes(self.array[place]).decode() or f"#{range(len(self))[place]}"

    def __iter__(self) -> Iterator[str]:
        return iter(self[:])


class Records(Sequence[Candidate]):
    """Records as they lie in a file, one after the other; ``ends`` tells where each ends."""

    def __init__(self, content: Bytes, ends: Ends) -> None:
        self._content, self._ends = content, ends
        self._known = functools.lru_cache(KEPT)(_RECORD.validate_json)

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, place: int) -> Candidate: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Candidate]: ...
    def __getitem__(self, place: int | slice) -> Candidate | Sequence[Candidate]:
        rows = range(len(self))[place]
        if isinstance(rows, range):
            return [self[row] for row in rows]
        told = self._told(rows)
        if not told or not told[0]:
            raise Gone("the person is no longer in the pool")
        return self._known(told)

    def __iter__(self) -> Iterator[Candidate]:
        """Yield everybody, and nobody's record in the place of who is gone."""
        for row in range(len(self)):
            told = self._told(row)
            if not told:
                raise Gone("no records were written with the pool")
            yield _RECORD.validate_json(told) if told[0] else _NOBODY

    def _told(self, row: int) -> bytes:
        start = int(self._ends[row - 1]) if row else 0
        return self._content[start : int(self._ends[row])].tobytes()


def told(candidates: Iterable[Candidate]) -> Iterator[bytes]:
    """Yield each record as JSON, without what it leaves open."""
    return (_RECORD.dump_json(one, exclude_defaults=True) for one in candidates)


class Terms(TermBook):
    """Who has which skill term, as it lies in files."""

    def __init__(self, terms: Sequence[str], rows: NDArray[np.int32], ends: Ends) -> None:
        self._terms = {term: number for number, term in enumerate(terms)}
        self._rows, self._ends = rows, ends

    @classmethod
    def of(cls, pool: Pool) -> Terms:
        """Return the terms of a pool."""
        book = pool.once(TERMS_OF_POOL, lambda: TermBook(pool.candidates))
        return cls(list(book._terms), book._rows, book._ends)

    @property
    def parts(self) -> tuple[list[str], NDArray[np.int32], Ends]:
        """The terms, the rows of who has them term by term, and where the rows of each term end."""
        return list(self._terms), self._rows, self._ends


TERMS_OF_POOL = ("terms",)
"""Under this name a pool keeps its book of terms."""
