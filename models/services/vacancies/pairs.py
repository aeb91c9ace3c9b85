"""One person held against one vacancy: the whole match, its place in the list, and what advisers said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher import ladder
from matcher.measures import advise
from matcher.records import ClosedRoute, Match, Opening, Route, Tier
from models.accounts import User
from models.audit import AuditAction
from models.base import new_id
from models.matches import Verdict
from models.policy import people_in_scope
from models.profiles import to_opening
from models.services.errors import JobSeekerNotFound, ServiceError
from models.services.intake.sensitive import screen
from models.services.looks import Look, PersonCard, cards, person_in_reach
from models.services.ranking.live import LivePool
from models.services.ranking.people_now import People
from models.services.vacancies.people import begins_in, is_open
from models.services.vacancies.storing import find_vacancy
from models.sharing import CandidateListEntry, ListStatus
from models.vacancies import Vacancy

LONGEST_WORDS = 500


class VerdictReason(StrEnum):
    """Why a person does not suit a post after all: what the list got wrong, or what it could not know."""

    LANGUAGE = "norsk"
    CREDENTIAL = "papirer"
    EXPERIENCE = "erfaring"
    REACH = "reisevei"
    LICENCE = "foererkort"
    SHIFTS = "turnus"
    HOURS = "stillingsprosent"
    NOT_WANTED = "oensker_ikke"
    TAKEN = "opptatt"
    EMPLOYER = "arbeidsgiver"
    OTHER = "annet"


BARRIERS: dict[VerdictReason, str] = {
    VerdictReason.LANGUAGE: "B02",
    VerdictReason.CREDENTIAL: "B06",
    VerdictReason.EXPERIENCE: "B07",
    VerdictReason.REACH: "B11",
    VerdictReason.LICENCE: "B09",
    VerdictReason.SHIFTS: "B12",
    VerdictReason.HOURS: "B14",
    VerdictReason.NOT_WANTED: "B26",
    VerdictReason.EMPLOYER: "B25",
}
"""The barrier of the catalogue that a reason speaks of; none of health or of what may never be stored."""


class ReasonMissing(ServiceError):
    """A no without a reason teaches nobody anything."""

    def __init__(self) -> None:
        super().__init__("Velg minst én grunn til at personen ikke passer.")


class WordsTooLong(ServiceError):
    """More words than a reason needs."""

    def __init__(self) -> None:
        super().__init__(f"Skriv høyst {LONGEST_WORDS} tegn.")


class WordsOfHealth(ServiceError):
    """Words about health, family, benefits, faith or origin, which are not kept here."""

    def __init__(self) -> None:
        super().__init__("Skriv ikke om helse, familie, ytelser, tro eller opphav her. Skriv bare om arbeidet.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A verdict as it is read again: who, when, whether the person suits, the reasons, and the adviser's own words."""

    by: str
    own: bool
    at: datetime
    relevant: bool
    reasons: tuple[VerdictReason, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A person and a vacancy; ``number`` of ``total`` is the place in the reader's list, all tiers after each other.

    ``begins_as`` is a role below the post to begin in, and ``first_step`` what comes first there, or in the post itself.
    """

    vacancy: Vacancy
    opening: Opening
    open: bool
    card: PersonCard
    match: Match
    begins_as: str | None
    first_step: Route | None
    closed_ways: Sequence[ClosedRoute]
    listed: ListStatus | None
    number: int
    total: int
    said: Sequence[Said]


def look_at_pair(
    session: Session, live: LivePool, look: Look, vacancy_id: str, person_id: str, *, group: str | None = None
) -> Pair:
    """Return one person held against one vacancy; the look leaves a trace.

    ``group`` is a need category that the adviser chose: measures for other categories are left out, and it is forgotten.
    """
    vacancy = find_vacancy(session, vacancy_id)
    card = _card(session, look, person_id)
    opening, people = to_opening(vacancy), live.people(session, look.on, among=people_in_scope(look.actor))
    match = people.match(opening, card.id)
    if match is None:
        raise JobSeekerNotFound(person_id)
    look.shown(session, [card.id], subject=vacancy.id)
    begins_as = begins_in(opening, vacancy, match, people)
    if group:
        match = replace(match, measures=advise(match.findings, live.matcher.domain_.catalogue, on=look.on, group=group))
    order = _order(people, opening)
    return Pair(
        vacancy=vacancy,
        opening=opening,
        open=is_open(vacancy, look),
        card=card,
        match=match,
        begins_as=begins_as,
        first_step=_first_step(opening, match, begins_as, people),
        closed_ways=people.closed_ways(match),
        listed=session.scalar(
            select(CandidateListEntry.status).where(
                CandidateListEntry.vacancy_id == vacancy.id, CandidateListEntry.job_seeker_id == card.id
            )
        ),
        number=order.index(card.id) + 1,
        total=len(order),
        said=_said(session, look, vacancy.id, card.id),
    )


def beside(session: Session, live: LivePool, look: Look, vacancy_id: str, person_id: str, *, step: int) -> str | None:
    """Return the id of the person so many places further down the list, or None past its ends; nobody is shown by it."""
    vacancy = find_vacancy(session, vacancy_id)
    card = _card(session, look, person_id)
    people = live.people(session, look.on, among=people_in_scope(look.actor))
    order = _order(people, to_opening(vacancy))
    place = order.index(card.id) + step
    return order[place] if 0 <= place < len(order) else None


def record_verdict(
    session: Session,
    look: Look,
    vacancy_id: str,
    person_id: str,
    *,
    relevant: bool,
    reasons: Sequence[VerdictReason] = (),
    words: str = "",
) -> str:
    """Keep what an adviser says about a pair, beside what was said before; return the verdict's id.

    Words about health, family, benefits, faith or origin are refused, so that they are never stored.
    """
    vacancy = find_vacancy(session, vacancy_id)
    card = _card(session, look, person_id)
    words = words.strip()
    if not relevant and not reasons:
        raise ReasonMissing
    if len(words) > LONGEST_WORDS:
        raise WordsTooLong
    if words and screen(words).dropped:
        raise WordsOfHealth
    # A yes has no reasons against it, whatever was ticked before.
    kept = [] if relevant else [reason.value for reason in VerdictReason if reason in reasons]
    verdict = Verdict(
        id=new_id(),
        vacancy_id=vacancy.id,
        job_seeker_id=card.id,
        user_id=look.actor.user_id,
        relevant=relevant,
        reasons=kept,
        reason=words,
        at=look.now,
    )
    session.add(verdict)
    look.shown(session, [card.id], subject=vacancy.id, action=AuditAction.UPDATE)
    session.flush()
    return verdict.id


def _first_step(opening: Opening, match: Match, begins_as: str | None, people: People) -> Route | None:
    at_hand = match.tier in (Tier.READY, Tier.CLARIFY)
    roles = (begins_as,) if begins_as else ladder.roles_of(opening) if at_hand else ()
    domain = people.pool.domain
    return ladder.first_step(roles, people.stands(match.candidate), domain.routes, domain.catalogue, people.pool.on)


def _card(session: Session, look: Look, person_id: str) -> PersonCard:
    found = cards(session, look.actor, [person_id])
    if person_id not in found:
        person_in_reach(session, look.actor, person_id)  # says which of the two it is, for the trace
        raise JobSeekerNotFound(person_id)
    return found[person_id]


def _order(people: People, opening: Opening) -> list[str]:
    return people.ids([row for tier in Tier for row in people.order(opening, tier)])


def _said(session: Session, look: Look, vacancy_id: str, person_id: str) -> list[Said]:
    statement = (
        select(Verdict, User.display_name)
        .join(User, User.id == Verdict.user_id)
        .where(Verdict.vacancy_id == vacancy_id, Verdict.job_seeker_id == person_id)
        .order_by(Verdict.at.desc(), Verdict.id)
    )
    return [_read(verdict, name, look.actor.user_id) for verdict, name in session.execute(statement)]


def _read(verdict: Verdict, name: str, reader: str) -> Said:
    return Said(
        by=name,
        own=verdict.user_id == reader,
        at=verdict.at,
        relevant=verdict.relevant,
        reasons=tuple(VerdictReason(code) for code in verdict.reasons or ()),
        words=verdict.reason,
    )
