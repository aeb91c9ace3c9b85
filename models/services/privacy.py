"""Erasing a person: everything goes, and what remembers it names nobody."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.orm import Session

from models import locks
from models.intake import DeadLetter, InboxRecord, Pepper, RecordKind, Tombstone
from models.pages import PeopleSearch
from models.people import JobSeeker
from models.services.errors import AmbiguousReference, JobSeekerNotFound

_ERASED = "erased people"
ERASED = "bygdematch.erased"
"""Under this name a session holds whom it has erased, until it ends: copies outside the database are blanked after it."""


def erase_job_seeker(session: Session, reference: str, now: datetime) -> None:
    """Erase the person with this id (ours or the source's), hidden or not, from every table.

    What stays is a keyed hash of the source's id, so that importing the same file again brings nobody back, and the
    audit chain's rows with a random id that now leads nowhere.
    """
    locks.take_turn(session, "job_seeker")
    statement = select(JobSeeker.id, JobSeeker.source, JobSeeker.external_id)
    people = session.execute(statement.where(or_(JobSeeker.id == reference, JobSeeker.external_id == reference)).limit(2)).all()
    if not people:
        raise JobSeekerNotFound(reference)
    if len(people) > 1:
        raise AmbiguousReference(reference)
    person = people[0]
    pepper = _pepper(session) or _new_pepper(session)
    session.execute(
        insert(Tombstone).values(
            kind=RecordKind.JOB_SEEKER,
            source=person.source,
            key=_hash(pepper, person.source, person.external_id),
            version=None,
            created_at=now,
        )
    )
    for table in (InboxRecord, DeadLetter):
        session.execute(
            delete(table).where(
                table.kind == RecordKind.JOB_SEEKER,
                table.source == person.source,
                table.external_id == person.external_id,
            )
        )
    # The words of a search may name anybody; all of them are short-lived, so all of them go.
    session.execute(delete(PeopleSearch))
    # Every table that speaks of a person points at this row and goes with it, matches of published runs included.
    session.execute(delete(JobSeeker).where(JobSeeker.id == person.id))
    session.info.setdefault(ERASED, set()).add(person.id)
    session.expire_all()


def erased_among(session: Session, keys: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return those of the (source, external id) pairs whose people were erased."""
    pepper = _pepper(session)
    if pepper is None:
        return set()
    hashes = {_hash(pepper, source, external_id): (source, external_id) for source, external_id in keys}
    found = session.scalars(select(Tombstone.key).where(Tombstone.kind == RecordKind.JOB_SEEKER, Tombstone.key.in_(hashes)))
    return {hashes[key] for key in found}


def _pepper(session: Session) -> str | None:
    return session.scalar(select(Pepper.value).where(Pepper.name == _ERASED))


def _new_pepper(session: Session) -> str:
    # Made where it is used: a plain hash of a candidate number could be tried out in seconds.
    value = secrets.token_hex(32)
    session.execute(insert(Pepper).values(name=_ERASED, value=value))
    return value


def _hash(pepper: str, source: str, external_id: str) -> str:
    return hmac.new(bytes.fromhex(pepper), f"{source}\0{external_id}".encode(), hashlib.sha256).hexdigest()
