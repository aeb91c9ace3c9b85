"""The nights as people look at them: the last ones with their steps, and whether the lists are as fresh as they should be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.jobs import JobRun, JobState
from models.matches import CurrentRun, MatchRun
from models.services.nightly import JOB

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


def freshness(session: Session, now: datetime) -> Freshness:
    """Return how fresh everything is."""
    last = session.scalar(select(func.max(JobRun.ended_at)).where(JobRun.job == JOB, JobRun.state == JobState.DONE))
    lists = session.scalar(select(MatchRun.ended_at).join(CurrentRun, CurrentRun.run_id == MatchRun.id))
    return Freshness(last, lists, now)


def last_nights(session: Session, limit: int = 30) -> Sequence[JobRun]:
    """Return the last nights, the newest first; ``outcome`` holds the steps as :class:`StepOutcome` has them."""
    return session.scalars(select(JobRun).where(JobRun.job == JOB).order_by(JobRun.local_date.desc()).limit(limit)).all()
