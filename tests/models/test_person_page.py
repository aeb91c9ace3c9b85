"""One person among everything open: the same standing as on a vacancy's own page, counted answers, and a trace for each look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.matcher import Matcher
from matcher.records import Tier
from matcher.suppositions import suppose
from models.accounts import Scope, UserKind
from models.audit import AuditAction, AuditEvent
from models.drafts import CredentialDraft, RequirementDraft
from models.people import JobSeeker
from models.profiles import load_openings
from models.services.audit import record
from models.services.errors import JobSeekerNotFound
from models.services.looks import Look
from models.services.people.own import let_go, take_over
from models.services.people.page import LOOKS_PER_PAGE, PersonPage, person_page
from models.services.people.ranking import PER_TIER
from models.services.people.storing import set_visibility_facts, upsert_job_seekers
from models.services.ranking.live import LivePool
from models.services.vacancies.storing import upsert_vacancies
from models.sharing import Answer, ListStatus
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts
from tests.models.list_world import IN_THREE_DAYS, a_look, make_world, put_on_list, share_with_employer

UNASKED = {"licences": (), "licences_known": False, "car": None, "shifts_yes": ()}


def must(*codes: str) -> tuple[RequirementDraft, ...]:
    return tuple(RequirementDraft(code=code, strength="must") for code in codes)


@pytest.fixture
def world(session: Session) -> Session:
    """An assistant without a certificate, a healthcare worker, an empty CV; twelve vacancies of four kinds."""
    drafts = [
        job_seeker_draft("assistant", licences=(), shifts_yes=("day",)),
        job_seeker_draft("worker", credentials=(CredentialDraft(code="auth:HF"),)),
        job_seeker_draft(
            "empty",
            practice=(),
            wishes=(),
            credentials=(),
            skills=(),
            languages=(),
            licences_known=False,
            car=None,
            shifts_yes=(),
        ),
        job_seeker_draft("far", kommunenr="3422", postnummer="2450", poststed="Rena"),
    ]
    upsert_job_seekers(session, drafts, NOW)
    for draft in drafts:
        set_visibility_facts(session, draft.external_id, visible_facts(), NOW)
    posts = [vacancy_draft(f"assistant-{n}", roles=("R13",), requirements=()) for n in range(7)]
    posts += [vacancy_draft(f"worker-{n}", requirements=must("auth:HF")) for n in range(2)]
    posts += [vacancy_draft(f"driver-{n}", roles=("R13",), requirements=must("licence:B")) for n in range(2)]
    posts.append(vacancy_draft("night", roles=("R13",), requirements=must("shift:night")))
    upsert_vacancies(session, posts, NOW)
    return session


@pytest.fixture
def reader(world: Session) -> Look:
    return replace(a_look(world, UserKind.ADVISER, (Scope.MUNICIPALITY, "3421"), (Scope.OWN_USERS, "")), purpose="oppfølging")


@pytest.fixture
def ids(world: Session) -> dict[str, str]:
    return {row.external_id: row.id for row in world.execute(select(JobSeeker.id, JobSeeker.external_id))}


@pytest.fixture
def show(world: Session, reader: Look, ids: dict[str, str], matcher: Matcher) -> Callable[..., PersonPage]:
    live = LivePool(matcher)
    return lambda who, look=reader, **kwargs: person_page(world, live, look, ids.get(who, who), **kwargs)


def test_the_standing_is_the_engines_own(world: Session, show: Callable[..., PersonPage], matcher: Matcher) -> None:
    page = show("assistant", whole=set(Tier))
    expected = matcher.rank_openings(page.candidate, load_openings(world, TODAY), TODAY)
    for tier in page.ranking.tiers:
        mine = [match.opening for match in tier.matches]
        assert len(mine) == tier.total
        theirs = [match for match in expected if match.tier is tier.tier]
        if tier.tier is Tier.ON_THE_WAY:
            theirs.sort(key=lambda match: round(match.months or 0))
        assert mine == [match.opening for match in theirs]
    assert set(page.vacancies) == {match.opening for match in expected}


def test_five_of_each_tier_until_all_are_asked_for(show: Callable[..., PersonPage]) -> None:
    tiers = {tier.tier: tier for tier in show("assistant").ranking.tiers}
    assert tiers[Tier.READY].total == 7
    assert len(tiers[Tier.READY].matches) == PER_TIER
    whole = {tier.tier: tier for tier in show("assistant", whole={Tier.READY}).ranking.tiers}
    assert len(whole[Tier.READY].matches) == 7
    assert not tiers[Tier.CLOSED].matches


def test_what_opens_most_stands_first_and_is_a_recomputation(
    world: Session, show: Callable[..., PersonPage], matcher: Matcher
) -> None:
    page = show("assistant")
    doors = {door.code: door for door in page.ranking.doors}
    assert set(doors) >= {"auth:HF", "licence:B"}
    sizes = [len(door.openings) for door in page.ranking.doors]
    assert sizes == sorted(sizes, reverse=True)
    openings = load_openings(world, TODAY)
    now = {match.opening: match.tier for match in matcher.rank_openings(page.candidate, openings, TODAY)}
    for code, door in doors.items():
        supposed = suppose(page.candidate, code, matcher.domain_.catalogue)
        assert supposed is not None
        then = {match.opening: match.tier for match in matcher.rank_openings(supposed, openings, TODAY)}
        near = {Tier.READY, Tier.CLARIFY}
        assert set(door.openings) == {one for one in now if then[one] in near and now[one] not in near}
        assert door.route is not None or door.measures


def test_the_question_on_which_most_depends(show: Callable[..., PersonPage]) -> None:
    asked = show("assistant").ranking.questions
    assert [question.code for question in asked] == ["shift:night"]
    assert show("empty").ranking.questions[0].decides > 1
    assert not show("empty").profile.wishes


def test_the_roles_that_are_a_way_off(show: Callable[..., PersonPage]) -> None:
    ways = show("assistant").ranking.ways
    months = [way.route.months for way in ways]
    assert months == sorted(months)
    worker = next(way for way in ways if "R11" in {role.id for role in way.roles})
    assert worker.route.paid
    assert worker.vacancies == 2
    assert "R11" not in {role.id for way in show("worker").ranking.ways for role in way.roles}


def test_beyond_reach_hidden_and_unknown_are_the_same(
    world: Session, show: Callable[..., PersonPage], ids: dict[str, str]
) -> None:
    set_visibility_facts(world, ids["empty"], visible_facts(dead=True), NOW + timedelta(days=1))
    for who in ("far", "empty", "0" * 32):
        with pytest.raises(JobSeekerNotFound):
            show(who)
    assert not world.scalars(select(AuditEvent)).all()


def test_one_trace_and_it_is_the_last_that_the_person_is_told_of(
    world: Session, show: Callable[..., PersonPage], ids: dict[str, str], reader: Look
) -> None:
    record(world, "cli:nora", AuditAction.EXPORT, [ids["worker"]], purpose="drift", now=NOW)
    record(world, reader.actor.audit_name, "access", [ids["worker"]], purpose="x", decision="deny", now=NOW)
    looks = show("worker").looks
    assert [(look.name, look.machine, look.purpose) for look in looks.rows] == [
        (reader.actor.name, False, "oppfølging"),
        ("nora", True, "drift"),
    ]
    assert world.scalars(select(AuditEvent).where(AuditEvent.purpose == "oppfølging")).one().person_id == ids["worker"]


def test_looks_come_in_pages(world: Session, show: Callable[..., PersonPage], ids: dict[str, str]) -> None:
    for _ in range(LOOKS_PER_PAGE):
        record(world, "cli:nora", AuditAction.EXPORT, [ids["worker"]], purpose="drift", now=NOW)
    first = show("worker").looks
    assert (first.total, first.pages, len(first.rows)) == (LOOKS_PER_PAGE + 1, 2, LOOKS_PER_PAGE)
    assert len(show("worker", looks_page=99).looks.rows) == 2


def test_taking_over_and_letting_go(
    world: Session, show: Callable[..., PersonPage], ids: dict[str, str], reader: Look, matcher: Matcher
) -> None:
    assert (show("worker").mine, show("worker").adviser) == (False, "")
    take_over(world, reader, ids["worker"])
    assert (show("worker").mine, show("worker").adviser) == (True, reader.actor.name)
    other = a_look(world, UserKind.ADVISER, (Scope.MUNICIPALITY, "3421"))
    let_go(world, other, ids["worker"])
    assert show("worker").mine
    let_go(world, reader, ids["worker"])
    assert not show("worker").mine
    for change in (take_over, let_go):
        with pytest.raises(JobSeekerNotFound):
            change(world, reader, ids["far"])
    updates = world.scalars(select(AuditEvent.person_id).where(AuditEvent.action == AuditAction.UPDATE)).all()
    assert updates == [ids["worker"], ids["worker"]]
    _same_pool(world, matcher, reader, ids)


def _same_pool(world: Session, matcher: Matcher, reader: Look, ids: dict[str, str]) -> None:
    """Whose user somebody is, is nothing that the engine sees: nothing is prepared anew for it."""
    live = LivePool(matcher)
    before = live.people(world, TODAY).pool
    take_over(world, reader, ids["worker"])
    assert live.people(world, TODAY).pool is before


def test_lists_and_questions_about_sharing(session: Session, matcher: Matcher) -> None:
    made = make_world(session)
    share_with_employer(session, made, "A")
    put_on_list(session, made, "B")
    live = LivePool(matcher)
    shared, listed, neither = (person_page(session, live, made.adviser, made.people[letter]) for letter in "ABC")
    assert [(entry.vacancy.id, entry.status) for entry in listed.lists] == [(made.vacancy, ListStatus.CONSIDERED)]
    assert [entry.vacancy.id for entry in shared.lists] == [made.vacancy]
    (asked,) = shared.requests
    assert (asked.vacancy.id, asked.answer, asked.deadline) == (made.vacancy, Answer.YES, IN_THREE_DAYS)
    assert asked.shared is not None
    assert not neither.lists
    assert not neither.requests
    assert not listed.requests
