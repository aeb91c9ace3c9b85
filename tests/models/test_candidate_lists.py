"""The candidate list: who gets on it, who sees whom, what is done for several, and what a look leaves behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.services.errors import JobSeekerNotFound, PersonOutOfReach, VacancyNotFound
from models.services.people.storing import erase_job_seeker, set_visibility_facts
from models.services.sharing.candidate_lists import (
    Added,
    add_to_list,
    candidate_list,
    change_entry,
    list_entry,
    named,
    on_list,
    remove_from_list,
    set_status,
)
from models.services.sharing.requests import Stage, Why, ask, share
from models.services.sharing.shared import invite, shared
from models.sharing import Assessment, CandidateListEntry, ListStatus, Outcome
from tests.factories import NOW, TODAY, visible_facts
from tests.models.list_world import IN_THREE_DAYS, World, later, make_world, put_on_list, share_with_employer, traces

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


def change(session: Session, world: World, letter: str, **values: object) -> None:
    kept = {"status": ListStatus.CONSIDERED, "outcome": Outcome.NOT_PRESENTED, "follow_up_on": None, "note": ""} | values
    change_entry(session, world.adviser, world.vacancy, world.people[letter], **kept)  # type: ignore[arg-type]  # by name


def test_whoever_is_added_is_considered_and_adding_twice_is_no_error(session: Session, world: World) -> None:
    a, b, y = (world.people[letter] for letter in "ABY")
    assert add_to_list(session, world.adviser, world.vacancy, [a, a, y, "0" * 32]) == Added(1, 0, 2, (y,))
    assert add_to_list(session, later(world.adviser, days=1), world.vacancy, [a, b]) == Added(1, 1, 0, ())
    entry = session.get_one(CandidateListEntry, (world.vacancy, a))
    assert (entry.status, entry.outcome, entry.added_at) == (ListStatus.CONSIDERED, Outcome.NOT_PRESENTED, NOW)
    assert on_list(session, world.vacancy, [a, b, y]) == {a, b}
    assert traces(session) == [("create", a), ("create", b)]
    with pytest.raises(VacancyNotFound):
        add_to_list(session, world.adviser, "0" * 32, [a])


def test_the_list_names_whom_its_reader_reaches_and_counts_the_others(session: Session, world: World) -> None:
    put_on_list(session, world, "A", "B", "C", "Y")
    set_visibility_facts(session, "PAM-C", visible_facts(address_protected=True), LATER)
    before = len(traces(session))
    found = candidate_list(session, world.adviser, world.vacancy)
    assert [row.card.given_name for row in found.people] == ["A", "B"]
    assert (found.total, found.hidden, found.elsewhere) == (2, 1, 1)
    assert traces(session)[before:] == [("access", world.people["A"]), ("access", world.people["B"])]
    other = candidate_list(session, world.other_office, world.vacancy)
    assert [row.card.given_name for row in other.people] == ["Y"]
    assert (other.hidden, other.elsewhere) == (1, 2)


def test_an_empty_list_leaves_no_trace(session: Session, world: World) -> None:
    found = candidate_list(session, world.adviser, world.vacancy)
    assert (found.total, found.hidden, found.elsewhere, found.people) == (0, 0, 0, [])
    assert traces(session) == []


def test_filters_narrow_what_is_shown_and_traced_and_no_count(session: Session, world: World) -> None:
    put_on_list(session, world, "A", "B", "C")
    change(session, world, "A", status=ListStatus.CONTACTED, follow_up_on=TODAY)
    change(session, world, "B", follow_up_on=TODAY + timedelta(days=1))
    before = len(traces(session))
    due = candidate_list(session, world.adviser, world.vacancy, due=True)
    assert [(row.card.given_name, row.follow_up_due) for row in due.people] == [("A", True)]
    considered = candidate_list(session, world.adviser, world.vacancy, status=ListStatus.CONSIDERED)
    assert [row.card.given_name for row in considered.people] == ["B", "C"]
    for found in (due, considered):
        assert found.statuses == {ListStatus.CONTACTED: 1, ListStatus.CONSIDERED: 2}
        assert (found.total, found.due) == (3, 1)
    assert traces(session)[before:] == [("access", world.people[letter]) for letter in "ABC"]


def test_whoever_is_to_be_followed_up_comes_first_and_who_is_out_comes_last(session: Session, world: World) -> None:
    put_on_list(session, world, "A", "B", "C")
    change(session, world, "A", status=ListStatus.NOT_RELEVANT)
    change(session, world, "C", status=ListStatus.INTERVIEW, follow_up_on=TODAY - timedelta(days=1))
    found = candidate_list(session, world.adviser, world.vacancy)
    assert [row.card.given_name for row in found.people] == ["C", "B", "A"]


def test_a_row_is_changed_and_the_note_can_be_taken_away(session: Session, world: World) -> None:
    put_on_list(session, world, "A")
    values = {"status": ListStatus.INTERVIEW, "outcome": Outcome.PRESENTED, "follow_up_on": TODAY, "note": "Ringer torsdag."}
    change(session, world, "A", **values)
    row = list_entry(session, world.adviser, world.vacancy, world.people["A"])[1]
    assert {"status": row.status, "outcome": row.outcome, "follow_up_on": row.follow_up_on, "note": row.note} == values
    change(session, world, "A")
    assert session.scalars(select(CandidateListEntry.note)).one() is None
    assert traces(session)[1:] == [("update", world.people["A"]), ("access", world.people["A"]), ("update", world.people["A"])]


@pytest.mark.parametrize("doing", ["look", "change"])
def test_somebody_out_of_reach_or_not_on_the_list_is_not_found(session: Session, world: World, doing: str) -> None:
    put_on_list(session, world, "Y")

    def do(letter: str) -> None:
        if doing == "look":
            list_entry(session, world.adviser, world.vacancy, world.people[letter])
        else:
            change(session, world, letter)

    with pytest.raises(PersonOutOfReach):
        do("Y")
    with pytest.raises(JobSeekerNotFound):
        do("A")


def test_a_status_for_several_passes_over_who_is_not_there(session: Session, world: World) -> None:
    a, b = put_on_list(session, world, "A", "B")
    done = set_status(session, world.adviser, world.vacancy, [a, b, world.people["C"], world.people["Y"]], ListStatus.CONTACTED)
    assert (done.people, done.refused) == ([a, b], {Why.NOT_ON_LIST: 1, Why.GONE: 1})
    assert done.out_of_reach == [world.people["Y"]]
    assert set(session.scalars(select(CandidateListEntry.status))) == {ListStatus.CONTACTED}


def test_who_waits_or_is_shared_stays_on_the_list(session: Session, world: World) -> None:
    share_with_employer(session, world, "A")
    put_on_list(session, world, "B", "C")
    a, b, c = (world.people[letter] for letter in "ABC")
    ask(session, world.adviser, world.vacancy, [b], IN_THREE_DAYS)
    done = remove_from_list(session, world.adviser, world.vacancy, [a, b, c])
    assert (done.people, done.refused) == ([c], {Why.SHARED: 1, Why.STILL_WAITING: 1})
    assert on_list(session, world.vacancy, [a, b, c]) == {a, b}
    assert traces(session)[-1] == ("delete", c)
    # Once the deadline is out there is nothing to wait for.
    assert remove_from_list(session, later(world.adviser, days=4), world.vacancy, [b]).people == [b]


def test_the_list_says_what_the_employer_said(session: Session, world: World) -> None:
    share_with_employer(session, world, "A")
    share_id = shared(session, world.employer, world.vacancy).people[0].share_id
    invite(session, world.employer, world.vacancy, share_id)
    (row,) = candidate_list(session, world.adviser, world.vacancy).people
    assert row.shared is not None
    assert (row.shared.assessment, row.shared.invited_at, row.outcome) == (Assessment.TO_BE_ASSESSED, NOW, Outcome.PRESENTED)
    assert row.stage is Stage.YES


def test_as_many_hires_as_posts_is_a_filled_vacancy(session: Session, world: World) -> None:
    put_on_list(session, world, "A", "B", "C")
    change(session, world, "A", outcome=Outcome.GOT_THE_JOB)
    found = candidate_list(session, world.adviser, world.vacancy)
    assert (found.vacancy.positions, found.hired, found.filled) == (2, 1, False)
    change(session, world, "B", outcome=Outcome.GOT_THE_JOB)
    assert candidate_list(session, world.adviser, world.vacancy).filled


def test_to_be_named_one_has_to_be_on_the_list_and_within_reach(session: Session, world: World) -> None:
    put_on_list(session, world, "A", "Y")
    before = len(traces(session))
    _, rows = named(session, world.adviser, world.vacancy, list(world.people.values()))
    assert [row.card.given_name for row in rows] == ["A"]
    assert traces(session)[before:] == [("access", world.people["A"])]


def test_an_erased_person_is_on_no_list(session: Session, world: World) -> None:
    share_with_employer(session, world, "A")
    erase_job_seeker(session, world.people["A"], LATER)
    found = candidate_list(session, world.adviser, world.vacancy)
    assert (found.total, found.hidden, found.elsewhere) == (0, 0, 0)
    assert share(session, world.adviser, world.vacancy, [world.people["A"]]).refused == {Why.GONE: 1}
