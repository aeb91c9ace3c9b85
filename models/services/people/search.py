"""Finding people: everybody within reach, narrowed by what is asked, each with where the person stands today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from matcher.records import Opening, Requirement, Tier
from matcher.text import normalise
from models import queries
from models.audit import AuditAction
from models.people import JobSeeker, PersonIdentity
from models.policy import people_in_scope
from models.services.looks import Look, PersonCard, cards
from models.services.people.filters import Rows, Shelf, most_first, shelf_of
from models.services.people.index import Mask, hits
from models.services.people.profile import Profile, profile_of
from models.services.people.spelling import ALIKE, LONG_ENOUGH
from models.services.people.terms import Freshness, Outlook, Terms
from models.services.ranking.doors import OPEN_TIERS
from models.services.ranking.live import LivePool
from models.services.ranking.overlay import Everybody
from models.services.ranking.people_now import People

PER_PAGE = 20
MOST_RELAXATIONS = 4


class Sort(StrEnum):
    """The order of the list; a search by name has only one."""

    DOORS = "treff"
    NAME = "navn"
    UPDATED = "oppdatert"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One person in the list: ``counts`` over the open vacancies; ``tier`` for the role asked for, or None."""

    card: PersonCard
    profile: Profile
    counts: Mapping[Tier, int]
    tier: Tier | None
    updated: datetime
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wider:
    """A search that finds somebody where this one does not: ``dropped`` is the term given up, or a kommune instead."""

    dropped: str
    kommunenr: str | None
    count: int
    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of an answer; ``facets`` count what each value of a filter would give, the other filters as they are."""

    rows: Sequence[PersonRow]
    total: int
    everybody: int
    page: int
    pages: int
    sort: Sort
    facets: Mapping[str, Mapping[str, int]]
    wider: Sequence[Wider]


@dataclass(slots=True, kw_only=True)
class _Field:
    """The reader's people by row of everybody: what only the database knows of them, and where they stand.

    ``home`` is the place of their municipality in ``municipalities``; ``names`` are there only when something asks for them;
    ``doors`` counts the open vacancies (``openings`` in all) by tier, ``best`` is the best tier of any, ``role_tier`` that for
    the role asked for.
    """

    people: People
    shelf: Shelf
    inside: Mask
    municipalities: Sequence[str]
    home: NDArray[np.int32]
    mine: Mask
    updated: NDArray[np.float64]
    names: Mapping[int, str]
    openings: int
    doors: NDArray[np.int32]
    best: NDArray[np.int64]
    role_tier: NDArray[np.uint8] | None

    def fitting(self, masks: Mapping[str, Mask], *, but: str = "") -> Mask:
        """Return who within reach fits every term, ``but`` one."""
        return reduce(np.logical_and, (mask for name, mask in masks.items() if name != but), self.inside)

    def counts(self, row: int) -> dict[Tier, int]:
        """Return how many open vacancies stand in each tier for one person."""
        some: list[int] = self.doors[row].tolist()
        return dict(zip(Tier, [*some, self.openings - sum(some)], strict=True))

    def living(self, rows: Rows) -> dict[str, int]:
        """Return how many of the people in ``rows`` live in each municipality."""
        each = np.bincount(self.home.take(rows), minlength=len(self.municipalities))
        return most_first(self.municipalities, each.tolist())


def search_people(session: Session, live: LivePool, look: Look, terms: Terms, *, page: int = 1, sort: Sort = Sort.DOORS) -> Found:
    """Return one page of the people whom the reader may reach and who fit ``terms``; each of them leaves a trace."""
    sort = Sort.NAME if terms.who else sort
    field = _field(session, live, look, terms, named=sort is Sort.NAME)
    pool = field.people.pool
    masks = _masks(terms, field, look)
    fitting = np.flatnonzero(field.fitting(masks))
    ordered = _ordered(fitting, sort, field)
    pages = max(1, -(-len(ordered) // PER_PAGE))
    page = min(max(page, 1), pages)
    here = ordered[(page - 1) * PER_PAGE : page * PER_PAGE]
    known = cards(session, look.actor, [pool.candidates[row].id for row in here])
    members = list(Tier)
    shown = [
        PersonRow(
            card=known[pool.candidates[row].id],
            profile=profile_of(pool.candidates[row], pool.on),
            counts=field.counts(row),
            tier=members[int(field.role_tier[row])] if field.role_tier is not None else None,
            updated=datetime.fromtimestamp(field.updated[row], UTC),
            mine=bool(field.mine[row]),
        )
        for row in here
        if pool.candidates[row].id in known
    ]
    look.shown(session, [row.card.id for row in shown], action=AuditAction.SEARCH)
    return Found(
        rows=shown,
        total=len(ordered),
        everybody=int(field.inside.sum()),
        page=page,
        pages=pages,
        sort=sort,
        facets=_facets(masks, fitting, field),
        wider=() if ordered else _wider(terms, masks, field),
    )


def get_ready(people: People) -> None:
    """Collect the words and the filters, and load the compiled loops, that the first search would else wait for."""
    hits(people.pool, "a")
    shelf_of(people.pool).papers.counted(people.pool.rows)


def typical_post(live: LivePool, role: str) -> Opening:
    """Return a post of one role as it mostly is: what the role demands, and no place."""
    catalogue = live.matcher.domain_.catalogue
    about = catalogue.roles[role]
    must = []
    papers = sorted(
        code
        for code, kind in catalogue.requirements.items()
        if set(kind.states) & set(about.states) and not code.startswith(("language:", "experience:", "auth:any"))
    )
    if papers:
        must.append(Requirement(code="|".join(papers)))
    if about.cefr and f"language:{about.cefr}" in catalogue.requirements:
        must.append(Requirement(code=f"language:{about.cefr}"))
    return Opening(id=f"role:{role}", roles=(role,), title=about.label, must=tuple(must))


def _field(session: Session, live: LivePool, look: Look, terms: Terms, *, named: bool) -> _Field:
    scope = people_in_scope(look.actor)
    people = live.people(session, look.on, among=scope)
    pool = people.pool
    openings = live.openings(session, look.on)
    role = live.matcher.domain_.catalogue.roles.get(terms.role)
    reached, rows, size = people.reached, people.rows, len(pool)
    inside, mine = np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_)
    home, updated = np.full(size, -1, dtype=np.int32), np.full(size, np.nan)
    inside[rows], home[rows], updated[rows] = True, reached.home, reached.version
    mine[rows] = reached.adviser == look.actor.user_id
    doors = np.zeros((size, len(OPEN_TIERS)), dtype=np.int32)
    doors[rows] = people.doors(openings)
    return _Field(
        people=people,
        shelf=shelf_of(pool),
        inside=inside,
        municipalities=reached.municipalities,
        home=home,
        mine=mine,
        updated=updated,
        names=_names(session, scope, pool) if named else {},
        openings=len(openings),
        doors=doors,
        best=np.where(doors.any(axis=1), (doors > 0).argmax(axis=1), Tier.CLOSED.order),
        role_tier=people.tiers_but_for("reach", typical_post(live, role.id)) if role is not None else None,
    )


def _names(session: Session, scope: ColumnElement[bool], pool: Everybody) -> dict[int, str]:
    columns = (JobSeeker.id, JobSeeker.external_id, PersonIdentity.given_name, PersonIdentity.family_name)
    statement = queries.visible_job_seekers().where(scope).join(JobSeeker.identity).with_only_columns(*columns)
    return {
        pool.index[found.id]: normalise(f"{found.given_name} {found.family_name} {found.external_id}")
        for found in session.execute(statement)
        if found.id in pool.index
    }


# --- what narrows ------------------------------------------------------------------------------------------------


def _masks(terms: Terms, field: _Field, look: Look) -> dict[str, Mask]:
    """Return for each term that narrows, by its field, who fits it."""
    found = {}
    if terms.words:
        found["words"] = hits(field.people.pool, terms.words)
    if terms.who:
        found["who"] = _called(terms.who, field)
    if terms.kommunenr:
        wanted = [place for place, number in enumerate(field.municipalities) if number in terms.kommunenr]
        found["kommunenr"] = np.isin(field.home, wanted)
    if field.role_tier is not None:
        found["role"] = _in_tiers(field.role_tier, terms.tiers or OPEN_TIERS)
    if terms.mine:
        found["mine"] = field.mine
    if terms.outlook is not None:
        found["outlook"] = field.best == list(Outlook).index(terms.outlook)
    if terms.paper:
        found["paper"] = field.shelf.papers.having([terms.paper])
    if terms.language:
        found["language"] = field.shelf.language(terms.language)
    if terms.licence:
        found["licence"] = field.shelf.licences.having([terms.licence])
    if terms.shifts:
        found["shifts"] = field.shelf.shifts.having(terms.shifts)
    if terms.fresh is not None:
        found["fresh"] = _fresh(terms.fresh, field, look.now)
    return found


def _in_tiers(role_tier: NDArray[np.uint8], tiers: Iterable[Tier]) -> Mask:
    return np.isin(role_tier, [tier.order for tier in tiers])


def _called(who: str, field: _Field) -> Mask:
    """Return who is called so, or has that candidate number; a letter wrong in a long name is forgiven."""
    found = np.zeros_like(field.inside)
    parts = {row: name.split() for row, name in field.names.items()}
    different = {part for some in parts.values() for part in some}
    asked = [{part for part in different if _same_name(word, part)} for word in normalise(who).split()]
    found[[row for row, own in parts.items() if all(not meant.isdisjoint(own) for meant in asked)]] = True
    return found


def _same_name(asked: str, part: str) -> bool:
    forgiving = len(asked) >= LONG_ENOUGH and asked.isalpha()
    return part.startswith(asked) or (forgiving and fuzz.ratio(asked, part) >= ALIKE)


def _fresh(wanted: Freshness, field: _Field, now: datetime) -> Mask:
    days = int(Freshness.QUARTER if wanted is Freshness.OLDER else wanted)
    since = (now - timedelta(days=days)).timestamp()
    return field.updated < since if wanted is Freshness.OLDER else field.updated >= since


# --- order, numbers beside the filters, and what finds somebody after all ------------------------------------------


def _ordered(rows: Rows, sort: Sort, field: _Field) -> list[int]:
    ties = field.people.pool.column("keys")[rows]
    if sort is Sort.NAME:
        by_id = field.people.pool.by_id
        return sorted(rows.tolist(), key=lambda row: (field.names[row], by_id[row]))
    if sort is Sort.UPDATED:
        return [int(row) for row in rows[np.lexsort((ties, -field.updated[rows]))]]
    keys = [ties, *(-field.doors[rows, place] for place in reversed(range(len(OPEN_TIERS))))]
    if field.role_tier is not None:
        keys.append(field.role_tier[rows])
    return [int(row) for row in rows[np.lexsort(tuple(keys))]]


def _facets(masks: Mapping[str, Mask], fitting: Rows, field: _Field) -> dict[str, dict[str, int]]:
    """Return what each value of each filter would give, the other filters as they are."""

    def others(name: str) -> Rows:
        return np.flatnonzero(field.fitting(masks, but=name)) if name in masks else fitting

    facets = {
        "kommunenr": field.living(others("kommunenr")),
        "mine": {"y": int(np.count_nonzero(field.mine.take(others("mine"))))},
        "outlook": _by_order(Outlook, field.best.take(others("outlook"))),
        "language": field.shelf.languages(others("language")),
        "licence": field.shelf.licences.counted(others("licence")),
        "shifts": field.shelf.shifts.counted(others("shifts")),
        "paper": field.shelf.papers.counted(others("paper")),
    }
    if field.role_tier is not None:
        facets["tiers"] = _by_order(Tier, field.role_tier.take(others("role")))
    return facets


def _by_order(members: Iterable[StrEnum], places: NDArray[Any]) -> dict[str, int]:
    named = [str(member) for member in members]
    return dict(zip(named, np.bincount(places, minlength=len(named)).tolist(), strict=True))


def _wider(terms: Terms, masks: Mapping[str, Mask], field: _Field) -> list[Wider]:
    """Return the nearest searches that find somebody: the same elsewhere, then the same with one term less."""
    found = []
    if "kommunenr" in masks:
        for number, count in field.living(np.flatnonzero(field.fitting(masks, but="kommunenr"))).items():
            there = terms.model_copy(update={"kommunenr": (number,)})
            found.append(Wider(dropped="kommunenr", kommunenr=number, count=count, terms=there))
    if field.role_tier is not None and terms.tiers:
        count = int((field.fitting(masks, but="role") & _in_tiers(field.role_tier, OPEN_TIERS)).sum())
        found.append(Wider(dropped="tiers", kommunenr=None, count=count, terms=terms.without("tiers")))
    for name in masks.keys() - {"kommunenr", "who"}:
        count = int(field.fitting(masks, but=name).sum())
        less = terms.without("role", "tiers") if name == "role" else terms.without(name)
        found.append(Wider(dropped=name, kommunenr=None, count=count, terms=less))
    some = [entry for entry in found if entry.count and entry.kommunenr != ""]
    return sorted(some, key=lambda entry: (entry.kommunenr is None, -entry.count, entry.dropped))[:MOST_RELAXATIONS]
