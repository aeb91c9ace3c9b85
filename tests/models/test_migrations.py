"""The schema goes up and down on filled data, and is what the tables say."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Date,
    Engine,
    Enum,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    func,
    insert,
    inspect,
    select,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.base import Encrypted, UtcDateTime, create_engine_for
from models.matches import RunVacancy
from models.migrations import downgrade, upgrade
from models.stored_matches import PAIR
from models.tables import metadata
from tests.conftest import KEY
from tests.models.stored_runs import kept


@pytest.fixture
def empty_engine(empty_url: str) -> Iterator[Engine]:
    engine = create_engine_for(empty_url, keys=[KEY])
    yield engine
    engine.dispose()


def value_for(column: Column[Any]) -> Any:
    """Return some value that the column takes."""
    if isinstance(column.type, Enum):
        return column_value(column, column.type.enums[0])
    samples: dict[type[Any], Any] = {
        Boolean: False,
        Integer: 1,
        Float: 1.5,
        Date: date(2026, 11, 23),
        UtcDateTime: datetime(2026, 11, 23, 8, tzinfo=UTC),
        LargeBinary: b"\x00\x01\x02",
        Encrypted: "kan ikke stå lenge",
        JSON: {"a": [1, "æ"]},
        String: secrets.token_hex(16),
    }
    return next(value for kind, value in samples.items() if isinstance(column.type, kind))


# Where the checks of a table demand values that belong together.
TOGETHER: dict[str, dict[str, Any]] = {
    "vacancy": {"state": "open", "closed_at": None},
    "match_run": {"state": "running", "ended_at": None},
    "share_request": {"state": "HAR_SVART", "answer": "yes"},
    "share": {"answer": "yes"},
    "prose_fact": {"rejected_by": None, "rejected_at": None},
    "coded_fact": {"kind": "skill"},
    "run_person": {"pairs": np.array([(1, 500, 3.5, 1, 0, 1, 0, 3)], dtype=PAIR).tobytes()},
}


HEADS = {"audit_head", "change_head"}


def fill(connection: Connection) -> None:
    """Put one row into every table, parents first."""
    given: dict[tuple[str, str], Any] = {}
    for table in metadata.sorted_tables:
        if table.name in HEADS:
            continue  # the migration itself puts its one row there
        row: dict[str, Any] = {}
        for column in table.columns:
            parent = next(iter(column.foreign_keys), None)
            if parent is not None:
                row[column.name] = given[parent.column.table.name, parent.column.name]
            else:
                row[column.name] = value_for(column)
        row |= {name: column_value(table.columns[name], value) for name, value in TOGETHER.get(table.name, {}).items()}
        connection.execute(insert(table).values(**row))
        given |= {(table.name, name): value for name, value in row.items()}


def column_value(column: Column[Any], value: Any) -> Any:
    return (
        column.type.enum_class(value) if value is not None and isinstance(column.type, Enum) and column.type.enum_class else value
    )


def counts(connection: Connection) -> dict[str, int]:
    return {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in metadata.sorted_tables}


def shape(engine: Engine) -> set[tuple[str, str]]:
    """Return every table with every column."""
    inspector = inspect(engine)
    return {(table, column["name"]) for table in inspector.get_table_names() for column in inspector.get_columns(table)}


def test_up_down_up_on_filled_data(empty_engine: Engine) -> None:
    upgrade(empty_engine)
    with empty_engine.begin() as connection:
        fill(connection)
        assert set(counts(connection).values()) == {1}
    downgrade(empty_engine, "base")
    assert inspect(empty_engine).get_table_names() == ["alembic_version"]
    upgrade(empty_engine)
    with empty_engine.begin() as connection:
        assert {name: number for name, number in counts(connection).items() if number} == dict.fromkeys(HEADS, 1)
        fill(connection)


GIVEN_UP = {("match", name) for name in (
    "run_id", "vacancy_id", "job_seeker_id", "vacancy_position", "seeker_position", "tier", "score", "body", "months", "variant",
    "answers",
)}  # fmt: skip
"""Columns that a later revision took away: they are there again after a step down."""


@pytest.mark.parametrize("target", ["0009", "0008", "0007", "0006", "0005", "0004", "0003", "0002", "0001"])
def test_a_step_down_keeps_what_is_left_and_comes_up_again(engine: Engine, target: str) -> None:
    with engine.begin() as connection:
        fill(connection)
    whole = shape(engine)
    downgrade(engine, target)
    # A revision may add only columns, so it is tables and columns together that become fewer.
    assert shape(engine) - GIVEN_UP < whole
    left = set(inspect(engine).get_table_names()) & set(metadata.tables)
    assert left
    with engine.begin() as connection:
        assert {connection.scalar(select(func.count()).select_from(metadata.tables[name])) for name in left} == {1}
    upgrade(engine)
    assert shape(engine) == whole
    assert {table for table, _ in whole} == set(metadata.tables) | {"alembic_version"}


def test_lists_are_the_same_pairs_before_and_after_they_are_packed(engine: Engine) -> None:
    ids = {"vacancy": ["a" * 32, "b" * 32], "job_seeker": ["1" * 32, "2" * 32, "3" * 32]}
    with engine.begin() as connection:
        fill(connection)
        run_id = connection.scalar(select(metadata.tables["match_run"].c.id))
        for name, keys in ids.items():
            table = metadata.tables[name]
            filled = dict(connection.execute(select(table)).mappings().one())
            connection.execute(insert(table), [filled | {"id": key, "external_id": key} for key in keys])
    downgrade(engine, "0008")
    match = Table("match", MetaData(), autoload_with=engine)
    (first, second), (anna, berit, carl) = ids["vacancy"], ids["job_seeker"]
    # Nobody is second any more, and what the second vacancy asked was not kept then.
    old = {
        (first, anna): (1, 2, "klar", 2500, None, None, None),
        (first, berit): (3, None, "avklar", -120, 0.0, None, b"\x01\x02"),
        (first, carl): (4, 1, "paa_vei", 900, 17.5, None, b"\x00\x02"),
        (second, carl): (None, 2, "paa_vei", 800, 6.0, None, b""),
    }
    names = ("vacancy_position", "seeker_position", "tier", "score", "months", "variant", "answers")
    with engine.begin() as connection:
        packed = connection.execute(select(*(match.c[name] for name in names))).all()
        assert [tuple(row) for row in packed] == [(1, None, "avklar", 500, 3.5, None, b"\x00\x01\x02")]
        connection.execute(match.delete())
        rows = [
            {"run_id": run_id, "vacancy_id": vacancy, "job_seeker_id": person, **dict(zip(names, values, strict=True))}
            for (vacancy, person), values in old.items()
        ]
        connection.execute(insert(match), rows)
    upgrade(engine)
    with Session(engine) as session:
        found = {
            (one.vacancy_id, one.job_seeker_id): (
                one.vacancy_position, one.seeker_position, one.tier.value, one.score, one.months, one.answers,
            )
            for one in kept(session, run_id)
        }  # fmt: skip
        assert found == {pair: (*values[:5], values[6] or b"") for pair, values in old.items()}
        lengths = select(RunVacancy.vacancy_id, func.length(RunVacancy.first)).where(RunVacancy.vacancy_id.in_(ids["vacancy"]))
        assert dict(session.execute(lengths).all()) == {first: 16, second: 0}
    downgrade(engine, "0008")
    with engine.begin() as connection:
        columns = (match.c.vacancy_id, match.c.job_seeker_id, *(match.c[name] for name in names))
        again = {(row[0], row[1]): tuple(row[2:]) for row in connection.execute(select(*columns))}
        assert again == {pair: (*values[:6], values[6] or b"") for pair, values in old.items()}


def test_a_share_outlives_a_step_down_from_the_employers_answer(engine: Engine) -> None:
    with engine.begin() as connection:
        fill(connection)
    downgrade(engine, "0005")
    assert not {"not_relevant_because", "invited_at"} & {column["name"] for column in inspect(engine).get_columns("share")}
    with engine.begin() as connection:
        assert connection.scalar(select(func.count()).select_from(metadata.tables["share"])) == 1
    upgrade(engine)
    with engine.begin() as connection:
        assert connection.execute(select(metadata.tables["share"].c.not_relevant_because)).scalars().all() == [None]


def test_the_schema_is_what_the_tables_say(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_checks_and_foreign_keys_are_in_the_database_too(engine: Engine) -> None:
    # Alembic does not compare checks, so they are compared here, by name.
    inspector = inspect(engine)
    for table in metadata.sorted_tables:
        declared = {str(check.name) for check in table.constraints if isinstance(check, CheckConstraint)}
        assert {str(check["name"]) for check in inspector.get_check_constraints(table.name)} == declared, table.name
        keys = {(key["name"], (key["options"] or {}).get("ondelete")) for key in inspector.get_foreign_keys(table.name)}
        assert keys == {(str(key.name), key.ondelete) for key in table.foreign_key_constraints}, table.name


def test_foreign_keys_are_on_after_a_migration(empty_engine: Engine) -> None:
    upgrade(empty_engine)
    with empty_engine.connect() as connection, pytest.raises(DBAPIError, match=r"(?i)foreign key"):
        connection.execute(
            insert(metadata.tables["person_identity"]).values(
                job_seeker_id="0" * 32, given_name="", family_name="", phone="", email="", adviser_note=""
            )
        )


def test_every_constraint_has_a_name_that_fits() -> None:
    for table in metadata.sorted_tables:
        for constraint in table.constraints:
            assert constraint.name, f"{table.name}: {constraint}"
            assert len(str(constraint.name)) <= 63, constraint.name
        for index in table.indexes:
            assert index.name
            assert len(index.name) <= 63, index.name


def test_every_column_has_a_privacy_class() -> None:
    for table in metadata.sorted_tables:
        for column in table.columns:
            assert column.info.get("class") in {"open", "personal", "special", "secret"}, f"{table.name}.{column.name}"


def test_special_columns_are_encrypted() -> None:
    special = [column for table in metadata.sorted_tables for column in table.columns if column.info["class"] == "special"]
    assert special
    assert {type(column.type).__name__ for column in special} == {"Encrypted"}
