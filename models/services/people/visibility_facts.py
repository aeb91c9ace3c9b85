"""Whether a person is shown, on which answers that rests, and the answers that an adviser gives.

NAV's answers are NAV's: for a person from there nothing is answered here.  Of a person registered here the adviser
answers the protective facts, records or withdraws the consent and confirms what is stored.  An answer that protects
counts at once and for everybody: see ``models/services/people/registration.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matcher.records import Tier
from models import locks
from models.audit import AuditAction
from models.drafts import VisibilityFacts
from models.people import JobSeeker, Origin
from models.profiles import to_candidate
from models.services.errors import JobSeekerNotFound, ServiceError
from models.services.looks import Look
from models.services.people.drafts import MATCHES
from models.services.people.registration import CONSENT_VERSION, consent_subject, person_to_edit
from models.services.people.storing import just_stored, set_visibility_facts
from models.services.ranking.live import LivePool
from models.visibility import FACTS, FROM_HERE, PROTECTIVE, SHOWN_WHEN, is_visible

ANSWERED_HERE = frozenset({*PROTECTIVE, *FROM_HERE})


class AnsweredByNav(ServiceError):
    """An answer about a person whose facts come from NAV."""

    def __init__(self) -> None:
        super().__init__("Opplysningene om synlighet kommer fra NAV og kan ikke endres her. Ingenting er lagret.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One fact: what was answered (None = nothing yet), since when, and whether that answer shows the person."""

    fact: str
    value: bool | None
    since: datetime | None
    shows: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonVisibility:
    """Whether somebody is shown, and what that rests on."""

    person_id: str
    name: str
    from_nav: bool
    visible: bool
    answers: tuple[Answer, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that nobody has answered."""
        return tuple(answer.fact for answer in self.answers if answer.value is None)

    def value(self, fact: str) -> bool | None:
        """Return what was answered to one fact."""
        return next((answer.value for answer in self.answers if answer.fact == fact), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What the answers led to: shown or not, whether the actor may still open the page, and the matches when shown."""

    visible: bool
    still_open: bool
    withdrawn: bool
    matches: int = 0
    on_the_way: int = 0


def visibility_of(session: Session, look: Look, person_id: str) -> PersonVisibility:
    """Return what is known of one person's visibility; the page that names the person leaves the trace."""
    return _described(person_to_edit(session, look.actor, person_id, withdrawn=True))


def answer_visibility(
    session: Session,
    live: LivePool,
    look: Look,
    person_id: str,
    answers: Mapping[str, bool],
    *,
    consent_version: str = CONSENT_VERSION,
) -> Answered:
    """Store an adviser's answers about a person registered here; only what differs from what is known is news."""
    locks.take_turn(session, "job_seeker")
    session.expire_all()
    row = person_to_edit(session, look.actor, person_id, withdrawn=True)
    before = _described(row)
    if before.from_nav or not answers.keys() <= ANSWERED_HERE:
        raise AnsweredByNav
    news = {fact: answer for fact, answer in answers.items() if before.value(fact) is not answer}
    subject = consent_subject(consent_version) if news.get("consent") else ""
    if news.get("consent") is False:
        subject = "consent:withdrawn"
    look.shown(session, [person_id], action=AuditAction.UPDATE, subject=subject)
    if news:
        set_visibility_facts(session, person_id, VisibilityFacts(origin="own", **news), look.now)
        session.expire_all()
    row = just_stored(session, person_id)
    after = _described(row)
    if not after.visible:
        withdrawn = after.value("consent") is False
        return Answered(visible=False, still_open=_may_open(session, look, person_id), withdrawn=withdrawn)
    tiers = list(live.tiers_of(session, look.on, [to_candidate(row, look.on)])[0].values())
    return Answered(
        visible=True,
        still_open=True,
        withdrawn=False,
        matches=sum(tier in MATCHES for tier in tiers),
        on_the_way=tiers.count(Tier.ON_THE_WAY),
    )


def _may_open(session: Session, look: Look, person_id: str) -> bool:
    try:
        person_to_edit(session, look.actor, person_id, withdrawn=True)
    except JobSeekerNotFound:
        return False
    return True


def _described(row: JobSeeker) -> PersonVisibility:
    facts, identity = row.visibility, row.identity
    values = VisibilityFacts(origin=facts.origin.value, **{fact: getattr(facts, fact) for fact in FACTS})
    return PersonVisibility(
        person_id=row.id,
        name=f"{identity.given_name} {identity.family_name}".strip() or row.external_id,
        from_nav=facts.origin is Origin.NAV,
        visible=is_visible(values),
        answers=tuple(
            Answer(fact=fact, value=getattr(facts, fact), since=getattr(facts, f"{fact}_at"), shows=shows)
            for fact, shows in SHOWN_WHEN[facts.origin.value].items()
        ),
    )
