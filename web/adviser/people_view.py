"""A search among people and its rows in words: the filters in use, why nobody was found, where each person stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext

from matcher.catalogue import Catalogue
from matcher.records import Tier
from models.services.people.filters import UNKNOWN_LANGUAGE
from models.services.people.profile import Profile
from models.services.people.quality import Part, quality
from models.services.people.search import Wider
from models.services.people.terms import Freshness, Outlook, Terms
from web import i18n, phrases
from web.phrases.texts import as_name, capital, gettext, listed, ngettext

__all__ = [
    "OUTLOOKS",
    "PARTS",
    "best",
    "chips",
    "experience",
    "nothing",
    "profile",
    "quality",
    "standing",
    "wider",
    "wishes",
]

PARTS = {
    Part.HOME: lazy_gettext("bosted"),
    Part.WISHES: lazy_gettext("hva slags arbeid personen ønsker"),
    Part.PLACES: lazy_gettext("hvor personen vil arbeide"),
    Part.SKILLS: lazy_gettext("erfaring, papirer eller kompetanse"),
    Part.LANGUAGE: lazy_gettext("språk"),
}
SHORT: dict[Part, Any] = {
    Part.HOME: lazy_gettext("bosted"),
    Part.WISHES: lazy_gettext("ønsker"),
    Part.PLACES: lazy_gettext("ønsket arbeidssted"),
    Part.SKILLS: lazy_gettext("kompetanse"),
    Part.LANGUAGE: lazy_gettext("språk"),
}
OUTLOOKS: dict[Any, Any] = {
    Outlook.READY: lazy_gettext("Klar for minst én stilling"),
    Outlook.CLARIFY: lazy_gettext("Må avklares først"),
    Outlook.ON_THE_WAY: lazy_gettext("På vei, ikke klar ennå"),
    Outlook.NONE: lazy_gettext("Uten treff"),
}
MOST_WISHES = 3
_SINGLE = ("words", "who", "role", "outlook", "mine", "language", "paper", "licence", "fresh")


def standing(counts: Mapping[Tier, int]) -> str:
    """Return where a person stands among the open vacancies: «Klar for 3 stillinger, på vei til 5»."""
    ready, clarify, way = counts[Tier.READY], counts[Tier.CLARIFY], counts[Tier.ON_THE_WAY]
    parts = []
    if ready:
        parts.append(ngettext("klar for %(num)d stilling", "klar for %(num)d stillinger", ready))
    if clarify:
        parts.append(ngettext("må avklares for %(num)d", "må avklares for %(num)d", clarify))
    if way:
        parts.append(ngettext("på vei til %(num)d", "på vei til %(num)d", way))
    return capital(", ".join(parts)) if parts else gettext("Ingen åpne stillinger passer nå")


def best(counts: Mapping[Tier, int]) -> str:
    """Return the best tier that a person stands in anywhere."""
    return next((tier.value for tier in Tier if counts[tier]), Tier.CLOSED.value)


def experience(profile: Profile) -> str:
    """Return the strongest line of experience: «7,9 år som pleieassistent»; "" where no work is registered."""
    if not profile.experience:
        return ""
    title = as_name(profile.experience)
    if profile.months is None:
        return gettext("har vært %(title)s", title=title)
    return phrases.worked_as(title, profile.months)


def wishes(profile: Profile) -> str:
    """Return what a person wants: «Ønsker pleieassistent og renholder»."""
    if not profile.wishes:
        return gettext("Ønsker er ikke registrert")
    return gettext("Ønsker %(titles)s", titles=listed([as_name(title) for title in profile.wishes[:MOST_WISHES]]))


def profile(found: Profile) -> str:
    """Return how much of a profile there is, and what is missing: «Profil 80 %, mangler språk»."""
    share = i18n.percent(quality(found.missing))
    if not found.missing:
        return gettext("Profil %(share)s", share=share)
    return gettext("Profil %(share)s, mangler %(parts)s", share=share, parts=listed([str(SHORT[part]) for part in found.missing]))


def chips(terms: Terms, catalogue: Catalogue, municipalities: Mapping[str, str]) -> list[tuple[str, Terms]]:
    """Return each filter in use in words, with the terms that are left without it."""
    found: list[tuple[str, Terms]] = []
    for number in terms.kommunenr:
        rest = tuple(other for other in terms.kommunenr if other != number)
        found.append((municipalities.get(number, number), terms.model_copy(update={"kommunenr": rest})))
    for shift in terms.shifts:
        rest = tuple(other for other in terms.shifts if other != shift)
        found.append((capital(str(phrases.SHIFTS.get(shift, shift))), terms.model_copy(update={"shifts": rest})))
    for tier in terms.tiers if terms.role else ():
        kept = tuple(other for other in terms.tiers if other != tier)
        found.append((str(phrases.TIERS[tier]), terms.model_copy(update={"tiers": kept})))
    for name in (one for one in _SINGLE if getattr(terms, one)):
        less = terms.without("role", "tiers") if name == "role" else terms.without(name)
        found.append((_term(name, terms, catalogue), less))
    return found


def nothing(terms: Terms, municipalities: Mapping[str, str]) -> str:
    """Return why nobody is in the list: «Ingen i Engerdal passer til søket»."""
    if terms.who:
        return gettext("Ingen i ditt område heter eller har nummer «%(who)s»", who=terms.who)
    if terms == Terms(mine=True):
        return gettext("Du har ingen egne brukere ennå")
    if terms == Terms():
        return gettext("Det er ingen personer i ditt område")
    if terms.kommunenr:
        where = listed([municipalities.get(number, number) for number in terms.kommunenr])
        return gettext("Ingen i %(place)s passer til søket", place=where)
    return gettext("Ingen passer til søket")


def wider(entry: Wider, terms: Terms, catalogue: Catalogue, municipalities: Mapping[str, str]) -> str:
    """Return what a wider search finds: «4 i Trysil», «2 uten «Førerkort CE»»."""
    if entry.kommunenr is not None:
        return gettext("%(count)s i %(place)s", count=entry.count, place=municipalities.get(entry.kommunenr, entry.kommunenr))
    if entry.dropped == "tiers":
        return gettext("%(count)s på andre nivåer", count=entry.count)
    if entry.dropped == "shifts":
        return gettext("%(count)s uten krav til vakter", count=entry.count)
    term = _term(entry.dropped, terms, catalogue).strip("«»")
    return gettext("%(count)s uten filteret «%(term)s»", count=entry.count, term=term)


def _term(name: str, terms: Terms, catalogue: Catalogue) -> str:
    if name == "words":
        return gettext("«%(words)s»", words=terms.words)
    if name == "who":
        return gettext("Navn: %(who)s", who=terms.who)
    if name == "role":
        return catalogue.roles[terms.role].label if terms.role in catalogue.roles else terms.role
    if name == "mine":
        return gettext("Bare mine")
    if name == "outlook" and terms.outlook is not None:
        return str(OUTLOOKS[terms.outlook])
    if name == "language":
        known = terms.language != UNKNOWN_LANGUAGE
        return gettext("Norsk minst %(level)s", level=terms.language) if known else gettext("Norsk ikke oppgitt")
    if name == "paper":
        return phrases.credential(terms.paper, catalogue) or terms.paper
    if name == "licence":
        return gettext("Førerkort %(licence)s", licence=terms.licence)
    if terms.fresh is Freshness.OLDER:
        return gettext("Ikke oppdatert på 90 dager")
    return gettext("Oppdatert siste %(days)s dager", days=terms.fresh.value if terms.fresh else "")
