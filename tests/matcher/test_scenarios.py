"""A what-if is what reckoning the milder opening anew gives, to the last person."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given, settings

from matcher.matcher import Matcher
from matcher.post_demands import OTHER_HOURS
from matcher.records import Candidate, Credential, Opening, Requirement, Tier, Wish
from matcher.scenarios import MILDER, NOT_THE_EMPLOYERS, Relaxation, relaxations, relaxed_pairs
from tests.matcher.strategies import ON, openings, pools

calm = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def counts(matcher: Matcher, people: list[Candidate], opening: Opening) -> tuple[int, ...]:
    found = Counter(match.tier for match in matcher.rank(opening, matcher.prepare(people, ON)))
    return tuple(found[tier] for tier in Tier)


def milder(opening: Opening, entry: Relaxation) -> Opening:
    """Return the opening with one demand relaxed, as an employer would post it."""

    def relaxed(asked: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
        kept = [wanted for wanted in asked if wanted.code != entry.code]
        if entry.milder and len(kept) < len(asked):
            kept.append(Requirement(code=entry.milder))
        return tuple(kept)

    # Without the word that unqualified people may apply, the law would ask for the authorisation again.
    allowed = {"unqualified_ok"} if "auth:" in entry.code or "experience:years" in entry.code else set()
    # The hours of a shift that nobody has to take lie on the days then.
    allowed |= {OTHER_HOURS} if entry.code.startswith("shift:") else set()
    return replace(
        opening,
        must=relaxed(opening.must),
        variants=tuple(replace(variant, must=relaxed(variant.must)) for variant in opening.variants),
        properties=opening.properties | allowed,
    )


@calm
@given(people=pools(), opening=openings())
def test_a_what_if_equals_a_recomputation(matcher: Matcher, people: list[Candidate], opening: Opening) -> None:
    pool = matcher.prepare(people, ON)
    now = counts(matcher, people, opening)
    for entry in relaxations(matcher.score(opening, pool), pool, np.arange(len(people))):
        assert entry.tiers == counts(matcher, people, milder(opening, entry)), entry
        assert entry.gains == tuple(after - before for after, before in zip(entry.tiers, now, strict=True))
        assert sum(entry.gains) == 0
        assert entry.nearer >= 0
        assert entry.reachable >= 0


def test_giving_up_the_nights_closes_nobody_who_works_the_days(matcher: Matcher) -> None:
    asked = tuple(Requirement(code=code) for code in ("shift:night", "shift:weekend"))
    post = Opening(id="o", roles=(), title="Stilling", postnummer="2420", must=asked)
    person = Candidate(id="c", postnummer="2420", shifts_yes=frozenset({"day", "night"}), shifts_no=frozenset({"weekend"}))
    pool = matcher.prepare([person], ON)
    assert not [entry for entry in relaxations(matcher.score(post, pool), pool, np.arange(1)) if entry.reachable < 0]
    only_weekends = replace(post, must=asked[1:])
    assert counts(matcher, [person], only_weekends) == (0, 0, 0, 1), "of a post of weekends alone nothing is left to roster"


def test_an_apprenticeship_that_asks_for_training_is_not_made_one_for_learners(matcher: Matcher) -> None:
    post = Opening(id="o", roles=("R13",), postnummer="2420", employment="laerling", must=(Requirement(code="auth:SP"),))
    nurse = Candidate(id="c", postnummer="2420", credentials=(Credential(code="auth:SP"),))
    pool = matcher.prepare([nurse, replace(nurse, id="d", credentials=())], ON)
    assert relaxations(matcher.score(post, pool), pool, np.arange(2)) == ()


@calm
@given(people=pools(), opening=openings())
def test_two_demands_together_equal_a_recomputation(matcher: Matcher, people: list[Candidate], opening: Opening) -> None:
    pool = matcher.prepare(people, ON)
    now = counts(matcher, people, opening)
    for pair in relaxed_pairs(matcher.score(opening, pool), pool, np.arange(len(people))):
        both = counts(matcher, people, milder(milder(opening, pair.first), pair.second))
        assert pair.tiers == both, pair
        assert pair.nearer == sum(both[:2]) - sum(now[:2])
        assert pair.beyond > 0


def test_who_lacks_two_things_is_brought_by_both_together(matcher: Matcher) -> None:
    wish = (Wish(title="Pleieassistent", primary=True),)
    people = [
        Candidate(id=f"{n:032x}", postnummer="2420", car=True, licences_known=True, wishes=wish, over_18=False) for n in range(4)
    ]
    must = (Requirement(code="licence:B"), Requirement(code="age:18"))
    opening = Opening(id="a" * 32, roles=("R13",), postnummer="2420", kommunenr="3421", must=must)
    pool = matcher.prepare(people, ON)
    (pair,) = relaxed_pairs(matcher.score(opening, pool), pool, np.arange(4))
    assert {pair.first.code, pair.second.code} == {"licence:B", "age:18"}
    assert (pair.first.nearer, pair.second.nearer, pair.nearer, pair.beyond) == (0, 0, 4, 4)


def test_the_persons_own_gates_and_a_degree_are_not_the_employers_to_give_up(matcher: Matcher) -> None:
    people = [Candidate(id=f"{number:032x}", postnummer="2420", car=True, licences_known=True) for number in range(3)]
    opening = Opening(id="a" * 32, roles=("R01",), postnummer="2420", must=(Requirement(code="licence:B"),))
    pool = matcher.prepare(people, ON)
    (scored,) = matcher.score(opening, pool)
    assert {gate.code for gate in scored.demand.gates} >= NOT_THE_EMPLOYERS
    assert any(gate.code.startswith("auth:") for gate in scored.demand.gates)
    assert {entry.code for entry in relaxations([scored], pool, np.arange(3))} <= {"licence:B"}


def test_a_milder_demand_is_one_that_the_catalogue_knows(matcher: Matcher) -> None:
    kinds = matcher.domain_.catalogue.requirements
    assert {code for pair in MILDER.items() for code in pair} <= set(kinds)
