"""A vacancy begun here, from an ad, a role or an earlier one: what is typed is kept, and only what was asked for changes."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from models.policy import Actor
from models.services.errors import VacancyNotFound
from models.services.vacancies import postings
from models.services.vacancies.posting_answers import AD, DEMANDS, STEPS, TERMS, WELCOME, shift_codes, shifts_from
from models.services.vacancies.posting_sources import from_role
from models.services.vacancies.postings import PostingNotFound, Workbench
from tests.models.posting_world import AD_TEXT, HOME_CARE, NURSING_HOME, REST, an_employer, published, save

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
