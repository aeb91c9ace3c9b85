"""A job seeker in the database: the coded facts, and apart from them identity, special needs and visibility."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, relationship

from models.base import Base, Digest, Encrypted, Id, new_id, open_column, personal_column, special_column, values_of
from models.cv import CodedFact, Education, HeldCredential, ProseFact, SpokenLanguage, WishedOccupation, WorkPeriod


class Origin(StrEnum):
    """Where a person comes from, which decides the facts that visibility needs."""

    NAV = "nav"
    OWN = "own"


class JobSeeker(Base):
    """A person who looks for work, without anything that tells who it is."""

    __tablename__ = "job_seeker"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        Index(None, "external_id"),
        Index(None, "kommunenr"),
        CheckConstraint("percent_min IS NULL OR percent_min BETWEEN 0 AND 100", name="percent_min"),
        CheckConstraint("percent_max IS NULL OR percent_max BETWEEN 0 AND 100", name="percent_max"),
        CheckConstraint("max_minutes IS NULL OR max_minutes BETWEEN 0 AND 600", name="max_minutes"),
    )

    id: Mapped[Id] = personal_column(primary_key=True, default=new_id)
    source: Mapped[str] = open_column()
    external_id: Mapped[str] = personal_column()
    version: Mapped[datetime] = open_column()
    content_hash: Mapped[Digest] = open_column()
    created_at: Mapped[datetime] = open_column()
    updated_at: Mapped[datetime] = open_column()
    change_number: Mapped[int] = open_column(BigInteger, server_default=text("0"), index=True)

    postnummer: Mapped[str | None] = personal_column()
    poststed: Mapped[str] = personal_column(default="")
    kommunenr: Mapped[str | None] = personal_column()
    country: Mapped[str] = personal_column(default="NO")
    office: Mapped[str | None] = personal_column()
    adviser_id: Mapped[Id | None] = personal_column(ForeignKey("user_account.id", ondelete="SET NULL"), index=True)

    licences_known: Mapped[bool] = personal_column(default=False)
    car: Mapped[bool | None] = personal_column()
    takes_transit: Mapped[bool | None] = personal_column()
    percent_min: Mapped[float | None] = personal_column()
    percent_max: Mapped[float | None] = personal_column()
    percent_absolute: Mapped[bool] = personal_column(default=False)
    earliest_start: Mapped[date | None] = personal_column()
    start_code: Mapped[str] = personal_column(default="")
    max_minutes: Mapped[int | None] = personal_column()
    willing_to_move: Mapped[bool | None] = personal_column()
    needs_housing: Mapped[bool | None] = personal_column()
    right_to_work: Mapped[bool | None] = personal_column()

    identity: Mapped[PersonIdentity] = relationship(back_populates="job_seeker", passive_deletes=True)
    visibility: Mapped[VisibilityRow] = relationship(back_populates="job_seeker", passive_deletes=True)
    practice: Mapped[list[WorkPeriod]] = relationship(order_by=WorkPeriod.position, passive_deletes=True)
    wishes: Mapped[list[WishedOccupation]] = relationship(order_by=WishedOccupation.position, passive_deletes=True)
    education: Mapped[list[Education]] = relationship(order_by=Education.position, passive_deletes=True)
    credentials: Mapped[list[HeldCredential]] = relationship(order_by=HeldCredential.position, passive_deletes=True)
    languages: Mapped[list[SpokenLanguage]] = relationship(order_by=SpokenLanguage.position, passive_deletes=True)
    codes: Mapped[list[CodedFact]] = relationship(order_by=CodedFact.position, passive_deletes=True)
    facts: Mapped[list[ProseFact]] = relationship(order_by=ProseFact.position, passive_deletes=True)


class PersonIdentity(Base):
    """Who a job seeker is; read only to show a person to someone who may know, never by the engine."""

    __tablename__ = "person_identity"

    job_seeker_id: Mapped[Id] = personal_column(ForeignKey("job_seeker.id", ondelete="CASCADE"), primary_key=True)
    given_name: Mapped[str] = personal_column(default="")
    family_name: Mapped[str] = personal_column(default="")
    birth_date: Mapped[date | None] = personal_column()
    phone: Mapped[str] = personal_column(default="")
    email: Mapped[str] = personal_column(default="")
    adviser_note: Mapped[str] = personal_column(default="")

    job_seeker: Mapped[JobSeeker] = relationship(back_populates="identity")


class SpecialNeed(Base):
    """A practical need in the person's own words, with consent; encrypted, apart, and never seen by the engine."""

    __tablename__ = "special_need"

    id: Mapped[Id] = personal_column(primary_key=True, default=new_id)
    job_seeker_id: Mapped[Id] = personal_column(ForeignKey("job_seeker.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = special_column(Encrypted())
    consent_version: Mapped[str] = personal_column()
    consented_at: Mapped[datetime] = personal_column()


class VisibilityRow(Base):
    """What the sources have answered about showing a person: a value and the source's own time for each fact.

    NULL = not answered.  ``models/visibility.py`` says what follows.
    """

    __tablename__ = "visibility_facts"

    job_seeker_id: Mapped[Id] = personal_column(ForeignKey("job_seeker.id", ondelete="CASCADE"), primary_key=True)
    origin: Mapped[Origin] = personal_column(values_of(Origin, "origin"), default=Origin.NAV)
    origin_at: Mapped[datetime | None] = open_column()
    dead: Mapped[bool | None] = personal_column()
    dead_at: Mapped[datetime | None] = open_column()
    address_protected: Mapped[bool | None] = personal_column()
    address_protected_at: Mapped[datetime | None] = open_column()
    code_6_or_7: Mapped[bool | None] = personal_column()
    code_6_or_7_at: Mapped[datetime | None] = open_column()
    shielded: Mapped[bool | None] = personal_column()
    shielded_at: Mapped[datetime | None] = open_column()
    active_cv: Mapped[bool | None] = personal_column()
    active_cv_at: Mapped[datetime | None] = open_column()
    in_follow_up: Mapped[bool | None] = personal_column()
    in_follow_up_at: Mapped[datetime | None] = open_column()
    in_kvp: Mapped[bool | None] = personal_column()
    in_kvp_at: Mapped[datetime | None] = open_column()
    job_seeker_period: Mapped[bool | None] = personal_column()
    job_seeker_period_at: Mapped[datetime | None] = open_column()
    consent: Mapped[bool | None] = personal_column()
    consent_at: Mapped[datetime | None] = open_column()
    adviser_confirmed: Mapped[bool | None] = personal_column()
    adviser_confirmed_at: Mapped[datetime | None] = open_column()
    change_number: Mapped[int] = open_column(BigInteger, server_default=text("0"), index=True)

    job_seeker: Mapped[JobSeeker] = relationship(back_populates="visibility")
