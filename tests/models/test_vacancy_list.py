"""The list of vacancies: found by words however they are written, narrowed, ordered, paged, and never a dead end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from matcher.matcher import Matcher
from matcher.records import Tier
from models.accounts import Scope, UserKind
from models.audit import AuditEvent
from models.drafts import CredentialDraft, RequirementDraft, VacancyDraft, VariantDraft
from models.policy import Actor
from models.services.looks import Look
from models.services.people.storing import set_visibility_facts, upsert_job_seekers
from models.services.ranking.live import LivePool
from models.services.vacancies.listing import Extent, Found, Order, VacancySearch, list_vacancies
from models.services.vacancies.storing import close_expired, upsert_vacancies
from models.vacancies import Vacancy
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts

READER = Actor(user_id="1" * 32, name="Veileder", kind=UserKind.ADVISER, grants=frozenset({(Scope.MUNICIPALITY, "3421")}))
LOOK = Look(actor=READER, purpose="formidling", now=NOW, on=TODAY)
PLACES = {"3421": "Trysil", "3422": "Åmot", "3425": "Engerdal"}


def must(*codes: str) -> tuple[RequirementDraft, ...]:
    return tuple(RequirementDraft(code=code, strength="must") for code in codes)


def post(title: str, **changes: Any) -> VacancyDraft:
    return vacancy_draft(title, title=title, job_title="", **{"requirements": (), "employer": "Trysil kommune", **changes})


@pytest.fixture
def posts(session: Session) -> Session:
    """Six vacancies that are open, one that closed last week, and one that was withdrawn."""
    upsert_vacancies(
        session,
        [
            post("Sykepleier i hjemmetjenesten", roles=("R01",), percent_min=100, percent_max=100, deadline=date(2026, 12, 4)),
            post("Nattsykepleier", roles=("R01",), kommunenr="3422", place="Rena", requirements=must("shift:night", "auth:SP")),
            post("Kokk på institusjonskjøkken", roles=("R42",), requirements=must("shift:day", "shift:weekend")),
            post(
                "Vår avdeling søker deg", roles=("R13",), kommunenr="3425", place="Drevsjø", requirements=must("unqualified_ok")
            ),
            post("Lærling i helsearbeiderfaget", roles=("R12",), employment="laerling", deadline=date(2026, 11, 25)),
            post(
                "Flere stillinger",
                roles=(),
                percent_min=None,
                percent_max=None,
                published=datetime(2026, 11, 22, tzinfo=UTC),
                variants=(VariantDraft(roles=("R11",), percent_min=50, percent_max=100),),
            ),
            post("Utgått", deadline=date(2026, 11, 16)),
            post("Trukket"),
        ],
        NOW,
    )
    upsert_vacancies(session, [post("Trukket", active=False, version=NOW)], NOW)
    return session


@pytest.fixture
def ask(posts: Session, matcher: Matcher) -> Callable[..., Found]:
    live = LivePool(matcher)
    return lambda **search: list_vacancies(posts, live, LOOK, VacancySearch(**search), municipalities=PLACES)


def titles(found: Found) -> list[str]:
    return [entry.opening.title for entry in found.posts]


def test_all_open_ones_the_nearest_deadline_first(ask: Callable[..., Found]) -> None:
    found = ask()
    assert found.total == 6
    assert titles(found)[:2] == ["Lærling i helsearbeiderfaget", "Sykepleier i hjemmetjenesten"]
    assert "Trukket" not in titles(found)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("sykepleier", {"Sykepleier i hjemmetjenesten", "Nattsykepleier"}),
        ("SJUKEPLEIAR", {"Sykepleier i hjemmetjenesten", "Nattsykepleier"}),
        ("sykpleier", {"Sykepleier i hjemmetjenesten", "Nattsykepleier"}),
        ("spl. Rena", {"Nattsykepleier"}),
        ("sykepleier i Åmot", {"Nattsykepleier"}),
        ("natt", {"Nattsykepleier"}),
        ("kjøkken", {"Kokk på institusjonskjøkken"}),
        ("pleieassistent", {"Vår avdeling søker deg"}),
        ("engerdal", {"Vår avdeling søker deg"}),
        ("helsefagarbeidar", {"Flere stillinger"}),
        ("traktorfører", set()),
        ("%_'\"\\;--", None),
        ("", None),
        ("  ", None),
    ],
)
def test_words_are_forgiven(ask: Callable[..., Found], words: str, expected: set[str] | None) -> None:
    found = set(titles(ask(words=words)))
    assert found == (set(titles(ask())) if expected is None else expected)


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ({"kommunenr": ("3422", "3425")}, {"Nattsykepleier", "Vår avdeling søker deg"}),
        ({"role": "R11"}, {"Flere stillinger"}),
        ({"extent": Extent.FULL}, {"Sykepleier i hjemmetjenesten", "Flere stillinger"}),
        ({"shifts": ("day",)}, {"Kokk på institusjonskjøkken"}),
        ({"shifts": ("day", "night")}, set()),
        ({"within_days": 2}, {"Lærling i helsearbeiderfaget"}),
        ({"unqualified": True}, {"Vår avdeling søker deg"}),
        ({"apprentice": True}, {"Lærling i helsearbeiderfaget"}),
        ({"closed": True}, {"Utgått"}),
    ],
)
def test_each_condition_narrows(ask: Callable[..., Found], search: dict[str, Any], expected: set[str]) -> None:
    assert set(titles(ask(**search))) == expected


def test_part_time_leaves_out_only_what_is_full_time(ask: Callable[..., Found]) -> None:
    assert set(titles(ask())) - set(titles(ask(extent=Extent.PART))) == {"Sykepleier i hjemmetjenesten"}


def test_a_choice_says_how_many_it_would_find(ask: Callable[..., Found]) -> None:
    found = ask(words="sykepleier", kommunenr=("3422",))
    assert found.choices["kommunenr"] == {"3421": 1, "3422": 1}
    for number, hits in found.choices["kommunenr"].items():
        assert ask(words="sykepleier", kommunenr=(number,)).total == hits
    for role, hits in ask().choices["role"].items():
        assert ask(role=role).total == hits
    for shift, hits in ask(shifts=("day",)).choices["shifts"].items():
        assert ask(shifts=tuple({"day", shift})).total == hits


def test_nothing_found_leads_to_the_nearest_that_finds_something(ask: Callable[..., Found]) -> None:
    found = ask(role="R42", kommunenr=("3425",))
    assert found.total == 0
    assert [(entry.condition, entry.value, entry.hits) for entry in found.nearest] == [
        ("kommunenr", "3421", 1),
        ("role", "", 1),
    ]
    for entry in found.nearest:
        search = entry.search
        assert ask(role=search.role, kommunenr=search.kommunenr).total == entry.hits
    words = ask(words="engerdal kokk")
    assert {(entry.value, entry.hits) for entry in words.nearest} == {("engerdal", 1), ("kokk", 1)}
    assert ask().nearest == ()


def test_an_empty_database_is_no_error(session: Session, matcher: Matcher) -> None:
    found = list_vacancies(session, LivePool(matcher), LOOK, VacancySearch(words="kokk"), municipalities=PLACES)
    assert (found.total, found.pages, found.nearest) == (0, 1, [])


def test_the_newest_first(ask: Callable[..., Found]) -> None:
    assert titles(ask(order=Order.NEWEST))[0] == "Flere stillinger"


@pytest.fixture
def people(posts: Session) -> Session:
    """Two nurses in Trysil and one whom the reader may not reach."""
    drafts = [
        job_seeker_draft("A", credentials=(CredentialDraft(code="auth:SP"),), wishes=()),
        job_seeker_draft("B"),
        job_seeker_draft("C", kommunenr="3422", postnummer="2450"),
    ]
    upsert_job_seekers(posts, drafts, NOW)
    for draft in drafts:
        set_visibility_facts(posts, draft.external_id, visible_facts(), NOW)
    return posts


def test_only_the_readers_own_people_are_counted(people: Session, ask: Callable[..., Found]) -> None:
    for entry in ask().posts:
        assert entry.counts is not None
        assert set(entry.counts) == {Tier.READY, Tier.CLARIFY, Tier.ON_THE_WAY}
        assert sum(entry.counts.values()) <= 2
    assert all(entry.counts is None for entry in ask(closed=True).posts)


def test_most_and_fewest_ready_are_each_others_opposite(people: Session, ask: Callable[..., Found]) -> None:
    most = [(entry.counts or {})[Tier.READY] for entry in ask(order=Order.MOST_READY).posts]
    fewest = [(entry.counts or {})[Tier.READY] for entry in ask(order=Order.FEWEST_READY).posts]
    assert most == sorted(most, reverse=True)
    assert fewest == sorted(fewest)
    assert most[0] > most[-1]


def test_nobody_is_shown_by_a_number(people: Session, ask: Callable[..., Found]) -> None:
    ask()
    assert people.scalar(select(func.count()).select_from(AuditEvent)) == 0


def test_pages_hold_every_vacancy_once(session: Session, matcher: Matcher) -> None:
    upsert_vacancies(session, [post(f"Stilling {number:02}") for number in range(45)], NOW)
    live = LivePool(matcher)
    pages = [list_vacancies(session, live, LOOK, VacancySearch(page=page), municipalities=PLACES) for page in (1, 2, 3)]
    assert [len(found.posts) for found in pages] == [20, 20, 5]
    assert len({title for found in pages for title in titles(found)}) == 45
    beyond = list_vacancies(session, live, LOOK, VacancySearch(page=99), municipalities=PLACES)
    assert (beyond.page, titles(beyond)) == (3, titles(pages[2]))


def test_closed_by_the_night_or_by_its_date_is_the_same(posts: Session, ask: Callable[..., Found]) -> None:
    before = titles(ask(closed=True))
    close_expired(posts, TODAY, NOW)
    assert titles(ask(closed=True)) == before == ["Utgått"]
    close_expired(posts, TODAY + timedelta(days=40), NOW)
    posts.expire_all()
    assert ask().total == 0
    assert ask(closed=True).total == 7


def test_the_number_of_statements_does_not_grow(session: Session, matcher: Matcher) -> None:
    live = LivePool(matcher)

    def statements() -> int:
        seen: list[str] = []
        bind = session.get_bind()

        def note(*args: Any) -> None:
            seen.append(args[2])

        event.listen(bind, "before_cursor_execute", note)
        list_vacancies(session, live, LOOK, VacancySearch(), municipalities=PLACES)
        event.remove(bind, "before_cursor_execute", note)
        return len(seen)

    upsert_vacancies(session, [post("Første")], NOW)
    statements()
    few = statements()
    upsert_vacancies(session, [post(f"Stilling {number:02}") for number in range(40)], NOW)
    statements()
    assert statements() == few
    assert session.scalar(select(func.count()).select_from(Vacancy)) == 41
