"""From answers, figures and codes to what the employer's pages say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from matcher.catalogue import Catalogue
from matcher.records import MeasureAdvice
from models.profiles import is_of_the_ad
from models.services.vacancies.field import Figures, Gain
from models.services.vacancies.posting_answers import OFFERS, Answers, Fault, Reading, offers_of, rungs_of
from models.services.vacancies.postings import key_of, remarks_of
from models.vacancies import Strength, Vacancy
from web import i18n, phrases
from web.employer import words
from web.phrases.texts import capital, gettext, lowered

_LONGEST_QUOTE = 110
CAN_BE_OFFERED = ("route:apprentice", "route:fagbrev_paa_jobb", "offer:language_training", "offer:housing", "training_offered")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandRow:
    """One requirement to confirm: the field that holds the choice, where it comes from, whether it keeps many away."""

    field: str
    quotes: Sequence[str]
    origin: str
    narrows: bool
    part: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Something that an employer can open: the code, its name, and whom it opens for."""

    code: str
    name: str
    opens: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkRow:
    """One remark of the text check: the sentence, why it may shut somebody out, a better wording, and the reason's field."""

    field: str
    sentence: str
    why: str
    better: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandLine:
    """One requirement of a published vacancy, with the words that it was read from."""

    name: str
    quotes: Sequence[str]
    must: bool


# --- while it is written ---------------------------------------------------------------------------------------


def demand_rows(answers: Answers, catalogue: Catalogue, figures: Figures | None) -> list[DemandRow]:
    """Return the requirements in the order in which they were read."""
    narrowing = figures.narrowing if figures else frozenset()
    return [
        DemandRow(
            field=f"krav-{entry['id']}",
            quotes=_quotes(entry["spans"], answers.get("text", "")),
            origin=str(words.ORIGINS[entry["origin"]]),
            narrows=entry["strength"] == "must" and entry["code"] in narrowing,
            part=_part(answers, entry["variant"], catalogue),
            advice=_advice(answers, entry, catalogue),
        )
        for entry in answers.get("requirements", [])
    ]


def _part(answers: Answers, variant: int | None, catalogue: Catalogue) -> str:
    """Return which of the posts in an ad a requirement is for; "" when it is for all of them."""
    if variant is None or variant >= len(answers.get("variants", [])):
        return ""
    roles = answers["variants"][variant]["roles"]
    names = [catalogue.roles[role].label for role in roles if role in catalogue.roles]
    return gettext("Gjelder %(post)s", post=lowered(", ".join(names))) if names else gettext("Gjelder en del av stillingene")


_LEVELS = {"A2": 1, "B1": 2, "B2": 3}
_ASKED = {
    "language:functional": 1,
    "language:A2": 1,
    "language:good": 2,
    "language:B1": 2,
    "language:very_good": 3,
    "language:B2": 3,
}


def _advice(answers: Answers, entry: Mapping[str, Any], catalogue: Catalogue) -> str:
    """Return a word of advice where more Norwegian is demanded than such a post usually needs."""
    usual = [catalogue.roles[role].cefr for role in answers.get("roles", []) if role in catalogue.roles]
    enough = max((level for level in usual if level), default=None, key=lambda level: _LEVELS.get(level, 0))
    if entry["strength"] != "must" or enough is None or _ASKED.get(entry["code"], 0) <= _LEVELS.get(enough, 0):
        return ""
    return gettext("En slik stilling klarer seg vanligvis med norsk på nivå %(level)s.", level=enough)


def doors(answers: Answers, catalogue: Catalogue) -> list[Door]:
    """Return what can be ticked as offered, the usual first."""
    found = []
    for code in offers_of(answers):
        name, opens = words.OFFERS.get(code, (phrases.requirement(code, catalogue), ""))
        found.append(Door(code=code, name=str(name), opens=str(opens)))
    return found


def rungs(answers: Answers, catalogue: Catalogue) -> list[Door]:
    """Return the steps of the ladder that can be accepted."""
    return [
        Door(code=state, name=catalogue.states[state].label, opens=str(words.RUNGS[state]))
        for state in rungs_of(answers, catalogue)
    ]


def remark_rows(answers: Answers) -> list[RemarkRow]:
    """Return what the text check says, sentence by sentence."""
    return [
        RemarkRow(
            field=f"grunn-{key_of(remark)}",
            sentence=remark.sentence,
            why=str(words.REMARKS[remark.kind][0]),
            better=str(words.REMARKS[remark.kind][1]),
        )
        for remark in remarks_of(answers)
    ]


def missing(faults: Iterable[Fault]) -> list[tuple[str, str, str]]:
    """Return what stands between a posting and its publication: step, field and a sentence."""
    return [(fault.step, fault.field, f"{words.STEPS[fault.step]}: {words.FAULTS[fault.key]}") for fault in faults]


def preview(reading: Reading, answers: Answers, catalogue: Catalogue, employer: str) -> list[tuple[str, str]]:
    """Return the facts of a vacancy as it will stand."""
    fields = reading.fields
    roles = ", ".join(catalogue.roles[role].label for role in fields["roles"])
    place = " ".join(part for part in (fields["postnummer"], fields["place"]) if part)
    pairs = [
        (gettext("Enhet"), employer),
        (gettext("Stilling"), roles),
        *terms(fields, place),
        (gettext("Arbeidstid"), week(answers.get("shifts", []))),
    ]
    return [(term, value) for term, value in pairs if value]


def terms(fields: Mapping[str, Any], place: str) -> list[tuple[str, str]]:
    """Return how much, when and where a vacancy is."""
    form = fields["employment"]
    return [
        (str(words.FIELDS["positions"]), str(fields["positions"])),
        (gettext("Stillingsprosent"), extent(fields["percent_min"], fields["percent_max"])),
        (str(words.FIELDS["employment"]), capital(str(phrases.FORMS[form])) if form else ""),
        (str(words.FIELDS["workplace"]), place),
        (str(words.FIELDS["start"]), _day(fields["start"])),
        (str(words.FIELDS["deadline"]), _day(fields["deadline"])),
    ]


def extent(low: float | None, high: float | None) -> str:
    """Return a share of full time as «75 %» or «50–75 %»."""
    if low is not None and high is not None and low != high:
        return f"{i18n.number(low)}–{i18n.percent(high)}"
    one = low if low is not None else high
    return "" if one is None else i18n.percent(one)


def week(shifts: Iterable[str]) -> str:
    """Return the ticked hours in words."""
    ticked = set(shifts)
    times = [str(words.WEEK[time]) for time in words.WEEK if {time, f"{time}-weekend"} & ticked]
    parts = [lowered(time) for time in times]
    if any(shift.endswith("-weekend") for shift in ticked):
        parts.append(gettext("helg"))
    if "oncall" in ticked:
        parts.append(gettext("bakvakt eller beredskap"))
    return capital(", ".join(parts))


def _day(value: date | None) -> str:
    return i18n.day(value) if value else ""


# --- once it stands --------------------------------------------------------------------------------------------


def facts(row: Vacancy, catalogue: Catalogue) -> list[tuple[str, str]]:
    """Return the facts of a published vacancy."""
    fields = {name: getattr(row, name) for name in ("positions", "percent_min", "percent_max", "employment", "start", "deadline")}
    place = " ".join(part for part in (row.postnummer, row.place) if part)
    pairs = [(gettext("Stilling"), ", ".join(catalogue.roles[role].label for role in row.roles if role in catalogue.roles))]
    return [(term, value) for term, value in (*pairs, *terms(fields, place)) if value]


def demand_lines(row: Vacancy, catalogue: Catalogue) -> list[DemandLine]:
    """Return what a published vacancy asks, demands first, each once."""
    found: dict[str, DemandLine] = {}
    for entry in sorted(row.requirements, key=lambda entry: (entry.strength is not Strength.MUST, entry.position)):
        if not is_of_the_ad(entry.code):
            line = DemandLine(
                name=phrases.requirement(entry.code, catalogue),
                quotes=_quotes(entry.spans, row.text),
                must=entry.strength is Strength.MUST,
            )
            found.setdefault(entry.code, line)
    return list(found.values())


def offer_lines(row: Vacancy, catalogue: Catalogue) -> list[str]:
    """Return what a published vacancy offers or opens for."""
    codes = dict.fromkeys(entry.code for entry in row.requirements if is_of_the_ad(entry.code))
    names = [str(words.OFFERS[code][0]) if code in OFFERS else phrases.requirement(code, catalogue) for code in codes]
    return [*names, *(catalogue.states[state].label for state in row.accepted_states if state in catalogue.states)]


def confirmed(row: Vacancy) -> bool:
    """Tell whether somebody has looked through every requirement."""
    return all(entry.confirmed_at is not None for entry in row.requirements)


def about(number: int) -> str:
    """Return a rounded number as it is told: «ca. 10», or «under 5»."""
    return gettext("ca. %(number)s", number=number) if number else gettext("under 5")


def gain_rows(figures: Figures, catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return what milder demands would give, as rows of bars."""
    return [_gain_row(gain, catalogue) for gain in figures.gains]


def _gain_row(gain: Gain, catalogue: Catalogue) -> dict[str, Any]:
    label = phrases.requirement(gain.code, catalogue)
    if gain.milder:
        words_of = gettext("Hvis dere godtar «%(milder)s»", milder=lowered(phrases.requirement(gain.milder, catalogue)))
    else:
        words_of = gettext("Uten kravet «%(label)s»", label=lowered(label))
    if gain.nearer:
        note = gettext("kan begynne eller avklares nå")
    else:
        note = gettext("kommer i rekkevidde, med noe tid eller opplæring")
    number = gain.nearer or gain.reachable
    return {"label": words_of, "value": number, "text": gettext("ca. %(number)s flere", number=number), "note": note}


def own_steps(row: Vacancy, measures: Iterable[MeasureAdvice], catalogue: Catalogue) -> tuple[list[Door], list[str]]:
    """Return what the employer itself can do: what it does not offer yet, and its own measures for these demands."""
    offered = {entry.code for entry in row.requirements}
    offered |= {"offer:housing"} if row.housing_offered else set()
    offered |= {"training_offered"} if row.training_offered else set()
    open_doors = [
        Door(code=code, name=str(words.OFFERS[code][0]), opens=str(words.OFFERS[code][1]))
        for code in CAN_BE_OFFERED
        if code not in offered
    ]
    return open_doors, [catalogue.measures[entry.measure].label for entry in measures]


def _quotes(spans: Iterable[Mapping[str, Any]], text: str) -> list[str]:
    """Return the lines of the ad that a requirement was read from, a long one cut around the words; at most two."""
    found = dict.fromkeys(_line(text, span["start"], span["end"]) for span in spans if span["end"] <= len(text))
    return [line for line in found if line][:2]


def _line(text: str, start: int, end: int) -> str:
    first = max(text.rfind("\n", 0, start) + 1, text.rfind(". ", 0, start) + 2 if ". " in text[:start] else 0)
    ends = [place for place in (text.find("\n", end), text.find(". ", end) + 1) if place > 0]
    last = min(ends, default=len(text))
    if last - first > _LONGEST_QUOTE:
        room = (_LONGEST_QUOTE - (end - start)) // 2
        near, far = _word_start(text, max(first, start - room)), _word_end(text, min(last, end + room))
        before, after = "… " if near > first else "", " …" if far < last else ""
        return before + " ".join(text[near:far].removeprefix("• ").split()) + after
    return " ".join(text[first:last].removeprefix("• ").split())


def _word_start(text: str, place: int) -> int:
    return place if place == 0 else text.rfind(" ", 0, place + 1) + 1


def _word_end(text: str, place: int) -> int:
    found = text.find(" ", place)
    return len(text) if found < 0 else found


def namer(catalogue: Catalogue) -> Callable[[str], str]:
    """Return a function from a requirement's code to its name, for pages that list codes."""
    return lambda code: phrases.requirement(code, catalogue)


def strictest(figures: Figures, catalogue: Catalogue) -> str:
    """Return the name of the demand that keeps most people away; "" when no single one does."""
    return phrases.requirement(figures.strictest, catalogue) if figures.strictest else ""
