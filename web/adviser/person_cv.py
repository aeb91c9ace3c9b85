"""The CV as facts in words: each section a list of lines, each line with how well it is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel import Locale
from flask_babel import lazy_gettext

from matcher.catalogue import Catalogue
from matcher.records import Proof
from models.cv import CodeKind, Education, HeldCredential, PracticeKind, ProseFact, SpokenLanguage, WorkPeriod
from models.people import JobSeeker
from web import i18n, phrases
from web.adviser.fact_words import fact_words
from web.phrases.texts import capital, gettext, listed

Municipality = Callable[[str | None], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One fact: the main words, what stands under them, and a mark such as «verifisert»."""

    text: str
    note: str = ""
    mark: str = ""
    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of the CV; ``key`` is its name where it is edited, ``empty`` what to say when nothing is there."""

    key: str
    title: str
    lines: Sequence[Line]
    empty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A fact that was read from the person's own words; ``section`` is where it is confirmed or put right."""

    text: str
    quote: str
    state: str
    settled: bool
    section: str


START: dict[str, Any] = {
    "LEDIG_NAA": lazy_gettext("Kan begynne nå"),
    "ETTER_TRE_MND": lazy_gettext("Kan begynne etter tre måneder"),
    "ETTER_AVTALE": lazy_gettext("Kan begynne etter avtale"),
}


def sections(person: JobSeeker, catalogue: Catalogue, municipality: Municipality) -> list[Section]:
    """Return the sections of a CV in the order in which an adviser asks."""
    none = gettext("Ikke registrert. Spør personen.")
    parts = (
        ("onsker", gettext("Ønsker"), _wishes(person, municipality)),
        ("arbeidstid", gettext("Arbeidstid"), _hours(person)),
        ("erfaring", gettext("Arbeidserfaring"), [_period(period, catalogue) for period in person.practice]),
        ("papirer", gettext("Papirer"), _papers(person, catalogue)),
        ("utdanning", gettext("Utdanning"), [_education(part) for part in person.education]),
        ("sprak", gettext("Språk"), [_language(part) for part in person.languages]),
        ("forerkort", gettext("Førerkort og bil"), _licences(person)),
        ("kompetanse", gettext("Kompetanse"), _skills(person, catalogue)),
        ("bosted", gettext("Bosted og reisevei"), _home(person)),
    )
    return [Section(key=key, title=title, lines=lines, empty=none) for key, title, lines in parts]


def prose_facts(person: JobSeeker, catalogue: Catalogue) -> list[Quoted]:
    """Return what was read from prose, what nobody has settled first."""
    return sorted((_quoted(fact, catalogue) for fact in person.facts), key=lambda fact: fact.settled)


def _codes(person: JobSeeker, kind: CodeKind) -> list[str]:
    return [row.code for row in person.codes if row.kind is kind]


def _wishes(person: JobSeeker, municipality: Municipality) -> list[Line]:
    first = gettext("førsteønske")
    lines = [Line(text=wish.title, mark=first if wish.is_primary else "") for wish in person.wishes]
    places = [municipality(code) for code in _codes(person, CodeKind.WISHED_PLACE)]
    forms = [str(phrases.FORMS[code]) for code in _codes(person, CodeKind.FORM) if code in phrases.FORMS]
    refused = [str(phrases.FAMILIES[code]) for code in _codes(person, CodeKind.REFUSED_FAMILY) if code in phrases.FAMILIES]
    if places:
        lines.append(Line(text=gettext("Vil arbeide i %(places)s", places=listed(places))))
    if forms:
        lines.append(Line(text=gettext("Ansettelse: %(forms)s", forms=listed(forms))))
    if refused:
        lines.append(Line(text=gettext("Vil ikke arbeide med %(families)s", families=listed(refused))))
    return lines


def _hours(person: JobSeeker) -> list[Line]:
    yes, no = _shifts(person, CodeKind.SHIFT_YES), _shifts(person, CodeKind.SHIFT_NO)
    lines = []
    if yes:
        lines.append(Line(text=gettext("Kan arbeide %(shifts)s", shifts=listed(yes))))
    if no:
        lines.append(Line(text=gettext("Kan ikke arbeide %(shifts)s", shifts=listed(no))))
    if "weekend_days" in _codes(person, CodeKind.SHIFT_YES):
        lines.append(Line(text=gettext("Hverdager er ikke nevnt")))
    share = _share(person.percent_min, person.percent_max)
    if share:
        absolute = gettext("absolutt") if person.percent_absolute else ""
        lines.append(Line(text=gettext("Stillingsprosent: %(share)s", share=share), mark=absolute))
    if person.earliest_start is not None:
        lines.append(Line(text=gettext("Kan begynne %(day)s", day=i18n.day(person.earliest_start))))
    elif person.start_code in START:
        lines.append(Line(text=str(START[person.start_code])))
    return lines


def _shifts(person: JobSeeker, kind: CodeKind) -> list[str]:
    held = set(_codes(person, kind))
    return [str(words) for code, words in phrases.PERSONS_SHIFTS.items() if code in held]


def _share(least: float | None, most: float | None) -> str:
    if least is not None and most is not None and least != most:
        return gettext("%(least)s–%(most)s", least=i18n.number(least), most=i18n.percent(most))
    if least is not None and most is None:
        return gettext("minst %(share)s", share=i18n.percent(least))
    if least is None and most is not None:
        return gettext("inntil %(share)s", share=i18n.percent(most))
    return "" if least is None else i18n.percent(least)


def _period(period: WorkPeriod, catalogue: Catalogue) -> Line:
    kind = "" if period.kind is PracticeKind.JOB else str(phrases.PRACTICE_KIND[period.kind])
    share = i18n.percent(period.percent) if period.percent is not None else gettext("prosent ikke oppgitt")
    where = ", ".join(part for part in (period.employer, period.place) if part)
    tasks = listed([phrases.credential(task, catalogue) or task for task in period.tasks]) if period.tasks else ""
    facts = [where, _span(period.start, period.end, runs=True), share, kind]
    return Line(text=period.title, note=_joined([*facts, gettext("Oppgaver: %(tasks)s", tasks=tasks) if tasks else ""]))


def _span(start: date | None, end: date | None, *, runs: bool = False) -> str:
    if start is None and end is None:
        return ""
    begins = i18n.month(start) if start else ""
    ends = i18n.month(end) if end else (gettext("nå") if runs else "")
    return f"{begins}–{ends}" if begins != ends else begins


def _papers(person: JobSeeker, catalogue: Catalogue) -> list[Line]:
    lines = [_paper(held, catalogue) for held in person.credentials]
    return list(dict.fromkeys(line for line in lines if line.text))


def _paper(held: HeldCredential, catalogue: Catalogue) -> Line:
    label = phrases.credential(held.code, catalogue)
    own = held.title if held.title and held.title.casefold() != label.casefold() else ""
    until = gettext("gjelder til %(day)s", day=i18n.day(held.valid_until)) if held.valid_until else ""
    issued = i18n.month(held.issued) if held.issued else ""
    return Line(
        text=label or held.title,
        note=_joined([own if label else "", held.issuer, issued, until]),
        mark=str(phrases.PROOF[held.proof]),
        sure=held.proof is Proof.VERIFIED,
    )


def _education(part: Education) -> Line:
    done = {True: gettext("fullført"), False: gettext("ikke fullført"), None: ""}[part.completed]
    return Line(text=part.title, note=_joined([part.school, _span(part.start, part.end), done]))


def _language(part: SpokenLanguage) -> Line:
    name = Locale.parse(i18n.locale()).languages.get(part.language, part.language)
    said = []
    if part.spoken:
        said.append(gettext("muntlig %(level)s", level=phrases.lowered(str(phrases.LANGUAGE_LEVELS[part.spoken]))))
    if part.written:
        said.append(gettext("skriftlig %(level)s", level=phrases.lowered(str(phrases.LANGUAGE_LEVELS[part.written]))))
    tested = [level for level in (part.test_spoken, part.test_written) if level]
    sides = {"spoken": part.test_spoken or "–", "written": part.test_written or "–"}
    test = gettext("prøve: muntlig %(spoken)s, skriftlig %(written)s", **sides) if tested else ""
    return Line(text=capital(name), note=_joined([listed(said) if said else "", test]))


def _licences(person: JobSeeker) -> list[Line]:
    held = set(_codes(person, CodeKind.LICENCE))
    lines = [Line(text=gettext("Klasse %(licence)s", licence=code)) for code in phrases.LICENCES if code in held]
    if not held and person.licences_known:
        lines.append(Line(text=gettext("Har ikke førerkort")))
    if person.car is not None:
        lines.append(Line(text=gettext("Har bil") if person.car else gettext("Har ikke bil")))
    return lines


def _skills(person: JobSeeker, catalogue: Catalogue) -> list[Line]:
    skills = [phrases.credential(code, catalogue) or code for code in _codes(person, CodeKind.SKILL)]
    return [Line(text=capital(", ".join(dict.fromkeys(skills))))] if skills else []


def _home(person: JobSeeker) -> list[Line]:
    lines = []
    if person.postnummer:
        lines.append(Line(text=f"{person.postnummer} {person.poststed}".strip()))
    if person.max_minutes is not None:
        lines.append(Line(text=gettext("Reiser inntil %(minutes)s hver vei", minutes=i18n.minutes(person.max_minutes))))
    if person.takes_transit:
        lines.append(Line(text=gettext("Reiser med buss eller tog")))
    if person.willing_to_move is not None:
        lines.append(Line(text=gettext("Kan flytte") if person.willing_to_move else gettext("Kan ikke flytte")))
    if person.needs_housing:
        lines.append(Line(text=gettext("Trenger bolig")))
    return lines


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)


# --- what was read from the person's own words -----------------------------------------------------------------------

_SECTION = {
    "credential": "papirer",
    "language": "sprak",
    "car": "forerkort",
    "licence": "forerkort",
    "licence_no": "forerkort",
    "percent": "arbeidstid",
    "shift_yes": "arbeidstid",
    "shift_no": "arbeidstid",
    "earliest_start": "arbeidstid",
    "skill": "kompetanse",
    "task": "erfaring",
    "move": "bosted",
    "reach": "bosted",
    "transit": "bosted",
    "housing": "bosted",
}


def _quoted(fact: ProseFact, catalogue: Catalogue) -> Quoted:
    settled = fact.confirmed_at is not None or fact.rejected_at is not None
    state = gettext("ikke bekreftet")
    if settled:
        state = gettext("bekreftet") if fact.confirmed_at is not None else gettext("avvist")
    label = phrases.credential(fact.value, catalogue) if fact.kind in {"skill", "task"} else ""
    of_work = fact.kind == "percent" and fact.source.startswith("yrkeserfaring")
    share = gettext("%(share)s %% stilling i et arbeidsforhold", share=fact.value)
    return Quoted(
        text=share if of_work else fact_words(fact.kind, label or fact.value, catalogue),
        quote=fact.quote,
        state=state,
        settled=settled,
        section="erfaring" if of_work else _SECTION.get(fact.kind, "onsker"),
    )
