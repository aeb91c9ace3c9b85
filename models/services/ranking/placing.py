"""The open positions and the people of this moment, allocated: who is proposed where, who gave way, and all of it counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from matcher.allocation import Allocation, Pairs, Placed, allocate
from matcher.classes import LONGEST_WAIT
from matcher.records import Opening, Tier
from matcher.terms import FOR_A_TIME
from matcher.weights import strength
from models.services.ranking.decided import decided
from models.services.ranking.live import LivePool
from models.services.ranking.people_now import People
from models.services.ranking.together import pairs_of

SEVERAL = "flere"
"""Where an ad for several roles is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Openings counted together: of the free positions so many are filled, of whom some have to be asked, or will be later."""

    openings: int = 0
    positions: int = 0
    filled: int = 0
    questions: int = 0
    later: int = 0

    @property
    def ready(self) -> int:
        """How many positions have somebody who need not be asked anything."""
        return self.filled - self.questions

    @property
    def empty(self) -> int:
        """How many positions have nobody, neither now nor on the way."""
        return self.positions - self.filled - self.later


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """What the allocation trades, held against the best pairs taken one after the other.

    ``first_choices`` is how many different people stand first in the lists, as many in each as it has positions;
    ``gave_way`` how many positions go to somebody further down.
    """

    filled: int
    questions: int
    strengths: Mapping[str, int]
    first_come: int
    first_come_questions: int
    first_come_strengths: Mapping[str, int]
    first_choices: int
    gave_way: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """An allocation in numbers alone: in all, by municipality and by role; ``left_out`` pairs somebody has said no to.

    An ad without any role of the catalogue counts under "", one for several under :data:`SEVERAL`.
    """

    total: Tally
    trade: Trade
    areas: Mapping[str, Tally]
    roles: Mapping[str, Tally]
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """An allocation with what it was made of; a number is a place in ``openings``, a row one in the pool.

    Attributes
    ----------
    positions : sequence of int
        Those of each opening that nobody has got yet.
    able : mapping of int to list of int
        Number of an opening -> rows of those who could take it now, best first.
    now, later : mapping of int to list of Placed
        Number of an opening -> who is proposed, and who is on the way to what stays empty.
    """

    openings: Sequence[Opening]
    positions: Sequence[int]
    people: People
    able: Mapping[int, list[int]]
    now: Mapping[int, list[Placed]]
    later: Mapping[int, list[Placed]]
    found: Allocation
    left_out: int

    def of(self, number: int) -> list[Placed]:
        """Return everybody who is proposed for an opening, now or on the way."""
        return [*self.now.get(number, ()), *self.later.get(number, ())]

    def counted(self) -> Counted:
        """Return the whole in numbers."""
        areas: dict[str, list[int]] = {}
        roles: dict[str, list[int]] = {}
        for number, opening in enumerate(self.openings):
            areas.setdefault(opening.kommunenr or "", []).append(number)
            named = {*opening.roles, *(role for variant in opening.variants for role in variant.roles)}
            roles.setdefault(SEVERAL if len(named) > 1 else next(iter(named), ""), []).append(number)
        return Counted(
            total=self._tally(range(len(self.openings))),
            trade=self._trade(),
            areas={area: self._tally(numbers) for area, numbers in areas.items()},
            roles={role: self._tally(numbers) for role, numbers in roles.items()},
            left_out=self.left_out,
        )

    def _tally(self, numbers: Iterable[int]) -> Tally:
        chosen = list(numbers)
        placed = [entry for number in chosen for entry in self.now.get(number, ())]
        return Tally(
            openings=len(chosen),
            positions=sum(self.positions[number] for number in chosen),
            filled=len(placed),
            questions=sum(entry.step for entry in placed),
            later=sum(len(self.later.get(number, ())) for number in chosen),
        )

    def _trade(self) -> Trade:
        filled, first_come = self.found.filled, self.found.first_come
        firsts = 0
        for number, placed in self.now.items():
            best = set(self.able[number][: self.positions[number]])
            firsts += sum(entry.person in best for entry in placed)
        return Trade(
            filled=len(filled),
            questions=sum(entry.step for entry in filled),
            strengths=Counter(strength(entry.score) for entry in filled),
            first_come=len(first_come),
            first_come_questions=sum(entry.step for entry in first_come),
            first_come_strengths=Counter(strength(entry.score) for entry in first_come),
            first_choices=self.found.first_choices,
            gave_way=len(filled) - firsts,
        )


def place(session: Session, live: LivePool, people: People, on: date, *, own: bool) -> Placing:
    """Return the allocation of the openings of ``on`` over everybody, or over the people within reach only."""
    openings = live.openings(session, on)
    settled, known = decided(session, on), people.pool.index
    number_of = {opening.id: number for number, opening in enumerate(openings)}
    busy = [known[one] for _, one in settled.got_the_job if one in known]
    rows = people.rows if own else people.pool.rows
    no = [(number_of[ad], known[one]) for ad, one in settled.said_no if ad in number_of and one in known]
    taken = Counter(ad for ad, _ in settled.got_the_job)
    positions = [max(0, opening.positions - taken[opening.id]) for opening in openings]
    # Where more speaks against a pair than for it nobody is proposed: to fill a position is no end in itself.
    pairs = pairs_of(people, openings, rows[~np.isin(rows, busy)], least=live.matcher.prior, without=no)
    pairs = pairs.take(~_in_vain(pairs, openings, people))
    found = allocate(pairs, positions)
    return Placing(
        openings=openings,
        positions=positions,
        people=people,
        able=_able(pairs),
        now=_by_opening(found.filled),
        later=_by_opening(found.later),
        found=found,
        left_out=len(set(no)),
    )


def _in_vain(pairs: Pairs, openings: Sequence[Opening], people: People) -> NDArray[np.bool_]:
    """Return who is on the way to a post that will not wait so long, or of whom nothing is known that leads there."""
    passing = np.array([opening.employment in FOR_A_TIME for opening in openings], dtype=np.bool_)
    blank = people.pool.column("empty")[pairs.person]
    late = passing[pairs.opening] & (pairs.months > LONGEST_WAIT)
    vain: NDArray[np.bool_] = (pairs.tier == Tier.ON_THE_WAY.order) & (late | blank)
    return vain


def _able(pairs: Pairs) -> dict[int, list[int]]:
    edges = pairs.now()
    edges = edges.take(edges.preference())
    found: dict[int, list[int]] = {}
    for number, row in zip(edges.row.tolist(), edges.column.tolist(), strict=True):
        found.setdefault(number, []).append(row)
    return found


def _by_opening(placed: Sequence[Placed]) -> dict[int, list[Placed]]:
    return {number: list(some) for number, some in groupby(placed, key=lambda entry: entry.opening)}
