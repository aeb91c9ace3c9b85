"""Merging lists in order whose entries are whole numbers: those of other openings, and those that are carried over a night."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.compiled import compiled

_NOBODY = 0xFFFF_FFFF_FFFF_FFFF


@compiled
def join(best: NDArray[np.uint64], others: NDArray[np.uint64]) -> None:
    """Take what is best of two lists of each person into the first, shape (people, places) both; each is in order."""
    places = best.shape[1]
    both = np.empty(places, dtype=np.uint64)
    for row in range(len(best)):
        one, other = 0, 0
        for place in range(places):
            if best[row, one] <= others[row, other]:
                both[place] = best[row, one]
                one += 1
            else:
                both[place] = others[row, other]
                other += 1
        best[row] = both


class Known(NamedTuple):
    """Lists that are known.

    Attributes
    ----------
    entries, lengths : ndarray, shape (lists, places) and (lists,)
        In order, and how long each is; the highest number = nobody stands there now.
    whole : ndarray of bool, shape (lists,)
        Everybody stands in a list who may; else nothing is known of those below the last who stands there still.
    """

    entries: NDArray[np.uint64]
    lengths: NDArray[np.int64]
    whole: NDArray[np.bool_]


@compiled
def merge(known: Known, chosen: NDArray[np.int64], come: NDArray[np.uint64], found: NDArray[np.uint64]) -> None:
    """Merge lists with those who come, as far down as the order is known.

    Parameters
    ----------
    known : Known
        Lists.
    chosen : ndarray of int64, shape (lists,)
        Which of them each list was; -1 = nobody stood there.
    come, found : ndarray of uint64, shape (lists, places)
        Who comes, in order; and what becomes of the lists, which holds the highest number everywhere.
    """
    for number in range(len(chosen)):
        which, old, new, place = chosen[number], 0, 0, 0
        end = known.lengths[which] if which >= 0 else 0
        to_the_end = known.whole[which] if which >= 0 else True
        while end > 0 and known.entries[which, end - 1] == _NOBODY:
            end -= 1
        while place < found.shape[1]:
            while old < end and known.entries[which, old] == _NOBODY:
                old += 1
            if old == end and not to_the_end:
                break
            entry = come[number, new] if new < come.shape[1] else np.uint64(_NOBODY)
            if old < end and known.entries[which, old] < entry:
                found[number, place] = known.entries[which, old]
                old += 1
            elif entry != _NOBODY:
                found[number, place] = entry
                new += 1
            else:
                break
            place += 1
