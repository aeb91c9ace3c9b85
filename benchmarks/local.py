"""Local size, end to end: 1 000 people held up against 100 vacancies on the embedded database, in the engine and on the pages.

Run with ``make bench``; the answer is written to ``benchmarks/results.md``.
"""

from __future__ import annotations

import platform
import statistics
import tempfile
from importlib.metadata import version
from pathlib import Path

from benchmarks import pages
from benchmarks.generate import DAY, SEED
from benchmarks.report import put
from benchmarks.world import NOW, build, seconds
from matcher.matcher import Matcher
from models.profiles import load_openings
from models.services.night.matching import rematch
from models.services.ranking.once import visible_candidates

ROUNDS = 5


def main() -> None:
    """Measure and write the results."""
    with tempfile.TemporaryDirectory() as folder:
        world = build(Path(folder))
        matcher = Matcher().fit(world.catalogue)
        # Each with a matcher that has read no title yet, as the first night of a process; then with one that has.
        new = [Matcher().fit(world.catalogue) for _ in range(ROUNDS)]
        runs = [seconds(lambda one=one: rematch(world.sessions, one, DAY, NOW)) for one in new]
        again = [seconds(lambda one=one: rematch(world.sessions, one, DAY, NOW)) for one in new]
        with world.sessions() as session:
            candidates, openings = visible_candidates(session, DAY), load_openings(session, DAY)
        pool = matcher.prepare(candidates, DAY)
        prepare = [seconds(lambda: matcher.prepare(candidates, DAY)) for _ in range(ROUNDS)]
        for opening in openings:
            matcher.rank(opening, pool, top=20)
        ranked = [1000 * seconds(lambda o=opening: matcher.rank(o, pool, top=20)) for _ in range(ROUNDS) for opening in openings]
        served = pages.measure(world, Path(folder), ROUNDS)
        world.engine.dispose()

    lines = [
        f"Local size: {len(candidates)} people, {len(openings)} vacancies, drawn from the demo with seed {SEED}. "
        "Embedded SQLite, one process.",
        f"Python {platform.python_version()}, numpy {version('numpy')}, scikit-learn {version('scikit-learn')}, "
        f"rapidfuzz {version('rapidfuzz')}, SQLAlchemy {version('sqlalchemy')}, gunicorn {version('gunicorn')}. "
        f"Medians of {ROUNDS} rounds in one run; command: `make bench`.",
        "",
        "| work | median | most | target |",
        "|---|---|---|---|",
        f"| full rematch, end to end, the first of a process | {statistics.median(runs):.2f} s | {max(runs):.2f} s | 1 s |",
        f"| full rematch, end to end, a later one | {statistics.median(again):.2f} s | {max(again):.2f} s | 1 s |",
        f"| a ranked vacancy in the engine, top 20 explained | {statistics.median(ranked):.1f} ms | "
        f"p95 {sorted(ranked)[int(0.95 * len(ranked))]:.1f} ms | under 50 ms |",
        f"| preparing the pool | {1000 * statistics.median(prepare):.0f} ms | {1000 * max(prepare):.0f} ms | |",
        f"| importing the people | {world.load_people:.1f} s | | |",
        f"| importing the vacancies, requirements read | {world.load_vacancies:.1f} s | | |",
        "",
        *pages.as_lines(served),
    ]
    print(put("Local size", lines))


if __name__ == "__main__":
    main()
