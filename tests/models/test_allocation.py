"""The allocation as advisers and the coordinator get it: names by grant, a trace for each name, and what is decided is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.matcher import Matcher
from matcher.records import Tier
from models.accounts import Scope, UserKind
from models.audit import AuditEvent
from models.drafts import CredentialDraft, JobSeekerDraft, PracticeDraft, VacancyDraft
from models.people import JobSeeker
from models.services.looks import Look
from models.services.people.storing import set_visibility_facts, upsert_job_seekers
from models.services.ranking.allocation import MOST_LATER, PER_PAGE, Asked, Plan, Plans, count, propose
from models.services.ranking.live import LivePool
from models.services.ranking.placing import place
from models.services.sharing.candidate_lists import add_to_list, change_entry
from models.services.sharing.requests import answer, ask
from models.services.vacancies.pairs import VerdictReason, record_verdict
from models.services.vacancies.people import VacancyPeople, View, vacancy_with_people
from models.services.vacancies.storing import upsert_vacancies
from models.sharing import Answer, ListStatus, Outcome
from models.vacancies import Vacancy
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts
from tests.models.list_world import a_look

HF = (CredentialDraft(code="auth:HF"),)
HIDDEN = "PAM-HIDDEN"


def person(name: str, *, authorised: bool = True, elsewhere: bool = False, **changes: Any) -> JobSeekerDraft:
    place = {"kommunenr": "3422", "postnummer": "2450", "poststed": "Rena"} if elsewhere else {}
    credentials = HF if authorised else ()
    return job_seeker_draft(name, given_name=name, credentials=credentials, wished_places=("3421", "3422"), **place, **changes)


def ad(name: str, **changes: Any) -> VacancyDraft:
    return vacancy_draft(name, skills=("stell", "demens"), **changes)


@pytest.fixture
def world(session: Session) -> Session:
    """Two authorised in Trysil, one in Åmot, one hidden, and two who are on the way; three posts for the authorised."""
    # The first knows the words of the ads, and so stands a little before the second.
    drafts = [person("PAM-A"), person("PAM-B", skills=()), person("PAM-C", elsewhere=True), person(HIDDEN)]
    drafts += [person("PAM-D", authorised=False), person("PAM-E", authorised=False)]
    upsert_job_seekers(session, drafts, NOW)
    for draft in drafts:
        set_visibility_facts(session, draft.external_id, visible_facts(shielded=draft.external_id == HIDDEN), NOW)
    upsert_vacancies(session, [ad("ad-1", positions=1), ad("ad-2", positions=3)], NOW)
    session.flush()
    return session


@pytest.fixture
def adviser(world: Session) -> Look:
    return a_look(world, UserKind.ADVISER, (Scope.MUNICIPALITY, "3421"))


@pytest.fixture
def proposed(world: Session, matcher: Matcher, adviser: Look) -> Callable[..., Plans]:
    live = LivePool(matcher)
    return lambda **asked: propose(world, live, adviser, Asked(**asked))


def ids(session: Session) -> dict[str, str]:
    return {row.external_id: row.id for row in session.execute(select(JobSeeker.external_id, JobSeeker.id))}


def vacancies(session: Session) -> dict[str, str]:
    return {row.external_id: row.id for row in session.execute(select(Vacancy.external_id, Vacancy.id))}


def named(plans: Plans) -> list[str]:
    return [entry.card.external_id for plan in plans.plans for entry in (*plan.now, *plan.later)]


def plan_of(plans: Plans, vacancy_id: str) -> Plan:
    return next(plan for plan in plans.plans if plan.opening.id == vacancy_id)


def traces(session: Session) -> list[tuple[str | None, str]]:
    return [(row.person_id, row.subject) for row in session.scalars(select(AuditEvent).order_by(AuditEvent.seq))]


def test_own_people_are_named_once_and_others_are_numbers(world: Session, proposed: Callable[..., Plans]) -> None:
    plans = proposed()
    # Of the two on the way, who are alike, one is proposed.
    assert sorted(named(plans)) in [["PAM-A", "PAM-B", "PAM-D"], ["PAM-A", "PAM-B", "PAM-E"]]
    assert sum(plan.now_beyond for plan in plans.plans) == 1
    total = plans.counted.total
    assert (total.openings, total.positions, total.filled, total.later, total.empty) == (2, 4, 3, 1, 0)
    for plan in plans.plans:
        assert plan.filled + plan.waiting + plan.empty == plan.positions
        assert all(entry.match.tier in {Tier.READY, Tier.CLARIFY} for entry in plan.now)
        assert all(entry.match.tier is Tier.ON_THE_WAY for entry in plan.later)


def test_each_name_leaves_one_trace_under_its_vacancy(world: Session, proposed: Callable[..., Plans]) -> None:
    plans = proposed()
    shown = [(entry.card.id, plan.opening.id) for plan in plans.plans for entry in (*plan.now, *plan.later)]
    assert sorted(traces(world)) == sorted(shown)


def test_only_ones_own_people_when_that_is_asked_for(proposed: Callable[..., Plans]) -> None:
    plans = proposed(own=True)
    assert sorted(named(plans)) == ["PAM-A", "PAM-B", "PAM-D", "PAM-E"]
    assert all(plan.now_beyond == plan.later_beyond == 0 for plan in plans.plans)
    assert (plans.counted.total.filled, plans.counted.total.later) == (2, 2)


def test_the_coordinator_gets_the_same_numbers_and_nobody_is_shown(
    world: Session, matcher: Matcher, proposed: Callable[..., Plans]
) -> None:
    counted = count(world, LivePool(matcher), TODAY)
    assert traces(world) == []
    ours = proposed().counted
    assert (counted.total, counted.trade, counted.areas, counted.roles) == (ours.total, ours.trade, ours.areas, ours.roles)
    assert counted.trade.filled == 3
    assert sum(counted.trade.strengths.values()) == 3
    assert counted.areas["3421"] == counted.total == counted.roles["R11"]


def test_a_no_is_kept_whoever_said_it(world: Session, adviser: Look, proposed: Callable[..., Plans]) -> None:
    people, ads = ids(world), vacancies(world)
    one, other, third = people["PAM-A"], people["PAM-B"], people["PAM-D"]
    record_verdict(world, adviser, ads["ad-1"], one, relevant=False, reasons=[next(iter(VerdictReason))])
    record_verdict(world, adviser, ads["ad-2"], one, relevant=True)
    add_to_list(world, adviser, ads["ad-1"], [other])
    ask(world, adviser, ads["ad-1"], [other], TODAY + timedelta(days=3))
    answer(world, adviser, ads["ad-1"], other, Answer.NO)
    add_to_list(world, adviser, ads["ad-2"], [third])
    change_entry(
        world,
        adviser,
        ads["ad-2"],
        third,
        status=ListStatus.NOT_INTERESTED,
        outcome=Outcome.NOT_PRESENTED,
        follow_up_on=None,
        note="",
    )
    plans = proposed()
    assert not {one, other} & {entry.card.id for entry in plan_of(plans, ads["ad-1"]).now}
    assert {one, other} <= {entry.card.id for entry in plan_of(plans, ads["ad-2"]).now}
    assert third not in {entry.card.id for entry in plan_of(plans, ads["ad-2"]).later}
    assert plans.counted.left_out == 3


def test_whoever_got_the_job_has_it(world: Session, adviser: Look, proposed: Callable[..., Plans]) -> None:
    people, ads = ids(world), vacancies(world)
    add_to_list(world, adviser, ads["ad-1"], [people["PAM-A"]])
    change_entry(
        world,
        adviser,
        ads["ad-1"],
        people["PAM-A"],
        status=ListStatus.RELEVANT,
        outcome=Outcome.GOT_THE_JOB,
        follow_up_on=None,
        note="",
    )
    plans = proposed()
    taken = plan_of(plans, ads["ad-1"])
    assert (taken.positions, taken.taken, taken.filled, taken.waiting) == (0, 1, 0, 0)
    assert "PAM-A" not in named(plans)
    assert plans.counted.left_out == 0


@pytest.mark.parametrize(("form", "waiting"), [("fast", 1), ("sommer", 0)])
def test_a_post_for_a_time_does_not_wait_for_those_on_a_long_way(
    world: Session, proposed: Callable[..., Plans], form: str, waiting: int
) -> None:
    beginner = (PracticeDraft(title="Pleieassistent", start=date(2026, 6, 1), percent=60),)
    later = NOW + timedelta(hours=1)
    drafts = [person(name, authorised=False, practice=beginner, version=later) for name in ("PAM-D", "PAM-E")]
    upsert_job_seekers(world, drafts, NOW)
    upsert_vacancies(world, [vacancy_draft("ad-1", positions=0, version=later)], NOW)
    upsert_vacancies(world, [vacancy_draft("ad-2", positions=4, employment=form, version=later)], NOW)
    assert plan_of(proposed(), vacancies(world)["ad-2"]).waiting == waiting


def test_pages_of_one_municipality_after_the_other(world: Session, proposed: Callable[..., Plans]) -> None:
    many = [vacancy_draft(f"more-{number}", title=f"Post {number}", positions=1) for number in range(PER_PAGE)]
    far = {"kommunenr": "3422", "postnummer": "2450", "place": "Rena"}
    upsert_vacancies(world, [*many, *(vacancy_draft(f"rena-{number}", **far) for number in range(2 * PER_PAGE))], NOW)
    first = proposed()
    assert (first.area, first.page, first.pages, len(first.plans)) == ("3421", 1, 2, PER_PAGE)
    assert list(first.counted.areas) == ["3421", "3422"]
    second = proposed(kommunenr="3421", page=10**9)
    assert (second.page, len(second.plans)) == (2, 2)
    shown = [plan.opening.id for plans in (first, second) for plan in plans.plans]
    assert len(set(shown)) == len(shown) == PER_PAGE + 2
    assert proposed(kommunenr="nowhere").area == "3421"
    assert {plan.opening.kommunenr for plan in proposed(kommunenr="3422").plans} == {"3422"}


def test_many_on_the_way_to_one_vacancy_are_counted_beyond_the_first(world: Session, proposed: Callable[..., Plans]) -> None:
    drafts = [person(f"PAM-W{number}", authorised=False) for number in range(4)]
    upsert_job_seekers(world, drafts, NOW)
    for draft in drafts:
        set_visibility_facts(world, draft.external_id, visible_facts(), NOW)
    upsert_vacancies(world, [vacancy_draft("ad-2", positions=20, version=NOW + timedelta(hours=1))], NOW)
    plan = plan_of(proposed(), vacancies(world)["ad-2"])
    assert len(plan.later) == MOST_LATER
    assert plan.waiting == 6
    assert plan.empty == 20 - plan.filled - 6


def test_nobody_to_place_and_nothing_to_fill(session: Session, matcher: Matcher) -> None:
    assert count(session, LivePool(matcher), TODAY).total.openings == 0
    upsert_vacancies(session, [vacancy_draft(roles=("R42",))], NOW)
    session.flush()
    look = a_look(session, UserKind.ADVISER, (Scope.MUNICIPALITY, "3421"))
    plans = propose(session, LivePool(matcher), look, Asked())
    assert plans.counted.total.empty == 2
    assert [plan.empty for plan in plans.plans] == [2]
    assert traces(session) == []


def test_the_numbers_are_those_of_the_ranking(world: Session, matcher: Matcher, adviser: Look) -> None:
    live = LivePool(matcher)
    people = live.people(world, TODAY)
    placing = place(world, live, people, TODAY, own=False)
    for number, placed in placing.now.items():
        order = [row for tier in (Tier.READY, Tier.CLARIFY) for row in people.order(placing.openings[number], tier)]
        assert placing.able[number] == [row for row in order if row in placing.able[number]]
        for entry in placed:
            tier, score, _ = people.tier_of(placing.openings[number], people.ids([entry.person])[0])
            assert (tier.order, score) == (entry.step, entry.score)


# --- first places on a vacancy's own page --------------------------------------------------------------------------


def test_first_places_are_spread_only_when_asked_for(world: Session, matcher: Matcher, adviser: Look) -> None:
    live, ads = LivePool(matcher), vacancies(world)
    usual = {key: vacancy_with_people(world, live, adviser, ad) for key, ad in ads.items()}
    spread = {key: vacancy_with_people(world, live, adviser, ad, View(spread=True)) for key, ad in ads.items()}

    def first(found: dict[str, VacancyPeople]) -> set[str]:
        return {page.tiers[0].rows[0].card.external_id for page in found.values()}

    assert len(first(usual)) == 1
    assert len(first(spread)) == 2
    for key in ads:
        before, after = usual[key], spread[key]
        assert before.firsts
        assert after.firsts
        assert (before.firsts.people_before, after.firsts.people_now, after.firsts.changed) == (1, 2, 1)
        assert before.firsts.move is None
        # Everybody stays in their tier, and whoever is shown leaves the same traces.
        for tier in range(4):
            assert {row.card.id for row in before.tiers[tier].rows} == {row.card.id for row in after.tiers[tier].rows}
    # The first of both lists stands first in one other, until the places are spread.
    assert {page.tiers[0].rows[0].first_elsewhere for page in usual.values()} == {1}
    assert {page.tiers[0].rows[0].first_elsewhere for page in spread.values()} == {0}
    moved = [(row.moved_up, row.gave_way) for page in spread.values() for row in page.tiers[0].rows]
    assert sorted(moved) == [(0, False), (0, False), (0, True), (1, False)]
    assert Counter(traces(world)) == Counter(
        {(one, ad): 2 for ad in ads.values() for name, one in ids(world).items() if name not in {"PAM-C", HIDDEN}}
    )


def test_a_closed_vacancy_has_no_first_places(world: Session, matcher: Matcher, adviser: Look) -> None:
    upsert_vacancies(
        world,
        [
            vacancy_draft(
                "ad-1",
                deadline=TODAY - timedelta(days=2),
                expires=datetime(2026, 11, 21, tzinfo=UTC),
                version=NOW + timedelta(hours=1),
            )
        ],
        NOW,
    )
    assert vacancy_with_people(world, LivePool(matcher), adviser, vacancies(world)["ad-1"], View(spread=True)).firsts is None
