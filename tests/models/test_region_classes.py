"""Which class would fill most of the region's posts: counted from everybody who may be shown, told so that it shows nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from matcher.catalogue import Catalogue
from matcher.classes import Course
from models.drafts import LanguageDraft, PracticeDraft, RequirementDraft
from models.services.insight.classes import (
    Plan,
    RegionClasses,
    classes_for_region,
    leads_to,
    places_for_classes,
    roles_with_classes,
)
from models.services.people.storing import set_visibility_facts, upsert_job_seekers
from models.services.ranking.live import LivePool
from models.services.vacancies.storing import upsert_vacancies
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts

AT_THE_JOB, LANGUAGE = Course(edge="T06", target="N07"), Course(edge="T15B1", target="N21B1")
PLAN = Plan(seats=5, place="2420", starts=date(2027, 8, 1))
SKILLED = (RequirementDraft(code="auth:HF", strength="must"),)


@pytest.fixture
def put(session: Session) -> Callable[..., None]:
    """Store people in Trysil who have been assistants for years; whoever is named in ``hidden`` may not be shown."""

    def store(count: int, *, first: int = 0, hidden: tuple[int, ...] = (), **changes: object) -> None:
        practice = (PracticeDraft(title="Pleieassistent", styrk08="5329", start=date(2024, 1, 1), percent=100),)
        drafts = [
            job_seeker_draft(f"PAM-{number}", **({"practice": practice} | changes)) for number in range(first, first + count)
        ]
        upsert_job_seekers(session, drafts, NOW)
        for number in range(first, first + count):
            set_visibility_facts(session, f"PAM-{number}", visible_facts(dead=number in hidden), NOW)

    return store


@pytest.fixture
def posts(session: Session) -> None:
    """Three positions for a skilled worker in Trysil."""
    upsert_vacancies(session, [vacancy_draft(positions=3, requirements=SKILLED)], NOW)


def found(session: Session, live: LivePool, plan: Plan = PLAN) -> RegionClasses:
    return classes_for_region(session, live, plan, TODAY)


@pytest.mark.usefixtures("posts")
def test_a_class_of_assistants_fills_the_skilled_posts(session: Session, live: LivePool, put: Callable[..., None]) -> None:
    put(7)
    answer = found(session, live)
    assert (answer.positions, answer.filled_now) == (3, 0)
    (row,) = [one for one in answer.rows if one.course == AT_THE_JOB]
    assert (row.gain, row.seats_used, row.people) == (3, 3, 5)
    assert row.ready == (date(2028, 8, 1), date(2029, 2, 1), date(2030, 8, 1))
    assert dict(row.posts) == {"3421": 3}
    assert dict(row.homes) == {"3421": 5, None: 0}
    gains = [one.gain for one in answer.rows]
    assert gains == sorted(gains, reverse=True)
    assert all(gains)


@pytest.mark.usefixtures("posts")
def test_posts_that_are_over_by_then_are_counted_by_their_form_and_fill_nothing(
    session: Session, live: LivePool, put: Callable[..., None]
) -> None:
    put(7)
    summer = vacancy_draft("ad-2", positions=4, requirements=SKILLED, employment="sommer")
    cover = vacancy_draft("ad-3", positions=1, requirements=SKILLED, employment="vikariat", start=date(2028, 9, 1))
    upsert_vacancies(session, [summer, cover], NOW)
    answer = found(session, live)
    assert (answer.positions, answer.filled_now) == (8, 0)
    assert dict(answer.over) == {"sommer": 4}, "no class finishes before the summer"
    (row,) = [one for one in answer.rows if one.course == AT_THE_JOB]
    assert (row.gain, dict(row.over)) == (4, {"sommer": 4}), "half a year after its first day the cover post still waits"
    later = found(session, live, replace(PLAN, starts=date(2028, 3, 1)))
    (row,) = [one for one in later.rows if one.course == AT_THE_JOB]
    assert (row.gain, dict(row.over)) == (3, {"sommer": 4, "vikariat": 1})


@pytest.mark.usefixtures("posts")
def test_seats_are_the_limit(session: Session, live: LivePool, put: Callable[..., None]) -> None:
    put(7)
    upsert_vacancies(session, [vacancy_draft("ad-2", positions=9, requirements=SKILLED)], NOW)
    assert [one.gain for one in found(session, live).rows if one.course == AT_THE_JOB] == [5]
    more = found(session, live, replace(PLAN, seats=60))
    assert [(one.gain, one.seats_used) for one in more.rows if one.course == AT_THE_JOB] == [(7, 7)]


@pytest.mark.usefixtures("posts")
def test_where_fewer_than_five_may_begin_nothing_is_told(session: Session, live: LivePool, put: Callable[..., None]) -> None:
    put(7, hidden=(0, 1, 2))
    answer = found(session, live)
    assert answer.rows == []
    assert AT_THE_JOB in answer.few
    put(1, first=7)
    assert AT_THE_JOB in [one.course for one in found(session, live).rows], "the fifth who may be shown"


@pytest.mark.usefixtures("posts")
def test_a_class_that_fills_nothing_says_so(session: Session, live: LivePool, put: Callable[..., None]) -> None:
    put(6, languages=(LanguageDraft(language="no", test_spoken="A2", test_written="A2"),))
    answer = found(session, live)
    assert LANGUAGE in answer.idle
    assert AT_THE_JOB in answer.few, "the rules ask for Norwegian at B1"


@pytest.mark.usefixtures("posts")
def test_the_place_decides_who_can_come(session: Session, live: LivePool, put: Callable[..., None]) -> None:
    put(6)
    in_modules = Course(edge="T03", target="N07")
    assert in_modules in [one.course for one in found(session, live).rows]
    assert in_modules in found(session, live, replace(PLAN, place="2815")).few, "Gjøvik is too far by day"
    assert in_modules in [one.course for one in found(session, live, replace(PLAN, place=None)).rows]


@pytest.mark.usefixtures("posts")
def test_one_role_leaves_the_other_classes_out(
    session: Session, live: LivePool, put: Callable[..., None], catalogue: Catalogue
) -> None:
    put(6)
    answer = found(session, live, replace(PLAN, role="R11"))
    every = [*(one.course for one in answer.rows), *answer.idle, *answer.few]
    assert {course.target for course in every} == {"N07"}
    assert "R11" in roles_with_classes(catalogue)
    assert not any(leads_to(course, "R99", catalogue) for course in every)
    assert all(catalogue.roles[role].states for role in roles_with_classes(catalogue))


@pytest.mark.usefixtures("posts")
def test_places_begin_where_most_posts_are_and_end_where_the_training_is(session: Session, live: LivePool) -> None:
    upsert_vacancies(session, [vacancy_draft("ad-2", positions=9, postnummer="2450", place="Rena", kommunenr="3422")], NOW)
    places = [(place.name.casefold(), place.kommunenr) for place in places_for_classes(session, live, TODAY)]
    assert places[:2] == [("rena", "3422"), ("trysil", "3421")]
    assert ("elverum", "3420") in places
    assert len(places) == len(set(places))


def test_nobody_and_nothing_open(session: Session, live: LivePool, put: Callable[..., None]) -> None:
    assert found(session, live).positions == 0
    put(6)
    answer = found(session, live)
    assert (answer.positions, answer.filled_now, list(answer.rows)) == (0, 0, [])
