"""A vacancy with a candidate list: invented people, two advisers of different offices, and the employer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.text import normalise
from models.accounts import Scope, UserKind
from models.audit import AuditEvent
from models.people import JobSeeker
from models.policy import Actor
from models.services.accounts import create_user
from models.services.looks import Look
from models.services.people.storing import set_visibility_facts, upsert_job_seekers
from models.services.sharing.candidate_lists import add_to_list
from models.services.sharing.requests import answer, ask, share
from models.services.vacancies.storing import upsert_vacancy
from models.sharing import Answer
from models.vacancies import Vacancy
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts

EMPLOYER = (Scope.ORGANISATION, f"name:{normalise('Trysil kommune (oppdiktet avdeling)')}")
IN_THREE_DAYS = TODAY + timedelta(days=3)


@dataclass(frozen=True)
class World:
    """What a test has at hand: ids of the people by their source's id, one vacancy, and who looks."""

    people: dict[str, str]
    vacancy: str
    adviser: Look
    other_office: Look
    employer: Look
    other_employer: Look


def a_look(session: Session, kind: UserKind, *grants: tuple[Scope, str], now: datetime = NOW) -> Look:
    """Return the look of a new user."""
    name = f"{kind.value}-{'-'.join(value for _, value in grants)}"
    user = create_user(session, username=name, name=name, kind=kind, grants=grants, now=NOW)
    actor = Actor(user_id=user.id, name=name, kind=kind, grants=frozenset(grants))
    return Look(actor=actor, purpose="formidling", now=now, on=now.date(), request_id="r1")


def later(look: Look, **by: float) -> Look:
    """Return the same look some time later."""
    now = look.now + timedelta(**by)
    return replace(look, now=now, on=now.date())


def make_world(session: Session, **vacancy: Any) -> World:
    """Put four people (A, B and C in Trysil, Y in Åmot) and one vacancy with two posts in Trysil into the database."""
    drafts = [
        job_seeker_draft(f"PAM-{letter}", given_name=letter, family_name="Prøvesen", phone=f"{letter}-telefon")
        for letter in "ABC"
    ]
    drafts.append(job_seeker_draft("PAM-Y", given_name="Y", kommunenr="3422", postnummer="2450", poststed="Rena"))
    upsert_job_seekers(session, drafts, NOW)
    for draft in drafts:
        set_visibility_facts(session, draft.external_id, visible_facts(), NOW)
    upsert_vacancy(session, vacancy_draft(**vacancy), NOW)
    rows = session.execute(select(JobSeeker.external_id, JobSeeker.id))
    return World(
        people={row[0].removeprefix("PAM-"): row[1] for row in rows},
        vacancy=session.scalars(select(Vacancy.id)).one(),
        adviser=a_look(session, UserKind.ADVISER, (Scope.MUNICIPALITY, "3421")),
        other_office=a_look(session, UserKind.ADVISER, (Scope.MUNICIPALITY, "3422")),
        employer=a_look(session, UserKind.EMPLOYER, EMPLOYER),
        other_employer=a_look(session, UserKind.EMPLOYER, (Scope.ORGANISATION, "name:en annen")),
    )


def put_on_list(session: Session, world: World, *letters: str) -> list[str]:
    """Put people on the list, each by an adviser who reaches them; return their ids."""
    people = [world.people[letter] for letter in letters]
    for look in (world.adviser, world.other_office):
        add_to_list(session, look, world.vacancy, people)
    return people


def share_with_employer(session: Session, world: World, *letters: str) -> list[str]:
    """Ask, say yes, share."""
    people = put_on_list(session, world, *letters)
    ask(session, world.adviser, world.vacancy, people, IN_THREE_DAYS)
    for person in people:
        answer(session, world.adviser, world.vacancy, person, Answer.YES)
    assert share(session, world.adviser, world.vacancy, people).people == people
    return people


def traces(session: Session) -> list[tuple[str, str | None]]:
    """Return what the audit log holds: action and person, in order."""
    rows = session.execute(select(AuditEvent.action, AuditEvent.person_id).order_by(AuditEvent.seq))
    return [(row[0].value, row[1]) for row in rows]
