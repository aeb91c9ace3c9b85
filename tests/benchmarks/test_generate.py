"""People and vacancies drawn from a seed: repeatable, whole, and only such as could come from a source."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from benchmarks import generate
from benchmarks.vacancies import text_of
from matcher.records import LanguageLevel
from models.cv import NEVER_STORED

SIZE = 3000


def test_a_seed_gives_the_same_records_and_a_smaller_size_the_first_of_them():
    many = list(generate.people(SIZE, 7))

    assert list(generate.people(500, 7)) == many[:500]
    assert list(generate.people(500, 8)) != many[:500]
    assert list(generate.openings(500, 7)) == list(generate.openings(900, 7))[:500]


def test_records_are_drawn_one_at_a_time():
    endless = generate.people(10**12, 1)

    assert len(list(islice(endless, 5))) == 5


def test_people_are_whole_and_differ():
    people = list(generate.people(SIZE, 1))
    catalogue = generate.catalogue()
    codes = {held.code for person in people for held in person.credentials}

    assert len({person.id for person in people}) == SIZE
    assert {len(person.id) for person in people} == {32}
    assert codes <= set(catalogue.credentials)
    assert {family for person in people for family in person.refused_families} <= {r.family for r in catalogue.roles.values()}
    assert all(person.postnummer in catalogue.places for person in people)
    assert not {barrier for person in people for barrier in person.barriers} & set(NEVER_STORED)
    assert all(not person.shifts_yes & person.shifts_no for person in people)
    assert all(person.empty_cv != bool(person.practice or person.wishes or person.credentials) for person in people)
    assert all(period.title.strip() for person in people for period in person.practice)
    assert all(
        period.end is None or period.start is None or period.start <= period.end <= generate.DAY
        for person in people
        for period in person.practice
    )
    assert all(held.valid_until is None or held.valid_until > generate.DAY for person in people for held in person.credentials)


def test_shares_are_of_the_order_of_the_demo():
    people = list(generate.people(SIZE, 2))
    share = Counter[str]()
    for person in people:
        share["empty"] += person.empty_cv
        share["authorised"] += any(held.code.startswith("auth:") for held in person.credentials)
        share["licence"] += "B" in person.licences
        share["first"] += any(s.language == "no" and s.spoken is LanguageLevel.FIRST for s in person.languages)
        share["hour"] += person.max_minutes == 60

    assert 0.03 < share["empty"] / SIZE < 0.07
    assert 0.12 < share["authorised"] / SIZE < 0.28
    assert 0.55 < share["licence"] / SIZE < 0.85
    assert 0.6 < share["first"] / SIZE < 0.85
    assert 0.8 < share["hour"] / SIZE < 0.97


def test_people_live_all_over_the_country_and_towns_are_larger():
    places = generate.catalogue().places
    homes = Counter(places[person.postnummer or ""].kommunenr for person in generate.people(20_000, 1))

    assert len(homes) > 340
    assert homes["0301"] > homes["4601"] > homes["3403"] > homes["3425"] > 0


def test_openings_ask_in_codes_that_the_engine_knows_and_in_words_that_the_ad_has():
    openings = list(generate.openings(SIZE, 1))
    catalogue = generate.catalogue()

    for opening in openings:
        asked = [*opening.must, *opening.should]
        asked += [entry for variant in opening.variants for entry in (*variant.must, *variant.should)]
        text = text_of(opening)
        for requirement in asked:
            assert set(requirement.code.split("|")) <= set(catalogue.requirements)
            assert all(text[span.start : span.end] == span.quote for span in requirement.spans)
        assert opening.properties <= set(catalogue.requirements)
        assert set(opening.roles) <= set(catalogue.roles)
        assert len({entry.code for entry in opening.must}) == len(opening.must)
    assert 0.05 < sum(bool(opening.variants) for opening in openings) / SIZE < 0.12
    assert 0.1 < sum("R01" in opening.roles for opening in openings) / SIZE < 0.35


def test_homes_and_work_can_be_kept_within_some_municipalities():
    places = generate.catalogue().places

    homes = {places[person.postnummer or ""].kommunenr for person in generate.people(500, 1, within=generate.LOCAL)}
    work = {opening.kommunenr for opening in generate.openings(300, 1, within=generate.LOCAL)}

    assert homes == work == generate.LOCAL
