"""All open positions at once: who could take which, so that most are filled, and what that trades."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.assignment import Edges, Integers, assign
from matcher.records import Tier

NOW = (Tier.READY, Tier.CLARIFY)
"""Tiers that can fill a position now; those on the way are asked for what stays empty, and the closed tier never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Openings and people held against each other, as parallel arrays of shape (pairs,); each pair stands once.

    Attributes
    ----------
    opening, person : ndarray of int64
        Rows of the opening and of the person.
    tier : ndarray of int64
        Order of the tier, 0 = klar.
    months : ndarray of int64
        Whole months until somebody on the way is ready; not read for the other tiers.
    score : ndarray of int64
        Thousandths of a bit.
    tie : ndarray of uint64
        Keyed hash of the pair, as in the lists.
    """

    opening: Integers
    person: Integers
    tier: Integers
    months: Integers
    score: Integers
    tie: NDArray[np.uint64]

    @classmethod
    def joined(cls, parts: Sequence[Pairs]) -> Pairs:
        """Return the pairs of all parts, one part after the other."""
        nobody = np.zeros(0, dtype=np.int64)
        return cls(
            opening=np.concatenate([nobody, *(part.opening for part in parts)]),
            person=np.concatenate([nobody, *(part.person for part in parts)]),
            tier=np.concatenate([nobody, *(part.tier for part in parts)]),
            months=np.concatenate([nobody, *(part.months for part in parts)]),
            score=np.concatenate([nobody, *(part.score for part in parts)]),
            tie=np.concatenate([nobody.astype(np.uint64), *(part.tie for part in parts)]),
        )

    def take(self, which: NDArray[np.bool_]) -> Pairs:
        """Return some of the pairs, in their order."""
        return Pairs(
            opening=self.opening[which],
            person=self.person[which],
            tier=self.tier[which],
            months=self.months[which],
            score=self.score[which],
            tie=self.tie[which],
        )

    def edges(self, which: NDArray[np.bool_], step: Integers) -> Edges:
        """Return some of the pairs for the solver, with what counts before the score."""
        return Edges(
            row=self.opening[which],
            column=self.person[which],
            step=step[which],
            score=self.score[which],
            tie=self.tie[which],
        )

    def now(self) -> Edges:
        """Return the pairs that can fill a position now; whoever has to be asked counts after all who need not."""
        return self.edges(self.tier <= max(tier.order for tier in NOW), self.tier)


@dataclass(frozen=True, slots=True)
class Placed:
    """One person for one position; ``step`` is 1 for who has to be asked first, or the months of who is on the way."""

    opening: int
    person: int
    step: int
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """One person for each position that can be filled, and what it trades.

    Attributes
    ----------
    positions : int
        How many positions there are.
    filled : tuple of Placed
        In the order of the openings, best first.
    later : tuple of Placed
        For positions that stay empty: people on the way who have no position above, the soonest first.
    first_come : tuple of Placed
        What would be filled if the best pairs were taken one after the other, each taking the best that is free.
    first_choices : int
        How many different people stand first, as many for each opening as it has positions.
    """

    positions: int
    filled: tuple[Placed, ...]
    later: tuple[Placed, ...]
    first_come: tuple[Placed, ...]
    first_choices: int


def allocate(pairs: Pairs, positions: Sequence[int]) -> Allocation:
    """Return the allocation that fills most positions, then asks fewest questions, then has the best total score.

    Parameters
    ----------
    pairs : Pairs
        Those of the closed tier are left out.
    positions : sequence of int
        How many positions each opening has.

    Returns
    -------
    Allocation
        Exact: no other fills more, or as many with fewer questions, or as many with as few and a better sum.  What stays
        empty is then offered to those on the way: most positions, then fewest months, then the best sum.
    """
    places = np.array(positions, dtype=np.int64)
    now = pairs.now()
    filled = _placed(now, assign(now, places))
    left = places - np.bincount([entry.opening for entry in filled], minlength=len(places)).astype(np.int64)
    busy = np.isin(pairs.person, [entry.person for entry in filled])
    later = pairs.edges((pairs.tier == Tier.ON_THE_WAY.order) & ~busy, pairs.months)
    return Allocation(
        positions=int(places.sum()),
        filled=filled,
        later=_placed(later, assign(later, left)),
        first_come=_first_come(now, positions),
        first_choices=_first_choices(now, places),
    )


def _placed(edges: Edges, which: Integers) -> tuple[Placed, ...]:
    some = edges.take(which)
    columns = (some.row, some.column, some.step, some.score)
    return tuple(Placed(*entry) for entry in zip(*(column.tolist() for column in columns), strict=True))


def _first_come(edges: Edges, positions: Sequence[int]) -> tuple[Placed, ...]:
    order = np.lexsort((edges.tie, -edges.score, edges.step))
    left, busy, taken = list(positions), set[int](), []
    for number, row, who in zip(order.tolist(), edges.row[order].tolist(), edges.column[order].tolist(), strict=True):
        if left[row] and who not in busy:
            left[row] -= 1
            busy.add(who)
            taken.append(number)
    return _placed(edges, np.array(taken, dtype=np.int64))


def _first_choices(edges: Edges, places: Integers) -> int:
    order = edges.preference()
    row = edges.row[order]
    begins = np.searchsorted(row, np.arange(len(places)))
    return len(np.unique(edges.column[order][np.arange(len(row)) - begins[row] < places[row]]))
