"""Local accounts and server-side sessions: sign in, look up who is signed in, sign out."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, selectinload

from models.accounts import Grant, Scope, User, UserKind, UserSession
from models.policy import Actor, grants_of
from models.services.errors import ServiceError
from models.vacancies import Employer

IDLE = timedelta(minutes=30)
"""A session that nothing has been heard from for this long is over."""

LONGEST = timedelta(hours=12)
"""No session lasts longer, however busy."""

TOUCH_EVERY = timedelta(minutes=1)
"""How often the time of the last request is written: not on every one."""

MIN_PASSWORD = 15

_HASHER = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4)
# Verified when there is no such account, so that an unknown name takes as long as a wrong password.
_NOBODY = _HASHER.hash(secrets.token_hex(16))


class PasswordTooShort(ServiceError):
    """A password below the least length."""

    def __init__(self) -> None:
        super().__init__(f"Passordet er for kort. Velg minst {MIN_PASSWORD} tegn; en setning er lettest å huske.")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh session: the token for the cookie, and who it belongs to."""

    token: str
    actor: Actor


def create_user(
    session: Session,
    *,
    username: str,
    name: str,
    kind: UserKind,
    grants: Iterable[tuple[Scope, str]],
    now: datetime,
    password: str | None = None,
    granted_by: str = "system",
) -> User:
    """Add a user with grants; without a password only demo mode or an identity provider lets the user in."""
    if password is not None and len(password) < MIN_PASSWORD:
        raise PasswordTooShort
    user = User(
        username=username,
        display_name=name,
        kind=kind,
        password_hash=_HASHER.hash(password) if password is not None else None,
        created_at=now,
    )
    session.add(user)
    session.flush()
    session.add_all(
        Grant(user_id=user.id, scope=scope, value=value, granted_by=granted_by, granted_at=now) for scope, value in grants
    )
    session.flush()
    return user


def sign_in(session: Session, username: str, password: str, now: datetime) -> SignedIn | None:
    """Return a fresh session, or None when name and password do not go together; both take the same time."""
    user = session.scalar(select(User).where(User.username == username, User.disabled_at.is_(None)))
    stored = user.password_hash if user is not None and user.password_hash else _NOBODY
    right: bool
    try:
        right = _HASHER.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        right = False
    return open_session(session, user, now) if right and user is not None and user.password_hash else None


def open_session(session: Session, user: User, now: datetime) -> SignedIn:
    """Open a session for ``user`` with a new token, of which only the hash is kept."""
    token = secrets.token_urlsafe(32)
    session.add(UserSession(token_hash=_hash(token), user_id=user.id, created_at=now, last_seen_at=now, expires_at=now + LONGEST))
    session.flush()
    return SignedIn(token, _actor(user, session))


@dataclass(frozen=True, slots=True)
class Presence:
    """Who a token belongs to, and whether it is time to note that the session is in use."""

    actor: Actor
    to_touch: bool


def who_is(session: Session, token: str, now: datetime) -> Presence | None:
    """Return who a token belongs to, or None when the session is over, unknown or its user disabled."""
    row = session.get(UserSession, _hash(token))
    if row is None or row.revoked_at is not None or now >= row.expires_at or now - row.last_seen_at >= IDLE:
        return None
    user = session.scalar(select(User).where(User.id == row.user_id).options(selectinload(User.grants)))
    if user is None or user.disabled_at is not None:
        return None
    actor = Actor(user_id=user.id, name=user.display_name or user.username, kind=user.kind, grants=grants_of(user.grants))
    return Presence(actor, to_touch=now - row.last_seen_at >= TOUCH_EVERY)


def touch(session: Session, token: str, now: datetime) -> None:
    """Note that the session is in use; at most once a minute is written."""
    session.execute(
        update(UserSession)
        .where(UserSession.token_hash == _hash(token), UserSession.last_seen_at <= now - TOUCH_EVERY)
        .values(last_seen_at=now)
    )


def sign_out(session: Session, token: str, now: datetime) -> None:
    """End the session on the server: a copied cookie is worth nothing afterwards."""
    session.execute(update(UserSession).where(UserSession.token_hash == _hash(token)).values(revoked_at=now))


def organisation_names(session: Session, actor: Actor) -> list[str]:
    """Return the names of the organisations that ``actor`` may act for, in order."""
    keys = actor.granted(Scope.ORGANISATION)
    return list(session.scalars(select(Employer.name).where(Employer.key.in_(keys)).order_by(Employer.name))) if keys else []


def purge_sessions(session: Session, now: datetime) -> int:
    """Remove sessions that are over; return how many."""
    gone = session.scalars(select(UserSession.token_hash).where(UserSession.expires_at <= now)).all()
    session.execute(delete(UserSession).where(UserSession.token_hash.in_(gone)))
    return len(gone)


def actor_named(session: Session, username: str) -> Actor:
    """Return the actor that a user is once signed in."""
    return _actor(session.scalars(select(User).where(User.username == username)).one(), session)


def _actor(user: User, session: Session) -> Actor:
    grants = session.scalars(select(Grant).where(Grant.user_id == user.id)).all()
    return Actor(user_id=user.id, name=user.display_name or user.username, kind=user.kind, grants=grants_of(grants))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
