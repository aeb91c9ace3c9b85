"""What the rematch asks of an engine, the matcher seen that way, and one opening reckoned for those around it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.blocks import Block, around, blocks
from matcher.described import Described, describe
from matcher.domain import Domain
from matcher.lists import Lists
from matcher.matcher import Matcher, best_variant
from matcher.pool import Pool
from matcher.records import Candidate, Opening
from models.services.ranking.spread import linked, ranked

Integers = NDArray[np.int64]
Progress = Callable[[int], None]
Key = TypeVar("Key", bound=Hashable)
Kept = TypeVar("Kept")


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
class Reckoned:
    """One opening reckoned for everybody in a pool, by the variant that suits each best."""

    tier: NDArray[np.uint8]
    score: NDArray[np.int16]
    months: NDArray[np.float32]


def reckon(matcher: Matcher, opening: Opening, pool: Pool) -> Reckoned:
    """Reckon ``opening`` for everybody in ``pool``."""
    scored = matcher.score(opening, pool)
    if len(scored) == 1:
        return Reckoned(scored[0].tier, scored[0].score, scored[0].months)
    best, rows = best_variant(scored), np.arange(len(pool))
    tier, score, months = (
        np.stack([getattr(entry, name) for entry in scored])[best, rows] for name in ("tier", "score", "months")
    )
    return Reckoned(tier, score, months)


@dataclass(frozen=True, slots=True)
class Around:
    """The people of a pool who may get to a place, or nearly; everybody else is closed to all openings there."""

    rows: Integers
    people: Pool


def around_place(block: Block, pool: Pool) -> Around:
    """Return the people of ``pool`` around a block's place."""
    rows = around(block, pool)
    return Around(rows, pool if len(rows) == len(pool) else pool.part(rows))


def place_of(opening: Opening, domain: Domain) -> Block:
    """Return what the way to an opening depends on; openings with the same have the same people around them."""
    return replace(blocks([opening], domain)[0], openings=())


@dataclass(frozen=True, slots=True)
class Standing:
    """One opening reckoned for some people, shape (people,).

    Whoever is not ``near`` is closed for want of a way there: their ``score`` is not reckoned, and stands at nothing.
    """

    opening: Opening
    near: NDArray[np.bool_]
    tier: NDArray[np.uint8]
    score: Integers
    months: NDArray[np.float32]


class Lately(Generic[Key, Kept]):
    """What was made lately, up to a size in all; what was asked for longest ago goes first."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._kept: OrderedDict[Key, tuple[Kept, int]] = OrderedDict()

    def get(self, key: Key, make: Callable[[], Kept], size: Callable[[Kept], int]) -> Kept:
        """Return what is kept under ``key``, or what ``make`` makes of it now."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found[0]
        made = make()
        self._kept[key] = made, size(made)
        self._size += size(made)
        while self._size > self._most and len(self._kept) > 1:
            self._size -= self._kept.popitem(last=False)[1][1]
        return made

    def values(self) -> list[Kept]:
        """Return everything that is kept."""
        return [kept for kept, _ in self._kept.values()]


@dataclass(frozen=True, slots=True)
class MatcherEngine:
    """The matcher, on as many processors as the machine has where there is enough to do."""

    matcher: Matcher

    def prepare(self, candidates: Sequence[Candidate], on: date) -> Pool:
        """Return the candidates made ready for ranking as of ``on``."""
        linked(self.matcher, candidates)
        return self.matcher.prepare(candidates, on)

    def lists(self, openings: Sequence[Opening], pool: Pool, progress: Progress) -> Lists:
        """Return all lists."""
        return ranked(self.matcher, pool, openings, progress)

    def describe(self, opening: Opening, pool: Pool, rows: NDArray[np.int32]) -> Described:
        """Return what decided the tier of these rows."""
        return describe(self.matcher, pool, opening, rows)
