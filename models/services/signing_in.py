"""Signing in with a password, no more than so many times: failures are counted in the audit log, where they stand anyway."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.text import normalise
from models.audit import AuditAction, AuditEvent, Decision
from models.services.accounts import SignedIn, sign_in
from models.services.audit import record

WINDOW = timedelta(minutes=5)
MOST_PER_NAME = 10
MOST_PER_ADDRESS = 10
MOST_IN_ALL = 1000
PURPOSE = "pålogging"


@dataclass(frozen=True, slots=True)
class Attempt:
    """How it went: a session, or None; and how many seconds to wait when there have been too many failures."""

    signed_in: SignedIn | None
    wait: int = 0


def try_to_sign_in(session: Session, username: str, password: str, *, address: str, key: str, now: datetime) -> Attempt:
    """Check name and password unless the name or the address has failed too often lately; write down how it went.

    ``key`` keeps what was typed as a name (which may be a password) and the address from being read in the log.
    """
    name, place = _veiled(key, f"name:{normalise(username)}"), _veiled(key, f"address:{address}")
    since = now - WINDOW
    failures = select(func.count(), func.min(AuditEvent.at)).where(
        AuditEvent.at > since, AuditEvent.purpose == PURPOSE, AuditEvent.decision == Decision.DENY
    )
    limits = (
        (failures.where(AuditEvent.actor == f"sign-in:{name}"), MOST_PER_NAME),
        (failures.where(AuditEvent.subject == place), MOST_PER_ADDRESS),
        (failures, MOST_IN_ALL),
    )
    for statement, most in limits:
        count, first = session.execute(statement).one()
        if count >= most:
            return Attempt(None, wait=max(1, int((first + WINDOW - now).total_seconds()) + 1))
    found = sign_in(session, username, password, now)
    record(
        session,
        found.actor.audit_name if found else f"sign-in:{name}",
        AuditAction.ACCESS,
        (),
        purpose=PURPOSE,
        decision=Decision.PERMIT if found else Decision.DENY,
        subject=place,
        now=now,
    )
    return Attempt(found)


def _veiled(key: str, text: str) -> str:
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]
