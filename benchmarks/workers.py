"""What a web worker costs that maps the pool of the night: its start, its memory alone and beside another, and its speed.

Run with ``python -m benchmarks.workers``; ``--people 200000`` is the country.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import generate
from matcher.blocks import around, blocks, side_by_side
from matcher.lists import rank_all
from matcher.matcher import Matcher
from matcher.pool import Pool
from matcher.records import Opening
from models.services.ranking.pool_file import open_pool, read_pool, write_pool

ASKED = 200
"""Vacancies that each worker ranks."""
ROUNDS = 3
WORK = "import sys; from benchmarks.workers import work; work(sys.argv[1])"


def work(folder: str) -> None:
    """Be a web worker: start, rank, tell the processor seconds, and stay until told to go."""
    began = time.process_time()
    matcher = Matcher().fit(generate.catalogue())
    fitted = time.process_time()
    pool = open_pool(Path(folder), matcher.domain_, config=matcher.config_hash).pool
    opened = time.process_time()
    first, *others = generate.openings(ASKED)
    _rank(matcher, first, pool)
    ready = time.process_time()
    for opening in others:
        _rank(matcher, opening, pool)
    ended = time.process_time()
    gc.collect()
    print(
        json.dumps({"fit": fitted - began, "open": opened - fitted, "first": ready - opened, "others": ended - ready}), flush=True
    )
    sys.stdin.readline()


def _rank(matcher: Matcher, opening: Opening, pool: Pool) -> None:
    """Reckon one vacancy for those who may get there, as a page does."""
    (place,) = blocks([opening], matcher.domain_)
    matcher.score(opening, pool.part(around(place, pool)))


def measured(folder: Path, workers: int) -> tuple[list[dict[str, float]], int]:
    """Start so many workers one after the other; return what each told, and the bytes that all of them use together."""
    started = [
        subprocess.Popen([sys.executable, "-c", WORK, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(workers)
    ]
    told = [json.loads(_pipe(one.stdout).readline()) for one in started]
    used = sum(_shared_out(one.pid) for one in started)
    for one in started:
        one.communicate("go\n")
    return told, used


def _pipe(found: Any) -> Any:
    if found is None:
        raise ValueError("the process has no such pipe")
    return found


def _shared_out(pid: int) -> int:
    # A page that two map is half of each: the sum counts it once.
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def speed(matcher: Matcher, held: Pool, folder: Path, openings: Sequence[Opening]) -> tuple[float, float]:
    """Return the seconds for the lists of some openings with the pool in memory, and with it mapped; medians."""
    some = blocks(openings, matcher.domain_)
    held_seconds, mapped_seconds = [], []
    for _ in range(ROUNDS):
        for seconds, mapped in ((held_seconds, False), (mapped_seconds, True)):
            fresh = read_pool(folder, held.domain) if mapped else Pool(held.candidates, held.on, held.domain, held.columns)
            began = time.process_time()
            rank_all(matcher, fresh, openings, some)
            seconds.append(time.process_time() - began)
    return statistics.median(held_seconds), statistics.median(mapped_seconds)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=generate.SEED)
    given = parser.parse_args()
    matcher = Matcher().fit(generate.catalogue())
    people = sorted(generate.people(given.people, given.seed), key=lambda one: one.id)
    pool = matcher.prepare(side_by_side(people), generate.DAY)
    openings = sorted(generate.openings(ASKED, given.seed), key=lambda one: one.id)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "pool"
        write_pool(pool, folder)
        held, mapped = speed(matcher, pool, folder, openings)
        print(f"lists of {ASKED} vacancies, one process: in memory {held:.2f} s, mapped {mapped:.2f} s")
        # As the night leaves it: with what was reckoned for everybody.
        rank_all(matcher, pool, openings, blocks(openings, matcher.domain_))
        began = time.perf_counter()
        path = write_pool(pool, folder, config=matcher.config_hash)
        size = sum(one.stat().st_size for one in path.iterdir())
        print(f"written in {time.perf_counter() - began:.1f} s, {size / 1e6:.0f} MB")
        for workers in (1, 2):
            told, used = measured(folder, workers)
            parts = ", ".join(f"{name} {max(one[name] for one in told):.2f} s" for name in told[0])
            print(f"{workers} worker(s): {parts}; together {used / 1e6:.0f} MB", flush=True)


if __name__ == "__main__":
    main()
