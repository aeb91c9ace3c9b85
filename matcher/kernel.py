"""The innermost loops, compiled: answers of a block folded into tiers, keys, lists and near misses in one pass.

Nothing is decided here that is not decided elsewhere: what is folded are the answers of :mod:`matcher.gates` and the weights
of :mod:`matcher.levels`, one row of a sheet (:mod:`matcher.sheet`) for each question.  All of it is whole numbers, so that the
lists are the same on every machine.  A few people are taken at a time, so that all answers about them lie in the cache, and
each step is a loop over them without a branch, so that many are reckoned at once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.compiled import compiled

_AT_ONCE = 1024
"""People who are taken at a time."""

_NUMBER_BITS, _ID_BITS = 16, 32
"""Below a key stands the number of an opening, or the place of an id among all ids."""

_ALONE = 1 << 16
"""So much counts a gate that is not met in a sum over all gates; below it stands the sum of their numbers, from 1."""


class Asks(NamedTuple):
    """What some openings ask of some people, with the answers.

    Attributes
    ----------
    marks, weights : ndarray of uint8 and int16, shape (rows, people)
        What each gate answers (:func:`matcher.gates.marks_into`), and what each comparison adds to the score.
    kinds : ndarray, shape (openings + 1,)
        Where the kinds of post of each opening begin and end.
    gate_ends, gates, codes : ndarray, shape (kinds + 1,) and twice (gates,)
        Where the gates of each kind begin and end; their rows among ``marks``, -1 = in nobody's way; and the number of their
        code among those of the opening.
    reach : ndarray, shape (kinds,)
        Which gate of each kind is the way to work.
    weight_ends, weighed : ndarray, shape (kinds + 1,) and (weights,)
        The same for the comparisons; rows among ``weights``.
    nearly : ndarray, shape (openings,)
        The row among ``marks`` that tells who lives nearly within reach.
    ties, numbers : ndarray of uint32 and uint64, shape (openings,)
        What orders people whose tier and score are the same (:mod:`matcher.order`), and the number of each opening.
    """

    marks: NDArray[np.uint8]
    weights: NDArray[np.int16]
    kinds: NDArray[np.int32]
    gate_ends: NDArray[np.int32]
    gates: NDArray[np.int32]
    codes: NDArray[np.int32]
    reach: NDArray[np.int32]
    weight_ends: NDArray[np.int32]
    weighed: NDArray[np.int32]
    nearly: NDArray[np.int32]
    ties: NDArray[np.uint32]
    numbers: NDArray[np.uint64]


class People(NamedTuple):
    """The people who are asked, and their own lists.

    Attributes
    ----------
    ties, by_id : ndarray of uint32, shape (people,)
        What orders them where tier and score are the same, and at last: the place of the id among all ids.
    who : ndarray of int64, shape (people,)
        The row of each person's list.
    best : ndarray of uint64, shape (everybody, places)
        The lists, in order: the key stands above the number of the opening; the highest number = no more.
    begin, counted, end : int
        Those from ``begin`` to ``end`` are held against the openings; those before ``counted`` enter the openings' lists, and
        all of them have their own filled.
    """

    ties: NDArray[np.uint32]
    by_id: NDArray[np.uint32]
    who: NDArray[np.int64]
    best: NDArray[np.uint64]
    begin: int
    counted: int
    end: int


class Scale(NamedTuple):
    """What marks, keys and weights mean: told, since what is compiled depends on no other file.

    Attributes
    ----------
    lacks, too_long, no_end : int
        In marks (:mod:`matcher.gates`): not met from here on; and of the bits of ``no_end``, which are those of the wait, too
        long from here on.
    over, way : ndarray of uint8 and int16, shape (bounds,)
        The bounds of waits, and what is added to the score of whoever waits for longer.
    prior : int
        The score that all begin with.
    highest, tie_bits : int
        In keys (:mod:`matcher.order`), below two bits of tier: the highest score, and how many bits order equals.
    """

    lacks: int
    too_long: int
    no_end: int
    over: NDArray[np.uint8]
    way: NDArray[np.int16]
    prior: int
    highest: int
    tie_bits: int


class Told(NamedTuple):
    """What becomes of some openings; of each list as many places as there is room for, the highest number = no more.

    Attributes
    ----------
    tiers : ndarray of int64, shape (openings, 3)
        People in each tier but the closed one.
    first : ndarray of uint64, shape (openings, places)
        The list, in order: the key stands above the place of the id among all ids.
    near_people, near_first : ndarray, shape (openings, codes) and (openings, codes, places)
        Those who miss nothing but one demand: how many, and the first of them.
    """

    tiers: NDArray[np.int64]
    first: NDArray[np.uint64]
    near_people: NDArray[np.int64]
    near_first: NDArray[np.uint64]

    def of(self, here: slice) -> Told:
        """Return what becomes of some of the openings."""
        return Told(self.tiers[here], self.first[here], self.near_people[here], self.near_first[here])


class _Few(NamedTuple):
    """What is known of the few people who are taken at a time."""

    folded: NDArray[np.uint8]
    lacking: NDArray[np.uint32]
    score: NDArray[np.int16]
    keys: NDArray[np.uint32]
    limit: NDArray[np.uint32]
    enters: NDArray[np.uint8]
    alone: NDArray[np.uint16]
    bars: NDArray[np.uint32]


@compiled
def rank(asks: Asks, people: People, scale: Scale, told: Told) -> None:
    """Hold some openings against some people, and fill the lists of both.

    Parameters
    ----------
    asks, people, scale, told : Asks, People, Scale, Told
        The openings, the people, what the numbers mean, and what is filled.
    """
    most = 1
    for opening in range(len(asks.kinds) - 1):
        most = max(most, asks.kinds[opening + 1] - asks.kinds[opening])
    few = _Few(
        np.empty(_AT_ONCE, dtype=np.uint8),
        np.empty((most, _AT_ONCE), dtype=np.uint32),
        np.empty(_AT_ONCE, dtype=np.int16),
        np.empty(_AT_ONCE, dtype=np.uint32),
        np.zeros(_AT_ONCE, dtype=np.uint32),
        np.zeros(_AT_ONCE, dtype=np.uint8),
        np.zeros((most, _AT_ONCE), dtype=np.uint16),
        np.zeros(told.near_first.shape[1] + 1, dtype=np.uint32),
    )
    for start in range(people.begin, people.end, _AT_ONCE):
        size = min(_AT_ONCE, people.end - start)
        here, counted = (start, size), max(0, min(size, people.counted - start))
        few.enters[:] = 0
        if people.best.shape[1]:
            for place in range(size):
                few.limit[place] = _last_key(people.best[people.who[start + place], -1], _NUMBER_BITS)
        for opening in range(len(asks.kinds) - 1):
            if _some_may_come(asks, opening, here, scale):
                for kind in range(asks.kinds[opening], asks.kinds[opening + 1]):
                    number = kind - asks.kinds[opening]
                    _fold(asks, kind, here, few.folded, few.lacking[number])
                    _sum_up(asks, kind, here, scale.prior, few.score)
                    _add_way(scale, size, few)
                    _take_keys(people.ties[start : start + size] ^ asks.ties[opening], scale, few, first=number == 0)
                _list(asks, people, (opening, start, size, counted), told, few)
                if counted:
                    _count_tiers(few.keys[:counted], told.tiers[opening])
                    _list_near(asks, people, (opening, start, size, counted), told, few)


@compiled
def tiers_of(asks: Asks, scale: Scale, found: NDArray[np.uint8]) -> None:
    """Fill the best tier of each person for each opening, shape (openings, people)."""
    folded, lacking = np.empty(_AT_ONCE, dtype=np.uint8), np.empty(_AT_ONCE, dtype=np.uint32)
    for start in range(0, asks.marks.shape[1], _AT_ONCE):
        size = min(_AT_ONCE, asks.marks.shape[1] - start)
        for opening in range(len(asks.kinds) - 1):
            best = found[opening, start : start + size]
            best[:] = 3
            for kind in range(asks.kinds[opening], asks.kinds[opening + 1]):
                _fold(asks, kind, (start, size), folded, lacking)
                for place in range(size):
                    best[place] = min(best[place], np.uint8(_tier(folded[place], scale)))


# --- the people who are taken at a time ------------------------------------------------------------------------------


@compiled
def _some_may_come(asks: Asks, opening: int, here: tuple[int, int], scale: Scale) -> bool:
    """Tell whether anybody may get to an opening, or nearly; else all are closed, and none misses something else alone."""
    start, size = here
    near = asks.marks[asks.nearly[opening], start : start + size]
    for kind in range(asks.kinds[opening], asks.kinds[opening + 1]):
        gate = asks.gates[asks.gate_ends[kind] + asks.reach[kind]]
        if gate < 0:
            return True
        way, found = asks.marks[gate, start : start + size], np.uint8(0)
        for place in range(size):
            found |= np.uint8((way[place] & scale.no_end) < scale.too_long) | near[place]
        if found:
            return True
    return False


@compiled
def _fold(asks: Asks, kind: int, here: tuple[int, int], folded: NDArray[np.uint8], lacking: NDArray[np.uint32]) -> None:
    """Fold what the gates of a kind answer: all their marks, and the sum of what is missing."""
    start, size = here
    folded[:size] = 0
    lacking[:size] = 0
    first = asks.gate_ends[kind]
    for gate in range(first, asks.gate_ends[kind + 1]):
        if asks.gates[gate] >= 0:
            number, row = np.uint32(_ALONE + gate - first + 1), asks.marks[asks.gates[gate], start : start + size]
            for place in range(size):
                folded[place] |= row[place]
                lacking[place] += number & (np.uint32(0) - np.uint32(row[place] >> 7))


@compiled
def _tier(folded: int, scale: Scale) -> np.uint32:
    """Return the tier, by sums of yes and no: something to ask or missing, something missing, missing for good."""
    return np.uint32(folded > 0) + np.uint32(folded >= scale.lacks) + np.uint32((folded & scale.no_end) >= scale.too_long)


@compiled
def _sum_up(asks: Asks, kind: int, here: tuple[int, int], prior: int, score: NDArray[np.int16]) -> None:
    """Sum the weights of a kind."""
    start, size = here
    score[:size] = prior
    for one in range(asks.weight_ends[kind], asks.weight_ends[kind + 1]):
        row = asks.weights[asks.weighed[one], start : start + size]
        for place in range(size):
            score[place] += row[place]


@compiled
def _add_way(scale: Scale, size: int, few: _Few) -> None:
    """Add what a wait weighs, one bound after the other."""
    for bound in range(len(scale.way)):
        over, more, bits = scale.over[bound], scale.way[bound], np.uint8(scale.no_end)
        if more:
            for place in range(size):
                few.score[place] += more * np.int16((few.folded[place] & bits) >= over)


@compiled
def _take_keys(ties: NDArray[np.uint32], scale: Scale, few: _Few, first: bool) -> None:
    """Keep the key of each person (:func:`matcher.order.sort_keys`), unless another kind of the post suits better."""
    highest, bits = np.int32(scale.highest), np.uint32(scale.tie_bits)
    for place in range(len(ties)):
        score = np.uint32(highest - np.int32(few.score[place]))
        key = (_tier(few.folded[place], scale) << np.uint32(30)) | (score << bits) | ties[place]
        few.keys[place] = key if first else min(few.keys[place], key)


@compiled
def _list(asks: Asks, people: People, at: tuple[int, int, int, int], told: Told, few: _Few) -> None:
    """Enter the opening in the lists of the people, and those who are counted in the opening's list."""
    opening, start, size, counted = at
    first, number, places = told.first[opening], asks.numbers[opening], people.best.shape[1]
    closed = np.uint32(3) << np.uint32(30)
    bar = _last_key(first[-1], _ID_BITS) if counted and len(first) else np.uint32(0)
    for place in range(size):
        key = few.keys[place]
        few.enters[place] = ((key <= few.limit[place]) | (key <= bar)) & (key < closed)
    # Nearly nobody enters a list: eight are looked at together.
    words = few.enters.view(np.uint64)
    for word in range((size + 7) // 8):
        if words[word]:
            for place in range(8 * word, min(8 * word + 8, size)):
                if few.enters[place]:
                    key = np.uint64(few.keys[place])
                    if places:
                        own, entry = people.best[people.who[start + place]], (key << np.uint64(_NUMBER_BITS)) | number
                        if entry < own[-1]:
                            _enter(own, entry)
                            few.limit[place] = _last_key(own[-1], _NUMBER_BITS)
                    entry = (key << np.uint64(_ID_BITS)) | np.uint64(people.by_id[start + place])
                    if place < counted and len(first) and entry < first[-1]:
                        _enter(first, entry)


@compiled
def _count_tiers(keys: NDArray[np.uint32], tiers: NDArray[np.int64]) -> None:
    """Add how many keys there are of each tier but the closed one."""
    below = np.uint32(0)
    for order in range(3):
        # Counted in as many bits as a key has, many are compared at once.
        upto, bound = np.uint32(0), np.uint32((order + 1) << 30)
        for place in range(len(keys)):
            upto = np.uint32(upto + np.uint32(keys[place] < bound))
        tiers[order] += upto - below
        below = upto


@compiled
def _list_near(asks: Asks, people: People, at: tuple[int, int, int, int], told: Told, few: _Few) -> None:
    """Count those whom one demand keeps away, by the demand, and list the first of them."""
    opening, start, _, counted = at
    from_kind, to_kind = asks.kinds[opening], asks.kinds[opening + 1]
    near, near_people, near_first = asks.marks[asks.nearly[opening], start : start + counted], told.near_people, told.near_first
    for kind in range(to_kind - from_kind):
        alone = few.alone[kind, :counted]
        _mark_alone(few.lacking[: to_kind - from_kind], kind, near, asks.reach[from_kind + kind], alone)
        codes = asks.codes[asks.gate_ends[from_kind + kind] : asks.gate_ends[from_kind + kind + 1]]
        for other in range(kind):
            _drop_told(alone, codes, few.alone[other], asks.codes[asks.gate_ends[from_kind + other] :])
        for gate in range(len(codes)):
            here_alone = _count(alone, gate + 1)
            near_people[opening, codes[gate]] += here_alone
            if here_alone and near_first.shape[2]:
                few.bars[gate + 1] = _last_key(near_first[opening, codes[gate], -1], _ID_BITS)
        for place in range(counted):
            few.enters[place] = few.keys[place] <= few.bars[alone[place]]
        words = few.enters.view(np.uint64)
        for word in range((counted + 7) // 8):
            if words[word]:
                for place in range(8 * word, min(8 * word + 8, counted)):
                    if few.enters[place] and alone[place] and near_first.shape[2]:
                        nearest = near_first[opening, codes[alone[place] - 1]]
                        entry = (np.uint64(few.keys[place]) << np.uint64(_ID_BITS)) | np.uint64(people.by_id[start + place])
                        if entry < nearest[-1]:
                            _enter(nearest, entry)


@compiled
def _mark_alone(lacking: NDArray[np.uint32], kind: int, near: NDArray[np.uint8], reach: int, alone: NDArray[np.uint16]) -> None:
    """Number the gate, from 1, of everybody whom only this gate of a kind keeps away, and who has no other kind; else 0."""
    way = np.uint32(reach + 1)
    for place in range(len(near)):
        missing = lacking[kind, place] - np.uint32(_ALONE)
        # Else the whole country would be near to every post that asks for little.
        one = (missing < _ALONE) & ((near[place] != 0) | (missing != way))
        alone[place] = np.uint16(missing) * np.uint16(one)
    for other in range(len(lacking)):
        if other != kind:
            for place in range(len(near)):
                alone[place] *= np.uint16(lacking[other, place] >= _ALONE)


@compiled
def _drop_told(
    alone: NDArray[np.uint16], codes: NDArray[np.int32], others: NDArray[np.uint16], others_codes: NDArray[np.int32]
) -> None:
    """Drop whom another kind has told of with the same code."""
    for place in range(len(alone)):
        if alone[place] and others[place] and codes[alone[place] - 1] == others_codes[others[place] - 1]:
            alone[place] = 0


@compiled
def _count(alone: NDArray[np.uint16], number: int) -> np.uint16:
    """Return how many stand at a number, in as many bits as it has."""
    found, wanted = np.uint16(0), np.uint16(number)
    for place in range(len(alone)):
        found = np.uint16(found + np.uint16(alone[place] == wanted))
    return found


@compiled
def _last_key(entry: np.uint64, bits: int) -> np.uint32:
    """Return the key above so many bits; where nobody stands yet, one that all others are below."""
    key = entry >> np.uint64(bits)
    return np.uint32(key) if key < np.uint64(0xFFFF_FFFF) else np.uint32(0xFFFF_FFFF)


@compiled
def _enter(some: NDArray[np.uint64], entry: np.uint64) -> None:
    """Put an entry where it belongs in a list that is in order; the last one falls out."""
    place = len(some) - 1
    while place > 0 and some[place - 1] > entry:
        some[place] = some[place - 1]
        place -= 1
    some[place] = entry
