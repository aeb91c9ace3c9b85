"""What an employer sees of the people who said yes: the allowed facts, the employer's own answer; nothing after six months."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload

from matcher.records import LanguageLevel, Proof
from models import locks, queries
from models.audit import AuditAction
from models.cv import CodeKind, PracticeKind
from models.people import JobSeeker, PersonIdentity
from models.policy import Actor, vacancies_in_scope
from models.services.errors import JobSeekerNotFound, ServiceError, VacancyNotFound
from models.services.looks import Look
from models.sharing import Answer, Assessment, NotRelevantBecause, Share, ShareRequest
from models.vacancies import Vacancy, VacancyState

KEPT_MONTHS = 6
"""So long an employer sees somebody who was shared."""
COURSE = "course:"
CONTACT = "contact"
"""Stands behind the vacancy in the audit row of a look at somebody's telephone number and e-mail address."""


class ReasonMissing(ServiceError):
    """A no from the employer without a reason."""

    def __init__(self) -> None:
        super().__init__("Velg hvorfor personen ikke er aktuell. Vurderingen er ikke lagret.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One period of work, as the person has told it."""

    title: str
    employer: str
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """One education."""

    title: str
    school: str
    end: date | None
    completed: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A credential or a course, and how well it is known."""

    code: str
    title: str
    proof: Proof
    issued: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language, with what the person says and what a test says."""

    code: str
    spoken: LanguageLevel | None
    written: LanguageLevel | None
    test_spoken: str | None
    test_written: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPerson:
    """Everything that an employer is told of a person; a field that is not here cannot reach one.

    ``phone`` and ``email`` are empty until they are asked for.
    """

    share_id: str
    name: str
    place: str
    competences: tuple[str, ...]
    work: tuple[Work, ...]
    education: tuple[School, ...]
    languages: tuple[Language, ...]
    licences: tuple[str, ...]
    credentials: tuple[Paper, ...]
    courses: tuple[Paper, ...]
    shared_at: datetime
    assessment: Assessment
    not_relevant_because: NotRelevantBecause | None
    invited_at: datetime | None
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPage:
    """The people who said yes, the last shared first; nobody once the vacancy no longer takes applications."""

    vacancy: Vacancy
    takes_applications: bool
    people: Sequence[SharedPerson]


def shared(session: Session, look: Look, vacancy_id: str) -> SharedPage:
    """Return who is shared on an own vacancy; each person shown leaves a trace."""
    vacancy = own_vacancy(session, look.actor, vacancy_id)
    rows = session.execute(
        _shown(look).where(ShareRequest.vacancy_id == vacancy.id).order_by(Share.shared_at.desc(), Share.id)
    ).all()
    people = _people(session, [request.job_seeker_id for _, request in rows])
    look.shown(session, list(people), subject=vacancy.id)
    found = [_told(share, people[request.job_seeker_id]) for share, request in rows if request.job_seeker_id in people]
    open_now = session.scalar(select(Vacancy.id).where(Vacancy.id.in_(_open(look.on)), Vacancy.id == vacancy.id))
    return SharedPage(vacancy=vacancy, takes_applications=open_now is not None, people=found)


def shared_person(session: Session, look: Look, vacancy_id: str, share_id: str) -> tuple[Vacancy, SharedPerson]:
    """Return one shared person with telephone number and e-mail address; that is a look of its own kind in the log."""
    vacancy = own_vacancy(session, look.actor, vacancy_id)
    share, request = _one(session, look, vacancy.id, share_id)
    person = _people(session, [request.job_seeker_id])[request.job_seeker_id]
    look.shown(session, [person.id], subject=f"{vacancy.id}:{CONTACT}")
    return vacancy, _told(share, person, contact=True)


def assess(
    session: Session,
    look: Look,
    vacancy_id: str,
    share_id: str,
    *,
    assessment: Assessment,
    because: NotRelevantBecause | None = None,
) -> None:
    """Write down what the employer thinks of a shared person; a no has a reason."""
    if assessment is Assessment.NOT_RELEVANT and because is None:
        raise ReasonMissing
    locks.take_turn(session, "share")
    vacancy = own_vacancy(session, look.actor, vacancy_id)
    share, request = _one(session, look, vacancy.id, share_id)
    share.assessment = assessment
    share.not_relevant_because = because if assessment is Assessment.NOT_RELEVANT else None
    session.flush()
    look.shown(session, [request.job_seeker_id], subject=vacancy.id, action=AuditAction.UPDATE)


def invite(session: Session, look: Look, vacancy_id: str, share_id: str) -> None:
    """Write down that the employer wishes to meet a shared person; the adviser sees it.  Wishing twice is wishing once."""
    locks.take_turn(session, "share")
    vacancy = own_vacancy(session, look.actor, vacancy_id)
    share, request = _one(session, look, vacancy.id, share_id)
    if share.invited_at is None:
        share.invited_at = look.now
        session.flush()
        look.shown(session, [request.job_seeker_id], subject=vacancy.id, action=AuditAction.UPDATE)


def count_shared(session: Session, look: Look, vacancy_ids: Collection[str]) -> dict[str, int]:
    """Return how many people are shown on each of these vacancies, where there is somebody; only on the reader's own."""
    own = select(Vacancy.id).where(Vacancy.id.in_(vacancy_ids), vacancies_in_scope(look.actor))
    statement = _shown(look).where(ShareRequest.vacancy_id.in_(own)).with_only_columns(ShareRequest.vacancy_id, func.count())
    return {row[0]: row[1] for row in session.execute(statement.group_by(ShareRequest.vacancy_id))}


def own_vacancy(session: Session, actor: Actor, vacancy_id: str) -> Vacancy:
    """Return a vacancy that the actor may open; any other is as unknown as one that does not exist."""
    statement = select(Vacancy).where(
        Vacancy.id == vacancy_id, Vacancy.state != VacancyState.WITHDRAWN, vacancies_in_scope(actor)
    )
    found = session.scalars(statement.options(joinedload(Vacancy.employer))).unique().one_or_none()
    if found is None:
        raise VacancyNotFound(vacancy_id)
    return found


def too_old(now: datetime) -> ColumnElement[bool]:
    """Return the condition on :class:`Share` for what an employer has had for six months at ``now``."""
    return Share.shared_at <= months_before(now, KEPT_MONTHS)


def months_before(now: datetime, months: int) -> datetime:
    """Return the same time of the same day so many months earlier; the last day of a shorter month stands for the missing."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))


def _open(on: date) -> Select[str]:
    return queries.open_vacancies(on).with_only_columns(Vacancy.id)


def _shown(look: Look) -> Select[Share, ShareRequest]:
    """Return the shares that may be shown now: a yes that stands, a visible person, an open vacancy, within six months."""
    return (
        select(Share, ShareRequest)
        .join(ShareRequest, ShareRequest.id == Share.request_id)
        .where(
            ShareRequest.answer == Answer.YES,
            ShareRequest.vacancy_id.in_(_open(look.on)),
            ShareRequest.job_seeker_id.in_(queries.visible_job_seekers().with_only_columns(JobSeeker.id)),
            ~too_old(look.now),
        )
    )


def _one(session: Session, look: Look, vacancy_id: str, share_id: str) -> tuple[Share, ShareRequest]:
    row = session.execute(_shown(look).where(ShareRequest.vacancy_id == vacancy_id, Share.id == share_id)).one_or_none()
    if row is None:
        raise JobSeekerNotFound(share_id)
    return row[0], row[1]


def _people(session: Session, ids: Sequence[str]) -> dict[str, JobSeeker]:
    if not ids:
        return {}
    columns = (PersonIdentity.given_name, PersonIdentity.family_name, PersonIdentity.phone, PersonIdentity.email)
    parts = (*queries.candidate_parts()[1:], joinedload(JobSeeker.identity).load_only(*columns))
    found = session.scalars(queries.visible_job_seekers(ids=ids).options(*parts)).unique()
    return {person.id: person for person in found}


def _told(share: Share, person: JobSeeker, *, contact: bool = False) -> SharedPerson:
    papers = [
        Paper(code=held.code, title=held.title, proof=held.proof, issued=held.issued, valid_until=held.valid_until)
        for held in person.credentials
    ]
    identity = person.identity
    return SharedPerson(
        share_id=share.id,
        name=f"{identity.given_name} {identity.family_name}".strip(),
        place=person.poststed,
        competences=tuple(code.code for code in person.codes if code.kind is CodeKind.SKILL),
        work=tuple(
            Work(title=period.title, employer=period.employer, start=period.start, end=period.end)
            for period in person.practice
            # Care for one's own is the person's private life.
            if period.kind is not PracticeKind.FAMILY
        ),
        education=tuple(
            School(title=entry.title, school=entry.school, end=entry.end, completed=entry.completed) for entry in person.education
        ),
        languages=tuple(
            Language(
                code=spoken.language,
                spoken=spoken.spoken,
                written=spoken.written,
                test_spoken=spoken.test_spoken,
                test_written=spoken.test_written,
            )
            for spoken in person.languages
        ),
        licences=tuple(code.code for code in person.codes if code.kind is CodeKind.LICENCE),
        credentials=tuple(paper for paper in papers if not paper.code.startswith(COURSE)),
        courses=tuple(paper for paper in papers if paper.code.startswith(COURSE)),
        shared_at=share.shared_at,
        assessment=share.assessment,
        not_relevant_because=share.not_relevant_because,
        invited_at=share.invited_at,
        phone=identity.phone if contact else "",
        email=identity.email if contact else "",
    )
