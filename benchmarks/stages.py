"""One size of the country, stage by stage: drawing, preparing, ranking with one process and with all, and end to end.

Every function here runs in a process of its own, so that no figure depends on what was measured before it.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from datetime import time as time_of_day
from pathlib import Path

from sqlalchemy import Engine, make_url, text
from sqlalchemy.orm import Session, sessionmaker

from benchmarks import generate
from benchmarks.exactness import Checked, against_every_pair, digest
from benchmarks.limits import Least, least_bytes
from benchmarks.spent import Spent, spent
from matcher.blocks import Block, around, blocks, side_by_side
from matcher.lists import rank_all
from matcher.matcher import Matcher
from matcher.pool import Pool
from matcher.records import Candidate, Opening
from models.base import create_engine_for, create_session_factory
from models.services.catalogue import read_catalogue
from models.services.night.matching import rematch
from models.services.ranking.spread import ranked
from models.services.reference import store_catalogue, to_rows

NOW = datetime.combine(generate.DAY, time_of_day(12), UTC)
SAMPLE = 30


@dataclass(slots=True)
class Stage:
    """One piece of work: when it began and ended on the machine's own clock, and processor time of all its processes."""

    began: float
    ended: float = 0.0
    processor: float = 0.0

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self.ended - self.began


@dataclass(slots=True)
class Measured:
    """What was found at one size."""

    people: int
    openings: int
    processes: int
    load: tuple[float, float, float]
    stages: dict[str, Stage] = field(default_factory=dict)
    in_blocks: int = 0
    blocks: int = 0
    digests: dict[str, str] = field(default_factory=dict)
    checked: Checked = field(default_factory=lambda: Checked(0, 0, 0, 0, 0))
    least: Least = field(default_factory=lambda: Least(0, 0.0, 0.0, 0.0))
    spent: Spent | None = None
    matches: int = 0
    within: dict[str, float] = field(default_factory=dict)
    database: int = 0

    @property
    def pairs(self) -> int:
        """People times openings."""
        return self.people * self.openings

    @property
    def seconds(self) -> float:
        """Preparing and ranking, however often."""
        return sum(stage.seconds for name, stage in self.stages.items() if name.startswith(("fit", "prepare", "rank")))


@contextmanager
def timed(stages: dict[str, Stage], name: str) -> Iterator[None]:
    """Take the time of what is done inside."""
    before = os.times()
    stage = stages[name] = Stage(time.monotonic())
    yield
    after = os.times()
    stage.ended, stage.processor = time.monotonic(), sum(after[:4]) - sum(before[:4])


def in_the_engine(people: int, openings: int, *, seed: int = generate.SEED, profile: bool = False) -> Measured:
    """Draw, prepare and rank, with one process and with all; compare the lists with one another and with every pair."""
    everybody = len(os.sched_getaffinity(0))
    found = Measured(people, openings, everybody, os.getloadavg())
    # The catalogue and the ground of the draws are read once, whatever the size.
    generate.ground(generate.DAY)
    with timed(found.stages, "draw"):
        candidates, posts = drawn(people, openings, seed)
    _alone()
    with timed(found.stages, "fit"):
        matcher = Matcher().fit(generate.catalogue())
    with timed(found.stages, "prepare"):
        pool = matcher.prepare(side_by_side(candidates), generate.DAY)
    with timed(found.stages, "rank, 1 process"):
        lists = ranked(matcher, pool, posts, _silent, processes=1)
    found.digests["1 process"] = digest(lists)
    some = blocks(posts, matcher.domain_)
    sizes = [len(around(block, pool)) for block in some]
    found.blocks, found.in_blocks = len(some), sum(s * len(block.openings) for s, block in zip(sizes, some, strict=True))
    found.least = least_bytes(matcher, posts, some, sizes)
    with timed(found.stages, "check"):
        found.checked = against_every_pair(matcher, pool, posts, lists, SAMPLE)
    if found.pairs <= ONE_BY_ONE:
        found.digests["a block for each vacancy"] = digest(rank_all(matcher, pool, posts, _singly(some)))
    del lists, pool, matcher
    # What one process reckoned must not be at hand for the next measurement: all is made anew.
    for processes in range(2, everybody + 1):
        matcher, pool = _fresh(candidates)
        with timed(found.stages, f"rank, {processes} processes"):
            lists = ranked(matcher, pool, posts, _silent, processes=processes)
        found.digests[f"{processes} processes"] = digest(lists)
    if profile:
        found.spent = spent(*_fresh(candidates), posts)
    return found


def made_ready(engine: Engine) -> sessionmaker[Session]:
    """Store the catalogue in a filled database and let it gather its statistics, as those of a server in service are."""
    sessions = create_session_factory(engine)
    with sessions.begin() as session:
        source = read_catalogue(generate.CATALOGUE)
        store_catalogue(session, to_rows(source), source.version, NOW)
    if engine.dialect.name == "postgresql":
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("ANALYZE"))
    return sessions


def end_to_end(people: int, openings: int, address: str, *, seed: int = generate.SEED) -> Measured:
    """Store people and openings in the database at an address, and run the rematch as the night does."""
    found = Measured(people, openings, len(os.sched_getaffinity(0)), os.getloadavg())
    with timed(found.stages, "store"):
        generate.fill(address, generate.people(people, seed), generate.openings(openings, seed))
    engine = create_engine_for(address)
    try:
        sessions = made_ready(engine)
        _alone()
        with timed(found.stages, "fit"):
            matcher = Matcher().fit(generate.catalogue())
        with timed(found.stages, "rematch"):
            done = rematch(sessions, matcher, generate.DAY, NOW)
        found.matches, found.within = done.matches, dict(done.stages)
        if make_url(address).get_backend_name() == "postgresql":
            with engine.connect() as connection:
                found.database = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        else:
            found.database = Path(make_url(address).database or "").stat().st_size
    finally:
        engine.dispose()
    return found


def drawn(people: int, openings: int, seed: int = generate.SEED) -> tuple[list[Candidate], list[Opening]]:
    """Return people and openings in the order of the rematch."""
    return (
        sorted(generate.people(people, seed), key=lambda one: one.id),
        sorted(generate.openings(openings, seed), key=lambda one: one.id),
    )


ONE_BY_ONE = 3_000_000
"""Pairs up to which the lists are also made with a block for each opening."""


def _fresh(candidates: list[Candidate]) -> tuple[Matcher, Pool]:
    matcher = Matcher().fit(generate.catalogue())
    return matcher, matcher.prepare(side_by_side(candidates), generate.DAY)


def _singly(some: list[Block]) -> list[Block]:
    return [replace(block, openings=(number,)) for block in reversed(some) for number in block.openings]


def _alone() -> None:
    # As in the rematch: what was read stays, and the collector need not walk it again.
    gc.collect()
    gc.freeze()


_silent: Callable[[int], None] = lambda _done: None  # noqa: E731 - a progress bar that nobody looks at
