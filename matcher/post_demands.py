"""What one kind of post asks for: the demands of an opening and of its variant, made ready to be held against many people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.domain import Domain
from matcher.records import Opening, Requirement, Variant
from matcher.wishes import SETTLED

SMALL_POST = 35
"""Percent up to which a post is held beside something else: studies, a pension, a farm, another post."""


OTHER_HOURS = "offer:other_hours"
"""Property of a post of which a shift has been given up: those hours do not go away, they lie on the days then."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One hard requirement: met when any of its ``atoms`` is."""

    code: str
    atoms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """What one kind of post in an opening asks for: the opening's own demands and those of the variant.

    ``shifts_said`` are the shifts that a gate asks for, ``shifts`` the hours that the post is worked at: day goes without
    saying, except where all of it is nights or weekends.
    """

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
    families: frozenset[str]
    shifts_said: frozenset[str]
    shifts: frozenset[str]

    def place_of(self, code: str) -> int:
        """Return the place of a gate that every post has."""
        return next(place for place, gate in enumerate(self.gates) if gate.code == code)


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
    employment = (variant.employment if variant else None) or opening.employment
    percent_min = variant.percent_min if variant and variant.percent_min is not None else opening.percent_min
    percent_max = variant.percent_max if variant and variant.percent_max is not None else opening.percent_max
    if employment == "tilkalling":
        gates = _any_shift(gates)
    elif employment != "sommer" and _on_weekdays(gates, percent_max):
        gates.append(Gate("weekdays", ("weekdays",)))
    gates += [Gate("reach", ("reach",)), Gate("interest", ("interest",)), *(Gate(code, (code,)) for code in SETTLED)]
    should = {r.code: r for r in (*opening.should, *(variant.should if variant else ()))}
    wishes = tuple(code for code in should if code not in must)
    said = _shifts_of(gates)
    return Demand(
        opening=opening,
        variant=number,
        roles=roles,
        columns=np.array([domain.columns[role] for role in roles], dtype=np.int64),
        percent_min=percent_min,
        percent_max=percent_max,
        employment=employment,
        gates=tuple(gates),
        after_offer=tuple(after),
        wishes=wishes,
        families=frozenset(domain.catalogue.roles[role].family for role in roles),
        shifts_said=said,
        shifts=said if not said or (said <= {"night", "weekend"} and OTHER_HOURS not in opening.properties) else said | {"day"},
    )


def _without_general_doubles(codes: list[str], special: list[str]) -> list[str]:
    """Drop a general alternative of the ad ("auth:SP|auth:HF") where the variant names its own ("auth:SP")."""
    own = {atom for code in special for atom in code.split("|")}
    return [code for code in codes if code in special or "|" not in code or not own & set(code.split("|"))]


def _any_shift(gates: list[Gate]) -> list[Gate]:
    """Ask for any of the shifts instead of all: whoever stands on a call list says yes to one shift at a time."""
    shifts = sorted({atom for gate in gates for atom in gate.atoms if atom.startswith("shift:")} | {"shift:day"})
    others = [gate for gate in gates if not any(atom.startswith("shift:") for atom in gate.atoms)]
    return others if len(others) == len(gates) else [Gate("|".join(shifts), tuple(shifts)), *others]


def _on_weekdays(gates: Sequence[Gate], percent_max: float | None) -> bool:
    """Tell whether part of the post is certainly worked from Monday to Friday: not where weekends may be all of it."""
    asked = _shifts_of(gates)
    if percent_max is not None and percent_max <= SMALL_POST:
        return bool(asked) and "weekend" not in asked
    return not (asked <= {"night", "weekend"} and "weekend" in asked)


def _shifts_of(gates: Sequence[Gate]) -> frozenset[str]:
    return frozenset(atom.partition(":")[2] for gate in gates for atom in gate.atoms if atom.startswith("shift:"))


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
