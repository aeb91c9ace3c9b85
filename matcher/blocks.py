"""Which candidates an opening can concern at all: openings by municipality, and around each those who may get there.

Whoever is left out of a block provably cannot get to any of its places, not even nearly: the block looks at minutes by car
and on foot, at recorded lines, at wished municipalities and at who would move, each a little more widely than
:func:`matcher.reach.reach_status` does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.compiled import compiled
from matcher.domain import Domain
from matcher.pool import Pool
from matcher.reach import SLACK
from matcher.records import Candidate, Opening
from matcher.travel import staying, travel_minutes_to
from matcher.wishes import names

NEARLY = 15
"""Minutes beyond what somebody accepts, slack included, within which the place is a near miss."""

MOST_OPENINGS = 256
"""Openings in one block; a city is cut into several."""


@dataclass(frozen=True, slots=True)
class Block:
    """Openings near each other, by their numbers in a list, and what the way to them depends on.

    ``places`` are postal codes; none = nobody knows the way there.
    """

    municipalities: tuple[str, ...]
    openings: tuple[int, ...]
    places: tuple[str, ...]
    stays: bool


def blocks(openings: Sequence[Opening], domain: Domain, chosen: Iterable[int] | None = None) -> list[Block]:
    """Return the openings, or those with some numbers, in blocks, those of a municipality side by side.

    Nobody's order depends on it.
    """
    found: defaultdict[tuple[str, bool, bool], list[int]] = defaultdict(list)
    for number in range(len(openings)) if chosen is None else chosen:
        opening = openings[number]
        on_the_map = domain.reach.knows(opening.postnummer)
        found[opening.kommunenr or "", on_the_map, staying(opening)].append(number)
    return [
        Block(
            municipalities=(kommunenr,) if kommunenr else (),
            openings=tuple(some),
            places=tuple(dict.fromkeys(openings[number].postnummer or "" for number in some)) if on_the_map else (),
            stays=stays,
        )
        for (kommunenr, on_the_map, stays), numbers in sorted(found.items())
        for some in _cut(sorted(numbers, key=lambda number: (openings[number].postnummer or "", number)))
    ]


def together(some: Sequence[Block], size: int) -> list[Block]:
    """Return blocks put together with their neighbours to ``size`` openings or more: quicker where the people are few."""
    found: dict[tuple[bool, bool], list[list[Block]]] = {}
    for block in some:
        parts = found.setdefault((block.stays, bool(block.places)), [[]])
        if sum(len(one.openings) for one in parts[-1]) >= size:
            parts.append([])
        parts[-1].append(block)
    return [_one(part) for parts in found.values() for part in parts]


def _one(some: Sequence[Block]) -> Block:
    return Block(
        municipalities=tuple(dict.fromkeys(number for block in some for number in block.municipalities)),
        openings=tuple(number for block in some for number in block.openings),
        places=tuple(dict.fromkeys(place for block in some for place in block.places)),
        stays=some[0].stays,
    )


def _cut(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[start : start + MOST_OPENINGS] for start in range(0, len(numbers), MOST_OPENINGS))


def nearly_there(opening: Opening, pool: Pool) -> NDArray[np.bool_]:
    """Return who lives within what they accept and :data:`NEARLY` minutes more, whether or not they have a car."""
    place, stays = opening.postnummer, staying(opening)
    minutes = travel_minutes_to(place, pool)
    return pool.once(("nearly", place, stays), lambda: (minutes >= 0) & (minutes <= _furthest(pool, stays=stays)))


def _furthest(pool: Pool, *, stays: bool) -> NDArray[np.int32]:
    def reckon() -> NDArray[np.int32]:
        return np.asarray(pool.column("max_minutes") * (2 if stays else 1) + SLACK + NEARLY)

    return pool.once(("furthest", stays), reckon)


def side_by_side(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return candidates so that neighbours follow each other, and whoever would move anywhere comes last.

    No list depends on the order of a pool; but blocks of neighbours are answered faster, and held against openings far away
    not at all.
    """
    return sorted(candidates, key=lambda one: (one.willing_to_move is True, one.postnummer or "", one.id))


def around(block: Block, pool: Pool) -> NDArray[np.int64]:
    """Return the rows of those who may get to a place of the block, or nearly, shape (some,)."""
    if not block.places:
        return np.arange(len(pool))
    ways = [pool.domain.reach.ways(place) for place in block.places]
    car = np.minimum.reduce([way.car for way in ways])
    # A line and a walk reach as far as the shortest drive allows a stranger to guess; both are few.
    served = np.logical_or.reduce([way.walk | (way.line >= 0) for way in ways])
    near = pool.column("willing") == 1
    for number in block.municipalities:
        near |= names(pool, number)
    return _around(pool.column("home"), _furthest(pool, stays=block.stays), near, car, served)


@compiled
def _around(
    home: NDArray[np.int32],
    furthest: NDArray[np.int32],
    near: NDArray[np.bool_],
    car: NDArray[np.int16],
    served: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Return the rows of those who are near anyway, whose home nobody knows, or who may get there from it."""
    rows, found = np.empty(len(home), dtype=np.int64), 0
    for row in range(len(home)):
        place = max(home[row], np.int32(0))
        rows[found] = row
        found += near[row] | (home[row] < 0) | (car[place] <= furthest[row]) | served[place]
    return rows[:found].copy()
