"""The training edges as a graph, and plans made of them: what each step waits for and when it can run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

from matcher.catalogue import Catalogue, EntryRule, TrainingEdge
from matcher.states import StateReader

MIN, TYPICAL, MAX = 0, 1, 2
"""Which of an edge's three durations is reckoned with."""

APPLICATION = "T62"
"""The catalogue's edge for an application to Helsedirektoratet by someone whose education is complete.

It leads to any authorisation, so it is no way for everyone: only what the candidate's own education stands behind.
"""

PAY_RANK = {"W": 5, "L": 4, "Y": 3, "I": 2, "S": 1}
"""Kinds of pay from best to least; unpaid is 0."""

PAID = PAY_RANK["I"]
"""From this rank on a step gives an income: wage, apprentice wage, NAV benefit or introduction benefit."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that must hold before an edge begins: any one of ``states``; ``rule`` says it in words."""

    states: tuple[str, ...]
    rule: EntryRule
    months: int | None = None
    group: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """One training edge to one of its targets; ``number`` is its place in :attr:`Graph.ways`."""

    number: int
    edge: TrainingEdge
    target: str
    gives: frozenset[str]
    demands: tuple[Demand, ...]
    shown: tuple[EntryRule, ...]
    place: str
    pay_rank: int


@dataclass(frozen=True, slots=True)
class Step:
    """A way as one candidate would take it: what it still waits for, how long it takes, what must be checked."""

    way: Way
    gives: frozenset[str]
    after: tuple[tuple[str, ...], ...]
    months: tuple[float, float, float]
    needs: tuple[EntryRule, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps that together lead to a state.

    Attributes
    ----------
    times : tuple of (float, float)
        Begin and end of each step in typical months.
    months : float
        Typical months until the last step ends.
    pay_rank : int
        Of the step that is paid worst.
    places : frozenset of str
        Where the teaching is, as each edge says it.
    """

    steps: tuple[Step, ...]
    times: tuple[tuple[float, float], ...]
    months: float
    pay_rank: int
    places: frozenset[str]

    @classmethod
    def of(cls, steps: tuple[Step, ...]) -> Plan:
        """Return ``steps`` laid out in time."""
        times = schedule(steps, TYPICAL)
        return cls(
            steps=steps,
            times=times,
            months=max((end for _, end in times), default=0.0),
            pay_rank=min((step.way.pay_rank for step in steps), default=max(PAY_RANK.values())),
            places=frozenset(step.way.place for step in steps if step.way.place),
        )

    @property
    def edges(self) -> tuple[str, ...]:
        """Ids of the edges, in the order of the steps."""
        return tuple(step.way.edge.id for step in self.steps)

    def beats(self, other: Plan) -> bool:
        """Tell whether this plan is at least as good in months, pay and study place, and better in one of them."""
        if self.months > other.months or self.pay_rank < other.pay_rank or not self.places <= other.places:
            return False
        return (self.months, self.pay_rank, self.places) != (other.months, other.pay_rank, other.places)


class Graph:
    """The training edges of a catalogue, each with what it demands, found by what it gives."""

    def __init__(self, catalogue: Catalogue, reader: StateReader) -> None:
        self.reader = reader
        self.catalogue = catalogue
        self.ways: list[Way] = []
        self.of: dict[str, list[Way]] = {}
        self.to: dict[str, list[Way]] = {state: [] for state in catalogue.states}
        for edge in sorted(catalogue.edges.values(), key=lambda edge: edge.id):
            if edge.id == APPLICATION:
                continue
            demands = tuple(self._demands(edge))
            planned = {demand.rule for demand in demands}
            for target in edge.targets:
                if target not in catalogue.states:
                    continue
                way = Way(
                    number=len(self.ways),
                    edge=edge,
                    target=target,
                    gives=reader.closure[target],
                    demands=demands,
                    shown=tuple(rule for rule in edge.rules if rule not in planned),
                    place=edge.place,
                    pay_rank=max((PAY_RANK.get(pay, 0) for pay in edge.pay), default=0),
                )
                self.ways.append(way)
                self.of.setdefault(edge.id, []).append(way)
                for state in way.gives:
                    self.to[state].append(way)

    def idle(self, way: Way, goal: str) -> bool:
        """Tell whether ``way`` only leads to ``goal`` from where ``goal`` is held already."""
        closure = self.reader.closure
        return bool(way.demands[0].states) and all(goal in closure[origin] for origin in way.demands[0].states)

    def _demands(self, edge: TrainingEdge) -> Iterator[Demand]:
        states = self.catalogue.states
        origins = tuple(origin for origin in edge.origins if origin in states)
        label = " / ".join(states[origin].label for origin in origins)
        yield Demand(origins, EntryRule(kind="state", value=origins[0] if origins else None, text=label))
        for rule in edge.rules:
            if rule.kind == "state" and rule.value in states:
                yield Demand((str(rule.value),), rule)
            elif rule.kind == "language":
                level = tuple(state.id for state in states.values() if state.language == rule.value)
                if level:
                    yield Demand(level, rule)
            elif rule.kind == "practice_months":
                yield self._practice(rule, origins)

    def _practice(self, rule: EntryRule, origins: Sequence[str]) -> Demand:
        """Return a demand for months of work: of the kind that the origins count, or of all kinds where they count none."""
        states, asked = self.catalogue.states, int(rule.value or 0)
        groups = {tuple(sorted(states[origin].practice_families)) for origin in origins}
        group = groups.pop() if len(groups) == 1 else ()
        enough = [
            state.id
            for state in states.values()
            if (state.practice_months or 0) >= asked and (not group or tuple(sorted(state.practice_families)) == group)
        ]
        return Demand(tuple(enough), rule, asked, group)


def joined(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Return ``steps`` with every edge once; one edge that serves two ends gives both."""
    found: dict[str, Step] = {}
    for step in steps:
        known = found.get(step.way.edge.id)
        found[step.way.edge.id] = step if known is None else replace(known, gives=known.gives | step.gives)
    return tuple(found.values())


def schedule(steps: Sequence[Step], duration: int) -> tuple[tuple[float, float], ...]:
    """Return begin and end of each step in months.

    Parameters
    ----------
    steps : sequence of Step
        In any order; each waits until its ``after`` are given by others.
    duration : int
        Which months to reckon with: ``MIN``, ``TYPICAL`` or ``MAX``.

    Returns
    -------
    tuple of (float, float)
        For each step.  Steps that can be combined run side by side; of those that fill the day only one at a time.
    """
    if len(steps) == 1 and not steps[0].after:
        return ((0.0, steps[0].months[duration]),)
    times: dict[int, tuple[float, float]] = {}
    given: dict[str, float] = {}
    busy_until = 0.0
    while len(times) < len(steps):
        begins: list[tuple[float, str, int]] = []
        for number, step in enumerate(steps):
            if number not in times:
                begin = max((min(given.get(state, inf) for state in states) for states in step.after), default=0.0)
                begin = begin if step.way.edge.combinable else max(begin, busy_until)
                begins.append((begin, step.way.edge.id, number))
        begin, _, number = min(begins)
        step = steps[number]
        end = round(begin + step.months[duration], 2)
        times[number] = (begin, end)
        if not step.way.edge.combinable:
            busy_until = end
        for state in step.gives:
            given[state] = min(given.get(state, inf), end)
    return tuple(times[number] for number in range(len(steps)))


def unbeaten(plans: Iterable[Plan], *, ties: bool = False) -> list[Plan]:
    """Return the plans that no other beats, quickest first.

    Of plans that are equal in every count only the one with the fewest steps and lowest ids is kept, unless ``ties``.
    """
    ordered = sorted(plans, key=lambda plan: (plan.months, -plan.pay_rank, len(plan.places), len(plan.steps), plan.edges))
    kept: list[Plan] = []
    seen: set[tuple[object, ...]] = set()
    for plan in ordered:
        same = plan.edges if ties else (plan.months, plan.pay_rank, plan.places)
        if same not in seen and not any(other.beats(plan) for other in kept):
            seen.add(same)
            kept.append(plan)
    return kept
