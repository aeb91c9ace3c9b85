"""How far a place is from home, in minutes, and whether the candidate can get there for a shift."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.catalogue import Catalogue, Place
from matcher.records import Candidate, Status

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
        self._stop_rows = np.array([self._rows[stop] for stop in self._stops], dtype=np.int64)
        self._near: dict[str, tuple[tuple[str, int], ...]] = {}
        self._cars: dict[str, NDArray[np.int32]] = {}

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
        table = self._table(place)
        return np.where(rows >= 0, table[rows], -1).astype(np.int32)

    def walk_minutes(self, home: str | None, place: str | None) -> int | None:
        """Return minutes on foot from ``home`` to ``place``, or None; 0 within one postal code, whose size is not known."""
        if home not in self._rows or place not in self._rows:
            return None
        row = self._rows[home]
        km = float(self._km(place, slice(row, row + 1))[0])
        return round(km * WALK_FACTOR / WALK_KMH * 60)

    def transit_minutes(self, home: str | None, place: str | None) -> int | None:
        """Return minutes by the best recorded line from ``home`` to ``place``, or None.

        A stop serves its postal code, other codes of the same village, and places within a quarter of an hour on foot,
        whose minutes are added.
        """
        if home is None or place is None:
            return None
        best: int | None = None
        ends = self._stops_near(place)
        for boarding, to_stop in self._stops_near(home):
            for leaving, from_stop in ends:
                ride = self._transit.get((boarding, leaving), self._transit.get((leaving, boarding)))
                if ride is not None and (best is None or to_stop + ride + from_stop < best):
                    best = to_stop + ride + from_stop
        return best

    def _stops_near(self, postnummer: str) -> tuple[tuple[str, int], ...]:
        """Return the stops that serve a postal code, with minutes on foot; reckoned once."""
        here = self._places.get(postnummer)
        if here is None:
            return ()
        if postnummer not in self._near:
            walks = self._km(postnummer, self._stop_rows) * WALK_FACTOR / WALK_KMH * 60
            near = []
            for stop, walk in zip(self._stops, walks.tolist(), strict=True):
                if stop == postnummer or _same_village(here, self._places[stop]):
                    near.append((stop, 0))
                elif walk <= WALK_LIMIT:
                    near.append((stop, round(walk)))
            self._near[postnummer] = tuple(near)
        return self._near[postnummer]

    def _table(self, place: str) -> NDArray[np.int32]:
        """Return minutes by car to ``place`` from every postal code of the catalogue; reckoned once."""
        if place not in self._cars:
            estimate = np.rint(self._km(place, slice(None)) * ROAD_FACTOR / ROAD_KMH * 60).astype(np.int32)
            table = np.maximum(estimate, SAME_PLACE_MINUTES)
            for row, minutes in self._known.get(place, ()):
                table[row] = minutes
            table[self._rows[place]] = SAME_PLACE_MINUTES
            self._cars[place] = table
        return self._cars[place]

    def _km(self, place: str, homes: slice | NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the straight line in km from postal codes (by row) to ``place``."""
        row = self._rows[place]
        lat, here = self._lat[homes], self._lat[row]
        north, east = np.sin((lat - here) / 2) ** 2, np.sin((self._lon[homes] - self._lon[row]) / 2) ** 2
        half = np.clip(north + np.cos(lat) * np.cos(here) * east, 0, 1)
        return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(half)), dtype=np.float64)


def _same_village(one: Place, other: Place) -> bool:
    return (one.name.casefold(), one.kommunenr) == (other.name.casefold(), other.kommunenr)


def reach_status(
    candidate: Candidate,
    minutes: int | None,
    walk: int | None,
    transit: int | None,
    kommunenr: str | None,
    *,
    lines_run: bool = True,
) -> Status:
    """Tell whether ``candidate`` can get to a place for a shift.

    Parameters
    ----------
    candidate : Candidate
        Home, car, accepted minutes, wished municipalities and willingness to move are read.
    minutes : int or None
        By car from home; None = not known.
    walk : int or None
        On foot.
    transit : int or None
        By recorded lines; None = no line is recorded.
    kommunenr : str or None
        Municipality of the work.
    lines_run : bool
        The recorded lines run at the hours of the post; where it is worked in the evening, at night or in weekends nobody
        knows, and a line that would do by day is a question.

    Returns
    -------
    Status
        Unknown where a question decides: how they get there, whether a car can be had, whether they would move.
    """
    wished = kommunenr is not None and kommunenr in candidate.wished_places
    if candidate.postnummer is None:
        return Status.UNKNOWN
    if minutes is None:
        return _off_the_map(candidate, kommunenr, wished=wished)
    limit = candidate.max_minutes
    on_foot = walk is not None and walk <= WALK_LIMIT
    by_line = transit is not None and transit <= limit
    by_car = minutes <= limit or (wished and minutes <= limit + SLACK)
    if on_foot or (by_line and lines_run) or (by_car and candidate.car):
        return Status.MET
    if by_line:
        return Status.UNKNOWN
    if by_car and candidate.car is None:
        return Status.UNKNOWN
    if candidate.car is not False and limit >= USUAL_MINUTES and minutes <= limit + SLACK:
        # A little over what is usual, and no shorter limit set: a question, not a no.
        return Status.UNKNOWN
    if wished and candidate.takes_transit and candidate.car is not True:
        return Status.UNKNOWN
    if candidate.willing_to_move is None:
        # Whoever wishes for a place beyond daily reach may mean to move there; only a stated no is a no.
        return Status.UNKNOWN if wished and not by_car else Status.UNMET
    return Status.UNKNOWN if candidate.willing_to_move else Status.UNMET


def _off_the_map(candidate: Candidate, kommunenr: str | None, *, wished: bool) -> Status:
    """Answer for a home or a place without minutes: a no only where the person's own wishes lie elsewhere."""
    elsewhere = kommunenr is not None and bool(candidate.wished_places) and not wished
    return Status.UNMET if elsewhere and candidate.willing_to_move is not True else Status.UNKNOWN
