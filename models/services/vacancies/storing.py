"""Vacancies: taken in from a source, emptied when the source withdraws them, closed by their date, found again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from sqlalchemy import CursorResult, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from matcher.text import normalise
from models import locks, queries
from models.base import new_id
from models.drafts import RequirementDraft, VacancyDraft
from models.intake import RecordKind, Tombstone
from models.matches import MatchChange, RunVacancy
from models.services.errors import AmbiguousReference, VacancyNotFound
from models.sharing import Share, ShareRequest
from models.vacancies import Employer, Vacancy, VacancyRequirement, VacancyState, VacancyVariant

Outcome = Literal["loaded", "updated", "unchanged"]

NORWAY = ZoneInfo("Europe/Oslo")
OWN_POSTING = "bygdematch"
"""Source of the vacancies that employers write here: what they say of their demands is not read by a machine."""
_LISTS = ("roles", "styrk08", "skills")
_COLUMNS = (
    "title",
    "job_title",
    "text",
    "apply_url",
    "postnummer",
    "place",
    "kommunenr",
    "place_note",
    "positions",
    "percent_min",
    "percent_max",
    "employment",
    "published",
    "expires",
    "deadline",
    "deadline_text",
    "start",
)


def upsert_vacancies(session: Session, drafts: Sequence[VacancyDraft], now: datetime) -> list[Outcome]:
    """Take in vacancies as read from a source, and say what each became."""
    return [upsert_vacancy(session, draft, now) for draft in drafts]


def upsert_vacancy(session: Session, draft: VacancyDraft, now: datetime) -> Outcome:
    """Take in one vacancy as read from a source.

    An older version never overwrites a newer one, the same content changes nothing.  A draft that is not active empties
    and closes the vacancy; only a newer version opens it again.
    """
    locks.take_turn(session, "vacancy")
    found = session.scalars(
        select(Vacancy).where(Vacancy.source == draft.source, Vacancy.external_id == draft.external_id)
    ).one_or_none()
    if found is None:
        return _first_seen(session, draft, now)
    digest = _digest(draft)
    withdrawn = found.state == VacancyState.WITHDRAWN
    # At the same instant, being withdrawn wins.
    if draft.version < found.version or (draft.version == found.version and draft.active and withdrawn):
        return "unchanged"
    if digest == found.content_hash:
        found.version = draft.version
        session.flush()
        return "unchanged"
    if draft.active:
        _fill(session, found, draft, digest, now)
    else:
        _withdraw(session, found, draft, digest, now)
    session.flush()
    return "updated"


def _first_seen(session: Session, draft: VacancyDraft, now: datetime) -> Outcome:
    key = (Tombstone.kind == RecordKind.VACANCY, Tombstone.source == draft.source, Tombstone.key == draft.external_id)
    gone = session.scalars(select(Tombstone).where(*key)).one_or_none()
    if not draft.active:
        # Nothing to store, but an older version that comes later must not pass for a new vacancy.
        if gone is None:
            session.add(
                Tombstone(
                    kind=RecordKind.VACANCY,
                    source=draft.source,
                    key=draft.external_id,
                    version=draft.version,
                    created_at=now,
                )
            )
        elif gone.version is not None and gone.version < draft.version:
            gone.version = draft.version
        session.flush()
        return "unchanged"
    if gone is not None:
        if gone.version is None or draft.version <= gone.version:
            return "unchanged"
        session.delete(gone)
    vacancy = Vacancy(id=new_id(), source=draft.source, external_id=draft.external_id, created_at=now)
    _fill(session, vacancy, draft, _digest(draft), now)
    session.flush()
    return "loaded"


def _digest(draft: VacancyDraft) -> str:
    return hashlib.sha256(draft.model_dump_json(exclude={"version"}).encode()).hexdigest()


def _fill(session: Session, vacancy: Vacancy, draft: VacancyDraft, digest: str, now: datetime) -> None:
    confirmed = _remove_parts(session, vacancy)
    for name in _COLUMNS:
        setattr(vacancy, name, getattr(draft, name))
    for name in _LISTS:
        setattr(vacancy, name, list(getattr(draft, name)))
    vacancy.version, vacancy.content_hash, vacancy.updated_at = draft.version, digest, now
    vacancy.state, vacancy.closed_at = VacancyState.OPEN, None
    vacancy.closes_on = _last_day(draft)
    vacancy.employer_id = _employer(session, draft, now)
    if vacancy not in session:
        session.add(vacancy)
    session.flush()
    if draft.variants:
        rows = [
            variant.model_dump() | {"roles": list(variant.roles), "vacancy_id": vacancy.id, "number": number}
            for number, variant in enumerate(draft.variants)
        ]
        session.execute(insert(VacancyVariant), rows)
    if draft.requirements:
        unconfirmed = {"confirmed_by": None, "confirmed_at": None}
        rows = [
            requirement.model_dump()
            | {"vacancy_id": vacancy.id, "position": position, "spans": [span.model_dump() for span in requirement.spans]}
            | _judged(requirement, confirmed, draft.source, unconfirmed)
            for position, requirement in enumerate(draft.requirements)
        ]
        session.execute(insert(VacancyRequirement), rows)
    session.expire(vacancy, ["requirements", "variants", "employer"])


def _judged(
    requirement: RequirementDraft, confirmed: dict[tuple[Any, ...], dict[str, Any]], source: str, unconfirmed: dict[str, Any]
) -> dict[str, Any]:
    """Return what a person has said of a requirement; it outranks what the reader makes of an ad, not what an employer writes."""
    kept = confirmed.get((requirement.code, requirement.variant), unconfirmed)
    return kept if source != OWN_POSTING or kept.get("strength") == requirement.strength else unconfirmed


def _withdraw(session: Session, vacancy: Vacancy, draft: VacancyDraft, digest: str, now: datetime) -> None:
    """Empty the vacancy: its terms of use say that nothing of a withdrawn ad may be kept on show."""
    _remove_parts(session, vacancy)
    empty = VacancyDraft(source=draft.source, external_id=draft.external_id, version=draft.version)
    for name in _COLUMNS:
        setattr(vacancy, name, getattr(empty, name))
    for name in _LISTS:
        setattr(vacancy, name, [])
    vacancy.version, vacancy.content_hash, vacancy.updated_at = draft.version, digest, now
    vacancy.state, vacancy.closed_at, vacancy.closes_on = VacancyState.WITHDRAWN, now, None
    vacancy.employer_id = None
    for table in (RunVacancy, MatchChange):
        session.execute(delete(table).where(table.vacancy_id == vacancy.id))
    asked = select(ShareRequest.id).where(ShareRequest.vacancy_id == vacancy.id)
    session.execute(delete(Share).where(Share.request_id.in_(asked)))
    session.flush()
    session.expire(vacancy, ["requirements", "variants", "employer"])


def _remove_parts(session: Session, vacancy: Vacancy) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Remove requirements and variants; return which requirements a person has confirmed, so that it is not lost."""
    entry = VacancyRequirement
    confirmed = session.scalars(select(entry).where(entry.vacancy_id == vacancy.id, entry.confirmed_at.is_not(None)))
    kept = {
        (row.code, row.variant): {
            "strength": row.strength.value,
            "confirmed_by": row.confirmed_by,
            "confirmed_at": row.confirmed_at,
        }
        for row in confirmed
    }
    for part in (VacancyRequirement, VacancyVariant):
        session.execute(delete(part).where(part.vacancy_id == vacancy.id))
    return kept


def _last_day(draft: VacancyDraft) -> date | None:
    """Return the last day for applications: the deadline, or else the day on which the ad expires."""
    if draft.deadline is not None:
        return draft.deadline
    return draft.expires.astimezone(NORWAY).date() if draft.expires is not None else None


def _employer(session: Session, draft: VacancyDraft, now: datetime) -> str | None:
    if not draft.employer and not draft.orgnr:
        return None
    key = f"orgnr:{draft.orgnr}" if draft.orgnr else f"name:{normalise(draft.employer)}"
    employer = session.scalars(select(Employer).where(Employer.key == key)).one_or_none()
    if employer is None:
        employer = Employer(id=new_id(), key=key, orgnr=draft.orgnr, created_at=now)
        session.add(employer)
    employer.name = draft.employer or employer.name or str(draft.orgnr)
    employer.sector = draft.sector or employer.sector or ""
    session.flush()
    return employer.id


def close_expired(session: Session, on: date, now: datetime) -> int:
    """Close the vacancies whose last day lies before ``on``; return how many."""
    locks.take_turn(session, "vacancy")
    statement = (
        update(Vacancy)
        .where(Vacancy.state == VacancyState.OPEN, Vacancy.closes_on < on)
        .values(state=VacancyState.CLOSED, closed_at=now)
    )
    return cast("CursorResult[Any]", session.execute(statement)).rowcount


def find_vacancy(session: Session, reference: str) -> Vacancy:
    """Return the vacancy with this id, ours or the source's, with its requirements; withdrawn ones are not found."""
    statement = select(Vacancy).where(
        or_(Vacancy.id == reference, Vacancy.external_id == reference), Vacancy.state != VacancyState.WITHDRAWN
    )
    found = session.scalars(statement.options(*queries.opening_parts()).limit(2)).unique().all()
    if not found:
        raise VacancyNotFound(reference)
    if len(found) > 1:
        raise AmbiguousReference(reference)
    return found[0]
