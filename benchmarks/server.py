"""A PostgreSQL server of one's own for the time of a measurement: Debian's programs, a socket in a temporary folder."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url, text

STARTED = "started"
"""In the place of an address: a server that is started for the occasion."""
DURABLE = "-c shared_buffers=512MB -c max_wal_size=4GB -c maintenance_work_mem=256MB"
"""Settings of a server that waits for the disk as one in service does, on a machine of 8 GB or more."""


@contextmanager
def server(address: str | None = None) -> Iterator[URL | None]:
    """Yield the server at an address, or one started for the occasion; None on a machine without its programs."""
    if address:
        yield make_url(address).set(drivername="postgresql+psycopg")
    elif (found := programs()) is None:
        yield None
    else:
        with started(found, DURABLE) as url:
            yield url


@contextmanager
def started(folder_of_programs: Path, settings: str, *, stop: str = "fast", under: Path | None = None) -> Iterator[URL]:
    """Start Debian's server on a socket in a temporary folder, as its own user where we are root, and end it by ``stop``.

    The temporary folder is made in ``under``, or where the machine keeps such folders.
    """
    # A socket's path may have 107 characters at most, and the server's user must be able to walk to it.
    parent = under or ("/tmp" if os.access("/tmp", os.W_OK) else tempfile.gettempdir())  # noqa: S108 - mkdtemp makes a private folder in it
    folder = Path(tempfile.mkdtemp(prefix="bygdematch-pg-", dir=parent))
    other_user: dict[str, object] = {}
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        other_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        os.chown(folder, user.pw_uid, user.pw_gid)

    def run(*command: str) -> None:
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, **other_user)  # type: ignore[call-overload]  # keywords by user

    data = str(folder / "data")
    try:
        run(f"{folder_of_programs}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        options = f"-k {folder} -c listen_addresses='' {settings}"
        run(f"{folder_of_programs}/pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield make_url(f"postgresql+psycopg://postgres@/postgres?host={folder}")
        finally:
            run(f"{folder_of_programs}/pg_ctl", "-D", data, "-m", stop, "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(url: URL) -> Iterator[str]:
    """Make an empty database on a server, yield its address, and remove it."""
    name = f"bygdematch_bench_{secrets.token_hex(4)}"
    _run(url, f"CREATE DATABASE {name}")
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        _run(url, f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def somewhere(postgres: str | None) -> Iterator[str]:
    """Yield the address of an empty database: SQLite in a temporary folder, or on a server (:data:`STARTED` or its address)."""
    if postgres is None:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/bench.db"
        return
    with server(None if postgres == STARTED else postgres) as url:
        if url is None:
            raise SystemExit("There is no PostgreSQL here: install it, or give the address of a server.")
        with database(url) as address:
            yield address


def _run(url: URL, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()


def programs() -> Path | None:
    """Return the folder of the server's programs, or None where it is not installed."""
    folders = []
    if finder := shutil.which("pg_config"):
        folders.append(Path(subprocess.run([finder, "--bindir"], capture_output=True, text=True, check=True).stdout.strip()))
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)
