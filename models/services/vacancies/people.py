"""Whom to call for one vacancy: the reader's people tier by tier and page by page, and what would make them more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher import ladder
from matcher.matcher import Matcher
from matcher.post_demands import demands
from matcher.records import Match, Opening, Status, Tier, Variant
from matcher.scenarios import Relaxation, RelaxedPair
from models.policy import people_in_scope
from models.profiles import to_opening
from models.services.looks import Look, PersonCard, cards
from models.services.ranking.first_places import FirstPlaces, first_places
from models.services.ranking.live import LivePool
from models.services.ranking.people_now import People
from models.services.vacancies.storing import find_vacancy
from models.sharing import CandidateListEntry, ListStatus
from models.vacancies import Vacancy, VacancyState

PER_TIER = 10
"""People of each tier on the page of all tiers."""
PER_PAGE = 25
"""People on a page of one tier."""
MOST_RELAXATIONS = 3
MOST_PAIRS = 2

_BY_TRAINING = ("auth:", "fagbrev:", "vg2:", "degree:")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Which part of the list: the first of every tier, or one page of ``tier``; narrowed by place and strength only.

    ``spread`` lets whoever stands first in several lists give way where little is lost.
    """

    tier: Tier | None = None
    page: int = 1
    spread: bool = False
    minutes: int | None = None
    strengths: tuple[str, ...] = ()
    kommunenr: tuple[str, ...] = ()

    @property
    def narrows(self) -> bool:
        """Not everybody is asked for."""
        return self.minutes is not None or bool(self.strengths or self.kommunenr)

    @property
    def per_page(self) -> int:
        """People on a page."""
        return PER_TIER if self.tier is None else PER_PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One person in the list: ``listed`` is the status on the vacancy's candidate list, ``begins_as`` a role to begin in.

    ``first_elsewhere`` counts the other lists that the person stands first in; ``moved_up`` the places that spreading gave,
    and ``gave_way`` marks who had the first place before it.
    """

    card: PersonCard
    match: Match
    listed: ListStatus | None
    begins_as: str | None
    first_elsewhere: int = 0
    moved_up: int = 0
    gave_way: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TierPage:
    """One page of one tier; ``total`` counts all in it that the filter lets through."""

    tier: Tier
    rows: Sequence[PersonRow]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyPeople:
    """A vacancy with the reader's people; ``beyond`` counts those outside the reader's reach, as numbers only.

    ``by_law`` are the demands that the ad does not name and that the title has by law.
    """

    vacancy: Vacancy
    opening: Opening
    open: bool
    counts: Mapping[Tier, int]
    beyond: Mapping[Tier, int]
    tiers: Sequence[TierPage]
    relaxations: Sequence[Relaxation]
    pairs: Sequence[RelaxedPair]
    by_law: Sequence[str]
    on_list: int
    firsts: FirstPlaces | None = None


def vacancy_with_people(
    session: Session,
    live: LivePool,
    look: Look,
    vacancy_id: str,
    view: View = View(),
) -> VacancyPeople:
    """Return a vacancy and the people to call, the first of each tier, or one page of one tier.

    Closed people are counted, and named only where their tier is asked for.  For a vacancy that is closed nobody is
    ranked.  Whoever is named leaves a trace.
    """
    vacancy = find_vacancy(session, vacancy_id)
    opening = to_opening(vacancy)
    if not is_open(vacancy, look):
        return _without_people(vacancy, opening)
    people = live.people(session, look.on, among=people_in_scope(look.actor))
    own, region = people.counts(opening), people.counts(opening, region=True)
    openings = live.openings(session, look.on)
    firsts = first_places(people, openings, opening, spreading=view.spread, least=live.matcher.prior)
    rows = {tier: _page(people, opening, tier, view, firsts) for tier in Tier}
    shown = [number for _, some, _ in rows.values() for number in some]
    matches = dict(zip(shown, people.explain(opening, shown), strict=True))
    ids = [match.candidate for match in matches.values()]
    known, listed = cards(session, look.actor, ids), _listed(session, vacancy.id)
    look.shown(session, [one for one in ids if one in known], subject=vacancy.id)
    matcher = live.matcher
    moving = [entry for entry in people.relaxations(opening) if entry.reachable > 0 or entry.nearer > 0]

    def row(number: int) -> PersonRow | None:
        match = matches[number]
        card = known.get(match.candidate)
        if card is None:  # out of sight since the pool was read
            return None
        begins_as = begins_in(opening, vacancy, match, people)
        move = firsts.move
        return PersonRow(
            card=card,
            match=match,
            listed=listed.get(card.id),
            begins_as=begins_as,
            first_elsewhere=firsts.elsewhere.get(number, 0),
            moved_up=move.places if move and move.person == number else 0,
            gave_way=move is not None and move.gave_way == number,
        )

    return VacancyPeople(
        vacancy=vacancy,
        opening=opening,
        open=True,
        counts=own,
        beyond={tier: region[tier] - own[tier] for tier in Tier},
        tiers=[
            TierPage(tier=tier, rows=[made for made in map(row, some) if made], total=total, page=at, pages=_pages(total, view))
            for tier, (total, some, at) in rows.items()
        ],
        relaxations=moving[:MOST_RELAXATIONS],
        pairs=people.relaxed_pairs(opening)[:MOST_PAIRS],
        by_law=_by_law(opening, matcher),
        on_list=len(listed),
        firsts=firsts,
    )


def _without_people(vacancy: Vacancy, opening: Opening) -> VacancyPeople:
    nobody = dict.fromkeys(Tier, 0)
    return VacancyPeople(
        vacancy=vacancy,
        opening=opening,
        open=False,
        counts=nobody,
        beyond=nobody,
        tiers=(),
        relaxations=(),
        pairs=(),
        by_law=(),
        on_list=0,
    )


def is_open(vacancy: Vacancy, look: Look) -> bool:
    """Tell whether a vacancy takes applications on the day of the look."""
    return vacancy.state == VacancyState.OPEN and (vacancy.closes_on is None or vacancy.closes_on >= look.on)


def begins_in(opening: Opening, vacancy: Vacancy, match: Match, people: People) -> str | None:
    """Return the role in which a person on the way may begin now, or None: only where nothing but training is missing."""
    if match.tier is not Tier.ON_THE_WAY:
        return None
    missing = [finding for finding in match.findings if finding.must and finding.status is Status.UNMET]
    if not all(atom.startswith(_BY_TRAINING) for finding in missing for atom in finding.requirement.split("|")):
        return None
    return ladder.begins_in(opening, vacancy.accepted_states, people.stands(match.candidate), people.pool.domain.catalogue)


def _page(people: People, opening: Opening, tier: Tier, view: View, firsts: FirstPlaces) -> tuple[int, list[int], int]:
    """Return how many of one tier there are, the rows of the page, and which page it is."""
    named = tier is view.tier if view.tier is not None else tier is not Tier.CLOSED
    # Whoever is only counted need not be put in order.
    rows = people.order(opening, tier) if named else people.in_tier(opening, tier)
    if firsts.move is not None and firsts.move.person in rows:
        rows = [firsts.move.person, *(row for row in rows if row != firsts.move.person)]
    if view.narrows:
        rows = people.narrowed(opening, rows, minutes=view.minutes, strengths=view.strengths, kommunenr=view.kommunenr)
    if view.tier is None:
        return len(rows), [] if tier is Tier.CLOSED else rows[:PER_TIER], 1
    if tier is not view.tier:
        return len(rows), [], 1
    page = min(max(view.page, 1), _pages(len(rows), view))
    return len(rows), rows[(page - 1) * PER_PAGE : page * PER_PAGE], page


def _by_law(opening: Opening, matcher: Matcher) -> tuple[str, ...]:
    parts: tuple[Opening | Variant, ...] = (opening, *opening.variants)
    named = {demand.code for part in parts for demand in part.must}
    gates = [gate.code for demand in demands(opening, matcher.domain_) for gate in demand.gates]
    return tuple(dict.fromkeys(code for code in gates if code.startswith("auth:") and code not in named))


def _pages(total: int, view: View) -> int:
    return max(1, -(-total // view.per_page))


def _listed(session: Session, vacancy_id: str) -> dict[str, ListStatus]:
    entry = CandidateListEntry
    rows = session.execute(select(entry.job_seeker_id, entry.status).where(entry.vacancy_id == vacancy_id))
    return {row.job_seeker_id: row.status for row in rows}
