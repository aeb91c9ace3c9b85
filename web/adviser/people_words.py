"""What the page of a vacancy says of the people as a whole: how many, why none, and how many beyond the reader's area."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext

from matcher.records import Tier
from models.services.vacancies.people import TierPage, VacancyPeople, View
from web.phrases.texts import capital, gettext, listed, ngettext

EXPLAINED: dict[str, Any] = {
    Tier.READY: lazy_gettext("Alle krav er oppfylt."),
    Tier.CLARIFY: lazy_gettext("Noe vet vi ikke. Spør, så vet dere begge."),
    Tier.ON_THE_WAY: lazy_gettext("Noe mangler, men det finnes en vei dit. De som er klare først, står først."),
    Tier.CLOSED: lazy_gettext("Noe mangler, og vi kjenner ingen vei dit på under tre år."),
}


def answer(found: VacancyPeople) -> str:
    """Return the answer of the page in one sentence: how many can be called, and what to do when there is nobody."""
    if not found.open:
        return ""
    ready, parts = found.counts[Tier.READY], _parts(found.counts)
    if ready:
        return gettext("%(people)s av dine personer.", people=capital(listed(parts)))
    if parts:
        return gettext("Ingen av dine personer er klare nå, men %(people)s.", people=listed(parts))
    return gettext("Ingen av dine personer er klare eller på vei. Se hva som skal til for flere.")


def beyond(counts: Mapping[Tier, int]) -> str:
    """Return how many stand ready outside the reader's area, as numbers only; "" when there is nobody."""
    parts = _parts(counts)
    return gettext("Utenfor ditt område: %(people)s.", people=listed(parts)) if parts else ""


def nobody(tier: TierPage, view: View) -> str:
    """Return why there is nobody in a tier."""
    if view.narrows:
        return gettext("Ingen med denne avgrensningen.")
    return {
        Tier.READY: gettext("Ingen oppfyller alle kravene nå."),
        Tier.CLARIFY: gettext("Ingen trenger å avklares."),
        Tier.ON_THE_WAY: gettext("Ingen er på vei."),
    }.get(tier.tier, gettext("Ingen er stengt ute."))


def _parts(counts: Mapping[Tier, int]) -> list[str]:
    ready, clarify, way = counts[Tier.READY], counts[Tier.CLARIFY], counts[Tier.ON_THE_WAY]
    parts = []
    if ready:
        parts.append(ngettext("%(num)d er klar", "%(num)d er klare", ready))
    if clarify:
        parts.append(ngettext("%(num)d må avklares", "%(num)d må avklares", clarify))
    if way:
        parts.append(ngettext("%(num)d er på vei", "%(num)d er på vei", way))
    return parts
