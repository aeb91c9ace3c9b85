"""Who has stood without a realistic match, and since which night: kept up every night, read at the adviser's start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, delete, exists, func, insert, or_, select
from sqlalchemy.orm import Session, sessionmaker

from models import queries
from models.audit import AuditAction
from models.matches import CurrentRun, MatchRun, RunPerson
from models.pages import WithoutMatch
from models.people import JobSeeker
from models.policy import people_in_scope
from models.services.looks import Look, person_in_reach

LONG = timedelta(days=30)
"""After so many nights without a match somebody has to look."""
SET_ASIDE = timedelta(days=30)
"""So long a person stays set aside."""
BATCH_ROWS = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """What a night found: how many people stand without a match, and how many are new or gone among them."""

    without: int
    begun: int
    ended: int


def keep_without_match(session_factory: sessionmaker[Session], night: date) -> Kept:
    """Hold the current run against who was without a match before; ``night`` is the first night of those who are new.

    Closed pairs are in no stored list, so whoever is in none has nothing realistic.  Who is hidden is not kept here, and
    who came after the run began is told of next night.
    """
    with session_factory.begin() as session:
        run = session.scalars(select(MatchRun).join(CurrentRun, CurrentRun.run_id == MatchRun.id)).one_or_none()
        if run is None:
            return Kept(0, 0, 0)
        matched = exists().where(RunPerson.run_id == run.id, RunPerson.job_seeker_id == JobSeeker.id)
        ranked = queries.visible_job_seekers().where(JobSeeker.created_at <= run.started_at).with_only_columns(JobSeeker.id)
        stuck = set(session.scalars(ranked.where(~matched)))
        known = set(session.scalars(select(WithoutMatch.job_seeker_id)))
        gone, new = sorted(known - stuck), sorted(stuck - known)
        for start in range(0, len(gone), BATCH_ROWS):
            session.execute(delete(WithoutMatch).where(WithoutMatch.job_seeker_id.in_(gone[start : start + BATCH_ROWS])))
        if new:
            session.execute(insert(WithoutMatch), [{"job_seeker_id": person, "since": night} for person in new])
    return Kept(len(stuck), len(new), len(gone))


def long_without_match(session: Session, look: Look, *, limit: int, skip: int = 0) -> tuple[Sequence[WithoutMatch], int]:
    """Return those within reach who have been without a match for long and are not set aside, the longest first; and how many."""
    statement = _long(look)
    total = session.scalar(statement.with_only_columns(func.count())) or 0
    order = statement.order_by(WithoutMatch.since, WithoutMatch.job_seeker_id).offset(skip).limit(limit)
    return session.scalars(order).all(), total


def set_aside(session: Session, look: Look, person_id: str) -> date | None:
    """Set a person aside for a while; return until when, or None when there is nothing to set aside."""
    person_in_reach(session, look.actor, person_id)
    row = session.get(WithoutMatch, person_id)
    if row is None:
        return None
    row.set_aside_until, row.set_aside_by = look.on + SET_ASIDE, look.actor.user_id
    session.flush()
    look.shown(session, [person_id], action=AuditAction.UPDATE)
    return row.set_aside_until


def _long(look: Look) -> Select[WithoutMatch]:
    reached = queries.visible_job_seekers().where(people_in_scope(look.actor)).with_only_columns(JobSeeker.id)
    return select(WithoutMatch).where(
        WithoutMatch.since <= look.on - LONG,
        or_(WithoutMatch.set_aside_until.is_(None), WithoutMatch.set_aside_until <= look.on),
        WithoutMatch.job_seeker_id.in_(reached),
    )
