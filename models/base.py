"""Ground of every table: one base, one way to name constraints, the column types, and engines that behave alike."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, ClassVar

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import (
    JSON,
    Connection,
    Date,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Float,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.orm import DeclarativeBase, MappedColumn, Session, mapped_column, sessionmaker
from sqlalchemy.pool import StaticPool

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_MILLISECONDS = 5_000
_KEYRING = "bygdematch_keyring"
_WRITTEN_BEFORE = "bygdematch_written_before"

Id = Annotated[str, "a random outward id: 128 bits as 32 hex digits"]
Digest = Annotated[str, "SHA-256 as 64 hex digits"]


def new_id() -> str:
    """Return a fresh outward id: 128 random bits, never a sequence."""
    return secrets.token_hex(16)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: stored in UTC, given back in UTC, refused without a time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuse a naive time, turn every other into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without time zone cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give the instant back with its zone, also from SQLite, which keeps none."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class KeyMissing(RuntimeError):
    """Special category data was read or written without the key, or with the wrong one."""


class Encrypted(TypeDecorator[str]):
    """Text that is only ever ciphertext in the database; the keys are handed to :func:`create_engine_for`.

    The first key encrypts; all of them decrypt, so a key is changed by putting the new one first.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Encrypt."""
        return None if value is None else _keyring(dialect).encrypt(value.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Decrypt."""
        if value is None:
            return None
        try:
            return _keyring(dialect).decrypt(bytes(value)).decode()
        except InvalidToken as error:
            raise KeyMissing("the stored text does not open with any of the keys in use") from error


def _keyring(dialect: Dialect) -> MultiFernet:
    keyring = getattr(dialect, _KEYRING, None)
    if not isinstance(keyring, MultiFernet):
        raise KeyMissing("no key for special category data: hand `keys` to create_engine_for")
    return keyring


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        Id: String(32),
        Digest: String(64),
        str: Text(),
        float: Float(),
        bytes: LargeBinary(),
        date: Date(),
        datetime: UtcDateTime(),
        list[str]: JSON(none_as_null=True),
        list[list[str]]: JSON(none_as_null=True),
        list[dict[str, Any]]: JSON(none_as_null=True),
        dict[str, int]: JSON(none_as_null=True),
        dict[str, Any]: JSON(none_as_null=True),
    }


# --- the register of columns: who may see what kind of value ----------------------------------------------------


def open_column(*args: Any, **kwargs: Any) -> MappedColumn[Any]:
    """Declare a column that says nothing about a person."""
    return mapped_column(*args, info={"class": "open"}, **kwargs)


def personal_column(*args: Any, **kwargs: Any) -> MappedColumn[Any]:
    """Declare a column of ordinary personal data."""
    return mapped_column(*args, info={"class": "personal"}, **kwargs)


def special_column(*args: Any, **kwargs: Any) -> MappedColumn[Any]:
    """Declare a column of special category data (GDPR article 9); it is encrypted."""
    return mapped_column(*args, info={"class": "special"}, **kwargs)


def secret_column(*args: Any, **kwargs: Any) -> MappedColumn[Any]:
    """Declare a column that proves something to the system itself: password hashes, session tokens."""
    return mapped_column(*args, info={"class": "secret"}, **kwargs)


def values_of(kind: type[StrEnum], name: str) -> Enum:
    """Return a text type that takes the values of ``kind`` only, checked by the database under ``name``."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


# --- engines and sessions ----------------------------------------------------------------------------------------


def create_engine_for(url: str, *, keys: Sequence[str] = ()) -> Engine:
    """Make the engine for ``url``; ``keys`` are Fernet keys for special category data, the newest first."""
    address = make_url(url)
    sqlite = address.get_backend_name() == "sqlite"
    engine = _sqlite(url, address.database) if sqlite else create_engine(url, pool_pre_ping=True)
    if keys:
        setattr(engine.dialect, _KEYRING, MultiFernet([Fernet(key) for key in keys]))
    return engine


def _sqlite(url: str, database: str | None) -> Engine:
    if database in (None, "", ":memory:"):
        engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        Path(str(database)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        # The driver's own transaction handling begins late and never IMMEDIATE: switched off, done below.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout = {BUSY_MILLISECONDS}",
            "journal_mode = WAL",
            "foreign_keys = ON",
            "secure_delete = ON",  # what is erased must not be left readable in free pages
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A transaction that reads first and writes later cannot wait for its turn under plain BEGIN: it fails with
        # "database is locked" at once.  So writers queue at the start, and readers say that they only read.
        reads_only = bool(connection.get_execution_options().get("read_only", False))
        connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reads_only else 'OFF'}")
        connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
        connection.info[_WRITTEN_BEFORE] = _written(connection)

    return engine


def has_written(session: Session) -> bool:
    """Tell whether the transaction of a session on SQLite has changed anything so far."""
    connection = session.connection()
    return bool(_written(connection) != connection.info.get(_WRITTEN_BEFORE))


def _written(connection: Connection) -> int:
    rows: int = connection.connection.driver_connection.total_changes  # type: ignore[union-attr]  # it is open
    return rows


def reader_of(engine: Engine) -> Engine:
    """Return a view of ``engine`` whose transactions see one state of the data and cannot write."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(read_only=True, isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine.execution_options(read_only=True)


def gather_statistics(engine: Engine) -> list[str]:
    """Have PostgreSQL look at the tables that were filled and never looked at, and return their names.

    Until then it takes every table for a small one, and goes through it once for each row of another.  It looks by itself
    some time after: too late for whoever reads everything right after the first import.
    """
    if engine.dialect.name != "postgresql":
        return []
    quote = engine.dialect.identifier_preparer.quote
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        new = sorted(set(connection.scalars(_NEVER_LOOKED_AT)) & Base.metadata.tables.keys())
        if new:
            connection.execute(text(f"ANALYZE {', '.join(map(quote, new))}"))
    return new


_NEVER_LOOKED_AT = text(
    "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' "
    "AND relpages = 0 AND reltuples <= 0 AND pg_relation_size(oid) > 0"
)


def create_session_factory(engine: Engine) -> sessionmaker[Session]:
    """Return the factory of sessions; with ``reader_of(engine)`` its sessions only read."""
    return sessionmaker(engine, expire_on_commit=False)
