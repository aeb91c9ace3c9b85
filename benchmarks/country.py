"""From a small town to the whole country: the engine at four sizes, checked, beside the machine's limits and beside rivals.

``python -m benchmarks.country`` measures the four sizes, ``--people 5000 --openings 500`` one of one's own; the answer is
written to ``benchmarks/results.md``.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

from sqlalchemy import URL

from benchmarks import beside, limits, sections, stages
from benchmarks.memory import Looks, watched
from benchmarks.report import RESULTS, put
from benchmarks.sections import Size
from benchmarks.server import database, server

SIZES = ((1_000, 100), (5_000, 500), (20_000, 2_000), (200_000, 20_000))
ON_SQLITE = 40_000_000
"""Pairs up to which the rematch is measured on SQLite and the rivals are asked; beyond it, on PostgreSQL."""

ROUNDS = 3
"""Runs of a size on which the median is taken; beyond :data:`ON_SQLITE` there is one."""

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and write the results."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--people", type=int, help="one size alone, with --openings")
    parser.add_argument("--openings", type=int)
    parser.add_argument("--sizes", default="", help="sizes such as 1000x100,5000x500; the four usual ones when left out")
    parser.add_argument("--postgres", metavar="URL", help="a server where databases may be made; one is started when left out")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="runs of each size but the largest")
    parser.add_argument("--into", type=Path, default=RESULTS, metavar="FILE", help="write there instead")
    given = parser.parse_args(arguments)
    sizes = [
        (int(people), int(openings)) for people, _, openings in (one.partition("x") for one in given.sizes.split(",") if one)
    ]
    if given.people or given.openings:
        sizes = [(given.people or SIZES[-1][0], given.openings or SIZES[-1][1])]
    for title, lines in measured(sorted(sizes or SIZES, key=math.prod), given.postgres, given.rounds):
        print(put(title, lines, given.into), flush=True)


def measured(sizes: Sequence[tuple[int, int]], postgres: str | None, rounds: int) -> Iterator[tuple[str, list[str]]]:
    """Measure the sizes, the smallest first; yield titles and lines of the sections, again after each size."""
    load = os.getloadavg()
    beside_at = max((size for size in sizes if math.prod(size) <= ON_SQLITE), key=math.prod, default=None)
    with server(postgres) as url:
        if beside_at:
            with _database(url) as address:
                held, _ = _apart(beside.compare, *beside_at, address)
            yield "Side by side", sections.side_by_side(held)
        machine, _ = _apart(limits.measure)
        found: list[Size] = []
        for people, openings in sizes:
            found.append(_at(people, openings, url, rounds, last=(people, openings) == sizes[-1]))
            # The largest takes minutes: whoever stops it keeps the others.
            yield "Sizes and stages", sections.sizes_and_stages(found, load)
            yield "Exactness", sections.exactness(found)
            yield "Share of the physical limit", sections.physical_limit(found[-1], machine)
    yield "Where the time goes", sections.profile(found[-1])


def _at(people: int, openings: int, url: URL | None, rounds: int, *, last: bool) -> Size:
    small = people * openings <= ON_SQLITE
    runs = [_apart(stages.in_the_engine, people, openings, profile=last) for _ in range(rounds if small else 1)]
    engine, looks = sorted(runs, key=lambda run: run[0].seconds)[len(runs) // 2]
    if small:
        with tempfile.TemporaryDirectory() as folder:
            night, night_looks = _apart(stages.end_to_end, people, openings, f"sqlite:///{folder}/bench.db")
        return Size(engine, looks, night, night_looks, "SQLite", len(runs))
    with _database(url) as address:
        if address is None:
            return Size(engine, looks, None, [], "no PostgreSQL here")
        night, night_looks = _apart(stages.end_to_end, people, openings, address)
    return Size(engine, looks, night, night_looks, "PostgreSQL")


@contextmanager
def _database(url: URL | None) -> Iterator[str | None]:
    if url is None:
        yield None
        return
    with database(url) as address:
        yield address


def _apart(work: Callable[Given, Answer], *args: Given.args, **kwargs: Given.kwargs) -> tuple[Answer, Looks]:
    """Do a piece of work in a new process and watch its memory."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as worker:
        pid = worker.submit(os.getpid).result()
        try:
            return watched(worker.submit(work, *args, **kwargs), pid)
        except (KeyboardInterrupt, SystemExit):
            os.kill(pid, signal.SIGKILL)
            raise


if __name__ == "__main__":
    # Whoever ends it wants the database server that it started ended too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    main()
