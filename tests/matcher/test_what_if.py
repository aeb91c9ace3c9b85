"""What one fact more would change for a person is what holding that person against everything anew gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.matcher import Matcher
from matcher.records import Candidate, Opening, Requirement, Tier, Wish
from matcher.scenarios import AT_HAND, tiers_but_for
from matcher.suppositions import deny, suppose
from matcher.what_if import what_if
from tests.matcher.strategies import ON, openings, pools

calm = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def tiers_of(matcher: Matcher, person: Candidate | None, posts: Sequence[Opening]) -> dict[str, int]:
    """Return the tier of each opening, reckoned from nothing; nobody has none."""
    return {} if person is None else {post.id: matcher.explain(person, post, ON).tier.order for post in posts}


@calm
@given(people=pools(), posts=st.lists(openings(), min_size=1, max_size=5, unique_by=lambda opening: opening.id))
def test_doors_and_questions_equal_a_recomputation(matcher: Matcher, people: list[Candidate], posts: list[Opening]) -> None:
    pool, catalogue = matcher.prepare(people, ON), matcher.domain_.catalogue
    scored = [matcher.score(post, pool) for post in posts]
    for row, person in enumerate(pool.candidates[:3]):
        found = what_if(scored, pool, row)
        now = tiers_of(matcher, person, posts)
        for door in found.doors:
            then = tiers_of(matcher, suppose(person, door.code, catalogue), posts)
            assert set(door.openings) == {one for one in now if then[one] in AT_HAND and now[one] not in AT_HAND}
        for asked in found.questions:
            yes = tiers_of(matcher, suppose(person, asked.code, catalogue), posts)
            no = tiers_of(matcher, deny(person, asked.code), posts)
            assert set(asked.nearer) == {one for one in yes if yes[one] < now[one]}
            assert set(asked.farther) == {one for one in no if no[one] > now[one]}


def post(number: int, *codes: str, role: str = "R13") -> Opening:
    return Opening(id=f"{number:032x}", roles=(role,), postnummer="2420", must=tuple(Requirement(code=code) for code in codes))


def person(**facts: object) -> Candidate:
    values: dict[str, object] = {"id": "f" * 32, "postnummer": "2420", "car": True, "licences_known": True}
    return Candidate(**(values | facts))  # type: ignore[arg-type]  # values by name


def test_the_licence_opens_what_asks_for_it_and_nothing_else(matcher: Matcher) -> None:
    posts = [post(1, "licence:B"), post(2, "licence:B"), post(3), post(4, "licence:B", "age:18")]
    pool = matcher.prepare([person(over_18=False)], ON)
    found = what_if([matcher.score(one, pool) for one in posts], pool, 0)
    assert [(door.code, door.openings) for door in found.doors] == [("licence:B", (posts[0].id, posts[1].id))]


def test_whoever_named_the_weekend_alone_is_asked_about_the_other_days(matcher: Matcher) -> None:
    posts = [post(1), post(2, "shift:weekend")]
    weekender = person(shifts_yes=frozenset({"weekend", "weekend_days"}), wishes=(Wish(title="Pleieassistent"),))
    found = what_if([matcher.score(one, matcher.prepare([weekender], ON)) for one in posts], matcher.prepare([weekender], ON), 0)
    assert [(asked.code, asked.nearer, asked.farther) for asked in found.questions] == [
        ("weekdays", (posts[0].id,), (posts[0].id,))
    ]


def test_a_sooner_first_day_is_asked_about_and_a_no_closes_nothing(matcher: Matcher) -> None:
    posts = [post(1), replace(post(2), start=date(2027, 8, 1)), replace(post(3), employment="sommer")]
    student = person(earliest_start=date(2027, 7, 1), wishes=(Wish(title="Pleieassistent"),))
    pool = matcher.prepare([student], ON)
    found = what_if([matcher.score(one, pool) for one in posts], pool, 0)
    assert [(asked.code, asked.nearer, asked.farther) for asked in found.questions] == [("start", (posts[0].id, posts[2].id), ())]


def test_the_question_that_decides_most_stands_first(matcher: Matcher) -> None:
    posts = [post(1, "shift:night"), post(2, "shift:weekend"), post(3, "shift:weekend")]
    pool = matcher.prepare([person(wishes=())], ON)
    found = what_if([matcher.score(one, pool) for one in posts], pool, 0)
    shifts = [asked for asked in found.questions if asked.code.startswith("shift:")]
    assert [(asked.code, len(asked.farther)) for asked in shifts] == [("shift:weekend", 2), ("shift:night", 1)]


def test_whoever_wants_no_such_work_is_not_led_there_by_a_measure(matcher: Matcher) -> None:
    family = matcher.domain_.catalogue.roles["R13"].family
    pool = matcher.prepare([person(refused_families=frozenset({family}), shifts_no=frozenset({"night"}))], ON)
    found = what_if([matcher.score(post(1, "shift:night"), pool)], pool, 0)
    assert found.doors == ()


def test_a_demand_left_out_is_a_demand_not_asked(matcher: Matcher) -> None:
    near, far = person(), person(id="e" * 32, postnummer="0150")
    pool = matcher.prepare([near, far], ON)
    scored = matcher.score(post(1), pool)
    assert scored[0].tier[1] > scored[0].tier[0]
    but_for = tiers_but_for("reach", scored, pool)
    assert but_for.tolist() == [int(scored[0].tier[0])] * 2
    assert np.all(but_for <= Tier.CLOSED.order)
