"""The question, the answer and the share: every move from every stage, and twenty at once have one effect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from models.audit import AuditAction, AuditEvent
from models.services.audit import verify_chain
from models.services.errors import JobSeekerNotFound, PersonOutOfReach, VacancyNotFound
from models.services.looks import Look
from models.services.people.storing import set_visibility_facts
from models.services.sharing.candidate_lists import list_entry
from models.services.sharing.requests import (
    WORDS,
    Done,
    MoveRefused,
    Stage,
    Why,
    answer,
    ask,
    cancel,
    may_ask,
    share,
    withdraw,
)
from models.services.vacancies.storing import close_expired
from models.sharing import Answer, AnsweredBy, Outcome, RequestState, Share, ShareRequest
from tests.factories import NOW, TODAY, visible_facts
from tests.models.list_world import IN_THREE_DAYS, World, later, make_world, put_on_list, traces

AFTER_THE_DEADLINE = {"days": 4}
Move = Callable[[Session, World, Look], Done | None]


def _ask(session: Session, world: World, look: Look) -> Done:
    return ask(session, look, world.vacancy, [world.people["A"]], look.on + timedelta(days=3))


def _yes(session: Session, world: World, look: Look) -> None:
    answer(session, look, world.vacancy, world.people["A"], Answer.YES)


def _no(session: Session, world: World, look: Look) -> None:
    answer(session, look, world.vacancy, world.people["A"], Answer.NO)


def _withdraw(session: Session, world: World, look: Look) -> None:
    withdraw(session, look, world.vacancy, world.people["A"])


def _cancel(session: Session, world: World, look: Look) -> None:
    cancel(session, look, world.vacancy, world.people["A"])


def _share(session: Session, world: World, look: Look) -> Done:
    return share(session, look, world.vacancy, [world.people["A"]])


MOVES: dict[str, Move] = {
    "ask": _ask,
    "yes": _yes,
    "no": _no,
    "withdraw": _withdraw,
    "cancel": _cancel,
    "share": _share,
}
# How each stage comes about, and what every move does there: the stage that it leads to, or why it is refused.
WAYS: dict[str, tuple[str, ...]] = {
    "never": (),
    "waiting": ("ask",),
    "expired": ("ask", "time"),
    "yes": ("ask", "yes"),
    "no": ("ask", "no"),
    "withdrawn": ("ask", "yes", "share", "withdraw"),
    "cancelled": ("ask", "cancel"),
    "shared": ("ask", "yes", "share"),
}
TABLE: dict[str, dict[str, Stage | Why]] = {
    "never": {
        "ask": Stage.WAITING,
        "yes": Why.NOT_ASKED,
        "no": Why.NOT_ASKED,
        "withdraw": Why.NOT_ASKED,
        "cancel": Why.NOT_ASKED,
        "share": Why.NOT_ASKED,
    },
    "waiting": {
        "ask": Why.STILL_WAITING,
        "yes": Stage.YES,
        "no": Stage.NO,
        "withdraw": Why.STILL_WAITING,
        "cancel": Stage.CANCELLED,
        "share": Why.STILL_WAITING,
    },
    "expired": {
        "ask": Stage.WAITING,
        "yes": Why.EXPIRED,
        "no": Why.EXPIRED,
        "withdraw": Why.EXPIRED,
        "cancel": Why.EXPIRED,
        "share": Why.EXPIRED,
    },
    "yes": {
        "ask": Why.SAID_YES,
        "yes": Why.SAID_YES,
        "no": Why.SAID_YES,
        "withdraw": Stage.NO,
        "cancel": Why.SAID_YES,
        "share": Stage.YES,
    },
    "no": {
        "ask": Stage.WAITING,
        "yes": Why.SAID_NO,
        "no": Why.SAID_NO,
        "withdraw": Why.SAID_NO,
        "cancel": Why.SAID_NO,
        "share": Why.SAID_NO,
    },
    "withdrawn": {
        "ask": Stage.WAITING,
        "yes": Why.SAID_NO,
        "no": Why.SAID_NO,
        "withdraw": Why.SAID_NO,
        "cancel": Why.SAID_NO,
        "share": Why.SAID_NO,
    },
    "cancelled": {
        "ask": Stage.WAITING,
        "yes": Why.CANCELLED,
        "no": Why.CANCELLED,
        "withdraw": Why.CANCELLED,
        "cancel": Why.CANCELLED,
        "share": Why.CANCELLED,
    },
    "shared": {
        "ask": Why.SAID_YES,
        "yes": Why.SAID_YES,
        "no": Why.SAID_YES,
        "withdraw": Stage.NO,
        "cancel": Why.SAID_YES,
        "share": Why.SHARED,
    },
}


def _stored(session: Session) -> tuple[object, ...]:
    requests = session.execute(
        select(ShareRequest.state, ShareRequest.answer, ShareRequest.deadline, ShareRequest.answered_at)
    ).all()
    return tuple(map(tuple, requests)), session.scalar(select(func.count()).select_from(Share))


@pytest.mark.parametrize("stage", WAYS)
def test_every_move_from_every_stage(session: Session, stage: str) -> None:
    for name, move in MOVES.items():
        world = make_world(session)
        put_on_list(session, world, "A")
        look = world.adviser
        for step in WAYS[stage]:
            if step == "time":
                look = later(look, **AFTER_THE_DEADLINE)
            else:
                MOVES[step](session, world, look)
        before, written = _stored(session), len(traces(session))
        expected = TABLE[stage][name]
        if isinstance(expected, Stage):
            done = move(session, world, look)
            assert done is None or done.people == [world.people["A"]], name
            assert list_entry(session, look, world.vacancy, world.people["A"])[1].stage is expected, name
        elif name in {"ask", "share"}:
            done = move(session, world, look)
            assert done is not None
            assert (done.people, done.refused) == ([], Counter({expected: 1})), name
        else:
            with pytest.raises(MoveRefused) as refusal:
                move(session, world, look)
            assert (refusal.value.why, str(refusal.value)) == (expected, WORDS[expected]), name
        if isinstance(expected, Why):
            assert _stored(session) == before, name
            assert len(traces(session)) == written, name
        session.rollback()


def test_a_page_may_offer_to_ask_exactly_where_asking_is_done(session: Session) -> None:
    for stage, row in TABLE.items():
        at = {"withdrawn": Stage.NO, "shared": Stage.YES}.get(stage) or Stage(stage)
        assert may_ask(at) is isinstance(row["ask"], Stage), stage


def test_a_yes_names_its_hand_and_its_hour(session: Session) -> None:
    world = make_world(session)
    put_on_list(session, world, "A")
    _ask(session, world, world.adviser)
    _yes(session, world, later(world.adviser, hours=5))
    request = session.scalars(select(ShareRequest)).one()
    assert (request.state, request.answer, request.answered_by) == (RequestState.ANSWERED, Answer.YES, AnsweredBy.ADVISER)
    assert (request.answered_by_id, request.answered_at) == (world.adviser.actor.user_id, NOW + timedelta(hours=5))


def test_asking_anew_forgets_the_old_answer_and_keeps_one_question(session: Session) -> None:
    world = make_world(session)
    put_on_list(session, world, "A")
    _ask(session, world, world.adviser)
    _no(session, world, world.adviser)
    again = later(world.adviser, days=10)
    assert _ask(session, world, again).people == [world.people["A"]]
    request = session.scalars(select(ShareRequest)).one()
    assert (request.answer, request.answered_at, request.answered_by, request.answered_by_id) == (None, None, None, None)
    assert (request.state, request.deadline, request.created_at) == (RequestState.NOTIFIED, date(2026, 12, 6), again.now)


def test_on_the_day_of_the_deadline_an_answer_is_in_time_and_the_day_after_it_is_not(session: Session) -> None:
    world = make_world(session)
    put_on_list(session, world, "A")
    _ask(session, world, world.adviser)
    with pytest.raises(MoveRefused) as refusal:
        _yes(session, world, later(world.adviser, days=4))
    assert refusal.value.why is Why.EXPIRED
    _yes(session, world, later(world.adviser, days=3))


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, False), (1, False), (2, True), (60, True), (61, False)])
def test_a_deadline_gives_time_to_think(session: Session, days: int, allowed: bool) -> None:
    world = make_world(session)
    people = put_on_list(session, world, "A")
    deadline = TODAY + timedelta(days=days)
    if allowed:
        assert ask(session, world.adviser, world.vacancy, people, deadline).people == people
    else:
        with pytest.raises(MoveRefused) as refusal:
            ask(session, world.adviser, world.vacancy, people, deadline)
        assert refusal.value.why is Why.DEADLINE
        assert session.scalars(select(ShareRequest)).all() == []


def test_several_at_once_the_rest_is_done_and_what_is_not_says_why(session: Session) -> None:
    world = make_world(session)
    a, b = put_on_list(session, world, "A", "B")
    c, y = world.people["C"], world.people["Y"]
    ask(session, world.adviser, world.vacancy, [a, b], IN_THREE_DAYS)
    answer(session, world.adviser, world.vacancy, a, Answer.YES)
    done = share(session, world.adviser, world.vacancy, [a, b, c, y, a, "0" * 32])
    assert done.people == [a]
    assert done.refused == {Why.STILL_WAITING: 1, Why.NOT_ON_LIST: 1, Why.GONE: 2}
    assert done.out_of_reach == [y]
    assert list_entry(session, world.adviser, world.vacancy, a)[1].outcome is Outcome.PRESENTED


def test_what_is_done_leaves_a_trace_of_its_kind_for_each_person(session: Session) -> None:
    world = make_world(session)
    a, b = put_on_list(session, world, "A", "B")
    before = len(traces(session))
    ask(session, world.adviser, world.vacancy, [a, b], IN_THREE_DAYS)
    answer(session, world.adviser, world.vacancy, a, Answer.YES)
    answer(session, world.adviser, world.vacancy, b, Answer.YES)
    share(session, world.adviser, world.vacancy, [a, b])
    withdraw(session, world.adviser, world.vacancy, b)
    assert traces(session)[before:] == [
        ("create", a),
        ("create", b),
        ("update", a),
        ("update", b),
        ("share", a),
        ("share", b),
        ("update", b),
    ]
    told = session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.SHARE)).all()
    assert {(row.subject, row.purpose, row.actor) for row in told} == {
        (world.vacancy, "formidling", world.adviser.actor.audit_name)
    }
    assert verify_chain(session).holds


def test_a_closed_vacancy_asks_and_shares_nobody_but_a_yes_can_be_taken_back(session: Session) -> None:
    world = make_world(session)
    people = put_on_list(session, world, "A", "B")
    ask(session, world.adviser, world.vacancy, people, IN_THREE_DAYS)
    answer(session, world.adviser, world.vacancy, people[0], Answer.YES)
    close_expired(session, date(2027, 1, 1), NOW)
    for move in (_share, _ask):
        with pytest.raises(MoveRefused) as refusal:
            move(session, world, world.adviser)
        assert refusal.value.why is Why.VACANCY_CLOSED
    withdraw(session, world.adviser, world.vacancy, people[0])


@pytest.mark.parametrize("move", ["yes", "withdraw", "cancel"])
def test_somebody_out_of_reach_is_nobody(session: Session, move: str) -> None:
    world = make_world(session)
    put_on_list(session, world, "A")
    _ask(session, world, world.adviser)
    if move == "withdraw":
        _yes(session, world, world.adviser)
    with pytest.raises(PersonOutOfReach):
        MOVES[move](session, world, world.other_office)
    set_visibility_facts(session, "PAM-A", visible_facts(shielded=True), NOW + timedelta(hours=1))
    with pytest.raises(PersonOutOfReach):
        MOVES[move](session, world, world.adviser)
    with pytest.raises(JobSeekerNotFound):
        answer(session, world.adviser, world.vacancy, "0" * 32, Answer.YES)
    with pytest.raises(VacancyNotFound):
        answer(session, world.adviser, "0" * 32, world.people["A"], Answer.YES)


# --- many at once -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ask", "yes", "share"])
def test_twenty_at_once_have_one_effect(session_factory: sessionmaker[Session], name: str) -> None:
    with session_factory.begin() as session:
        world = make_world(session)
        put_on_list(session, world, "A")
        for step in WAYS[{"ask": "never", "yes": "waiting", "share": "yes"}[name]]:
            MOVES[step](session, world, world.adviser)
        written = len(traces(session))
    line = Barrier(20)

    def try_it(_number: int) -> Why | None:
        line.wait(timeout=30)
        try:
            with session_factory.begin() as session:
                done = MOVES[name](session, world, world.adviser)
        except MoveRefused as refusal:
            return refusal.why
        return next(iter(done.refused), None) if done else None

    with ThreadPoolExecutor(20) as pool:
        answers = Counter(pool.map(try_it, range(20)))
    refused = {"ask": Why.STILL_WAITING, "yes": Why.SAID_YES, "share": Why.SHARED}[name]
    assert answers == {None: 1, refused: 19}
    with session_factory() as session:
        assert len(traces(session)) == written + 1
        assert session.scalar(select(func.count()).select_from(ShareRequest)) == 1
        assert session.scalar(select(func.count()).select_from(Share)) == (1 if name == "share" else 0)
