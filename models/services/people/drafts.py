"""A stored person as a draft again, changed in one place and taken in anew: how a CV is corrected here.

What is corrected carries the time of the correction as its version.  So it holds for a person registered here, and for a
person from NAV until NAV sends a newer CV.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from matcher.records import Candidate, Tier
from models import locks, queries
from models.audit import AuditAction
from models.cv import CodeKind
from models.drafts import (
    CredentialDraft,
    EducationDraft,
    FactDraft,
    JobSeekerDraft,
    LanguageDraft,
    PracticeDraft,
    WishDraft,
)
from models.people import JobSeeker, Origin
from models.profiles import to_candidate
from models.services.errors import ServiceError
from models.services.intake.filling import CAR_CLASSES
from models.services.looks import Look
from models.services.people.identity_numbers import has_identity_number
from models.services.people.registration import person_to_edit
from models.services.people.storing import CODED_LISTS, just_stored, upsert_job_seeker
from models.services.ranking.live import LivePool

NO_CAR_LICENCE, NO_CAR = "B09", "B10"
MATCHES = frozenset({Tier.READY, Tier.CLARIFY})


class PersonChangedMeanwhile(ServiceError):
    """Somebody else has saved the same person since the form was opened."""

    def __init__(self) -> None:
        super().__init__("Noen andre har lagret endringer på personen siden du åpnet skjemaet. Ingenting av ditt er lagret ennå.")


class IdentityNumberRefused(ServiceError):
    """A text that holds what looks like an identity number."""

    def __init__(self) -> None:
        super().__init__("Vi lagrer aldri fødselsnummer. Ta det bort, og lagre på nytt.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a change did to a person's matches: counts of open vacancies.

    A match is the tiers klar and avklar; ``nearer`` and ``further`` count what came to and went from «på vei» otherwise.
    """

    changed: bool
    gained: int = 0
    lost: int = 0
    nearer: int = 0
    further: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPerson:
    """Somebody as a form shows them; ``verdicts`` are those on facts from prose, by kind and value: True = confirmed."""

    id: str
    name: str
    draft: JobSeekerDraft
    stamp: str
    visible: bool
    from_nav: bool
    verdicts: Mapping[tuple[str, str], bool]


def stored_person(session: Session, look: Look, person_id: str) -> StoredPerson:
    """Return somebody whom the actor may edit; the page that names the person leaves the trace with ``look.shown``."""
    row = person_to_edit(session, look.actor, person_id)
    visible = session.scalar(queries.visible_job_seekers(ids=[row.id]).with_only_columns(JobSeeker.id)) is not None
    return StoredPerson(
        id=row.id,
        name=f"{row.identity.given_name} {row.identity.family_name}".strip() or row.external_id,
        draft=to_draft(row),
        stamp=row.content_hash,
        visible=visible,
        from_nav=row.visibility.origin is Origin.NAV,
        verdicts={
            (fact.kind, fact.value): fact.confirmed_at is not None
            for fact in row.facts
            if fact.confirmed_at is not None or fact.rejected_at is not None
        },
    )


def to_draft(row: JobSeeker) -> JobSeekerDraft:
    """Return the draft that a stored person was taken in from; taking it in again changes nothing."""
    codes: dict[CodeKind, list[str]] = defaultdict(list)
    for code in row.codes:
        codes[code.kind].append(code.code)
    identity = row.identity
    lists: dict[str, Any] = {name: tuple(codes[kind]) for kind, name in CODED_LISTS}
    return JobSeekerDraft(
        source=row.source,
        external_id=row.external_id,
        version=row.version,
        given_name=identity.given_name,
        family_name=identity.family_name,
        birth_date=identity.birth_date,
        phone=identity.phone,
        email=identity.email,
        postnummer=row.postnummer,
        poststed=row.poststed,
        kommunenr=row.kommunenr,
        country=row.country,
        practice=tuple(
            PracticeDraft(**_columns(period, PracticeDraft) | {"kind": period.kind.value, "tasks": tuple(period.tasks)})
            for period in row.practice
        ),
        wishes=tuple(WishDraft(title=wish.title, styrk08=wish.styrk08, primary=wish.is_primary) for wish in row.wishes),
        education=tuple(EducationDraft(**_columns(entry, EducationDraft)) for entry in row.education),
        credentials=tuple(
            CredentialDraft(**_columns(held, CredentialDraft) | {"proof": held.proof.value}) for held in row.credentials
        ),
        languages=tuple(
            LanguageDraft(
                **_columns(skill, LanguageDraft)
                | {"spoken": skill.spoken and skill.spoken.value, "written": skill.written and skill.written.value}
            )
            for skill in row.languages
        ),
        licences_known=row.licences_known,
        car=row.car,
        takes_transit=row.takes_transit,
        percent_min=row.percent_min,
        percent_max=row.percent_max,
        percent_absolute=row.percent_absolute,
        earliest_start=row.earliest_start,
        start_code=row.start_code,
        max_minutes=row.max_minutes,
        willing_to_move=row.willing_to_move,
        needs_housing=row.needs_housing,
        right_to_work=row.right_to_work,
        **lists,
        facts=tuple(FactDraft(**_columns(fact, FactDraft)) for fact in row.facts),
    )


def _columns(part: Any, draft: type[Any]) -> dict[str, Any]:
    return {name: getattr(part, name) for name in draft.model_fields}


def changed_draft(draft: JobSeekerDraft, change: Mapping[str, Any]) -> JobSeekerDraft:
    """Return ``draft`` with the fields in ``change``, checked again; what follows from licence and car follows here."""
    fields = dict(draft) | dict(change)
    if {"licences", "licences_known", "car"} & change.keys():
        own = [code for code in fields["barriers"] if code not in (NO_CAR_LICENCE, NO_CAR)]
        if fields["licences_known"] and not CAR_CLASSES & set(fields["licences"]):
            own.append(NO_CAR_LICENCE)
        if fields["car"] is False:
            own.append(NO_CAR)
        fields["barriers"] = tuple(own)
    return JobSeekerDraft.model_validate(fields)


def load_for_change(session: Session, look: Look, person_id: str, stamp: str) -> JobSeeker:
    """Return the person as nobody else can change it until this transaction ends; ``stamp`` is what the form began from."""
    locks.take_turn(session, "job_seeker")
    session.expire_all()
    row = person_to_edit(session, look.actor, person_id)
    if row.content_hash != stamp:
        raise PersonChangedMeanwhile
    return row


def change_person(session: Session, live: LivePool, look: Look, person_id: str, *, stamp: str, change: Mapping[str, Any]) -> Turn:
    """Change some fields of a person whom the actor may edit, and return what that did to the matches."""
    row = load_for_change(session, look, person_id, stamp)
    return rewrite(session, live, look, row, change)


def rewrite(session: Session, live: LivePool, look: Look, row: JobSeeker, change: Mapping[str, Any]) -> Turn:
    """Take in a person that :func:`load_for_change` returned with some fields changed; the trace is left here."""
    before, person_id = to_candidate(row, look.on), row.id
    draft = changed_draft(to_draft(row), {**change, "version": max(look.now, row.version)})
    if has_identity_number(_typed(draft, change)):
        raise IdentityNumberRefused
    outcome = upsert_job_seeker(session, draft, look.now)
    look.shown(session, [person_id], action=AuditAction.UPDATE)
    if outcome == "unchanged":
        return Turn(changed=False)
    # Asked for by id alone: whoever has moved may be beyond the actor's reach from now on.
    after = to_candidate(just_stored(session, person_id), look.on)
    return turn(session, live, before, after, look.on)


def turn(session: Session, live: LivePool, before: Candidate, after: Candidate, on: date) -> Turn:
    """Return how the tiers of one person over the open vacancies differ between two states of the CV."""
    then, now = live.tiers_of(session, on, [before, after])
    pairs = [(then[vacancy], tier) for vacancy, tier in now.items()]
    return Turn(
        changed=True,
        gained=sum(new in MATCHES and old not in MATCHES for old, new in pairs),
        lost=sum(old in MATCHES and new not in MATCHES for old, new in pairs),
        nearer=sum(old is Tier.CLOSED and new is Tier.ON_THE_WAY for old, new in pairs),
        further=sum(old is Tier.ON_THE_WAY and new is Tier.CLOSED for old, new in pairs),
    )


def _typed(draft: JobSeekerDraft, change: Mapping[str, Any]) -> str:
    """Return the words of what was changed; the source's own ids and the facts of the engine are not typed by anybody."""
    return "\n".join(str(getattr(draft, name)) for name in change if name != "version")
