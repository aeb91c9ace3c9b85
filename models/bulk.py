"""Many rows at once: COPY where the database has it, else one prepared statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.base import Base


def insert_rows(session: Session, model: type[Base], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of plain values, already in the form that the database keeps (text for enums, bytes, numbers).

    Raises IntegrityError as an ordinary insert does.
    """
    given = list(rows)
    if not given:
        return
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        statement = str(insert(model).values(dict.fromkeys(columns)).compile(dialect=connection.dialect))
        connection.exec_driver_sql(statement, [tuple(row) for row in given])
        return
    names = ", ".join(f'"{name}"' for name in columns)
    copied = f'COPY "{model.__tablename__}" ({names}) FROM STDIN'
    driver: Any = connection.connection.driver_connection
    errors: Any = connection.dialect.loaded_dbapi
    try:
        with driver.cursor() as cursor, cursor.copy(copied) as copy:
            for row in given:
                copy.write_row(row)
    except errors.IntegrityError as error:
        raise IntegrityError(copied, None, error) from error
