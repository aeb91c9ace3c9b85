"""An adviser looks over what was read from an ad: confirms a requirement, makes it milder or harder, or takes it away."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from models import locks
from models.audit import AuditAction
from models.services.audit import record
from models.services.errors import ServiceError
from models.services.looks import Look
from models.services.vacancies.storing import OWN_POSTING, find_vacancy
from models.vacancies import Strength, Vacancy, VacancyRequirement


class Decision(StrEnum):
    """What a requirement is: a demand, a wish, or nothing that the ad asks for."""

    MUST = "must"
    SHOULD = "should"
    NONE = "none"


class RequirementGone(ServiceError):
    """The ad was read anew since the page was shown."""

    def __init__(self) -> None:
        super().__init__("Kravet er endret siden du åpnet siden. Ingenting er lagret. Se på kravene og prøv igjen.")


class EmployersOwn(ServiceError):
    """A vacancy that the employer has written here: its demands are the employer's own to change."""

    def __init__(self) -> None:
        super().__init__("Arbeidsgiveren har selv skrevet kravene i denne stillingen. Be arbeidsgiveren endre dem.")


def correct_requirement(session: Session, look: Look, vacancy_id: str, *, position: int, code: str, decision: Decision) -> None:
    """Keep what an adviser says of one requirement.

    What is confirmed outlives a new version of the ad.  What was taken away stays away until the ad itself changes: then
    it is read anew, and may be found again.  The time of change is renewed, so that lists are reckoned anew.
    """
    locks.take_turn(session, "vacancy")
    vacancy = find_vacancy(session, vacancy_id)
    if vacancy.source == OWN_POSTING:
        raise EmployersOwn
    found = next((row for row in vacancy.requirements if row.position == position and row.code == code), None)
    if found is None:
        raise RequirementGone
    entry = VacancyRequirement
    this = (entry.vacancy_id == vacancy.id, entry.position == position)
    if decision is Decision.NONE:
        session.execute(delete(entry).where(*this))
    else:
        by = {"confirmed_by": look.actor.user_id, "confirmed_at": look.now}
        session.execute(update(entry).where(*this).values(strength=Strength(decision.value), **by))
    session.execute(update(Vacancy).where(Vacancy.id == vacancy.id).values(updated_at=look.now))
    session.expire(vacancy)
    record(
        session,
        look.actor.audit_name,
        AuditAction.UPDATE,
        (),
        purpose=look.purpose,
        subject=vacancy.id,
        request_id=look.request_id,
        now=look.now,
    )
