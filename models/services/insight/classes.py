"""Which class would fill most of the region's open posts, by when, and from where: counts that show nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

import numpy as np
from sqlalchemy.orm import Session

from matcher.catalogue import Catalogue, Place
from matcher.classes import Course, CourseEffect, courses, effects, fill
from matcher.pool import Pool
from matcher.post_demands import demands
from matcher.records import Opening
from matcher.scenarios import AT_HAND
from models.services.ranking.live import LivePool
from models.services.vacancies.field import STEP, rounded

FEWEST, MOST = STEP, 60
"""Seats of a class: fewer are no class, and what so few would change might show who they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The class as the coordinator thinks of it; ``place`` is a postal code, None = on the net."""

    seats: int
    place: str | None
    starts: date
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    """One class: posts are counted as they are, people to the nearest five, and 0 stands for fewer than five.

    ``homes`` counts those who may begin by municipality; None stands for every municipality without open posts.
    ``over`` counts posts by form of employment that are over when the class has finished, and so left out.
    """

    course: Course
    gain: int
    seats_used: int
    ready: tuple[date, date, date]
    people: int
    over: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    homes: Mapping[str | None, int] = field(default_factory=lambda: MappingProxyType({}))
    posts: Mapping[str | None, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionClasses:
    """The answer: classes that would fill posts, best first; those that would fill none; those too few may begin.

    ``over`` counts posts by form of employment that no class is in time for, out of all ``positions``.
    """

    positions: int
    filled_now: int
    over: Mapping[str, int]
    rows: Sequence[ClassRow]
    idle: Sequence[Course]
    few: Sequence[Course]


def classes_for_region(session: Session, live: LivePool, plan: Plan, on: date) -> RegionClasses:
    """Reckon every class that the catalogue knows, or those that lead to one role, for everybody in the region.

    Nobody is named and nobody can be: people are counted in fives, and where fewer than five may begin nothing is told.
    """
    openings = live.openings(session, on)
    people = live.people(session, on)
    domain = live.matcher.domain_
    wanted = [course for course in courses(domain.catalogue) if leads_to(course, plan.role, domain.catalogue)]
    with live.alone():
        pool, everybody = people.whole(), people.pool.rows
        tier = np.stack([people.standing(one, everybody).tier for one in openings]) if openings else np.empty((0, len(pool)))
        asked = [demands(one, domain) for one in openings]
        now = fill(tier <= max(AT_HAND), np.zeros_like(tier, dtype=bool), [one.positions for one in openings], 0)[0]
        found = effects(wanted, asked, tier.astype(np.uint8), pool, seats=plan.seats, place=plan.place, starts=plan.starts)
    enough = [one for one in found if len(one.may_begin) >= STEP]
    region = {opening.kommunenr for opening in openings if opening.kommunenr}
    return RegionClasses(
        positions=sum(opening.positions for opening in openings),
        filled_now=now,
        over=_forms(set.intersection(*(set(one.over) for one in found)) if found else (), openings),
        rows=[_row(one, openings, region, pool) for one in enough if one.gain],
        idle=[one.course for one in enough if not one.gain],
        few=[one.course for one in found if len(one.may_begin) < STEP],
    )


def leads_to(course: Course, role: str, catalogue: Catalogue) -> bool:
    """Tell whether a class ends in what ``role`` demands; an empty role stands for all."""
    if not role:
        return True
    known = catalogue.roles.get(role)
    return known is not None and course.target in known.states


def roles_with_classes(catalogue: Catalogue) -> list[str]:
    """Return the roles that some class leads to."""
    targets = {course.target for course in courses(catalogue)}
    return [role.id for role in catalogue.roles.values() if not role.outside and targets & set(role.states)]


def places_for_classes(session: Session, live: LivePool, on: date) -> list[Place]:
    """Return where a class may be: villages with open posts, those with most first, then where the training is today."""
    catalogue = live.matcher.domain_.catalogue
    posts: Counter[str] = Counter()
    for opening in live.openings(session, on):
        if opening.postnummer in catalogue.places:
            posts[opening.postnummer] += opening.positions
    found: dict[tuple[str, str], Place] = {}
    for postnummer, _ in sorted(posts.items(), key=lambda entry: (-entry[1], entry[0])):
        place = catalogue.places[postnummer]
        found.setdefault((place.name.casefold(), place.kommunenr), place)
    named = {word.strip().casefold() for course in courses(catalogue) for word in catalogue.edges[course.edge].place.split(",")}
    for place in sorted(catalogue.places.values(), key=lambda place: place.postnummer):
        if place.name.casefold() in named:
            found.setdefault((place.name.casefold(), place.kommunenr), place)
    return list(found.values())


def _forms(numbers: Collection[int], openings: Sequence[Opening]) -> dict[str, int]:
    """Return how many positions these openings have, by the form of employment that the ad names first."""
    found: Counter[str] = Counter()
    for number in sorted(numbers):
        opening = openings[number]
        forms = [opening.employment, *(variant.employment for variant in opening.variants)]
        found[next(form for form in forms if form)] += opening.positions
    return dict(sorted(found.items(), key=lambda entry: (-entry[1], entry[0])))


def _row(one: CourseEffect, openings: Sequence[Opening], region: Collection[str], pool: Pool) -> ClassRow:
    places = pool.domain.catalogue.places
    homes: Counter[str | None] = Counter()
    for row in one.may_begin.tolist():
        home = places.get(pool.candidates[row].postnummer or "")
        homes[home.kommunenr if home is not None and home.kommunenr in region else None] += 1
    posts = Counter(openings[number].kommunenr for number, _ in one.taken)
    return ClassRow(
        course=one.course,
        gain=one.gain,
        seats_used=len(one.taken),
        ready=one.ready,
        over=_forms(one.over, openings),
        people=rounded(len(one.may_begin)),
        homes={kommunenr: rounded(homes[kommunenr]) for kommunenr in (*sorted(region), None)},
        posts=dict(sorted(posts.items(), key=lambda entry: (-entry[1], entry[0] or ""))),
    )
