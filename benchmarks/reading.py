"""How fast people and vacancies come out of the database: everything in batches, and the first of them row by row beside it.

``python -m benchmarks.reading`` uses SQLite in a temporary folder; ``--postgres`` a server started for the occasion, or the
one at an address where databases may be made.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmarks import generate
from benchmarks.report import table, whole
from benchmarks.server import STARTED, somewhere
from models import queries
from models.base import create_engine_for, reader_of
from models.people import JobSeeker
from models.profiles import load_candidates, load_openings, to_candidate, to_opening
from models.vacancies import Vacancy

PEOPLE, OPENINGS, ROUNDS = 20_000, 2_000, 3
SAMPLE = 1_000
HEAD = ("read", "records", "seconds", "own processor time", "of it for one record", "records a second")

Reading = Callable[[Session], Sequence[object]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Store people and vacancies, read them back, and print how long it took."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--openings", type=int, default=OPENINGS)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="the round with least processor time counts")
    parser.add_argument("--postgres", nargs="?", const=STARTED, metavar="URL", help="PostgreSQL, at this address if one is given")
    given = parser.parse_args(arguments)
    with somewhere(given.postgres) as address:
        print("\n".join(table(HEAD, measured(address, given.people, given.openings, given.rounds))))


def measured(address: str, people: int, openings: int, rounds: int) -> list[tuple[str, ...]]:
    """Return a row of the table for each way of reading what was stored at an address."""
    generate.fill(address, generate.people(people), generate.openings(openings))
    engine, day = create_engine_for(address), generate.DAY
    work: dict[str, Reading] = {
        "people": lambda session: list(load_candidates(session, day)),
        "vacancies": lambda session: load_openings(session, day),
        "people, row by row": _people_by_row,
        "vacancies, row by row": _vacancies_by_row,
    }
    try:
        return [_row(what, min(_timed(read, engine) for _ in range(rounds))) for what, read in work.items()]
    finally:
        engine.dispose()


def _people_by_row(session: Session) -> Sequence[object]:
    found = queries.visible_job_seekers().options(*queries.candidate_parts()).order_by(JobSeeker.id).limit(SAMPLE)
    return [to_candidate(row, generate.DAY) for row in session.scalars(found).unique()]


def _vacancies_by_row(session: Session) -> Sequence[object]:
    found = queries.open_vacancies(generate.DAY).options(*queries.opening_parts()).order_by(Vacancy.id).limit(SAMPLE)
    return [to_opening(row) for row in session.scalars(found).unique()]


def _timed(read: Reading, engine: Engine) -> tuple[float, float, int]:
    """Return processor time of this process, seconds of the clock, and how many records were read."""
    with Session(reader_of(engine)) as session:
        session.connection()
        began, own = time.perf_counter(), time.process_time()
        records = len(read(session))
        return time.process_time() - own, time.perf_counter() - began, records


def _row(what: str, took: tuple[float, float, int]) -> tuple[str, ...]:
    processor, seconds, records = took
    each = f"{1e6 * processor / records:.0f} µs"
    return what, whole(records), f"{seconds:.2f}", f"{processor:.2f} s", each, whole(records / seconds)


if __name__ == "__main__":
    main()
