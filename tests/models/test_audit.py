"""The audit chain: one row for each person shown, nothing without a purpose, and no change that goes unnoticed."""

from __future__ import annotations

import random
import threading

import pytest
from sqlalchemy import Engine, delete, func, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from models.audit import AuditAction, AuditEvent, AuditHead, Decision
from models.base import new_id
from models.services.audit import record, verify_chain
from models.services.errors import PurposeMissing
from tests.factories import NOW


def write_some(session: Session, number: int = 20) -> None:
    for turn in range(number):
        people = [new_id() for _ in range(turn % 3)]
        record(session, f"adviser-{turn % 4}", AuditAction.ACCESS, people, purpose="formidling", now=NOW, subject="Ærfugl")


def lift_the_triggers(session: Session) -> None:
    """Do what only someone with the keys to the database can."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("DROP TRIGGER audit_event_refuses_update"))
        session.execute(text("DROP TRIGGER audit_event_refuses_delete"))
    else:
        session.execute(text("ALTER TABLE audit_event DISABLE TRIGGER USER"))


def test_one_row_for_each_person_shown(session: Session) -> None:
    people = [new_id() for _ in range(3)]
    record(session, "cli:kari", AuditAction.SEARCH, people, purpose="drift", now=NOW, subject="ledig stilling")
    record(session, "cli:kari", AuditAction.ACCESS, [], purpose="drift", now=NOW, decision=Decision.DENY)
    rows = session.scalars(select(AuditEvent).order_by(AuditEvent.seq)).all()
    assert [row.person_id for row in rows] == [*people, None]
    assert [row.decision for row in rows] == [Decision.PERMIT] * 3 + [Decision.DENY]
    assert verify_chain(session).holds


@pytest.mark.parametrize("purpose", ["", "  "])
def test_no_look_without_a_purpose(session: Session, purpose: str) -> None:
    with pytest.raises(PurposeMissing):
        record(session, "kari", AuditAction.ACCESS, [new_id()], purpose=purpose, now=NOW)
    assert session.scalar(select(func.count()).select_from(AuditEvent)) == 0


def test_the_record_goes_when_the_look_is_rolled_back(session_factory: sessionmaker[Session]) -> None:
    with session_factory() as session:
        record(session, "kari", AuditAction.ACCESS, [new_id()], purpose="formidling", now=NOW)
        session.rollback()
    with session_factory() as session:
        assert verify_chain(session).checked == 0
        assert verify_chain(session).holds


@pytest.mark.parametrize("statement", [update(AuditEvent).values(actor="noen andre"), delete(AuditEvent)])
def test_the_database_refuses_change_and_removal(session: Session, statement: object) -> None:
    write_some(session, 3)
    with pytest.raises(DBAPIError, match="audit_event refuses"):
        session.execute(statement)  # type: ignore[call-overload]  # two kinds of statement in one test


def test_postgresql_refuses_truncate_too(session: Session, backend: str) -> None:
    write_some(session, 3)
    statement = "TRUNCATE audit_event" if backend == "postgresql" else "DELETE FROM audit_event"
    with pytest.raises(DBAPIError, match="audit_event refuses"):
        session.execute(text(statement))


def test_a_hundred_random_edits_removals_and_cuts_are_all_found(session_factory: sessionmaker[Session]) -> None:
    chance = random.Random(20261123)
    with session_factory.begin() as session:
        write_some(session, 40)
        lift_the_triggers(session)
    columns = ("at", "actor", "action", "person_id", "purpose", "decision", "subject", "request_id", "prev_hash", "hash")
    for turn in range(100):
        with session_factory() as session:
            assert verify_chain(session).holds
            last = session.scalar(select(func.max(AuditEvent.seq))) or 0
            seq = chance.randint(1, last)
            kind = ("edit", "remove", "cut")[turn % 3]
            if kind == "edit":
                column = chance.choice(columns)
                value = {"at": NOW.replace(microsecond=1), "action": AuditAction.EXPORT, "decision": Decision.DENY}.get(column)
                session.execute(
                    update(AuditEvent).where(AuditEvent.seq == seq).values({column: value or f"{chance.getrandbits(100):032x}"})
                )
            elif kind == "remove":
                session.execute(delete(AuditEvent).where(AuditEvent.seq == seq))
            else:
                session.execute(delete(AuditEvent).where(AuditEvent.seq >= seq))
            report = verify_chain(session)
            assert not report.holds, (kind, seq)
            session.rollback()


def test_a_row_written_past_the_service_is_found(session: Session) -> None:
    write_some(session)
    last = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)).one()
    session.add(
        AuditEvent(
            seq=last.seq + 1,
            at=NOW,
            actor="x",
            action=AuditAction.ACCESS,
            purpose="x",
            decision=Decision.PERMIT,
            prev_hash=last.hash,
            hash="f" * 64,
        )
    )
    session.flush()
    assert not verify_chain(session).holds


def test_writers_side_by_side_make_one_chain(session_factory: sessionmaker[Session]) -> None:
    def write() -> None:
        for _ in range(10):
            with session_factory.begin() as session:
                record(session, "kari", AuditAction.ACCESS, [new_id(), new_id()], purpose="formidling", now=NOW)

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with session_factory() as session:
        report = verify_chain(session)
        assert (report.checked, report.broken) == (120, ())
        assert session.scalar(select(AuditHead.seq)) == 120


def test_no_record_no_look(engine: Engine, session_factory: sessionmaker[Session]) -> None:
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_head"))
    with session_factory() as session, pytest.raises(Exception, match="No row was found"):
        record(session, "kari", AuditAction.ACCESS, [new_id()], purpose="formidling", now=NOW)
