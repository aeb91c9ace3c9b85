"""The allocation as an adviser reads it, one municipality at a time: own people by name, everybody else as numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from matcher.allocation import Placed
from matcher.records import Match, Opening
from matcher.scenarios import Relaxation
from models import queries
from models.accounts import Scope
from models.policy import people_in_scope
from models.services.looks import Look, PersonCard, cards
from models.services.ranking.live import LivePool
from models.services.ranking.placing import Counted, Placing, Tally, place
from models.vacancies import Employer, Vacancy

PER_PAGE = 8
"""Openings on a page: each may show several people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for: one municipality, one page of it, and whether only the reader's own people take part."""

    kommunenr: str = ""
    page: int = 1
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One person for one position; ``ahead`` = how many stand before the person in the list, all proposed elsewhere."""

    card: PersonCard
    match: Match
    ahead: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One opening: who is proposed now, who is on the way to what stays empty, and what is known where there is nobody.

    ``taken`` positions have somebody already.  The numbers with ``beyond`` are people outside the reader's reach.
    ``elsewhere`` counts those who could take a position too and are proposed for others; ``strictest`` is the demand that
    keeps most away, where nobody at all can take it.
    """

    opening: Opening
    employer: str
    place: str
    closes_on: date | None
    positions: int
    taken: int
    now: Sequence[Proposal]
    now_beyond: int
    later: Sequence[Proposal]
    later_beyond: int
    elsewhere: int
    strictest: Relaxation | None

    @property
    def filled(self) -> int:
        """How many positions somebody is proposed for now."""
        return len(self.now) + self.now_beyond

    @property
    def empty(self) -> int:
        """How many positions have nobody, neither now nor on the way."""
        return self.positions - self.filled - len(self.later) - self.later_beyond


@dataclass(frozen=True, slots=True, kw_only=True)
class Plans:
    """One page of one municipality, and the whole in numbers; ``area`` is "" for openings without a municipality."""

    counted: Counted
    area: str
    plans: Sequence[Plan]
    page: int
    pages: int


def propose(session: Session, live: LivePool, look: Look, asked: Asked) -> Plans:
    """Return the allocation as a proposal; nothing is changed by it.

    Everybody in the region takes part unless only the reader's own are asked for.  Only the reader's own are named, and
    whoever is named leaves a trace under the opening.
    """
    people = live.people(session, look.on, among=people_in_scope(look.actor))
    placing = place(session, live, people, look.on, own=asked.own)
    counted = placing.counted()
    areas = _own_first(counted.areas, look)
    area = asked.kommunenr if asked.kommunenr in areas else next(iter(areas), "")
    posts = _posts(session, look.on)
    here = [number for number, opening in enumerate(placing.openings) if (opening.kommunenr or "") == area]
    here.sort(key=lambda number: posts[placing.openings[number].id].order)
    pages = max(1, -(-len(here) // PER_PAGE))
    page = min(max(asked.page, 1), pages)
    shown = here[(page - 1) * PER_PAGE : page * PER_PAGE]
    known = cards(session, look.actor, people.ids([entry.person for number in shown for entry in placing.of(number)]))
    plans = [_plan(placing, number, posts[placing.openings[number].id], known) for number in shown]
    for plan in plans:
        look.shown(session, [entry.card.id for entry in (*plan.now, *plan.later)], subject=plan.opening.id)
    return Plans(counted=replace(counted, areas=areas), area=area, plans=plans, page=page, pages=pages)


def count(session: Session, live: LivePool, on: date) -> Counted:
    """Return the allocation of the whole region in numbers; nobody is named, so nobody is shown."""
    return place(session, live, live.people(session, on), on, own=False).counted()


@dataclass(frozen=True, slots=True)
class _Post:
    id: str
    employer: str
    place: str
    closes_on: date | None

    @property
    def order(self) -> tuple[bool, date, str]:
        return self.closes_on is None, self.closes_on or date.max, self.id


def _posts(session: Session, on: date) -> dict[str, _Post]:
    columns = (Vacancy.id, Vacancy.place, Vacancy.closes_on, Employer.name)
    rows = session.execute(queries.open_vacancies(on).outerjoin(Vacancy.employer).with_only_columns(*columns))
    return {row.id: _Post(row.id, row.name or "", row.place, row.closes_on) for row in rows}


def _own_first(areas: Mapping[str, Tally], look: Look) -> dict[str, Tally]:
    """Return the municipalities that have openings: the reader's own first, then those with most."""
    own = look.actor.granted(Scope.MUNICIPALITY)
    order = sorted(areas, key=lambda area: (area not in own, area == "", -areas[area].openings, area))
    return {area: areas[area] for area in order}


def _plan(placing: Placing, number: int, post: _Post, known: Mapping[str, PersonCard]) -> Plan:
    opening, placed, waiting = placing.openings[number], placing.now.get(number, []), placing.later.get(number, [])
    able, free = placing.able.get(number, []), placing.positions[number] - len(placed) - len(waiting)
    now, later = _named(placing, opening, placed, known), _named(placing, opening, waiting, known)
    moving = placing.people.relaxations(opening, region=True) if free and not able else ()
    return Plan(
        opening=opening,
        employer=post.employer,
        place=post.place,
        closes_on=post.closes_on,
        positions=placing.positions[number],
        taken=max(0, opening.positions - placing.positions[number]),
        now=now,
        now_beyond=len(placed) - len(now),
        later=later,
        later_beyond=len(waiting) - len(later),
        elsewhere=len(able) - len(placed),
        strictest=next((entry for entry in moving if entry.nearer > 0), None),
    )


def _named(placing: Placing, opening: Opening, placed: Sequence[Placed], known: Mapping[str, PersonCard]) -> list[Proposal]:
    """Return those of the people placed who may be named, with the reasons and how many gave way before each."""
    if not placed:
        return []
    ids = placing.people.ids([entry.person for entry in placed])
    named = [(entry.person, known[one]) for entry, one in zip(placed, ids, strict=True) if one in known]
    matches = placing.people.explain(opening, [row for row, _ in named])
    able, chosen = placing.able.get(placed[0].opening, []), {entry.person for entry in placed}
    gave_way = {row: sum(other not in chosen for other in able[:before]) for before, row in enumerate(able)}
    return [
        Proposal(card=card, match=match, ahead=gave_way.get(row, 0)) for (row, card), match in zip(named, matches, strict=True)
    ]
