"""A match as it is kept: the engine's record as plain JSON, and back without loss."""

from __future__ import annotations

from datetime import date
from typing import Any

from matcher.catalogue import EntryRule
from matcher.records import Contribution, Finding, Match, MeasureAdvice, Route, RouteStep, Status
from models.matches import StoredMatch


def to_body(match: Match) -> dict[str, Any]:
    """Return what a row of ``match`` keeps beside tier and score."""
    return {
        "strength": match.strength,
        "contributions": [
            {"comparison": c.comparison, "level": c.level, "weight": c.weight, "evidence": c.evidence}
            for c in match.contributions
        ],
        "findings": [
            {
                "requirement": f.requirement,
                "status": f.status.value,
                "evidence": f.evidence,
                "verified": f.verified,
                "after_offer": f.after_offer,
                "must": f.must,
            }
            for f in match.findings
        ],
        "routes": [_route(route) for route in match.routes],
        "measures": [
            {"measure": m.measure, "requirement": m.requirement, "barrier": m.barrier, "months": m.months} for m in match.measures
        ],
        "months": match.months,
        "ask_next": match.ask_next,
        "variant": match.variant,
        "minutes": match.minutes,
    }


def to_match(row: StoredMatch) -> Match:
    """Return the engine's record from a stored row."""
    body = row.body
    return Match(
        candidate=row.job_seeker_id,
        opening=row.vacancy_id,
        tier=row.tier,
        score=row.score,
        strength=body["strength"],
        contributions=tuple(Contribution(**entry) for entry in body["contributions"]),
        findings=tuple(Finding(**entry | {"status": Status(entry["status"])}) for entry in body["findings"]),
        routes=tuple(_to_route(entry) for entry in body["routes"]),
        measures=tuple(MeasureAdvice(**entry) for entry in body["measures"]),
        months=body["months"],
        ask_next=body["ask_next"],
        variant=body["variant"],
        minutes=body["minutes"],
    )


def _route(route: Route) -> dict[str, Any]:
    return {
        "edges": list(route.edges),
        "steps": [
            {
                "edge": step.edge,
                "begins": step.begins,
                "ends": step.ends,
                "pay": list(step.pay),
                "needs": [{"kind": rule.kind, "value": rule.value, "text": rule.text} for rule in step.needs],
            }
            for step in route.steps
        ],
        "months": route.months,
        "months_min": route.months_min,
        "months_max": route.months_max,
        "paid": route.paid,
        "ready_on": route.ready_on.isoformat() if route.ready_on else None,
        "target": route.target,
        "unverified": route.unverified,
    }


def _to_route(entry: dict[str, Any]) -> Route:
    steps = tuple(
        RouteStep(
            edge=step["edge"],
            begins=step["begins"],
            ends=step["ends"],
            pay=tuple(step["pay"]),
            needs=tuple(EntryRule(**rule) for rule in step["needs"]),
        )
        for step in entry["steps"]
    )
    ready_on = date.fromisoformat(entry["ready_on"]) if entry["ready_on"] else None
    return Route(**entry | {"edges": tuple(entry["edges"]), "steps": steps, "ready_on": ready_on})
