"""An employer's own vacancies are closed, opened again and listed, and nobody else reaches them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import UserKind
from models.pages import Posting
from models.policy import Actor
from models.services.errors import VacancyNotFound
from models.services.vacancies import own, postings
from models.services.vacancies.own import Stage, Unclear
from models.services.vacancies.posting_answers import AD
from models.services.vacancies.postings import NotEditableHere, NotReady, PostingNotFound, Workbench
from models.services.vacancies.storing import close_expired, upsert_vacancy
from models.vacancies import Vacancy, VacancyState
from tests.factories import NOW, vacancy_draft
from tests.models.posting_world import an_employer, look, published

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
