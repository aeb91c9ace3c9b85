"""Imports into both databases: twice changes nothing, order does not matter, what is broken is refused with its reason."""

import itertools
import json
import random
import tracemalloc
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, sessionmaker

from matcher.catalogue import Catalogue
from matcher.requirements import RequirementReader
from models import queries
from models.drafts import ImportReport
from models.intake import DeadLetter, InboxRecord, RecordKind
from models.people import JobSeeker, PersonIdentity
from models.services.catalogue import build_catalogue, read_catalogue
from models.services.intake.files import FileUnreadable
from models.services.intake.loader import import_seekers, import_vacancies
from models.services.intake.tables import write_template
from models.services.people.storing import erase_job_seeker
from models.vacancies import Vacancy, VacancyRequirement, VacancyState

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
FEED = FIXTURES / "feed"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

Sessions = sessionmaker[Session]


@cache
def catalogue() -> Catalogue:
    return build_catalogue(read_catalogue(FIXTURES / "catalogue"))


def vacancies(sessions: Sessions, path: Path, fmt: Any = "nav-feed", now: datetime = NOW) -> ImportReport:
    return import_vacancies(sessions, path, fmt, catalogue=catalogue(), reader=RequirementReader(), now=now)


def seekers(sessions: Sessions, path: Path, fmt: Any = "nav-cv", facts: Path | None = None, now: datetime = NOW) -> ImportReport:
    return import_seekers(sessions, path, fmt, facts_path=facts, catalogue=catalogue(), now=now)


def counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    assert report.read == report.loaded + report.updated + report.unchanged + len(report.rejected)
    return report.read, report.loaded, report.updated, report.unchanged, len(report.rejected)


def snapshot(sessions: Sessions, *tables: type[Any]) -> list[list[dict[str, Any]]]:
    """Return what the tables say, without the ids that are drawn at random."""
    with sessions() as session:
        found = []
        for table in tables:
            rows = session.scalars(select(table)).all()
            names = [
                column.key for column in table.__table__.columns if not column.key.endswith("id") or column.key == "external_id"
            ]
            found.append(sorted(({name: getattr(row, name) for name in names} for row in rows), key=repr))
        return found


def ad(number: int = 1, minutes: int = 0, **changes: Any) -> dict[str, Any]:
    entry: dict[str, Any] = json.loads((FEED / "one_entry.json").read_text(encoding="utf-8"))
    moment = datetime(2026, 11, 16, 9, 0, tzinfo=UTC) + timedelta(minutes=minutes)
    entry |= {"uuid": f"f0000000-0000-4000-8000-{number:012d}", "sistEndret": moment.isoformat()}
    entry["ad_content"] |= {"uuid": entry["uuid"]} | changes
    return entry


def withdrawn(number: int, minutes: int) -> dict[str, Any]:
    return {key: value for key, value in ad(number, minutes).items() if key != "ad_content"} | {"status": "INACTIVE"}


def lines(path: Path, entries: list[Any]) -> Path:
    path.write_text("".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries), encoding="utf-8")
    return path


def one_vacancy(sessions: Sessions) -> Vacancy:
    with sessions() as session:
        return session.scalars(select(Vacancy)).one()


# --- the feed ----------------------------------------------------------------------------------------------------


def test_array_lines_and_single_entry_give_the_same_vacancies(session_factory: Sessions) -> None:
    assert counts(vacancies(session_factory, FEED / "entries.json")) == (5, 4, 0, 1, 0)
    first = snapshot(session_factory, Vacancy, VacancyRequirement, InboxRecord)
    assert counts(vacancies(session_factory, FEED / "entries.jsonl")) == (5, 0, 0, 5, 0)
    assert counts(vacancies(session_factory, FEED / "one_entry.json", now=NOW + timedelta(days=1))) == (1, 0, 0, 1, 0)
    assert snapshot(session_factory, Vacancy, VacancyRequirement, InboxRecord) == first
    with session_factory() as session:
        places = {row.title: row.postnummer for row in session.execute(select(Vacancy.title, Vacancy.postnummer))}
    assert places == {
        "Helsefagarbeider til Nybergsund, 80 %": "2422",
        "Assistent på kveld og helg": "2428",
        "Vernepleier": "1592",
        "Helsefagarbeidar på Drevsjø": "2443",
    }


def test_the_graded_ads_all_load_and_stay(session_factory: Sessions) -> None:
    path = FIXTURES / "golden" / "vacancies.jsonl"
    assert counts(vacancies(session_factory, path)) == (16, 16, 0, 0, 0)
    first = snapshot(session_factory, Vacancy, VacancyRequirement, InboxRecord)
    assert counts(vacancies(session_factory, path, now=NOW + timedelta(hours=1))) == (16, 0, 0, 16, 0)
    assert snapshot(session_factory, Vacancy, VacancyRequirement, InboxRecord) == first


def test_a_changed_ad_updates_and_an_old_one_does_not(session_factory: Sessions, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    assert counts(vacancies(session_factory, lines(path, [ad()]))) == (1, 1, 0, 0, 0)
    assert counts(vacancies(session_factory, lines(path, [ad(minutes=5, title="Nytt navn")]))) == (1, 0, 1, 0, 0)
    assert one_vacancy(session_factory).title == "Nytt navn"
    assert counts(vacancies(session_factory, lines(path, [ad(minutes=2, title="Gammelt")]))) == (1, 0, 0, 1, 0)
    assert one_vacancy(session_factory).title == "Nytt navn"
    assert counts(vacancies(session_factory, lines(path, [withdrawn(1, 9)]))) == (1, 0, 1, 0, 0)
    gone = one_vacancy(session_factory)
    assert (gone.state, gone.title, gone.text) == (VacancyState.WITHDRAWN, "", "")


def test_every_order_of_the_same_events_ends_alike(session_factory: Sessions, tmp_path: Path) -> None:
    for number, order in enumerate(itertools.permutations(range(4)), start=1):
        events = [ad(number, 0), ad(number, 1, title="To"), withdrawn(number, 2), ad(number, 2, title="Samtidig")]
        report = vacancies(session_factory, lines(tmp_path / "x.jsonl", [events[place] for place in order] * 2))
        assert report.rejected == []
    with session_factory() as session:
        assert session.scalar(select(func.count()).where(Vacancy.state != VacancyState.WITHDRAWN)) == 0
        assert session.scalars(select(Vacancy.title).distinct()).all() in ([""], [])


def test_contact_persons_never_reach_the_database(session_factory: Sessions, tmp_path: Path) -> None:
    vacancies(session_factory, lines(tmp_path / "x.jsonl", [ad(), ad(2, title="")]))
    with session_factory() as session:
        kept = [
            *session.scalars(select(InboxRecord.raw)),
            *session.scalars(select(DeadLetter.raw)),
            *session.scalars(select(Vacancy.text)),
        ]
    assert len(kept) == 3
    assert not any("contactList" in raw or "Kontakt Oppdiktet" in raw for raw in kept)


def bad_ads() -> list[Any]:
    def without(entry: dict[str, Any], name: str) -> dict[str, Any]:
        return {key: value for key, value in entry.items() if key != name}

    return [
        *('{"uuid": ', "[1]", "7", '{"uuid":"\\ud800"}', '{"a": NaN}', "[" * 30_000),
        *(without(ad(1), name) for name in ("uuid", "sistEndret", "status", "ad_content")),
        *(ad(1) | {"uuid": value} for value in (None, "", "x" * 80)),
        *(ad(1) | {"sistEndret": value} for value in ("i går", 5, "0001-01-01")),
        *(ad(1, title=""), ad(1, description=5), ad(1, workLocations="x"), ad(1, expires="x")),
    ]


def test_twenty_kinds_of_broken_ads_among_two_hundred(session_factory: Sessions, tmp_path: Path) -> None:
    bad = bad_ads()
    assert len(bad) == 20
    content = [json.dumps(ad(number)) for number in range(100, 280)]
    spoiled = [entry if isinstance(entry, str) else json.dumps(entry) for entry in bad]
    everything = content + spoiled
    random.Random(3).shuffle(everything)
    path = tmp_path / "x.jsonl"
    path.write_text("\n".join(everything), encoding="utf-8")
    report = vacancies(session_factory, path)
    assert counts(report) == (200, 180, 0, 0, 20)
    for rejected in report.rejected:
        assert everything[rejected.line - 1] in spoiled
        assert rejected.reason
        assert rejected.reason[-1] not in "!?"
    assert counts(vacancies(session_factory, path)) == (200, 0, 0, 180, 20)
    with session_factory() as session:
        assert session.scalar(select(func.count(InboxRecord.id))) == 180
        assert session.scalar(select(func.count(DeadLetter.id))) == 20


def test_a_mended_record_loads_and_its_letter_is_resolved(session_factory: Sessions, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    assert counts(vacancies(session_factory, lines(path, [ad(7, title="")]))) == (1, 0, 0, 0, 1)
    with session_factory() as session:
        letter = session.scalars(select(DeadLetter)).one()
        assert (letter.kind, letter.source, letter.external_id, letter.line) == (RecordKind.VACANCY, "nav-feed", ad(7)["uuid"], 1)
        assert (letter.field, letter.reason, letter.resolved_at) == ("ad_content.title", "feltet er tomt", None)
        assert json.loads(letter.raw)["uuid"] == ad(7)["uuid"]
    assert counts(vacancies(session_factory, lines(path, [ad(7)]))) == (1, 1, 0, 0, 0)
    with session_factory() as session:
        assert session.scalars(select(DeadLetter.resolved_at)).one() == NOW


def test_a_record_that_only_the_database_refuses_stops_nothing(session_factory: Sessions, tmp_path: Path) -> None:
    with session_factory.begin() as session:
        session.execute(text("CREATE UNIQUE INDEX only_here ON vacancy (title)"))
    entries = [ad(number, title=f"Stilling {number}") for number in (1, 2, 1, 3)]
    entries[2] |= {"uuid": ad(9)["uuid"]}
    report = vacancies(session_factory, lines(tmp_path / "x.jsonl", entries))
    assert counts(report) == (4, 3, 0, 0, 1)
    assert (report.rejected[0].line, report.rejected[0].reason[:24]) == (3, "Posten har en verdi som ")
    with session_factory() as session:
        assert session.scalars(select(DeadLetter.external_id)).all() == [ad(9)["uuid"]]
        assert session.scalar(select(func.count(InboxRecord.id))) == 3


def test_files_that_are_no_feed_say_so_and_change_nothing(session_factory: Sessions, tmp_path: Path) -> None:
    vacancies(session_factory, FEED / "entries.json")
    before = snapshot(session_factory, Vacancy, InboxRecord, DeadLetter)
    for content in (b"", b"<html>500</html>", "id;tittel".encode("utf-16")):
        (tmp_path / "x").write_bytes(content)
        with pytest.raises(FileUnreadable):
            vacancies(session_factory, tmp_path / "x")
    (tmp_path / "x").write_text("[]")
    assert counts(vacancies(session_factory, tmp_path / "x")) == (0, 0, 0, 0, 0)
    assert snapshot(session_factory, Vacancy, InboxRecord, DeadLetter) == before


def test_progress_counts_up_to_the_whole(session_factory: Sessions, tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    path = lines(tmp_path / "x.jsonl", [withdrawn(number, 0) for number in range(450)])
    import_vacancies(
        session_factory,
        path,
        "nav-feed",
        catalogue=catalogue(),
        reader=RequirementReader(),
        now=NOW,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen == [(200, 450), (400, 450), (450, 450)]


@pytest.mark.soak
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_memory_does_not_grow_with_the_file(session_factory: Sessions, tmp_path: Path) -> None:
    def peak(entries: int) -> int:
        path = tmp_path / f"{entries}.jsonl"
        event = json.dumps(withdrawn(1, 0) | {"noise": "x" * 5_000})
        path.write_text(f"{event}\n" * entries)
        tracemalloc.start()
        report = vacancies(session_factory, path)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert counts(report) == (entries, 0, 0, entries, 0)
        return most

    peak(200)  # what is loaded once is loaded now
    small, large = peak(250), peak(2_500)
    assert large < small + 1_500_000 < 12_500_000


# --- people ------------------------------------------------------------------------------------------------------


def person(number: int = 1, **changes: Any) -> dict[str, Any]:
    found = (FIXTURES / "golden" / "seekers.jsonl").read_text(encoding="utf-8").splitlines()[number - 1]
    document: dict[str, Any] = json.loads(found)
    return document | changes


def test_people_load_hidden_stay_and_update(session_factory: Sessions, tmp_path: Path) -> None:
    path = FIXTURES / "golden" / "seekers.jsonl"
    assert counts(seekers(session_factory, path)) == (40, 40, 0, 0, 0)
    first = snapshot(session_factory, JobSeeker, PersonIdentity, InboxRecord)
    assert counts(seekers(session_factory, path, now=NOW + timedelta(hours=1))) == (40, 0, 0, 40, 0)
    assert snapshot(session_factory, JobSeeker, PersonIdentity, InboxRecord) == first
    with session_factory() as session:
        assert session.scalars(queries.visible_job_seekers()).all() == []
    changed = person(1, postnummer="2422", tidsstempel="2026-11-20T08:00:00.000+00:00")
    assert counts(seekers(session_factory, lines(tmp_path / "x.jsonl", [changed]))) == (1, 0, 1, 0, 0)
    older = person(1, postnummer="2423", tidsstempel="2026-11-19T08:00:00.000+00:00")
    assert counts(seekers(session_factory, lines(tmp_path / "x.jsonl", [older]))) == (1, 0, 0, 1, 0)
    with session_factory() as session:
        assert session.scalars(select(JobSeeker.postnummer).where(JobSeeker.external_id == "PAM-G001")).one() == "2422"


def test_facts_decide_who_is_shown(session_factory: Sessions, tmp_path: Path) -> None:
    facts = tmp_path / "facts.csv"
    header = "kandidatnr;opphav;død;adressebeskyttelse;kode 6 eller 7;sperret;aktiv cv;under oppfølging;kvp;arbeidssøkerperiode"
    rows = [
        "PAM-G001;nav;nei;nei;nei;nei;ja;ja;nei;ja",
        "PAM-G002;nav;nei;nei;ukjent;nei;ja;ja;nei;ja",
        "PAM-G005;nav;nei;nei;ja;nei;ja;ja;nei;ja",
        "PAM-UKJENT;nav;nei;nei;nei;nei;ja;ja;nei;ja",
        "PAM-G005;nav;kanskje;nei;nei;nei;ja;ja;nei;ja",
    ]
    facts.write_text("\n".join([header, *rows]), encoding="utf-8")
    report = seekers(session_factory, FIXTURES / "golden" / "seekers.jsonl", facts=facts)
    assert counts(report) == (42, 40, 0, 0, 2)
    assert [(rejected.line, rejected.field) for rejected in report.rejected] == [(5, "fakta: kandidatnr"), (6, "fakta: død")]
    with session_factory() as session:
        assert [found.external_id for found in session.scalars(queries.visible_job_seekers())] == ["PAM-G001"]


def test_facts_that_cannot_be_read_stop_the_import_before_it_begins(session_factory: Sessions, tmp_path: Path) -> None:
    facts = tmp_path / "facts.csv"
    facts.write_text("navn;sperret\nA;nei\n", encoding="utf-8")
    with pytest.raises(FileUnreadable, match="mangler kandidatnr"):
        seekers(session_factory, FIXTURES / "golden" / "seekers.jsonl", facts=facts)
    with session_factory() as session:
        assert session.scalar(select(func.count(JobSeeker.id))) == 0


def test_identity_numbers_and_refused_people_leave_no_trace(session_factory: Sessions, tmp_path: Path) -> None:
    number = "00000000000"  # as long as an identity number, and none: its control digits are wrong
    entries = [person(1, fodselsnummer=number), person(2, tidsstempel="i går", fodselsnummer=number)]
    path = lines(tmp_path / "x.jsonl", entries)
    report = seekers(session_factory, path)
    assert counts(report) == (2, 1, 0, 0, 1)
    assert report.rejected[0].field == "tidsstempel"
    with session_factory() as session:
        raws = [*session.scalars(select(InboxRecord.raw)), *session.scalars(select(DeadLetter.raw))]
    assert [("fodselsnummer" in raw, number in raw) for raw in raws] == [(False, False), (False, False)]
    assert raws[1] == ""


def test_who_was_erased_does_not_come_back_by_import(session_factory: Sessions, tmp_path: Path) -> None:
    path = lines(tmp_path / "x.jsonl", [person(1), person(2)])
    seekers(session_factory, path)
    with session_factory.begin() as session:
        erase_job_seeker(session, "PAM-G001", NOW)
    assert counts(seekers(session_factory, lines(path, [person(1, poststed="Nytt"), person(2)]))) == (2, 0, 0, 2, 0)
    with session_factory() as session:
        assert session.scalars(select(JobSeeker.external_id)).all() == ["PAM-G002"]
        assert session.scalars(select(InboxRecord.external_id)).all() == ["PAM-G002"]


def test_the_demo_loads_without_a_fault(session_factory: Sessions) -> None:
    demo = FIXTURES / "demo"
    report = seekers(session_factory, demo / "seekers.jsonl", facts=demo / "facts.csv")
    assert report.rejected == []
    assert report.loaded == report.read >= 250


# --- lists -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_lists_load_by_their_template(session_factory: Sessions, tmp_path: Path, ending: str) -> None:
    for kind in ("seekers", "vacancies"):
        path = tmp_path / f"{kind}.{ending}"
        write_template(kind, path)
        load = seekers if kind == "seekers" else vacancies
        assert counts(load(session_factory, path, ending)) == (1, 1, 0, 0, 0)
        assert counts(load(session_factory, path, ending, now=NOW + timedelta(days=1))) == (1, 0, 0, 1, 0)


def test_faults_of_a_list_name_row_field_and_reason(session_factory: Sessions, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("kandidatnr;postnummer;bil\nK-1;2420;ja\nK-2;24210;ja\nK-3;2450;kanskje\n", encoding="utf-8")
    report = seekers(session_factory, path, "csv")
    assert counts(report) == (3, 1, 0, 0, 2)
    assert [(rejected.line, rejected.field, rejected.reason) for rejected in report.rejected] == [
        (3, "postnummer", "postnummer 24210 finnes ikke"),
        (4, "bil", "bil «kanskje» er ukjent: skriv ja eller nei, eller la cellen være tom"),
    ]
    path.write_text("kandidatnr;postnummer;bil\nK-1;2420;nei\nK-2;2421;ja\n", encoding="utf-8")
    assert counts(seekers(session_factory, path, "csv", now=NOW + timedelta(hours=1))) == (2, 1, 1, 0, 0)


def test_a_feed_and_a_list_may_use_the_same_id(session_factory: Sessions, tmp_path: Path) -> None:
    entry = deepcopy(ad(1)) | {"uuid": "S-1"}
    (tmp_path / "x.csv").write_text("id;tittel;arbeidsgiver\nS-1;Renholder;Oppdiktet AS\n", encoding="utf-8")
    vacancies(session_factory, lines(tmp_path / "x.jsonl", [entry]))
    vacancies(session_factory, tmp_path / "x.csv", "csv")
    with session_factory() as session:
        assert sorted(session.scalars(select(Vacancy.source))) == ["liste", "nav-feed"]
