"""Where web workers' people come from: the file that the night has left, mapped by all of them, or the database."""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from matcher.matcher import Matcher
from matcher.pool import Pool
from models import queries
from models.base import reader_of
from models.changes import Moment, moment
from models.matches import CurrentRun, MatchRun
from models.services.ranking.live import Prepared, from_the_database
from models.services.ranking.pool_file import READING, PoolUnreadable, open_pool, remove_pool, turn, write_pool
from models.services.ranking.pool_forgetting import forget

SHARED_FROM = 10_000
"""With fewer people a worker reads the database in a second or two, and their records are at hand without being looked up."""

log = logging.getLogger(__name__)


class FromFolder:
    """A source of the people for one process (:data:`models.services.ranking.live.Source`)."""

    def __init__(self, folder: Path, *, shared_from: int = SHARED_FROM) -> None:
        self._folder, self._shared_from = folder, shared_from
        self._given: date | None = None

    def __call__(self, session: Session, matcher: Matcher, on: date) -> Prepared:
        """Return everybody as of ``on``; what has changed since :attr:`Prepared.moment` is for the caller to find.

        Whoever asks a second time for the same day has found that too much has changed, and is given what is there now.
        """
        again, self._given = self._given == on, on
        found = None if again else self._read(session, matcher, on)
        if found is not None:
            return found
        with _one_reads(self._folder):
            # Another worker may have done it in the meantime.
            found = None if again else self._read(session, matcher, on)
            return found or self._made(session, matcher, on)

    def _made(self, session: Session, matcher: Matcher, on: date) -> Prepared:
        found = from_the_database(session, matcher, on)
        run = session.scalar(select(CurrentRun.run_id))
        if run is None or len(found.pool) < self._shared_from:
            return found
        _write(found.pool, self._folder, matcher.config_hash, found.moment, run)
        # The same people, but in pages that the workers share.
        return self._read(session, matcher, on) or found

    def _read(self, session: Session, matcher: Matcher, on: date) -> Prepared | None:
        try:
            found = open_pool(self._folder, matcher.domain_, config=matcher.config_hash)
            seen, run = Moment(found.note["settled"], found.note["erased"]), found.note["run"]
        except (PoolUnreadable, KeyError):
            return None
        # A database that does not know the run, or has come less far, is another one, or was put back to an earlier state.
        known = session.get(MatchRun, run) is not None and seen.settled <= moment(session).settled
        return Prepared(found.pool, seen) if known and found.pool.on == on else None


def keep_pool(
    pool: Any,
    folder: Path,
    session_factory: sessionmaker[Session],
    *,
    config: str,
    seen: Moment,
    run: str,
    shared_from: int | None = None,
) -> None:
    """Leave the pool that a night has ranked for the web workers, and with it what was reckoned for everybody.

    ``seen`` is how far the look went that read the people.  What goes wrong here takes nothing from the night: workers then
    read the database.
    """
    if not isinstance(pool, Pool):
        return
    try:
        if len(pool) < (SHARED_FROM if shared_from is None else shared_from):
            if folder.exists():
                with turn(folder):
                    remove_pool(folder)
            return
        _write(pool, folder, config, seen, run)
        with session_factory(bind=reader_of(session_factory.kw["bind"])) as session:
            there = set(session.scalars(queries.everybody_there()))
        forget(folder, [one for one in pool.columns.ids if one not in there])
    except OSError:
        log.exception("the pool could not be left for the web workers")


def _write(pool: Pool, folder: Path, config: str, seen: Moment, run: str) -> None:
    write_pool(pool, folder, config=config, note={"settled": seen.settled, "erased": seen.erased, "run": run})


@contextmanager
def _one_reads(folder: Path) -> Iterator[None]:
    """Let one worker after the other read everybody: the second finds what the first has left."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / READING).open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
