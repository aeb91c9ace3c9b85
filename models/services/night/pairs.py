"""The pairs of two runs held against each other, in columns: who stands elsewhere, who came, who left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from matcher.records import Tier
from models.stored_matches import TIERS, StoredRun

MONTHS_APART = 1.0
"""A way that became this many months longer or shorter is a change, although the tier is the same."""

Pair = tuple[str, str]


class TwoRuns:
    """The pairs (vacancy, person) of an earlier and a later run; of vacancies that are gone nothing is told."""

    def __init__(self, before: StoredRun, after: StoredRun) -> None:
        self._people = sorted({*before.people, *after.people})
        self._vacancies = sorted({*before.vacancies.values(), *after.vacancies.values()})
        people, vacancies = ({key: place for place, key in enumerate(keys)} for keys in (self._people, self._vacancies))
        self._old, self._before = _numbered(before, people, vacancies)
        self._new, self._after = _numbered(after, people, vacancies)

    def elsewhere(self) -> Iterator[tuple[Pair, Tier, Tier]]:
        """Yield the pairs of both runs that are in another tier now, or on a way that is much longer or shorter."""
        numbers, old, new = np.intersect1d(self._old, self._new, assume_unique=True, return_indices=True)
        before, after = self._before[old], self._after[new]
        still = (before["tier"] == after["tier"]) & (after["tier"] == Tier.ON_THE_WAY.order)
        # Where no way is known the difference is no number, and no change.
        apart = still & (np.abs(after["months"] - before["months"]) >= MONTHS_APART)
        moved = np.flatnonzero((before["tier"] != after["tier"]) | apart)
        tiers = zip(before["tier"][moved].tolist(), after["tier"][moved].tolist(), strict=True)
        for pair, (was, became) in zip(self._named(numbers[moved]), tiers, strict=True):
            yield pair, TIERS[was], TIERS[became]

    def came(self) -> Iterator[tuple[Pair, Tier]]:
        """Yield the pairs that only the later run has, with their tier."""
        return self._only(self._new, self._after, self._old)

    def left(self) -> Iterator[tuple[Pair, Tier]]:
        """Yield the pairs that only the earlier run has, with their tier."""
        return self._only(self._old, self._before, self._new)

    def _only(self, here: NDArray[np.int64], pairs: NDArray[np.void], there: NDArray[np.int64]) -> Iterator[tuple[Pair, Tier]]:
        alone = np.flatnonzero(~np.isin(here, there, assume_unique=True))
        for pair, tier in zip(self._named(here[alone]), pairs["tier"][alone].tolist(), strict=True):
            yield pair, TIERS[tier]

    def _named(self, numbers: NDArray[np.int64]) -> Iterator[Pair]:
        people, vacancies = np.divmod(numbers, max(1, len(self._vacancies)))
        for person, vacancy in zip(people.tolist(), vacancies.tolist(), strict=True):
            yield self._vacancies[vacancy], self._people[person]


def _numbered(
    run: StoredRun, people: Mapping[str, int], vacancies: Mapping[str, int]
) -> tuple[NDArray[np.int64], NDArray[np.void]]:
    """Return the pairs of a run, and a number for each that is the same in the other run."""
    place = np.full(int(max(run.pairs["vacancy"].max(initial=0), *run.vacancies, 0)) + 1, -1, dtype=np.int64)
    place[list(run.vacancies)] = [vacancies[vacancy_id] for vacancy_id in run.vacancies.values()]
    person = np.array([people[key] for key in run.people], dtype=np.int64)[run.person]
    vacancy = place[run.pairs["vacancy"]]
    there = np.flatnonzero(vacancy >= 0)
    return person[there] * len(vacancies) + vacancy[there], run.pairs[there]
