"""The rematch: everybody against everything, kept under an unpublished run until it is whole."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from matcher.blocks import side_by_side
from matcher.matcher import Matcher
from matcher.records import Candidate, Opening
from models import locks, queries
from models.base import gather_statistics, new_id, reader_of
from models.changes import moment
from models.matches import CurrentRun, MatchRun, RunPerson, RunState, RunVacancy
from models.people import JobSeeker
from models.profiles import load_candidates, load_openings
from models.services.night.jobs import claim_night, finish_night
from models.services.night.storing import BATCH_ROWS, Found, ListedPairs, write_run
from models.services.ranking.describing import described
from models.services.ranking.pool_source import keep_pool
from models.services.ranking.standings import MatcherEngine, PoolT, RankingEngine
from models.services.reference import catalogue_version
from models.stored_matches import PAIR

__all__ = ["RankingEngine", "RunSummary", "claim_night", "finish_night", "rematch", "remove_old_lists"]

JOB = "rematch"
TOP_PER_VACANCY = 50
TOP_PER_PERSON = 20
KEEP_RUNS = 7
"""So many whole runs keep their lists, for the difference between nights; of older ones only the run row stays."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run did: ``skipped`` vacancies have no role of the catalogue, ``cleaned`` dead runs were found and removed.

    ``stages`` says how many of the ``seconds`` each of them took.
    """

    run_id: str
    job_seekers: int
    vacancies: int
    skipped: int
    matches: int
    cleaned: int
    seconds: float
    stages: Mapping[str, float]


class _Course:
    """How a run goes: what is done is told to whoever looks, and each stage is timed."""

    def __init__(self, progress: Progress | None) -> None:
        self.stages: dict[str, float] = {}
        self.total = self._done = 0
        self._progress = progress
        self._began = self._last = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def tell(self, more: int) -> None:
        self._done += more
        if self._progress is not None:
            self._progress(self._done, self.total)

    def ends(self, stage: str) -> None:
        now = time.monotonic()
        self.stages[stage], self._last = now - self._last, now


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
    course = _Course(progress)
    with locks.only_one(database, JOB):
        cleaned = _clean_up(session_factory, now)
        gather_statistics(database)
        course.ends("clean up")
        with session_factory(bind=reader_of(database)) as session:
            version, seen = catalogue_version(session), moment(session)
            found = load_openings(session, on)
            people = list(load_candidates(session, on))
        openings = [opening for opening in found if opening.roles or any(variant.roles for variant in opening.variants)]
        openings.sort(key=lambda opening: opening.id)
        people = side_by_side(people)
        run_id = _start(session_factory, on, now, config_hash, version)
        course.ends("read")
        try:
            if people:
                asked: RankingEngine[Any] = MatcherEngine(engine) if isinstance(engine, Matcher) else engine
                with _frozen_for_the_collector():
                    pool = asked.prepare(people, on)
                    course.ends("prepare")
                    write_run(session_factory, run_id, _rank(asked, pool, people, openings, course))
                    course.ends("write")
            ended = now + timedelta(seconds=course.seconds)
            matches = _publish(session_factory, run_id, ended, len(people), len(openings))
            course.ends("publish")
        except BaseException:
            _clean_up(session_factory, now)
            raise
    if pool_folder is not None and people:
        keep_pool(pool, pool_folder, session_factory, config=config_hash, seen=seen, run=run_id)
        course.ends("leave the pool")
    skipped = len(found) - len(openings)
    return RunSummary(run_id, len(people), len(openings), skipped, matches, cleaned, course.seconds, course.stages)


def _rank(
    engine: RankingEngine[PoolT], pool: PoolT, people: Sequence[Candidate], openings: Sequence[Opening], course: _Course
) -> Found:
    """Find the lists from numbers alone, then tell what decided those who are in somebody's list."""
    course.total = 2 * len(openings)
    lists = engine.lists(openings, pool, course.tell)
    course.ends("rank")
    listed = ListedPairs.of(lists, len(people))
    told = described(engine, pool, openings, listed.by_opening(len(openings)), course.tell)
    course.ends("describe")
    return Found([opening.id for opening in openings], [person.id for person in people], lists, listed, told)


@contextmanager
def _frozen_for_the_collector() -> Iterator[None]:
    """Let the collector of cycles pass over what is there by now: all of it stays for the whole run."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


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
        seen = queries.visible_job_seekers().where(JobSeeker.id == RunPerson.job_seeker_id).correlate(RunPerson).exists()
        session.execute(delete(RunPerson).where(RunPerson.run_id == run_id, ~seen))
        size = session.scalar(select(func.sum(func.length(RunPerson.pairs))).where(RunPerson.run_id == run_id))
        matches = int(size or 0) // PAIR.itemsize
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
        has_rows = or_(exists().where(RunPerson.run_id == MatchRun.id), exists().where(RunVacancy.run_id == MatchRun.id))
        gone = session.scalars(
            select(MatchRun.id).where(has_rows, or_(MatchRun.state == RunState.ABORTED, MatchRun.id.not_in(kept)))
        ).all()
    for run_id in gone:
        _remove_rows(session_factory, run_id)
    return len(gone)


def _remove_rows(session_factory: sessionmaker[Session], run_id: str) -> None:
    with session_factory.begin() as session:
        session.execute(delete(RunVacancy).where(RunVacancy.run_id == run_id))
    of_run = RunPerson.run_id == run_id
    while True:
        with session_factory.begin() as session:
            last = session.scalars(select(RunPerson.number).where(of_run).order_by(RunPerson.number).limit(BATCH_ROWS)).all()[-1:]
            if not last:
                return
            session.execute(delete(RunPerson).where(of_run, RunPerson.number <= last[0]))
