"""The named selects: every read of a person goes through :func:`visible_job_seekers`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from models.audit import AuditEvent, Decision
from models.matches import CurrentRun, StoredMatch
from models.people import JobSeeker, PersonIdentity, VisibilityRow
from models.vacancies import Vacancy, VacancyState
from models.visibility import SHOWN_WHEN


def visible() -> ColumnElement[bool]:
    """Return ``is_visible`` as SQL over a row of visibility facts."""
    return or_(
        *(
            and_(VisibilityRow.origin == origin, *(getattr(VisibilityRow, fact).is_(answer) for fact, answer in facts.items()))
            for origin, facts in SHOWN_WHEN.items()
        )
    )


def visible_job_seekers(*, ids: Collection[str] | None = None, kommunenr: Collection[str] | None = None) -> Select[JobSeeker]:
    """Return the select of the job seekers who may be shown now; ``kommunenr`` narrows it to where they live."""
    statement = select(JobSeeker).join(JobSeeker.visibility).where(visible())
    if ids is not None:
        statement = statement.where(JobSeeker.id.in_(ids))
    if kommunenr is not None:
        statement = statement.where(JobSeeker.kommunenr.in_(kommunenr))
    return statement


def existing(ids: Collection[str]) -> Select[str]:
    """Return the select of those of ``ids`` who exist, hidden or not: for the trace of a refusal, never to be shown."""
    return select(JobSeeker.id).where(JobSeeker.id.in_(ids))


def candidate_parts() -> tuple[ORMOption, ...]:
    """Return the loading options for what a candidate is made of; of the identity only the birth date."""
    lists = (
        JobSeeker.practice,
        JobSeeker.wishes,
        JobSeeker.education,
        JobSeeker.credentials,
        JobSeeker.languages,
        JobSeeker.codes,
    )
    return (joinedload(JobSeeker.identity).load_only(PersonIdentity.birth_date), *(selectinload(part) for part in lists))


def open_vacancies(on: date) -> Select[Vacancy]:
    """Return the select of the vacancies that take applications on the day ``on``."""
    return select(Vacancy).where(Vacancy.state == VacancyState.OPEN, or_(Vacancy.closes_on.is_(None), Vacancy.closes_on >= on))


def opening_parts() -> tuple[ORMOption, ...]:
    """Return the loading options for what an opening is made of."""
    return (selectinload(Vacancy.requirements), selectinload(Vacancy.variants), joinedload(Vacancy.employer))


def looks_at(person_id: str) -> Select[AuditEvent]:
    """Return the select of everything that was done with one person's data, the last first; who was refused saw nothing."""
    statement = select(AuditEvent).where(AuditEvent.person_id == person_id, AuditEvent.decision == Decision.PERMIT)
    return statement.order_by(AuditEvent.seq.desc())


def current_matches(on: date, *, vacancy_id: str | None = None, job_seeker_id: str | None = None) -> Select[StoredMatch]:
    """Return the select of the published matches, best first, of people visible now and vacancies open on ``on``.

    With ``vacancy_id`` it is that vacancy's list, with ``job_seeker_id`` that person's.
    """
    statement = (
        select(StoredMatch)
        .join(CurrentRun, CurrentRun.run_id == StoredMatch.run_id)
        .where(StoredMatch.job_seeker_id.in_(visible_job_seekers().with_only_columns(JobSeeker.id)))
        .where(StoredMatch.vacancy_id.in_(open_vacancies(on).with_only_columns(Vacancy.id)))
    )
    if vacancy_id is not None:
        statement = statement.where(StoredMatch.vacancy_id == vacancy_id, StoredMatch.vacancy_position.is_not(None))
    if job_seeker_id is not None:
        statement = statement.where(StoredMatch.job_seeker_id == job_seeker_id, StoredMatch.seeker_position.is_not(None))
    by_vacancy = (StoredMatch.vacancy_id, StoredMatch.vacancy_position.asc().nulls_last(), StoredMatch.job_seeker_id)
    by_person = (StoredMatch.job_seeker_id, StoredMatch.seeker_position.asc().nulls_last(), StoredMatch.vacancy_id)
    return statement.order_by(*(by_person if job_seeker_id is not None and vacancy_id is None else by_vacancy))
