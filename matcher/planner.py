"""Plans for one standing: which edges are open, how soon each state can be held, and the ways worth showing."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import inf

from matcher.catalogue import EntryRule
from matcher.plans import TYPICAL, Demand, Graph, Plan, Step, Way, joined, unbeaten
from matcher.rules import CEFR
from matcher.states import Standing

SCHOOL = "N02"
"""Completed lower secondary school.  Nobody registers that they lack it, so it is assumed, and named among the needs."""

UNTOLD = "A2"
"""Norwegian that is taken for granted of whoever nobody has said anything of, and named among the needs.

It is the least that any post or way asks, so that silence is never better than a test that meets what is asked; every level
beyond it takes the months that it takes whoever is known to lack it.
"""

ALTERNATIVES = 6
"""At most so many ways to a state on the way are kept; those that are beaten on every count go first."""

_AGE = {"over_18", "age_min"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A way as one candidate meets it: what it still waits for (any one of each), and its months."""

    way: Way
    waits: tuple[tuple[str, ...], ...]
    months: tuple[float, float, float]


def _begin(offer: Offer, least: dict[str, float]) -> float:
    begin = 0.0
    for states in offer.waits:
        first = inf
        for state in states:
            months = least.get(state, inf)
            first = min(first, months)
        begin = max(begin, first)
    return begin


@dataclass
class Planner:
    """Plans for one standing.

    Attributes
    ----------
    held : frozenset of str
        States that the standing proves.
    settled : frozenset of str
        Those, and what is taken for granted: school, and a little Norwegian (:data:`UNTOLD`) where nothing is known of it.
    possible : frozenset of str
        Those, and what nobody knows the standing not to have.
    least : dict of str to float
        Lower bound of the typical months until each state can be held; missing = no way is open.
    """

    graph: Graph
    standing: Standing
    horizon: float
    _found: dict[str, tuple[Plan, ...]] = field(default_factory=dict)
    _steps: dict[int, Step] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note what is held, what is assumed, and how much practice there is."""
        states, reader = self.graph.catalogue.states, self.graph.reader
        self.held = self.standing.states
        self.settled = self.held | reader.closure.get(SCHOOL, frozenset())
        self.possible = self.settled
        if not self.standing.norwegian_known:
            spoken = {state.id: CEFR.index(state.language) for state in states.values() if state.language is not None}
            self.settled |= {state for state, level in spoken.items() if level <= CEFR.index(UNTOLD)}
            self.possible |= spoken.keys()
        practice = self.standing.practice or (0,) * len(reader.groups)
        self.have = dict(zip(reader.groups, practice, strict=True))

    # --- what one way asks of this candidate ---------------------------------------------------------------

    def closed_by(self, way: Way) -> EntryRule | None:
        """Return the age rule that closes ``way``, or None."""
        for rule in way.edge.rules:
            if rule.kind in _AGE and self._old_enough(rule) is False:
                return rule
        return None

    def _old_enough(self, rule: EntryRule) -> bool | None:
        """Say whether an age rule holds; None where the coded facts do not tell."""
        least = 18 if rule.kind == "over_18" else int(rule.value or 0)
        if (least <= 18 and self.standing.over_18) or (least <= 20 and self.standing.over_20):
            return True
        if (least >= 18 and self.standing.over_18 is False) or (least >= 20 and self.standing.over_20 is False):
            return False
        return None

    def missing(self, way: Way) -> tuple[Demand, ...]:
        """Return the demands of ``way`` that are neither held nor assumed."""
        return tuple(demand for demand in way.demands if not self._meets(demand))

    def may_enter(self, way: Way) -> bool:
        """Tell whether nothing that is known keeps the candidate from beginning ``way`` today."""
        open_to = all(not self.possible.isdisjoint(demand.states) for demand in self.missing(way))
        return open_to and self.closed_by(way) is None

    def _meets(self, demand: Demand) -> bool:
        if demand.months is not None and self.have.get(demand.group, 0) >= demand.months:
            return True
        return any(state in self.settled for state in demand.states)

    def months(self, way: Way) -> tuple[float, float, float]:
        """Return least, typical and most months of ``way``; practice that is there already shortens practice to come."""
        whole = (way.edge.months_min, way.edge.months_typical, way.edge.months_max)
        states = self.graph.catalogue.states
        target = states[way.target]
        if not target.practice_months:
            return whole
        group = tuple(sorted(target.practice_families))
        begun = [
            states[origin].practice_months or 0
            for origin in way.edge.origins
            if origin in states and tuple(sorted(states[origin].practice_families)) == group
        ]
        start = min(max(begun, default=0), target.practice_months - 1)
        left = target.practice_months - max(start, self.have.get(group, 0))
        share = max(left, 0) / (target.practice_months - start)
        return (round(whole[0] * share, 1), round(whole[1] * share, 1), round(whole[2] * share, 1))

    def needs(self, way: Way) -> tuple[EntryRule, ...]:
        """Return the rules of ``way`` that must be checked or arranged: what no fact settles, and what is only assumed."""
        found = [self._named(demand) for demand in way.demands if self._assumes(demand)]
        found += [rule for rule in way.shown if rule.kind not in _AGE or self._old_enough(rule) is None]
        return tuple(found)

    def _named(self, demand: Demand) -> EntryRule:
        """Return the rule of an assumed demand; where any of several origins would do, the one that is assumed."""
        if demand.rule.kind != "state" or len(demand.states) == 1:
            return demand.rule
        state = next(state for state in demand.states if state in self.settled)
        return EntryRule(kind="state", value=state, text=self.graph.catalogue.states[state].label)

    def _assumes(self, demand: Demand) -> bool:
        return self._meets(demand) and not (
            any(state in self.held for state in demand.states)
            or (demand.months is not None and self.have.get(demand.group, 0) >= demand.months)
        )

    # --- how soon a state can be held ----------------------------------------------------------------------

    @cached_property
    def offers(self) -> list[Offer | None]:
        """Every way as this candidate meets it, in the order of :attr:`Graph.ways`; None where an age rule closes it."""
        return [
            None
            if self.closed_by(way) is not None
            else Offer(way, tuple(demand.states for demand in self.missing(way)), self.months(way))
            for way in self.graph.ways
        ]

    @cached_property
    def least(self) -> dict[str, float]:
        """Lower bound of the months until each state, as if everything that can wait for nothing ran at once."""
        least = dict.fromkeys(self.settled, 0.0)
        waiting = [offer for offer in self.offers if offer is not None and not offer.way.gives <= self.held]
        changed = True
        while changed:
            changed = False
            for offer in waiting:
                end = _begin(offer, least) + offer.months[TYPICAL]
                if end < inf and end < least.get(offer.way.target, inf):
                    changed = True
                    for state in offer.way.gives:
                        if end < least.get(state, inf):
                            least[state] = end
        return least

    @cached_property
    def _soonest(self) -> list[float]:
        return [inf if offer is None else _begin(offer, self.least) + offer.months[TYPICAL] for offer in self.offers]

    def soonest(self, way: Way) -> float:
        """Return a lower bound of the months until ``way`` is done; infinite where something has no way."""
        return self._soonest[way.number]

    # --- plans ---------------------------------------------------------------------------------------------

    def plans(self, target: str) -> list[Plan]:
        """Return plans within the horizon that end in ``target``, also by a state that implies it."""
        found: list[Plan] = []
        for way in self.graph.to.get(target, ()):
            found.extend(self._by(way, target, frozenset())[0])
        return found

    def by(self, way: Way) -> list[Plan]:
        """Return plans within the horizon whose last step is ``way``."""
        return self._by(way, way.target, frozenset())[0]

    def _to(self, goal: str, above: frozenset[str]) -> tuple[tuple[Plan, ...], bool]:
        """Return the plans worth keeping to a state on the way, and whether a loop was cut off while looking."""
        if goal in above:
            return (), True
        if goal in self._found:
            return self._found[goal], False
        ways = self.graph.to.get(goal, [])
        direct = [way for way in ways if way.target == goal]
        soonest = min((self._soonest[way.number] for way in direct), default=inf)
        # A detour over a state that only implies the goal is looked at where it is quicker than every straight way.
        ways = direct + [way for way in ways if way.target != goal and self._soonest[way.number] < soonest]
        found: list[Plan] = []
        looped = False
        for way in ways:
            plans, cut = self._by(way, goal, above)
            found.extend(plans)
            looped |= cut
        best = tuple(unbeaten(found)[:ALTERNATIVES])
        if not looped:
            self._found[goal] = best
        return best, looped

    def _by(self, way: Way, goal: str, above: frozenset[str]) -> tuple[list[Plan], bool]:
        """Return the plans whose last step is ``way``, and whether a loop was cut off."""
        offer = self.offers[way.number]
        if offer is None or self._soonest[way.number] > self.horizon or self.graph.idle(way, goal):
            return [], False
        step = self._step(offer)
        if not offer.waits:
            return [Plan.of((step,))], False
        choices: list[list[Plan]] = []
        looped = False
        for states in offer.waits:
            options: list[Plan] = []
            for state in states:
                if self.least.get(state, inf) + step.months[TYPICAL] <= self.horizon:
                    plans, cut = self._to(state, above | {goal})
                    options.extend(plans)
                    looped |= cut
            choices.append(options if len(states) == 1 else unbeaten(options)[:ALTERNATIVES])
        made = (Plan.of(joined((*(s for part in parts for s in part.steps), step))) for parts in product(*choices))
        return [plan for plan in made if plan.months <= self.horizon], looped

    def _step(self, offer: Offer) -> Step:
        number = offer.way.number
        if number not in self._steps:
            self._steps[number] = Step(offer.way, offer.way.gives, offer.waits, offer.months, self.needs(offer.way))
        return self._steps[number]
