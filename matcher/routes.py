"""Ways from where a candidate stands to what a role demands: several, paid ones first, and why others are closed."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date, timedelta
from math import inf

import numpy as np
from numpy.typing import NDArray

from matcher.catalogue import Catalogue, EntryRule
from matcher.planner import Planner
from matcher.plans import APPLICATION, MAX, MIN, PAID, TYPICAL, Graph, Plan, Way, schedule, unbeaten
from matcher.records import Candidate, ClosedRoute, Route, RouteStep
from matcher.soonest import Soonest
from matcher.states import Standing, StateReader

HORIZON_MONTHS = 36
"""What takes longer is no realistic way: the tier is *stengt*."""

PROMISE = "route:fagbrev_paa_jobb"
"""Property of an opening whose employer promises the 80 % that fagbrev på jobb asks for."""

CACHE_SIZE = 200_000
"""Answers kept before the cache starts anew."""

PLANNERS = 4_000
"""Standings whose half-made plans are kept."""


class RouteFinder:
    """Find routes in one catalogue.

    Parameters
    ----------
    catalogue : Catalogue
        States and training edges.

    Notes
    -----
    Answers depend on the candidate only through :meth:`signature` and are kept, so that many candidates share them.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._reader = StateReader(catalogue)
        self._graph = Graph(catalogue, self._reader)
        self._planners: dict[tuple[Standing, float], Planner] = {}
        self._routes: dict[Hashable, tuple[Route, ...]] = {}

    def signature(self, candidate: Candidate, months: Mapping[str, float], on: date) -> Standing:
        """Return everything about ``candidate`` that routes depend on.

        Parameters
        ----------
        candidate : Candidate
            Credentials, languages and coded age facts are read.
        months : mapping of str to float
            Full-time months of practice by family of roles.
        on : date
            Credentials that ran out before this day do not count.

        Returns
        -------
        Standing
            Equal for candidates with the same routes.
        """
        return self._reader.standing(candidate, months, on)

    def find(
        self,
        signature: Hashable,
        targets: Collection[str],
        *,
        on: date,
        properties: frozenset[str] = frozenset(),
        top: int = 5,
        horizon: float = HORIZON_MONTHS,
    ) -> tuple[Route, ...]:
        """Return ways from where a candidate stands to any of ``targets``.

        Parameters
        ----------
        signature : Standing
            From :meth:`signature`.
        targets : collection of str
            State ids; reaching one, or a state that implies one, is enough.
        on : date
            The day on which the first step begins.
        properties : frozenset of str
            What the opening offers; the employer's own promise takes that need off the list.
        top : int
            At most so many.
        horizon : float
            Longest typical time in months.

        Returns
        -------
        tuple of Route
            None beats another in months, pay and study place; paid ones first, then the quicker; the quickest of all is
            always among them.  A target that is held already gives one way without training.  Empty = no way in time.

        Raises
        ------
        TypeError
            If ``signature`` does not come from :meth:`signature`.
        """
        standing = _standing(signature)
        wanted = tuple(sorted(set(targets)))
        promised = PROMISE in properties
        key = (standing, wanted, promised, on, top, horizon)
        if key not in self._routes:
            if len(self._routes) >= CACHE_SIZE:
                self._routes.clear()
            self._routes[key] = self._find(self._planner(standing, horizon), wanted, on, top=top, promised=promised)
        return self._routes[key]

    def quickest(self, signature: Hashable, targets: Collection[str], *, on: date) -> float:
        """Return the typical months of the quickest of :meth:`find`'s ways, infinite where it has none."""
        return min((route.months for route in self.find(signature, targets, on=on)), default=inf)

    def soonest(self, signatures: Sequence[Standing]) -> Soonest:
        """Return how soon each of many standings can hold each state; see :meth:`months`."""
        return Soonest(self._graph, signatures, HORIZON_MONTHS)

    def months(self, soonest: Soonest, targets: Collection[str], *, on: date) -> NDArray[np.float64]:
        """Return the typical months of the quickest of :meth:`find`'s ways for many standings, infinite where it has none.

        Parameters
        ----------
        soonest : Soonest
            From :meth:`soonest`.
        targets : collection of str
            As for :meth:`find`.
        on : date
            As for :meth:`find`.

        Returns
        -------
        ndarray of float64, shape (standings,)
        """
        wanted = tuple(sorted(set(targets)))

        found = soonest.months(wanted, lambda standing: self.quickest(standing, wanted, on=on))
        for column, standing in enumerate(soonest.standings):
            for target in wanted:
                if target in standing.states or target in standing.complete:
                    found[column] = self._paperwork(standing, target, on).months
                    break
        return found[soonest.kind]

    def closed(
        self, signature: Hashable, targets: Collection[str], *, on: date, horizon: float = HORIZON_MONTHS
    ) -> tuple[ClosedRoute, ...]:
        """Return known last steps to ``targets`` that are closed to this candidate, each with the rule that closes it.

        A way from an education that the candidate does not have and cannot get (a foreign diploma) is not listed.
        """
        planner = self._planner(_standing(signature), horizon)
        found: dict[str, ClosedRoute] = {}
        open_edges: set[str] = set()
        for target in sorted(set(targets)):
            for way in () if target in planner.held else self._graph.to.get(target, ()):
                rule = self._closing_rule(planner, way, on)
                if rule is not None:
                    found.setdefault(way.edge.id, ClosedRoute(edge=way.edge.id, rule=rule))
                else:
                    open_edges.add(way.edge.id)
        return tuple(found[edge] for edge in sorted(found) if edge not in open_edges)

    def may_begin(self, signature: Hashable, edge: str, target: str) -> bool:
        """Tell whether a candidate may begin ``edge`` today, and does not stand at ``target`` already.

        What nobody knows is no no: an age or a level of Norwegian that is not known has to be checked at the entry.
        """
        planner = self._planner(_standing(signature), HORIZON_MONTHS)
        ways = [way for way in self._graph.of.get(edge, ()) if way.target == target]
        return target not in planner.possible and any(planner.may_enter(way) for way in ways)

    def practised(self, signature: Hashable, family: str) -> bool:
        """Tell whether a candidate has a month or more of practice of a kind that some way counts ``family`` among."""
        practice = _standing(signature).practice
        return any(months >= 1 for group, months in zip(self._reader.groups, practice, strict=True) if family in group)

    # --- inside --------------------------------------------------------------------------------------------

    def _planner(self, standing: Standing, horizon: float) -> Planner:
        key = (standing, horizon)
        if key not in self._planners:
            if len(self._planners) >= PLANNERS:
                self._planners.clear()
            self._planners[key] = Planner(self._graph, standing, horizon)
        return self._planners[key]

    def _find(self, planner: Planner, targets: tuple[str, ...], on: date, *, top: int, promised: bool) -> tuple[Route, ...]:
        standing = planner.standing
        for target in targets:
            if target in standing.states or target in standing.complete:
                return (self._paperwork(standing, target, on),)
        reached = [(plan, target) for target in targets for plan in planner.plans(target)]
        target_of = {id(plan): target for plan, target in reached}
        best = sorted(unbeaten((plan for plan, _ in reached), ties=True), key=lambda plan: (plan.pay_rank < PAID, plan.months))
        chosen = best[:top]
        quickest = min(best, key=lambda plan: plan.months, default=None)
        if quickest is not None and quickest not in chosen:
            chosen[-1:] = [quickest]
        return tuple(self._route(plan, target_of[id(plan)], on, promised=promised) for plan in chosen)

    def _route(self, plan: Plan, target: str, on: date, *, promised: bool) -> Route:
        order = sorted(range(len(plan.steps)), key=lambda number: (*plan.times[number], plan.steps[number].way.edge.id))
        steps = tuple(
            RouteStep(
                edge=plan.steps[number].way.edge.id,
                begins=plan.times[number][0],
                ends=plan.times[number][1],
                pay=plan.steps[number].way.edge.pay,
                needs=tuple(rule for rule in plan.steps[number].needs if not (promised and rule.kind == "employer_80")),
            )
            for number in order
        )
        months = plan.months
        return Route(
            edges=tuple(step.edge for step in steps),
            steps=steps,
            months=months,
            months_min=max((end for _, end in schedule(plan.steps, MIN)), default=0.0),
            months_max=max((end for _, end in schedule(plan.steps, MAX)), default=0.0),
            paid=plan.pay_rank >= PAID,
            ready_on=months_after(on, months),
            target=target,
            unverified=any(step.way.edge.unverified for step in plan.steps),
        )

    def _paperwork(self, standing: Standing, target: str, on: date) -> Route:
        """Return the way of someone whose education is complete: an application, or nothing where none is needed."""
        edge = self._catalogue.edges.get(APPLICATION)
        if edge is None or target not in edge.targets or target not in standing.complete:
            return Route(edges=(), steps=(), months=0, months_min=0, months_max=0, paid=True, ready_on=on, target=target)
        step = RouteStep(edge=edge.id, begins=0.0, ends=edge.months_typical, pay=edge.pay, needs=edge.rules)
        return Route(
            edges=(edge.id,),
            steps=(step,),
            months=edge.months_typical,
            months_min=edge.months_min,
            months_max=edge.months_max,
            paid=bool(set(edge.pay) & {"W", "L", "Y", "I"}),
            ready_on=months_after(on, edge.months_typical),
            target=target,
            unverified=bool(edge.unverified),
        )

    def _closing_rule(self, planner: Planner, way: Way, on: date) -> EntryRule | None:
        """Return the rule that closes ``way``, or None when it is open or never was a way for this candidate."""
        own = [demand for demand in way.demands if min((planner.least.get(s, inf) for s in demand.states), default=inf) < inf]
        if way.demands[0] not in own:
            return None
        by_age = planner.closed_by(way)
        if by_age is not None:
            return by_age
        if planner.soonest(way) <= planner.horizon:
            return None
        waits = [
            (min((planner.least.get(state, inf) for state in demand.states), default=inf), number, demand.rule)
            for number, demand in enumerate(planner.missing(way))
        ]
        if waits:
            return self._in_months(max(waits, key=lambda wait: (wait[0], -wait[1]))[2])
        months = planner.months(way)[TYPICAL]
        done = months_after(on, months)
        text = f"Tar vanligvis {months:g} måneder, til {done.month:02}.{done.year}; lenger enn {planner.horizon:g} måneder"
        return EntryRule(kind="other", text=text)

    def _in_months(self, rule: EntryRule) -> EntryRule:
        """Return a missing state of practice as the months that it takes."""
        state = self._catalogue.states.get(str(rule.value)) if rule.kind == "state" else None
        if state is None or state.practice_months is None:
            return rule
        return EntryRule(kind="practice_months", value=state.practice_months, text=rule.text)


def months_after(on: date, months: float) -> date:
    """Return the day ``months`` (may be broken) after ``on``; a month's last day stands for days that it lacks."""
    whole = int(months)
    year, month = divmod(on.year * 12 + on.month - 1 + whole, 12)
    day = min(on.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day) + timedelta(days=round((months - whole) * 30))


def _standing(signature: Hashable) -> Standing:
    if not isinstance(signature, Standing):
        raise TypeError("signature must come from RouteFinder.signature")
    return signature
