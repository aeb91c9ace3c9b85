"""Whose people are whose: an adviser takes somebody over as an own user, or lets go."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.audit import AuditAction
from models.people import JobSeeker
from models.services.looks import Look, person_in_reach


def take_over(session: Session, look: Look, person_id: str) -> None:
    """Make a person within reach an own user of the reader."""
    person = person_in_reach(session, look.actor, person_id)
    _belongs_to(session, look, person, look.actor.user_id)


def let_go(session: Session, look: Look, person_id: str) -> None:
    """Let go of an own user; somebody else's stays as it is."""
    person = person_in_reach(session, look.actor, person_id)
    if person.adviser_id == look.actor.user_id:
        _belongs_to(session, look, person, None)


def _belongs_to(session: Session, look: Look, person: JobSeeker, adviser_id: str | None) -> None:
    session.execute(update(JobSeeker).where(JobSeeker.id == person.id).values(adviser_id=adviser_id))
    look.shown(session, [person.id], action=AuditAction.UPDATE)
