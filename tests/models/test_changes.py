"""Whatever changes in the day, in whatever order it is written, is in every list of the next look, exactly."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Engine, delete, select, text, update
from sqlalchemy.orm import Session, sessionmaker

from matcher.matcher import Matcher
from matcher.records import Tier
from models.accounts import Scope, User, UserKind
from models.base import create_session_factory, reader_of
from models.drafts import CredentialDraft
from models.people import JobSeeker, VisibilityRow
from models.policy import Actor, people_in_scope
from models.services.people.filters import shelf_of
from models.services.people.index import hits
from models.services.people.search import typical_post
from models.services.people.storing import erase_job_seeker, set_visibility_facts, upsert_job_seekers
from models.services.ranking.live import LivePool
from models.services.ranking.overlay import MOST_PARTS, SMALL
from models.services.vacancies.storing import upsert_vacancies
from models.vacancies import Vacancy, VacancyState
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts

PLACES = {"2420": "3421", "2450": "3422", "2436": "3419", "0150": "0301", "9008": "5501"}
ADS = ("a" * 32, "b" * 32, "c" * 32, "d" * 32)
ADVISER = "1" * 32
READER = Actor(
    user_id=ADVISER,
    name="Veileder",
    kind=UserKind.ADVISER,
    grants=frozenset({(Scope.MUNICIPALITY, "3421"), (Scope.MUNICIPALITY, "0301"), (Scope.OWN_USERS, "")}),
)
WORDS = ("pleieassistent", "kokk trysil", "helsefag", "truck")


@pytest.fixture
def world(session_factory: sessionmaker[Session]) -> sessionmaker[Session]:
    """A score of people over the country, of whom some are hidden, and vacancies near and far."""
    with session_factory.begin() as session:
        session.add(User(id=ADVISER, username="v", display_name="Veileder", kind=UserKind.ADVISER, created_at=NOW))
        session.flush()
        chance = random.Random(1)
        for number in range(20):
            a_person(session, chance, f"PAM-{number}", NOW)
            if number % 5 == 0:
                session.execute(update(VisibilityRow).values(dead=True).where(VisibilityRow.job_seeker_id.in_(ids(session)[-1:])))
        for ad in ADS:
            a_vacancy(session, chance, ad, NOW)
    return session_factory


def ids(session: Session) -> list[str]:
    return list(session.scalars(select(JobSeeker.id).order_by(JobSeeker.external_id)))


def a_person(session: Session, chance: random.Random, external_id: str, now: datetime) -> None:
    """Write somebody new, or the same person otherwise."""
    postnummer = chance.choice(list(PLACES))
    codes = chance.sample(["auth:HF", "auth:SP", "course:medication", "vg1:helse"], chance.randrange(3))
    draft = job_seeker_draft(
        external_id,
        version=now,
        postnummer=postnummer,
        kommunenr=PLACES[postnummer],
        wished_places=tuple(chance.sample(["3421", "0301"], chance.randrange(2))),
        willing_to_move=chance.choice([True, False, None]),
        credentials=tuple(CredentialDraft(code=code) for code in codes),
        licences=("B",) if chance.random() < 0.6 else (),
        skills=tuple(chance.sample(["demens", "stell", "truck", "Trysil"], 2)),
        car=chance.choice([True, False, None]),
        max_minutes=chance.choice([30, 60, None]),
    )
    upsert_job_seekers(session, [draft], now)
    set_visibility_facts(session, external_id, visible_facts(), now)


def a_vacancy(session: Session, chance: random.Random, external_id: str, now: datetime) -> None:
    postnummer = chance.choice(list(PLACES))
    role = chance.choice(["R11", "R12", "R01", "R42"])
    changes: dict[str, Any] = {"requirements": ()} if chance.random() < 0.3 else {}
    draft = vacancy_draft(external_id, version=now, postnummer=postnummer, kommunenr=PLACES[postnummer], roles=(role,), **changes)
    upsert_vacancies(session, [draft], now)


def change(session: Session, chance: random.Random, now: datetime) -> None:
    """Change one thing, by the use cases or past them."""
    person = chance.choice(ids(session))
    what = chance.randrange(9)
    if what == 0:
        a_person(session, chance, f"NY-{chance.getrandbits(32):08x}", now)
    elif what == 1:
        external = session.scalars(select(JobSeeker.external_id).where(JobSeeker.id == person)).one()
        a_person(session, chance, external, now)
    elif what == 2:
        set_visibility_facts(session, person, visible_facts(shielded=chance.random() < 0.7), now)
    elif what == 3 and len(ids(session)) > 5:
        erase_job_seeker(session, person, now)
    elif what == 4:
        session.execute(update(JobSeeker).where(JobSeeker.id == person).values(adviser_id=chance.choice([ADVISER, None])))
    elif what == 5:
        session.execute(update(JobSeeker).where(JobSeeker.id == person).values(kommunenr=chance.choice(list(PLACES.values()))))
    elif what == 6:
        a_vacancy(session, chance, chance.choice(ADS), now)
    elif what == 7:
        a_vacancy(session, chance, f"{chance.getrandbits(128):032x}", now)
    elif what == 8 and len(session.scalars(select(Vacancy.id).where(Vacancy.state == VacancyState.OPEN)).all()) > 2:
        first = session.scalars(select(Vacancy.id).where(Vacancy.state == VacancyState.OPEN).limit(1)).one()
        values = {"state": VacancyState.CLOSED, "closed_at": now}
        session.execute(update(Vacancy).where(Vacancy.id == first).values(**values))


def everything(live: LivePool, session: Session) -> dict[str, Any]:
    """Return every list, number, explanation and relaxation of one look, with people by their ids."""
    openings = live.openings(session, TODAY)
    people = live.people(session, TODAY, among=people_in_scope(READER))
    everybody, reached = people.pool, people.reached
    role = people.tiers_but_for("reach", typical_post(live, "R12"))
    told: dict[str, Any] = {
        "openings": openings,
        "everybody": sorted(people.ids(everybody.rows.tolist())),
        "by id": people.ids(everybody.rows[np.argsort(everybody.by_id[everybody.rows])].tolist()),
        "reach": sorted(
            zip(
                people.ids(people.rows.tolist()),
                [reached.municipalities[home] for home in reached.home.tolist()],
                reached.adviser.tolist(),
                reached.version.tolist(),
                people.doors(openings).tolist(),
                strict=True,
            ),
            key=lambda row: row[0],
        ),
        "role": {everybody.candidates[row].id: int(role[row]) for row in everybody.rows.tolist()},
    }
    for words in WORDS:
        told[words] = sorted(people.ids(np.flatnonzero(hits(everybody, words) & everybody.alive).tolist()))
    shelf = shelf_of(everybody)
    told["numbers"] = [shelf.papers.counted(everybody.rows), shelf.licences.counted(everybody.rows)]
    for opening in openings:
        orders = {tier: people.order(opening, tier) for tier in Tier}
        told[opening.id] = {
            "counts": [people.counts(opening), people.counts(opening, region=True)],
            "order": {tier: people.ids(rows) for tier, rows in orders.items()},
            "matches": {tier: people.explain(opening, rows) for tier, rows in orders.items()},
            "relaxations": [people.relaxations(opening), people.relaxations(opening, region=True)],
            "pairs": people.relaxed_pairs(opening),
            "tiers": people.tiers(opening),
            "near": {tier: sorted(people.ids(people.narrowed(opening, rows, minutes=45))) for tier, rows in orders.items()},
        }
    for one in sorted(people.ids(people.rows.tolist()))[:3]:
        row = everybody.index[one]
        told[f"of {one}"] = (people.held_against(openings, row, closed=True), people.what_if(openings, row))
    return told


@pytest.mark.parametrize("seed", range(2))
def test_after_any_changes_every_list_is_that_of_a_pool_made_from_scratch(
    world: sessionmaker[Session], matcher: Matcher, seed: int
) -> None:
    chance, live = random.Random(seed), LivePool(matcher)
    with world() as session:
        everything(live, session)
    for step in range(10):
        now = NOW + timedelta(hours=step + 1)
        with world() as session:
            for _ in range(chance.randrange(1, 4)):
                change(session, chance, now)
            if chance.random() < 0.5:
                # A look before the end sees what was written; if it is taken back, the next look does too.
                assert everything(live, session) == everything(LivePool(matcher), session)
            if chance.random() < 0.4:
                session.rollback()
            else:
                session.commit()
        with world() as session:
            assert everything(live, session) == everything(LivePool(matcher), session)


def test_many_changes_are_folded_aside(world: sessionmaker[Session], matcher: Matcher) -> None:
    chance, live = random.Random(5), LivePool(matcher)
    with world() as session:
        everything(live, session)
    for number in range(MOST_PARTS + 2):
        with world.begin() as session:
            for one in range(SMALL // 2 + 1):
                a_person(session, chance, f"NY-{number}-{one}", NOW)
        with world() as session:
            live.people(session, TODAY)
    for thread in live.at_work():
        thread.join()
    with world() as session:
        people = live.people(session, TODAY)
        assert len(people.pool.parts) <= MOST_PARTS
        assert everything(live, session) == everything(LivePool(matcher), session)


# --- the order of transactions --------------------------------------------------------------------------------------


@pytest.fixture
def look(world: sessionmaker[Session], matcher: Matcher, engine: Engine) -> Iterator[Callable[[], set[str]]]:
    """Look with one pool, and return the ids of the people shown."""
    live, readers = LivePool(matcher), create_session_factory(reader_of(engine))

    def shown() -> set[str]:
        with readers() as session:
            return set(live.people(session, TODAY).pool.index)

    shown()
    return shown


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_whoever_began_first_and_ends_last_is_not_overlooked(world: sessionmaker[Session], look: Callable[[], set[str]]) -> None:
    first, second = sorted(look())[:2]
    with world() as early, world() as late:
        hide(early, first)
        hide(late, second)
        late.commit()
        assert {first, second} & look() == {first}
        early.commit()
        assert not {first, second} & look()


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_look_back_in_time_takes_nothing_from_the_next(world: sessionmaker[Session], matcher: Matcher, engine: Engine) -> None:
    live, readers = LivePool(matcher), create_session_factory(reader_of(engine))
    with readers() as old, readers() as new:
        one = next(iter(live.people(old, TODAY).pool.index))
        with world.begin() as session:
            hide(session, one)
        assert one not in live.people(new, TODAY).pool.index
        live.people(old, TODAY)
        new.rollback()
        assert one not in live.people(new, TODAY).pool.index


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_numbers_of_another_server_say_nothing(world: sessionmaker[Session], look: Callable[[], set[str]]) -> None:
    with world.begin() as session:
        session.execute(text("ALTER TABLE job_seeker DISABLE TRIGGER job_seeker_numbers"))
        session.execute(update(JobSeeker).values(change_number=2**60))
        session.execute(text("ALTER TABLE job_seeker ENABLE TRIGGER job_seeker_numbers"))
    before = look()
    assert before
    with world.begin() as session:
        one = sorted(before)[0]
        hide(session, one)
    assert look() == before - {one}


def test_one_erased_after_another_was_taken_back(world: sessionmaker[Session], matcher: Matcher) -> None:
    live = LivePool(matcher)
    with world() as session:
        first, second = sorted(live.people(session, TODAY).pool.index)[:2]
        session.rollback()
        erase_job_seeker(session, first, NOW)
        assert first not in live.people(session, TODAY).pool.index
        session.rollback()
    with world.begin() as session:
        erase_job_seeker(session, second, NOW)
    with world() as session:
        assert set(live.people(session, TODAY).pool.index) >= {first}
        assert second not in live.people(session, TODAY).pool.index


def test_whoever_is_deleted_past_the_use_cases_is_gone(world: sessionmaker[Session], look: Callable[[], set[str]]) -> None:
    before = look()
    with world.begin() as session:
        one = sorted(before)[0]
        session.execute(delete(JobSeeker).where(JobSeeker.id == one))
    assert look() == before - {one}


def hide(session: Session, person: str) -> None:
    session.execute(update(VisibilityRow).where(VisibilityRow.job_seeker_id == person).values(shielded=True))
