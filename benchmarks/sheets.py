"""Rows written to a table many at a time: by COPY into PostgreSQL, by one statement for many rows into SQLite."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import JSON, Column, Connection, Enum, Table, insert

from models.base import Base

Values = tuple[Any, ...]


class Sheet:
    """Rows that wait to be written to one table; columns that are not named get the default of their model."""

    def __init__(self, model: type[Base], *names: str) -> None:
        table = model.__table__
        assert isinstance(table, Table)  # noqa: S101 - tells mypy what a mapped class always has
        # What the database fills in by itself is left to it.
        rest = [column for column in table.columns if column.name not in names and column.server_default is None]
        defaults = {column.name: _default(column) for column in rest}
        self._table = table
        self._rest: Values = tuple(defaults.values())
        self._names = (*names, *defaults)
        self._plain = [(place, plain) for place, name in enumerate(self._names) if (plain := _plain(table.columns[name]))]
        self._rows: list[Values] = []

    def add(self, *values: Any) -> None:
        """Put a row in the queue, in the order of the names."""
        self._rows.append(values + self._rest)

    def write(self, connection: Connection) -> None:
        """Write what waits."""
        rows, self._rows = self._rows, []
        if not rows:
            return
        if connection.dialect.name != "postgresql":
            connection.execute(insert(self._table), [dict(zip(self._names, row, strict=True)) for row in rows])
            return
        columns = ", ".join(f'"{name}"' for name in self._names)
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f'COPY "{self._table.name}" ({columns}) FROM STDIN') as copy:
            for row in rows:
                values = list(row)
                for place, plain in self._plain:
                    values[place] = plain(values[place])
                copy.write_row(values)


def _default(column: Column[Any]) -> Any:
    if column.default is None:
        return None
    given = column.default.arg  # type: ignore[attr-defined]  # a scalar's or a callable's, the models have no other
    return given(None) if callable(given) else given


def _plain(column: Column[Any]) -> Callable[[Any], Any] | None:
    """Return what makes a value plain text for COPY, or None where the driver knows it."""
    if isinstance(column.type, JSON):
        return lambda value: None if value is None else json.dumps(value, ensure_ascii=False)
    if isinstance(column.type, Enum):
        return lambda value: None if value is None else value.value
    return None
