"""One at a time: locks between processes that go away by themselves when their holder is killed."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from models.services.errors import AlreadyRunning


@contextmanager
def only_one(engine: Engine, job: str) -> Iterator[None]:
    """Hold the lock of ``job`` on this database; raise :class:`AlreadyRunning` when another process has it."""
    if engine.dialect.name == "postgresql":
        yield from _advisory(engine, job)
    else:
        yield from _beside_the_file(engine.url.database, job)


def take_turn(session: Session, what: str) -> None:
    """Let writers of ``what`` through one after another, until their transactions end.

    SQLite's writers already queue when they begin; PostgreSQL's would read side by side and then collide.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _key(what)})


def _key(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8, person=b"bygdematch").digest(), signed=True)


def _advisory(engine: Engine, job: str) -> Iterator[None]:
    # The lock belongs to the connection, so the connection is kept open, outside any transaction, for as long.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _key(job)}):
            raise AlreadyRunning(job)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _key(job)})


def _beside_the_file(database: str | None, job: str) -> Iterator[None]:
    if database in (None, "", ":memory:"):
        yield  # nobody else can reach a database in memory
        return
    with Path(f"{database}-{job}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(job) from None
        yield
