"""The coordinator's pages: how the nights went, and the catalogue, which advisers read too."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from flask import Flask
from numpy.typing import NDArray
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matcher.described import Described
from matcher.records import Opening
from models.audit import AuditEvent
from models.catalogue import CatalogueEntry
from models.jobs import JobRun, JobState
from models.services.catalogue import read_catalogue
from models.services.catalogue.entries import BarrierEntry, MeasureEntry, RoleEntry, RouteEntry
from models.services.catalogue_entries import KINDS
from models.services.night.jobs import LEASE
from models.services.night.nightly import STEPS, NightStopped, run_night
from models.services.night.nights import MAX_ATTEMPTS
from models.services.people.storing import set_visibility_facts, upsert_job_seekers
from models.services.vacancies.storing import upsert_vacancies
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts
from tests.models.rematch_worker import SmallEngine, SmallPool
from tests.web.conftest import Clock, PageClient
from web import db
from web.coordinator import entry_presenter, entry_words, night_presenter
from web.settings import Settings

# The services behind these pages are tried on both databases by tests/models.
pytestmark = pytest.mark.soak_on("postgresql")

Enter = Callable[[str], PageClient]
NIGHTS, CATALOGUE = "/koordinator/netter", "/katalog"


class Failing(SmallEngine):
    def describe(self, opening: Opening, pool: SmallPool, rows: NDArray[np.int32]) -> Described:
        raise ZeroDivisionError("Ola Nordmann")


@pytest.fixture
def night(app: Flask, in_app: Session) -> Callable[..., Any]:
    """Run a night over three people and two vacancies."""
    with in_app.begin():
        upsert_job_seekers(in_app, [job_seeker_draft(f"PAM-{n}") for n in range(3)], NOW)
        for n in range(3):
            set_visibility_facts(in_app, f"PAM-{n}", visible_facts(), NOW)
        upsert_vacancies(in_app, [vacancy_draft(f"ad-{n}") for n in range(2)], NOW)

    def run(local_date: date = TODAY, now: datetime = NOW, engine: Callable[[], Any] = SmallEngine, **kwargs: Any) -> Any:
        return run_night(db.database_of(app).writers, engine, local_date=local_date, now=now, **kwargs)

    return run


# --- the nights ---------------------------------------------------------------------------------------------------


def test_before_the_first_night(sign_in: Enter) -> None:
    coordinator = sign_in("coordinator")
    for page in ("/koordinator/", NIGHTS):
        answer = coordinator.get(page)
        assert answer.status_code == 200
        assert "Ingen natt er kjørt ennå" in answer.text
        assert "aksel-alert" not in answer.text


def test_a_night_that_went_well(sign_in: Enter, night: Callable[..., Any]) -> None:
    night(TODAY - timedelta(days=1), NOW - timedelta(days=1))
    night()
    coordinator = sign_in("coordinator")
    start = coordinator.get("/koordinator/").text
    assert "Alt er som det skal. Natten til 23. november 2026 er kjørt." in start
    assert "Personer: <strong>3</strong>" in start
    assert "Listene veilederne ser, er fra 23. november 2026 kl. 09.00." in start
    nights = coordinator.get(NIGHTS).text
    assert nights.index("Natt til 23. november 2026") < nights.index("Natt til 22. november 2026"), "the last night on top"
    assert nights.count("Gikk bra") == 2
    one = coordinator.get(f"{NIGHTS}/2026-11-23").text
    for step in ("Lukke stillinger med utløpt frist", "Regne ut treff", "Finne endringer", "Rydde"):
        assert step in one
    assert re.search(r"Kl\. 09\.00 til 09\.0\d, tok (under ett|\d+) (sekund|minutt)", one)


def test_a_failed_night_says_what_failed_and_what_is_done_about_it(
    sign_in: Enter, night: Callable[..., Any], clock: Clock
) -> None:
    night(engine=Failing)
    clock.forward(minutes=10)
    coordinator = sign_in("coordinator")
    for page in ("/koordinator/", NIGHTS, f"{NIGHTS}/2026-11-23"):
        text = coordinator.get(page).text
        assert "Gikk ikke bra" in text
        assert "Regne ut treff: Uventet feil (ZeroDivisionError)." in text
        assert "Hoppet over, fordi «Regne ut treff» ikke gikk bra." in text
        assert f"1 av {MAX_ATTEMPTS} forsøk er brukt" in text
        assert "Ola" not in text, "what another library says may hold values from the database"
    start = coordinator.get("/koordinator/").text
    assert "aksel-alert--error" in start
    assert "Natten til 23. november 2026 gikk ikke bra." in start
    assert start.count("forsøk er brukt") == 1

    night(now=NOW + timedelta(minutes=30))
    text = coordinator.get(NIGHTS).text
    assert "Forsøk som ikke gikk bra: 1. Klokken tok opp igjen natten der den stoppet." in text
    assert "Alt er som det skal" in text


def test_a_night_that_is_given_up_asks_for_a_person(sign_in: Enter, night: Callable[..., Any]) -> None:
    for _ in range(MAX_ATTEMPTS):
        night(engine=Failing)
    text = sign_in("coordinator").get(NIGHTS).text
    assert f"Klokken har prøvd {MAX_ATTEMPTS} ganger og gir seg." in text
    assert "bygdematch nightly" in text


def test_an_earlier_failed_night_is_not_taken_up_again(sign_in: Enter, night: Callable[..., Any]) -> None:
    night(TODAY - timedelta(days=1), NOW - timedelta(days=1), Failing)
    night()
    text = sign_in("coordinator").get(NIGHTS).text
    assert "Neste natt som går bra, tar med alt." in text
    assert "forsøk er brukt" not in text


def test_a_night_in_three_other_ways(sign_in: Enter, night: Callable[..., Any], in_app: Session, clock: Clock) -> None:
    def stop(_step: str, _done: int, _total: int) -> None:
        raise NightStopped

    night(progress=stop)
    coordinator = sign_in("coordinator")
    assert "Ble stoppet" in coordinator.get(NIGHTS).text
    assert "Tjenesten ble stoppet midt i steget." in coordinator.get(NIGHTS).text
    with in_app.begin():
        in_app.execute(update(JobRun).values(state=JobState.RUNNING, ended_at=None, lease_until=NOW + LEASE))
    for page in ("/koordinator/", NIGHTS):
        text = coordinator.get(page).text
        assert "Natten til 23. november 2026 kjører nå." in text
        assert "Kjører nå" in text
        assert "Begynte 23. november 2026 kl. 09.00" in text
    with in_app.begin():
        in_app.execute(update(JobRun).values(lease_until=NOW - timedelta(seconds=1), outcome=None))
    text = coordinator.get(f"{NIGHTS}/2026-11-23").text
    assert "Ble avbrutt" in text
    assert "Ingen steg ble ferdige." in text


def test_a_morning_without_its_night_is_red_and_old_lists_say_so(sign_in: Enter, night: Callable[..., Any], clock: Clock) -> None:
    night()
    clock.now = datetime(2026, 11, 24, 2, 45, tzinfo=NOW.tzinfo)  # 03.45 in Norway
    assert "er ikke ferdig ennå" in sign_in("coordinator").get(NIGHTS).text
    clock.forward(hours=1)
    text = sign_in("coordinator").get(NIGHTS).text
    assert "Natten til 24. november 2026 er ikke kjørt." in text
    assert "bygdematch scheduler" in text
    assert "timer gamle" not in text
    clock.forward(hours=11)
    for page in ("/koordinator/", NIGHTS):
        text = sign_in("coordinator").get(page).text
        assert "aksel-alert--error" in text
        assert "Listene er 31 timer gamle, fra 23. november 2026 kl. 09.00." in text
    assert "The lists are 31 hours old" in sign_in("coordinator").get(NIGHTS, headers={"Accept-Language": "en"}).text


def test_many_nights_have_pages(sign_in: Enter, in_app: Session) -> None:
    with in_app.begin():
        for n in range(30):
            when = NOW - timedelta(days=n)
            in_app.add(
                JobRun(
                    job="nightly", local_date=when.date(), state=JobState.DONE, started_at=when, ended_at=when, lease_until=when
                )
            )
    coordinator = sign_in("coordinator")
    pages = [coordinator.get(f"{NIGHTS}?side={page}").text for page in (1, 2, 3)]
    assert [page.count("Natt til ") for page in pages] == [14, 14, 2]
    assert [page.count("Alt er som det skal") for page in pages] == [1, 0, 0]
    assert coordinator.get(f"{NIGHTS}?side=99").text.count("Natt til ") == 2
    assert coordinator.get(f"{NIGHTS}?side=x").status_code == 200


def test_what_is_not_there(sign_in: Enter) -> None:
    coordinator = sign_in("coordinator")
    missing = coordinator.get("/finnes-ikke").data
    nights = [f"{NIGHTS}/{key}" for key in ("2026-11-22", "0" * 32, "i-gar", "2026-13-40")]
    entries = ["/katalog/roller/R99", "/katalog/finnes-ikke", "/katalog/finnes-ikke/R01", "/katalog/veier/R01"]
    for path in (*nights, *entries):
        answer = coordinator.get(path)
        assert (answer.status_code, answer.data) == (404, missing), path


def test_every_step_and_number_of_a_night_has_words(night: Callable[..., Any]) -> None:
    night(TODAY - timedelta(days=1), NOW - timedelta(days=1))
    report = night()
    assert {step.name for step in STEPS} == set(night_presenter.STEPS)
    numbers = {key for step in report.steps for key in step.numbers or {}}
    assert numbers - {"run", "before"} <= set(night_presenter.NUMBERS)


def test_nobody_is_shown_on_these_pages(sign_in: Enter, night: Callable[..., Any], in_app: Session) -> None:
    night()
    coordinator = sign_in("coordinator")
    before = in_app.scalars(select(AuditEvent.seq)).all()
    in_app.rollback()
    for page in ("/koordinator/", NIGHTS, f"{NIGHTS}/2026-11-23", f"{CATALOGUE}/", f"{CATALOGUE}/roller"):
        text = coordinator.get(page).text
        assert "PAM-" not in text
        assert "Personsen" not in text
    assert in_app.scalars(select(AuditEvent.seq)).all() == before


# --- the catalogue ------------------------------------------------------------------------------------------------

ENTRIES = read_catalogue(Settings().catalogue)


def test_the_kinds_lead_to_their_entries(sign_in: Enter) -> None:
    for who in ("coordinator", "adviser"):
        reader = sign_in(who)
        text = reader.get(f"{CATALOGUE}/").text
        for kind in entry_words.KINDS.values():
            assert f'href="/katalog/{kind.slug}"' in text
            assert reader.get(f"/katalog/{kind.slug}").status_code == 200
        assert "116, alle med noe å bekrefte" in text
    assert sign_in("employer").get(f"{CATALOGUE}/").status_code == 403


def test_what_needs_most_confirmation_comes_first(sign_in: Enter) -> None:
    text = sign_in("coordinator").get("/katalog/tiltak").text
    places = [
        (text.index(f'"/katalog/tiltak/{entry.id}"'), -len(entry.unverified))
        for entry in ENTRIES.of(MeasureEntry)
        if f'"/katalog/tiltak/{entry.id}"' in text
    ]
    assert len(places) == 25
    assert [count for _, count in sorted(places)] == sorted(count for _, count in places)


def test_search_words_must_all_stand_in_an_entry(sign_in: Enter) -> None:
    coordinator = sign_in("coordinator")
    text = coordinator.get("/katalog/roller?q=SYKEPLEIER+kreft").text
    assert "Kreftsykepleier" in text
    assert "Renholder" not in text
    assert 'value="SYKEPLEIER kreft"' in text
    nothing = coordinator.get("/katalog/roller?q=romskip").text
    assert "Ingen treff" in nothing
    assert "Vis alle" in nothing
    assert coordinator.get(f"/katalog/roller?q={'x' * 101}").status_code == 200


def test_only_what_is_not_confirmed(sign_in: Enter, in_app: Session) -> None:
    with in_app.begin():
        entry = in_app.get(CatalogueEntry, ("measure", "M01"))
        assert entry is not None
        entry.body, entry.unverified = entry.body | {"unverified": []}, []
    coordinator = sign_in("coordinator")
    assert "Arbeidstrening" in coordinator.get("/katalog/tiltak?q=arbeidstrening").text
    filtered = coordinator.get("/katalog/tiltak?q=arbeidstrening&ubekreftet=y").text
    assert '"/katalog/tiltak/M01"' not in filtered
    assert "Alt her er bekreftet." in coordinator.get("/katalog/tiltak/M01").text
    assert "49, derav 48 med noe å bekrefte" in coordinator.get("/katalog/tiltak").text


def test_the_pages_of_a_long_list_keep_the_search(sign_in: Enter) -> None:
    text = sign_in("coordinator").get("/katalog/roller?q=a&ubekreftet=y").text
    assert "/katalog/roller?q=a&amp;ubekreftet=y&amp;side=2" in text


def test_every_entry_can_be_opened_and_says_all_it_has(sign_in: Enter) -> None:
    coordinator = sign_in("coordinator")
    for entry in [entry for kind in KINDS.values() for entry in ENTRIES.of(kind)][::9]:
        answer = coordinator.get(f"/katalog/{entry_words.KINDS[entry.KIND].slug}/{entry.key}")
        assert answer.status_code == 200
        text = answer.text.lower()
        assert "kilder" in text
        for field in entry.unverified:
            assert str(entry_words.FIELDS["months" if field.startswith("months_") else field]).lower() in text


def test_a_route_in_words(sign_in: Enter) -> None:
    text = sign_in("adviser").get("/katalog/veier/T04").text
    assert "Karriere Innlandet" in text
    assert "Bestått Vg1 og Vg2 helsearbeiderfag" in text, "states by their names"
    assert "(fra 24 til 48)" in text
    assert "Voksenrett fra det året en fyller 19" in text
    assert "Sjekk med: Karriere Innlandet." in text


def test_every_field_of_an_entry_is_shown(app: Flask) -> None:
    with app.test_request_context():
        for model in (RoleEntry, RouteEntry, BarrierEntry, MeasureEntry):
            full = max(ENTRIES.of(model), key=lambda entry: len(entry.model_fields_set))
            shown = set(entry_presenter._fields(full, {}))
            assert shown | entry_presenter.COVERED >= set(model.model_fields), model
            assert set(entry_words.FIELDS) >= shown


def test_every_code_has_a_word() -> None:
    for role in ENTRIES.of(RoleEntry):
        assert role.family in entry_words.FAMILIES
        assert role.licence in entry_words.LICENCES
    for route in ENTRIES.of(RouteEntry):
        assert set(route.pay) <= set(entry_words.PAY)
    for measure in ENTRIES.of(MeasureEntry):
        assert set(measure.groups) <= set(entry_words.GROUPS)


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("regjeringen.no/no/id3021272/", "https://regjeringen.no/no/id3021272/"),
        ("https://nav.no/x", "https://nav.no/x"),
        ("http://nav.no/x", ""),
        ("lov om helsepersonell § 48", ""),
        ("GitHub navikt/pam-ontologi", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_only_pages_over_tls_become_links(address: str, href: str) -> None:
    entry = ENTRIES.of(RoleEntry)[0]
    made = entry_presenter.SourceEntry(id="X", address=address, checked=entry.checked)
    assert entry_presenter.source(made).href == href


def test_without_a_catalogue_the_pages_say_so(sign_in: Enter, in_app: Session) -> None:
    with in_app.begin():
        in_app.query(CatalogueEntry).delete()
    coordinator = sign_in("coordinator")
    assert coordinator.get(f"{CATALOGUE}/").status_code == 200
    assert "Katalogen er ikke lastet" in coordinator.get("/katalog/roller").text
