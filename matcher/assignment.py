"""Who takes which place, solved exactly: the solver behind the allocation of positions and the spreading of first places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

Integers = NDArray[np.int64]
EXACT = 1 << 51
"""Prices below this are added and subtracted as floats without any loss, with room for the sums along a way."""

MOST_BITS = 16
"""So much of the hash of a pair is weighed at most; beyond it the order of the hashes decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """Pairs that may be brought together, as parallel arrays of shape (edges,); each pair stands once.

    Attributes
    ----------
    row : ndarray of int64
        Who has places to give.
    column : ndarray of int64
        Who can take one.
    step : ndarray of int64
        What counts before the score, from 0: a question to ask, a month to wait.
    score : ndarray of int64
        Thousandths of a bit.
    tie : ndarray of uint64
        Keyed hash of the pair: it decides where step and score are the same, the smallest first.
    """

    row: Integers
    column: Integers
    step: Integers
    score: Integers
    tie: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.row)

    def take(self, which: NDArray[np.int64] | NDArray[np.bool_]) -> Edges:
        """Return some of the pairs, in the order asked for."""
        return Edges(
            row=self.row[which],
            column=self.column[which],
            step=self.step[which],
            score=self.score[which],
            tie=self.tie[which],
        )

    def preference(self) -> Integers:
        """Return the order in which each row wants its columns, row after row."""
        return np.lexsort((self.tie, -self.score, self.step, self.row))


def assign(edges: Edges, places: Integers) -> Integers:
    """Return which edges to keep so that most places are taken, with fewest steps, then the best total score.

    Parameters
    ----------
    edges : Edges
        Each column takes one place at most.
    places : ndarray of int64
        How many places each row has.

    Returns
    -------
    ndarray of int64
        Numbers of the edges, row after row, best first.  The answer does not depend on the order of the edges or on the
        numbers of rows and columns: equal answers are told apart by the hashes.

    Raises
    ------
    ValueError
        When there are so many places that prices would no longer be exact (about half a million).

    Notes
    -----
    Every place may also stay empty, at a price above all else, by one dummy column of its own: the matrix stays sparse.
    """
    kept = _worth_keeping(edges, places)
    if not len(kept):
        return kept
    some = edges.take(kept)
    row, column = _by_hash(some.row, some.tie), _by_hash(some.column, some.tie)
    order = np.argsort(row, kind="stable")  # stable: the preference of each row is kept
    kept, row, column, some = kept[order], row[order], column[order], some.take(order)
    slot, edge, owner = _slots(row, places[some.row])
    number, people = len(owner), int(column.max()) + 1
    price, empty = _prices(some, number)
    rows = np.concatenate([slot, np.arange(number)])
    columns = np.concatenate([column[edge], people + np.arange(number)])
    prices = np.concatenate([price[edge], np.full(number, empty)]).astype(np.float64)
    graph = sparse.csr_matrix((prices, (rows, columns)), shape=(number, people + number))
    taken, by = min_weight_full_bipartite_matching(graph)
    real = by < people
    name = row * people + column
    by_name = np.argsort(name)
    chosen = kept[by_name[np.searchsorted(name[by_name], owner[taken[real]] * people + by[real])]]
    ordered: Integers = chosen[edges.take(chosen).preference()]
    return ordered


def _worth_keeping(edges: Edges, places: Integers) -> Integers:
    """Return the edges that an answer can hold, row after row, best first.

    Of each row as many as there are places in all: whoever stands further down gives way to somebody better who is free.
    """
    order = edges.preference()
    row = edges.row[order]
    wanted = np.minimum(np.bincount(row, minlength=len(places)), places)
    worth: Integers = order[(_rank(row) < wanted.sum()) & (wanted[row] > 0)]
    return worth


def _rank(row: Integers) -> Integers:
    """Return the place of each entry among those of its row, from 0; the rows stand one after the other."""
    begins = np.concatenate([[True], row[1:] != row[:-1]]) if len(row) else np.zeros(0, dtype=np.bool_)
    first = np.flatnonzero(begins)
    rank: Integers = np.arange(len(row)) - first[np.cumsum(begins) - 1]
    return rank


def _by_hash(label: Integers, tie: NDArray[np.uint64]) -> Integers:
    """Return numbers for the labels that follow the hashes alone, not the labels."""
    known, which = np.unique(label, return_inverse=True)
    least = np.full(len(known), np.iinfo(np.uint64).max, dtype=np.uint64)
    np.minimum.at(least, which, tie)
    number = np.empty(len(known), dtype=np.int64)
    number[np.argsort(least, kind="stable")] = np.arange(len(known))
    numbers: Integers = number[which]
    return numbers


def _slots(row: Integers, places: Integers) -> tuple[Integers, Integers, Integers]:
    """Lay the places of all rows side by side and return (slot, edge) of each cell, and the row of each slot.

    Of a row with ``h`` columns and ``p`` places the ``i``-th place is open to columns ``i`` to ``i + h - p`` only.  Whoever
    is chosen, taken in order, fits into that band; so no choice is lost, and a row that takes all has one cell for each.
    """
    many = np.bincount(row)
    begins = np.cumsum(many) - many
    wanted = np.minimum(many, places[begins])
    rank, slack = _rank(row), (many - wanted)[row]
    low, high = np.maximum(rank - slack, 0), np.minimum(rank, wanted[row] - 1)
    repeats = high - low + 1
    edge = np.repeat(np.arange(len(row)), repeats)
    within = np.arange(len(edge)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    first = np.cumsum(wanted) - wanted
    return first[row[edge]] + low[edge] + within, edge, np.repeat(np.arange(len(many)), wanted)


def _prices(edges: Edges, number: int) -> tuple[Integers, int]:
    """Return the price of each edge and of an empty place: all lesser prices together never buy a greater one."""
    worst, most = int(edges.score.max() - edges.score.min()), int(edges.step.max())
    for bits in range(MOST_BITS, -1, -1):
        point = number * ((1 << bits) - 1) + 1
        step = number * (worst * point + point) + 1
        empty = number * (most + 1) * step + 1
        if empty < EXACT:
            hashed = (edges.tie >> np.uint64(64 - bits)).astype(np.int64) if bits else np.zeros(len(edges), dtype=np.int64)
            # One more for all: a price of nothing would be no cell of the sparse matrix.
            return edges.step * step + (edges.score.max() - edges.score) * point + hashed + 1, empty + 1
    raise ValueError(f"{number} places are too many to be weighed exactly at once: divide them by region")
