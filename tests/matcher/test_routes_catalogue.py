"""Routes in the real catalogue: the ways that an adviser expects, and the laws that every answer keeps."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.catalogue import Catalogue, EntryRule
from matcher.planner import UNTOLD
from matcher.plans import PAY_RANK
from matcher.records import Route
from matcher.routes import HORIZON_MONTHS, RouteFinder
from matcher.rules import CEFR, LANGUAGE_FLOOR
from matcher.states import StateReader
from tests.matcher.routing import ON, person, standing_of, ways


def edges_of(routes: tuple[Route, ...]) -> list[tuple[str, ...]]:
    return [route.edges for route in routes]


def test_an_assistant_with_two_years_takes_the_certificate_at_work(catalogue: Catalogue) -> None:
    first = ways(catalogue, person("grunnskole", level="B1"), {"pleie": 24.0}, "N07")[0]
    assert (first.edges, first.months, first.paid, first.ready_on) == (("T06",), 18, True, date(2028, 5, 23))


def test_six_years_make_a_private_candidate(catalogue: Catalogue) -> None:
    routes = ways(catalogue, person("grunnskole"), {"pleie": 72.0}, "N07")
    assert edges_of(routes)[:2] == [("T05",), ("T06",)]
    assert routes[0].months < routes[1].months


def test_a_nurse_from_outside_the_eea_needs_b2_and_an_assessment_first(catalogue: Catalogue) -> None:
    routes = ways(catalogue, person("foreign:sykepleier:non_eea", level="B1"), {"sykepleie": 72.0}, "N14")
    assert set(routes[0].edges) == {"T38", "T15B2", "T39"}
    begins = {step.edge: step.begins for step in routes[0].steps}
    assert begins["T38"] == begins["T15B2"] == 0 < begins["T39"]


def test_a_nurse_from_the_eea_applies(catalogue: Catalogue) -> None:
    assert edges_of(ways(catalogue, person("foreign:sykepleier:eea"), {}, "N14"))[0] == ("T36",)


def test_a_foreign_certificate_does_not_make_a_nurse(catalogue: Catalogue) -> None:
    assert ways(catalogue, person("foreign:helsefagarbeider:eea"), {}, "N14") == ()


def test_a_pupil_goes_on_to_vg2_and_the_certificate(catalogue: Catalogue) -> None:
    pupil = person("vg1:helse", over_20=None)
    assert ways(catalogue, pupil, {}, "N04")[0].months <= 12
    assert any("T57" in route.edges or "T58" in route.edges for route in ways(catalogue, pupil, {}, "N07"))


def test_a_student_after_the_second_year_is_a_nurse_within_18_months(catalogue: Catalogue) -> None:
    routes = ways(catalogue, person("student:sykepleier:2"), {}, "N14")
    assert {edges[0] for edges in edges_of(routes)} == {"T31Y2", "T51Y2"}
    assert all(12 <= route.months <= 18 for route in routes)


def test_nothing_to_nurse_is_longer_than_the_horizon(catalogue: Catalogue) -> None:
    assert ways(catalogue, person(), {}, "N14") == ()
    longer = ways(catalogue, person(), {}, "N14", horizon=84)
    assert longer
    assert all(route.months > HORIZON_MONTHS for route in longer)


def test_a_scheme_for_some_is_shown_and_never_counted(catalogue: Catalogue) -> None:
    by_scheme = [route for route in ways(catalogue, person(), {}, "N07") if "T07" in route.edges]
    assert [rule.kind for step in by_scheme[0].steps for rule in step.needs].count("scheme_group") == 1


def test_every_role_that_demands_a_state_is_reached_from_somewhere(catalogue: Catalogue) -> None:
    finder = RouteFinder(catalogue)
    unreached = []
    for role in catalogue.roles.values():
        if role.states and not any(
            finder.find(standing_of(catalogue, state), role.states, on=ON, horizon=60)
            for state in catalogue.states
            if not set(role.states) & StateReader(catalogue).closure[state]
        ):
            unreached.append(role.id)
    # Dentists, psychologists and pharmacists come with their authorisation: the catalogue knows no way for them.
    assert set(unreached) <= {"R28", "R35", "R38"}


class Real:
    """The real catalogue behind a short name, so that a failing example can be printed."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue


@pytest.fixture(scope="session")
def real(catalogue: Catalogue) -> Real:
    return Real(catalogue)


BEGINNINGS = (
    *("N02", "N03", "N04", "N05", "N07", "N08", "N12", "N13SP1", "N14", "N18SP", "N18X", "N19SP", "N20SP"),
    *("N21A2", "N21B1", "N21B2", "N22", "N23"),
)
ENDS = ("N04", "N06", "N07", "N08KO", "N10DE", "N12", "N14", "N16PM", "N21B2", "N24")
START = st.lists(st.sampled_from(BEGINNINGS), max_size=3)
GOALS = st.lists(st.sampled_from(ENDS), min_size=1, max_size=2)


@settings(deadline=None, max_examples=120)
@given(start=START, gained=START, practice=st.tuples(st.integers(0, 70), st.integers(0, 30)), goals=GOALS)
def test_a_gain_never_makes_the_way_longer(
    real: Real, start: list[str], gained: list[str], practice: tuple[int, int], goals: list[str]
) -> None:
    catalogue = real.catalogue
    finder = RouteFinder(catalogue)
    before = finder.find(standing_of(catalogue, *start, practice=practice[0]), goals, on=ON)
    after = finder.find(standing_of(catalogue, *start, *gained, practice=sum(practice)), goals, on=ON)
    if before:
        assert after
        assert min(route.months for route in after) <= min(route.months for route in before)


@settings(deadline=None, max_examples=120)
@given(start=START, level=st.sampled_from(["N21A2", "N21B1", "N21B2"]), practice=st.integers(0, 70), goals=GOALS)
def test_silence_about_norwegian_is_never_quicker_than_a_level_that_is_known(
    real: Real, start: list[str], level: str, practice: int, goals: list[str]
) -> None:
    finder, start = RouteFinder(real.catalogue), [state for state in start if not state.startswith("N21")]
    silent = replace(standing_of(real.catalogue, *start, practice=practice), norwegian_known=False)
    known = standing_of(real.catalogue, *start, level, practice=practice)
    assert finder.quickest(silent, goals, on=ON) >= finder.quickest(known, goals, on=ON)
    if level == "N21A2":
        assert finder.quickest(silent, goals, on=ON) == finder.quickest(known, goals, on=ON)


def test_no_level_below_what_is_taken_for_granted_is_asked_or_led_to(catalogue: Catalogue) -> None:
    levels = {state.language for state in catalogue.states.values() if state.language is not None}
    assert min(levels, key=CEFR.index) == UNTOLD
    assert min((floor for floor, _doubt in LANGUAGE_FLOOR.values()), key=CEFR.index) == UNTOLD


@settings(deadline=None, max_examples=120)
@given(start=START, practice=st.integers(0, 70), goals=GOALS)
def test_no_route_beats_another_and_paid_ones_come_first(real: Real, start: list[str], practice: int, goals: list[str]) -> None:
    catalogue = real.catalogue
    routes = RouteFinder(catalogue).find(standing_of(catalogue, *start, practice=practice), goals, on=ON, top=8)

    def counts(route: Route) -> tuple[float, int, frozenset[str]]:
        used = [catalogue.edges[name] for name in route.edges]
        pay = min((max(PAY_RANK.get(kind, 0) for kind in one.pay) for one in used), default=5)
        return route.months, -pay, frozenset(one.place for one in used if one.place)

    for one, other in permutations([counts(route) for route in routes], 2):
        at_least = one[0] <= other[0] and one[1] <= other[1] and one[2] <= other[2]
        assert not at_least or one == other
    assert len({route.edges for route in routes}) == len(routes)
    assert [route.paid for route in routes] == sorted((route.paid for route in routes), reverse=True)


@settings(deadline=None, max_examples=120)
@given(start=START, practice=st.integers(0, 70), goals=GOALS)
def test_each_route_can_be_walked_and_its_months_are_the_critical_path(
    real: Real, start: list[str], practice: int, goals: list[str]
) -> None:
    catalogue = real.catalogue
    reader, standing = StateReader(catalogue), standing_of(catalogue, *start, practice=practice)
    for route in RouteFinder(catalogue).find(standing, goals, on=ON):
        assert route.months == max((step.ends for step in route.steps), default=0)
        assert route.months_min <= route.months <= route.months_max
        assert route.months <= HORIZON_MONTHS
        reached = dict.fromkeys(standing.states | reader.closure["N02"], 0.0)
        for step in sorted(route.steps, key=lambda step: step.ends):
            training = catalogue.edges[step.edge]
            # Everything that the edge asks for is held when it begins, and it begins at once.
            origin = min(reached.get(state, 99.0) for state in training.origins)
            asked = [origin, *(reached_rule(rule, reached, catalogue, practice) for rule in training.rules)]
            assert max(asked) <= step.begins
            assert step.begins == 0 or any(step.begins == other.ends for other in route.steps)
            for target in training.targets:
                for state in reader.closure[target]:
                    reached[state] = min(reached.get(state, 99.0), step.ends)
        assert reached[route.target] <= route.months


def reached_rule(rule: EntryRule, reached: Mapping[str, float], catalogue: Catalogue, practice: int) -> float:
    if rule.kind == "state":
        return reached.get(str(rule.value), 99.0)
    if rule.kind == "language":
        return min(reached.get(state.id, 99.0) for state in catalogue.states.values() if state.language == rule.value)
    if rule.kind == "practice_months":
        enough = [state.id for state in catalogue.states.values() if (state.practice_months or 0) >= int(rule.value or 0)]
        return 0.0 if practice >= int(rule.value or 0) else min(reached.get(state, 99.0) for state in enough)
    return 0.0


@settings(deadline=None, max_examples=40)
@given(start=START, goals=GOALS)
def test_the_order_of_targets_changes_nothing(real: Real, start: list[str], goals: list[str]) -> None:
    catalogue = real.catalogue
    standing = standing_of(catalogue, *start)
    finder, other = RouteFinder(catalogue), RouteFinder(catalogue)
    assert finder.find(standing, goals, on=ON) == other.find(standing, [*reversed(goals), *goals], on=ON)
