"""What the rematch asks of an engine, the matcher seen that way, and who is first in whose list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.matcher import Matcher, Scored, best_variant
from matcher.pool import Pool, stable_hash
from matcher.records import Candidate, Match, Opening, Tier

Integers = NDArray[np.int64]
_NONE = np.iinfo(np.int64).max


class RankingPool(Protocol):
    """Candidates made ready for ranking, in an order of their own."""

    @property
    def candidates(self) -> Sequence[Candidate]:
        """The candidates; a row is a place in this sequence."""
        ...


PoolT = TypeVar("PoolT", bound=RankingPool)


class RankingEngine(Protocol[PoolT]):
    """An engine that scores everybody cheaply and explains those rows that are kept."""

    def prepare(self, candidates: Sequence[Candidate], on: date) -> PoolT:
        """Return the candidates made ready for ranking as of ``on``."""
        ...

    def standings(self, opening: Opening, pool: PoolT) -> tuple[Integers, Integers]:
        """Return tier (0 = best) and score of every row."""
        ...

    def explain_rows(self, opening: Opening, pool: PoolT, rows: Sequence[int]) -> list[Match]:
        """Return the matches of these rows, in their order, by the same numbers."""
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
    """The matcher, asked for everybody's numbers first and for explanations only where they are kept."""

    matcher: Matcher

    def prepare(self, candidates: Sequence[Candidate], on: date) -> Pool:
        """Return the candidates made ready for ranking as of ``on``."""
        return self.matcher.prepare(candidates, on)

    def standings(self, opening: Opening, pool: Pool) -> tuple[Integers, Integers]:
        """Return tier and score of every row, by the variant that suits each best."""
        standing = reckon(self.matcher, opening, pool)
        return standing.tier, standing.score

    def explain_rows(self, opening: Opening, pool: Pool, rows: Sequence[int]) -> list[Match]:
        """Return the matches of these rows."""
        return self.matcher.explain_rows(self.matcher.score(opening, pool), pool, rows)


class Lists:
    """The first of every vacancy's list and the first of every person's, found from the numbers alone.

    Order is tier, then score, then a hash of the pair, as the engine's own; only whole numbers are kept until the end.
    Pairs of the closed tier are in no list: pages reckon and count them live, and a night that kept them would only grow.
    """

    def __init__(self, candidates: Sequence[Candidate], *, per_vacancy: int, per_person: int) -> None:
        self._keys = np.array([stable_hash(candidate.id) for candidate in candidates], dtype=np.uint64)
        self._per_vacancy = per_vacancy
        self._first: list[NDArray[np.int32]] = []
        self._best = np.full((len(candidates), per_person), _NONE, dtype=np.int64)
        self._which = np.full((len(candidates), per_person), -1, dtype=np.int32)

    def add(self, opening: Opening, tier: Integers, score: Integers) -> None:
        """Take in the next opening's numbers."""
        number = len(self._first)
        ties = self._keys ^ np.uint64(stable_hash(opening.id))
        order = np.lexsort((ties, -score, tier))[: self._per_vacancy]
        self._first.append(order[tier[order] < Tier.CLOSED.order].astype(np.int32))
        # One number that sorts like the three: 2 bits of tier, 32 of score, the first 29 of the hash.
        key = (tier << 61) | ((np.int64(1 << 31) - score) << 29) | (ties >> np.uint64(35)).astype(np.int64)
        better = np.flatnonzero((tier < Tier.CLOSED.order) & (key < self._best.max(axis=1, initial=-1)))
        worst = self._best[better].argmax(axis=1)
        self._best[better, worst] = key[better]
        self._which[better, worst] = number

    def rows(self) -> Iterator[dict[int, tuple[int | None, int | None]]]:
        """Yield for each opening, in the order taken in, the rows in a list: row -> place in the vacancy's, in the person's."""
        order = np.argsort(self._best, axis=1, kind="stable")
        which = np.take_along_axis(self._which, order, axis=1)
        person, place = np.nonzero(which >= 0)
        vacancy = which[person, place]
        by_vacancy = np.argsort(vacancy, kind="stable")
        ends = np.searchsorted(vacancy[by_vacancy], np.arange(len(self._first) + 1))
        for number, first in enumerate(self._first):
            mine = by_vacancy[ends[number] : ends[number + 1]]
            in_persons = dict(zip(person[mine].tolist(), (place[mine] + 1).tolist(), strict=True))
            in_vacancys = {row: position for position, row in enumerate(first.tolist(), 1)}
            yield {row: (in_vacancys.get(row), in_persons.get(row)) for row in {**in_vacancys, **in_persons}}
