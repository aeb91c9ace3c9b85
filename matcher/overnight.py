"""Last night's lists carried over to what people and openings are tonight: the same as reckoning everything, to the last byte.

An opening that has not changed is reckoned only for the people of whom something has: for them as they were, whose numbers
are taken out of its counts, and for them as they are.  A list keeps more places (:data:`ROOM`) than are shown.  Whoever has not
changed and is not listed comes after the last one listed who has not changed either, so that down to there the new list is
known; where fewer are known than are shown, it is made anew.  People's lists are carried over in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.blocks import Block, around, blocks, together
from matcher.kernel import Told
from matcher.lists import PER_DEMAND, PER_OPENING, PER_PERSON, Lists, rank_all
from matcher.matcher import Matcher
from matcher.merging import Known, Same, join, keep, merge
from matcher.order import MOST_AT_ONCE, NOBODY, Packed, Room
from matcher.pages import Columns, Page
from matcher.pool import Pool
from matcher.records import Candidate, Opening
from matcher.sheet import Asked, Group, Sheet

ROOM = Room(opening=75, person=30, demand=20)
"""Places to keep in lists that are to be carried over; with fewer more of them have to be made anew."""

OPENINGS_AT_ONCE = 1_000
"""About so many openings are held at once against those of the few who have changed who live around."""

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
    # What an opening asks on this day it asked before.
    sheet = Sheet.of(matcher, before.pool)
    after.pool.once(("sheet",), lambda: sheet)
    found = Lists.empty(len(after.pool), lists.room)
    again = keep(lists.best, Same(people.origin, openings.to), PER_PERSON, _NUMBER, found.best)
    carrying = _Carrying(matcher, lists, before, after, people=people, openings=openings, again=np.flatnonzero(again))
    # All in one go, so that all processes are at work to the end.
    some = together(blocks(after.openings, matcher.domain_, openings.kept.tolist()), OPENINGS_AT_ONCE)
    short: list[int] = []
    for carried in spread(carrying.work, [*some, *blocks(after.openings, matcher.domain_, openings.fresh.tolist())]):
        found.add(carried.anew)
        carrying.take_in(carried, found)
        short += carried.short
    if short:
        rank = partial(rank_all, matcher, after.pool, after.openings, room=lists.room)
        # They stand in the lists of people already.
        for made in spread(rank, blocks(after.openings, matcher.domain_, sorted(short))):
            found.pages.extend(made.pages)
    return found


@dataclass(frozen=True, slots=True)
class _Moved:
    """Where the records that have not changed stood and stand; -1 = changed, gone or new."""

    to: Rows
    origin: Rows

    @classmethod
    def between(cls, before: Sequence[Record], after: Sequence[Record]) -> _Moved:
        to, origin = np.full(len(before), -1, dtype=np.int64), np.full(len(after), -1, dtype=np.int64)
        old, new = list(before), list(after)
        # Nearly all are the very same record.
        _, was, now = np.intersect1d(_addresses(old), _addresses(new), return_indices=True)
        to[was], origin[now] = now, was
        there = {old[place].id: place for place in np.flatnonzero(to < 0).tolist()}
        for place in np.flatnonzero(origin < 0).tolist():
            known = there.get(new[place].id)
            if known is not None and old[known] == new[place]:
                to[known], origin[place] = place, known
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


def _addresses(records: list[Record]) -> Rows:
    """Return a number for each of some records that no other has while they are held."""
    return np.fromiter(map(id, records), dtype=np.int64, count=len(records))


@dataclass(frozen=True, slots=True)
class _Carried:
    """What came of some openings.

    ``anew`` are the lists of those that have changed or are new, and of everybody; ``lists`` those of the others and of the
    people who have changed; of the openings in ``short`` too little is known.
    """

    anew: Lists
    lists: Lists
    short: list[int]


def _known(some: Columns, people: NDArray[np.int64], places: Rows) -> Known:
    """Return some lists, each with how many may stand in it; ``places`` tells where among all ids somebody stands now."""
    # Beyond the length of a list stands anything.
    place = places.take(some.rows, mode="clip")
    entries = (some.keys.astype(np.uint64) << np.uint64(32)) | place.astype(np.uint32)
    entries[place < 0] = NOBODY
    return Known(entries, some.lengths, some.lengths == people)


def _merged(known: Known, chosen: Rows, come: Packed) -> Packed:
    """Return some lists (-1 = nobody stood there) with those who come, as far down as they are known."""
    found = np.full(come.shape, NOBODY)
    merge(known, chosen, come, found)
    return found


_NO_ROOM, _OF_NOBODY = Room(0, 0, 0), np.empty((0, 0), dtype=np.uint64)


class _Carrying:
    """Openings that have not changed held against the people who have, and all others against everybody.

    The former are held against those people as they were, and as they are; to the latter belong those whose own list is to be
    made anew though nothing of themselves has changed.
    """

    def __init__(
        self, matcher: Matcher, lists: Lists, before: Night, after: Night, *, people: _Moved, openings: _Moved, again: Rows
    ) -> None:
        self._matcher, self._lists, self._after = matcher, lists, after
        self._rows = np.concatenate([people.fresh, again])
        self._changed, self._origin = len(people.fresh), openings.origin
        # Those who have changed, as they are and as they were, are asked in one go.
        now, was = after.pool.columns.of(self._rows), before.pool.columns.of(people.lost)
        candidates = [*_those(after.pool, self._rows), *_those(before.pool, people.lost)]
        self._people = Pool(candidates, after.pool.on, after.pool.domain, now.with_others(was))
        after.pool.follow(before.pool, people.origin, self._people.part(np.arange(self._changed)))
        by_id = np.append(after.pool.column("by_id"), -1)
        self._places = by_id[np.append(people.to, -1)]
        self._known = Page.joined([Page.empty(lists.room), *lists.pages])
        place_of = np.empty(len(before.openings), dtype=np.int64)
        # Of an opening that stands on several pages the last one holds.
        place_of[self._known.numbers] = np.arange(len(self._known.numbers))
        self._place_of = place_of

    def work(self, some: Iterable[Block]) -> _Carried:
        """Carry over the lists of the openings in some blocks that have not changed, and make those of the others anew."""
        lists, short = Lists.empty(len(self._rows), self._lists.room), list[int]()

        def others() -> Iterator[Block]:
            for block in some:
                if self._origin[block.openings[0]] < 0:
                    yield block
                else:
                    self._carry(block, lists, short)

        anew = rank_all(self._matcher, self._after.pool, self._after.openings, others(), room=self._lists.room)
        return _Carried(anew, lists, short)

    def _carry(self, block: Block, lists: Lists, short: list[int]) -> None:
        room, sheet = self._lists.room, Sheet.of(self._matcher, self._after.pool)
        people = self._people.part(around(block, self._people))
        asked = [sheet.asked(self._after.openings[number], people) for number in block.openings]
        changed, now = np.searchsorted(people.rows, [self._changed, len(self._rows)]).tolist()
        come = Group(0, changed, now, room, lists.best, people.rows)
        lost = Group(now, len(people), len(people), _NO_ROOM, _OF_NOBODY, people.rows)
        told = self._carried(block, asked, *sheet.rank(asked, block.openings, people, [come, lost]))
        page = Page.of(block.openings, told, asked, self._after.pool)
        lists.pages.append(page)
        known = page.known(PER_OPENING, PER_DEMAND)
        short.extend(number for number, enough in zip(block.openings, known, strict=True) if not enough)

    def _carried(self, block: Block, asked: Sequence[Asked], come: Told, lost: Told) -> Told:
        """Return what becomes of the openings of a block, given those who come and those whom they lose."""
        known, old = self._known, self._place_of[self._origin[np.array(block.openings)]]
        tiers = known.tiers[old]
        first = _merged(_known(known.first.chosen(old), tiers.sum(axis=1), self._places), np.arange(len(old)), come.first)
        starts, counts = known.near_ends[old], known.near_ends[old + 1] - known.near_ends[old]
        place = np.repeat(np.arange(len(old)), counts)
        missing = np.arange(len(place)) + np.repeat(starts - (np.cumsum(counts) - counts), counts)
        codes = [asked[one].codes.index(known.codes[miss]) for one, miss in zip(place.tolist(), missing.tolist(), strict=True)]
        code = np.array(codes, dtype=np.int64)
        near_people, near = come.near_people - lost.near_people, np.full(come.near_people.shape, -1)
        near[place, code] = np.arange(len(place))
        near_people[place, code] += known.people[missing]
        were = _known(known.near.chosen(missing), known.people[missing], self._places)
        merged = _merged(were, near.ravel(), come.near_first.reshape(near.size, -1))
        return Told(tiers + come.tiers - lost.tiers, first, near_people, merged.reshape(come.near_first.shape))

    def take_in(self, carried: _Carried, found: Lists) -> None:
        """Take what came of some openings into what was found so far."""
        found.pages.extend(carried.lists.pages)
        best = found.best[self._rows]
        join(best, carried.lists.best)
        found.best[self._rows] = best


def _those(pool: Pool, rows: Rows) -> list[Candidate]:
    return [pool.candidates[row] for row in rows.tolist()]
