"""Where one person stands: the open vacancies ranked, the roles a way leads to, what opens most, and what to ask."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from matcher.catalogue import Role
from matcher.order import tie
from matcher.records import Match, Opening, Route, Tier
from matcher.what_if import Question, WhatIf
from models.services.ranking.live import LivePool
from models.services.ranking.people_now import People

PER_TIER = 5
"""Vacancies of each tier on the page, and rows of every other list; the rest is asked for."""
SAME_WISH = 70
"""Percent from which a wish is a wish for this very role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TierOfVacancies:
    """The open vacancies of one tier, best first: some of them explained, ``total`` in all."""

    tier: Tier
    matches: Sequence[Match]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleWay:
    """Roles that one way leads to, the way itself, and how many open vacancies there are in them now."""

    roles: Sequence[Role]
    route: Route
    vacancies: int
    wished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorWay:
    """One thing that the person lacks, what it opens, and how it is had: by a way, or by measures within ``months``."""

    code: str
    openings: Sequence[str]
    route: Route | None
    measures: Sequence[str]
    months: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRanking:
    """One person among everything that is open."""

    tiers: Sequence[TierOfVacancies]
    ways: Sequence[RoleWay]
    doors: Sequence[DoorWay]
    questions: Sequence[Question]
    vacancies: int


def rank_person(
    live: LivePool, people: People, openings: Sequence[Opening], row: int, *, whole: Collection[Tier] = ()
) -> PersonRanking:
    """Return where the person in ``row`` stands; the tiers in ``whole`` are explained to the last vacancy."""
    found = people.what_if(openings, row)
    return PersonRanking(
        tiers=_ranked(people, openings, row, whole),
        ways=_ways(live, people, openings, row),
        doors=_doors(live, people, found, row),
        questions=_questions(found),
        vacancies=len(openings),
    )


def _ranked(people: People, openings: Sequence[Opening], row: int, whole: Collection[Tier]) -> list[TierOfVacancies]:
    """Rank as a vacancy's own list does: by score, on the way the soonest ready first, ties by the same hash."""
    placed: Mapping[Tier, list[tuple[tuple[int, int, int], Opening]]] = {tier: [] for tier in Tier}
    person_id = people.pool.candidates[row].id
    for held in people.held_against(openings, row, closed=Tier.CLOSED in whole):
        months = round(held.months) if held.tier is Tier.ON_THE_WAY else 0
        placed[held.tier].append(((months, -held.score, tie(held.opening.id, person_id)), held.opening))
    # Whoever cannot get there is closed, whatever the opening asks.
    far = len(openings) - sum(map(len, placed.values()))
    ranked = []
    for tier, some in placed.items():
        some.sort(key=lambda entry: entry[0])
        shown = some if tier in whole else some[: 0 if tier is Tier.CLOSED else PER_TIER]
        matches = [people.explain(opening, [row])[0] for _, opening in shown]
        ranked.append(TierOfVacancies(tier=tier, matches=matches, total=len(some) + (far if tier is Tier.CLOSED else 0)))
    return ranked


def _ways(live: LivePool, people: People, openings: Sequence[Opening], row: int) -> list[RoleWay]:
    """Return the roles that are a way off, the soonest first; roles at the end of the same way stand together."""
    domain, pool = live.matcher.domain_, people.pool
    signature = pool.standing(row)
    refused = pool.candidates[row].refused_families
    led_to: dict[tuple[str, tuple[str, ...]], tuple[Route, list[Role]]] = {}
    for key in domain.columns:
        role = domain.catalogue.roles[key]
        if not role.states or role.family in refused or signature.states & set(role.states):
            continue
        routes = domain.routes.find(signature, role.states, on=pool.on)
        if routes:
            led_to.setdefault((routes[0].target, routes[0].edges), (routes[0], []))[1].append(role)
    ways = []
    for route, roles in led_to.values():
        ids = {role.id for role in roles}
        ways.append(
            RoleWay(
                roles=roles,
                route=route,
                vacancies=sum(1 for opening in openings if ids & _roles_of(opening)),
                wished=any(pool.value("wished", row)[domain.columns[role]] >= SAME_WISH for role in ids),
            )
        )
    return sorted(ways, key=lambda way: (way.route.months, -way.vacancies, way.roles[0].id))


def _roles_of(opening: Opening) -> set[str]:
    return {*opening.roles, *(role for variant in opening.variants for role in variant.roles)}


def _doors(live: LivePool, people: People, found: WhatIf, row: int) -> list[DoorWay]:
    """Return what opens most, each with how it is had; of demands that the same way meets, the one that opens most."""
    domain, pool = live.matcher.domain_, people.pool
    signature = pool.standing(row)
    doors: dict[tuple[str, ...], DoorWay] = {}
    for door in found.doors:
        kind = domain.catalogue.requirements[door.code]
        routes = domain.routes.find(signature, kind.states, on=pool.on) if kind.states else ()
        route = routes[0] if routes else None
        months = route.months if route else (kind.months[1] if kind.months else None)
        way = DoorWay(code=door.code, openings=door.openings, route=route, measures=kind.measures, months=months)
        doors.setdefault(kind.states or (door.code,), way)
    return list(doors.values())


def _questions(found: WhatIf) -> list[Question]:
    """Return the questions, the one on which most depends first; of each kind only that one."""
    kinds: dict[str, Question] = {}
    for asked in found.questions:
        kinds.setdefault(asked.code.partition(":")[0], asked)
    return list(kinds.values())
