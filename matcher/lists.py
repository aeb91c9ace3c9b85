"""Everybody against everything: the first of every opening's list and of every person's, and who nearly meets a demand.

Exact: the lists are those that reckoning every pair would give.  What is left out (:mod:`matcher.blocks`) is closed for
want of a way there.  Nothing depends on the order, the number or the size of the blocks, nor on how many processes share
them: a place in a list is one whole number that no two pairs of the list share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.blocks import Block, around, nearly_there
from matcher.gates import ALONE, LACKS, NO_END, TOO_LONG, Waits, blocked
from matcher.matcher import Matcher
from matcher.order import Keys, score_of, sort_keys, tier_of, ties_with
from matcher.peoples_lists import MORE, MOST_AT_ONCE, NOBODY, SLOT_BITS, Packed, PeoplesLists
from matcher.pool import Pool
from matcher.post_demands import Demand, demands
from matcher.records import Opening

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

    def __getstate__(self) -> tuple[Any, ...]:
        """Return everything in columns: so many small arrays would take longer to send than they take to find."""
        numbers, near = list(self.openings), [(number, one) for number, some in self.near.items() for one in some]
        told = [(number, one.code, one.people) for number, one in near]
        listed = _joined([self.openings[number] for number in numbers]), _joined([one for _, one in near])
        return self.best, self.room, numbers, [self.tiers[number] for number in numbers], told, listed

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        """Take in what :meth:`__getstate__` gives."""
        self.best, self.room, numbers, tiers, told, (listed, near) = state
        self.openings = {number: Listed(*some) for number, some in zip(numbers, _apart(*listed), strict=True)}
        self.tiers = dict(zip(numbers, tiers, strict=True))
        by_opening: dict[int, list[NearMiss]] = {number: [] for number in numbers}
        for (number, code, people), some in zip(told, _apart(*near), strict=True):
            by_opening[number].append(NearMiss(code, people, *some))
        self.near = {number: tuple(some) for number, some in by_opening.items()}

    def add(self, other: Lists) -> None:
        """Take in what was found for other openings of the same people."""
        self.openings |= other.openings
        self.tiers |= other.tiers
        self.near |= other.near
        both = np.sort(np.hstack([self.best, other.best]), axis=1)
        self.best = np.ascontiguousarray(both[:, : self.room.person])


def _joined(some: Sequence[Listed | NearMiss]) -> tuple[list[int], NDArray[np.int32], Keys]:
    """Return the lengths of some lists, and the lists one after the other."""
    rows = [np.empty(0, dtype=np.int32), *(one.rows for one in some)]
    keys = [np.empty(0, dtype=np.uint32), *(one.keys for one in some)]
    return [len(one.rows) for one in some], np.concatenate(rows), np.concatenate(keys)


def _apart(lengths: Sequence[int], rows: NDArray[np.int32], keys: Keys) -> Iterator[tuple[NDArray[np.int32], Keys]]:
    """Yield what :func:`_joined` has joined."""
    for start, end in pairwise(accumulate(lengths, initial=0)):
        yield rows[start:end], keys[start:end]


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
    limit = everybody.limit(part.rows)
    for number, opening in block:
        held = hold(demands(opening, part.domain), part)
        keys = keys_for(matcher, held, part)
        found.openings[number], found.tiers[number] = _first(keys, part, found.room.opening)
        found.near[number] = _near(missing_one(held, part), keys, part, found.room.demand)
        if everybody.take(number, keys, limit, part.rows):
            limit = everybody.limit(part.rows)


@dataclass(frozen=True, slots=True)
class Held:
    """One demand held against the people of a block; ``tier`` and ``wait`` (:func:`matcher.gates.waits`) are theirs.

    ``missing`` sums what is not met (:attr:`matcher.gates.Blocked.missing`).
    """

    demand: Demand
    missing: NDArray[np.uint16]
    tier: NDArray[np.uint8]
    wait: Waits


def hold(compiled: Sequence[Demand], part: Pool) -> list[Held]:
    """Return an opening's demands, one for each kind of post, each held against the people of a part."""
    return [_hold(demand, part) for demand in compiled]


def _hold(demand: Demand, part: Pool) -> Held:
    marks, missing = np.zeros(len(part), dtype=np.uint8), np.zeros(len(part), dtype=np.uint16)
    for number in range(1, len(demand.gates) + 1):
        one = blocked(number, demand, part)
        if one.marks is not None:
            marks |= one.marks
        if one.missing is not None:
            missing += one.missing
    wait = marks & np.uint8(NO_END)
    # Sums of yes and no: something to ask or missing, something missing, missing for good.
    tier = (marks > 0).view(np.uint8) + (marks >= LACKS).view(np.uint8) + (wait >= TOO_LONG).view(np.uint8)
    return Held(demand, missing, tier, wait)


def keys_for(matcher: Matcher, held: Sequence[Held], part: Pool) -> Keys:
    """Return each candidate's place in an opening's list as one number, by the kind of post that suits best."""
    ties = ties_with(held[0].demand.opening.id, part)
    keys = [sort_keys(one.tier, matcher.sum_up(one.demand, part, one.wait), ties) for one in held]
    return keys[0] if len(keys) == 1 else np.minimum.reduce(keys)


def best_tier(held: Sequence[Held]) -> NDArray[np.uint8]:
    """Return the tier of each candidate by the kind of post that suits best, for which no score is needed."""
    return held[0].tier if len(held) == 1 else np.asarray(np.minimum.reduce([one.tier for one in held]))


def upto_tiers(held: Sequence[Held]) -> list[int]:
    """Return how many stand in the best tier, in the two best, and in the three that are not closed, without their scores."""
    best = best_tier(held)
    return [int(np.count_nonzero(best < order)) for order in (1, 2, 3)]


def upto_tier(keys: Keys) -> list[int]:
    """Return how many stand in the best tier, in the two best, and in the three that are not closed."""
    return [int(np.count_nonzero(keys < np.uint32(order << 30))) for order in (1, 2, 3)]


def _first(keys: Keys, part: Pool, top: int) -> tuple[Listed, tuple[int, int, int]]:
    """Return the list of an opening, and how many people stand in each tier but the closed one."""
    upto = upto_tier(keys)
    listed = best_of(keys, part, min(top, upto[-1]))
    return Listed(part.rows.take(listed).astype(np.int32), keys.take(listed)), (upto[0], upto[1] - upto[0], upto[2] - upto[1])


def best_of(keys: Keys, part: Pool, top: int, among: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
    """Return the first ``top`` rows of a part, or of ``among`` its rows, best first; there are as many at least."""
    own = keys if among is None else keys.take(among)
    places = _near_top(own, top)
    rows = places if among is None else among.take(places)
    return rows.take(np.lexsort((part.column("by_id").take(rows), own.take(places)))[:top])


_EVERY = 16
"""One in so many keys is looked at to guess where the last place of a list lies."""


def _near_top(keys: Keys, top: int) -> NDArray[np.int64]:
    """Return places of keys that hold the ``top`` least, with all that are the same as the last of them."""
    if len(keys) <= top or not top:
        return np.arange(min(len(keys), top))
    # One in so many tells about where the last place lies; twice as deep, and some more, few are wrong.
    place, places = 2 * (top // _EVERY) + 4, None
    if len(keys) > 4 * _EVERY * place:
        near = keys <= np.partition(keys[::_EVERY], place)[place]
        if np.count_nonzero(near) >= top:
            places = np.flatnonzero(near)
    own = keys if places is None else keys.take(places)
    chosen = np.flatnonzero(own <= np.partition(own, top - 1)[top - 1])
    return chosen if places is None else places.take(chosen)


def missing_one(held: Sequence[Held], part: Pool) -> dict[str, NDArray[np.int64]]:
    """Return the rows of those whom a single demand keeps away, in their order, by the demand.

    In each kind of post they lack something, and in one of them one thing.
    """
    nearly = nearly_there(held[0].demand.opening, part)
    by_code: dict[str, NDArray[np.int64]] = {}
    for one in held:
        alone = one.missing - np.uint16(ALONE) < ALONE
        for other in held:
            if other is not one:
                alone &= other.missing >= ALONE
        # Else the whole country would be near to every post that asks for little.
        alone &= nearly | (one.missing != ALONE + one.demand.number_of("reach"))
        rows = np.flatnonzero(alone)
        number = one.missing.take(rows).astype(np.uint8)
        # Stable, so that the rows of each stay in their order; of small numbers it is one count.
        order = np.argsort(number, kind="stable")
        rows, found = rows.take(order), np.bincount(number).tolist()
        for place, (people, end) in enumerate(zip(found, accumulate(found), strict=True)):
            if people:
                code, own = one.demand.gates[-place].code, rows[end - people : end]
                by_code[code] = _either(by_code[code], own, len(part)) if code in by_code else own
    return by_code


def _either(some: NDArray[np.int64], others: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Return the rows that stand in one of two lists, in their order."""
    chosen = np.zeros(size, dtype=np.bool_)
    chosen[some] = chosen[others] = True
    return np.flatnonzero(chosen)


def _near(by_code: Mapping[str, NDArray[np.int64]], keys: Keys, part: Pool, top: int) -> tuple[NearMiss, ...]:
    found = []
    for code, rows in by_code.items():
        if len(rows):
            best = best_of(keys, part, min(top, len(rows)), rows)
            found.append(NearMiss(code, len(rows), part.rows.take(best).astype(np.int32), keys.take(best)))
    return most_first(found)


def most_first(found: Iterable[NearMiss]) -> tuple[NearMiss, ...]:
    """Return near misses in the order in which they are kept."""
    return tuple(sorted(found, key=lambda one: (-one.people, one.code)))
