"""The adviser's people over HTTP: no words in addresses, nobody beyond reach, and a trace for exactly those shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import AuditAction, AuditEvent, Decision
from models.drafts import CredentialDraft, FactDraft
from models.pages import PeopleSearch
from models.people import JobSeeker
from models.services.people.storing import set_visibility_facts, upsert_job_seekers
from models.services.vacancies.storing import upsert_vacancies
from tests.factories import NOW, job_seeker_draft, vacancy_draft, visible_facts
from tests.web.conftest import Clock, PageClient

# The services behind these pages are tried on both databases by tests/models.
pytestmark = pytest.mark.soak_on("postgresql")

Enter = Callable[[str], PageClient]
PEOPLE, SEARCH = "/veileder/personer", "/veileder/personer/sok"
TELEPHONE, EMAIL = "99 88 77 66", "berit@eksempel.no"


@pytest.fixture
def ids(in_app: Session) -> dict[str, str]:
    """Two in Trysil, one in Åmot, one hidden, one with an empty CV; one vacancy."""
    drafts = [
        job_seeker_draft(
            "berit",
            given_name="Berit",
            family_name="Aasen",
            phone=TELEPHONE,
            email=EMAIL,
            credentials=(CredentialDraft(code="auth:HF", title="Autorisasjon", proof="verified"),),
            facts=(FactDraft(kind="shift_yes", value="night", quote="jobber gjerne natt", source="beskrivelse"),),
        ),
        job_seeker_draft("cato", given_name="Cato", family_name="Bakken", licences=()),
        job_seeker_draft("gro", given_name="Gro", family_name="Rena", kommunenr="3422", postnummer="2450", poststed="Rena"),
        job_seeker_draft("skjult", given_name="Skjult", family_name="Kodesen"),
        job_seeker_draft(
            "tom",
            given_name="Tom",
            family_name="Tomsen",
            practice=(),
            wishes=(),
            credentials=(),
            skills=(),
            languages=(),
            licences=(),
            licences_known=False,
            shifts_yes=(),
            forms=(),
            wished_places=(),
            car=None,
            right_to_work=None,
        ),
    ]
    with in_app.begin():
        upsert_job_seekers(in_app, drafts, NOW)
        for draft in drafts:
            set_visibility_facts(in_app, draft.external_id, visible_facts(shielded=draft.external_id == "skjult"), NOW)
        upsert_vacancies(in_app, [vacancy_draft("worker"), vacancy_draft("assistant", roles=("R13",), requirements=())], NOW)
        return {row.external_id: row.id for row in in_app.execute(select(JobSeeker.id, JobSeeker.external_id))}


def traces(session: Session, **about: Any) -> list[AuditEvent]:
    with session.begin():
        return list(session.scalars(select(AuditEvent).filter_by(**about).order_by(AuditEvent.seq)))


def search(client: PageClient, **fields: Any) -> str:
    """Post a search; return its address."""
    answer = client.send(SEARCH, fields, page=PEOPLE)
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def test_the_list_names_whom_the_reader_may_reach(sign_in: Enter, ids: dict[str, str], in_app: Session) -> None:
    text = sign_in("adviser").get(PEOPLE).text
    for name in ("Berit Aasen", "Cato Bakken", "Tom Tomsen"):
        assert name in text
    for name in ("Gro Rena", "Skjult", TELEPHONE, EMAIL):
        assert name not in text
    rows = traces(in_app, action=AuditAction.SEARCH)
    assert sorted(str(row.person_id) for row in rows) == sorted([ids["berit"], ids["cato"], ids["tom"]])
    assert {row.purpose for row in rows} == {"oppfølging"}
    assert "Gro Rena" in sign_in("adviser of another office").get(PEOPLE).text


def test_a_search_has_no_words_in_its_address(sign_in: Enter, ids: dict[str, str], in_app: Session) -> None:
    client = sign_in("adviser")
    address = search(client, ord="hfa", niva="klar", rolle="R11")
    assert re.fullmatch(r"/veileder/personer/sok/[0-9a-f]{32}", address)
    answer = client.get(address)
    assert "Berit Aasen" in answer.text
    assert "Cato Bakken" not in answer.text
    assert 'value="hfa"' in answer.text
    assert "hfa" not in re.findall(r"<title>(.*?)</title>", answer.text, re.DOTALL)[0]
    assert not [href for href in re.findall(r'href="([^"]*)"', answer.text) if "hfa" in href]
    assert [row.person_id for row in traces(in_app, action=AuditAction.SEARCH)][-1] == ids["berit"]


def test_a_search_belongs_to_its_asker_and_lasts_a_day(
    sign_in: Enter, ids: dict[str, str], in_app: Session, clock: Clock
) -> None:
    mine, other = sign_in("adviser"), sign_in("adviser of another office")
    address = search(mine, ord="hfa")
    foreign, unknown = other.get(address), other.get(f"{SEARCH}/{'0' * 32}")
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.data == unknown.data
    clock.forward(hours=11)
    assert mine.get(address).status_code in {200, 303}
    clock.forward(hours=13, minutes=1)
    late = sign_in("adviser").get(address)
    assert late.status_code == 404
    assert late.data == unknown.data
    assert "Søk på nytt" in late.text
    with in_app.begin():
        assert in_app.scalars(select(PeopleSearch.id)).all() == [address.rpartition("/")[2]]


def test_nobody_found_offers_the_nearest(sign_in: Enter, ids: dict[str, str]) -> None:
    client = sign_in("adviser")
    text = client.get(search(client, ord="hfa", forerkort="CE", papir="auth:HF")).text
    assert "Ingen passer til søket" in text
    assert "Vis 1 uten filteret" in text
    assert "Berit" not in text
    text = client.get(search(client, navn="Gro")).text
    assert "Ingen i ditt område heter eller har nummer «Gro»" in text


def test_a_name_leads_to_a_list_by_name(sign_in: Enter, ids: dict[str, str]) -> None:
    client = sign_in("adviser")
    text = client.get(search(client, navn="b")).text
    assert text.index("Berit Aasen") < text.index("Cato Bakken")
    assert "Alfabetisk" in text
    assert "Tom Tomsen" not in text


def test_an_empty_search_is_the_list_and_a_wrong_one_is_shown_again(sign_in: Enter, ids: dict[str, str]) -> None:
    client = sign_in("adviser")
    assert search(client) == PEOPLE
    answer = client.send(SEARCH, {"ord": "x" * 101, "oppdatert": "i går"}, page=PEOPLE)
    assert answer.status_code == 422
    assert "x" * 101 in answer.text
    assert "Skriv høyst 100 tegn." in answer.text


def test_without_the_forms_token_nothing_is_searched(sign_in: Enter, ids: dict[str, str], in_app: Session) -> None:
    assert sign_in("adviser").post(SEARCH, data={"ord": "hfa"}).status_code == 400
    with in_app.begin():
        assert not in_app.scalars(select(PeopleSearch)).all()


def test_the_page_of_one_person(sign_in: Enter, ids: dict[str, str], in_app: Session) -> None:
    client = sign_in("adviser")
    text = client.get(f"{PEOPLE}/{ids['berit']}").text
    for words in (
        "Berit Aasen",
        TELEPHONE,
        EMAIL,
        "Hva nå?",
        "Helsefagarbeider, 75 %",
        "verifisert",
        "«jobber gjerne natt»",
        "ikke bekreftet",
        "Kan arbeide dag, kveld og helg",
        "Hvem har sett på personen (1)",
        "Ingrid Nordhagen",
    ):
        assert words in text, words
    assert "Berit" not in re.findall(r"<title>(.*?)</title>", text, re.DOTALL)[0]
    assert f"/personer/{ids['berit']}" in "".join(re.findall(r'href="(/veileder/stillinger/[^"]*)"', text))
    (row,) = traces(in_app, person_id=ids["berit"])
    assert (row.person_id, row.purpose, row.decision) == (ids["berit"], "oppfølging", Decision.PERMIT)


def test_an_empty_cv_says_what_to_ask(sign_in: Enter, ids: dict[str, str]) -> None:
    text = sign_in("adviser").get(f"{PEOPLE}/{ids['tom']}").text
    assert "Profilen er 20\N{NO-BREAK SPACE}% utfylt" in text
    assert "Hør om personen kan oppgi" in text
    assert text.count("Ikke registrert. Spør personen.") > 5


def test_all_of_a_tier_on_request(sign_in: Enter, ids: dict[str, str], in_app: Session) -> None:
    with in_app.begin():
        upsert_vacancies(in_app, [vacancy_draft(f"more-{n}", roles=("R13",), requirements=()) for n in range(8)], NOW)
    client = sign_in("adviser")
    path = f"{PEOPLE}/{ids['cato']}"
    assert "Vis alle 9" in client.get(path).text
    assert "Vis alle 9" not in client.get(f"{path}?vis=klar").text


@pytest.mark.parametrize("who", ["gro", "skjult"])
def test_a_foreign_and_a_hidden_person_answer_as_an_unknown_one(
    sign_in: Enter, ids: dict[str, str], in_app: Session, who: str
) -> None:
    client = sign_in("adviser")
    unknown = client.get(f"{PEOPLE}/{'0' * 32}")
    answer = client.get(f"{PEOPLE}/{ids[who]}")
    assert (answer.status_code, answer.data) == (404, unknown.data)
    for door in ("mine", "slipp"):
        answer = client.send(f"{PEOPLE}/{ids[who]}/{door}", page=PEOPLE)
        assert (answer.status_code, answer.data) == (404, unknown.data)
    denied = traces(in_app, decision=Decision.DENY)
    assert {row.person_id for row in denied} == {ids[who]}
    assert len(denied) == 3


def test_taking_over_and_letting_go(sign_in: Enter, ids: dict[str, str], in_app: Session) -> None:
    client = sign_in("adviser")
    path = f"{PEOPLE}/{ids['cato']}"
    assert client.send(f"{path}/mine", page=path).headers["Location"] == path
    text = client.get(path).text
    assert "Du følger nå opp denne personen." in text
    assert "Slipp oppfølgingen" in text
    assert "Cato Bakken" in client.get(f"{PEOPLE}?mine=y").text
    assert "Berit Aasen" not in client.get(f"{PEOPLE}?mine=y").text
    assert client.send(f"{path}/slipp", page=path).headers["Location"] == path
    assert "Du har ingen egne brukere ennå" in client.get(f"{PEOPLE}?mine=y").text
    assert [row.person_id for row in traces(in_app, action=AuditAction.UPDATE)] == [ids["cato"]] * 2


def test_whoever_reached_a_person_only_as_an_own_user_goes_back_to_the_list(
    sign_in: Enter, ids: dict[str, str], in_app: Session
) -> None:
    client = sign_in("adviser")
    client.send(f"{PEOPLE}/{ids['cato']}/mine", page=PEOPLE)
    with in_app.begin():
        person = in_app.get_one(JobSeeker, ids["cato"])
        person.kommunenr = "3422"
    assert client.get(f"{PEOPLE}/{ids['cato']}").status_code == 200
    assert client.send(f"{PEOPLE}/{ids['cato']}/slipp", page=PEOPLE).headers["Location"] == PEOPLE
    assert client.get(f"{PEOPLE}/{ids['cato']}").status_code == 404


@pytest.mark.parametrize("kind", ["employer", "coordinator"])
def test_nobody_else_comes_in(sign_in: Enter, ids: dict[str, str], kind: str) -> None:
    client = sign_in(kind)
    for path in (PEOPLE, f"{PEOPLE}/{ids['berit']}", f"{SEARCH}/{'0' * 32}"):
        answer = client.get(path)
        assert answer.status_code == 403
        assert "Berit" not in answer.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nn", ("Rekkjefølgje:", "Kva no?", "Kven har sett på personen (1)", "Eitt steg unna")),
        ("en", ("Order:", "What now?", "Who has looked at the person (1)", "One step away")),
    ],
)
def test_in_other_languages(sign_in: Enter, ids: dict[str, str], language: str, words: tuple[str, ...]) -> None:
    client = sign_in("adviser")
    client.get(f"/sprak/{language}")
    text = client.get(f"{PEOPLE}/{ids['berit']}").text + client.get(PEOPLE).text
    for one in words:
        assert one in text


@pytest.mark.usefixtures("ids")
def test_years_of_work_are_told_in_the_plural(sign_in: Enter) -> None:
    client = sign_in("adviser")
    client.get("/sprak/en")
    assert re.search(r"\d years as pleieassistent", client.get(PEOPLE).text)
