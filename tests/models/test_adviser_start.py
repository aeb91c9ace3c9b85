"""The adviser's start: what is in each list, in which order, for whom, and one trace for each person named."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matcher.records import Tier
from models.matches import ChangeKind, CurrentRun, MatchChange, MatchRun, RunDifference, RunState
from models.pages import WithoutMatch
from models.people import JobSeeker
from models.services.adviser_start import Cut, closing_soon, follow_ups, news, own_people, start, stuck, waiting
from models.services.people.storing import set_visibility_facts
from models.services.ranking.live import LivePool
from models.services.sharing.candidate_lists import change_entry
from models.services.sharing.requests import ask
from models.services.vacancies.storing import close_expired, upsert_vacancies
from models.sharing import ListStatus, Outcome
from models.vacancies import Vacancy
from tests.factories import NOW, TODAY, vacancy_draft, visible_facts
from tests.models.list_world import IN_THREE_DAYS, World, later, make_world, put_on_list, traces
from tests.models.test_people import publish_everything

ALL = Cut(25)


@pytest.fixture
def world(session: Session) -> World:
    world = make_world(session)
    publish_everything(session)
    return world


def a_difference(session: Session, world: World, *letters: str) -> None:
    """Say that these people stand elsewhere than last night."""
    after = session.scalars(select(CurrentRun.run_id)).one()
    before = MatchRun(state=RunState.DONE, as_of=TODAY, started_at=NOW - timedelta(days=1), ended_at=NOW - timedelta(days=1))
    session.add(before)
    session.flush()
    session.add(RunDifference(run_id=after, before_id=before.id, made_at=NOW, changes=len(letters), left_out=0))
    for letter in letters:
        session.add(
            MatchChange(
                run_id=after,
                vacancy_id=world.vacancy,
                job_seeker_id=world.people[letter],
                kind=ChangeKind.UP,
                from_tier=Tier.CLARIFY,
                to_tier=Tier.READY,
                cause_code="person_changed",
                detail={},
            )
        )
    session.flush()


def follow_up(session: Session, world: World, letter: str, days: int) -> None:
    change_entry(
        session,
        world.adviser,
        world.vacancy,
        world.people[letter],
        status=ListStatus.CONTACTED,
        outcome=Outcome.NOT_PRESENTED,
        follow_up_on=TODAY + timedelta(days=days),
        note="",
    )


def test_with_nothing_to_do_every_list_is_empty_and_nobody_is_traced(session: Session, live: LivePool) -> None:
    world = make_world(session)
    found = start(session, live, world.adviser, Cut(5))
    assert found.compared_at is None
    for part in (found.news, found.waiting, found.stuck, found.own, found.closing, found.follow_ups):
        assert (list(part.rows), part.total) == ([], 0)
    assert traces(session) == []


def test_everybody_has_a_line_before_anybody_has_two(session: Session, live: LivePool, world: World) -> None:
    a_difference(session, world, "A", "B")
    run = session.scalars(select(CurrentRun.run_id)).one()
    upsert_vacancies(session, [vacancy_draft(f"{number:032}", title=f"Post {number}") for number in range(3)], NOW)
    for vacancy in session.scalars(select(Vacancy.id).where(Vacancy.title.like("Post %"))):
        session.add(
            MatchChange(
                run_id=run,
                vacancy_id=vacancy,
                job_seeker_id=world.people["A"],
                kind=ChangeKind.NEW,
                to_tier=Tier.READY,
                cause_code="vacancy_new",
                detail={},
            )
        )
    session.flush()
    rows = news(session, world.adviser, ALL).rows
    assert sorted(row.card.given_name for row in rows[:2]) == ["A", "B"]
    assert [row.card.given_name for row in rows[2:]] == ["A", "A", "A"]


def test_each_person_named_is_traced_once(session: Session, live: LivePool, world: World) -> None:
    put_on_list(session, world, "A", "B", "Y")
    a_difference(session, world, "A", "B", "Y")
    follow_up(session, world, "A", 0)
    ask(session, world.adviser, world.vacancy, [world.people["A"]], IN_THREE_DAYS)
    session.execute(update(JobSeeker).where(JobSeeker.id == world.people["C"]).values(adviser_id=world.adviser.actor.user_id))
    session.expire_all()
    before = len(traces(session))
    found = start(session, live, world.adviser, Cut(5))
    assert found.compared_at == NOW
    assert [row.card.given_name for row in found.own.rows] == ["C"]
    assert Counter(traces(session)[before:]) == {("access", world.people[letter]): 1 for letter in "ABC"}


def test_news_are_of_people_within_reach_and_visible(session: Session, world: World) -> None:
    a_difference(session, world, "A", "B", "Y")
    assert {row.card.given_name for row in news(session, world.adviser, ALL).rows} == {"A", "B"}
    assert {row.card.given_name for row in news(session, world.other_office, ALL).rows} == {"Y"}
    set_visibility_facts(session, "PAM-A", visible_facts(dead=True), NOW + timedelta(hours=1))
    assert [row.card.given_name for row in news(session, world.adviser, ALL).rows] == ["B"]


def test_waiting_has_the_soonest_first_and_says_what_has_expired(session: Session, world: World) -> None:
    a, b, _ = put_on_list(session, world, "A", "B", "C")
    ask(session, world.adviser, world.vacancy, [a], TODAY + timedelta(days=5))
    ask(session, world.adviser, world.vacancy, [b], TODAY + timedelta(days=2))
    look = later(world.adviser, days=3)
    found = waiting(session, look, ALL)
    assert [(row.card.given_name, row.expired) for row in found.rows] == [("B", True), ("A", False)]
    assert waiting(session, world.other_office, ALL).total == 0
    close_expired(session, TODAY + timedelta(days=100), NOW)
    assert waiting(session, look, ALL).total == 0, "nobody waits for an answer about a post that is gone"


def test_the_stuck_are_shown_with_their_nearest_match(session: Session, live: LivePool, world: World) -> None:
    for letter, days in (("A", 40), ("B", 29), ("Y", 40)):
        session.add(WithoutMatch(job_seeker_id=world.people[letter], since=TODAY - timedelta(days=days)))
    session.flush()
    (row,) = stuck(session, live, world.adviser, ALL).rows
    assert (row.card.given_name, row.since) == ("A", TODAY - timedelta(days=40))
    assert row.match is not None
    assert (row.match.candidate, row.match.opening) == (world.people["A"], world.vacancy)


def test_a_vacancy_that_closes_soon_with_few_ready_is_shown_where_it_is(session: Session, live: LivePool, world: World) -> None:
    assert closing_soon(session, live, world.adviser, ALL).total == 0, "its deadline is three weeks away"
    session.execute(update(Vacancy).values(closes_on=TODAY + timedelta(days=14)))
    session.expire_all()
    (row,) = closing_soon(session, live, world.adviser, ALL).rows
    assert row.post.id == world.vacancy
    assert sum(row.counts.values()) == 3, "everybody within reach stands somewhere"
    assert row.counts[Tier.READY] < 3
    assert closing_soon(session, live, world.other_office, ALL).total == 0
    session.execute(update(Vacancy).values(closes_on=TODAY + timedelta(days=15)))
    session.expire_all()
    assert closing_soon(session, live, world.adviser, ALL).total == 0
    assert traces(session) == []


def test_follow_ups_are_those_of_today_and_before_the_oldest_first(session: Session, world: World) -> None:
    put_on_list(session, world, "A", "B", "C")
    for letter, days in (("A", 0), ("B", -2), ("C", 1)):
        follow_up(session, world, letter, days)
    found = follow_ups(session, world.adviser, ALL)
    assert [row.card.given_name for row in found.rows] == ["B", "A"]


def test_a_page_of_a_list_names_and_traces_only_its_own_rows(session: Session, world: World) -> None:
    a_difference(session, world, "A", "B", "C")
    pages = [news(session, world.adviser, Cut(1, skip)) for skip in range(3)]
    assert {page.total for page in pages} == {3}
    names = [page.rows[0].card.id for page in pages]
    assert sorted(names) == sorted(world.people[letter] for letter in "ABC")
    assert traces(session) == [("access", person) for person in names]


def test_own_people_are_ones_own(session: Session, world: World) -> None:
    session.execute(update(JobSeeker).values(adviser_id=world.other_office.actor.user_id))
    session.expire_all()
    assert own_people(session, world.adviser, ALL).total == 0
    assert {row.card.given_name for row in own_people(session, world.other_office, ALL).rows} == {"Y"}
