"""The months of the quickest way for many at once are those of laying out every way for each."""

from __future__ import annotations

from math import inf

import pytest

from benchmarks import generate
from matcher.matcher import Matcher
from matcher.pool import Pool

PEOPLE = 250


@pytest.fixture(scope="module")
def pool() -> Pool:
    return Matcher().fit(generate.catalogue()).prepare(list(generate.people(PEOPLE, 3)), generate.DAY)


def test_the_quickest_of_all_ways_for_everybody(pool: Pool) -> None:
    routes, kinds = pool.domain.routes, pool.domain.catalogue.requirements.values()
    standings = pool.columns.classes["standing"]
    soonest = routes.soonest(standings)
    ways = 0
    for targets in sorted({kind.states for kind in kinds if kind.states}):
        found = routes.months(soonest, targets, on=pool.on).tolist()
        for standing, months in zip(standings, found, strict=True):
            laid_out = routes.find(standing, targets, on=pool.on)
            assert months == min((route.months for route in laid_out), default=inf)
            ways += months < inf
    assert ways > PEOPLE


def test_nobody_has_no_months(pool: Pool) -> None:
    routes = pool.domain.routes
    assert routes.months(routes.soonest([]), ["N05"], on=pool.on).tolist() == []
