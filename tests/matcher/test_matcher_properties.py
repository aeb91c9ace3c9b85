"""What must hold of every list, whoever is in it."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.matcher import Matcher
from matcher.records import Candidate, Credential, Match, Opening, Proof, Requirement, Status, Tier
from tests.matcher.strategies import ON, candidates, openings, pools

calm = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def rank(matcher: Matcher, people: list[Candidate], opening: Opening) -> list[Match]:
    return matcher.rank(opening, matcher.prepare(people, ON))


@calm
@given(people=pools(), opening=openings())
def test_the_score_is_the_sum_of_its_contributions(matcher: Matcher, people: list[Candidate], opening: Opening) -> None:
    for match in rank(matcher, people, opening):
        assert match.score == sum(entry.weight for entry in match.contributions)


@calm
@given(people=pools(), opening=openings(), order=st.randoms(use_true_random=False))
def test_any_order_of_input_gives_the_same_list(
    matcher: Matcher, people: list[Candidate], opening: Opening, order: Random
) -> None:
    shuffled = people[:]
    order.shuffle(shuffled)
    assert rank(matcher, shuffled, opening) == rank(matcher, people, opening)


@calm
@given(people=pools(), opening=openings())
def test_removing_a_person_changes_nobody_else(matcher: Matcher, people: list[Candidate], opening: Opening) -> None:
    gone = people[0].id
    assert rank(matcher, people[1:], opening) == [match for match in rank(matcher, people, opening) if match.candidate != gone]


@calm
@given(people=pools(), opening=openings())
def test_the_same_numbers_from_both_sides(matcher: Matcher, people: list[Candidate], opening: Opening) -> None:
    for match in rank(matcher, people, opening):
        person = next(candidate for candidate in people if candidate.id == match.candidate)
        assert matcher.rank_openings(person, [opening], ON) == [match]
        assert matcher.explain(person, opening, ON) == match


@calm
@given(people=pools(), opening=openings())
def test_the_tier_follows_from_the_findings(matcher: Matcher, people: list[Candidate], opening: Opening) -> None:
    for match in rank(matcher, people, opening):
        answers = {finding.status for finding in match.findings if finding.must and not finding.after_offer}
        if match.tier is Tier.READY:
            assert answers <= {Status.MET}
        elif match.tier is Tier.CLARIFY:
            assert Status.UNKNOWN in answers
            assert Status.UNMET not in answers
            assert match.ask_next is not None
        else:
            assert Status.UNMET in answers
        assert (match.months is None) == (match.tier is Tier.CLOSED and match.months is None)


@calm
@given(people=pools(), opening=openings())
def test_lists_are_ordered_by_tier_then_score(matcher: Matcher, people: list[Candidate], opening: Opening) -> None:
    keys = [(match.tier.order, -match.score) for match in rank(matcher, people, opening)]
    assert keys == sorted(keys)


@calm
@given(person=candidates(), opening=openings(), code=st.sampled_from(["auth:HF", "auth:SP", "auth:VP", "vg2:helsearbeiderfag"]))
def test_evidence_for_a_demand_never_hurts(matcher: Matcher, person: Candidate, opening: Opening, code: str) -> None:
    opening = replace(
        opening, must=(*(r for r in opening.must if r.code != code), Requirement(code=code)), roles=("R11",), variants=()
    )
    before = matcher.explain(person, opening, ON)
    richer = replace(person, credentials=(*person.credentials, Credential(code=code, proof=Proof.CLAIMED)))
    after = matcher.explain(richer, opening, ON)
    assert after.tier.order <= before.tier.order
    if after.tier is before.tier:
        assert after.score >= before.score


@calm
@given(person=candidates(), opening=openings())
def test_the_order_of_cv_lines_changes_nothing(matcher: Matcher, person: Candidate, opening: Opening) -> None:
    turned = replace(
        person,
        practice=person.practice[::-1],
        wishes=person.wishes[::-1],
        credentials=person.credentials[::-1],
        skills=person.skills[::-1],
        languages=person.languages[::-1],
    )
    first, second = matcher.explain(person, opening, ON), matcher.explain(turned, opening, ON)
    assert (first.tier, first.score, first.findings) == (second.tier, second.score, second.findings)


@calm
@given(person=candidates(), opening=openings())
def test_silence_is_not_evidence(matcher: Matcher, person: Candidate, opening: Opening) -> None:
    silent = Candidate(id=person.id, empty_cv=True)
    match = matcher.explain(silent, opening, ON)
    assert match.score == sum(entry.weight for entry in match.contributions if entry.comparison == "prior")
    assert match.tier is not Tier.READY


def test_after_offer_checks_touch_nothing(matcher: Matcher) -> None:
    person = Candidate(id="c", postnummer="2420", car=True)
    bare = Opening(id="o", roles=("R13",), postnummer="2420", kommunenr="3421")
    asked = replace(bare, must=(Requirement(code="police"), Requirement(code="health:infection_status")))
    first, second = matcher.explain(person, bare, ON), matcher.explain(person, asked, ON)
    assert (first.tier, first.score) == (second.tier, second.score)
    assert {f.requirement for f in second.findings if f.after_offer} == {"police", "health:infection_status"}


def test_a_matcher_that_is_not_fitted_says_so() -> None:
    from sklearn.exceptions import NotFittedError

    with pytest.raises(NotFittedError):
        Matcher().prepare([], ON)
