"""The coordinator's morning in a real browser: is all well, what happened in the night, and what is to be confirmed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from models.base import create_engine_for, create_session_factory
from models.jobs import JobRun, JobState
from models.matches import MatchRun
from tests.factories import NOW, TODAY
from tests.journeys.conftest import Visitor, check_keyboard, check_page, demo_app, path_of, served

LAST_NIGHT = NOW - timedelta(hours=5, minutes=30)
NUMBERS: dict[str, dict[str, Any]] = {
    "close": {"closed": 2},
    "rematch": {"run": "0" * 32, "job_seekers": 285, "vacancies": 52, "skipped": 6, "matches": 4943, "cleaned": 0},
    "difference": {"before": "1" * 32, "changes": 26, "left_out": 0, "up": 4, "down": 2, "new": 12, "gone": 5, "months": 3},
    "without_match": {"without": 41, "begun": 3, "ended": 5},
    "purge": {"sessions": 3, "searches": 14},
}


@pytest.fixture(scope="module")
def path(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of this file's own service."""
    path = tmp_path_factory.mktemp("coordinator") / "live.db"
    shutil.copy(demo_database, path)
    return path


@pytest.fixture(scope="module")
def live(path: Path) -> Iterator[str]:
    with served(demo_app(path)) as address:
        yield address


@contextmanager
def changed(path: Path) -> Iterator[Session]:
    """Change what the pages show."""
    engine = create_engine_for(f"sqlite:///{path}")
    with create_session_factory(engine).begin() as session:
        yield session
    engine.dispose()


def night(days_ago: int = 0, failed: str = "") -> JobRun:
    """Return a night as it is written down when it is over; ``failed`` names the step that did not go well."""
    at = LAST_NIGHT - timedelta(days=days_ago)
    steps = []
    for name, numbers in NUMBERS.items():
        state = "failed" if name == failed else "skipped" if failed and name in ("difference", "without_match") else "done"
        times = {} if state == "skipped" else {"started_at": at.isoformat(), "ended_at": (at + timedelta(seconds=9)).isoformat()}
        step = {"name": name, "state": state, "attempt": 1, "started_at": "", "ended_at": "", "message": None} | times
        steps.append(step | {"numbers": numbers if state == "done" else None, "error": "OperationalError" if failed else None})
    return JobRun(
        job="nightly",
        local_date=TODAY - timedelta(days=days_ago),
        state=JobState.FAILED if failed else JobState.DONE,
        started_at=at,
        ended_at=at + timedelta(seconds=48),
        lease_until=at,
        outcome={"steps": steps},
    )


@pytest.fixture
def nights(path: Path) -> Callable[..., None]:
    """Set which nights there have been."""

    def put(*rows: JobRun) -> None:
        with changed(path) as session:
            session.execute(delete(JobRun))
            session.add_all(rows)

    return put


def test_before_the_first_night(visit: Callable[..., Visitor], nights: Callable[..., None]) -> None:
    nights()
    visitor = visit()
    page = visitor.sign_in("coordinator")
    assert path_of(page) == "/koordinator/"
    expect(page.get_by_text("Ingen natt er kjørt ennå")).to_be_visible()
    check_page(page, "coordinator-start-none")
    check_page(visitor.go("/koordinator/netter"), "coordinator-nights-none")


def test_a_good_morning(visit: Callable[..., Visitor], nights: Callable[..., None]) -> None:
    nights(night(), night(1), night(2, failed="rematch"), night(3))
    visitor = visit()
    page = visitor.sign_in("coordinator")
    expect(page.get_by_text("Alt er som det skal. Natten til 23. november 2026 er kjørt.")).to_be_visible()
    check_page(page, "coordinator-start")
    page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name="Nettene").click()
    check_page(page, "coordinator-nights")
    page.get_by_role("link", name="Natt til 23. november 2026").click()
    assert path_of(page) == "/koordinator/netter/2026-11-23"
    expect(page.get_by_role("table", name="Steg").get_by_role("row")).to_have_count(1 + len(NUMBERS))
    check_page(page, "coordinator-night")


def test_a_morning_after_a_failed_night(visit: Callable[..., Visitor], nights: Callable[..., None]) -> None:
    nights(night(failed="rematch"), night(1))
    visitor = visit()
    page = visitor.sign_in("coordinator")
    expect(page.get_by_role("alert")).to_contain_text("Natten til 23. november 2026 gikk ikke bra. Klokken prøver igjen")
    check_page(page, "coordinator-start-failed")
    page.get_by_role("link", name="Se steg for steg").click()
    expect(page.get_by_text("Uventet feil (OperationalError). Detaljene står i loggen til klokken.")).to_be_visible()
    check_page(page, "coordinator-night-failed")


def test_a_night_that_runs_now(visit: Callable[..., Visitor], nights: Callable[..., None]) -> None:
    row = night()
    row.state, row.ended_at, row.lease_until, row.outcome = JobState.RUNNING, None, NOW + timedelta(hours=1), None
    nights(row)
    visitor = visit(width=360)
    page = visitor.sign_in("coordinator")
    expect(page.get_by_text("Natten til 23. november 2026 kjører nå.")).to_be_visible()
    check_page(visitor.go("/koordinator/netter/2026-11-23"), "coordinator-night-running")


def test_old_lists_say_how_old_they_are(visit: Callable[..., Visitor], nights: Callable[..., None], path: Path) -> None:
    nights(night(2))
    with changed(path) as session:
        session.execute(update(MatchRun).values(ended_at=NOW - timedelta(hours=53, minutes=30)))
    page = visit().sign_in("coordinator")
    expect(page.get_by_role("alert")).to_contain_text("bygdematch scheduler")
    expect(page.get_by_text("Listene er 2 døgn gamle")).to_be_visible()
    check_page(page, "coordinator-start-stale")


@pytest.mark.parametrize("script", [True, False])
def test_what_is_to_be_confirmed(visit: Callable[..., Visitor], script: bool) -> None:
    visitor = visit(script=script, width=1280 if script else 360)
    page = visitor.sign_in("coordinator")
    page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name="Katalogen").click()
    if script:
        check_page(page, "catalogue")
    page.get_by_role("main").get_by_role("link", name="Veier").click()
    if script:
        check_page(page, "catalogue-routes")
    page.get_by_role("searchbox", name="Søk i navn og tekst").fill("fagbrev på jobb")
    page.get_by_role("button", name="Søk").click()
    page.get_by_role("main").get_by_role("link", name="Fagbrev på jobb", exact=True).first.click()
    expect(page.get_by_role("region", name="Bekreftelse")).to_contain_text("Sjekk med:")
    if script:
        check_page(page, "catalogue-route")
        check_page(visitor.go("/katalog/roller/R11"), "catalogue-role")
        check_page(visitor.go("/katalog/tiltak?q=romskip"), "catalogue-nothing-found")


def test_every_stop_of_the_keyboard_is_seen(visit: Callable[..., Visitor], nights: Callable[..., None]) -> None:
    nights(night(), night(1))
    visitor = visit()
    page = visitor.sign_in("coordinator")
    for path in (
        "/koordinator/",
        "/koordinator/netter",
        "/koordinator/netter/2026-11-23",
        "/katalog/veier",
        "/katalog/veier/T04",
    ):
        visitor.go(path)
        assert check_keyboard(page)[0] == "Hopp til innholdet"
