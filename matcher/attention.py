"""First places spread among more people: whoever stands first in several lists gives way where the loss is small."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from matcher.allocation import Pairs
from matcher.assignment import Edges, Integers, assign

SMALL = 600
"""What a list may give up at its first place, thousandths of a bit: two in three of the odds are left, which is within
what two advisers differ by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One list whose first place goes to somebody else.

    Attributes
    ----------
    opening : int
        Whose list it is.
    person : int
        Who stands first now.
    gave_way : int
        Who stood first before, and stands second now.
    places : int
        How many places ``person`` moved up; everybody passed moved down by one.
    score, before : int
        Score of who stands first now, and of who did before.
    """

    opening: int
    person: int
    gave_way: int
    places: int
    score: int
    before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """First places spread over some lists, and what it traded.

    Attributes
    ----------
    lists : int
        How many lists have anybody who can be called now.
    people_before, people_now : int
        How many different people stand first in them.
    first : mapping of int to int
        Opening -> who stands first in its list before anything is spread.
    moves : tuple of Move
        The lists that changed, in the order of the openings.
    """

    lists: int
    people_before: int
    people_now: int
    first: dict[int, int]
    moves: tuple[Move, ...]

    @property
    def firsts(self) -> Counter[int]:
        """Person -> how many lists the person stands first in before anything is spread."""
        return Counter(self.first.values())


def spread(pairs: Pairs, *, small: int = SMALL, least: int | None = None) -> Spread:
    """Return who stands first in each list when as many different people as possible do.

    Parameters
    ----------
    pairs : Pairs
        Only people of the first tier in each list that can be called now take part, so nobody passes a better tier.
    small : int
        Nobody comes first who has a score lower than the best of the list by more than this.
    least : int or None
        Lists whose first has a lower score take no part: nobody will be called for them.

    Returns
    -------
    Spread
        Exact: no other choice within ``small`` puts more people first, or as many with fewer lists changed, or as many with
        as few and less score given up.
    """
    now = pairs.now()
    now = now.take(now.preference())
    best, place = _in_lists(now.row)
    if least is not None:
        now = now.take(now.score[best] >= least)
        best, place = _in_lists(now.row)
    near = (now.step == now.step[best]) & (now.score >= now.score[best] - small)
    edges = Edges(
        row=now.row, column=now.column, step=(place > 0).astype(np.int64), score=now.score - now.score[best], tie=now.tie
    ).take(near)
    chosen = np.flatnonzero(near)[assign(edges, np.ones(int(now.row.max(initial=-1)) + 1, dtype=np.int64))]
    firsts = place == 0
    first = dict(zip(now.row[firsts].tolist(), now.column[firsts].tolist(), strict=True))
    return Spread(
        lists=len(first),
        people_before=len(set(first.values())),
        people_now=len(chosen),
        first=first,
        moves=tuple(
            Move(
                opening=int(now.row[number]),
                person=int(now.column[number]),
                gave_way=int(now.column[best[number]]),
                places=int(place[number]),
                score=int(now.score[number]),
                before=int(now.score[best[number]]),
            )
            for number in chosen.tolist()
            if place[number]
        ),
    )


def _in_lists(row: Integers) -> tuple[Integers, Integers]:
    """Return for each entry the number of the first of its list, and its place in it."""
    first = np.flatnonzero(np.diff(row, prepend=-1))
    best = np.repeat(first, np.diff(first, append=len(row)))
    return best, np.arange(len(row)) - best
