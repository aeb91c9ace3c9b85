"""What the pages keep between two requests: searches, unfinished postings, the employer's figures of the day, the stuck."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from models.base import Base, Digest, Id, new_id, open_column, personal_column


class PeopleSearch(Base):
    """A search among people: its words stay here, and its address holds only the random id."""

    __tablename__ = "people_search"

    id: Mapped[Id] = open_column(primary_key=True, default=new_id)
    user_id: Mapped[Id] = personal_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    terms: Mapped[dict[str, Any]] = personal_column()
    made_at: Mapped[datetime] = open_column(index=True)


class Posting(Base):
    """A vacancy that an employer is writing or changing, kept as it was typed; ``vacancy_id`` NULL = not published yet."""

    __tablename__ = "posting"
    __table_args__ = (UniqueConstraint("vacancy_id"),)

    id: Mapped[Id] = open_column(primary_key=True, default=new_id)
    employer_key: Mapped[str] = open_column(index=True)
    vacancy_id: Mapped[Id | None] = open_column(ForeignKey("vacancy.id", ondelete="CASCADE"))
    # A pasted ad may name a contact person.
    answers: Mapped[dict[str, Any]] = personal_column()
    created_by: Mapped[Id | None] = personal_column(ForeignKey("user_account.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = open_column()
    updated_at: Mapped[datetime] = open_column(index=True)


class FieldFigures(Base):
    """What an employer was told of the field on one day, for one set of demands: rounded, and the same all day."""

    __tablename__ = "field_figures"

    vacancy_id: Mapped[Id] = open_column(ForeignKey("vacancy.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = open_column(primary_key=True)
    demand_hash: Mapped[Digest] = open_column(primary_key=True)
    figures: Mapped[dict[str, Any]] = open_column()


class WithoutMatch(Base):
    """A person who has had no realistic match since the night of ``since``; an adviser may set it aside for a while."""

    __tablename__ = "without_match"

    job_seeker_id: Mapped[Id] = personal_column(ForeignKey("job_seeker.id", ondelete="CASCADE"), primary_key=True)
    since: Mapped[date] = personal_column()
    set_aside_until: Mapped[date | None] = personal_column()
    set_aside_by: Mapped[Id | None] = personal_column(ForeignKey("user_account.id", ondelete="SET NULL"), index=True)
