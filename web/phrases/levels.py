"""What counts for and against a match: each comparison's finding in words, its weight, and the strongest of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypedDict

from babel.numbers import format_decimal
from flask_babel import lazy_gettext

from matcher.catalogue import Catalogue
from matcher.records import Contribution, Match
from web import i18n
from web.phrases.codes import FORMS, SHIFTS, STRENGTHS
from web.phrases.facts import by_car, credential, full_time, percent_wished, requirement
from web.phrases.texts import as_name, capital, either, gettext, listed, lowered, ngettext

LEVELS: dict[tuple[str, str], Any] = {
    ("practice", "same work, long and recent"): lazy_gettext("mange års praksis fra samme arbeid, nylig"),
    ("practice", "same work, recent"): lazy_gettext("praksis fra samme arbeid, nylig"),
    ("practice", "close work, recent"): lazy_gettext("praksis fra nesten samme arbeid, nylig"),
    ("practice", "same work, long ago"): lazy_gettext("praksis fra samme arbeid, lenge siden"),
    ("practice", "related work"): lazy_gettext("praksis fra beslektet arbeid"),
    ("practice", "related work, long ago"): lazy_gettext("praksis fra beslektet arbeid, lenge siden"),
    ("practice", "transferable work"): lazy_gettext("praksis som kan overføres"),
    ("practice", "other work"): lazy_gettext("praksis fra annet arbeid"),
    ("carried", "several ways carry over"): lazy_gettext("har med seg flere ting som kommer til nytte"),
    ("carried", "one way carries over"): lazy_gettext("har med seg noe som kommer til nytte"),
    ("carried", "from long ago"): lazy_gettext("har noe fra lenge siden som kommer til nytte"),
    ("wish", "first choice"): lazy_gettext("har dette som førsteønske"),
    ("wish", "wished"): lazy_gettext("ønsker dette"),
    ("wish", "same kind of work"): lazy_gettext("ønsker samme slags arbeid"),
    ("wish", "near"): lazy_gettext("ønsker noe i nærheten"),
    ("wish", "near, settled in another line"): lazy_gettext("ønsker å fortsette i eget yrke"),
    ("wish", "elsewhere"): lazy_gettext("ønsker annet arbeid"),
    ("qualification", "all preferred"): lazy_gettext("har alt arbeidsgiveren helst ser"),
    ("qualification", "some preferred"): lazy_gettext("har noe av det arbeidsgiveren helst ser"),
    ("qualification", "none preferred"): lazy_gettext("har ikke det arbeidsgiveren helst ser"),
    ("qualification", "trained beyond the post"): lazy_gettext("har fagutdanning som stillingen ikke krever"),
    ("qualification", "trained for other work"): lazy_gettext("har utdanning for annet arbeid enn dette"),
    ("qualification", "more than the post uses"): lazy_gettext("har mer utdanning enn stillingen bruker"),
    ("skills", "most tasks"): lazy_gettext("kan det meste av oppgavene"),
    ("skills", "some tasks"): lazy_gettext("kan noen av oppgavene"),
    ("hours", "fits"): lazy_gettext("stillingsprosenten passer"),
    ("hours", "close"): lazy_gettext("stillingsprosenten er nær ønsket"),
    ("hours", "less than wished"): lazy_gettext("stillingen er mindre enn ønsket"),
    ("hours", "far less than wished"): lazy_gettext("stillingen er mye mindre enn ønsket"),
    ("hours", "more than wished"): lazy_gettext("stillingen er større enn ønsket"),
    ("form", "fits"): lazy_gettext("ansettelsesformen passer"),
    ("form", "differs"): lazy_gettext("ønsker en annen ansettelsesform"),
    ("form", "lasting work, passing wished"): lazy_gettext("ønsker arbeid for en tid, dette er fast"),
    ("form", "no apprenticeship wished"): lazy_gettext("har ikke ønsket læreplass"),
    ("form", "passing work, lasting wished"): lazy_gettext("ønsker fast arbeid, dette er for en tid"),
    ("shifts", "all said yes"): lazy_gettext("har sagt ja til vaktene"),
    ("shifts", "some said yes"): lazy_gettext("har sagt ja til noen av vaktene"),
    ("shifts", "only day wished"): lazy_gettext("ønsker bare dagtid"),
    ("shifts", "some refused"): lazy_gettext("har sagt nei til noen av vaktene"),
    ("shifts", "other hours wished"): lazy_gettext("ønsker andre arbeidstider"),
    ("reach", "up to 15 min"): lazy_gettext("kort reisevei"),
    ("reach", "up to 30 min"): lazy_gettext("grei reisevei"),
    ("reach", "up to 45 min"): lazy_gettext("noe lang reisevei"),
    ("reach", "up to 60 min"): lazy_gettext("lang reisevei"),
    ("reach", "up to 90 min"): lazy_gettext("svært lang reisevei"),
    ("reach", "over 90 min"): lazy_gettext("for lang reisevei til hver dag"),
    ("reach", "would move"): lazy_gettext("kan tenke seg å flytte"),
    ("reach", "would move, for a small post"): lazy_gettext("måtte flytte for en liten stilling"),
    ("reach", "by bus or train"): lazy_gettext("reiser med buss eller tog"),
    ("reach", "no car and no line"): lazy_gettext("har ikke bil, og ingen kjent buss eller tog"),
    ("place", "wished"): lazy_gettext("ønsker å arbeide i kommunen"),
    ("place", "elsewhere, near home"): lazy_gettext("ønsker en annen kommune, men bor like ved"),
    ("place", "elsewhere"): lazy_gettext("ønsker å arbeide i en annen kommune"),
    ("language", "enough for the role"): lazy_gettext("norsk nok for rollen"),
    ("language", "below what the role needs"): lazy_gettext("norsk under det rollen vanligvis trenger"),
    ("start", "in time"): lazy_gettext("kan begynne i tide"),
    ("start", "later"): lazy_gettext("kan først begynne senere"),
    ("way", "within 3 months"): lazy_gettext("det som mangler, tar under tre måneder"),
    ("way", "within a year"): lazy_gettext("det som mangler, tar under ett år"),
    ("way", "within two years"): lazy_gettext("det som mangler, tar under to år"),
    ("way", "longer"): lazy_gettext("det som mangler, tar over to år"),
    ("apprenticeship", "school part done or under way"): lazy_gettext("har eller tar skoledelen av faget"),
    ("apprenticeship", "school part begun"): lazy_gettext("har begynt på skoledelen av faget"),
    ("apprenticeship", "practice enough for the trade test"): lazy_gettext("har praksis nok til å ta fagbrev uten læretid"),
    ("prior", "prior"): lazy_gettext("utgangspunkt"),
}

TOLD = frozenset({"practice", "carried", "wish", "reach", "hours", "shifts", "language", "start"})
"""Comparisons whose evidence stands in brackets behind the words; of the others the words say enough in a line."""


class ContributionRow(TypedDict):
    """One row of the waterfall: ``value`` in thousandths of a bit, ``text`` the value in words, ``note`` the evidence."""

    label: str
    value: int
    text: str
    note: str


def bits(weight: int) -> str:
    """Return a weight in thousandths of a bit with sign and one decimal, as «+2,6»."""
    return format_decimal(weight / 1000, format="+0.0;−0.0", locale=i18n.locale())


def contribution(entry: Contribution, catalogue: Catalogue) -> str:
    """Return what one comparison found, with its evidence in words."""
    words = str(LEVELS[entry.comparison, entry.level])
    evidence = evidence_of(entry, catalogue) if entry.comparison in TOLD else ""
    return f"{words} ({evidence})" if evidence else words


def evidence_of(entry: Contribution, catalogue: Catalogue) -> str:
    """Return the fact that a comparison rests on, in words; "" where there is none or the level says it all."""
    text = entry.evidence
    # Without a wish of the employer's that is met, the codes are only whatever degree the person has.
    says_nothing = entry.comparison == "qualification" and not entry.level.endswith("preferred")
    if not text or says_nothing or entry.level == "none preferred" or entry.comparison not in _EVIDENCE:
        return ""
    return _EVIDENCE[entry.comparison](text, catalogue)


def strongest(match: Match, most: int = 2) -> list[Contribution]:
    """Return what counts most for a match, the strongest first."""
    order = sorted(match.contributions, key=lambda entry: (-entry.weight, entry.comparison))
    return [entry for entry in order if entry.weight > 0][:most]


def reasons(match: Match, catalogue: Catalogue, most: int = 2) -> list[str]:
    """Return the strongest reasons for a match, each short enough for a row: «7,9 år som pleieassistent»."""
    return [_short(entry, catalogue) for entry in strongest(match, most)]


def against(match: Match, catalogue: Catalogue, most: int = 2) -> list[str]:
    """Return what counts most against a match, each short enough for a row."""
    order = sorted(match.contributions, key=lambda entry: (entry.weight, entry.comparison))
    return [_short(entry, catalogue) for entry in order if entry.weight < 0 and entry.comparison != "prior"][:most]


def contribution_rows(match: Match, catalogue: Catalogue) -> list[ContributionRow]:
    """Return the rows of the waterfall, the largest first; they sum up to the score."""
    order = sorted(match.contributions, key=lambda entry: (-abs(entry.weight), entry.comparison))
    return [
        ContributionRow(
            label=capital(str(LEVELS[entry.comparison, entry.level])),
            value=entry.weight,
            text=bits(entry.weight),
            note=evidence_of(entry, catalogue),
        )
        for entry in order
    ]


def sum_line(match: Match) -> str:
    """Return what the rows of the waterfall come to: «Sum +3,5: sterkt treff»."""
    return gettext("Sum %(score)s: %(strength)s", score=bits(match.score), strength=lowered(str(STRENGTHS[match.strength])))


def _short(entry: Contribution, catalogue: Catalogue) -> str:
    """Return the words of a level, with its evidence in the place of them where that says more in less room."""
    words = str(LEVELS[entry.comparison, entry.level])
    if entry.comparison == "practice" and entry.evidence:
        title, _, months = entry.evidence.partition("|months:")
        if entry.level.startswith("same work") and months:
            return _worked(entry.level, as_name(title), float(months))
        return f"{words}: {as_name(title)}"
    if entry.comparison == "wish" and entry.evidence and entry.weight > 0:
        return gettext("ønsker %(title)s", title=as_name(entry.evidence))
    if entry.comparison == "wish" and entry.evidence:
        return gettext("ønsker heller %(title)s", title=as_name(entry.evidence))
    if entry.comparison == "reach" and entry.level.startswith(("up to", "over")):
        return by_car(entry.evidence.removeprefix("minutes:"))
    if entry.comparison == "qualification" and (evidence := evidence_of(entry, catalogue)):
        return f"{words}: {evidence}"
    return words


def _worked(level: str, title: str, months: float) -> str:
    if level == "same work, long ago":
        return gettext("%(length)s som %(title)s, lenge siden", length=_length(months), title=title)
    return worked_as(title, months)


def worked_as(title: str, months: float) -> str:
    """Return how long somebody has done a kind of work, as «7,9 år som pleieassistent»."""
    return gettext("%(length)s som %(title)s", length=_length(months), title=title)


def _length(months: float) -> str:
    if months < 12:
        return i18n.months(max(months, 1))
    number = i18n.number(months / 12)
    return ngettext("%(number)s år", "%(number)s år", 1 if number == "1" else 2, number=number)


# --- what each comparison rests on -----------------------------------------------------------------------------


def _practice(text: str, _catalogue: Catalogue) -> str:
    title, _, months = text.partition("|months:")
    return f"{title}, {full_time(float(months))}" if months else title


def _qualification(text: str, catalogue: Catalogue) -> str:
    codes = text.split(",")
    return listed([lowered(requirement(code, catalogue) if "|" in code else credential(code, catalogue)) for code in codes])


def _skills(text: str, _catalogue: Catalogue) -> str:
    shared, _, asked = text.removeprefix("shared:").partition("/")
    return gettext("%(shared)s av %(asked)s oppgaver i annonsen", shared=shared, asked=asked)


def _form(text: str, _catalogue: Catalogue) -> str:
    return gettext("ønsker %(forms)s", forms=either([str(FORMS[form]) for form in text.split(",")]))


def _place(text: str, catalogue: Catalogue) -> str:
    names = {place.kommunenr: place.kommune for place in catalogue.places.values()}
    wished = [names[number] for number in text.split(",") if number in names]
    return gettext("ønsker %(places)s", places=either(wished)) if wished else ""


def _language(text: str) -> str:
    best, _, least = text.partition("/")
    if least:
        return gettext("norsk %(least)s, delvis %(best)s", least=least, best=best)
    return gettext("norsk %(level)s", level=best)


_CARRIED: dict[str, Any] = {
    "hygiene": lazy_gettext("hygiene"),
    "cleaning": lazy_gettext("renhold"),
    "food": lazy_gettext("mat og mattrygghet"),
    "service": lazy_gettext("service"),
    "empathy": lazy_gettext("omsorg for andre"),
    "care at home": lazy_gettext("pleie hjemme"),
    "rosters": lazy_gettext("turnus"),
    "driving": lazy_gettext("kjøring"),
    "practical": lazy_gettext("praktisk arbeid"),
}
"""What carries over from one kind of work to another (:data:`matcher.transferable.TABLE`)."""


def _carried(text: str, _catalogue: Catalogue) -> str:
    return listed([str(_CARRIED[code]) for code in text.split(",")])


_EVIDENCE: dict[str, Callable[[str, Catalogue], str]] = {
    "carried": _carried,
    "practice": _practice,
    "wish": lambda text, _catalogue: text,
    "qualification": _qualification,
    "skills": _skills,
    "hours": lambda text, _catalogue: percent_wished(text.removeprefix("percent:")),
    "form": _form,
    "shifts": lambda text, _catalogue: ", ".join(str(SHIFTS[shift]) for shift in text.split(",")),
    "reach": lambda text, _catalogue: by_car(text.removeprefix("minutes:")),
    "place": _place,
    "language": lambda text, _catalogue: _language(text.removeprefix("language:")),
    "start": lambda text, _catalogue: i18n.day(date.fromisoformat(text)),
}
