"""A rematch from the database to the published lists: seconds of each stage, memory, and what a run takes on the disk.

``python -m benchmarks.night`` uses SQLite in a temporary folder; ``--postgres`` a server started for the occasion, or the one at
an address where databases may be made.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from datetime import time as time_of_day
from typing import Any

from sqlalchemy import Engine, Select, column, func, or_, select
from sqlalchemy import table as named_table

from benchmarks import generate
from benchmarks.memory import most, watched
from benchmarks.report import table, whole
from benchmarks.server import STARTED, somewhere
from benchmarks.stages import made_ready
from matcher.matcher import Matcher
from models.base import create_engine_for
from models.matches import RunPerson, RunVacancy
from models.services.night.matching import RunSummary, rematch

PEOPLE, OPENINGS, ROUNDS = 20_000, 2_000, 2
NOW = datetime.combine(generate.DAY, time_of_day(12), UTC)


def main(arguments: Sequence[str] | None = None) -> None:
    """Store people and openings, rematch them some times with the same matcher, and print how it went."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--openings", type=int, default=OPENINGS)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="the first fits the matcher; the others find it warm")
    parser.add_argument("--local", action="store_true", help="people and openings of four municipalities")
    parser.add_argument("--postgres", nargs="?", const=STARTED, metavar="URL", help="PostgreSQL, at this address if one is given")
    given = parser.parse_args(arguments)
    with somewhere(given.postgres) as address:
        within = generate.LOCAL if given.local else None
        generate.fill(address, generate.people(given.people, within=within), generate.openings(given.openings, within=within))
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as worker:
            pid = worker.submit(os.getpid).result()
            (runs, sizes), looks = watched(worker.submit(measured, address, given.rounds), pid)
    stages = [[stage, *(f"{run.stages[stage]:.2f}" for run in runs)] for stage in runs[0].stages]
    whole_runs = ["everything", *(f"{run.seconds:.2f}" for run in runs)]
    print("\n".join(table(["seconds", *(f"run {number}" for number, _ in enumerate(runs, 1))], [*stages, whole_runs])))
    peak = most(looks, 0, float("inf")) / 2**30
    print(f"\n{whole(runs[-1].matches)} pairs, {peak:.1f} GiB of memory at most, load {os.getloadavg()[0]:.1f}")
    print("\n".join(f"{name}: {whole(rows)} rows a run, {whole(each)} bytes each with its indexes" for name, rows, each in sizes))


def measured(address: str, rounds: int) -> tuple[list[RunSummary], list[tuple[str, int, float]]]:
    """Return how each rematch went, and for each table of the lists how many rows a run has and how large one is."""
    engine = create_engine_for(address)
    try:
        sessions = made_ready(engine)
        matcher = Matcher().fit(generate.catalogue())
        runs = [rematch(sessions, matcher, generate.DAY, NOW) for _ in range(rounds)]
        return runs, [_size(engine, model, rounds) for model in (RunPerson, RunVacancy)]
    finally:
        engine.dispose()


def _size(engine: Engine, model: type[RunPerson | RunVacancy], runs: int) -> tuple[str, int, float]:
    name = model.__tablename__
    taken: Select[Any]
    if engine.dialect.name == "postgresql":
        taken = select(func.pg_total_relation_size(name))
    else:
        pages = named_table("dbstat", column("name"), column("pgsize"))
        named = or_(pages.c.name == name, pages.c.name.contains(f"ix_{name}"), pages.c.name.contains(f"index_{name}"))
        taken = select(func.sum(pages.c.pgsize)).where(named)
    with engine.connect() as connection:
        rows = connection.execute(select(func.count()).select_from(model)).scalar_one()
        return name, rows // runs, connection.execute(taken).scalar_one() / max(1, rows)


if __name__ == "__main__":
    main()
