"""What the rematch asks of an engine, the matcher seen that way, and one opening reckoned for everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.lists import Described, Lists, describe
from matcher.matcher import Matcher, Scored, best_variant
from matcher.pool import Pool
from matcher.records import Candidate, Opening
from models.services.ranking.spread import ranked

Integers = NDArray[np.int64]
Progress = Callable[[int], None]


class RankingPool(Protocol):
    """Candidates made ready for ranking, in an order of their own."""

    @property
    def candidates(self) -> Sequence[Candidate]:
        """The candidates; a row is a place in this sequence."""
        ...


PoolT = TypeVar("PoolT", bound=RankingPool)


class RankingEngine(Protocol[PoolT]):
    """An engine that finds the lists from numbers alone, and tells more only of those in a list."""

    def prepare(self, candidates: Sequence[Candidate], on: date) -> PoolT:
        """Return the candidates made ready for ranking as of ``on``."""
        ...

    def lists(self, openings: Sequence[Opening], pool: PoolT, progress: Progress) -> Lists:
        """Return the list of each opening (by its number) and of each row; ``progress`` is told of openings done."""
        ...

    def describe(self, opening: Opening, pool: PoolT, rows: NDArray[np.int32]) -> Described:
        """Return what decided the tier of these rows for an opening."""
        ...


@dataclass(frozen=True, slots=True)
class Standing:
    """One opening reckoned for everybody in the pool; ``tier`` and ``score`` are by the variant that suits each best."""

    opening: Opening
    scored: tuple[Scored, ...]
    best: Integers
    tier: Integers
    score: Integers
    months: NDArray[np.float32]


def reckon(matcher: Matcher, opening: Opening, pool: Pool) -> Standing:
    """Reckon ``opening`` for everybody in ``pool``."""
    scored = matcher.score(opening, pool)
    best, rows = best_variant(scored), np.arange(len(pool))
    tier = np.stack([entry.tier for entry in scored]).astype(np.int64)[best, rows]
    score = np.stack([entry.score for entry in scored]).astype(np.int64)[best, rows]
    months = np.stack([entry.months for entry in scored])[best, rows]
    return Standing(opening, scored, best, tier, score, months)


@dataclass(frozen=True, slots=True)
class MatcherEngine:
    """The matcher, on as many processors as the machine has where there is enough to do."""

    matcher: Matcher

    def prepare(self, candidates: Sequence[Candidate], on: date) -> Pool:
        """Return the candidates made ready for ranking as of ``on``."""
        return self.matcher.prepare(candidates, on)

    def lists(self, openings: Sequence[Opening], pool: Pool, progress: Progress) -> Lists:
        """Return all lists."""
        return ranked(self.matcher, pool, openings, progress)

    def describe(self, opening: Opening, pool: Pool, rows: NDArray[np.int32]) -> Described:
        """Return what decided the tier of these rows."""
        return describe(self.matcher, pool, opening, rows)
