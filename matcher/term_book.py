"""Skill terms and tasks of many candidates: who has which, however it is spelt."""

from __future__ import annotations

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
        rows: list[int] = []
        columns: list[int] = []
        self._terms: dict[str, int] = {}
        known: dict[str, str] = {}
        for row, candidate in enumerate(candidates):
            written = {*candidate.skills, *(task for period in candidate.practice for task in period.tasks)}
            own = {known.get(term) or known.setdefault(term, normalise(term)) for term in written}
            rows += [row] * len(own)
            columns += [self._terms.setdefault(term, len(self._terms)) for term in sorted(own)]
        order = np.argsort(np.array(columns, dtype=np.int32), kind="stable")
        self._rows = np.array(rows, dtype=np.int32)[order]
        self._ends = np.searchsorted(np.array(columns, dtype=np.int32)[order], np.arange(len(self._terms) + 1))

    def having(self, term: str, size: int) -> NDArray[np.bool_]:
        """Return who has a normalised term or one spelt nearly like it, shape (size,)."""
        found = np.zeros(size, dtype=np.bool_)
        if self._terms:
            alike = process.cdist([term], list(self._terms), scorer=fuzz.ratio, score_cutoff=SAME_TERM)[0]
            for column in np.flatnonzero(alike).tolist():
                found[self._rows[self._ends[column] : self._ends[column + 1]]] = True
        return found
