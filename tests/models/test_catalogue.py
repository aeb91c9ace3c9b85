"""The catalogue: the real files are clean, every kind of fault is found and named, and facts come through to the engine."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from matcher.catalogue import Catalogue
from models.services.catalogue import (
    CatalogueIssue,
    CatalogueSource,
    CatalogueUnreadableError,
    build_catalogue,
    check_catalogue,
    read_catalogue,
)

FOLDER = Path(__file__).parents[2] / "fixtures" / "catalogue"
REGION = {"3425": "Engerdal", "3421": "Trysil", "3419": "Våler (Innlandet)", "3422": "Åmot"}


@pytest.fixture(scope="module")
def source() -> CatalogueSource:
    return read_catalogue(FOLDER)


@pytest.fixture(scope="module")
def catalogue(source: CatalogueSource) -> Catalogue:
    return build_catalogue(source)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "med mellomrom"))


def tamper(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add(folder: Path, file: str, text: str) -> None:
    with (folder / file).open("a", encoding="utf-8") as out:
        out.write(text)


def errors(folder: Path) -> list[CatalogueIssue]:
    return [issue for issue in check_catalogue(read_catalogue(folder)) if issue.severity == "error"]


# --- the real files ------------------------------------------------------------------------------------------


def test_the_real_catalogue_has_no_errors(source: CatalogueSource) -> None:
    assert [str(issue) for issue in check_catalogue(source) if issue.severity == "error"] == []


def test_roles_that_no_route_reaches_are_said_openly(source: CatalogueSource) -> None:
    without = {issue.id for issue in check_catalogue(source) if issue.message.startswith("ingen kjent vei")}
    assert "R28" in without, "no route to dentist is known"
    assert not without & {"R01", "R09", "R11", "R25", "R42"}


def test_everything_is_there(catalogue: Catalogue) -> None:
    health = [role for role in catalogue.roles.values() if not role.outside]
    assert sorted(role.id for role in health) == [f"R{number:02}" for number in range(1, 54)]
    assert len(catalogue.ambiguous) == 12
    assert {edge[:3] for edge in catalogue.edges} | {"T33", "T35"} >= {f"T{number:02}" for number in range(1, 54)}
    assert {state[:3] for state in catalogue.states} >= {f"N{number:02}" for number in range(1, 25)}
    assert sorted(catalogue.barriers) == [f"B{number:02}" for number in range(1, 27)]
    assert len(catalogue.measures) == 49


def test_every_role_demands_a_state_or_is_open(catalogue: Catalogue) -> None:
    for role in catalogue.roles.values():
        if role.outside:
            continue
        if role.authorisation or role.entry in {"E2", "E3", "E4"}:
            assert role.states, role.id
        if role.entry == "E0":
            assert not role.states, role.id


def test_places_tell_the_two_valers_and_the_amots_apart(catalogue: Catalogue) -> None:
    for number, name in REGION.items():
        mine = [place for place in catalogue.places.values() if place.kommunenr == number]
        assert mine
        assert {place.kommune for place in mine} == {name}
    assert catalogue.places["2436"].name == "Våler i Solør"
    assert {place.kommunenr for place in catalogue.places.values() if place.kommune.startswith("Våler")} == {"3419", "3114"}
    assert catalogue.places["3340"].name == "Åmot"
    assert catalogue.places["3340"].kommunenr == "3316", "Åmot in Modum is not the municipality Åmot"
    assert {catalogue.places[code].name for code in ("2440", "2443", "2446", "2448")} == {
        "Engerdal",
        "Drevsjø",
        "Elgå",
        "Sømådalen",
    }
    assert (catalogue.places["2428"].kommunenr, catalogue.places["2460"].kommunenr) == ("3421", "3422")
    assert catalogue.places["79091"].country == "SE"


def test_old_municipality_numbers_lead_to_the_current(catalogue: Catalogue) -> None:
    old = {"0426": "3419", "0427": "3420", "0428": "3421", "0429": "3422", "0434": "3425", "0137": "3114", "3018": "3114"}
    assert {key: catalogue.old_municipalities.get(key) for key in old} == old
    assert not set(catalogue.old_municipalities) & {place.kommunenr for place in catalogue.places.values()}


def test_known_distances_are_kept_both_ways(catalogue: Catalogue) -> None:
    assert catalogue.driving["2450", "2406"] == catalogue.driving["2406", "2450"] == 30
    assert catalogue.driving["2440", "2406"] > 120
    assert catalogue.transit["2406", "2450"] < 45


def test_after_offer_checks_are_never_asked_about(catalogue: Catalogue) -> None:
    after = {code for code, kind in catalogue.requirements.items() if kind.after_offer}
    assert after == {"police", "health:infection_status", "test:physical"}
    assert all(not catalogue.requirements[code].ask for code in after)


PROPERTIES = ("physical", "other:male_preferred", "unqualified_ok", "alt:auth:SP", "cond:licence:B", "offer:housing")


@pytest.mark.parametrize("code", PROPERTIES)
def test_wishes_and_properties_are_no_gates(catalogue: Catalogue, code: str) -> None:
    assert not catalogue.requirements[code].gate


def test_every_authorised_profession_has_its_requirement(catalogue: Catalogue) -> None:
    codes = {code.removeprefix("auth:") for code in catalogue.requirements if code.startswith("auth:")} - {"any_health"}
    assert len(codes) == 31, "32 professions; the two kinds of pharmacist share one code"
    assert {code.removeprefix("alt:auth:") for code in catalogue.requirements if code.startswith("alt:auth:")} == codes


def test_years_of_experience_are_written_out(catalogue: Catalogue) -> None:
    seven = catalogue.requirements["experience:years>=7"]
    assert "7 år" in seven.ask
    assert "experience:years>=N" not in catalogue.requirements
    assert catalogue.requirements["experience:years>=2"].states == ("N05Y2",), "what stands for itself is kept"


def test_sensitive_barriers_are_not_stored(catalogue: Catalogue) -> None:
    for code in ("DEBT", "POLICE_CERT", "TB_MRSA", "VACCINE"):
        barrier = next(barrier for barrier in catalogue.barriers.values() if barrier.code == code)
        assert barrier.store == "never"
        assert barrier.ask == ""
    assert all(barrier.store != "yes" for barrier in catalogue.barriers.values() if barrier.data_class == "X")


def test_what_an_employer_can_do_and_what_is_closed(catalogue: Catalogue) -> None:
    employer = {key for key, measure in catalogue.measures.items() if measure.audience == "employer"}
    assert {"M23", "M28", "M39", "M40", "M44", "M45", "M46"} <= employer
    assert not employer & {"M02", "M04", "M07", "M22", "M29", "M37"}
    assert catalogue.measures["M09"].closed_from == date(2026, 9, 1)


def test_routes_that_nobody_offers_stay_out_of_the_engine(source: CatalogueSource, catalogue: Catalogue) -> None:
    kept = {key for kind, key, _ in source.rows() if kind == "route"}
    assert {"T33", "T35"} <= kept
    assert not {"T33", "T35"} & set(catalogue.edges)


def test_age_and_sex_rules_of_schemes_are_only_shown(catalogue: Catalogue) -> None:
    rules = [rule for rule in catalogue.edges["T07"].rules if "menn" in rule.text.casefold()]
    assert [rule.kind for rule in rules] == ["scheme_group"]


# --- rows and version ----------------------------------------------------------------------------------------


def test_rows_give_the_same_catalogue_back(source: CatalogueSource, catalogue: Catalogue) -> None:
    rows = list(source.rows())
    assert all({"sources", "checked", "unverified"} <= set(body) or kind == "source" for kind, _, body in rows)
    again = CatalogueSource.from_rows(reversed(rows))
    assert again == source
    assert build_catalogue(again) == catalogue


def test_version_follows_the_content(copy: Path, catalogue: Catalogue) -> None:
    assert read_catalogue(copy).version == catalogue.version
    tamper(copy, "routes.toml", "months_typical = 18\n", "months_typical = 17\n")
    assert read_catalogue(copy).version != catalogue.version


def test_a_comment_does_not_change_the_version(copy: Path, catalogue: Catalogue) -> None:
    add(copy, "roles.toml", "\n# bare en merknad\n")
    assert read_catalogue(copy).version == catalogue.version


def test_rows_of_an_unknown_kind_are_refused() -> None:
    with pytest.raises(CatalogueUnreadableError, match="ukjent slag"):
        CatalogueSource.from_rows([("ukjent", "X1", {})])


# --- faults in one entry -------------------------------------------------------------------------------------

UNREADABLE = [
    ("roles.toml", 'family = "sykepleie"', 'famili = "sykepleie"', ["R01: family: feltet mangler", "R01: famili: ukjent felt"]),
    ("roles.toml", 'entry = "E4"', 'entry = "E9"', ["R01: entry: verdien må være en av"]),
    ("roles.toml", 'id = "R01"', 'id = "sykepleier"', ["sykepleier: id: verdien har feil form"]),
    ("roles.toml", '"R08", 95', '"R08", 950', ["R01: near.0.1: tallet må være høyst 100"]),
    ("roles.toml", 'label = "Jordmor"', 'label = "Jordmora"', ["R07: oppføringen: labels må begynne med label"]),
    ("states.toml", "checked = 2026-11-23", "", ["N01: checked: feltet mangler"]),
    ("states.toml", "checked = 2026-11-23", 'checked = "i fjor"', ["N01: checked: verdien må være en dato"]),
    ("states.toml", 'sources = ["S33"]', "", ["N01: sources: feltet mangler"]),
    ("routes.toml", "months_min = 6\n", "months_min = 60\n", ["T01: oppføringen: månedene må stå i stigende orden"]),
    ("routes.toml", 'kind = "age_min", value = 19', 'kind = "age_min"', ["regelen age_min trenger en verdi"]),
    (
        "requirements.toml",
        "after_offer = true",
        'after_offer = true\nask = "Har du attest?"',
        ["police: oppføringen: et krav"],
    ),
    ("places.csv", ",61.7570,", ",6.1757,", ["2440: lat: tallet må være minst"]),
    ("driving.csv", ",18,20,", ",atten,20,", ["minutes: verdien må være et helt tall"]),
    ("measures.toml", "[[measure]]", "[[tiltak]]", ["tiltak: filen skal bare ha tabeller av slaget [[measure]]"]),
    ("barriers.toml", "[[barrier]]", "[[barrier", ["filen er ikke gyldig TOML"]),
]


@pytest.mark.parametrize(("file", "old", "new", "lines"), UNREADABLE, ids=[lines[0] for *_, lines in UNREADABLE])
def test_a_broken_entry_is_named_with_file_id_and_field(copy: Path, file: str, old: str, new: str, lines: list[str]) -> None:
    tamper(copy, file, old, new)
    with pytest.raises(CatalogueUnreadableError) as caught:
        read_catalogue(copy)
    told = [str(issue) for issue in caught.value.issues]
    for line in lines:
        assert any(one.startswith(file) and line in one for one in told), told


def test_all_broken_entries_are_named_at_once(copy: Path) -> None:
    tamper(copy, "roles.toml", 'entry = "E4"', 'entry = "E9"')
    tamper(copy, "states.toml", "checked = 2026-11-23", "")
    (copy / "transit.csv").unlink()
    with pytest.raises(CatalogueUnreadableError) as caught:
        read_catalogue(copy)
    assert {issue.file for issue in caught.value.issues} == {"roles.toml", "states.toml", "transit.csv"}


def test_a_file_that_is_not_utf8_is_named(copy: Path) -> None:
    path = copy / "transit.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))
    with pytest.raises(CatalogueUnreadableError, match="UTF-8"):
        read_catalogue(copy)


# --- faults between entries ----------------------------------------------------------------------------------

FAULTS = [
    ("roles.toml", 'states = ["N14"]', 'states = ["N99"]', "R01", "states viser til N99"),
    ("roles.toml", '"R08", 95', '"R80", 95', "R01", "near viser til R80"),
    ("roles.toml", 'authorisation = ["SP"]', 'authorisation = ["XX"]', "R01", "authorisation viser til XX"),
    ("roles.toml", 'police = "HOT54"', 'police = "HOT99"', "R01", "police viser til HOT99"),
    ("roles.toml", '"Distriktssykepleier"', '"Hjelpepleier"', "R01", "navnet «hjelpepleier» står også hos R12"),
    ("ambiguous.toml", '"R10", "R09"', '"R10", "R90"', "A01", "roles viser til R90"),
    ("states.toml", 'implies = ["N02"]', 'implies = ["N77"]', "N03", "implies viser til N77"),
    ("states.toml", 'held_by = ["grunnskole"]', 'held_by = ["grunnskule"]', "N02", "ukjente koden grunnskule"),
    ("routes.toml", 'targets = ["N02"]', 'targets = ["N66"]', "T01", "targets viser til N66"),
    ("routes.toml", 'kind = "state", value = "N02"', 'kind = "state", value = "N55"', "T06", "rules viser til N55"),
    ("barriers.toml", '"M31"', '"M91"', "B01", "measures viser til M91"),
    ("barriers.toml", 'edges = ["T15A2"', 'edges = ["T99"', "B01", "edges viser til T99"),
    ("measures.toml", 'barriers = ["B02", ', 'barriers = ["B62", ', "M01", "barriers viser til B62"),
    ("measures.toml", 'barriers = ["B02", ', 'barriers = ["B03", ', "B02", "nevner M01, men M01 nevner ikke B02"),
    ("requirements.toml", 'barrier = "B04"', 'barrier = "B94"', "auth:AA", "barrier viser til B94"),
    ("requirements.toml", '"course:medication"', '"course:medisin"', "skill:medication", "ukjente koden course:medisin"),
    ("requirements.toml", 'code = "auth:AA"', 'code = "auth:QQ"', "auth:QQ", "ukjent HPR-kode"),
    ("professions.toml", 'hpr = "AU"', 'hpr = "AW"', "audiograf", "kravet auth:AW mangler"),
    ("states.toml", 'sources = ["S33"]', 'sources = ["S999"]', "N01", "ukjent kilde S999"),
    ("states.toml", 'sources = ["S33"]', "sources = []", "N01", "mangler kilde"),
    ("states.toml", 'unverified = ["evidence"]', 'unverified = ["noe"]', "N01", "unverified nevner noe"),
    ("states.toml", 'id = "N02"', 'id = "N01"', "N01", "står flere ganger"),
    ("driving.csv", "2440,2443,", "2440,9999,", "2440-9999", "viser til 9999"),
    ("driving.csv", "2440,2446,", "2440,2443,", "2440-2443", "strekningen står flere ganger"),
    ("municipalities_old.csv", "0426,3419", "0426,3999", "0426", "viser til 3999"),
    ("municipalities_old.csv", "0426,3419", "3425,3419", "3425", "nummeret er i bruk"),
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=[message for *_, message in FAULTS])
def test_each_kind_of_fault_is_found(copy: Path, fault: tuple[str, str, str, str, str]) -> None:
    file, old, new, entry, message = fault
    tamper(copy, file, old, new)
    assert any(issue.id == entry and message in issue.message for issue in errors(copy)), [str(e) for e in errors(copy)]


def test_what_rests_on_judgement_alone_must_say_so(copy: Path) -> None:
    tamper(copy, "states.toml", 'sources = ["S33"]', 'sources = ["GK"]')
    tamper(copy, "states.toml", 'unverified = ["evidence"]\n', "")
    assert any(issue.id == "N01" and "ubekreftet" in issue.message for issue in errors(copy))


ROUTE = """
[[route]]
id = "{id}"
label = "Prøve"
origins = ["{origin}"]
targets = ["{target}"]
months_min = 0
months_typical = 1
months_max = 2
sources = ["S33"]
checked = 2026-11-23
"""


def test_a_ring_without_time_is_found(copy: Path) -> None:
    add(copy, "routes.toml", ROUTE.format(id="T90", origin="N07", target="N10"))
    assert errors(copy) == []
    add(copy, "routes.toml", ROUTE.format(id="T91", origin="N10", target="N07"))
    assert any("ring uten tid" in issue.message and "N07" in issue.message for issue in errors(copy))


def test_a_route_to_itself_must_take_time(copy: Path) -> None:
    add(copy, "routes.toml", ROUTE.format(id="T90", origin="N22", target="N22"))
    assert any(issue.id == "T90" and "uten å ta tid" in issue.message for issue in errors(copy))


def test_a_role_whose_only_route_is_taken_away_has_no_known_way(copy: Path) -> None:
    tamper(copy, "routes.toml", 'targets = ["N16PM"]', 'targets = ["N16FT"]')
    tamper(copy, "routes.toml", '"N16BI", "N16PM", "N16TP",\n', '"N16BI", "N16TP",\n')
    notices = {issue.id: issue.message for issue in check_catalogue(read_catalogue(copy)) if issue.severity == "notice"}
    assert "ingen kjent vei" in notices.get("R24", "")


def test_occupations_outside_health_are_read_when_the_file_is_there(copy: Path) -> None:
    (copy / "outside.toml").write_text(
        "[[role]]\n"
        'id = "O99"\nlabel = "Fyrvokter"\nlabels = ["Fyrvokter", "Fyrbetjent"]\nfamily = "annet"\noutside = true\n'
        'near = [["R44", 30]]\nsources = ["J"]\nchecked = 2026-11-23\nunverified = ["near"]\n',
        encoding="utf-8",
    )
    assert errors(copy) == []
    role = build_catalogue(read_catalogue(copy)).roles["O99"]
    assert role.outside
    assert role.near == (("R44", 30),)
