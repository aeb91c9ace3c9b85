"""The database itself refuses to show a person to an employer without a yes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.accounts import User, UserKind
from models.base import new_id
from models.people import JobSeeker
from models.services.people.storing import upsert_job_seeker
from models.services.vacancies.storing import upsert_vacancy
from models.sharing import Answer, AnsweredBy, RequestState, Share, ShareRequest
from models.vacancies import Vacancy
from tests.factories import NOW, job_seeker_draft, vacancy_draft

YES = {
    "state": RequestState.ANSWERED,
    "answer": Answer.YES,
    "answered_at": NOW,
    "answered_by": AnsweredBy.PERSON,
    "answered_by_id": "p",
}
NO = YES | {"answer": Answer.NO}


def ask(session: Session, **changes: Any) -> ShareRequest:
    upsert_job_seeker(session, job_seeker_draft(), NOW)
    upsert_vacancy(session, vacancy_draft(), NOW)
    user = User(username=new_id(), kind=UserKind.ADVISER, created_at=NOW)
    session.add(user)
    session.flush()
    request = ShareRequest(
        id=new_id(),
        job_seeker_id=session.scalars(select(JobSeeker.id)).one(),
        vacancy_id=session.scalars(select(Vacancy.id)).one(),
        deadline=date(2026, 11, 30),
        notice_version="1",
        created_by=user.id,
        created_at=NOW,
        **({"state": RequestState.NOTIFIED} | changes),
    )
    session.add(request)
    session.flush()
    return request


def share(session: Session, request: ShareRequest, **changes: Any) -> None:
    session.add(Share(request_id=request.id, shared_by=request.created_by, shared_at=NOW, **changes))
    session.flush()


def test_after_a_yes_it_is_shared(session: Session) -> None:
    share(session, ask(session, **YES))
    assert session.scalars(select(Share.answer)).one() == Answer.YES


@pytest.mark.parametrize("answer", [{}, NO, {"state": RequestState.EXPIRED}, {"state": RequestState.CANCELLED}])
def test_without_a_yes_the_database_refuses(session: Session, answer: dict[str, Any]) -> None:
    request = ask(session, **answer)
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        share(session, request)


def test_a_share_that_says_no_is_refused(session: Session) -> None:
    request = ask(session, **NO)
    with pytest.raises(IntegrityError, match="only_after_yes"):
        share(session, request, answer=Answer.NO)


def test_past_the_classes_it_is_refused_too(session: Session) -> None:
    request = ask(session)
    statement = text(
        "INSERT INTO share (id, request_id, answer, shared_by, shared_at, assessment) "
        "VALUES (:id, :request, 'yes', :user, :at, 'TIL_VURDERING')"
    )
    values = {"id": new_id(), "request": request.id, "user": request.created_by, "at": "2026-11-23 08:00:00"}
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        session.execute(statement, values)


def test_a_yes_cannot_be_taken_back_over_the_head_of_a_share(session: Session) -> None:
    request = ask(session, **YES)
    share(session, request)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(ShareRequest).values(answer=Answer.NO))
    session.execute(delete(Share))
    session.execute(update(ShareRequest).values(answer=Answer.NO))
    assert session.scalar(select(func.count()).select_from(Share)) == 0


@pytest.mark.parametrize(
    "answer",
    [
        {
            "state": RequestState.NOTIFIED,
            "answer": Answer.YES,
            "answered_at": NOW,
            "answered_by": AnsweredBy.PERSON,
            "answered_by_id": "p",
        },
        {"state": RequestState.ANSWERED},
        {key: value for key, value in YES.items() if key != "answered_by"},
        {key: value for key, value in YES.items() if key != "answered_by_id"},
        {key: value for key, value in YES.items() if key != "answered_at"},
    ],
)
def test_half_an_answer_is_refused(session: Session, answer: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=r"answer"):
        ask(session, **answer)


def test_the_system_cannot_answer(session: Session) -> None:
    request = ask(session, **YES)
    with pytest.raises(IntegrityError, match="answered_by"):
        session.execute(text("UPDATE share_request SET answered_by = 'system' WHERE id = :id"), {"id": request.id})


def test_a_person_is_asked_once_about_a_vacancy(session: Session) -> None:
    ask(session)
    with pytest.raises(IntegrityError):
        ask(session)


def test_a_withdrawn_vacancy_takes_its_shares_along(session: Session) -> None:
    share(session, ask(session, **YES))
    gone = vacancy_draft(active=False, version=NOW)
    assert upsert_vacancy(session, gone, NOW) == "updated"
    assert session.scalar(select(func.count()).select_from(Share)) == 0
