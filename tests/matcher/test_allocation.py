"""The allocation is the best there is: held against every assignment of small worlds, and the same however they are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.allocation import Pairs, Placed, allocate
from matcher.assignment import Edges, assign
from matcher.pool import stable_hash
from matcher.records import Tier

World = Mapping[tuple[int, int], tuple[int, int, int]]
"""Opening and person -> tier, months, score."""

worlds = st.tuples(
    st.lists(st.integers(0, 3), min_size=1, max_size=3),
    st.dictionaries(
        st.tuples(st.integers(0, 2), st.integers(0, 4)),
        st.tuples(st.integers(0, 3), st.integers(0, 30), st.one_of(st.integers(-3000, 9000), st.integers(0, 1))),
        max_size=12,
    ),
)


def pairs_of(found: World) -> Pairs:
    """Return a small world as arrays; the hash of a pair is that of its names."""
    rows = [(*key, *value) for key, value in found.items()]
    opening, person, tier, months, score = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    ties = [stable_hash(f"person {who}") ^ stable_hash(f"opening {row}") for row, who in found]
    return Pairs(opening=opening, person=person, tier=tier, months=months, score=score, tie=np.array(ties, dtype=np.uint64))


def within(positions: list[int], everything: World) -> World:
    return {pair: value for pair, value in everything.items() if pair[0] < len(positions)}


def worth(found: Mapping[tuple[int, int], tuple[int, int]], taken: Iterable[tuple[int, int]]) -> tuple[int, int, int]:
    chosen = [found[pair] for pair in taken]
    return len(chosen), -sum(step for step, _ in chosen), sum(score for _, score in chosen)


def best_of_all(positions: list[int], found: Mapping[tuple[int, int], tuple[int, int]]) -> tuple[int, int, int]:
    slots = [row for row, count in enumerate(positions) for _ in range(count)]
    people = sorted({who for _, who in found})
    best = (0, 0, 0)

    def place(slot: int, busy: frozenset[int], taken: tuple[tuple[int, int], ...]) -> None:
        nonlocal best
        if slot == len(slots):
            best = max(best, worth(found, taken))
            return
        place(slot + 1, busy, taken)
        for who in people:
            if who not in busy and (slots[slot], who) in found:
                place(slot + 1, busy | {who}, (*taken, (slots[slot], who)))

    place(0, frozenset(), ())
    return best


def pairs_in(placed: Iterable[Placed]) -> list[tuple[int, int]]:
    return [(entry.opening, entry.person) for entry in placed]


@settings(max_examples=60, deadline=None)
@given(world=worlds)
def test_no_allocation_is_better(world: tuple[list[int], World]) -> None:
    positions, everything = world[0], within(*world)
    answer = allocate(pairs_of(everything), positions)
    now = {pair: (tier, score) for pair, (tier, _, score) in everything.items() if tier <= Tier.CLARIFY.order}
    filled = pairs_in(answer.filled)
    assert worth(now, filled) == best_of_all(positions, now)
    assert [(entry.step, entry.score) for entry in answer.filled] == [now[pair] for pair in filled]
    # What stays empty is offered to those on the way, as well as it can be.
    left = [count - Counter(row for row, _ in filled)[row] for row, count in enumerate(positions)]
    busy = {who for _, who in filled}
    way = {
        pair: (months, score)
        for pair, (tier, months, score) in everything.items()
        if tier == Tier.ON_THE_WAY.order and pair[1] not in busy
    }
    assert worth(way, pairs_in(answer.later)) == best_of_all(left, way)
    everybody = [entry.person for entry in (*answer.filled, *answer.later)]
    assert len(set(everybody)) == len(everybody)
    assert len(answer.first_come) <= len(filled)
    assert answer.first_choices <= answer.positions == sum(positions)


@settings(max_examples=40, deadline=None)
@given(world=worlds, data=st.data())
def test_neither_order_nor_numbers_change_who_gets_what(world: tuple[list[int], World], data: st.DataObject) -> None:
    positions, everything = world[0], within(*world)
    told = allocate(pairs_of(everything), positions)
    pairs = pairs_of(everything)
    order = np.array(data.draw(st.permutations(range(len(everything)))), dtype=np.int64)
    rows = np.array(data.draw(st.permutations(range(len(positions)))), dtype=np.int64)
    people = np.array(data.draw(st.permutations(range(5))), dtype=np.int64)
    again = allocate(
        Pairs(
            opening=rows[pairs.opening[order]],
            person=people[pairs.person[order]],
            tier=pairs.tier[order],
            months=pairs.months[order],
            score=pairs.score[order],
            tie=pairs.tie[order],
        ),
        [positions[row] for row in np.argsort(rows)],
    )

    def renamed(placed: Iterable[Placed]) -> set[tuple[int, int]]:
        return {(int(rows[entry.opening]), int(people[entry.person])) for entry in placed}

    assert renamed(told.filled) == set(pairs_in(again.filled))
    assert renamed(told.later) == set(pairs_in(again.later))
    assert renamed(told.first_come) == set(pairs_in(again.first_come))
    assert told.first_choices == again.first_choices


@given(count=st.integers(1, 6), positions=st.integers(1, 6))
def test_equals_are_told_apart_by_the_hash_of_the_pair(count: int, positions: int) -> None:
    found = {(0, who): (0, 0, 100) for who in range(count)}
    answer = allocate(pairs_of(found), [positions])
    by_hash = sorted(range(count), key=lambda who: stable_hash(f"person {who}") ^ stable_hash("opening 0"))
    assert [entry.person for entry in answer.filled] == by_hash[:positions]


def test_among_equal_allocations_the_least_hashes_win() -> None:
    found = {(row, who): (0, 0, 100) for row in range(3) for who in range(3)}
    pairs = pairs_of(found)
    answer = allocate(pairs, [1, 1, 1])
    hashed = {pair: int(tie) >> 48 for pair, tie in zip(found, pairs.tie, strict=True)}
    sums = [sum(hashed[row, who] for row, who in enumerate(people)) for people in permutations(range(3))]
    assert sum(hashed[pair] for pair in pairs_in(answer.filled)) == min(sums)


def test_the_only_person_for_a_post_is_left_for_it() -> None:
    # The nurse is best for both posts, but the second has nobody else.
    found = {(0, 0): (0, 0, 5000), (0, 1): (0, 0, 1000), (1, 0): (0, 0, 2000)}
    answer = allocate(pairs_of(found), [1, 1])
    assert pairs_in(answer.filled) == [(0, 1), (1, 0)]
    assert pairs_in(answer.first_come) == [(0, 0)]
    assert answer.first_choices == 1


def test_nobody_on_the_way_stands_in_the_way_of_somebody_ready() -> None:
    found = {(0, 0): (2, 1, 9000), (0, 1): (1, 0, -3000), (1, 1): (2, 1, 9000), (1, 2): (3, 0, 9000)}
    answer = allocate(pairs_of(found), [1, 1])
    assert pairs_in(answer.filled) == [(0, 1)]
    assert answer.later == ()


def test_an_ad_with_several_positions_takes_several() -> None:
    answer = allocate(pairs_of({(0, who): (0, 0, 100 * who) for who in range(5)}), [3])
    assert pairs_in(answer.filled) == [(0, 4), (0, 3), (0, 2)]


def test_nobody_and_nothing() -> None:
    assert allocate(pairs_of({}), []).filled == ()
    assert allocate(pairs_of({}), [2, 0]).positions == 2
    assert allocate(pairs_of({(0, 0): (0, 0, 1)}), [0]).filled == ()


def test_what_cannot_be_weighed_exactly_is_refused() -> None:
    many = 5_000
    edges = Edges(
        row=np.arange(many),
        column=np.arange(many),
        step=np.zeros(many, dtype=np.int64),
        score=np.arange(many) * 10**6,
        tie=np.arange(many, dtype=np.uint64),
    )
    with pytest.raises(ValueError, match="too many to be weighed exactly"):
        assign(edges, np.ones(many, dtype=np.int64))
