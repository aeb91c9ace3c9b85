"""What the commands share: settings, database, catalogue, matcher, the day, and how a file is refused."""

from __future__ import annotations

import functools
import getpass
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import Engine as DatabaseEngine
from sqlalchemy.orm import Session, sessionmaker

from matcher.catalogue import Catalogue
from matcher.matcher import Matcher
from models.base import create_engine_for, create_session_factory
from models.migrations import upgrade
from models.services.ranking.pool_forgetting import forget_after_commit
from web.engine import Engine, engine_for
from web.settings import Settings

OSLO = ZoneInfo("Europe/Oslo")
EXIT_CLEAN, EXIT_NOTHING, EXIT_USAGE, EXIT_REJECTED = 0, 1, 2, 3
PURPOSE = "drift"


class App:
    """Everything that a command needs, made when it is first asked for."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()

    @functools.cached_property
    def engine(self) -> DatabaseEngine:
        """The database; the embedded one is brought up to date by itself."""
        key = self.settings.encryption_key
        keys = [part.strip() for part in key.get_secret_value().split(",")] if key else []
        engine = create_engine_for(self.settings.database_url, keys=keys)
        if engine.dialect.name == "sqlite":
            upgrade(engine)
        return engine

    @functools.cached_property
    def sessions(self) -> sessionmaker[Session]:
        """Factory of sessions on the database."""
        factory = create_session_factory(self.engine)
        forget_after_commit(factory, self.settings.pool_folder)
        return factory

    @functools.cached_property
    def _ranking(self) -> Engine:
        with self.sessions() as session:
            return engine_for(session, self.settings.weights)

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue as loaded into the database."""
        return self._ranking.catalogue

    @property
    def matcher(self) -> Matcher:
        """The engine, fitted on the catalogue."""
        return self._ranking.matcher

    def close(self) -> None:
        """Let go of the database, if it was ever opened."""
        if "engine" in self.__dict__:
            self.engine.dispose()

    @property
    def actor(self) -> str:
        """How the command line stands in the audit log."""
        return f"cli:{getpass.getuser()}"


def now() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the present day in Norway."""
    return datetime.now(OSLO).date()


def on_option(command: Any) -> Any:
    """Add ``--on DATE``: the day on which documents and routes count."""
    option = click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Dagen det regnes fra (ÅÅÅÅ-MM-DD).")
    return option(command)


def day_of(value: datetime | None) -> date:
    """Return the day that was asked for, or today."""
    return value.date() if value else today()


def print_json(value: object) -> None:
    """Print ``value`` as JSON with Norwegian letters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


@contextmanager
def progress_bar(label: str, *, quiet: bool = False) -> Iterator[Any]:
    """Give a ``progress(done, total)`` callback that draws a bar on a terminal and nothing elsewhere."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield _silent
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _silent(_done: int, _total: int | None) -> None:
    """Report progress to nobody."""


pass_app = click.make_pass_decorator(App, ensure=True)
