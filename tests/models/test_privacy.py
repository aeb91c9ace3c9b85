"""An erased person is gone from every table and every byte, and stays gone."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, make_url, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from models.accounts import User, UserKind
from models.base import new_id
from models.drafts import CredentialDraft, EducationDraft, FactDraft, PracticeDraft, WishDraft
from models.intake import DeadLetter, InboxRecord, RecordKind
from models.matches import ChangeKind, CurrentRun, MatchChange, Verdict
from models.pages import PeopleSearch, WithoutMatch
from models.people import JobSeeker, SpecialNeed
from models.services.audit import record, verify_chain
from models.services.errors import JobSeekerNotFound
from models.services.people.storing import erase_job_seeker, set_visibility_facts, upsert_job_seeker, upsert_job_seekers
from models.services.vacancies.storing import upsert_vacancy
from models.sharing import CandidateListEntry, ShareRequest
from models.tables import metadata
from models.vacancies import Vacancy
from tests.factories import NOW, job_seeker_draft, vacancy_draft, visible_facts
from tests.models.test_people import publish_everything
from tests.models.test_sharing import YES, share

CANARY = "zq0f1e2d3c4b5a"


def canary_draft() -> Any:
    return job_seeker_draft(
        f"{CANARY}-nr",
        given_name=CANARY,
        family_name=CANARY,
        phone=CANARY,
        email=CANARY,
        poststed=CANARY,
        start_code=CANARY,
        practice=(PracticeDraft(title=CANARY, employer=CANARY, place=CANARY, tasks=(CANARY,)),),
        wishes=(WishDraft(title=CANARY),),
        education=(EducationDraft(title=CANARY, school=CANARY),),
        credentials=(CredentialDraft(code="auth:HF", title=CANARY),),
        skills=(CANARY,),
        facts=(FactDraft(kind="skill", value=CANARY, quote=CANARY),),
    )


def everything_about_one_person(session: Session) -> str:
    """Leave a trace of one person in every table that can hold one; return the person's id."""
    upsert_job_seeker(session, canary_draft(), NOW)
    person = session.scalars(select(JobSeeker.id)).one()
    set_visibility_facts(session, person, visible_facts(), NOW)
    upsert_vacancy(session, vacancy_draft(), NOW)
    publish_everything(session)
    vacancy = session.scalars(select(Vacancy.id)).one()
    user = User(username="kari", kind=UserKind.ADVISER, created_at=NOW)
    session.add(user)
    session.flush()
    session.add_all(
        [
            SpecialNeed(job_seeker_id=person, text=CANARY, consent_version="1", consented_at=NOW),
            Verdict(vacancy_id=vacancy, job_seeker_id=person, user_id=user.id, relevant=True, reason=CANARY, at=NOW),
            MatchChange(
                run_id=session.scalars(select(CurrentRun.run_id)).one(),
                vacancy_id=vacancy,
                job_seeker_id=person,
                kind=ChangeKind.NEW,
                to_tier="klar",
                cause_code="new_person",
                detail={"what": CANARY},
            ),
            CandidateListEntry(
                vacancy_id=vacancy, job_seeker_id=person, added_by=user.id, added_at=NOW, changed_at=NOW, note=CANARY
            ),
            WithoutMatch(job_seeker_id=person, since=NOW.date()),
            PeopleSearch(user_id=user.id, terms={"words": CANARY}, made_at=NOW),
            DeadLetter(
                kind=RecordKind.JOB_SEEKER, source="nav-cv", external_id=f"{CANARY}-nr", reason="x", raw=CANARY, received_at=NOW
            ),
            InboxRecord(
                kind=RecordKind.JOB_SEEKER,
                source="nav-cv",
                external_id=f"{CANARY}-nr",
                raw=CANARY,
                received_at=NOW,
                sha256=hashlib.sha256(CANARY.encode()).hexdigest(),
            ),
        ]
    )
    session.flush()
    share(session, ask_about(session))
    record(session, "kari", "access", [person], purpose="formidling", now=NOW)
    return person


def ask_about(session: Session) -> Any:
    user = session.scalars(select(User.id)).first()
    request = ShareRequest(
        id=new_id(),
        job_seeker_id=session.scalars(select(JobSeeker.id)).one(),
        vacancy_id=session.scalars(select(Vacancy.id)).one(),
        deadline=NOW.date(),
        notice_version="1",
        created_by=user,
        created_at=NOW,
        **YES,
    )
    session.add(request)
    session.flush()
    return request


def rows_with_people(session: Session) -> dict[str, int]:
    found = {}
    for table in metadata.sorted_tables:
        if table.name == "job_seeker" or any(key.column.table.name == "job_seeker" for key in table.foreign_keys):
            found[table.name] = session.scalar(select(func.count()).select_from(table)) or 0
    return found


def test_erased_means_gone_from_every_table(session: Session) -> None:
    person = everything_about_one_person(session)
    traces = rows_with_people(session)
    assert set(traces.values()) >= {1}
    assert [name for name, number in traces.items() if not number] == []
    erase_job_seeker(session, f"{CANARY}-nr", NOW)
    assert set(rows_with_people(session).values()) == {0}
    for table in metadata.sorted_tables:
        content = str(session.execute(select(table)).all())
        assert CANARY not in content, table.name
        assert (person in content) == (table.name == "audit_event"), table.name
    assert verify_chain(session).holds


def test_erased_means_gone_from_the_file(session_factory: sessionmaker[Session], engine: Engine, backend: str) -> None:
    with session_factory.begin() as session:
        everything_about_one_person(session)
    with session_factory.begin() as session:
        erase_job_seeker(session, f"{CANARY}-nr", NOW)
    if backend == "postgresql":
        # What the server still has on its pages goes with VACUUM; what can be read is gone at once.
        with engine.connect() as connection:
            for table in metadata.sorted_tables:
                assert CANARY not in str(connection.execute(select(table)).all())
        return
    with engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]  # it is open
    path = Path(str(make_url(str(engine.url)).database))
    assert CANARY.encode() not in path.read_bytes()
    assert b"Trysil kommune" in path.read_bytes()  # the vacancy is still there: the search does find what exists


def test_an_erased_person_stays_erased_when_the_file_is_read_again(session: Session) -> None:
    drafts = [job_seeker_draft("PAM-1"), job_seeker_draft("PAM-2")]
    assert upsert_job_seekers(session, drafts, NOW) == ["loaded", "loaded"]
    erase_job_seeker(session, "PAM-1", NOW)
    newer = [job_seeker_draft("PAM-1", version=NOW + timedelta(days=9)), job_seeker_draft("PAM-1", source="csv")]
    assert upsert_job_seekers(session, [*drafts, *newer], NOW) == ["unchanged", "unchanged", "unchanged", "loaded"]
    left = session.execute(select(JobSeeker.source, JobSeeker.external_id).order_by(JobSeeker.external_id)).all()
    assert [tuple(row) for row in left] == [("csv", "PAM-1"), ("nav-cv", "PAM-2")]


def test_what_remembers_an_erasure_names_nobody(session: Session) -> None:
    upsert_job_seeker(session, job_seeker_draft("PAM-1"), NOW)
    erase_job_seeker(session, "PAM-1", NOW)
    key = session.execute(select(metadata.tables["tombstone"].c.key)).scalar_one()
    plain = {hashlib.sha256(text.encode()).hexdigest() for text in ("PAM-1", "nav-cv\0PAM-1", "nav-cvPAM-1")}
    assert key not in plain | {"PAM-1"}
    assert len(key) == 64


def test_the_hidden_can_be_erased_and_the_unknown_cannot(session: Session) -> None:
    upsert_job_seeker(session, job_seeker_draft("PAM-1"), NOW)
    erase_job_seeker(session, "PAM-1", NOW)
    with pytest.raises(JobSeekerNotFound):
        erase_job_seeker(session, "PAM-1", NOW)


def test_the_inbox_is_never_rewritten(session: Session) -> None:
    row = {
        "id": new_id(),
        "kind": RecordKind.VACANCY,
        "source": "s",
        "external_id": "1",
        "sha256": "0" * 64,
        "raw": "{}",
        "received_at": NOW,
    }
    session.execute(insert(InboxRecord), [row])
    with pytest.raises(DBAPIError, match="inbox refuses"):
        session.execute(text("UPDATE inbox SET raw = ''"))
