"""The hard requirements of an opening, held against a whole pool: three-valued answers, tiers, months until ready."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from matcher.domain import Domain
from matcher.pool import MET, STATUS_CODE, STATUS_OF, UNKNOWN, UNMET, Pool
from matcher.reach import reach_status
from matcher.records import Opening, Requirement, Status, Tier, Variant
from matcher.routes import HORIZON_MONTHS, PROMISE
from matcher.rules import Answer, matches

NEVER = np.float32(np.inf)

WORN_AFTER = 60
"""Months after which practice no longer shows that a person wants such work."""

INTERESTED = 50
"""Affinity in percent from which a wish covers a role."""

TRAINED = ("fagbrev:helsearbeiderfag", "fagbrev:omsorgsarbeider", "auth:*", "degree:bachelor")
"""Credentials beyond what an apprenticeship in health leads to."""

STAYING = frozenset({"offer:lodging_on_shift", "offer:commuting_roster"})
"""Offers with which people stay over between shifts: the way is driven seldom, and twice as far is within reach."""

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


@dataclass(frozen=True, slots=True)
class Gate:
    """One hard requirement: met when any of its ``atoms`` is."""

    code: str
    atoms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """What one kind of post in an opening asks for: the opening's own demands and those of the variant."""

    opening: Opening
    variant: int | None
    roles: tuple[str, ...]
    columns: NDArray[np.int64]
    percent_min: float | None
    percent_max: float | None
    employment: str | None
    gates: tuple[Gate, ...]
    after_offer: tuple[str, ...]
    wishes: tuple[str, ...]
    families: frozenset[str] = field(default_factory=frozenset)


def demands(opening: Opening, domain: Domain) -> tuple[Demand, ...]:
    """Compile ``opening`` into one demand for each variant, or one in all."""
    variants: Sequence[Variant | None] = opening.variants or (None,)
    return tuple(_demand(opening, variant, number if variant else None, domain) for number, variant in enumerate(variants))


def _demand(opening: Opening, variant: Variant | None, number: int | None, domain: Domain) -> Demand:
    roles = tuple(role for role in ((variant.roles if variant else ()) or opening.roles) if role in domain.columns)
    must: dict[str, Requirement] = {r.code: r for r in (*opening.must, *(variant.must if variant else ()))}
    codes = _without_general_doubles(list(must), [r.code for r in variant.must] if variant else [])
    kinds = domain.catalogue.requirements
    gates, after = [], []
    for code in codes:
        atoms = tuple(code.split("|"))
        known = [kinds[atom] for atom in atoms if atom in kinds]
        if any(kind.after_offer for kind in known):
            after.append(code)
        elif all(kind.gate for kind in known):
            gates.append(Gate(code, atoms))
    gates += _by_law(roles, gates, opening, domain)
    gates += [Gate("reach", ("reach",)), Gate("interest", ("interest",)), Gate("right_to_work", ("right_to_work",))]
    gates.append(Gate("hours", ("hours",)))
    should = {r.code: r for r in (*opening.should, *(variant.should if variant else ()))}
    wishes = tuple(code for code in should if code not in must)
    return Demand(
        opening=opening,
        variant=number,
        roles=roles,
        columns=np.array([domain.columns[role] for role in roles], dtype=np.int64),
        percent_min=variant.percent_min if variant and variant.percent_min is not None else opening.percent_min,
        percent_max=variant.percent_max if variant and variant.percent_max is not None else opening.percent_max,
        employment=(variant.employment if variant else None) or opening.employment,
        gates=tuple(gates),
        after_offer=tuple(after),
        wishes=wishes,
        families=frozenset(domain.catalogue.roles[role].family for role in roles),
    )


def _without_general_doubles(codes: list[str], special: list[str]) -> list[str]:
    """Drop a general alternative of the ad ("auth:SP|auth:HF") where the variant names its own ("auth:SP")."""
    own = {atom for code in special for atom in code.split("|")}
    return [code for code in codes if code in special or "|" not in code or not own & set(code.split("|"))]


def _by_law(roles: tuple[str, ...], gates: list[Gate], opening: Opening, domain: Domain) -> list[Gate]:
    """Add the authorisation that every role of the post demands by law, when the ad does not say it."""
    catalogue = domain.catalogue
    asked = any(atom.startswith(("auth:", "experience:years")) for gate in gates for atom in gate.atoms)
    if asked or not roles or "unqualified_ok" in opening.properties:
        return []
    if not all(catalogue.roles[role].authorisation for role in roles):
        return []
    codes = sorted({f"auth:{hpr}" for role in roles for hpr in catalogue.roles[role].authorisation})
    return [Gate("|".join(codes), tuple(codes))]


def gate_status(demand: Demand, pool: Pool) -> NDArray[np.uint8]:
    """Return 0 unmet, 1 unknown, 2 met for each gate and candidate, shape (gates, candidates)."""
    table = np.empty((len(demand.gates), len(pool)), dtype=np.uint8)
    for row, gate in enumerate(demand.gates):
        table[row] = np.maximum.reduce([atom_status(atom, demand, pool) for atom in gate.atoms])
    return table


def atom_status(atom: str, demand: Demand, pool: Pool) -> NDArray[np.uint8]:
    """Return 0 unmet, 1 unknown, 2 met of one code for every candidate, shape (candidates,)."""
    if atom == "reach":
        return _reach(demand, pool)
    if atom == "interest":
        return _interest(demand, pool)
    if atom == "hours":
        return _hours(demand, pool)
    months = _asked_months(atom)
    if months is not None:
        return _experience(months, demand, pool)
    if atom.startswith("experience:"):
        return _area(atom, pool)
    return pool.status(atom)


def _asked_months(atom: str) -> int | None:
    if atom == "experience:relevant":
        return RELEVANT_MONTHS
    if atom == "experience:long":
        return 60
    years = _YEARS.match(atom)
    return 12 * int(years[1]) if years else None


def travel_minutes(demand: Demand, pool: Pool) -> NDArray[np.int32]:
    """Return minutes by car to the opening, -1 where unknown, shape (candidates,)."""
    place = demand.opening.postnummer
    return pool.once(
        ("minutes", place), lambda: pool.domain.reach.minutes_many([candidate.postnummer for candidate in pool.candidates], place)
    )


def _reach(demand: Demand, pool: Pool) -> NDArray[np.uint8]:
    opening = demand.opening
    stays = bool(opening.properties & STAYING)
    return pool.once(("reach", opening.postnummer, opening.kommunenr, stays), lambda: _reckon_reach(demand, pool, stays=stays))


def _reckon_reach(demand: Demand, pool: Pool, *, stays: bool) -> NDArray[np.uint8]:
    reach, place = pool.domain.reach, demand.opening.postnummer
    minutes = travel_minutes(demand, pool)
    by_home = np.empty(len(pool.homes), dtype=np.uint8)
    for number, row in enumerate(pool.first_of_home):
        candidate = pool.candidates[row]
        if stays:
            candidate = replace(candidate, max_minutes=2 * candidate.max_minutes)
        home, drive = candidate.postnummer, int(minutes[row])
        walk = reach.walk_minutes(home, place) if home and place else None
        transit = reach.transit_minutes(home, place) if home and place else None
        status = reach_status(candidate, None if drive < 0 else drive, walk, transit, demand.opening.kommunenr)
        by_home[number] = STATUS_CODE[status]
    return by_home[pool.home_of]


def _interest(demand: Demand, pool: Pool) -> NDArray[np.uint8]:
    # An apprenticeship leads to a certificate; whoever has one for such work does not look for it.
    asked = any(matches(atom, TRAINED) for gate in demand.gates for atom in gate.atoms)
    learning = demand.employment == "laerling" and not asked
    return pool.once(("interest", demand.roles, learning), lambda: _reckon_interest(demand, pool, learning=learning))


def _reckon_interest(demand: Demand, pool: Pool, *, learning: bool) -> NDArray[np.uint8]:
    status = np.full(len(pool), UNKNOWN, dtype=np.uint8)
    if len(demand.columns):
        wished = pool.wished[:, demand.columns].max(axis=1) >= INTERESTED
        does = pool.same_since[:, demand.columns].min(axis=1) <= WORN_AFTER
        status[wished | (does & ~pool.has_wishes)] = MET
    if demand.families:
        refused = [bool(c.refused_families) and demand.families <= c.refused_families for c in pool.candidates]
        status[np.array(refused, dtype=bool)] = UNMET
    if learning:
        trained = [any(matches(held.code, TRAINED) for held in c.credentials) for c in pool.candidates]
        status[np.array(trained, dtype=bool)] = UNMET
    return status


def _hours(demand: Demand, pool: Pool) -> NDArray[np.uint8]:
    """Percent is a wish; only a person who says *absolutt* is held to it."""
    return pool.once(("hours", demand.percent_min, demand.percent_max), lambda: _reckon_hours(demand, pool))


def _reckon_hours(demand: Demand, pool: Pool) -> NDArray[np.uint8]:
    status = np.full(len(pool), MET, dtype=np.uint8)
    if demand.percent_min is None or demand.percent_max is None:
        return status
    for row, candidate in enumerate(pool.candidates):
        if candidate.percent_absolute:
            low = candidate.percent_min or 0.0
            high = candidate.percent_max if candidate.percent_max is not None else 100.0
            if high < demand.percent_min or low > demand.percent_max:
                status[row] = UNMET
    return status


def _experience(months: int, demand: Demand, pool: Pool) -> NDArray[np.uint8]:
    silent = np.array([candidate.empty_cv for candidate in pool.candidates], dtype=bool)
    if not len(demand.columns):
        return np.full(len(pool), UNKNOWN, dtype=np.uint8)
    full, calendar = _relevant(demand, pool)
    status = np.where(silent | (calendar >= months), UNKNOWN, UNMET).astype(np.uint8)
    status[full >= months] = MET
    return status


def _relevant(demand: Demand, pool: Pool) -> NDArray[np.float32]:
    """Return full-time and calendar months that count, in the roles or their families, shape (2, candidates)."""
    return pool.once(("relevant", demand.roles), lambda: _reckon_relevant(demand, pool))


def _reckon_relevant(demand: Demand, pool: Pool) -> NDArray[np.float32]:
    full = pool.same_months[:, demand.columns].max(axis=1)
    calendar = pool.same_calendar[:, demand.columns].max(axis=1)
    families = sorted(demand.families)
    wide = [sum(months.get(family, 0.0) for family in families) for months in pool.family_months]
    long = [sum(months.get(family, 0) for family in families) for months in pool.family_calendar]
    return np.stack([np.maximum(full, wide), np.maximum(calendar, long)]).astype(np.float32)


def _area(atom: str, pool: Pool) -> NDArray[np.uint8]:
    """Experience from a kind of work: shown by the periods registered, unknown where they do not show it."""
    return pool.once(("area", atom), lambda: _reckon_area(EXPERIENCE_AREAS.get(atom, ()), pool))


def _reckon_area(families: tuple[str, ...], pool: Pool) -> NDArray[np.uint8]:
    months = [sum(by_family.get(family, 0.0) for family in families) for by_family in pool.family_months]
    return np.where(np.asarray(months) >= AREA_MONTHS, MET, UNKNOWN).astype(np.uint8)


def tiers(demand: Demand, status: NDArray[np.uint8], pool: Pool) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Return the tier (order 0-3) of each candidate and the months until the demand can be met.

    Months are 0 where nothing is unmet, and infinite where no route or measure closes what is.
    """
    months = np.zeros(len(pool), dtype=np.float32)
    for row, gate in enumerate(demand.gates):
        unmet = status[row] == UNMET
        if unmet.any():
            months[unmet] = np.maximum(months[unmet], closing_months(gate, demand, pool)[unmet])
    order = np.full(len(pool), Tier.READY.order, dtype=np.uint8)
    order[(status == UNKNOWN).any(axis=0)] = Tier.CLARIFY.order
    blocked = (status == UNMET).any(axis=0)
    order[blocked] = Tier.ON_THE_WAY.order
    order[blocked & (months > HORIZON_MONTHS)] = Tier.CLOSED.order
    return order, months


def closing_months(gate: Gate, demand: Demand, pool: Pool) -> NDArray[np.float32]:
    """Return typical months until each candidate meets ``gate`` by route or measure; infinite = no way is known."""
    best = np.full(len(pool), NEVER, dtype=np.float32)
    for atom in gate.atoms:
        kind = pool.domain.catalogue.requirements.get(atom)
        if kind is None:
            continue
        if kind.states:
            np.minimum(best, _route_months(kind.states, demand, pool), out=best)
        if kind.months is not None and (kind.measures or kind.states):
            np.minimum(best, np.float32(kind.months[1]), out=best)
    return best


def _route_months(targets: tuple[str, ...], demand: Demand, pool: Pool) -> NDArray[np.float32]:
    # Of what an opening offers only the employer's promise decides how long a way is.
    promised = demand.opening.properties & {PROMISE}
    return pool.once(("routes", targets, promised), lambda: _reckon_routes(targets, promised, pool))


def _reckon_routes(targets: tuple[str, ...], properties: frozenset[str], pool: Pool) -> NDArray[np.float32]:
    by_group = np.full(len(pool.signatures), NEVER, dtype=np.float32)
    for number, signature in enumerate(pool.signatures):
        found = pool.domain.routes.find(signature, targets, on=pool.on, properties=properties)
        if found:
            by_group[number] = min(route.months for route in found)
    return by_group[pool.signature_of]


def explain_atom(atom: str, demand: Demand, pool: Pool, row: int) -> Answer:
    """Return the answer of one atom for the candidate in ``row``, with its evidence."""
    candidate = pool.candidates[row]
    if atom == "reach":
        status = STATUS_OF[int(_reach(demand, pool)[row])]
        drive = int(travel_minutes(demand, pool)[row])
        mode = "no car" if candidate.car is False else "car" if candidate.car else "car unknown"
        return Answer(status, f"minutes:{drive} {mode}" if drive >= 0 else "home unknown")
    if atom == "interest":
        return _explain_interest(demand, pool, row)
    if atom == "hours":
        status = STATUS_OF[int(_hours(demand, pool)[row])]
        return Answer(status, f"percent:{candidate.percent_min or 0:g}-{candidate.percent_max or 100:g}")
    months = _asked_months(atom)
    if months is not None:
        status = STATUS_OF[int(_experience(months, demand, pool)[row])]
        full = float(_relevant(demand, pool)[0, row]) if len(demand.columns) else 0.0
        return Answer(status, "" if candidate.empty_cv else f"months:{full:g}")
    if atom.startswith("experience:"):
        status = STATUS_OF[int(_area(atom, pool)[row])]
        return Answer(status, ",".join(EXPERIENCE_AREAS[atom]) if status is Status.MET else "")
    return pool.answer(atom, row)


def _explain_interest(demand: Demand, pool: Pool, row: int) -> Answer:
    status = STATUS_OF[int(_interest(demand, pool)[row])]
    candidate = pool.candidates[row]
    if status is Status.UNMET:
        refused = ",".join(sorted(candidate.refused_families & demand.families))
        return Answer(status, f"refused:{refused}" if refused else "trained")
    best = ""
    if status is Status.MET and len(demand.columns):
        near = [
            (int(pool.domain.vector(w.title, w.styrk08, wished=True)[demand.columns].max()), w.title) for w in candidate.wishes
        ]
        best = max(near)[1] if near else "practice"
    return Answer(status, f"wish:{best}" if best else "")
