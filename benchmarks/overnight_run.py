"""A night after which some people and openings have changed: lists carried over beside lists made anew, and compared.

``python -m benchmarks.overnight_run 20000 2000``; on all processors, by the clock, preparing the people not counted.
"""

from __future__ import annotations

import argparse
import gc
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from benchmarks import generate
from benchmarks.exactness import digest
from benchmarks.overnight import changed_openings, changed_people
from benchmarks.report import put, table
from benchmarks.spent import Line, profiled, told
from matcher.blocks import blocks, side_by_side
from matcher.lists import rank_all
from matcher.matcher import Matcher
from matcher.overnight import ROOM, Night, carried_over
from models.services.ranking.spread import processors, ranked, spread_out

PEOPLE_CHANGED, OPENINGS_CHANGED = 0.03, 0.05

WHY = (
    "What is left is held in no table: every vacancy that has not changed is held against those people around it who have, as "
    "they were and as they are; those that have changed are held against everybody around them."
)

Found = TypeVar("Found")


def timed(run: Callable[[], Found]) -> tuple[Found, float]:
    """Return what a call returns and how many seconds it took."""
    begun = perf_counter()
    found = run()
    return found, perf_counter() - begun


def main() -> None:
    """Run and print one line of a table; ends with 1 when the two differ."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("people", type=int)
    parser.add_argument("openings", type=int)
    parser.add_argument("--into", type=Path, metavar="FILE", help="write it there as a section, with a profile of one process")
    given = parser.parse_args()
    matcher = Matcher().fit(generate.catalogue())
    _compile(matcher)
    people, openings = list(generate.people(given.people)), list(generate.openings(given.openings))
    before = Night(matcher.prepare(side_by_side(people), generate.DAY), sorted(openings, key=lambda one: one.id))
    # In this process, so that what it reckons for everybody is at hand, as it is in the pool that a night leaves.
    last_night = rank_all(matcher, before.pool, before.openings, blocks(before.openings, matcher.domain_), room=ROOM)
    later = changed_people(people, PEOPLE_CHANGED)
    new = sorted(changed_openings(openings, OPENINGS_CHANGED), key=lambda one: one.id)

    def after() -> Night:
        # Each has a pool of its own, so that none finds anything reckoned already.
        found = Night(matcher.prepare(side_by_side(later), generate.DAY), new)
        _at_rest()
        return found

    night = after()
    found, carrying = timed(lambda: carried_over(matcher, last_night, before, night, spread=spread_out))
    night = after()
    anew, whole = timed(lambda: ranked(matcher, night.pool, night.openings, lambda _done: None, processes=processors()))
    same = digest(found.published()) == digest(anew)
    size = f"{given.people} × {given.openings}"
    row = (size, f"{whole:.1f} s", f"{carrying:.1f} s", f"{whole / carrying:.1f}", "yes" if same else "no")
    lines = table(["people × vacancies", "everything anew", "carried over", "times as fast", "same"], [row])
    print("\n".join(lines))
    if given.into:
        night = after()
        seconds, most = profiled(lambda: carried_over(matcher, last_night, before, night))
        put("A night in which little has changed", [*lines, "", *_told(seconds, most)], given.into)
    if not same:
        raise SystemExit(1)


def _compile(matcher: Matcher) -> None:
    """Have the loops compiled, which happens once in an installation and is not counted."""
    people, openings = list(generate.people(200)), sorted(generate.openings(20), key=lambda one: one.id)
    night = Night(matcher.prepare(people, generate.DAY), openings)
    lists = rank_all(matcher, night.pool, openings, blocks(openings, matcher.domain_), room=ROOM)
    later = sorted(changed_openings(openings, OPENINGS_CHANGED), key=lambda one: one.id)
    after = Night(matcher.prepare(changed_people(people, PEOPLE_CHANGED), generate.DAY), later)
    carried_over(matcher, lists, night, after)


def _told(seconds: float, most: Sequence[Line]) -> list[str]:
    shares = f"{100 * PEOPLE_CHANGED:.0f} % of the people and {100 * OPENINGS_CHANGED:.0f} % of the vacancies"
    return [
        f"{shares} told anew, gone or come; by the clock on {processors()} processes, preparing the people not counted. "
        f"{WHY} Under Python's profiler one process takes {seconds:.0f} s, with the profiler's own cost:",
        "",
        *told(most, seconds),
    ]


def _at_rest() -> None:
    # As in the rematch: what is there stays, and the collector need not walk it again.
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    main()
