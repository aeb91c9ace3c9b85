"""Everybody against everything: the first of every opening's list and of every person's, and who nearly meets a demand.

Exact: the lists are those that reckoning every pair would give.  What is left out (:mod:`matcher.blocks`) is closed for
want of a way there.  Nothing depends on the order, the number or the size of the blocks, nor on how many processes share
them: a place in a list is one whole number that no two pairs of the list share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matcher.blocks import Block, around, nearly_there
from matcher.gates import Blocked, Demand, blocked, demands
from matcher.matcher import Matcher, best_variant
from matcher.order import CLOSED_FROM, Keys, score_of, sort_keys, tier_of, ties_with
from matcher.pool import Pool
from matcher.records import Opening, Tier
from matcher.routes import HORIZON_MONTHS

PER_OPENING, PER_PERSON, PER_DEMAND = 50, 20, 10
"""Places in an opening's list, in a person's, and among those who miss one demand only."""

MOST_AT_ONCE = 1 << 16
"""Openings and people that one merge of people's lists tells apart."""

_SLOT_BITS = 16
_NOBODY = np.uint64(0xFFFF_FFFF_FFFF_FFFF)

Packed = NDArray[np.uint64]
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
        The first :data:`PER_DEMAND` of them by tier and score, as rows of the pool.
    """

    code: str
    people: int
    rows: NDArray[np.int32]


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
    best : ndarray of uint64, shape (people, PER_PERSON)
        The list of each person: key and number of the opening in one number, best first, :data:`_NOBODY` = no more.
    """

    openings: dict[int, Listed]
    tiers: dict[int, tuple[int, int, int]]
    near: dict[int, tuple[NearMiss, ...]]
    best: Packed

    @classmethod
    def empty(cls, people: int) -> Lists:
        """Return lists of nobody."""
        return cls({}, {}, {}, np.full((people, PER_PERSON), _NOBODY, dtype=np.uint64))

    def person(self, row: int) -> Listed:
        """Return the list of one person; ``rows`` are numbers of openings."""
        own = self.best[row]
        own = own[own != _NOBODY]
        return Listed((own & np.uint64(MOST_AT_ONCE - 1)).astype(np.int32), (own >> np.uint64(_SLOT_BITS)).astype(np.uint32))

    def by_opening(self) -> list[list[tuple[int, int, int]]]:
        """Return for each opening, by its number, in whose lists it stands: row, place from 1, and key."""
        person, place = np.nonzero(self.best != _NOBODY)
        packed = self.best[person, place]
        number = (packed & np.uint64(MOST_AT_ONCE - 1)).astype(np.int64)
        order = np.argsort(number, kind="stable")
        entries = list(
            zip(
                person[order].tolist(),
                (place[order] + 1).tolist(),
                (packed[order] >> np.uint64(_SLOT_BITS)).tolist(),
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
        self.best = np.ascontiguousarray(both[:, :PER_PERSON])


def rank_all(
    matcher: Matcher, pool: Pool, openings: Sequence[Opening], some: Iterable[Block], *, progress: Progress | None = None
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

    Raises
    ------
    ValueError
        If there are more openings than a person's list can number.
    """
    if len(openings) > MOST_AT_ONCE:
        raise ValueError(f"at most {MOST_AT_ONCE} openings can be ranked at once, got {len(openings)}")
    found = Lists.empty(len(pool))
    everybody = _PeoplesLists(found.best)
    for block in some:
        _rank_block(matcher, pool.part(around(block, pool)), [(n, openings[n]) for n in block.openings], found, everybody)
        if progress is not None:
            progress(len(block.openings))
    everybody.settle()
    return found


def _rank_block(
    matcher: Matcher, part: Pool, block: Sequence[tuple[int, Opening]], found: Lists, everybody: _PeoplesLists
) -> None:
    limit = everybody.limit(part)
    for number, opening in block:
        reckoned = [_reckon(matcher, demand, part) for demand in demands(opening, part.domain)]
        ties = ties_with(opening.id, part)
        keys = np.minimum.reduce([sort_keys(one.tier, one.score, ties) for one in reckoned])
        found.openings[number], found.tiers[number] = _first(keys, part)
        found.near[number] = _near(opening, reckoned, keys, part)
        if everybody.take(number, keys, limit, part):
            limit = everybody.limit(part)


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """One demand reckoned for the people of a block; ``missing`` counts unmet demands."""

    demand: Demand
    blocked: tuple[Blocked, ...]
    missing: NDArray[np.uint8]
    tier: NDArray[np.uint8]
    score: NDArray[np.int16]


def _reckon(matcher: Matcher, demand: Demand, part: Pool) -> _Reckoned:
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
    return _Reckoned(demand, found, missing, tier, matcher.sum_up(demand, part, months))


def _first(keys: Keys, part: Pool) -> tuple[Listed, tuple[int, int, int]]:
    """Return the list of an opening, and how many people stand in each tier but the closed one."""
    upto = [int(np.count_nonzero(keys < np.uint32(order << 30))) for order in (1, 2, 3)]
    # Whoever is in a better tier comes first whatever the score: the rest need not be looked at once the list is full.
    last = next((order for order, people in enumerate(upto, 1) if people >= PER_OPENING), Tier.CLOSED.order)
    listed = _best(keys, np.flatnonzero(keys < np.uint32(last << 30)), part, PER_OPENING)
    return Listed(part.rows[listed].astype(np.int32), keys[listed]), (upto[0], upto[1] - upto[0], upto[2] - upto[1])


def _best(keys: Keys, among: NDArray[np.int64], part: Pool, top: int) -> NDArray[np.int64]:
    """Return the first ``top`` among some rows of a part, best first."""
    own = keys[among]
    if len(own) > top:
        chosen = np.flatnonzero(own <= np.partition(own, top - 1)[top - 1])
        among, own = among[chosen], own[chosen]
    return among[np.lexsort((part.column("by_id")[among], own))[:top]]


def _near(opening: Opening, reckoned: Sequence[_Reckoned], keys: Keys, part: Pool) -> tuple[NearMiss, ...]:
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
    found = []
    for code, only in by_code.items():
        rows = np.flatnonzero(only)
        if len(rows):
            best = _best(keys, rows, part, PER_DEMAND)
            found.append(NearMiss(code, len(rows), part.rows[best].astype(np.int32)))
    return tuple(sorted(found, key=lambda one: (-one.people, one.code)))


class _PeoplesLists:
    """The lists of all people while openings come in one by one.

    An opening enters only where it is better than the last place of a person's list as it stood when lists were last
    sorted; what entered is kept aside until there is enough of it, and then sorted in.
    """

    def __init__(self, best: Packed) -> None:
        self._best = best
        self._aside: list[tuple[NDArray[np.int32], Packed]] = []
        self._held = 0
        self._last = np.full(len(best), CLOSED_FROM - np.uint32(1), dtype=np.uint32)

    def limit(self, part: Pool) -> Keys:
        """Return the key that an opening must not exceed to enter each person's list, shape (candidates of the part,)."""
        return self._last.take(part.rows)

    def take(self, number: int, keys: Keys, limit: Keys, part: Pool) -> bool:
        """Take in one opening: its number and everybody's key; tell whether limits have moved since."""
        who = np.flatnonzero(keys <= limit)
        if len(who):
            entries = (keys[who].astype(np.uint64) << np.uint64(_SLOT_BITS)) | np.uint64(number)
            self._aside.append((part.rows.take(who).astype(np.int32), entries))
            self._held += len(who)
        if self._held <= _ASIDE * len(self._best):
            return False
        self.settle()
        return True

    def settle(self) -> None:
        """Sort in what was kept aside."""
        if not self._aside:
            return
        who = np.concatenate([some for some, _ in self._aside])
        entries = np.concatenate([some for _, some in self._aside])
        self._aside, self._held = [], 0
        # Two passes over 16 bits are several times faster than one sort of whole numbers.
        order = np.argsort(who.astype(np.uint16), kind="stable")
        order = order[np.argsort((who >> 16).astype(np.uint16)[order], kind="stable")]
        who, entries = who[order], entries[order]
        starts = np.flatnonzero(np.r_[True, who[1:] != who[:-1]])
        counts = np.diff(np.r_[starts, len(who)])
        people = who[starts]
        for least, most in _SIZES:
            group = np.flatnonzero((counts > least) & (counts <= most))
            if len(group):
                self._sort_in(people[group], starts[group], counts[group], entries)

    def _sort_in(self, people: NDArray[np.int32], starts: NDArray[np.int64], counts: NDArray[np.int64], entries: Packed) -> None:
        table = np.full((len(people), PER_PERSON + int(counts.max())), _NOBODY, dtype=np.uint64)
        table[:, :PER_PERSON] = self._best[people]
        line = np.repeat(np.arange(len(people)), counts)
        place = np.arange(len(line)) - np.repeat(np.cumsum(counts) - counts, counts)
        table[line, PER_PERSON + place] = entries[np.repeat(starts, counts) + place]
        table.sort(axis=1)
        self._best[people] = table[:, :PER_PERSON]
        last = (table[:, PER_PERSON - 1] >> np.uint64(_SLOT_BITS)).astype(np.uint64)
        self._last[people] = np.minimum(last, CLOSED_FROM - np.uint32(1)).astype(np.uint32)


_ASIDE = 16
"""Entries a person, on average, that are kept aside before they are sorted in."""

_SIZES = ((0, 8), (8, 24), (24, 64), (64, 256), (256, MOST_AT_ONCE))
"""People with about as many entries are sorted together: it saves room."""


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
