"""Lists as CSV and Excel: headers in any spelling, cells with their faults, templates, and workbooks packed to do harm."""

import csv
import random
import stat
import zipfile
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from matcher.catalogue import Catalogue
from matcher.requirements import RequirementReader
from models.drafts import JobSeekerDraft, VacancyDraft, VisibilityFacts
from models.services.catalogue import build_catalogue, read_catalogue
from models.services.intake import sheets
from models.services.intake.columns import Kind
from models.services.intake.errors import RecordError
from models.services.intake.facts import read_facts
from models.services.intake.files import FileUnreadable
from models.services.intake.places import PlaceIndex
from models.services.intake.table_seekers import SeekerTable
from models.services.intake.table_vacancies import VacancyTable
from models.services.intake.tables import table_records, template, write_template

CATALOGUE = Path(__file__).resolve().parent.parent.parent / "fixtures" / "catalogue"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@cache
def catalogue() -> Catalogue:
    return build_catalogue(read_catalogue(CATALOGUE))


@cache
def places() -> PlaceIndex:
    return PlaceIndex(catalogue())


def rows(path: Path, kind: Kind) -> list[tuple[int, Any]]:
    return [(number, "refused" if isinstance(row, RecordError) else row) for number, row in table_records(path, kind)]


def seeker(cells: dict[str, str]) -> JobSeekerDraft:
    return SeekerTable(places(), NOW).read({"kandidatnr": "K-1"} | cells)


def vacancy(cells: dict[str, str]) -> VacancyDraft:
    needed = {"id": "S-1", "tittel": "Helsefagarbeider", "arbeidsgiver": "Oppdiktet kommune"}
    return VacancyTable(catalogue(), places(), RequirementReader(), NOW).read(needed | cells)


@pytest.mark.parametrize("kind", ["seekers", "vacancies", "facts"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_template_can_be_read_again_as_it_is(tmp_path: Path, kind: Kind, ending: str) -> None:
    path = tmp_path / f"mal.{ending}"
    write_template(kind, path)
    ((number, row),) = rows(path, kind)
    assert number == 2
    assert row == {column.name: column.example for column in template(kind)}
    assert all(column.explanation for column in template(kind))


def test_the_example_rows_are_good_rows(tmp_path: Path) -> None:
    person = seeker({column.name: column.example for column in template("seekers")})
    assert (person.external_id, person.postnummer, person.kommunenr) == ("EKSEMPEL-1", "2420", "3421")
    assert [(work.title, work.percent) for work in person.practice] == [("Pleieassistent", 60), ("Butikkmedarbeider", 80)]
    assert (person.practice[0].start, person.practice[0].end) == (date(2018, 3, 1), date(2022, 6, 30))
    assert person.practice[1].end is None
    assert person.shifts_no == ("night",)
    assert person.wished_places == ("3421", "3422")
    assert (person.percent_min, person.percent_max, person.max_minutes) == (60, 100, 45)
    assert (person.car, person.licences, person.licences_known) == (True, ("B",), True)
    post = vacancy({column.name: column.example for column in template("vacancies")})
    assert post.roles == ("R11",)
    assert (post.percent_min, post.positions, post.postnummer) == (75, 2, "2450")
    codes = {(requirement.code, requirement.strength) for requirement in post.requirements}
    assert {("auth:HF", "must"), ("licence:B", "must")} <= codes
    for requirement in post.requirements:
        assert all(post.text[span.start : span.end] == span.quote for span in requirement.spans)


def write_csv(path: Path, table: list[list[str]], encoding: str, delimiter: str) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(table)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_in_every_common_form(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path, wishes = tmp_path / "x.csv", 'Sjåfør; "natt",\nogså helg'
    table = [["kandidatnr", "Fødselsdato", "ønsker"], ["K-1", "1990-05-17", wishes], ["", "", ""], ["K-2", "", ""]]
    write_csv(path, table, encoding, delimiter)
    assert rows(path, "seekers") == [
        (2, {"kandidatnr": "K-1", "fødselsdato": "1990-05-17", "ønsker": wishes}),
        (4, {"kandidatnr": "K-2", "fødselsdato": "", "ønsker": ""}),
    ]


@pytest.mark.parametrize("header", ["Fødselsdato", "FODSELSDATO", "foedselsdato", " fødsels-dato ", "fodsels_dato"])
def test_headers_in_any_spelling(tmp_path: Path, header: str) -> None:
    write_csv(tmp_path / "x.csv", [["Kandidat nr", header, "noe annet"], ["K-1", "1990-05-17", "x"]], "utf-8", ";")
    assert rows(tmp_path / "x.csv", "seekers") == [(2, {"kandidatnr": "K-1", "fødselsdato": "1990-05-17"})]


@pytest.mark.parametrize(
    ("header", "says"),
    [
        (["kandidatnr", "postnumer"], "Mener du «postnummer»"),
        (["fornavn"], "mangler kandidatnr"),
        (["kandidatnr", "id"], "to ganger"),
        (["", ""], "er tom"),
    ],
)
def test_headers_that_cannot_be_used(tmp_path: Path, header: list[str], says: str) -> None:
    write_csv(tmp_path / "x.csv", [header], "utf-8", ";")
    with pytest.raises(FileUnreadable, match=says):
        rows(tmp_path / "x.csv", "seekers")


def test_rows_with_too_many_cells_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("kandidatnr;fornavn\nK-1;A;B\nK-2;A\nK-3\n", encoding="utf-8")
    assert rows(tmp_path / "x.csv", "seekers") == [
        (2, "refused"),
        (3, {"kandidatnr": "K-2", "fornavn": "A"}),
        (4, {"kandidatnr": "K-3"}),
    ]


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        ({"postnummer": "24210"}, "postnummer", "postnummer 24210 finnes ikke"),
        ({"kandidatnr": ""}, "kandidatnr", "kandidatnr mangler"),
        ({"kandidatnr": "x" * 101}, "kandidatnr", "kandidatnr er lengre enn 100 tegn"),
        ({"bil": "kanskje"}, "bil", "bil «kanskje» er ukjent: skriv ja eller nei, eller la cellen være tom"),
        ({"prosent fra": "120"}, "prosent fra", "prosent fra «120» er ikke et tall mellom 0 og 100"),
        ({"prosent fra": "80", "prosent til": "50"}, "prosent fra", "prosent fra 80 er større enn prosent til 50"),
        ({"fødselsdato": "17/5"}, "fødselsdato", "fødselsdato «17/5» er ikke en dato: skriv den som ÅÅÅÅ-MM-DD"),
        ({"start": "2027-02-30"}, "start", "start «2027-02-30» er ikke en dato: skriv den som ÅÅÅÅ-MM-DD"),
        ({"vakter ja": "dag | skift"}, "vakter ja", "«skift» er ukjent: skriv dag, kveld, natt, hverdag, helg, bakvakt"),
        ({"førerkort": "Q"}, "førerkort", "førerkort «Q» er ukjent: skriv klassen, for eksempel B eller C1, eller ingen"),
        (
            {"ønskede kommuner": "Mordor"},
            "ønskede kommuner",
            "ønskede kommuner «Mordor» er ukjent: skriv navn eller kommunenummer",
        ),
        ({"reisetid": "30,5"}, "reisetid", "reisetid «30.5» er ikke et helt tall"),
        ({"norsk muntlig": "flytende"}, "norsk muntlig", "er ukjent: skriv førstespråk, veldig godt, godt, nybegynner"),
        ({"postnummer": "1", "bil": "?"}, "postnummer", "postnummer 1 finnes ikke; bil «?» er ukjent"),
    ],
)
def test_faults_in_a_seekers_row(cells: dict[str, str], field: str, reason: str) -> None:
    with pytest.raises(RecordError) as caught:
        seeker(cells)
    assert caught.value.field == field
    assert reason in caught.value.reason


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        ({"tittel": ""}, "tittel", "tittel mangler"),
        ({"orgnr": "974760674"}, "orgnr", "orgnr 974760674 har ikke ni sifre med riktig kontrollsiffer"),
        ({"postnummer": "99999"}, "postnummer", "postnummer 99999 finnes ikke"),
        ({"kommune": "Våler"}, "kommune", "kommune «Våler» er ukjent"),
        ({"stillinger": "0"}, "stillinger", "stillinger «0» er ikke et tall mellom 1 og 999"),
        (
            {"ansettelsesform": "evig"},
            "ansettelsesform",
            "ukjent: skriv fast, vikariat, tilkalling, sommer, lærling",
        ),
        ({"lenke": "javascript:alert(1)"}, "lenke", "https://"),
        ({"aktiv": "kanskje"}, "aktiv", "skriv ja eller nei"),
    ],
)
def test_faults_in_a_vacancys_row(cells: dict[str, str], field: str, reason: str) -> None:
    with pytest.raises(RecordError) as caught:
        vacancy(cells)
    assert caught.value.field == field
    assert reason in caught.value.reason


def test_cells_of_a_seeker() -> None:
    person = seeker(
        {
            "postnummer": "301",
            "autorisasjoner": "Helsefagarbeider",
            "fagbrev": "Helsearbeiderfaget",
            "kurs": "Medikamentkurs",
            "norsk muntlig": "B1",
            "norsk skriftlig": "Godt",
            "norskprøve": "B2",
            "norskprøve muntlig": "B2",
            "norskprøve skriftlig": "B1",
            "andre språk": "Engelsk veldig godt | Polsk førstespråk",
            "førerkort": "B, C1",
            "prosent fra": "0,6",
            "start": "nå",
            "ønskede kommuner": "Våler | 0428",
            "utdanning": "Vg2 helsearbeiderfag 2016..2018",
            "yrkeserfaring": "Pleieassistent 2018-2020 | Renholder 03.2021-06.2022 50 % | Sjåfør",
            "om": "Kan ikke jobbe natt.",
        }
    )
    assert person.postnummer == "0301"
    assert {"auth:HF", "fagbrev:helsearbeiderfag", "course:medication"} <= {held.code for held in person.credentials}
    languages = {skill.language: skill for skill in person.languages}
    assert (languages["no"].spoken, languages["no"].test_spoken, languages["no"].test_written) == ("GODT", "B2", "B1")
    assert (languages["en"].spoken, languages["pl"].spoken) == ("VELDIG_GODT", "FOERSTESPRAAK")
    assert person.licences == ("B", "C1")
    assert person.percent_min == 60
    assert person.start_code == "LEDIG_NAA"
    assert person.wished_places == ("3419", "3421")
    assert [(work.title, work.start, work.end, work.percent) for work in person.practice] == [
        ("Pleieassistent", date(2018, 1, 1), date(2020, 12, 31), None),
        ("Renholder", date(2021, 3, 1), date(2022, 6, 30), 50),
        ("Sjåfør", None, None, None),
    ]
    assert "night" in person.shifts_no
    assert seeker({"førerkort": "ingen"}).licences_known
    assert not seeker({}).licences_known


def test_cells_of_a_vacancy_decide_over_the_text() -> None:
    post = vacancy(
        {
            "tittel": "Stilling ved sykehjemmet",
            "rolle": "R13",
            "annonsetekst": "100 % fast stilling som sykepleier.\nAutorisasjon som sykepleier kreves.",
            "krav": "licence:B | Gode norskkunnskaper",
            "ønsker": "Erfaring fra sykehjem",
            "prosent til": "50",
            "ansettelsesform": "Vikariat",
            "søknadsfrist": "snarest",
            "kommune": "3422",
            "sted": "Osen",
            "orgnr": "974 760 673",
        }
    )
    assert post.roles == ("R13",)
    assert (post.percent_min, post.percent_max, post.employment) == (50, 50, "vikariat")
    assert (post.deadline, post.deadline_text) == (None, "snarest")
    assert (post.postnummer, post.kommunenr, post.orgnr) == ("2460", "3422", "974760673")
    codes = {(requirement.code, requirement.strength) for requirement in post.requirements}
    assert {("licence:B", "must"), ("language:good", "must"), ("auth:SP", "must")} <= codes
    assert any(code.startswith("experience") and strength == "should" for code, strength in codes)
    assert not vacancy({"aktiv": "nei"}).active
    assert vacancy({"rolle": "Ukjent yrke"}).roles == vacancy({}).roles


def test_excel_hands_over_numbers_dates_and_text(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["kandidatnr", "fødselsdato", "postnummer", "prosent fra", "bil", "fornavn"])
        sheet.write_string(1, 0, "K-1")
        sheet.write_datetime(1, 1, datetime(1990, 5, 17), book.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001 - Excel has no zones
        sheet.write_number(1, 2, 301)
        sheet.write_number(1, 3, 0.6)
        sheet.write_boolean(1, 4, True)
        sheet.write_formula(1, 5, '=CONCATENATE("A","B")', value="AB")
    ((_, row),) = rows(path, "seekers")
    assert row == {
        "kandidatnr": "K-1",
        "fødselsdato": "1990-05-17",
        "postnummer": "301",
        "prosent fra": "0.6",
        "bil": "ja",
        "fornavn": "AB",
    }


def test_no_template_holds_a_formula(tmp_path: Path) -> None:
    for kind in ("seekers", "vacancies", "facts"):
        write_template(kind, tmp_path / "x.xlsx")
        for sheet in openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets:
            assert all(cell.data_type in ("s", "n") and cell.data_type != "f" for cells in sheet.iter_rows() for cell in cells)


Entries = list[tuple[zipfile.ZipInfo | str, bytes]]


def package(path: Path, entries: Entries) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", "<workbook/>")
        for name, content in entries:
            file.writestr(name, content)


def test_workbooks_that_are_packed_to_do_harm_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    link = zipfile.ZipInfo("xl/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    noise = random.Random(1).randbytes(40)
    harmful: tuple[Entries, ...] = (
        [("xl/worksheets/sheet1.xml", b"0" * 60_000_000)],
        [("xl/worksheets/sheet1.xml", b"0" * 5_000_000)],
        [(f"xl/{number}", noise) for number in range(sheets.MOST_ENTRIES + 1)],
        [(link, b"/etc/passwd")],
        [("inner.zip", noise)],
        [],
    )
    for entries in harmful:
        package(path, entries)
        with pytest.raises(FileUnreadable, match="Arbeidsboken"):
            rows(path, "seekers")
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("word/document.xml", "x")
    with pytest.raises(FileUnreadable, match="ikke en arbeidsbok"):
        rows(path, "seekers")
    path.write_bytes(b"PK\x03\x04" + noise)
    with pytest.raises(FileUnreadable, match="skadet"):
        rows(path, "seekers")
    path.write_bytes(b"PK\x03\x04" + b"0" * (sheets.MOST_BYTES + 1))
    with pytest.raises(FileUnreadable, match="større enn 5 MB"):
        rows(path, "seekers")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise)
    with pytest.raises(FileUnreadable, match=r"eldre Excel-ark"):
        rows(path, "seekers")
    path.write_bytes(b"kandidatnr\x00;fornavn")
    with pytest.raises(FileUnreadable, match="ikke en tekstfil"):
        rows(path, "seekers")


def test_visibility_facts_are_yes_no_or_unknown(tmp_path: Path) -> None:
    header = "external_id,origin,dead,code_6_or_7,samtykke"
    table = [header, "K-1,nav,nei,ukjent,", "K-2,own,NEI,ja,Ja", "K-3,nav,kanskje,,", ",nav,nei,,"]
    (tmp_path / "f.csv").write_text("\n".join(table), encoding="utf-8")
    found = list(read_facts(tmp_path / "f.csv"))
    assert found[0] == (2, ("K-1", VisibilityFacts(origin="nav", dead=False)))
    assert found[1] == (3, ("K-2", VisibilityFacts(origin="own", dead=False, code_6_or_7=True, consent=True)))
    refused = [fault for _, fault in found[2:] if isinstance(fault, RecordError)]
    assert [fault.reason for fault in refused] == ["død «kanskje» er ukjent: skriv ja, nei eller ukjent", "kandidatnr mangler"]
