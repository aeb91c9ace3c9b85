"""One match in words for its page: findings as rows, the waterfall in whole points, ways as time lines, what advisers said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_decimal
from flask_babel import lazy_gettext

from matcher.catalogue import Catalogue
from matcher.records import Finding, Match, Route, Status
from models.services.vacancies.pairs import Pair, VerdictReason
from web import i18n, phrases
from web.phrases.measures import MeasureRow
from web.phrases.texts import capital, gettext

MOST_ROUTES = 3

GROUPS: dict[str, Any] = {
    "": lazy_gettext("Ikke valgt: vis den generelle regelen"),
    "GM": lazy_gettext("Gode muligheter"),
    "TV": lazy_gettext("Trenger veiledning"),
    "NA": lazy_gettext("Trenger veiledning, nedsatt arbeidsevne"),
    "JD": lazy_gettext("Jobbe delvis"),
    "LM": lazy_gettext("Liten mulighet til å jobbe"),
}
"""NAV's need categories; chosen for one look at the page, and never stored."""

REASONS: dict[str, Any] = {
    VerdictReason.LANGUAGE: lazy_gettext("Norsken er ikke god nok ennå"),
    VerdictReason.CREDENTIAL: lazy_gettext("Mangler papirer eller utdanning"),
    VerdictReason.EXPERIENCE: lazy_gettext("Har for lite eller feil erfaring"),
    VerdictReason.REACH: lazy_gettext("Reiseveien er for lang"),
    VerdictReason.LICENCE: lazy_gettext("Mangler førerkort eller bil"),
    VerdictReason.SHIFTS: lazy_gettext("Vaktene passer ikke"),
    VerdictReason.HOURS: lazy_gettext("Stillingsprosenten passer ikke"),
    VerdictReason.NOT_WANTED: lazy_gettext("Ønsker ikke slikt arbeid"),
    VerdictReason.TAKEN: lazy_gettext("Har fått eller tatt annet arbeid"),
    VerdictReason.EMPLOYER: lazy_gettext("Arbeidsgiveren kan ikke legge til rette for opplæringen"),
    VerdictReason.OTHER: lazy_gettext("Noe annet"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One row of the table of demands."""

    label: str
    must: bool
    status: Status
    after_offer: bool
    verified: bool
    proof: str
    ask: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way drawn as a time line."""

    title: str
    steps: Sequence[Any]
    ready: str
    paid: bool
    unverified: bool


def findings(match: Match, catalogue: Catalogue) -> list[FindingRow]:
    """Return what is asked and answered: what is in the way first, then what to ask, then what is met."""
    order = {Status.UNMET: 0, Status.UNKNOWN: 1, Status.MET: 2}
    found = sorted(match.findings, key=lambda entry: (entry.after_offer, not entry.must, order[entry.status]))
    return [_finding(entry, catalogue) for entry in found]


def _finding(entry: Finding, catalogue: Catalogue) -> FindingRow:
    # Only papers have to be held against a register or a diploma before anybody is shared.
    claimed = phrases.status(entry) != phrases.status(_as_verified(entry))
    return FindingRow(
        label=phrases.requirement(entry.requirement, catalogue),
        must=entry.must,
        status=entry.status,
        after_offer=entry.after_offer,
        verified=not claimed,
        proof=capital(phrases.proof(entry, catalogue)),
        ask=phrases.ask(entry, catalogue),
    )


def _as_verified(entry: Finding) -> Finding:
    return Finding(requirement=entry.requirement, status=entry.status, evidence=entry.evidence, verified=True, must=entry.must)


def points(weight: int) -> str:
    """Return thousandths of a bit as whole points with their sign, as «+2 600»."""
    return format_decimal(weight, format="+#,##0;−#,##0", locale=i18n.locale())


def waterfall(match: Match, catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return the rows of the waterfall in whole points, which add up to :func:`total`."""
    return [{**row, "text": points(row["value"])} for row in phrases.contribution_rows(match, catalogue)]


def total(match: Match) -> str:
    """Return the sum of the waterfall with the words for it."""
    return gettext(
        "Sum %(points)s: %(strength)s",
        points=points(match.score),
        strength=phrases.lowered(str(phrases.STRENGTHS[match.strength])),
    )


def ways(match: Match, catalogue: Catalogue) -> list[Way]:
    """Return the ways to what is missing, in the order in which the engine found them: paid ones first."""
    return [_way(route, catalogue) for route in match.routes]


def _way(route: Route, catalogue: Catalogue) -> Way:
    ready = gettext("Klar fra %(month)s", month=i18n.month(route.ready_on)) if route.ready_on else ""
    return Way(
        title=gettext("%(steps)s, %(months)s", steps=phrases.route(route, catalogue), months=i18n.months(route.months)),
        steps=phrases.route_steps(route, catalogue),
        ready=ready,
        paid=route.paid,
        unverified=route.unverified,
    )


def first_step(pair: Pair, catalogue: Catalogue) -> Way | None:
    """Return what comes first on the job, where something does."""
    return _way(pair.first_step, catalogue) if pair.first_step else None


def closed_ways(pair: Pair, catalogue: Catalogue) -> list[tuple[str, str]]:
    """Return known ways that are closed to the person, each with the rule that closes it."""
    return [(phrases.step(way.edge, catalogue), way.rule.text or way.rule.kind) for way in pair.closed_ways]


def hinders(match: Match, catalogue: Catalogue) -> list[tuple[str, list[MeasureRow]]]:
    """Return what is in the way, each with the measures that help."""
    grouped: dict[str, list[MeasureRow]] = {}
    for row in phrases.measure_rows(match, catalogue):
        grouped.setdefault(row.hinder, []).append(row)
    return list(grouped.items())
