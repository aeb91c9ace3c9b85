"""The command line as an operator uses it: every command, on both databases, and hidden people in none of them."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from tests.conftest import Server
from web.cli import main

ROOT = Path(__file__).resolve().parent.parent.parent
DEMO = ROOT / "fixtures" / "demo"
GOLDEN = ROOT / "fixtures" / "golden"
DAY = "2026-11-23"
PEOPLE, HIDDEN = 60, 15


class Terminal:
    """The command line on one database, with everything that it has printed."""

    def __init__(self, database_url: str) -> None:
        self.runner = CliRunner(env={"BYGDEMATCH_DATABASE_URL": database_url, "COLUMNS": "400"})
        self.printed: list[str] = []

    def __call__(self, *words: str, code: int = 0) -> Result:
        result = self.runner.invoke(main, list(words))
        assert result.exit_code == code, (words, result.exit_code, result.output, result.stderr, result.exception)
        self.printed.append(result.output)
        return result

    def json(self, *words: str, code: int = 0) -> dict:
        return json.loads(self(*words, "--json", code=code).stdout)


@pytest.fixture
def terminal(database_url: str) -> Terminal:
    """The command line on a database with the schema and nothing else."""
    return Terminal(database_url)


@pytest.fixture(scope="module")
def loaded_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file into which the catalogue and some of the demo are loaded through the command line."""
    folder = tmp_path_factory.mktemp("loaded")
    path = folder / "loaded.db"
    shutil.copy(sqlite_template, path)
    load(Terminal(f"sqlite:///{path}"), sample_of(folder))
    return path


@pytest.fixture(scope="module")
def loaded_postgresql(postgresql_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same in a template database."""
    name = f"bygdematch_loaded_{secrets.token_hex(4)}"
    postgresql_server.run(f"CREATE DATABASE {name} TEMPLATE {postgresql_server.template}")
    load(Terminal(postgresql_server.address(name)), sample_of(tmp_path_factory.mktemp("loaded")))
    yield name
    postgresql_server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def loaded_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a loaded database of the test's own."""
    if backend == "sqlite":
        shutil.copy(request.getfixturevalue("loaded_sqlite"), tmp_path / "own.db")
        yield f"sqlite:///{tmp_path / 'own.db'}"
        return
    template: str = request.getfixturevalue("loaded_postgresql")
    server: Server = request.getfixturevalue("postgresql_server")
    name = f"bygdematch_cli_{secrets.token_hex(4)}"
    server.run(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield server.address(name)
    server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def loaded(loaded_url: str) -> Terminal:
    """The command line on a loaded database."""
    return Terminal(loaded_url)


def hidden_ids() -> set[str]:
    """People of the demo whose surname marks them as never to be seen."""
    return {d["kandidatnr"] for d in documents() if d["etternavn"].startswith("Skjulstad")}


def documents() -> list[dict]:
    return [json.loads(line) for line in (DEMO / "seekers.jsonl").read_text(encoding="utf-8").splitlines()]


def sample_of(folder: Path) -> Path:
    """Write some of the demo's people, all hidden ones among them, to a file."""
    hidden = hidden_ids()
    chosen = [d for d in documents() if d["kandidatnr"] in hidden]
    chosen += [d for d in documents() if d["kandidatnr"] not in hidden][: PEOPLE - len(chosen)]
    path = folder / "seekers.jsonl"
    path.write_text("\n".join(json.dumps(d) for d in chosen), encoding="utf-8")
    return path


def load(terminal: Terminal, sample: Path) -> None:
    terminal("catalogue", "load")
    terminal("import", "vacancies", str(DEMO / "vacancies.jsonl"), "--format", "nav-feed")
    # The facts name everybody in the demo: those who are not in the sample are refused, line by line.
    terminal("import", "seekers", str(sample), "--format", "nav-cv", "--facts", str(DEMO / "facts.csv"), code=3)


def test_hidden_people_are_in_no_output(loaded: Terminal, tmp_path: Path) -> None:
    terminal = loaded
    hidden = hidden_ids()
    shown = next(d["kandidatnr"] for d in documents() if d["kandidatnr"] not in hidden)
    vacancies = [json.loads(line)["uuid"] for line in (DEMO / "vacancies.jsonl").read_text(encoding="utf-8").splitlines()]
    ad = tmp_path / "ad.txt"
    ad.write_text("Vi søker helsefagarbeider med autorisasjon.", encoding="utf-8")

    summary = terminal.json("rematch", "--on", DAY)
    assert summary["job_seekers"] == PEOPLE - HIDDEN
    for uuid in vacancies[:4]:
        found = terminal.json("match", "vacancy", uuid, "--top", "1000", "--on", DAY)
        assert len(found["results"]) == PEOPLE - HIDDEN
    terminal("match", "vacancy", vacancies[0], "--top", "1000", "--on", DAY, "--explain")
    terminal("match", "seeker", shown, "--on", DAY, "--explain")
    terminal("routes", "seeker", shown, "--on", DAY)
    terminal("title", "spl. hjemmetj.")
    terminal("requirements", str(ad))
    terminal("catalogue", "check")
    unknown = terminal("match", "seeker", "PAM-NOBODY", "--on", DAY, code=1).stderr
    for person in hidden:
        for words in (("match", "seeker", person), ("routes", "seeker", person)):
            refused = terminal(*words, "--on", DAY, code=1)
            # Hidden and unknown are told apart by nobody: the same words, but for the id that was typed.
            assert refused.stderr.replace(person, "X") == unknown.replace("PAM-NOBODY", "X")
            assert refused.stdout == ""

    everything = "\n".join(terminal.printed)
    typed = {line for line in everything.splitlines() if line.startswith("Fant ingen jobbsøker")}
    rest = "\n".join(line for line in everything.splitlines() if line not in typed)
    assert not [person for person in hidden if person in rest]
    assert "Skjulstad" not in everything


def commands(group: click.Group, *path: str) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)
        else:
            yield (*path, name)


def test_every_command_is_tried_here_or_by_a_test_of_its_own() -> None:
    here = {
        ("catalogue", "check"), ("catalogue", "load"), ("database", "upgrade"), ("demo",), ("evaluate",), ("import", "seekers"),
        ("import", "template"), ("import", "vacancies"), ("match", "seeker"), ("match", "vacancy"), ("rematch",),
        ("requirements",), ("routes", "seeker"), ("title",),
    }  # fmt: skip
    elsewhere = {
        ("nightly",), ("scheduler",), ("serve",), ("up",), ("assets",), ("translations",),
        ("learn", "freeze"), ("learn", "propose"), ("model-card",),
    }  # fmt: skip
    assert set(commands(main)) <= here | elsewhere
    assert here <= set(commands(main))


def test_an_import_twice_changes_nothing(loaded: Terminal, tmp_path: Path) -> None:
    again = loaded.json("import", "seekers", str(sample_of(tmp_path)), "--format", "nav-cv")
    assert (again["read"], again["unchanged"], again["loaded"], again["updated"]) == (PEOPLE, PEOPLE, 0, 0)


def test_without_facts_people_stay_hidden(terminal: Terminal, tmp_path: Path) -> None:
    terminal("catalogue", "load")
    terminal("import", "seekers", str(sample_of(tmp_path)), "--format", "nav-cv")
    assert terminal.json("rematch", "--on", DAY)["job_seekers"] == 0


@pytest.mark.soak_on("postgresql")
def test_a_match_as_json_has_the_published_form(loaded: Terminal) -> None:
    terminal = loaded
    vacancy = json.loads((DEMO / "vacancies.jsonl").read_text(encoding="utf-8").splitlines()[0])["uuid"]
    answer = terminal.json("match", "vacancy", vacancy, "--top", "5", "--on", DAY)
    assert set(answer) == {"id", "on", "results"}
    assert (answer["id"], answer["on"], len(answer["results"])) == (vacancy, DAY, 5)
    for match in answer["results"]:
        assert match["tier"] in {"klar", "avklar", "paa_vei", "stengt"}
        assert match["score"] == sum(entry["weight"] for entry in match["contributions"])
        assert {"candidate", "external_id", "strength", "findings", "routes", "measures", "ask_next"} <= set(match)
        assert all({"requirement", "status", "evidence"} <= set(finding) for finding in match["findings"])
        assert all({"edges", "months", "paid", "ready_on"} <= set(route) for route in match["routes"])
    person = answer["results"][0]
    for reference in (person["candidate"], person["external_id"]):
        back = terminal.json("match", "seeker", reference, "--top", "1000", "--on", DAY)["results"]
        same = next(entry for entry in back if entry["opening"] == person["opening"])
        assert same == person


def test_every_look_leaves_a_trace(loaded: Terminal, loaded_url: str) -> None:
    terminal = loaded
    from sqlalchemy import func, select

    from models.audit import AuditEvent
    from models.base import create_engine_for, create_session_factory
    from models.services.audit import verify_chain

    vacancy = json.loads((DEMO / "vacancies.jsonl").read_text(encoding="utf-8").splitlines()[0])["uuid"]
    engine = create_engine_for(loaded_url)
    with create_session_factory(engine)() as session:
        before = session.scalar(select(func.count()).where(AuditEvent.person_id.is_not(None)))
    terminal("match", "vacancy", vacancy, "--top", "7", "--on", DAY)
    with create_session_factory(engine)() as session:
        rows = session.scalars(select(AuditEvent).where(AuditEvent.person_id.is_not(None))).all()
        assert len(rows) - (before or 0) == 7
        assert {(row.purpose, row.actor.partition(":")[0]) for row in rows[-7:]} == {("drift", "cli")}
        assert verify_chain(session).holds
    engine.dispose()


def test_the_wrong_role_is_answered_in_plain_words(loaded: Terminal) -> None:
    terminal = loaded
    shown = next(d["kandidatnr"] for d in documents() if d["kandidatnr"] not in hidden_ids())
    assert "R01 til R53" in terminal("routes", "seeker", shown, "--role", "R99", code=1).stderr


def test_nothing_works_before_the_catalogue_is_loaded(terminal: Terminal) -> None:
    assert "catalogue load" in terminal("title", "sykepleier", code=1).stderr


def test_a_broken_record_is_refused_and_the_rest_loads(terminal: Terminal, tmp_path: Path) -> None:
    terminal("catalogue", "load")
    good, other = documents()[:2]
    broken = dict(other, postnummer="24210")
    path = tmp_path / "people.jsonl"
    path.write_text("\n".join([json.dumps(good), "{", json.dumps(broken)]), encoding="utf-8")
    report = terminal.json("import", "seekers", str(path), "--format", "nav-cv", code=3)
    assert (report["read"], report["loaded"]) == (3, 1)
    assert [entry["line"] for entry in report["rejected"]] == [2, 3]
    assert report["rejected"][1]["field"] == "postnummer"
    assert all(entry["reason"] for entry in report["rejected"])


def test_nothing_loaded_ends_with_one(terminal: Terminal, tmp_path: Path) -> None:
    terminal("catalogue", "load")
    path = tmp_path / "people.jsonl"
    path.write_text("{\n{", encoding="utf-8")
    assert terminal.json("import", "seekers", str(path), "--format", "nav-cv", code=1)["loaded"] == 0


@pytest.mark.soak_on("postgresql")
@pytest.mark.parametrize("kind", ["seekers", "vacancies"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_template_can_be_read_back(terminal: Terminal, tmp_path: Path, kind: str, ending: str) -> None:
    terminal("catalogue", "load")
    path = tmp_path / f"mal.{ending}"
    terminal("import", "template", kind, "--output", str(path))
    assert terminal.json("import", kind, str(path), "--format", ending)["loaded"] == 1


@pytest.mark.soak_on("postgresql")
def test_the_demo_shows_ranked_people(terminal: Terminal) -> None:
    printed = terminal("demo").stdout
    assert "personer er vurdert" in printed
    assert "PAM-D" in printed
    assert "Krav" in printed
    assert "Skjulstad" not in printed


def test_evaluate_prints_the_published_form() -> None:
    result = CliRunner().invoke(main, ["evaluate", str(GOLDEN), "--json"])
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert set(figures["ours"]) == {"ndcg@10", "p@5", "mrr", "ready_recall", "ready_leak"}
    assert set(figures["baselines"]) == {"bm25", "char_tfidf", "token_set", "nav_filter"}
    assert set(figures["requirements"]) == {"must", "should"}
    assert figures["ours"]["ready_leak"] == 0
    best = max(baseline["ndcg@10"] for baseline in figures["baselines"].values())
    assert figures["ours"]["ndcg@10"] >= best + 0.15
    for entry in figures["intervals"]["ours"].values():
        assert entry["low"] <= entry["high"]


def test_the_database_can_be_upgraded(terminal: Terminal) -> None:
    assert "oppdatert" in terminal("database", "upgrade").stdout
