"""Whether this morning's night has been run, told apart from one that is late, one that runs and one that was missed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from models.services.night.jobs import LEASE, claim_night, finish_night
from models.services.night.nightly import JOB
from models.services.night.nights import (
    NIGHT_AT,
    OSLO,
    OVERDUE_AFTER,
    Morning,
    count_nights,
    due_date,
    find_night,
    last_nights,
    this_morning,
    time_of,
)
from tests.factories import NOW, TODAY

YESTERDAY = TODAY - timedelta(days=1)


def run(session: Session, night: date, *, done: bool | None) -> None:
    """Begin a night at its time; end it well or badly, or (None) leave it running."""
    claim_night(session, JOB, night, time_of(night))
    if done is not None:
        finish_night(session, JOB, night, time_of(night) + timedelta(minutes=1), done=done)


def test_an_installation_without_a_night_has_missed_nothing(session: Session) -> None:
    assert this_morning(session, NOW) is Morning.NEVER
    claim_night(session, "feed", YESTERDAY, NOW)
    assert this_morning(session, NOW) is Morning.NEVER, "another job is no night"


def test_done_is_done_until_the_next_one_is_due(session: Session) -> None:
    run(session, TODAY, done=True)
    assert this_morning(session, NOW) is Morning.DONE
    next_time = time_of(TODAY + timedelta(days=1))
    assert this_morning(session, next_time - timedelta(seconds=1)) is Morning.DONE
    assert this_morning(session, next_time) is Morning.WAITING


def test_an_hour_after_its_time_it_is_missed(session: Session) -> None:
    run(session, YESTERDAY, done=True)
    missed = time_of(TODAY) + OVERDUE_AFTER
    assert this_morning(session, missed - timedelta(seconds=1)) is Morning.WAITING
    assert this_morning(session, missed) is Morning.MISSING
    run(session, TODAY, done=False)
    assert this_morning(session, missed) is Morning.MISSING


def test_a_running_night_is_neither_done_nor_missed_until_its_runner_falls_silent(session: Session) -> None:
    run(session, TODAY, done=None)
    assert this_morning(session, NOW - timedelta(hours=4)) is Morning.RUNNING
    assert this_morning(session, time_of(TODAY) + LEASE) is Morning.RUNNING
    assert this_morning(session, time_of(TODAY) + LEASE + timedelta(seconds=1)) is Morning.MISSING


@pytest.mark.parametrize("night", [date(2026, 10, 25), date(2027, 3, 28), TODAY])
def test_the_time_of_a_night_is_when_it_falls_due(night: date) -> None:
    at = time_of(night)
    assert (at.astimezone(OSLO).time(), at.astimezone(OSLO).date()) == (NIGHT_AT, night)
    assert due_date(at.astimezone(UTC)) == night
    assert due_date(at.astimezone(UTC) - timedelta(seconds=1)) == night - timedelta(days=1)


def test_nights_are_counted_found_and_given_in_pages(session: Session) -> None:
    for days in range(5):
        run(session, TODAY - timedelta(days=days), done=True)
    claim_night(session, "feed", TODAY, datetime(2026, 11, 23, tzinfo=UTC))
    assert count_nights(session) == 5
    pages = [[row.local_date for row in last_nights(session, 2, skip=skip)] for skip in (0, 2, 4)]
    assert [night for page in pages for night in page] == [TODAY - timedelta(days=days) for days in range(5)]
    found = find_night(session, YESTERDAY)
    assert found is not None
    assert found.local_date == YESTERDAY
    assert find_night(session, TODAY + timedelta(days=1)) is None
