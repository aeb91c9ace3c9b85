"""The rematch: whole lists or none, for people who may be shown, and no trace of a run that died."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session, sessionmaker

from matcher.described import Described
from matcher.order import tie
from matcher.records import Finding, Match, Opening, Status, Tier
from models import queries
from models.base import create_session_factory, reader_of
from models.drafts import VariantDraft
from models.matches import CurrentRun, MatchRun, RunPerson, RunState, RunVacancy
from models.people import JobSeeker
from models.profiles import load_candidates, load_openings
from models.services.errors import AlreadyRunning, CatalogueMissing
from models.services.night.matching import KEEP_RUNS, TOP_PER_PERSON, TOP_PER_VACANCY, rematch
from models.services.people.storing import erase_job_seeker, set_visibility_facts, upsert_job_seekers
from models.services.reference import store_catalogue
from models.services.vacancies.storing import close_expired, upsert_vacancies
from models.stored_matches import PAIR, persons_list, to_match, vacancys_list
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts
from tests.models.rematch_worker import SmallEngine, SmallPool
from tests.models.stored_runs import kept

ROOT = Path(__file__).resolve().parents[2]
Lists = dict[str, list[tuple[str, str, int]]]


@pytest.fixture
def world(session_factory: sessionmaker[Session]) -> sessionmaker[Session]:
    """70 people of whom 60 may be shown, 30 vacancies of which 28 are ranked, and a catalogue."""
    with session_factory.begin() as session:
        store_catalogue(session, [], "v1", NOW)
        upsert_job_seekers(session, [job_seeker_draft(f"PAM-{n:02}") for n in range(70)], NOW)
        for n in range(60):
            set_visibility_facts(session, f"PAM-{n:02}", visible_facts(), NOW)
        drafts = [vacancy_draft(f"ad-{n:02}", title=f"Stilling {n}") for n in range(27)]
        drafts.append(vacancy_draft("variants", roles=(), variants=(VariantDraft(roles=("R11",)),)))
        drafts.append(vacancy_draft("no role", roles=()))
        drafts.append(vacancy_draft("expired", deadline=date(2026, 11, 22)))
        upsert_vacancies(session, drafts, NOW)
    return session_factory


def published(session: Session) -> tuple[Lists, Lists]:
    """Return what readers see: each vacancy's list and each person's, best first."""
    by_vacancy: Lists = defaultdict(list)
    by_person: Lists = defaultdict(list)
    for vacancy in session.scalars(select(RunVacancy.vacancy_id).distinct()).all():
        for row in vacancys_list(session, TODAY, vacancy):
            by_vacancy[vacancy].append((row.job_seeker_id, row.tier.value, row.score))
    for person in session.scalars(select(RunPerson.job_seeker_id).distinct()).all():
        for row in persons_list(session, TODAY, person):
            by_person[person].append((row.vacancy_id, row.tier.value, row.score))
    return dict(by_vacancy), dict(by_person)


def expected(session: Session, engine: SmallEngine) -> tuple[Lists, Lists]:
    """Work the lists out the plain way."""
    people = list(load_candidates(session, TODAY))
    openings = [opening for opening in load_openings(session, TODAY) if opening.roles or opening.variants]
    by_vacancy: Lists = {}
    for opening in openings:
        found = in_lists(engine.match(person, opening) for person in people)
        by_vacancy[opening.id] = [(m.candidate, m.tier.value, m.score) for m in found[:TOP_PER_VACANCY]]
    by_person: Lists = {}
    for person in people:
        found = in_lists(engine.match(person, opening) for opening in openings)
        by_person[person.id] = [(m.opening, m.tier.value, m.score) for m in found[:TOP_PER_PERSON]]
    return by_vacancy, by_person


def in_lists(matches: Iterable[Match]) -> list[Match]:
    """Return what is kept, best first: everything but the closed tier."""
    return sorted((match for match in matches if match.tier is not Tier.CLOSED), key=best_first)


def best_first(match: Match) -> tuple[int, int, int, str, str]:
    return match.tier.order, -match.score, tie(match.opening, match.candidate), match.candidate, match.opening


def orphans(session: Session) -> int:
    """Count rows of runs that are not whole."""
    whole = select(MatchRun.id).where(MatchRun.state == RunState.DONE)
    rows = (select(func.count()).select_from(table).where(table.run_id.not_in(whole)) for table in (RunPerson, RunVacancy))
    return sum(session.scalar(counted) or 0 for counted in rows)


def test_the_lists_are_those_of_the_engine(world: sessionmaker[Session]) -> None:
    steps: list[tuple[int, int]] = []
    summary = rematch(
        world, SmallEngine(), TODAY, NOW, config_hash="abc", progress=lambda done, total: steps.append((done, total))
    )
    assert (summary.job_seekers, summary.vacancies, summary.skipped, summary.cleaned) == (60, 28, 1, 0)
    assert steps == [(n, 56) for n in range(1, 57)]
    with world() as session:
        by_vacancy, by_person = published(session)
        assert (by_vacancy, by_person) == expected(session, SmallEngine())
        assert 0 < max(len(entries) for entries in by_vacancy.values()) <= TOP_PER_VACANCY
        assert 0 < max(len(entries) for entries in by_person.values()) <= TOP_PER_PERSON
        assert not [entry for entries in by_vacancy.values() for entry in entries if entry[1] == Tier.CLOSED.value]
        run = session.get_one(MatchRun, summary.run_id)
        stored = len(kept(session))
        assert run.matches == summary.matches == stored
        assert (run.state, run.config_hash, run.catalogue_version, run.as_of) == (RunState.DONE, "abc", "v1", TODAY)
        assert run.ended_at is not None
        assert run.ended_at >= run.started_at


def test_without_a_catalogue_nothing_begins(session_factory: sessionmaker[Session]) -> None:
    with pytest.raises(CatalogueMissing):
        rematch(session_factory, SmallEngine(), TODAY, NOW)
    with session_factory() as session:
        assert session.scalars(select(MatchRun)).all() == []


def test_an_empty_database_gives_an_empty_run(session_factory: sessionmaker[Session]) -> None:
    with session_factory.begin() as session:
        store_catalogue(session, [], "v1", NOW)
    assert rematch(session_factory, SmallEngine(), TODAY, NOW).matches == 0


def test_lists_of_old_runs_go_and_their_rows_in_the_run_table_stay(world: sessionmaker[Session]) -> None:
    runs = [rematch(world, SmallEngine(salt=str(n)), TODAY, NOW + timedelta(days=n)).run_id for n in range(KEEP_RUNS + 2)]
    with world() as session:
        # The oldest one kept is removed when the next run begins.
        for table in (RunPerson, RunVacancy):
            assert set(session.scalars(select(table.run_id))) == set(runs[-KEEP_RUNS - 1 :])
        assert session.scalar(select(func.count()).select_from(MatchRun)) == KEEP_RUNS + 2
        assert session.scalar(select(CurrentRun.run_id)) == runs[-1]


def test_a_failing_engine_leaves_the_last_lists_and_no_rows(world: sessionmaker[Session]) -> None:
    rematch(world, SmallEngine(), TODAY, NOW)
    with world() as session:
        before = published(session)

    class Failing(SmallEngine):
        explained = 0

        def describe(self, opening: Opening, pool: SmallPool, rows: NDArray[np.int32]) -> Described:
            if self.explained > 20:
                raise ZeroDivisionError
            self.explained += 1
            return super().describe(opening, pool, rows)

    with pytest.raises(ZeroDivisionError):
        rematch(world, Failing(salt="other"), TODAY, NOW)
    with world() as session:
        assert published(session) == before
        assert orphans(session) == 0
        states = session.scalars(select(MatchRun.state)).all()
        assert sorted(states) == [RunState.ABORTED, RunState.DONE]


def test_who_is_erased_or_hidden_meanwhile_is_in_no_list(world: sessionmaker[Session]) -> None:
    gone: list[str] = []

    def meddle(done: int, _total: int) -> None:
        with world.begin() as session:
            if done in {3, 45}:
                person = session.scalar(select(JobSeeker.id).where(JobSeeker.external_id == f"PAM-{done:02}"))
                gone.append(str(person))
                erase_job_seeker(session, f"PAM-{done:02}", NOW)
            if done in {4, 55}:
                person = session.scalar(select(JobSeeker.id).where(JobSeeker.external_id == f"PAM-{done:02}"))
                gone.append(str(person))
                set_visibility_facts(session, f"PAM-{done:02}", visible_facts(shielded=True), NOW + timedelta(hours=1))

    rematch(world, SmallEngine(), TODAY, NOW, progress=meddle)
    with world() as session:
        assert len(gone) == 4
        there = set(session.scalars(select(RunPerson.job_seeker_id)))
        assert len(there) == 56
        assert not there & set(gone)


def test_readers_see_one_whole_run_at_a_time(world: sessionmaker[Session], engine: Engine) -> None:
    first = rematch(world, SmallEngine(), TODAY, NOW)
    seen: set[tuple[str, ...]] = set()
    sizes: dict[str, set[int]] = defaultdict(set)
    stop = threading.Event()
    readers = create_session_factory(reader_of(engine))

    def read() -> None:
        while not stop.is_set():
            with readers() as session:
                people = queries.people_of_run(queries.current_run())
                rows = [row.run_id for row in session.scalars(people) for _ in range(len(row.pairs) // PAIR.itemsize)]
                seen.add(tuple(sorted(set(rows))))
                sizes[rows[0]].add(len(rows))

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    second = rematch(world, SmallEngine(0.01, salt="second"), TODAY, NOW)
    time.sleep(0.1)
    stop.set()
    for thread in threads:
        thread.join()
    assert seen == {(first.run_id,), (second.run_id,)}
    assert dict(sizes) == {first.run_id: {first.matches}, second.run_id: {second.matches}}


def test_closed_vacancies_and_hidden_people_leave_published_lists_at_read_time(world: sessionmaker[Session]) -> None:
    rematch(world, SmallEngine(), TODAY, NOW)
    with world.begin() as session:
        assert len(published(session)[0]) == 28
        close_expired(session, date(2027, 1, 1), NOW)
        assert published(session) == ({}, {})


def test_only_one_rematch_at_a_time(world: sessionmaker[Session]) -> None:
    def again(done: int, _total: int) -> None:
        if done == 1:
            with pytest.raises(AlreadyRunning, match="kjører allerede"):
                rematch(world, SmallEngine(), TODAY, NOW)

    assert rematch(world, SmallEngine(), TODAY, NOW, progress=again).matches
    assert rematch(world, SmallEngine(), TODAY, NOW).matches


def test_no_write_holds_the_others_up_for_a_second(world: sessionmaker[Session], engine: Engine) -> None:
    begun: dict[int, float] = {}
    longest = 0.0

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        begun[id(connection)] = time.monotonic()

    @event.listens_for(engine, "commit")
    def _commit(connection: Any) -> None:
        nonlocal longest
        longest = max(longest, time.monotonic() - begun.pop(id(connection)))

    rematch(world, SmallEngine(), TODAY, NOW)
    assert 0 < longest < 1


@pytest.mark.parametrize("rows", [pytest.param(1, marks=pytest.mark.soak), 50, pytest.param(80, marks=pytest.mark.soak)])
def test_killed_in_the_middle(world: sessionmaker[Session], database_url: str, rows: int) -> None:
    first = rematch(world, SmallEngine(), TODAY, NOW)
    with world() as session:
        before = published(session)
    worker = subprocess.Popen([sys.executable, "-m", "tests.models.rematch_worker", database_url, "0.1"], cwd=ROOT)
    try:
        wait_for_rows(world, worker, first.run_id, rows)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    with world() as session:
        assert orphans(session) >= rows
        assert session.scalar(select(CurrentRun.run_id)) == first.run_id
        assert published(session) == before

    summary = rematch(world, SmallEngine(salt="after"), TODAY, NOW)
    assert summary.cleaned == 1
    with world() as session:
        assert orphans(session) == 0
        assert published(session) == expected(session, SmallEngine(salt="after"))
        states = session.scalars(select(MatchRun.state).order_by(MatchRun.state)).all()
        assert states == [RunState.ABORTED, RunState.DONE, RunState.DONE]


def wait_for_rows(world: sessionmaker[Session], worker: subprocess.Popen[bytes], published_run: str, rows: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert worker.poll() is None, "the worker ended before it could be killed"
        with world() as session:
            tables = (RunVacancy, RunPerson)
            written = (select(func.count()).select_from(table).where(table.run_id != published_run) for table in tables)
            if sum(session.scalar(counted) or 0 for counted in written) >= rows:
                return
        time.sleep(0.05)
    pytest.fail("the worker wrote nothing")


def test_what_is_kept_of_a_match_tells_what_decided(world: sessionmaker[Session]) -> None:
    summary = rematch(world, SmallEngine(), TODAY, NOW)
    with world() as session:
        row = kept(session)[0]
        asked = session.scalars(select(RunVacancy).where(RunVacancy.vacancy_id == row.vacancy_id)).one()
        assert asked.run_id == summary.run_id
        match = to_match(row, asked.asks)
        assert (match.tier, match.score, match.months) == (row.tier, row.score, 0)
        assert match.findings == (Finding(requirement="auth:HF", status=Status.UNKNOWN),)
