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
MOST_NOW, MOST_LATER = 25, 3
"""So many people are named for one opening, and so many who are on the way; the others are counted."""


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
    keeps most away, where nobody at all can take it.  ``now_more`` and ``later_more`` are the reader's own who are not named.
    """

    opening: Opening
    employer: str
    place: str
    closes_on: date | None
    positions: int
    taken: int
    now: Sequence[Proposal]
    now_more: int
    now_beyond: int
    later: Sequence[Proposal]
    later_more: int
    later_beyond: int
    elsewhere: int
    strictest: Relaxation | None

    @property
    def filled(self) -> int:
        """How many positions somebody is proposed for now."""
        return len(self.now) + self.now_more + self.now_beyond

    @property
    def empty(self) -> int:
        """How many positions have nobody, neither now nor on the way."""
        return self.positions - self.filled - self.waiting

    @property
    def waiting(self) -> int:
        """How many positions somebody is on the way to."""
        return len(self.later) + self.later_more + self.later_beyond


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
    ours, ours_later = _ours(placing, placed, known), _ours(placing, waiting, known)
    moving = placing.people.relaxations(opening, region=True) if free and not able else ()
    return Plan(
        opening=opening,
        employer=post.employer,
        place=post.place,
        closes_on=post.closes_on,
        positions=placing.positions[number],
        taken=max(0, opening.positions - placing.positions[number]),
        now=_named(placing, opening, ours[:MOST_NOW], placed),
        now_more=len(ours[MOST_NOW:]),
        now_beyond=len(placed) - len(ours),
        later=_named(placing, opening, ours_later[:MOST_LATER], waiting),
        later_more=len(ours_later[MOST_LATER:]),
        later_beyond=len(waiting) - len(ours_later),
        elsewhere=len(able) - len(placed),
        # The hours are the job: an ad for the night is not filled by giving up the night.
        strictest=next((entry for entry in moving if entry.nearer > 0 and not entry.code.startswith("shift:")), None),
    )


def _ours(placing: Placing, placed: Sequence[Placed], known: Mapping[str, PersonCard]) -> list[tuple[int, PersonCard]]:
    """Return the row and the card of those of the people placed who may be named."""
    ids = placing.people.ids([entry.person for entry in placed])
    return [(entry.person, known[one]) for entry, one in zip(placed, ids, strict=True) if one in known]


def _named(
    placing: Placing, opening: Opening, ours: Sequence[tuple[int, PersonCard]], placed: Sequence[Placed]
) -> list[Proposal]:
    """Return people with the reasons and how many gave way before each."""
    if not ours:
        return []
    matches = placing.people.explain(opening, [row for row, _ in ours])
    able, chosen = placing.able.get(placed[0].opening, []), {entry.person for entry in placed}
    gave_way = {row: sum(other not in chosen for other in able[:before]) for before, row in enumerate(able)}
    return [
        Proposal(card=card, match=match, ahead=gave_way.get(row, 0)) for (row, card), match in zip(ours, matches, strict=True)
    ]
