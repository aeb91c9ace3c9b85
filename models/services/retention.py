"""What is kept no longer than it is needed: sessions that are over, raw records from outside, differences between nights."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, sessionmaker

from models.intake import DeadLetter, InboxRecord
from models.matches import MatchChange, RunDifference
from models.pages import FieldFigures, PeopleSearch, Posting
from models.services.accounts import purge_sessions
from models.services.night.matching import remove_old_lists
from models.services.sharing.shared import too_old
from models.sharing import Share

INBOX_KEPT = timedelta(days=90)
"""A raw record as it came: long enough to find out why something was read as it was."""
DEAD_LETTERS_KEPT = timedelta(days=90)
"""A refused record that nobody has mended."""
RESOLVED_KEPT = timedelta(days=30)
"""A refused record that has been mended since."""
SEARCHES_KEPT = timedelta(days=1)
"""The words of a search among people: a working day."""
POSTINGS_KEPT = timedelta(days=90)
"""An unfinished posting that nobody has written on."""
FIGURES_KEPT = timedelta(days=30)
"""The figures that an employer was shown on one day."""
KEEP_DIFFERENCES = 14
"""So many nights back one can see what changed."""
BATCH_ROWS = 500
"""Rows removed in one transaction, so that nobody waits for it."""


def purge(session_factory: sessionmaker[Session], now: datetime) -> dict[str, int]:
    """Remove everything whose time is up at ``now``, each kind in transactions of its own; return how many of each."""
    with session_factory.begin() as session:
        sessions = purge_sessions(session, now)
    old = DeadLetter.received_at <= now - DEAD_LETTERS_KEPT
    # What belongs to a published vacancy stays as long as the vacancy: it holds why it was closed.
    forgotten = Posting.updated_at <= now - POSTINGS_KEPT
    return {
        "sessions": sessions,
        "inbox": _remove(session_factory, InboxRecord.id, InboxRecord.received_at <= now - INBOX_KEPT),
        "dead_letters": _remove(session_factory, DeadLetter.id, or_(old, DeadLetter.resolved_at <= now - RESOLVED_KEPT)),
        "searches": _remove(session_factory, PeopleSearch.id, PeopleSearch.made_at <= now - SEARCHES_KEPT),
        "postings": _remove(session_factory, Posting.id, and_(Posting.vacancy_id.is_(None), forgotten)),
        "shares": _remove(session_factory, Share.id, too_old(now)),
        "figures": _old_figures(session_factory, now),
        "differences": _old_differences(session_factory),
        "lists": remove_old_lists(session_factory),
    }


def _remove(session_factory: sessionmaker[Session], key: InstrumentedAttribute[Any], condition: ColumnElement[bool]) -> int:
    removed = 0
    while True:
        with session_factory.begin() as session:
            some: Sequence[Any] = session.scalars(select(key).where(condition).limit(BATCH_ROWS)).all()
            if some:
                session.execute(delete(key.class_).where(key.in_(some)))
        removed += len(some)
        if len(some) < BATCH_ROWS:
            return removed


def _old_figures(session_factory: sessionmaker[Session], now: datetime) -> int:
    with session_factory.begin() as session:
        gone = session.scalars(
            delete(FieldFigures).where(FieldFigures.day <= (now - FIGURES_KEPT).date()).returning(FieldFigures.day)
        )
        return len(gone.all())


def _old_differences(session_factory: sessionmaker[Session]) -> int:
    with session_factory.begin() as session:
        newest = select(RunDifference.run_id).order_by(RunDifference.made_at.desc(), RunDifference.run_id)
        old = session.scalars(newest.offset(KEEP_DIFFERENCES)).all()
        session.execute(delete(RunDifference).where(RunDifference.run_id.in_(old)))
        # After its head is gone nobody reads a difference; changes without one go the same way.
        session.execute(delete(MatchChange).where(MatchChange.run_id.not_in(select(RunDifference.run_id))))
    return len(old)
