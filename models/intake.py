"""What came in from outside, as it came: the inbox, what could not be read, how far a feed is read, what is gone."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from models.base import Base, Digest, Id, new_id, open_column, personal_column, secret_column, values_of


class RecordKind(StrEnum):
    """What a record from outside is about."""

    JOB_SEEKER = "job_seeker"
    VACANCY = "vacancy"


class InboxRecord(Base):
    """One raw record, kept unchanged (a trigger refuses UPDATE) until it is erased or its time is up."""

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("kind", "source", "external_id", "sha256"),)

    id: Mapped[Id] = open_column(primary_key=True, default=new_id)
    kind: Mapped[RecordKind] = open_column(values_of(RecordKind, "kind"))
    source: Mapped[str] = open_column()
    external_id: Mapped[str] = personal_column()
    sha256: Mapped[Digest] = open_column()
    raw: Mapped[str] = personal_column()
    received_at: Mapped[datetime] = open_column(index=True)


class DeadLetter(Base):
    """A record that was refused, with a reason that a person can act on."""

    __tablename__ = "dead_letter"
    __table_args__ = (Index(None, "kind", "source", "external_id"),)

    id: Mapped[Id] = open_column(primary_key=True, default=new_id)
    kind: Mapped[RecordKind] = open_column(values_of(RecordKind, "kind"))
    source: Mapped[str] = open_column()
    external_id: Mapped[str | None] = personal_column()
    line: Mapped[int | None] = open_column()
    field: Mapped[str] = open_column(default="")
    reason: Mapped[str] = open_column()
    raw: Mapped[str] = personal_column(default="")
    received_at: Mapped[datetime] = open_column(index=True)
    resolved_at: Mapped[datetime | None] = open_column()


class FeedCursor(Base):
    """How far a feed is read; written in the same transaction as what was read."""

    __tablename__ = "feed_cursor"

    feed: Mapped[str] = open_column(primary_key=True)
    position: Mapped[str] = open_column()
    etag: Mapped[str | None] = open_column()
    last_modified: Mapped[str | None] = open_column()
    updated_at: Mapped[datetime] = open_column()


class Tombstone(Base):
    """Something that is gone and stays gone: ``key`` is the source's id of a vacancy, a keyed hash for a person.

    ``version`` NULL = for ever; else only a newer version may come back.
    """

    __tablename__ = "tombstone"

    kind: Mapped[RecordKind] = open_column(values_of(RecordKind, "kind"), primary_key=True)
    source: Mapped[str] = open_column(primary_key=True)
    key: Mapped[str] = personal_column(primary_key=True)
    version: Mapped[datetime | None] = open_column()
    created_at: Mapped[datetime] = open_column()


class Pepper(Base):
    """The random key under which erased people are remembered; made when it is first needed."""

    __tablename__ = "pepper"

    name: Mapped[str] = open_column(primary_key=True)
    value: Mapped[str] = secret_column()
