"""A night changes as many records as it is told to, each in one way, and the words of an ad still stand where they say."""

from __future__ import annotations

from benchmarks import generate
from benchmarks.overnight import changed_openings, changed_people
from benchmarks.vacancies import text_of


def test_as_many_people_are_touched_as_were_asked_for():
    before = list(generate.people(2000, 1))

    after = changed_people(before, 0.03, 9)

    old, new = {person.id: person for person in before}, {person.id: person for person in after}
    told = [own for own in old.keys() & new.keys() if old[own] != new[own]]
    gone, come = old.keys() - new.keys(), new.keys() - old.keys()
    assert (len(told), len(gone), len(come)) == (42, 9, 9)
    assert before == list(generate.people(2000, 1))
    assert after == changed_people(before, 0.03, 9)
    assert after != changed_people(before, 0.03, 10)
    assert all(person.empty_cv != bool(person.practice or person.wishes or person.credentials) for person in after)


def test_as_many_vacancies_are_touched_as_were_asked_for():
    before = list(generate.openings(1000, 1))

    after = changed_openings(before, 0.05, 9)

    old, new = {opening.id: opening for opening in before}, {opening.id: opening for opening in after}
    assert len(old.keys() - new.keys()) == len(new.keys() - old.keys()) == 8
    assert sum(old[own] != new[own] for own in old.keys() & new.keys()) == 34
    for opening in after:
        text = text_of(opening)
        asked = [*opening.must, *opening.should]
        asked += [entry for variant in opening.variants for entry in (*variant.must, *variant.should)]
        assert all(text[span.start : span.end] == span.quote for entry in asked for span in entry.spans)


def test_a_night_can_touch_nearly_everybody():
    before = list(generate.people(600, 2))

    after = changed_people(before, 1.0, 3)

    assert len(after) == 600
    assert len(set(before) & set(after)) == 90, "as many as have come are left as they were"


def test_nothing_is_touched_when_nothing_is_asked():
    before = list(generate.openings(100, 2))

    assert changed_openings(before, 0.0, 3) == before
