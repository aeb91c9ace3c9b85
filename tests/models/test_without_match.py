"""Who stands without a match: since which night, no longer when there is one, and set aside for a while."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from models.matches import RunPerson
from models.pages import WithoutMatch
from models.people import JobSeeker
from models.services.errors import PersonOutOfReach
from models.services.people.storing import set_visibility_facts, upsert_job_seeker
from models.services.people.without_match import LONG, SET_ASIDE, Kept, keep_without_match, long_without_match, set_aside
from tests.factories import NOW, TODAY, job_seeker_draft, visible_facts
from tests.models.list_world import World, later, make_world, traces
from tests.models.test_people import publish_everything

NIGHT = timedelta(days=1)


@pytest.fixture
def world(session_factory: sessionmaker[Session]) -> World:
    """Everybody has a match, but A and Y."""
    with session_factory.begin() as session:
        world = make_world(session)
        publish_everything(session)
        for letter in "AY":
            _unmatch(session, world, letter)
    return world


def _unmatch(session: Session, world: World, letter: str) -> None:
    for row in session.scalars(select(RunPerson).where(RunPerson.job_seeker_id == world.people[letter])):
        session.delete(row)
    session.flush()


def _since(sessions: sessionmaker[Session]) -> dict[str, object]:
    with sessions() as session:
        return {row.job_seeker_id: row.since for row in session.scalars(select(WithoutMatch))}


def test_the_first_night_without_is_kept_until_there_is_a_match(session_factory: sessionmaker[Session], world: World) -> None:
    a, y = world.people["A"], world.people["Y"]
    assert keep_without_match(session_factory, TODAY) == Kept(2, 2, 0)
    assert keep_without_match(session_factory, TODAY + NIGHT) == Kept(2, 0, 0)
    assert _since(session_factory) == {a: TODAY, y: TODAY}
    with session_factory.begin() as session:
        other = session.scalars(select(RunPerson)).first()
        assert other is not None
        session.add(RunPerson(run_id=other.run_id, number=99, job_seeker_id=a, pairs=other.pairs, answers=other.answers))
        _unmatch(session, world, "B")
    assert keep_without_match(session_factory, TODAY + 2 * NIGHT) == Kept(2, 1, 1)
    assert _since(session_factory) == {y: TODAY, world.people["B"]: TODAY + 2 * NIGHT}


def test_who_is_hidden_is_not_kept_and_begins_anew(session_factory: sessionmaker[Session], world: World) -> None:
    keep_without_match(session_factory, TODAY)
    with session_factory.begin() as session:
        set_visibility_facts(session, "PAM-A", visible_facts(shielded=True), NOW + NIGHT)
    assert keep_without_match(session_factory, TODAY + NIGHT) == Kept(1, 0, 1)
    with session_factory.begin() as session:
        set_visibility_facts(session, "PAM-A", visible_facts(), NOW + 2 * NIGHT)
    assert keep_without_match(session_factory, TODAY + 2 * NIGHT) == Kept(2, 1, 0)
    assert _since(session_factory)[world.people["A"]] == TODAY + 2 * NIGHT


def test_who_came_after_the_run_is_not_told_of(session_factory: sessionmaker[Session], world: World) -> None:
    with session_factory.begin() as session:
        upsert_job_seeker(session, job_seeker_draft("PAM-NY"), NOW + NIGHT)
        set_visibility_facts(session, "PAM-NY", visible_facts(), NOW + NIGHT)
    keep_without_match(session_factory, TODAY)
    assert set(_since(session_factory)) == {world.people["A"], world.people["Y"]}


def test_before_the_first_run_there_is_nothing_to_say(session_factory: sessionmaker[Session]) -> None:
    assert keep_without_match(session_factory, TODAY) == Kept(0, 0, 0)


def test_long_is_thirty_nights_and_only_within_reach(session_factory: sessionmaker[Session], world: World) -> None:
    keep_without_match(session_factory, TODAY)
    with session_factory() as session:
        for days, found in ((LONG.days - 1, []), (LONG.days, [world.people["A"]])):
            rows, total = long_without_match(session, later(world.adviser, days=days), limit=5)
            assert ([row.job_seeker_id for row in rows], total) == (found, len(found))


def test_set_aside_is_for_thirty_days_and_leaves_a_trace(session_factory: sessionmaker[Session], world: World) -> None:
    keep_without_match(session_factory, TODAY - LONG)
    a = world.people["A"]
    with session_factory() as session:
        assert set_aside(session, world.adviser, a) == TODAY + SET_ASIDE
        assert traces(session)[-1] == ("update", a)
        assert long_without_match(session, world.adviser, limit=5) == ([], 0)
        assert long_without_match(session, later(world.adviser, days=29), limit=5) == ([], 0)
        assert long_without_match(session, later(world.adviser, days=30), limit=5)[1] == 1
        assert set_aside(session, world.adviser, world.people["B"]) is None
        with pytest.raises(PersonOutOfReach):
            set_aside(session, world.adviser, world.people["Y"])


def test_an_erased_person_is_kept_nowhere(session_factory: sessionmaker[Session], world: World) -> None:
    keep_without_match(session_factory, TODAY)
    with session_factory.begin() as session:
        session.delete(session.get_one(JobSeeker, world.people["A"]))
    assert set(_since(session_factory)) == {world.people["Y"]}
