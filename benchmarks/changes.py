"""A change in the day: how long until every list shows it, in the engine at any size and with a real database.

``python -m benchmarks.changes --people 200000 --openings 20000``: invented people and vacancies; in the engine some people
are edited and hidden one after another, and some vacancies edited.  ``--database ADDRESS|server|file`` stores them first, and
times from the end of each commit until the next look has taken it in and the list is there.  Milliseconds; of the processor in
the engine, by the clock with a database.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

import numpy as np
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from benchmarks.generate import DAY, SEED, catalogue, fill, newcomers, openings, people
from benchmarks.server import server
from matcher.matcher import Matcher
from matcher.pool import Pool
from matcher.records import Candidate, Opening
from models.base import create_engine_for, create_session_factory
from models.people import JobSeeker, VisibilityRow
from models.services.ranking.live import LivePool
from models.services.ranking.overlay import Everybody, part_of
from models.services.ranking.people_now import People
from models.vacancies import Vacancy

NOW = datetime.combine(DAY, time_of_day(12), UTC)
CHANGES = 60
LISTS = 40
"""Lists of vacancies near a changed person that are read after the change."""


@dataclass(slots=True)
class Spent:
    """Milliseconds: until the change is taken in, and for the first and every further list of a vacancy after it."""

    taking_in: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    further: list[float] = field(default_factory=list)

    def told(self) -> str:
        """Return the median and the 99th percentile of each."""
        return " | ".join(_told(some) for some in (self.taking_in, self.first, self.further))


def _told(some: Sequence[float]) -> str:
    return ", ".join(f"{value:.1f}" for value in np.percentile(some, [50, 99])) if some else "-"


class Bench(LivePool):
    """A live pool that is handed its people and openings instead of reading them."""

    def __init__(self, matcher: Matcher, pool: Pool) -> None:
        super().__init__(matcher)
        self.now = Everybody([part_of(pool)])

    def of_now(self) -> People:
        """Return the people as they are."""
        return People(self, self.now, None)


def in_the_engine(matcher: Matcher, pool: Pool, posts: Sequence[Opening]) -> dict[str, Spent]:
    """Edit and hide people and edit vacancies, one at a time; return what each cost."""
    dice, live = random.Random(SEED), Bench(matcher, pool)
    others, _ = list(newcomers(CHANGES, SEED)), pool.index
    spent = {name: Spent() for name in ("person edited", "person hidden", "vacancy edited")}

    def lists(near: Sequence[Opening], into: Spent) -> None:
        for number, post in enumerate(near):
            began = time.process_time()
            live.of_now().counts(post, region=True)
            (into.further if number else into.first).append(1000 * (time.process_time() - began))

    for number in range(CHANGES):
        row = dice.randrange(len(pool))
        person = pool.candidates[row]
        alone = matcher.prepare([person], DAY)
        near = [post for post, _ in live.toward(dice.sample(posts, min(len(posts), 4_000)), alone)][:LISTS]
        for post in near:
            live.of_now().counts(post, region=True)  # as they stand before
        for name, came in (
            ("person edited", [replace(others[number], id=person.id, postnummer=person.postnummer)]),
            ("person hidden", []),
        ):
            began = time.process_time()
            live.now = live.now.changed({person.id}, came, lambda some: matcher.prepare(some, DAY))
            spent[name].taking_in.append(1000 * (time.process_time() - began))
            lists(near, spent[name])
        for post in near[:3]:
            edited = replace(post, percent_min=37.5, percent_max=37.5)
            began = time.process_time()
            live.of_now().counts(edited, region=True)
            spent["vacancy edited"].first.append(1000 * (time.process_time() - began))
    return spent


# --- with a database -------------------------------------------------------------------------------------------------


def with_a_database(sessions: sessionmaker[Session], matcher: Matcher, clock: Callable[[], float]) -> dict[str, Spent]:
    """Do the same through a database: a look after each commit, and the lists of the changed person's municipality."""
    dice, live = random.Random(SEED), LivePool(matcher)
    spent = {name: Spent() for name in ("nothing changed", "person edited", "person hidden", "vacancy edited")}
    with sessions() as session:
        began = clock()
        posts = live.openings(session, DAY)
        everybody = live.people(session, DAY)
        print(f"read and prepared: {len(everybody)} people, {len(posts)} vacancies, {clock() - began:.1f} s")
        ids = everybody.ids(dice.sample(everybody.rows.tolist(), CHANGES))
        for post in posts[:400]:
            everybody.counts(post, region=True)
    for number, one in enumerate(ids):
        now = NOW + timedelta(minutes=number)
        with sessions() as session:
            known = live.people(session, DAY)
            posts = live.openings(session, DAY)
            near = [held.opening for held in known.held_against(posts, known.pool.index[one])][:LISTS]
            for post in near:
                known.counts(post, region=True)
        for name, own in spent.items():
            with sessions.begin() as session:
                _change(session, name, one, near[0].id, now)
            with sessions() as session:
                began = clock()
                posts = live.openings(session, DAY)
                everybody = live.people(session, DAY)
                own.taking_in.append(1000 * (clock() - began))
                for place, post in enumerate(_as_they_are(posts, near)):
                    began = clock()
                    everybody.counts(post, region=True)
                    (own.further if place else own.first).append(1000 * (clock() - began))
    return spent


def _as_they_are(posts: Sequence[Opening], near: Sequence[Opening]) -> list[Opening]:
    known = {post.id: post for post in posts}
    return [known[post.id] for post in near if post.id in known]


def _change(session: Session, name: str, person: str, post: str, now: datetime) -> None:
    edited = {"content_hash": f"{now.timestamp():064.0f}", "updated_at": now}
    if name == "person edited":
        minutes = session.scalars(select(JobSeeker.max_minutes).where(JobSeeker.id == person)).one()
        session.execute(update(JobSeeker).where(JobSeeker.id == person).values(max_minutes=20 + (minutes or 0) % 40, **edited))
    elif name == "person hidden":
        session.execute(update(VisibilityRow).where(VisibilityRow.job_seeker_id == person).values(shielded=True))
    elif name == "vacancy edited":
        session.execute(update(Vacancy).where(Vacancy.id == post).values(percent_min=37.5, **edited))


@contextmanager
def _stored(where: str, some: Sequence[Candidate], posts: Sequence[Opening]) -> Iterator[sessionmaker[Session]]:
    if where == "file":
        with tempfile.TemporaryDirectory() as folder:
            yield _filled(f"sqlite:///{Path(folder) / 'bench.db'}", some, posts)
        return
    with server(None if where == "server" else where) as url:
        if url is None:
            raise SystemExit("PostgreSQL is not installed here")
        yield _filled(url.render_as_string(hide_password=False), some, posts)


def _filled(address: str, some: Sequence[Candidate], posts: Sequence[Opening]) -> sessionmaker[Session]:
    fill(address, some, posts)
    return create_session_factory(create_engine_for(address))


def report(spent: dict[str, Spent]) -> None:
    """Print a table of medians and 99th percentiles."""
    print("| change | taken in: p50, p99 ms | first list | further lists |")
    print("|---|---|---|---|")
    for name, some in spent.items():
        print(f"| {name} | {some.told()} |")


def main() -> None:
    """Make people and vacancies; change them; print what it cost."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--openings", type=int, default=2_000)
    parser.add_argument("--database", default="", help="server = one started for the occasion, file = the embedded one")
    parser.add_argument("--processor", action="store_true", help="with a database: the processor of this process, not the clock")
    given = parser.parse_args()
    some, posts = list(people(given.people)), list(openings(given.openings))
    matcher = Matcher().fit(catalogue())
    if given.database:
        with _stored(given.database, some, posts) as sessions:
            report(with_a_database(sessions, matcher, time.process_time if given.processor else time.perf_counter))
        return
    report(in_the_engine(matcher, matcher.prepare(some, DAY), posts))


if __name__ == "__main__":
    main()
