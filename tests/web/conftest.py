"""The service over the test databases: with the catalogue and the demo's users in it, and a clock that tests can move.

``client`` is nobody; ``sign_in("adviser")`` (or ``"adviser of another office"``, ``"employer"``, ``"coordinator"``) is a
client of its own that is signed in.  ``client.send(url, data)`` posts with the CSRF token that the browser would have.
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from models.base import create_engine_for, create_session_factory
from models.people import JobSeeker
from models.services.catalogue import read_catalogue
from models.services.people.storing import set_visibility_facts, upsert_job_seeker
from models.services.reference import store_catalogue, to_rows
from models.services.seeding import seed_demo_users
from models.services.vacancies.storing import upsert_vacancies
from tests.conftest import COMPILED, KEY, Server
from tests.factories import NOW, vacancy_draft, visible_facts
from tests.web.phrases_world import Demo, make_demo
from tests.web.register_pages import rich
from web import create_app, db, i18n
from web.settings import Settings

USERS = {
    "adviser": "demo-veileder-trysil",
    "adviser of another office": "demo-veileder-amot",
    "employer": "demo-arbeidsgiver",
    "coordinator": "demo-koordinator",
}
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Clock:
    """The time that the service reads."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        """Let time pass: ``clock.forward(minutes=30)``."""
        self.now += timedelta(**by)


class PageClient(FlaskClient):
    """A browser without script: it keeps cookies, and fills in the CSRF token of the page that it stands on."""

    def send(self, url: str, data: dict[str, Any] | None = None, *, page: str = "/konto", **kwargs: Any) -> TestResponse:
        """Post a form as it stands on ``page``."""
        found = _TOKEN.search(self.get(page).get_data(as_text=True)) or _TOKEN.search(self.get("/logg-inn").text)
        assert found, f"no form on {page}"
        return self.post(url, data={"csrf_token": found.group(1), **(data or {})}, **kwargs)


def stock(url: str) -> None:
    """Put the catalogue and the demo's users into a migrated database."""
    source = read_catalogue(Settings().catalogue)
    engine = create_engine_for(url)
    with create_session_factory(engine).begin() as session:
        store_catalogue(session, to_rows(source), source.version, NOW)
        seed_demo_users(session, NOW)
    engine.dispose()


def address_of(rule: Rule) -> str:
    """Return an address that the rule matches, with the id of nothing at all in each place for one."""
    places = {name: next(iter(sorted(getattr(kind, "items", ()))), "0" * 32) for name, kind in rule._converters.items()}
    return re.sub(r"<(?:[^<>:]+:)?(\w+)>", lambda found: places[found[1]], rule.rule)


@pytest.fixture(scope="session")
def stocked_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file to copy for each test."""
    path = tmp_path_factory.mktemp("stocked") / "stocked.db"
    shutil.copy(sqlite_template, path)
    stock(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def stocked_postgresql(postgresql_server: Server) -> Iterator[Server]:
    """A PostgreSQL server with a template to copy for each test."""
    name = f"bygdematch_stocked_{secrets.token_hex(4)}"
    postgresql_server.run(f"CREATE DATABASE {name} TEMPLATE {postgresql_server.template}")
    stock(postgresql_server.address(name))
    yield Server(postgresql_server.url, name)
    postgresql_server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def service_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a fresh database of its own, with catalogue and demo users."""
    if backend == "sqlite":
        path = tmp_path / "bygdematch.db"
        shutil.copy(request.getfixturevalue("stocked_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    server: Server = request.getfixturevalue("stocked_postgresql")
    name = f"bygdematch_web_{secrets.token_hex(6)}"
    server.run(f"CREATE DATABASE {name} TEMPLATE {server.template}")
    yield server.address(name)
    server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def clock() -> Clock:
    """The service's clock; it stands still at the day of the demo."""
    return Clock(NOW)


@pytest.fixture
def settings(service_url: str, tmp_path: Path) -> Settings:
    """Settings of a service in demo mode."""
    return Settings(
        database_url=service_url, instance=tmp_path / "instance", secret_key="s" * 40, encryption_key=KEY, demo_mode=True
    )


@pytest.fixture
def make_app(settings: Settings, clock: Clock) -> Iterator[Callable[..., Flask]]:
    """Make a service of its own, with other settings: ``make_app(https=True)``."""
    made: list[Flask] = []

    def make(**changes: Any) -> Flask:
        app = create_app(settings.model_copy(update=changes), now=clock)
        app.jinja_env.bytecode_cache = COMPILED
        app.test_client_class = PageClient
        made.append(app)
        return app

    yield make
    for app in made:
        db.database_of(app).engine.dispose()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The service."""
    return make_app()


@pytest.fixture
def client(app: Flask) -> PageClient:
    """Nobody's browser."""
    client = app.test_client()
    assert isinstance(client, PageClient)
    return client


@pytest.fixture
def sign_in(app: Flask) -> Callable[[str], PageClient]:
    """Sign in as one of the demo's users, in a browser of its own."""

    def enter(kind: str) -> PageClient:
        client = app.test_client()
        assert isinstance(client, PageClient)
        answer = client.send("/logg-inn/demo", {"username": USERS[kind]})
        assert answer.status_code == 303
        return client

    return enter


@pytest.fixture
def in_app(app: Flask) -> Iterator[Session]:
    """A session on the service's own database, to look behind the pages."""
    # Not inside an application context: requests made meanwhile would share it, and all that it remembers.
    with db.database_of(app).writers() as session:
        yield session


@pytest.fixture
def person(in_app: Session) -> str:
    """Somebody from NAV in Trysil, with something in every section, and a vacancy beside; returns the id."""
    upsert_job_seeker(in_app, rich(), NOW)
    set_visibility_facts(in_app, "PAM-RICH", visible_facts(), NOW)
    upsert_vacancies(in_app, [vacancy_draft()], NOW)
    found = in_app.scalars(select(JobSeeker.id)).one()
    in_app.commit()
    return found


@pytest.fixture
def behind(app: Flask) -> Iterator[Session]:
    """A session that only reads, so that no page has to wait for it; ``rollback`` before each look."""
    with db.database_of(app).readers() as session:
        yield session


@pytest.fixture
def adviser(sign_in: Callable[[str], PageClient]) -> PageClient:
    """The adviser in Trysil."""
    return sign_in("adviser")


@pytest.fixture(scope="session")
def demo(stocked_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo's people held against its vacancies; it takes a while, and no test changes it."""
    path = tmp_path_factory.mktemp("phrases") / "demo.db"
    shutil.copy(stocked_sqlite, path)
    return make_demo(path)


@pytest.fixture(scope="session")
def pages() -> Flask:
    """Pages in three languages, and nothing else."""
    app = Flask("phrases")
    i18n.init_app(app)
    return app


@pytest.fixture(params=["nb", "nn", "en"])
def spoken(pages: Flask, request: pytest.FixtureRequest) -> Iterator[str]:
    """Each language in turn; the name of it."""
    with pages.test_request_context(headers={"Cookie": f"{i18n.COOKIE}={request.param}"}):
        yield request.param


@pytest.fixture
def nynorsk(pages: Flask) -> Iterator[None]:
    """A page in nynorsk."""
    with pages.test_request_context(headers={"Cookie": f"{i18n.COOKIE}=nn"}):
        yield


@pytest.fixture
def english(pages: Flask) -> Iterator[None]:
    """A page in English."""
    with pages.test_request_context(headers={"Cookie": f"{i18n.COOKIE}=en"}):
        yield
