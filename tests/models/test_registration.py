"""Registering somebody here: taken in hidden, finished by the adviser who began, and erased without a trace."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.accounts import Scope, User, UserKind
from models.audit import AuditAction, AuditEvent
from models.drafts import JobSeekerDraft, VisibilityFacts, WishDraft
from models.people import JobSeeker
from models.services.audit import verify_chain
from models.services.errors import JobSeekerNotFound, PersonOutOfReach
from models.services.looks import Look, person_in_reach
from models.services.people.drafts import IdentityNumberRefused, change_person
from models.services.people.identity_numbers import has_identity_number, without_identity_numbers
from models.services.people.registration import (
    HomeOutOfReach,
    NotAName,
    erase_person,
    namesakes,
    person_to_edit,
    register_person,
    registrations_in_progress,
    unfinished,
)
from models.services.people.storing import set_visibility_facts, upsert_job_seeker
from models.services.people.visibility_facts import AnsweredByNav, answer_visibility, visibility_of
from models.services.ranking.live import LivePool
from models.services.vacancies.storing import upsert_vacancies
from models.visibility import PROTECTIVE
from tests.factories import NOW, job_seeker_draft, own_facts, vacancy_draft, visible_facts
from tests.models.registration_world import ANSWERS, NEW, TRYSIL, later, look_of, stamp, trail

# --- taken in ----------------------------------------------------------------------------------------------------


def test_a_new_person_is_hidden_and_belongs_to_the_adviser(session: Session, look: Look) -> None:
    person_id = register_person(session, look, NEW)
    row = session.get_one(JobSeeker, person_id)
    assert (row.source, row.adviser_id, row.visibility.origin, row.visibility.consent) == (
        "bygdematch",
        look.actor.user_id,
        "own",
        True,
    )
    assert row.external_id.startswith("BM-")
    assert not has_identity_number(row.external_id)
    with pytest.raises(PersonOutOfReach):
        person_in_reach(session, look.actor, person_id)
    assert person_to_edit(session, look.actor, person_id).id == person_id
    assert trail(session, person_id) == [("create", "registrering", "consent:2026-11")]


def test_a_home_that_nobody_here_could_open_is_refused(session: Session, look: Look) -> None:
    with pytest.raises(HomeOutOfReach):
        register_person(session, look, NEW | {"kommunenr": "3422", "postnummer": "2450"})
    assert session.scalar(select(func.count()).select_from(JobSeeker)) == 0
    own = look_of(session, "berit", TRYSIL, (Scope.OWN_USERS, ""))
    person_id = register_person(session, own, NEW | {"kommunenr": "3422", "postnummer": "2450"})
    assert person_to_edit(session, own.actor, person_id).kommunenr == "3422"
    at_an_office = look_of(session, "cato", (Scope.OFFICE, "0428"))
    person_id = register_person(session, at_an_office, NEW)
    assert person_to_edit(session, at_an_office.actor, person_id).office == "0428"


# --- who may open somebody hidden --------------------------------------------------------------------------------


def test_a_protective_answer_that_hides_closes_the_door_for_everybody(session: Session, look: Look) -> None:
    for answers in itertools.product([None, False, True], repeat=len(PROTECTIVE)):
        savepoint = session.begin_nested()
        person_id = register_person(session, look, NEW)
        facts = VisibilityFacts(origin="own", **dict(zip(PROTECTIVE, answers, strict=True)))
        set_visibility_facts(session, person_id, facts, NOW)
        if True in answers:
            with pytest.raises(PersonOutOfReach):
                person_to_edit(session, look.actor, person_id, withdrawn=True)
            assert unfinished(session, look) == []
            assert namesakes(session, look, given_name="Prøve", family_name="Nyregistrert", birth_date=NEW["birth_date"]) == []
        else:
            assert person_to_edit(session, look.actor, person_id).id == person_id
        savepoint.rollback()


def test_nobody_else_opens_a_registration_in_progress(session: Session, look: Look) -> None:
    person_id = register_person(session, look, NEW)
    others = [
        look_of(session, "berit", TRYSIL),
        look_of(session, "cato", (Scope.MUNICIPALITY, "3422")),
        look_of(session, "dina", kind=UserKind.COORDINATOR),
        look_of(session, "eva", kind=UserKind.EMPLOYER),
        replace(look, actor=replace(look.actor, grants=frozenset())),
        replace(look, actor=replace(look.actor, kind=UserKind.EMPLOYER)),
    ]
    for other in others:
        with pytest.raises(PersonOutOfReach):
            person_to_edit(session, other.actor, person_id, withdrawn=True)
        assert unfinished(session, other) == []
    with pytest.raises(JobSeekerNotFound) as unknown:
        person_to_edit(session, look.actor, "0" * 32)
    assert not isinstance(unknown.value, PersonOutOfReach)


def test_a_hidden_person_from_nav_stays_closed_also_for_the_persons_adviser(session: Session, look: Look) -> None:
    upsert_job_seeker(session, job_seeker_draft(), NOW)
    row = session.scalars(select(JobSeeker)).one()
    row.adviser_id = look.actor.user_id
    session.flush()
    for facts in (visible_facts(active_cv=None), visible_facts(in_kvp=True)):
        set_visibility_facts(session, row.id, facts, NOW)
        with pytest.raises(PersonOutOfReach):
            person_to_edit(session, look.actor, row.id, withdrawn=True)
    # Not even when somebody says that it is ours: it was not registered here.
    set_visibility_facts(session, row.id, VisibilityFacts(origin="own", consent=True), NOW + timedelta(days=1))
    with pytest.raises(PersonOutOfReach):
        person_to_edit(session, look.actor, row.id, withdrawn=True)


def test_answers_show_the_person_and_withdrawal_hides_at_once(session: Session, live: LivePool, look: Look) -> None:
    upsert_vacancies(session, [vacancy_draft()], NOW)
    person_id = register_person(session, look, NEW | {"wishes": (WishDraft(title="Pleieassistent", primary=True),)})
    assert visibility_of(session, look, person_id).missing == (*PROTECTIVE, "adviser_confirmed")
    half = answer_visibility(session, live, later(look), person_id, ANSWERS)
    assert (half.visible, half.still_open, half.withdrawn) == (False, True, False)
    shown = answer_visibility(session, live, later(look, minutes=6), person_id, {"adviser_confirmed": True})
    assert shown.visible
    assert shown.matches + shown.on_the_way == 1
    assert person_in_reach(session, look.actor, person_id).id == person_id
    assert unfinished(session, look) == []
    gone = answer_visibility(session, live, later(look, minutes=7), person_id, {"consent": False})
    assert (gone.visible, gone.still_open, gone.withdrawn) == (False, True, True)
    for opened in (person_in_reach, person_to_edit):
        with pytest.raises(PersonOutOfReach):
            opened(session, look.actor, person_id)
    assert person_id not in {row.id for row in session.scalars(registrations_in_progress(look.actor))}
    assert [(one.id, one.withdrawn) for one in unfinished(session, look)] == [(person_id, True)]
    again = answer_visibility(session, live, later(look, minutes=8), person_id, {"consent": True})
    assert again.visible
    subjects = [subject for action, _, subject in trail(session, person_id) if action == "update"]
    assert subjects == ["", "", "consent:withdrawn", "consent:2026-11"]
    assert verify_chain(session).holds


def test_another_adviser_who_withdraws_for_the_person_is_let_out(session: Session, live: LivePool, look: Look) -> None:
    person_id = register_person(session, look, NEW)
    answer_visibility(session, live, later(look), person_id, ANSWERS | {"adviser_confirmed": True})
    other = look_of(session, "berit", TRYSIL)
    gone = answer_visibility(session, live, later(other, minutes=9), person_id, {"consent": False})
    assert (gone.visible, gone.still_open, gone.withdrawn) == (False, False, True)


def test_the_time_of_an_answer_stands_when_it_is_given_again(session: Session, live: LivePool, look: Look) -> None:
    person_id = register_person(session, look, NEW)
    answer_visibility(session, live, later(look), person_id, {"dead": False, "consent": True})
    answer_visibility(session, live, later(look, days=1), person_id, {"dead": False, "shielded": False, "consent": True})
    since = {answer.fact: answer.since for answer in visibility_of(session, look, person_id).answers}
    assert since["consent"] == NOW
    assert since["dead"] == NOW + timedelta(minutes=5)
    assert since["shielded"] == NOW + timedelta(days=1)


def test_a_protective_answer_by_the_adviser_counts_for_the_adviser_too(session: Session, live: LivePool, look: Look) -> None:
    person_id = register_person(session, look, NEW)
    outcome = answer_visibility(session, live, later(look), person_id, ANSWERS | {"address_protected": True})
    assert (outcome.visible, outcome.still_open) == (False, False)
    for use in (
        lambda: visibility_of(session, look, person_id),
        lambda: answer_visibility(session, live, later(look, days=1), person_id, {"address_protected": False}),
        lambda: change_person(session, live, look, person_id, stamp=stamp(session, person_id), change={"phone": "1"}),
        lambda: erase_person(session, look, person_id, "asked"),
    ):
        with pytest.raises(PersonOutOfReach):
            use()


def test_what_nav_answers_is_not_answered_here(session: Session, live: LivePool, look: Look) -> None:
    upsert_job_seeker(session, job_seeker_draft(), NOW)
    set_visibility_facts(session, "PAM-T001", visible_facts(), NOW)
    row = session.scalars(select(JobSeeker)).one()
    assert visibility_of(session, look, row.id).from_nav
    for fact in ("dead", "consent", "in_kvp"):
        with pytest.raises(AnsweredByNav):
            answer_visibility(session, live, later(look), row.id, {fact: True})
    own = register_person(session, look, NEW)
    with pytest.raises(AnsweredByNav):
        answer_visibility(session, live, later(look), own, {"active_cv": True})


# --- the same person twice ---------------------------------------------------------------------------------------


def test_only_people_whom_the_adviser_may_open_are_named_as_the_same(session: Session, look: Look) -> None:
    same: dict[str, Any] = {"given_name": "Prøve", "family_name": "Nyregistrert", "birth_date": date(1990, 5, 17)}
    people: dict[str, tuple[dict[str, Any], VisibilityFacts]] = {
        "near": ({}, visible_facts()),
        "hidden": ({}, visible_facts(code_6_or_7=True)),
        "far": ({"kommunenr": "3422"}, visible_facts()),
        "older": ({"birth_date": date(1990, 5, 16)}, visible_facts()),
        "other": ({"family_name": "Annen"}, visible_facts()),
        "case": ({"given_name": "PRØVE "}, own_facts()),
    }
    for key, (changes, facts) in people.items():
        upsert_job_seeker(session, job_seeker_draft(key, **(same | changes)), NOW)
        set_visibility_facts(session, key, facts, NOW)
    mine = register_person(session, look, NEW)
    found = namesakes(session, look, given_name="prøve", family_name="Nyregistrert", birth_date=date(1990, 5, 17))
    assert {card.external_id for card in found} == {"near", "case", session.get_one(JobSeeker, mine).external_id}
    logged = session.scalars(select(AuditEvent.person_id).where(AuditEvent.action == AuditAction.ACCESS)).all()
    assert sorted(str(one) for one in logged) == sorted(card.id for card in found)


# --- erased ------------------------------------------------------------------------------------------------------


def test_erasing_leaves_the_log_and_nothing_else(session: Session, look: Look) -> None:
    person_id = register_person(session, look, NEW)
    external_id = session.get_one(JobSeeker, person_id).external_id
    erase_person(session, later(look), person_id, "asked")
    assert session.get(JobSeeker, person_id) is None
    assert trail(session, person_id)[-1] == ("delete", "registrering", "erase:asked")
    draft = JobSeekerDraft(**NEW, source="bygdematch", external_id=external_id, version=NOW)
    assert upsert_job_seeker(session, draft, NOW) == "unchanged"
    with pytest.raises(JobSeekerNotFound):
        erase_person(session, look, person_id, "asked")


def test_a_foreign_person_is_not_erased(session: Session, look: Look) -> None:
    upsert_job_seeker(session, job_seeker_draft(kommunenr="3422"), NOW)
    set_visibility_facts(session, "PAM-T001", visible_facts(), NOW)
    person_id = session.scalars(select(JobSeeker.id)).one()
    with pytest.raises(PersonOutOfReach):
        erase_person(session, look, person_id, "asked")
    assert session.scalar(select(func.count()).select_from(JobSeeker)) == 1


# --- numbers that are never kept ---------------------------------------------------------------------------------


# Put together from parts: no such number stands in this file.
LIKE_ONE = ["0102" + "03" + "45678", "0102" + "03 45678", "4102" + "03-45678", "0142" + "03" + "45678", "0182" + "0345678"]


@pytest.mark.parametrize("number", LIKE_ONE)
def test_an_identity_number_is_found_and_taken_out(session: Session, look: Look, number: str) -> None:
    assert has_identity_number(f"Kari ({number})")
    assert without_identity_numbers(f"Kari ({number})") == "Kari ()"
    with pytest.raises(NotAName):
        register_person(session, look, NEW | {"given_name": number})
    assert session.scalar(select(func.count()).select_from(JobSeeker)) == 0


@pytest.mark.parametrize("text", ["+47 90000000", "+46701234567", "974760673", "0047 90000000", "BM-01020345", "123456789012"])
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not has_identity_number(text)
    assert without_identity_numbers(text) == text


def test_a_change_with_an_identity_number_is_refused(session: Session, live: LivePool, look: Look) -> None:
    person_id = register_person(session, look, NEW)
    with pytest.raises(IdentityNumberRefused):
        change_person(session, live, look, person_id, stamp=stamp(session, person_id), change={"skills": (LIKE_ONE[1],)})


def test_the_test_users_are_real(session: Session, look: Look) -> None:
    assert session.get_one(User, look.actor.user_id).username == "anne"
