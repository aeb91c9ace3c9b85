"""Skill terms and tasks of many candidates: who has which, however it is spelt."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from matcher.records import Candidate
from matcher.text import normalise

SAME_TERM = 88
"""Character similarity in percent from which two skill terms are the same word."""


class TermBook:
    """Skill terms and tasks of a pool: who has which."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        spelt = _Spelt()
        columns, counts = array("i"), array("i")
        for candidate in candidates:
            # Whoever has a term twice has it.
            written = [*candidate.skills, *(task for period in candidate.practice for task in period.tasks)]
            columns.extend([spelt[term] for term in written])
            counts.append(len(written))
        self._terms = spelt.terms
        numbers = np.array(columns, dtype=np.int32)
        order = np.argsort(numbers, kind="stable")
        self._rows = np.repeat(np.arange(len(counts), dtype=np.int32), np.array(counts, dtype=np.int32))[order]
        self._ends = np.searchsorted(numbers[order], np.arange(len(self._terms) + 1))

    def having(self, term: str, size: int) -> NDArray[np.bool_]:
        """Return who has a normalised term or one spelt nearly like it, shape (size,)."""
        found = np.zeros(size, dtype=np.bool_)
        if self._terms:
            alike = process.cdist([term], list(self._terms), scorer=fuzz.ratio, score_cutoff=SAME_TERM)[0]
            for column in np.flatnonzero(alike).tolist():
                found[self._rows[self._ends[column] : self._ends[column + 1]]] = True
        return found


class _Spelt(dict[str, int]):
    """The number of each term as it is written; ``terms`` has the number of each normalised one."""

    def __init__(self) -> None:
        self.terms: dict[str, int] = {}

    def __missing__(self, term: str) -> int:
        found = self[term] = self.terms.setdefault(normalise(term), len(self.terms))
        return found
