"""What was found for openings, many of them side by side in arrays: as quick to keep and to send as it was to find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from matcher.kernel import Told
from matcher.order import NOBODY, Keys, Packed, Room, score_of, tier_of
from matcher.pool import Pool
from matcher.sheet import Asked

Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Listed:
    """The first of one list, best first: rows of the pool (or numbers of openings) and their keys, shape (places,)."""

    rows: Rows
    keys: Keys

    @property
    def tier(self) -> NDArray[np.uint8]:
        """0 klar, 1 avklar, 2 paa_vei."""
        return tier_of(self.keys)

    @property
    def score(self) -> NDArray[np.int32]:
        """Thousandths of a bit."""
        return score_of(self.keys)


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
        The first of them by tier and score, as rows of the pool.
    keys : ndarray of uint32
        Their places in the opening's list.
    """

    code: str
    people: int
    rows: Rows
    keys: Keys


@dataclass(frozen=True, slots=True)
class Columns:
    """Many lists side by side: rows of the pool and their keys, shape (lists, places), and how long each list is."""

    rows: Rows
    keys: Keys
    lengths: NDArray[np.int64]

    @classmethod
    def of(cls, entries: Packed, whole: Pool) -> Columns:
        """Return lists whose entries hold a key above the place of an id among all ids of a pool."""
        by_place = whole.once(("in order of ids",), lambda: np.argsort(whole.column("by_id")).astype(np.int32))
        places = (entries & np.uint64(0xFFFF_FFFF)).astype(np.int64)
        # Where nobody stands the place is beyond all others, and whoever is told there is cut off.
        rows = by_place.take(places, mode="clip") if len(by_place) else np.zeros(places.shape, dtype=np.int32)
        return cls(rows, (entries >> np.uint64(32)).astype(np.uint32), np.count_nonzero(entries != NOBODY, axis=1))

    @classmethod
    def empty(cls, places: int) -> Columns:
        """Return no list."""
        rows, keys = np.empty((0, places), dtype=np.int32), np.empty((0, places), dtype=np.uint32)
        return cls(rows, keys, np.empty(0, dtype=np.int64))

    @classmethod
    def joined(cls, some: Sequence[Columns]) -> Columns:
        """Return the lists of several, one after the other."""
        return cls(*(np.concatenate([getattr(one, field.name) for one in some]) for field in fields(cls)))

    def one(self, place: int) -> Listed:
        """Return one list."""
        end = self.lengths[place]
        return Listed(self.rows[place, :end], self.keys[place, :end])

    def chosen(self, places: NDArray[np.int64]) -> Columns:
        """Return some of the lists."""
        return Columns(self.rows[places], self.keys[places], self.lengths[places])

    def cut(self, places: int) -> Columns:
        """Return the lists with so many places."""
        return Columns(self.rows[:, :places], self.keys[:, :places], np.minimum(self.lengths, places))


@dataclass(frozen=True, slots=True)
class Page:
    """What was found for some openings.

    Attributes
    ----------
    numbers : ndarray of int64, shape (openings,)
        The number of each.
    tiers : ndarray of int64, shape (openings, 3)
        People in each tier but the closed one.
    first : Columns
        The list of each opening; of the closed tier nobody is listed.
    near_ends : ndarray of int64, shape (openings + 1,)
        Where the near misses of each opening begin and end.
    codes, people, near : list of str, ndarray of int64, Columns
        The one demand of each near miss, how many miss it, and the first of them.
    """

    numbers: NDArray[np.int64]
    tiers: NDArray[np.int64]
    first: Columns
    near_ends: NDArray[np.int64]
    codes: list[str]
    people: NDArray[np.int64]
    near: Columns

    @classmethod
    def of(cls, numbers: Sequence[int], told: Told, asked: Sequence[Asked], whole: Pool) -> Page:
        """Return what became of some openings, given what they ask."""
        place, code = np.nonzero(told.near_people)
        codes = [asked[one].codes[number] for one, number in zip(place.tolist(), code.tolist(), strict=True)]
        return cls(
            numbers=np.array(numbers, dtype=np.int64),
            tiers=told.tiers,
            first=Columns.of(told.first, whole),
            near_ends=np.searchsorted(place, np.arange(len(asked) + 1)),
            codes=codes,
            people=told.near_people[place, code],
            near=Columns.of(told.near_first[place, code], whole),
        )

    @classmethod
    def empty(cls, room: Room) -> Page:
        """Return a page without an opening."""
        none = np.empty(0, dtype=np.int64)
        first, near = Columns.empty(room.opening), Columns.empty(room.demand)
        return cls(none, none.reshape(0, 3), first, np.zeros(1, dtype=np.int64), [], none, near)

    @classmethod
    def joined(cls, some: Sequence[Page]) -> Page:
        """Return several pages in one."""
        starts = accumulate((len(page.codes) for page in some), initial=0)
        ends = [page.near_ends[:-1] + start for page, start in zip(some, starts, strict=False)]
        return cls(
            numbers=np.concatenate([page.numbers for page in some]),
            tiers=np.concatenate([page.tiers for page in some]),
            first=Columns.joined([page.first for page in some]),
            near_ends=np.append(np.concatenate(ends), sum(len(page.codes) for page in some)),
            codes=[code for page in some for code in page.codes],
            people=np.concatenate([page.people for page in some]),
            near=Columns.joined([page.near for page in some]),
        )

    def counts(self, place: int) -> tuple[int, int, int]:
        """Return how many people stand in each tier but the closed one for the opening in a place."""
        ready, clarify, on_the_way = self.tiers[place].tolist()
        return ready, clarify, on_the_way

    def near_misses(self, place: int) -> tuple[NearMiss, ...]:
        """Return those whom one demand keeps away from the opening in a place, most people first."""
        start, end = self.near_ends[place : place + 2].tolist()
        most = sorted(range(start, end), key=lambda number: (-self.people[number], self.codes[number]))
        return tuple(self._near_miss(number) for number in most)

    def _near_miss(self, number: int) -> NearMiss:
        listed = self.near.one(number)
        return NearMiss(self.codes[number], int(self.people[number]), listed.rows, listed.keys)

    def cut(self, places: int, near_places: int) -> Page:
        """Return the page with so many places in its lists."""
        return replace(self, first=self.first.cut(places), near=self.near.cut(near_places))

    def known(self, places: int, near_places: int) -> Iterator[bool]:
        """Tell of each opening whether as many are listed as are shown, or all there are."""
        enough = self.near.lengths >= np.minimum(near_places, self.people)
        short = np.add.reduceat(np.append(~enough, False), self.near_ends[:-1]) * (np.diff(self.near_ends) > 0)
        listed = self.first.lengths >= np.minimum(places, self.tiers.sum(axis=1))
        yield from (listed & (short == 0)).tolist()
