"""Lists carried over a night are those that reckoning everything gives, whatever has changed, gone or come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import generate, overnight
from benchmarks.exactness import digest
from matcher.blocks import blocks
from matcher.lists import Lists, Room, rank_all
from matcher.matcher import Matcher
from matcher.overnight import ROOM, Night, carried_over
from matcher.records import Candidate, Opening
from tests.matcher import strategies

MATCHER = Matcher().fit(generate.catalogue())
TIGHT = Room(50, 20, 10)
"""No place to spare: nearly every list that loses somebody has to be made anew."""


def night(people: Sequence[Candidate], openings: Sequence[Opening]) -> Night:
    return Night(MATCHER.prepare(people, generate.DAY), sorted(openings, key=lambda one: one.id))


def whole(of: Night, room: Room = TIGHT) -> Lists:
    return rank_all(MATCHER, of.pool, of.openings, blocks(of.openings, MATCHER.domain_), room=room)


@pytest.mark.parametrize("room", [TIGHT, ROOM, Room(51, 21, 11)])
@pytest.mark.parametrize("share", [0.02, 0.3])
def test_several_nights_in_the_four_municipalities(room: Room, share: float) -> None:
    people, openings = list(generate.people(400, within=generate.LOCAL)), list(generate.openings(60, within=generate.LOCAL))
    before = night(people, openings)
    lists = whole(before, room)
    assert max(len(one.rows) for one in lists.openings.values()) == room.opening
    for seed in range(3):
        people = Random(seed).sample(people, len(people))
        people = overnight.changed_people(people, share, seed, within=generate.LOCAL)
        openings = overnight.changed_openings(openings, share, seed, within=generate.LOCAL)
        after = night(people, openings)
        lists = carried_over(MATCHER, lists, before, after)
        assert digest(lists.published()) == digest(whole(after))
        before = after


def test_a_list_is_known_only_so_far_night_after_night() -> None:
    """A new opening below the last one known stands behind others that no list holds, also when the next ones leave."""
    people, openings = list(generate.people(400, within=generate.LOCAL)), list(generate.openings(120, within=generate.LOCAL))
    # A tenth of the openings leave each night, and as many come.
    each, kept = 12, 84
    before = night(people, openings[:kept])
    lists = whole(before, Room(75, 24, 20))
    for gone in range(each, 4 * each, each):
        after = night(people, openings[gone : gone + kept])
        lists = carried_over(MATCHER, lists, before, after)
        assert digest(lists.published()) == digest(whole(after))
        before = after


@pytest.mark.parametrize("size", [1, 30])
def test_a_night_in_the_whole_country(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.overnight.OPENINGS_AT_ONCE", size)
    people, openings = list(generate.people(1_500)), list(generate.openings(150))
    before = night(people, openings)
    after = night(overnight.changed_people(people, 0.1), overnight.changed_openings(openings, 0.1))
    assert digest(carried_over(MATCHER, whole(before, ROOM), before, after).published()) == digest(whole(after))


people_ = st.lists(st.integers(0, 40), max_size=30, unique=True).flatmap(
    lambda numbers: st.tuples(*(strategies.candidates(number) for number in numbers)).map(list)
)
openings_ = st.lists(strategies.openings(), max_size=6, unique_by=lambda one: one.id)


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_any_small_world(data: st.DataObject) -> None:
    people, openings = data.draw(people_), data.draw(openings_)
    others, other_openings = data.draw(people_), data.draw(openings_)
    keep = data.draw(st.sets(st.integers(0, 40)))
    after_people = {one.id: one for one in others}
    after_people |= {one.id: one for place, one in enumerate(people) if place not in keep}
    after_openings = {one.id: one for one in other_openings} | {one.id: one for one in openings[:3]}
    before, after = night(people, openings), night(list(after_people.values()), list(after_openings.values()))
    found = carried_over(MATCHER, whole(before, ROOM), before, after)
    assert digest(found.published()) == digest(whole(after))


def test_nothing_is_carried_over_to_another_day() -> None:
    people = list(generate.people(5))
    another = Night(MATCHER.prepare(people, generate.DAY + timedelta(days=1)), [])
    before = night(people, [])
    with pytest.raises(ValueError, match="same day"):
        carried_over(MATCHER, whole(before), before, another)
