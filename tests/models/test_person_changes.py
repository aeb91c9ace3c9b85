"""A person who is here is changed, by the form or by confirmed words, and nothing that others wrote meanwhile is lost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.cv import CodeKind, ProseFact
from models.drafts import CredentialDraft, FactDraft, LanguageDraft, WishDraft
from models.people import JobSeeker
from models.services.looks import Look
from models.services.people.drafts import PersonChangedMeanwhile, change_person, to_draft
from models.services.people.registration import register_person
from models.services.people.storing import set_visibility_facts, upsert_job_seeker
from models.services.people.words import filled_change, judge_words, read_words, struck_change, take_in_words
from models.services.ranking.live import LivePool
from models.services.vacancies.storing import upsert_vacancies
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts
from tests.models.registration_world import NEW, later, stamp, trail

# --- changed -----------------------------------------------------------------------------------------------------


def test_a_change_is_counted_and_dated(session: Session, live: LivePool, look: Look) -> None:
    upsert_vacancies(session, [vacancy_draft()], NOW)
    upsert_job_seeker(session, job_seeker_draft(), NOW)
    set_visibility_facts(session, "PAM-T001", visible_facts(), NOW)
    row = session.scalars(select(JobSeeker)).one()
    before = live.people(session, TODAY).candidate(row.id)
    paper = CredentialDraft(code="auth:HF", proof="verified", issued=date(2026, 10, 12))
    held = to_draft(row).credentials
    done = change_person(session, live, later(look), row.id, stamp=row.content_hash, change={"credentials": (*held, paper)})
    assert (done.changed, done.gained, done.lost) == (True, 1, 0)
    now = live.people(session, TODAY).candidate(row.id)
    assert now != before
    row = session.scalars(select(JobSeeker)).one()
    assert row.version == NOW + timedelta(minutes=5)
    back = change_person(session, live, later(look, minutes=9), row.id, stamp=row.content_hash, change={"credentials": held})
    assert (back.gained, back.lost) == (0, 1)
    same = change_person(session, live, later(look, minutes=10), row.id, stamp=stamp(session, row.id), change={"phone": ""})
    assert not same.changed
    assert [action for action, _, _ in trail(session, row.id)] == ["update"] * 3


def test_a_correction_holds_until_nav_sends_a_newer_cv(session: Session, live: LivePool, look: Look) -> None:
    draft = job_seeker_draft()
    upsert_job_seeker(session, draft, NOW)
    set_visibility_facts(session, "PAM-T001", visible_facts(), NOW)
    row = session.scalars(select(JobSeeker)).one()
    change_person(session, live, look, row.id, stamp=row.content_hash, change={"phone": "900 00 000"})
    older = draft.model_copy(update={"version": NOW - timedelta(days=1), "phone": "1"})
    assert upsert_job_seeker(session, older, NOW) == "unchanged"
    assert session.scalars(select(JobSeeker)).one().identity.phone == "900 00 000"
    newer = draft.model_copy(update={"version": NOW + timedelta(days=1), "phone": "2"})
    assert upsert_job_seeker(session, newer, NOW) == "updated"


def test_two_who_change_the_same_person_do_not_overwrite_each_other(session: Session, live: LivePool, look: Look) -> None:
    person_id = register_person(session, look, NEW)
    first = stamp(session, person_id)
    change_person(session, live, later(look), person_id, stamp=first, change={"phone": "911 11 111"})
    with pytest.raises(PersonChangedMeanwhile):
        change_person(session, live, later(look), person_id, stamp=first, change={"email": "ny@eksempel.no"})
    row = session.get_one(JobSeeker, person_id)
    assert (row.identity.phone, row.identity.email) == ("911 11 111", "")


def test_what_follows_from_the_licence_follows_the_change(session: Session, live: LivePool, look: Look) -> None:
    person_id = register_person(session, look, NEW)

    def barriers(**change: Any) -> tuple[str, ...]:
        change_person(session, live, later(look), person_id, stamp=stamp(session, person_id), change=change)
        return to_draft(session.get_one(JobSeeker, person_id)).barriers

    assert barriers(licences_known=True, car=False) == ("B09", "B10")
    assert barriers(licences=("B",), car=True) == ()


# --- prose -------------------------------------------------------------------------------------------------------


PROSE = "Eg kan jobbe natt, men ikke helg. Har bil. Jeg har hatt depresjon. Ønsker 60 prosent."


def test_confirmed_words_count_and_the_prose_is_not_kept(session: Session, live: LivePool, look: Look, catalogue: Any) -> None:
    person_id = register_person(session, look, NEW)
    reading = read_words(PROSE, look, catalogue)
    assert reading.dropped == 1
    kept = [fact for fact in reading.facts if fact.kind != "car"]
    take_in_words(session, live, later(look), person_id, stamp=stamp(session, person_id), facts=kept)
    row = session.get_one(JobSeeker, person_id)
    draft = to_draft(row)
    assert (draft.shifts_yes, draft.shifts_no) == (("night",), ("weekend",))
    assert (draft.percent_min, draft.percent_max) == (60, 60)
    assert draft.car is None
    assert {fact.confirmed_by for fact in row.facts} == {look.actor.audit_name}
    assert "depresjon" not in draft.model_dump_json()


def test_a_struck_fact_leaves_the_columns_and_keeps_its_verdict(session: Session, live: LivePool, look: Look) -> None:
    facts = (
        FactDraft(kind="shift_no", value="night", quote="ikke natt"),
        FactDraft(kind="skill", value="stell", quote="er god på stell"),
    )
    upsert_job_seeker(session, job_seeker_draft(shifts_no=("night",), facts=facts), NOW)
    set_visibility_facts(session, "PAM-T001", visible_facts(), NOW)
    row = session.scalars(select(JobSeeker)).one()
    judge_words(session, live, look, row.id, stamp=row.content_hash, confirmed=["skill=stell"], struck=["shift_no=night"])
    change_person(session, live, later(look), row.id, stamp=stamp(session, row.id), change={"phone": "1"})
    codes = {(code.kind, code.code) for code in session.get_one(JobSeeker, row.id).codes}
    assert (CodeKind.SHIFT_NO, "night") not in codes
    assert (CodeKind.SKILL, "stell") in codes
    verdicts = {fact.kind: (fact.confirmed_at, fact.rejected_at) for fact in session.scalars(select(ProseFact))}
    assert verdicts == {"skill": (NOW, None), "shift_no": (None, NOW)}


STRUCK = {
    ("percent", "60"): {"percent_min": None, "percent_max": None},
    ("percent_absolute", "yes"): {"percent_absolute": False},
    ("shift_yes", "day"): {"shifts_yes": ("evening", "weekend")},
    ("form", "fast"): {"forms": ()},
    ("wish", "helsefagarbeider"): {"wishes": (WishDraft(title="Pleieassistent", styrk08="5329", primary=True),)},
    ("credential", "course:medication"): {"credentials": ()},
    ("licence", "B"): {"licences": (), "licences_known": False},
    ("reach", "minutes:45"): {"max_minutes": None},
    ("reach", "3421"): {"wished_places": ()},
    ("car", "yes"): {"car": None},
    ("right_to_work", "yes"): {"right_to_work": None},
    ("language", "no:B1"): {"languages": (LanguageDraft(language="no", spoken="FOERSTESPRAAK", written="FOERSTESPRAAK"),)},
    ("absence", "07-01..07-31"): {},
}


@pytest.mark.parametrize(("kind", "value"), STRUCK)
def test_each_kind_of_fact_can_be_struck(kind: str, value: str) -> None:
    draft = job_seeker_draft(percent_min=60, percent_max=60, percent_absolute=True, max_minutes=45)
    assert struck_change(draft, FactDraft(kind=kind, value=value, quote="x")) == STRUCK[kind, value]


def test_a_refusal_in_words_takes_back_what_was_ticked(look: Look) -> None:
    draft = job_seeker_draft(percent_min=50, percent_max=100)
    said = [("car", "no"), ("licence_no", "all"), ("shift_no", "weekend"), ("percent", "-80")]
    change = filled_change(draft, [FactDraft(kind=kind, value=value, quote="x") for kind, value in said], look)
    assert (change["car"], change["licences"], change["licences_known"]) == (False, (), True)
    assert (change["shifts_yes"], change["shifts_no"]) == (("day", "evening"), ("weekend",))
    assert (change["percent_min"], change["percent_max"]) == (None, 80)
    assert "earliest_start" not in change
    assert "max_minutes" not in change
