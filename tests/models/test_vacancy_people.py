"""Whom to call for a vacancy: everybody eligible once, nobody beyond reach, and a trace for exactly those who are named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from matcher.matcher import Matcher
from matcher.records import Tier
from models.accounts import Scope, User, UserKind
from models.audit import AuditEvent
from models.base import new_id
from models.drafts import CredentialDraft, JobSeekerDraft, RequirementDraft
from models.people import JobSeeker
from models.policy import Actor
from models.services.errors import VacancyNotFound
from models.services.looks import Look
from models.services.people.storing import set_visibility_facts, upsert_job_seekers
from models.services.ranking.live import LivePool
from models.services.vacancies.people import PER_PAGE, PER_TIER, VacancyPeople, View, vacancy_with_people
from models.services.vacancies.storing import find_vacancy, upsert_vacancies
from models.sharing import CandidateListEntry, ListStatus
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts

READER = Actor(user_id="1" * 32, name="Veileder", kind=UserKind.ADVISER, grants=frozenset({(Scope.MUNICIPALITY, "3421")}))
LOOK = Look(actor=READER, purpose="formidling", now=NOW, on=TODAY, request_id="r1")
AD = "a0000000-0000-4000-8000-0000000000aa"


def draft(number: int) -> JobSeekerDraft:
    """Every third is authorised, every fourth lives in Åmot, and the last of each ten refuses such work."""
    elsewhere = number % 4 == 3
    return job_seeker_draft(
        f"PAM-{number:03}",
        family_name=f"Nummer{number:03}",
        kommunenr="3422" if elsewhere else "3421",
        postnummer="2450" if elsewhere else "2420",
        poststed="Rena" if elsewhere else "Trysil",
        credentials=(CredentialDraft(code="auth:HF"),) if number % 3 == 0 else (),
        refused_families=("pleie",) if number % 10 == 9 else (),
    )


@pytest.fixture
def world(session: Session) -> Session:
    """Sixty people, of whom two are hidden, and one vacancy for healthcare workers."""
    drafts = [draft(number) for number in range(60)]
    upsert_job_seekers(session, drafts, NOW)
    for entry in drafts:
        hidden = entry.external_id in {"PAM-000", "PAM-001"}
        set_visibility_facts(session, entry.external_id, visible_facts(code_6_or_7=hidden), NOW)
    upsert_vacancies(session, [vacancy_draft(AD)], NOW)
    return session


@pytest.fixture
def ask(world: Session, matcher: Matcher) -> Callable[..., VacancyPeople]:
    live, vacancy_id = LivePool(matcher), find_vacancy(world, AD).id
    return lambda **view: vacancy_with_people(world, live, LOOK, vacancy_id, View(**view))


def named(found: VacancyPeople) -> list[str]:
    return [row.card.id for tier in found.tiers for row in tier.rows]


def eligible(session: Session) -> set[str]:
    hidden = JobSeeker.external_id.in_(["PAM-000", "PAM-001"])
    return set(session.scalars(select(JobSeeker.id).where(JobSeeker.kommunenr == "3421", ~hidden)))


def traces(session: Session) -> list[str | None]:
    return list(session.scalars(select(AuditEvent.person_id).order_by(AuditEvent.seq)))


def test_the_first_of_each_tier_and_nobody_closed(ask: Callable[..., VacancyPeople]) -> None:
    found = ask()
    assert [tier.tier for tier in found.tiers] == list(Tier)
    for tier in found.tiers:
        assert tier.total == found.counts[tier.tier]
        assert len(tier.rows) == (0 if tier.tier is Tier.CLOSED else min(PER_TIER, tier.total))
        assert all(row.match.tier is tier.tier for row in tier.rows)
    assert sum(found.counts.values()) == 43


def test_the_pages_together_are_everybody_eligible_once(world: Session, ask: Callable[..., VacancyPeople]) -> None:
    seen: list[str] = []
    for tier in Tier:
        page, pages = 1, 1
        while page <= pages:
            found = ask(tier=tier, page=page)
            entry = next(entry for entry in found.tiers if entry.tier is tier)
            assert len(entry.rows) <= PER_PAGE
            assert {other.tier for other in found.tiers if other.rows} <= {tier}
            seen += [row.card.id for row in entry.rows]
            page, pages = page + 1, entry.pages
    assert len(seen) == len(set(seen))
    assert set(seen) == eligible(world)


def test_a_page_past_the_last_is_the_last(ask: Callable[..., VacancyPeople]) -> None:
    last = ask(tier=Tier.ON_THE_WAY, page=10**9)
    entry = last.tiers[Tier.ON_THE_WAY.order]
    assert (entry.page, bool(entry.rows)) == (entry.pages, True)
    assert ask(tier=Tier.ON_THE_WAY, page=0).tiers[Tier.ON_THE_WAY.order].page == 1


def test_exactly_those_who_are_named_leave_a_trace(world: Session, ask: Callable[..., VacancyPeople]) -> None:
    found = ask()
    assert sorted(filter(None, traces(world))) == sorted(named(found))
    event_row = world.scalars(select(AuditEvent)).first()
    assert event_row is not None
    assert (event_row.purpose, event_row.subject, event_row.request_id) == ("formidling", found.vacancy.id, "r1")


def test_beyond_reach_are_numbers_only(world: Session, ask: Callable[..., VacancyPeople]) -> None:
    found = ask()
    assert sum(found.beyond.values()) == 58 - 43
    assert set(named(found)) <= eligible(world)


def test_on_the_way_the_soonest_comes_first_and_may_begin_as_an_assistant(ask: Callable[..., VacancyPeople]) -> None:
    rows = ask(tier=Tier.ON_THE_WAY).tiers[Tier.ON_THE_WAY.order].rows
    months = [round(row.match.months or 0) for row in rows]
    assert months == sorted(months)
    assert {row.begins_as for row in rows} == {"R13"}


def test_nobody_begins_where_the_unqualified_may_not_apply(world: Session, ask: Callable[..., VacancyPeople]) -> None:
    strict = vacancy_draft(AD, version=NOW, requirements=(RequirementDraft(code="auth:HF", strength="must"),))
    upsert_vacancies(world, [strict], NOW)
    rows = ask(tier=Tier.ON_THE_WAY).tiers[Tier.ON_THE_WAY.order].rows
    assert rows
    assert {row.begins_as for row in rows} == {None}


def test_whoever_is_on_the_list_already_is_marked(world: Session, ask: Callable[..., VacancyPeople]) -> None:
    first = named(ask())[0]
    user = User(id=READER.user_id, username="v", kind=UserKind.ADVISER, created_at=NOW)
    world.add(user)
    world.flush()
    vacancy = find_vacancy(world, AD)
    world.add(
        CandidateListEntry(
            vacancy_id=vacancy.id,
            job_seeker_id=first,
            status=ListStatus.CONTACTED,
            added_by=READER.user_id,
            added_at=NOW,
            changed_at=NOW,
        )
    )
    world.flush()
    found = ask()
    listed = {row.card.id: row.listed for tier in found.tiers for row in tier.rows}
    assert listed.pop(first) is ListStatus.CONTACTED
    assert set(listed.values()) == {None}
    assert found.on_list == 1


@pytest.mark.parametrize("view", [{"minutes": 15}, {"strengths": ("sterkt",)}, {"kommunenr": ("3421",)}, {"minutes": 0}])
def test_a_narrowed_list_holds_those_and_only_those(ask: Callable[..., VacancyPeople], view: dict[str, Any]) -> None:
    whole = [row for tier in Tier for row in ask(tier=tier).tiers[tier.order].rows]
    kept = [row for tier in Tier for row in ask(tier=tier, **view).tiers[tier.order].rows]
    expected = [
        row.card.id
        for row in whole
        if ("minutes" not in view or (row.match.minutes is not None and row.match.minutes <= view["minutes"]))
        and ("strengths" not in view or row.match.strength in view["strengths"])
        and ("kommunenr" not in view or row.card.kommunenr in view["kommunenr"])
    ]
    assert [row.card.id for row in kept] == expected


def test_what_would_make_them_more_adds_somebody(ask: Callable[..., VacancyPeople]) -> None:
    relaxations = ask().relaxations
    assert relaxations
    assert relaxations[0].code == "auth:HF"
    assert all(entry.nearer > 0 or entry.reachable > 0 for entry in relaxations)
    assert len(relaxations) <= 3


def test_what_the_law_asks_is_told_where_the_ad_forgets_it(world: Session, matcher: Matcher) -> None:
    upsert_vacancies(world, [vacancy_draft("nurse", roles=("R01",), requirements=())], NOW)
    found = vacancy_with_people(world, LivePool(matcher), LOOK, find_vacancy(world, "nurse").id)
    assert found.by_law == ("auth:SP",)


def test_a_closed_vacancy_ranks_nobody(world: Session, ask: Callable[..., VacancyPeople]) -> None:
    upsert_vacancies(world, [vacancy_draft(AD, version=NOW, deadline=date(2026, 11, 22))], NOW)
    found = ask()
    assert (found.open, found.tiers, sum(found.counts.values())) == (False, (), 0)
    assert traces(world) == []


def test_a_withdrawn_vacancy_is_not_found(world: Session, ask: Callable[..., VacancyPeople]) -> None:
    upsert_vacancies(world, [vacancy_draft(AD, version=NOW, active=False)], NOW)
    with pytest.raises(VacancyNotFound):
        ask()


def test_who_has_no_grant_sees_nobody(world: Session, matcher: Matcher) -> None:
    nobody = Actor(user_id=new_id(), name="Ny", kind=UserKind.ADVISER)
    look = Look(actor=nobody, purpose="formidling", now=NOW, on=TODAY)
    found = vacancy_with_people(world, LivePool(matcher), look, find_vacancy(world, AD).id)
    assert (named(found), sum(found.counts.values()), sum(found.beyond.values())) == ([], 0, 58)
    assert world.scalar(select(func.count()).select_from(AuditEvent)) == 0


def test_the_number_of_statements_does_not_grow(world: Session, ask: Callable[..., VacancyPeople]) -> None:
    def statements(**view: Any) -> int:
        seen: list[str] = []

        def note(*args: Any) -> None:
            seen.append(args[2])

        bind = world.get_bind()
        event.listen(bind, "before_cursor_execute", note)
        ask(**view)
        event.remove(bind, "before_cursor_execute", note)
        return len(seen)

    statements()
    assert statements() == statements(tier=Tier.ON_THE_WAY) <= 12
