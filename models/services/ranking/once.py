"""Rank live from the current pool: people for a vacancy, vacancies for a person, and the ways to a role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from matcher.matcher import Matcher
from matcher.records import Candidate, ClosedRoute, Match, Route, Tier
from models.audit import AuditAction
from models.people import JobSeeker
from models.profiles import load_candidates, load_openings, to_candidate, to_opening
from models.queries import visible_job_seekers
from models.services.audit import record
from models.services.people.storing import find_job_seeker
from models.services.vacancies.storing import find_vacancy


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A ranked answer: the matches, how many were held, the source's ids of the people and titles of the vacancies in it.

    ``tiers`` counts everybody by tier where the answer is cut by tier.
    """

    matches: list[Match]
    considered: int
    title: str = ""
    external_ids: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    tiers: Mapping[Tier, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRoutes:
    """The ways from one person to one role; ``ready`` when the role demands nothing that the person lacks."""

    role: str
    ready: bool
    routes: tuple[Route, ...]
    closed: tuple[ClosedRoute, ...]


def visible_candidates(session: Session, on: date) -> list[Candidate]:
    """Return everybody who may be shown as the engine sees them."""
    return list(load_candidates(session, on))


def external_ids(session: Session, ids: Collection[str]) -> dict[str, str]:
    """Return the source's own id of each of ``ids`` who may be shown."""
    columns = visible_job_seekers(ids=ids).with_only_columns(JobSeeker.id, JobSeeker.external_id)
    return {row.id: row.external_id for row in session.execute(columns)}


def rank_for_vacancy(
    session: Session,
    matcher: Matcher,
    vacancy_id: str,
    *,
    on: date,
    top: int | None,
    actor: str,
    purpose: str,
    now: datetime,
    per_tier: int | None = None,
) -> Ranked:
    """Rank the visible people for one vacancy; each person in the answer leaves a trace.

    ``per_tier`` keeps the first so many of each tier instead of the first ``top`` of all.
    """
    vacancy = find_vacancy(session, vacancy_id)
    people = visible_candidates(session, on)
    matches = matcher.rank(to_opening(vacancy), matcher.prepare(people, on), top=None if per_tier else top)
    tiers = Counter(match.tier for match in matches) if per_tier else Counter[Tier]()
    if per_tier:
        matches = [match for tier in Tier for match in [m for m in matches if m.tier is tier][:per_tier]]
    shown = [match.candidate for match in matches]
    record(session, actor=actor, action=AuditAction.ACCESS, person_ids=shown, purpose=purpose, subject=vacancy.id, now=now)
    return Ranked(
        matches=matches, considered=len(people), title=vacancy.title, external_ids=external_ids(session, shown), tiers=tiers
    )


def rank_for_seeker(
    session: Session, matcher: Matcher, seeker_id: str, *, on: date, top: int | None, actor: str, purpose: str, now: datetime
) -> Ranked:
    """Rank the open vacancies for one visible person; the look leaves a trace."""
    person = find_job_seeker(session, seeker_id)
    openings = load_openings(session, on)
    matches = matcher.rank_openings(to_candidate(person, on), openings, on, top=top)
    record(session, actor=actor, action=AuditAction.ACCESS, person_ids=[person.id], purpose=purpose, now=now)
    return Ranked(
        matches=matches,
        considered=len(openings),
        external_ids={person.id: person.external_id},
        titles={opening.id: opening.title for opening in openings},
    )


def routes_for_seeker(
    session: Session, matcher: Matcher, seeker_id: str, *, role: str | None, on: date, actor: str, purpose: str, now: datetime
) -> list[RoleRoutes]:
    """Return the ways from one visible person to one role, or to every role that has one, shortest first."""
    person = find_job_seeker(session, seeker_id)
    record(session, actor=actor, action=AuditAction.ACCESS, person_ids=[person.id], purpose=purpose, now=now)
    domain = matcher.domain_
    pool = matcher.prepare([to_candidate(person, on)], on)
    signature = pool.standing(0)
    roles = [role] if role else sorted(entry.id for entry in domain.catalogue.roles.values() if not entry.outside)
    answers = []
    for key in roles:
        targets = domain.catalogue.roles[key].states
        ready = not targets or bool(signature.states & set(targets))
        ways = () if ready else domain.routes.find(signature, targets, on=on)
        closed = () if ready or not role else domain.routes.closed(signature, targets, on=on)
        if role or ways:
            answers.append(RoleRoutes(role=key, ready=ready, routes=ways, closed=closed))
    return sorted(answers, key=lambda entry: (min((way.months for way in entry.routes), default=0.0), entry.role))
