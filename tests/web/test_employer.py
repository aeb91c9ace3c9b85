"""The employer's pages: what is posted is kept and published, nothing foreign answers, and nobody's mark is in any of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.accounts import Scope, UserKind
from models.audit import AuditEvent
from models.pages import FieldFigures, Posting
from models.services.accounts import create_user
from models.services.people.storing import set_visibility_facts, upsert_job_seekers
from models.services.vacancies.storing import upsert_vacancies
from models.vacancies import Vacancy, VacancyState
from tests.factories import NOW, job_seeker_draft, vacancy_draft, visible_facts
from tests.models.posting_world import AD_TEXT
from tests.web.conftest import Clock, PageClient

# The services behind these pages are tried on both databases by tests/models.
pytestmark = pytest.mark.soak_on("postgresql")

NURSING_HOME = "Trysil kommune, sykehjemmet"
ELSEWHERE = "Åmot kommune, hjemmetjenesten"
CANARIES = 12
_MARK = re.compile(r"Kanari\d+")


@pytest.fixture
def people(in_app: Session) -> Session:
    """Forty people who carry a mark in every field that could leak, of whom twelve are hidden; and two vacancies."""
    drafts = [
        job_seeker_draft(
            f"Kanari{number:02}id",
            given_name=f"Kanari{number:02}fornavn",
            family_name=f"Kanari{number:02}etternavn",
            phone=f"Kanari{number:02}telefon",
            email=f"kanari{number:02}@eksempel.no",
            licences=("B",) if number % 2 else (),
        )
        for number in range(40)
    ]
    upsert_job_seekers(in_app, drafts, NOW)
    for number, draft in enumerate(drafts):
        set_visibility_facts(in_app, draft.external_id, visible_facts(shielded=number < CANARIES), NOW)
    own, foreign = (vacancy_draft(f"{key * 32}", employer=name) for key, name in (("a", NURSING_HOME), ("b", ELSEWHERE)))
    upsert_vacancies(in_app, [own, foreign], NOW)
    in_app.commit()
    return in_app


def id_of(session: Session, external_id: str) -> str:
    session.rollback()
    found = session.scalars(select(Vacancy.id).where(Vacancy.external_id == external_id)).one()
    session.rollback()
    return found


def count(session: Session, table: type[object]) -> int:
    session.rollback()
    found = session.scalar(select(func.count()).select_from(table)) or 0
    session.rollback()
    return found


def begun(browser: PageClient, **form: str) -> str:
    """Begin a vacancy; return the address of its first step."""
    answer = browser.send("/arbeidsgiver/ny", form or {"way": "ad", "ad": AD_TEXT})
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def step(first: str, name: str) -> str:
    return first.rpartition("/")[0] + f"/{name}"


def posted(browser: PageClient) -> str:
    """Publish a vacancy; return its address."""
    first = begun(browser)
    terms = {"workplace": "2420 Trysil", "deadline": "15.12.2026", "employment": "fast", "percent_min": "75", "shifts": "night"}
    browser.send(step(first, "tid-og-sted"), {**terms, "go": "next"})
    answer = browser.send(step(first, "se-over"), {"go": "publish"})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


# --- writing ---------------------------------------------------------------------------------------------------


def test_the_first_page_is_empty_and_says_what_to_do(sign_in: Callable[[str], PageClient]) -> None:
    page = sign_in("employer").get("/arbeidsgiver/").text
    assert "Ingen stillinger ennå" in page
    assert 'href="/arbeidsgiver/ny"' in page


def test_each_way_to_begin(sign_in: Callable[[str], PageClient], people: Session) -> None:
    browser = sign_in("employer")
    own = id_of(people, "a" * 32)
    for form, words in (
        ({"way": "ad", "ad": AD_TEXT}, "Nattevakt i hjemmetjenesten"),
        ({"way": "role", "role": "R01"}, "Sykepleier"),
        ({"way": "copy", "vacancy": own}, "Helsefagarbeider, 75 %"),
        ({"way": "blank"}, "Ny stilling"),
    ):
        first = begun(browser, **form)
        assert first.endswith("/annonse")
        assert words in browser.get(first).text
    for form in ({"way": "ad", "ad": " "}, {"way": "role", "role": ""}, {"way": "copy", "vacancy": ""}):
        assert browser.send("/arbeidsgiver/ny", form).status_code == 422
    assert count(people, Posting) == 4
    page = browser.get("/arbeidsgiver/").text
    assert page.count("Fortsett") >= 4


def test_every_button_keeps_what_was_typed(sign_in: Callable[[str], PageClient], people: Session) -> None:
    browser = sign_in("employer")
    first = begun(browser, way="blank")
    for go, leads in (
        ("back", "annonse"),
        ("next", "krav"),
        ("later", "/arbeidsgiver/"),
        ("hvem", "hvem"),
        ("stay", "annonse"),
    ):
        title = f"Tittel ved {go}"
        answer = browser.send(first, {"go": go, "title": title, "add_role": "R11"})
        assert answer.status_code == 303
        assert answer.headers["Location"].endswith(leads)
        assert title in browser.get(first).text
    wrong = browser.send(
        step(first, "tid-og-sted"), {"go": "next", "deadline": "i går", "workplace": "Lukla", "percent_min": "mye"}
    )
    assert wrong.status_code == 422
    for words in ("i går", "Lukla", "mye", "Skriv datoen som", "Vi fant ikke stedet"):
        assert words in unescape(wrong.text)
    for go in ("back", "later", "krav"):
        assert browser.send(step(first, "tid-og-sted"), {"go": go, "deadline": "i går"}).status_code == 303
    assert "i går" in browser.get(step(first, "tid-og-sted")).text


def test_what_is_typed_is_kept_while_it_is_typed(sign_in: Callable[[str], PageClient], people: Session) -> None:
    browser = sign_in("employer")
    first = begun(browser)
    answer = browser.send(first, {"title": "Underveis", "add_role": "R01"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.data) == (204, b"")
    people.rollback()
    (posting,) = people.scalars(select(Posting))
    assert posting.answers["title"] == "Underveis"
    assert "R01" not in posting.answers["roles"]
    people.rollback()
    browser.send(step(first, "krav"), {"add": "skill:it"}, headers={"HX-Request": "true"})
    assert "Digitale ferdigheter (må)" not in browser.get(step(first, "se-over")).text


def test_publishing_lists_what_is_missing_with_links(sign_in: Callable[[str], PageClient], people: Session) -> None:
    browser = sign_in("employer")
    first = begun(browser, way="blank")
    answer = browser.send(step(first, "se-over"), {"go": "publish"})
    assert answer.status_code == 422
    assert "Dette mangler før stillingen kan legges ut" in answer.text
    links = [unescape(link) for link in re.findall(r'href="([^"]*feil=1[^"]*)"', answer.text)]
    assert {link.rpartition("#")[2] for link in links} == {"title", "roles", "employment", "deadline", "workplace"}
    for link in links:
        page = browser.get(link).text
        assert "aksel-error-message--show-icon" in page
    assert count(people, Vacancy) == 2


def test_a_vacancy_from_a_pasted_ad_is_published_and_changed(sign_in: Callable[[str], PageClient], people: Session) -> None:
    browser = sign_in("employer")
    vacancy = posted(browser)
    page = browser.get(vacancy).text
    for words in (
        "Nattevakt i hjemmetjenesten",
        "Finnes det noen?",
        "I rekkevidde nå:",
        "Kravene er bekreftet.",
        "Stillingen er lagt ut.",
    ):
        assert words in page
    first = str(browser.send(f"{vacancy}/endre").headers["Location"])
    browser.send(first, {"title": "Nattevakt, 75 %", "roles": "R14", "go": "later"})
    assert "Nattevakt i hjemmetjenesten" in browser.get(vacancy).text
    assert "endringer som ikke er lagt ut" in browser.get("/arbeidsgiver/").text
    assert browser.send(step(first, "se-over"), {"go": "publish"}).headers["Location"] == vacancy
    assert "Nattevakt, 75 %" in browser.get(vacancy).text


def test_closing_and_opening_again(sign_in: Callable[[str], PageClient], people: Session) -> None:
    browser = sign_in("employer")
    vacancy = posted(browser)
    assert browser.send(f"{vacancy}/lukk", {}).status_code == 422
    assert browser.send(f"{vacancy}/lukk", {"reason": "filled", "hired": "mange"}).status_code == 422
    assert browser.send(f"{vacancy}/lukk", {"reason": "filled", "hired": "1"}).status_code == 303
    page = browser.get(vacancy).text
    assert "Besatt" in page
    assert "I rekkevidde nå" not in page
    assert browser.send(f"{vacancy}/apne", {"deadline": "i går"}).status_code == 422
    assert browser.send(f"{vacancy}/apne", {"deadline": "1.2.2027"}).status_code == 303
    assert "I rekkevidde nå" in browser.get(vacancy).text


def test_throwing_away_asks_first(sign_in: Callable[[str], PageClient], people: Session) -> None:
    browser = sign_in("employer")
    first = begun(browser)
    away = step(first, "slett")
    assert "Slette utkastet?" in browser.get(away).text
    assert count(people, Posting) == 1
    assert browser.send(away).status_code == 303
    assert count(people, Posting) == 0


def test_remarks_are_shown_with_a_better_wording(sign_in: Callable[[str], PageClient], people: Session) -> None:
    browser = sign_in("employer")
    first = begun(browser, way="ad", ad=f"{AD_TEXT}\nVi søker en ung kvinne med god fysisk helse.")
    page = unescape(browser.get(step(first, "se-over")).text)
    assert page.count("Vi søker en ung kvinne med god fysisk helse.") >= 3
    for words in ("handler om kjønn", "handler om alder", "krever god helse", "Bedre:"):
        assert words in page


# --- walls -----------------------------------------------------------------------------------------------------


def test_a_foreign_posting_or_vacancy_is_as_unknown_as_none(
    app: Flask, sign_in: Callable[[str], PageClient], people: Session
) -> None:
    browser = sign_in("employer")
    mine = posted(browser)
    draft = begun(browser)
    create_user(
        people,
        username="demo-koordinator-2",
        name="Fremmed",
        kind=UserKind.EMPLOYER,
        grants=[(Scope.ORGANISATION, "name:åmot kommune, hjemmetjenesten")],
        now=NOW,
        password="et langt nok passord",
    )
    people.commit()
    stranger = app.test_client()
    assert isinstance(stranger, PageClient)
    entered = stranger.send("/logg-inn", {"username": "demo-koordinator-2", "password": "et langt nok passord"}, page="/logg-inn")
    assert entered.status_code == 303
    before = [(row.id, row.answers) for row in people.scalars(select(Posting).order_by(Posting.id))]
    people.rollback()
    unknown = stranger.get(f"/arbeidsgiver/stillinger/{'0' * 32}")
    assert unknown.status_code == 404
    for address in (mine, f"{mine}/lukk", f"{mine}/apne", draft, step(draft, "se-over"), step(draft, "slett")):
        answer = stranger.get(address)
        assert (answer.status_code, answer.data) == (404, unknown.data), address
    for address in (f"{mine}/endre", f"{mine}/bekreft", f"{mine}/lukk", f"{mine}/apne", draft, step(draft, "slett")):
        answer = stranger.send(
            address, {"go": "publish", "title": "Tatt", "reason": "filled", "hired": "1", "deadline": "1.2.2027"}
        )
        assert (answer.status_code, answer.data) == (404, unknown.data), address
    people.rollback()
    assert [(row.id, row.answers) for row in people.scalars(select(Posting).order_by(Posting.id))] == before
    people.rollback()
    for kind in ("adviser", "coordinator"):
        assert sign_in(kind).get(mine).status_code == 403


def test_nothing_changes_without_the_forms_token(sign_in: Callable[[str], PageClient], people: Session) -> None:
    browser = sign_in("employer")
    vacancy, draft = posted(browser), begun(browser)
    for address in ("/arbeidsgiver/ny", draft, step(draft, "slett"), f"{vacancy}/lukk", f"{vacancy}/endre", f"{vacancy}/bekreft"):
        assert browser.post(address, data={"go": "publish", "reason": "filled", "way": "blank"}).status_code == 400
    people.rollback()
    assert {row.state for row in people.scalars(select(Vacancy))} == {VacancyState.OPEN}
    people.rollback()
    assert count(people, Posting) == 2


def test_a_vacancy_from_the_feed_is_confirmed_but_not_changed_here(sign_in: Callable[[str], PageClient], people: Session) -> None:
    browser = sign_in("employer")
    address = f"/arbeidsgiver/stillinger/{id_of(people, 'a' * 32)}"
    page = browser.get(address).text
    assert "Denne stillingen kommer fra arbeidsplassen.no og endres der." in page
    assert f"{address}/endre" not in page
    refused = browser.send(f"{address}/endre")
    assert refused.status_code == 422
    assert "arbeidsplassen.no" in refused.text
    for way in ("lukk", "apne"):
        assert "arbeidsplassen.no" in browser.get(f"{address}/{way}").text
    assert browser.send(f"{address}/bekreft").status_code == 303
    assert "Kravene er bekreftet." in browser.get(address).text


# --- no person -------------------------------------------------------------------------------------------------


def every_answer(app: Flask, browser: PageClient, vacancies: list[str], drafts: list[str]) -> dict[str, TestResponse]:
    """Ask every GET address of the employer's, with every object of one's own."""
    answers = {}
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("employer.") or "GET" not in (rule.methods or set()):
            continue
        for vacancy in vacancies:
            for posting in drafts:
                for name in ("annonse", "krav", "tid-og-sted", "hvem", "se-over"):
                    path = rule.rule.replace("<vacancy_id>", vacancy).replace("<posting_id>", posting).replace("<step>", name)
                    path = re.sub(r"<[^>]*>", "0" * 32, path)
                    if path not in answers:
                        answers[path] = browser.get(path)
    return answers


def test_no_person_is_in_anything_that_an_employer_is_answered(
    app: Flask, sign_in: Callable[[str], PageClient], people: Session
) -> None:
    browser = sign_in("employer")
    new = posted(browser)
    draft = begun(browser)
    browser.send(step(draft, "tid-og-sted"), {"workplace": "2420", "go": "next"})
    marks = set(people.scalars(select(AuditEvent.person_id)))
    people.rollback()
    vacancies = [new.rpartition("/")[2], id_of(people, "a" * 32)]
    answers = every_answer(app, browser, vacancies, [draft.split("/")[-2]])
    unknown = {path for path, answer in answers.items() if answer.status_code != 200}
    assert all(answers[path].status_code == 404 and "0" * 32 in path for path in unknown)
    assert len(answers) - len(unknown) >= 14
    for path, answer in answers.items():
        whole = f"{answer.headers}{answer.text}"
        assert not _MARK.search(whole), path
        assert "kanari" not in whole.casefold(), path
        assert not re.search(r"\b(?:score|poeng|treff)\b", answer.text), path
    assert set(people.scalars(select(AuditEvent.person_id))) == marks


def test_hiding_or_adding_a_person_changes_no_byte_the_same_day(
    sign_in: Callable[[str], PageClient], people: Session, clock: Clock
) -> None:
    browser = sign_in("employer")
    own = f"/arbeidsgiver/stillinger/{id_of(people, 'a' * 32)}"
    before = _without_tokens(browser.get(own).text)
    set_visibility_facts(people, "Kanari20id", visible_facts(code_6_or_7=True), NOW)
    people.commit()
    assert _without_tokens(browser.get(own).text) == before
    set_visibility_facts(people, "Kanari02id", visible_facts(), NOW)
    set_visibility_facts(people, "Kanari03id", visible_facts(), NOW)
    people.commit()
    assert _without_tokens(browser.get(own).text) == before
    assert count(people, FieldFigures) == 1
    clock.now += timedelta(days=1)
    browser = sign_in("employer")
    browser.get(own)
    assert count(people, FieldFigures) == 2


def test_figures_are_words_or_multiples_of_five(sign_in: Callable[[str], PageClient], people: Session) -> None:
    page = unescape(sign_in("employer").get(f"/arbeidsgiver/stillinger/{id_of(people, 'a' * 32)}").text)
    (line,) = re.findall(r"I rekkevidde nå: ([^<]+)</p>", page)
    assert re.fullmatch(r"(under 5|ca\. \d+) klare · (under 5|ca\. \d+) avklares · (under 5|ca\. \d+) på vei innen to år\.", line)
    assert all(int(number) % 5 == 0 for number in re.findall(r"ca\. (\d+)", page))


def _without_tokens(page: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page)
