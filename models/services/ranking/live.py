"""The people and openings of this moment, prepared for ranking: kept in the process, held against the database at each look.

Who may be shown, and whom the reader may reach, is asked of the database every time; only what is costly to prepare is
kept, under the digest of what it was made from.  So an edit, a hiding or an erasure counts from the next look on.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from matcher.matcher import Matcher
from matcher.order import ties_with
from matcher.pool import Pool
from matcher.records import Candidate, ClosedRoute, Match, Opening, Status, Tier
from matcher.scenarios import Relaxation, RelaxedPair, WhatIf, relaxations, relaxed_pairs, tiers_but_for, what_if
from matcher.states import Standing as Standpoint
from matcher.travel import travel_minutes
from matcher.weights import strength
from models import queries
from models.people import JobSeeker
from models.profiles import to_candidate, to_opening
from models.services.ranking.standings import Standing, reckon
from models.vacancies import Vacancy

Rows = NDArray[np.int64]
KEPT_OPENINGS = 512
"""So many openings stay reckoned for the pool; the ones asked for longest ago go first."""
_AT_ONCE = 500
_Mark = tuple[str, str, Any]


@dataclass(slots=True)
class _Kept:
    """A prepared pool, what it was made of, and the openings reckoned for it so far."""

    day: date
    marks: Sequence[_Mark]
    pool: Pool
    standings: OrderedDict[Opening, Standing] = field(default_factory=OrderedDict)


class LivePool:
    """What one process keeps between requests; one for each database and matcher, safe to share among threads."""

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher
        self._lock = threading.RLock()
        self._kept: _Kept | None = None
        self._candidates: dict[str, tuple[_Mark, Candidate]] = {}
        self._openings: dict[str, tuple[_Mark, Opening]] = {}

    def people(self, session: Session, on: date, *, among: ColumnElement[bool] | None = None) -> People:
        """Return everybody who may be shown now, with those who match ``among`` as the ones that the reader may reach."""
        marks = _marks(session, queries.visible_job_seekers().with_only_columns(*_MARK_OF_PERSON))
        reached: set[str] | None = None
        if among is not None:
            reached = set(session.scalars(queries.visible_job_seekers().where(among).with_only_columns(JobSeeker.id)))
        with self._lock:
            kept = self._kept
            if kept is None or kept.day != on or kept.marks != marks:
                kept = self._kept = self._prepared(session, on, marks)
        rows = np.arange(len(kept.pool)) if reached is None else _rows(kept.pool, reached)
        return People(self, kept, rows)

    def openings(self, session: Session, on: date) -> list[Opening]:
        """Return the vacancies that take applications on ``on``, as the engine sees them."""
        marks = _marks(session, queries.open_vacancies(on).with_only_columns(*_MARK_OF_VACANCY))
        with self._lock:
            self._load_openings(session, marks)
            found = [self._openings[mark[0]][1] for mark in marks]
            open_now = {mark[0] for mark in marks}
            for gone in self._openings.keys() - open_now:
                del self._openings[gone]
        return found

    def tiers_of(self, session: Session, on: date, candidates: Sequence[Candidate]) -> list[dict[str, Tier]]:
        """Return the tier of each candidate for each open vacancy, by its id; they need not be among those shown now."""
        openings, members = self.openings(session, on), list(Tier)
        with self._lock:
            pool = self.matcher.prepare(candidates, on)
            columns = [reckon(self.matcher, opening, pool).tier.tolist() for opening in openings]
        return [
            {opening.id: members[column[row]] for opening, column in zip(openings, columns, strict=True)}
            for row in range(len(candidates))
        ]

    def _prepared(self, session: Session, on: date, marks: Sequence[_Mark]) -> _Kept:
        fresh = self._kept is not None and self._kept.day == on
        known = self._candidates if fresh else {}
        missing = [mark[0] for mark in marks if known.get(mark[0], (None,))[0] != mark]
        loaded: dict[str, Candidate] = {}
        for some in _batches(missing):
            statement = queries.visible_job_seekers(ids=some).options(*queries.candidate_parts())
            loaded |= {row.id: to_candidate(row, on) for row in session.scalars(statement).unique()}
        # Whoever went out of sight between the two looks is in neither.
        kept = {mark[0]: known[mark[0]] for mark in marks if known.get(mark[0], (None,))[0] == mark}
        self._candidates = kept | {mark[0]: (mark, loaded[mark[0]]) for mark in marks if mark[0] in loaded}
        return _Kept(on, marks, self.matcher.prepare([candidate for _, candidate in self._candidates.values()], on))

    def _load_openings(self, session: Session, marks: Sequence[_Mark]) -> None:
        missing = [mark for mark in marks if self._openings.get(mark[0], (None,))[0] != mark]
        by_id = {mark[0]: mark for mark in missing}
        for some in _batches(list(by_id)):
            statement = select(Vacancy).where(Vacancy.id.in_(some)).options(*queries.opening_parts())
            for row in session.scalars(statement).unique():
                self._openings[row.id] = (by_id[row.id], to_opening(row))

    def standing(self, kept: _Kept, opening: Opening) -> Standing:
        """Return ``opening`` reckoned for the whole pool; the second time it is looked up."""
        with self._lock:
            found = kept.standings.get(opening)
            if found is None:
                found = kept.standings[opening] = reckon(self.matcher, opening, kept.pool)
                if len(kept.standings) > KEPT_OPENINGS:
                    kept.standings.popitem(last=False)
            kept.standings.move_to_end(opening)
            return found

    def explained(self, kept: _Kept, standing: Standing, rows: Sequence[int]) -> list[Match]:
        """Return the matches of these rows of the pool, in their order, by the numbers that ranked them."""
        with self._lock:
            return self.matcher.explain_rows(standing.scored, kept.pool, rows)

    def supposed(self, kept: _Kept, standings: Sequence[Standing], row: int) -> WhatIf:
        """Return what one fact more would change for the person in ``row``, over these openings."""
        with self._lock:
            return what_if([standing.scored for standing in standings], kept.pool, row)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold back whoever else would reckon with the pool that is kept, while somebody does who has it in hand."""
        with self._lock:
            yield

    def but_for(self, kept: _Kept, standing: Standing, code: str) -> NDArray[np.uint8]:
        """Return everybody's tier as if an opening did not ask for ``code``."""
        with self._lock:
            return tiers_but_for(code, standing.scored, kept.pool)

    def paired(self, kept: _Kept, standing: Standing, rows: Rows) -> tuple[RelaxedPair, ...]:
        """Return which two demands together keep people away whom neither keeps away alone, among these rows."""
        with self._lock:
            return relaxed_pairs(standing.scored, kept.pool, rows)

    def relaxed(self, kept: _Kept, standing: Standing, rows: Rows) -> tuple[Relaxation, ...]:
        """Return what each demand keeps away among these rows."""
        with self._lock:
            return relaxations(standing.scored, kept.pool, rows)


class People:
    """The people of one look: the whole pool for counts, and in it those whom the reader may reach."""

    def __init__(self, live: LivePool, kept: _Kept, rows: Rows) -> None:
        self._live, self._kept = live, kept
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def everybody(self) -> int:
        """How many may be shown at all."""
        return len(self._kept.pool)

    def candidate(self, person_id: str) -> Candidate | None:
        """Return one person within reach as the engine sees them, or None."""
        row = self._kept.pool.index.get(person_id)
        return self._kept.pool.candidates[row] if row is not None and row in self.rows else None

    def counts(self, opening: Opening, *, region: bool = False) -> Mapping[Tier, int]:
        """Return how many people stand in each tier; ``region`` counts everybody instead of those within reach."""
        tier = self._live.standing(self._kept, opening).tier
        numbers = np.bincount(tier if region else tier[self.rows], minlength=len(Tier)).tolist()
        return dict(zip(Tier, numbers, strict=True))

    def order(self, opening: Opening, tier: Tier) -> list[int]:
        """Return the rows within reach that stand in ``tier``, best first; on the way, the soonest ready first."""
        standing = self._live.standing(self._kept, opening)
        rows = self.rows[standing.tier[self.rows] == tier.order]
        pool = self._kept.pool
        ties = ties_with(opening.id, pool)[rows]
        keys: list[NDArray[Any]] = [pool.column("by_id")[rows], ties, -standing.score[rows]]
        if tier is Tier.ON_THE_WAY:
            keys.append(np.rint(standing.months[rows]))
        return [int(row) for row in rows[np.lexsort(tuple(keys))]]

    def explain(self, opening: Opening, rows: Sequence[int]) -> list[Match]:
        """Return the matches of these rows, in their order."""
        return self._live.explained(self._kept, self._live.standing(self._kept, opening), rows)

    def match(self, opening: Opening, person_id: str) -> Match | None:
        """Return one person within reach held against one opening, or None when the person is out of reach."""
        row = self._kept.pool.index.get(person_id)
        return self.explain(opening, [row])[0] if row is not None and row in self.rows else None

    def tier_of(self, opening: Opening, person_id: str) -> tuple[Tier, int, float]:
        """Return tier, score and months of one person for one opening, without the reasons."""
        standing, row = self._live.standing(self._kept, opening), self._kept.pool.index[person_id]
        return list(Tier)[int(standing.tier[row])], int(standing.score[row]), float(standing.months[row])

    @property
    def pool(self) -> Pool:
        """Everybody who may be shown, as the engine sees them; a row counts people in and beyond reach."""
        return self._kept.pool

    def standing(self, opening: Opening) -> Standing:
        """Return an opening reckoned for the whole pool."""
        return self._live.standing(self._kept, opening)

    def tiers_but_for(self, code: str, opening: Opening) -> NDArray[np.uint8]:
        """Return the order of everybody's tier as if ``opening`` did not ask for ``code``."""
        return self._live.but_for(self._kept, self.standing(opening), code)

    def what_if(self, openings: Sequence[Opening], row: int) -> WhatIf:
        """Return what meeting one demand, or answering one question, would change for the person in ``row``."""
        return self._live.supposed(self._kept, [self.standing(opening) for opening in openings], row)

    def tiers(self, opening: Opening) -> Mapping[str, Tier]:
        """Return the tier of each person within reach, by the person's id."""
        standing, members, candidates = self._live.standing(self._kept, opening), list(Tier), self._kept.pool.candidates
        return {candidates[row].id: members[int(standing.tier[row])] for row in self.rows.tolist()}

    def ids(self, rows: Sequence[int]) -> list[str]:
        """Return the ids of the people in these rows, in their order."""
        return [self._kept.pool.candidates[row].id for row in rows]

    def narrowed(
        self,
        opening: Opening,
        rows: Sequence[int],
        *,
        minutes: int | None = None,
        strengths: Collection[str] = (),
        kommunenr: Collection[str] = (),
    ) -> list[int]:
        """Return those of ``rows`` who live within so many minutes, match that strongly, and live in these municipalities."""
        standing, pool = self._live.standing(self._kept, opening), self._kept.pool
        left = np.array(rows, dtype=np.int64)
        if minutes is not None:
            drive = travel_minutes(standing.scored[0].demand, pool)[left]
            left = left[(drive >= 0) & (drive <= minutes)]
        if strengths:
            left = left[np.array([strength(int(score)) in strengths for score in standing.score[left]], dtype=np.bool_)]
        if kommunenr:
            places = self._live.matcher.domain_.catalogue.places
            homes = [places.get(pool.candidates[row].postnummer or "") for row in left.tolist()]
            left = left[np.array([home is not None and home.kommunenr in kommunenr for home in homes], dtype=np.bool_)]
        return [int(row) for row in left]

    def stands(self, person_id: str) -> Standpoint:
        """Return where one person stands among the ways to every role."""
        pool = self._kept.pool
        found: Standpoint = pool.standing(pool.index[person_id])
        return found

    def closed_ways(self, match: Match) -> tuple[ClosedRoute, ...]:
        """Return the known ways to what ``match`` lacks that are closed to the person, each with the rule that closes it."""
        domain = self._live.matcher.domain_
        unmet = [finding for finding in match.findings if finding.must and finding.status is Status.UNMET]
        kinds = domain.catalogue.requirements
        atoms = [atom for finding in unmet for atom in finding.requirement.split("|") if atom in kinds]
        states = sorted({state for atom in atoms for state in kinds[atom].states})
        return domain.routes.closed(self.stands(match.candidate), states, on=self._kept.day) if states else ()

    def relaxations(self, opening: Opening, *, region: bool = False) -> tuple[Relaxation, ...]:
        """Return what each demand of an opening keeps away, the most telling first."""
        rows = np.arange(len(self._kept.pool)) if region else self.rows
        return self._live.relaxed(self._kept, self._live.standing(self._kept, opening), rows)

    def relaxed_pairs(self, opening: Opening) -> tuple[RelaxedPair, ...]:
        """Return the pairs of demands worth relaxing together among the people within reach, the most telling first."""
        return self._live.paired(self._kept, self._live.standing(self._kept, opening), self.rows)


_MARK_OF_PERSON = (JobSeeker.id, JobSeeker.content_hash, JobSeeker.updated_at)
_MARK_OF_VACANCY = (Vacancy.id, Vacancy.content_hash, Vacancy.updated_at)


def _marks(session: Session, statement: Select[*tuple[Any, ...]]) -> list[_Mark]:
    # In Python's order of the ids, whatever the database's collation.
    return sorted((row[0], row[1], row[2]) for row in session.execute(statement))


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _rows(pool: Pool, ids: Collection[str]) -> Rows:
    return np.array(sorted(pool.index[one] for one in ids if one in pool.index), dtype=np.int64)
