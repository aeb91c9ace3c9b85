"""The clock: each night once however many clocks there are, missed nights caught up, both changes of the clock survived."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from matcher.described import Described
from matcher.records import Opening
from models.base import create_engine_for, create_session_factory
from models.jobs import JobRun, JobState
from models.matches import MatchRun, RunState
from models.services.night.nightly import JOB, STEPS
from models.services.night.nights import MAX_ATTEMPTS, NIGHT_AT, OSLO, due_date
from models.services.people.storing import set_visibility_facts, upsert_job_seekers
from models.services.reference import store_catalogue
from models.services.vacancies.storing import upsert_vacancies
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts
from tests.models.rematch_worker import SmallEngine, SmallPool
from tests.web.conftest import Clock
from web.scheduler import GRACE, LOOK_EVERY, NightScheduler

ROOT = Path(__file__).resolve().parents[2]
CHANGES = [
    *(date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31), date(2028, 3, 26)),
    *(date(2028, 10, 29), date(2029, 3, 25), date(2029, 10, 28), date(2030, 3, 31), date(2030, 10, 27)),
]
"""The Sundays on which the clocks of Norway change."""


@pytest.fixture
def world(session_factory: sessionmaker[Session]) -> sessionmaker[Session]:
    """Three visible people, two vacancies, and a catalogue."""
    with session_factory.begin() as session:
        store_catalogue(session, [], "v1", NOW)
        upsert_job_seekers(session, [job_seeker_draft(f"PAM-{n}") for n in range(3)], NOW)
        for n in range(3):
            set_visibility_facts(session, f"PAM-{n}", visible_facts(), NOW)
        upsert_vacancies(session, [vacancy_draft(f"ad-{n}", deadline=date(2031, 1, 1)) for n in range(2)], NOW)
    return session_factory


def nights(sessions: sessionmaker[Session]) -> list[tuple[date, JobState, int]]:
    """Every night that was begun, with how it went and how often it was tried."""
    with sessions() as session:
        rows = session.scalars(select(JobRun).where(JobRun.job == JOB).order_by(JobRun.local_date)).all()
    return [(row.local_date, row.state, row.attempts) for row in rows]


def match_runs(sessions: sessionmaker[Session]) -> int:
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(MatchRun)) or 0


def scheduler(sessions: sessionmaker[Session], clock: Clock, engine: type[SmallEngine] = SmallEngine) -> NightScheduler:
    return NightScheduler(sessions, engine, clock=clock)


# --- one clock ----------------------------------------------------------------------------------------------------


def test_a_night_is_run_when_its_time_has_come_and_only_then(world: sessionmaker[Session]) -> None:
    clock = Clock(datetime(2026, 11, 23, 3, 29, tzinfo=OSLO))
    ours = scheduler(world, clock)
    report = ours.run_due()
    assert report is not None
    assert report.local_date == date(2026, 11, 22), "before half past three it is still the night before"
    assert ours.run_due() is None
    clock.forward(minutes=1)
    report = ours.run_due()
    assert report is not None
    assert (report.local_date, report.done) == (date(2026, 11, 23), True)
    assert ours.run_due() is None
    assert match_runs(world) == 2


def test_three_missed_nights_are_one_run(world: sessionmaker[Session]) -> None:
    clock = Clock(NOW)
    scheduler(world, clock).run_due()
    clock.forward(days=3)
    restarted = scheduler(world, clock)
    report = restarted.run_due()
    assert report is not None
    assert report.local_date == TODAY + timedelta(days=3)
    assert restarted.run_due() is None
    assert nights(world) == [(TODAY, JobState.DONE, 1), (TODAY + timedelta(days=3), JobState.DONE, 1)]
    assert match_runs(world) == 2


def test_a_clock_that_was_set_back_runs_no_night_over_again(world: sessionmaker[Session]) -> None:
    clock = Clock(NOW)
    ours = scheduler(world, clock)
    ours.run_due()
    clock.forward(days=-2)
    assert ours.run_due() is None
    assert match_runs(world) == 1


class Failing(SmallEngine):
    def describe(self, opening: Opening, pool: SmallPool, rows: NDArray[np.int32]) -> Described:
        raise ZeroDivisionError


def test_a_night_that_fails_is_tried_again_a_few_times_and_the_next_night_anew(world: sessionmaker[Session]) -> None:
    clock = Clock(NOW)
    broken = scheduler(world, clock, Failing)
    for _ in range(MAX_ATTEMPTS):
        report = broken.run_due()
        assert report is not None
        assert not report.done
        clock.forward(minutes=30)
    assert broken.run_due() is None, "from here on a person has to look"
    assert nights(world) == [(TODAY, JobState.FAILED, MAX_ATTEMPTS)]
    clock.forward(days=1)
    mended = scheduler(world, clock).run_due()
    assert mended is not None
    assert mended.done


def test_a_running_night_ends_in_good_order_and_is_finished_at_the_next_start(world: sessionmaker[Session]) -> None:
    clock = Clock(NOW)

    class Stopped(SmallEngine):
        def describe(self, opening: Opening, pool: SmallPool, rows: NDArray[np.int32]) -> Described:
            ours.stop()
            return super().describe(opening, pool, rows)

    ours = scheduler(world, clock, Stopped)
    report = ours.run_due()
    assert report is not None
    assert (report.done, report.stopped) == (False, True)
    report = scheduler(world, clock).run_due()
    assert report is not None
    assert report.done
    assert nights(world) == [(TODAY, JobState.DONE, 2)]


def test_the_look_outlives_a_database_that_is_away(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    engine = create_engine_for(f"sqlite:///{tmp_path / 'without-tables.db'}")
    ours = scheduler(create_session_factory(engine), Clock(NOW)).build()
    with caplog.at_level(logging.ERROR):
        ours.get_job("look").func()
    assert "could not be run" in caplog.text
    engine.dispose()


def test_what_the_clock_is_told(tmp_path: Path) -> None:
    engine = create_engine_for(f"sqlite:///{tmp_path / 'unused.db'}")
    before = datetime.now(UTC)
    built = scheduler(create_session_factory(engine), Clock(NOW)).build()
    assert {job.id for job in built.get_jobs()} == {"night", "look"}
    look = built.get_job("look")
    assert before <= look.next_run_time <= datetime.now(UTC), "a missed night is caught up at once"
    assert look.trigger.interval == LOOK_EVERY
    assert built.timezone is OSLO
    assert built._job_defaults == {"coalesce": True, "max_instances": 1, "misfire_grace_time": GRACE.total_seconds()}
    assert timedelta(hours=1) <= GRACE
    engine.dispose()


# --- the changes of the clock -------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [date(2026, 10, 25), date(2027, 3, 28)])
def test_around_a_change_of_the_clock_each_date_has_one_run(world: sessionmaker[Session], change: date) -> None:
    clock = Clock(datetime.combine(change - timedelta(days=1), time_of_day(3, 30), OSLO).astimezone(UTC))
    two = [scheduler(world, clock), scheduler(world, clock)]
    end = datetime.combine(change + timedelta(days=1), time_of_day(12), OSLO)
    while clock.now < end:
        for one in two:
            one.run_due()
        clock.forward(minutes=30)
    dates = [change + timedelta(days=day) for day in (-1, 0, 1)]
    assert nights(world) == [(night, JobState.DONE, 1) for night in dates]
    assert match_runs(world) == 3


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_the_due_date_steps_once_a_day_at_half_past_three(change: date) -> None:
    now = datetime.combine(change - timedelta(days=1), time_of_day(0), OSLO).astimezone(UTC)
    steps: list[datetime] = []
    for _ in range(3 * 24 * 60):
        if due_date(now) != due_date(now - timedelta(minutes=1)):
            steps.append(now.astimezone(OSLO))
        now += timedelta(minutes=1)
    assert [step.date() for step in steps] == [change + timedelta(days=day) for day in (-1, 0, 1)]
    assert {step.time() for step in steps} == {NIGHT_AT}


def test_the_trigger_fires_once_for_each_date_of_five_years(tmp_path: Path) -> None:
    engine = create_engine_for(f"sqlite:///{tmp_path / 'unused.db'}")
    trigger = scheduler(create_session_factory(engine), Clock(NOW)).build().get_job("night").trigger
    fires: list[datetime] = []
    at: datetime | None = datetime(2026, 1, 1, tzinfo=OSLO)
    while at is not None and at.year < 2031:
        at = trigger.get_next_fire_time(fires[-1] if fires else None, at)
        assert at is not None
        fires.append(at)
    days = (date(2031, 1, 1) - date(2026, 1, 1)).days
    assert [fire.date() for fire in fires] == [date(2026, 1, 1) + timedelta(days=day) for day in range(days + 1)]
    assert {fire.astimezone(OSLO).time() for fire in fires} == {NIGHT_AT}
    engine.dispose()


# --- two clocks ---------------------------------------------------------------------------------------------------


def test_two_clocks_on_one_database_are_one_run_a_night(world: sessionmaker[Session], database_url: str) -> None:
    clock = Clock(NOW)
    other = create_engine_for(database_url)
    two = [scheduler(world, clock), scheduler(create_session_factory(other), clock)]
    for _ in range(5):
        start = threading.Barrier(2)

        def look(one: NightScheduler, start: threading.Barrier = start) -> None:
            start.wait()
            one.run_due()

        threads = [threading.Thread(target=look, args=(one,)) for one in two]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        clock.forward(days=1)
    other.dispose()
    assert nights(world) == [(TODAY + timedelta(days=day), JobState.DONE, 1) for day in range(5)]
    assert match_runs(world) == 5


@contextmanager
def process(url: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (
        log.open("wb") as file,
        subprocess.Popen(
            [sys.executable, "-m", "web.cli", "scheduler"],
            cwd=ROOT,
            env={**os.environ, "BYGDEMATCH_DATABASE_URL": url, "BYGDEMATCH_INSTANCE": str(log.parent)},
            stderr=file,
        ) as started,
    ):
        try:
            yield started
        finally:
            started.kill()


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)


@pytest.mark.soak_on("postgresql")
def test_two_processes_run_the_night_once_and_end_when_told(service_url: str, tmp_path: Path) -> None:
    engine = create_engine_for(service_url)
    sessions = create_session_factory(engine)
    logs = [tmp_path / "one.log", tmp_path / "two.log"]
    with ExitStack() as stack:
        both = [stack.enter_context(process(service_url, log)) for log in logs]
        wait_until(lambda: [state for _, state, _ in nights(sessions)] == [JobState.DONE])
        time.sleep(1)  # for the one that came second to look
        for one, number in zip(both, (signal.SIGTERM, signal.SIGINT), strict=True):
            one.send_signal(number)
        assert [one.wait(20) for one in both] == [0, 0]
    said = "".join(log.read_text() for log in logs)
    whole = ", ".join(f"{step.name} done" for step in STEPS)
    assert said.count(f": done ({whole})") == 1, said
    assert "Traceback" not in said
    ((_, state, attempts),) = nights(sessions)
    assert (state, attempts) == (JobState.DONE, 1)
    with sessions() as session:
        assert session.scalars(select(MatchRun.state)).all() == [RunState.DONE]
    engine.dispose()
