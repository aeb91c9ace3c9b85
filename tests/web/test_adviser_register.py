"""The pages where an adviser registers a person, corrects one section, answers for visibility, and erases."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.text import clean
from models.audit import AuditEvent
from models.drafts import (
    CredentialDraft,
    EducationDraft,
    FactDraft,
    JobSeekerDraft,
    LanguageDraft,
    PracticeDraft,
    VisibilityFacts,
    WishDraft,
)
from models.people import JobSeeker
from models.services.people import set_visibility_facts, upsert_job_seeker
from models.services.person_drafts import to_draft
from models.services.registration import CONSENT_VERSION
from models.services.vacancies import upsert_vacancies
from models.visibility import PROTECTIVE
from tests.factories import NOW, job_seeker_draft, vacancy_draft, visible_facts
from tests.web.conftest import PageClient
from web import db

SignIn = Callable[[str], PageClient]
NEW = "/veileder/personer/ny"
SECTIONS = (
    "kontakt",
    "bosted",
    "onsker",
    "arbeidstid",
    "erfaring",
    "utdanning",
    "papirer",
    "sprak",
    "forerkort",
    "kompetanse",
)
WHO = {
    "consent": "y",
    "given_name": "Prøve",
    "family_name": "Nyregistrert",
    "birth_date": "03.02.1994",
    "phone": "900 00 000",
    "email": "prove@eksempel.no",
    "postnummer": "2420",
}
# Put together from parts: no such number stands in this file.
NUMBER = "0102" + "03" + "45678"
CONSENT_WORDING = "67b8791f"
"""First figures of the hash of what the person is told; another wording needs another CONSENT_VERSION."""


class Controls(HTMLParser):
    """What a browser would send for the form that has a field called ``stamp`` or, without one, the last form in main."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[list[tuple[str, str]]] = []
        self._select: str | None = None
        self._chosen: str | None = None
        self._area: str | None = None
        self._text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        name = has.get("name", "")
        if tag == "form":
            self.forms.append([])
        elif tag == "input" and name and (has.get("type") not in ("checkbox", "radio") or "checked" in has):
            self.forms[-1].append((name, has.get("value", "")))
        elif tag == "select":
            self._select, self._chosen = name, None
        elif tag == "option" and self._select and (self._chosen is None or "selected" in has):
            self._chosen = has.get("value", "")
        elif tag == "textarea":
            self._area, self._text = name, ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            self.forms[-1].append((self._select, self._chosen or ""))
            self._select = None
        elif tag == "textarea" and self._area:
            self.forms[-1].append((self._area, self._text.removeprefix("\n")))
            self._area = None


def filled(html: str) -> dict[str, Any]:
    """Return the fields of the page's own form as it stands."""
    form = Controls(html).forms[-1]
    values: dict[str, list[str]] = {}
    for name, value in form:
        if name != "csrf_token":
            values.setdefault(name, []).append(value)
    return values


def rich(external_id: str = "PAM-RICH", **changes: Any) -> JobSeekerDraft:
    """Return somebody about whom every section holds something."""
    values: dict[str, Any] = {
        "phone": "+47 900 00 000",
        "email": "rik@eksempel.no",
        "skills": ("stell", "demens", "har hatt kreft"),
        "practice": (
            PracticeDraft(title="", employer="Uten tittel", start=date(2001, 1, 1)),
            PracticeDraft(
                title="Pleieassistent",
                styrk08="5329",
                employer="Sykehjemmet",
                place="Trysil",
                start=date(2018, 3, 1),
                percent=100 / 3,
                tasks=("skill:medication", "stell"),
            ),
            PracticeDraft(title="Omsorg for far", kind="family", start=date(2010, 1, 1), end=date(2011, 1, 1)),
        ),
        "wishes": (
            WishDraft(title="Pleieassistent", styrk08="5329", primary=True),
            WishDraft(title="assistent"),
            WishDraft(title="Xyzzy"),
        ),
        "education": (EducationDraft(title="Vg1 helse", school="Trysil vgs", level="4", end=date(2017, 6, 1), completed=True),),
        "credentials": (
            CredentialDraft(code="course:medication", title="Medikamentkurs", issued=date(2020, 1, 2)),
            CredentialDraft(code="fagbrev:other", title="Fagbrev som frisør", proof="applied"),
        ),
        "languages": (
            LanguageDraft(language="no", spoken="GODT", written="NYBEGYNNER", test_spoken="B1"),
            LanguageDraft(language="en", spoken="VELDIG_GODT"),
        ),
        "licences": ("B", "C1"),
        "shifts_no": ("night",),
        "percent_min": 60,
        "percent_max": 100,
        "percent_absolute": True,
        "forms": ("vikariat", "fast"),
        "earliest_start": date(2027, 2, 3),
        "start_code": "ETTER_AVTALE",
        "max_minutes": 45,
        "wished_places": ("3422", "3421", "0301"),
        "willing_to_move": False,
        "refused_families": ("renhold",),
        "facts": (
            FactDraft(kind="shift_no", value="night", quote="ikke natt", source="beskrivelse"),
            FactDraft(kind="skill", value="demens", quote="god på demens", source="beskrivelse"),
        ),
    }
    return job_seeker_draft(external_id, **(values | changes))


@pytest.fixture
def person(in_app: Session) -> str:
    """Somebody from NAV in Trysil, with something in every section, and a vacancy beside; returns the id."""
    upsert_job_seeker(in_app, rich(), NOW)
    set_visibility_facts(in_app, "PAM-RICH", visible_facts(), NOW)
    upsert_vacancies(in_app, [vacancy_draft()], NOW)
    found = in_app.scalars(select(JobSeeker.id)).one()
    in_app.commit()
    return found


@pytest.fixture
def behind(app: Flask) -> Iterator[Session]:
    """A session that only reads, so that no page has to wait for it; ``rollback`` before each look."""
    with db.database_of(app).readers() as session:
        yield session


@pytest.fixture
def adviser(sign_in: SignIn) -> PageClient:
    """The adviser in Trysil."""
    return sign_in("adviser")


def stored(session: Session, person_id: str) -> JobSeekerDraft:
    """Return what the database holds now."""
    session.rollback()
    return to_draft(session.get_one(JobSeeker, person_id))


def people(session: Session) -> int:
    """Return how many people there are, hidden ones too."""
    session.rollback()
    return session.scalar(select(func.count()).select_from(JobSeeker)) or 0


def answered(session: Session, person_id: str, fact: str) -> bool | None:
    """Return what is stored as the answer to one fact."""
    session.rollback()
    answer: bool | None = getattr(session.get_one(JobSeeker, person_id).visibility, fact)
    return answer


def trail(session: Session, person_id: str) -> list[tuple[str, str]]:
    """Return action and decision of what the log says of one person."""
    session.rollback()
    rows = session.scalars(select(AuditEvent).where(AuditEvent.person_id == person_id).order_by(AuditEvent.seq))
    return [(row.action.value, row.decision.value) for row in rows]


def begin(adviser: PageClient, **changes: Any) -> str:
    """Register somebody through the page; return the id."""
    answer = adviser.send(NEW, WHO | changes, page=NEW)
    assert answer.status_code == 303, answer.text
    found = re.search(r"[0-9a-f]{32}", answer.location)
    assert found
    return found[0]


def finish(adviser: PageClient, person_id: str, **changes: Any) -> Any:
    """Answer everything that visibility needs."""
    answers = dict.fromkeys(PROTECTIVE, "no") | {"consent": "yes", "adviser_confirmed": "y"}
    return adviser.send(f"/veileder/personer/{person_id}/synlighet", answers | changes)


# --- registering ---------------------------------------------------------------------------------------------------


def test_a_registered_person_is_hidden_until_the_answers_are_in(adviser: PageClient, behind: Session, person: str) -> None:
    person_id = begin(adviser)
    assert "Personen er skjult for alle" in adviser.get(f"/veileder/personer/{person_id}/registrer").text
    assert adviser.get(f"/veileder/personer/{person_id}").status_code == 404
    draft = stored(behind, person_id)
    assert (draft.birth_date, draft.poststed, draft.kommunenr) == (date(1994, 2, 3), "Trysil", "3421")
    page = adviser.get(NEW).text
    assert "Mine ufullstendige registreringer" in page
    assert "Prøve Nyregistrert" in page
    wishes = adviser.send(
        f"/veileder/personer/{person_id}/registrer",
        filled(adviser.get(f"/veileder/personer/{person_id}/registrer").text)
        | {"wishes-0-title": "Helsefagarbeider", "right_to_work": "yes", "licence": "yes", "classes": ["B"], "car": "yes"}
        | {"night": "yes", "weekend": "no", "percent_min": "60", "earliest_start": "3.2.2027"},
    )
    assert wishes.status_code == 303
    draft = stored(behind, person_id)
    assert (draft.wishes[0].title, draft.licences, draft.car, draft.right_to_work) == ("Helsefagarbeider", ("B",), True, True)
    assert (draft.shifts_yes, draft.shifts_no, draft.percent_min) == (("night",), ("weekend",), 60)
    assert draft.earliest_start == date(2027, 2, 3)
    page = adviser.get(f"/veileder/personer/{person_id}/synlighet").text
    assert "5 svar gjenstår" in page
    done = finish(adviser, person_id)
    assert done.location.endswith(f"/veileder/personer/{person_id}")
    assert "Personen vises nå." in adviser.get(done.location).text
    assert "Prøve Nyregistrert" not in adviser.get(NEW).text
    assert ("create", "permit") in trail(behind, person_id)


def test_what_was_typed_stands_there_again(adviser: PageClient, behind: Session) -> None:
    sent = WHO | {"birth_date": "31.02.1994", "postnummer": "2433", "email": "uten krøllalfa"}
    del sent["consent"]
    answer = adviser.send(NEW, sent)
    assert answer.status_code == 422
    assert answer.text.count("<title>Feil: ") == 1
    for words in (
        "Uten samtykke lagrer vi ingenting.",
        "Mente du 2432 Slettås eller 2434",
        "Skriv datoen som",
        "navn@eksempel.no",
    ):
        assert words in answer.text
    for value in ("Prøve", "Nyregistrert", "31.02.1994", "2433", "uten krøllalfa"):
        assert f'value="{value}"' in answer.text
    assert people(behind) == 0


@pytest.mark.parametrize("born", ["", "3.2.94", "03.02.2027"])
def test_a_birth_date_is_whole_and_behind_us(adviser: PageClient, born: str) -> None:
    answer = adviser.send(NEW, WHO | {"birth_date": born})
    assert answer.status_code == 422
    assert "birth_date-error" in answer.text


def test_somebody_of_the_same_name_is_shown_before_a_second_one_is_made(adviser: PageClient, behind: Session) -> None:
    first = begin(adviser)
    again = adviser.send(NEW, WHO)
    assert again.status_code == 422
    assert f"/veileder/personer/{first}" in again.text
    assert people(behind) == 1
    second = begin(adviser, another="y")
    assert second != first


def test_a_title_that_may_be_several_is_asked_about_once(adviser: PageClient, behind: Session) -> None:
    person_id = begin(adviser)
    address = f"/veileder/personer/{person_id}/rediger/onsker"
    form = filled(adviser.get(address).text) | {"wishes-0-title": "assistent", "wishes-1-title": "Qqqqq"}
    asked = adviser.send(address, form)
    assert asked.status_code == 422
    assert "«assistent» kan være flere yrker" in asked.text
    assert "Vi kjenner ikke yrket «Qqqqq»" in asked.text
    form = filled(asked.text) | {"wishes-0-meaning": "R19", "wishes-1-meaning": "keep"}
    assert adviser.send(address, form).status_code == 303
    wishes = stored(behind, person_id).wishes
    assert [wish.title for wish in wishes] == ["assistent", "Qqqqq"]
    assert wishes[0].styrk08
    assert wishes[1].styrk08 is None
    assert "Vi forstår dette som: Miljøarbeider" in adviser.get(address).text


# --- own words -----------------------------------------------------------------------------------------------------


TOLD = "Jeg kan jobbe natt, men ikke helg. Jeg har hatt depresjon. Har egen bil."


def test_only_confirmed_words_are_stored_and_dropped_ones_are_counted(adviser: PageClient, behind: Session) -> None:
    person_id = begin(adviser)
    address = f"/veileder/personer/{person_id}/egne-ord"
    read = adviser.send(address, {"words": TOLD, "again": "1"})
    assert read.status_code == 200
    assert "Vi tok ikke med 1 opplysning om helse" in read.text
    assert "«ikke helg»" in read.text
    assert stored(behind, person_id).facts == ()
    form = filled(read.text)
    assert {"shift_yes=night", "shift_no=weekend", "car=yes"} <= set(form["facts"])
    saved = adviser.send(address, form | {"facts": ["shift_no=weekend"], "save": "1"})
    assert saved.status_code == 303
    draft = stored(behind, person_id)
    assert [(fact.kind, fact.value, fact.quote) for fact in draft.facts] == [("shift_no", "weekend", "ikke helg")]
    assert (draft.shifts_yes, draft.shifts_no, draft.car) == ((), ("weekend",), None)
    assert "depresjon" not in draft.model_dump_json()


def test_words_changed_after_the_reading_are_shown_before_they_are_stored(adviser: PageClient, behind: Session) -> None:
    person_id = begin(adviser)
    address = f"/veileder/personer/{person_id}/egne-ord"
    form = filled(adviser.send(address, {"words": TOLD, "again": "1"}).text)
    again = adviser.send(address, form | {"words": "Jeg kan jobbe kveld.", "facts": ["shift_yes=evening"], "save": "1"})
    assert again.status_code == 422
    assert "Teksten er endret" in again.text
    assert stored(behind, person_id).facts == ()


# --- numbers that are never kept -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["given_name", "family_name", "birth_date", "phone", "email", "postnummer"])
def test_an_identity_number_is_neither_stored_nor_shown(adviser: PageClient, behind: Session, name: str) -> None:
    answer = adviser.send(NEW, WHO | {name: f"{WHO[name]} {NUMBER}"})
    assert answer.status_code == 422
    assert "Vi lagrer aldri fødselsnummer." in answer.text
    assert NUMBER not in answer.text
    assert WHO[name] in answer.text
    assert people(behind) == 0


def test_an_identity_number_in_words_and_rows_is_taken_out(adviser: PageClient, behind: Session, person: str) -> None:
    words = adviser.send(f"/veileder/personer/{person}/egne-ord", {"words": f"{TOLD} {NUMBER}", "again": "1"})
    address = f"/veileder/personer/{person}/rediger/erfaring"
    form = filled(adviser.get(address).text) | {"practice-3-employer": NUMBER}
    row = adviser.send(address, form)
    for answer in (words, row):
        assert answer.status_code == 422
        assert NUMBER not in answer.text
        assert "aldri fødselsnummer" in answer.text
    assert stored(behind, person) == rich(version=NOW).model_copy(update={"version": stored(behind, person).version})


# --- walls ---------------------------------------------------------------------------------------------------------


PLACES = ("registrer", "egne-ord", "synlighet", "slett", *(f"rediger/{section}" for section in SECTIONS))


@pytest.mark.parametrize("place", PLACES)
def test_hidden_foreign_and_unknown_people_are_the_same_404(
    sign_in: SignIn, in_app: Session, behind: Session, place: str
) -> None:
    drafts = {
        "far": (rich("far", kommunenr="3422"), visible_facts()),
        "hidden": (rich("hidden"), visible_facts(address_protected=True)),
        "unanswered": (rich("unanswered"), VisibilityFacts()),
    }
    for key, (draft, facts) in drafts.items():
        upsert_job_seeker(in_app, draft, NOW)
        set_visibility_facts(in_app, key, facts, NOW)
    ids = {row.external_id: row.id for row in in_app.scalars(select(JobSeeker))}
    in_app.commit()
    adviser, other = sign_in("adviser"), sign_in("adviser of another office")
    ids["begun by another"] = begin(other, postnummer="2450")
    ids["protected"] = begin(adviser)
    finish(adviser, ids["protected"], address_protected="yes", hides="y")
    adviser.get(NEW)  # what was said of the two registrations stands here, and not on the pages below
    unknown = f"/veileder/personer/{'0' * 32}/{place}"
    expected = [adviser.get(unknown), adviser.send(unknown, {})]
    assert {answer.status_code for answer in expected} == {404}
    for person_id in ids.values():
        address = f"/veileder/personer/{person_id}/{place}"
        before = trail(behind, person_id).count(("access", "deny"))
        answers = [adviser.get(address), adviser.send(address, WHO | {"stamp": "x", "reason": "asked", "sure": "y"})]
        assert [answer.data for answer in answers] == [answer.data for answer in expected]
        assert trail(behind, person_id).count(("access", "deny")) == before + 2


@pytest.mark.parametrize("kind", ["employer", "coordinator"])
def test_only_advisers_come_in(sign_in: SignIn, person: str, kind: str) -> None:
    client = sign_in(kind)
    for address in (NEW, *(f"/veileder/personer/{person}/{place}" for place in PLACES)):
        assert client.get(address).status_code == 403
        assert client.send(address, WHO).status_code == 403


def test_an_unknown_section_is_not_found(adviser: PageClient, person: str) -> None:
    assert adviser.get(f"/veileder/personer/{person}/rediger/helse").status_code == 404


# --- correcting ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("section", SECTIONS)
def test_a_form_sent_back_as_it_stands_changes_nothing(adviser: PageClient, behind: Session, person: str, section: str) -> None:
    before = stored(behind, person)
    address = f"/veileder/personer/{person}/rediger/{section}"
    page = adviser.get(address)
    assert page.status_code == 200
    assert "CV-en kommer fra NAV" in page.text
    answer = adviser.send(address, filled(page.text))
    assert answer.status_code == 303, re.findall(r"error-message.*?<span>(.*?)</span>", answer.text)
    assert stored(behind, person).model_copy(update={"version": before.version}) == before
    assert "Ingenting i CV-en var endret" in adviser.get(answer.location).text
    assert [action for action, _ in trail(behind, person)][:2] == ["access", "update"]


def test_the_change_in_matches_is_told(adviser: PageClient, behind: Session, person: str) -> None:
    address = f"/veileder/personer/{person}/rediger/papirer"
    form = filled(adviser.get(address).text)
    saved = adviser.send(address, form | {"credentials-2-code": "auth:HF", "credentials-2-proof": "verified"})
    assert saved.status_code == 303
    held = stored(behind, person).credentials
    assert [(paper.code, paper.proof, paper.title) for paper in held] == [
        ("course:medication", "claimed", "Medikamentkurs"),
        ("fagbrev:other", "applied", "Fagbrev som frisør"),
        ("auth:HF", "verified", ""),
    ]
    assert "Lagret. 1 nytt treff" in adviser.get(saved.location).text
    form = filled(adviser.get(address).text) | {"credentials-2-remove": "y"}
    assert "1 treff falt bort" in adviser.get(adviser.send(address, form).location).text
    assert len(stored(behind, person).credentials) == 2


def test_an_entry_is_added_changed_and_removed(adviser: PageClient, behind: Session, person: str) -> None:
    address = f"/veileder/personer/{person}/rediger/erfaring"
    form = filled(adviser.get(address).text) | {
        "practice-1-title": "Hjemmehjelp",
        "practice-2-remove": "y",
        "practice-3-title": "Renholder",
        "practice-3-start": "1. mars 2024",
        "practice-3-percent": "50 %",
        "more": "1",
    }
    saved = adviser.send(address, form)
    assert saved.location.endswith("/rediger/erfaring")
    _, first, second = stored(behind, person).practice
    assert (first.title, first.styrk08, first.tasks) == ("Hjemmehjelp", None, ("skill:medication", "stell"))
    assert (second.title, second.start, second.percent) == ("Renholder", date(2024, 3, 1), 50)


def test_an_entry_that_cannot_be_is_sent_back_whole(adviser: PageClient, behind: Session, person: str) -> None:
    address = f"/veileder/personer/{person}/rediger/erfaring"
    before = stored(behind, person)
    form = filled(adviser.get(address).text)
    answer = adviser.send(address, form | {"practice-3-employer": "Butikken", "practice-1-end": "01.01.2010"})
    assert answer.status_code == 422
    assert "Sluttdatoen er før startdatoen" in answer.text
    assert "Fyll ut dette feltet, eller tøm resten av raden" in answer.text
    assert 'value="Butikken"' in answer.text
    assert stored(behind, person) == before


@pytest.mark.parametrize(
    ("section", "fields", "words"),
    [
        ("arbeidstid", {"percent_min": "80", "percent_max": "60"}, "lavere enn minst"),
        ("arbeidstid", {"percent_min": "", "percent_max": ""}, "Skriv prosenten som er absolutt"),
        ("arbeidstid", {"percent_min": "120"}, "mellom 0 og 100"),
        ("bosted", {"max_minutes": "lenge"}, "antall minutter"),
        ("bosted", {"postnummer": "Trysil"}, "de fire tallene"),
        ("forerkort", {"classes": []}, "Kryss av klassene"),
        ("forerkort", {"licence": "no"}, "svaret over er ikke ja"),
        ("kompetanse", {"skills": "stell\nhar vært uføretrygdet"}, "helse, familie"),
        ("kontakt", {"given_name": "  "}, "Skriv fornavnet"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    adviser: PageClient, behind: Session, person: str, section: str, fields: dict[str, Any], words: str
) -> None:
    address = f"/veileder/personer/{person}/rediger/{section}"
    before = stored(behind, person)
    answer = adviser.send(address, filled(adviser.get(address).text) | fields)
    assert answer.status_code == 422
    assert answer.text.count(words) == 2
    assert stored(behind, person) == before


def test_two_advisers_do_not_overwrite_each_other(adviser: PageClient, behind: Session, person: str) -> None:
    address = f"/veileder/personer/{person}/rediger/kontakt"
    late = filled(adviser.get(address).text) | {"phone": "911 11 111"}
    first = filled(adviser.get(address).text) | {"email": "ny@eksempel.no"}
    assert adviser.send(address, first).status_code == 303
    answer = adviser.send(address, late)
    assert answer.status_code == 422
    assert "Noen andre har lagret endringer" in answer.text
    assert "ny@eksempel.no" in answer.text
    assert 'value="911 11 111"' in answer.text
    assert stored(behind, person).phone == "+47 900 00 000"
    assert adviser.send(address, filled(answer.text)).status_code == 303
    assert (stored(behind, person).phone, stored(behind, person).email) == ("911 11 111", "rik@eksempel.no")


def test_a_fact_from_prose_is_confirmed_or_struck(adviser: PageClient, behind: Session, person: str) -> None:
    address = f"/veileder/personer/{person}/rediger/kompetanse"
    page = adviser.get(address).text
    assert "«god på demens»" in page
    form = filled(page) | {"confirm": ["skill=demens"], "strike": ["shift_no=night"]}
    assert adviser.send(address, form).status_code == 303
    assert stored(behind, person).shifts_no == ()
    page = adviser.get(address).text
    assert page.count("bekreftet</span>") == 1
    assert page.count("strøket</span>") == 1


def test_whoever_moves_away_is_let_go(sign_in: SignIn, behind: Session, person: str) -> None:
    adviser = sign_in("adviser")
    address = f"/veileder/personer/{person}/rediger/bosted"
    saved = adviser.send(address, filled(adviser.get(address).text) | {"postnummer": "2450"})
    assert saved.location.endswith("/veileder/personer")
    assert "utenfor kommunene" in adviser.get(saved.location).text
    assert stored(behind, person).kommunenr == "3422"
    assert adviser.get(address).status_code == 404
    assert sign_in("adviser of another office").get(address).status_code == 200


# --- visibility ----------------------------------------------------------------------------------------------------


def test_what_nav_answered_is_shown_and_not_asked(adviser: PageClient, behind: Session, person: str) -> None:
    address = f"/veileder/personer/{person}/synlighet"
    page = adviser.get(address).text
    assert "Svarene kommer fra NAV" in page
    assert "23. november 2026" in page
    assert 'type="radio"' not in page
    assert adviser.send(address, {"dead": "yes", "hides": "y", "consent": "no"}).status_code == 422
    assert answered(behind, person, "dead") is False


def test_an_answer_that_protects_is_meant_and_final(adviser: PageClient, behind: Session) -> None:
    person_id = begin(adviser)
    first = finish(adviser, person_id, code_6_or_7="yes")
    assert first.status_code == 422
    assert "også for deg" in first.text
    assert answered(behind, person_id, "code_6_or_7") is None
    done = finish(adviser, person_id, code_6_or_7="yes", hides="y")
    assert done.location.endswith("/veileder/personer")
    page = adviser.get(done.location).text
    assert "Personen er skjult for alle fra nå av" in page
    assert "Nyregistrert" not in page + adviser.get(NEW).text
    assert adviser.get(f"/veileder/personer/{person_id}/synlighet").status_code == 404


def test_withdrawn_consent_hides_at_once(adviser: PageClient, behind: Session, clock: Any) -> None:
    person_id = begin(adviser)
    assert finish(adviser, person_id).status_code == 303
    assert adviser.get(f"/veileder/personer/{person_id}").status_code == 200
    clock.forward(minutes=1)
    finish(adviser, person_id, consent="no")
    assert adviser.get(f"/veileder/personer/{person_id}").status_code == 404
    for place in ("registrer", "egne-ord", "rediger/kontakt"):
        assert adviser.get(f"/veileder/personer/{person_id}/{place}").status_code == 404
    page = adviser.get(f"/veileder/personer/{person_id}/synlighet").text
    assert "Samtykket er trukket tilbake" in page
    assert "Samtykket er trukket" in adviser.get(NEW).text
    assert adviser.send(f"/veileder/personer/{person_id}/slett", {"reason": "asked", "sure": "y"}).status_code == 303
    assert people(behind) == 0


def test_another_wording_needs_another_version(adviser: PageClient) -> None:
    told = re.search(r'<div class="panel panel--accent">(.*?)</ul>', adviser.get(NEW).text, re.DOTALL)
    assert told
    assert (CONSENT_VERSION, hashlib.sha256(told[1].encode()).hexdigest()[:8]) == ("2026-11", CONSENT_WORDING)


# --- erasing -------------------------------------------------------------------------------------------------------


def test_erasing_is_asked_twice_and_leaves_no_name(adviser: PageClient, behind: Session, person: str) -> None:
    address = f"/veileder/personer/{person}/slett"
    assert "Dette blir igjen" in adviser.get(address).text
    unsure = adviser.send(address, {"reason": "asked"})
    assert unsure.status_code == 422
    assert "Ingenting er slettet ennå" in unsure.text
    done = adviser.send(address, {"reason": "asked", "sure": "y"})
    assert "Personen er slettet." in adviser.get(done.location).text
    assert trail(behind, person)[-1] == ("delete", "permit")
    assert people(behind) == 0
    assert adviser.get(address).status_code == 404


# --- traces --------------------------------------------------------------------------------------------------------


def test_each_page_leaves_one_row_for_each_person_named(adviser: PageClient, behind: Session, person: str) -> None:
    for place in PLACES:
        before = len(trail(behind, person))
        assert adviser.get(f"/veileder/personer/{person}/{place}").status_code == 200
        assert trail(behind, person)[before:] == [("access", "permit")]
    before = len(trail(behind, person))
    adviser.send(f"/veileder/personer/{person}/rediger/kontakt", {"stamp": "x"})
    assert trail(behind, person)[before:] == [("access", "permit")]
    mine = begin(adviser)
    begun, others = len(trail(behind, mine)), len(trail(behind, person))
    adviser.get(NEW)
    assert (len(trail(behind, mine)), len(trail(behind, person))) == (begun + 1, others)


# --- odd text ------------------------------------------------------------------------------------------------------


ODD = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(texts=st.lists(ODD, min_size=4, max_size=4))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_odd_text_is_stored_in_one_form_or_refused(adviser: PageClient, behind: Session, person: str, texts: list[str]) -> None:
    address = f"/veileder/personer/{person}/rediger/erfaring"
    title, employer, place, name = texts
    form = filled(adviser.get(address).text) | {
        "practice-1-title": title,
        "practice-1-employer": employer,
        "practice-1-place": place,
    }
    answer = adviser.send(address, form)
    expected = [whole(text) for text in (title, employer, place)]
    if whole(title):
        assert answer.status_code == 303
        period = stored(behind, person).practice[1]
        assert [period.title, period.employer, period.place] == expected
    else:
        assert answer.status_code == 422
    address = f"/veileder/personer/{person}/rediger/kontakt"
    answer = adviser.send(address, filled(adviser.get(address).text) | {"given_name": name})
    assert answer.status_code == (303 if whole(name) else 422)
    assert stored(behind, person).given_name == (whole(name) or stored(behind, person).given_name)


def whole(text: str) -> str:
    """Return a text as it is stored; posting turns line breaks into those of the wire, and a line keeps them."""
    return clean(clean(text).strip()).strip()
