"""One look at what has changed: how far it sees, what it has to see anew, and what it may have to take back."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from models.changes import Moment, on_postgresql, seen

Mark = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What one look found.

    Attributes
    ----------
    moment : Moment
        How far it sees.
    asked : frozenset of str
        Ids of what may have changed.
    shown : dict of str to Mark
        Those of them that may be shown now, each with what is held against the last look.
    unsettled : frozenset of str
        Ids that the next look has to ask about again: their transaction was under way, or may be taken back.
    """

    moment: Moment
    asked: frozenset[str]
    shown: dict[str, Mark]
    unsettled: frozenset[str]


def read_news(session: Session, ask: Callable[..., Select[Any]], before: Moment, again: Collection[str], **bound: object) -> News:
    """Return what a look finds with one of the selects of :mod:`models.queries`, after the look ``before``."""
    found = ask(postgresql=on_postgresql(session))
    rows = session.execute(found, {"settled": before.settled, "again": list(again), **bound}).all()
    moment = seen(session, rows[0][0], rows[0][1], before)
    there = [row for row in rows if row[2] is not None]
    return News(
        moment=moment,
        asked=frozenset(row[2] for row in there) | frozenset(again),
        shown={row[2]: tuple(row[5:]) for row in there if row[4]},
        unsettled=frozenset(row[2] for row in there if row[3] >= moment.settled),
    )
