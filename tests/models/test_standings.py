"""The rematch's short way to the lists gives what the matcher's own long way gives."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from matcher.matcher import Matcher
from matcher.records import Candidate, Credential, Opening, Practice, Requirement, Tier, Variant, Wish
from models.services.catalogue import build_catalogue, read_catalogue
from models.services.ranking.standings import Lists, MatcherEngine
from tests.factories import TODAY

TITLES = ("Pleieassistent", "Sykepleier", "Hjelpepleier", "Renholder", "Butikkmedarbeider", "Kokk", "Vernepleier", "Vaktmester")
CODES = ("auth:HF", "auth:SP", "fagbrev:helsearbeiderfag", "vg1:helse", "gsk", "course:medication")
PLACES = ("2420", "2425", "2450", "2436", "2443")
MUST = ("auth:HF", "auth:SP", "licence:B", "shift:night", "language:B2", "age:18")


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    folder = Path(__file__).resolve().parents[2] / "fixtures" / "catalogue"
    return Matcher().fit(build_catalogue(read_catalogue(folder)))


def people(chance: random.Random, number: int) -> list[Candidate]:
    return [
        Candidate(
            id=f"{chance.getrandbits(128):032x}",
            practice=tuple(
                Practice(title=title, start=date(2015, 1, 1), percent=100)
                for title in chance.sample(TITLES, chance.randint(0, 2))
            ),
            wishes=tuple(Wish(title=title) for title in chance.sample(TITLES, chance.randint(0, 2))),
            credentials=tuple(Credential(code=code) for code in chance.sample(CODES, chance.randint(0, 2))),
            licences=frozenset({"B"}) if chance.random() < 0.6 else frozenset(),
            licences_known=True,
            car=chance.choice([True, False, None]),
            postnummer=chance.choice(PLACES),
            shifts_no=frozenset({"night"}) if chance.random() < 0.3 else frozenset(),
            over_18=True,
        )
        for _ in range(number)
    ]


def posts(chance: random.Random, number: int) -> list[Opening]:
    return [
        Opening(
            id=f"{chance.getrandbits(128):032x}",
            roles=(chance.choice(["R01", "R11", "R13", "R42"]),),
            postnummer=chance.choice(PLACES),
            must=tuple(Requirement(code=code) for code in chance.sample(MUST, chance.randint(0, 3))),
            variants=(Variant(roles=("R01",)), Variant(roles=("R13",))) if chance.random() < 0.3 else (),
        )
        for _ in range(number)
    ]


def test_vacancies_lists_and_persons_lists_are_the_matchers(matcher: Matcher) -> None:
    chance = random.Random(11)
    candidates, openings = people(chance, 40), posts(chance, 25)
    engine = MatcherEngine(matcher)
    pool = engine.prepare(candidates, TODAY)
    lists = Lists(pool.candidates, per_vacancy=10, per_person=5)
    for opening in openings:
        lists.add(opening, *engine.standings(opening, pool))
    by_person: dict[str, dict[int, str]] = defaultdict(dict)
    for opening, places in zip(openings, lists.rows(), strict=True):
        matches = engine.explain_rows(opening, pool, list(places))
        mine = {}
        for match, (in_vacancys, in_persons) in zip(matches, places.values(), strict=True):
            if in_vacancys is not None:
                mine[in_vacancys] = match
            if in_persons is not None:
                by_person[match.candidate][in_persons] = opening.id
        kept = [match for match in matcher.rank(opening, pool, top=10) if match.tier is not Tier.CLOSED]
        assert [mine[place] for place in sorted(mine)] == kept
        assert sorted(mine) == list(range(1, len(kept) + 1))
    for candidate in candidates:
        found = [match for match in matcher.rank_openings(candidate, openings, TODAY, top=5) if match.tier is not Tier.CLOSED]
        places_ = by_person[candidate.id]
        assert [places_[place] for place in sorted(places_)] == [match.opening for match in found]


def test_fewer_people_and_vacancies_than_places(matcher: Matcher) -> None:
    chance = random.Random(12)
    engine = MatcherEngine(matcher)
    pool, openings = engine.prepare(people(chance, 2), TODAY), posts(chance, 3)
    lists = Lists(pool.candidates, per_vacancy=50, per_person=20)
    numbers = [engine.standings(opening, pool) for opening in openings]
    for opening, (tier, score) in zip(openings, numbers, strict=True):
        lists.add(opening, tier, score)
    found = list(lists.rows())
    kept = [[row for row in (0, 1) if tier[row] != Tier.CLOSED.order] for tier, _ in numbers]
    assert [sorted(places) for places in found] == kept
    assert any(kept)
    for row in (0, 1):
        places = sorted(places[row][1] for places in found if row in places)
        assert places == list(range(1, len(places) + 1))
