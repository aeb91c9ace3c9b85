"""The people of one look: everybody for counts, and in it those whom the reader may reach."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.pool import Pool
from matcher.records import Candidate, ClosedRoute, Match, Opening, Status, Tier
from matcher.scenarios import Counted, Relaxation, RelaxedPair, relaxations, relaxed_pairs, tiers_but_for
from matcher.states import Standing as Standpoint
from matcher.suppositions import suppose
from matcher.travel import travel_minutes_to
from matcher.weights import strength
from matcher.what_if import WhatIf, what_if
from models.services.ranking.doors import OPEN_TIERS
from models.services.ranking.overlay import Everybody, Part, Rows
from models.services.ranking.readers import Reached
from models.services.ranking.standings import Standing, reckon

if TYPE_CHECKING:
    from models.services.ranking.live import LivePool

Counts = TypeVar("Counts", Relaxation, RelaxedPair)


@dataclass(frozen=True, slots=True)
class Held:
    """One person held against one opening, without the reasons."""

    opening: Opening
    tier: Tier
    score: int
    months: float


class People:
    """Everybody who may be shown at one look, and those within the reader's reach; a row is one of ``pool``."""

    def __init__(self, live: LivePool, pool: Everybody, reached: Reached | None) -> None:
        self._live, self._reached = live, reached
        self.pool = pool
        self.rows: Rows = pool.rows if reached is None else reached.rows
        self._whole: Pool | None = None
        self._ones: dict[int, Pool] = {}

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def everybody(self) -> int:
        """How many may be shown at all."""
        return len(self.pool.rows)

    @property
    def reached(self) -> Reached:
        """What the database knows of those within the reader's reach."""
        if self._reached is None:
            raise ValueError("nobody's reach was asked for")
        return self._reached

    def row(self, person_id: str) -> int | None:
        """Return the row of one person within reach, or None."""
        row = self.pool.index.get(person_id)
        return row if row is not None and row in self.rows else None

    def candidate(self, person_id: str) -> Candidate | None:
        """Return one person within reach as the engine sees them, or None."""
        row = self.row(person_id)
        return self.pool.candidates[row] if row is not None else None

    def ids(self, rows: Sequence[int]) -> list[str]:
        """Return the ids of the people in these rows, in their order."""
        return [self.pool.id_of(row) for row in rows]

    def whole(self) -> Pool:
        """Return everybody who may be shown as one pool, in the order of their rows."""
        if self._whole is None:
            first, *later = self.pool.parts
            if later:
                self._whole = self._live.matcher.prepare(
                    [self.pool.candidates[row] for row in self.pool.rows.tolist()], self.pool.on
                )
            else:
                self._whole = first.pool if first.alive.all() else first.pool.part(self.pool.rows)
        return self._whole

    # --- one opening -------------------------------------------------------------------------------------------------

    def standing(self, opening: Opening, rows: Rows | None = None) -> Standing:
        """Return an opening reckoned for the people in ``rows``, or for those within reach."""
        rows = self.rows if rows is None else rows
        near = np.zeros(len(rows), dtype=np.bool_)
        tier = np.full(len(rows), Tier.CLOSED.order, dtype=np.uint8)
        score, months = np.zeros(len(rows), dtype=np.int64), np.full(len(rows), np.inf, dtype=np.float32)
        with self._live.alone():
            for part, places, own in self._by_part(rows):
                around, found = self._live.reckoned(part, opening)
                here, stands = _looked_up(around.rows, places, own)
                near[here], tier[here] = True, found.tier[stands]
                score[here], months[here] = found.score[stands], found.months[stands]
        return Standing(opening, near, tier, score, months)

    def counts(self, opening: Opening, *, region: bool = False) -> Mapping[Tier, int]:
        """Return how many people stand in each tier; ``region`` counts everybody instead of those within reach."""
        if not region:
            return _counted(np.bincount(self.standing(opening).tier, minlength=len(Tier)))
        numbers = np.zeros(len(Tier), dtype=np.int64)
        with self._live.alone():
            for part in self.pool.parts:
                around, found = self._live.reckoned(part, opening)
                numbers += np.bincount(found.tier[part.alive[around.rows]], minlength=len(Tier))
        numbers[Tier.CLOSED.order] += self.everybody - numbers.sum()
        return _counted(numbers)

    def in_tier(self, opening: Opening, tier: Tier) -> list[int]:
        """Return the rows within reach that stand in ``tier``, in no order."""
        found: list[int] = self.rows[self.standing(opening).tier == tier.order].tolist()
        return found

    def order(self, opening: Opening, tier: Tier) -> list[int]:
        """Return the rows within reach that stand in ``tier``, best first; on the way, the soonest ready first."""
        standing = self.standing(opening)
        chosen = standing.tier == tier.order
        rows, score, far = self.rows[chosen], standing.score[chosen], ~standing.near[chosen]
        score[far] = self._scores(opening, rows[far])
        keys: list[NDArray[Any]] = [self.pool.by_id[rows], self.pool.ties_with(opening.id)[rows], -score]
        if tier is Tier.ON_THE_WAY:
            # Of an empty profile no day can be told: it stands behind every day that can (decision 23).
            keys += [np.rint(standing.months[chosen]), self.pool.column("empty")[rows]]
        return [int(row) for row in rows[np.lexsort(tuple(keys))]]

    def _scores(self, opening: Opening, rows: Rows) -> NDArray[np.int64]:
        """Return the scores of people who are closed for want of a way to an opening."""
        found = np.empty(len(rows), dtype=np.int64)
        with self._live.alone():
            for part, places, own in self._by_part(rows):
                found[places] = reckon(self._live.matcher, opening, part.pool.part(own)).score
        return found

    def _by_part(self, rows: Rows) -> list[tuple[Part, Rows, Rows]]:
        """Return the parts that hold any of some rows: which of the rows, and where in the part they stand."""
        found = []
        for part in self.pool.parts:
            places = np.flatnonzero((rows >= part.start) & (rows < part.start + len(part.alive)))
            if len(places):
                found.append((part, places, rows[places] - part.start))
        return found

    def explain(self, opening: Opening, rows: Sequence[int]) -> list[Match]:
        """Return the matches of these rows, in their order."""
        found: dict[int, Match] = {}
        chosen, matcher = np.array(rows, dtype=np.int64), self._live.matcher
        with self._live.alone():
            for part, places, own in self._by_part(chosen):
                some = part.pool.part(own)
                matches = matcher.explain_rows(matcher.score(opening, some), some, range(len(own)))
                found |= dict(zip(places.tolist(), matches, strict=True))
        return [found[place] for place in range(len(chosen))]

    def match(self, opening: Opening, person_id: str) -> Match | None:
        """Return one person within reach held against one opening, or None when the person is out of reach."""
        row = self.row(person_id)
        return self.explain(opening, [row])[0] if row is not None else None

    def tier_of(self, opening: Opening, person_id: str) -> tuple[Tier, int, float]:
        """Return tier, score and months of one person for one opening, without the reasons."""
        with self._live.alone():
            found = reckon(self._live.matcher, opening, self._alone(self.pool.index[person_id]))
        return list(Tier)[int(found.tier[0])], int(found.score[0]), float(found.months[0])

    def tiers(self, opening: Opening) -> Mapping[str, Tier]:
        """Return the tier of each person within reach, by the person's id."""
        tier, members = self.standing(opening).tier.tolist(), list(Tier)
        return {one: members[order] for one, order in zip(self.ids(self.rows.tolist()), tier, strict=True)}

    def tiers_but_for(self, code: str, opening: Opening) -> NDArray[np.uint8]:
        """Return the order of everybody's tier as if ``opening`` did not ask for ``code``."""
        with self._live.alone():
            return np.concatenate([self._but_for(code, opening, part) for part in self.pool.parts])

    def _but_for(self, code: str, opening: Opening, part: Part) -> NDArray[np.uint8]:
        def reckoned() -> NDArray[np.uint8]:
            return tiers_but_for(code, self._live.matcher.score(opening, part.pool), part.pool)

        return part.pool.once(("but for", code, opening), reckoned)

    def narrowed(
        self,
        opening: Opening,
        rows: Sequence[int],
        *,
        minutes: int | None = None,
        strengths: Collection[str] = (),
        kommunenr: Collection[str] = (),
    ) -> list[int]:
        """Return those of ``rows`` who live within so many minutes, match that strongly, and live in these municipalities."""
        left = np.array(rows, dtype=np.int64)
        if minutes is not None:
            drive = np.empty(len(left), dtype=np.int64)
            for part, here, own in self._by_part(left):
                drive[here] = travel_minutes_to(opening.postnummer, part.pool.part(own))
            left = left[(drive >= 0) & (drive <= minutes)]
        if strengths:
            standing = self.standing(opening, left)
            score, far = standing.score, ~standing.near
            score[far] = self._scores(opening, left[far])
            left = left[np.array([strength(int(one)) in strengths for one in score], dtype=np.bool_)]
        if kommunenr:
            places = self.pool.domain.catalogue.places.values()
            # Behind the last place stand those without a home on the map.
            inside = np.array([*(place.kommunenr in kommunenr for place in places), False])
            home = self.pool.column("home")[left]
            left = left[inside[np.where(home < 0, len(places), home)]]
        return [int(row) for row in left]

    def relaxations(self, opening: Opening, *, region: bool = False) -> tuple[Relaxation, ...]:
        """Return what each demand of an opening keeps away, the most telling first."""
        with self._live.alone():
            fields, far = self._fields(opening, region=region)
            return tuple(_and_closed(one, far) for one in relaxations(*fields[0], fields[1:]))

    def relaxed_pairs(self, opening: Opening) -> tuple[RelaxedPair, ...]:
        """Return the pairs of demands worth relaxing together among the people within reach, the most telling first."""
        with self._live.alone():
            fields, far = self._fields(opening, region=False)
            return tuple(
                replace(_and_closed(one, far), first=_and_closed(one.first, far), second=_and_closed(one.second, far))
                for one in relaxed_pairs(*fields[0], fields[1:])
            )

    def _fields(self, opening: Opening, *, region: bool) -> tuple[list[Counted], int]:
        """Return an opening reckoned for those around it, pool by pool, and how many stand too far off whatever it asks."""
        found: list[Counted] = []
        far = self.everybody if region else len(self)
        for part in self.pool.parts:
            around, _ = self._live.reckoned(part, opening)
            if region:
                some, rows = around.people, np.flatnonzero(part.alive[around.rows])
            else:
                _, stands = _looked_up(around.rows, *2 * (part.own(self.rows),))
                some = around.people.part(stands)
                rows = np.arange(len(some))
            far -= len(rows)
            found.append((self._live.matcher.score(opening, some), some, rows))
        return found, far

    # --- all openings ------------------------------------------------------------------------------------------------

    def doors(self, openings: Sequence[Opening]) -> NDArray[np.int32]:
        """Return how many openings stand in each of :data:`OPEN_TIERS` for those within reach, shape (people, tiers)."""
        found = np.empty((len(self), len(OPEN_TIERS)), dtype=np.int32)
        with self._live.alone():
            for part, places, own in self._by_part(self.rows):
                found[places] = part.doors.of(self._live, part.pool, openings, own)
        return found

    # --- one person --------------------------------------------------------------------------------------------------

    def held_against(self, openings: Sequence[Opening], row: int, *, closed: bool = False) -> list[Held]:
        """Return the openings that the person in ``row`` may get to, or all where the ``closed`` are wanted too, reckoned."""
        with self._live.alone():
            alone = self._alone(row)
            some = openings if closed else [opening for opening, _ in self._live.toward(openings, alone)]
            found = [(opening, reckon(self._live.matcher, opening, alone)) for opening in some]
        members = list(Tier)
        return [Held(opening, members[int(one.tier[0])], int(one.score[0]), float(one.months[0])) for opening, one in found]

    def what_if(self, openings: Sequence[Opening], row: int) -> WhatIf:
        """Return what meeting one demand, or answering one question, would change for the person in ``row``.

        Asked over the openings that the person may get to, or could with a car.
        """
        with self._live.alone():
            alone, matcher = self._alone(row), self._live.matcher
            person = alone.candidates[0]
            driver = suppose(person, "reach", self.pool.domain.catalogue)
            both = matcher.prepare([person, driver or person], self.pool.on)
            near = [opening for opening, _ in self._live.toward(openings, both)]
            return what_if([matcher.score(opening, alone) for opening in near], alone, 0)

    def _alone(self, row: int) -> Pool:
        if row not in self._ones:
            pool, own = self.pool.at(row)
            self._ones[row] = pool.part(np.array([own]))
        return self._ones[row]

    def stands(self, person_id: str) -> Standpoint:
        """Return where one person stands among the ways to every role."""
        return self.pool.standing(self.pool.index[person_id])

    def closed_ways(self, match: Match) -> tuple[ClosedRoute, ...]:
        """Return the known ways to what ``match`` lacks that are closed to the person, each with the rule that closes it."""
        domain = self.pool.domain
        unmet = [finding for finding in match.findings if finding.must and finding.status is Status.UNMET]
        kinds = domain.catalogue.requirements
        atoms = [atom for finding in unmet for atom in finding.requirement.split("|") if atom in kinds]
        states = sorted({state for atom in atoms for state in kinds[atom].states})
        return domain.routes.closed(self.stands(match.candidate), states, on=self.pool.on) if states else ()


def _looked_up(known: Rows, places: Rows, wanted: Rows) -> tuple[Rows, Rows]:
    """Return those of ``places`` whose wanted number stands among the known ones, which are in order, and where it stands."""
    stands = np.searchsorted(known, wanted)
    there = stands < len(known)
    there[there] = known[stands[there]] == wanted[there]
    return places[there], stands[there]


def _counted(numbers: NDArray[np.int64]) -> dict[Tier, int]:
    return dict(zip(Tier, numbers.tolist(), strict=True))


def _and_closed(one: Counts, far: int) -> Counts:
    """Return the same with those counted who are closed whatever is asked."""
    ready, clarify, way, closed = one.tiers
    return replace(one, tiers=(ready, clarify, way, closed + far))
