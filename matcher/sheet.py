"""What openings ask, each question by a number, and the answers of some people in rows, laid out for :mod:`matcher.kernel`."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher import kernel
from matcher.blocks import nearly_there
from matcher.comparisons import COMPARISONS
from matcher.gates import LACKS, NO_END, OVER, TOO_LONG, Waits, marks_asked, marks_into
from matcher.kernel import Asks, Scale, Told
from matcher.levels import Scope
from matcher.masks import looked_up
from matcher.matcher import Matcher
from matcher.order import HIGHEST, NOBODY, TIE_BITS, Packed, Room, tie_of, ties_of
from matcher.pool import Pool
from matcher.post_demands import Demand, demands
from matcher.records import Opening
from matcher.travel import staying

Fill = Callable[[NDArray[Any], Pool], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of post asks: the numbers of its gates' questions and of its comparisons', and its gates' codes."""

    gates: tuple[int, ...]
    codes: tuple[int, ...]
    reach: int
    weighed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What one opening asks.

    Attributes
    ----------
    kinds : tuple of Kind
        Its kinds of post.
    codes : tuple of str
        The codes of all their gates; a kind tells them by their place here.
    nearly : int
        The question who lives nearly within reach, numbered among the gates'.
    tie : int
        What orders people whose tier and score are the same.
    """

    kinds: tuple[Kind, ...]
    codes: tuple[str, ...]
    nearly: int
    tie: int


class _Questions:
    """Questions by number, and how each is answered."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._fills: list[Fill] = []

    def number(self, key: Hashable, fill: Fill) -> int:
        """Return the number of a question, which ``fill`` answers."""
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self._fills)
            self._fills.append(fill)
        return found

    def answer(self, asked: NDArray[np.int32], people: Pool, rows: NDArray[Any]) -> NDArray[np.int32]:
        """Answer some questions, each in a row of its own; return the row of each question, -1 = of one not asked here."""
        place = np.full(len(self._fills), -1, dtype=np.int32)
        place[asked] = np.arange(len(asked))
        for row, number in zip(rows, asked.tolist(), strict=True):
            self._fills[number](row, people)
        return place


@dataclass(frozen=True, slots=True)
class Group:
    """Some of the people who are held against openings, one after the other, and their own lists.

    Attributes
    ----------
    begin, counted, end : int
        From whom to whom; those before ``counted`` enter the lists of openings.
    room : Room
        How long the lists are.
    best : ndarray of uint64, shape (everybody, room.person)
        The people's own lists (:attr:`matcher.lists.Lists.best`), which are filled.
    who : ndarray of int64, shape (people,)
        The row there of each of the people, also of those outside this group.
    """

    begin: int
    counted: int
    end: int
    room: Room
    best: Packed
    who: NDArray[np.int64]


def _nothing_told(openings: int, codes: int, room: Room) -> Told:
    return Told(
        np.zeros((openings, 3), dtype=np.int64),
        np.full((openings, room.opening), NOBODY),
        np.zeros((openings, codes), dtype=np.int64),
        np.full((openings, codes, room.demand), NOBODY),
    )


_ROOM = 1 << 26
"""Bytes of answers at once."""

_EVERY_WAIT: Waits = np.array([0, *OVER], dtype=np.uint8)


class Sheet:
    """Room for the answers of some people to what some openings ask.

    Parameters
    ----------
    matcher : Matcher
        Fitted.

    Notes
    -----
    Questions keep their number, and an opening says only once what it asks, whoever is asked then.  All pools are of one day
    and catalogue.
    """

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._gates, self._weighed = _Questions(), _Questions()
        way = np.zeros(len(OVER), dtype=np.int16)
        marks = int(LACKS), int(TOO_LONG), int(NO_END), np.array(OVER, dtype=np.uint8)
        self._scale = Scale(*marks, way, matcher.prior, HIGHEST, TIE_BITS)
        self._way_known = False
        self._room = np.empty(0, dtype=np.uint8)
        self._asked: dict[str, tuple[Opening, Asked]] = {}

    @classmethod
    def of(cls, matcher: Matcher, pool: Pool) -> Sheet:
        """Return the sheet of a pool, which is held against openings by one matcher."""
        return pool.whole.once(("sheet",), lambda: cls(matcher))

    def __len__(self) -> int:
        return len(self._asked)

    def asked(self, opening: Opening, pool: Pool) -> Asked:
        """Return what an opening asks on the day of ``pool``."""
        known = self._asked.get(opening.id)
        if known is None or known[0] is not opening:
            known = self._asked[opening.id] = opening, self._ask(opening, pool)
        return known[1]

    def _ask(self, opening: Opening, pool: Pool) -> Asked:
        codes: dict[str, int] = {}
        kinds = tuple(self._kind(demand, pool, codes) for demand in demands(opening, pool.domain))
        nearly = self._gates.number(("nearly", opening.postnummer, staying(opening)), partial(_nearly_into, opening))
        return Asked(kinds, tuple(codes), nearly, tie_of(opening.id))

    def _kind(self, demand: Demand, pool: Pool, codes: dict[str, int]) -> Kind:
        gates, weighed = [], []
        for gate in demand.gates:
            key = marks_asked(gate, demand, pool)
            gates.append(self._gates.number(key, partial(marks_into, key=key, gate=gate, demand=demand)))
        for table, comparison in zip(self._matcher.tables_, COMPARISONS, strict=True):
            if comparison.scope is not Scope.DEMAND:
                asked = comparison.asks(demand, pool.domain)
                if asked is not None:
                    fill = partial(comparison.weigh_into, asked=asked, demand=demand, table=table)
                    weighed.append(self._weighed.number((comparison.name, asked), fill))
            elif not self._way_known:
                self._scale.way[:] += np.diff(looked_up(table, comparison.assign(demand, pool, _EVERY_WAIT)))
        self._way_known = True
        own = tuple(codes.setdefault(gate.code, len(codes)) for gate in demand.gates)
        return Kind(tuple(gates), own, demand.place_of("reach"), tuple(weighed))

    def rank(self, some: Sequence[Asked], numbers: Sequence[int], people: Pool, groups: Sequence[Group]) -> list[Told]:
        """Hold some openings against some people, and enter them in the people's own lists.

        Parameters
        ----------
        some : sequence of Asked
            From :meth:`asked`.
        numbers : sequence of int
            The numbers of the openings in the people's lists.
        people : Pool
            The people.
        groups : sequence of Group
            Those of them who belong together.

        Returns
        -------
        list of Told
            What becomes of the openings among the people of each group.
        """
        ties, by_id = ties_of(people), people.column("by_id").astype(np.uint32)
        codes = max((len(one.codes) for one in some), default=0)
        found = [_nothing_told(len(some), codes, group.room) for group in groups]
        for here in self._batches(some, people, scored=True):
            asks = self._laid_out(some[here], numbers[here], people, scored=True)
            for group, told in zip(groups, found, strict=True):
                own = kernel.People(ties, by_id, group.who, group.best, group.begin, group.counted, group.end)
                kernel.rank(asks, own, self._scale, told.of(here))
        return found

    def tiers(self, some: Sequence[Asked], people: Pool) -> NDArray[np.uint8]:
        """Return the best tier of each person for each opening, shape (openings, people)."""
        found = np.empty((len(some), len(people)), dtype=np.uint8)
        for here in self._batches(some, people, scored=False):
            asks = self._laid_out(some[here], range(len(some))[here], people, scored=False)
            kernel.tiers_of(asks, self._scale, found[here])
        return found

    def _batches(self, some: Sequence[Asked], people: Pool, *, scored: bool) -> Iterator[slice]:
        """Yield the openings in as many parts as the room for answers asks for."""
        waiting = [slice(0, len(some))] if some else []
        while waiting:
            here = waiting.pop()
            kinds = [kind for one in some[here] for kind in one.kinds]
            questions = len({number for kind in kinds for number in kind.gates} | {one.nearly for one in some[here]})
            if scored:
                questions += 2 * len({number for kind in kinds for number in kind.weighed})
            if here.stop - here.start > 1 and questions * len(people) > _ROOM:
                middle = (here.start + here.stop) // 2
                waiting += [slice(middle, here.stop), slice(here.start, middle)]
            else:
                yield here

    def _laid_out(self, some: Sequence[Asked], numbers: Sequence[int], people: Pool, *, scored: bool) -> Asks:
        kinds = [kind for one in some for kind in one.kinds]
        gates = np.array([number for kind in kinds for number in kind.gates], dtype=np.int32)
        nearly = np.array([one.nearly for one in some], dtype=np.int32)
        weighed = np.array([number for kind in kinds for number in kind.weighed], dtype=np.int32)
        asked = np.unique(np.concatenate([gates, nearly]))
        weighing = np.unique(weighed) if scored else weighed[:0]
        marks, weights = self._rows(len(asked), len(weighing), len(people))
        slots, columns = self._gates.answer(asked, people, marks), self._weighed.answer(weighing, people, weights)
        stands = marks.any(axis=1)
        return Asks(
            marks=marks,
            weights=weights,
            kinds=_ends(len(one.kinds) for one in some),
            gate_ends=_ends(len(kind.gates) for kind in kinds),
            gates=np.where(stands.take(slots.take(gates)), slots.take(gates), np.int32(-1)),
            codes=np.array([code for kind in kinds for code in kind.codes], dtype=np.int32),
            reach=np.array([kind.reach for kind in kinds], dtype=np.int32),
            weight_ends=_ends(len(kind.weighed) for kind in kinds),
            weighed=columns[weighed],
            nearly=slots.take(nearly),
            ties=np.array([one.tie for one in some], dtype=np.uint32),
            numbers=np.array(numbers, dtype=np.uint64),
        )

    def _rows(self, marks: int, weights: int, people: int) -> tuple[NDArray[np.uint8], NDArray[np.int16]]:
        """Return room for so many answers, in whole numbers of the largest first."""
        size = people * (2 * weights + marks)
        if len(self._room) < size:
            self._room = np.empty(size, dtype=np.uint8)
        end = 2 * weights * people
        own = self._room[:end].view(np.int16).reshape(weights, people)
        return self._room[end:size].reshape(marks, people), own


def _ends(sizes: Iterable[int]) -> NDArray[np.int32]:
    return np.fromiter(accumulate(sizes, initial=0), dtype=np.int32)


def _nearly_into(opening: Opening, out: NDArray[np.uint8], people: Pool) -> None:
    out[:] = nearly_there(opening, people)
