"""The way to work of a whole pool: minutes, who gets there for a shift, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.columns import NO_HOME
from matcher.compiled import compiled
from matcher.masks import pick
from matcher.pool import Pool
from matcher.reach import Travellers, reach_status
from matcher.records import Opening
from matcher.wishes import names, names_any

if TYPE_CHECKING:
    from matcher.post_demands import Demand

STAYING = frozenset({"offer:lodging_on_shift", "offer:commuting_roster"})
"""Offers with which people stay over between shifts: the way is driven seldom, and twice as far is within reach."""

DRIVES, BY_LINE, NO_WAY = 0, 1, 2
"""How somebody gets to a place."""


def travel_minutes(demand: Demand, pool: Pool) -> NDArray[np.int16]:
    """Return minutes by car to the opening, -1 where unknown, shape (candidates,)."""
    return travel_minutes_to(demand.opening.postnummer, pool)


def travel_minutes_to(place: str | None, pool: Pool) -> NDArray[np.int16]:
    """Return minutes by car to a postal code, -1 where unknown, shape (candidates,)."""
    return _by_way("car", place, pool)


def _by_way(name: str, place: str | None, pool: Pool) -> NDArray[np.int16]:
    reach = pool.domain.reach
    if place is None or not reach.knows(place):
        return np.full(len(pool), -1, dtype=np.int16)
    return pool.once((name, place), lambda: _at_homes(getattr(reach.ways(place), name), pool))


def _at_homes(table: NDArray[np.int16], pool: Pool) -> NDArray[np.int16]:
    minutes = np.empty(len(pool), dtype=np.int16)
    pick(np.append(table, np.int16(-1)), _homes(pool), minutes)
    return minutes


def _homes(pool: Pool) -> NDArray[np.intp]:
    """Return the row of each home among the postal codes; beyond the last of them where there is none on the map."""

    def reckon() -> NDArray[np.intp]:
        home = pool.column("home").astype(np.intp)
        home[home < 0] = len(pool.domain.catalogue.places)
        return home

    return pool.once(("homes",), reckon)


def way_to(place: str | None, kommunenr: str | None, pool: Pool, *, stays: bool = False, lines: bool = True) -> NDArray[np.uint8]:
    """Return 0 unmet, 1 unknown, 2 met of the way to a place, shape (candidates,).

    Parameters
    ----------
    place, kommunenr : str or None
        Postal code and municipality.
    pool : Pool
        The people.
    stays : bool
        They stay over between shifts, so that twice the way is within reach.
    lines : bool
        The recorded lines run at those hours.
    """
    return pool.once(("reach", place, kommunenr, stays, lines), lambda: _way_to(place, kommunenr, pool, stays, lines))


def _way_to(place: str | None, kommunenr: str | None, pool: Pool, stays: bool, lines: bool) -> NDArray[np.uint8]:
    limit = pool.column("max_minutes")
    wished = names(pool, kommunenr)
    people = Travellers(
        at_home=pool.column("home") != NO_HOME,
        minutes=travel_minutes_to(place, pool),
        walk=_by_way("walk", place, pool) > 0,
        line=_by_way("line", place, pool),
        limit=2 * limit if stays else limit,
        car=pool.column("car"),
        willing=pool.column("willing"),
        transit=pool.column("transit"),
        wished=wished,
        elsewhere=names_any(pool) & ~wished if kommunenr is not None else np.zeros(len(pool), dtype=np.bool_),
    )
    return reach_status(people, lines_run=lines)


def own_way(demand: Demand, pool: Pool) -> NDArray[np.uint8]:
    """Return how each candidate would get there: :data:`DRIVES`, :data:`BY_LINE` or :data:`NO_WAY`, shape (candidates,).

    Only who says to have no car is held to the lines; whoever lives within a walk goes like a driver.
    """
    place = demand.opening.postnummer

    def reckon() -> NDArray[np.uint8]:
        walk, line = _by_way("walk", place, pool), _by_way("line", place, pool)
        return _own_ways(pool.column("car"), travel_minutes(demand, pool), walk, line, pool.column("max_minutes"))

    return pool.once(("own way", place), reckon)


@compiled
def _own_ways(
    car: NDArray[np.int8],
    minutes: NDArray[np.int16],
    walk: NDArray[np.int16],
    line: NDArray[np.int16],
    limit: NDArray[np.int32],
) -> NDArray[np.uint8]:
    way = np.empty(len(car), dtype=np.uint8)
    for row in range(len(way)):
        held = (car[row] == 0) & (minutes[row] >= 0) & (walk[row] <= 0)
        rides = (line[row] >= 0) & (line[row] <= limit[row])
        way[row] = np.uint8(DRIVES) if not held else np.uint8(BY_LINE) if rides else np.uint8(NO_WAY)
    return way


def staying(opening: Opening) -> bool:
    """Tell whether people stay over between shifts."""
    return bool(opening.properties & STAYING)
