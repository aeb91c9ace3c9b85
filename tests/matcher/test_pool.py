"""A pool in columns: a part answers as the whole, classes as each candidate, and the order of things changes no byte."""

from __future__ import annotations

import random
from itertools import islice

import numpy as np
import pytest

from benchmarks import generate
from matcher.blocks import around, blocks, together
from matcher.lists import Lists, rank_all
from matcher.matcher import Matcher, keys_of
from matcher.order import HIGHEST, LOWEST, parts_of, score_of, sort_keys, tie, tier_of, ties_with
from matcher.pool import STATUS_CODE, UNMET, Pool
from matcher.records import Candidate, Opening
from matcher.rules import answer
from matcher.travel import way_to
from matcher.weights import WEIGHTS

PEOPLE, OPENINGS = 400, 60


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher().fit(generate.catalogue())


@pytest.fixture(scope="module")
def people() -> list[Candidate]:
    return list(generate.people(PEOPLE, within=generate.LOCAL))


@pytest.fixture(scope="module")
def openings() -> list[Opening]:
    # Half of them in the four municipalities, half anywhere in the country.
    here = generate.openings(OPENINGS // 2, within=generate.LOCAL)
    anywhere = islice(generate.openings(OPENINGS, 7), OPENINGS // 2)
    return sorted([*here, *anywhere], key=lambda opening: opening.id)


@pytest.fixture(scope="module")
def pool(matcher: Matcher, people: list[Candidate]) -> Pool:
    return matcher.prepare(people, generate.DAY)


def test_a_part_is_reckoned_as_the_whole_is(matcher: Matcher, pool: Pool, openings: list[Opening]) -> None:
    rows = np.array(random.Random(3).sample(range(PEOPLE), 150))
    few = rows[:20]
    for opening in openings:
        whole = matcher.score(opening, pool)
        for chosen in (rows, few):
            for one, some in zip(whole, matcher.score(opening, pool.part(chosen)), strict=True):
                assert np.array_equal(one.status[:, chosen], some.status)
                assert np.array_equal(one.tier[chosen], some.tier)
                assert np.array_equal(one.months[chosen], some.months)
                assert np.array_equal(one.score[chosen], some.score)


def test_a_part_of_a_part_is_a_part(pool: Pool) -> None:
    part = pool.part(np.arange(10, 60)).part(np.array([0, 5, 49]))
    assert [one.id for one in part.candidates] == [pool.candidates[row].id for row in (10, 15, 59)]
    assert part.index == {pool.candidates[row].id: place for place, row in enumerate((10, 15, 59))}


def test_a_class_is_answered_as_each_of_its_candidates(matcher: Matcher, pool: Pool) -> None:
    kinds = matcher.domain_.catalogue.requirements
    asked = [code for code in kinds if not code.startswith(("reach", "interest", "experience:"))]
    for code in [*asked, "language:unheard_of", "nobody:knows"]:
        expected = [STATUS_CODE[answer(code, candidate, kinds.get(code)).status] for candidate in pool.candidates]
        assert pool.status(code).tolist() == expected


def test_the_order_of_the_people_changes_no_number(matcher: Matcher, people: list[Candidate], openings: list[Opening]) -> None:
    mixed = random.Random(5).sample(people, len(people))
    one, other = matcher.prepare(people, generate.DAY), matcher.prepare(mixed, generate.DAY)
    place = [other.index[candidate.id] for candidate in people]
    for opening in openings[:20]:
        assert np.array_equal(
            keys_of(matcher.score(opening, one), one), keys_of(matcher.score(opening, other), other)[np.array(place)]
        )


@pytest.mark.parametrize("size", [1, 10])
def test_only_who_cannot_get_there_is_outside_a_block(matcher: Matcher, pool: Pool, openings: list[Opening], size: int) -> None:
    left_out, some = 0, together(blocks(openings, matcher.domain_), size)
    assert sorted(number for block in some for number in block.openings) == list(range(len(openings)))
    for block in some:
        outside = np.setdiff1d(np.arange(PEOPLE), around(block, pool))
        left_out += len(outside)
        for number in block.openings:
            opening = openings[number]
            assert (way_to(opening.postnummer, opening.kommunenr, pool, stays=block.stays)[outside] == UNMET).all()
    assert left_out


def same(one: Lists, other: Lists) -> bool:
    """Tell whether two answers are the same to the last byte."""
    return (
        one.best.tobytes() == other.best.tobytes()
        and one.tiers == other.tiers
        and one.openings.keys() == other.openings.keys()
        and all(one.openings[n].keys.tobytes() == other.openings[n].keys.tobytes() for n in one.openings)
        and all(one.openings[n].rows.tobytes() == other.openings[n].rows.tobytes() for n in one.openings)
        and all(
            [(near.code, near.people, near.rows.tobytes()) for near in one.near[n]]
            == [(near.code, near.people, near.rows.tobytes()) for near in other.near[n]]
            for n in one.near
        )
    )


@pytest.mark.parametrize("size", [1, 7, 256])
def test_the_size_and_the_order_of_the_blocks_change_no_byte(
    matcher: Matcher, pool: Pool, openings: list[Opening], size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = rank_all(matcher, pool, openings, blocks(openings, matcher.domain_))
    monkeypatch.setattr("matcher.blocks.MOST_OPENINGS", size)
    some = blocks(openings, matcher.domain_)
    random.Random(size).shuffle(some)
    found = rank_all(matcher, pool, openings, some[: len(some) // 2])
    found.add(rank_all(matcher, pool, openings, some[len(some) // 2 :]))
    assert same(found, expected)


def test_a_key_holds_tier_and_score_and_sorts_by_them() -> None:
    tiers = np.array([0, 0, 1, 2, 3], dtype=np.uint8)
    scores = np.array([HIGHEST, LOWEST, 0, -1250, 17], dtype=np.int16)
    keys = sort_keys(tiers, scores, np.uint32(9))
    assert keys.tolist() == sorted(keys.tolist())
    assert (tier_of(keys).tolist(), score_of(keys).tolist()) == (tiers.tolist(), scores.tolist())
    assert [parts_of(key) for key in keys.tolist()] == list(zip(tiers.tolist(), scores.tolist(), strict=True))


def test_ties_are_the_same_for_one_pair_and_for_many(pool: Pool) -> None:
    assert ties_with("an opening", pool).tolist() == [tie("an opening", one.id) for one in pool.candidates]


def test_weights_that_no_key_can_hold_are_refused() -> None:
    wild = {**WEIGHTS, "wish": dict.fromkeys(WEIGHTS["wish"], 40000)}
    with pytest.raises(ValueError, match="beyond"):
        Matcher(weights=wild).fit(generate.catalogue())
