"""How far a place is from home, in minutes, and whether the candidate can get there for a shift."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.catalogue import Catalogue, Place
from matcher.compiled import compiled

EARTH_KM = 6371.0
ROAD_FACTOR = 1.3
ROAD_KMH = 65.0
WALK_FACTOR = 1.2
WALK_KMH = 5.0

SAME_PLACE_MINUTES = 5
"""By car within one postal code."""

WALK_LIMIT = 15
"""Minutes on foot that count as daily reach."""

USUAL_MINUTES = 60
"""Daily reach by car of somebody who has not set a limit."""

SLACK = 15
"""Minutes beyond the accepted time that are still within reach where the person has wished to work, else a question."""


UNMET, UNKNOWN, MET = 0, 1, 2
"""What :func:`reach_status` answers."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to one place from every postal code of the catalogue, each of shape (places,).

    Attributes
    ----------
    car : ndarray of int16
        Minutes by car.
    walk : ndarray of bool
        Within :data:`WALK_LIMIT` minutes on foot.
    line : ndarray of int16
        Minutes by the best recorded line, -1 = none.
    """

    car: NDArray[np.int16]
    walk: NDArray[np.bool_]
    line: NDArray[np.int16]


class Reach:
    """Minutes between postal codes.

    Parameters
    ----------
    catalogue : Catalogue
        Places with coordinates; known and estimated minutes by car and by recorded lines, in both directions.

    Notes
    -----
    By car the table is used where it knows the pair, else the straight line x 1.3 at 65 km/h; on foot the straight line
    x 1.2 at 5 km/h.  A postal code that the catalogue does not know has no minutes.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._places = catalogue.places
        self._transit = catalogue.transit
        self._rows = {postnummer: row for row, postnummer in enumerate(catalogue.places)}
        self._lat = np.radians(np.array([place.lat for place in catalogue.places.values()], dtype=np.float64))
        self._lon = np.radians(np.array([place.lon for place in catalogue.places.values()], dtype=np.float64))
        self._known: dict[str, list[tuple[int, int]]] = {}
        for (origin, target), minutes in catalogue.driving.items():
            for home, place in ((origin, target), (target, origin)):
                if home in self._rows:
                    self._known.setdefault(place, []).append((self._rows[home], minutes))
        stops = {stop for leg in catalogue.transit for stop in leg}
        self._stops = tuple(sorted(stop for stop in stops if stop in self._rows))
        self._ways: dict[str, Ways] = {}

    def minutes(self, home: str | None, place: str | None) -> int | None:
        """Return minutes by car from ``home`` to ``place`` (postal codes), or None where either is not known."""
        found = int(self.minutes_many([home], place)[0])
        return found if found >= 0 else None

    def minutes_many(self, homes: Sequence[str | None], place: str | None) -> NDArray[np.int32]:
        """Return minutes by car from each of ``homes`` to ``place``.

        Parameters
        ----------
        homes : sequence of str or None
            Postal codes.
        place : str or None
            Postal code of the work.

        Returns
        -------
        ndarray of int32, shape (homes,)
            Whole minutes; -1 where the home or the place is not known.
        """
        if place is None or place not in self._rows:
            return np.full(len(homes), -1, dtype=np.int32)
        rows = np.fromiter((self._rows.get(home, -1) if home else -1 for home in homes), dtype=np.int64, count=len(homes))
        return np.where(rows >= 0, self.ways(place).car[rows], -1).astype(np.int32)

    def transit_minutes(self, home: str | None, place: str | None) -> int | None:
        """Return minutes by the best recorded line from ``home`` to ``place``, or None.

        A stop serves its postal code, other codes of the same village, and places within a quarter of an hour on foot,
        whose minutes are added.
        """
        if home is None or place is None:
            return None
        best: int | None = None
        ends = self._stops_near.get(place, ())
        for boarding, to_stop in self._stops_near.get(home, ()):
            for leaving, from_stop in ends:
                ride = self._transit.get((boarding, leaving), self._transit.get((leaving, boarding)))
                if ride is not None and (best is None or to_stop + ride + from_stop < best):
                    best = to_stop + ride + from_stop
        return best

    @cached_property
    def _stops_near(self) -> Mapping[str, Sequence[tuple[str, int]]]:
        """The stops that serve each postal code, with minutes on foot; those that none serves are not in it."""
        villages: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for row, place in enumerate(self._places.values()):
            villages[_village(place)].append(row)
        codes, near = list(self._places), defaultdict(list)
        for stop in self._stops:
            walks = self._km(stop) * WALK_FACTOR / WALK_KMH * 60
            walks[villages[_village(self._places[stop])]] = 0
            walks[self._rows[stop]] = 0
            for row in np.flatnonzero(walks <= WALK_LIMIT).tolist():
                near[codes[row]].append((stop, round(walks[row])))
        return dict(near)

    def ways(self, place: str) -> Ways:
        """Return the ways to ``place``, a postal code of the catalogue, from every other; reckoned once."""
        found = self._ways.get(place)
        if found is None:
            km = self._km(place)
            car = np.maximum(np.rint(km * ROAD_FACTOR / ROAD_KMH * 60).astype(np.int16), np.int16(SAME_PLACE_MINUTES))
            for row, minutes in self._known.get(place, ()):
                car[row] = minutes
            car[self._rows[place]] = SAME_PLACE_MINUTES
            walk = np.rint(km * WALK_FACTOR / WALK_KMH * 60) <= WALK_LIMIT
            found = self._ways[place] = Ways(car, walk, self._lines(place))
        return found

    def knows(self, place: str | None) -> bool:
        """Tell whether a postal code is in the catalogue."""
        return place in self._rows

    def _lines(self, place: str) -> NDArray[np.int16]:
        table = np.full(len(self._rows), -1, dtype=np.int16)
        if place in self._stops_near:
            for home in self._stops_near:
                minutes = self.transit_minutes(home, place)
                if minutes is not None:
                    table[self._rows[home]] = minutes
        return table

    def _km(self, place: str) -> NDArray[np.float64]:
        """Return the straight line in km from every postal code, by row, to ``place``."""
        row = self._rows[place]
        here = self._lat[row]
        north, east = np.sin((self._lat - here) / 2) ** 2, np.sin((self._lon - self._lon[row]) / 2) ** 2
        half = np.clip(north + np.cos(self._lat) * np.cos(here) * east, 0, 1)
        return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(half)), dtype=np.float64)


def _village(place: Place) -> tuple[str, str]:
    return place.name.casefold(), place.kommunenr


class Travellers(NamedTuple):
    """What decides whether people can get to one place; every array has shape (people,).

    Attributes
    ----------
    at_home : ndarray of bool
        A home is registered.
    minutes : ndarray of int
        By car; -1 = the home or the place is not on the map.
    walk : ndarray of bool
        The place lies within a walk.
    line : ndarray of int
        Minutes by recorded lines; -1 = none is recorded.
    limit : ndarray of int
        Accepted minutes.
    car, willing : ndarray of int8
        Has a car, would move: -1 not said, 0 no, 1 yes.
    transit, wished, elsewhere : ndarray of bool
        Travels by line; wishes for the municipality of the place; wishes for other municipalities only.
    """

    at_home: NDArray[np.bool_]
    minutes: NDArray[np.int16]
    walk: NDArray[np.bool_]
    line: NDArray[np.int16]
    limit: NDArray[np.int32]
    car: NDArray[np.int8]
    willing: NDArray[np.int8]
    transit: NDArray[np.bool_]
    wished: NDArray[np.bool_]
    elsewhere: NDArray[np.bool_]


def reach_status(people: Travellers, *, lines_run: bool = True) -> NDArray[np.uint8]:
    """Tell who can get to a place for a shift.

    Parameters
    ----------
    people : Travellers
        Homes, cars, accepted minutes, wished municipalities and willingness to move.
    lines_run : bool
        The recorded lines run at the hours of the post; where it is worked in the evening, at night or in weekends nobody
        knows, and a line that would do by day is a question.

    Returns
    -------
    ndarray of uint8, shape (people,)
        2 met, 0 unmet, 1 unknown, where a question decides: how they get there, whether a car can be had, whether they
        would move.
    """
    return _statuses(people, lines_run)


@compiled
def _statuses(people: Travellers, lines_run: bool) -> NDArray[np.uint8]:
    found = np.empty(len(people.minutes), dtype=np.uint8)
    # Every question is asked of everybody, so that many people are answered at once.
    for row in range(len(found)):
        minutes, line, limit = np.int32(people.minutes[row]), np.int32(people.line[row]), people.limit[row]
        car, willing, wished = people.car[row], people.willing[row], people.wished[row]
        by_line = (line >= 0) & (line <= limit)
        by_car = (minutes <= limit) | (wished & (minutes <= limit + SLACK))
        met = people.walk[row] | (by_car & (car == 1)) | (by_line & lines_run)
        asked = by_line | (by_car & (car < 0)) | (wished & people.transit[row] & (car != 1))
        # A little over what is usual, and no shorter limit set: a question, not a no.
        asked |= (car != 0) & (limit >= USUAL_MINUTES) & (minutes <= limit + SLACK)
        # Whoever wishes for a place beyond daily reach may mean to move there; only a stated no is a no.
        asked |= (willing == 1) | ((willing < 0) & wished & (not by_car))
        # Off the map nobody knows the minutes: a no only where the person's own wishes lie elsewhere.
        on_the_map, at_home = minutes >= 0, people.at_home[row]
        asks = asked if on_the_map else not (people.elsewhere[row] & (willing != 1))
        unmet = np.uint8(UNKNOWN) if asks | (not at_home) else np.uint8(UNMET)
        found[row] = np.uint8(MET) if met & on_the_map & at_home else unmet
    return found
