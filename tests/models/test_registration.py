"""Registering somebody here: taken in hidden, finished by the adviser who began, corrected, and erased without a trace."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.matcher import Matcher
from matcher.text import clean
from models.accounts import Scope, User, UserKind
from models.audit import AuditAction, AuditEvent
from models.cv import CodeKind, ProseFact
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
from models.policy import Actor
from models.services.accounts import create_user
from models.services.audit import verify_chain
from models.services.catalogue import build_catalogue, read_catalogue
from models.services.errors import JobSeekerNotFound, PersonOutOfReach
from models.services.identity_numbers import has_identity_number, without_identity_numbers
from models.services.live import LivePool
from models.services.looks import Look, person_in_reach
from models.services.people import set_visibility_facts, upsert_job_seeker
from models.services.person_drafts import IdentityNumberRefused, PersonChangedMeanwhile, change_person, to_draft
from models.services.person_words import filled_change, judge_words, read_words, struck_change, take_in_words
from models.services.registration import (
    HomeOutOfReach,
    NotAName,
    erase_person,
    namesakes,
    person_to_edit,
    register_person,
    registrations_in_progress,
    unfinished,
)
from models.services.vacancies import upsert_vacancies
from models.services.visibility_facts import AnsweredByNav, answer_visibility, visibility_of
from models.visibility import PROTECTIVE
from tests.factories import NOW, TODAY, job_seeker_draft, own_facts, vacancy_draft, visible_facts
from web.settings import Settings

TRYSIL = (Scope.MUNICIPALITY, "3421")
NEW: dict[str, Any] = {
    "given_name": "Prøve",
    "family_name": "Nyregistrert",
    "birth_date": date(1990, 5, 17),
    "phone": "900 00 000",
    "postnummer": "2420",
    "poststed": "Trysil",
    "kommunenr": "3421",
}
ANSWERS = dict.fromkeys(PROTECTIVE, False)


@pytest.fixture(scope="module")
def catalogue() -> Any:
    """The catalogue of the files."""
    return build_catalogue(read_catalogue(Settings().catalogue))


@pytest.fixture(scope="module")
def fitted(catalogue: Any) -> Matcher:
    """The matcher on it."""
    return Matcher().fit(catalogue)


@pytest.fixture
def live(fitted: Matcher) -> LivePool:
    """A pool of the test's own."""
    return LivePool(fitted)


def look_of(session: Session, name: str, *grants: tuple[Scope, str], kind: UserKind = UserKind.ADVISER) -> Look:
    """Return the look of a new user with these grants."""
    user = create_user(session, username=name, name=name, kind=kind, grants=grants, now=NOW, granted_by="test")
    user_id = user if isinstance(user, str) else user.id
    actor = Actor(user_id=user_id, name=name, kind=kind, grants=frozenset(grants))
    return Look(actor=actor, purpose="registrering", now=NOW, on=TODAY, request_id="r1")


@pytest.fixture
def look(session: Session) -> Look:
    """An adviser in Trysil."""
    return look_of(session, "anne", TRYSIL)


def later(look: Look, **by: float) -> Look:
    """Return the same look some time later."""
    return replace(look, now=look.now + timedelta(**(by or {"minutes": 5})))


def stamp(session: Session, person_id: str) -> str:
    """Return what a form would begin from."""
    return session.scalars(select(JobSeeker.content_hash).where(JobSeeker.id == person_id)).one()


def trail(session: Session, person_id: str) -> list[tuple[str, str, str]]:
    """Return what the log says of one person: action, purpose and subject."""
    rows = session.scalars(select(AuditEvent).where(AuditEvent.person_id == person_id).order_by(AuditEvent.seq))
    return [(row.action.value, row.purpose, row.subject) for row in rows]


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


# --- a row is its draft ------------------------------------------------------------------------------------------

TEXT = st.text(max_size=30).map(lambda text: clean(clean(text)).strip()).filter(lambda text: "\x00" not in text)
SOME_DAY = st.none() | st.dates(date(1950, 1, 1), date(2035, 1, 1))
PERCENT = st.none() | st.integers(0, 100).map(float) | st.just(37.5)
FLAG = st.none() | st.booleans()
LEVEL = st.none() | st.sampled_from(["FOERSTESPRAAK", "VELDIG_GODT", "GODT", "NYBEGYNNER"])
TEST = st.none() | st.sampled_from(["A1", "A2", "B1", "B2", "C1"])


def many(of: Any, most: int = 3) -> Any:
    """Return short tuples."""
    return st.lists(of, max_size=most).map(tuple)


def codes(*values: str) -> Any:
    """Return some of these codes, each once, in any order."""
    return st.lists(st.sampled_from(values), unique=True).map(tuple)


DRAFTS = st.builds(
    JobSeekerDraft,
    source=st.just("bygdematch"),
    external_id=st.just("BM-1"),
    version=st.just(NOW),
    given_name=TEXT,
    family_name=TEXT,
    birth_date=SOME_DAY,
    phone=TEXT,
    email=TEXT,
    postnummer=st.none() | st.just("2420"),
    poststed=TEXT,
    kommunenr=st.none() | st.just("3421"),
    practice=many(
        st.builds(
            PracticeDraft,
            title=TEXT,
            styrk08=st.none() | st.just("5329"),
            employer=TEXT,
            place=TEXT,
            start=SOME_DAY,
            end=SOME_DAY,
            percent=PERCENT,
            kind=st.sampled_from(["job", "placement", "volunteer", "family"]),
            tasks=many(TEXT, 2),
        )
    ),
    wishes=many(st.builds(WishDraft, title=TEXT, styrk08=st.none() | st.just("5329"), primary=st.booleans())),
    education=many(st.builds(EducationDraft, title=TEXT, school=TEXT, level=TEXT, start=SOME_DAY, end=SOME_DAY, completed=FLAG)),
    credentials=many(
        st.builds(
            CredentialDraft,
            code=st.sampled_from(["auth:HF", "course:160"]),
            title=TEXT,
            issuer=TEXT,
            proof=st.sampled_from(["claimed", "verified", "applied"]),
            issued=SOME_DAY,
            valid_until=SOME_DAY,
        )
    ),
    skills=st.lists(TEXT, unique=True, max_size=4).map(tuple),
    languages=many(
        st.builds(
            LanguageDraft,
            language=st.sampled_from(["no", "en"]),
            spoken=LEVEL,
            written=LEVEL,
            test_spoken=TEST,
            test_written=TEST,
        )
    ),
    licences=codes("B", "C1", "160"),
    licences_known=st.booleans(),
    car=FLAG,
    takes_transit=FLAG,
    shifts_yes=codes("day", "evening", "night", "weekend", "oncall"),
    shifts_no=codes("day", "evening", "night", "weekend", "oncall"),
    percent_min=PERCENT,
    percent_max=PERCENT,
    percent_absolute=st.booleans(),
    forms=codes("fast", "vikariat", "tilkalling", "sommer", "laerling", "engasjement"),
    earliest_start=SOME_DAY,
    start_code=TEXT,
    max_minutes=st.none() | st.integers(0, 600),
    wished_places=codes("3421", "3422"),
    willing_to_move=FLAG,
    needs_housing=FLAG,
    refused_families=codes("renhold", "pleie"),
    right_to_work=FLAG,
    barriers=codes("B09", "B10"),
    facts=many(st.builds(FactDraft, kind=st.sampled_from(["skill", "car"]), value=TEXT, quote=TEXT, source=TEXT)),
)


@given(draft=DRAFTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_stored_person_is_the_draft_it_came_from(session: Session, draft: JobSeekerDraft) -> None:
    savepoint = session.begin_nested()
    upsert_job_seeker(session, draft, NOW)
    row = session.scalars(select(JobSeeker)).one()
    assert to_draft(row) == draft
    assert upsert_job_seeker(session, to_draft(row), NOW) == "unchanged"
    savepoint.rollback()


def test_the_test_users_are_real(session: Session, look: Look) -> None:
    assert session.get_one(User, look.actor.user_id).username == "anne"
