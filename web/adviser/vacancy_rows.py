"""A vacancy in words: percent, shifts, deadline, what it offers and what it asks, each demand with the words that say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from matcher.catalogue import Catalogue
from matcher.records import Opening, Tier, Variant
from matcher.scenarios import Relaxation, RelaxedPair
from models.profiles import is_of_the_ad
from models.services.vacancies.listing import shifts_of, takes_apprentices, takes_unqualified
from models.vacancies import Strength, Vacancy, VacancyRequirement
from web import i18n, phrases
from web.phrases.texts import capital, gettext, listed, ngettext

__all__ = [
    "Demand",
    "Piece",
    "ad_lines",
    "after_offer",
    "days_left",
    "demands",
    "facts",
    "kinds",
    "offers",
    "percent",
    "positions",
    "relaxation_rows",
    "shifts",
    "takes_apprentices",
    "takes_unqualified",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One thing that an ad asks for or offers: in words, the quotes that say so, and whether a person has confirmed it."""

    code: str
    text: str
    must: bool
    quotes: tuple[str, ...]
    confirmed: bool
    by_law: bool = False
    only_for: str = ""
    position: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a line of the ad; ``marked`` = a demand was read from it."""

    text: str
    marked: bool


def percent(part: Opening | Variant) -> str:
    """Return the share of full time as «75 %» or «60–80 %»; "" where the ad does not say."""
    least, most = part.percent_min, part.percent_max
    if least is None or most is None or least == most:
        known = most if least is None else least
        return "" if known is None else i18n.percent(known)
    return gettext("%(least)s–%(most)s", least=i18n.number(least), most=i18n.percent(most))


def shifts(opening: Opening) -> str:
    """Return the shifts asked as «kveld, natt og helg»; "" where the ad names none."""
    return listed([str(phrases.SHIFTS[shift]) for shift in shifts_of(opening)])


def facts(vacancy: Vacancy, opening: Opening, on: date, catalogue: Catalogue) -> list[tuple[str, str]]:
    """Return the head of a vacancy's page: what is known of it, a name and a value each."""
    left = days_left(vacancy.closes_on, on)
    last = i18n.day(vacancy.closes_on) if vacancy.closes_on else vacancy.deadline_text
    pairs = [
        (gettext("Arbeidsgiver"), vacancy.employer.name if vacancy.employer else ""),
        (gettext("Sted"), vacancy.place),
        (gettext("Stillingsprosent"), percent(opening)),
        (gettext("Vakter"), capital(shifts(opening))),
        (gettext("Ansettelse"), capital(str(phrases.FORMS.get(opening.employment, "")))),
        (gettext("Frist"), gettext("%(day)s (%(left)s)", day=last, left=left) if left else last),
        (gettext("Oppstart"), i18n.day(opening.start) if opening.start else ""),
        (gettext("Antall stillinger"), str(opening.positions) if opening.positions > 1 else ""),
        (gettext("Slag"), "; ".join(kinds(opening, catalogue))),
    ]
    return [pair for pair in pairs if pair[1]]


def positions(number: int) -> str:
    """Return how many are sought where it is more than one."""
    return ngettext("%(num)d stilling", "%(num)d stillinger", number) if number > 1 else ""


def days_left(closes_on: date | None, on: date) -> str:
    """Return how long it is to the deadline as «i dag», «i morgen» or «om 12 dager»; "" when it has passed or there is none."""
    if closes_on is None or closes_on < on:
        return ""
    days = (closes_on - on).days
    if days < 2:
        return gettext("i morgen") if days else gettext("i dag")
    return ngettext("om %(num)d dag", "om %(num)d dager", days)


def demands(vacancy: Vacancy, by_law: Iterable[str], catalogue: Catalogue) -> list[Demand]:
    """Return what is asked of a person, demands before wishes, without what is checked after an offer."""
    asked = [row for row in vacancy.requirements if not is_of_the_ad(row.code) and not _after_offer(row.code, catalogue)]
    found = [_demand(row, vacancy, catalogue) for row in asked]
    law = [
        Demand(code=code, text=phrases.requirement(code, catalogue), must=True, quotes=(), confirmed=False, by_law=True)
        for code in by_law
    ]
    return sorted([*law, *found], key=lambda entry: not entry.must)


def after_offer(vacancy: Vacancy, catalogue: Catalogue) -> list[Demand]:
    """Return what is checked after an offer."""
    return [_demand(row, vacancy, catalogue) for row in vacancy.requirements if _after_offer(row.code, catalogue)]


def offers(vacancy: Vacancy, catalogue: Catalogue) -> list[Demand]:
    """Return what the ad itself offers or allows."""
    found = {row.code: _demand(row, vacancy, catalogue) for row in vacancy.requirements if is_of_the_ad(row.code)}
    return list(found.values())


def ad_lines(vacancy: Vacancy) -> list[list[Piece]]:
    """Return the ad's lines, cut where the words begin and end from which a demand was read."""
    text = vacancy.text
    spans = [(span["start"], span["end"]) for row in vacancy.requirements for span in row.spans]
    marked = {place for start, end in spans for place in range(start, min(end, len(text)))}
    lines, begins = [], 0
    for line in text.split("\n"):
        marks = [begins + number in marked for number in range(len(line))]
        cuts = [number for number in range(1, len(line)) if marks[number] != marks[number - 1]]
        edges = [0, *cuts, len(line)] if line else []
        lines.append([Piece(text=line[first:last], marked=marks[first]) for first, last in pairwise(edges)])
        begins += len(line) + 1
    return [line for line in lines if line]


def relaxation_rows(found: Sequence[Relaxation], catalogue: Catalogue) -> list[dict[str, object]]:
    """Return bars: what the employer would accept, how many people more, and in which tiers."""
    return [
        {"label": _accepting(entry, catalogue), "value": _moved(entry), "text": _gained(entry), "color": _colour(entry)}
        for entry in found
    ]


def pair_rows(found: Sequence[RelaxedPair], catalogue: Catalogue) -> list[str]:
    """Return one sentence for each two demands that together bring people whom neither brings alone."""
    return [
        ngettext(
            "%(both)s: %(num)d til er klar eller må avklares. Hver for seg gir det %(alone)d og %(besides)d.",
            "%(both)s: %(num)d til er klare eller må avklares. Hver for seg gir det %(alone)d og %(besides)d.",
            pair.nearer,
            both=listed([_accepting(pair.first, catalogue), phrases.lowered(_accepting(pair.second, catalogue))]),
            alone=pair.first.nearer,
            besides=pair.second.nearer,
        )
        for pair in found
    ]


def kinds(opening: Opening, catalogue: Catalogue) -> list[str]:
    """Return the kinds of posts in an ad that holds several, as «Sykepleier, 75 %»."""
    return [", ".join(filter(None, [_role_names(part.roles, catalogue), percent(part)])) for part in opening.variants]


# --- one demand ----------------------------------------------------------------------------------------------------


def _demand(row: VacancyRequirement, vacancy: Vacancy, catalogue: Catalogue) -> Demand:
    variant = next((part for part in vacancy.variants if part.number == row.variant), None)
    return Demand(
        code=row.code,
        text=phrases.requirement(row.code, catalogue),
        must=row.strength is Strength.MUST,
        quotes=tuple(dict.fromkeys(_with_neighbours(vacancy.text, span["start"], span["end"]) for span in row.spans)),
        confirmed=row.confirmed_at is not None,
        only_for=_role_names(tuple(variant.roles), catalogue) if variant else "",
        position=row.position,
    )


def _after_offer(code: str, catalogue: Catalogue) -> bool:
    return any(catalogue.requirements[atom].after_offer for atom in code.split("|") if atom in catalogue.requirements)


def _with_neighbours(text: str, start: int, end: int, around: int = 40) -> str:
    """Return the words with some before and after them, whole words only, as «… Førerkort klasse B er en …»."""
    first, last = max(text.rfind("\n", 0, start) + 1, 0), text.find("\n", end)
    last = len(text) if last < 0 else last
    begins, ends = max(first, start - around), min(last, end + around)
    if begins > first:
        begins = text.find(" ", begins, start) + 1 or start
    if ends < last:
        cut = text.rfind(" ", end, ends)
        ends = cut if cut >= end else end
    words = text[begins:ends].strip(" •")
    return f"{'… ' if begins > first else ''}{words}{' …' if ends < last else ''}"


def _role_names(roles: Sequence[str], catalogue: Catalogue) -> str:
    return ", ".join(catalogue.roles[role].label for role in roles if role in catalogue.roles)


# --- what would make them more -------------------------------------------------------------------------------------


def _accepting(entry: Relaxation, catalogue: Catalogue) -> str:
    asked = phrases.lowered(phrases.requirement(entry.code, catalogue))
    if entry.milder is None:
        return gettext("Uten kravet «%(label)s»", label=asked)
    milder = phrases.lowered(phrases.requirement(entry.milder, catalogue))
    return gettext("Med «%(milder)s» i stedet for «%(demand)s»", milder=milder, demand=asked)


def _moved(entry: Relaxation) -> int:
    ready, clarify, way, _ = (max(gain, 0) for gain in entry.gains)
    return ready + clarify or way


def _gained(entry: Relaxation) -> str:
    ready, clarify, way, _ = entry.gains
    parts = []
    if ready > 0:
        parts.append(ngettext("%(num)d til klar", "%(num)d flere klare", ready))
    if clarify > 0:
        parts.append(ngettext("%(num)d til å avklare", "%(num)d flere å avklare", clarify))
    if way > 0 and not parts:
        parts.append(ngettext("%(num)d til på vei", "%(num)d flere på vei", way))
    return capital(listed(parts))


def _colour(entry: Relaxation) -> str:
    gained = [tier for tier, gain in zip(Tier, entry.gains, strict=True) if gain > 0]
    return {Tier.READY: "success", Tier.CLARIFY: "info"}.get(gained[0], "warning") if gained else "neutral"
