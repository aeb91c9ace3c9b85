"""What changed since last night: the pairs that stand elsewhere than in an earlier run, each with its cause."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Select, case, delete, func, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from matcher.matcher import Matcher
from matcher.records import Tier
from models import queries
from models.base import reader_of
from models.matches import ChangeKind, CurrentRun, MatchChange, MatchRun, RunDifference, RunState
from models.people import JobSeeker, VisibilityRow
from models.services.night.causes import WITHOUT_FINDING, Cause, CauseCode, Source, cause_between
from models.services.night.evidence import explained
from models.services.night.matching import KEEP_RUNS, TOP_PER_PERSON, TOP_PER_VACANCY
from models.services.night.pairs import Pair, TwoRuns
from models.stored_matches import some_matches, stored_run
from models.vacancies import Vacancy, VacancyState
from models.visibility import FACTS

MAX_CHANGES = 20_000
"""So many changes of one night are kept, the most important ones."""
BATCH_ROWS = 500
_TRIES = 3

Progress = Callable[[int, int], None]
_KINDS = {kind: number for number, kind in enumerate(ChangeKind)}


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of the pairs: how many of each kind, and how many changes were found and not kept.

    ``before_id`` is None when there was no earlier run to hold the current one against.
    """

    run_id: str
    before_id: str | None
    kinds: dict[str, int]
    left_out: int = 0

    @property
    def changes(self) -> int:
        """How many changes are kept."""
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class _Change:
    """One pair (vacancy, person) that changed; ``cause`` is None while the stored matches have to tell."""

    pair: Pair
    kind: ChangeKind
    before: Tier | None
    after: Tier | None
    cause: Cause | None = None

    @property
    def importance(self) -> tuple[Any, ...]:
        """What sorts first is kept first; moves that only others caused come last."""
        moved = self.cause is not None and self.cause.code is CauseCode.LIST_MOVED
        best = min(tier.order for tier in (self.before, self.after) if tier is not None)
        return moved, best, _KINDS[self.kind], self.pair


def reckon_difference(
    session_factory: sessionmaker[Session],
    now: datetime,
    *,
    most: int = MAX_CHANGES,
    matcher: Matcher | None = None,
    progress: Progress | None = None,
) -> Difference:
    """Hold the current run against last night's, and keep what changed under the current run's id.

    Last night's is the last run that was held against another; where there is none, the oldest whose lists are kept.
    Doing it twice changes nothing.  With ``matcher`` the causes tell what stands behind the answer of today.
    """
    database = session_factory.kw["bind"]
    with session_factory.begin() as session:
        # What a difference that was killed half way has left; nobody reads it.
        session.execute(delete(MatchChange).where(MatchChange.run_id.not_in(select(RunDifference.run_id))))
    with session_factory(bind=reader_of(database)) as session:
        after = session.scalars(select(MatchRun).join(CurrentRun, CurrentRun.run_id == MatchRun.id)).one()
        done = session.get(RunDifference, after.id)
        if done is not None:
            return Difference(after.id, done.before_id, _kinds(session, after.id), done.left_out)
        before = _last_night(session, after)
        if before is None:
            return Difference(after.id, None, {})
        found = _Found(session, before, after, matcher)
        chosen = heapq.nsmallest(most, found.changes(), key=lambda change: change.importance)
        kinds: Counter[str] = Counter()
        for start in range(0, len(chosen), BATCH_ROWS):
            some = chosen[start : start + BATCH_ROWS]
            rows = found.rows(some)
            kinds.update(row["kind"].value for row in _write(session_factory, rows))
            if progress is not None:
                progress(start + len(some), len(chosen))
    left_out = found.total - len(chosen)
    with session_factory.begin() as session:
        session.execute(
            insert(RunDifference).values(
                run_id=after.id, before_id=before.id, made_at=now, changes=kinds.total(), left_out=left_out
            )
        )
    return Difference(after.id, before.id, dict(kinds), left_out)


def latest_difference(session: Session) -> RunDifference | None:
    """Return the last whole difference, or None before the second night."""
    return session.scalar(select(RunDifference).order_by(RunDifference.made_at.desc(), RunDifference.run_id).limit(1))


def changes(run_id: str, *, among: ColumnElement[bool] | None = None, everybody_first: bool = False) -> Select[MatchChange]:
    """Return the select of the changes of one run that may be shown now, the most important first.

    Only of people who are visible now, of vacancies that are not withdrawn, and of a difference that is whole; ``among``
    narrows it to the people whom the reader may reach.  With ``everybody_first`` each person's most important change comes
    before anybody's second.
    """
    people = queries.visible_job_seekers().with_only_columns(JobSeeker.id)
    if among is not None:
        people = people.where(among)
    moved = case((MatchChange.cause_code == CauseCode.LIST_MOVED.value, 1), else_=0)
    tiers = {tier.value: tier.order for tier in Tier}
    before, after = (case(tiers, value=tier, else_=len(tiers)) for tier in (MatchChange.from_tier, MatchChange.to_tier))
    best = case((before < after, before), else_=after)
    kind = case({kind.value: number for kind, number in _KINDS.items()}, value=MatchChange.kind)
    order: list[ColumnElement[Any]] = [moved, best, kind, MatchChange.vacancy_id.expression]
    if everybody_first:
        order.insert(0, func.row_number().over(partition_by=MatchChange.job_seeker_id, order_by=order))
    return (
        select(MatchChange)
        .join(RunDifference, RunDifference.run_id == MatchChange.run_id)
        .join(Vacancy, Vacancy.id == MatchChange.vacancy_id)
        .where(MatchChange.run_id == run_id, Vacancy.state != VacancyState.WITHDRAWN, MatchChange.job_seeker_id.in_(people))
        .order_by(*order, MatchChange.job_seeker_id)
    )


def _last_night(session: Session, after: MatchRun) -> MatchRun | None:
    earlier = session.scalars(
        select(MatchRun)
        .where(MatchRun.state == RunState.DONE, MatchRun.id != after.id)
        .order_by(MatchRun.started_at.desc(), MatchRun.id)
        .limit(KEEP_RUNS)
    ).all()
    compared = set(session.scalars(select(RunDifference.run_id)))
    nights = [run for run in earlier if run.id in compared]
    return nights[0] if nights else (earlier[-1] if earlier else None)


def _kinds(session: Session, run_id: str) -> dict[str, int]:
    statement = select(MatchChange.kind, func.count()).where(MatchChange.run_id == run_id).group_by(MatchChange.kind)
    return {kind.value: number for kind, number in session.execute(statement)}


def _moved_to(old: Tier, new: Tier) -> ChangeKind:
    if old is new:
        return ChangeKind.MONTHS
    return ChangeKind.UP if new.order < old.order else ChangeKind.DOWN


def _moved_by(source: Source) -> Cause:
    """Return why a pair came into full lists or left them: one match alone cannot tell more than where it came from."""
    return Cause(CauseCode.LIST_MOVED if source is Source.TIME else WITHOUT_FINDING[source])


class _Lists:
    """The pairs of one run in columns, and how long its lists are.

    Closed pairs are in no list.  So a pair of a vacancy and a person who were both ranked, and that is in neither list
    although one of them is not full, is closed.
    """

    def __init__(self, session: Session, run: MatchRun) -> None:
        self.stored = stored = stored_run(session, run.id)
        self.vacancies = {stored.vacancies[number]: length for number, length in stored.lengths.items() if length}
        # The last place, not the number of pairs: only some of them are in the person's list.
        longest = np.zeros(len(stored.people), dtype=np.uint8)
        np.maximum.at(longest, stored.person, stored.pairs["seeker_position"])
        self.people = dict(zip(stored.people, longest.tolist(), strict=True))

    def had_room(self, pair: Pair) -> bool:
        """Return whether a pair that is not closed would have found room."""
        vacancy, person = pair
        return self.vacancies.get(vacancy, 0) < TOP_PER_VACANCY or self.people.get(person, 0) < TOP_PER_PERSON


class _Found:
    """The changes between two runs, in two passes: who changed, from columns alone; why, from the matches of those kept."""

    def __init__(self, session: Session, before: MatchRun, after: MatchRun, matcher: Matcher | None) -> None:
        self.total = 0
        self._matcher = matcher
        self._session, self._before, self._after = session, before, after
        self._lists = {run.id: _Lists(session, run) for run in (before, after)}
        since = before.started_at
        people = queries.visible_job_seekers().with_only_columns(JobSeeker.id)
        told = or_(JobSeeker.created_at > since, *(getattr(VisibilityRow, f"{fact}_at") > since for fact in FACTS))
        self._people_come = set(session.scalars(people.where(told)))
        self._people_edited = set(session.scalars(people.where(JobSeeker.updated_at > since)))
        self._vacancies_come = set(session.scalars(select(Vacancy.id).where(Vacancy.created_at > since)))
        self._vacancies_edited = set(session.scalars(select(Vacancy.id).where(Vacancy.updated_at > since)))
        closed = or_(Vacancy.state != VacancyState.OPEN, Vacancy.closes_on < after.as_of)
        self._closed = set(session.scalars(select(Vacancy.id).where(closed)))
        versions = [(run.catalogue_version, run.config_hash) for run in (before, after)]
        self._other_catalogue = versions[0] != versions[1]

    def changes(self) -> Iterator[_Change]:
        """Yield every change and count it."""
        for change in self._all():
            self.total += 1
            yield change

    def _all(self) -> Iterator[_Change]:
        both = TwoRuns(self._lists[self._before.id].stored, self._lists[self._after.id].stored)
        for pair, old, new in both.elsewhere():
            yield _Change(pair, _moved_to(old, new), old, new)
        for pair, new in both.came():
            yield self._came(pair, new)
        for pair, old in both.left():
            yield self._left(pair, old)

    def rows(self, some: Sequence[_Change]) -> list[dict[str, Any]]:
        """Return the rows of the table for these changes, with the causes that only the stored matches can tell."""
        pairs = [change.pair for change in some if change.cause is None]
        before, after = (some_matches(self._session, run.id, pairs) for run in (self._before, self._after))
        self._session.expunge_all()
        if self._matcher is not None and pairs:
            now = explained(self._session, self._matcher, pairs, self._after.as_of)
            after |= {pair: match for pair, match in now.items() if match.tier is after[pair].tier}
        rows = []
        for change in some:
            cause = change.cause or cause_between(before[change.pair], after[change.pair], self._source(change.pair))
            vacancy, person = change.pair
            rows.append(
                {
                    "run_id": self._after.id,
                    "vacancy_id": vacancy,
                    "job_seeker_id": person,
                    "kind": change.kind,
                    "from_tier": change.before,
                    "to_tier": change.after,
                    "cause_code": cause.code.value,
                    "detail": cause.detail,
                }
            )
        return rows

    def _source(self, pair: Pair) -> Source:
        if pair[1] in self._people_edited:
            return Source.PERSON
        if pair[0] in self._vacancies_edited:
            return Source.VACANCY
        return Source.CATALOGUE if self._other_catalogue else Source.TIME

    def _came(self, pair: Pair, tier: Tier) -> _Change:
        vacancy, person = pair
        lists, source = self._lists[self._before.id], self._source(pair)
        if vacancy not in lists.vacancies and vacancy in self._vacancies_come:
            return _Change(pair, ChangeKind.NEW, None, tier, Cause(CauseCode.VACANCY_NEW))
        if person not in lists.people and (person in self._people_come or source is Source.TIME):
            return _Change(pair, ChangeKind.NEW, None, tier, Cause(CauseCode.PERSON_NEW))
        if lists.had_room(pair):
            return _Change(pair, ChangeKind.UP, Tier.CLOSED, tier, Cause(WITHOUT_FINDING[source]))
        return _Change(pair, ChangeKind.NEW, None, tier, _moved_by(source))

    def _left(self, pair: Pair, tier: Tier) -> _Change:
        lists, source = self._lists[self._after.id], self._source(pair)
        if pair[0] in self._closed:
            return _Change(pair, ChangeKind.GONE, tier, None, Cause(CauseCode.VACANCY_CLOSED))
        if pair[0] not in lists.vacancies and pair[0] in self._vacancies_edited:
            # Edited into something that is not ranked, or that is closed to everybody.
            return _Change(pair, ChangeKind.GONE, tier, None, Cause(CauseCode.VACANCY_CHANGED))
        if lists.had_room(pair):
            return _Change(pair, ChangeKind.DOWN, tier, Tier.CLOSED, Cause(WITHOUT_FINDING[source]))
        return _Change(pair, ChangeKind.GONE, tier, None, _moved_by(source))


def _write(session_factory: sessionmaker[Session], rows: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    """Write those rows whose person may still be shown and whose vacancy is not withdrawn, and return them."""
    people, vacancies = {row["job_seeker_id"] for row in rows}, {row["vacancy_id"] for row in rows}
    for tries in range(1, _TRIES + 1):
        try:
            with session_factory.begin() as session:
                seen = set(session.scalars(queries.visible_job_seekers(ids=people).with_only_columns(JobSeeker.id)))
                kept = select(Vacancy.id).where(Vacancy.id.in_(vacancies), Vacancy.state != VacancyState.WITHDRAWN)
                there = set(session.scalars(kept))
                here = [row for row in rows if row["job_seeker_id"] in seen and row["vacancy_id"] in there]
                if here:
                    session.execute(insert(MatchChange), here)
        except IntegrityError:
            # Between the look and the write somebody was erased; look again.
            if tries == _TRIES:
                raise
        else:
            return here
    return ()
