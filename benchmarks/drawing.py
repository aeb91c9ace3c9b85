"""What invented records are drawn with: a stream of chance from a seed, weighted choices, homes, and misspelt titles."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Generic, TypeVar

import numpy as np

from matcher.catalogue import Catalogue, Place

Item = TypeVar("Item")

STREAM = 8192
LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"

THOUSANDS: Mapping[str, int] = {
    "0301": 717, "4601": 292, "5001": 214, "1103": 149, "3201": 130, "4204": 117, "3301": 104, "3203": 98, "3205": 93,
    "3107": 85, "1108": 84, "5501": 78, "3907": 66, "3207": 64, "3105": 60, "1508": 58, "3905": 58, "4003": 56, "1804": 54,
    "3103": 51, "3909": 48, "3222": 48, "3118": 47, "4203": 46, "3209": 43, "1149": 43, "4626": 40, "1106": 38, "4001": 37,
    "3411": 35, "3403": 33, "1506": 32, "3101": 32, "3305": 32, "3407": 31, "4631": 30, "4627": 30, "3303": 29, "3405": 29,
    "3901": 28, "3312": 28, "3240": 27, "1124": 28, "3903": 26, "4624": 26, "1833": 26, "5503": 25, "4202": 25, "3232": 26,
    "1505": 24, "5035": 24, "5006": 24, "4205": 23, "3413": 22, "3420": 22, "5601": 22, "1806": 21, "4647": 22, "5037": 20,
}  # fmt: skip
"""Rounded numbers of people in the largest municipalities; general knowledge, used as weights only."""

OTHERS = 1740
"""Thousands of people in all other municipalities together, shared out by their postal codes."""


POLAR = ("21", "22")
"""Svalbard and Jan Mayen: nobody drives to work there from elsewhere."""


class Dice:
    """An endless stream of even chance from a seed and a place in it: the same key gives the same stream."""

    def __init__(self, *key: int) -> None:
        self._generator = np.random.default_rng(key)
        self.roll: Callable[[], float] = self._stream().__next__

    def _stream(self) -> Iterator[float]:
        while True:
            yield from self._generator.random(STREAM).tolist()

    def ids(self, count: int) -> list[str]:
        """Return ``count`` outward ids of 32 hex digits."""
        digits = self._generator.bytes(16 * count).hex()
        return [digits[start : start + 32] for start in range(0, 32 * count, 32)]

    def rows(self, whole: int, count: int) -> list[int]:
        """Return ``count`` different numbers below ``whole``."""
        drawn: list[int] = self._generator.choice(whole, count, replace=False, shuffle=True).tolist()
        return drawn

    def happens(self, chance: float) -> bool:
        """Return True in the share ``chance`` of the cases."""
        return self.roll() < chance

    def among(self, items: Sequence[Item]) -> Item:
        """Return one of ``items``, all alike."""
        return items[int(self.roll() * len(items))]

    def front(self, items: Sequence[Item]) -> Item:
        """Return one of ``items``, those in front more often: the first of thirty every fourth time."""
        return items[int(self.roll() ** 2.5 * len(items))]

    def between(self, least: int, most: int) -> int:
        """Return a whole number from ``least`` to ``most``, both included."""
        return least + int(self.roll() * (most - least + 1))

    def some(self, items: Sequence[Item], count: int) -> tuple[Item, ...]:
        """Return ``count`` different ones of ``items`` (all of them where there are fewer), in order of drawing."""
        rest = list(items)
        return tuple(rest.pop(int(self.roll() * len(rest))) for _ in range(min(count, len(rest))))

    def day(self, first: date, last: date) -> date:
        """Return a day from ``first`` to ``last``, both included."""
        return first + timedelta(days=self.between(0, (last - first).days))


class Shares(Generic[Item]):
    """Things with weights, of which one is drawn."""

    def __init__(self, weighted: Iterable[tuple[Item, float]]) -> None:
        pairs = list(weighted)
        self.items = [item for item, _ in pairs]
        sums = list(accumulate(weight for _, weight in pairs))
        self._edges = [edge / sums[-1] for edge in sums[:-1]]

    def draw(self, dice: Dice) -> Item:
        """Return one of them."""
        return self.items[bisect_right(self._edges, dice.roll())]


class Country:
    """Where people live and work: postal codes by the size of their municipality, the first code of each the largest."""

    def __init__(self, catalogue: Catalogue, within: frozenset[str] | None = None) -> None:
        codes: dict[str, list[Place]] = defaultdict(list)
        for place in catalogue.places.values():
            if place.country == "NO" and not place.kommunenr.startswith(POLAR):
                codes[place.kommunenr].append(place)
        rest = sum(len(places) for number, places in codes.items() if number not in THOUSANDS)
        people = {n: THOUSANDS.get(n, OTHERS * len(places) / rest) for n, places in codes.items()}
        self.municipalities: Shares[str] = Shares((n, count) for n, count in people.items() if within is None or n in within)
        self._codes = {
            number: Shares((place, 1 / (1 + rank) ** 0.7) for rank, place in enumerate(sorted(places, key=_by_code)))
            for number, places in codes.items()
        }
        self.neighbours = _neighbours({number: min(places, key=_by_code) for number, places in codes.items()})
        self.towns = frozenset(number for number, count in people.items() if count >= 50)

    def home(self, dice: Dice) -> Place:
        """Return a postal code."""
        return self._codes[self.municipalities.draw(dice)].draw(dice)


def _by_code(place: Place) -> str:
    return place.postnummer


def _neighbours(centres: Mapping[str, Place]) -> dict[str, tuple[str, ...]]:
    """Return for each municipality the six whose centres are nearest."""
    numbers = list(centres)
    north = np.radians([centres[number].lat for number in numbers])
    east = np.radians([centres[number].lon for number in numbers])
    apart = (north[:, None] - north) ** 2 + ((east[:, None] - east) * np.cos(north)[:, None]) ** 2
    order = np.argsort(apart, axis=1, kind="stable")[:, 1:7]
    return {number: tuple(numbers[other] for other in order[row]) for row, number in enumerate(numbers)}


def misspell(text: str, dice: Dice) -> str:
    """Return ``text`` with one slip of the finger: a letter lost, doubled, exchanged or in the wrong order."""
    at = 1 + int(dice.roll() * max(len(text) - 2, 1))
    before, here, after = text[:at], text[at : at + 1], text[at + 1 :]
    match dice.between(0, 3):
        case 0:
            return before + after
        case 1:
            return before + here + here + after
        case 2:
            return before + dice.among(LETTERS) + after
        case _:
            return before + after[:1] + here + after[1:]
