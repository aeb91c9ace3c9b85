"""The pages where an adviser registers a person, takes down own words, answers for visibility, and erases."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.services.people.registration import CONSENT_VERSION
from tests.web.conftest import PageClient
from tests.web.register_pages import NEW, TOLD, WHO, answered, begin, filled, finish, people, stored, trail

# The services behind these pages are tried on both databases by tests/models.
pytestmark = pytest.mark.soak_on("postgresql")

CONSENT_WORDING = "67b8791f"
"""First figures of the hash of what the person is told; another wording needs another CONSENT_VERSION."""

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
        | {"night": "yes", "weekend": "no", "weekday": "yes", "percent_min": "60", "earliest_start": "3.2.2027"},
    )
    assert wishes.status_code == 303
    draft = stored(behind, person_id)
    assert (draft.wishes[0].title, draft.licences, draft.car, draft.right_to_work) == ("Helsefagarbeider", ("B",), True, True)
    assert (draft.shifts_yes, draft.shifts_no, draft.percent_min) == (("night", "weekday"), ("weekend",), 60)
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
