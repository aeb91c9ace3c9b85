"""The rematch: everybody against everything, kept under an unpublished run until it is whole."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from matcher.matcher import Matcher
from matcher.records import Match, Opening
from models import locks, queries
from models.base import new_id, reader_of
from models.matches import CurrentRun, MatchRun, RunState, StoredMatch
from models.people import JobSeeker
from models.profiles import load_candidates, load_openings
from models.services.night.jobs import claim_night, finish_night
from models.services.ranking.standings import Lists, MatcherEngine, PoolT, RankingEngine
from models.services.reference import catalogue_version
from models.stored_matches import to_body
from models.vacancies import Vacancy, VacancyState

__all__ = ["RankingEngine", "RunSummary", "claim_night", "finish_night", "rematch", "remove_old_lists"]

JOB = "rematch"
TOP_PER_VACANCY = 50
TOP_PER_PERSON = 20
KEEP_RUNS = 7
"""So many whole runs keep their lists, for the difference between nights; of older ones only the run row stays."""
BATCH_ROWS = 500
"""Rows written in one transaction: well under a second on either database, so that nobody waits for the rematch."""
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
) -> RunSummary:
    """Rank every visible person for every open vacancy as of ``on``, and publish the lists in one step.

    Readers see the last whole run until then.  A run that dies leaves rows that nobody reads; the next run removes them.
    """
    database = session_factory.kw["bind"]
    begun = time.monotonic()
    with locks.only_one(database, JOB):
        cleaned = _clean_up(session_factory, now)
        with session_factory(bind=reader_of(database)) as session:
            version = catalogue_version(session)
            found = load_openings(session, on)
            pool_of = list(load_candidates(session, on))
        openings = [opening for opening in found if opening.roles or any(variant.roles for variant in opening.variants)]
        writer = _Writer(session_factory, _start(session_factory, on, now, config_hash, version))
        try:
            if pool_of:
                asked: RankingEngine[Any] = MatcherEngine(engine) if isinstance(engine, Matcher) else engine
                _rank(asked, asked.prepare(pool_of, on), openings, writer, progress)
            ended = now + timedelta(seconds=time.monotonic() - begun)
            matches = _publish(session_factory, writer.run_id, ended, len(pool_of), len(openings))
        except BaseException:
            _clean_up(session_factory, now)
            raise
    seconds = time.monotonic() - begun
    return RunSummary(writer.run_id, len(pool_of), len(openings), len(found) - len(openings), matches, cleaned, seconds)


def _rank(
    engine: RankingEngine[PoolT], pool: PoolT, openings: Sequence[Opening], writer: _Writer, progress: Progress | None
) -> None:
    """Score everybody against everything, then explain and write what is in somebody's list.

    Scoring twice is cheap; explaining everybody, or keeping all explanations until the lists are known, is not.
    """
    # What is there by now stays for the whole run: the collector need not walk it again for each batch of matches.
    gc.freeze()
    try:
        _rank_all(engine, pool, openings, writer, progress)
    finally:
        gc.unfreeze()


def _rank_all(
    engine: RankingEngine[PoolT], pool: PoolT, openings: Sequence[Opening], writer: _Writer, progress: Progress | None
) -> None:
    lists = Lists(pool.candidates, per_vacancy=TOP_PER_VACANCY, per_person=TOP_PER_PERSON)
    total = 2 * len(openings)
    for done, opening in enumerate(openings, 1):
        lists.add(opening, *engine.standings(opening, pool))
        if progress is not None:
            progress(done, total)
    for done, (opening, places) in enumerate(zip(openings, lists.rows(), strict=True), len(openings) + 1):
        for match, (vacancy_position, seeker_position) in zip(
            engine.explain_rows(opening, pool, list(places)), places.values(), strict=True
        ):
            writer.take(match, vacancy_position, seeker_position)
        if progress is not None:
            progress(done, total)
    writer.flush()


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
        has_rows = exists().where(StoredMatch.run_id == MatchRun.id)
        gone = session.scalars(
            select(MatchRun.id).where(has_rows, or_(MatchRun.state == RunState.ABORTED, MatchRun.id.not_in(kept)))
        ).all()
    for run_id in gone:
        _remove_rows(session_factory, run_id)
    return len(gone)


def _remove_rows(session_factory: sessionmaker[Session], run_id: str) -> None:
    of_run = StoredMatch.run_id == run_id
    while True:
        with session_factory.begin() as session:
            some = session.scalars(select(StoredMatch.vacancy_id).where(of_run).distinct().limit(BATCH_ROWS // 10)).all()
            if not some:
                return
            session.execute(delete(StoredMatch).where(of_run, StoredMatch.vacancy_id.in_(some)))


class _Writer:
    """Writes the rows of an unpublished run, a batch to a transaction."""

    def __init__(self, session_factory: sessionmaker[Session], run_id: str) -> None:
        self.run_id = run_id
        self._session_factory = session_factory
        self._rows: list[dict[str, Any]] = []

    def take(self, match: Match, vacancy_position: int | None, seeker_position: int | None) -> None:
        """Take one match with its places in the vacancy's list and in the person's."""
        row = {
            "run_id": self.run_id,
            "vacancy_id": match.opening,
            "job_seeker_id": match.candidate,
            "vacancy_position": vacancy_position,
            "seeker_position": seeker_position,
            "tier": match.tier,
            "score": match.score,
            "body": to_body(match),
        }
        self._rows.append(row)
        if len(self._rows) >= BATCH_ROWS:
            self.flush()

    def flush(self) -> None:
        """Write what was taken."""
        for tries in range(1, _TRIES + 1):
            try:
                with self._session_factory.begin() as session:
                    here = _present(session, self._rows)
                    if here:
                        session.execute(insert(StoredMatch.metadata.tables[StoredMatch.__tablename__]), here)
            except IntegrityError:
                # Between the look and the write somebody was erased; look again.
                if tries == _TRIES:
                    raise
            else:
                self._rows.clear()
                return


def _present(session: Session, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return those rows whose person may still be shown and whose vacancy is still open."""
    people = {row["job_seeker_id"] for row in rows}
    ads = {row["vacancy_id"] for row in rows}
    seen = set(session.scalars(queries.visible_job_seekers(ids=people).with_only_columns(JobSeeker.id)))
    there = set(session.scalars(select(Vacancy.id).where(Vacancy.id.in_(ads), Vacancy.state == VacancyState.OPEN)))
    return [row for row in rows if row["job_seeker_id"] in seen and row["vacancy_id"] in there]
