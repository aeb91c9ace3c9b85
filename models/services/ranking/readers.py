"""Whom one reader may reach, and what only the database knows of them: read once, and then as it changes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from models import queries
from models.people import JobSeeker
from models.services.ranking.overlay import Everybody

_AT_ONCE = 500
_COLUMNS = (JobSeeker.id, JobSeeker.kommunenr, JobSeeker.adviser_id, JobSeeker.version)


@dataclass(frozen=True, slots=True)
class Reached:
    """The people whom a reader may reach, in the order of their rows, shape (people,).

    Attributes
    ----------
    rows : ndarray of int64
        Rows of everybody.
    home : ndarray of int32
        Place of the person's municipality in ``municipalities``.
    adviser : ndarray of object
        Id of the person's adviser, or None.
    version : ndarray of float64
        When the source last said something of the person, in seconds.
    """

    rows: NDArray[np.int64]
    home: NDArray[np.int32]
    municipalities: Sequence[str]
    adviser: NDArray[Any]
    version: NDArray[np.float64]


class Reader:
    """One reader's people; ``pending`` are those who may have come into it, left it or moved within it."""

    def __init__(self, session: Session, among: ColumnElement[bool], everybody: Everybody) -> None:
        self.pending: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._base = everybody.parts[0].pool
        self._later: dict[str, Any] = {}
        rows = session.execute(queries.visible_job_seekers().where(among).with_only_columns(*_COLUMNS)).all()
        index = self._base.index
        first = everybody.parts[0].alive
        stands = [(index[row[0]], row) for row in rows if row[0] in index and first[index[row[0]]]]
        self._first = self._laid_out(sorted(stands, key=lambda pair: pair[0]))
        there = {row[0] for _, row in stands}
        self._later = {row[0]: row for row in rows if row[0] not in there}
        self._seen: tuple[Everybody, Reached] | None = None

    def now(self, session: Session, among: ColumnElement[bool], everybody: Everybody) -> Reached:
        """Return whom the reader may reach as of this look."""
        if self.pending:
            self._ask(session, among, self.pending)
            self.pending = set()
            self._seen = None
        if self._seen is None or self._seen[0] is not everybody:
            self._seen = everybody, self._of(everybody)
        return self._seen[1]

    def _ask(self, session: Session, among: ColumnElement[bool], ids: Collection[str]) -> None:
        some = sorted(ids)
        for one in some:
            self._later.pop(one, None)
        index = self._base.index
        moved = [index[one] for one in some if one in index]
        self._first = _some(self._first, ~np.isin(self._first.rows, moved))
        for start in range(0, len(some), _AT_ONCE):
            shown = queries.visible_job_seekers(ids=some[start : start + _AT_ONCE]).where(among)
            self._later |= {row[0]: row for row in session.execute(shown.with_only_columns(*_COLUMNS))}

    def _of(self, everybody: Everybody) -> Reached:
        first = _some(self._first, everybody.parts[0].alive[self._first.rows])
        index = everybody.index
        # Whoever is not in sight any more is nowhere.
        later = [(row, one) for one_id, one in self._later.items() if (row := index.get(one_id)) is not None]
        if not later:
            return first
        behind = self._laid_out(later)
        rows = np.concatenate([first.rows, behind.rows])
        order = np.argsort(rows)
        return Reached(
            rows[order],
            np.concatenate([first.home, behind.home])[order],
            behind.municipalities,
            np.concatenate([first.adviser, behind.adviser])[order],
            np.concatenate([first.version, behind.version])[order],
        )

    def _laid_out(self, stands: Sequence[tuple[int, Any]]) -> Reached:
        home = [self._numbers.setdefault(one.kommunenr or "", len(self._numbers)) for _, one in stands]
        adviser = np.empty(len(stands), dtype=object)
        adviser[:] = [one.adviser_id for _, one in stands]
        return Reached(
            rows=np.array([row for row, _ in stands], dtype=np.int64),
            home=np.array(home, dtype=np.int32),
            municipalities=list(self._numbers),
            adviser=adviser,
            version=np.array([one.version.timestamp() for _, one in stands], dtype=np.float64),
        )


def _some(people: Reached, chosen: NDArray[np.bool_]) -> Reached:
    if chosen.all():
        return people
    return Reached(
        people.rows[chosen], people.home[chosen], people.municipalities, people.adviser[chosen], people.version[chosen]
    )
