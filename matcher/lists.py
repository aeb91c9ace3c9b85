"""Everybody against everything: the first of every opening's list and of every person's, and who nearly meets a demand.

Exact: the lists are those that reckoning every pair would give.  What is left out (:mod:`matcher.blocks`) is closed for
want of a way there.  Nothing depends on the order, the number or the size of the blocks, nor on how many processes share
them: a place in a list is one whole number that no two pairs of the list share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

import numpy as np

from matcher.blocks import Block, around
from matcher.matcher import Matcher
from matcher.merging import join
from matcher.order import MORE, MOST_AT_ONCE, NOBODY, SLOT_BITS, Packed, Room
from matcher.pages import Listed, NearMiss, Page
from matcher.pool import Pool
from matcher.records import Opening
from matcher.sheet import Group, Sheet

PUBLISHED = Room()
"""No place more than is shown."""

PER_OPENING, PER_PERSON, PER_DEMAND = PUBLISHED.opening, PUBLISHED.person, PUBLISHED.demand

Progress = Callable[[int], None]


@dataclass(slots=True)
class Lists:
    """What was found so far.

    Attributes
    ----------
    pages : list of Page
        What was found for openings; of an opening that stands on several pages the last one holds.
    best : ndarray of uint64, shape (people, room.person)
        The list of each person: key and number of the opening in one number, best first, :data:`NOBODY` = no more.
    room : Room
        How long the lists may be.
    """

    pages: list[Page]
    best: Packed
    room: Room = PUBLISHED
    _index: tuple[int, Mapping[int, tuple[Page, int]]] = field(default=(0, {}), repr=False, compare=False)

    @classmethod
    def empty(cls, people: int, room: Room = PUBLISHED) -> Lists:
        """Return lists of nobody."""
        return cls([], np.full((people, room.person), NOBODY, dtype=np.uint64), room)

    @property
    def openings(self) -> Mapping[int, Listed]:
        """The list of each opening, by its number; of the closed tier nobody is listed."""
        return _Each(self._places(), lambda page, place: page.first.one(place))

    @property
    def tiers(self) -> Mapping[int, tuple[int, int, int]]:
        """People in each tier but the closed one, by the number of the opening."""
        return _Each(self._places(), Page.counts)

    @property
    def near(self) -> Mapping[int, tuple[NearMiss, ...]]:
        """For each opening, by its number, those whom one demand keeps away, most people first."""
        return _Each(self._places(), Page.near_misses)

    def _places(self) -> Mapping[int, tuple[Page, int]]:
        if self._index[0] != len(self.pages):
            places = {number: (page, place) for page in self.pages for place, number in enumerate(page.numbers.tolist())}
            self._index = len(self.pages), places
        return self._index[1]

    def published(self) -> Lists:
        """Return what is shown of lists that were kept longer."""
        pages = [page.cut(PER_OPENING, PER_DEMAND) for page in self.pages]
        return Lists(pages, np.ascontiguousarray(self.best[:, :PER_PERSON]))

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
        self.pages.extend(other.pages)
        join(self.best, other.best)


Found = TypeVar("Found")


class _Each(Mapping[int, Found]):
    """One thing that was found for each opening, told when it is asked for."""

    def __init__(self, places: Mapping[int, tuple[Page, int]], tell: Callable[[Page, int], Found]) -> None:
        self._places, self._tell = places, tell

    def __getitem__(self, number: int) -> Found:
        return self._tell(*self._places[number])

    def __iter__(self) -> Iterator[int]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


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
    found, sheet = Lists.empty(len(pool), room), Sheet.of(matcher, pool)
    for block in some:
        people, asked = pool.part(around(block, pool)), [sheet.asked(openings[number], pool) for number in block.openings]
        everybody = Group(0, len(people), len(people), room, found.best, people.rows)
        told = sheet.rank(asked, block.openings, people, [everybody])[0]
        found.pages.append(Page.of(block.openings, told, asked, pool))
        if progress is not None:
            progress(len(block.openings))
    return found
