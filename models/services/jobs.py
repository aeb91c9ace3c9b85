"""Claiming a night's job: whoever comes first runs it, everybody else goes home."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.base import new_id
from models.jobs import JobRun, JobState

LEASE = timedelta(hours=2)
"""A runner that has said nothing for this long is taken for dead."""


def claim_night(session: Session, job: str, local_date: date, now: datetime) -> bool:
    """Return True to exactly one caller for each job and local date; commit before the work begins.

    A night whose run failed, or whose runner died and let its lease run out, can be claimed once more.
    """
    row = {
        "id": new_id(),
        "job": job,
        "local_date": local_date,
        "state": JobState.RUNNING,
        "attempts": 1,
        "started_at": now,
        "lease_until": now + LEASE,
    }
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    first = dialect.insert(JobRun).values(row).on_conflict_do_nothing(index_elements=["job", "local_date"])
    if session.execute(first.returning(JobRun.id)).first() is not None:
        return True
    dead = or_(JobRun.state == JobState.FAILED, and_(JobRun.state == JobState.RUNNING, JobRun.lease_until < now))
    again = (
        update(JobRun)
        .where(JobRun.job == job, JobRun.local_date == local_date, dead)
        .values(
            state=JobState.RUNNING,
            attempts=JobRun.attempts + 1,
            started_at=now,
            lease_until=now + LEASE,
            ended_at=None,
            outcome=None,
        )
        .returning(JobRun.id)
    )
    return session.execute(again).first() is not None


def finish_night(
    session: Session, job: str, local_date: date, now: datetime, *, done: bool, outcome: dict[str, Any] | None = None
) -> None:
    """Write down how the night's job went; a failed one may be claimed again."""
    session.execute(
        update(JobRun)
        .where(JobRun.job == job, JobRun.local_date == local_date)
        .values(state=JobState.DONE if done else JobState.FAILED, ended_at=now, outcome=outcome)
    )
