"""A prepared pool that stays as it is, and the people who have changed since, seen as one.

A change prepares those few alone: whoever changed is dead where they stood, and stands anew in a small pool behind.  Small
pools are folded into larger ones aside (:func:`fold`), so that there are few of them and no reader waits for it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.blocks import Block
from matcher.domain import Domain
from matcher.order import TIE_BITS
from matcher.pool import Pool, stable_hash
from matcher.records import Candidate, Opening
from matcher.states import Standing as Standpoint
from models.services.ranking.doors import Doors
from models.services.ranking.standings import Around, Lately, Reckoned

Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]
Made = TypeVar("Made")
Prepare = Callable[[Sequence[Candidate]], Pool]

SMALL = 48
"""So many people are prepared anew with each change; then the next small pool is begun."""
MOST_PARTS = 4
"""With more pools than this they are worth folding: every list asks each of them."""
WORTH_A_BASE = 0.1
"""Share of the base from which the others are folded into a new base, and not only into each other."""
KEPT_PAIRS = 20_000_000
"""So many pairs of person and opening stay reckoned (7 bytes each); the openings asked for longest ago go first."""
KEPT_AROUND = 200_000
"""So many people stay laid out around places (about a kilobyte each)."""


@dataclass(frozen=True, eq=False, slots=True)
class Part:
    """One pool, and who of it is still there: the others are gone, or stand in a later part.

    What was reckoned for the pool stays with it, whoever leaves: ``doors``, ``around`` places, and for openings.
    """

    pool: Pool
    alive: Flags
    doors: Doors
    start: int = 0
    around: Lately[Block, Around] = field(default_factory=lambda: Lately(KEPT_AROUND))
    reckoned: Lately[Opening, Reckoned] = field(default_factory=lambda: Lately(KEPT_PAIRS))

    def without(self, ids: Collection[str]) -> Part:
        """Return the part without these people."""
        index = self.pool.index
        dead = [index[one] for one in ids if one in index]
        if not dead or not self.alive[dead].any():
            return self
        alive = self.alive.copy()
        alive[dead] = False
        return replace(self, alive=alive)

    def living(self) -> list[Candidate]:
        """Return the people who are still there."""
        return [self.pool.candidates[row] for row in np.flatnonzero(self.alive).tolist()]

    def own(self, rows: Rows) -> Rows:
        """Return those of some rows of everybody that are of this part, as rows of its pool."""
        return rows[(rows >= self.start) & (rows < self.start + len(self.alive))] - self.start


def part_of(pool: Pool) -> Part:
    """Return a pool of which everybody is there."""
    return Part(pool, np.ones(len(pool), dtype=np.bool_), Doors(len(pool)))


class Everybody:
    """Some pools seen as one: a row counts through them all, those of the dead included, and never moves to somebody else."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)
        self.index: Mapping[str, int] = _Index(self.parts)
        self._columns: dict[str, NDArray[Any]] = {}
        self._kept: dict[Hashable, Any] = {}

    def __len__(self) -> int:
        return self.parts[-1].start + len(self.parts[-1].alive)

    @property
    def on(self) -> date:
        """The day."""
        return self.parts[0].pool.on

    @property
    def domain(self) -> Domain:
        """The catalogue, prepared."""
        return self.parts[0].pool.domain

    @cached_property
    def alive(self) -> Flags:
        """Who is there."""
        return self.parts[0].alive if len(self.parts) == 1 else np.concatenate([part.alive for part in self.parts])

    @cached_property
    def rows(self) -> Rows:
        """The rows of those who are there."""
        return np.flatnonzero(self.alive)

    @cached_property
    def candidates(self) -> Sequence[Candidate]:
        """The people as the engine sees them, by row."""
        return self.parts[0].pool.candidates if len(self.parts) == 1 else _Chain(self.parts)

    def column(self, name: str) -> NDArray[Any]:
        """Return one of the pools' columns for everybody, shape (rows, ...)."""
        found = self._columns.get(name)
        if found is None:
            several = [part.pool.column(name) for part in self.parts]
            found = self._columns[name] = several[0] if len(several) == 1 else np.concatenate(several)
        return found

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what ``make`` returns, made the first time that ``key`` is asked for."""
        found: Made | None = self._kept.get(key)
        if found is None:
            found = self._kept[key] = make()
        return found

    def at(self, row: int) -> tuple[Pool, int]:
        """Return the pool that somebody stands in, and the row there."""
        part = self._part(row)
        return part.pool, row - part.start

    def standing(self, row: int) -> Standpoint:
        """Return what the routes of one candidate depend on."""
        pool, own = self.at(row)
        return pool.standing(own)

    def id_of(self, row: int) -> str:
        """Return one person's id."""
        pool, own = self.at(row)
        return pool.columns.ids[own]

    def value(self, name: str, row: int) -> Any:
        """Return one person's entry of a column."""
        pool, own = self.at(row)
        return pool.column(name)[own]

    def ties_with(self, opening: str) -> NDArray[np.uint32]:
        """Return what orders people where tier and score are the same (:func:`matcher.order.ties_with`)."""
        return self._ties ^ np.uint32(stable_hash(opening) >> (64 - TIE_BITS))

    @cached_property
    def _ties(self) -> NDArray[np.uint32]:
        return (self.column("keys") >> np.uint64(64 - TIE_BITS)).astype(np.uint32)

    @cached_property
    def by_id(self) -> Rows:
        """Return a number for each row that orders them as their ids do."""
        base, *later = self.parts
        places = base.pool.column("by_id").astype(np.int64)
        ids = [one for part in later for one in part.pool.columns.ids]
        # Between two neighbours of the base there is room for all the later ones.
        room = len(ids) + 1
        order = sorted(range(len(ids)), key=ids.__getitem__)
        rank = np.empty(len(ids), dtype=np.int64)
        rank[order] = np.arange(len(ids))
        before = [place for part in later for place in _places(part.pool, base.pool)]
        return np.concatenate([places * room + len(ids), np.array(before, dtype=np.int64) * room + rank])

    def _part(self, row: int) -> Part:
        return next(part for part in reversed(self.parts) if row >= part.start)

    def changed(self, gone: Collection[str], came: Sequence[Candidate], prepare: Prepare) -> Everybody:
        """Return everybody without those who are ``gone`` and with those who ``came``, prepared."""
        base, *later = (part.without(gone) for part in self.parts)
        later = [part for part in later if part.alive.any()]
        last = later[-1].living() if later and int(later[-1].alive.sum()) + len(came) <= SMALL else []
        if came:
            newest = prepare([*last, *came])
            later = [*(later[:-1] if last else later), part_of(newest)]
        return Everybody(_laid_out([base, *later]))


def fold(everybody: Everybody, prepare: Prepare) -> Everybody:
    """Return the same people in fewer pools."""
    base, *later = everybody.parts
    changed = sum(int(part.alive.sum()) for part in later)
    some = list(everybody.parts) if changed > WORTH_A_BASE * len(base.alive) else later
    kept = [] if some[0] is base else [base]
    return Everybody(_laid_out([*kept, part_of(prepare([one for part in some for one in part.living()]))]))


def brought_up(folded: Everybody, before: Everybody, now: Everybody, prepare: Prepare) -> Everybody:
    """Return ``folded``, which was made of ``before``, with what has changed between ``before`` and ``now``."""
    old = {part.pool for part in before.parts}
    came = [one for part in now.parts if part.pool not in old for one in part.living()]
    gone = {one for part in before.parts for one in _left(part, now)}
    return folded.changed(gone | {one.id for one in came}, came, prepare)


def _left(part: Part, now: Everybody) -> Iterator[str]:
    """Yield who was there in a part and is there no more."""
    same = next((other for other in now.parts if other.pool is part.pool), None)
    lost = part.alive & ~same.alive if same is not None else part.alive
    return (part.pool.columns.ids[row] for row in np.flatnonzero(lost).tolist())


def _laid_out(parts: Sequence[Part]) -> list[Part]:
    starts = np.cumsum([0, *(len(part.alive) for part in parts)]).tolist()
    return [part if part.start == start else replace(part, start=start) for part, start in zip(parts, starts, strict=False)]


def _places(pool: Pool, base: Pool) -> list[int]:
    """Return before which of the base's ids, in their order, each id of a pool stands."""
    return pool.once(("places among", base), lambda: _bisected(pool.columns.ids, base))


def _bisected(ids: Sequence[str], base: Pool) -> list[int]:
    order = base.once(("in order of ids",), lambda: np.argsort(base.column("by_id")))
    known = base.columns.ids
    return [bisect_left(order, one, key=lambda row: known[row]) for one in ids]


class _Index(Mapping[str, int]):
    """The row of everybody who is there, by id."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts

    def __getitem__(self, person_id: str) -> int:
        for part in reversed(self._parts):
            row = part.pool.index.get(person_id)
            if row is not None and part.alive[row]:
                return part.start + row
        raise KeyError(person_id)

    def __iter__(self) -> Iterator[str]:
        return (part.pool.columns.ids[row] for part in self._parts for row in np.flatnonzero(part.alive).tolist())

    def __len__(self) -> int:
        return sum(int(part.alive.sum()) for part in self._parts)


class _Chain(Sequence[Candidate]):
    """The candidates of several pools, one after another."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts

    def __len__(self) -> int:
        return self._parts[-1].start + len(self._parts[-1].alive)

    def __getitem__(self, row: Any) -> Any:
        part = next(part for part in reversed(self._parts) if row >= part.start)
        return part.pool.candidates[row - part.start]
