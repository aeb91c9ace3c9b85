"""Merging lists in order whose entries are whole numbers: those of other openings, and those that are carried over a night."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.compiled import compiled

_NOBODY = 0xFFFF_FFFF_FFFF_FFFF
_MORE = _NOBODY - 1
"""Ends a list of which no more is known (:data:`matcher.order.MORE`)."""


@compiled
def join(best: NDArray[np.uint64], others: NDArray[np.uint64]) -> None:
    """Take what is best of two lists of each person into the first, as far down as both are known.

    Parameters
    ----------
    best, others : ndarray of uint64, shape (people, places)
        Each in order.
    """
    places = best.shape[1]
    both = np.empty(places, dtype=np.uint64)
    for row in range(len(best)):
        one, other = 0, 0
        both[:] = np.uint64(_NOBODY)
        for place in range(places):
            if best[row, one] == np.uint64(_MORE) or others[row, other] == np.uint64(_MORE):
                both[place] = np.uint64(_MORE)
                break
            if best[row, one] <= others[row, other]:
                both[place] = best[row, one]
                one += 1
            else:
                both[place] = others[row, other]
                other += 1
        best[row] = both


class Same(NamedTuple):
    """Who and what has not changed; -1 = changed, new or gone.

    Attributes
    ----------
    people, openings : ndarray of int64, shape (people,) and (openings before,)
        Where each person stood before, and where each opening stands now.
    """

    people: NDArray[np.int64]
    openings: NDArray[np.int64]


@compiled
def keep(old: NDArray[np.uint64], same: Same, shown: int, number: np.uint64, best: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Take over what people had of openings that have not changed, as far down as it is known; return who has too little.

    Parameters
    ----------
    old, best : ndarray of uint64, shape (people before, places) and (people, places)
        The people's own lists; the new ones hold the highest number everywhere, and are left so for whoever has too little.
    same : Same
        Who and what has not changed.
    shown : int
        Shorter lists are too little, unless nothing is missing in them.
    number : uint64
        The bits of an entry that are the number of the opening.

    Returns
    -------
    ndarray of bool, shape (people,)
        Whose list is to be made anew though the person has not changed.
    """
    short, places = np.zeros(len(same.people), dtype=np.bool_), old.shape[1]
    for row in range(len(same.people)):
        before = same.people[row]
        if before < 0:
            continue
        known, ends = 0, True
        for place in range(places):
            entry = old[before, place]
            # A full list may go on.
            ends = entry == np.uint64(_NOBODY)
            if entry >= np.uint64(_MORE):
                break
            now = same.openings[np.int64(entry & number)]
            if now >= 0:
                best[row, known] = (entry & ~number) | np.uint64(now)
                known += 1
        if not ends and known < shown:
            best[row, :known] = np.uint64(_NOBODY)
            short[row] = True
        elif not ends and known < places:
            best[row, known] = np.uint64(_MORE)
    return short


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
