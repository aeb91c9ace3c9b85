"""The people and openings of this moment, prepared for ranking: kept in the process, held against the database at each look.

A look asks the database what has changed since the look before (``models/changes.py``), and prepares that alone: so an edit,
a hiding or an erasure counts from the next look on, whoever wrote it, and costs itself only.  Whom the reader may reach is
known in the same way.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from matcher.blocks import Block
from matcher.matcher import Matcher
from matcher.pool import Pool
from matcher.records import Candidate, Opening, Tier
from models import queries
from models.changes import Moment, moment
from models.people import JobSeeker
from models.profiles import load_candidates
from models.services.ranking.looking import Mark, News, read_news
from models.services.ranking.openings_now import OpeningsNow
from models.services.ranking.overlay import MOST_PARTS, Everybody, Part, brought_up, fold, part_of
from models.services.ranking.people_now import People
from models.services.ranking.readers import Reached, Reader
from models.services.ranking.standings import Around, Lately, Reckoned, around_place, reckon
from models.services.ranking.tiers import Tiers

KEPT_READERS = 256
MANY, MUCH = 1_000, 0.1
"""With so many people changed, and such a share of everybody, the prepared pool is asked for anew."""
READ_FIRST, ENOUGH = 500, 100
"""So many vacancies are reckoned beforehand; for the others, what all people share, which so many people ask for."""
CONTENT = 2
"""So many of :data:`models.queries.PERSON_MARK` say what is prepared; the others say whom a reader reaches."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A pool as of a day, how far the look went that read it, and what was read of each person, where that is known."""

    pool: Pool
    moment: Moment
    marks: Mapping[str, Mark] = field(default_factory=dict)


Source = Callable[[Session, Matcher, date], Prepared]
"""Where the prepared pool comes from."""


def from_the_database(session: Session, matcher: Matcher, on: date) -> Prepared:
    """Read and prepare everybody who may be shown now."""
    seen = moment(session)
    columns = (JobSeeker.id, *queries.PERSON_MARK)
    marks = {row[0]: tuple(row[1:]) for row in session.execute(queries.visible_job_seekers().with_only_columns(*columns))}
    return Prepared(matcher.prepare(list(load_candidates(session, on)), on), seen, marks)


class _Kept:
    """Everybody as of the last look, and what that look knew."""

    def __init__(self, found: Prepared) -> None:
        self.moment = found.moment
        self.unsettled: frozenset[str] = frozenset()
        self.begin(found)

    def begin(self, found: Prepared) -> None:
        """Begin anew with a prepared pool."""
        self.everybody = Everybody([part_of(found.pool)])
        self.marks: dict[str, Mark] = dict(found.marks)
        self.forget_reach()

    def forget_reach(self) -> None:
        """Forget whom readers reach: the rows that it is told in have changed."""
        self.readers: Lately[str, Reader] = Lately(KEPT_READERS)


class LivePool:
    """What one process keeps between requests; one for each database and matcher, safe to share among threads."""

    def __init__(self, matcher: Matcher, source: Source = from_the_database) -> None:
        self.matcher = matcher
        self._source = source
        self._lock = threading.RLock()
        self._kept: _Kept | None = None
        self._openings = OpeningsNow(matcher)
        self.tiers = Tiers(matcher, self.place)
        self._folding: threading.Thread | None = None

    def people(self, session: Session, on: date, *, among: ColumnElement[bool] | None = None) -> People:
        """Return everybody who may be shown now, with those who match ``among`` as the ones that the reader may reach.

        ``among`` is a condition on the columns of :class:`JobSeeker`.
        """
        with self._alone_with(session):
            kept = self._caught_up(session, on)
            reached = None if among is None else self._reached(session, kept, among)
            return People(self, kept.everybody, reached)

    def openings(self, session: Session, on: date) -> list[Opening]:
        """Return the vacancies that take applications on ``on``, as the engine sees them."""
        with self._alone_with(session):
            return self._openings.look(session, on)

    def tiers_of(self, session: Session, on: date, candidates: Sequence[Candidate]) -> list[dict[str, Tier]]:
        """Return the tier of each candidate for each open vacancy, by its id; they need not be among those shown now."""
        openings, members = self.openings(session, on), list(Tier)
        with self._lock:
            pool = self.matcher.prepare(candidates, on)
            found: list[dict[str, Tier]] = [dict.fromkeys([opening.id for opening in openings], Tier.CLOSED) for _ in candidates]
            for some in self.tiers.toward(openings, pool):
                for opening, tiers in zip(some.openings, some.tiers.tolist(), strict=True):
                    for row, order in zip(some.near.rows.tolist(), tiers, strict=True):
                        found[row][opening.id] = members[order]
        return found

    def toward(self, openings: Sequence[Opening], pool: Pool) -> Iterator[tuple[Opening, Around]]:
        """Yield the openings that anybody in a pool of a few may get to, with who may."""
        near: dict[Block, Around] = {}
        for opening in openings:
            place = self.place(opening)
            if place not in near:
                near[place] = around_place(place, pool)
            if len(near[place].rows):
                yield opening, near[place]

    def warm(self, session: Session, on: date) -> People:
        """Reckon beforehand what the first readers would else wait for, giving way to whoever comes between."""
        people = self.people(session, on)
        base = people.pool.parts[0].pool
        some = base.part(np.arange(min(len(base), ENOUGH)))
        for number, opening in enumerate(self.openings(session, on)):
            if number < READ_FIRST:
                people.counts(opening, region=True)
            else:
                with self._lock:
                    self.matcher.score(opening, some)
                    self.tiers.ask(opening, some)
        return people

    def place(self, opening: Opening) -> Block:
        """Return what the way to an opening depends on."""
        return self._openings.place(opening)

    # --- what is reckoned ------------------------------------------------------------------------------------------

    def reckoned(self, part: Part, opening: Opening) -> tuple[Around, Reckoned]:
        """Return ``opening`` reckoned for those of a part around it; the second time it is looked up."""
        place = self.place(opening)
        near = part.around.get(place, lambda: around_place(place, part.pool), lambda some: len(some.rows))
        return near, part.reckoned.get(opening, lambda: reckon(self.matcher, opening, near.people), lambda found: len(found.tier))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold back whoever else would reckon with what is kept, while somebody does who has it in hand."""
        with self._lock:
            yield

    # --- looking -----------------------------------------------------------------------------------------------------

    @contextmanager
    def _alone_with(self, session: Session) -> Iterator[None]:
        # The transaction begins first: on SQLite it may have to wait for another writer, who may be waiting for us.
        session.connection()
        session.flush()
        with self._lock:
            yield

    def _caught_up(self, session: Session, on: date) -> _Kept:
        kept = self._kept
        if kept is None or kept.everybody.on != on:
            self._kept = kept = _Kept(self._source(session, self.matcher, on))
        news = read_news(session, queries.people_since, kept.moment, kept.unsettled)
        if news.moment.erased != kept.moment.erased:
            self._miss(session, kept)
        if news.asked:
            self._take_in(session, on, kept, news)
        kept.moment, kept.unsettled = news.moment, news.unsettled
        return kept

    def _take_in(self, session: Session, on: date, kept: _Kept, news: News) -> None:
        """See anew those who have changed."""
        moved = {one for one in news.asked if kept.marks.get(one) != news.shown.get(one) or one not in kept.marks}
        changed = {
            one for one in moved if one not in news.shown or kept.marks.get(one, ())[:CONTENT] != news.shown[one][:CONTENT]
        }
        wanted = changed & news.shown.keys()
        if len(wanted) > MANY and len(wanted) > len(kept.everybody.rows) * MUCH:
            kept.begin(self._source(session, self.matcher, on))
            return
        came = list(load_candidates(session, on, ids=wanted)) if wanted else []
        # Whoever went out of sight between the two questions is in neither.
        there = (moved - changed) | {one.id for one in came}
        for one in moved:
            kept.marks.pop(one, None)
        kept.marks |= {one: news.shown[one] for one in there}
        self._change(kept, {one for one in changed if one in kept.everybody.index}, came)
        for reader in kept.readers.values():
            reader.pending |= moved

    def _miss(self, session: Session, kept: _Kept) -> None:
        """Find out who is there no more, or again: an erasure leaves nothing behind that could be asked for."""
        shown = set(session.scalars(queries.visible_job_seekers().with_only_columns(JobSeeker.id)))
        missed = kept.everybody.index.keys() - shown
        for one in missed:
            kept.marks.pop(one, None)
        self._change(kept, missed, ())
        back = shown - kept.everybody.index.keys()
        if back:
            came = list(load_candidates(session, kept.everybody.on, ids=back))
            self._change(kept, set(), came)
        for reader in kept.readers.values():
            reader.pending |= missed | back

    def _change(self, kept: _Kept, gone: set[str], came: Sequence[Candidate]) -> None:
        if gone or came:
            kept.everybody = kept.everybody.changed(gone, came, self._prepare_on(kept.everybody.on))
            self._fold_aside(kept)

    def _prepare_on(self, on: date) -> Callable[[Sequence[Candidate]], Pool]:
        return lambda candidates: self.matcher.prepare(candidates, on)

    def _reached(self, session: Session, kept: _Kept, among: ColumnElement[bool]) -> Reached:
        key = str(among.compile(compile_kwargs={"literal_binds": True}))
        reader = kept.readers.get(key, lambda: Reader(session, among, kept.everybody), lambda _: 1)
        return reader.now(session, among, kept.everybody)

    def at_work(self) -> list[threading.Thread]:
        """Return the threads that fold pools aside."""
        return [self._folding] if self._folding is not None else []

    # --- folding -----------------------------------------------------------------------------------------------------

    def _fold_aside(self, kept: _Kept) -> None:
        many = len(kept.everybody.parts) > MOST_PARTS
        if many and (self._folding is None or not self._folding.is_alive()):
            self._folding = threading.Thread(target=self._fold, args=(kept,), name="fold", daemon=True)
            self._folding.start()

    def _fold(self, kept: _Kept) -> None:
        before = kept.everybody
        prepare = self._prepare_on(before.on)
        folded = fold(before, prepare)
        with self._lock:
            if self._kept is kept:
                kept.everybody = brought_up(folded, before, kept.everybody, prepare)
                if kept.everybody.parts[0].pool is not before.parts[0].pool:
                    kept.forget_reach()
