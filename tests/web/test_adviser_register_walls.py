"""The pages about a person keep no identity number, open for nobody else, and leave a trace each time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.drafts import VisibilityFacts
from models.people import JobSeeker
from models.services.people.storing import set_visibility_facts, upsert_job_seeker
from tests.factories import NOW, visible_facts
from tests.web.conftest import PageClient
from tests.web.register_pages import NEW, NUMBER, PLACES, TOLD, WHO, begin, filled, finish, people, rich, stored, trail

SignIn = Callable[[str], PageClient]

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
