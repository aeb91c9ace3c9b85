"""Ways to what is missing: a route as one line, and its steps with pay, provider, place and what must come first."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from matcher.catalogue import Catalogue, EntryRule, TrainingEdge
from matcher.records import Match, Route, RouteStep
from matcher.routes import months_after
from web.phrases.codes import PAY
from web.phrases.gaps import unmet
from web.phrases.texts import capital, either, gettext, listed

MOMENT = 0.5
"""Steps that share fewer months than this run after each other."""


class Step(TypedDict):
    """One step of a time line: its name, its length in months, and what to know of it, a line each."""

    label: str
    months: float
    facts: list[str]


def route(found: Route, catalogue: Catalogue) -> str:
    """Return a route as its steps in order."""
    if not found.edges:
        return gettext("ingen opplæring trengs")
    return " → ".join(step(edge, catalogue) for edge in found.edges)


def step(edge: str, catalogue: Catalogue) -> str:
    """Return the name of a training edge or a measure."""
    if edge in catalogue.edges:
        return catalogue.edges[edge].label
    return catalogue.measures[edge].label if edge in catalogue.measures else gettext("et steg som ikke står i katalogen")


def shortest(match: Match, catalogue: Catalogue) -> Route | None:
    """Return the shortest paid way to what takes longest to reach, else the shortest; None when no route leads there."""
    if not match.routes:
        return None
    target = match.routes[0].target
    kinds = [[catalogue.requirements.get(atom) for atom in finding.requirement.split("|")] for finding in unmet(match)]
    states = [{state for kind in row if kind for state in kind.states} for row in kinds]
    same = next((found for found in states if target in found), {target})
    ways = [way for way in match.routes if way.target in same]
    return min(ways, key=lambda way: (not way.paid, way.months))


def ready_on(way: Route, match: Match) -> date | None:
    """Return the day on which everything is in place; other things that are missing may take longer than the way."""
    if way.ready_on is None:
        return None
    return months_after(way.ready_on, max((match.months or 0) - way.months, 0))


def route_steps(found: Route, catalogue: Catalogue) -> list[Step]:
    """Return the steps of a time line, in the order in which they begin; steps that run side by side say so."""
    return [
        Step(
            label=step(entry.edge, catalogue),
            months=entry.ends - entry.begins,
            facts=[*_beside(entry, found.steps[:number], catalogue), *_facts(entry, catalogue)],
        )
        for number, entry in enumerate(found.steps)
    ]


def sure_of(who: str) -> str:
    """Return the mark of a fact that nobody has confirmed, and with whom to check it."""
    first = who.partition(";")[0].strip()
    if not first:
        return gettext("ikke bekreftet, sjekk med tilbyderen")
    return gettext("ikke bekreftet, sjekk med %(who)s", who=first)


def _beside(entry: RouteStep, before: tuple[RouteStep, ...], catalogue: Catalogue) -> list[str]:
    others = [other for other in before if min(other.ends, entry.ends) - max(other.begins, entry.begins) >= MOMENT]
    if not others:
        return []
    return [gettext("Samtidig med: %(steps)s", steps=listed([step(other.edge, catalogue) for other in others]))]


def _facts(entry: RouteStep, catalogue: Catalogue) -> list[str]:
    edge = catalogue.edges.get(entry.edge)
    facts = []
    paid = [str(PAY[pay]) for pay in entry.pay]
    if paid and not (edge and all(word in edge.funding.casefold() for word in paid)):
        facts.append(capital(either(paid)))
    first = [rule.text for rule in entry.needs if rule.kind != "scheme_group" and rule.text]
    if first:
        facts.append(gettext("Må være på plass: %(needs)s", needs="; ".join(first)))
    facts += [gettext("Ordningen: %(rule)s", rule=rule.text) for rule in entry.needs if _of_scheme(rule)]
    return facts if edge is None else [*_offered(edge), *facts, *_mark(edge)]


def _of_scheme(rule: EntryRule) -> bool:
    return rule.kind == "scheme_group" and bool(rule.text)


def _offered(edge: TrainingEdge) -> list[str]:
    facts = []
    if edge.provider and edge.place:
        facts.append(f"{capital(edge.provider)} ({edge.place})")
    elif edge.provider:
        facts.append(capital(edge.provider))
    facts += [text for text in (edge.mode, edge.funding) if text]
    return facts


def _mark(edge: TrainingEdge) -> list[str]:
    return [capital(sure_of(edge.provider))] if edge.unverified else []
