"""Jobs of the night: one row per job and local date, so that each runs once."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from models.base import Base, Id, new_id, open_column, values_of


class JobState(StrEnum):
    """A claimed job is ``running`` until it says how it went."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class JobRun(Base):
    """One job of one night; ``lease_until`` is when a silent runner counts as dead."""

    __tablename__ = "job_run"
    __table_args__ = (UniqueConstraint("job", "local_date"),)

    id: Mapped[Id] = open_column(primary_key=True, default=new_id)
    job: Mapped[str] = open_column()
    local_date: Mapped[date] = open_column()
    state: Mapped[JobState] = open_column(values_of(JobState, "state"), default=JobState.RUNNING)
    attempts: Mapped[int] = open_column(default=1)
    started_at: Mapped[datetime] = open_column()
    lease_until: Mapped[datetime] = open_column()
    ended_at: Mapped[datetime | None] = open_column()
    outcome: Mapped[dict[str, Any] | None] = open_column()
