"""Learning recovers what verdicts were drawn from, keeps the published order, and is the same for every order of verdicts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from benchmarks import generate
from matcher.comparisons import COMPARISONS
from matcher.evaluation import Figure
from matcher.group_gaps import MARGIN, GapAnswer, gap_change, group_gap
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
    assert group_gap(fair, groups).exposure.value == pytest.approx(1)
    assert group_gap(fair, groups).selection.value == pytest.approx(1)
    assert group_gap(split, groups).selection.value == 0
    assert group_gap(split, groups).exposure.value < 0.7
    assert gap_change(fair, split * 2, groups).answer is GapAnswer.WIDENS
    assert gap_change(split * 2, fair, groups).answer is GapAnswer.HOLDS
    assert gap_change(split, split, groups).exposure == Figure(0, 0, 0, 20)


def test_a_group_of_hardly_anybody_is_told_but_not_judged() -> None:
    groups = {f"a{n}": "a" for n in range(99)} | {"b0": "b"}
    gap = group_gap([[*groups]], groups | {"c0": "a"})
    assert gap.groups["b"].selection == 0
    assert gap.selection.value == 1
    assert (gap.selection.n, gap.smallest) == (100, 100)


def shuffled(people: int, lists: int, seed: int, *, handicap: float = 0.0) -> list[list[str]]:
    """Return lists in which chance orders ``people`` of two groups, the second one set back by ``handicap``."""
    random = np.random.default_rng(seed)
    back = np.where(np.arange(people) % 2, handicap, 0.0)
    return [[f"p{n}" for n in np.argsort(random.random(people) + back)] for _ in range(lists)]


def halves(people: int) -> dict[str, str]:
    return {f"p{n}": "ab"[n % 2] for n in range(people)}


def nudged(rankings: list[list[str]], seed: int) -> list[list[str]]:
    """Return the lists with some neighbours exchanged by chance."""
    random = np.random.default_rng(seed)
    found = [list(ranking) for ranking in rankings]
    for ranking in found:
        for place in np.flatnonzero(random.random(len(ranking) - 1) < 0.2).tolist():
            ranking[place : place + 2] = ranking[place : place + 2][::-1]
    return found


def test_the_interval_of_a_gap_holds_what_other_people_would_show_and_shrinks_with_their_number() -> None:
    true = group_gap(shuffled(200, 2000, seed=1, handicap=0.2), halves(200)).exposure.value
    widths = []
    for lists in (10, 200):
        found = group_gap(shuffled(200, lists, seed=2, handicap=0.2), halves(200)).exposure
        assert found.low <= found.value <= found.high
        assert found.low <= true <= found.high
        widths.append(found.high - found.low)
    assert widths[1] < widths[0] / 2


def test_a_fall_by_chance_holds_a_gap_back_only_where_people_are_few() -> None:
    answers = {}
    for people, lists in ((40, 16), (200, 400)):
        before = shuffled(people, lists, seed=3)
        changes = [gap_change(before, nudged(before, seed), halves(people)) for seed in range(8)]
        fallen = [change for change in changes if min(change.exposure.value, change.selection.value) < 0]
        assert fallen
        answers[people] = {change.answer for change in fallen}
        assert all(change.selection.n == people for change in changes)
    assert GapAnswer.UNCERTAIN in answers[40]
    assert answers[200] == {GapAnswer.HOLDS}


def test_a_fall_that_is_no_chance_widens_the_gap_however_small() -> None:
    before = shuffled(200, 400, seed=5)
    change = gap_change(before, shuffled(200, 400, seed=6, handicap=0.01), halves(200))
    assert change.answer is GapAnswer.WIDENS
    assert -MARGIN < change.exposure.value < 0


def test_the_interval_does_not_depend_on_the_order_of_people_or_on_what_groups_are_called() -> None:
    rankings, groups = shuffled(30, 8, seed=7), halves(30)
    turned = dict(reversed(groups.items()))
    assert group_gap(rankings, groups) == group_gap(rankings, turned)
    assert (
        group_gap(rankings, groups).exposure == group_gap(rankings, {key: f"x{value}" for key, value in groups.items()}).exposure
    )
