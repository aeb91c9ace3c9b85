"""Databases for the tests: every test that asks for one runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import URL, Engine, create_engine, make_url, text
from sqlalchemy.orm import Session, sessionmaker

from benchmarks.server import programs, started
from models.base import create_engine_for, create_session_factory
from models.migrations import upgrade

OWN_SERVER = "BYGDEMATCH_TEST_DATABASE_URL"
KEY = Fernet.generate_key().decode()
ROOM = 4 * 2**30


class _CompiledOnce(BytecodeCache):
    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._code.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


COMPILED = _CompiledOnce()
"""The templates as Jinja compiles them: the same for every service of a run, and most of what a new one would wait for."""


def memory() -> Path | None:
    """Return the folder that the machine keeps in memory, when it has room for the databases of a whole run."""
    folder = Path("/dev/shm")  # noqa: S108 - the folders made in it are private
    return folder if os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > ROOM else None


def pytest_configure() -> None:
    """Put temporary files in memory: a database is made for each test, which no disk does quickly."""
    if "TMPDIR" not in os.environ and (folder := memory()):
        os.environ["TMPDIR"] = tempfile.tempdir = str(folder)  # the first for the processes that tests start


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server with a template database that has the whole schema."""

    url: URL
    template: str

    def run(self, statement: str) -> None:
        """Run a statement that cannot stand in a transaction."""
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                connection.execute(text(statement))
        finally:
            engine.dispose()

    def address(self, database: str) -> str:
        """Return the address of one of the server's databases."""
        return self.url.set(database=database).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def own_server() -> Iterator[URL]:
    """The server at an address of one's own, or one started for the tests, which need not survive a power cut."""
    if address := os.environ.get(OWN_SERVER):
        yield make_url(address).set(drivername="postgresql+psycopg")
        return
    found = programs()
    if found is None:
        # A machine without it is a failure, never a skip.
        pytest.fail(
            "PostgreSQL is missing, and half of the tests need it. Install it (Debian: apt-get install postgresql) "
            f"or set {OWN_SERVER} to the address of a server where databases may be made.",
            pytrace=False,
        )
    settings = "-F -c full_page_writes=off -c max_connections=60 -c max_wal_size=128MB"
    with started(found, settings, stop="immediate", under=memory()) as url:
        yield url


@pytest.fixture(scope="session")
def postgresql_server(own_server: URL) -> Iterator[Server]:
    """The server with the migrated template; the template's engine is closed, or no database could be copied from it."""
    server = Server(own_server, f"bygdematch_template_{secrets.token_hex(4)}")
    server.run(f"CREATE DATABASE {server.template}")
    engine = create_engine_for(server.address(server.template))
    upgrade(engine)
    engine.dispose()
    yield server
    server.run(f"DROP DATABASE {server.template} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file; after the close it has no write-ahead log beside it and can be copied."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    engine = create_engine_for(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the runs on a database that a test names with ``soak_on`` to ``make soak``."""
    for item in items:
        call = getattr(item, "callspec", None)
        named = {database for mark in item.iter_markers("soak_on") for database in mark.args}
        if call and call.params.get("backend") in named:
            item.add_marker(pytest.mark.soak)


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """Name of the database that this run of the test uses."""
    return str(request.param)


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a fresh, migrated database of its own."""
    if backend == "sqlite":
        path = tmp_path / "bygdematch.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: Server = request.getfixturevalue("postgresql_server")
    name = f"bygdematch_test_{secrets.token_hex(6)}"
    server.run(f"CREATE DATABASE {name} TEMPLATE {server.template}")
    yield server.address(name)
    server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a database without any table."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Server = request.getfixturevalue("postgresql_server")
    name = f"bygdematch_empty_{secrets.token_hex(6)}"
    server.run(f"CREATE DATABASE {name}")
    yield server.address(name)
    server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Engine of the test's own database, with a key for special category data."""
    engine = create_engine_for(database_url, keys=[KEY])
    yield engine
    engine.dispose()


@pytest.fixture
def session_factory(engine: Engine) -> sessionmaker[Session]:
    """Factory of sessions on the test's own database."""
    return create_session_factory(engine)


@pytest.fixture
def session(session_factory: sessionmaker[Session]) -> Iterator[Session]:
    """A session; what the test does not commit is rolled back."""
    with session_factory() as session:
        yield session
