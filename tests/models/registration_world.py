"""Somebody to register, advisers who do it, and what the log says afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import Scope, UserKind
from models.audit import AuditEvent
from models.people import JobSeeker
from models.policy import Actor
from models.services.accounts import create_user
from models.services.looks import Look
from models.visibility import PROTECTIVE
from tests.factories import NOW, TODAY

TRYSIL = (Scope.MUNICIPALITY, "3421")
NEW: dict[str, Any] = {
    "given_name": "Prøve",
    "family_name": "Nyregistrert",
    "birth_date": date(1990, 5, 17),
    "phone": "900 00 000",
    "postnummer": "2420",
    "poststed": "Trysil",
    "kommunenr": "3421",
}
ANSWERS = dict.fromkeys(PROTECTIVE, False)


def look_of(session: Session, name: str, *grants: tuple[Scope, str], kind: UserKind = UserKind.ADVISER) -> Look:
    """Return the look of a new user with these grants."""
    user = create_user(session, username=name, name=name, kind=kind, grants=grants, now=NOW, granted_by="test")
    user_id = user if isinstance(user, str) else user.id
    actor = Actor(user_id=user_id, name=name, kind=kind, grants=frozenset(grants))
    return Look(actor=actor, purpose="registrering", now=NOW, on=TODAY, request_id="r1")


def later(look: Look, **by: float) -> Look:
    """Return the same look some time later."""
    return replace(look, now=look.now + timedelta(**(by or {"minutes": 5})))


def stamp(session: Session, person_id: str) -> str:
    """Return what a form would begin from."""
    return session.scalars(select(JobSeeker.content_hash).where(JobSeeker.id == person_id)).one()


def trail(session: Session, person_id: str) -> list[tuple[str, str, str]]:
    """Return what the log says of one person: action, purpose and subject."""
    rows = session.scalars(select(AuditEvent).where(AuditEvent.person_id == person_id).order_by(AuditEvent.seq))
    return [(row.action.value, row.purpose, row.subject) for row in rows]
