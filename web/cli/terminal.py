"""Ranked matches and routes as readable tables on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from matcher.catalogue import Catalogue
from matcher.records import Match, Route, Status
from web import phrases

REASONS = 2
SHOWN_NEEDS = frozenset({"employer_80", "scheme_group", "nav", "offer", "practice_months"})
"""Needs that somebody must act on, or that a scheme sets; the rest stand in the JSON."""


def print_matches(matches: Sequence[Match], labels: Mapping[str, str], catalogue: Catalogue, *, side: str) -> None:
    """Print one line for each match: tier, who or what, strength, strongest reasons, and what is missing or to ask."""
    table = Table(
        "", "Nivå", "Kandidat" if side == "candidate" else "Stilling", "Treff", "Min", "Fordi", "Og så", box=None, pad_edge=False
    )
    for number, match in enumerate(matches, start=1):
        key = match.candidate if side == "candidate" else match.opening
        table.add_row(
            str(number),
            str(phrases.TIERS[match.tier]),
            labels.get(key, key),
            str(phrases.STRENGTHS[match.strength]).removesuffix(" treff"),
            "" if match.minutes is None else str(match.minutes),
            plain("; ".join(phrases.contribution(entry, catalogue) for entry in phrases.strongest(match, REASONS))),
            plain(phrases.tier_reason(match, catalogue)),
        )
    Console().print(table)


def print_explanation(match: Match, label: str, catalogue: Catalogue) -> None:
    """Print one match in full: requirements, what counts for and against, routes and measures."""
    console = Console()
    console.print(f"\n[bold]{label}[/bold]: {phrases.TIERS[match.tier]}. {plain(phrases.tier_reason(match, catalogue))}")
    findings = Table("Krav", "Status", "Bygger på", "Spør om", box=None, pad_edge=False)
    for finding in match.findings:
        name = phrases.requirement(finding.requirement, catalogue)
        findings.add_row(
            name if finding.must else f"{name} (ønske)",
            phrases.status(finding),
            plain(phrases.proof(finding, catalogue)),
            phrases.ask(finding, catalogue),
        )
    console.print(findings)
    weights = Table("Bit", "Hva teller for og mot", title="Poeng", title_justify="left", box=None, pad_edge=False)
    for entry in sorted(match.contributions, key=lambda entry: -abs(entry.weight)):
        weights.add_row(phrases.bits(entry.weight), plain(phrases.contribution(entry, catalogue)))
    weights.add_row(phrases.bits(match.score), f"sum: {str(phrases.STRENGTHS[match.strength]).lower()}")
    console.print(weights)
    if match.routes:
        print_routes(match.routes, catalogue)
    missing = {finding.requirement for finding in match.findings if finding.status is Status.UNMET}
    advice_for_missing = [advice for advice in match.measures if advice.requirement in missing]
    if advice_for_missing:
        measures = Table(
            "For", "Tiltak", "Hvem", "Varighet", title="Hindringer og tiltak", title_justify="left", box=None, pad_edge=False
        )
        for advice in advice_for_missing:
            measure = catalogue.measures[advice.measure]
            measures.add_row(phrases.requirement(advice.requirement, catalogue), measure.label, measure.actor, measure.duration)
        console.print(measures)


def print_routes(routes: Sequence[Route], catalogue: Catalogue) -> None:
    """Print each way with its months, pay and the day on which it ends."""
    columns = ("Vei", "Tid", "Lønn", "Klar fra", "Hva må til", "")
    table = Table(*columns, title="Veien dit", title_justify="left", box=None, pad_edge=False)
    for way in routes:
        table.add_row(
            phrases.route(way, catalogue),
            plain(phrases.months(way.months)),
            "ja" if way.paid else "nei",
            phrases.day(way.ready_on) if way.ready_on else "",
            "; ".join(dict.fromkeys(need.text for step in way.steps for need in step.needs if need.kind in SHOWN_NEEDS)),
            "ikke bekreftet" if way.unverified else "",
        )
    Console().print(table)


def plain(text: str) -> str:
    """Return ``text`` with the spaces that a keyboard has, so that what is printed can be searched."""
    return text.replace("\N{NO-BREAK SPACE}", " ")
