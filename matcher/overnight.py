"""Last night's lists carried over to what people and openings are tonight: the same as reckoning everything, to the last byte.

An opening that has not changed is reckoned only for the people of whom something has: for them as they were, whose numbers
are taken out of its counts, and for them as they are.  A list keeps more places (:data:`ROOM`) than are shown.  Whoever has not
changed and is not listed comes after the last one listed who has not changed either, so that down to there the new list is
known; where fewer are known than are shown, it is made anew.  People's lists are carried over in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.blocks import Block, around, blocks
from matcher.lists import (
    PER_DEMAND,
    PER_OPENING,
    PER_PERSON,
    Listed,
    Lists,
    NearMiss,
    Room,
    hold,
    keys_for,
    missing_one,
    most_first,
    rank_all,
    upto_tier,
    upto_tiers,
)
from matcher.matcher import Matcher
from matcher.order import CLOSED_FROM, Keys
from matcher.peoples_lists import MORE, MOST_AT_ONCE, NOBODY, Packed, PeoplesLists
from matcher.pool import Pool
from matcher.post_demands import demands
from matcher.records import Candidate, Opening

ROOM = Room(opening=75, person=30, demand=20)
"""Places to keep in lists that are to be carried over; with fewer more of them have to be made anew."""

_AT_ONCE = 1 << 14
_NUMBER = np.uint64(MOST_AT_ONCE - 1)

Rows = NDArray[np.int64]
Record = TypeVar("Record", Candidate, Opening)


@dataclass(frozen=True, slots=True)
class Night:
    """Everybody and everything on one day; the openings in order of their ids."""

    pool: Pool
    openings: Sequence[Opening]


Found = TypeVar("Found")


class Spread(Protocol):
    """Does a piece of work on some blocks, all of them at once or some here and some there, and returns each part's answer."""

    def __call__(self, work: Callable[[Iterable[Block]], Found], some: Sequence[Block], /) -> Sequence[Found]:
        """Return what ``work`` says of shares of ``some``; together they are all of them."""
        ...


def _here(work: Callable[[Iterable[Block]], Found], some: Sequence[Block], /) -> Sequence[Found]:
    return [work(some)]


def carried_over(matcher: Matcher, lists: Lists, before: Night, after: Night, *, spread: Spread = _here) -> Lists:
    """Return the lists of ``after``, given those of ``before``.

    Parameters
    ----------
    matcher : Matcher
        That which made ``lists``.
    lists : Lists
        Of all openings of ``before``, from :func:`matcher.lists.rank_all` with ``room=ROOM`` or from here.
    before, after : Night
        As of the same day: on another day everybody's experience and months of waiting are others.  The pool of ``after``
        takes what the other has reckoned of people who have not changed (:meth:`matcher.pool.Pool.follow`).
    spread : Spread, optional
        Shares the blocks out over processes; the lists are the same.

    Returns
    -------
    Lists
        Their :meth:`~matcher.lists.Lists.published` are those of a full run; beyond what is shown some may be shorter.

    Raises
    ------
    ValueError
        If the two are not of the same day and catalogue.
    """
    if before.pool.on != after.pool.on or before.pool.domain.catalogue.version != after.pool.domain.catalogue.version:
        raise ValueError("lists can only be carried over within the same day and catalogue")
    people = _Moved.between(before.pool.candidates, after.pool.candidates)
    openings = _Moved.between(before.openings, after.openings)
    after.pool.follow(before.pool, people.origin)
    some = blocks(after.openings, matcher.domain_)

    def anew(numbers: Collection[int]) -> Lists:
        made = Lists.empty(len(after.pool), lists.room)
        for part in spread(partial(rank_all, matcher, after.pool, after.openings, room=lists.room), only(some, numbers)):
            made.add(part)
        return made

    found = anew(set(openings.fresh.tolist()))
    again = _carry_people(lists, people, openings, found.best)
    kept = _Kept(matcher, lists, before, after, people=people, openings=openings, again=again)
    short: list[int] = []
    for carried in spread(kept.carry, only(some, set(openings.kept.tolist()))):
        kept.take_in(carried, found)
        short += carried.short
    again_whole = anew(set(short))
    found.openings |= again_whole.openings
    found.tiers |= again_whole.tiers
    found.near |= again_whole.near
    return found


def only(some: Sequence[Block], numbers: Collection[int]) -> list[Block]:
    """Return the blocks with only some of their openings."""
    own = (replace(block, openings=tuple(number for number in block.openings if number in numbers)) for block in some)
    return [block for block in own if block.openings]


@dataclass(frozen=True, slots=True)
class _Moved:
    """Where the records that have not changed stood and stand; -1 = changed, gone or new."""

    to: Rows
    origin: Rows

    @classmethod
    def between(cls, before: Sequence[Record], after: Sequence[Record]) -> _Moved:
        there = {record.id: (place, record) for place, record in enumerate(before)}
        to, origin = np.full(len(before), -1, dtype=np.int64), np.full(len(after), -1, dtype=np.int64)
        for place, record in enumerate(after):
            old, as_it_was = there.get(record.id, (-1, None))
            if record is as_it_was or record == as_it_was:
                to[old], origin[place] = place, old
        return cls(to, origin)

    @property
    def kept(self) -> Rows:
        """Where those stand that have not changed."""
        return np.flatnonzero(self.origin >= 0)

    @property
    def fresh(self) -> Rows:
        """Where the changed and the new stand."""
        return np.flatnonzero(self.origin < 0)

    @property
    def lost(self) -> Rows:
        """Where the changed and the gone stood."""
        return np.flatnonzero(self.to < 0)


def _carry_people(lists: Lists, people: _Moved, openings: _Moved, best: Packed) -> Rows:
    """Add to what was found for new openings what unchanged people had; return of whom too little is known."""
    short = []
    for rows in np.array_split(people.kept, range(_AT_ONCE, len(people.kept), _AT_ONCE)):
        old = lists.best[people.origin[rows]]
        real = old < MORE
        partial = (old[:, -1] != NOBODY) | (old == MORE).any(axis=1)
        number = (
            openings.to[np.where(real, old & _NUMBER, np.uint64(0)).astype(np.int64)]
            if len(openings.to)
            else np.full(old.shape, -1)
        )
        real &= number >= 0
        own = np.where(real, (old & ~_NUMBER) | np.maximum(number, 0).astype(np.uint64), NOBODY)
        last = np.where(partial, np.where(real, own, np.uint64(0)).max(axis=1), MORE - np.uint64(1))
        both = np.sort(np.hstack([own, best[rows]]), axis=1)
        both[both > last[:, None]] = NOBODY
        known = np.count_nonzero(both != NOBODY, axis=1)
        short.append(rows[partial & (known < PER_PERSON)])
        cut = np.flatnonzero(partial & (known < lists.room.person))
        both[cut, known[cut]] = MORE
        enough = ~(partial & (known < PER_PERSON))
        best[rows[enough]] = both[enough, : lists.room.person]
    return np.concatenate(short)


@dataclass(frozen=True, slots=True)
class _Carried:
    """What came of some openings: their lists, those of the people who have changed, and of which too little is known."""

    lists: Lists
    short: list[int]


class _Kept:
    """Openings that have not changed, for the people who have.

    They are reckoned for those people as they were, and as they are; to the latter belong those whose own list is to be made
    anew though nothing of themselves has changed.
    """

    def __init__(
        self, matcher: Matcher, lists: Lists, before: Night, after: Night, *, people: _Moved, openings: _Moved, again: Rows
    ) -> None:
        self._to_row, self._origin, self._matcher, self._lists, self._after = people.to, openings.origin, matcher, lists, after
        self._rows = np.concatenate([people.fresh, again])
        self._changed = len(people.fresh)
        self._was, self._now = before.pool.part(people.lost), after.pool.part(self._rows)

    def carry(self, some: Iterable[Block]) -> _Carried:
        """Carry the lists of the openings in some blocks over."""
        found = _Carried(Lists.empty(len(self._rows), self._lists.room), [])
        peoples = PeoplesLists(found.lists.best)
        for block in some:
            self._carry(block, found, peoples)
        peoples.settle()
        return found

    def _carry(self, block: Block, found: _Carried, peoples: PeoplesLists) -> None:
        rows = around(block, self._now)
        was, now = self._was.part(around(block, self._was)), self._now.part(rows)
        changed = int(np.searchsorted(rows, self._changed))
        limit = peoples.limit(rows)
        for number in block.openings:
            opening, old = self._after.openings[number], int(self._origin[number])
            compiled = demands(opening, now.domain)
            before, held = hold(compiled, was), hold(compiled, now)
            keys = keys_for(self._matcher, held, now)
            tiers = self._tiers(old, upto_tiers(before), upto_tier(keys[:changed]))
            listed = self._listed(old, keys[:changed], now)
            gone = {code: len(some) for code, some in missing_one(before, was).items()}
            came = {code: some[some < changed] for code, some in missing_one(held, now).items()}
            near, enough = self._near(old, gone, came, keys, now)
            lists = found.lists
            lists.openings[number], lists.tiers[number], lists.near[number] = listed, tiers, near
            if not enough or len(listed.rows) < min(PER_OPENING, sum(tiers)):
                found.short.append(number)
            if peoples.take(number, keys, limit, rows):
                limit = peoples.limit(rows)

    def _tiers(self, old: int, lost: list[int], come: list[int]) -> tuple[int, int, int]:
        more = [plus - minus for plus, minus in zip(come, lost, strict=True)]
        first, second, third = self._lists.tiers[old]
        return first + more[0], second + more[1] - more[0], third + more[2] - more[1]

    def _listed(self, old: int, keys: Keys, now: Pool) -> Listed:
        listed = self._lists.openings[old]
        whole = len(listed.rows) == sum(self._lists.tiers[old])
        come = np.flatnonzero(keys < CLOSED_FROM)
        return self._merged(listed.rows, listed.keys, now.rows.take(come), keys.take(come), self._lists.room.opening, whole=whole)

    def _merged(self, rows: NDArray[np.int32], known: Keys, come: Rows, keys: Keys, room: int, *, whole: bool) -> Listed:
        """Return those of a list who have not changed and some who come, as far down as the order is known."""
        moved = self._to_row.take(rows)
        stay = np.flatnonzero(moved >= 0)
        stayed, known = moved.take(stay), known.take(stay)
        if not whole:
            near = np.flatnonzero(keys <= known[-1]) if len(known) else _NONE
            come, keys = come.take(near), keys.take(near)
        if not len(come):
            return Listed(stayed.astype(np.int32), known)
        both, key = np.concatenate([stayed, come]), np.concatenate([known, keys])
        order = np.lexsort((self._after.pool.column("by_id").take(both), key))
        if not whole:
            order = order[: int(np.flatnonzero(order == len(stayed) - 1)[0]) + 1]
        order = order[:room]
        return Listed(both.take(order).astype(np.int32), key.take(order))

    def _near(
        self, old: int, gone: Mapping[str, int], came: Mapping[str, Rows], keys: Keys, now: Pool
    ) -> tuple[tuple[NearMiss, ...], bool]:
        """Return who misses one demand, and whether enough of them are known."""
        were = {one.code: one for one in self._lists.near[old]}
        found, enough = [], True
        for code in {**were, **came}:
            was, come = were.get(code, _NOT_ONE), came.get(code, _NONE)
            people = was.people + len(come) - gone.get(code, 0)
            if people:
                whole = len(was.rows) == was.people
                rows, own = now.rows.take(come), keys.take(come)
                merged = self._merged(was.rows, was.keys, rows, own, self._lists.room.demand, whole=whole)
                enough &= len(merged.rows) >= min(PER_DEMAND, people)
                found.append(NearMiss(code, people, merged.rows, merged.keys))
        return most_first(found), enough

    def take_in(self, carried: _Carried, found: Lists) -> None:
        """Take what came of some openings into what was found so far."""
        found.openings |= carried.lists.openings
        found.tiers |= carried.lists.tiers
        found.near |= carried.lists.near
        both = np.sort(np.hstack([found.best[self._rows], carried.lists.best]), axis=1)
        found.best[self._rows] = both[:, : found.room.person]


_NONE: Rows = np.empty(0, dtype=np.int64)
_NOT_ONE = NearMiss("", 0, np.empty(0, dtype=np.int32), np.empty(0, dtype=np.uint32))
