"""First places spread: as many different people first as can be, with the least given up, never across tiers."""

from __future__ import annotations

from collections import Counter
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.allocation import Pairs
from matcher.attention import SMALL, Spread, spread
from tests.matcher.test_allocation import World, pairs_of

worlds = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(0, 4)),
    st.tuples(st.integers(0, 3), st.just(0), st.integers(0, 6).map(lambda level: 200 * level)),
    max_size=14,
)


def lists_of(found: World) -> dict[int, list[tuple[int, int, int]]]:
    """Return for each opening (tier, score, person) of those who can be called now, best first."""
    pairs = pairs_of(found)
    tie = {pair: int(hashed) for pair, hashed in zip(found, pairs.tie, strict=True)}
    lists: dict[int, list[tuple[int, int, int]]] = {}
    for (row, who), (tier, _, score) in sorted(found.items(), key=lambda entry: (entry[1][0], -entry[1][2], tie[entry[0]])):
        if tier < 2:
            lists.setdefault(row, []).append((tier, score, who))
    return lists


def firsts_after(lists: dict[int, list[tuple[int, int, int]]], answer: Spread) -> dict[int, tuple[int, int, int]]:
    after = {row: entries[0] for row, entries in lists.items()}
    for move in answer.moves:
        assert lists[move.opening][0][2] == move.gave_way
        after[move.opening] = lists[move.opening][move.places]
        assert after[move.opening][2] == move.person
    return after


@settings(max_examples=80, deadline=None)
@given(found=worlds)
def test_no_choice_puts_more_people_first_for_less(found: World) -> None:
    lists, answer = lists_of(found), spread(pairs_of(found))
    after = firsts_after(lists, answer)
    assert answer.lists == len(lists)
    assert answer.people_before == len({entries[0][2] for entries in lists.values()})
    assert answer.people_now == len({who for _, _, who in after.values()})
    for row, (tier, score, _) in after.items():
        assert tier == lists[row][0][0]
        assert lists[row][0][1] - score <= SMALL

    def worth(chosen: list[tuple[int, int, int]]) -> tuple[int, int, int]:
        changed = sum(one != entries[0] for one, entries in zip(chosen, lists.values(), strict=True))
        lost = sum(entries[0][1] - one[1] for one, entries in zip(chosen, lists.values(), strict=True))
        return len({who for _, _, who in chosen}), -changed, -lost

    near = [[one for one in some if one[0] == some[0][0] and some[0][1] - one[1] <= SMALL] for some in lists.values()]
    assert worth([after[row] for row in lists]) == max(worth(list(chosen)) for chosen in product(*near))


@settings(max_examples=40, deadline=None)
@given(found=worlds, data=st.data())
def test_the_order_of_the_pairs_changes_nothing(found: World, data: st.DataObject) -> None:
    pairs = pairs_of(found)
    order = np.array(data.draw(st.permutations(range(len(found)))), dtype=np.int64)
    shuffled = Pairs(
        opening=pairs.opening[order],
        person=pairs.person[order],
        tier=pairs.tier[order],
        months=pairs.months[order],
        score=pairs.score[order],
        tie=pairs.tie[order],
    )
    assert spread(shuffled) == spread(pairs)


def test_whoever_stands_first_in_several_lists_gives_way_where_it_costs_least() -> None:
    found = {
        (0, 0): (0, 0, 5000),
        (0, 1): (0, 0, 4500),
        (1, 0): (0, 0, 5000),
        (1, 2): (0, 0, 4900),
        (1, 3): (1, 0, 9000),
        (2, 0): (0, 0, 5000),
        (2, 3): (0, 0, 3000),
    }
    answer = spread(pairs_of(found))
    # The third list would give up too much, and so its first place stays; the two others give way.
    assert [(move.opening, move.person, move.gave_way, move.places) for move in answer.moves] == [(0, 1, 0, 1), (1, 2, 0, 1)]
    assert [(move.before, move.score) for move in answer.moves] == [(5000, 4500), (5000, 4900)]
    assert (answer.lists, answer.people_before, answer.people_now, answer.firsts) == (3, 1, 3, Counter({0: 3}))


def test_a_list_whose_first_is_first_nowhere_else_is_left_alone() -> None:
    answer = spread(pairs_of({(0, 0): (0, 0, 100), (0, 1): (0, 0, 100), (1, 2): (0, 0, 100), (1, 0): (0, 0, 99)}))
    assert answer.moves == ()
    assert answer.people_now == answer.people_before == 2


def test_nobody() -> None:
    assert spread(pairs_of({})) == Spread(lists=0, people_before=0, people_now=0, first={}, moves=())
    assert spread(pairs_of({(0, 0): (2, 4, 100)})).lists == 0
