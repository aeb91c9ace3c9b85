"""What is purged and what stays, to the second."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, sessionmaker

from models.accounts import UserKind, UserSession
from models.base import new_id
from models.intake import DeadLetter, InboxRecord, RecordKind
from models.matches import MatchChange, MatchRun, RunDifference, RunPerson, RunState, RunVacancy
from models.services.accounts import LONGEST, create_user, open_session, who_is
from models.services.night.matching import KEEP_RUNS, rematch
from models.services.people.storing import set_visibility_facts, upsert_job_seeker
from models.services.reference import store_catalogue
from models.services.retention import BATCH_ROWS, DEAD_LETTERS_KEPT, INBOX_KEPT, KEEP_DIFFERENCES, RESOLVED_KEPT, purge
from models.services.vacancies.storing import upsert_vacancy
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts
from tests.models.rematch_worker import SmallEngine
from tests.models.stored_runs import kept

SECOND = timedelta(seconds=1)
AROUND = {"a second over": -SECOND, "to the second": timedelta(0), "a second left": SECOND}
STAYS = {"a second left"}


def inbox(received_at: datetime, external_id: str) -> dict[str, Any]:
    return {
        "id": new_id(),
        "kind": RecordKind.JOB_SEEKER,
        "source": "nav-cv",
        "external_id": external_id,
        "sha256": f"{abs(hash(external_id)):064x}",
        "raw": "{}",
        "received_at": received_at,
    }


def letter(external_id: str, received_at: datetime, resolved_at: datetime | None = None) -> dict[str, Any]:
    kept = {name: value for name, value in inbox(received_at, external_id).items() if name != "sha256"}
    return kept | {"reason": "postnummer 24210 finnes ikke", "resolved_at": resolved_at}


def test_raw_records_go_when_their_time_is_up(session_factory: sessionmaker[Session]) -> None:
    with session_factory.begin() as session:
        session.execute(insert(InboxRecord), [inbox(NOW - INBOX_KEPT + shift, name) for name, shift in AROUND.items()])
    assert purge(session_factory, NOW)["inbox"] == 2
    with session_factory() as session:
        assert set(session.scalars(select(InboxRecord.external_id))) == STAYS


@pytest.mark.parametrize("resolved", [False, True])
def test_refused_records_go_when_their_time_is_up(session_factory: sessionmaker[Session], resolved: bool) -> None:
    with session_factory.begin() as session:
        if resolved:
            rows = [letter(name, NOW - RESOLVED_KEPT - SECOND, NOW - RESOLVED_KEPT + shift) for name, shift in AROUND.items()]
        else:
            rows = [letter(name, NOW - DEAD_LETTERS_KEPT + shift) for name, shift in AROUND.items()]
        session.execute(insert(DeadLetter), rows)
    assert purge(session_factory, NOW)["dead_letters"] == 2
    with session_factory() as session:
        assert set(session.scalars(select(DeadLetter.external_id))) == STAYS


def test_a_mended_record_is_kept_no_longer_than_a_broken_one(session_factory: sessionmaker[Session]) -> None:
    with session_factory.begin() as session:
        session.execute(insert(DeadLetter), [letter("mended late", NOW - DEAD_LETTERS_KEPT, NOW - SECOND)])
    assert purge(session_factory, NOW)["dead_letters"] == 1


def test_sessions_go_when_they_are_over(session_factory: sessionmaker[Session]) -> None:
    tokens: dict[str, str] = {}
    with session_factory.begin() as session:
        user = create_user(session, username="ingrid", name="Ingrid", kind=UserKind.ADVISER, grants=(), now=NOW)
        for name, shift in AROUND.items():
            tokens[name] = open_session(session, user, NOW - LONGEST + shift).token
    assert purge(session_factory, NOW)["sessions"] == 2
    with session_factory() as session:
        assert session.scalar(select(func.count()).select_from(UserSession)) == 1
        for name in AROUND:
            assert who_is(session, tokens[name], NOW) is None, "idle for too long, or gone"


def test_many_records_go_in_batches(session_factory: sessionmaker[Session]) -> None:
    number = 2 * BATCH_ROWS + 1
    with session_factory.begin() as session:
        session.execute(insert(InboxRecord), [inbox(NOW - INBOX_KEPT, f"PAM-{n}") for n in range(number)])
    assert purge(session_factory, NOW)["inbox"] == number
    assert purge(session_factory, NOW)["inbox"] == 0


def test_old_lists_and_old_differences_go(session_factory: sessionmaker[Session]) -> None:
    with session_factory.begin() as session:
        store_catalogue(session, [], "v1", NOW)
        for n in range(20):
            upsert_job_seeker(session, job_seeker_draft(f"PAM-{n}"), NOW)
            set_visibility_facts(session, f"PAM-{n}", visible_facts(), NOW)
        upsert_vacancy(session, vacancy_draft("ad"), NOW)
    nights = KEEP_DIFFERENCES + 2
    whole = [rematch(session_factory, SmallEngine(), TODAY, NOW + timedelta(days=n)).run_id for n in range(nights + 1)]
    with session_factory.begin() as session:
        pair = kept(session)[0]
        for n in range(1, nights + 1):
            head = {
                "run_id": whole[n],
                "before_id": whole[n - 1],
                "made_at": NOW + timedelta(days=n),
                "changes": 1,
                "left_out": 0,
            }
            session.execute(insert(RunDifference).values(head))
            row = {
                "run_id": whole[n],
                "vacancy_id": pair.vacancy_id,
                "job_seeker_id": pair.job_seeker_id,
                "kind": "new",
                "to_tier": "klar",
            }
            session.execute(insert(MatchChange).values(row | {"cause_code": "person_new", "detail": {}}))
    removed = purge(session_factory, NOW + timedelta(days=nights))
    assert (removed["differences"], removed["lists"]) == (2, 1)
    with session_factory() as session:
        for table in (RunDifference, MatchChange):
            assert set(session.scalars(select(table.run_id))) == set(whole[-KEEP_DIFFERENCES:])
        for table in (RunPerson, RunVacancy):
            assert set(session.scalars(select(table.run_id))) == set(whole[-KEEP_RUNS:])
        assert session.scalar(select(func.count()).where(MatchRun.state == RunState.DONE)) == len(whole)
