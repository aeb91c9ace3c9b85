"""Employers and their vacancies, with what each vacancy demands and the words that say so."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, relationship

from models.base import Base, Digest, Id, new_id, open_column, personal_column, values_of


class VacancyState(StrEnum):
    """``open`` to applicants, ``closed`` by its date, or ``withdrawn`` by its source and emptied."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Strength(StrEnum):
    """A demand, or a wish."""

    MUST = "must"
    SHOULD = "should"


class Employer(Base):
    """Who offers the work; ``key`` is the organisation number, or the name where there is none."""

    __tablename__ = "employer"

    id: Mapped[Id] = open_column(primary_key=True, default=new_id)
    key: Mapped[str] = open_column(unique=True)
    name: Mapped[str] = open_column()
    orgnr: Mapped[str | None] = open_column(index=True)
    sector: Mapped[str] = open_column(default="")
    kommunenr: Mapped[str | None] = open_column()
    created_at: Mapped[datetime] = open_column()


class Vacancy(Base):
    """A vacancy as read from its source."""

    __tablename__ = "vacancy"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        Index(None, "external_id"),
        Index(None, "state", "closes_on"),
        CheckConstraint("positions >= 0", name="positions"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_at"),
    )

    id: Mapped[Id] = open_column(primary_key=True, default=new_id)
    source: Mapped[str] = open_column()
    external_id: Mapped[str] = open_column()
    version: Mapped[datetime] = open_column()
    content_hash: Mapped[Digest] = open_column()
    state: Mapped[VacancyState] = open_column(values_of(VacancyState, "state"), default=VacancyState.OPEN)
    created_at: Mapped[datetime] = open_column()
    updated_at: Mapped[datetime] = open_column()
    change_number: Mapped[int] = open_column(BigInteger, server_default=sql("0"), index=True)
    closed_at: Mapped[datetime | None] = open_column()

    employer_id: Mapped[Id | None] = open_column(ForeignKey("employer.id", ondelete="RESTRICT"), index=True)
    title: Mapped[str] = open_column(default="")
    job_title: Mapped[str] = open_column(default="")
    # An ad may name a contact person, so its text is personal data.
    text: Mapped[str] = personal_column(default="")
    apply_url: Mapped[str] = open_column(default="")
    postnummer: Mapped[str | None] = open_column()
    place: Mapped[str] = open_column(default="")
    kommunenr: Mapped[str | None] = open_column(index=True)
    place_note: Mapped[str] = open_column(default="")
    roles: Mapped[list[str]] = open_column(default=list)
    positions: Mapped[int] = open_column(default=1)
    percent_min: Mapped[float | None] = open_column()
    percent_max: Mapped[float | None] = open_column()
    employment: Mapped[str | None] = open_column()
    published: Mapped[datetime | None] = open_column()
    expires: Mapped[datetime | None] = open_column()
    deadline: Mapped[date | None] = open_column()
    deadline_text: Mapped[str] = open_column(default="")
    closes_on: Mapped[date | None] = open_column()
    start: Mapped[date | None] = open_column()
    styrk08: Mapped[list[str]] = open_column(default=list)
    skills: Mapped[list[str]] = open_column(default=list)

    # What the employer adds here: the steps of the ladder that it accepts, and what it offers to get there.
    accepted_states: Mapped[list[str]] = open_column(default=list)
    training_offered: Mapped[bool | None] = open_column()
    housing_offered: Mapped[bool | None] = open_column()

    employer: Mapped[Employer | None] = relationship()
    requirements: Mapped[list[VacancyRequirement]] = relationship(
        order_by="VacancyRequirement.position", passive_deletes=True, back_populates="vacancy"
    )
    variants: Mapped[list[VacancyVariant]] = relationship(
        order_by="VacancyVariant.number", passive_deletes=True, back_populates="vacancy"
    )


class VacancyVariant(Base):
    """One kind of post in an ad that holds several."""

    __tablename__ = "vacancy_variant"

    vacancy_id: Mapped[Id] = open_column(ForeignKey("vacancy.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = open_column(primary_key=True)
    roles: Mapped[list[str]] = open_column(default=list)
    positions: Mapped[int | None] = open_column()
    percent_min: Mapped[float | None] = open_column()
    percent_max: Mapped[float | None] = open_column()
    employment: Mapped[str | None] = open_column()

    vacancy: Mapped[Vacancy] = relationship(back_populates="variants")


class VacancyRequirement(Base):
    """One demand or wish with the words that prove it; ``variant`` NULL = it holds for the whole ad."""

    __tablename__ = "vacancy_requirement"
    __table_args__ = (
        Index(None, "code"),
        ForeignKeyConstraint(
            ["vacancy_id", "variant"], ["vacancy_variant.vacancy_id", "vacancy_variant.number"], ondelete="CASCADE"
        ),
        CheckConstraint("(confirmed_by IS NULL) = (confirmed_at IS NULL)", name="confirmed"),
    )

    vacancy_id: Mapped[Id] = open_column(ForeignKey("vacancy.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = open_column(primary_key=True)
    code: Mapped[str] = open_column()
    strength: Mapped[Strength] = open_column(values_of(Strength, "strength"))
    spans: Mapped[list[dict[str, Any]]] = open_column(default=list)
    variant: Mapped[int | None] = open_column()
    confirmed_by: Mapped[str | None] = open_column()
    confirmed_at: Mapped[datetime | None] = open_column()

    vacancy: Mapped[Vacancy] = relationship(back_populates="requirements")
