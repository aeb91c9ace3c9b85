"""Users, what they may reach, and the sessions that the server keeps for them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from models.base import Base, Digest, Id, new_id, open_column, personal_column, secret_column, values_of


class UserKind(StrEnum):
    """What someone uses the service as."""

    ADVISER = "adviser"
    EMPLOYER = "employer"
    COORDINATOR = "coordinator"
    SEEKER = "seeker"
    ADMIN = "admin"


class Scope(StrEnum):
    """What a grant opens; the value beside it names which one."""

    MUNICIPALITY = "municipality"
    OFFICE = "office"
    ORGANISATION = "organisation"
    OWN_USERS = "own_users"


class User(Base):
    """Someone who signs in: with a local password, or through an identity provider (issuer and subject)."""

    __tablename__ = "user_account"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[Id] = personal_column(primary_key=True, default=new_id)
    username: Mapped[str] = personal_column(unique=True)
    display_name: Mapped[str] = personal_column(default="")
    kind: Mapped[UserKind] = personal_column(values_of(UserKind, "kind"))
    password_hash: Mapped[str | None] = secret_column()
    issuer: Mapped[str | None] = personal_column()
    subject: Mapped[str | None] = personal_column()
    created_at: Mapped[datetime] = open_column()
    disabled_at: Mapped[datetime | None] = personal_column()

    grants: Mapped[list[Grant]] = relationship(passive_deletes=True)


class Grant(Base):
    """One thing that a user may reach: a municipality, an office, an organisation, the users that are one's own."""

    __tablename__ = "user_grant"

    user_id: Mapped[Id] = personal_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    scope: Mapped[Scope] = personal_column(values_of(Scope, "scope"), primary_key=True)
    value: Mapped[str] = personal_column(primary_key=True, default="")
    granted_by: Mapped[str] = personal_column()
    granted_at: Mapped[datetime] = open_column()


class UserSession(Base):
    """A signed-in session; the token itself is only in the user's cookie, here is its hash."""

    __tablename__ = "user_session"

    token_hash: Mapped[Digest] = secret_column(primary_key=True)
    user_id: Mapped[Id] = personal_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = personal_column()
    last_seen_at: Mapped[datetime] = personal_column()
    expires_at: Mapped[datetime] = open_column(index=True)
    revoked_at: Mapped[datetime | None] = personal_column()
