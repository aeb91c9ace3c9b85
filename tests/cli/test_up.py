"""One command starts everything: the small demo from nothing, again, with a taken port, and killed in every way."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from models.base import create_engine_for, create_session_factory
from models.people import JobSeeker, PersonIdentity
from models.services.night.nights import count_nights
from models.vacancies import Vacancy, VacancyState
from tests.conftest import Server
from tests.web.test_processes import alive
from web.cli import main
from web.cli.demo_dates import later
from web.cli.up import shown_host

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "fixtures" / "demo"
NEWLY_AUTHORISED = "PAM-D259"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - for a moment, on a test's own port


@pytest.fixture
def small_demo(tmp_path: Path) -> Path:
    """A demo of six people, one of them with papers that were not there yesterday, and four vacancies."""
    folder = tmp_path / "demo"
    folder.mkdir()
    for name, lines in (("seekers.jsonl", 6), ("facts.csv", 7), ("vacancies.jsonl", 4)):
        found = (DEMO / name).read_text(encoding="utf-8").splitlines(keepends=True)
        kept = (
            found[: lines - 1] + [line for line in found if NEWLY_AUTHORISED in line]
            if name != "vacancies.jsonl"
            else found[:lines]
        )
        (folder / name).write_text("".join(kept), encoding="utf-8")
    return folder


@dataclass
class Service:
    """A started service: its process, its port, its log, and the processes that it has started."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def child(self, word: str) -> int:
        """Return the number of its child whose command has ``word``."""
        numbers = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        (found,) = [int(n) for n in numbers if word in Path(f"/proc/{n}/cmdline").read_text()]
        return found

    def ready(self) -> dict[str, bool]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", "/helse/klar", headers={"Host": "localhost"})
        answer: dict[str, bool] = json.loads(connection.getresponse().read())
        connection.close()
        return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def up(url: str, demo: Path, log: Path, *, until: str = "Avslutt med Ctrl+C", **env: str) -> Iterator[Service]:
    """Start the service, and give it when it says ``until``: where it is, unless another word is waited for."""
    port = free_port()
    surroundings = {
        **os.environ,
        "BYGDEMATCH_DATABASE_URL": url,
        "BYGDEMATCH_DEMO": str(demo),
        "BYGDEMATCH_INSTANCE": str(log.parent),
        "PYTHONUNBUFFERED": "1",
        **env,
    }
    command = [sys.executable, "-m", "web.cli", "up", "--port", str(port)]
    with log.open("wb") as file:
        process = subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=file, stderr=subprocess.STDOUT)
    service = Service(process, port, log)
    try:
        wait_until(lambda: until in service.said or process.poll() is not None)
        assert process.poll() is None, service.said
        yield service
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        finally:
            process.kill()


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 90
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)


@pytest.fixture
def old_demo(small_demo: Path, tmp_path: Path) -> Path:
    """The same demo with advertisements that ran out a year ago."""
    folder = tmp_path / "old"
    shutil.copytree(small_demo, folder)
    lines = (small_demo / "vacancies.jsonl").read_text(encoding="utf-8").splitlines()
    expired = [json.dumps(later(json.loads(line), -400)) for line in lines]
    (folder / "vacancies.jsonl").write_text("\n".join(expired), encoding="utf-8")
    return folder


def test_a_demo_begins_although_its_first_start_was_killed(old_demo: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    # The very first start is killed between yesterday's night and today's, and the next one takes it up.
    with up(url, old_demo, tmp_path / "cut.log", until="Leser inn det som er kommet siden i går.") as cut:
        assert "Leser inn demoen slik den var i går." in cut.said
        assert "Treff: ferdig" in cut.said
        cut.process.kill()
        cut.process.wait()
        assert "Bygdematch svarer" not in cut.said

    with up(url, old_demo, tmp_path / "first.log") as first:
        assert "slik den var i går" not in first.said
        assert "Leser inn det som er kommet siden i går." in first.said
        assert begun(url) == (2, {"Jorunn", "Laila", "Ludvik", "Tormod"})
        assert f"Bygdematch svarer på http://localhost:{first.port}" in first.said
        assert "Treff: ferdig" in first.said
        assert "Ingrid Nordhagen, veileder, NAV Trysil og Engerdal" in first.said
        assert "lyst ut på nytt" not in first.said
        assert "BYGDEMATCH_HOSTS" not in first.said
        children = [first.child("gunicorn"), first.child("scheduler")]
        first.process.send_signal(signal.SIGTERM)
        assert first.process.wait(20) == 0
        assert "Bygdematch er stoppet." in first.said
        assert not any(alive(child) for child in children)


@pytest.mark.soak
def test_the_later_starts_of_a_demo(old_demo: Path, small_demo: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    with up(url, old_demo, tmp_path / "first.log") as first:
        assert begun(url)[0] == 2, first.said

    # Its advertisements have run out; and this time other machines may come in, but by no name that they could use.
    with up(url, small_demo, tmp_path / "renewed.log", HOST=EVERYWHERE) as renewed:
        assert "De fleste annonsene i demoen er gått ut. De blir lyst ut på nytt, med nye datoer." in renewed.said
        assert "Lest 4: 0 nye, 4 endret, 0 uendret." in renewed.said
        assert "BYGDEMATCH_HOSTS=localhost," in renewed.said
        scheduler = renewed.child("scheduler")
        os.kill(renewed.child("gunicorn"), signal.SIGKILL)
        assert renewed.process.wait(20) == 1
        assert "Prosessen for sidene stoppet av seg selv, og alt er stoppet." in renewed.said
        assert not alive(scheduler)

    with up(url, small_demo, tmp_path / "again.log", HOST=EVERYWHERE, BYGDEMATCH_HOSTS="localhost,bygda.example") as again:
        assert "Lest" not in again.said, "what is there is kept, and nothing is read again"
        assert "Matcher" not in again.said
        assert "BYGDEMATCH_HOSTS" not in again.said
        children = [again.child("gunicorn"), again.child("scheduler")]
        again.process.send_signal(signal.SIGKILL)
        again.process.wait()
        wait_until(lambda: not any(alive(child) for child in children))

    assert stored(url) == (6, [VacancyState.OPEN] * 4)


def test_without_the_demo_an_empty_installation_stays_empty(postgresql_server: Server, small_demo: Path, tmp_path: Path) -> None:
    name = f"bygdematch_up_{secrets.token_hex(4)}"
    postgresql_server.run(f"CREATE DATABASE {name}")
    url = postgresql_server.address(name)
    with up(url, small_demo, tmp_path / "own.log", BYGDEMATCH_DEMO_MODE="false") as service:
        assert "Ingrid Nordhagen" not in service.said
        assert service.ready() == {"database": True, "catalogue": True}
    assert service.process.returncode == 0
    assert stored(url) == (0, [])
    postgresql_server.run(f"DROP DATABASE {name} WITH (FORCE)")


def stored(url: str) -> tuple[int, list[VacancyState]]:
    """Return how many people are stored, and how each vacancy stands."""
    engine = create_engine_for(url)
    with create_session_factory(engine)() as session:
        people = session.scalar(select(func.count()).select_from(JobSeeker)) or 0
        found = people, list(session.scalars(select(Vacancy.state)))
    engine.dispose()
    return found


def begun(url: str) -> tuple[int, set[str]]:
    """Return how many nights there have been, and whom the demo's advisers have as their own."""
    engine = create_engine_for(url)
    with create_session_factory(engine)() as session:
        own = select(PersonIdentity.given_name).join(JobSeeker).where(JobSeeker.adviser_id.is_not(None))
        found = count_nights(session), set(session.scalars(own))
    engine.dispose()
    return found


# --- a port that is taken -------------------------------------------------------------------------------------------


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody else answers."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.parametrize("command", ["up", "serve"])
def test_a_taken_port_is_said_before_anything_else(taken: int, command: str, tmp_path: Path) -> None:
    env = {"BYGDEMATCH_DATABASE_URL": f"sqlite:///{tmp_path / 'untouched.db'}", "PORT": str(taken)}
    result = CliRunner(env=env).invoke(main, [command])
    assert result.exit_code == 1
    assert result.stderr == (
        f"Port {taken} er opptatt av et annet program. Velg en annen, for eksempel «PORT={taken + 1} make run».\n"
    )
    assert not (tmp_path / "untouched.db").exists()


def test_an_address_that_the_machine_does_not_have(tmp_path: Path) -> None:
    result = CliRunner(env={"BYGDEMATCH_DATABASE_URL": f"sqlite:///{tmp_path / 'x.db'}"}).invoke(
        main, ["up", "--host", "192.0.2.1", "--port", str(free_port())]
    )
    assert result.exit_code == 1
    assert "Kan ikke svare på adressen 192.0.2.1" in result.stderr
    assert "HOST=127.0.0.1" in result.stderr


def ask_before_install(**env: str) -> subprocess.CompletedProcess[str]:
    """Ask as `make run` does, with nothing but the machine's own Python."""
    command = [sys.executable, "-I", "-S", "web/address.py"]
    return subprocess.run(command, cwd=ROOT, env={"PATH": os.environ["PATH"], **env}, capture_output=True, text=True, check=False)


def test_make_asks_before_it_installs(taken: int) -> None:
    asked = ask_before_install(PORT=str(taken))
    assert asked.returncode == 1
    assert f"Port {taken} er opptatt" in asked.stderr
    free = ask_before_install(PORT=str(free_port()))
    assert (free.returncode, free.stderr) == (0, "")
    for wrong in ("åtte", "0", "70000", "-1"):
        asked = ask_before_install(PORT=wrong)
        assert asked.returncode == 1
        assert asked.stderr == f"PORT={wrong} er ikke en port. Bruk et tall fra 1 til 65535, for eksempel «PORT=8000 make run».\n"


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "localhost"), (EVERYWHERE, "localhost"), ("::", "localhost"), ("2001:db8::1", "[2001:db8::1]"), ("vm", "vm")],
)
def test_the_address_can_be_pasted_into_a_browser(host: str, shown: str) -> None:
    assert shown_host(host) == shown
