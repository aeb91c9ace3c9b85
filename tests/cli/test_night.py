"""The night from the command line, and the demo's dates."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from models.jobs import JobRun, JobState
from models.services.night.nightly import STEPS
from models.services.seeding import demo_has_run_out
from models.vacancies import Vacancy
from tests.cli.test_cli import DEMO, Terminal
from web.cli.context import OSLO, App, today
from web.cli.demo import load_advertisements
from web.cli.demo_dates import DEMO_DAY, advertisements, later, weeks_since
from web.settings import Settings


@pytest.fixture
def terminal(database_url: str) -> Terminal:
    """The command line on a database with the schema and nothing else."""
    return Terminal(database_url)


# --- the night ----------------------------------------------------------------------------------------------------


def test_each_date_is_run_once(terminal: Terminal, session: Session) -> None:
    terminal("catalogue", "load")
    first = terminal("nightly").stdout
    assert first.splitlines()[0] == "Stillinger med utløpt frist: ferdig (0 lukket)"
    assert "Treff: ferdig (0 personer, 0 stillinger, 0 treff)" in first
    assert "er kjørt fra før, eller kjører nå" in terminal("nightly").stdout
    row = session.scalars(select(JobRun)).one()
    assert (row.local_date, row.state, row.attempts) == (today(), JobState.DONE, 1)


def test_as_json_for_machines(terminal: Terminal) -> None:
    terminal("catalogue", "load")
    report = terminal.json("nightly", "--date", "2026-11-20")
    assert (report["job"], report["date"], report["ran"], report["done"]) == ("nightly", "2026-11-20", True, True)
    assert [step["name"] for step in report["steps"]] == [step.name for step in STEPS]
    assert not terminal.json("nightly", "--date", "2026-11-20")["ran"]


def test_a_failed_night_says_why_and_ends_with_an_error(terminal: Terminal, session: Session) -> None:
    result = terminal("nightly", code=1)
    assert "Treff: feilet (Katalogen er ikke lastet." in result.stderr
    assert "Opprydding: ferdig" in result.stdout
    assert session.scalars(select(JobRun.state)).one() is JobState.FAILED


def test_a_day_that_has_not_come_is_refused(terminal: Terminal, session: Session) -> None:
    tomorrow = (today() + timedelta(days=1)).isoformat()
    assert "Datoen ligger fram i tid" in terminal("nightly", "--date", tomorrow, code=2).stderr
    assert session.scalars(select(JobRun)).all() == []


# --- the demo's dates ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "weeks"), [("2020-01-01", 0), ("2026-11-23", 0), ("2026-11-29", 0), ("2026-11-30", 1), ("2027-11-22", 52)]
)
def test_whole_weeks_and_never_backwards(day: str, weeks: int) -> None:
    assert weeks_since(date.fromisoformat(day)) == weeks


def test_on_its_own_day_the_demo_is_the_file_itself() -> None:
    path = DEMO / "vacancies.jsonl"
    with advertisements(path, DEMO_DAY) as given:
        assert given == path


def test_every_date_moves_and_nothing_else() -> None:
    moment, day = "2026-11-10T09:07:13.101+01:00", "2026-12-14"
    content = {"published": moment, "updated": moment, "expires": moment, "applicationDue": day, "starttime": "Snarest"}
    entry = {"uuid": "x", "status": "ACTIVE", "sistEndret": moment, "ad_content": content | {"title": "Natt 12.12", "code": None}}
    moved = later(entry, 30)
    assert moved["sistEndret"] == "2027-06-08T09:07:13.101+02:00", "the same weekday and time of day, in summer"
    content = moved["ad_content"]
    assert {content[name] for name in ("published", "updated", "expires")} == {moved["sistEndret"]}
    assert (content["applicationDue"], content["starttime"]) == ("2027-07-12", "Snarest")
    assert (moved["uuid"], moved["status"], content["title"], content["code"]) == ("x", "ACTIVE", "Natt 12.12", None)
    assert later(entry, 0)["ad_content"]["applicationDue"] == day


def test_no_date_of_the_demo_is_left_behind(tmp_path: Path) -> None:
    with advertisements(DEMO / "vacancies.jsonl", DEMO_DAY + timedelta(weeks=100)) as path:
        moved = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(moved) == 60

    def dates(value: object) -> list[str]:
        if isinstance(value, dict):
            return [found for inner in value.values() for found in dates(inner)]
        if isinstance(value, list):
            return [found for inner in value for found in dates(inner)]
        return [value] if isinstance(value, str) and value[:2] == "20" and value[4:5] == "-" else []

    assert {found[:4] for entry in moved for found in dates(entry)} == {"2028", "2029"}


def test_an_old_demo_is_dated_anew_and_what_people_did_is_kept(
    terminal: Terminal, database_url: str, session_factory: sessionmaker[Session], tmp_path: Path
) -> None:
    lines = (DEMO / "vacancies.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[:8]
    (tmp_path / "vacancies.jsonl").write_text("".join(lines), encoding="utf-8")
    terminal("catalogue", "load")
    app = App(Settings(database_url=database_url, demo=tmp_path))
    load_advertisements(app, DEMO_DAY)
    with session_factory.begin() as session:
        assert not demo_has_run_out(session, DEMO_DAY)
        before = {row.external_id: (row.id, row.closes_on) for row in session.scalars(select(Vacancy))}
    half_a_year = DEMO_DAY + timedelta(weeks=26)
    with session_factory() as session:
        assert demo_has_run_out(session, half_a_year)
    load_advertisements(app, half_a_year)
    with session_factory() as session:
        assert not demo_has_run_out(session, half_a_year)
        after = {row.external_id: (row.id, row.closes_on) for row in session.scalars(select(Vacancy))}
    by = timedelta(weeks=26)
    assert after == {key: (own, closes_on and closes_on + by) for key, (own, closes_on) in before.items()}
    load_advertisements(app, DEMO_DAY)
    with session_factory() as session:
        assert not demo_has_run_out(session, half_a_year), "the older dates never come back"
        assert all(row.version > datetime(2027, 4, 1, tzinfo=OSLO) for row in session.scalars(select(Vacancy)))
    app.close()


def test_the_demo_is_not_mixed_with_other_people(terminal: Terminal, tmp_path: Path) -> None:
    terminal("catalogue", "load")
    path = tmp_path / "own.jsonl"
    path.write_text((DEMO / "seekers.jsonl").read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    terminal("import", "seekers", str(path), "--format", "nav-cv")
    assert "andre personer enn demoens" in terminal("demo", code=1).stderr
