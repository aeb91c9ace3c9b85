"""How many open vacancies each person could fill now, after a question, or later: counted once, then only what changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.pool import Pool
from matcher.records import Opening, Tier

if TYPE_CHECKING:
    from models.services.ranking.live import LivePool

OPEN_TIERS = (Tier.READY, Tier.CLARIFY, Tier.ON_THE_WAY)
"""The tiers that are counted: every other vacancy is closed to the person."""
AT_ONCE = 4_000
"""So many people are counted together."""


class Doors:
    """The vacancies of each tier for the people of one pool, for those who have been asked about."""

    def __init__(self, size: int) -> None:
        self._counts = np.zeros((size, len(OPEN_TIERS)), dtype=np.int32)
        self._known = np.zeros(size, dtype=np.bool_)
        self._listed: Sequence[Opening] = ()
        self._openings: dict[str, Opening] = {}

    def of(self, live: LivePool, pool: Pool, openings: Sequence[Opening], rows: NDArray[np.int64]) -> NDArray[np.int32]:
        """Return the numbers of :data:`OPEN_TIERS` for some rows of the pool, shape (rows, tiers)."""
        self._follow(live, pool, openings)
        new = rows[~self._known[rows]]
        for start in range(0, len(new), AT_ONCE):
            self._count(live, pool, openings, new[start : start + AT_ONCE])
        return np.asarray(self._counts[rows])

    def _count(self, live: LivePool, pool: Pool, openings: Sequence[Opening], rows: NDArray[np.int64]) -> None:
        self._add(live, pool, openings, rows, 1)
        self._known[rows] = True

    def _add(self, live: LivePool, pool: Pool, openings: Sequence[Opening], rows: NDArray[np.int64], number: int) -> None:
        for some in live.tiers.toward(openings, pool.part(rows)):
            for column, one in enumerate(OPEN_TIERS):
                self._counts[rows[some.near.rows], column] += number * np.count_nonzero(some.tiers == one.order, axis=0)

    def _follow(self, live: LivePool, pool: Pool, openings: Sequence[Opening]) -> None:
        """Take out the vacancies that are gone or changed, as they were, and count those that are new or changed."""
        if openings is self._listed:
            return
        now = {opening.id: opening for opening in openings}
        if self._known.any():
            known = np.flatnonzero(self._known)
            self._add(live, pool, [one for key, one in self._openings.items() if now.get(key) != one], known, -1)
            self._add(live, pool, [one for key, one in now.items() if self._openings.get(key) != one], known, 1)
        self._listed, self._openings = openings, now
