"""A night after which some people and openings have changed: lists carried over beside lists made anew, and compared.

``python -m benchmarks.overnight_run 20000 2000``
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from time import process_time
from typing import TypeVar

from benchmarks import generate
from benchmarks.exactness import digest
from benchmarks.overnight import changed_openings, changed_people
from matcher.blocks import blocks
from matcher.lists import Lists, rank_all
from matcher.matcher import Matcher
from matcher.overnight import ROOM, Night, carried_over

PEOPLE_CHANGED, OPENINGS_CHANGED = 0.03, 0.05

Found = TypeVar("Found")


def timed(run: Callable[[], Found]) -> tuple[Found, float]:
    """Return what a call returns and how many seconds of processor time it took."""
    begun = process_time()
    found = run()
    return found, process_time() - begun


def main() -> None:
    """Run and print one line of a table; ends with 1 when the two differ."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("people", type=int)
    parser.add_argument("openings", type=int)
    given = parser.parse_args()
    matcher = Matcher().fit(generate.catalogue())
    people, openings = list(generate.people(given.people)), list(generate.openings(given.openings))
    before = Night(matcher.prepare(people, generate.DAY), sorted(openings, key=lambda one: one.id))
    last_night = rank_all(matcher, before.pool, before.openings, blocks(before.openings, matcher.domain_), room=ROOM)
    later = changed_people(people, PEOPLE_CHANGED)
    new = sorted(changed_openings(openings, OPENINGS_CHANGED), key=lambda one: one.id)
    # Each has a pool of its own, so that neither finds anything reckoned already.
    after = Night(matcher.prepare(later, generate.DAY), new)
    found, carrying = timed(lambda: carried_over(matcher, last_night, before, after))
    after = Night(matcher.prepare(later, generate.DAY), new)
    anew, whole = timed(lambda: _anew(matcher, after))
    same = digest(found.published()) == digest(anew)
    print(f"| {given.people} × {given.openings} | {whole:.1f} s | {carrying:.1f} s | {whole / carrying:.1f} | {same} |")
    if not same:
        raise SystemExit(1)


def _anew(matcher: Matcher, after: Night) -> Lists:
    return rank_all(matcher, after.pool, after.openings, blocks(after.openings, matcher.domain_))


if __name__ == "__main__":
    main()
