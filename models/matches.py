"""Match runs, what they found, which one readers see, what changed between them, and what advisers said about it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, relationship

from matcher.records import Tier
from models.base import Base, Id, new_id, open_column, personal_column, values_of


class RunState(StrEnum):
    """A run is whole only when it is ``done``."""

    RUNNING = "running"
    DONE = "done"
    ABORTED = "aborted"


class MatchRun(Base):
    """One reckoning of everybody against everything."""

    __tablename__ = "match_run"
    __table_args__ = (CheckConstraint("(state = 'running') = (ended_at IS NULL)", name="ended_at"),)

    id: Mapped[Id] = open_column(primary_key=True, default=new_id)
    state: Mapped[RunState] = open_column(values_of(RunState, "state"), default=RunState.RUNNING, index=True)
    as_of: Mapped[date] = open_column()
    started_at: Mapped[datetime] = open_column()
    ended_at: Mapped[datetime | None] = open_column()
    config_hash: Mapped[str] = open_column(default="")
    catalogue_version: Mapped[str] = open_column(default="")
    job_seekers: Mapped[int] = open_column(default=0)
    vacancies: Mapped[int] = open_column(default=0)
    matches: Mapped[int] = open_column(default=0)


class StoredMatch(Base):
    """One pair of one run: in the vacancy's list, in the person's list, or in both.

    ``vacancy_position`` and ``seeker_position`` count from 1; NULL = not among the first of that list.  ``months`` until ready
    by the known ways, NULL = none; ``variant`` the kind of post of an ad that has several; ``answers`` one byte for each
    demand of :attr:`RunVacancy.asks`: 0 unmet, 1 unknown, 2 met.
    """

    __tablename__ = "match"
    __table_args__ = (
        Index(None, "run_id", "job_seeker_id", "seeker_position"),
        # The cascades of the two foreign keys look these up alone.
        Index(None, "vacancy_id"),
        Index(None, "job_seeker_id"),
        CheckConstraint("vacancy_position IS NOT NULL OR seeker_position IS NOT NULL", name="in_a_list"),
    )

    run_id: Mapped[Id] = open_column(ForeignKey("match_run.id", ondelete="CASCADE"), primary_key=True)
    vacancy_id: Mapped[Id] = open_column(ForeignKey("vacancy.id", ondelete="CASCADE"), primary_key=True)
    job_seeker_id: Mapped[Id] = personal_column(ForeignKey("job_seeker.id", ondelete="CASCADE"), primary_key=True)
    vacancy_position: Mapped[int | None] = personal_column()
    seeker_position: Mapped[int | None] = personal_column()
    tier: Mapped[Tier] = personal_column(values_of(Tier, "tier"))
    score: Mapped[int] = personal_column()
    months: Mapped[float | None] = personal_column()
    variant: Mapped[int | None] = personal_column()
    answers: Mapped[bytes | None] = personal_column()

    run: Mapped[MatchRun] = relationship()


class RunVacancy(Base):
    """One vacancy of one run: what it asked, and how many people it found.

    ``asks`` the codes of its demands, for each kind of post; ``near`` how many people miss one demand only, by its code.
    """

    __tablename__ = "run_vacancy"

    run_id: Mapped[Id] = open_column(ForeignKey("match_run.id", ondelete="CASCADE"), primary_key=True)
    vacancy_id: Mapped[Id] = open_column(ForeignKey("vacancy.id", ondelete="CASCADE"), primary_key=True, index=True)
    asks: Mapped[list[list[str]]] = open_column()
    ready: Mapped[int] = open_column()
    clarify: Mapped[int] = open_column()
    on_the_way: Mapped[int] = open_column()
    near: Mapped[dict[str, int]] = open_column()


class CurrentRun(Base):
    """The one run that readers see: a single row, switched when a run is whole."""

    __tablename__ = "current_run"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = open_column(primary_key=True, autoincrement=False, default=1)
    run_id: Mapped[Id] = open_column(ForeignKey("match_run.id", ondelete="RESTRICT"))


class ChangeKind(StrEnum):
    """What became of a pair from one run to another; ``months`` = still on the way, but sooner or later than before."""

    UP = "up"
    DOWN = "down"
    NEW = "new"
    GONE = "gone"
    MONTHS = "months"


class RunDifference(Base):
    """The difference between a run and an earlier one; written last, so that where it stands its changes are whole.

    ``left_out`` changes were found and not kept, the least important ones.
    """

    __tablename__ = "run_difference"

    run_id: Mapped[Id] = open_column(ForeignKey("match_run.id", ondelete="CASCADE"), primary_key=True)
    before_id: Mapped[Id] = open_column(ForeignKey("match_run.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime] = open_column(index=True)
    changes: Mapped[int] = open_column()
    left_out: Mapped[int] = open_column()


class MatchChange(Base):
    """One pair that changed from one run to another, and why: codes and numbers, never sentences.

    ``cause_code`` is one of :class:`models.services.night.causes.CauseCode`, ``detail`` what it speaks of.
    """

    __tablename__ = "match_change"
    __table_args__ = (
        # The cascades of the two foreign keys look these up alone.
        Index(None, "vacancy_id"),
        Index(None, "job_seeker_id"),
        CheckConstraint("(kind = 'new') = (from_tier IS NULL)", name="from_tier"),
        CheckConstraint("(kind = 'gone') = (to_tier IS NULL)", name="to_tier"),
    )

    run_id: Mapped[Id] = open_column(ForeignKey("match_run.id", ondelete="CASCADE"), primary_key=True)
    vacancy_id: Mapped[Id] = open_column(ForeignKey("vacancy.id", ondelete="CASCADE"), primary_key=True)
    job_seeker_id: Mapped[Id] = personal_column(ForeignKey("job_seeker.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[ChangeKind] = personal_column(values_of(ChangeKind, "kind"))
    from_tier: Mapped[Tier | None] = personal_column(values_of(Tier, "from_tier_value"))
    to_tier: Mapped[Tier | None] = personal_column(values_of(Tier, "to_tier_value"))
    cause_code: Mapped[str] = personal_column()
    detail: Mapped[dict[str, Any]] = personal_column()


class Verdict(Base):
    """What an adviser said about a pair, by codes and in own words: the labels that weights may one day be held against."""

    __tablename__ = "verdict"
    __table_args__ = (Index(None, "vacancy_id", "job_seeker_id"),)

    id: Mapped[Id] = open_column(primary_key=True, default=new_id)
    vacancy_id: Mapped[Id] = open_column(ForeignKey("vacancy.id", ondelete="CASCADE"))
    job_seeker_id: Mapped[Id] = personal_column(ForeignKey("job_seeker.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[Id] = personal_column(ForeignKey("user_account.id", ondelete="RESTRICT"), index=True)
    relevant: Mapped[bool] = personal_column()
    reasons: Mapped[list[str] | None] = personal_column(default=list)
    reason: Mapped[str] = personal_column(default="")
    at: Mapped[datetime] = open_column()
