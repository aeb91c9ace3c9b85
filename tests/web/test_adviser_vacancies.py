"""The adviser's way from the vacancies to one person: what is shown is written down, and nothing leaks on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from markupsafe import escape
from sqlalchemy import Engine, Select, event, select
from sqlalchemy.orm import Session

from models.audit import AuditEvent, Decision
from models.drafts import CredentialDraft, RequirementDraft
from models.matches import Verdict
from models.people import JobSeeker
from models.services.people.storing import set_visibility_facts, upsert_job_seekers
from models.services.vacancies.storing import upsert_vacancies
from models.vacancies import Vacancy
from tests.factories import NOW, job_seeker_draft, vacancy_draft, visible_facts
from tests.web.conftest import PageClient
from web import db

# The services behind these pages are tried on both databases by tests/models.
pytestmark = pytest.mark.soak_on("postgresql")

AD = "a0000000-0000-4000-8000-0000000000aa"
SECRET = "Hemmeligsen"
PEOPLE = 30


@pytest.fixture
def world(in_app: Session) -> Session:
    """Thirty people in Trysil, one of them hidden, one person in Åmot, and three vacancies."""
    drafts = [
        job_seeker_draft(
            f"PAM-{number:03}",
            given_name="Prøve",
            family_name=f"Nummer{number:03}",
            credentials=(CredentialDraft(code="auth:HF"),) if number % 2 else (),
        )
        for number in range(PEOPLE)
    ]
    drafts.append(job_seeker_draft("PAM-HIDDEN", family_name=SECRET))
    drafts.append(job_seeker_draft("PAM-AMOT", family_name=SECRET, kommunenr="3422", postnummer="2450", poststed="Rena"))
    upsert_job_seekers(in_app, drafts, NOW)
    for draft in drafts:
        set_visibility_facts(in_app, draft.external_id, visible_facts(shielded=draft.external_id == "PAM-HIDDEN"), NOW)
    upsert_vacancies(
        in_app,
        [
            vacancy_draft(AD, text=f"{vacancy_draft().text}\n<script>alert(1)</script>"),
            vacancy_draft("kokk", title="Kokk <b>søkes</b>", roles=("R42",), requirements=(), apply_url="javascript:alert(1)"),
            vacancy_draft("old", title="Gammel stilling", deadline=date(2026, 11, 1)),
            vacancy_draft("gone", title="Trukket stilling"),
        ],
        NOW,
    )
    in_app.commit()
    upsert_vacancies(in_app, [vacancy_draft("gone", version=NOW, active=False)], NOW)
    in_app.commit()
    return in_app


@pytest.fixture
def adviser(world: Session, sign_in: Callable[[str], PageClient]) -> PageClient:
    return sign_in("adviser")


def read(session: Session, statement: Select[Any]) -> list[Any]:
    """Return what stands in the database now, and let go of it: the service writes to it too."""
    session.rollback()
    found = list(session.scalars(statement))
    session.rollback()
    return found


def vacancy_id(session: Session, external_id: str = AD) -> str:
    (found,) = read(session, select(Vacancy.id).where(Vacancy.external_id == external_id))
    return str(found)


def person(session: Session, external_id: str) -> str:
    (found,) = read(session, select(JobSeeker.id).where(JobSeeker.external_id == external_id))
    return str(found)


def shown(session: Session) -> list[str]:
    permitted = (AuditEvent.decision == Decision.PERMIT, AuditEvent.person_id.is_not(None))
    return sorted(read(session, select(AuditEvent.person_id).where(*permitted)))


def ids_in(html: str, session: Session) -> list[str]:
    """Return the ids of people that stand anywhere in a page."""
    known = set(read(session, select(JobSeeker.id)))
    return sorted(known & set(re.findall(r"[0-9a-f]{32}", html)))


def test_the_list_names_nobody_and_writes_nothing_down(adviser: PageClient, world: Session) -> None:
    answer = adviser.get("/veileder/stillinger")
    assert answer.status_code == 200
    assert "Helsefagarbeider, 75 %" in answer.text
    assert "Kokk &lt;b&gt;søkes&lt;/b&gt;" in answer.text
    assert "Gammel stilling" not in answer.text
    assert "Trukket stilling" not in answer.text
    assert ids_in(answer.text, world) == []
    assert shown(world) == []
    assert "Gammel stilling" in adviser.get("/veileder/stillinger?lukket=y").text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("ord=kokk", 200),
        ("kommune=3421&kommune=3425&turnus=night&omfang=deltid&frist=30&ufaglaert=y&laereplass=y&sorter=flest", 200),
        ("rolle=R999", 200),
        ("side=99999999999999999999", 200),
        ("side=-4", 200),
        ("kommune=9999", 422),
        ("kommune=Trysil", 422),
        ("sorter=navn", 422),
        ("omfang=alt", 422),
        ("frist=x", 422),
        ("turnus=morgen", 422),
        ("side=to", 422),
        ("ord=" + "a" * 101, 422),
    ],
)
def test_what_is_asked_wrongly_is_said_and_the_list_stands(adviser: PageClient, world: Session, query: str, status: int) -> None:
    answer = adviser.get(f"/veileder/stillinger?{query}")
    assert answer.status_code == status
    if status == 422:
        assert "Vi forstod ikke hele søket" in answer.text
        assert "Kokk" in answer.text


def test_nothing_found_offers_what_there_is(adviser: PageClient, world: Session) -> None:
    page = adviser.get("/veileder/stillinger?rolle=R42&kommune=3425").text
    assert "Ingen stillinger i Engerdal for Institusjonskokk" in page
    link = re.search(r'href="([^"]+)"[^>]*>\s*<span class="aksel-label[^"]*">Vis 1 i Trysil', page)
    assert link
    assert "Kokk" in adviser.get(unquote(link.group(1)).replace("&amp;", "&")).text


def test_exactly_the_people_on_the_page_are_written_down(adviser: PageClient, world: Session) -> None:
    key = vacancy_id(world)
    page = adviser.get(f"/veileder/stillinger/{key}")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    seen = ids_in(page.text, world)
    assert 10 <= len(seen) <= 20
    assert shown(world) == seen
    assert SECRET not in page.text
    about = AuditEvent.purpose + " " + AuditEvent.subject + " " + AuditEvent.request_id
    rows = read(world, select(about).where(AuditEvent.person_id.is_not(None)))
    assert set(rows) == {f"formidling {key} {page.headers['X-Request-Id']}"}


def test_the_pages_of_the_tiers_are_everybody_in_reach(adviser: PageClient, world: Session) -> None:
    key, seen = vacancy_id(world), set[str]()
    for tier in ("klar", "avklar", "paa_vei", "stengt"):
        for page in range(1, 4):
            seen |= set(ids_in(adviser.get(f"/veileder/stillinger/{key}?niva={tier}&side={page}").text, world))
    hidden = JobSeeker.external_id.in_(["PAM-HIDDEN", "PAM-AMOT"])
    assert seen == set(read(world, select(JobSeeker.id).where(~hidden)))


def test_filters_that_nobody_understands_show_everybody(adviser: PageClient, world: Session) -> None:
    answer = adviser.get(f"/veileder/stillinger/{vacancy_id(world)}?niva=best&minutter=7&styrke=super")
    assert answer.status_code == 422
    assert ids_in(answer.text, world)
    assert shown(world) == ids_in(answer.text, world)


def test_the_ad_is_text_and_its_link_is_safe(adviser: PageClient, world: Session) -> None:
    page = adviser.get(f"/veileder/stillinger/{vacancy_id(world)}").text
    assert "<script>alert" not in page
    assert "<mark>Førerkort klasse B</mark>" in page
    assert "helsefagarbeider med autorisasjon" in page
    other = adviser.get(f"/veileder/stillinger/{vacancy_id(world, 'kokk')}").text
    assert "javascript:" not in other


def test_two_demands_that_only_together_keep_people_away_are_told(adviser: PageClient, world: Session) -> None:
    asked = tuple(RequirementDraft(code=code, strength="must") for code in ("licence:CE", "fagbrev:kokk"))
    upsert_vacancies(world, [vacancy_draft("both", requirements=asked)], NOW)
    world.commit()
    html = adviser.get(f"/veileder/stillinger/{vacancy_id(world, 'both')}").text
    (sentence,) = re.findall(r"Uten kravet «[^<]+» og uten kravet «[^<]+", html)
    assert re.search(r"førerkort klasse CE.*kokk.*: [1-9]\d* til er klare? eller må avklares", sentence)
    assert sentence.rstrip().endswith("Hver for seg gir det 0 og 0.")


def test_a_closed_vacancy_says_so_and_a_withdrawn_one_is_not_there(adviser: PageClient, world: Session) -> None:
    page = adviser.get(f"/veileder/stillinger/{vacancy_id(world, 'old')}")
    assert page.status_code == 200
    assert "Stillingen tar ikke imot flere søknader" in page.text
    assert shown(world) == []
    withdrawn = read(world, select(Vacancy.id).where(Vacancy.external_id == "gone"))[0]
    unknown = adviser.get("/veileder/stillinger/" + "0" * 32)
    answer = adviser.get(f"/veileder/stillinger/{withdrawn}")
    assert answer.status_code == unknown.status_code == 404
    assert answer.data == unknown.data


def test_the_match_says_what_the_engine_summed(adviser: PageClient, world: Session) -> None:
    key, one = vacancy_id(world), person(world, "PAM-002")
    page = adviser.get(f"/veileder/stillinger/{key}/personer/{one}")
    assert page.status_code == 200
    assert ids_in(page.text, world) == [one]
    assert shown(world) == [one]
    title = re.search(r"<title>(.*?)</title>", page.text)
    assert title
    assert "Nummer" not in title.group(1)
    values = [_number(text) for text in re.findall(r'<span class="chart__value">([^<]+?) <', page.text)]
    total = re.search(r"Sum ([^:]+):", page.text)
    assert total
    assert len(values) > 3
    assert sum(values) == _number(total.group(1))


def _number(text: str) -> int:
    return int(re.sub(r"[^\d−-]", "", text).replace("−", "-"))


@pytest.mark.parametrize("external_id", ["PAM-HIDDEN", "PAM-AMOT"])
def test_somebody_beyond_reach_is_nobody(adviser: PageClient, world: Session, external_id: str) -> None:
    key, one = vacancy_id(world), person(world, external_id)
    path = f"/veileder/stillinger/{key}/personer/"
    drop = {"X-Request-Id", "Date"}
    adviser.get("/konto")  # the cookie of the forms is set by the first page, whichever it is
    for tail in ("", "/neste", "/forrige"):
        foreign, unknown = adviser.get(f"{path}{one}{tail}"), adviser.get(f"{path}{'0' * 32}{tail}")
        assert foreign.status_code == unknown.status_code == 404
        assert foreign.data == unknown.data
        assert {k: v for k, v in foreign.headers if k not in drop} == {k: v for k, v in unknown.headers if k not in drop}
    for tail, data in (("/tiltak", {"gruppe": "GM"}), ("/vurdering", {"passer": "ja"})):
        foreign, unknown = adviser.send(f"{path}{one}{tail}", data), adviser.send(f"{path}{'0' * 32}{tail}", data)
        assert foreign.status_code == unknown.status_code == 404
        assert foreign.data == unknown.data
    assert shown(world) == []
    denied = read(world, select(AuditEvent.person_id).where(AuditEvent.decision == Decision.DENY))
    assert denied == [one] * 5


def test_the_way_to_the_next_person_holds_no_id_of_theirs(adviser: PageClient, world: Session) -> None:
    key = vacancy_id(world)
    first = re.findall(r'id="person-([0-9a-f]{32})"', adviser.get(f"/veileder/stillinger/{key}").text)[0]
    before = shown(world)
    answer = adviser.get(f"/veileder/stillinger/{key}/personer/{first}/neste")
    assert answer.status_code == 303
    following = answer.headers["Location"].rsplit("/", 1)[1]
    assert following != first
    assert shown(world) == before
    back = adviser.get(f"/veileder/stillinger/{key}/personer/{following}/forrige")
    assert back.headers["Location"].endswith(first)


def test_the_need_category_is_posted_and_stands_nowhere_afterwards(adviser: PageClient, world: Session, app: Flask) -> None:
    key, one = vacancy_id(world), person(world, "PAM-002")
    path = f"/veileder/stillinger/{key}/personer/{one}"
    answer = adviser.send(f"{path}/tiltak", {"gruppe": "NA"})
    assert answer.status_code == 200
    assert "Trenger veiledning, nedsatt arbeidsevne" in answer.text
    assert "Valget er ikke lagret" in answer.text
    assert "Valget er ikke lagret" not in adviser.get(path).text
    assert adviser.send(f"{path}/tiltak", {"gruppe": "XX"}).status_code == 422
    assert adviser.get(f"{path}/tiltak").status_code == 405


def test_a_verdict_is_kept_and_shown_again(adviser: PageClient, world: Session) -> None:
    key, one = vacancy_id(world), person(world, "PAM-002")
    path = f"/veileder/stillinger/{key}/personer/{one}"
    answer = adviser.send(
        f"{path}/vurdering", {"passer": "nei", "grunner": ["turnus", "reisevei"], "ord": "Kan bare <b>dag</b>."}
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    page = adviser.get(path).text
    assert "Vurderingen din er lagret." in page
    assert "reiseveien er for lang, vaktene passer ikke" in page
    assert str(escape("Kan bare <b>dag</b>.")) in page


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "Velg om personen passer eller ikke."),
        ({"passer": "kanskje"}, "Velg noe fra listen."),
        ({"passer": "nei", "ord": "Kan bare dag."}, "Velg minst én grunn."),
        ({"passer": "nei", "grunner": ["annet"], "ord": "Er sykmeldt."}, "Skriv ikke om helse"),
        ({"passer": "ja", "ord": "a" * 501}, "Skriv høyst 500 tegn."),
    ],
)
def test_a_verdict_that_cannot_be_kept_keeps_what_was_typed(
    adviser: PageClient, world: Session, data: dict[str, Any], says: str
) -> None:
    key, one = vacancy_id(world), person(world, "PAM-002")
    answer = adviser.send(f"/veileder/stillinger/{key}/personer/{one}/vurdering", data)
    assert answer.status_code == 422
    assert says in answer.text
    assert data.get("ord", "") in answer.text
    assert shown(world) == [one]
    assert read(world, select(Verdict.id)) == []


@pytest.mark.parametrize("kind", ["employer", "coordinator"])
def test_only_advisers_come_in(world: Session, sign_in: Callable[[str], PageClient], kind: str) -> None:
    browser, key, one = sign_in(kind), vacancy_id(world), person(world, "PAM-002")
    for path in ("", f"/{key}", f"/{key}/personer/{one}"):
        answer = browser.get(f"/veileder/stillinger{path}")
        assert answer.status_code == 403
        assert "Nummer" not in answer.text


def test_an_adviser_of_another_office_sees_numbers_only(world: Session, sign_in: Callable[[str], PageClient]) -> None:
    page = sign_in("adviser of another office").get(f"/veileder/stillinger/{vacancy_id(world)}").text
    assert "Nummer" not in page
    assert "Utenfor ditt område" in page


@pytest.mark.parametrize("language", ["nn", "en"])
def test_every_text_is_translated(adviser: PageClient, world: Session, language: str) -> None:
    key, one = vacancy_id(world), person(world, "PAM-002")
    adviser.get(f"/sprak/{language}")
    for path in ("", f"/{key}", f"/{key}/personer/{one}", "?ord=finnesikke"):
        page = adviser.get(f"/veileder/stillinger{path}")
        assert f'<html lang="{language}">' in page.text
        assert "Hva teller for og mot" not in page.text
        assert "Bruk filtrene" not in page.text


def test_a_page_asks_the_database_a_fixed_number_of_times(adviser: PageClient, world: Session, app: Flask) -> None:
    engine: Engine = db.database_of(app).engine
    seen: list[str] = []

    def note(*args: Any) -> None:
        seen.append(args[2])

    def statements(path: str) -> int:
        adviser.get(path)
        seen.clear()
        adviser.get(path)
        return len(seen)

    event.listen(engine, "before_cursor_execute", note)
    key, one = vacancy_id(world), person(world, "PAM-002")
    assert statements("/veileder/stillinger") <= 12
    assert statements(f"/veileder/stillinger/{key}") <= 20
    assert statements(f"/veileder/stillinger/{key}?niva=paa_vei") <= 20
    assert statements(f"/veileder/stillinger/{key}/personer/{one}") <= 20
    event.remove(engine, "before_cursor_execute", note)


def test_a_corrected_requirement_changes_the_list_at_once(adviser: PageClient, world: Session) -> None:
    key = vacancy_id(world)
    path = f"/veileder/stillinger/{key}"
    ready = re.compile(r'id="tier-klar"[^>]*>.*?Klar (\d+)', re.S)
    before = int(ready.findall(adviser.get(path).text)[0])
    answer = adviser.send(f"{path}/krav", {"plass": "0", "kode": "auth:HF", "valg": "should"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{path}#krav")
    page = adviser.get(path).text
    assert "er bekreftet som et ønske" in page
    assert int(ready.findall(page)[0]) > before
    again = adviser.send(f"{path}/krav", {"plass": "0", "kode": "auth:SP", "valg": "none"})
    assert again.status_code == 303
    assert "Ingenting er lagret" in adviser.get(path).text


@pytest.mark.parametrize(
    "data", [{}, {"plass": "x", "kode": "a", "valg": "must"}, {"plass": "0", "kode": "a", "valg": "perhaps"}]
)
def test_a_form_that_no_page_has_is_refused(adviser: PageClient, world: Session, data: dict[str, str]) -> None:
    assert adviser.send(f"/veileder/stillinger/{vacancy_id(world)}/krav", data).status_code == 400
