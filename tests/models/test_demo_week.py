"""The demo's week: own people, a list at every stage, done as the adviser and traced so, and never done twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.accounts import Scope
from models.audit import AuditEvent
from models.people import JobSeeker
from models.services.adviser_start import Cut, follow_ups, own_people, waiting
from models.services.demo_week import OWN_PEOPLE, begin_week
from models.services.looks import Look
from models.services.people.storing import set_visibility_facts, upsert_job_seekers
from models.services.sharing.candidate_lists import candidate_list
from models.services.sharing.requests import Stage
from models.services.vacancies.storing import upsert_vacancy
from models.sharing import ListStatus, Share
from models.vacancies import Vacancy
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts
from tests.models.list_world import World, make_world
from tests.models.test_people import publish_everything

ALL = Cut(50)


@pytest.fixture
def world(session: Session) -> World:
    """Thirteen visible people in Trysil, one hidden, one in Åmot, and two vacancies there, one of them of our employer."""
    world = make_world(session)
    more = [job_seeker_draft(f"PAM-Z{number:02}", given_name=f"Z{number:02}") for number in range(11)]
    upsert_job_seekers(session, more, NOW)
    for draft in more[:-1]:
        set_visibility_facts(session, draft.external_id, visible_facts(), NOW)
    other = vacancy_draft("a0000000-0000-4000-8000-000000000001", employer="En annen (oppdiktet)")
    upsert_vacancy(session, other, NOW)
    publish_everything(session)
    return world


def names(session: Session, look: Look) -> set[str]:
    return {row.card.given_name for row in own_people(session, look, ALL).rows}


def test_the_first_people_of_the_municipality_become_own(session: Session, world: World) -> None:
    assert begin_week(session, world.adviser, [world.employer.actor])
    assert names(session, world.adviser) == {"A", "B", "C", *(f"Z{number:02}" for number in range(OWN_PEOPLE - 3))}
    assert begin_week(session, world.other_office, [world.employer.actor])
    assert names(session, world.other_office) == {"Y"}
    assert len(names(session, world.adviser)) == OWN_PEOPLE


def test_a_list_has_people_at_every_stage(session: Session, world: World) -> None:
    begin_week(session, world.adviser, [world.employer.actor])
    found = candidate_list(session, world.adviser, world.vacancy)
    assert sorted((one.stage, one.status, one.shared is not None, one.follow_up_due) for one in found.people) == sorted(
        [
            (Stage.YES, ListStatus.RELEVANT, True, False),
            (Stage.WAITING, ListStatus.CONTACTED, False, False),
            (Stage.NEVER, ListStatus.CONTACTED, False, True),
            (Stage.NEVER, ListStatus.CONSIDERED, False, False),
            (Stage.NEVER, ListStatus.NOT_INTERESTED, False, False),
        ]
    )
    (question,) = waiting(session, world.adviser, ALL).rows
    assert (question.deadline, question.expired) == (TODAY + timedelta(days=2), False)
    assert [row.follow_up_on for row in follow_ups(session, world.adviser, ALL).rows] == [TODAY]


def test_nobody_is_shared_where_no_employer_of_the_demo_would_see_it(session: Session, world: World) -> None:
    begin_week(session, world.adviser, [])
    assert waiting(session, world.adviser, ALL).total == 1
    assert session.scalars(select(Share)).all() == []


def test_it_is_traced_as_done_by_the_adviser(session: Session, world: World) -> None:
    begin_week(session, world.adviser, [world.employer.actor])
    events = session.scalars(select(AuditEvent)).all()
    assert {event.actor for event in events} == {world.adviser.actor.audit_name}
    owned = session.scalars(select(JobSeeker.id).where(JobSeeker.adviser_id.is_not(None)))
    assert set(owned) <= {event.person_id for event in events}


def test_who_has_worked_here_keeps_everything_as_it_is(session: Session, world: World) -> None:
    own_people(session, world.adviser, ALL)
    begin_week(session, world.adviser, [world.employer.actor])
    session.execute(update(JobSeeker).values(adviser_id=None))
    session.expire_all()
    assert not begin_week(session, world.adviser, [world.employer.actor])
    assert names(session, world.adviser) == set()


@pytest.mark.parametrize("closed", [True, False])
def test_without_a_vacancy_or_people_there_is_no_list(session: Session, world: World, *, closed: bool) -> None:
    look = world.adviser
    if closed:
        session.execute(update(Vacancy).values(closes_on=TODAY - timedelta(days=1)))
        session.expire_all()
    else:
        look = replace(look, actor=replace(look.actor, grants=frozenset({(Scope.MUNICIPALITY, "3425")})))
    assert begin_week(session, look, [world.employer.actor])
    assert waiting(session, look, ALL).total == 0
    assert len(names(session, look)) == (OWN_PEOPLE if closed else 0)
