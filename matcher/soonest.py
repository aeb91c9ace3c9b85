"""How soon many people can hold a state of the route graph: the months of the quickest way, without laying out every way.

As if everything that waits for nothing ran side by side, the quickest way to each state is found for all standings at once.
That is a lower bound; where no two steps of it fill the same days it is a way that can be gone, and so the answer.  For the
few others the ways are laid out one by one (:meth:`matcher.routes.RouteFinder.find`).  Standings between whose practice no rule
makes a difference are reckoned once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from matcher.planner import Planner
from matcher.plans import TYPICAL, Graph, Way
from matcher.states import Standing

Months = NDArray[np.float64]
Bools = NDArray[np.bool_]

_ROUND = 2
_WORD = 64


@dataclass(frozen=True, slots=True)
class _Step:
    """A way where it is the last step of a quickest way.

    ``columns`` are the kinds of standing with whom it is; ``waits`` says at which places of ``columns`` it waits for what, and
    which of the states it waits for is held first; ``gives`` says which state it gives at which places.
    """

    number: int
    columns: NDArray[np.int64]
    waits: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]]
    gives: Sequence[tuple[int, NDArray[np.int64]]]


class Soonest:
    """The quickest ways of many standings.

    Parameters
    ----------
    graph : Graph
        States and training edges.
    standings : sequence of Standing
        From :meth:`matcher.routes.RouteFinder.signature`.
    horizon : float
        Longest typical time in months.

    Attributes
    ----------
    standings : list of Standing
        One of each kind of those given.
    kind : ndarray of int64, shape (given standings,)
        The kind of each that was given, a place in ``standings``.
    least : ndarray of float64, shape (states, kinds)
        Lower bound of the months until each state; infinite where no way is open.
    """

    def __init__(self, graph: Graph, standings: Sequence[Standing], horizon: float) -> None:
        self._graph, self._horizon = graph, horizon
        self.standings, self.kind = self._alike(standings)
        self._rows = {state: row for row, state in enumerate(graph.catalogue.states)}
        self._fill_facts()
        self._begins = np.full((len(graph.ways), len(self.standings)), inf)
        self.least = np.where(self._settled, 0.0, inf)
        self._via = np.full(self.least.shape, -1, dtype=np.int16)
        self._relax()
        self._used = self._trace()

    def _alike(self, standings: Sequence[Standing]) -> tuple[list[Standing], NDArray[np.int64]]:
        """Return one standing of each kind, and the kind of each."""
        practice, ways, groups = self._practice(standings), self._graph.ways, self._graph.reader.groups
        asked = {(demand.group, demand.months) for way in ways for demand in way.demands if demand.months is not None}
        told = [practice[groups.index(group)] >= months for group, months in sorted(asked) if group in groups]
        lengths = [
            self._lengths(way, practice, standings) for way in ways if self._graph.catalogue.states[way.target].practice_months
        ]
        facts = np.array([*told, *lengths], dtype=np.float64).reshape(len(told) + len(lengths), len(standings)).T.copy()
        kinds: dict[Hashable, int] = {}
        kind = np.empty(len(standings), dtype=np.int64)
        first: list[Standing] = []
        for column, (one, own) in enumerate(zip(standings, facts, strict=True)):
            key = (one.states, one.complete, one.over_18, one.over_20, one.norwegian_known, own.tobytes())
            kind[column] = kinds.setdefault(key, len(kinds))
            if len(kinds) > len(first):
                first.append(one)
        return first, kind

    def _practice(self, standings: Sequence[Standing]) -> NDArray[np.int64]:
        groups = self._graph.reader.groups
        practice = np.array([standing.practice or (0,) * len(groups) for standing in standings], dtype=np.int64)
        return practice.reshape(len(standings), len(groups)).T

    def _fill_facts(self) -> None:
        """Ask each distinct kind of standing what is held, what a way waits for, and how long it takes."""
        size, ways = len(self.standings), self._graph.ways
        self._held = np.zeros((len(self._rows), size), dtype=np.bool_)
        self._settled = np.zeros_like(self._held)
        self._open = np.zeros((len(ways), size), dtype=np.bool_)
        self._months = np.zeros((len(ways), size))
        demands = [demand for way in ways for demand in way.demands]
        self._missing = np.zeros((len(demands), size), dtype=np.bool_)
        self._first = np.cumsum([0, *(len(way.demands) for way in ways)])
        planners: list[Planner] = [Planner(self._graph, standing, self._horizon) for standing in self.standings]
        for column, planner in enumerate(planners):
            for state in planner.held:
                self._held[self._rows[state], column] = True
            for state in planner.settled:
                self._settled[self._rows[state], column] = True
        by_age: dict[tuple[bool | None, bool | None], list[int]] = {}
        for column, standing in enumerate(self.standings):
            by_age.setdefault((standing.over_18, standing.over_20), []).append(column)
        for columns in by_age.values():
            self._open[:, columns] = np.array([planners[columns[0]].closed_by(way) is None for way in ways])[:, None]
        groups, practice = self._graph.reader.groups, self._practice(self.standings)
        for number, demand in enumerate(demands):
            met = np.zeros(size, dtype=np.bool_)
            if demand.months is not None and demand.group in groups:
                met |= practice[groups.index(demand.group)] >= demand.months
            for state in demand.states:
                met |= self._settled[self._rows[state]]
            self._missing[number] = ~met
        for number, way in enumerate(ways):
            self._months[number] = self._lengths(way, practice, self.standings)

    def _lengths(self, way: Way, practice: NDArray[np.int64], standings: Sequence[Standing]) -> Months:
        """Return the typical months of a way for each standing; only where practice shortens it do they differ."""
        target = self._graph.catalogue.states[way.target]
        if not target.practice_months:
            return np.full(len(standings), way.edge.months_typical)
        groups = self._graph.reader.groups
        own = practice[groups.index(tuple(sorted(target.practice_families)))]
        _, columns, which = np.unique(own, return_index=True, return_inverse=True)
        planners = (Planner(self._graph, standings[column], self._horizon) for column in columns.tolist())
        return np.array([planner.months(way)[TYPICAL] for planner in planners], dtype=np.float64)[which]

    def _relax(self) -> None:
        ways = self._graph.ways
        idle = [np.logical_and.reduce([self._held[self._rows[state]] for state in way.gives]) for way in ways]
        changed = True
        while changed:
            changed = False
            for way in ways:
                begin = self._begin(way)
                end = np.round(begin + self._months[way.number], _ROUND)
                better = self._open[way.number] & ~idle[way.number] & (end < self.least[self._rows[way.target]])
                if better.any():
                    changed = True
                    for state in way.gives:
                        row = self._rows[state]
                        sooner = better & (end < self.least[row])
                        self.least[row, sooner] = end[sooner]
                        self._via[row, sooner] = way.number
        for way in ways:
            self._begins[way.number] = self._begin(way)

    def _begin(self, way: Way) -> Months:
        begin = np.zeros(len(self.standings))
        for number, demand in enumerate(way.demands, int(self._first[way.number])):
            missing = self._missing[number]
            if missing.any():
                first = np.full(len(begin), inf)
                for state in demand.states:
                    np.minimum(first, self.least[self._rows[state]], out=first)
                np.maximum(begin, np.where(missing, first, 0.0), out=begin)
        return begin

    def _trace(self) -> NDArray[np.uint64]:
        """Return the ways of the quickest way to each state, one bit each, shape (words, states, standings)."""
        words = -(-len(self._graph.ways) // _WORD)
        used = np.zeros((words, *self.least.shape), dtype=np.uint64)
        steps = [step for way in self._graph.ways if len((step := self._step(way)).columns)]
        changed = True
        while changed:
            changed = False
            for step in steps:
                word, bit = divmod(step.number, _WORD)
                needed = np.zeros((words, len(step.columns)), dtype=np.uint64)
                needed[word] = np.uint64(1) << np.uint64(bit)
                for places, first in step.waits:
                    needed[:, places] |= used[:, first, step.columns[places]]
                for row, places in step.gives:
                    columns, own = step.columns[places], needed[:, places]
                    if not np.array_equal(used[:, row, columns], own):
                        used[:, row, columns], changed = own, True
        return used

    def _step(self, way: Way) -> _Step:
        """Return for whom a way is the last step of a quickest way, and what it waits for with them."""
        rows = [self._rows[state] for state in way.gives]
        columns = np.flatnonzero(np.logical_or.reduce([self._via[row] == way.number for row in rows]))
        waits = []
        for number, demand in enumerate(way.demands, int(self._first[way.number])):
            places = np.flatnonzero(self._missing[number, columns])
            if len(places) and demand.states:
                states = np.array([self._rows[state] for state in demand.states])
                first = states[np.argmin(self.least[np.ix_(states, columns[places])], axis=0)]
                waits.append((places, first))
        return _Step(way.number, columns, waits, [(row, np.flatnonzero(self._via[row, columns] == way.number)) for row in rows])

    def months(self, targets: Collection[str], lay_out: Callable[[Standing], float]) -> Months:
        """Return the typical months of the quickest way to any of ``targets``, infinite = none in time.

        Parameters
        ----------
        targets : collection of str
            State ids that no standing holds or has the education for; others are for the caller.
        lay_out : callable
            The same for one standing, by laying out its ways.

        Returns
        -------
        ndarray of float64, shape (kinds,)
        """
        rows = [self._rows[target] for target in sorted(set(targets)) if target in self._rows]
        best = np.full(len(self.standings), inf)
        for row in rows:
            np.minimum(best, self.least[row], out=best)
        # A state that is only assumed is no goal reached: the way to it is looked for all the same.
        assumed = np.logical_or.reduce([self._settled[row] & ~self._held[row] for row in rows]) if rows else best < 0
        best[assumed | (best > self._horizon)] = inf
        clash = np.zeros(len(best), dtype=np.bool_)
        if assumed.any():
            best[assumed], clash[assumed] = self._last_steps(targets, np.flatnonzero(assumed))
        for row in rows:
            near = np.flatnonzero((self.least[row] <= self._horizon) & ~self._settled[row])
            clash[near] |= self._clashes(row, near)
        for column in np.flatnonzero(clash).tolist():
            best[column] = lay_out(self.standings[column])
        return best

    def _last_steps(self, targets: Collection[str], columns: NDArray[np.int64]) -> tuple[Months, Bools]:
        """Return the months of the quickest last step to any of ``targets``, and where such a step has to wait for others."""
        best, waits = np.full(len(columns), inf), np.zeros(len(columns), dtype=np.bool_)
        graph = self._graph
        last = {way.number: way for goal in targets for way in graph.to.get(goal, ()) if not graph.idle(way, goal)}
        for way in last.values():
            end = np.round(self._begins[way.number, columns] + self._months[way.number, columns], _ROUND)
            end[~self._open[way.number, columns] | (end > self._horizon)] = inf
            first = int(self._first[way.number])
            waits |= np.isfinite(end) & self._missing[first : first + len(way.demands), columns].any(axis=0)
            np.minimum(best, end, out=best)
        return best, waits

    def _clashes(self, row: int, columns: NDArray[np.int64]) -> Bools:
        """Tell whether two steps of the quickest way to a state that each fill the day would run at once."""
        exclusive = [way.number for way in self._graph.ways if not way.edge.combinable]
        begins = np.full((len(columns), len(exclusive)), inf)
        ends = np.full_like(begins, inf)
        for place, number in enumerate(exclusive):
            word, bit = divmod(number, _WORD)
            used = (self._used[word, row, columns] >> np.uint64(bit)) & np.uint64(1) == 1
            begins[used, place] = self._begins[number, columns[used]]
            ends[used, place] = begins[used, place] + self._months[number, columns[used]]
        busy = np.isfinite(begins).sum(axis=1) > 1
        order = np.argsort(begins[busy], axis=1, kind="stable")
        begun, ended = (np.take_along_axis(table[busy], order, axis=1) for table in (begins, ends))
        found = np.zeros(len(columns), dtype=np.bool_)
        found[busy] = ((begun[:, 1:] < ended[:, :-1] - 10.0**-_ROUND) & np.isfinite(begun[:, 1:])).any(axis=1)
        return found
