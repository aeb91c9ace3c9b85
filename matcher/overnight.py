"""Last night's lists carried over to what people and openings are tonight: the same as reckoning everything, to the last byte.

An opening that has not changed is reckoned only for the people of whom something has: for them as they were, whose numbers
are taken out of its counts, and for them as they are.  A list keeps more places (:data:`ROOM`) than are shown.  Whoever has not
changed and is not listed comes after the last one listed who has not changed either, so that down to there the new list is
known; where fewer are known than are shown, it is made anew.  People's lists are carried over in the same way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

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
    missing_one,
    most_first,
    rank_all,
    reckon,
    upto_tier,
)
from matcher.matcher import Matcher
from matcher.order import CLOSED_FROM, Keys
from matcher.peoples_lists import MORE, MOST_AT_ONCE, NOBODY, Packed, PeoplesLists
from matcher.pool import Pool
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


def carried_over(matcher: Matcher, lists: Lists, before: Night, after: Night) -> Lists:
    """Return the lists of ``after``, given those of ``before``.

    Parameters
    ----------
    matcher : Matcher
        That which made ``lists``.
    lists : Lists
        Of all openings of ``before``, from :func:`matcher.lists.rank_all` with ``room=ROOM`` or from here.
    before, after : Night
        As of the same day: on another day everybody's experience and months of waiting are others.

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
    some = blocks(after.openings, matcher.domain_)
    found = rank_all(matcher, after.pool, after.openings, only(some, set(openings.fresh.tolist())), room=lists.room)
    again = _carry_people(lists, people, openings, found.best)
    kept = _Kept(matcher, lists, before, after, people=people, openings=openings, again=again)
    short = [number for block in only(some, set(openings.kept.tolist())) for number in kept.carry(block, found)]
    kept.add_peoples_lists(found)
    anew = rank_all(matcher, after.pool, after.openings, only(some, set(short)), room=lists.room)
    found.openings |= anew.openings
    found.tiers |= anew.tiers
    found.near |= anew.near
    return found


def only(some: Sequence[Block], numbers: Collection[int]) -> Iterator[Block]:
    """Yield the blocks with only some of their openings."""
    for block in some:
        own = tuple(number for number in block.openings if number in numbers)
        if own:
            yield replace(block, openings=own)


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
            if record == as_it_was:
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


class _Kept:
    """Openings that have not changed, for the people who have.

    One pool holds the people who have changed as they were, then as they are, and then those whose own list is to be made
    anew though nothing of themselves has changed.
    """

    def __init__(
        self, matcher: Matcher, lists: Lists, before: Night, after: Night, *, people: _Moved, openings: _Moved, again: Rows
    ) -> None:
        was, now = before.pool.candidates, after.pool.candidates
        self._to_row, self._origin, self._matcher, self._lists, self._after = people.to, openings.origin, matcher, lists, after
        self._rows = np.concatenate([people.lost, people.fresh, again])
        self._starts = (len(people.lost), len(people.lost) + len(people.fresh))
        records = [*(was[row] for row in people.lost.tolist()), *(now[row] for row in self._rows[len(people.lost) :].tolist())]
        self._pool = matcher.prepare(records, after.pool.on)
        self._best = Lists.empty(len(records), lists.room).best
        self._peoples = PeoplesLists(self._best)

    def carry(self, block: Block, found: Lists) -> list[int]:
        """Carry the lists of some openings over; return of which too little is known."""
        part = self._pool.part(around(block, self._pool))
        now, again = np.searchsorted(part.rows, self._starts).tolist()
        self._here = self._rows[part.rows]
        limit = self._peoples.limit(part)
        short = []
        for number in block.openings:
            opening, old = self._after.openings[number], int(self._origin[number])
            keys, reckoned = reckon(self._matcher, opening, part)
            listed = self._listed(old, keys, now, again)
            near, enough = self._near(old, missing_one(opening, reckoned, part), keys, now, again)
            tiers = self._tiers(old, keys, now, again)
            found.openings[number], found.tiers[number], found.near[number] = listed, tiers, near
            if not enough or len(listed.rows) < min(PER_OPENING, sum(tiers)):
                short.append(number)
            keys[:now] = CLOSED_FROM
            if self._peoples.take(number, keys, limit, part):
                limit = self._peoples.limit(part)
        return short

    def _tiers(self, old: int, keys: Keys, now: int, again: int) -> tuple[int, int, int]:
        lost, come = upto_tier(keys[:now]), upto_tier(keys[now:again])
        more = [plus - minus for plus, minus in zip(come, lost, strict=True)]
        first, second, third = self._lists.tiers[old]
        return first + more[0], second + more[1] - more[0], third + more[2] - more[1]

    def _listed(self, old: int, keys: Keys, now: int, again: int) -> Listed:
        listed = self._lists.openings[old]
        whole = len(listed.rows) == sum(self._lists.tiers[old])
        come = np.flatnonzero(keys[now:again] < CLOSED_FROM) + now
        return self._merged(listed.rows, listed.keys, come, keys, self._lists.room.opening, whole=whole)

    def _merged(self, rows: NDArray[np.int32], known: Keys, come: Rows, keys: Keys, room: int, *, whole: bool) -> Listed:
        """Return those of a list who have not changed and some who come, as far down as the order is known."""
        moved = self._to_row[rows]
        stayed, known = moved[moved >= 0], known[moved >= 0]
        if not whole:
            come = come[keys[come] <= known[-1]] if len(known) else come[:0]
        if not len(come):
            return Listed(stayed.astype(np.int32), known)
        both, key = np.concatenate([stayed, self._here[come]]), np.concatenate([known, keys[come]])
        order = np.lexsort((self._after.pool.column("by_id")[both], key))
        if not whole:
            order = order[: int(np.flatnonzero(order == len(stayed) - 1)[0]) + 1]
        order = order[:room]
        return Listed(both[order].astype(np.int32), key[order])

    def _near(self, old: int, by_code: Mapping[str, Rows], keys: Keys, now: int, again: int) -> tuple[tuple[NearMiss, ...], bool]:
        """Return who misses one demand, and whether enough of them are known."""
        were = {one.code: one for one in self._lists.near[old]}
        found, enough = [], True
        for code in {**were, **by_code}:
            was, only_it = were.get(code, _NOT_ONE), by_code.get(code)
            people, come = was.people, _NONE
            if only_it is not None:
                first, last = np.searchsorted(only_it, [now, again])
                come = only_it[first:last]
                people += len(come) - int(first)
            if people:
                whole = len(was.rows) == was.people
                merged = self._merged(was.rows, was.keys, come, keys, self._lists.room.demand, whole=whole)
                enough &= len(merged.rows) >= min(PER_DEMAND, people)
                found.append(NearMiss(code, people, merged.rows, merged.keys))
        return most_first(found), enough

    def add_peoples_lists(self, found: Lists) -> None:
        """Give the people who have changed, and those whose list is made anew, what was found for them."""
        self._peoples.settle()
        rows = self._rows[self._starts[0] :]
        both = np.sort(np.hstack([found.best[rows], self._best[self._starts[0] :]]), axis=1)
        found.best[rows] = both[:, : found.room.person]


_NONE: Rows = np.empty(0, dtype=np.int64)
_NOT_ONE = NearMiss("", 0, np.empty(0, dtype=np.int32), np.empty(0, dtype=np.uint32))
