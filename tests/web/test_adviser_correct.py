"""The pages where an adviser corrects one section of a person, and nothing but that changes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from matcher.text import clean
from models.drafts import PracticeDraft
from models.services.people.identity_numbers import has_identity_number
from tests.web.conftest import PageClient
from tests.web.register_pages import NUMBER, SECTIONS, filled, stored, trail
from web.adviser.row_forms import mark_of

# The services behind these pages are tried on both databases by tests/models.
pytestmark = pytest.mark.soak_on("postgresql")

SignIn = Callable[[str], PageClient]

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


@pytest.mark.parametrize(
    ("answer", "yes", "no"),
    [
        ("yes", ("day", "evening", "weekend", "weekday"), ("night",)),
        ("no", ("day", "evening", "weekend"), ("night", "weekday")),
        ("unknown", ("day", "evening", "weekend", "weekend_days"), ("night",)),
    ],
)
def test_the_question_about_weekdays_stands_until_it_is_answered(
    adviser: PageClient, behind: Session, person: str, answer: str, yes: tuple[str, ...], no: tuple[str, ...]
) -> None:
    assert "Hverdager er ikke nevnt" in adviser.get(f"/veileder/personer/{person}").text
    address = f"/veileder/personer/{person}/rediger/arbeidstid"
    assert adviser.send(address, filled(adviser.get(address).text) | {"weekday": answer}).status_code == 303
    draft = stored(behind, person)
    assert (draft.shifts_yes, draft.shifts_no) == (yes, no)
    page = adviser.get(f"/veileder/personer/{person}").text
    assert ("Hverdager er ikke nevnt" in page) is (answer == "unknown")


def test_whoever_moves_away_is_let_go(sign_in: SignIn, behind: Session, person: str) -> None:
    adviser = sign_in("adviser")
    address = f"/veileder/personer/{person}/rediger/bosted"
    saved = adviser.send(address, filled(adviser.get(address).text) | {"postnummer": "2450"})
    assert saved.location.endswith("/veileder/personer")
    assert "utenfor kommunene" in adviser.get(saved.location).text
    assert stored(behind, person).kommunenr == "3422"
    assert adviser.get(address).status_code == 404
    assert sign_in("adviser of another office").get(address).status_code == 200


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


def test_figures_that_nobody_typed_are_not_taken_for_an_identity_number(adviser: PageClient, person: str) -> None:
    # The stamp of the page is letters and figures by chance, and once in a while it looks like one.
    address = f"/veileder/personer/{person}/rediger/erfaring"
    answer = adviser.send(address, filled(adviser.get(address).text) | {"practice-1-title": "Pleier", "of_the_page": NUMBER})
    assert answer.status_code == 303


def test_the_mark_of_an_entry_is_never_taken_for_an_identity_number() -> None:
    marks = [mark_of(PracticeDraft(title=f"Pleieassistent {number}")) for number in range(20_000)]
    assert not any(has_identity_number(mark) for mark in marks)
    assert len(set(marks)) == len(marks)


def whole(text: str) -> str:
    """Return a text as it is stored; posting turns line breaks into those of the wire, and a line keeps them."""
    return clean(clean(text).strip()).strip()
