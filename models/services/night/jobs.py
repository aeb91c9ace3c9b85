"""Claiming a night's job: whoever comes first runs it, everybody else goes home."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.base import new_id
from models.jobs import JobRun, JobState

LEASE = timedelta(hours=2)
"""A runner that has said nothing for this long is taken for dead."""


def claim_night(session: Session, job: str, local_date: date, now: datetime, *, alone: bool = False) -> bool:
    """Return True to exactly one caller for each job and local date; commit before the work begins.

    A night whose run failed, or whose runner died and let its lease run out, can be claimed once more, and keeps what is
    written down of the try before.  ``alone``: the caller holds the lock of the job, so a run that says that it is
    running is dead, however long its lease.
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
    silent = JobRun.state == JobState.RUNNING if alone else and_(JobRun.state == JobState.RUNNING, JobRun.lease_until < now)
    dead = or_(JobRun.state == JobState.FAILED, silent)
    again = (
        update(JobRun)
        .where(JobRun.job == job, JobRun.local_date == local_date, dead)
        .values(
            state=JobState.RUNNING,
            attempts=JobRun.attempts + 1,
            started_at=now,
            lease_until=now + LEASE,
            ended_at=None,
        )
        .returning(JobRun.id)
    )
    return session.execute(again).first() is not None


def night_run(session: Session, job: str, local_date: date) -> JobRun | None:
    """Return what is written down about a job of a night, or None when nobody has begun it."""
    return session.scalar(select(JobRun).where(JobRun.job == job, JobRun.local_date == local_date))


def last_done(session: Session, job: str) -> date:
    """Return the local date of the last night whose job is done; the first of all days when there is none."""
    done = select(func.max(JobRun.local_date)).where(JobRun.job == job, JobRun.state == JobState.DONE)
    return session.scalar(done) or date.min


def note_night(
    session: Session, job: str, local_date: date, now: datetime, *, attempt: int, outcome: dict[str, Any] | None = None
) -> bool:
    """Write down how far the night has come and renew its lease; False = somebody else has taken the night over."""
    values: dict[str, Any] = {"lease_until": now + LEASE}
    if outcome is not None:
        values["outcome"] = outcome
    return _write(session, job, local_date, attempt, values)


def finish_night(
    session: Session,
    job: str,
    local_date: date,
    now: datetime,
    *,
    done: bool,
    outcome: dict[str, Any] | None = None,
    attempt: int | None = None,
) -> bool:
    """Write down how the night's job went; a failed one may be claimed again.

    With ``attempt`` nothing is written, and False returned, when somebody else has taken the night over since.
    """
    state = JobState.DONE if done else JobState.FAILED
    return _write(session, job, local_date, attempt, {"state": state, "ended_at": now, "outcome": outcome})


def _write(session: Session, job: str, local_date: date, attempt: int | None, values: dict[str, Any]) -> bool:
    statement = update(JobRun).where(JobRun.job == job, JobRun.local_date == local_date)
    if attempt is not None:
        # The number of the try is the fence: a runner that lost its lock and does not know it cannot write over the next.
        statement = statement.where(JobRun.state == JobState.RUNNING, JobRun.attempts == attempt)
    return session.execute(statement.values(values).returning(JobRun.id)).first() is not None
