"""The vacancies of an employer's own organisations: the list, one of them, closing it and opening it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import locks, queries
from models.accounts import Scope
from models.pages import Posting
from models.policy import Actor, vacancies_in_scope
from models.services.errors import ServiceError
from models.services.looks import Look
from models.services.sharing.shared import count_shared
from models.services.vacancies.postings import SOURCE, Workbench, confirm, edit, own_vacancy, publish
from models.vacancies import Vacancy, VacancyState

MOST_HIRED = 999


class Stage(StrEnum):
    """Where an own vacancy stands."""

    OPEN = "open"
    EXPIRED = "expired"
    FILLED = "filled"
    WITHDRAWN = "withdrawn"


class Unclear(ServiceError):
    """A closing that does not say why, or how many were hired."""

    def __init__(self, field: str) -> None:
        super().__init__("Stillingen er ikke lukket. Velg hvorfor, og skriv et helt tall for hvor mange som er ansatt.")
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnVacancy:
    """One line of the list; ``said_yes`` counts those who agreed to be shown to the employer."""

    id: str
    title: str
    employer: str
    closes_on: date | None
    stage: Stage
    positions: int
    said_yes: int
    elsewhere: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """Something that is written but not published; ``changes`` = it is a change of a vacancy that stands."""

    id: str
    title: str
    employer_key: str
    updated_at: datetime
    changes: bool


def own_vacancies(session: Session, look: Look) -> list[OwnVacancy]:
    """Return the vacancies that the reader may open: the open ones first, by their deadline."""
    statement = select(Vacancy).where(vacancies_in_scope(look.actor), Vacancy.state != VacancyState.WITHDRAWN)
    rows = session.scalars(statement.options(*queries.opening_parts())).unique().all()
    ids = [row.id for row in rows]
    yes, closings = count_shared(session, look, ids), _closings(session, ids)
    found = [
        OwnVacancy(
            id=row.id,
            title=row.title,
            employer=row.employer.name if row.employer else "",
            closes_on=row.closes_on,
            stage=stage_of(row, closings.get(row.id, {}), look.on),
            positions=row.positions,
            said_yes=yes.get(row.id, 0),
            elsewhere=row.source != SOURCE,
        )
        for row in rows
    ]
    return sorted(found, key=_order)


def _order(entry: OwnVacancy) -> tuple[bool, int, str, str]:
    closes = (entry.closes_on or date.max).toordinal()
    running = entry.stage is Stage.OPEN
    # The open ones by the deadline that comes first, the others by the one that went by last.
    return not running, closes if running else -closes, entry.title, entry.id


def _closings(session: Session, ids: list[str]) -> dict[str, Mapping[str, Any]]:
    rows = session.execute(select(Posting.vacancy_id, Posting.answers).where(Posting.vacancy_id.in_(ids)))
    return {vacancy: answers.get("closed", {}) for vacancy, answers in rows if vacancy is not None}


def closing_of(session: Session, vacancy_id: str) -> Mapping[str, Any]:
    """Return why and with how many hired a vacancy was closed here; empty when it was not."""
    return _closings(session, [vacancy_id]).get(vacancy_id, {})


def stage_of(row: Vacancy, closing: Mapping[str, Any], on: date) -> Stage:
    """Return where a vacancy stands on the day ``on``."""
    if row.state is VacancyState.OPEN:
        return Stage.EXPIRED if row.closes_on is not None and row.closes_on < on else Stage.OPEN
    return Stage(closing["reason"]) if closing.get("reason") in {Stage.FILLED, Stage.WITHDRAWN} else Stage.EXPIRED


def unfinished(session: Session, actor: Actor) -> list[Unfinished]:
    """Return what is written but not published, the latest first."""
    keys = actor.granted(Scope.ORGANISATION)
    rows = session.scalars(select(Posting).where(Posting.employer_key.in_(keys)).order_by(Posting.updated_at.desc(), Posting.id))
    return [
        Unfinished(
            id=row.id,
            title=row.answers.get("title", ""),
            employer_key=row.employer_key,
            updated_at=row.updated_at,
            changes=row.vacancy_id is not None,
        )
        for row in rows
        if not row.answers.get("published")
    ]


def close(session: Session, actor: Actor, bench: Workbench, vacancy_id: str, *, reason: str, hired: str) -> None:
    """Close a vacancy of one's own: it is filled, or withdrawn; who closed it and how many were hired is kept."""
    posting = edit(session, actor, bench, vacancy_id)
    if reason not in {Stage.FILLED, Stage.WITHDRAWN}:
        raise Unclear("reason")
    if hired and not (hired.isdecimal() and int(hired[:9]) <= MOST_HIRED):
        raise Unclear("hired")
    locks.take_turn(session, "vacancy")
    row = own_vacancy(session, actor, vacancy_id)
    row.state, row.closed_at, row.updated_at = VacancyState.CLOSED, bench.now, bench.now
    closing = {"reason": reason, "hired": int(hired or 0), "by": actor.user_id, "at": bench.now.isoformat()}
    posting.answers = {**posting.answers, "closed": closing}
    posting.updated_at = bench.now
    session.flush()


def reopen(session: Session, actor: Actor, bench: Workbench, vacancy_id: str, deadline: str) -> None:
    """Open a closed vacancy of one's own again, as it stood, with a new deadline."""
    posting = edit(session, actor, bench, vacancy_id)
    posting.answers = {**posting.answers, "deadline": deadline.strip()[:40]}
    session.flush()
    publish(session, actor, bench, posting.id)


def confirm_requirements(session: Session, actor: Actor, vacancy_id: str, now: datetime) -> None:
    """Note that the employer has looked through what was read out of its ad, also where the ad itself is kept elsewhere."""
    confirm(session, actor, own_vacancy(session, actor, vacancy_id), now)
