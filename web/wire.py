"""What the command line prints with ``--json``: ids, codes and whole numbers, never sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from matcher.catalogue import AmbiguousTitle
from matcher.records import Match, Requirement, Route, Variant


def envelope(subject: str, on: date, results: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the outer object of every ranked answer."""
    return {"id": subject, "on": on.isoformat(), "results": list(results)}


def match(found: Match, external_id: str | None) -> dict[str, Any]:
    """Return one match; ``contributions`` sum to ``score`` (thousandths of a bit)."""
    return {
        "candidate": found.candidate,
        "external_id": external_id,
        "opening": found.opening,
        "tier": found.tier.value,
        "score": found.score,
        "strength": found.strength,
        "months": found.months,
        "minutes": found.minutes,
        "contributions": [{"comparison": c.comparison, "level": c.level, "weight": c.weight} for c in found.contributions],
        "findings": [
            {
                "requirement": f.requirement,
                "status": f.status.value,
                "evidence": f.evidence,
                "verified": f.verified,
                "after_offer": f.after_offer,
                "must": f.must,
            }
            for f in found.findings
        ],
        "routes": [route(way) for way in found.routes],
        "measures": [
            {"measure": m.measure, "requirement": m.requirement, "barrier": m.barrier, "months": m.months} for m in found.measures
        ],
        "ask_next": found.ask_next,
    }


def route(way: Route) -> dict[str, Any]:
    """Return one route with its steps."""
    return {
        "edges": list(way.edges),
        "target": way.target,
        "months": way.months,
        "months_min": way.months_min,
        "months_max": way.months_max,
        "paid": way.paid,
        "ready_on": way.ready_on.isoformat() if way.ready_on else None,
        "unverified": way.unverified,
        "steps": [
            {
                "edge": step.edge,
                "begins": step.begins,
                "ends": step.ends,
                "pay": list(step.pay),
                "needs": [{"kind": need.kind, "value": need.value, "text": need.text} for need in step.needs],
            }
            for step in way.steps
        ],
    }


def requirement(entry: Requirement) -> dict[str, Any]:
    """Return one requirement with the words that prove it."""
    return {"code": entry.code, "spans": [{"start": s.start, "end": s.end, "quote": s.quote} for s in entry.spans]}


def variant(entry: Variant) -> dict[str, Any]:
    """Return one kind of post of an ad that holds several."""
    return {
        "roles": list(entry.roles),
        "positions": entry.positions,
        "percent_min": entry.percent_min,
        "percent_max": entry.percent_max,
        "employment": entry.employment,
        "must": [requirement(r) for r in entry.must],
        "should": [requirement(r) for r in entry.should],
    }


def ambiguity(entry: AmbiguousTitle | None) -> dict[str, Any] | None:
    """Return what decides between the roles of an ambiguous title."""
    return None if entry is None else {"id": entry.id, "roles": list(entry.roles), "decides": entry.decides}
