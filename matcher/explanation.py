"""From the arrays that were scored to one explained match: contributions, findings, routes, measures, next question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.comparisons import COMPARISONS
from matcher.gates import explain_atom, waits
from matcher.pool import MET, UNKNOWN, UNMET, Pool
from matcher.records import Contribution, Finding, Match, Route, Status, Tier
from matcher.rules import Answer
from matcher.travel import travel_minutes
from matcher.weights import strength
from matcher.wishes import QUIET

if TYPE_CHECKING:
    from matcher.matcher import Scored

TIERS = tuple(Tier)
_RANK = {Status.MET: 2, Status.UNKNOWN: 1, Status.UNMET: 0}

# What is asked first: the answer that closes or opens most.
_ASK_ORDER = (
    "auth",
    "fagbrev",
    "vg2",
    "student",
    "degree",
    "interest",
    "place",
    "licence",
    "language",
    "reach",
    "form",
    "hours",
    "age",
    "shift",
    "weekdays",
    "start",
    "experience",
)


def explain_rows(scored: Scored, pool: Pool, rows: Sequence[int], prior: int, tables: Sequence[NDArray[np.int16]]) -> list[Match]:
    """Return the matches of the candidates in ``rows``, made from the numbers that ranked them."""
    if not rows:
        return []
    chosen = np.asarray(rows, dtype=np.int64)
    part, wait = pool.part(chosen), waits(scored.months[chosen])
    levels = [comparison.assign(scored.demand, part, wait) for comparison in COMPARISONS]
    minutes = travel_minutes(scored.demand, part)
    return [
        _explain(
            scored,
            pool,
            row,
            prior=prior,
            tables=tables,
            levels=[int(level[place]) for level in levels],
            minutes=int(minutes[place]),
        )
        for place, row in enumerate(rows)
    ]


def _explain(
    scored: Scored,
    pool: Pool,
    row: int,
    *,
    prior: int,
    tables: Sequence[NDArray[np.int16]],
    levels: Sequence[int],
    minutes: int,
) -> Match:
    demand = scored.demand
    contributions = [Contribution(comparison="prior", level="prior", weight=prior)]
    for comparison, table, level in zip(COMPARISONS, tables, levels, strict=True):
        if level >= 0:
            contributions.append(
                Contribution(
                    comparison=comparison.name,
                    level=comparison.levels[level],
                    weight=int(table[level]),
                    evidence=comparison.evidence(demand, pool, row),
                )
            )
    findings = _findings(scored, pool, row)
    tier = TIERS[int(scored.tier[row])]
    months = float(scored.months[row])
    score = int(scored.score[row])
    return Match(
        candidate=pool.candidates[row].id,
        opening=demand.opening.id,
        tier=tier,
        score=score,
        strength=strength(score),
        contributions=tuple(contributions),
        findings=findings,
        routes=_routes(scored, pool, row),
        measures=pool.advice.on(findings),
        months=months if np.isfinite(months) else None,
        ask_next=_ask_next(scored, row),
        variant=demand.variant,
        minutes=minutes if minutes >= 0 else None,
    )


def _findings(scored: Scored, pool: Pool, row: int) -> tuple[Finding, ...]:
    demand = scored.demand
    found = []
    for number, gate in enumerate(demand.gates):
        # What is settled for nearly everybody is told only where it stands in the way.
        if gate.code in QUIET and scored.status[number, row] == MET:
            continue
        found.append(_finding(gate.code, gate.atoms, scored, pool, row, must=True))
    found += [Finding(requirement=code, status=Status.UNKNOWN, after_offer=True) for code in demand.after_offer]
    kinds = pool.domain.catalogue.requirements
    for code in demand.wishes:
        atoms = tuple(atom for atom in code.split("|") if atom in kinds and kinds[atom].gate)
        if atoms:
            found.append(_finding(code, atoms, scored, pool, row, must=False))
    return tuple(found)


def _finding(code: str, atoms: tuple[str, ...], scored: Scored, pool: Pool, row: int, *, must: bool) -> Finding:
    if len(atoms) == 1:
        best = explain_atom(atoms[0], scored.demand, pool, row)
        return Finding(requirement=code, status=best.status, evidence=best.evidence, verified=best.verified, must=must)
    answers: list[Answer] = [explain_atom(atom, scored.demand, pool, row) for atom in atoms]
    best = max(answers, key=lambda answer: (_RANK[answer.status], answer.verified))
    return Finding(requirement=code, status=best.status, evidence=best.evidence, verified=best.verified, must=must)


def _routes(scored: Scored, pool: Pool, row: int) -> tuple[Route, ...]:
    """Return the ways that close what is unmet: all for the demand that takes longest, then the first for each other.

    For the closed tier none is shown, as if it led there in time.
    """
    if int(scored.tier[row]) == Tier.CLOSED.order:
        return ()
    demand, domain = scored.demand, pool.domain
    signature = pool.standing(row)
    ways: list[tuple[float, tuple[Route, ...]]] = []
    for number, gate in enumerate(demand.gates):
        if scored.status[number, row] == UNMET:
            kinds = [domain.catalogue.requirements[atom] for atom in gate.atoms if atom in domain.catalogue.requirements]
            targets = tuple(sorted({state for kind in kinds for state in kind.states}))
            found = domain.routes.find(signature, targets, on=pool.on, properties=demand.opening.properties) if targets else ()
            if found:
                ways.append((min(route.months for route in found), found))
    ways.sort(key=lambda entry: -entry[0])
    longest = ways[0][1] if ways else ()
    others = [found[0] for _, found in ways[1:] if found[0] not in longest]
    return (*longest, *dict.fromkeys(others))


def _ask_next(scored: Scored, row: int) -> str | None:
    """Return the requirement whose answer decides most among the unknown ones, or None."""
    open_gates = [gate.code for number, gate in enumerate(scored.demand.gates) if scored.status[number, row] == UNKNOWN]
    if not open_gates:
        return None

    def place(code: str) -> tuple[int, str]:
        family = code.partition(":")[0]
        return (_ASK_ORDER.index(family) if family in _ASK_ORDER else len(_ASK_ORDER), code)

    return min(open_gates, key=place)
