"""Why a pair stands elsewhere than before: the cause, found by holding two hand-made matches against each other."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.records import Finding, Match, Route, Status, Tier
from models.services.night.causes import Cause, CauseCode, Source, cause_between

READY, CLARIFY, ON_THE_WAY, CLOSED = Tier
MET, UNMET, UNKNOWN = Status


def found(*answers: tuple[str, Status], must: bool = True) -> tuple[Finding, ...]:
    return tuple(Finding(requirement=code, status=status, must=must) for code, status in answers)


def route(*edges: str, months: float) -> Route:
    return Route(edges=edges, steps=(), months=months, months_min=months, months_max=months, paid=True)


def match(tier: Tier, *answers: tuple[str, Status], **changes_: Any) -> Match:
    values: dict[str, Any] = {"candidate": "p", "opening": "v", "tier": tier, "score": 0, "strength": "godt"}
    return Match(**(values | {"findings": found(*answers)} | changes_))


def test_the_demand_whose_answer_changed_is_the_cause() -> None:
    before = match(ON_THE_WAY, ("language:B1", UNMET), ("licence:B", UNKNOWN), ("auth:HF", MET), months=6.0)
    evidence = Finding(requirement="language:B1", status=MET, evidence="language:B1", verified=True)
    after = match(CLARIFY, ("licence:B", UNKNOWN), ("auth:HF", MET))
    after = Match(**{name: getattr(after, name) for name in after.__slots__} | {"findings": (evidence, *after.findings)})
    cause = cause_between(before, after, Source.PERSON)
    assert cause.code is CauseCode.REQUIREMENT
    assert cause.detail == {
        "source": "person",
        "months": {"from": 6.0, "to": None},
        "requirements": [{"code": "language:B1", "from": "unmet", "to": "met", "evidence": "language:B1"}],
    }


def codes(cause: Cause) -> list[str]:
    return [entry["code"] for entry in cause.detail["requirements"]]


def test_what_stood_most_in_the_way_comes_first() -> None:
    before = match(ON_THE_WAY, ("licence:B", UNKNOWN), ("auth:HF", UNMET), ("language:B1", UNKNOWN))
    after = match(READY, ("licence:B", MET), ("auth:HF", MET), ("language:B1", MET))
    assert codes(cause_between(before, after, Source.PERSON)) == ["auth:HF", "language:B1", "licence:B"]
    assert codes(cause_between(after, before, Source.PERSON)) == ["auth:HF", "language:B1", "licence:B"]


def test_what_moved_the_other_way_is_not_the_cause() -> None:
    before = match(ON_THE_WAY, ("auth:HF", UNMET), ("licence:B", MET))
    after = match(CLARIFY, ("auth:HF", MET), ("licence:B", UNKNOWN))
    assert codes(cause_between(before, after, Source.PERSON)) == ["auth:HF"]
    assert codes(cause_between(after, before, Source.PERSON)) == ["auth:HF"]


def test_wishes_and_checks_after_an_offer_are_never_the_cause() -> None:
    outside = (Finding(requirement="police", status=UNKNOWN, after_offer=True), *found(("skill:it", UNMET), must=False))
    before = match(CLARIFY, findings=(*outside, *found(("licence:B", UNKNOWN))))
    now_met = (Finding(requirement="police", status=MET, after_offer=True), *found(("skill:it", MET), must=False))
    after = match(READY, findings=(*now_met, *found(("licence:B", MET))))
    assert codes(cause_between(before, after, Source.PERSON)) == ["licence:B"]


@pytest.mark.parametrize("silent", ["hours", "right_to_work"])
def test_what_the_engine_leaves_out_when_it_is_met_is_met(silent: str) -> None:
    before, after = match(CLARIFY, (silent, UNKNOWN), ("auth:HF", MET)), match(READY, ("auth:HF", MET))
    cause = cause_between(before, after, Source.PERSON)
    assert (cause.code, cause.detail["requirements"][0]["to"]) == (CauseCode.REQUIREMENT, "met")
    assert cause_between(after, before, Source.PERSON).detail["requirements"][0]["from"] == "met"


def test_a_demand_that_the_ad_dropped_or_added() -> None:
    asked, free = match(ON_THE_WAY, ("auth:HF", UNMET), ("reach", MET), months=18.0), match(READY, ("reach", MET))
    dropped, added = cause_between(asked, free, Source.VACANCY), cause_between(free, asked, Source.VACANCY)
    assert (dropped.code, codes(dropped)) == (CauseCode.REQUIREMENT_REMOVED, ["auth:HF"])
    assert (added.code, codes(added)) == (CauseCode.REQUIREMENT_ADDED, ["auth:HF"])


def test_another_kind_of_post_in_the_same_ad() -> None:
    before = match(ON_THE_WAY, ("auth:SP", UNMET), variant=0, months=36.0)
    after = match(READY, ("auth:HF", MET), variant=1)
    cause = cause_between(before, after, Source.PERSON)
    assert (cause.code, cause.detail["variant"]) == (CauseCode.VARIANT, {"from": 0, "to": 1})


def test_the_way_became_shorter_or_opened() -> None:
    closed = match(CLOSED, ("auth:HF", UNMET))
    long = match(ON_THE_WAY, ("auth:HF", UNMET), months=18.0, routes=(route("T05", months=18),))
    short = match(ON_THE_WAY, ("auth:HF", UNMET), months=6.0, routes=(route("T09", months=6),))
    assert cause_between(closed, long, Source.TIME).code is CauseCode.MONTHS
    cause = cause_between(long, short, Source.PERSON)
    assert cause.code is CauseCode.MONTHS
    assert cause.detail == {
        "source": "person",
        "months": {"from": 18.0, "to": 6.0},
        "routes": {"from": ["T05"], "to": ["T09"]},
    }


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (Source.PERSON, CauseCode.PERSON_CHANGED),
        (Source.VACANCY, CauseCode.VACANCY_CHANGED),
        (Source.CATALOGUE, CauseCode.CATALOGUE_CHANGED),
        (Source.TIME, CauseCode.TIME),
    ],
)
def test_without_a_trace_in_the_matches_the_source_is_all_that_is_said(source: Source, code: CauseCode) -> None:
    assert cause_between(match(CLARIFY, ("reach", MET)), match(READY, ("reach", MET)), source).code is code
