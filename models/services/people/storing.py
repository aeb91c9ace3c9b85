"""Job seekers: taken in from a source, found again, and shown or hidden by what the sources say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from models import locks, queries
from models.base import new_id
from models.cv import (
    NEVER_STORED,
    CodedFact,
    CodeKind,
    Education,
    HeldCredential,
    ProseFact,
    SpokenLanguage,
    WishedOccupation,
    WorkPeriod,
)
from models.drafts import JobSeekerDraft, VisibilityFacts
from models.matches import MatchChange, RunPerson
from models.people import JobSeeker, Origin, PersonIdentity, VisibilityRow
from models.services.errors import AmbiguousReference, JobSeekerNotFound
from models.services.privacy import erase_job_seeker, erased_among
from models.visibility import FACTS, is_visible, newest

__all__ = [
    "Outcome",
    "erase_job_seeker",
    "find_job_seeker",
    "set_visibility_facts",
    "upsert_job_seeker",
    "upsert_job_seekers",
]

Outcome = Literal["loaded", "updated", "unchanged"]
_Verdicts = dict[tuple[str, str, str, str], dict[str, Any]]

# When it was said, and what the reader left out: neither changes what is stored.
_NOT_CONTENT = {"version", "dropped"}
_PARTS = (WorkPeriod, WishedOccupation, Education, HeldCredential, SpokenLanguage, CodedFact, ProseFact)
_OWN_COLUMNS = (
    "postnummer",
    "poststed",
    "kommunenr",
    "country",
    "licences_known",
    "car",
    "takes_transit",
    "percent_min",
    "percent_max",
    "percent_absolute",
    "earliest_start",
    "start_code",
    "max_minutes",
    "willing_to_move",
    "needs_housing",
    "right_to_work",
)
_IDENTITY_COLUMNS = ("given_name", "family_name", "birth_date", "phone", "email")
CODED_LISTS = (
    (CodeKind.SKILL, "skills"),
    (CodeKind.LICENCE, "licences"),
    (CodeKind.SHIFT_YES, "shifts_yes"),
    (CodeKind.SHIFT_NO, "shifts_no"),
    (CodeKind.FORM, "forms"),
    (CodeKind.WISHED_PLACE, "wished_places"),
    (CodeKind.REFUSED_FAMILY, "refused_families"),
    (CodeKind.BARRIER, "barriers"),
)
"""The lists of codes: the kind of their rows, and the draft's field."""


def upsert_job_seeker(session: Session, draft: JobSeekerDraft, now: datetime) -> Outcome:
    """Take in one job seeker; see :func:`upsert_job_seekers`."""
    return upsert_job_seekers(session, [draft], now)[0]


def upsert_job_seekers(session: Session, drafts: Sequence[JobSeekerDraft], now: datetime) -> list[Outcome]:
    """Take in job seekers as read from a source, and say what each became.

    An older version never overwrites a newer one, the same content changes nothing, and a person who was erased stays
    erased.  New people are hidden until the visibility facts are known.
    """
    locks.take_turn(session, "job_seeker")
    outcomes: list[Outcome] = []
    for batch in _without_repeats(drafts):
        outcomes += _upsert(session, batch, now)
    return outcomes


def _without_repeats(drafts: Sequence[JobSeekerDraft]) -> Iterable[list[JobSeekerDraft]]:
    """Cut the drafts into runs, in order, in which nobody occurs twice."""
    batch: dict[tuple[str, str], JobSeekerDraft] = {}
    for draft in drafts:
        key = draft.source, draft.external_id
        if key in batch:
            yield list(batch.values())
            batch = {}
        batch[key] = draft
    if batch:
        yield list(batch.values())


def _upsert(session: Session, drafts: list[JobSeekerDraft], now: datetime) -> list[Outcome]:
    keys = [(draft.source, draft.external_id) for draft in drafts]
    erased = erased_among(session, keys)
    known = _known(session, keys)
    outcomes: list[Outcome] = []
    written: dict[str, JobSeekerDraft] = {}
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    newer: list[dict[str, Any]] = []
    for draft in drafts:
        key = draft.source, draft.external_id
        digest = hashlib.sha256(draft.model_dump_json(exclude=_NOT_CONTENT).encode()).hexdigest()
        found = known.get(key)
        if key in erased or (found is not None and draft.version < found.version):
            outcomes.append("unchanged")
        elif found is None:
            row = _row(draft, digest, now) | {"id": new_id(), "created_at": now, "source": key[0], "external_id": key[1]}
            new.append(row)
            written[row["id"]] = draft
            outcomes.append("loaded")
        elif digest == found.content_hash:
            if draft.version > found.version:  # the same words said later: what is older than this stays out
                newer.append({"id": found.id, "version": draft.version})
            outcomes.append("unchanged")
        else:
            changed.append(_row(draft, digest, now) | {"id": found.id})
            written[found.id] = draft
            outcomes.append("updated")
    verdicts = _remove_parts(session, [row["id"] for row in changed])
    if new:
        session.execute(insert(JobSeeker), new)
        session.execute(insert(VisibilityRow), [{"job_seeker_id": row["id"], "origin": Origin.NAV} for row in new])
        session.execute(insert(PersonIdentity), [_identity(row["id"], written[row["id"]]) for row in new])
    for rows in (changed, newer):
        if rows:
            session.execute(update(JobSeeker), rows)
    if changed:
        session.execute(update(PersonIdentity), [_identity(row["id"], written[row["id"]]) for row in changed])
    _insert_parts(session, written, verdicts)
    session.expire_all()  # the statements above went past the objects that the session may hold
    return outcomes


def _known(session: Session, keys: list[tuple[str, str]]) -> dict[tuple[str, str], Any]:
    columns = (JobSeeker.id, JobSeeker.source, JobSeeker.external_id, JobSeeker.version, JobSeeker.content_hash)
    found = {}
    for source in {source for source, _ in keys}:
        ids = [external_id for of, external_id in keys if of == source]
        rows = session.execute(select(*columns).where(JobSeeker.source == source, JobSeeker.external_id.in_(ids)))
        found.update({(row.source, row.external_id): row for row in rows})
    return found


def _row(draft: JobSeekerDraft, digest: str, now: datetime) -> dict[str, Any]:
    own = {name: getattr(draft, name) for name in _OWN_COLUMNS}
    return own | {"version": draft.version, "content_hash": digest, "updated_at": now}


def _identity(job_seeker_id: str, draft: JobSeekerDraft) -> dict[str, Any]:
    return {"job_seeker_id": job_seeker_id} | {name: getattr(draft, name) for name in _IDENTITY_COLUMNS}


def _remove_parts(session: Session, ids: list[str]) -> _Verdicts:
    """Remove the CVs of these people; return what somebody has said about their prose facts, so that it is not lost."""
    if not ids:
        return {}
    judged = select(ProseFact).where(
        ProseFact.job_seeker_id.in_(ids), or_(ProseFact.confirmed_at.is_not(None), ProseFact.rejected_at.is_not(None))
    )
    names = ("confirmed_by", "confirmed_at", "rejected_by", "rejected_at")
    verdicts = {
        (fact.job_seeker_id, fact.kind, fact.value, fact.quote): {name: getattr(fact, name) for name in names}
        for fact in session.scalars(judged)
    }
    for part in _PARTS:
        session.execute(delete(part).where(part.job_seeker_id.in_(ids)).execution_options(synchronize_session=False))
    return verdicts


def _insert_parts(session: Session, written: dict[str, JobSeekerDraft], verdicts: _Verdicts) -> None:
    rows: dict[type[Any], list[dict[str, Any]]] = {part: [] for part in _PARTS}
    unjudged = {"confirmed_by": None, "confirmed_at": None, "rejected_by": None, "rejected_at": None}
    for person, draft in written.items():
        lists: tuple[tuple[type[Any], Iterable[dict[str, Any]]], ...] = (
            (WorkPeriod, (part.model_dump() | {"tasks": list(part.tasks)} for part in draft.practice)),
            (WishedOccupation, ({"title": w.title, "styrk08": w.styrk08, "is_primary": w.primary} for w in draft.wishes)),
            (Education, (part.model_dump() for part in draft.education)),
            (HeldCredential, (part.model_dump() for part in draft.credentials)),
            (SpokenLanguage, (part.model_dump() for part in draft.languages)),
            (CodedFact, _codes(draft)),
            (
                ProseFact,
                (fact.model_dump() | verdicts.get((person, fact.kind, fact.value, fact.quote), unjudged) for fact in draft.facts),
            ),
        )
        for part, entries in lists:
            rows[part] += [entry | {"job_seeker_id": person, "position": position} for position, entry in enumerate(entries)]
    for part, entries in rows.items():
        if entries:
            session.execute(insert(part), entries)


def _codes(draft: JobSeekerDraft) -> Iterable[dict[str, Any]]:
    for kind, name in CODED_LISTS:
        for code in dict.fromkeys(getattr(draft, name)):
            if kind is not CodeKind.BARRIER or code not in NEVER_STORED:
                yield {"kind": kind, "code": code}


def anybody_stored(session: Session) -> bool:
    """Tell whether the database holds anybody at all, shown or hidden: an empty installation may be given the demo."""
    return session.scalar(select(JobSeeker.id).limit(1)) is not None


def just_stored(session: Session, person_id: str) -> JobSeeker:
    """Return somebody who has just been written, visible or not, to the hand that wrote it; never to show a person."""
    return session.get_one(JobSeeker, person_id)


def stored_id(session: Session, source: str, external_id: str) -> str:
    """Return our id of somebody who has just been taken in from ``source``, visible or not."""
    return session.scalars(select(JobSeeker.id).where(JobSeeker.source == source, JobSeeker.external_id == external_id)).one()


def find_job_seeker(session: Session, reference: str) -> JobSeeker:
    """Return the visible job seeker with this id, ours or the source's, with the whole CV loaded.

    Somebody hidden and somebody unknown give the same :class:`JobSeekerNotFound`.
    """
    statement = queries.visible_job_seekers().where(or_(JobSeeker.id == reference, JobSeeker.external_id == reference))
    found = session.scalars(statement.options(*queries.candidate_parts()).limit(2)).unique().all()
    if not found:
        raise JobSeekerNotFound(reference)
    if len(found) > 1:
        raise AmbiguousReference(reference)
    return found[0]


def set_visibility_facts(session: Session, reference: str, facts: VisibilityFacts, source_at: datetime) -> bool:
    """Store what a source said at ``source_at`` about the person with this id (ours or the source's); return if it changed.

    News counts by the source's own time, in whatever order it comes; at equal time the answer that hides wins.  Who is
    hidden by it leaves every list at once, published ones too.
    """
    locks.take_turn(session, "job_seeker")
    rows = session.scalars(
        select(VisibilityRow)
        .join(JobSeeker, JobSeeker.id == VisibilityRow.job_seeker_id)
        .where(or_(JobSeeker.id == reference, JobSeeker.external_id == reference))
        .limit(2)
    ).all()
    if not rows:
        raise JobSeekerNotFound(reference)
    if len(rows) > 1:
        raise AmbiguousReference(reference)
    row = rows[0]
    before = _values(row)
    origin, row.origin_at = newest(str(row.origin), row.origin_at, str(facts.origin), source_at, str(Origin.OWN))
    row.origin = Origin(origin or row.origin)
    for fact, shows in FACTS.items():
        value, at = newest(getattr(row, fact), getattr(row, f"{fact}_at"), getattr(facts, fact), source_at, shows)
        setattr(row, fact, value)
        setattr(row, f"{fact}_at", at)
    session.flush()
    if not is_visible(_values(row)):
        for table in (RunPerson, MatchChange):
            session.execute(delete(table).where(table.job_seeker_id == row.job_seeker_id))
    return _values(row) != before


def _values(row: VisibilityRow) -> VisibilityFacts:
    return VisibilityFacts(origin=row.origin.value, **{fact: getattr(row, fact) for fact in FACTS})
