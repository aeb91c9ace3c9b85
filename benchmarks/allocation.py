"""Everybody placed at once at the size of a country: 20 000 openings, the fifty best of each, on one core.

Run with ``OMP_NUM_THREADS=1 python -m benchmarks.allocation``; it takes about a minute.
"""

from __future__ import annotations

import resource
import time

import numpy as np

from matcher.allocation import Pairs, allocate
from matcher.attention import spread

SEED = 20261123
OPENINGS, PEOPLE, LIST, REGIONS, TRADES = 20_000, 200_000, 50, 60, 40


def country(positions: bool) -> tuple[Pairs, list[int]]:
    """Return lists as they crowd: trades are scarce in some regions and plenty in others, and all there want the able."""
    chance = np.random.default_rng(SEED)
    size = chance.pareto(1.5, REGIONS) + 0.3
    asked, had = chance.dirichlet(np.full(TRADES, 3.0)), chance.dirichlet(np.full(TRADES, 1.5))
    cells = REGIONS * TRADES
    cell_of_opening = chance.choice(cells, OPENINGS, p=np.outer(size / size.sum(), asked).ravel())
    cell_of_person = chance.choice(cells, PEOPLE, p=np.outer(size / size.sum(), had).ravel())
    able, ready = chance.normal(0, 1500, PEOPLE), chance.random(PEOPLE) < 0.4
    by_cell = np.argsort(cell_of_person, kind="stable")
    begins = np.searchsorted(cell_of_person[by_cell], np.arange(cells + 1))
    next_region = np.roll(np.arange(cells), TRADES)
    rows, columns, tiers, scores = [], [], [], []
    for row, cell in enumerate(cell_of_opening.tolist()):
        near, far = (by_cell[begins[one] : begins[one + 1]] for one in (cell, next_region[cell]))
        who = np.concatenate([near, far])
        score = able[who] + np.repeat([1500, 0], [len(near), len(far)]) + chance.normal(0, 600, len(who))
        tier = (~ready[who] | (chance.random(len(who)) < 0.2)).astype(np.int64)
        best = np.lexsort((-score, tier))[:LIST]
        rows.append(np.full(len(best), row))
        columns.append(who[best])
        tiers.append(tier[best])
        scores.append(score[best].astype(np.int64))
    opening, person = np.concatenate(rows), np.concatenate(columns)
    pairs = Pairs(
        opening=opening,
        person=person,
        tier=np.concatenate(tiers),
        months=np.zeros(len(opening), dtype=np.int64),
        score=np.concatenate(scores),
        tie=chance.integers(0, 2**64, len(opening), dtype=np.uint64),
    )
    many = np.minimum(chance.geometric(0.6, OPENINGS), 20) if positions else np.ones(OPENINGS, dtype=np.int64)
    return pairs, many.tolist()


def main() -> None:
    """Print one line for each way of asking."""
    for positions in (False, True):
        pairs, places = country(positions)
        began = time.perf_counter()
        found = allocate(pairs, places)
        took = time.perf_counter() - began
        mean, first = (sum(entry.score for entry in some) / len(some) for some in (found.filled, found.first_come))
        print(
            f"allocate: {len(pairs.opening):,} pairs, {sum(places):,} positions (most {max(places)}): {took:.1f} s; "
            f"filled {len(found.filled):,} ({sum(entry.step for entry in found.filled):,} to ask), first come "
            f"{len(found.first_come):,} ({sum(entry.step for entry in found.first_come):,}), mean score {mean:,.0f} "
            f"against {first:,.0f}, first choices {found.first_choices:,} people"
        )
        if not positions:
            began = time.perf_counter()
            shared = spread(pairs)
            took = time.perf_counter() - began
            lost = sum(move.before - move.score for move in shared.moves) / max(1, len(shared.moves))
            print(
                f"spread: {shared.lists:,} lists: {took:.1f} s; first places {shared.people_before:,} people before, "
                f"{shared.people_now:,} now, most lists with one person {max(shared.firsts.values())}; "
                f"{len(shared.moves):,} lists changed, giving up {lost:,.0f} on average"
            )
    print(f"largest memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
