"""An adviser's word on a requirement outranks the reader's, outlives a new version of the ad, and changes the list at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import UserKind
from models.audit import AuditAction, AuditEvent
from models.policy import Actor
from models.services.errors import VacancyNotFound
from models.services.looks import Look
from models.services.vacancies.corrections import Decision, EmployersOwn, RequirementGone, correct_requirement
from models.services.vacancies.storing import OWN_POSTING, find_vacancy, upsert_vacancies
from tests.factories import NOW, TODAY, vacancy_draft

AD = "a0000000-0000-4000-8000-0000000000aa"
LATER = NOW + timedelta(hours=1)
LOOK = Look(
    actor=Actor(user_id="1" * 32, name="Veileder", kind=UserKind.ADVISER),
    purpose="formidling",
    now=LATER,
    on=TODAY,
    request_id="r",
)


@pytest.fixture
def vacancy_id(session: Session) -> str:
    upsert_vacancies(session, [vacancy_draft(AD)], NOW)
    return find_vacancy(session, AD).id


def asked(session: Session) -> dict[str, tuple[str, bool]]:
    rows = find_vacancy(session, AD).requirements
    return {row.code: (row.strength.value, row.confirmed_by is not None) for row in rows}


def test_confirmed_milder_or_gone(session: Session, vacancy_id: str) -> None:
    before = find_vacancy(session, AD).content_hash
    correct_requirement(session, LOOK, vacancy_id, position=0, code="auth:HF", decision=Decision.SHOULD)
    correct_requirement(session, LOOK, vacancy_id, position=1, code="licence:B", decision=Decision.MUST)
    correct_requirement(session, LOOK, vacancy_id, position=2, code="unqualified_ok", decision=Decision.NONE)
    assert asked(session) == {"auth:HF": ("should", True), "licence:B": ("must", True)}
    vacancy = find_vacancy(session, AD)
    assert (vacancy.updated_at, vacancy.content_hash) == (LATER, before)
    traces = session.scalars(select(AuditEvent)).all()
    assert {(row.action, row.person_id, row.subject, row.purpose) for row in traces} == {
        (AuditAction.UPDATE, None, vacancy_id, "formidling")
    }
    assert len(traces) == 3


def test_what_was_said_outlives_the_same_ad_and_a_new_version(session: Session, vacancy_id: str) -> None:
    correct_requirement(session, LOOK, vacancy_id, position=0, code="auth:HF", decision=Decision.SHOULD)
    correct_requirement(session, LOOK, vacancy_id, position=2, code="unqualified_ok", decision=Decision.NONE)
    upsert_vacancies(session, [vacancy_draft(AD, version=LATER)], LATER)
    assert asked(session) == {"auth:HF": ("should", True), "licence:B": ("should", False)}
    upsert_vacancies(session, [vacancy_draft(AD, version=LATER, title="Ny tittel")], LATER)
    assert asked(session) == {
        "auth:HF": ("should", True),
        "licence:B": ("should", False),
        "unqualified_ok": ("should", False),
    }


def test_an_ad_that_was_read_anew_meanwhile_is_left_alone(session: Session, vacancy_id: str) -> None:
    for position, code in ((1, "auth:HF"), (9, "auth:HF"), (0, "auth:SP")):
        with pytest.raises(RequirementGone):
            correct_requirement(session, LOOK, vacancy_id, position=position, code=code, decision=Decision.NONE)
    assert len(asked(session)) == 3


def test_the_employers_own_words_are_the_employers(session: Session) -> None:
    upsert_vacancies(session, [vacancy_draft(AD, source=OWN_POSTING)], NOW)
    vacancy = find_vacancy(session, AD)
    with pytest.raises(EmployersOwn):
        correct_requirement(session, LOOK, vacancy.id, position=0, code="auth:HF", decision=Decision.NONE)


def test_unknown_and_withdrawn_vacancies_are_not_found(session: Session, vacancy_id: str) -> None:
    upsert_vacancies(session, [vacancy_draft(AD, version=LATER, active=False)], LATER)
    for reference in (vacancy_id, "f" * 32):
        with pytest.raises(VacancyNotFound):
            correct_requirement(session, LOOK, reference, position=0, code="auth:HF", decision=Decision.MUST)
