"""Finding people: everybody within reach, narrowed by what is asked, each with where the person stands today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from sqlalchemy.orm import Session

from matcher.records import Candidate, Opening, Requirement, Tier
from matcher.rules import CEFR, norwegian
from matcher.text import normalise
from models import queries
from models.audit import AuditAction
from models.people import JobSeeker, PersonIdentity
from models.policy import people_in_scope
from models.services.looks import Look, PersonCard, cards
from models.services.people.index import ALIKE, LONG_ENOUGH, Mask, PeopleIndex, Profile, index_of
from models.services.people.terms import Freshness, Outlook, Terms
from models.services.ranking.live import LivePool, People

PER_PAGE = 20
MOST_RELAXATIONS = 4
LEVELS = ("A2", "B1", "B2")
UNKNOWN_LANGUAGE = "ukjent"
NOT_CLOSED = (Tier.READY, Tier.CLARIFY, Tier.ON_THE_WAY)


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
    """The reader's people by row of the pool: what only the database knows of them, and where they stand.

    ``table`` holds everybody's tier for every open vacancy, ``role_tier`` for the role asked for.
    """

    people: People
    inside: Mask
    kommunenr: NDArray[Any]
    mine: Mask
    updated: Mapping[int, datetime]
    names: Mapping[int, str]
    table: NDArray[np.int64]
    role_tier: NDArray[np.uint8] | None

    def where(self, fits: Callable[[Candidate], bool]) -> Mask:
        """Return whose CV fits."""
        return np.array([fits(candidate) for candidate in self.people.pool.candidates], dtype=np.bool_)

    def fitting(self, masks: Mapping[str, Mask], *, but: str = "") -> Mask:
        """Return who within reach fits every term, ``but`` one."""
        return reduce(np.logical_and, (mask for name, mask in masks.items() if name != but), self.inside)


def search_people(session: Session, live: LivePool, look: Look, terms: Terms, *, page: int = 1, sort: Sort = Sort.DOORS) -> Found:
    """Return one page of the people whom the reader may reach and who fit ``terms``; each of them leaves a trace."""
    field = _field(session, live, look, terms)
    pool = field.people.pool
    index = index_of(pool)
    masks = _masks(terms, field, index, look)
    sort = Sort.NAME if terms.who else sort
    ordered = _ordered(np.flatnonzero(field.fitting(masks)), sort, field)
    pages = max(1, -(-len(ordered) // PER_PAGE))
    page = min(max(page, 1), pages)
    here = ordered[(page - 1) * PER_PAGE : page * PER_PAGE]
    known = cards(session, look.actor, [pool.candidates[row].id for row in here])
    members = list(Tier)
    shown = [
        PersonRow(
            card=known[pool.candidates[row].id],
            profile=index.profiles[row],
            counts=dict(zip(Tier, np.bincount(field.table[:, row], minlength=len(Tier)).tolist(), strict=True)),
            tier=members[int(field.role_tier[row])] if field.role_tier is not None else None,
            updated=field.updated[row],
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
        facets=_facets(masks, field),
        wider=() if ordered else _wider(terms, masks, field),
    )


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


def _field(session: Session, live: LivePool, look: Look, terms: Terms) -> _Field:
    scope = people_in_scope(look.actor)
    people = live.people(session, look.on, among=scope)
    openings = live.openings(session, look.on)
    standings = [people.standing(opening).tier for opening in openings]
    role = live.matcher.domain_.catalogue.roles.get(terms.role)
    columns = (
        JobSeeker.id,
        JobSeeker.external_id,
        JobSeeker.kommunenr,
        JobSeeker.version,
        JobSeeker.adviser_id,
        PersonIdentity.given_name,
        PersonIdentity.family_name,
    )
    pool = people.pool
    inside, mine = np.zeros(len(pool), dtype=np.bool_), np.zeros(len(pool), dtype=np.bool_)
    kommunenr = np.full(len(pool), "", dtype=object)
    updated: dict[int, datetime] = {}
    names: dict[int, str] = {}
    statement = queries.visible_job_seekers().where(scope).join(JobSeeker.identity).with_only_columns(*columns)
    for found in session.execute(statement):
        row = pool.index.get(found.id)
        if row is not None:
            inside[row] = True
            kommunenr[row] = found.kommunenr or ""
            mine[row] = found.adviser_id == look.actor.user_id
            updated[row] = found.version
            names[row] = normalise(f"{found.given_name} {found.family_name} {found.external_id}")
    return _Field(
        people=people,
        inside=inside,
        kommunenr=kommunenr.astype(str),
        mine=mine,
        updated=updated,
        names=names,
        table=np.stack(standings) if standings else np.zeros((0, len(pool)), dtype=np.int64),
        role_tier=people.tiers_but_for("reach", typical_post(live, role.id)) if role is not None else None,
    )


# --- what narrows ------------------------------------------------------------------------------------------------


def _masks(terms: Terms, field: _Field, index: PeopleIndex, look: Look) -> dict[str, Mask]:
    """Return for each term that narrows, by its field, who fits it."""
    found = {}
    if terms.words:
        found["words"] = index.hits(terms.words)
    if terms.who:
        found["who"] = _called(terms.who, field)
    if terms.kommunenr:
        found["kommunenr"] = np.isin(field.kommunenr, terms.kommunenr)
    if field.role_tier is not None:
        found["role"] = _in_tiers(field.role_tier, terms.tiers or NOT_CLOSED)
    if terms.mine:
        found["mine"] = field.mine
    if terms.outlook is not None:
        found["outlook"] = _outlooks(field)[terms.outlook]
    if terms.paper:
        found["paper"] = field.where(lambda candidate: any(held.code == terms.paper for held in candidate.credentials))
    if terms.language:
        found["language"] = _languages(field)[terms.language]
    if terms.licence:
        found["licence"] = field.where(lambda candidate: terms.licence in candidate.licences)
    if terms.shifts:
        found["shifts"] = field.where(lambda candidate: candidate.shifts_yes >= set(terms.shifts))
    if terms.fresh is not None:
        found["fresh"] = _fresh(terms.fresh, field, look.now)
    return found


def _in_tiers(role_tier: NDArray[np.uint8], tiers: Iterable[Tier]) -> Mask:
    return np.isin(role_tier, [tier.order for tier in tiers])


def _called(who: str, field: _Field) -> Mask:
    """Return who is called so, or has that candidate number; a letter wrong in a long name is forgiven."""
    asked = normalise(who).split()
    found = np.zeros_like(field.inside)
    for row, name in field.names.items():
        parts = name.split()
        found[row] = all(any(_same_name(word, part) for part in parts) for word in asked)
    return found


def _same_name(asked: str, part: str) -> bool:
    forgiving = len(asked) >= LONG_ENOUGH and asked.isalpha()
    return part.startswith(asked) or (forgiving and fuzz.ratio(asked, part) >= ALIKE)


def _outlooks(field: _Field) -> dict[Outlook, Mask]:
    best = field.table.min(axis=0, initial=Tier.CLOSED.order)
    return {outlook: best == order for order, outlook in enumerate(Outlook)}


def _languages(field: _Field) -> dict[str, Mask]:
    levels = [norwegian(candidate)[0] for candidate in field.people.pool.candidates]
    number = np.array([-1 if level is None else CEFR.index(level) for level in levels], dtype=np.int64)
    return {level: number >= CEFR.index(level) for level in LEVELS} | {UNKNOWN_LANGUAGE: number < 0}


def _fresh(wanted: Freshness, field: _Field, now: datetime) -> Mask:
    found = np.zeros_like(field.inside)
    days = int(Freshness.QUARTER if wanted is Freshness.OLDER else wanted)
    for row, at in field.updated.items():
        found[row] = (at >= now - timedelta(days=days)) is not (wanted is Freshness.OLDER)
    return found


# --- order, numbers beside the filters, and what finds somebody after all ------------------------------------------


def _ordered(rows: NDArray[np.int64], sort: Sort, field: _Field) -> list[int]:
    ties = field.people.pool.column("keys")[rows]
    if sort is Sort.NAME:
        return sorted(rows.tolist(), key=lambda row: (field.names[row], row))
    if sort is Sort.UPDATED:
        last = np.array([-field.updated[row].timestamp() for row in rows.tolist()])
        return [int(row) for row in rows[np.lexsort((ties, last))]]
    keys = [ties, *(-(field.table[:, rows] == tier.order).sum(axis=0) for tier in reversed(NOT_CLOSED))]
    if field.role_tier is not None:
        keys.append(field.role_tier[rows])
    return [int(row) for row in rows[np.lexsort(tuple(keys))]]


def _facets(masks: Mapping[str, Mask], field: _Field) -> dict[str, dict[str, int]]:
    candidates = field.people.pool.candidates

    def counted(name: str, values: Mapping[Any, Mask]) -> dict[str, int]:
        others = field.fitting(masks, but=name)
        return {str(value): int((others & mask).sum()) for value, mask in values.items()}

    def listed(name: str, values: Callable[[Candidate], Iterable[str]]) -> dict[str, int]:
        some = [candidates[row] for row in np.flatnonzero(field.fitting(masks, but=name)).tolist()]
        return dict(Counter(value for candidate in some for value in values(candidate)).most_common())

    facets = {
        "kommunenr": dict(Counter(field.kommunenr[field.fitting(masks, but="kommunenr")].tolist()).most_common()),
        "mine": counted("mine", {"y": field.mine}),
        "outlook": counted("outlook", _outlooks(field)),
        "language": counted("language", _languages(field)),
        "licence": listed("licence", lambda candidate: candidate.licences),
        "shifts": listed("shifts", lambda candidate: candidate.shifts_yes),
        "paper": listed("paper", lambda candidate: {held.code for held in candidate.credentials}),
    }
    if field.role_tier is not None:
        facets["tiers"] = counted("role", {tier: field.role_tier == tier.order for tier in Tier})
    return facets


def _wider(terms: Terms, masks: Mapping[str, Mask], field: _Field) -> list[Wider]:
    """Return the nearest searches that find somebody: the same elsewhere, then the same with one term less."""
    found = []
    if "kommunenr" in masks:
        for number, count in Counter(field.kommunenr[field.fitting(masks, but="kommunenr")].tolist()).items():
            there = terms.model_copy(update={"kommunenr": (number,)})
            found.append(Wider(dropped="kommunenr", kommunenr=number, count=count, terms=there))
    if field.role_tier is not None and terms.tiers:
        count = int((field.fitting(masks, but="role") & _in_tiers(field.role_tier, NOT_CLOSED)).sum())
        found.append(Wider(dropped="tiers", kommunenr=None, count=count, terms=terms.without("tiers")))
    for name in masks.keys() - {"kommunenr", "who"}:
        count = int(field.fitting(masks, but=name).sum())
        less = terms.without("role", "tiers") if name == "role" else terms.without(name)
        found.append(Wider(dropped=name, kommunenr=None, count=count, terms=less))
    some = [entry for entry in found if entry.count and entry.kommunenr != ""]
    return sorted(some, key=lambda entry: (entry.kommunenr is None, -entry.count, entry.dropped))[:MOST_RELAXATIONS]
