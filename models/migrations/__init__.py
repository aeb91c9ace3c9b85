"""Alembic revisions of the schema, and the two calls that move a database along them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

_HERE = Path(__file__).parent


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the database up to revision ``to``."""
    with _connection(engine) as connection:
        command.upgrade(_config(connection), to)


def downgrade(engine: Engine, to: str) -> None:
    """Take the database down to revision ``to`` (``"base"`` = empty)."""
    with _connection(engine) as connection:
        command.downgrade(_config(connection), to)


@contextmanager
def _connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        _switch_foreign_keys(connection, on=False)
        try:
            yield connection
            connection.commit()
        finally:
            connection.rollback()
            _switch_foreign_keys(connection, on=True)


def _config(connection: Connection) -> Config:
    config = Config()
    # Alembic reads options with %-interpolation; a folder may well have a % in its name.
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes["connection"] = connection
    return config


def _switch_foreign_keys(connection: Connection, *, on: bool) -> None:
    # SQLite changes a table by copying it and dropping the old one; with foreign keys on, the drop would empty every
    # table that points at it.  The pragma only works outside a transaction, so it goes to the driver itself.
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        if driver is not None:
            driver.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")
