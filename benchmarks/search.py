"""Words and filters over many people: how long the index takes to make, and what one search costs the processor.

``python -m benchmarks.search --people 200000``: invented people, 500 searches of six kinds drawn from a seed, each once and
none twice in a row.  A search is what the page asks of the engine: who fits the words and filters, and the numbers beside
each filter.  The database, the standing for open vacancies and the page itself are not in it.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path

import numpy as np

from benchmarks.generate import DAY, SEED, catalogue, newcomers, people
from benchmarks.report import put, table
from benchmarks.spent import profiled, told
from matcher.matcher import Matcher
from matcher.pool import Pool
from models.services.people.filters import LEVELS, Rows, Shelf, shelf_of
from models.services.people.index import Mask, hits, index_of
from models.services.ranking.overlay import SMALL, Everybody, part_of

QUERIES = 500
LETTERS = "aeinorst"
SHIFTS = ("day", "evening", "night", "weekend")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked: words as typed, and filters."""

    kind: str
    words: str = ""
    language: str = ""
    shifts: tuple[str, ...] = ()
    licence: str = ""


@dataclass(slots=True)
class Spent:
    """Milliseconds of the processor for each search of one kind: finding people, and counting beside the filters."""

    finding: list[float] = field(default_factory=list)
    counting: list[float] = field(default_factory=list)
    found: list[int] = field(default_factory=list)


def queries(pool: Pool, dice: random.Random) -> Iterator[Query]:
    """Draw searches from the titles and places of the pool's own people."""
    names = sorted({place.kommune for place in catalogue().places.values()})
    while True:
        person = pool.candidates[dice.randrange(len(pool))]
        titles = [one.title for one in person.practice] + [one.title for one in person.wishes]
        words = [word for title in titles for word in title.split() if word.isalpha() and len(word) > len("natt")]
        if not words:
            continue
        one, other, place = dice.choice(words), dice.choice(words), dice.choice(names)
        filters = Query(kind="filters only", language=dice.choice(LEVELS), shifts=(dice.choice(SHIFTS),), licence="B")
        yield Query(kind="one word", words=one)
        yield Query(kind="misspelt", words=_misspelt(one, dice))
        yield Query(kind="beginning", words=one[: max(4, 2 * len(one) // 3)])
        yield replace(filters, kind="two words and filters", words=f"{one} {other}")
        yield Query(kind="place", words=f"{one} {place}")
        yield filters


def _misspelt(word: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(word))
    return word[:at] + dice.choice(LETTERS) + word[at + 1 :]


def fitting(query: Query, everybody: Everybody, shelf: Shelf) -> dict[str, Mask]:
    """Return who fits each term of a search."""
    found = {}
    if query.words:
        found["words"] = hits(everybody, query.words)
    if query.language:
        found["language"] = shelf.language(query.language)
    if query.shifts:
        found["shifts"] = shelf.shifts.having(query.shifts)
    if query.licence:
        found["licence"] = shelf.licences.having([query.licence])
    return found


def counted(masks: Mapping[str, Mask], shelf: Shelf, everybody: Mask, fitting: Rows) -> list[Mapping[str, int]]:
    """Return the numbers beside each filter, the other filters as they are; ``fitting`` are those who fit all of them."""

    def others(name: str) -> Rows:
        if name not in masks:
            return fitting
        return np.flatnonzero(reduce(np.logical_and, (mask for other, mask in masks.items() if other != name), everybody))

    ways: Mapping[str, Callable[[Rows], Mapping[str, int]]] = {
        "language": shelf.languages,
        "licence": shelf.licences.counted,
        "shifts": shelf.shifts.counted,
        "paper": shelf.papers.counted,
    }
    return [count(others(name)) for name, count in ways.items()]


def measured(people_now: Everybody, shelf: Shelf, size: int, *, seed: int = SEED) -> dict[str, Spent]:
    """Ask ``size`` searches; return what they cost, by kind."""
    spent: dict[str, Spent] = {}
    everybody = people_now.alive
    drawn = queries(people_now.parts[0].pool, random.Random(seed))
    for _ in range(size):
        query = next(drawn)
        began = time.process_time()
        masks = fitting(query, people_now, shelf)
        rows = np.flatnonzero(reduce(np.logical_and, masks.values(), everybody))
        between = time.process_time()
        counted(masks, shelf, everybody, rows)
        ended = time.process_time()
        kind = spent.setdefault(query.kind, Spent())
        kind.finding.append(1000 * (between - began))
        kind.counting.append(1000 * (ended - between))
        kind.found.append(len(rows))
    return spent


def _memory() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def main() -> None:
    """Make people, index and filters; ask; print a table."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=QUERIES)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--changed", type=int, default=0, help="so many of the people have changed since the pool was prepared")
    parser.add_argument("--into", type=Path, metavar="FILE", help="write it there as a section, with a profile")
    given = parser.parse_args()
    matcher = Matcher().fit(catalogue())
    pool = matcher.prepare(list(people(given.people, given.seed)), DAY)
    lines = report(matcher, pool, given.queries, given.changed)
    print("\n".join(lines))
    if given.into:
        put("Words and filters", lines, given.into)


def report(matcher: Matcher, pool: Pool, size: int, changed: int) -> list[str]:
    """Make index and filters of a pool of which some have ``changed`` since, ask, and return a table and a profile."""
    before, began = _memory(), time.process_time()
    index = index_of(pool)
    made = time.process_time()
    everybody = Everybody([part_of(pool)])
    shelf = shelf_of(everybody)
    lines = [
        f"{len(pool)} people, {len(index.words)} different words; index {made - began:.1f} s, filters "
        f"{time.process_time() - made:.1f} s, {_memory() - before:.0f} MB kept."
    ]
    del index
    new = list(newcomers(changed, SEED))
    for start in range(0, changed, SMALL):
        few = [replace(one, id=pool.columns.ids[start + place]) for place, one in enumerate(new[start : start + SMALL])]
        everybody = everybody.changed({one.id for one in few}, few, lambda those: matcher.prepare(those, DAY))
    lines.append(f"{changed} changed since, in {len(everybody.parts) - 1} small pools. Milliseconds of the processor.")
    shelf = shelf_of(everybody)
    hits(everybody, "sykepleier")
    spent = measured(everybody, shelf, size)
    spent["all"] = Spent(*([one for some in spent.values() for one in getattr(some, name)] for name in Spent.__slots__))
    rows = [_row(kind, some) for kind, some in spent.items()]
    head = ["kind", "searches", "found, median", "people: p50, p95, p99 ms", "numbers: p50, p95, p99 ms", "both: p99 ms"]
    # Other searches of the same kinds: what has been asked once is remembered.
    seconds, most = profiled(lambda: measured(everybody, shelf, size, seed=SEED + 1))
    return [
        *lines,
        "",
        *table(head, rows),
        "",
        "Two words are looked up one after the other, and read together as a title, which takes about half a "
        f"millisecond by itself. As many more under Python's profiler, {seconds:.1f} s with its own cost:",
        "",
        *told(most, seconds),
    ]


def _row(kind: str, some: Spent) -> tuple[object, ...]:
    both = np.add(some.finding, some.counting)
    told_ = [", ".join(f"{value:.1f}" for value in np.percentile(part, [50, 95, 99])) for part in (some.finding, some.counting)]
    return kind, len(both), f"{np.median(some.found):.0f}", *told_, f"{np.percentile(both, 99):.1f}"


if __name__ == "__main__":
    main()
