"""What more or less knowledge, another spelling or another home may do to a match, and what it may not."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from matcher.matcher import Matcher
from matcher.post_demands import demands
from matcher.records import Candidate, Credential, Match, Opening, Practice, Requirement, Status, Tier, Wish
from matcher.suppositions import suppose
from matcher.wishes import SETTLED, begins_by
from tests.matcher.strategies import MUST, ON, candidates, openings

calm = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

FACTS = ("auth:SP", "auth:HF", "licence:B", "language:A2", "language:B1", "language:B2", "language:good", "shift:night",
         "shift:evening", "shift:weekend", "age:18", "age:20", "vg2:helsearbeiderfag", "skill:medication")  # fmt: skip
"""Demands that one fact meets."""


def asking(opening: Opening, code: str) -> Opening:
    """Return the opening with ``code`` among its demands, and no other demand that the same fact answers."""
    family = code.partition(":")[0]
    alone = family if family in {"language", "age"} else code
    others = (wanted for wanted in opening.must if not wanted.code.startswith(alone))
    return replace(opening, must=(*others, Requirement(code=code)))


def finding(match: Match, code: str) -> Status:
    return next(entry.status for entry in match.findings if entry.must and code in entry.requirement.split("|"))


def no_better(one: Match, other: Match) -> bool:
    """Tell whether ``one`` stands no higher than ``other``, and scores no more within the same tier."""
    return one.tier.order > other.tier.order or (one.tier is other.tier and one.score <= other.score)


def without(candidate: Candidate, code: str) -> Candidate:
    """Return the candidate as if nobody knew what meets ``code``."""
    family, _, value = code.partition(":")
    if family == "licence":
        return replace(candidate, licences=candidate.licences - {value}, licences_known=False)
    if family == "shift":
        return replace(candidate, shifts_yes=candidate.shifts_yes - {value})
    if family == "language":
        return replace(candidate, languages=())
    if family == "age":
        return replace(candidate, over_18=None, over_20=None, turns_18=None, turns_20=None)
    if family == "skill":
        return replace(candidate, skills=tuple(skill for skill in candidate.skills if skill != code))
    return replace(candidate, credentials=tuple(held for held in candidate.credentials if held.code != code))


@calm
@given(person=candidates(), opening=openings(), code=st.sampled_from(FACTS))
def test_a_fact_that_meets_a_demand_never_hurts(matcher: Matcher, person: Candidate, opening: Opening, code: str) -> None:
    assume(not person.empty_cv)
    opening = asking(opening, code)
    richer = suppose(person, code, matcher.domain_.catalogue)
    assert richer is not None
    before, after = matcher.explain(person, opening, ON), matcher.explain(richer, opening, ON)
    assert no_better(before, after), (before, after)


@calm
@given(person=candidates(), opening=openings(), code=st.sampled_from(FACTS))
def test_taking_away_what_meets_a_demand_never_helps(matcher: Matcher, person: Candidate, opening: Opening, code: str) -> None:
    assume(not person.empty_cv)
    opening = replace(asking(opening, code), variants=())
    held = suppose(person, code, matcher.domain_.catalogue)
    assert held is not None
    before, after = matcher.explain(held, opening, ON), matcher.explain(without(held, code), opening, ON)
    assume(finding(before, code) is Status.MET)
    assert no_better(after, before), (before, after)


@calm
@given(person=candidates(), opening=openings(), code=st.sampled_from(FACTS))
def test_what_is_unknown_is_never_better_than_met(matcher: Matcher, person: Candidate, opening: Opening, code: str) -> None:
    assume(not person.empty_cv)
    opening = replace(asking(opening, code), variants=())
    unknown = without(person, code)
    known = suppose(unknown, code, matcher.domain_.catalogue)
    assert known is not None
    asked, answered = matcher.explain(unknown, opening, ON), matcher.explain(known, opening, ON)
    assume(finding(asked, code) is Status.UNKNOWN)
    assert no_better(asked, answered), (asked, answered)


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@calm
@given(person=candidates(), opening=openings(), spell=st.sampled_from([str.upper, str.lower, decomposed]))
def test_spelling_changes_nothing(matcher: Matcher, person: Candidate, opening: Opening, spell: Callable[[str], str]) -> None:
    written = replace(
        person,
        practice=tuple(replace(period, title=spell(period.title)) for period in person.practice),
        wishes=tuple(replace(wish, title=spell(wish.title)) for wish in person.wishes),
        skills=tuple(skill if ":" in skill else spell(skill) for skill in person.skills),
    )
    one, other = matcher.explain(person, opening, ON), matcher.explain(written, opening, ON)
    assert (one.tier, one.score, one.months) == (other.tier, other.score, other.months)
    assert [(c.comparison, c.level) for c in one.contributions] == [(c.comparison, c.level) for c in other.contributions]


PLACE = "2420"


@pytest.fixture(scope="session")
def alike(matcher: Matcher) -> tuple[tuple[str, str], ...]:
    """Return pairs of homes with the same minutes to :data:`PLACE` by car, and no line or walk from either."""
    reach = matcher.domain_.reach
    homes = [home for home in matcher.domain_.catalogue.places if reach.transit_minutes(home, PLACE) is None]
    by_minutes: dict[int, list[str]] = {}
    walks = dict(zip(matcher.domain_.catalogue.places, reach.ways(PLACE).walk.tolist(), strict=True))
    for home, minutes in zip(homes, reach.minutes_many(homes, PLACE).tolist(), strict=True):
        if not walks[home]:
            by_minutes.setdefault(minutes, []).append(home)
    return tuple((same[0], other) for same in by_minutes.values() for other in same[1:3])


@calm
@given(person=candidates(), opening=openings(), data=st.data())
def test_a_home_counts_as_its_minutes_and_no_more(
    matcher: Matcher, alike: tuple[tuple[str, str], ...], person: Candidate, opening: Opening, data: st.DataObject
) -> None:
    here, there = data.draw(st.sampled_from(alike))
    opening = replace(opening, postnummer=PLACE)
    one = matcher.explain(replace(person, postnummer=here), opening, ON)
    assert one == matcher.explain(replace(person, postnummer=there), opening, ON)


@calm
@given(person=candidates(), opening=openings())
def test_a_person_never_stands_high_against_a_stated_wish_unsaid(matcher: Matcher, person: Candidate, opening: Opening) -> None:
    """Another municipality, a far other share, a lasting post only: whoever is *klar* has wished for such a post."""
    match = matcher.explain(person, opening, ON)
    told = {entry.requirement for entry in match.findings if entry.status is not Status.MET}
    levels = {(entry.comparison, entry.level) for entry in match.contributions}
    for comparison, level, gate in (
        ("place", "elsewhere", "place"),
        ("hours", "more than wished", "hours"),
        ("form", "passing work, lasting wished", "form"),
        ("wish", "elsewhere", "interest"),
    ):
        if (comparison, level) in levels:
            assert gate in told
            assert match.tier is not Tier.READY


@calm
@given(person=candidates(), opening=openings())
def test_gates_of_everybody_are_told_only_where_they_stand_in_the_way(
    matcher: Matcher, person: Candidate, opening: Opening
) -> None:
    match = matcher.explain(person, opening, ON)
    assert not [entry for entry in match.findings if entry.requirement in SETTLED and entry.status is Status.MET]


@calm
@given(person=candidates(), opening=openings())
def test_who_comes_long_after_the_first_day_is_asked_and_nobody_else(
    matcher: Matcher, person: Candidate, opening: Opening
) -> None:
    match = matcher.explain(person, opening, ON)
    variant = match.variant or 0
    latest = begins_by(demands(opening, matcher.domain_)[variant], ON)
    late = person.earliest_start is not None and person.earliest_start > latest
    asked = [(entry.status, entry.evidence) for entry in match.findings if entry.requirement == "start"]
    assert asked == ([(Status.UNKNOWN, f"start:{person.earliest_start}")] if late else [])
    assert not (late and match.tier is Tier.READY)
    sooner = suppose(person, "start", matcher.domain_.catalogue)
    assert sooner is not None
    assert no_better(match, matcher.explain(sooner, opening, ON)) or not late


def test_every_demand_of_the_strategies_is_known_or_asked(matcher: Matcher) -> None:
    known = matcher.domain_.catalogue.requirements
    assert all(any(atom in known for atom in code.split("|")) for code in MUST)


# --- rulings, each by the smallest case that shows it -----------------------------------------------------------

NEIGHBOUR = Candidate(
    id="c", postnummer="2420", car=True, practice=(Practice(title="Pleieassistent"),), wishes=(Wish(title="Pleieassistent"),)
)
WARD = Opening(id="o", roles=("R13",), postnummer="2420", kommunenr="3421", percent_min=60, percent_max=60, employment="fast")


def tier(matcher: Matcher, opening: Opening, **said: object) -> Tier:
    return matcher.explain(replace(NEIGHBOUR, **said), opening, ON).tier  # type: ignore[arg-type]  # fields named by each case


def test_who_wishes_for_such_a_post_is_ready(matcher: Matcher) -> None:
    assert tier(matcher, WARD) is Tier.READY


def test_another_municipality_far_off_is_asked_about_and_one_close_by_is_not(matcher: Matcher) -> None:
    elsewhere = frozenset({"3419"})
    assert tier(matcher, WARD, wished_places=elsewhere) is Tier.READY
    assert tier(matcher, WARD, wished_places=elsewhere, postnummer="2440") is Tier.CLARIFY
    assert tier(matcher, WARD, wished_places=frozenset({"34"}), postnummer="2430") is Tier.READY


def test_a_post_that_cannot_be_cut_is_asked_about_sooner_than_one_that_can_be_filled_up(matcher: Matcher) -> None:
    assert tier(matcher, WARD, percent_min=80.0, percent_max=100.0) is Tier.READY
    assert tier(matcher, WARD, percent_min=100.0, percent_max=100.0) is Tier.CLARIFY
    assert tier(matcher, WARD, percent_min=10.0, percent_max=40.0) is Tier.CLARIFY
    assert tier(matcher, WARD, percent_min=100.0, percent_max=100.0, percent_absolute=True) is Tier.CLOSED


def test_a_call_list_takes_who_says_yes_to_any_shift(matcher: Matcher) -> None:
    roster = replace(WARD, must=(Requirement(code="shift:evening"), Requirement(code="shift:weekend")))
    days = {"shifts_yes": frozenset({"day"}), "shifts_no": frozenset({"evening", "weekend"}), "forms": frozenset({"tilkalling"})}
    assert tier(matcher, replace(roster, employment="tilkalling"), **days) is Tier.READY
    assert tier(matcher, roster, **days) is Tier.ON_THE_WAY


SMALL: dict[str, object] = {"percent_min": 20.0, "percent_max": 20.0}


@pytest.mark.parametrize(
    ("codes", "facts", "asked"),
    [
        ((), {}, True),
        (("shift:evening", "shift:weekend"), {}, True),
        (("shift:night",), {}, True),
        (("shift:evening",), SMALL, True),
        ((), SMALL, False),
        (("shift:evening", "shift:weekend"), SMALL, False),
        (("shift:weekend",), {}, False),
        (("shift:night", "shift:weekend"), {}, False),
        ((), {"employment": "sommer"}, False),
        ((), {"employment": "tilkalling"}, False),
    ],
)
def test_who_can_work_weekends_only_is_kept_from_posts_of_weekdays(
    matcher: Matcher, codes: tuple[str, ...], facts: dict[str, object], asked: bool
) -> None:
    post = replace(WARD, must=tuple(Requirement(code=code) for code in codes), **facts)  # type: ignore[arg-type]  # by name
    shifts = frozenset({"day", "evening", "night", "weekend"})
    free, refused, named, answered = (
        matcher.explain(replace(NEIGHBOUR, shifts_yes=yes, shifts_no=no), post, ON)
        for yes, no in (
            (shifts, frozenset()),
            (shifts, frozenset({"weekday"})),
            (shifts | {"weekend_days"}, frozenset()),
            (shifts | {"weekend_days", "weekday"}, frozenset()),
        )
    )
    told = [
        [entry.status for entry in one.findings if entry.requirement == "weekdays"] for one in (free, refused, named, answered)
    ]
    assert told == ([[], [Status.UNMET], [Status.UNKNOWN], []] if asked else [[]] * 4)
    assert refused.tier is (Tier.CLOSED if asked else free.tier)
    assert named.tier is (Tier.CLARIFY if asked else free.tier)
    assert answered.tier is free.tier
    assert {one.score for one in (refused, named, answered)} == {free.score}, "days are a demand, and weigh nothing"


def test_a_post_of_weekends_alone_is_closed_to_who_works_weekdays_only(matcher: Matcher) -> None:
    weekdays = {"shifts_yes": frozenset({"day", "evening"}), "shifts_no": frozenset({"weekend"})}
    weekends = replace(WARD, must=(Requirement(code="shift:weekend"),), percent_max=None)
    assert tier(matcher, weekends, **weekdays) is Tier.CLOSED, "no roster is left without the weekends"
    roster = replace(WARD, must=(Requirement(code="shift:evening"), Requirement(code="shift:weekend")), percent_max=None)
    assert tier(matcher, roster, **weekdays) is Tier.ON_THE_WAY


@pytest.mark.parametrize(
    ("form", "begins", "latest"),
    [
        ("fast", None, date(2027, 2, 28)),
        ("fast", date(2026, 3, 1), date(2027, 2, 28)),
        ("fast", date(2026, 12, 1), date(2027, 3, 31)),
        ("vikariat", date(2027, 8, 16), date(2027, 11, 30)),
        ("tilkalling", None, date(2027, 2, 28)),
        (None, date(2027, 11, 30), date(2028, 2, 29)),
        ("sommer", None, date(2027, 6, 30)),
        ("sommer", date(2027, 6, 21), date(2027, 6, 30)),
        ("sommer", date(2027, 7, 1), date(2027, 7, 31)),
    ],
)
def test_a_post_waits_three_months_and_a_summer_job_for_nobody(
    matcher: Matcher, form: str | None, begins: date | None, latest: date
) -> None:
    post = replace(WARD, employment=form, start=begins)
    assert tier(matcher, post, earliest_start=latest) is Tier.READY
    late = matcher.explain(replace(NEIGHBOUR, earliest_start=latest + timedelta(days=1)), post, ON)
    assert (late.tier, late.ask_next) == (Tier.CLARIFY, "start")


@pytest.mark.parametrize(
    ("today", "latest"),
    [(date(2027, 5, 31), date(2027, 6, 30)), (date(2027, 8, 10), date(2027, 8, 31)), (date(2027, 9, 1), date(2028, 6, 30))],
)
def test_a_summer_job_without_a_day_begins_with_the_summer_that_is_or_comes(matcher: Matcher, today: date, latest: date) -> None:
    post = replace(WARD, employment="sommer", start=None)
    assert begins_by(demands(post, matcher.domain_)[0], today) == latest


@pytest.mark.parametrize(
    ("begins", "stands", "evidence"),
    [
        (None, Status.UNMET, "under 18"),
        (date(2026, 11, 1), Status.UNMET, "under 18"),
        (date(2027, 1, 31), Status.UNMET, "under 18"),
        (date(2027, 2, 1), Status.UNKNOWN, "turns 18 that month"),
        (date(2027, 2, 28), Status.UNKNOWN, "turns 18 that month"),
        (date(2027, 3, 1), Status.MET, "turns 18"),
        (date(2028, 1, 10), Status.MET, "turns 18"),
    ],
)
def test_an_age_is_held_against_the_first_day_of_the_post(
    matcher: Matcher, begins: date | None, stands: Status, evidence: str
) -> None:
    post = replace(WARD, must=(Requirement(code="age:18"),), start=begins)
    young = replace(NEIGHBOUR, over_18=False, over_20=False, turns_18=date(2027, 2, 1), turns_20=date(2029, 2, 1))
    match = matcher.explain(young, post, ON)
    assert [(entry.status, entry.evidence) for entry in match.findings if entry.requirement == "age:18"] == [(stands, evidence)]
    expected = {Status.MET: Tier.READY, Status.UNKNOWN: Tier.CLARIFY, Status.UNMET: Tier.CLOSED}
    assert match.tier is expected[stands]
    never = matcher.explain(replace(young, turns_18=None, turns_20=None), post, ON)
    assert finding(never, "age:18") is Status.UNMET, "who has said to be under age and nothing else is not guessed about"


def test_the_month_of_coming_of_age_changes_nothing_where_no_age_is_asked(matcher: Matcher) -> None:
    young = replace(NEIGHBOUR, over_18=False, over_20=False)
    begins = replace(WARD, start=date(2027, 3, 1))
    assert matcher.explain(replace(young, turns_18=date(2027, 2, 1)), begins, ON) == matcher.explain(young, begins, ON)


def test_a_refused_night_is_not_rostered_away(matcher: Matcher) -> None:
    nights = replace(WARD, must=(Requirement(code="shift:night"),))
    assert tier(matcher, nights, shifts_no=frozenset({"night"})) is Tier.CLOSED


def test_an_empty_profile_comes_before_any_post(matcher: Matcher) -> None:
    match = matcher.explain(Candidate(id="c", postnummer="2420", empty_cv=True), WARD, ON)
    assert match.tier is Tier.ON_THE_WAY
    assert finding(match, "profile") is Status.UNMET


def test_a_line_of_the_working_day_is_a_question_for_a_weekend(matcher: Matcher) -> None:
    rider = {"postnummer": "2409", "car": False}
    office = replace(WARD, postnummer="2451", kommunenr="3422")
    assert tier(matcher, office, **rider) is Tier.READY
    assert (
        tier(matcher, replace(office, must=(Requirement(code="shift:weekend"),)), **rider, shifts_yes=frozenset({"weekend"}))
        is Tier.CLARIFY
    )


def level(match: Match, comparison: str) -> str | None:
    return next((entry.level for entry in match.contributions if entry.comparison == comparison), None)


def test_what_the_ad_asks_for_is_never_too_much(matcher: Matcher) -> None:
    trained = replace(NEIGHBOUR, wishes=(Wish(title="Helsefagarbeider"),), credentials=(Credential(code="auth:HF"),))
    bare = matcher.explain(trained, WARD, ON)
    asked = matcher.explain(trained, replace(WARD, should=(Requirement(code="auth:HF"),)), ON)
    assert level(bare, "qualification") == "trained beyond the post"
    assert level(asked, "qualification") == "all preferred"


def test_few_move_for_half_a_post(matcher: Matcher) -> None:
    mover = replace(NEIGHBOUR, postnummer="5143", willing_to_move=True)
    assert level(matcher.explain(mover, WARD, ON), "reach") == "would move, for a small post"
    assert level(matcher.explain(mover, replace(WARD, percent_max=100), ON), "reach") == "would move"


def test_an_apprenticeship_is_for_who_has_the_school_part(matcher: Matcher) -> None:
    place = replace(WARD, roles=("R22",), employment="laerling")
    pupil = replace(NEIGHBOUR, credentials=(Credential(code="vg2:helsearbeiderfag"),))
    beginner = replace(NEIGHBOUR, credentials=(Credential(code="vg1:helse"),))
    assert level(matcher.explain(pupil, place, ON), "apprenticeship") == "school part done or under way"
    assert level(matcher.explain(beginner, place, ON), "apprenticeship") == "school part begun"
    assert level(matcher.explain(pupil, WARD, ON), "apprenticeship") is None
