"""One row of a list of vacancies turned into a vacancy draft: the cells decide, the text fills what they leave open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from matcher.catalogue import Catalogue
from matcher.text import normalise
from models.drafts import Form, RequirementDraft, VacancyDraft
from models.services.intake.ads import MOST_POSITIONS, VacancyReader, fields_from_text
from models.services.intake.adtext import BULLET, ad_text
from models.services.intake.cells import Cells
from models.services.intake.moments import only_date
from models.services.intake.nav_feed import safe_link, valid_orgnr
from models.services.intake.nav_fields import OSLO
from models.services.intake.places import PlaceIndex, ResolvedPlace
from models.services.intake.refusals import as_record_error

SOURCE = "liste"

FORMS: dict[str, Form] = {
    "fast": "fast",
    "vikariat": "vikariat",
    "tilkalling": "tilkalling",
    "sommer": "sommer",
    "sommerjobb": "sommer",
    "feriejobb": "sommer",
    "lærling": "laerling",
    "laerling": "laerling",
    "engasjement": "engasjement",
    "prosjekt": "engasjement",
    "sesong": "engasjement",
}


class VacancyTable:
    """Turns rows into drafts; made once per file."""

    def __init__(self, catalogue: Catalogue, places: PlaceIndex, reader: VacancyReader, now: datetime) -> None:
        self._catalogue = catalogue
        self._places = places
        self._reader = reader
        self._now = now
        self._roles = {normalise(label): role.id for role in catalogue.roles.values() for label in role.labels}
        self._roles |= {normalise(role.label): role.id for role in catalogue.roles.values()}
        self._roles |= {role_id.casefold(): role_id for role_id in catalogue.roles}

    def read(self, row: Mapping[str, str]) -> VacancyDraft:
        """Return the draft of a row; RecordError names every cell at fault."""
        cells = Cells(row)
        key, version = cells.key("id"), cells.moment("endret", self._now)
        if cells.flag("aktiv") is False:
            cells.refuse_if_faulty()
            return VacancyDraft(source=SOURCE, external_id=key, version=version, active=False)
        title = cells.needed("tittel")
        roles, other_titles = self._roles_of(cells)
        codes, text = self._requirements_of(cells)
        place = self._place(cells, f"{title}\n{text}")
        fields = self._fields(cells)
        orgnr = cells.line("orgnr")
        if orgnr and valid_orgnr(orgnr) is None:
            cells.fault("orgnr", f"orgnr {orgnr[:40]} har ikke ni sifre med riktig kontrollsiffer")
        employer = cells.needed("arbeidsgiver")
        cells.refuse_if_faulty()
        read = fields_from_text(self._reader.read(text, " – ".join((title, *other_titles))), text)
        given = {(code.code, code.strength) for code in codes}
        read["requirements"] = (
            *codes,
            *(found for found in read["requirements"] if (found.code, found.strength) not in given),
        )
        if "percent_min" in fields or "percent_max" in fields:
            read.pop("percent_min", None)
            read.pop("percent_max", None)
        if roles:
            fields["roles"] = roles
        try:
            return VacancyDraft(
                source=SOURCE,
                external_id=key,
                version=version,
                title=title,
                job_title=cells.line("rolle"),
                employer=employer,
                orgnr=valid_orgnr(orgnr),
                sector=cells.line("sektor"),
                text=text,
                postnummer=place.postnummer,
                place=place.name,
                kommunenr=place.kommunenr,
                place_note=place.note,
                **(read | fields),
            )
        except ValidationError as error:
            raise as_record_error(error) from error

    def _fields(self, cells: Cells) -> dict[str, Any]:
        low, high = cells.percents("prosent fra", "prosent til")
        written, today = cells.line("søknadsfrist"), self._now.astimezone(OSLO).date()
        deadline = _deadline(written, today)
        fields: dict[str, Any] = {
            "positions": cells.whole("stillinger", 1, MOST_POSITIONS),
            "percent_min": low if low is not None else high,
            "percent_max": high if high is not None else low,
            "employment": cells.choice("ansettelsesform", FORMS),
            "start": cells.day("start", first_year=2000),
            "deadline": deadline,
            "deadline_text": None if deadline else written,
            "apply_url": self._link(cells),
        }
        return {name: value for name, value in fields.items() if value is not None}

    def _link(self, cells: Cells) -> str:
        written = cells.line("lenke")
        if written and not safe_link(written):
            cells.fault("lenke", "lenke er ikke en nettadresse som begynner med https://")
        return safe_link(written)

    def _roles_of(self, cells: Cells) -> tuple[tuple[str, ...], list[str]]:
        """Return the roles that the catalogue knows, and the other titles for the reader."""
        known: dict[str, None] = {}
        others = []
        for title in cells.items("rolle"):
            role = self._roles.get(normalise(title))
            if role is None:
                others.append(title)
            elif not self._catalogue.roles[role].outside:
                known[role] = None
        return (() if others else tuple(known)), others

    def _requirements_of(self, cells: Cells) -> tuple[tuple[RequirementDraft, ...], str]:
        """Return requirements given by code, and the text with those given in words as lists of their own."""
        lines, codes = [ad_text(cells.prose("annonsetekst"))], []
        for column, heading in (("krav", "Krav:"), ("ønsker", "Det er en fordel med:")):
            words = []
            for item in cells.items(column):
                if all(part in self._catalogue.requirements for part in item.split("|")):
                    codes.append(RequirementDraft(code=item, strength="must" if column == "krav" else "should"))
                else:
                    words.append(BULLET + item)
            if words:
                lines += [heading, *words]
        return tuple(codes), "\n".join(line for line in lines if line)

    def _place(self, cells: Cells, text: str) -> ResolvedPlace:
        code, name, municipal = cells.line("postnummer"), cells.line("sted"), cells.line("kommune")
        if code and self._places.place(code) is None:
            cells.fault("postnummer", f"postnummer {code[:40]} finnes ikke")
            return ResolvedPlace()
        number = self._places.by_code(municipal) or self._places.municipality(municipal) if municipal else None
        if municipal and number is None:
            cells.fault(
                "kommune", f"kommune «{municipal[:40]}» er ukjent: skriv navnet med fylket i parentes, eller kommunenummeret"
            )
            return ResolvedPlace()
        label = self._places.label(number) if number else None
        return self._places.resolve(code, name, label, number[:2] if number else None, text)


def _deadline(written: str, today: date) -> date | None:
    return only_date(written, after=today) if written else None
