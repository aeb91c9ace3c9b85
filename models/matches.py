"""Match runs, what they found, which one readers see, what changed between them, and what advisers said about it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped

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


class RunVacancy(Base):
    """One vacancy of one run: what it asked, how many people it found, and the first of them.

    ``number`` stands for the vacancy in the rows of the people.  ``asks`` the codes of its demands, for each kind of post;
    ``near`` how many people miss one demand only, by its code; ``first`` numbers of people, best first
    (:mod:`models.stored_matches`).
    """

    __tablename__ = "run_vacancy"

    run_id: Mapped[Id] = open_column(ForeignKey("match_run.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = open_column(primary_key=True, autoincrement=False)
    vacancy_id: Mapped[Id] = open_column(ForeignKey("vacancy.id", ondelete="CASCADE"), index=True)
    asks: Mapped[list[list[str]]] = open_column()
    ready: Mapped[int] = open_column()
    clarify: Mapped[int] = open_column()
    on_the_way: Mapped[int] = open_column()
    near: Mapped[dict[str, int]] = open_column()
    first: Mapped[bytes] = personal_column()


class RunPerson(Base):
    """One person of one run who is in some list, and all that the run says of this person.

    ``number`` is drawn by lot for the run and stands for the person in the lists of the vacancies: when this row is gone it
    leads nowhere, and nothing of the person is left.  ``pairs`` are the places in lists with what decided, ``answers`` one
    byte for each demand of each pair (:mod:`models.stored_matches`).
    """

    __tablename__ = "run_person"

    run_id: Mapped[Id] = open_column(ForeignKey("match_run.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = open_column(primary_key=True, autoincrement=False)
    job_seeker_id: Mapped[Id] = personal_column(ForeignKey("job_seeker.id", ondelete="CASCADE"), index=True)
    pairs: Mapped[bytes] = personal_column()
    answers: Mapped[bytes] = personal_column()


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
