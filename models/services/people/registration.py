"""People whom advisers register here: taken in hidden, finished by the adviser who began, or erased.

Nobody hidden can be opened, with one exception, and this is its whole rule.  An adviser may open somebody hidden when

1. the person was registered here (``source`` is ours and ``origin`` is ``own``) by this very adviser,
2. the person is within the adviser's scope now, as everybody else whom the adviser opens,
3. no protective fact has been answered in the way that hides (dead, address protected, code 6 or 7, shielded): each is
   either open or answered well, and
4. consent has not been withdrawn.

Then all that is missing are answers that the adviser is there to give.  Where only the fourth fails, the adviser who
registered still reaches what is needed to take the data away or to record a new consent (``withdrawn=True``), and no
more.  In every other case somebody hidden, somebody out of reach and somebody unknown are the same 404, and the try is
written down: also for the adviser who registered, from the moment when a protective fact hides the person, whoever
answered it.  Nothing here tells which of the protective facts it was.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, not_, or_, select, update
from sqlalchemy.orm import Session

from matcher.text import normalise
from models import queries
from models.accounts import Scope
from models.audit import AuditAction
from models.drafts import JobSeekerDraft, VisibilityFacts
from models.people import JobSeeker, Origin, PersonIdentity, VisibilityRow
from models.policy import Actor, Permission, people_in_scope
from models.services.errors import JobSeekerNotFound, ServiceError
from models.services.looks import Look, PersonCard, cards, person_in_reach
from models.services.people.identity_numbers import has_identity_number
from models.services.people.storing import set_visibility_facts, stored_id, upsert_job_seeker
from models.services.privacy import erase_job_seeker
from models.visibility import PROTECTIVE, SHOWN_WHEN

SOURCE = "bygdematch"
CONSENT_VERSION = "2026-11"
"""Which wording the person was told; with each consent it stands in the audit log beside who recorded it, and when."""


class HomeOutOfReach(ServiceError):
    """A new person whose home lies beyond everything that the adviser was granted: nobody here could finish it."""

    def __init__(self) -> None:
        super().__init__("Bostedet ligger utenfor kommunene du har tilgang til. En veileder der må registrere personen.")


class NotAName(ServiceError):
    """What should be a person's own words holds an identity number."""

    def __init__(self) -> None:
        super().__init__("Vi lagrer aldri fødselsnummer. Ta det bort, og lagre på nytt.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """Somebody whom the adviser has begun to register and who is still hidden; ``missing`` are facts without an answer."""

    id: str
    name: str
    place: str
    begun: datetime
    missing: tuple[str, ...]
    withdrawn: bool


def register_person(session: Session, look: Look, fields: Mapping[str, Any], *, consent_version: str = CONSENT_VERSION) -> str:
    """Take in somebody who has been told of the registration and has consented; return the person's id.

    The person is hidden until the protective facts are answered and the adviser has confirmed.
    """
    office = _only_office(look.actor)
    if not _reaches(look.actor, fields.get("kommunenr"), office):
        raise HomeOutOfReach
    if has_identity_number("\n".join(str(value) for value in fields.values())):
        raise NotAName
    draft = JobSeekerDraft(**fields, source=SOURCE, external_id=_new_external_id(), version=look.now)
    while upsert_job_seeker(session, draft, look.now) != "loaded":  # taken, or it was somebody's who is erased
        draft = draft.model_copy(update={"external_id": _new_external_id()})
    person_id = stored_id(session, SOURCE, draft.external_id)
    session.execute(update(JobSeeker).where(JobSeeker.id == person_id).values(adviser_id=look.actor.user_id, office=office))
    set_visibility_facts(session, person_id, VisibilityFacts(origin="own", consent=True), look.now)
    look.shown(session, [person_id], action=AuditAction.CREATE, subject=consent_subject(consent_version))
    return person_id


def consent_subject(version: str) -> str:
    """Return how a consent to one wording stands in the audit log."""
    return f"consent:{version}"


def registrations_in_progress(actor: Actor, *, withdrawn: bool = False) -> Select[JobSeeker]:
    """Return the select of the hidden people whom ``actor`` may open all the same: see the rule at the top of this file."""
    conditions = [
        JobSeeker.source == SOURCE,
        JobSeeker.adviser_id == actor.user_id,
        VisibilityRow.origin == Origin.OWN,
        people_in_scope(actor),
        not_(queries.visible()),
        *(
            or_(getattr(VisibilityRow, fact).is_(None), getattr(VisibilityRow, fact).is_(shows))
            for fact, shows in PROTECTIVE.items()
        ),
    ]
    if not withdrawn:
        conditions.append(VisibilityRow.consent.is_(True))
    if not actor.may(Permission.EDIT_PEOPLE):
        conditions.append(JobSeeker.id.is_(None))
    return select(JobSeeker).join(JobSeeker.visibility).where(and_(*conditions))


def person_to_edit(session: Session, actor: Actor, person_id: str, *, withdrawn: bool = False) -> JobSeeker:
    """Return somebody whom ``actor`` reaches, or whose registration ``actor`` has begun; else it is JobSeekerNotFound."""
    try:
        return person_in_reach(session, actor, person_id)
    except JobSeekerNotFound:
        mine = registrations_in_progress(actor, withdrawn=withdrawn).where(JobSeeker.id == person_id)
        found = session.scalars(mine.options(*queries.candidate_parts())).unique().one_or_none()
        if found is None:
            raise
        return found


def unfinished(session: Session, look: Look) -> list[Unfinished]:
    """Return those whom the actor has begun to register, the latest first."""
    statement = registrations_in_progress(look.actor, withdrawn=True).join(JobSeeker.identity)
    rows = session.execute(
        statement.with_only_columns(JobSeeker, PersonIdentity, VisibilityRow).order_by(JobSeeker.created_at.desc(), JobSeeker.id)
    ).all()
    look.shown(session, [person.id for person, _, _ in rows])
    return [
        Unfinished(
            id=person.id,
            name=f"{identity.given_name} {identity.family_name}".strip(),
            place=person.poststed,
            begun=person.created_at,
            missing=tuple(fact for fact in SHOWN_WHEN["own"] if getattr(facts, fact) is None),
            withdrawn=facts.consent is False,
        )
        for person, identity, facts in rows
    ]


def namesakes(session: Session, look: Look, *, given_name: str, family_name: str, birth_date: date) -> Sequence[PersonCard]:
    """Return people of this name and birth date among those whom the actor may open; of others nothing is told."""
    born = PersonIdentity.birth_date == birth_date
    ids = set(
        session.scalars(
            queries.visible_job_seekers()
            .where(people_in_scope(look.actor))
            .join(JobSeeker.identity)
            .where(born)
            .with_only_columns(JobSeeker.id)
        )
    )
    found = [*cards(session, look.actor, ids).values(), *_begun(session, look.actor, birth_date)]
    wanted = normalise(f"{given_name} {family_name}")
    same = [card for card in found if normalise(card.name) == wanted]
    look.shown(session, [card.id for card in same])
    return same


def _begun(session: Session, actor: Actor, birth_date: date) -> list[PersonCard]:
    statement = registrations_in_progress(actor).join(JobSeeker.identity).where(PersonIdentity.birth_date == birth_date)
    return [
        PersonCard(
            id=person.id,
            name=f"{identity.given_name} {identity.family_name}".strip(),
            given_name=identity.given_name,
            place=person.poststed,
            kommunenr=person.kommunenr,
            external_id=person.external_id,
        )
        for person, identity in session.execute(statement.with_only_columns(JobSeeker, PersonIdentity))
    ]


def erase_person(session: Session, look: Look, person_id: str, reason: str) -> None:
    """Erase somebody whom the actor may edit; ``reason`` is a code, and all that the log keeps of why."""
    person_to_edit(session, look.actor, person_id, withdrawn=True)
    look.shown(session, [person_id], action=AuditAction.DELETE, subject=f"erase:{reason}")
    erase_job_seeker(session, person_id, look.now)


def _only_office(actor: Actor) -> str | None:
    offices = actor.granted(Scope.OFFICE)
    return next(iter(offices)) if len(offices) == 1 else None


def _reaches(actor: Actor, kommunenr: str | None, office: str | None) -> bool:
    return bool(kommunenr in actor.granted(Scope.MUNICIPALITY) or actor.granted(Scope.OWN_USERS) or office)


def _new_external_id() -> str:
    # Eight figures: it can be read out on the telephone, and never be taken for an identity number.
    return f"BM-{secrets.randbelow(10**8):08d}"
