"""The field as an employer sees it: figures of the whole region, rounded and frozen for the day, never a person.

The same demands give the same figures all day, for whichever vacancy they are asked: whoever comes, goes or is hidden
meanwhile leaves no trace in them.  What a milder demand would give is only told when it is five or more, and is
reckoned from figures that are rounded already, so that it says nothing that two published tables do not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.catalogue import Catalogue
from matcher.measures import advise, for_employer
from matcher.records import Finding, MeasureAdvice, Opening, Status, Tier
from matcher.scenarios import Relaxation
from models import locks
from models.pages import FieldFigures, Posting
from models.profiles import to_opening
from models.services.ranking.live import LivePool
from models.services.ranking.people_now import People
from models.services.vacancies.posting_answers import Reading
from models.vacancies import Strength, Vacancy, VacancyRequirement, VacancyVariant

STEP = 5
"""Figures are rounded to this, and nothing below it is told."""
WITHIN_MONTHS = 24
"""On the way, as employers are told of it: ready within two years."""
MOST_GAINS = 3
MANY = 2
"""A demand that keeps away at least this many steps is said to keep many away."""


@dataclass(frozen=True, slots=True)
class Gain:
    """What one milder demand would give: rounded, five or more; ``milder`` None = the demand is given up."""

    code: str
    milder: str | None
    nearer: int
    reachable: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Rounded numbers of people; 0 stands for fewer than five.  ``gains`` begin with the demand that narrows most."""

    ready: int
    clarify: int
    on_the_way: int
    gains: tuple[Gain, ...] = ()

    @property
    def strictest(self) -> str | None:
        """The demand that keeps most people away, or None when no single one does."""
        return self.gains[0].code if self.gains else None

    @property
    def narrowing(self) -> frozenset[str]:
        """The demands that keep many people away."""
        return frozenset(gain.code for gain in self.gains if max(gain.nearer, gain.reachable) >= MANY * STEP)


def rounded(count: int) -> int:
    """Return a count as an employer sees it: the nearest five; everything below five is 0."""
    return 0 if count < STEP else (count + STEP // 2) // STEP * STEP


def demand_hash(opening: Opening) -> str:
    """Return the digest of what decides about tiers in an opening; wishes, dates and words do not."""
    parts = [
        {
            "roles": sorted(variant.roles if variant and variant.roles else opening.roles),
            "percent": [
                variant.percent_min if variant and variant.percent_min is not None else opening.percent_min,
                variant.percent_max if variant and variant.percent_max is not None else opening.percent_max,
            ],
            "employment": (variant.employment if variant else None) or opening.employment,
            "must": sorted({entry.code for entry in (*opening.must, *(variant.must if variant else ()))}),
        }
        for variant in (opening.variants or (None,))
    ]
    place = [opening.postnummer, opening.kommunenr]
    demands = {"place": place, "properties": sorted(opening.properties), "parts": sorted(parts, key=json.dumps)}
    return hashlib.sha256(json.dumps(demands, sort_keys=True).encode()).hexdigest()


def field_of_vacancy(session: Session, live: LivePool, vacancy: Vacancy, on: date) -> Figures:
    """Return the figures of the day for a vacancy; reckoned once, then read."""
    opening = to_opening(vacancy)
    digest = demand_hash(opening)
    locks.take_turn(session, "field")
    stored = _stored(session, on, digest)
    if stored is None:
        drafted = session.scalar(select(Posting.answers).where(Posting.vacancy_id == vacancy.id)) or {}
        stored = _kept(drafted, on, digest) or asdict(_reckoned(session, live, opening, on))
    if session.get(FieldFigures, (vacancy.id, on, digest)) is None:
        session.add(FieldFigures(vacancy_id=vacancy.id, day=on, demand_hash=digest, figures=stored))
        session.flush()
    return _figures(stored)


def field_of_posting(session: Session, live: LivePool, posting: Posting, reading: Reading, on: date) -> Figures | None:
    """Return the figures of the day for what is written so far; None before role and workplace are known."""
    if not reading.fields["roles"] or not reading.fields["kommunenr"]:
        return None
    opening = opening_of(posting.id, reading)
    digest = demand_hash(opening)
    locks.take_turn(session, "field")
    stored = _stored(session, on, digest) or _kept(posting.answers, on, digest)
    if stored is None:
        stored = asdict(_reckoned(session, live, opening, on))
        today = posting.answers.get("figures", {})
        figures = today["by_demands"] if today.get("day") == on.isoformat() else {}
        posting.answers = {
            **posting.answers,
            "figures": {"day": on.isoformat(), "by_demands": {**figures, digest: stored}},
        }
        session.flush()
    return _figures(stored)


def opening_of(opening_id: str, reading: Reading) -> Opening:
    """Return what is written so far as the engine would see it once published."""
    fields = reading.fields
    row = Vacancy(
        id=opening_id,
        title=fields["title"],
        skills=list(fields["skills"]),
        roles=list(fields["roles"]),
        training_offered=reading.training,
        housing_offered=reading.housing,
        requirements=[
            VacancyRequirement(code=entry.code, strength=Strength(entry.strength), variant=entry.variant, spans=[])
            for entry in fields["requirements"]
        ],
        variants=[
            VacancyVariant(number=number, **(entry.model_dump() | {"roles": list(entry.roles)}))
            for number, entry in enumerate(fields["variants"])
        ],
        **{
            name: fields[name]
            for name in ("positions", "percent_min", "percent_max", "employment", "postnummer", "kommunenr", "start", "deadline")
        },
    )
    return to_opening(row)


def own_measures(opening: Opening, catalogue: Catalogue, on: date) -> tuple[MeasureAdvice, ...]:
    """Return what the employer itself can do about its demands, each measure once; no barrier and no measure of anyone else."""
    demanded = (*opening.must, *(entry for variant in opening.variants for entry in variant.must))
    codes = dict.fromkeys(entry.code for entry in demanded)
    asked = [Finding(requirement=code, status=Status.UNMET) for code in codes]
    found: dict[str, MeasureAdvice] = {}
    for entry in for_employer(advise(asked, catalogue, on=on)):
        found.setdefault(entry.measure, entry)
    return tuple(found.values())


# --- what is kept of the day -----------------------------------------------------------------------------------


def _stored(session: Session, on: date, digest: str) -> dict[str, Any] | None:
    # Whichever vacancy asked first: two vacancies with the same demands must not differ by whoever came in between.
    statement = select(FieldFigures.figures).where(FieldFigures.day == on, FieldFigures.demand_hash == digest)
    return session.scalars(statement.order_by(FieldFigures.vacancy_id).limit(1)).one_or_none()


def _kept(answers: dict[str, Any], on: date, digest: str) -> dict[str, Any] | None:
    today = answers.get("figures", {})
    found: dict[str, Any] | None = today["by_demands"].get(digest) if today.get("day") == on.isoformat() else None
    return found


def _figures(stored: dict[str, Any]) -> Figures:
    gains = tuple(Gain(**gain) for gain in stored["gains"])
    return Figures(stored["ready"], stored["clarify"], stored["on_the_way"], gains)


# --- reckoning -------------------------------------------------------------------------------------------------


def _reckoned(session: Session, live: LivePool, opening: Opening, on: date) -> Figures:
    people = live.people(session, on)
    counts = people.counts(opening, region=True)
    fixed = _the_posts_own(opening)
    relaxations = [entry for entry in people.relaxations(opening, region=True) if entry.code not in fixed]
    gains = [gain for entry in relaxations if (gain := _gain(entry)) is not None]
    gains.sort(key=lambda gain: (-gain.nearer, -gain.reachable, gain.code))
    return Figures(
        ready=rounded(counts[Tier.READY]),
        clarify=rounded(counts[Tier.CLARIFY]),
        on_the_way=rounded(_soon(people, opening)),
        gains=tuple(gains[: MOST_GAINS + 2]),
    )


def _the_posts_own(opening: Opening) -> frozenset[str]:
    """Return the hours without which there is no post: a night post cannot do without the night."""
    hours = {entry.code for entry in opening.must} & {"shift:day", "shift:evening", "shift:night"}
    return frozenset(hours if len(hours) == 1 else ())


def _soon(people: People, opening: Opening) -> int:
    standing = people.standing(opening)
    return int(((standing.tier == Tier.ON_THE_WAY.order) & (standing.months <= WITHIN_MONTHS)).sum())


def _gain(entry: Relaxation) -> Gain | None:
    nearer = _step(entry.tiers[:2], entry.gains[:2])
    reachable = _step(entry.tiers[:3], entry.gains[:3])
    return Gain(entry.code, entry.milder, nearer, reachable) if nearer or reachable else None


def _step(then: Sequence[int], gained: Sequence[int]) -> int:
    """Return how much a sum of tiers grows, from rounded sums; 0 unless it truly grows by five or more."""
    grown = sum(gained)
    return rounded(sum(then)) - rounded(sum(then) - grown) if grown >= STEP else 0
