"""Everybody against everything: the first of every opening's list and of every person's, and who nearly meets a demand.

Exact: the lists are those that reckoning every pair would give.  What is left out (:mod:`matcher.blocks`) is closed for
want of a way there.  Nothing depends on the order, the number or the size of the blocks, nor on how many processes share
them: a place in a list is one whole number that no two pairs of the list share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matcher.blocks import Block, around, nearly_there
from matcher.gates import Blocked, Demand, blocked, demands
from matcher.matcher import Matcher, best_variant
from matcher.order import Keys, score_of, sort_keys, tier_of, ties_with
from matcher.peoples_lists import MORE, MOST_AT_ONCE, NOBODY, SLOT_BITS, Packed, PeoplesLists
from matcher.pool import Pool
from matcher.records import Opening, Tier
from matcher.routes import HORIZON_MONTHS

PER_OPENING, PER_PERSON, PER_DEMAND = 50, 20, 10
"""Places in an opening's list, in a person's, and among those who miss one demand only."""


@dataclass(frozen=True, slots=True)
class Room:
    """Places that are kept in an opening's list, in a person's, and among those who miss one demand only."""

    opening: int = PER_OPENING
    person: int = PER_PERSON
    demand: int = PER_DEMAND


PUBLISHED = Room()
"""No place more than is shown."""

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Those who meet all of an opening's demands but one.

    Attributes
    ----------
    code : str
        The one demand.
    people : int
        How many.
    rows : ndarray of int32
        The first of them (:attr:`Room.demand`) by tier and score, as rows of the pool.
    keys : ndarray of uint32
        Their places in the opening's list.
    """

    code: str
    people: int
    rows: NDArray[np.int32]
    keys: Keys


@dataclass(frozen=True, slots=True)
class Listed:
    """The first of one list, best first: rows of the pool (or numbers of openings) and their keys, shape (places,)."""

    rows: NDArray[np.int32]
    keys: Keys

    @property
    def tier(self) -> NDArray[np.uint8]:
        """0 klar, 1 avklar, 2 paa_vei."""
        return tier_of(self.keys)

    @property
    def score(self) -> NDArray[np.int32]:
        """Thousandths of a bit."""
        return score_of(self.keys)


@dataclass(slots=True)
class Lists:
    """What was found so far.

    Attributes
    ----------
    openings : dict of int to Listed
        The list of each opening, by its number; of the closed tier nobody is listed.
    tiers : dict of int to tuple of int
        People in each tier but the closed one.
    near : dict of int to tuple of NearMiss
        For each opening, those whom one demand keeps away, most people first.
    best : ndarray of uint64, shape (people, room.person)
        The list of each person: key and number of the opening in one number, best first, :data:`NOBODY` = no more.
    room : Room
        How long the lists may be.
    """

    openings: dict[int, Listed]
    tiers: dict[int, tuple[int, int, int]]
    near: dict[int, tuple[NearMiss, ...]]
    best: Packed
    room: Room = PUBLISHED

    @classmethod
    def empty(cls, people: int, room: Room = PUBLISHED) -> Lists:
        """Return lists of nobody."""
        return cls({}, {}, {}, np.full((people, room.person), NOBODY, dtype=np.uint64), room)

    def published(self) -> Lists:
        """Return what is shown of lists that were kept longer."""
        return Lists(
            {number: Listed(one.rows[:PER_OPENING], one.keys[:PER_OPENING]) for number, one in self.openings.items()},
            dict(self.tiers),
            {
                number: tuple(NearMiss(one.code, one.people, one.rows[:PER_DEMAND], one.keys[:PER_DEMAND]) for one in some)
                for number, some in self.near.items()
            },
            np.ascontiguousarray(self.best[:, :PER_PERSON]),
        )

    def person(self, row: int) -> Listed:
        """Return the list of one person; ``rows`` are numbers of openings."""
        own = self.best[row]
        own = own[own < MORE]
        return Listed((own & np.uint64(MOST_AT_ONCE - 1)).astype(np.int32), (own >> np.uint64(SLOT_BITS)).astype(np.uint32))

    def by_opening(self) -> list[list[tuple[int, int, int]]]:
        """Return for each opening, by its number, in whose lists it stands: row, place from 1, and key."""
        person, place = np.nonzero(self.best < MORE)
        packed = self.best[person, place]
        number = (packed & np.uint64(MOST_AT_ONCE - 1)).astype(np.int64)
        order = np.argsort(number, kind="stable")
        entries = list(
            zip(
                person[order].tolist(),
                (place[order] + 1).tolist(),
                (packed[order] >> np.uint64(SLOT_BITS)).tolist(),
                strict=True,
            )
        )
        ends = np.searchsorted(number[order], np.arange(len(self.openings) + 1)).tolist()
        return [entries[start:end] for start, end in pairwise(ends)]

    def add(self, other: Lists) -> None:
        """Take in what was found for other openings of the same people."""
        self.openings |= other.openings
        self.tiers |= other.tiers
        self.near |= other.near
        both = np.sort(np.hstack([self.best, other.best]), axis=1)
        self.best = np.ascontiguousarray(both[:, : self.room.person])


def rank_all(
    matcher: Matcher,
    pool: Pool,
    openings: Sequence[Opening],
    some: Iterable[Block],
    *,
    progress: Progress | None = None,
    room: Room = PUBLISHED,
) -> Lists:
    """Return the lists of the openings in some blocks, and those of people as far as these openings go.

    Parameters
    ----------
    matcher : Matcher
        Fitted.
    pool : Pool
        Everybody.
    openings : sequence of Opening
        All of them, in order of their ids; at most :data:`MOST_AT_ONCE`.
    some : iterable of Block
        Of :func:`matcher.blocks.blocks`; lists of all blocks together are the lists of all openings (:meth:`Lists.add`).
    progress : callable, optional
        Told how many openings are done after each block.
    room : Room
        How long the lists may be; longer ones can be carried over to the next night (:mod:`matcher.overnight`).

    Raises
    ------
    ValueError
        If there are more openings than a person's list can number.
    """
    if len(openings) > MOST_AT_ONCE:
        raise ValueError(f"at most {MOST_AT_ONCE} openings can be ranked at once, got {len(openings)}")
    found = Lists.empty(len(pool), room)
    everybody = PeoplesLists(found.best)
    for block in some:
        _rank_block(matcher, pool.part(around(block, pool)), [(n, openings[n]) for n in block.openings], found, everybody)
        if progress is not None:
            progress(len(block.openings))
    everybody.settle()
    return found


def _rank_block(
    matcher: Matcher, part: Pool, block: Sequence[tuple[int, Opening]], found: Lists, everybody: PeoplesLists
) -> None:
    limit = everybody.limit(part)
    for number, opening in block:
        keys, reckoned = reckon(matcher, opening, part)
        found.openings[number], found.tiers[number] = _first(keys, part, found.room.opening)
        found.near[number] = _near(missing_one(opening, reckoned, part), keys, part, found.room.demand)
        if everybody.take(number, keys, limit, part):
            limit = everybody.limit(part)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One demand reckoned for the people of a block; ``missing`` counts unmet demands."""

    demand: Demand
    blocked: tuple[Blocked, ...]
    missing: NDArray[np.uint8]
    tier: NDArray[np.uint8]
    score: NDArray[np.int16]


def reckon(matcher: Matcher, opening: Opening, part: Pool) -> tuple[Keys, list[Reckoned]]:
    """Return each candidate's place in an opening's list as one number, and what it came from for each kind of post."""
    reckoned = [_reckon(matcher, demand, part) for demand in demands(opening, part.domain)]
    ties = ties_with(opening.id, part)
    return np.minimum.reduce([sort_keys(one.tier, one.score, ties) for one in reckoned]), reckoned


def _reckon(matcher: Matcher, demand: Demand, part: Pool) -> Reckoned:
    found = tuple(blocked(gate, demand, part) for gate in demand.gates)
    missing, asked = np.zeros(len(part), dtype=np.uint8), np.zeros(len(part), dtype=np.bool_)
    never, months = np.zeros(len(part), dtype=np.bool_), np.zeros(len(part), dtype=np.float32)
    for one in found:
        if one.unknown is not None:
            asked |= one.unknown
        if one.unmet is not None:
            missing += one.unmet
            if one.months is None:
                never |= one.unmet
            else:
                np.maximum(months, one.months, out=months)
    some = missing > 0
    tier = np.maximum(asked.view(np.uint8), some.view(np.uint8) * np.uint8(Tier.ON_THE_WAY.order))
    never |= months > HORIZON_MONTHS
    tier += never
    return Reckoned(demand, found, missing, tier, matcher.sum_up(demand, part, months))


def upto_tier(keys: Keys) -> list[int]:
    """Return how many stand in the best tier, in the two best, and in the three that are not closed."""
    return [int(np.count_nonzero(keys < np.uint32(order << 30))) for order in (1, 2, 3)]


def _first(keys: Keys, part: Pool, top: int) -> tuple[Listed, tuple[int, int, int]]:
    """Return the list of an opening, and how many people stand in each tier but the closed one."""
    upto = upto_tier(keys)
    # Whoever is in a better tier comes first whatever the score: the rest need not be looked at once the list is full.
    last = next((order for order, people in enumerate(upto, 1) if people >= top), Tier.CLOSED.order)
    listed = best_of(keys, np.flatnonzero(keys < np.uint32(last << 30)), part, top)
    return Listed(part.rows[listed].astype(np.int32), keys[listed]), (upto[0], upto[1] - upto[0], upto[2] - upto[1])


def best_of(keys: Keys, among: NDArray[np.int64], part: Pool, top: int) -> NDArray[np.int64]:
    """Return the first ``top`` among some rows of a part, best first."""
    own = keys[among]
    if len(own) > top:
        chosen = np.flatnonzero(own <= np.partition(own, top - 1)[top - 1])
        among, own = among[chosen], own[chosen]
    return among[np.lexsort((part.column("by_id")[among], own))[:top]]


def missing_one(opening: Opening, reckoned: Sequence[Reckoned], part: Pool) -> dict[str, NDArray[np.bool_]]:
    """Return those whom a single demand keeps away: in each kind of post something is missing, in one of them one thing."""
    nowhere = np.logical_and.reduce([one.missing > 0 for one in reckoned]) if len(reckoned) > 1 else None
    by_code: dict[str, NDArray[np.bool_]] = {}
    for one in reckoned:
        single = one.missing == 1
        if nowhere is not None:
            single &= nowhere
        for gate, block in zip(one.demand.gates, one.blocked, strict=True):
            if block.unmet is not None:
                only = single & block.unmet
                by_code[gate.code] = by_code[gate.code] | only if gate.code in by_code else only
    if "reach" in by_code:
        # Else the whole country would be near to every post that asks for little.
        by_code["reach"] &= nearly_there(opening, part)
    return by_code


def _near(by_code: Mapping[str, NDArray[np.bool_]], keys: Keys, part: Pool, top: int) -> tuple[NearMiss, ...]:
    found = []
    for code, only in by_code.items():
        rows = np.flatnonzero(only)
        if len(rows):
            best = best_of(keys, rows, part, top)
            found.append(NearMiss(code, len(rows), part.rows[best].astype(np.int32), keys[best]))
    return most_first(found)


def most_first(found: Iterable[NearMiss]) -> tuple[NearMiss, ...]:
    """Return near misses in the order in which they are kept."""
    return tuple(sorted(found, key=lambda one: (-one.people, one.code)))


@dataclass(frozen=True, slots=True)
class Described:
    """What decided the tier of some candidates for one opening.

    Attributes
    ----------
    asks : tuple of tuple of str
        Codes of the demands, for each kind of post.
    variant : ndarray of int64, shape (candidates,)
        The kind of post that suits each best, a place in ``asks``.
    months : ndarray of float32, shape (candidates,)
        Until ready; 0 = now, infinite = never.
    answers : tuple of bytes
        For each candidate one byte for each demand: 0 unmet, 1 unknown, 2 met.
    """

    asks: tuple[tuple[str, ...], ...]
    variant: NDArray[np.int64]
    months: NDArray[np.float32]
    answers: tuple[bytes, ...]


def describe(matcher: Matcher, pool: Pool, opening: Opening, rows: NDArray[np.int32]) -> Described:
    """Return what decided the tier of the candidates in ``rows`` for an opening."""
    scored = matcher.score(opening, pool.part(rows))
    best = best_variant(scored)
    tables = [np.ascontiguousarray(one.status.T) for one in scored]
    months = np.stack([one.months for one in scored])
    return Described(
        asks=tuple(tuple(gate.code for gate in one.demand.gates) for one in scored),
        variant=best,
        months=np.asarray(months[best, np.arange(len(best))]),
        answers=tuple(tables[variant][place].tobytes() for place, variant in enumerate(best.tolist())),
    )
