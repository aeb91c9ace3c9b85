"""Learning recovers what verdicts were drawn from, keeps the published order, and is the same for every order of verdicts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from benchmarks import generate
from matcher.comparisons import COMPARISONS
from matcher.group_gaps import group_gap
from matcher.learning import THOUSANDTHS, TooFewVerdicts, Weights, learn, levels_of, out_of_order
from matcher.levels import Levels
from matcher.matcher import Matcher, best_variant
from matcher.weights import WEIGHTS

Said = NDArray[np.bool_]


def pairs(number: int, seed: int) -> Levels:
    """Return pairs whose levels are drawn evenly, silence among them."""
    random = np.random.default_rng(seed)
    columns = [random.integers(-1, len(comparison.levels), number) for comparison in COMPARISONS]
    return np.column_stack(columns).astype(np.int8)


def verdicts(levels: Levels, weights: Weights, seed: int, willingness: float = 0.0) -> Said:
    """Return verdicts drawn from the odds that ``weights`` give."""
    tables = [[*(weights[c.name][level] for level in c.levels), 0] for c in COMPARISONS]
    score = sum(np.asarray(table)[levels[:, place]] for place, table in enumerate(tables))
    chance = 1 / (1 + np.exp(-(score / THOUSANDTHS + willingness)))
    return np.asarray(np.random.default_rng(seed).random(len(levels)) < chance)


def changed(**tables: dict[str, int]) -> dict[str, dict[str, int]]:
    """Return the published weights with some tables put in place."""
    return {name: dict(tables.get(name, table)) for name, table in WEIGHTS.items()}


OTHER = changed(
    hours={"fits": 1500, "close": 0, "less than wished": -100, "far less than wished": -300, "more than wished": -3000},
    skills={"most tasks": 2000, "some tasks": 1000},
)


@pytest.mark.parametrize("willingness", [-1.0, 1.0])
def test_weights_that_verdicts_were_drawn_from_are_found_again(willingness: float) -> None:
    levels = pairs(20_000, seed=1)
    learned = learn(levels, verdicts(levels, OTHER, 2, willingness)).weights
    for name in ("hours", "skills"):
        found, true, before = (np.array(list(table[name].values())) for table in (learned, OTHER, WEIGHTS))
        assert np.abs(found - true).max() < 350, (name, found)
        assert np.abs(found - true).sum() < np.abs(before - true).sum() / 3
        assert list(found) == sorted(found, reverse=True)
    assert out_of_order(learned) == []


def test_verdicts_that_turn_the_order_round_never_turn_the_weights() -> None:
    levels = pairs(5_000, seed=3)
    against = {name: {level: -weight for level, weight in table.items()} for name, table in WEIGHTS.items()}
    learned = learn(levels, verdicts(levels, against, 4))
    assert out_of_order(learned.weights) == []
    assert learned.weights["wish"]["first choice"] == 0 == learned.weights["wish"]["elsewhere"]
    assert any(entry.held_back and entry.fitted < 0 < entry.running for entry in learned.levels)


def test_few_verdicts_move_little_and_what_nobody_judged_stays() -> None:
    levels = pairs(4_000, seed=5)
    for place, comparison in enumerate(COMPARISONS):
        if comparison.name == "place":
            levels[:, place] = -1
    said = verdicts(levels, OTHER, 6)
    few, many = learn(levels[:40], said[:40]).weights, learn(levels, said).weights
    assert few["place"] == many["place"] == dict(WEIGHTS["place"])
    published, moved_far = WEIGHTS["skills"]["most tasks"], many["skills"]["most tasks"]
    assert abs(few["skills"]["most tasks"] - published) < abs(moved_far - published) / 3


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), number=st.integers(4, 200))
def test_the_order_of_verdicts_changes_nothing_and_levels_stay_in_order(seed: int, number: int) -> None:
    levels = pairs(number, seed)
    said = np.arange(number) % 3 == 0
    order = np.random.default_rng(seed).permutation(number)
    learned = learn(levels, said)
    assert learn(levels[order], said[order]) == learned
    assert out_of_order(learned.weights) == []
    assert {type(entry.weight) for entry in learned.levels} == {int}


@pytest.mark.parametrize("answer", [True, False])
def test_verdicts_that_all_say_the_same_teach_nothing(answer: bool) -> None:
    with pytest.raises(TooFewVerdicts):
        learn(pairs(10, seed=7), [answer] * 10)


def test_weights_out_of_the_published_order_are_named() -> None:
    assert out_of_order(WEIGHTS) == []
    assert ("skills", "most tasks", "some tasks") in out_of_order(changed(skills={"most tasks": 10, "some tasks": 20}))
    assert out_of_order(changed(start={"in time": 5, "later": 1})) == [("start", "", "later")]


def test_the_levels_of_a_pair_sum_up_to_its_score() -> None:
    matcher = Matcher().fit(generate.catalogue())
    pool = matcher.prepare(list(generate.people(60)), generate.DAY)
    for opening in generate.openings(6):
        levels, scored = levels_of(matcher, opening, pool), matcher.score(opening, pool)
        best = best_variant(scored)
        tables = matcher.tables_
        for row in range(len(pool)):
            score = matcher.prior + sum(int(table[level]) for table, level in zip(tables, levels[row], strict=True))
            assert score == int(scored[best[row]].score[row])


def test_a_group_further_down_has_less_exposure() -> None:
    groups = {f"a{n}": "a" for n in range(10)} | {f"b{n}": "b" for n in range(10)}
    fair = [[f"{group}{n}" for n in range(10) for group in pair] for pair in ("ab", "ba")]
    split = [[f"{group}{n}" for group in "ab" for n in range(10)]]
    assert group_gap(fair, groups).exposure == pytest.approx(1)
    assert group_gap(fair, groups).selection == pytest.approx(1)
    assert group_gap(split, groups).selection == 0
    assert group_gap(split, groups).exposure < 0.7
    assert group_gap(split, groups).widens(group_gap(fair, groups))
    assert not group_gap(fair, groups).widens(group_gap(split, groups))


def test_a_group_of_hardly_anybody_is_told_but_not_judged() -> None:
    groups = {f"a{n}": "a" for n in range(99)} | {"b0": "b"}
    gap = group_gap([[*groups]], groups | {"c0": "a"})
    assert gap.groups["b"].selection == 0
    assert gap.selection == 1
