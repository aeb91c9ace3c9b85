"""Places: codes first, names with their county, and villages that the ad's own words name."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from matcher.catalogue import Catalogue
from models.services.catalogue import build_catalogue, read_catalogue
from models.services.intake.adtext import ad_text
from models.services.intake.places import PlaceIndex, ResolvedPlace

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"


Words = tuple[str | int | None, str | None, str | None, str | None]


@cache
def catalogue() -> Catalogue:
    return build_catalogue(read_catalogue(FIXTURES / "catalogue"))


@pytest.fixture(scope="module")
def places() -> PlaceIndex:
    return PlaceIndex(catalogue())


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FIXTURES / "golden" / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("number", range(16))
def test_graded_ads_are_placed_where_the_work_is(places: PlaceIndex, number: int) -> None:
    entry = lines("vacancies.jsonl")[number]
    truth = {line["uuid"]: line for line in lines("requirements.jsonl")}[entry["uuid"]]
    ad = entry["ad_content"]
    location = ad["workLocations"][0]
    text = f"{ad['title']}\n{ad_text(ad['description'])}"
    found = places.resolve(location["postalCode"], location["city"], location["municipal"], location["county"], text)
    assert (found.kommunenr, found.postnummer) == (truth["kommunenr"], truth["postnummer"])
    # Without code and village the municipality stays right, and the village is right or openly unknown.
    coarse = places.resolve(None, None, location["municipal"], location["county"], text)
    assert coarse.kommunenr == truth["kommunenr"]
    assert coarse.postnummer in (truth["postnummer"], None)
    assert coarse.note


@pytest.mark.parametrize(
    ("words", "kommunenr", "postnummer"),
    [
        (("2436", "VÅLER I SOLØR", "VÅLER (INNLANDET)", "INNLANDET"), "3419", "2436"),
        ((None, None, "VÅLER (INNLANDET)", "INNLANDET"), "3419", None),
        ((None, None, "VÅLER (ØSTFOLD)", "ØSTFOLD"), "3114", None),
        ((None, None, "Våler", "Østfold"), "3114", None),
        ((None, None, "VÅLER", "VIKEN"), "3114", None),
        ((None, None, "Våler", "Hedmark"), "3419", None),
        ((None, None, "VÅLER", ""), None, None),
        ((None, "VÅLER I SOLØR", "VÅLER", None), "3419", "2436"),
        (("1592", "VÅLER I ØSTFOLD", "VÅLER", None), "3114", "1592"),
        (("3340", "ÅMOT", "MODUM", "BUSKERUD"), "3316", "3340"),
        ((None, "ÅMOT", "MODUM", "BUSKERUD"), "3316", "3340"),
        ((None, "ÅMOT", None, None), None, None),
        ((None, "ÅMOT", "VINJE", "TELEMARK"), "4036", None),
        ((None, None, "ÅMOT", "INNLANDET"), "3422", None),
        ((None, None, "Åmot kommune", None), "3422", None),
        ((None, "SØRE OSEN", "TRYSIL", "INNLANDET"), "3421", "2428"),
        ((None, "OSEN", "ÅMOT", "INNLANDET"), "3422", "2460"),
        ((None, None, "OSEN", "TRØNDELAG"), "5020", None),
        ((None, None, "OS", "INNLANDET"), "3430", None),
        ((None, "TRYSIL", "TRYSIL", "INNLANDET"), "3421", "2420"),
        ((None, "NES PÅ HEDMARKEN", "RINGSAKER", "INNLANDET"), "3411", "2350"),
        ((420, "TRYSIL", "TRYSIL", "INNLANDET"), "3421", "2420"),
        (("2421 ", "TRYSIL", "TRYSIL", "INNLANDET"), "3421", "2421"),
        (("9999", "RENA", "ÅMOT", "INNLANDET"), "3422", "2450"),
        (("9999", None, "ÅMOT", "INNLANDET"), "3422", "9999"),
        (("9999", None, None, None), None, "9999"),
        ((None, None, "?", None), None, None),
    ],
)
def test_codes_and_names(places: PlaceIndex, words: Words, kommunenr: str | None, postnummer: str | None) -> None:
    found = places.resolve(*words)
    assert (found.kommunenr, found.postnummer) == (kommunenr, postnummer)
    assert found.note if postnummer is None or kommunenr is None else True


@pytest.mark.parametrize(
    ("text", "postnummer"),
    [
        ("Assistent\nOmsorgssenteret i Søre Osen har ledig stilling.", "2428"),
        ("Assistent\nArbeidssted: Ljørdalen", "2425"),
        ("Assistent\nArbeidssted er Søre-Osen bofellesskap.", "2428"),
        ("Pleieassistent i Nybergsund\nVi søker en ny kollega.", "2422"),
        ("ASSISTENT TIL OMSORGSBOLIGER I LJØRDALEN\nTrysil kommune søker.", "2425"),
        ("Assistent\nStillingen er ved Jordet omsorgssenter.", "2430"),
        ("Heimeteneste\nHeimetenesta i Trysil er delt i soner. Oppmøte i Nybergsund.", "2422"),
        ("Pleiar\nTrysil omsorgssenter på Jordet treng folk.", "2430"),
        # What must not move the work:
        ("Assistent\nStillingene er på Nybergsund og Jordet.", "2420"),
        ("Assistent\nStillingene er fordelt på Nybergsund, Jordet og Trysil.", "2420"),
        ("Assistent\nVi samarbeider med omsorgssenteret i Søre Osen.", "2420"),
        ("Assistent\nSykehjemmet i Innbygda er stort. Omsorgssenteret i Søre Osen er lite.", "2420"),
        ("Nattevakt\nDu har sykepleier på natt i Ljørdalen å ringe til.", "2420"),
        ("Assistent\nDu kan gå kurs ved skolen i Elverum.", "2420"),
        ("Assistent\nKort vei til Elverum, og hytter på Jordet.", "2420"),
        ("Assistent\nDu arbeider ute på jordet og på plassen foran huset.", "2420"),
        ("Assistent\nBofellesskapene i Nybergsund og i Jordet deler på stillingen.", "2420"),
        ("Assistent\nLegesenteret i Kristiansand har ledig stilling.", "2420"),
        ("Assistent\nTrysil kommune har ledig stilling på sykehjemmet.", "2420"),
    ],
)
def test_the_words_of_an_ad_from_the_town_hall(places: PlaceIndex, text: str, postnummer: str) -> None:
    found = places.resolve("2420", "TRYSIL", "TRYSIL", "INNLANDET", text)
    assert found.postnummer == postnummer
    assert found.kommunenr == "3421"
    assert bool(found.note) == (postnummer != "2420")


@pytest.mark.parametrize(
    ("text", "kommunenr", "postnummer"),
    [
        ("Helsefagarbeidar\nHeimetenesta på Drevsjø treng folk.", "3425", "2443"),
        ("Sykepleier\nVåler kommune i Solør søker. Sykehjemmet i Våler i Solør har ledig stilling.", "3419", "2436"),
        ("Sykepleier\nEngerdal kommune har ledig stilling.", "3425", None),
        ("Sykepleier\nKommunen vår ligger fint til.", None, None),
    ],
)
def test_only_the_text(places: PlaceIndex, text: str, kommunenr: str | None, postnummer: str | None) -> None:
    found = places.resolve(text=text)
    assert (found.kommunenr, found.postnummer) == (kommunenr, postnummer)
    assert found.note


def test_code_and_name_that_disagree_are_said(places: PlaceIndex) -> None:
    found = places.resolve("2420", "TRYSIL", "ENGERDAL", "INNLANDET")
    assert found == ResolvedPlace(
        "2420", "Trysil", "3421", "Postnummer 2420 og kommunen ENGERDAL er uenige. Postnummeret er brukt."
    )


def test_old_and_new_municipality_numbers(places: PlaceIndex) -> None:
    assert [places.by_code(code) for code in ("0428", 428, "0426", "0429", "0434", "3421", 3419)] == [
        "3421",
        "3421",
        "3419",
        "3422",
        "3425",
        "3421",
        "3419",
    ]
    assert places.by_code("9876") is None
    assert places.by_code(None) is None


def test_every_postal_code_finds_itself(places: PlaceIndex) -> None:
    for place in catalogue().places.values():
        found = places.resolve(place.postnummer, place.name.upper(), place.kommune.upper())
        assert (found.postnummer, found.kommunenr) == (place.postnummer, place.kommunenr)
        assert found.note == ""
