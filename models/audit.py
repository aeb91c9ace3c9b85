"""Who looked at whom, and why: an append-only chain in which every row holds the hash of the one before."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from models.base import Base, Digest, Id, open_column, personal_column, values_of

FIRST_HASH = "0" * 64


class AuditAction(StrEnum):
    """What was done."""

    ACCESS = "access"
    SEARCH = "search"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    SHARE = "share"
    EXPORT = "export"


class Decision(StrEnum):
    """Allowed, or refused."""

    PERMIT = "permit"
    DENY = "deny"


class AuditEvent(Base):
    """One look at one person (or one act without a person).

    The person's random id stands here without a foreign key: after an erasure it names nobody.  Triggers on both
    databases refuse UPDATE and DELETE.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        CheckConstraint("actor <> ''", name="actor"),
        CheckConstraint("purpose <> ''", name="purpose"),
    )

    seq: Mapped[int] = open_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = personal_column(index=True)
    actor: Mapped[str] = personal_column(index=True)
    action: Mapped[AuditAction] = personal_column(values_of(AuditAction, "action"))
    person_id: Mapped[Id | None] = personal_column(index=True)
    purpose: Mapped[str] = personal_column()
    decision: Mapped[Decision] = personal_column(values_of(Decision, "decision"))
    subject: Mapped[str] = personal_column(default="")
    request_id: Mapped[str] = open_column(default="")
    prev_hash: Mapped[Digest] = open_column()
    hash: Mapped[Digest] = open_column(unique=True)


class AuditHead(Base):
    """The end of the chain: a single row, locked while rows are added, so that a cut-off tail is noticed."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = open_column(primary_key=True, autoincrement=False, default=1)
    seq: Mapped[int] = open_column()
    hash: Mapped[Digest] = open_column()
