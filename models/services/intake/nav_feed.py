"""NAV's vacancy feed: one feed entry turned into one vacancy draft."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.alias_generators import to_camel
from stdnum.no import orgnr as organisation_number

from models.drafts import VacancyDraft
from models.services.intake.ads import MOST_POSITIONS, VacancyReader, fields_from_text
from models.services.intake.adtext import ad_text, plain_text
from models.services.intake.errors import RecordError
from models.services.intake.moments import instant, only_date
from models.services.intake.nav_fields import OSLO
from models.services.intake.places import PlaceIndex, ResolvedPlace
from models.services.intake.refusals import as_record_error

SOURCE = "nav-feed"

_FORMS = {
    "fast": "fast",
    "vikariat": "vikariat",
    "feriejobb": "sommer",
    "sesong": "engasjement",
    "engasjement": "engasjement",
    "prosjekt": "engasjement",
    "åremål": "engasjement",
    "lærling": "laerling",
}
_NORWAY = frozenset({"", "norge", "noreg", "norway", "no"})
_SWEDEN = frozenset({"sverige", "sweden", "se"})
_STYRK = frozenset({"STYRK08", "STYRK08NAV"})
_STYRK_CODE = re.compile(r"[0-9]{4}(\.[0-9]{2})?")


def _moment(value: object) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        return instant(str(value))
    except (ValueError, OverflowError):
        raise ValueError(f"tidspunktet «{str(value)[:40]}» lar seg ikke lese. Skriv det som 2026-11-09T09:11:00+01:00") from None


def _version(value: object) -> datetime:
    moment = _moment(value)
    if moment is None:
        raise ValueError("tidspunktet for siste endring mangler. Skriv det som 2026-11-09T09:11:00+01:00")
    return moment


def _empty_for_null(value: object) -> object:
    return "" if value is None else value


def _digits(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _empty_for_null(value)


def _none_is_empty(value: object) -> object:
    return () if value is None else value


Line = Annotated[str, BeforeValidator(_empty_for_null)]
Figure = Annotated[str, BeforeValidator(_digits)]
Moment = Annotated[datetime | None, BeforeValidator(_moment)]


class _Wire(BaseModel):
    """What comes over the wire: fields that are not used here, contact persons among them, are never read."""

    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=to_camel)


class _Location(_Wire):
    country: Line = ""
    city: Line = ""
    postal_code: Figure = ""
    county: Line = ""
    municipal: Line = ""


class _Category(_Wire):
    category_type: Line = ""
    code: Figure = ""


class _Employer(_Wire):
    name: Line = ""
    orgnr: Figure = ""


class _Ad(_Wire):
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    description: Line = ""
    published: Moment = None
    expires: Moment = None
    work_locations: Annotated[tuple[_Location, ...], BeforeValidator(_none_is_empty)] = ()
    category_list: Annotated[tuple[_Category, ...], BeforeValidator(_none_is_empty)] = ()
    employer: _Employer | None = None
    application_url: Line = ""
    sourceurl: Line = ""
    link: Line = ""
    application_due: Line = ""
    jobtitle: Line = ""
    engagementtype: Line = ""
    starttime: Line = ""
    positioncount: Figure = ""
    sector: Line = ""


class _Entry(_Wire):
    uuid: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9._-]{1,64}$")]
    status: Literal["ACTIVE", "INACTIVE", "STOPPED", "DELETED", "REJECTED"]
    version: Annotated[datetime, BeforeValidator(_version)] = Field(validation_alias="sistEndret")
    # The published description calls the field "json"; the service sends "ad_content".
    ad: dict[str, Any] | None = Field(default=None, validation_alias=AliasChoices("ad_content", "json"))


def read_entry(entry: object, places: PlaceIndex, reader: VacancyReader) -> VacancyDraft:
    """Return the draft of one feed entry; RecordError names the field that is at fault."""
    try:
        return _read(entry, places, reader)
    except ValidationError as error:
        refused = as_record_error(error)
        raise RecordError(refused.field, refused.reason) from error


def _read(entry: object, places: PlaceIndex, reader: VacancyReader) -> VacancyDraft:
    if not isinstance(entry, dict):
        raise RecordError("", "En annonse skal være et objekt med feltene uuid, sistEndret, status og ad_content.")
    if "items" in entry and "uuid" not in entry:
        raise RecordError(
            "items", "Dette er en side av feeden, bare en liste over endringer. Hent annonsene (feedentry) og importer dem."
        )
    wire = _Entry.model_validate(entry)
    if wire.status != "ACTIVE":
        return VacancyDraft(source=SOURCE, external_id=wire.uuid, version=wire.version, active=False)
    if wire.ad is None:
        raise RecordError("ad_content", "Annonsen er aktiv, men innholdet mangler. Hent den på nytt fra feeden.")
    try:
        ad = _Ad.model_validate(wire.ad)
    except ValidationError as error:
        refused = as_record_error(error)
        raise RecordError(f"ad_content.{refused.field}", refused.reason) from error
    return _draft(wire, ad, places, reader)


def _draft(wire: _Entry, ad: _Ad, places: PlaceIndex, reader: VacancyReader) -> VacancyDraft:
    title, text = plain_text(ad.title), ad_text(ad.description)
    published = ad.published.astimezone(OSLO).date() if ad.published else None
    deadline = only_date(ad.application_due, after=published)
    place = _place_of_ad(ad, places, f"{title}\n{text}")
    employer = ad.employer or _Employer()
    read = fields_from_text(reader.read(text, title), text)
    return VacancyDraft(
        source=SOURCE,
        external_id=wire.uuid,
        version=wire.version,
        title=title,
        job_title=plain_text(ad.jobtitle),
        employer=plain_text(employer.name),
        orgnr=valid_orgnr(employer.orgnr),
        sector=plain_text(ad.sector),
        text=text,
        apply_url=safe_link(ad.application_url, ad.sourceurl, ad.link),
        postnummer=place.postnummer,
        place=plain_text(place.name),
        kommunenr=place.kommunenr,
        place_note=plain_text(place.note),
        published=ad.published,
        expires=ad.expires,
        deadline=deadline,
        deadline_text="" if deadline else plain_text(ad.application_due),
        styrk08=_codes(ad),
        **(_fields_beside_text(ad) | read),
    )


def _fields_beside_text(ad: _Ad) -> dict[str, Any]:
    """Return what the structured fields say; the text decides where it says anything, and extent is never believed."""
    fields: dict[str, Any] = {}
    if ad.positioncount.strip().isdecimal() and 1 <= int(ad.positioncount[:9]) <= MOST_POSITIONS:
        fields["positions"] = int(ad.positioncount)
    if form := _FORMS.get(ad.engagementtype.strip().casefold()):
        fields["employment"] = form
    if start := only_date(ad.starttime):
        fields["start"] = start
    return fields


def _place_of_ad(ad: _Ad, places: PlaceIndex, text: str) -> ResolvedPlace:
    """Return the place of work: the first location that can be placed, held against the ad's words."""
    locations = [location for location in ad.work_locations if _stated(location)]
    found = [_resolve(location, places, text) for location in locations] or [_without_location(ad, places, text)]
    best = next((place for place in found if place.postnummer), next((place for place in found if place.kommunenr), found[0]))
    if len(locations) < 2:
        return best
    return ResolvedPlace(
        best.postnummer, best.name, best.kommunenr, f"{best.note} Annonsen oppgir {len(locations)} arbeidssteder.".strip()
    )


def _stated(location: _Location) -> bool:
    return any((location.city, location.postal_code, location.municipal.strip("?"), location.county, _abroad(location)))


def _abroad(location: _Location) -> bool:
    return location.country.strip().casefold() not in _NORWAY


def _resolve(location: _Location, places: PlaceIndex, text: str) -> ResolvedPlace:
    if not _abroad(location):
        return places.resolve(location.postal_code, location.city, location.municipal, location.county, text)
    place = places.place(location.postal_code) or places.named(location.city)
    if location.country.strip().casefold() in _SWEDEN and place is not None and place.country == "SE":
        return ResolvedPlace(place.postnummer, place.name, place.kommunenr)
    return ResolvedPlace(
        name=plain_text(location.city), note=f"Arbeidsstedet ligger i et annet land ({plain_text(location.country, 60)})."
    )


def _without_location(ad: _Ad, places: PlaceIndex, text: str) -> ResolvedPlace:
    name = ad.employer.name if ad.employer else ""
    return places.resolve(municipal=name if name.casefold().rstrip().endswith(" kommune") else None, text=text)


def _codes(ad: _Ad) -> tuple[str, ...]:
    codes = (category.code.strip() for category in ad.category_list if category.category_type in _STYRK)
    return tuple(dict.fromkeys(code for code in codes if _STYRK_CODE.fullmatch(code)))


def valid_orgnr(number: str) -> str | None:
    """Return an organisation number whose check digit is right, else None."""
    compact = organisation_number.compact(number)
    return compact if organisation_number.is_valid(compact) else None


def safe_link(*addresses: str) -> str:
    """Return the first address that is a plain https link, empty when there is none."""
    return next((address.strip() for address in addresses if _is_safe(address.strip())), "")


def _is_safe(address: str) -> bool:
    if not address or len(address) > 400 or any(character.isspace() or character in "\"'<>\\`" for character in address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and parts.username is None
