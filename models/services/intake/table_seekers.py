"""One row of a list of job seekers turned into a draft: as a NAV document for what is free text, cell by cell for the rest."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from matcher.text import normalise
from models.drafts import JobSeekerDraft, Shift
from models.services.intake import nav_cv
from models.services.intake.cells import Cells
from models.services.intake.languages import SELF_REPORT, Cefr, Certificate, Level, with_certificates
from models.services.intake.places import PlaceIndex
from models.services.intake.refusals import as_record_error
from models.services.intake.table_vacancies import FORMS, SOURCE

_SHIFTS: dict[str, Shift] = {
    "dag": "day",
    "kveld": "evening",
    "natt": "night",
    "hverdag": "weekday",
    "helg": "weekend",
    "bakvakt": "oncall",
    "beredskap": "oncall",
}
_LEVELS: dict[str, Level] = {
    "førstespråk": "FOERSTESPRAAK",
    "morsmål": "FOERSTESPRAAK",
    "veldig godt": "VELDIG_GODT",
    "godt": "GODT",
    "nybegynner": "NYBEGYNNER",
    **{cefr.casefold(): level for cefr, level in SELF_REPORT.items()},
}
_CEFR: dict[str, Cefr] = {"a1": "A1", "a2": "A2", "b1": "B1", "b2": "B2", "c1": "C1"}
_CAR_LICENCES = {"am", "am146", "a", "a1", "a2", "b", "b78", "b96", "be", "t", "s"}
_LICENCES = _CAR_LICENCES | {"c1", "c1e", "c", "ce", "d1", "d1e", "d", "de"}
_NOW = frozenset({"nå", "no", "straks", "snarest", "umiddelbart", "ledig nå"})
_NONE = frozenset({"ingen", "nei", "-"})

_MONTH_FIRST = re.compile(r"\b(\d{2})[./](\d{4})\b")
_MONTH = r"\d{4}(?:-\d{2}(?!\d)(?:-\d{2}(?!\d))?)?"
_PERIOD = re.compile(rf"({_MONTH})(?: ?(\.\.|–|-|til) ?({_MONTH})?(?:nå\b|d\.d\.?)?)?")
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d+)?) ?%")
_LEVEL_WORDS = re.compile(r"\b(" + "|".join(sorted(map(re.escape, _LEVELS), key=len, reverse=True)) + r")\b", re.IGNORECASE)


class SeekerTable:
    """Turns rows into drafts; made once per file."""

    def __init__(self, places: PlaceIndex, now: datetime) -> None:
        self._places = places
        self._now = now
        self.source = SOURCE

    def read(self, row: Mapping[str, str]) -> JobSeekerDraft:
        """Return the draft of a row; RecordError names every cell at fault."""
        cells = Cells(row)
        version = cells.moment("endret", self._now)
        document = self._document(cells) | {"tidsstempel": version.isoformat()}
        given = self._given(cells)
        spoken, written = cells.choice("norskprøve muntlig", _CEFR), cells.choice("norskprøve skriftlig", _CEFR)
        cells.refuse_if_faulty()
        draft = nav_cv.read_document(document, self._places)
        fields = draft.model_dump() | given
        fields |= {
            "source": SOURCE,
            "version": version,
            "languages": with_certificates(draft.languages, [Certificate(spoken, written)]),
        }
        try:
            return JobSeekerDraft.model_validate(fields)
        except ValidationError as error:
            raise as_record_error(error) from error

    def _document(self, cells: Cells) -> dict[str, Any]:
        """Return the free text of the row in the fields that NAV's documents have for it."""
        postnummer = cells.line("postnummer")
        place = self._places.place(postnummer)
        if postnummer and place is None:
            cells.fault("postnummer", f"postnummer {postnummer[:40]} finnes ikke")
        born = cells.day("fødselsdato")
        return {
            "kandidatnr": cells.key("kandidatnr"),
            "fornavn": cells.line("fornavn"),
            "etternavn": cells.line("etternavn"),
            "fodselsdato": born.isoformat() if born else None,
            "telefon": cells.line("telefon"),
            "epostadresse": cells.line("epost"),
            "postnummer": place.postnummer if place else None,
            "poststed": cells.line("poststed") or (place.name if place else ""),
            "kommunenummerstring": place.kommunenr if place else None,
            "beskrivelse": cells.prose("om"),
            "yrkeserfaring": [_work(item) for item in cells.items("yrkeserfaring")],
            "utdanning": [_education(item) for item in cells.items("utdanning")],
            "godkjenninger": [_approval(item) for item in cells.items("autorisasjoner")],
            "fagdokumentasjon": [{"type": "Fagbrev/svennebrev", "tittel": item} for item in cells.items("fagbrev")],
            "kursObj": [{"tittel": item} for item in cells.items("kurs")],
            "kompetanseObj": [{"kompKodeNavn": item} for item in cells.items("ferdigheter")],
            "yrkeJobbonskerObj": [
                {"styrkBeskrivelse": item, "primaertJobbonske": number == 0} for number, item in enumerate(cells.items("ønsker"))
            ],
            "sprak": list(_languages(cells)),
        }

    def _given(self, cells: Cells) -> dict[str, Any]:
        """Return the fields that the cells give outright; an empty cell leaves what the free text says."""
        low, high = cells.percents("prosent fra", "prosent til")
        licences = _licences(cells)
        start = normalise(cells.line("start"))
        fields: dict[str, Any] = {
            "licences": licences,
            "licences_known": None if licences is None else True,
            "car": cells.flag("bil"),
            "takes_transit": cells.flag("buss"),
            "shifts_yes": cells.choices("vakter ja", _SHIFTS) or None,
            "shifts_no": cells.choices("vakter nei", _SHIFTS) or None,
            "percent_min": low,
            "percent_max": high,
            "percent_absolute": cells.flag("prosent absolutt"),
            "forms": cells.choices("ansettelsesform", FORMS) or None,
            "earliest_start": None if start in _NOW else cells.day("start", first_year=2000),
            "start_code": "LEDIG_NAA" if start in _NOW else None,
            "max_minutes": cells.whole("reisetid", 0, 600),
            "wished_places": self._municipalities(cells),
            "willing_to_move": cells.flag("flytting"),
            "needs_housing": cells.flag("bolig"),
            "right_to_work": cells.flag("arbeidstillatelse"),
        }
        return {name: value for name, value in fields.items() if value is not None}

    def _municipalities(self, cells: Cells) -> tuple[str, ...] | None:
        found: dict[str, None] = {}
        for item in cells.items("ønskede kommuner"):
            # The lists are written in Innlandet: there, "Våler" is the one in Solør.
            number = self._places.by_code(item) or self._places.municipality(item) or self._places.municipality(item, "Innlandet")
            if number is None:
                cells.fault("ønskede kommuner", f"ønskede kommuner «{item[:40]}» er ukjent: skriv navn eller kommunenummer")
            else:
                found[number] = None
        return tuple(found) or None


def _work(item: str) -> dict[str, Any]:
    """Read "Pleieassistent 2018-03..2022-06 60 %" into a period of work; a year alone is that whole year."""
    percent = _PERCENT.search(item)
    begins, ends, title = _period(_PERCENT.sub(" ", item))
    return {
        "stillingstittel": title or item,
        "fraDato": begins,
        "tilDato": ends,
        "beskrivelse": percent[0] if percent else "",
    }


def _education(item: str) -> dict[str, Any]:
    """Read "Vg1 helse- og oppvekstfag 2015..2016"; a year alone is the year in which it was finished."""
    begins, ends, title = _period(item)
    alone = begins is not None and ends is not None and begins[:4] == ends[:4]
    return {"alternativGrad": title or item, "fraDato": None if alone else begins, "tilDato": ends}


def _period(text: str) -> tuple[str | None, str | None, str]:
    """Return the first and last day of a period (no last day = it goes on), and the text without it."""
    text = " ".join(_MONTH_FIRST.sub(r"\2-\1", text).split()).strip(" ,")
    found = _PERIOD.search(text)
    if found is None:
        return None, None, text
    title = (text[: found.start()] + text[found.end() :]).strip(" ,.-–()")
    ends = found[3] if found[2] else found[1]
    return _first_day(found[1]), _last_day(ends) if ends else None, title


def _first_day(written: str) -> str:
    return written + "-01-01"[len(written) - 4 :]


def _last_day(written: str) -> str:
    if len(written) == len("2022-06"):
        month = int(written[5:])
        return f"{written}-{monthrange(int(written[:4]), month)[1] if 1 <= month <= 12 else 1}"
    return written + "-12-31"[len(written) - 4 :]


def _approval(item: str) -> dict[str, str]:
    named = "autoris" in item.casefold() or "lisens" in item.casefold()
    return {"tittel": item if named else f"Autorisasjon som {item}", "utsteder": "Helsedirektoratet"}


def _licences(cells: Cells) -> tuple[str, ...] | None:
    """Return the classes, nothing for "none", None for an empty cell."""
    items = [item for part in cells.items("førerkort") for item in part.replace(",", " ").split()]
    if not items:
        return None
    if [item.casefold() for item in items] in ([none] for none in _NONE):
        return ()
    classes = [item.removeprefix("klasse").strip() for item in items if item.casefold() not in ("klasse", "kl", "kl.")]
    unknown = [item for item in classes if item.casefold() not in _LICENCES and item != "160"]
    if unknown:
        cells.fault("førerkort", f"førerkort «{unknown[0][:40]}» er ukjent: skriv klassen, for eksempel B eller C1, eller ingen")
    return tuple(dict.fromkeys(item.upper() for item in classes))


def _languages(cells: Cells) -> Iterator[dict[str, Any]]:
    spoken, written = cells.choice("norsk muntlig", _LEVELS), cells.choice("norsk skriftlig", _LEVELS)
    if spoken or written:
        yield {"sprakKodeTekst": "Norsk", "ferdighetMuntlig": spoken, "ferdighetSkriftlig": written}
    for item in cells.items("andre språk"):
        named = _LEVEL_WORDS.search(item)
        level = _LEVELS[normalise(named[1])] if named else None
        name = (item[: named.start()] if named else item).strip(" ,:-")
        yield {"sprakKodeTekst": name, "ferdighetMuntlig": level, "ferdighetSkriftlig": level}
