"""Which of many words a typed word finds: whole, as a part of a compound, by its beginning, or misspelt."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

ALIKE = 84
"""Character similarity in percent from which a word is another one misspelt."""
LONG_ENOUGH = 5
"""Shorter words are not taken for misspelt: «natt» is not «vatt»."""
ONE_WRONG, TWO_WRONG = 6, 10
"""From so many letters on one wrong letter, or two, are forgiven whatever the similarity; «mekaniker» is no «tekniker»."""
WITHIN = 4
"""From so many letters on a word is found inside a compound."""
BEGINNING = 3

_SHORTEST = ALIKE / (200 - ALIKE)
"""The shorter of two words that are alike has at least this share of the longer one's letters."""
_END = "\n"

Numbers = NDArray[np.int64]


class Spelling:
    """Different words, in order of length; a word's number is its place in ``words``."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(set(words), key=lambda word: (len(word), word))
        self._lengths = np.array([len(word) for word in self.words], dtype=np.int64)
        self._letters = np.array([_letters(word) for word in self.words], dtype=np.uint64)
        # All words in one text: looking for a part of a word is one pass over it.
        self._text = _END + _END.join(self.words) + _END
        self._starts = np.cumsum(self._lengths + 1) - self._lengths

    def found(self, word: str) -> Numbers:
        """Return the numbers of the words that a typed word finds, in their order."""
        if not word or _END in word or not self.words:
            return np.empty(0, dtype=np.int64)
        return np.unique(np.concatenate([self._parts(word), self._misspelt(word)]))

    def _parts(self, word: str) -> Numbers:
        wanted, before = word, 0
        if len(word) < WITHIN:
            wanted, before = (f"{_END}{word}", 1) if len(word) >= BEGINNING else (f"{_END}{word}{_END}", 1)
        places, at = [], self._text.find(wanted)
        while at >= 0:
            places.append(at + before)
            at = self._text.find(wanted, at + 1)
        return np.asarray(np.searchsorted(self._starts, np.array(places, dtype=np.int64), side="right") - 1)

    def _misspelt(self, word: str) -> Numbers:
        if len(word) < LONG_ENOUGH:
            return np.empty(0, dtype=np.int64)
        low, high = np.searchsorted(self._lengths, [np.ceil(len(word) * _SHORTEST), np.floor(len(word) / _SHORTEST) + 1]).tolist()
        wrong = 2 if len(word) >= TWO_WRONG else 1 if len(word) >= ONE_WRONG else 0
        # Each letter that one of two words has and the other has not is an insertion or a deletion, and half a wrong letter.
        most = np.maximum((len(word) + self._lengths[low:high]) * (100 - ALIKE) // 100, 2 * wrong)
        apart = np.bitwise_count(self._letters[low:high] ^ np.uint64(_letters(word)))
        perhaps = low + np.flatnonzero(apart <= most)
        near = [self.words[number] for number in perhaps.tolist()]
        alike = process.cdist([word], near, scorer=fuzz.ratio, score_cutoff=ALIKE)[0] >= ALIKE
        if wrong:
            alike |= process.cdist([word], near, scorer=OSA.distance, score_cutoff=wrong)[0] <= wrong
        return np.asarray(perhaps[alike])


def _letters(word: str) -> int:
    """Return 64 bits: which of 32 kinds of letters a word has, and which more than once.

    Two words differ in no more bits than letters must be put in and taken out to make one of the other.
    """
    once = twice = 0
    for letter in word:
        kind = 1 << ord(letter) % 32
        once, twice = once | kind, twice | (once & kind)
    return once | twice << 32
