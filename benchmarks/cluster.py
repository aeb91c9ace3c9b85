"""The same lists by processes of this machine and by workers of a Dask cluster on it: seconds, and what the cluster adds.

Run with ``python -m benchmarks.cluster``; ``--sizes 200000x20000`` is the country.  In each round every way is taken once,
so that whatever else the machine does meets all of them.  Processor seconds are those of all processes together: what a
cluster adds stands there even where the machine has other things to do.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks import generate
from benchmarks.stages import drawn
from matcher.blocks import side_by_side
from matcher.lists import Lists
from matcher.matcher import Matcher
from matcher.pool import Pool
from matcher.records import Opening
from models.services.ranking.cluster import ClusterEngine, own_cluster, ranked_on
from models.services.ranking.pool_file import write_pool
from models.services.ranking.spread import ranked

SIZES = "5000x500,20000x2000"
WORKERS = (1, 2)


Spent = tuple[float, float]
"""Seconds, and processor seconds of all processes that have ended."""


def here(matcher: Matcher, pool: Pool, openings: list[Opening], processes: int) -> tuple[Spent, Lists]:
    """Return what processes of this machine take, and the lists."""
    began = _clocks()
    lists = ranked(matcher, _fresh(pool), openings, _silent, processes=processes)
    return _since(began), lists


def there(matcher: Matcher, pool: Pool, openings: list[Opening], workers: int) -> tuple[Spent, float, Lists]:
    """Return what a cluster takes from its start to its end, the seconds between the two, and the lists."""
    with tempfile.TemporaryDirectory() as scratch:
        began = _clocks()
        lists = ClusterEngine(matcher, Path(scratch), workers=workers).lists(openings, _fresh(pool), _silent)
        whole = _since(began)
        with own_cluster(workers, Path(scratch)) as client:
            started = time.perf_counter()
            write_pool(pool, Path(scratch) / "pool", records=False)
            again = ranked_on(client, matcher, pool, openings, _silent, folder=Path(scratch) / "pool")
            running = time.perf_counter() - started
    if again.best.tobytes() != lists.best.tobytes():
        raise ValueError("the cluster found other lists the second time")
    return whole, running, lists


def _clocks() -> Spent:
    spent = os.times()
    return spent.elapsed, spent.user + spent.system + spent.children_user + spent.children_system


def _since(began: Spent) -> Spent:
    now = _clocks()
    return now[0] - began[0], now[1] - began[1]


def _fresh(pool: Pool) -> Pool:
    """Return the same people with nothing reckoned yet, as a night begins."""
    return Pool(pool.candidates, pool.on, pool.domain, pool.columns)


def _silent(_done: int) -> None:
    """Tell nobody."""


def measure(people: int, openings: int, rounds: int, seed: int) -> list[tuple[str, float, float | None]]:
    """Return each way with its medians of seconds and of processor seconds."""
    matcher = Matcher().fit(generate.catalogue())
    candidates, posts = drawn(people, openings, seed)
    pool = matcher.prepare(side_by_side(candidates), generate.DAY)
    spent: dict[str, list[Spent]] = {}
    running: dict[str, list[float]] = {}
    for _ in range(rounds):
        wanted = b""
        for number in WORKERS:
            own, lists = here(matcher, pool, posts, number)
            wanted = wanted or lists.best.tobytes()
            spent.setdefault(f"{number} process(es) here", []).append(own)
            whole, while_running, lists = there(matcher, pool, posts, number)
            spent.setdefault(f"{number} Dask worker(s)", []).append(whole)
            running.setdefault(f"{number} Dask worker(s), cluster already running", []).append(while_running)
            if lists.best.tobytes() != wanted:
                raise ValueError("the cluster found other lists")
    found: list[tuple[str, float, float | None]] = [
        (name, statistics.median(wall for wall, _ in some), statistics.median(used for _, used in some))
        for name, some in spent.items()
    ]
    return [*found, *((name, statistics.median(some), None) for name, some in running.items())]


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=generate.SEED)
    given = parser.parse_args()
    print("| people x vacancies | way | seconds | of 1 process here | processor seconds |\n|---|---|---|---|---|")
    for size in given.sizes.split(","):
        people, openings = map(int, size.split("x"))
        found = measure(people, openings, given.rounds, given.seed)
        for name, seconds, used in found:
            processor = "" if used is None else f"{used:.1f}"
            print(f"| {people} x {openings} | {name} | {seconds:.1f} | {seconds / found[0][1]:.2f} | {processor} |", flush=True)


if __name__ == "__main__":
    main()
