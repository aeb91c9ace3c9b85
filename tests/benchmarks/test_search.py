"""What the measurement of searches asks for, and that what it counts is what a search answers."""

from __future__ import annotations

import random
from itertools import islice

import numpy as np
import pytest

from benchmarks.generate import DAY, catalogue, people
from benchmarks.search import counted, fitting, measured, queries
from matcher.matcher import Matcher
from matcher.pool import Pool
from models.services.people.filters import shelf_of
from models.services.ranking.overlay import Everybody, part_of

KINDS = {"one word", "misspelt", "beginning", "two words and filters", "place", "filters only"}


@pytest.fixture(scope="module")
def pool() -> Pool:
    return Matcher().fit(catalogue()).prepare(list(people(200, 5)), DAY)


def test_searches_of_every_kind_are_measured(pool: Pool) -> None:
    everybody = Everybody([part_of(pool)])
    spent = measured(everybody, shelf_of(everybody), 24)
    assert spent.keys() == KINDS
    assert all(len(some.finding) == len(some.counting) == len(some.found) == 4 for some in spent.values())
    assert max(spent["one word"].found) > 0


def test_the_numbers_are_what_the_filter_would_give(pool: Pool) -> None:
    everybody = Everybody([part_of(pool)])
    shelf = shelf_of(everybody)
    query = next(one for one in queries(pool, random.Random(1)) if one.kind == "two words and filters")
    masks = fitting(query, everybody, shelf)
    fitting_all = np.flatnonzero(masks["words"] & masks["language"] & masks["shifts"] & masks["licence"])
    licences = counted(masks, shelf, everybody.alive, fitting_all)[1]
    assert licences.get("B", 0) == len(fitting_all)


def test_the_same_seed_asks_the_same(pool: Pool) -> None:
    first, again = (list(islice(queries(pool, random.Random(3)), 12)) for _ in range(2))
    assert first == again
