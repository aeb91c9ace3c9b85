"""Where a match stands, in one line: beside the tier, in a row of a list, and for whoever is on the way."""

from __future__ import annotations

from matcher.catalogue import Catalogue
from matcher.records import Finding, Match, Tier
from web import i18n
from web.phrases.facts import asked_next, question, question_for_employer, question_of, requirement
from web.phrases.gaps import lacks, unmet
from web.phrases.texts import capital, gettext, lowered
from web.phrases.ways import ready_on, route, shortest

AT_ONCE = 0.5
"""Months below which a duration is written as «straks»."""

PERSONAL = ("shift:", "weekdays", "reach", "interest", "hours", "form", "place", "start", "age:", "right_to_work")
"""Demands that no training closes: the reason is said without a word on routes."""


def tier_reason(match: Match, catalogue: Catalogue) -> str:
    """Return the one line that stands beside the tier."""
    if match.tier is Tier.READY:
        return gettext("Alle krav er oppfylt")
    if match.tier is Tier.CLARIFY:
        asked = asked_next(match)
        if of_employer := question_for_employer(asked, catalogue):
            return gettext("Spør arbeidsgiver om: %(question)s", question=of_employer)
        if of_person := question_of(asked.requirement, catalogue):
            return gettext("Spør om: %(question)s", question=of_person)
        return question(asked.requirement, catalogue)
    missing = ", ".join(lowered(requirement(finding.requirement, catalogue)) for finding in unmet(match))
    if match.tier is Tier.ON_THE_WAY and is_empty(match):
        return gettext("Profilen er tom: fyll den ut før stillingen tas opp")
    if match.tier is Tier.ON_THE_WAY:
        way = route(match.routes[0], catalogue) if match.routes else gettext("se tiltak")
        if (match.months or 0) < AT_ONCE:
            return gettext("Klar straks: %(way)s (mangler %(missing)s)", way=way, missing=missing)
        return gettext(
            "Klar om %(months)s: %(way)s (mangler %(missing)s)", months=i18n.months(match.months or 0), way=way, missing=missing
        )
    personal = personal_gaps(match)
    if personal:
        labels = ", ".join(lowered(requirement(finding.requirement, catalogue)) for finding in personal)
        return gettext("Ikke oppfylt: %(missing)s", missing=labels)
    return gettext("Mangler %(missing)s; ingen kjent vei under tre år", missing=missing)


def short_gap(match: Match, catalogue: Catalogue) -> str:
    """Return the one thing that is missing or to ask, for a row: «Mangler norsk på minst nivå B1»; "" for who is ready."""
    if match.tier is Tier.READY:
        return ""
    if match.tier is Tier.CLARIFY:
        asked = asked_next(match)
        if of_employer := question_for_employer(asked, catalogue):
            return gettext("Spør arbeidsgiver: %(question)s", question=lowered(of_employer))
        if of_person := question_of(asked.requirement, catalogue):
            return gettext("Spør: %(question)s", question=lowered(of_person))
        return question(asked.requirement, catalogue)
    missing = main_gap(match)
    return capital(lacks(missing, catalogue)) if missing else ""


def main_gap(match: Match) -> Finding | None:
    """Return the unmet demand that matters most: for the closed tier first the one that no training closes."""
    found = [*personal_gaps(match), *unmet(match)] if match.tier is Tier.CLOSED else unmet(match)
    return found[0] if found else None


def personal_gaps(match: Match) -> list[Finding]:
    """Return the unmet demands that no training closes."""
    return [finding for finding in unmet(match) if finding.requirement.startswith(PERSONAL)]


def is_empty(match: Match) -> bool:
    """Tell whether nothing is registered about the person: then the profile comes first, and no date can be given."""
    return any(finding.requirement == "profile" for finding in unmet(match))


def ready_line(match: Match, catalogue: Catalogue) -> str:
    """Return the shortest paid way, else the shortest, with «klar fra aug. 2028»; "" for all but *på vei*."""
    if match.tier is not Tier.ON_THE_WAY or is_empty(match):
        return ""
    way = shortest(match, catalogue)
    if way is None:
        return _by_measure(match, catalogue)
    label, day = route(way, catalogue), ready_on(way, match)
    if day is None:
        return f"{label}, {i18n.months(max(way.months, match.months or 0))}"
    if way.paid:
        return gettext("%(way)s, klar fra %(month)s", way=label, month=i18n.month(day))
    return gettext("%(way)s (ikke lønn hele veien), klar fra %(month)s", way=label, month=i18n.month(day))


def _by_measure(match: Match, catalogue: Catalogue) -> str:
    missing = {finding.requirement for finding in unmet(match)}
    labels = [catalogue.measures[advice.measure].label for advice in match.measures if advice.requirement in missing]
    months = i18n.months(match.months or 0)
    if labels:
        return f"{labels[0]}, {months}"
    return gettext("Kan bli klar, %(months)s", months=months)
