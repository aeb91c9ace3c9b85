"""A class for the region: no choice of people fills more posts, and what is told is what reckoning everything anew gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.allocation import Pairs, allocate
from matcher.catalogue import Catalogue
from matcher.classes import Course, CourseEffect, courses, effects, fill, waits_until
from matcher.matcher import Matcher
from matcher.post_demands import Demand, demands
from matcher.records import Candidate, Credential, LanguageSkill, Opening, Practice, Requirement, Status, Variant
from matcher.scenarios import AT_HAND
from matcher.suppositions import graduate
from matcher.what_if import fills_if, tiers_if
from tests.matcher.strategies import ON, candidates, openings, pools

calm = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
STARTS = date(2027, 8, 1)
SKILLED = Course(edge="T03", target="N07")
AT_THE_JOB = Course(edge="T06", target="N07")
LANGUAGE = Course(edge="T15B1", target="N21B1")
several = st.builds(replace, openings(), positions=st.integers(0, 3))
unlike = st.lists(several, min_size=1, max_size=4, unique_by=lambda opening: opening.id)
"""Openings of every kind, with none, one or more positions."""


def most(can: Sequence[Sequence[bool]], positions: Sequence[int]) -> int:
    """Return how many positions can be filled, by looking for a longer chain until there is none."""
    takes: dict[int, int] = {}
    slots = [row for row, count in enumerate(positions) for _ in range(count)]

    def placed(slot: int, seen: set[int]) -> bool:
        for person, able in enumerate(can[slots[slot]]):
            if able and person not in seen:
                seen.add(person)
                if person not in takes or placed(takes[person], seen):
                    takes[person] = slot
                    return True
        return False

    return sum(placed(slot, set()) for slot in range(len(slots)))


def choices(people: Iterable[int], seats: int) -> list[tuple[int, ...]]:
    everybody = list(people)
    return [some for size in range(min(seats, len(everybody)) + 1) for some in combinations(everybody, size)]


@st.composite
def worlds(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, list[int], int]:
    posts, people = draw(st.integers(0, 4)), draw(st.integers(0, 5))
    flags = st.lists(st.lists(st.booleans(), min_size=people, max_size=people), min_size=posts, max_size=posts)
    free, learned = (np.array(draw(flags), dtype=bool).reshape(posts, people) for _ in range(2))
    return free, learned, draw(st.lists(st.integers(0, 2), min_size=posts, max_size=posts)), draw(st.integers(0, 4))


@settings(max_examples=300, deadline=None)
@given(world=worlds())
def test_no_choice_of_people_fills_more(world: tuple[np.ndarray, np.ndarray, list[int], int]) -> None:
    free, learned, positions, seats = world
    filled, taken = fill(free, learned, positions, seats)

    def in_the_world_of(chosen: Sequence[int]) -> int:
        can = free.copy()
        can[:, list(chosen)] = learned[:, list(chosen)]
        return most(can.tolist(), positions)

    # Whoever finishes keeps what the class gives, also where it takes something away.
    assert filled == max(in_the_world_of(chosen) for chosen in choices(range(free.shape[1]), seats))
    finished = [person for _, person in taken]
    assert len(set(finished)) == len(finished) <= seats
    assert in_the_world_of(finished) == filled
    assert all(learned[pair] and not free[pair] for pair in taken)
    assert len(taken) == min(len(one) for one in choices(range(free.shape[1]), seats) if in_the_world_of(one) == filled)


def test_the_order_of_the_input_decides_nothing() -> None:
    free, learned = np.zeros((2, 4), dtype=bool), np.ones((2, 4), dtype=bool)
    ties = np.array([[5, 1, 3, 2], [4, 2, 9, 3]])
    order = [3, 1, 0, 2]
    filled, taken = fill(free, learned, [1, 1], 2, ties)
    turned = fill(free[:, order], learned[:, order], [1, 1], 2, ties[:, order])
    assert filled == turned[0] == 2
    assert {person for _, person in taken} == {order[person] for _, person in turned[1]} == {1, 3}


def person(number: int = 0, level: str | None = "B2", months: int = 0, **facts: object) -> Candidate:
    values: dict[str, object] = {
        "id": f"{number:032x}",
        "postnummer": "2450",
        "car": True,
        "over_18": True,
        "over_20": True,
        "licences_known": True,
        "licences": frozenset({"B"}),
        "languages": (LanguageSkill(language="no", test_spoken=level, test_written=level),) if level else (),
        "practice": (Practice(title="Pleieassistent", start=date(2026 - months // 12, 11, 1), percent=100),) if months else (),
    }
    return Candidate(**(values | facts))  # type: ignore[arg-type]  # values by name


def post(number: int, *codes: str, positions: int = 1, role: str = "R11", postnummer: str = "2450") -> Opening:
    must = tuple(Requirement(code=code) for code in codes)
    return Opening(id=f"{number:032x}", roles=(role,), postnummer=postnummer, positions=positions, must=must)


@st.composite
def near_the_posts(draw: st.DrawFn) -> tuple[list[Candidate], list[Opening]]:
    """Return people of whom many lack only what a class gives, and posts that ask for it."""
    people = [
        replace(
            draw(candidates(number)) if draw(st.integers(0, 3)) == 3 else person(level=draw(levels), months=draw(years)),
            id=f"c{number:04d}",
            postnummer=draw(st.sampled_from(["2450", "2420", "2436"])),
            shifts_no=draw(st.sampled_from([frozenset(), frozenset({"night"})])),
            credentials=draw(st.sampled_from([(Credential(code="gsk"),), (), (Credential(code="auth:HF"),)])),
        )
        for number in range(draw(st.integers(2, 4)))
    ]
    posts = [
        post(number, *draw(asked_codes), positions=draw(st.integers(1, 2)), postnummer=draw(st.sampled_from(["2450", "2420"])))
        for number in range(draw(st.integers(1, 4)))
    ]
    return people, posts


levels = st.sampled_from(["B2", "A2", "B1", None])
years = st.sampled_from([24, 0, 72])
asked_codes: st.SearchStrategy[tuple[str, ...]] = st.sampled_from(
    [
        ("auth:HF",),
        ("auth:HF", "shift:night"),
        ("language:B1",),
        ("auth:SP",),
        ("auth:HF|auth:SP",),
        ("auth:HF", "licence:C1"),
        (),
    ]
)


def effects_of(
    matcher: Matcher, people: Sequence[Candidate], posts: Sequence[Opening], seats: int, *some: Course, place: str | None = None
) -> tuple[CourseEffect, ...]:
    pool = matcher.prepare(people, ON)
    asked = [demands(post, matcher.domain_) for post in posts]
    tier = tiers_if(pool.candidates, asked, matcher.domain_, ON)
    return effects(some, asked, tier, pool, seats=seats, place=place, starts=STARTS)


def waiting_until(variants: Sequence[Demand]) -> date | None:
    return waits_until(variants, ON)


def filled_by(matcher: Matcher, people: Sequence[Candidate], asked: Sequence[Sequence[Demand]]) -> int:
    """Return how many positions the allocation fills, with everybody's tier reckoned anew."""
    tier = tiers_if(people, asked, matcher.domain_, ON).astype(np.int64)
    opening, who = (grid.ravel() for grid in np.indices(tier.shape))
    nothing = np.zeros(tier.size, dtype=np.int64)
    ties = np.arange(tier.size, dtype=np.uint64)
    pairs = Pairs(opening=opening, person=who, tier=tier.ravel(), months=nothing, score=nothing, tie=ties)
    return len(allocate(pairs, [scored[0].opening.positions for scored in asked]).filled)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    world=st.one_of(near_the_posts(), near_the_posts(), st.tuples(pools(4), unlike)),
    seats=st.integers(0, 3),
    course=st.sampled_from([SKILLED, AT_THE_JOB, LANGUAGE, Course(edge="T31", target="N14")]),
)
def test_what_a_class_changes_equals_a_recomputation(
    matcher: Matcher, world: tuple[list[Candidate], list[Opening]], seats: int, course: Course
) -> None:
    people, posts = world
    pool, asked = matcher.prepare(people, ON), [demands(post, matcher.domain_) for post in posts]
    (found,) = effects_of(matcher, people, posts, seats, course)
    waiting = [number for number, last in enumerate(map(waiting_until, asked)) if last is None or last >= found.ready[1]]
    assert set(found.over) == set(range(len(posts))) - set(waiting)
    asked = [asked[number] for number in waiting]

    def when_finished(chosen: Sequence[int]) -> int:
        then = [
            graduate(one, course.target, matcher.domain_.catalogue) if row in chosen else one
            for row, one in enumerate(pool.candidates)
        ]
        return filled_by(matcher, [one for one in then if one is not None], asked)

    assert found.filled_now == when_finished(())
    assert when_finished([row for _, row in found.taken]) == found.filled
    assert found.filled == max(when_finished(chosen) for chosen in choices(found.may_begin.tolist(), seats))
    assert {row for _, row in found.taken} <= set(found.may_begin.tolist())


@calm
@given(people=pools(), posts=st.lists(openings(), min_size=1, max_size=4, unique_by=lambda opening: opening.id))
def test_who_fills_a_post_is_whose_tier_is_at_hand(matcher: Matcher, people: list[Candidate], posts: list[Opening]) -> None:
    asked = [demands(post, matcher.domain_) for post in posts]
    candidates = matcher.prepare(people, ON).candidates
    tier = tiers_if(candidates, asked, matcher.domain_, ON)
    assert np.array_equal(fills_if(candidates, asked, matcher.domain_, ON), tier <= max(AT_HAND))


# --- who may begin ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("course", "one", "may"),
    [
        (AT_THE_JOB, person(months=24), True),
        (AT_THE_JOB, person(), False),
        (SKILLED, person(), True),
        (SKILLED, person(level="A2"), False),
        (SKILLED, person(level=None), True),
        (SKILLED, person(over_18=False, over_20=False), False),
        (SKILLED, person(over_18=None, over_20=None), True),
        (SKILLED, person(credentials=(Credential(code="auth:HF"),)), False),
        (LANGUAGE, person(level="A2"), True),
        (LANGUAGE, person(level="B1"), False),
        (LANGUAGE, person(level="A1"), False),
        (LANGUAGE, person(level=None), False),
    ],
    ids=lambda value: value.edge if isinstance(value, Course) else "",
)
def test_the_entry_rules_decide_who_may_begin(matcher: Matcher, course: Course, one: Candidate, may: bool) -> None:
    (found,) = effects_of(matcher, [one], [post(1, "auth:HF")], 5, course)
    assert found.may_begin.tolist() == ([0] if may else [])


def test_whoever_cannot_get_to_the_class_is_not_counted(matcher: Matcher) -> None:
    near, far = person(1), person(2, postnummer="0150", willing_to_move=False, wished_places=frozenset())
    posts = [post(1, "auth:HF", positions=5)]
    assert effects_of(matcher, [near, far], posts, 5, SKILLED, place="2450")[0].may_begin.tolist() == [0]
    assert effects_of(matcher, [near, far], posts, 5, SKILLED)[0].may_begin.tolist() == [0, 1], "on the net"
    away = person(3, postnummer="0150", willing_to_move=False, months=24)
    assert effects_of(matcher, [away], posts, 5, AT_THE_JOB, place="2450")[0].may_begin.tolist() == [0], "at work"


def test_the_class_that_fills_most_stands_first_and_the_sooner_of_two(matcher: Matcher) -> None:
    people = [person(number, months=24) for number in range(3)]
    found = effects_of(matcher, people, [post(1, "auth:HF", positions=3)], 2, LANGUAGE, SKILLED, AT_THE_JOB, place="2450")
    assert [(one.course, one.gain, len(one.taken)) for one in found] == [(AT_THE_JOB, 2, 2), (SKILLED, 2, 2), (LANGUAGE, 0, 0)]
    assert found[0].ready == (date(2028, 8, 1), date(2029, 2, 1), date(2030, 8, 1))


def test_a_person_who_leaves_an_assistants_post_for_a_skilled_one_leaves_it_to_another(matcher: Matcher) -> None:
    # Two assistants, one assistant's post that either can take, one skilled post: the class fills it with one seat.
    people = [person(1, months=24), person(2, months=24)]
    posts = [post(1, role="R13"), post(2, "auth:HF")]
    (found,) = effects_of(matcher, people, posts, 1, AT_THE_JOB)
    assert (found.filled_now, found.filled, len(found.taken)) == (1, 2, 1)


YEAR_ON = date(2028, 2, 1)


@pytest.mark.parametrize(
    ("forms", "begins", "last"),
    [
        (("fast",), None, None),
        ((None,), None, None),
        (("laerling",), date(2027, 8, 1), None),
        (("sommer",), None, date(2027, 6, 30)),
        (("sommer",), date(2027, 6, 14), date(2027, 6, 14)),
        (("vikariat",), None, date(2027, 5, 23)),
        (("vikariat",), date(2025, 1, 1), date(2027, 5, 23)),
        (("engasjement",), date(2027, 8, 1), YEAR_ON),
        (("tilkalling",), date(2027, 8, 1), YEAR_ON),
        (("sommer", "vikariat"), date(2027, 8, 1), YEAR_ON),
        (("sommer", "fast"), date(2027, 6, 14), None),
    ],
)
def test_how_long_a_post_waits_is_told_by_its_form_and_its_first_day(
    matcher: Matcher, forms: tuple[str | None, ...], begins: date | None, last: date | None
) -> None:
    variants = tuple(Variant(employment=form) for form in forms)
    several = replace(post(1), start=begins, variants=variants) if len(forms) > 1 else replace(post(1), start=begins)
    single = several if len(forms) > 1 else replace(several, employment=forms[0])
    assert waits_until(demands(single, matcher.domain_), date(2026, 11, 23)) == last


def test_posts_that_are_over_before_the_class_has_finished_are_left_out(matcher: Matcher) -> None:
    people = [person(number, months=24) for number in range(3)]
    summer, cover = (replace(post(number, "auth:HF"), employment=form) for number, form in ((1, "sommer"), (2, "vikariat")))
    posts = [summer, cover, post(3, "auth:HF")]
    found = effects_of(matcher, people, posts, 5, AT_THE_JOB)[0]
    assert (found.gain, found.over) == (1, (0, 1))
    assert [number for number, _ in found.taken] == [2]
    later = [replace(summer, start=date(2029, 6, 15)), replace(cover, start=date(2028, 9, 1)), posts[2]]
    then = effects_of(matcher, people, later, 5, AT_THE_JOB)[0]
    assert (then.ready[1], then.gain, then.over) == (date(2029, 2, 1), 3, ())


def test_nobody_and_nothing(matcher: Matcher) -> None:
    assert effects_of(matcher, [], [], 5, SKILLED)[0].gain == 0
    assert effects_of(matcher, [person()], [], 5, SKILLED)[0].filled == 0
    assert effects_of(matcher, [person()], [post(1, "auth:HF")], 0, SKILLED)[0].gain == 0


# --- what the catalogue says -----------------------------------------------------------------------------------------


def test_every_class_of_the_catalogue_ends_in_something_to_show(catalogue: Catalogue) -> None:
    found = courses(catalogue)
    assert {SKILLED, AT_THE_JOB, LANGUAGE} <= set(found)
    for course in found:
        edge = catalogue.edges[course.edge]
        assert course.target in edge.targets
        assert edge.months_typical > 0


def test_whoever_has_gone_the_way_has_what_the_demand_asks(matcher: Matcher) -> None:
    catalogue = matcher.domain_.catalogue
    asked = {
        (code, state)
        for code, kind in catalogue.requirements.items()
        for state in kind.states
        if not code.startswith("experience:") and catalogue.states[state].practice_months is None
    }
    blank = Candidate(id="0" * 32)
    short = set()
    for code, state in sorted(asked):
        then = graduate(blank, state, catalogue)
        if then is not None and matcher.prepare([then], ON).answer(code, 0).status is Status.UNMET:
            short.add((code, state))
    assert not short
