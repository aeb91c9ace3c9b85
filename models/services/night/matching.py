"""The rematch: everybody against everything, kept under an unpublished run until it is whole."""

from __future__ import annotations

import gc
import json
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import delete, exists, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from matcher.lists import Described, Listed, NearMiss
from matcher.matcher import Matcher
from matcher.order import parts_of
from matcher.records import Opening, Tier
from models import locks, queries
from models.base import new_id, reader_of
from models.bulk import insert_rows
from models.changes import moment
from models.matches import CurrentRun, MatchRun, RunState, RunVacancy, StoredMatch
from models.people import JobSeeker
from models.profiles import load_candidates, load_openings
from models.services.night.jobs import claim_night, finish_night
from models.services.ranking.pool_source import keep_pool
from models.services.ranking.standings import MatcherEngine, PoolT, RankingEngine
from models.services.reference import catalogue_version
from models.vacancies import Vacancy

__all__ = ["RankingEngine", "RunSummary", "claim_night", "finish_night", "rematch", "remove_old_lists"]

JOB = "rematch"
TOP_PER_VACANCY = 50
TOP_PER_PERSON = 20
KEEP_RUNS = 7
"""So many whole runs keep their lists, for the difference between nights; of older ones only the run row stays."""
BATCH_ROWS, MOST_ROWS = 500, 20_000
"""Rows written in one transaction, at least and at most: well under a second, so that nobody waits for the rematch."""
_WAIT = 0.1
TIER_NAMES = tuple(tier.value for tier in Tier)
_TRIES = 3

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run did: ``skipped`` vacancies have no role of the catalogue, ``cleaned`` dead runs were found and removed."""

    run_id: str
    job_seekers: int
    vacancies: int
    skipped: int
    matches: int
    cleaned: int
    seconds: float


def rematch(
    session_factory: sessionmaker[Session],
    engine: Matcher | RankingEngine[Any],
    on: date,
    now: datetime,
    *,
    config_hash: str = "",
    progress: Progress | None = None,
    pool_folder: Path | None = None,
) -> RunSummary:
    """Rank every visible person for every open vacancy as of ``on``, and publish the lists in one step.

    Readers see the last whole run until then.  A run that dies leaves rows that nobody reads; the next run removes them.
    Where there is a ``pool_folder``, the pool that was ranked is left there for the web workers.
    """
    database = session_factory.kw["bind"]
    begun = time.monotonic()
    with locks.only_one(database, JOB):
        cleaned = _clean_up(session_factory, now)
        with session_factory(bind=reader_of(database)) as session:
            version, seen = catalogue_version(session), moment(session)
            found = load_openings(session, on)
            pool_of = list(load_candidates(session, on))
        openings = [opening for opening in found if opening.roles or any(variant.roles for variant in opening.variants)]
        openings.sort(key=lambda opening: opening.id)
        pool_of.sort(key=lambda person: person.id)
        ids = [person.id for person in pool_of]
        writer = _Writer(session_factory, _start(session_factory, on, now, config_hash, version), ids)
        try:
            if pool_of:
                asked: RankingEngine[Any] = MatcherEngine(engine) if isinstance(engine, Matcher) else engine
                pool = asked.prepare(pool_of, on)
                _rank(asked, pool, openings, writer, progress)
            ended = now + timedelta(seconds=time.monotonic() - begun)
            matches = _publish(session_factory, writer.run_id, ended, len(pool_of), len(openings))
        except BaseException:
            _clean_up(session_factory, now)
            raise
    if pool_folder is not None and pool_of:
        keep_pool(pool, pool_folder, session_factory, config=config_hash, seen=seen, run=writer.run_id)
    seconds = time.monotonic() - begun
    return RunSummary(writer.run_id, len(pool_of), len(openings), len(found) - len(openings), matches, cleaned, seconds)


def _rank(
    engine: RankingEngine[PoolT], pool: PoolT, openings: Sequence[Opening], writer: _Writer, progress: Progress | None
) -> None:
    """Find the lists from numbers alone, then describe and write what is in somebody's list."""
    # What is there by now stays for the whole run: the collector need not walk it again for each batch of rows.
    gc.freeze()
    try:
        _rank_all(engine, pool, openings, writer, progress)
    finally:
        gc.unfreeze()


def _rank_all(
    engine: RankingEngine[PoolT], pool: PoolT, openings: Sequence[Opening], writer: _Writer, progress: Progress | None
) -> None:
    done, total = 0, 2 * len(openings)

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if progress is not None:
            progress(done, total)

    lists = engine.lists(openings, pool, tell)
    persons = lists.by_opening()
    for number, opening in enumerate(openings):
        places = _places(lists.openings[number], persons[number])
        rows = np.fromiter(places, dtype=np.int32, count=len(places))
        writer.take(opening.id, places, engine.describe(opening, pool, rows), lists.tiers[number], lists.near[number])
        tell(1)
    writer.flush()


@dataclass(slots=True)
class _Place:
    """Where a pair stands: in the vacancy's list, in the person's, and its key."""

    key: int
    in_vacancys: int | None = None
    in_persons: int | None = None


def _places(first: Listed, persons: Sequence[tuple[int, int, int]]) -> dict[int, _Place]:
    """Return the rows that are in either list, each with its places."""
    found = {
        row: _Place(key, in_vacancys=place)
        for place, (row, key) in enumerate(zip(first.rows.tolist(), first.keys.tolist(), strict=True), 1)
    }
    for row, place, key in persons:
        found.setdefault(row, _Place(key)).in_persons = place
    return found


def _start(session_factory: sessionmaker[Session], on: date, now: datetime, config_hash: str, version: str) -> str:
    run = MatchRun(
        id=new_id(),
        state=RunState.RUNNING,
        as_of=on,
        started_at=now,
        config_hash=config_hash,
        catalogue_version=version,
    )
    with session_factory.begin() as session:
        session.add(run)
    return run.id


def _publish(session_factory: sessionmaker[Session], run_id: str, now: datetime, people: int, vacancies: int) -> int:
    with session_factory.begin() as session:
        # Somebody may have been hidden since the rows were written.
        seen = queries.visible_job_seekers().with_only_columns(JobSeeker.id)
        session.execute(delete(StoredMatch).where(StoredMatch.run_id == run_id, StoredMatch.job_seeker_id.not_in(seen)))
        matches = session.scalar(select(func.count()).select_from(StoredMatch).where(StoredMatch.run_id == run_id)) or 0
        session.execute(
            update(MatchRun)
            .where(MatchRun.id == run_id)
            .values(state=RunState.DONE, ended_at=now, job_seekers=people, vacancies=vacancies, matches=matches)
        )
        if session.get(CurrentRun, 1) is None:
            session.execute(insert(CurrentRun).values(id=1, run_id=run_id))
        else:
            session.execute(update(CurrentRun).where(CurrentRun.id == 1).values(run_id=run_id))
    return matches


def remove_old_lists(session_factory: sessionmaker[Session]) -> int:
    """Remove the lists of all but the last :data:`KEEP_RUNS` whole runs; return how many runs lost theirs."""
    with locks.only_one(session_factory.kw["bind"], JOB):
        return _remove_lists(session_factory)


def _clean_up(session_factory: sessionmaker[Session], now: datetime) -> int:
    """Mark runs that died as aborted and remove their rows, and those of whole runs that are long superseded.

    Called under the lock, so a run that says that it is running is dead.
    """
    with session_factory.begin() as session:
        dead = session.scalars(select(MatchRun).where(MatchRun.state == RunState.RUNNING)).all()
        for run in dead:
            run.state, run.ended_at = RunState.ABORTED, now
    _remove_lists(session_factory)
    return len(dead)


def _remove_lists(session_factory: sessionmaker[Session]) -> int:
    with session_factory.begin() as session:
        current = session.scalar(select(CurrentRun.run_id))
        whole = session.scalars(
            select(MatchRun.id)
            .where(MatchRun.state == RunState.DONE)
            .order_by(MatchRun.started_at.desc(), MatchRun.id)
            .limit(KEEP_RUNS)
        ).all()
        kept = {*whole, *([current] if current else [])}
        has_rows = or_(exists().where(StoredMatch.run_id == MatchRun.id), exists().where(RunVacancy.run_id == MatchRun.id))
        gone = session.scalars(
            select(MatchRun.id).where(has_rows, or_(MatchRun.state == RunState.ABORTED, MatchRun.id.not_in(kept)))
        ).all()
    for run_id in gone:
        _remove_rows(session_factory, run_id)
    return len(gone)


def _remove_rows(session_factory: sessionmaker[Session], run_id: str) -> None:
    with session_factory.begin() as session:
        session.execute(delete(RunVacancy).where(RunVacancy.run_id == run_id))
    of_run = StoredMatch.run_id == run_id
    while True:
        with session_factory.begin() as session:
            some = session.scalars(select(StoredMatch.vacancy_id).where(of_run).distinct().limit(BATCH_ROWS // 10)).all()
            if not some:
                return
            session.execute(delete(StoredMatch).where(of_run, StoredMatch.vacancy_id.in_(some)))


class _Writer:
    """Writes the rows of an unpublished run, a batch to a transaction."""

    def __init__(self, session_factory: sessionmaker[Session], run_id: str, ids: Sequence[str]) -> None:
        self.run_id = run_id
        self._session_factory, self._ids = session_factory, ids
        self._rows: list[tuple[Any, ...]] = []
        self._vacancies: list[tuple[Any, ...]] = []
        self._flushed = time.monotonic()

    def take(
        self,
        vacancy_id: str,
        places: Mapping[int, _Place],
        told: Described,
        tiers: tuple[int, int, int],
        near: Sequence[NearMiss],
    ) -> None:
        """Take the pairs of one vacancy with their places, and what the vacancy asked and found."""
        asks, missing = [list(codes) for codes in told.asks], {one.code: one.people for one in near}
        self._vacancies.append((self.run_id, vacancy_id, json.dumps(asks), *tiers, json.dumps(missing)))
        several = len(asks) > 1
        parts = zip(places.items(), told.variant.tolist(), told.months.tolist(), told.answers, strict=True)
        for (row, place), variant, months, answers in parts:
            tier, score = parts_of(place.key)
            self._rows.append(
                (
                    self.run_id,
                    vacancy_id,
                    self._ids[row],
                    place.in_vacancys,
                    place.in_persons,
                    TIER_NAMES[tier],
                    score,
                    months if math.isfinite(months) else None,
                    variant if several else None,
                    answers,
                )
            )
        waited = time.monotonic() - self._flushed
        if len(self._rows) >= BATCH_ROWS and (waited >= _WAIT or len(self._rows) >= MOST_ROWS):
            self.flush()

    def flush(self) -> None:
        """Write what was taken."""
        for tries in range(1, _TRIES + 1):
            try:
                with self._session_factory.begin() as session:
                    if tries > 1:
                        # Between the reading and the write somebody was erased.
                        self._rows, self._vacancies = _present(session, self._rows, self._vacancies)
                    insert_rows(session, RunVacancy, _VACANCY_COLUMNS, self._vacancies)
                    insert_rows(session, StoredMatch, _MATCH_COLUMNS, self._rows)
            except IntegrityError:
                if tries == _TRIES:
                    raise
            else:
                self._rows, self._vacancies, self._flushed = [], [], time.monotonic()
                return


_MATCH_COLUMNS = (
    "run_id", "vacancy_id", "job_seeker_id", "vacancy_position", "seeker_position", "tier", "score", "months", "variant",
    "answers",
)  # fmt: skip
_VACANCY_COLUMNS = ("run_id", "vacancy_id", "asks", "ready", "clarify", "on_the_way", "near")


def _present(
    session: Session, rows: Sequence[tuple[Any, ...]], vacancies: Sequence[tuple[Any, ...]]
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Return those rows whose person may still be shown and whose vacancy is still there."""
    people = sorted({row[2] for row in rows})
    ads = sorted({row[1] for row in vacancies} | {row[1] for row in rows})
    seen: set[str] = set()
    for start in range(0, len(people), BATCH_ROWS):
        some = queries.visible_job_seekers(ids=people[start : start + BATCH_ROWS])
        seen.update(session.scalars(some.with_only_columns(JobSeeker.id)))
    there: set[str] = set()
    for start in range(0, len(ads), BATCH_ROWS):
        there.update(session.scalars(select(Vacancy.id).where(Vacancy.id.in_(ads[start : start + BATCH_ROWS]))))
    return [row for row in rows if row[2] in seen and row[1] in there], [row for row in vacancies if row[1] in there]
