"""Finding people: by words however they are written, never by names, within reach only, and a trace for exactly those shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matcher.matcher import Matcher
from matcher.records import Tier
from models.accounts import Scope, UserKind
from models.audit import AuditAction, AuditEvent
from models.drafts import CredentialDraft, JobSeekerDraft, LanguageDraft, PracticeDraft, RequirementDraft, WishDraft
from models.people import JobSeeker
from models.policy import Actor
from models.services.looks import Look
from models.services.people.index import index_of
from models.services.people.quality import Part, missing_parts, quality
from models.services.people.search import PER_PAGE, Found, Sort, search_people
from models.services.people.storing import set_visibility_facts, upsert_job_seekers
from models.services.people.terms import Freshness, Outlook, SearchGone, Terms, recall, remember
from models.services.ranking.live import LivePool
from models.services.vacancies.storing import upsert_vacancies
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts
from tests.models.list_world import a_look


def person(number: str, title: str, **changes: Any) -> JobSeekerDraft:
    """Return someone with one line of work and one wish of the same title."""
    values: dict[str, Any] = {
        "given_name": number.capitalize(),
        "family_name": "Prøvesen",
        "practice": (PracticeDraft(title=title, start=date(2020, 1, 1), percent=100),),
        "wishes": (WishDraft(title=title, primary=True),),
        "credentials": (),
        "skills": (),
        "shifts_yes": ("day",),
    }
    return job_seeker_draft(number, **(values | changes))


PEOPLE = (
    person("berit", "Sykepleier i hjemmetjenesten", credentials=(CredentialDraft(code="auth:SP"),)),
    person("cato", "Helsefagarbeider", credentials=(CredentialDraft(code="auth:HF"),), shifts_yes=("night", "weekend")),
    person("dina", "Reinhaldar", skills=("demensomsorg",), licences=(), version=datetime(2026, 8, 1, tzinfo=UTC)),
    person("eva", "Kokk", kommunenr="3425", postnummer="2440", poststed="Engerdal", wished_places=("3425",)),
    person("finn", "Butikkmedarbeider", languages=(LanguageDraft(language="no", spoken="NYBEGYNNER", written="NYBEGYNNER"),)),
    person("gro", "Pleieassistent", kommunenr="3422", postnummer="2450", poststed="Rena"),
    person("hanna", "Pleieassistent", given_name="Kokk", family_name="Sykepleier"),
    person("skjult", "Sykepleier"),
)


@pytest.fixture
def world(session: Session) -> Session:
    """Eight people: one beyond reach, one hidden, one whose name is an occupation; and one vacancy."""
    upsert_job_seekers(session, PEOPLE, NOW)
    for draft in PEOPLE:
        facts = visible_facts(address_protected=True) if draft.external_id == "skjult" else visible_facts()
        set_visibility_facts(session, draft.external_id, facts, NOW)
    must = (RequirementDraft(code="auth:SP", strength="must"),)
    upsert_vacancies(session, [vacancy_draft("nurse", roles=("R01",), requirements=must)], NOW)
    return session


@pytest.fixture
def reader(world: Session) -> Look:
    return a_look(world, UserKind.ADVISER, (Scope.MUNICIPALITY, "3421"), (Scope.MUNICIPALITY, "3425"))


@pytest.fixture
def find(world: Session, reader: Look, matcher: Matcher) -> Callable[..., Found]:
    live = LivePool(matcher)

    def ask(*, page: int = 1, sort: Sort = Sort.NAME, look: Look = reader, **terms: Any) -> Found:
        return search_people(world, live, look, Terms(**terms), page=page, sort=sort)

    return ask


def numbers(found: Found) -> set[str]:
    return {row.card.external_id for row in found.rows}


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("hjemmesykepl", {"berit"}),
        ("sjukepleiar", {"berit"}),
        ("sykepleir", {"berit"}),
        ("hfa", {"cato"}),
        ("HELSEFAGARBEIDER", {"cato"}),
        ("renhold", {"dina"}),
        ("demens", {"dina"}),
        ("omsorg", {"dina"}),
        ("kokk", {"eva"}),
        ("kokk engerdal", {"eva"}),
        ("kokk trysil", set()),
        ("autorisasjon", {"berit", "cato"}),
        ("xyz", set()),
        ("prøvesen", set()),
    ],
)
def test_words_find_work_wishes_skills_papers_and_places_and_no_names(
    find: Callable[..., Found], words: str, who: set[str]
) -> None:
    assert numbers(find(words=words)) == who


def test_nobody_beyond_reach_nobody_hidden(find: Callable[..., Found]) -> None:
    found = find()
    assert numbers(found) == {"berit", "cato", "dina", "eva", "finn", "hanna"}
    assert found.total == found.everybody == 6
    assert found.facets["kommunenr"] == {"3421": 5, "3425": 1}
    assert numbers(find(who="gro")) == numbers(find(who="skjult")) == set()


@pytest.mark.parametrize(
    ("who", "found"), [("cato", {"cato"}), ("Prøveson", {"berit", "cato", "dina", "eva", "finn"}), ("b", {"berit"})]
)
def test_a_name_finds_whoever_is_called_so_by_name(find: Callable[..., Found], who: str, found: set[str]) -> None:
    answer = find(who=who, sort=Sort.DOORS)
    assert numbers(answer) == found
    assert answer.sort is Sort.NAME
    names = [row.card.name for row in answer.rows]
    assert names == sorted(names)


def test_a_name_changes_no_standing(find: Callable[..., Found]) -> None:
    by_name = {row.card.id: row.counts for row in find(who="prøvesen").rows}
    anyhow = {row.card.id: row.counts for row in find().rows}
    assert by_name.items() <= anyhow.items()


@pytest.mark.parametrize(
    ("terms", "who"),
    [
        ({"kommunenr": ("3425",)}, {"eva"}),
        ({"paper": "auth:HF"}, {"cato"}),
        ({"language": "B1"}, {"berit", "cato", "dina", "eva", "hanna"}),
        ({"licence": "B"}, {"berit", "cato", "eva", "finn", "hanna"}),
        ({"shifts": ("night", "weekend")}, {"cato"}),
        ({"outlook": Outlook.READY}, {"berit"}),
        ({"outlook": Outlook.READY, "kommunenr": ("3425",)}, set()),
        ({"fresh": Freshness.OLDER}, {"dina"}),
        ({"fresh": Freshness.MONTH}, {"berit", "cato", "eva", "finn", "hanna"}),
        ({"role": "R01", "tiers": (Tier.READY,)}, {"berit"}),
        ({"mine": True}, set()),
    ],
)
def test_filters(find: Callable[..., Found], terms: dict[str, Any], who: set[str]) -> None:
    found = find(**terms)
    assert numbers(found) == who
    assert found.total == len(who)


def test_the_tier_for_a_role_is_a_typical_post_wherever_the_person_lives(find: Callable[..., Found]) -> None:
    tiers = {row.card.external_id: row.tier for row in find(role="R11").rows}
    assert tiers["cato"] is Tier.READY
    assert tiers["hanna"] is Tier.ON_THE_WAY
    assert find(role="R11").facets["tiers"][Tier.READY] == 1
    orders = [row.tier.order for row in find(role="R11", sort=Sort.DOORS).rows if row.tier]
    assert orders == sorted(orders)
    assert len(orders) == len(tiers)


def test_facets_say_what_the_value_would_give(find: Callable[..., Found]) -> None:
    facets = find(words="autorisasjon").facets
    for shift, count in facets["shifts"].items():
        assert find(words="autorisasjon", shifts=(shift,)).total == count
    for outlook, count in facets["outlook"].items():
        assert find(words="autorisasjon", outlook=outlook).total == count
    for paper, count in facets["paper"].items():
        assert find(words="autorisasjon", paper=paper).total == count


def test_never_an_empty_page_without_the_nearest(find: Callable[..., Found]) -> None:
    found = find(words="sykepleier", kommunenr=("3425",), licence="B")
    assert found.total == 0
    assert [(entry.dropped, entry.kommunenr, entry.count) for entry in found.wider] == [
        ("kommunenr", "3421", 1),
        ("words", None, 1),
    ]
    for entry in found.wider:
        assert find(**entry.terms.model_dump()).total == entry.count
    assert not find(words="kokk").wider


def test_one_trace_for_each_person_on_the_page(world: Session, find: Callable[..., Found], matcher: Matcher) -> None:
    more = [person(f"person-{number:02}", "Pleieassistent") for number in range(PER_PAGE)]
    upsert_job_seekers(world, more, NOW)
    for draft in more:
        set_visibility_facts(world, draft.external_id, visible_facts(), NOW)
    first, last = find(), find(page=99)
    assert (first.pages, len(first.rows), last.page, len(last.rows)) == (2, PER_PAGE, 2, 6)
    rows = world.scalars(select(AuditEvent).order_by(AuditEvent.seq)).all()
    assert [row.person_id for row in rows] == [row.card.id for row in (*first.rows, *last.rows)]
    assert {row.action for row in rows} == {AuditAction.SEARCH}
    assert not {row.card.id for row in first.rows} & {row.card.id for row in last.rows}


def test_the_same_numbers_whatever_the_order(find: Callable[..., Found]) -> None:
    by_doors = find(sort=Sort.DOORS).rows
    ready = [row.counts[Tier.READY] for row in by_doors]
    assert ready == sorted(ready, reverse=True)
    assert by_doors[0].card.external_id == "berit"
    updated = [row.updated for row in find(sort=Sort.UPDATED).rows]
    assert updated == sorted(updated, reverse=True)


def test_own_users(world: Session, reader: Look, find: Callable[..., Found]) -> None:
    world.execute(update(JobSeeker).where(JobSeeker.external_id == "cato").values(adviser_id=reader.actor.user_id))
    found = find(mine=True)
    assert numbers(found) == {"cato"}
    assert found.rows[0].mine
    assert find().facets["mine"] == {"y": 1}


def test_the_index_holds_no_name(world: Session, matcher: Matcher) -> None:
    pool = LivePool(matcher).people(world, TODAY).pool.parts[0].pool
    index = index_of(pool)
    assert index is index_of(pool)
    assert not {"prøvesen", "berit", "hanna"} & index.words


def test_whoever_may_see_nobody_finds_nobody(find: Callable[..., Found], reader: Look) -> None:
    employer = Actor(user_id="2" * 32, name="", kind=UserKind.EMPLOYER, grants=reader.actor.grants)
    assert find(look=replace(reader, actor=employer)).total == 0


# --- the terms that are kept --------------------------------------------------------------------------------------


def test_terms_are_kept_for_their_owner_and_for_a_day(world: Session, reader: Look) -> None:
    terms = Terms(words="kokk", kommunenr=("3425",), tiers=(Tier.READY,), outlook=Outlook.NONE, mine=True)
    search_id = remember(world, reader.actor, terms, NOW)
    assert recall(world, reader.actor, search_id, NOW + timedelta(hours=23)) == terms
    other = a_look(world, UserKind.ADVISER, (Scope.MUNICIPALITY, "3422"))
    for actor, now, asked in (
        (other.actor, NOW, search_id),
        (reader.actor, NOW + timedelta(days=1), search_id),
        (reader.actor, NOW, "0" * 32),
    ):
        with pytest.raises(SearchGone):
            recall(world, actor, asked, now)


# --- how much of a profile there is -------------------------------------------------------------------------------


def test_profile_quality(matcher: Matcher, world: Session) -> None:
    bare = job_seeker_draft(
        "bare", practice=(), wishes=(), credentials=(), skills=(), languages=(), postnummer=None, wished_places=()
    )
    upsert_job_seekers(world, [bare], NOW)
    set_visibility_facts(world, "bare", visible_facts(), NOW)
    people = LivePool(matcher).people(world, TODAY)
    rows = world.execute(select(JobSeeker.id, JobSeeker.external_id))
    by_number = {row.external_id: people.candidate(row.id) for row in rows}
    empty, whole = by_number["bare"], by_number["cato"]
    assert empty is not None
    assert missing_parts(empty) == tuple(Part)
    assert quality(tuple(Part)) == 0
    assert whole is not None
    assert missing_parts(whole) == ()
    assert quality(()) == 100
