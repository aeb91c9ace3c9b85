"""The place of a vacancy or a person: postal code first, then municipality and county, then the words of the text."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from matcher.catalogue import Catalogue, Place
from models.services.intake.mentions import Mention, Strength, find_mentions, municipalities_named, place_key

NEIGHBOUR_KM = 60
"""A village that the text names may lie this far from the stated place; further away it is another matter."""

_COUNTIES: dict[str, tuple[str, ...]] = {
    "oslo": ("03",),
    "rogaland": ("11",),
    "møre og romsdal": ("15",),
    "nordland": ("18",),
    "østfold": ("31",),
    "akershus": ("32",),
    "buskerud": ("33",),
    "viken": ("31", "32", "33"),
    "innlandet": ("34",),
    "hedmark": ("34",),
    "oppland": ("34",),
    "vestfold": ("39",),
    "telemark": ("40",),
    "vestfold og telemark": ("39", "40"),
    "agder": ("42",),
    "vestland": ("46",),
    "hordaland": ("46",),
    "sogn og fjordane": ("46",),
    "trøndelag": ("50",),
    "troms": ("55",),
    "finnmark": ("56",),
    "troms og finnmark": ("55", "56"),
}
"""County -> first two figures of its municipality numbers; also counties that are no more."""

_SHARED = frozenset({"våler", "herøy"})
"""Names that two municipalities bear: never decided without the county."""

_VILLAGES_WITHOUT_CODE = {"innbygda": "2420", "vålbyen": "2436"}
"""Municipality centres that have a name of their own, not the one of their postal code."""

_EARTH_KM = 6371

_ONLY_MUNICIPALITY = "Bare kommunen er kjent. Spør hvor i kommunen arbeidsstedet er."
_UNKNOWN = "Stedet er ukjent: verken postnummer, kommune eller tekst peker på ett sted."


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """Where something is; what could not be decided is None, and ``note`` says why in Norwegian."""

    postnummer: str | None = None
    name: str = ""
    kommunenr: str | None = None
    note: str = ""


class PlaceIndex:
    """Looks places up by code and by name in a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._places = catalogue.places
        self._old = catalogue.old_municipalities
        self._by_name: dict[str, list[Place]] = defaultdict(list)
        self._municipalities: dict[str, set[str]] = defaultdict(set)
        self._labels: dict[str, str] = {}
        # Several codes share a name (boxes and streets): the one that has driving minutes is the village itself.
        driven = {postnummer for pair in catalogue.driving for postnummer in pair}
        for place in sorted(catalogue.places.values(), key=lambda place: (place.postnummer not in driven, place.postnummer)):
            key = place_key(place.name)
            self._by_name[key].append(place)
            for word in (" i ", " på "):
                if word in key:
                    self._by_name[key.partition(word)[0]].append(place)
            for label in _split(place.kommune)[0].split(" - "):
                self._municipalities[place_key(label)].add(place.kommunenr)
            self._labels.setdefault(place.kommunenr, place.kommune)
        for name, postnummer in _VILLAGES_WITHOUT_CODE.items():
            if postnummer in self._places:
                self._by_name[name].append(self._places[postnummer])

    def place(self, postal_code: str | int | None) -> Place | None:
        """Return the place of a postal code; one that a spreadsheet has shortened gets its zero back."""
        digits = _digits(postal_code)
        return self._places.get(digits.zfill(4) if len(digits) == 3 else digits)

    def by_code(self, number: str | int | None) -> str | None:
        """Return the municipality number of today for a number of today or of old, None when it is unknown."""
        digits = _digits(number).zfill(4)
        current = self._old.get(digits, digits)
        return current if current in self._labels or digits in self._old else None

    def municipality(self, name: str | None, county: str | None = None) -> str | None:
        """Return the number of the municipality called ``name``; shared names are decided by the county alone."""
        if not name:
            return None
        base, suffix = _split(name)
        prefixes = _county(suffix) or _county(county)
        key = place_key(base.split(" - ")[0]).removesuffix(" kommune")
        numbers = self._municipalities.get(key) or {place.kommunenr for place in self._by_name.get(key, ())}
        if prefixes:
            numbers = {number for number in numbers if number.startswith(prefixes)}
        elif key in _SHARED:
            return None
        return next(iter(numbers)) if len(numbers) == 1 else None

    def label(self, kommunenr: str) -> str:
        """Return the name of a municipality, empty when it is unknown."""
        return self._labels.get(kommunenr, "")

    def named(self, name: str | None, kommunenr: str | None = None, county: str | None = None) -> Place | None:
        """Return the place called ``name`` in a municipality, or the only one of that name in the county or at all."""
        places = self._by_name.get(place_key(name or ""), [])
        if kommunenr:
            return next((place for place in places if place.kommunenr == kommunenr), None)
        if prefixes := _county(county):
            places = [place for place in places if place.kommunenr.startswith(prefixes)]
        return places[0] if len({place.kommunenr for place in places}) == 1 else None

    def resolve(
        self,
        postal_code: str | int | None = None,
        city: str | None = None,
        municipal: str | None = None,
        county: str | None = None,
        text: str = "",
    ) -> ResolvedPlace:
        """Return the place that these words mean; ``text`` begins with the title on a line of its own."""
        municipal = None if municipal == "?" else municipal
        stated = self.place(postal_code)
        number = stated.kommunenr if stated else self.municipality(municipal, county)
        unknown_code = "" if stated else _digits(postal_code)
        stated = stated or self._by_city(city, municipal, number, county)
        if unknown_code:
            return self._outside(unknown_code, stated, city, number, municipal)
        if stated is not None:
            return self._unless_text_differs(stated, municipal, county, text)
        if number is None:
            named = municipalities_named(text, self._municipalities)
            numbers = {found for key in named if (found := self.municipality(key, county))}
            number = numbers.pop() if len(numbers) == 1 else None
        return self._from_text(number, city, text)

    def _by_city(self, city: str | None, municipal: str | None, number: str | None, county: str | None) -> Place | None:
        """Return the postal place that is named without its code, unless the name may as well mean something else."""
        place = self.named(city, number, county)
        if place is None or number:
            return place
        key, own = place_key(city or ""), place_key(_split(place.kommune)[0])
        if municipal and place_key(_split(municipal)[0]) != own:
            return None
        shared = key in _SHARED or (key in self._municipalities and key != own)
        return None if shared and not _county(county) else place

    def _outside(
        self, digits: str, named: Place | None, city: str | None, number: str | None, municipal: str | None
    ) -> ResolvedPlace:
        """Return what the names say where the postal code says nothing (boxes of firms, misprints)."""
        note = f"Postnummer {digits} finnes ikke i katalogen."
        if named is not None:
            return _resolved(named, f"{note} Stedet er lest av navnet {_title(named.name)}.")
        known = f"Kommunen er lest av navnet {municipal}." if number else "Kommunen er ukjent."
        postnummer = digits if len(digits) in (4, 5) else None
        return ResolvedPlace(postnummer=postnummer, name=_title(city or ""), kommunenr=number, note=f"{note} {known}")

    def _unless_text_differs(self, stated: Place, municipal: str | None, county: str | None, text: str) -> ResolvedPlace:
        other = self._village_in_text(stated, text)
        if other is not None:
            written = f"{stated.postnummer} {_title(stated.name)}"
            return _resolved(other, f"Oppgitt sted er {written}, men teksten legger arbeidet til {_title(other.name)}.")
        stated_number = self.municipality(municipal, county)
        if municipal and stated_number != stated.kommunenr and place_key(_split(municipal)[0]) not in self._names_of(stated):
            return _resolved(stated, f"Postnummer {stated.postnummer} og kommunen {municipal} er uenige. Postnummeret er brukt.")
        return _resolved(stated)

    def _names_of(self, place: Place) -> set[str]:
        return {place_key(_split(place.kommune)[0]), place_key(place.name)}

    def _village_in_text(self, stated: Place, text: str) -> Place | None:
        """Return the one other village nearby where the text puts the work, None when it also points to the stated place."""
        found: dict[str, tuple[Place, Strength]] = {}
        supported = Strength.NAMED
        for mention in self._mentions(text):
            if mention.strength < Strength.TITLE:
                continue
            place = self._nearby(mention, stated)
            if place is None:
                continue
            if place_key(place.name) == place_key(stated.name):
                wide = mention.key == place_key(_split(stated.kommune)[0])
                # "Trysil" may be the village or the whole municipality: too weak against an address for meeting up.
                supported = max(supported, Strength.WORKPLACE if wide else Strength.STATED)
            elif mention.key != place_key(_split(stated.kommune)[0]):
                known = found.get(place.postnummer, (place, Strength.NAMED))[1]
                found[place.postnummer] = (place, max(known, mention.strength))
        if len(found) != 1:
            return None
        place, strength = next(iter(found.values()))
        return place if strength > supported else None

    def _mentions(self, text: str) -> list[Mention]:
        """Return the names in the text, without municipalities that only name the house ("Engerdal helsesenter på Drevsjø")."""
        found: list[Mention] = []
        for mention in find_mentions(text, self._by_name):
            if found and mention.in_house_of == found[-1].key and mention.in_house_of in self._municipalities:
                found.pop()
            found.append(mention)
        return found

    def _nearby(self, mention: Mention, stated: Place) -> Place | None:
        places = self._by_name[mention.key]
        own = next((place for place in places if place.kommunenr == stated.kommunenr), None)
        return own or next((place for place in places if _km(place, stated) <= NEIGHBOUR_KM), None)

    def _from_text(self, number: str | None, city: str | None, text: str) -> ResolvedPlace:
        """Place something whose postal code is not given."""
        best: dict[str, tuple[Place, int]] = {}
        for mention in self._mentions(text):
            place = self._behind(mention.key, number)
            if place is None or (number is None and mention.strength < Strength.TITLE):
                continue
            wide = mention.key == place_key(_split(place.kommune)[0])
            rank = mention.strength * 2 - (1 if wide else 0) * (2 * Strength.STATED)
            if place.postnummer not in best or best[place.postnummer][1] < rank:
                best[place.postnummer] = (place, rank)
        top = max((rank for _, rank in best.values()), default=0)
        chosen = [place for place, rank in best.values() if rank == top]
        if len(chosen) == 1:
            return _resolved(chosen[0], "Stedet er lest i teksten.")
        if number is not None:
            name = _title(city or _split(self.label(number))[0])
            return ResolvedPlace(kommunenr=number, name=name, note=_ONLY_MUNICIPALITY)
        return ResolvedPlace(name=_title(city or ""), note=_UNKNOWN)

    def _behind(self, key: str, kommunenr: str | None) -> Place | None:
        """Return the place behind a key of the index, in a municipality when that is known."""
        places = self._by_name[key]
        if kommunenr:
            return next((place for place in places if place.kommunenr == kommunenr), None)
        return places[0] if len({place.kommunenr for place in places}) == 1 and key not in _SHARED else None


def _resolved(place: Place, note: str = "") -> ResolvedPlace:
    return ResolvedPlace(postnummer=place.postnummer, name=_title(place.name), kommunenr=place.kommunenr, note=note)


def _digits(value: str | int | None) -> str:
    return "".join(character for character in str(value if value is not None else "") if character.isdigit())


def _split(name: str) -> tuple[str, str]:
    """Return a municipality's name and what stands in brackets behind it."""
    base, _, rest = name.partition("(")
    return base.strip(), rest.rstrip(") ").strip()


def _county(name: str | None) -> tuple[str, ...]:
    key = " ".join((name or "").split(" - ")[0].replace(" fylke", "").casefold().split())
    return (key.zfill(2),) if key.isdigit() else _COUNTIES.get(key, ())


def _title(name: str) -> str:
    """Write "VÅLER I SOLØR" as "Våler i Solør"."""
    if not name.isupper():
        return name
    words = [word if word in {"i", "på", "og"} else word.title() for word in name.casefold().split()]
    return " ".join(words)


def _km(one: Place, other: Place) -> float:
    lat_1, lat_2 = radians(one.lat), radians(other.lat)
    lon = radians(other.lon - one.lon)
    half = sin((lat_2 - lat_1) / 2) ** 2 + cos(lat_1) * cos(lat_2) * sin(lon / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))
