"""One night, once."""

from __future__ import annotations

import threading
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from models.jobs import JobRun, JobState
from models.services.night.jobs import LEASE, claim_night, finish_night
from tests.factories import NOW, TODAY


def test_six_schedulers_claim_each_of_twenty_nights_once(session_factory: sessionmaker[Session]) -> None:
    nights = [date(2026, 11, 1) + timedelta(days=day) for day in range(20)]
    claimed: list[date] = []
    start = threading.Barrier(6)

    def run() -> None:
        start.wait()
        for night in nights:
            with session_factory.begin() as session:
                won = claim_night(session, "rematch", night, NOW)
            if won:
                claimed.append(night)

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == nights
    with session_factory() as session:
        assert session.scalar(select(func.count()).select_from(JobRun)) == 20


def test_different_jobs_share_a_night(session: Session) -> None:
    assert claim_night(session, "rematch", TODAY, NOW)
    assert claim_night(session, "feed", TODAY, NOW)
    assert not claim_night(session, "rematch", TODAY, NOW)


def test_a_failed_night_can_be_claimed_again_and_a_done_one_cannot(session: Session) -> None:
    assert claim_night(session, "rematch", TODAY, NOW)
    finish_night(session, "rematch", TODAY, NOW, done=False, outcome={"feil": "ingen plass på disken"})
    assert claim_night(session, "rematch", TODAY, NOW)
    finish_night(session, "rematch", TODAY, NOW, done=True)
    assert not claim_night(session, "rematch", TODAY, NOW + 2 * LEASE)
    run = session.scalars(select(JobRun)).one()
    assert (run.state, run.attempts) == (JobState.DONE, 2)


def test_a_dead_runners_night_can_be_claimed_when_its_lease_has_run_out(session: Session) -> None:
    assert claim_night(session, "rematch", TODAY, NOW)
    assert not claim_night(session, "rematch", TODAY, NOW + LEASE)
    assert claim_night(session, "rematch", TODAY, NOW + LEASE + timedelta(seconds=1))
