"""The rematch's short way to the lists gives what the matcher's own long way gives."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pytest

from matcher.blocks import blocks, nearly_there
from matcher.described import describe
from matcher.lists import PER_DEMAND, PER_OPENING, PER_PERSON, rank_all
from matcher.matcher import Matcher
from matcher.overnight import ROOM, Night, carried_over
from matcher.pool import UNMET
from matcher.records import Candidate, Credential, Opening, Practice, Requirement, Tier, Variant, Wish
from matcher.travel import staying, way_to
from models.services.ranking import spread
from models.services.ranking.spread import ranked
from tests.factories import TODAY

TITLES = ("Pleieassistent", "Sykepleier", "Hjelpepleier", "Renholder", "Butikkmedarbeider", "Kokk", "Vernepleier", "Vaktmester")
CODES = ("auth:HF", "auth:SP", "fagbrev:helsearbeiderfag", "vg1:helse", "gsk", "course:medication")
PLACES = ("2420", "2425", "2450", "2436", "2443")
MUST = ("auth:HF", "auth:SP", "licence:B", "shift:night", "language:B2", "age:18")


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


@pytest.mark.parametrize("processes", [1, 2])
def test_vacancies_lists_and_persons_lists_are_the_matchers(matcher: Matcher, processes: int) -> None:
    chance = random.Random(11)
    candidates, openings = people(chance, 90), sorted(posts(chance, 40), key=lambda opening: opening.id)
    pool = matcher.prepare(candidates, TODAY)
    lists = ranked(matcher, pool, openings, lambda _done: None, processes=processes)
    for number, opening in enumerate(openings):
        kept = [match for match in matcher.rank(opening, pool, top=PER_OPENING) if match.tier is not Tier.CLOSED]
        found = lists.openings[number]
        assert [pool.candidates[row].id for row in found.rows] == [match.candidate for match in kept]
        assert found.score.tolist() == [match.score for match in kept]
        told = describe(matcher, pool, opening, found.rows)
        assert [round(months, 3) for months in told.months.tolist()] == [round(match.months or 0, 3) for match in kept]
        tiers = Counter(match.tier for match in matcher.rank(opening, pool))
        assert lists.tiers[number] == (tiers[Tier.READY], tiers[Tier.CLARIFY], tiers[Tier.ON_THE_WAY])
    for row, candidate in enumerate(candidates):
        ranked_ = matcher.rank_openings(candidate, openings, TODAY, top=PER_PERSON)
        kept = [match for match in ranked_ if match.tier is not Tier.CLOSED]
        own = lists.person(row)
        assert [openings[number].id for number in own.rows] == [match.opening for match in kept]
        assert own.score.tolist() == [match.score for match in kept]
    by_opening = {(number, row): place for number, some in enumerate(lists.by_opening()) for row, place, _key in some}
    assert by_opening == {
        (int(number), row): place
        for row in range(len(candidates))
        for place, number in enumerate(lists.person(row).rows.tolist(), 1)
    }


def test_a_night_carried_over_by_two_processes_is_the_one_made_anew(matcher: Matcher) -> None:
    chance = random.Random(23)
    candidates, openings = people(chance, 90), sorted(posts(chance, 40), key=lambda opening: opening.id)
    before = Night(matcher.prepare(candidates, TODAY), openings)
    last = rank_all(matcher, before.pool, openings, blocks(openings, matcher.domain_), room=ROOM)
    later = [replace(one, car=True, shifts_no=frozenset()) if chance.random() < 0.1 else one for one in candidates[5:]]
    after = Night(matcher.prepare(later, TODAY), sorted([*openings[3:], *posts(chance, 3)], key=lambda opening: opening.id))
    carried = carried_over(matcher, last, before, after, spread=partial(spread.spread_out, processes=2)).published()
    anew = ranked(matcher, matcher.prepare(later, TODAY), after.openings, lambda _done: None)
    assert carried.best.tobytes() == anew.best.tobytes()
    assert carried.tiers == anew.tiers
    for number, listed in anew.openings.items():
        assert carried.openings[number].rows.tolist() == listed.rows.tolist()
        assert [(one.code, one.people, one.rows.tolist()) for one in carried.near[number]] == [
            (one.code, one.people, one.rows.tolist()) for one in anew.near[number]
        ]


def test_titles_read_by_two_processes_are_those_read_by_one(matcher: Matcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "FEW_TITLES", 3)
    monkeypatch.setattr(spread, "processors", lambda: 2)
    candidates = people(random.Random(17), 40)
    alone, together = (Matcher().fit(matcher.domain_.catalogue) for _ in range(2))
    spread.linked(together, candidates)
    assert together.domain_.unseen((title, None) for title in TITLES) == []
    assert [together.domain_.link(title, None) for title in TITLES] == [alone.domain_.link(title, None) for title in TITLES]


def test_who_misses_one_demand_is_counted_and_listed(matcher: Matcher) -> None:
    chance = random.Random(13)
    candidates, openings = people(chance, 120), sorted(posts(chance, 20), key=lambda opening: opening.id)
    pool = matcher.prepare(candidates, TODAY)
    lists = ranked(matcher, pool, openings, lambda _done: None)
    missed = 0
    for number, opening in enumerate(openings):
        scored = matcher.score(opening, pool)
        unmet = [one.status == UNMET for one in scored]
        nowhere = np.logical_and.reduce([some.any(axis=0) for some in unmet])
        expected: dict[str, set[int]] = defaultdict(set)
        for one, some in zip(scored, unmet, strict=True):
            single = (some.sum(axis=0) == 1) & nowhere
            for gate, who in zip(one.demand.gates, some, strict=True):
                expected[gate.code] |= set(np.flatnonzero(single & who).tolist())
        # Of those who cannot get there, only those who nearly can are near.
        far = (way_to(opening.postnummer, opening.kommunenr, pool, stays=staying(opening)) == UNMET) & ~nearly_there(
            opening, pool
        )
        near = set(np.flatnonzero(~far).tolist())
        found = {missing.code: missing for missing in lists.near[number]}
        assert {code: missing.people for code, missing in found.items()} == {
            c: len(r & near) for c, r in expected.items() if r & near
        }
        for code, missing in found.items():
            assert set(missing.rows.tolist()) <= expected[code]
            assert len(missing.rows) == min(missing.people, PER_DEMAND)
            missed += missing.people
    assert missed
