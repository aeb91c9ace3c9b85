"""The tiers of some people for many openings, without scores: a whole place of work at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from matcher.blocks import Block
from matcher.matcher import Matcher
from matcher.pool import Pool
from matcher.records import Opening
from matcher.sheet import Sheet
from models.services.ranking.standings import Around, around_place

SPARE = 4_000
"""So many openings are remembered beyond twice as many as were ever asked for at once."""


FEW, AT_ONCE = 4_000, 2_000
"""Up to so many people are held against all openings wherever they are, so many openings at a time."""


@dataclass(frozen=True, slots=True)
class Toward:
    """Openings, the people of a pool who may get there or nearly at least, and their tiers, shape (openings, people).

    To everybody else these openings are closed.
    """

    openings: Sequence[Opening]
    near: Around
    tiers: NDArray[np.uint8]


class Tiers:
    """Reckons tiers; what an opening asks is said once, as long as it stays what it is and the day lasts."""

    def __init__(self, matcher: Matcher, place: Callable[[Opening], Block]) -> None:
        self._matcher, self._place = matcher, place
        self._day: date | None = None
        self._sheet, self._most = Sheet(matcher), 0

    def _forget(self, day: date) -> None:
        self._day, self._sheet = day, Sheet(self._matcher)

    def ask(self, opening: Opening, pool: Pool) -> None:
        """Have an opening say beforehand what it asks on the day of a pool."""
        if self._day != pool.on:
            self._forget(pool.on)
        self._sheet.asked(opening, pool)

    def toward(self, openings: Sequence[Opening], pool: Pool) -> Iterator[Toward]:
        """Yield the openings that anybody in a pool may get to, some at a time."""
        self._most = max(self._most, len(openings))
        if self._day != pool.on or len(self._sheet) > 2 * self._most + SPARE:
            self._forget(pool.on)
        for some, near in self._together(openings, pool):
            asked = [self._sheet.asked(opening, pool) for opening in some]
            yield Toward(some, near, self._sheet.tiers(asked, near.people))

    def _together(self, openings: Sequence[Opening], pool: Pool) -> Iterator[tuple[Sequence[Opening], Around]]:
        """Yield openings with those who may get there; few people are asked about many places in one go."""
        by_place: dict[Block, list[Opening]] = {}
        for opening in openings:
            by_place.setdefault(self._place(opening), []).append(opening)
        if len(pool) <= FEW:
            everybody, side_by_side = Around(np.arange(len(pool)), pool), list(chain.from_iterable(by_place.values()))
            for start in range(0, len(side_by_side) if len(pool) else 0, AT_ONCE):
                yield side_by_side[start : start + AT_ONCE], everybody
            return
        for place, some in by_place.items():
            near = around_place(place, pool)
            if len(near.rows):
                yield some, near
