"""When a night is due, how the last ones went, and whether the lists are as fresh as they should be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.jobs import JobRun, JobState
from models.matches import CurrentRun, MatchRun
from models.services.night.jobs import last_done, night_run
from models.services.night.nightly import JOB

OSLO = ZoneInfo("Europe/Oslo")
NIGHT_AT = time(3, 30)
"""Not between two and three: that hour comes twice in October and not at all in March."""
MAX_ATTEMPTS = 5
"""So often a night is tried by itself; after that a person has to look, and can run it with ``bygdematch nightly``."""
OVERDUE_AFTER = timedelta(hours=1)
"""So long after its time a night that is neither done nor running is missed: the clock looks every half hour."""
ALARM_AFTER = timedelta(hours=26)
"""A night was missed: so long after the last good one the next should have been done."""
STALE_AFTER = timedelta(hours=30)
"""So old lists say how old they are."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """When the last good night ended and when the current lists were reckoned; None = never yet."""

    last_night: datetime | None
    lists: datetime | None
    now: datetime

    @property
    def alarm(self) -> bool:
        """No night has gone well for more than :data:`ALARM_AFTER`."""
        return self.last_night is None or self.now - self.last_night > ALARM_AFTER

    @property
    def stale(self) -> bool:
        """The current lists are older than :data:`STALE_AFTER`, or there are none."""
        return self.lists is None or self.now - self.lists > STALE_AFTER

    @property
    def age(self) -> timedelta | None:
        """How old the current lists are."""
        return None if self.lists is None else self.now - self.lists


def freshness(session: Session, now: datetime) -> Freshness:
    """Return how fresh everything is."""
    last = session.scalar(select(func.max(JobRun.ended_at)).where(JobRun.job == JOB, JobRun.state == JobState.DONE))
    lists = session.scalar(select(MatchRun.ended_at).join(CurrentRun, CurrentRun.run_id == MatchRun.id))
    return Freshness(last, lists, now)


def due_date(now: datetime) -> date:
    """Return the local date of the last night whose time has come at ``now``."""
    local = now.astimezone(OSLO)
    return local.date() if local.time() >= NIGHT_AT else local.date() - timedelta(days=1)


def time_of(night: date) -> datetime:
    """Return the instant at which a night is to begin."""
    return datetime.combine(night, NIGHT_AT, OSLO)


class Morning(StrEnum):
    """How this morning's night stands; ``waiting`` = its time has only just come."""

    NEVER = "never"
    DONE = "done"
    RUNNING = "running"
    WAITING = "waiting"
    MISSING = "missing"


def this_morning(session: Session, now: datetime) -> Morning:
    """Say whether the last due night has been run; without a single night there is nothing to miss yet."""
    due = due_date(now)
    if last_done(session, JOB) >= due:
        return Morning.DONE
    row = night_run(session, JOB, due)
    if row is not None and is_running(row, now):
        return Morning.RUNNING
    if row is None and session.scalar(select(JobRun.id).where(JobRun.job == JOB).limit(1)) is None:
        return Morning.NEVER
    return Morning.WAITING if now < time_of(due) + OVERDUE_AFTER else Morning.MISSING


def is_running(row: JobRun, now: datetime) -> bool:
    """Tell whether somebody works on this night: begun, not ended, and heard from lately."""
    return row.state is JobState.RUNNING and row.lease_until >= now


def last_nights(session: Session, limit: int = 30, *, skip: int = 0) -> Sequence[JobRun]:
    """Return the last nights, the newest first; ``outcome`` holds the steps as :class:`StepOutcome` has them."""
    newest = select(JobRun).where(JobRun.job == JOB).order_by(JobRun.local_date.desc())
    return session.scalars(newest.offset(skip).limit(limit)).all()


def count_nights(session: Session) -> int:
    """Return how many nights there have been."""
    return session.scalar(select(func.count()).where(JobRun.job == JOB)) or 0


def find_night(session: Session, local_date: date) -> JobRun | None:
    """Return the night of a date, or None when there was none."""
    return night_run(session, JOB, local_date)
