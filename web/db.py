"""The database of a request: one session and one transaction, which end before the answer leaves.

A view asks for :func:`session` and hands it to a use case.  After the view the transaction is committed when the answer
is below 400, or 422 (a form shown again, whose traces of people shown must last); otherwise it is rolled back.  A view
that catches an error in the middle of a use case and answers 422 calls :func:`undo` first.  Who was refused is written
down afterwards in a transaction of its own: see :func:`note_refusal`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask, Response, current_app, g
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from models.audit import AuditAction, Decision
from models.base import create_engine_for, create_session_factory, reader_of
from models.migrations import upgrade
from models.services.audit import record
from models.services.ranking.pool_forgetting import forget_after_commit
from web import clock
from web.settings import Settings

_EXTENSION = "bygdematch.db"
FORM_SHOWN_AGAIN = 422


@dataclass(frozen=True, slots=True)
class Database:
    """The engine, and factories of sessions that write and of sessions that only read."""

    engine: Engine
    writers: sessionmaker[Session]
    readers: sessionmaker[Session]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that a user was not let do, to be written down after the answer is decided."""

    actor: str
    people: tuple[str, ...]
    purpose: str
    subject: str


def init_app(app: Flask, settings: Settings) -> None:
    """Open the database and tie a session to each request; the embedded database is brought up to date by itself."""
    keys = settings.encryption_key.get_secret_value().split(",") if settings.encryption_key else []
    engine = create_engine_for(settings.database_url, keys=[key.strip() for key in keys])
    engine.hide_parameters = True  # an error's text goes to the log, and the values in it are about people
    if engine.dialect.name == "sqlite":
        upgrade(engine)
        engine.dispose()  # worker processes are forked after this, and must not share a connection
    writers, readers = create_session_factory(engine), create_session_factory(reader_of(engine))
    forget_after_commit(writers, settings.pool_folder)
    app.extensions[_EXTENSION] = Database(engine, writers, readers)
    app.after_request(_finish)
    app.teardown_request(_close)


def database_of(app: Flask) -> Database:
    """Return the database of ``app``."""
    found: Database = app.extensions[_EXTENSION]
    return found


def database() -> Database:
    """Return the database of this application."""
    return database_of(current_app)


def session() -> Session:
    """Return the request's session; it is committed for you."""
    if "db_session" not in g:
        g.db_session = database().writers()
    current: Session = g.db_session
    return current


def undo() -> None:
    """Forget what this request has written so far; ask for objects anew afterwards."""
    if "db_session" in g:
        session().rollback()


@contextmanager
def reading() -> Iterator[Session]:
    """Give a short session that only reads, apart from the request's own."""
    with database().readers() as reader:
        yield reader


def note_refusal(actor: str, people: Sequence[str], *, purpose: str, subject: str) -> None:
    """Have a refusal written to the audit log in a transaction of its own, whatever becomes of this request's."""
    if "db_refusals" not in g:
        g.db_refusals = []
    g.db_refusals.append(Refusal(actor, tuple(people), purpose, subject))


def _finish(response: Response) -> Response:
    current: Session | None = g.get("db_session")
    if current is not None:
        if response.status_code < 400 or response.status_code == FORM_SHOWN_AGAIN:
            current.commit()
        else:
            current.rollback()
    refusals: list[Refusal] = g.pop("db_refusals", [])
    if refusals:
        with database().writers.begin() as apart:
            for refusal in refusals:
                record(
                    apart,
                    refusal.actor,
                    AuditAction.ACCESS,
                    refusal.people,
                    purpose=refusal.purpose,
                    decision=Decision.DENY,
                    subject=refusal.subject,
                    request_id=g.get("request_id", ""),
                    now=clock.now(),
                )
    return response


def _close(_error: BaseException | None) -> None:
    current: Session | None = g.pop("db_session", None)
    if current is not None:
        current.close()
