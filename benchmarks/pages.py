"""The pages over HTTP: one gunicorn worker, one adviser who reaches everybody, each address asked for several times."""

from __future__ import annotations

import http.client
import os
import re
import secrets
import socket
import statistics
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import select, update

from benchmarks.world import ROOT, World
from models.accounts import Scope, UserKind
from models.people import JobSeeker
from models.services.accounts import create_user
from models.vacancies import Vacancy
from web import server
from web.settings import Settings

USER = "maaler"
PASSWORD = secrets.token_urlsafe(24)
PEOPLE_ASKED = 60
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Served:
    """One kind of page: milliseconds of the first answer of the process, and of every later one."""

    name: str
    first: float
    later: Sequence[float]
    target: str = ""


class Browser:
    """Keeps one connection and the cookies, as a browser does."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._cookies: dict[str, str] = {}

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Return status and text of one answer; redirects are not followed."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()), "Accept-Language": "nb"}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request("POST" if form is not None else "GET", path, urlencode(form) if form else None, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, text

    def sign_in(self) -> None:
        """Sign in with the measuring account."""
        token = _TOKEN.search(self.ask("/logg-inn")[1])
        form = {"csrf_token": token[1] if token else "", "username": USER, "password": PASSWORD}
        status, _ = self.ask("/logg-inn", form)
        if status != HTTPStatus.SEE_OTHER:
            raise RuntimeError(f"signing in was answered with {status}")


def measure(world: World, folder: Path, rounds: int) -> list[Served]:
    """Serve the world's database and return how long its pages take."""
    with world.sessions.begin() as session:
        places = session.scalars(select(JobSeeker.kommunenr).distinct()).all()
        grants = [(Scope.MUNICIPALITY, place) for place in places if place]
        create_user(
            session,
            username=USER,
            name="Måler",
            kind=UserKind.ADVISER,
            grants=grants,
            now=datetime.now(UTC),
            password=PASSWORD,
        )
        # The service reads the machine's clock, and on that day too every vacancy is to be open.
        session.execute(update(Vacancy).values(closes_on=None))
        vacancies = list(session.scalars(select(Vacancy.id).order_by(Vacancy.id)))
        people = list(
            session.scalars(
                select(JobSeeker.id).where(JobSeeker.kommunenr.is_not(None)).order_by(JobSeeker.id).limit(PEOPLE_ASKED)
            )
        )
    world.engine.dispose()
    with _served(f"sqlite:///{folder / 'bench.db'}", folder) as port:
        browser = Browser(port)
        browser.sign_in()
        return [
            _ask(browser, "a ranked vacancy", [f"/veileder/stillinger/{one}" for one in vacancies], rounds, "p95 under 150 ms"),
            _ask(browser, "the list of vacancies", ["/veileder/stillinger"], 10 * rounds),
            _ask(browser, "one person with ranked vacancies", [f"/veileder/personer/{one}" for one in people], rounds),
            _ask(browser, "the list of people", ["/veileder/personer"], 10 * rounds),
        ]


def as_lines(served: Sequence[Served]) -> list[str]:
    """Return the figures as a table."""
    rows = [
        f"| {page.name} | {statistics.median(page.later):.0f} ms | {sorted(page.later)[int(0.95 * len(page.later))]:.0f} ms "
        f"| {max(page.later):.0f} ms | {page.first:.0f} ms | {page.target} |"
        for page in served
    ]
    return [
        "Pages over HTTP, one gunicorn worker, one adviser who reaches everybody; answers one after another.",
        "",
        "| page | median | p95 | most | first of the process | target |",
        "|---|---|---|---|---|---|",
        *rows,
    ]


def _ask(browser: Browser, name: str, paths: Sequence[str], rounds: int, target: str = "") -> Served:
    taken = [_milliseconds(browser, path) for _ in range(rounds) for path in paths]
    return Served(name, taken[0], taken[1:], target)


def _milliseconds(browser: Browser, path: str) -> float:
    began = time.perf_counter()
    status, _ = browser.ask(path)
    taken = 1000 * (time.perf_counter() - began)
    if status != HTTPStatus.OK:
        raise RuntimeError(f"{path} was answered with {status}")
    return taken


@contextmanager
def _served(database_url: str, folder: Path) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    env = {**os.environ, "BYGDEMATCH_DATABASE_URL": database_url, "BYGDEMATCH_INSTANCE": str(folder)}
    process = subprocess.Popen(
        server.command(Settings(database_url=database_url), "127.0.0.1", port, quiet=True), env=env, cwd=ROOT
    )
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            if Browser(port).ask("/helse/levende")[0] == HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the pages did not come up")
