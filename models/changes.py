"""What changed since a look: every row that decides what is shown carries the number of its last change.

The database itself numbers them, whoever writes.  SQLite counts: its writers come one after another, so that changes become
visible in the order of their numbers.  PostgreSQL numbers by transaction, and a snapshot tells below which number it has seen
everything; what lies above is asked for again by the next look, in whatever order the transactions end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, Text, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session

from models.base import Base, has_written, open_column


class ChangeHead(Base):
    """The one row that counts: the last number given (SQLite), and a word that is another one after each erasure."""

    __tablename__ = "change_head"

    id: Mapped[int] = open_column(primary_key=True)
    number: Mapped[int] = open_column(BigInteger)
    erased: Mapped[str] = open_column()


@dataclass(frozen=True, slots=True)
class Moment:
    """How far one look sees: what is numbered below ``settled`` for good; ``erased`` is another word after each erasure."""

    settled: int
    erased: str


START = Moment(0, "")
"""Before everything."""


def moment(session: Session) -> Moment:
    """Return how far a look sees that asks in ``session`` from now on."""
    settled, erased = session.execute(head(postgresql=on_postgresql(session))).one()
    return seen(session, settled, erased, START)


def head(*, postgresql: bool) -> Select[int, str]:
    """Return the select of one row: below which number everything is seen, and the word of the last erasure."""
    if postgresql:
        return select(_number(func.pg_snapshot_xmin(func.pg_current_snapshot())), ChangeHead.erased)
    return select(ChangeHead.number + 1, ChangeHead.erased)


def seen(session: Session, settled: int, erased: str, before: Moment) -> Moment:
    """Return the moment of a look that read this from :func:`head`, after the look ``before``."""
    if not on_postgresql(session) and has_written(session):
        # What this transaction has written may yet be taken back, and its numbers given to something else.
        settled = before.settled
    return Moment(settled, erased)


def later(number: InstrumentedAttribute[int], settled: ColumnElement[int], *, postgresql: bool) -> ColumnElement[bool]:
    """Return the condition on the rows that a look has to see anew after one that had ``settled`` what lies below."""
    if not postgresql:
        return number >= settled
    # A number that is not given out yet came with the copy of another server: it says nothing here.
    given = number < _number(func.pg_snapshot_xmax(func.pg_current_snapshot()))
    return (number >= settled) & or_(given, number == _number(func.pg_current_xact_id_if_assigned()))


def on_postgresql(session: Session) -> bool:
    """Tell whether a session is on PostgreSQL."""
    return session.get_bind().dialect.name == "postgresql"


def _number(transaction: ColumnElement[Any]) -> ColumnElement[int]:
    return cast(cast(transaction, Text), BigInteger)
