"""NAV's candidate document: one job seeker's CV and wishes turned into one draft, with prose read into facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime

from pydantic import ValidationError

from models.drafts import CredentialDraft, JobSeekerDraft, WishDraft
from models.services.intake import countries, sensitive, skills
from models.services.intake.credentials import (
    from_education,
    norwegian_authorisations,
    read_approvals,
    read_courses,
    read_trade_papers,
    without_doubles,
)
from models.services.intake.education import read_education
from models.services.intake.errors import RecordError
from models.services.intake.filling import Filled, fill_from_prose
from models.services.intake.languages import read_languages
from models.services.intake.nav_fields import Fields, codes, day, flag, instant, prose, section, text
from models.services.intake.places import PlaceIndex
from models.services.intake.practice import read_practice
from models.services.intake.prose import read_prose
from models.services.intake.refusals import as_record_error
from models.services.intake.wordlists import word_set

SOURCE = "nav-cv"

FORMS = {
    "FAST": "fast",
    "VIKARIAT": "vikariat",
    "ENGASJEMENT": "engasjement",
    "PROSJEKT": "engasjement",
    "SESONG": "engasjement",
    "AAREMAAL": "engasjement",
    "FERIEJOBB": "sommer",
    "LAERLING": "laerling",
    "ANNET": "tilkalling",
    "TILKALLING": "tilkalling",
}
"""NAV's wished forms of employment in ours; what is not here says nothing."""

_TIMES = {"DAGTID": "day", "KVELD": "evening", "NATT": "night"}
_CLASSES = word_set("AM AM146 AM147 A A1 A2 B B78 B96 BE C1 C1E C CE D1 D1E D DE T S")
_CLASS = re.compile(r"^(?:klasse\s)?([A-Z]{1,2}\d{0,3}E?)\b")
_CLASS_NAMES = (
    ("automatgir", "B78"),
    ("personbil med tilhenger", "BE"),
    ("personbil", "B"),
    ("moped", "AM146"),
    ("traktor", "T"),
    ("snøscooter", "S"),
)
_PLACE_CODE = re.compile(r"(?:NO)?\d{2}\.(\d{4})(?:\.\d+)?|(\d{4})|NO(\d{2})")
_NORWAY = frozenset({"", "NO", "NOR", "NORGE", "NORWAY", "NOREG"})
_SWEDEN = frozenset({"SE", "SWE", "SVERIGE", "SWEDEN"})
_POSTAL = {"NO": re.compile(r"\d{4}"), "SE": re.compile(r"\d{5}")}


def read_document(document: dict[str, object], places: PlaceIndex | None = None) -> JobSeekerDraft:
    """Return the draft of a NAV candidate document; :class:`RecordError` says which field is at fault.

    The national identity number is never read.
    """
    if not isinstance(document, dict):
        raise RecordError("", "Oppføringen er ikke et objekt med navngitte felt. Rett filen og last opp på nytt.")
    try:
        return _read(document, places)
    except ValidationError as error:
        raise as_record_error(error) from error


def _read(document: Fields, places: PlaceIndex | None) -> JobSeekerDraft:
    external_id = text(document, "kandidatnr")
    if not external_id:
        raise RecordError("kandidatnr", "kandidatnr mangler. Legg inn kandidatnummeret og last opp på nytt.")
    version = instant(document, "tidsstempel")
    on = version.date()
    country, postnummer = _home(document)
    kommunenr = _municipality(document)
    practice, told, dropped = read_practice(document, on)
    summary = read_prose(prose(document, "beskrivelse"), on=on, place=_lookup(places, kommunenr))
    schooling = read_education(
        document, on, [period.place for period in practice if countries.region(period.place) in {"eea", "non_eea"}]
    )
    held, tests, titles = read_courses(document, on)
    papers = without_doubles(
        [
            *read_approvals(document),
            *read_trade_papers(document),
            *from_education(schooling, on, norwegian_authorisations(document)),
            *held,
        ]
    )
    licences, licences_known = _licences(document, on, papers)
    filled = fill_from_prose(
        Filled(
            on=on,
            wishes=tuple(_wishes(document)),
            credentials=papers,
            skills=_skills(document, titles),
            languages=read_languages(document, tests),
            licences=licences,
            licences_known=licences_known,
            car=flag(document, "disponererBil"),
            shifts_yes=_shifts(document),
            hours=codes(document, "omfangJobbonskerObj", "omfangKode"),
            forms=_forms(document),
            start_code=text(document, "oppstartKode"),
            wished_places=tuple(_wished_places(document)),
            anywhere="NO" in codes(document, "geografiJobbonsker", "geografiKode"),
        ),
        summary,
    )
    return JobSeekerDraft.model_validate(
        {
            "source": SOURCE,
            "external_id": external_id,
            "version": version,
            "given_name": text(document, "fornavn"),
            "family_name": text(document, "etternavn"),
            "birth_date": _birth_date(document, version),
            "phone": text(document, "telefon") or text(document, "mobiltelefon"),
            "email": text(document, "epostadresse") or text(document, "epost"),
            "postnummer": postnummer,
            "poststed": text(document, "poststed"),
            "kommunenr": kommunenr,
            "country": country,
            "practice": tuple(practice),
            "education": tuple(each.draft for each in schooling),
            **filled,
            "facts": (*summary.facts, *told),
            "dropped": summary.dropped + dropped,
        }
    )


def _birth_date(document: Fields, version: datetime) -> date | None:
    born = day(document, "fodselsdato")
    if born is not None and born > version.date():
        raise RecordError("fodselsdato", "Fødselsdatoen ligger fram i tid. Rett den og last opp på nytt.")
    return born


def _home(document: Fields) -> tuple[str, str | None]:
    written = text(document, "landkode").upper()
    country = "NO" if written in _NORWAY else "SE" if written in _SWEDEN else written[:2]
    postnummer = text(document, "postnummer").replace(" ", "")
    if not postnummer:
        return country, None
    if country == "SE":
        postnummer = postnummer.upper().removeprefix("SE-").removeprefix("S-")
    if isinstance(document.get("postnummer"), int) and country == "NO":
        postnummer = postnummer.zfill(4)
    pattern = _POSTAL.get(country)
    if pattern is not None and not pattern.fullmatch(postnummer):
        digits = "4 siffer" if country == "NO" else "5 siffer i Sverige"
        raise RecordError(
            "postnummer",
            f"Postnummeret «{postnummer[:20]}» skal ha {digits}. Rett postnummer eller landkode og last opp på nytt.",
        )
    return country, postnummer[:10]


def _municipality(document: Fields) -> str | None:
    number = text(document, "kommunenummerstring") or text(document, "kommunenummer")
    if not number:
        return None
    if not re.fullmatch(r"\d{3,4}", number):
        raise RecordError(
            "kommunenummerstring", f"Kommunenummeret «{number[:20]}» skal ha 4 siffer. Rett det og last opp på nytt."
        )
    return number.zfill(4)


def _lookup(places: PlaceIndex | None, kommunenr: str | None) -> Callable[[str], str | None]:
    """Return how a name in prose becomes a municipality number; shared names mean the one of the person's own county."""
    if places is None:
        return lambda _name: None
    home = places.by_code(kommunenr) if kommunenr else None
    county = home[:2] if home else None

    def number(name: str) -> str | None:
        found = places.municipality(name, county) or places.municipality(name)
        if found:
            return found
        named = places.named(name, county=county) or places.named(name)
        return named.kommunenr if named else None

    return number


def _wishes(document: Fields) -> Iterator[WishDraft]:
    for path, entry in section(document, "yrkeJobbonskerObj"):
        named = entry.get("sokeTitler")
        first = next((title for title in named if isinstance(title, str)), "") if isinstance(named, list) else ""
        title = text(entry, "styrkBeskrivelse", path=path) or first.strip()
        code = text(entry, "styrkKode", path=path)
        if title:
            yield WishDraft(
                title=title,
                styrk08=code if re.fullmatch(r"\d{4}(?:\.\d{1,2})?", code) else None,
                primary=flag(entry, "primaertJobbonske", path=path) or False,
            )


def _skills(document: Fields, course_titles: Iterable[str]) -> tuple[str, ...]:
    names = []
    for path, entry in section(document, "kompetanseObj"):
        name = text(entry, "alternativtNavn", path=path) or text(entry, "kompKodeNavn", path=path)
        if not sensitive.is_sensitive(name, at_work=True):
            names.append(name)
    taught = (value for title in course_titles for _, values in skills.found_in(title.casefold()) for value in values)
    return tuple(dict.fromkeys([*skills.read_skills(names), *taught]))


def _shifts(document: Fields) -> set[str]:
    yes = {_TIMES[code] for code in codes(document, "arbeidstidJobbonskerObj", "arbeidstidKode") if code in _TIMES}
    days = codes(document, "arbeidsdagerJobbonskerObj", "arbeidsdagerKode")
    if days & {"LOERDAG", "SOENDAG", "LØRDAG", "SØNDAG"}:
        # A day that is not ticked is no no: whoever ticked the weekend alone is asked about the other days.
        yes |= {"weekend"} if "UKEDAGER" in days else {"weekend", "weekend_days"}
    if "VAKT" in codes(document, "arbeidstidsordningJobbonskerObj", "arbeidstidsordningKode"):
        yes.add("oncall")
    return yes


def _forms(document: Fields) -> tuple[str, ...]:
    ticked = codes(document, "ansettelsesformJobbonskerObj", "ansettelsesformKode")
    return tuple(dict.fromkeys(form for code, form in FORMS.items() if code in ticked))


def _wished_places(document: Fields) -> Iterator[str]:
    seen: set[str] = set()
    for path, entry in section(document, "geografiJobbonsker"):
        place = _PLACE_CODE.fullmatch(text(entry, "geografiKode", path=path).upper())
        code = next((part for part in place.groups() if part), None) if place else None
        if code and code not in seen:
            seen.add(code)
            yield code


def _licences(document: Fields, on: date, papers: Sequence[CredentialDraft]) -> tuple[tuple[str, ...], bool]:
    entries = section(document, "forerkort")
    found: dict[str, None] = {}
    for path, entry in entries:
        until = day(entry, "tilDato", path=path)
        foreign = countries.region(text(entry, "utsteder", path=path)) == "non_eea"
        code = _licence_class(
            *(text(entry, name, path=path) for name in ("forerkortKodeKlasse", "alternativKlasse", "forerkortKode"))
        )
        if code and not foreign and (until is None or until >= on):
            found[code] = None
    if any(paper.code == "course:160" for paper in papers):
        found["160"] = None
    return tuple(found), bool(entries)


def _licence_class(*names: str) -> str | None:
    for name in names:
        code = _CLASS.match(name.upper().replace("KLASSE ", "").replace(" 78", "78"))
        if code and code[1] in _CLASSES:
            return "B78" if code[1] == "B" and "automat" in name.casefold() else code[1]
        known = next((code for word, code in _CLASS_NAMES if word in name.casefold()), None)
        if known:
            return known
    return None
