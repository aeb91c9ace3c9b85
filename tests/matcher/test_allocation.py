"""The allocation is the best there is: held against every assignment of small worlds."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.allocation import Pairs, allocate
from matcher.records import Tier

worlds = st.tuples(
    st.lists(st.integers(0, 2), min_size=1, max_size=3),
    st.dictionaries(
        st.tuples(st.integers(0, 2), st.integers(0, 4)), st.tuples(st.integers(0, 3), st.integers(-3000, 9000)), max_size=12
    ),
)


def pairs_of(found: dict[tuple[int, int], tuple[int, int]]) -> Pairs:
    columns = [np.array(part, dtype=np.int64) for part in zip(*[(*key, *value) for key, value in found.items()], strict=True)]
    empty = np.array([], dtype=np.int64)
    opening, person, tier, score = columns or (empty, empty, empty, empty)
    return Pairs(opening=opening, person=person, tier=tier, score=score)


def worth(found: dict[tuple[int, int], tuple[int, int]], taken: list[tuple[int, int]]) -> tuple[int, int, int]:
    return len(taken), -sum(found[pair][0] for pair in taken), sum(found[pair][1] for pair in taken)


def best_of_all(positions: list[int], found: dict[tuple[int, int], tuple[int, int]]) -> tuple[int, int, int]:
    slots = [row for row, count in enumerate(positions) for _ in range(count)]
    people = [0, 1, 2, 3, 4, *([None] * len(slots))]
    best = (0, 0, 0)
    for choice in set(permutations(people, len(slots))):
        taken = [(row, who) for row, who in zip(slots, choice, strict=True) if who is not None]
        if all(pair in found for pair in taken):
            best = max(best, worth(found, taken))
    return best


@settings(max_examples=40, deadline=None)
@given(world=worlds)
def test_no_assignment_is_better(world: tuple[list[int], dict[tuple[int, int], tuple[int, int]]]) -> None:
    positions, everything = world
    everything = {pair: value for pair, value in everything.items() if pair[0] < len(positions)}
    answer = allocate(pairs_of(everything), positions)
    found = {pair: value for pair, value in everything.items() if value[0] <= Tier.CLARIFY.order}
    assert worth(found, list(answer.filled)) == best_of_all(positions, found)
    assert answer.score == worth(found, list(answer.filled))[2]
    assert len({who for _, who in answer.filled}) == len(answer.filled)
    assert all([row for row, _ in answer.filled].count(row) <= count for row, count in enumerate(positions))
    assert answer.first_come <= len(answer.filled) <= answer.positions == sum(positions)


def test_the_only_person_for_a_post_is_left_for_it() -> None:
    # The nurse is best for both posts, but the second has nobody else.
    found = {(0, 0): (0, 5000), (0, 1): (0, 1000), (1, 0): (0, 2000)}
    answer = allocate(pairs_of(found), [1, 1])
    assert answer.filled == ((0, 1), (1, 0))
    assert (answer.first_come, answer.first_come_score, answer.score) == (1, 5000, 3000)


def test_an_ad_with_several_positions_takes_several() -> None:
    answer = allocate(pairs_of({(0, who): (0, 100 * who) for who in range(5)}), [3])
    assert sorted(who for _, who in answer.filled) == [2, 3, 4]


def test_nobody_and_nothing() -> None:
    assert allocate(pairs_of({}), []).filled == ()
    assert allocate(pairs_of({}), [2, 0]).positions == 2
