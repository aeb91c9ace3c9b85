"""All open positions at once: who could take which, so that most are filled, and first places spread among more people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from matcher.records import Tier

Integers = NDArray[np.int64]
ALLOCATED = (Tier.READY, Tier.CLARIFY)
"""Tiers that can fill a position now; who is on the way is for later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """The pairs that may be brought together, as parallel arrays of shape (pairs,).

    Attributes
    ----------
    opening, person : ndarray of int64
        Rows of the opening and of the person.
    tier : ndarray of int64
        Order of the tier, 0 = klar.
    score : ndarray of int64
        Thousandths of a bit.
    """

    opening: Integers
    person: Integers
    tier: Integers
    score: Integers


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """One person for each position that can be filled.

    Attributes
    ----------
    filled : tuple of (int, int)
        Opening and person, in the order of the openings.
    positions : int
        How many positions there are.
    first_come : int
        How many would be filled if each opening in turn took the best person still free.
    score, first_come_score : int
        The sums of the scores, so that what was traded can be said.
    """

    filled: tuple[tuple[int, int], ...]
    positions: int
    first_come: int
    score: int
    first_come_score: int


def allocate(pairs: Pairs, positions: Sequence[int]) -> Allocation:
    """Return the assignment that fills most positions, then asks fewest questions, then has the best total score.

    Parameters
    ----------
    pairs : Pairs
        Those beyond the tiers of :data:`ALLOCATED` are left out.
    positions : sequence of int
        How many positions each opening has.

    Returns
    -------
    Allocation
        Exact: no other assignment fills more, or as many with fewer questions, or as many with as few and a better sum.
    """
    can = pairs.tier <= max(tier.order for tier in ALLOCATED)
    pairs = Pairs(opening=pairs.opening[can], person=pairs.person[can], tier=pairs.tier[can], score=pairs.score[can])
    greedy = _first_come(pairs, positions)
    hopeful = np.bincount(pairs.opening, minlength=len(positions))
    wanted = np.minimum(np.array(positions, dtype=np.int64), hopeful)
    owner = np.repeat(np.arange(len(positions)), wanted)
    filled: list[tuple[int, int, int]] = []
    if len(owner):
        filled = _matched(pairs, wanted, owner)
    return Allocation(
        filled=tuple((row, who) for row, who, _ in filled),
        positions=int(sum(positions)),
        first_come=len(greedy),
        score=sum(points for _, _, points in filled),
        first_come_score=sum(points for _, _, points in greedy),
    )


def _matched(pairs: Pairs, wanted: Integers, owner: Integers) -> list[tuple[int, int, int]]:
    """Solve it as one matching in which every position may also stay empty, at a price above everything else."""
    people, who = np.unique(pairs.person, return_inverse=True)
    score = pairs.score
    # Whole numbers whose steps cannot be bought by all lesser ones together; far below 2**53, so exact as floats.
    worst = int(score.max() - score.min()) + 1
    question = worst * (len(owner) + 1)
    empty = question * (len(owner) + 1)
    cost = (score.max() - score) + 1 + pairs.tier * question
    first = np.cumsum(wanted) - wanted
    slots = [first[row] + np.arange(wanted[row]) for row in pairs.opening]
    repeats = wanted[pairs.opening]
    rows = np.concatenate([*slots, np.arange(len(owner))])
    columns = np.concatenate([np.repeat(who, repeats), len(people) + np.arange(len(owner))])
    costs = np.concatenate([np.repeat(cost, repeats), np.full(len(owner), empty)])
    graph = sparse.csr_matrix((costs.astype(np.float64), (rows, columns)), shape=(len(owner), len(people) + len(owner)))
    slot, column = min_weight_full_bipartite_matching(graph)
    points = {(int(a), int(b)): int(c) for a, b, c in zip(pairs.opening, who, score, strict=True)}
    taken = [(int(owner[s]), int(c)) for s, c in zip(slot, column, strict=True) if c < len(people)]
    return sorted((row, int(people[c]), points[row, c]) for row, c in taken)


def _first_come(pairs: Pairs, positions: Sequence[int]) -> list[tuple[int, int, int]]:
    free, left = set(pairs.person.tolist()), list(positions)
    order = np.lexsort((pairs.person, -pairs.score, pairs.tier, pairs.opening))
    taken = []
    for pair in order:
        row, who = int(pairs.opening[pair]), int(pairs.person[pair])
        if left[row] and who in free:
            left[row] -= 1
            free.remove(who)
            taken.append((row, who, int(pairs.score[pair])))
    return taken
