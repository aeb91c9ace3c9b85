"""Looking at people: who looks, why and when, handed to every use case that shows somebody; and the card of a person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from models import queries
from models.audit import AuditAction
from models.people import JobSeeker, PersonIdentity
from models.policy import Actor, people_in_scope
from models.services.audit import record
from models.services.errors import JobSeekerNotFound, PersonOutOfReach


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One request that shows people: who asks, for what purpose, at which instant and for which day."""

    actor: Actor
    purpose: str
    now: datetime
    on: date
    request_id: str = ""

    def shown(
        self, session: Session, people: Sequence[str], *, subject: str = "", action: AuditAction = AuditAction.ACCESS
    ) -> None:
        """Write down that these people are shown, in the transaction that reads them; nobody shown leaves no row."""
        if people:
            record(
                session,
                self.actor.audit_name,
                action,
                list(dict.fromkeys(people)),
                purpose=self.purpose,
                subject=subject,
                request_id=self.request_id,
                now=self.now,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """What a list says of a person: the name, where the person lives, and the source's own id."""

    id: str
    name: str
    given_name: str
    place: str
    kommunenr: str | None
    external_id: str


def cards(session: Session, actor: Actor, ids: Collection[str]) -> dict[str, PersonCard]:
    """Return the cards of those of ``ids`` who may be shown and whom ``actor`` may reach."""
    if not ids:
        return {}
    statement = queries.visible_job_seekers(ids=ids).where(people_in_scope(actor)).join(JobSeeker.identity)
    columns = (
        JobSeeker.id,
        JobSeeker.external_id,
        JobSeeker.poststed,
        JobSeeker.kommunenr,
        PersonIdentity.given_name,
        PersonIdentity.family_name,
    )
    return {
        row.id: PersonCard(
            id=row.id,
            name=f"{row.given_name} {row.family_name}".strip() or row.external_id,
            given_name=row.given_name or row.external_id,
            place=row.poststed,
            kommunenr=row.kommunenr,
            external_id=row.external_id,
        )
        for row in session.execute(statement.with_only_columns(*columns))
    }


def person_in_reach(session: Session, actor: Actor, person_id: str) -> JobSeeker:
    """Return one person with the whole CV; hidden, unknown and out of reach are the same :class:`JobSeekerNotFound`."""
    statement = queries.visible_job_seekers(ids=[person_id]).where(people_in_scope(actor))
    found = session.scalars(statement.options(*queries.candidate_parts())).unique().one_or_none()
    if found is None:
        exists = session.scalar(queries.existing([person_id])) is not None
        raise PersonOutOfReach(person_id) if exists else JobSeekerNotFound(person_id)
    return found
