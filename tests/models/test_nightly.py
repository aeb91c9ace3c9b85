"""The night: every step written down, one run for each date whoever comes, and taken up where it stopped."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, sessionmaker

from matcher.described import Described
from matcher.records import Opening
from models.jobs import JobRun, JobState
from models.matches import CurrentRun, MatchRun, RunPerson, RunState
from models.services.errors import CatalogueMissing
from models.services.night.jobs import LEASE, claim_night
from models.services.night.nightly import JOB, STEPS, Night, NightStopped, Numbers, Step, StepOutcome, StepState, run_night
from models.services.night.nights import ALARM_AFTER, STALE_AFTER, freshness, last_nights
from models.services.people.storing import set_visibility_facts, upsert_job_seekers
from models.services.reference import store_catalogue
from models.services.vacancies.storing import upsert_vacancies
from models.vacancies import Vacancy, VacancyState
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts
from tests.models.rematch_worker import SmallEngine, SmallPool

ROOT = Path(__file__).resolve().parents[2]
YESTERDAY = TODAY - timedelta(days=1)
NAMES = ["close", "rematch", "difference", "without_match", "purge"]


@pytest.fixture
def world(session_factory: sessionmaker[Session]) -> sessionmaker[Session]:
    """20 visible people, 12 open vacancies of which two expired yesterday, and a catalogue."""
    with session_factory.begin() as session:
        store_catalogue(session, [], "v1", NOW)
        upsert_job_seekers(session, [job_seeker_draft(f"PAM-{n:02}") for n in range(20)], NOW - timedelta(days=3))
        for n in range(20):
            set_visibility_facts(session, f"PAM-{n:02}", visible_facts(), NOW)
        drafts = [vacancy_draft(f"ad-{n:02}") for n in range(10)]
        drafts += [vacancy_draft(f"old-{n}", deadline=YESTERDAY) for n in range(2)]
        upsert_vacancies(session, drafts, NOW - timedelta(days=3))
    return session_factory


def small() -> SmallEngine:
    return SmallEngine()


def row(sessions: sessionmaker[Session], local_date: date = TODAY) -> JobRun:
    with sessions() as session:
        return session.scalars(select(JobRun).where(JobRun.job == JOB, JobRun.local_date == local_date)).one()


def runs(sessions: sessionmaker[Session]) -> list[RunState]:
    with sessions() as session:
        return list(session.scalars(select(MatchRun.state).order_by(MatchRun.state)))


def orphans(session: Session) -> int:
    whole = select(MatchRun.id).where(MatchRun.state == RunState.DONE)
    return session.scalar(select(func.count()).select_from(RunPerson).where(RunPerson.run_id.not_in(whole))) or 0


def states(steps: Sequence[StepOutcome]) -> dict[str, tuple[str, int]]:
    return {step.name: (step.state.value, step.attempt) for step in steps}


# --- one night ----------------------------------------------------------------------------------------------------


def test_every_step_is_done_and_written_down(world: sessionmaker[Session]) -> None:
    told: list[str] = []
    report = run_night(world, small, local_date=YESTERDAY, now=NOW - timedelta(days=1))
    assert report.done
    report = run_night(world, small, local_date=TODAY, now=NOW, progress=lambda step, _done, _total: told.append(step))
    assert (report.ran, report.done, report.stopped) == (True, True, False)
    assert states(report.steps) == dict.fromkeys(NAMES, ("done", 1))
    numbers = {step.name: step.numbers or {} for step in report.steps}
    assert numbers["close"] == {"closed": 2}
    assert (numbers["rematch"]["job_seekers"], numbers["rematch"]["vacancies"]) == (20, 10)
    # Last night the two that expired yesterday were still open; the engine itself says the same every night.
    assert numbers["difference"]["changes"] == numbers["difference"]["gone"]
    assert numbers["difference"]["gone"] in range(1, 41)
    kinds = ("sessions", "inbox", "dead_letters", "searches", "postings", "shares", "figures", "differences", "lists")
    assert numbers["purge"] == dict.fromkeys(kinds, 0)
    assert set(told) >= {"rematch", "difference"}
    kept = row(world)
    assert (kept.state, kept.attempts) == (JobState.DONE, 1)
    assert kept.outcome is not None
    assert [step["name"] for step in kept.outcome["steps"]] == NAMES
    for step in kept.outcome["steps"]:
        began, ended = (datetime.fromisoformat(step[name]) for name in ("started_at", "ended_at"))
        assert NOW <= began <= ended <= NOW + timedelta(minutes=5)
    with world() as session:
        assert session.scalar(select(CurrentRun.run_id)) == numbers["rematch"]["run"]
        closed = select(func.count()).select_from(Vacancy).where(Vacancy.state == VacancyState.CLOSED)
        assert session.scalar(closed) == 2


def test_a_night_that_is_done_is_not_run_again(world: sessionmaker[Session]) -> None:
    assert run_night(world, small, local_date=TODAY, now=NOW).done
    again = run_night(world, small, local_date=TODAY, now=NOW + 2 * LEASE)
    assert (again.ran, again.done, again.steps) == (False, False, ())
    assert runs(world) == [RunState.DONE]


class Failing(SmallEngine):
    def describe(self, opening: Opening, pool: SmallPool, rows: NDArray[np.int32]) -> Described:
        raise ZeroDivisionError("Ola Nordmann")


def test_a_failed_step_fails_the_night_and_what_does_not_need_it_is_done(world: sessionmaker[Session]) -> None:
    report = run_night(world, Failing, local_date=TODAY, now=NOW)
    assert (report.ran, report.done) == (True, False)
    assert states(report.steps) == {
        "close": ("done", 1),
        "rematch": ("failed", 1),
        "difference": ("skipped", 1),
        "without_match": ("skipped", 1),
        "purge": ("done", 1),
    }
    kept = row(world)
    assert (kept.state, kept.ended_at is not None) == (JobState.FAILED, True)
    assert kept.outcome is not None
    assert kept.outcome["steps"][1]["error"] == "ZeroDivisionError"
    assert "Ola" not in json.dumps(kept.outcome), "an error that we did not write may hold values from the database"


def test_a_failed_night_is_taken_up_where_it_stopped(world: sessionmaker[Session]) -> None:
    run_night(world, Failing, local_date=TODAY, now=NOW)
    report = run_night(world, small, local_date=TODAY, now=NOW + timedelta(hours=1))
    assert report.done
    assert states(report.steps) == {
        "close": ("done", 1),
        "rematch": ("done", 2),
        "difference": ("done", 2),
        "without_match": ("done", 2),
        "purge": ("done", 1),
    }
    assert (row(world).state, row(world).attempts) == (JobState.DONE, 2)


def test_our_own_errors_are_kept_with_their_words(session_factory: sessionmaker[Session]) -> None:
    report = run_night(session_factory, small, local_date=TODAY, now=NOW)
    failed = {step.name: step for step in report.steps}["rematch"]
    assert (failed.state, failed.error, failed.message) == (StepState.FAILED, "CatalogueMissing", str(CatalogueMissing()))


def test_an_engine_that_cannot_be_made_is_a_failed_step(world: sessionmaker[Session]) -> None:
    def broken() -> SmallEngine:
        raise CatalogueMissing

    assert states(run_night(world, broken, local_date=TODAY, now=NOW).steps)["rematch"] == ("failed", 1)


def test_a_night_that_is_asked_to_stop_ends_in_good_order(world: sessionmaker[Session]) -> None:
    def stop(step: str, done: int, _total: int) -> None:
        if (step, done) == ("rematch", 15):
            raise NightStopped

    report = run_night(world, small, local_date=TODAY, now=NOW, progress=stop)
    assert (report.ran, report.done, report.stopped) == (True, False, True)
    assert states(report.steps) == {"close": ("done", 1), "rematch": ("failed", 1)}
    assert (row(world).state, runs(world)) == (JobState.FAILED, [RunState.ABORTED])
    assert run_night(world, small, local_date=TODAY, now=NOW).done
    with world() as session:
        assert orphans(session) == 0


def test_an_interrupted_night_says_so_and_goes_on_upwards(world: sessionmaker[Session]) -> None:
    def interrupt(_step: str, _done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_night(world, small, local_date=TODAY, now=NOW, progress=interrupt)
    assert row(world).state is JobState.FAILED
    assert run_night(world, small, local_date=TODAY, now=NOW).done


# --- whoever comes ------------------------------------------------------------------------------------------------


def test_six_runners_and_ten_nights_are_ten_runs(session_factory: sessionmaker[Session]) -> None:
    nights = [TODAY + timedelta(days=n) for n in range(10)]
    done: list[date] = []
    at_once: list[date] = []
    clashes: list[date] = []
    start = threading.Barrier(6)

    def work(night: Night) -> Numbers:
        clashes.extend(at_once)
        at_once.append(night.local_date)
        time.sleep(0.01)
        at_once.remove(night.local_date)
        done.append(night.local_date)
        return {}

    def run() -> None:
        start.wait()
        for night in nights:
            # Who goes home comes again, as a clock does: until the night is done.
            while row_state(session_factory, night) is not JobState.DONE:
                run_night(session_factory, small, local_date=night, now=NOW, steps=(Step("work", work),))

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (done, clashes) == (nights, [])
    with session_factory() as session:
        kept = session.scalars(select(JobRun).order_by(JobRun.local_date)).all()
        assert [(entry.local_date, entry.attempts, entry.state) for entry in kept] == [(n, 1, JobState.DONE) for n in nights]


def row_state(sessions: sessionmaker[Session], night: date) -> JobState | None:
    with sessions() as session:
        return session.scalar(select(JobRun.state).where(JobRun.job == JOB, JobRun.local_date == night))


def worker(database_url: str, seconds: float) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.models.night_worker", database_url, TODAY.isoformat(), str(seconds)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)


def test_two_processes_on_one_database_are_one_run(world: sessionmaker[Session], database_url: str) -> None:
    workers = [worker(database_url, 0.1) for _ in range(2)]
    answers = [json.loads(process.communicate(timeout=60)[0]) for process in workers]
    assert sorted(answers, key=lambda answer: answer["ran"]) == [{"ran": False, "done": False}, {"ran": True, "done": True}]
    assert (row(world).attempts, row(world).state, runs(world)) == (1, JobState.DONE, [RunState.DONE])


def test_a_night_that_was_killed_is_finished_at_the_next_start(world: sessionmaker[Session], database_url: str) -> None:
    with worker(database_url, 0.5) as process:
        try:
            wait_until(lambda: RunState.RUNNING in runs(world))
            assert not run_night(world, small, local_date=TODAY, now=NOW).ran, "the first one still works on it"
        finally:
            process.send_signal(signal.SIGKILL)
    assert (row(world).state, runs(world)) == (JobState.RUNNING, [RunState.RUNNING])

    report = run_night(world, small, local_date=TODAY, now=NOW + timedelta(minutes=1))
    assert report.done
    assert states(report.steps)["close"] == ("done", 1), "done before the kill, not done again"
    assert states(report.steps)["rematch"] == ("done", 2)
    assert (row(world).state, row(world).attempts) == (JobState.DONE, 2)
    assert runs(world) == [RunState.ABORTED, RunState.DONE]
    with world() as session:
        assert orphans(session) == 0


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if happened():
            return
        time.sleep(0.02)
    pytest.fail("it did not happen")


def test_who_lost_the_night_without_knowing_writes_nothing_over_the_next(world: sessionmaker[Session]) -> None:
    later: list[str] = []

    def lose(night: Night) -> Numbers:
        # Its lock went with the connection, and somebody else has begun the night anew.
        with night.session_factory.begin() as session:
            session.execute(update(JobRun).values(attempts=JobRun.attempts + 1, outcome={"steps": []}))
        return {"done": 1}

    def after(_night: Night) -> Numbers:
        later.append("ran")
        return {}

    report = run_night(world, small, local_date=TODAY, now=NOW, steps=(Step("lose", lose), Step("after", after)))
    assert (report.ran, later) == (False, [])
    assert (row(world).state, row(world).attempts, row(world).outcome) == (JobState.RUNNING, 2, {"steps": []})


def test_without_the_lock_a_running_night_is_left_alone_until_its_lease_is_over(session: Session) -> None:
    assert claim_night(session, JOB, TODAY, NOW)
    assert not claim_night(session, JOB, TODAY, NOW + timedelta(minutes=1))
    assert claim_night(session, JOB, TODAY, NOW + timedelta(minutes=1), alone=True)


def test_a_long_step_keeps_the_lease(world: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.services.night.nightly.HEARTBEAT", timedelta(0))
    leases: list[datetime] = []

    def long(night: Night) -> Numbers:
        tell = night.progress("long")
        for done in range(3):
            time.sleep(0.01)
            tell(done, 3)
            leases.append(row(world).lease_until)
        return {}

    assert run_night(world, small, local_date=TODAY, now=NOW, steps=(Step("long", long),)).done
    assert NOW + LEASE < leases[0] < leases[1] < leases[2]


# --- how people look at it ----------------------------------------------------------------------------------------


def test_the_steps_are_in_the_order_of_what_they_need() -> None:
    seen: set[str] = set()
    for step in STEPS:
        assert set(step.needs) <= seen
        seen.add(step.name)
    assert [step.name for step in STEPS] == NAMES


def test_freshness_to_the_second(world: sessionmaker[Session]) -> None:
    with world() as session:
        assert (freshness(session, NOW).alarm, freshness(session, NOW).stale) == (True, True)
    run_night(world, small, local_date=TODAY, now=NOW)
    second = timedelta(seconds=1)
    with world() as session:
        ended = row(world).ended_at
        lists = session.scalar(select(MatchRun.ended_at))
        assert ended is not None
        assert lists is not None
        assert not freshness(session, ended + ALARM_AFTER).alarm
        assert freshness(session, ended + ALARM_AFTER + second).alarm
        assert not freshness(session, lists + STALE_AFTER).stale
        assert freshness(session, lists + STALE_AFTER + second).stale


def test_a_failed_night_gives_no_freshness(world: sessionmaker[Session]) -> None:
    run_night(world, Failing, local_date=TODAY, now=NOW)
    with world() as session:
        assert freshness(session, NOW).last_night is None


def test_the_newest_night_comes_first(world: sessionmaker[Session]) -> None:
    for night in (TODAY, TODAY - timedelta(days=2), YESTERDAY):
        run_night(world, small, local_date=night, now=NOW)
    with world() as session:
        assert [entry.local_date for entry in last_nights(session, limit=2)] == [TODAY, YESTERDAY]
