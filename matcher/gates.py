"""The hard requirements of an opening, held against a whole pool: three-valued answers, tiers, months until ready."""

from __future__ import annotations

import re
from collections.abc import Hashable

import numpy as np
from numpy.typing import NDArray

from matcher.columns import TENTHS
from matcher.pool import MET, STATUS_CODE, STATUS_OF, UNKNOWN, UNMET, Pool
from matcher.post_demands import SMALL_POST, Demand, Gate
from matcher.records import Candidate, Status, Tier
from matcher.routes import HORIZON_MONTHS
from matcher.rules import Answer, age_on
from matcher.travel import staying, travel_minutes, way_to
from matcher.wishes import PASSING, WISHES, begins_by, explain_wish, for_learners, wish_status

NEVER = np.float32(np.inf)

OFF_HOURS = frozenset({"evening", "night", "weekend"})
"""Hours at which the recorded lines, which are those of a working day, may not run."""

RELEVANT_MONTHS = 6
"""Full-time months that make practice relevant."""

AREA_MONTHS = 3
"""Full-time months that show experience from an area."""

EXPERIENCE_AREAS = {
    "experience:cleaning": ("renhold",),
    "experience:service": ("service", "hotell", "handel", "kjokken", "kundeservice"),
    "experience:children": ("barnehage", "skole"),
    "experience:leadership": ("ledelse",),
}
"""Families of roles in which a kind of experience is gained."""

_YEARS = re.compile(r"experience:years>=(\d{1,2})$")


def gate_status(demand: Demand, pool: Pool) -> NDArray[np.uint8]:
    """Return 0 unmet, 1 unknown, 2 met for each gate and candidate, shape (gates, candidates)."""
    return np.stack([one_gate(gate, demand, pool) for gate in demand.gates])


def one_gate(gate: Gate, demand: Demand, pool: Pool) -> NDArray[np.uint8]:
    """Return 0 unmet, 1 unknown, 2 met of one gate for every candidate, shape (candidates,)."""
    if len(gate.atoms) == 1:
        return atom_status(gate.atoms[0], demand, pool)

    def best() -> NDArray[np.uint8]:
        return np.asarray(np.maximum.reduce([atom_status(atom, demand, pool) for atom in gate.atoms]))

    return pool.once(("gate", *_asked(gate, demand, pool)), best)


def _asked(gate: Gate, demand: Demand, pool: Pool) -> tuple[Hashable, ...]:
    """Return everything of a demand that the answers to one of its gates depend on."""
    opening, found = demand.opening, list[Hashable](gate.atoms)
    for atom in gate.atoms:
        if atom == "reach":
            found += [opening.postnummer, opening.kommunenr, staying(opening), not demand.shifts & OFF_HOURS]
        elif atom == "place":
            found += [opening.postnummer, opening.kommunenr]
        elif atom == "hours":
            found += [demand.percent_min, demand.percent_max, "offer:more_hours" in opening.properties]
        elif atom == "interest":
            found += [demand.roles, for_learners(demand, pool.domain)]
        elif atom == "form":
            found.append(demand.employment in PASSING)
        elif atom == "start":
            found.append(begins_by(demand, pool.on))
        elif atom.startswith("experience:"):
            found.append(demand.roles)
        elif atom.startswith("age:"):
            found.append(opening.start)
    return tuple(found)


Waits = NDArray[np.uint8]
WAITS = (0, 3, 12, 24, HORIZON_MONTHS)
"""Months that part short waits from long ones."""

OVER = tuple((1 << place + 1) - 1 for place in range(len(WAITS) + 1))
"""A wait longer than each of :data:`WAITS`, and at last the one without an end: the longer, the more bits are set."""

TOO_LONG, NO_END = OVER[-2:]


def waits(months: NDArray[np.float32]) -> Waits:
    """Return for each wait a bit for each of :data:`WAITS` that it exceeds, and one more where no way is known.

    So that the longest of several waits is all their bits together, and :data:`OVER` tells long waits from short ones.
    """
    bounds = (*WAITS, float(np.finfo(np.float32).max))
    return np.asarray(
        np.bitwise_or.reduce([(months > bound).view(np.uint8) << np.uint8(bit) for bit, bound in enumerate(bounds)])
    )


UNASKED, LACKS = np.uint8(1 << 6), np.uint8(1 << 7)
"""Beside the bits of the wait: it is not known whether a demand is met; it is not met."""


def marks_asked(gate: Gate, demand: Demand, pool: Pool) -> Hashable:
    """Return everything that the marks of a gate depend on: demands with the same have the same marks."""
    small = _is_small(demand) and any(atom.startswith("shift:") for atom in gate.atoms)
    return ("marks", *_asked(gate, demand, pool), small)


def marks_into(out: NDArray[np.uint8], pool: Pool, *, key: Hashable, gate: Gate, demand: Demand) -> None:
    """Write where a gate stands in the way of the candidates of a pool.

    Parameters
    ----------
    out : ndarray of uint8, shape (candidates,)
        Is filled: :data:`UNASKED`, :data:`LACKS` and how long it is until it is met (:func:`waits`); all gates together are an
        "or" of their marks.
    pool : Pool
        The people.
    key : hashable
        From :func:`marks_asked`.
    gate, demand : Gate, Demand
        The gate, and whose it is.
    """
    if _OF_A_PLACE.isdisjoint(gate.atoms):
        pool.shared_into(out, key, lambda whole: _marks(gate, demand, whole))
    else:
        out[:] = _marks(gate, demand, pool)


_OF_A_PLACE = frozenset({"reach", "place"})
"""Gates that are answered for the people around one place, all others for everybody."""


def _marks(gate: Gate, demand: Demand, pool: Pool) -> NDArray[np.uint8]:
    """Return everything about a gate in one number for each candidate (:attr:`Blocked.marks`)."""
    status = one_gate(gate, demand, pool)
    marks: NDArray[np.uint8] = (status == UNKNOWN).view(np.uint8) * UNASKED
    unmet = (status == UNMET).view(np.uint8)
    if unmet.any():
        kinds = pool.domain.catalogue.requirements
        closable = any(atom in kinds and (kinds[atom].states or kinds[atom].months is not None) for atom in gate.atoms)
        wait = waits(closing_months(gate, demand, pool)) if closable else np.uint8(NO_END)
        marks |= unmet * (wait | LACKS)
    return marks


def _is_small(demand: Demand) -> bool:
    """Tell whether a post has no other hours that a roster could be made of: it is small, or all of it is weekends."""
    return (demand.percent_max is not None and demand.percent_max <= SMALL_POST) or demand.shifts == {"weekend"}


def atom_status(atom: str, demand: Demand, pool: Pool) -> NDArray[np.uint8]:
    """Return 0 unmet, 1 unknown, 2 met of one code for every candidate, shape (candidates,)."""
    if atom == "reach":
        return _reach(demand, pool)
    if atom in WISHES:
        return wish_status(atom, demand, pool, travel_minutes(demand, pool))
    months = _asked_months(atom)
    if months is not None:
        return _experience(months, demand, pool)
    if atom.startswith("experience:"):
        return _area(atom, pool)
    if atom.startswith("age:"):
        return _age(atom, demand, pool)
    return pool.status(atom)


def _age(atom: str, demand: Demand, pool: Pool) -> NDArray[np.uint8]:
    """Hold an age against the first day of the post, where that lies ahead."""
    start, value = demand.opening.start, atom.partition(":")[2]
    if start is None or start <= pool.on:
        return pool.status(atom)

    def answer(candidate: Candidate) -> int:
        return STATUS_CODE[age_on(value, candidate, start).status]

    return pool.shared((atom, start), lambda whole: whole.by_class("facts", answer, np.uint8))


def _asked_months(atom: str) -> int | None:
    if atom == "experience:relevant":
        return RELEVANT_MONTHS
    if atom == "experience:long":
        return 60
    years = _YEARS.match(atom)
    return 12 * int(years[1]) if years else None


def _reach(demand: Demand, pool: Pool) -> NDArray[np.uint8]:
    opening = demand.opening
    lines = not demand.shifts & OFF_HOURS
    return way_to(opening.postnummer, opening.kommunenr, pool, stays=staying(opening), lines=lines)


def _experience(months: int, demand: Demand, pool: Pool) -> NDArray[np.uint8]:
    if not len(demand.columns):
        return np.full(len(pool), UNKNOWN, dtype=np.uint8)

    def reckon(whole: Pool) -> NDArray[np.uint8]:
        full, calendar = _relevant(demand, whole)
        status = np.where(whole.column("empty") | (calendar >= months), UNKNOWN, UNMET).astype(np.uint8)
        status[full >= TENTHS * months] = MET
        return status

    return pool.shared(("experience", months, demand.roles), reckon)


def _relevant(demand: Demand, pool: Pool) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return practice that counts, in the roles or their families: tenths of full-time months, and calendar months."""
    full = pool.over_roles("same_months", demand.columns)
    calendar = pool.over_roles("same_calendar", demand.columns)
    wide = pool.in_families("family_months", demand.families)
    long = pool.in_families("family_calendar", demand.families)
    return np.maximum(full, wide), np.maximum(calendar, long)


def _area(atom: str, pool: Pool) -> NDArray[np.uint8]:
    """Experience from a kind of work: shown by the periods registered, unknown where they do not show it."""
    families = frozenset(EXPERIENCE_AREAS.get(atom, ()))
    return pool.shared(("area", atom), lambda whole: _enough(whole.in_families("family_months", families)))


def _enough(months: NDArray[np.int64]) -> NDArray[np.uint8]:
    return np.where(months >= TENTHS * AREA_MONTHS, MET, UNKNOWN).astype(np.uint8)


def tiers(demand: Demand, status: NDArray[np.uint8], pool: Pool) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Return the tier (order 0-3) of each candidate and the months until the demand can be met.

    Months are 0 where nothing is unmet, and infinite where no route or measure closes what is.
    """
    months = np.zeros(len(pool), dtype=np.float32)
    for row, gate in enumerate(demand.gates):
        if (status[row] == UNMET).any():
            np.maximum(months, np.where(status[row] == UNMET, closing_months(gate, demand, pool), 0), out=months)
    order = np.full(len(pool), Tier.READY.order, dtype=np.uint8)
    order[(status == UNKNOWN).any(axis=0)] = Tier.CLARIFY.order
    blocked = (status == UNMET).any(axis=0)
    order[blocked] = Tier.ON_THE_WAY.order
    order[blocked & (months > HORIZON_MONTHS)] = Tier.CLOSED.order
    return order, months


def closing_months(gate: Gate, demand: Demand, pool: Pool) -> NDArray[np.float32]:
    """Return typical months until each candidate meets ``gate`` by route or measure; infinite = no way is known."""
    small = _is_small(demand)
    return pool.shared(("closing", gate.atoms, small), lambda whole: _closing(gate.atoms, whole, small=small))


def _closing(atoms: tuple[str, ...], pool: Pool, *, small: bool) -> NDArray[np.float32]:
    best = np.full(len(pool), NEVER, dtype=np.float32)
    for atom in atoms:
        kind = pool.domain.catalogue.requirements.get(atom)
        if kind is None:
            continue
        if kind.states:
            np.minimum(best, _route_months(kind.states, pool), out=best)
        if kind.months is not None:
            months = np.float32(kind.months[1])
            if atom.startswith("shift:"):
                # A roster can be made around the rest for who may work the days: not where the rest is the post.
                rosterable = ~pool.column("day_refused") if not small else np.zeros(len(pool), dtype=np.bool_)
                np.minimum(best, np.where(rosterable, months, NEVER), out=best)
            else:
                np.minimum(best, months, out=best)
    return best


def _route_months(targets: tuple[str, ...], pool: Pool) -> NDArray[np.float32]:
    """Return typical months of the quickest way; what an opening offers changes what a way needs, never how long it is."""

    def reckon(whole: Pool) -> NDArray[np.float32]:
        standings, place = whole.present("standing")
        routes = whole.domain.routes
        if len(standings) <= _FEW:
            months = np.array([routes.quickest(standing, targets, on=whole.on) for standing in standings], dtype=np.float32)
        else:
            soonest = whole.once(("soonest",), lambda: routes.soonest(standings))
            months = routes.months(soonest, targets, on=whole.on).astype(np.float32)
        return np.asarray(months[place])

    return pool.shared(("routes", targets), reckon)


_FEW = 64
"""So few kinds of people have their ways laid out one by one, which is remembered; more are reckoned together."""


def explain_atom(atom: str, demand: Demand, pool: Pool, row: int) -> Answer:
    """Return the answer of one atom for the candidate in ``row``, with its evidence."""
    candidate = pool.candidates[row]
    if atom == "reach":
        status = STATUS_OF[int(_reach(demand, pool)[row])]
        drive = int(travel_minutes(demand, pool)[row])
        mode = "no car" if candidate.car is False else "car" if candidate.car else "car unknown"
        return Answer(status, f"minutes:{drive} {mode}" if drive >= 0 else "home unknown")
    if atom in WISHES:
        return explain_wish(atom, int(atom_status(atom, demand, pool)[row]), demand, pool, row)
    months = _asked_months(atom)
    if months is not None:
        status = STATUS_OF[int(_experience(months, demand, pool)[row])]
        full = _relevant(demand, pool)[0][row] / TENTHS if len(demand.columns) else 0.0
        return Answer(status, "" if candidate.empty_cv else f"months:{full:g}")
    start = demand.opening.start
    if atom.startswith("age:") and start is not None and start > pool.on:
        return age_on(atom.partition(":")[2], candidate, start)
    if atom.startswith("experience:"):
        status = STATUS_OF[int(_area(atom, pool)[row])]
        return Answer(status, ",".join(EXPERIENCE_AREAS[atom]) if status is Status.MET else "")
    return pool.answer(atom, row)
