"""Web workers that share the pool's file show what a worker shows that reads the database, whatever has happened since."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from matcher.matcher import Matcher
from matcher.records import Tier
from models.base import create_session_factory
from models.changes import Moment
from models.drafts import CredentialDraft
from models.services.night.matching import rematch
from models.services.people.storing import erase_job_seeker, find_job_seeker, set_visibility_facts, upsert_job_seekers
from models.services.ranking import pool_source
from models.services.ranking.live import LivePool
from models.services.ranking.pool_file import HEADER, newest, open_pool, read_pool, write_pool
from models.services.ranking.pool_forgetting import forget_after_commit
from models.services.ranking.pool_source import FromFolder, keep_pool
from models.services.reference import store_catalogue
from models.services.vacancies.storing import upsert_vacancies
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts

LATER = NOW + timedelta(hours=1)
Night = Callable[..., None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "pool"


@pytest.fixture
def world(session_factory: sessionmaker[Session], folder: Path) -> sessionmaker[Session]:
    """Thirty people, two vacancies, and sessions that blank whoever they erase."""
    with session_factory.begin() as session:
        store_catalogue(session, [], "v1", NOW)
        drafts = [
            job_seeker_draft(
                f"PAM-T{number:03}",
                credentials=(CredentialDraft(code="auth:HF"),) if number % 2 else (),
                skills=("stell", f"ferdighet {number}"),
                licences=("B",) if number % 4 else (),
            )
            for number in range(30)
        ]
        upsert_job_seekers(session, drafts, NOW)
        for draft in drafts:
            set_visibility_facts(session, draft.external_id, visible_facts(), NOW)
        assistant = vacancy_draft("b" * 32, title="Assistent", roles=("R12",), requirements=())
        upsert_vacancies(session, [vacancy_draft(), assistant], NOW)
    forget_after_commit(session_factory, folder)
    return session_factory


@pytest.fixture
def night(world: sessionmaker[Session], matcher: Matcher, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Night:
    """Run a night as where there are ``shared_from`` people or more."""

    def run(shared_from: int = 1) -> None:
        monkeypatch.setattr(pool_source, "SHARED_FROM", shared_from)
        rematch(world, matcher, TODAY, NOW, config_hash=matcher.config_hash, pool_folder=folder)

    return run


def source(folder: Path) -> FromFolder:
    return FromFolder(folder, shared_from=1)


def shown(live: LivePool, session: Session) -> dict[str, list[tuple[str, Tier, int]]]:
    """Return every list of everybody, with the explanations' numbers."""
    people = live.people(session, TODAY)
    return {
        opening.id: [
            (match.candidate, match.tier, match.score)
            for tier in Tier
            for match in people.explain(opening, people.order(opening, tier))
        ]
        for opening in live.openings(session, TODAY)
    }


def test_a_worker_starts_from_what_the_night_left(
    world: sessionmaker[Session], matcher: Matcher, folder: Path, night: Night
) -> None:
    night()
    path = newest(folder)
    live = LivePool(matcher, source(folder))
    with world() as session:
        wanted = shown(LivePool(matcher), session)
        assert shown(live, session) == wanted
        assert sum(map(len, wanted.values())) == 60
        assert live.people(session, TODAY).pool.parts[0].pool.columns.arrays["home"].flags.writeable is False
    assert newest(folder) == path, "nothing was read anew"


def test_what_happened_since_the_night_is_seen(
    world: sessionmaker[Session], matcher: Matcher, folder: Path, night: Night
) -> None:
    night()
    started_before = LivePool(matcher, source(folder))
    with world() as session:
        shown(started_before, session)
    with world.begin() as session:
        edited = job_seeker_draft("PAM-T002", version=LATER, credentials=(CredentialDraft(code="auth:HF"),))
        upsert_job_seekers(session, [edited, job_seeker_draft("PAM-T900", version=LATER)], LATER)
        set_visibility_facts(session, "PAM-T900", visible_facts(), LATER)
        set_visibility_facts(session, "PAM-T003", visible_facts(dead=True), LATER)
        gone = {find_job_seeker(session, name).id for name in ("PAM-T004", "PAM-T005")}
        for one in gone:
            erase_job_seeker(session, one, LATER)
    with world() as session:
        wanted = shown(LivePool(matcher), session)
        assert {len(some) for some in wanted.values()} == {28}
        assert shown(started_before, session) == wanted
        assert shown(LivePool(matcher, source(folder)), session) == wanted
    held = open_pool(folder, matcher.domain_)
    assert int((~held.present()).sum()) == 2
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert not any(one.encode() in everything for one in gone)
    for trace in (b"ferdighet 4", b"ferdighet 5"):
        assert trace not in everything
    assert b"ferdighet 6" in everything


def test_an_erasure_that_is_taken_back_blanks_nobody(
    world: sessionmaker[Session], matcher: Matcher, folder: Path, night: Night
) -> None:
    night()
    with world() as session:
        erase_job_seeker(session, "PAM-T004", LATER)
        session.rollback()
        session.commit()
    with world() as session, session.begin():
        nested = session.begin_nested()
        erase_job_seeker(session, "PAM-T005", LATER)
        nested.commit()
        assert open_pool(folder, matcher.domain_).present().all()
        session.rollback()
    assert open_pool(folder, matcher.domain_).present().all()


def test_whoever_is_erased_while_the_night_works_is_not_left_in_the_file(
    world: sessionmaker[Session], matcher: Matcher, folder: Path, engine: Engine, night: Night
) -> None:
    night()
    found = open_pool(folder, matcher.domain_)
    with world() as session:
        pool = LivePool(matcher).people(session, TODAY).whole()
        gone = find_job_seeker(session, "PAM-T007").id
    with create_session_factory(engine).begin() as session:  # a process that knows of no file
        erase_job_seeker(session, gone, LATER)
    keep_pool(
        pool,
        folder,
        world,
        config="c",
        seen=Moment(found.note["settled"], found.note["erased"]),
        run=found.note["run"],
        shared_from=1,
    )
    held = open_pool(folder, matcher.domain_)
    assert held.path != found.path
    assert np.flatnonzero(~held.present()).tolist() == [pool.index[gone]]


def test_a_file_of_another_day_database_or_state_is_not_used(
    world: sessionmaker[Session], matcher: Matcher, folder: Path, night: Night
) -> None:
    night()
    path = newest(folder)
    with world() as session:
        tomorrow = TODAY + timedelta(days=1)
        assert len(LivePool(matcher, source(folder)).people(session, tomorrow)) == 30
        assert newest(folder) != path, "made anew for the day"
        assert read_pool(folder, matcher.domain_).on == tomorrow
    for change in ({"run": "f" * 32}, {"settled": 1 << 40}):
        night()
        path = newest(folder) or folder
        header = json.loads((path / HEADER).read_text())
        (path / HEADER).write_text(json.dumps(header | {"note": header["note"] | change}))
        with world() as session:
            assert len(LivePool(matcher, source(folder)).people(session, TODAY)) == 30
        assert newest(folder) != path


def test_without_a_file_the_first_worker_makes_one_for_the_others(
    world: sessionmaker[Session], matcher: Matcher, folder: Path, night: Night
) -> None:
    night()
    write_pool(matcher.prepare([], TODAY), folder)  # one that lacks what is noted beside it
    paths = []
    for _ in range(2):
        with world() as session:
            assert shown(LivePool(matcher, source(folder)), session) == shown(LivePool(matcher), session)
        paths.append(newest(folder))
    assert paths[0] == paths[1]
    assert len(read_pool(folder, matcher.domain_)) == 30


def test_few_people_need_no_file_and_none_is_left_from_when_they_were_many(
    world: sessionmaker[Session], matcher: Matcher, folder: Path, night: Night
) -> None:
    night()
    night(shared_from=1_000)
    assert newest(folder) is None
    with world() as session:
        assert len(LivePool(matcher, FromFolder(folder, shared_from=1_000)).people(session, TODAY)) == 30
    assert newest(folder) is None


def test_before_the_first_run_the_database_is_read(world: sessionmaker[Session], matcher: Matcher, folder: Path) -> None:
    with world() as session:
        assert len(LivePool(matcher, source(folder)).people(session, TODAY)) == 30
    assert newest(folder) is None


def test_asked_again_for_the_day_the_database_is_read_anew(
    world: sessionmaker[Session], matcher: Matcher, folder: Path, night: Night
) -> None:
    night()
    asked = source(folder)
    with world() as session:
        assert len(asked(session, matcher, TODAY).pool) == 30
    with world.begin() as session:
        set_visibility_facts(session, "PAM-T003", visible_facts(dead=True), LATER)
    with world() as session:
        again = asked(session, matcher, TODAY)
        assert len(again.pool) == 29
        assert len(source(folder)(session, matcher, TODAY).pool) == 29, "and left for those who start now"
