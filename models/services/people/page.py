"""One person as an adviser meets them: what now, what the CV says, which lists and questions, and who has looked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.records import Candidate, Tier
from models import queries
from models.accounts import User
from models.audit import AuditAction
from models.people import JobSeeker
from models.policy import people_in_scope
from models.services.errors import JobSeekerNotFound
from models.services.looks import Look, person_in_reach
from models.services.people.profile import Profile, profile_of
from models.services.people.ranking import PersonRanking, rank_person
from models.services.ranking.live import LivePool
from models.sharing import Answer, CandidateListEntry, ListStatus, RequestState, Share, ShareRequest
from models.vacancies import Employer, Vacancy

LOOKS_PER_PAGE = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyCard:
    """What a row says of a vacancy."""

    id: str
    title: str
    employer: str
    place: str
    percent_min: float | None
    percent_max: float | None
    deadline: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnList:
    """A candidate list that the person is on."""

    vacancy: VacancyCard
    status: ListStatus
    changed: datetime
    follow_up_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question to the person about sharing, and what came of it."""

    vacancy: VacancyCard
    state: RequestState
    created: datetime
    deadline: date
    answer: Answer | None
    answered: datetime | None
    shared: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """One look at the person: ``name`` is the user's, "" for whoever is gone; ``machine`` = by the command line."""

    at: datetime
    name: str
    machine: bool
    action: AuditAction
    purpose: str
    vacancy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """One page of who has looked, the last first."""

    rows: Sequence[LookedAt]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """Everything that stands on a person's page."""

    person: JobSeeker
    candidate: Candidate
    profile: Profile
    ranking: PersonRanking
    vacancies: Mapping[str, VacancyCard]
    lists: Sequence[OnList]
    requests: Sequence[Asked]
    looks: Looks
    adviser: str
    mine: bool


def person_page(
    session: Session, live: LivePool, look: Look, person_id: str, *, whole: Collection[Tier] = (), looks_page: int = 1
) -> PersonPage:
    """Return a person within reach with everything about them; the look leaves a trace, and stands in it."""
    person = person_in_reach(session, look.actor, person_id)
    people = live.people(session, look.on, among=people_in_scope(look.actor))
    candidate = people.candidate(person.id)
    if candidate is None:  # out of sight since the row was read
        raise JobSeekerNotFound(person_id)
    look.shown(session, [person.id])
    session.refresh(person.identity)
    openings = live.openings(session, look.on)
    row = people.pool.index[person.id]
    ranking = rank_person(live, people, openings, row, whole=whole)
    lists, requests = _lists(session, person.id), _requests(session, person.id)
    shown = {match.opening for tier in ranking.tiers for match in tier.matches}
    adviser = session.get(User, person.adviser_id) if person.adviser_id else None
    return PersonPage(
        person=person,
        candidate=candidate,
        profile=profile_of(candidate, look.on),
        ranking=ranking,
        vacancies=_cards(session, shown),
        lists=lists,
        requests=requests,
        looks=_looks(session, person.id, looks_page),
        adviser=adviser.display_name if adviser else "",
        mine=person.adviser_id == look.actor.user_id,
    )


_COLUMNS = (
    Vacancy.id,
    Vacancy.title,
    Vacancy.place,
    Vacancy.percent_min,
    Vacancy.percent_max,
    Vacancy.deadline,
    Employer.name.label("employer"),
)


def _cards(session: Session, ids: Collection[str]) -> dict[str, VacancyCard]:
    if not ids:
        return {}
    statement = select(*_COLUMNS).outerjoin(Vacancy.employer).where(Vacancy.id.in_(ids))
    return {
        row.id: VacancyCard(
            id=row.id,
            title=row.title,
            employer=row.employer or "",
            place=row.place,
            percent_min=row.percent_min,
            percent_max=row.percent_max,
            deadline=row.deadline,
        )
        for row in session.execute(statement)
    }


def _lists(session: Session, person_id: str) -> list[OnList]:
    entry = CandidateListEntry
    rows = session.scalars(select(entry).where(entry.job_seeker_id == person_id).order_by(entry.changed_at.desc())).all()
    about = _cards(session, [row.vacancy_id for row in rows])
    return [
        OnList(vacancy=about[row.vacancy_id], status=row.status, changed=row.changed_at, follow_up_on=row.follow_up_on)
        for row in rows
    ]


def _requests(session: Session, person_id: str) -> list[Asked]:
    statement = (
        select(ShareRequest, Share.shared_at)
        .outerjoin(Share, Share.request_id == ShareRequest.id)
        .where(ShareRequest.job_seeker_id == person_id)
        .order_by(ShareRequest.created_at.desc())
    )
    rows = session.execute(statement).all()
    about = _cards(session, [request.vacancy_id for request, _ in rows])
    return [
        Asked(
            vacancy=about[request.vacancy_id],
            state=request.state,
            created=request.created_at,
            deadline=request.deadline,
            answer=request.answer,
            answered=request.answered_at,
            shared=shared,
        )
        for request, shared in rows
    ]


def _looks(session: Session, person_id: str, page: int) -> Looks:
    statement = queries.looks_at(person_id)
    total = session.scalar(statement.with_only_columns(func.count()).order_by(None)) or 0
    pages = max(1, -(-total // LOOKS_PER_PAGE))
    page = min(max(page, 1), pages)
    rows = session.scalars(statement.offset((page - 1) * LOOKS_PER_PAGE).limit(LOOKS_PER_PAGE)).all()
    users = {row.actor.removeprefix("user:") for row in rows if row.actor.startswith("user:")}
    known = session.execute(select(User.id, User.display_name).where(User.id.in_(users)))
    names = {row.id: row.display_name for row in known}
    titles = {one: card.title for one, card in _cards(session, {row.subject for row in rows if row.subject}).items()}
    return Looks(
        rows=[
            LookedAt(
                at=row.at,
                name=names.get(kind_and_id[1], "") if kind_and_id[0] == "user" else kind_and_id[1],
                machine=kind_and_id[0] != "user",
                action=row.action,
                purpose=row.purpose,
                vacancy=titles.get(row.subject, ""),
            )
            for row, kind_and_id in ((row, row.actor.split(":", 1)) for row in rows)
        ],
        total=total,
        page=page,
        pages=pages,
    )
