"""A vacancy written here: nothing that is typed is lost, nobody else's is reached, and only what is whole is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.catalogue import Catalogue
from matcher.requirements import RequirementReader
from models.accounts import Scope, UserKind
from models.pages import Posting
from models.policy import Actor
from models.profiles import to_opening
from models.services import own_vacancies as own
from models.services import postings
from models.services.accounts import create_user
from models.services.catalogue import build_catalogue, read_catalogue
from models.services.errors import VacancyNotFound
from models.services.intake.places import PlaceIndex
from models.services.looks import Look
from models.services.own_vacancies import Stage, Unclear
from models.services.posting_answers import AD, DEMANDS, REVIEW, STEPS, TERMS, WELCOME, shift_codes, shifts_from
from models.services.posting_sources import from_role
from models.services.postings import NotEditableHere, NotReady, PostingNotFound, Workbench
from models.services.vacancies import close_expired, upsert_vacancy
from models.vacancies import Strength, Vacancy, VacancyState
from tests.factories import NOW, TODAY, vacancy_draft
from web.settings import Settings

HOME_CARE = "name:trysil kommune, hjemmetjenesten"
NURSING_HOME = "name:trysil kommune, sykehjemmet"
AD_TEXT = """Nattevakt i hjemmetjenesten

Vi søker våken nattevakt i 75 % fast stilling med arbeid hver tredje helg.

Kvalifikasjoner:
• Autorisasjon som helsefagarbeider
• Førerkort klasse B
• Erfaring fra hjemmetjenesten er en fordel

Vi tilbyr:
• Hjelp til å finne bolig

Politiattest må legges fram. Søknadsfrist: 15. desember 2026."""
REST: dict[str, list[str]] = {"workplace": ["2420 Trysil"], "deadline": ["15.12.2026"], "employment": ["fast"]}


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return build_catalogue(read_catalogue(Settings().catalogue))


@pytest.fixture
def bench(catalogue: Catalogue) -> Workbench:
    return Workbench(catalogue=catalogue, places=PlaceIndex(catalogue), reader=RequirementReader(), on=TODAY, now=NOW)


def an_employer(session: Session, *keys: str) -> Actor:
    grants = frozenset((Scope.ORGANISATION, key) for key in keys)
    user = create_user(session, username="-".join(keys) or "ingen", name="Randi", kind=UserKind.EMPLOYER, grants=grants, now=NOW)
    return Actor(user_id=user.id, name="Randi", kind=UserKind.EMPLOYER, grants=grants)


@pytest.fixture
def randi(session: Session) -> Actor:
    return an_employer(session, HOME_CARE, NURSING_HOME)


@pytest.fixture
def stranger(session: Session) -> Actor:
    return an_employer(session, "name:en annen kommune")


def look(actor: Actor, on: date = TODAY) -> Look:
    return Look(actor=actor, purpose="formidling", now=NOW, on=on)


def published(session: Session, actor: Actor, bench: Workbench, **typed: list[str]) -> str:
    posting = postings.begin_from_ad(session, actor, bench, AD_TEXT)
    save(session, actor, bench, posting, TERMS, REST | {"percent_min": ["75"], **typed})
    return postings.publish(session, actor, bench, posting.id)


def save(
    session: Session, actor: Actor, bench: Workbench, posting: Posting, step: str, form: Mapping[str, Sequence[str]]
) -> None:
    postings.save_step(session, actor, bench, posting.id, step=step, form=form)


# --- beginning -------------------------------------------------------------------------------------------------


def test_a_pasted_ad_becomes_proposals_with_the_words_they_were_read_from(
    session: Session, randi: Actor, bench: Workbench
) -> None:
    answers = postings.begin_from_ad(session, randi, bench, f"<p>{AD_TEXT}</p>".replace("\n", "<br>")).answers
    assert answers["title"] == "Nattevakt i hjemmetjenesten"
    assert (answers["percent_min"], answers["employment"], answers["deadline"]) == ("75", "fast", "15.12.2026")
    assert answers["shifts"] == ["night", "night-weekend"]
    assert answers["offers"] == ["offer:housing"]
    found = {entry["code"]: entry for entry in answers["requirements"]}
    assert {code: entry["strength"] for code, entry in found.items()} == {
        "auth:HF": "must",
        "licence:B": "must",
        "police": "must",
        "experience:relevant": "should",
    }
    for entry in found.values():
        assert entry["spans"]
        assert all(answers["text"][span["start"] : span["end"]] == span["quote"] for span in entry["spans"])


def test_unit_and_workplace_are_proposed_from_the_text_or_the_employer(session: Session, randi: Actor, bench: Workbench) -> None:
    posting = postings.begin_from_ad(session, randi, bench, f"{AD_TEXT}\nArbeidsstedet er i Nybergsund.")
    assert (posting.employer_key, posting.answers["workplace"]) == (HOME_CARE, "2422 Nybergsund")
    posting = postings.begin_from_ad(session, randi, bench, "Helsefagarbeider\nSykehjemmet søker helsefagarbeider.")
    assert posting.employer_key == NURSING_HOME
    assert postings.reading_of(posting, bench).fields["kommunenr"] == "3421"
    posting = postings.begin_from_role(session, randi, bench, "R11")
    assert postings.reading_of(posting, bench).fields["postnummer"] == "2420"


def test_every_role_has_a_template_that_can_be_published(session: Session, randi: Actor, bench: Workbench) -> None:
    roles = [role for role in bench.catalogue.roles.values() if not role.outside]
    assert len(roles) == 53
    for role in roles:
        answers = from_role(role.id, bench.catalogue)
        codes = [entry["code"] for entry in answers["requirements"]]
        assert all(atom in bench.catalogue.requirements for code in codes for atom in code.split("|"))
        if role.authorisation:
            assert codes[0] == "|".join(f"auth:{code}" for code in role.authorisation)
        posting = postings.begin_from_role(session, randi, bench, role.id)
        save(session, randi, bench, posting, TERMS, REST)
        postings.publish(session, randi, bench, posting.id)


def test_an_own_vacancy_is_copied_without_its_dates(session: Session, randi: Actor, stranger: Actor, bench: Workbench) -> None:
    vacancy = published(session, randi, bench)
    copy = postings.begin_from_vacancy(session, randi, bench, vacancy)
    assert (copy.answers["title"], copy.answers["deadline"], copy.vacancy_id) == ("Nattevakt i hjemmetjenesten", "", None)
    assert copy.answers["workplace"] == "2420 Trysil"
    with pytest.raises(VacancyNotFound):
        postings.begin_from_vacancy(session, stranger, bench, vacancy)


def test_who_acts_for_nobody_begins_nothing(session: Session, bench: Workbench) -> None:
    with pytest.raises(PostingNotFound):
        postings.begin(session, an_employer(session), bench, {})


# --- typing ----------------------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_right_or_wrong(session: Session, randi: Actor, bench: Workbench) -> None:
    posting = postings.begin(session, randi, bench, {})
    wrong = {
        "percent_min": ["mye"],
        "percent_max": ["120"],
        "positions": ["to"],
        "deadline": ["1.1.2020"],
        "workplace": ["Lukla"],
    }
    save(session, randi, bench, posting, TERMS, wrong)
    assert {name: [posting.answers[name]] for name in wrong} == wrong
    keys = {(fault.field, fault.key) for fault in postings.faults_of(posting, bench) if fault.step == TERMS}
    assert keys == {
        ("percent_min", "percent"),
        ("percent_max", "percent"),
        ("positions", "positions"),
        ("deadline", "deadline_past"),
        ("workplace", "workplace_unknown"),
        ("employment", "employment_missing"),
    }


def test_only_a_steps_own_fields_change_anything(session: Session, randi: Actor, bench: Workbench) -> None:
    posting = postings.begin_from_ad(session, randi, bench, AD_TEXT)
    before = dict(posting.answers)
    foreign: dict[str, list[str]] = {
        "published": ["1"],
        "vacancy_id": ["x"],
        "closed": ["x"],
        "overrides": ["x"],
        "figures": ["x"],
        "requirements": ["x"],
        "skills": ["x"],
        "employer_key": ["x"],
    }
    for step in STEPS:
        own_lists = {AD: {"roles": before["roles"]}, TERMS: {"shifts": before["shifts"]}, WELCOME: {"offers": before["offers"]}}
        save(session, randi, bench, posting, step, foreign | own_lists.get(step, {}))
    changed = {name for name in posting.answers if posting.answers[name] != before.get(name)}
    assert changed <= {"published", "rungs", "overrides"}
    assert (posting.answers["rungs"], posting.answers["overrides"], posting.answers["published"]) == ([], {}, False)
    save(session, randi, bench, posting, AD, {"employer": ["name:en annen kommune"], "roles": ["R99", "X"]})
    assert (posting.employer_key, posting.answers["roles"]) == (before["employer"], [])
    save(session, randi, bench, posting, TERMS, {"shifts": ["day", "x"]})
    save(session, randi, bench, posting, WELCOME, {"offers": ["police", "offer:housing"], "rungs": ["N14"]})
    assert (posting.answers["shifts"], posting.answers["offers"]) == (["day"], ["offer:housing"])
    assert postings.reading_of(posting, bench).accepted_states == ()


def test_requirements_are_chosen_and_added(session: Session, randi: Actor, bench: Workbench) -> None:
    posting = postings.begin_from_ad(session, randi, bench, AD_TEXT)
    ids = {entry["code"]: entry["id"] for entry in posting.answers["requirements"]}
    form = {
        f"krav-{ids['licence:B']}": ["none"],
        f"krav-{ids['auth:HF']}": ["nonsense"],
        "add": ["language:B1"],
        "add_strength": ["should"],
    }
    save(session, randi, bench, posting, DEMANDS, form)
    save(session, randi, bench, posting, DEMANDS, {"add": ["reach"], "add_strength": ["must"]})
    chosen = {entry["code"]: entry["strength"] for entry in posting.answers["requirements"]}
    assert chosen["licence:B"] == "none"
    assert chosen["auth:HF"] == "must"
    assert chosen["language:B1"] == "should"
    assert "reach" not in chosen
    codes = {entry.code for entry in postings.reading_of(posting, bench).fields["requirements"]}
    assert "licence:B" not in codes


def test_a_changed_text_is_read_anew_and_choices_stay(session: Session, randi: Actor, bench: Workbench) -> None:
    posting = postings.begin_from_ad(session, randi, bench, AD_TEXT)
    ids = {entry["code"]: entry["id"] for entry in posting.answers["requirements"]}
    save(session, randi, bench, posting, DEMANDS, {f"krav-{ids['licence:B']}": ["none"], "add": ["skill:it"]})
    text = "Ny innledning.\n" + AD_TEXT.replace("• Autorisasjon som helsefagarbeider", "• Norsk på nivå B2")
    save(session, randi, bench, posting, AD, {"text": [text], "roles": posting.answers["roles"], "title": ["Ny tittel"]})
    found = {entry["code"]: entry for entry in posting.answers["requirements"]}
    assert "auth:HF" not in found
    assert found["language:B2"]["strength"] == "must"
    assert found["licence:B"]["strength"] == "none"
    assert found["skill:it"]["strength"] == "must"
    for entry in found.values():
        assert all(posting.answers["text"][span["start"] : span["end"]] == span["quote"] for span in entry["spans"])


def test_a_week_becomes_codes_and_back() -> None:
    assert shift_codes(["day"]) == ("shift:day",)
    assert shift_codes(["day", "evening", "evening-weekend"]) == ("shift:evening", "shift:weekend")
    assert shift_codes(["night", "oncall"]) == ("shift:night", "shift:oncall")
    for boxes in (["day"], ["day", "evening"], ["night", "night-weekend"], ["day", "evening", "day-weekend", "evening-weekend"]):
        assert shifts_from(shift_codes(boxes)) == boxes


# --- publishing ------------------------------------------------------------------------------------------------


def test_publishing_needs_what_is_missing_and_says_all_of_it(session: Session, randi: Actor, bench: Workbench) -> None:
    posting = postings.begin(session, randi, bench, {})
    with pytest.raises(NotReady) as refused:
        postings.publish(session, randi, bench, posting.id)
    assert [(fault.step, fault.field) for fault in refused.value.faults] == [
        (AD, "title"),
        (AD, "roles"),
        (TERMS, "employment"),
        (TERMS, "deadline"),
        (TERMS, "workplace"),
    ]
    assert session.scalar(select(func.count()).select_from(Vacancy)) == 0


def test_a_published_vacancy_is_what_was_written(session: Session, randi: Actor, bench: Workbench) -> None:
    posting = postings.begin_from_ad(session, randi, bench, AD_TEXT)
    save(session, randi, bench, posting, AD, {"employer": [NURSING_HOME], "roles": ["R11"], "title": ["Helsefagarbeider natt"]})
    save(session, randi, bench, posting, TERMS, REST | {"percent_min": ["50"], "percent_max": ["75"], "shifts": ["night"]})
    save(session, randi, bench, posting, WELCOME, {"offers": ["training_offered", "route:fagbrev_paa_jobb"], "rungs": ["N22"]})
    row = postings.own_vacancy(session, randi, postings.publish(session, randi, bench, posting.id))
    assert row.employer is not None
    assert row.employer.key == NURSING_HOME
    assert (row.source, row.external_id, row.state, row.job_title) == (
        "bygdematch",
        posting.id,
        VacancyState.OPEN,
        "Helsefagarbeider",
    )
    assert (row.percent_min, row.percent_max, row.postnummer, row.kommunenr) == (50, 75, "2420", "3421")
    assert (row.accepted_states, row.training_offered, row.housing_offered) == (["N22"], True, False)
    assert all((entry.confirmed_by, entry.confirmed_at) == (randi.user_id, NOW) for entry in row.requirements)
    opening = to_opening(row)
    assert {"auth:HF", "licence:B", "shift:night"} <= {entry.code for entry in opening.must}
    assert opening.properties == {"training_offered", "route:fagbrev_paa_jobb"}
    assert posting.answers["published"]
    assert own.unfinished(session, randi) == []


def test_a_remark_is_put_right_or_answered_with_a_reason_that_is_kept(session: Session, randi: Actor, bench: Workbench) -> None:
    posting = postings.begin_from_ad(session, randi, bench, f"{AD_TEXT}\nGod fysisk helse er et krav.")
    save(session, randi, bench, posting, TERMS, REST)
    with pytest.raises(NotReady) as refused:
        postings.publish(session, randi, bench, posting.id)
    (fault,) = refused.value.faults
    assert (fault.step, fault.key) == (REVIEW, "remark")
    save(session, randi, bench, posting, REVIEW, {fault.field: ["  "]})
    assert postings.faults_of(posting, bench) == (fault,)
    save(session, randi, bench, posting, REVIEW, {fault.field: ["Tunge løft hver natt."], "grunn-0000": ["Finnes ikke"]})
    (kept,) = posting.answers["overrides"].values()
    assert kept == {
        "kind": "health",
        "sentence": "God fysisk helse er et krav.",
        "reason": "Tunge løft hver natt.",
        "by": randi.user_id,
        "at": NOW.isoformat(),
    }
    postings.publish(session, randi, bench, posting.id)


def test_a_change_is_published_when_it_is_ready_and_not_before(session: Session, randi: Actor, bench: Workbench) -> None:
    vacancy = published(session, randi, bench)
    bench = replace(bench, now=NOW + timedelta(hours=1))
    posting = postings.edit(session, randi, bench, vacancy)
    assert posting.answers["published"]
    save(session, randi, bench, posting, AD, {"title": ["Ny tittel"], "roles": ["R14"], "employer": [NURSING_HOME]})
    assert postings.own_vacancy(session, randi, vacancy).title == "Nattevakt i hjemmetjenesten"
    assert posting.employer_key == HOME_CARE
    assert [entry.changes for entry in own.unfinished(session, randi)] == [True]
    assert postings.publish(session, randi, bench, posting.id) == vacancy
    row = postings.own_vacancy(session, randi, vacancy)
    assert (row.title, row.updated_at) == ("Ny tittel", bench.now)
    assert session.scalar(select(func.count()).select_from(Vacancy)) == 1


def test_what_no_feed_carries_renews_the_vacancy_too(session: Session, randi: Actor, bench: Workbench) -> None:
    vacancy = published(session, randi, bench)
    row = postings.own_vacancy(session, randi, vacancy)
    before = (row.content_hash, row.updated_at)
    later = replace(bench, now=NOW + timedelta(hours=1))
    posting = postings.edit(session, randi, later, vacancy)
    save(session, randi, later, posting, WELCOME, {"offers": [], "rungs": ["N31"]})
    postings.publish(session, randi, later, posting.id)
    row = postings.own_vacancy(session, randi, vacancy)
    assert row.housing_offered is False
    assert row.accepted_states == ["N31"]
    assert (row.content_hash, row.updated_at) != before
    save(session, randi, later, posting, WELCOME, {"offers": [], "rungs": []})
    even_later = replace(bench, now=NOW + timedelta(hours=2))
    postings.publish(session, randi, even_later, posting.id)
    row = postings.own_vacancy(session, randi, vacancy)
    assert (row.accepted_states, row.updated_at) == ([], even_later.now)


def test_a_posting_that_is_gone_is_made_again_from_its_vacancy(session: Session, randi: Actor, bench: Workbench) -> None:
    vacancy = published(session, randi, bench)
    session.delete(session.scalars(select(Posting)).one())
    session.flush()
    posting = postings.edit(session, randi, bench, vacancy)
    before = [(entry.code, entry.strength) for entry in postings.own_vacancy(session, randi, vacancy).requirements]
    assert postings.publish(session, randi, bench, posting.id) == vacancy
    after = [(entry.code, entry.strength) for entry in postings.own_vacancy(session, randi, vacancy).requirements]
    assert sorted(after) == sorted(before)


def test_what_is_unpublished_can_be_thrown_away(session: Session, randi: Actor, bench: Workbench) -> None:
    draft = postings.begin(session, randi, bench, {"title": "Bort"})
    assert postings.discard(session, randi, draft.id) is None
    vacancy = published(session, randi, bench)
    posting = postings.edit(session, randi, bench, vacancy)
    save(session, randi, bench, posting, AD, {"title": ["Annet"]})
    assert postings.discard(session, randi, posting.id) == vacancy
    assert posting.answers["title"] == "Nattevakt i hjemmetjenesten"
    assert own.unfinished(session, randi) == []
    assert postings.faults_of(posting, bench) == ()


# --- closing ---------------------------------------------------------------------------------------------------


def test_closing_says_why_and_opening_again_needs_a_new_deadline(session: Session, randi: Actor, bench: Workbench) -> None:
    vacancy = published(session, randi, bench)
    for reason, hired, field in (
        ("", "1", "reason"),
        ("open", "1", "reason"),
        ("filled", "en", "hired"),
        ("filled", "-1", "hired"),
    ):
        with pytest.raises(Unclear) as refused:
            own.close(session, randi, bench, vacancy, reason=reason, hired=hired)
        assert refused.value.field == field
    own.close(session, randi, bench, vacancy, reason="filled", hired="1")
    row = postings.own_vacancy(session, randi, vacancy)
    assert (row.state, row.closed_at) == (VacancyState.CLOSED, NOW)
    assert own.closing_of(session, vacancy) == {"reason": "filled", "hired": 1, "by": randi.user_id, "at": NOW.isoformat()}
    assert [entry.stage for entry in own.own_vacancies(session, look(randi))] == [Stage.FILLED]
    with pytest.raises(NotReady):
        own.reopen(session, randi, bench, vacancy, "1.1.2026")
    own.reopen(session, randi, bench, vacancy, "1.2.2027")
    row = postings.own_vacancy(session, randi, vacancy)
    assert (row.state, row.closed_at, row.closes_on) == (VacancyState.OPEN, None, date(2027, 2, 1))
    assert own.closing_of(session, vacancy) == {}
    own.close(session, randi, bench, vacancy, reason="withdrawn", hired="")
    own.reopen(session, randi, bench, vacancy, "1.2.2027")
    assert postings.own_vacancy(session, randi, vacancy).state is VacancyState.OPEN


def test_the_list_tells_open_from_expired(session: Session, randi: Actor, bench: Workbench) -> None:
    published(session, randi, bench)
    after = date(2026, 12, 16)
    assert [entry.stage for entry in own.own_vacancies(session, look(randi, after))] == [Stage.EXPIRED]
    close_expired(session, after, NOW)
    session.expire_all()
    assert [entry.stage for entry in own.own_vacancies(session, look(randi, after))] == [Stage.EXPIRED]


# --- walls -----------------------------------------------------------------------------------------------------


def test_foreign_and_unknown_are_the_same(session: Session, randi: Actor, stranger: Actor, bench: Workbench) -> None:
    vacancy = published(session, randi, bench)
    posting = session.scalars(select(Posting)).one()
    adviser = replace(stranger, kind=UserKind.ADVISER)
    acts: list[Any] = [
        lambda who: postings.find_posting(session, who, posting.id),
        lambda who: postings.save_step(session, who, bench, posting.id, step=AD, form={"title": ["x"]}),
        lambda who: postings.publish(session, who, bench, posting.id),
        lambda who: postings.discard(session, who, posting.id),
        lambda who: postings.edit(session, who, bench, vacancy),
        lambda who: own.close(session, who, bench, vacancy, reason="filled", hired="1"),
        lambda who: own.reopen(session, who, bench, vacancy, "1.2.2027"),
        lambda who: own.confirm_requirements(session, who, vacancy, NOW),
    ]
    before = dict(posting.answers)
    for act in acts:
        with pytest.raises(VacancyNotFound):
            act(stranger)
    with pytest.raises(PostingNotFound):
        postings.find_posting(session, adviser, posting.id)
    assert posting.answers == before
    assert own.own_vacancies(session, look(stranger)) == []
    assert own.unfinished(session, stranger) == []


def test_a_vacancy_from_elsewhere_is_confirmed_here_and_changed_there(session: Session, bench: Workbench) -> None:
    upsert_vacancy(session, vacancy_draft(), NOW)
    row = session.scalars(select(Vacancy)).one()
    assert row.employer is not None
    owner = an_employer(session, row.employer.key)
    for act in (
        lambda: postings.edit(session, owner, bench, row.id),
        lambda: own.close(session, owner, bench, row.id, reason="filled", hired="1"),
        lambda: own.reopen(session, owner, bench, row.id, "1.2.2027"),
    ):
        with pytest.raises(NotEditableHere):
            act()
    own.confirm_requirements(session, owner, row.id, NOW)
    assert all(entry.confirmed_by == owner.user_id for entry in postings.own_vacancy(session, owner, row.id).requirements)
    assert [entry.elsewhere for entry in own.own_vacancies(session, look(owner))] == [True]


def test_an_ad_for_several_kinds_of_post_keeps_them(session: Session, randi: Actor, bench: Workbench) -> None:
    text = (
        "To stillinger i hjemmetjenesten\n\nSykepleier 100 %:\n• Autorisasjon som sykepleier\n\n"
        "Helsefagarbeider 75 %:\n• Autorisasjon som helsefagarbeider\n\nFelles for begge:\n• Førerkort klasse B"
    )
    posting = postings.begin_from_ad(session, randi, bench, text)
    save(session, randi, bench, posting, TERMS, REST)
    row = postings.own_vacancy(session, randi, postings.publish(session, randi, bench, posting.id))
    read = bench.reader.read(row.text, "To stillinger i hjemmetjenesten")
    assert len(row.variants) == len(read.variants)
    musts = {(entry.code, entry.variant) for entry in row.requirements if entry.strength is Strength.MUST}
    assert musts >= {(entry.code, number) for number, variant in enumerate(read.variants) for entry in variant.must}
