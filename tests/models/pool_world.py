"""Small worlds of invented people for tests of the pool's files and of the cluster, and lists held against each other whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks import generate
from matcher.lists import Lists
from matcher.matcher import Matcher
from matcher.pool import Pool
from matcher.records import Candidate, Opening

DAY = generate.DAY


@dataclass(frozen=True)
class World:
    """People prepared in the order of their ids, and openings in the order of theirs."""

    matcher: Matcher
    people: list[Candidate]
    openings: list[Opening]

    def pool(self) -> Pool:
        """Return the people, freshly prepared."""
        return self.matcher.prepare(self.people, DAY)


def make_world(matcher: Matcher, people: int, openings: int, seed: int = 7) -> World:
    """Draw a world."""
    candidates = sorted(generate.people(people, seed), key=lambda one: one.id)
    return World(matcher, candidates, sorted(generate.openings(openings, seed), key=lambda one: one.id))


def assert_same_lists(found: Lists, wanted: Lists) -> None:
    """Hold two sets of lists against each other: every row, key, count and place."""
    assert found.best.tobytes() == wanted.best.tobytes()
    assert found.tiers == wanted.tiers
    assert found.openings.keys() == wanted.openings.keys()
    for number, one in wanted.openings.items():
        assert np.array_equal(found.openings[number].rows, one.rows)
        assert np.array_equal(found.openings[number].keys, one.keys)
    assert found.near.keys() == wanted.near.keys()
    for number, some in wanted.near.items():
        own = found.near[number]
        assert [(one.code, one.people) for one in own] == [(one.code, one.people) for one in some]
        assert [one.rows.tolist() for one in own] == [one.rows.tolist() for one in some]
        assert [one.keys.tolist() for one in own] == [one.keys.tolist() for one in some]
