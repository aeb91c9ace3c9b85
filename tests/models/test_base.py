"""The ground: times, ciphertext, ids, and transactions that wait for their turn."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, select, text, update
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import Session, sessionmaker

from models.base import KeyMissing, create_engine_for, create_session_factory, gather_statistics, new_id, reader_of
from models.catalogue import CatalogueRelease
from models.intake import FeedCursor
from models.people import JobSeeker, SpecialNeed
from models.services.people.storing import upsert_job_seeker
from tests.conftest import KEY
from tests.factories import NOW, job_seeker_draft


def test_times_come_back_in_utc_whatever_zone_they_went_in_with(session_factory: sessionmaker[Session]) -> None:
    oslo_winter = timezone(timedelta(hours=1))
    with session_factory.begin() as session:
        session.add(FeedCursor(feed="nav", position="1", updated_at=datetime(2026, 11, 23, 9, 30, 1, 5, tzinfo=oslo_winter)))
    with session_factory() as session:
        assert session.scalars(select(FeedCursor)).one().updated_at == datetime(2026, 11, 23, 8, 30, 1, 5, tzinfo=UTC)
        assert session.scalars(select(FeedCursor)).one().updated_at.tzinfo is UTC


def test_a_naive_time_is_refused(session: Session) -> None:
    session.add(FeedCursor(feed="nav", position="1", updated_at=datetime(2026, 11, 23, 9)))  # noqa: DTZ001 - the point of the test
    with pytest.raises(StatementError, match="without time zone"):
        session.flush()


def test_special_category_text_is_only_ciphertext_in_the_database(engine: Engine, database_url: str) -> None:
    factory = create_session_factory(engine)
    with factory.begin() as session:
        upsert_job_seeker(session, job_seeker_draft(), NOW)
        person = session.scalars(select(JobSeeker.id)).one()
        session.add(SpecialNeed(job_seeker_id=person, text="trenger å sitte", consent_version="1", consented_at=NOW))
    with engine.connect() as connection:
        raw = bytes(connection.scalar(text("SELECT text FROM special_need")))
    assert b"sitte" not in raw
    assert Fernet(KEY).decrypt(raw).decode() == "trenger å sitte"

    new_key = Fernet.generate_key().decode()
    rotated = create_engine_for(database_url, keys=[new_key, KEY])
    with create_session_factory(rotated)() as session:
        assert session.scalars(select(SpecialNeed.text)).one() == "trenger å sitte"
    rotated.dispose()
    for keys in ([], [new_key]):
        other = create_engine_for(database_url, keys=keys)
        with create_session_factory(other)() as session, pytest.raises(KeyMissing):
            session.scalars(select(SpecialNeed.text)).one()
        other.dispose()


def test_ids_are_128_random_bits() -> None:
    ids = {new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(value) == 32 and int(value, 16) >= 0 for value in ids)


def test_eight_writers_that_read_first_all_get_their_turn(session_factory: sessionmaker[Session]) -> None:
    with session_factory.begin() as session:
        session.add(CatalogueRelease(number=1, version="v", entries=0, loaded_at=NOW))
    failures: list[Exception] = []

    def add_ones() -> None:
        for _ in range(25):
            try:
                with session_factory.begin() as session:
                    row = session.scalars(select(CatalogueRelease).with_for_update()).one()
                    session.execute(update(CatalogueRelease).values(entries=row.entries + 1))
            except DBAPIError as error:
                failures.append(error)

    threads = [threading.Thread(target=add_ones) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with session_factory() as session:
        assert session.scalars(select(CatalogueRelease.entries)).one() == 200


def test_a_reader_sees_one_state_does_not_wait_and_cannot_write(engine: Engine) -> None:
    write, read = create_session_factory(engine), create_session_factory(reader_of(engine))
    with write.begin() as session:
        session.add(CatalogueRelease(number=1, version="old", entries=0, loaded_at=NOW))
    with read() as reader:
        assert reader.scalars(select(CatalogueRelease.version)).one() == "old"
        with write.begin() as session:
            session.execute(update(CatalogueRelease).values(version="new"))
            with read() as another:
                assert another.scalars(select(CatalogueRelease.version)).one() == "old"
        assert reader.scalars(select(CatalogueRelease.version)).one() == "old"
    with read() as reader:
        assert reader.scalars(select(CatalogueRelease.version)).one() == "new"
        with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
            reader.execute(update(CatalogueRelease).values(version="mine"))
    with write.begin() as session:  # the same pooled connection can write again
        session.execute(update(CatalogueRelease).values(version="newest", loaded_at=NOW, entries=date.max.year))


def test_what_was_filled_and_never_looked_at_is_looked_at_once(engine: Engine, session_factory: sessionmaker[Session]) -> None:
    assert "job_seeker" not in gather_statistics(engine), "nobody is there yet"
    with session_factory.begin() as session:
        upsert_job_seeker(session, job_seeker_draft(), NOW)
    postgresql = engine.dialect.name == "postgresql"
    assert ("job_seeker" in gather_statistics(engine)) is postgresql
    if postgresql:
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT reltuples FROM pg_class WHERE relname = 'job_seeker'")) == 1
    assert gather_statistics(engine) == []
