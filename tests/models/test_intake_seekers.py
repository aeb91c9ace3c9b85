"""NAV's candidate documents as whole people: every golden one is read, most checked by hand; none breaks the reader."""

from __future__ import annotations

import json
from contextlib import suppress
from copy import deepcopy
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.catalogue import Catalogue
from models.drafts import JobSeekerDraft
from models.services.catalogue import CatalogueSource, build_catalogue, read_catalogue
from models.services.catalogue.entries import CredentialEntry
from models.services.intake.errors import RecordError
from models.services.intake.nav_cv import read_document
from models.services.intake.places import PlaceIndex

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
NIGHT, LATE = "night", "evening"


@cache
def source() -> CatalogueSource:
    return read_catalogue(FIXTURES / "catalogue")


@cache
def catalogue() -> Catalogue:
    return build_catalogue(source())


@cache
def places() -> PlaceIndex:
    return PlaceIndex(catalogue())


@cache
def golden() -> dict[str, dict[str, Any]]:
    lines = (FIXTURES / "golden" / "seekers.jsonl").read_text(encoding="utf-8").splitlines()
    return {document["kandidatnr"]: document for document in map(json.loads, lines)}


@cache
def read_golden(number: str) -> JobSeekerDraft:
    return read_document(golden()[number], places())


def codes(draft: JobSeekerDraft) -> dict[str, str]:
    return {held.code: held.proof for held in draft.credentials}


def norwegian(draft: JobSeekerDraft) -> tuple[str | None, str | None]:
    skill = next(skill for skill in draft.languages if skill.language == "no")
    return skill.test_spoken, skill.test_written


# Checked by hand against the documents.  "codes" must all be held, "never" must not; the other keys are fields.
TABLE: dict[str, dict[str, Any]] = {
    "PAM-G001": {
        "codes": {"course:medication", "course:abc", "course:hlr", "spec:demens", "vgs:started"},
        "never": {"gsk"},
        "shares": (60, 100),
        "percent": (80, 100),
        "shifts_no": (),
        "shifts_yes": ("day", LATE, "weekend"),
    },
    "PAM-G004": {
        "codes": {"foreign:other:non_eea"},
        "never": {"auth:AA", "auth:SP", "degree:bachelor"},
        "licences": (),
        "licences_known": True,
        "car": False,
        "right_to_work": True,
        "test": ("A2", "A2"),
        "kinds": ("placement", "job", "job"),
    },
    "PAM-G005": {
        "codes": {"grunnskole", "course:foodsafety"},
        "shifts_no": (NIGHT,),
        "test": ("B1", "A2"),
        "takes_transit": True,
        "licences_known": False,
        "shares": (60, 15),
        "wishes": {"Helsefagarbeider"},
    },
    "PAM-G007": {
        "codes": {"student:health", "grunnskole"},
        "never": {"vg1:helse"},
        "licences": ("B78",),
        "shifts_no": (NIGHT,),
        "percent": (None, 99),
    },
    "PAM-G008": {"never": {"vg1:helse", "gsk"}, "licences": ("AM146",), "licences_known": True, "takes_transit": True},
    "PAM-G010": {"codes": {"auth:HP"}, "percent": (40, 50), "shifts_no": (NIGHT,), "never": {"skill:ehr"}},
    "PAM-G013": {"codes": {"auth:SP", "degree:bachelor"}, "percent": (50, 50), "shifts_no": (), "shifts_yes": ("day", LATE)},
    "PAM-G014": {
        "codes": {"auth:SP", "degree:bachelor"},
        "never": {"foreign:sykepleier:eea"},
        "country": "SE",
        "postnummer": "79791",
        "earliest_start": date(2027, 2, 15),
        "shifts_yes": ("day", LATE, NIGHT, "weekend", "oncall"),
        "shares": (85, 8, 100),
    },
    "PAM-G016": {
        "codes": {"foreign:sykepleier:non_eea"},
        "never": {"auth:SP", "degree:bachelor"},
        "test": ("B1", "B1"),
        "car": False,
        "licences": ("B",),
        "shares": (40, 100, 80),
        "shifts_yes": ("day", LATE, NIGHT, "weekend"),
    },
    "PAM-G017": {"codes": {"auth:VP", "degree:bachelor"}, "percent": (100, 100), "shares": (60, 100)},
    "PAM-G019": {"refused_families": ("pleie",), "car": True, "titles": ("Regnskapsassistent", "Resepsjonist")},
    "PAM-G020": {"codes": {"student:sykepleier:2", "gsk", "course:medication"}, "forms": ("vikariat", "sommer")},
    "PAM-G022": {"codes": {"degree:other"}, "never": {"auth:SP", "degree:bachelor"}},
    "PAM-G025": {"car": False, "takes_transit": True, "licences": ("B",), "percent": (100, 100)},
    "PAM-G026": {"shares": (65.1, 80), "licences": ("B", "D1")},
    "PAM-G029": {"test": ("A2", "A1"), "never": {"grunnskole"}, "shares": (50, None)},
    "PAM-G031": {"codes": {"auth:HF", "fagbrev:helsearbeiderfag", "course:medication"}, "percent": (50, 60)},
    "PAM-G032": {"never": {"fagbrev:bygg", "fagbrev:other"}, "shares": (25, 41.7, 52.6), "licences": ("B", "BE", "S")},
    "PAM-G034": {"kommunenr": "0429", "wished_places": ("0429", "0428"), "forms": ("fast", "vikariat", "tilkalling")},
    "PAM-G035": {
        "willing_to_move": True,
        "needs_housing": True,
        "earliest_start": date(2027, 6, 1),
        "percent": (80, 100),
        "codes": {"auth:HP"},
    },
    "PAM-G038": {"codes": {"vg1:helse"}, "never": {"vg2:helsearbeiderfag"}, "kinds": ("job", "placement")},
    "PAM-G040": {"test": ("A2", "A1"), "licences": ("B",), "kinds": ("job", "placement")},
    "PAM-G041": {
        "shifts_no": (LATE, NIGHT, "weekend"),
        "licences": (),
        "licences_known": True,
        "codes": {"degree:other"},
        "wishes": {"Helsefagarbeider"},
    },
    "PAM-G043": {"codes": {"auth:OA", "fagbrev:omsorgsarbeider"}, "shifts_no": ("day", LATE), "percent": (70, 70)},
    "PAM-G046": {"codes": {"vg3:helsesekretar"}, "never": {"auth:HE"}, "takes_transit": True},
    "PAM-G049": {"shares": (65, 56.2), "car": False, "codes": {"degree:other"}},
    "PAM-G050": {
        "percent": (30, 40),
        "shifts_yes": (LATE, NIGHT, "weekend"),
        "shifts_no": (),
        "never": {"student:vernepleier:0"},
    },
    "PAM-G052": {"codes": {"foreign:helsefagarbeider:eea"}, "never": {"auth:HF", "vg2:helsearbeiderfag"}},
    "PAM-G055": {"codes": {"foreign:other:eea"}, "never": {"auth:AA", "auth:PM"}, "licences": ("B", "C1"), "test": ("B1", "A2")},
    "PAM-G056": {"percent": (10, 20), "shifts_no": (NIGHT,), "shares": (80,)},
    "PAM-G058": {"codes": {"fagbrev:helsearbeiderfag"}, "applied": {"auth:HF"}, "willing_to_move": True, "test": ("B2", "B2")},
    "PAM-G059": {"kinds": ("job", "family"), "max_minutes": 90, "licences": ("B", "C", "CE")},
}


@pytest.mark.parametrize("number", sorted(golden()))
def test_every_golden_document_is_read(number: str) -> None:
    draft = read_golden(number)
    assert draft.source == "nav-cv"
    assert draft.external_id == number
    assert draft.version == datetime.fromisoformat(golden()[number]["tidsstempel"]).astimezone(UTC)
    assert "fodselsnummer" not in draft.model_dump()


@pytest.mark.parametrize("number", sorted(TABLE))
def test_golden_documents_hold_what_a_reader_finds(number: str) -> None:
    draft, expected = read_golden(number), dict(TABLE[number])
    held = codes(draft)
    read: dict[str, Any] = {
        "codes": {code for code in expected.get("codes", ()) if held.get(code) == "claimed"},
        "applied": {code for code in expected.get("applied", ()) if held.get(code) == "applied"},
        "never": {code for code in expected.get("never", ()) if code not in held and code not in draft.skills},
        "shares": tuple(period.percent for period in draft.practice),
        "percent": (draft.percent_min, draft.percent_max),
        "test": norwegian(draft) if "test" in expected else None,
        "kinds": tuple(period.kind for period in draft.practice),
        "titles": tuple(period.title for period in draft.practice),
        "wishes": {wish.title for wish in draft.wishes} & set(expected.get("wishes", ())),
    }
    assert {key: read.get(key, getattr(draft, key, None)) for key in expected} == expected


def test_every_credential_is_one_that_the_catalogue_knows() -> None:
    known = {entry.code for entry in source().of(CredentialEntry)}
    found = {code for number in golden() for code in codes(read_golden(number))}
    assert len(found) > 20
    assert found - known == set()


def test_every_barrier_is_one_that_may_be_stored() -> None:
    barriers = catalogue().barriers
    for number in golden():
        assert all(barriers[barrier].data_class == "O" for barrier in read_golden(number).barriers)


def test_reading_twice_gives_the_same() -> None:
    for number in golden():
        assert read_document(deepcopy(golden()[number]), places()).model_dump_json() == read_golden(number).model_dump_json()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_document_makes_it_fail_otherwise(data: st.DataObject) -> None:
    broken = deepcopy(golden()[data.draw(st.sampled_from(sorted(golden())))])
    name = data.draw(st.sampled_from(sorted(broken)))
    if isinstance(broken[name], list) and broken[name] and data.draw(st.booleans()):
        entry = broken[name][0]
        entry[data.draw(st.sampled_from(sorted(entry)))] = data.draw(JSON)
    else:
        broken[name] = data.draw(JSON)
    with suppress(RecordError):
        assert read_document(broken, places()).external_id
