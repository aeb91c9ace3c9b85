"""The named selects: every read of a person goes through :func:`visible_job_seekers`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    ScalarSelect,
    Select,
    Subquery,
    and_,
    bindparam,
    func,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from models import changes
from models.audit import AuditEvent, Decision
from models.matches import CurrentRun, RunPerson, RunVacancy
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


def everybody_there() -> Select[str]:
    """Return the select of the ids of all who exist, hidden or not: for finding out who was erased, never to be shown."""
    return select(JobSeeker.id)


PERSON_MARK = (
    JobSeeker.content_hash,
    JobSeeker.updated_at,
    JobSeeker.kommunenr,
    JobSeeker.office,
    JobSeeker.adviser_id,
    JobSeeker.version,
)
"""What is held against the last look at a person: the content by its digest, then what decides whom a reader reaches."""
VACANCY_MARK = (Vacancy.content_hash, Vacancy.updated_at)
"""What is held against the last look at a vacancy."""


@cache
def people_since(*, postgresql: bool) -> Select[Any]:
    """Return the select of how far a look sees, and of each who changed since another one, or is asked about again.

    One row for each of them, or one with no person: settled, erased; id, number; whether they may be shown now, and what
    is held against the last look.  It tells what to read anew, and is never to be shown itself.  Bound when it is asked:
    ``settled`` of the other look, and ``again``.
    """
    head, each = _since((JobSeeker.id, VisibilityRow.job_seeker_id), postgresql=postgresql)
    shown = and_(VisibilityRow.job_seeker_id == JobSeeker.id, visible())
    return (
        select(head.c[0], head.c[1], each.c.id, each.c.number, VisibilityRow.job_seeker_id.is_not(None), *PERSON_MARK)
        .select_from(head.outerjoin(each, true()))
        .outerjoin(JobSeeker, JobSeeker.id == each.c.id)
        .outerjoin(VisibilityRow, shown)
    )


@cache
def vacancies_since(*, postgresql: bool) -> Select[Any]:
    """Return the same of the vacancies; they count as shown when they take applications ``on`` a day, bound too."""
    head, each = _since((Vacancy.id,), postgresql=postgresql)
    open_then = _takes_applications(bindparam("on", type_=Date))
    return (
        select(head.c[0], head.c[1], each.c.id, each.c.number, open_then, *VACANCY_MARK)
        .select_from(head.outerjoin(each, true()))
        .outerjoin(Vacancy, Vacancy.id == each.c.id)
    )


def _since(keys: Sequence[InstrumentedAttribute[str]], *, postgresql: bool) -> tuple[Subquery, Subquery]:
    """Return how far a look sees, and the rows that changed, by the first of ``keys``, each with its last number."""
    settled: ColumnElement[int] = bindparam("settled", type_=BigInteger)
    again: ColumnElement[Any] = bindparam("again", expanding=True)
    rows = [select(key.label("id"), _number_of(key).label("number")) for key in keys]
    found = [
        part.where(changes.later(_number_of(key), settled, postgresql=postgresql)) for part, key in zip(rows, keys, strict=True)
    ]
    every = union_all(*found, rows[0].where(keys[0].in_(again))).subquery()
    each = select(every.c.id, func.max(every.c.number).label("number")).group_by(every.c.id).subquery()
    return changes.head(postgresql=postgresql).subquery(), each


def _number_of(key: InstrumentedAttribute[str]) -> InstrumentedAttribute[int]:
    number: InstrumentedAttribute[int] = key.class_.change_number
    return number


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
    return select(Vacancy).where(_takes_applications(on))


def _takes_applications(on: date | ColumnElement[date]) -> ColumnElement[bool]:
    return and_(Vacancy.state == VacancyState.OPEN, or_(Vacancy.closes_on.is_(None), Vacancy.closes_on >= on))


def opening_parts() -> tuple[ORMOption, ...]:
    """Return the loading options for what an opening is made of."""
    return (selectinload(Vacancy.requirements), selectinload(Vacancy.variants), joinedload(Vacancy.employer))


def looks_at(person_id: str) -> Select[AuditEvent]:
    """Return the select of everything that was done with one person's data, the last first; who was refused saw nothing."""
    statement = select(AuditEvent).where(AuditEvent.person_id == person_id, AuditEvent.decision == Decision.PERMIT)
    return statement.order_by(AuditEvent.seq.desc())


def current_run() -> ScalarSelect[str]:
    """Return the published run, for the where clauses of others."""
    return select(CurrentRun.run_id).scalar_subquery()


def people_of_run(run_id: str | ScalarSelect[str]) -> Select[RunPerson]:
    """Return the select of what a run says of people, as far as they may be shown now."""
    seen = visible_job_seekers().with_only_columns(JobSeeker.id)
    return select(RunPerson).where(RunPerson.run_id == run_id, RunPerson.job_seeker_id.in_(seen))


def current_vacancies(on: date) -> Select[RunVacancy]:
    """Return the select of what the published run says of vacancies that are open on ``on``."""
    open_now = open_vacancies(on).with_only_columns(Vacancy.id)
    return select(RunVacancy).where(RunVacancy.run_id == current_run(), RunVacancy.vacancy_id.in_(open_now))
