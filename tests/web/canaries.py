"""A world in which every person carries a mark of their own, so that a leak is a plain substring in an answer.

Two offices, two employers, thirty-six people: twelve of them must never be seen, for every reason there is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.text import normalise
from models.accounts import User
from models.drafts import CredentialDraft, JobSeekerDraft, PracticeDraft, VacancyDraft, VisibilityFacts, WishDraft
from models.matches import Verdict
from models.people import JobSeeker
from models.services.people.storing import set_visibility_facts, upsert_job_seekers
from models.services.vacancies.storing import upsert_vacancies
from models.sharing import Answer, AnsweredBy, CandidateListEntry, RequestState, Share, ShareRequest
from models.vacancies import Vacancy
from tests.factories import NOW, TODAY, job_seeker_draft, own_facts, vacancy_draft, visible_facts

PLACES = (("3421", "2420", "Trysil"), ("3425", "2440", "Engerdal"), ("3422", "2450", "Rena"), ("3419", "2436", "Våler i Solør"))
OFFICES = {"adviser": {"3421", "3425"}, "adviser of another office": {"3422", "3419"}}
UNITS = ("Trysil kommune, sykehjemmet", "Åmot kommune, hjemmetjenesten")
HIDDEN: tuple[VisibilityFacts | None, ...] = (
    visible_facts(dead=True),
    visible_facts(address_protected=True),
    visible_facts(code_6_or_7=True),
    visible_facts(shielded=True),
    visible_facts(active_cv=False),
    visible_facts(in_follow_up=False),
    visible_facts(in_kvp=True),
    visible_facts(job_seeker_period=False),
    visible_facts(dead=None),
    own_facts(consent=False),
    own_facts(adviser_confirmed=None),
    None,
)
"""One set of facts for each person who must not be seen; None = nothing has been answered at all."""


@dataclass(frozen=True, slots=True)
class World:
    """Ids of what is in the database; ``marks`` gives each person's own mark."""

    marks: dict[str, str]
    hidden: frozenset[str]
    municipality: dict[str, str]
    vacancies: dict[str, str]
    closed: str

    def within(self, office: str) -> frozenset[str]:
        """Return the visible people whom a user of ``office`` reaches: nobody but advisers has any."""
        reached = OFFICES.get(office, set())
        return frozenset(one for one, place in self.municipality.items() if place in reached and one not in self.hidden)

    @property
    def some_of_each(self) -> list[str]:
        """Everybody hidden, for each reason there is, and three of those whom each office reaches."""
        shown = [one for office in OFFICES for one in sorted(self.within(office))[:3]]
        return [*sorted(self.hidden), *shown]

    def seen_in(self, text: str) -> set[str]:
        """Return the people whose mark stands in ``text``."""
        return {one for one, mark in self.marks.items() if mark in text}


def mark_of(number: int) -> str:
    """Return a mark that stands nowhere else."""
    return "Zq" + hashlib.sha256(f"mark {number}".encode()).hexdigest()[:12]


def build(session: Session, people: int = 36) -> World:
    """Fill a database that holds the catalogue and the demo's users."""
    drafts = [_person(number) for number in range(people)]
    upsert_job_seekers(session, drafts, NOW)
    ids = {row.external_id: row.id for row in session.execute(select(JobSeeker.external_id, JobSeeker.id))}
    hidden: set[str] = set()
    for number, draft in enumerate(drafts):
        facts = HIDDEN[number] if number < len(HIDDEN) else visible_facts()
        if facts is not None:
            set_visibility_facts(session, draft.external_id, facts, NOW)
        if number < len(HIDDEN):
            hidden.add(ids[draft.external_id])
    upsert_vacancies(session, [_vacancy(number) for number in range(6)], NOW)
    rows = session.scalars(select(Vacancy).order_by(Vacancy.external_id)).all()
    session.flush()
    world = World(
        marks={ids[draft.external_id]: draft.family_name for draft in drafts},
        hidden=frozenset(hidden),
        municipality={ids[draft.external_id]: draft.kommunenr or "" for draft in drafts},
        vacancies={row.id: row.employer.name if row.employer else "" for row in rows if row.closes_on and row.closes_on >= TODAY},
        closed=next(row.id for row in rows if row.closes_on and row.closes_on < TODAY),
    )
    _lists(session, world)
    return world


def _person(number: int) -> JobSeekerDraft:
    kommunenr, postnummer, place = PLACES[number % 4]
    mark = mark_of(number)
    return job_seeker_draft(
        f"PAM-{mark}",
        given_name="Prøve",
        family_name=mark,
        birth_date=date(1980 + number % 25, 1 + number % 12, 1 + number % 28),
        phone=f"+47 {mark}",
        email=f"{mark}@eksempel.no",
        kommunenr=kommunenr,
        postnummer=postnummer,
        poststed=place,
        practice=(PracticeDraft(title="Pleieassistent", employer=f"{mark} AS", place=place, start=date(2019, 1, 1), percent=80),),
        wishes=(WishDraft(title="Helsefagarbeider", primary=True),),
        credentials=(CredentialDraft(code="auth:HF", issuer=mark),) if number % 3 == 0 else (),
        licences=("B",) if number % 2 else (),
        skills=("stell",),
        wished_places=(kommunenr,),
    )


def _vacancy(number: int) -> VacancyDraft:
    place = PLACES[0] if number % 2 == 0 else PLACES[2]
    closes = TODAY + timedelta(days=10 * number) if number else TODAY - timedelta(days=3)
    return vacancy_draft(
        f"a0000000-0000-4000-8000-{number:012d}",
        title=f"Helsefagarbeider {number}",
        employer=UNITS[number % 2],
        kommunenr=place[0],
        postnummer=place[1],
        place=place[2],
        deadline=closes,
        expires=None,
    )


def _lists(session: Session, world: World) -> None:
    """Put people on lists, ask some, and share one; and hide one of each afterwards, as life does."""
    users = {user.username: user.id for user in session.scalars(select(User))}
    for vacancy, employer in world.vacancies.items():
        by = users["demo-veileder-trysil" if employer == UNITS[0] else "demo-veileder-amot"]
        office = "adviser" if employer == UNITS[0] else "adviser of another office"
        chosen = [*sorted(world.within(office))[:4], *sorted(world.hidden)[:2]]
        for number, person in enumerate(chosen):
            session.add(CandidateListEntry(vacancy_id=vacancy, job_seeker_id=person, added_by=by, added_at=NOW, changed_at=NOW))
            session.add(Verdict(vacancy_id=vacancy, job_seeker_id=person, user_id=by, relevant=True, reason="passer", at=NOW))
            asked = ShareRequest(
                job_seeker_id=person,
                vacancy_id=vacancy,
                state=RequestState.ANSWERED if number != 1 else RequestState.NOTIFIED,
                deadline=TODAY + timedelta(days=3),
                notice_version="1",
                created_by=by,
                created_at=NOW,
                answer=None if number == 1 else Answer.YES,
                answered_at=None if number == 1 else NOW,
                answered_by=None if number == 1 else AnsweredBy.ADVISER,
                answered_by_id=None if number == 1 else by,
            )
            session.add(asked)
            session.flush()
            if number in {0, 4}:  # one who may be seen, one who was hidden since
                session.add(Share(request_id=asked.id, answer=Answer.YES, shared_by=by, shared_at=NOW))
    session.flush()


def unit_key(name: str) -> str:
    """Return the key of an organisation without a number."""
    return f"name:{normalise(name)}"
