"""The lists of all people while openings come in one by one: each entry is one whole number."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.order import CLOSED_FROM, Keys

MOST_AT_ONCE = 1 << 16
"""Openings and people that one merge of people's lists tells apart."""

SLOT_BITS = 16
NOBODY = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
MORE = np.uint64(0xFFFF_FFFF_FFFF_FFFE)
"""In a person's list: no more is known from here on, though there may be more (:mod:`matcher.overnight`)."""

Packed = NDArray[np.uint64]


class PeoplesLists:
    """The lists of all people while openings come in one by one.

    An opening enters only where it is better than the last place of a person's list as it stood when lists were last
    sorted; what entered is kept aside until there is enough of it, and then sorted in.
    """

    def __init__(self, best: Packed) -> None:
        self._best, self._places = best, best.shape[1]
        self._aside: list[tuple[NDArray[np.int32], Packed]] = []
        self._held = 0
        self._last = np.full(len(best), CLOSED_FROM - np.uint32(1), dtype=np.uint32)

    def limit(self, people: NDArray[np.int64]) -> Keys:
        """Return the key that an opening must not exceed to enter the list of each of some people, shape (people,)."""
        return self._last.take(people)

    def take(self, number: int, keys: Keys, limit: Keys, people: NDArray[np.int64]) -> bool:
        """Take in one opening: its number and the key of some people; tell whether limits have moved since."""
        who = np.flatnonzero(keys <= limit)
        if len(who):
            entries = (keys[who].astype(np.uint64) << np.uint64(SLOT_BITS)) | np.uint64(number)
            self._aside.append((people.take(who).astype(np.int32), entries))
            self._held += len(who)
        if self._held <= _ASIDE * len(self._best):
            return False
        self.settle()
        return True

    def settle(self) -> None:
        """Sort in what was kept aside."""
        if not self._aside:
            return
        who = np.concatenate([some for some, _ in self._aside])
        entries = np.concatenate([some for _, some in self._aside])
        self._aside, self._held = [], 0
        # Two passes over 16 bits are several times faster than one sort of whole numbers.
        order = np.argsort(who.astype(np.uint16), kind="stable")
        order = order[np.argsort((who >> 16).astype(np.uint16)[order], kind="stable")]
        who, entries = who[order], entries[order]
        starts = np.flatnonzero(np.r_[True, who[1:] != who[:-1]])
        counts = np.diff(np.r_[starts, len(who)])
        people = who[starts]
        for least, most in _SIZES:
            group = np.flatnonzero((counts > least) & (counts <= most))
            if len(group):
                self._sort_in(people[group], starts[group], counts[group], entries)

    def _sort_in(self, people: NDArray[np.int32], starts: NDArray[np.int64], counts: NDArray[np.int64], entries: Packed) -> None:
        table = np.full((len(people), self._places + int(counts.max())), NOBODY, dtype=np.uint64)
        table[:, : self._places] = self._best[people]
        line = np.repeat(np.arange(len(people)), counts)
        place = np.arange(len(line)) - np.repeat(np.cumsum(counts) - counts, counts)
        table[line, self._places + place] = entries[np.repeat(starts, counts) + place]
        table.sort(axis=1)
        self._best[people] = table[:, : self._places]
        last = (table[:, self._places - 1] >> np.uint64(SLOT_BITS)).astype(np.uint64)
        self._last[people] = np.minimum(last, CLOSED_FROM - np.uint32(1)).astype(np.uint32)


_ASIDE = 4
"""Entries a person, on average, that are kept aside before they are sorted in."""

_SIZES = ((0, 8), (8, 24), (24, 64), (64, 256), (256, MOST_AT_ONCE))
"""People with about as many entries are sorted together: it saves room."""
