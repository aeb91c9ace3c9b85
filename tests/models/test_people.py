"""Job seekers are taken in once, in whatever order their versions come, and lose nothing that a person has said."""

from __future__ import annotations

import itertools
import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from models.cv import NEVER_STORED, CodedFact, CodeKind, ProseFact, SpokenLanguage, WorkPeriod
from models.drafts import (
    CredentialDraft,
    EducationDraft,
    FactDraft,
    JobSeekerDraft,
    LanguageDraft,
    PracticeDraft,
    WishDraft,
)
from models.matches import MatchRun, RunState
from models.people import JobSeeker, PersonIdentity
from models.services.errors import AmbiguousReference, JobSeekerNotFound
from models.services.people.storing import find_job_seeker, set_visibility_facts, upsert_job_seeker, upsert_job_seekers
from models.services.vacancies.storing import upsert_vacancy
from models.tables import metadata
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts
from tests.models.stored_runs import kept, publish, stored_match

V1 = datetime(2026, 11, 1, tzinfo=UTC)


def content(session: Session) -> list[tuple[Any, ...]]:
    """Return everything stored about people, without the columns that say when."""
    rows: list[tuple[Any, ...]] = []
    times = {"change_number", "updated_at", "created_at", "id", "job_seeker_id"}
    for name in (
        "job_seeker",
        "person_identity",
        "work_period",
        "wished_occupation",
        "held_credential",
        "coded_fact",
        "education",
    ):
        table = metadata.tables[name]
        columns = [column for column in table.columns if column.name not in times]
        rows += sorted((name, *map(str, row)) for row in session.execute(select(*columns)))
    return rows


def test_taking_in_twice_changes_nothing(session: Session) -> None:
    draft = job_seeker_draft(education=(EducationDraft(title="Allmennfag", completed=False),))
    assert upsert_job_seeker(session, draft, NOW) == "loaded"
    before = content(session)
    assert upsert_job_seeker(session, draft, NOW + timedelta(days=1)) == "unchanged"
    assert content(session) == before
    assert session.scalars(select(JobSeeker.updated_at)).one() == NOW


def test_a_changed_record_updates(session: Session) -> None:
    upsert_job_seeker(session, job_seeker_draft(), NOW)
    person = session.scalars(select(JobSeeker.id)).one()
    draft = job_seeker_draft(practice=(PracticeDraft(title="Kokk"), PracticeDraft(title="Renholder")), family_name="Nyttnavn")
    assert upsert_job_seeker(session, draft, NOW) == "updated"
    assert session.scalars(select(JobSeeker.id)).one() == person
    assert session.scalars(select(WorkPeriod.title).order_by(WorkPeriod.position)).all() == ["Kokk", "Renholder"]
    assert session.scalars(select(PersonIdentity.family_name)).one() == "Nyttnavn"


def test_versions_in_every_order_end_with_the_newest(session_factory: sessionmaker[Session]) -> None:
    drafts = [
        job_seeker_draft(version=V1, skills=("en",)),
        job_seeker_draft(version=V1 + timedelta(days=1), skills=("to",), email="a@example.invalid"),
        job_seeker_draft(version=V1 + timedelta(days=2), skills=("en",)),  # as it was at first
        job_seeker_draft(version=V1 + timedelta(days=3), wishes=()),
        job_seeker_draft(version=V1 + timedelta(days=4), wishes=(), percent_min=50),
    ]
    ends = set()
    for order in itertools.permutations(drafts):
        with session_factory() as session:
            for draft in order:
                upsert_job_seeker(session, draft, NOW)
            ends.add(tuple(content(session)))
            session.rollback()
    assert len(ends) == 1
    assert "50.0" in str(ends)


def test_the_same_words_said_later_keep_older_ones_out(session: Session) -> None:
    upsert_job_seeker(session, job_seeker_draft(version=V1, skills=("ny",)), NOW)
    assert upsert_job_seeker(session, job_seeker_draft(version=V1 + timedelta(days=9), skills=("ny",)), NOW) == "unchanged"
    assert upsert_job_seeker(session, job_seeker_draft(version=V1 + timedelta(days=5), skills=("gammel",)), NOW) == "unchanged"
    assert "ny" in session.scalars(select(CodedFact.code)).all()


def test_a_batch_may_hold_somebody_twice(session: Session) -> None:
    drafts = [
        job_seeker_draft("A", skills=("en",)),
        job_seeker_draft("B"),
        job_seeker_draft("A", skills=("to",), version=NOW),
        job_seeker_draft("A", source="csv"),
    ]
    assert upsert_job_seekers(session, drafts, NOW) == ["loaded", "loaded", "updated", "loaded"]
    assert session.scalar(select(func.count()).select_from(JobSeeker)) == 3


def test_writers_side_by_side_load_everybody_once(session_factory: sessionmaker[Session]) -> None:
    drafts = [job_seeker_draft(f"PAM-{number}", version=V1 + timedelta(days=day)) for number in range(20) for day in range(3)]
    failures: list[Exception] = []

    def write(turn: int) -> None:
        try:
            for draft in drafts[turn * 7 :] + drafts[: turn * 7]:
                with session_factory.begin() as session:
                    upsert_job_seeker(session, draft, NOW)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(turn,)) for turn in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with session_factory() as session:
        versions = session.scalars(select(JobSeeker.version)).all()
        assert versions == [V1 + timedelta(days=2)] * 20


def test_barriers_that_may_not_be_stored_are_left_out_and_the_database_refuses_them(session: Session) -> None:
    upsert_job_seeker(session, job_seeker_draft(barriers=("B09", *NEVER_STORED)), NOW)
    stored = select(CodedFact.code).where(CodedFact.kind == CodeKind.BARRIER)
    assert session.scalars(stored).all() == ["B09"]
    with pytest.raises(IntegrityError, match="storable_barrier"):
        session.execute(update(CodedFact).where(CodedFact.kind == CodeKind.BARRIER).values(code=NEVER_STORED[0]))


def test_what_a_person_said_about_a_fact_outlives_an_update(session: Session) -> None:
    night = FactDraft(kind="shift_no", value="night", quote="kan ikke jobbe natt")
    car = FactDraft(kind="car", value="true", quote="har bil")
    upsert_job_seeker(session, job_seeker_draft(facts=(night, car)), NOW)
    session.execute(update(ProseFact).where(ProseFact.kind == "shift_no").values(confirmed_by="kari", confirmed_at=NOW))
    changed = job_seeker_draft(facts=(car, night), version=NOW, skills=())
    assert upsert_job_seeker(session, changed, NOW) == "updated"
    facts = session.scalars(select(ProseFact).order_by(ProseFact.position)).all()
    assert [(fact.kind, fact.confirmed_by) for fact in facts] == [("car", None), ("shift_no", "kari")]


def test_visibility_outlives_an_update(session: Session) -> None:
    upsert_job_seeker(session, job_seeker_draft(), NOW)
    set_visibility_facts(session, "PAM-T001", visible_facts(), NOW)
    upsert_job_seeker(session, job_seeker_draft(version=NOW, car=False), NOW)
    assert find_job_seeker(session, "PAM-T001").car is False


def test_an_id_that_two_sources_use_must_be_ours(session: Session) -> None:
    for source in ("nav-cv", "csv"):
        upsert_job_seeker(session, job_seeker_draft("1", source=source), NOW)
    with pytest.raises(AmbiguousReference):
        set_visibility_facts(session, "1", visible_facts(), NOW)
    first, second = session.scalars(select(JobSeeker.id)).all()
    set_visibility_facts(session, first, visible_facts(), NOW)
    assert find_job_seeker(session, "1").id == first  # the other one is hidden, and the answer does not tell
    set_visibility_facts(session, second, visible_facts(), NOW)
    with pytest.raises(AmbiguousReference):
        find_job_seeker(session, "1")


def test_facts_about_somebody_unknown_are_refused(session: Session) -> None:
    with pytest.raises(JobSeekerNotFound, match="PAM-T999"):
        set_visibility_facts(session, "PAM-T999", visible_facts(), NOW)


def test_who_is_hidden_leaves_published_lists_at_once(session: Session) -> None:
    upsert_job_seeker(session, job_seeker_draft(), NOW)
    upsert_vacancy(session, vacancy_draft(), NOW)
    set_visibility_facts(session, "PAM-T001", visible_facts(), NOW)
    publish_everything(session)
    assert len(kept(session)) == 1
    set_visibility_facts(session, "PAM-T001", visible_facts(address_protected=True), NOW + timedelta(seconds=1))
    assert kept(session) == []


def publish_everything(session: Session) -> None:
    """Put every pair of the database into one published run."""
    vacancies = session.scalars(select(metadata.tables["vacancy"].c.id)).all()
    people = session.scalars(select(JobSeeker.id)).all()
    matches = [stored_match(vacancy, person, place=place) for vacancy in vacancies for place, person in enumerate(people, 1)]
    publish(session, MatchRun(state=RunState.DONE, as_of=TODAY, started_at=NOW, ended_at=NOW), matches, {})


def test_empty_drafts_of_the_border_are_stored_too(session: Session) -> None:
    draft = JobSeekerDraft(source="csv", external_id="x", version=V1)
    assert upsert_job_seeker(session, draft, NOW) == "loaded"
    assert upsert_job_seeker(session, draft, NOW) == "unchanged"
    assert session.scalars(select(PersonIdentity.birth_date)).one() is None


OTHER: dict[str, Any] = {
    "given_name": "Annet", "family_name": "Annet", "birth_date": date(1990, 1, 1), "phone": "1", "email": "b@example.invalid",
    "postnummer": "2443", "poststed": "Drevsjø", "kommunenr": "3425", "country": "SE",
    "practice": (PracticeDraft(title="Kokk"),), "wishes": (WishDraft(title="Kokk"),),
    "education": (EducationDraft(title="Kokkefag"),),
    "credentials": (CredentialDraft(code="fagbrev:kokk"),), "skills": ("x",), "languages": (LanguageDraft(language="sv"),),
    "licences": ("C1",), "licences_known": False, "car": False, "takes_transit": True,
    "shifts_yes": ("night",), "shifts_no": ("day",),
    "percent_min": 10, "percent_max": 20, "percent_absolute": True, "forms": ("sommer",), "earliest_start": date(2027, 1, 1),
    "start_code": "ETTER_AVTALE", "max_minutes": 5, "wished_places": ("3425",), "willing_to_move": False, "needs_housing": False,
    "refused_families": ("renhold",), "right_to_work": False, "barriers": ("B09",),
    "facts": (FactDraft(kind="car", value="yes", quote="har bil"),),
}  # fmt: skip
NEVER_STORED_FIELDS = {"source", "external_id", "version", "dropped"}


def everything_stored(session_factory: sessionmaker[Session], **changes: Any) -> str:
    with session_factory() as session:
        upsert_job_seeker(session, job_seeker_draft(**changes), NOW)
        digest = session.scalars(select(JobSeeker.content_hash)).one()
        rest = [*session.scalars(select(ProseFact.quote)), *session.scalars(select(SpokenLanguage.language))]
        found = str(content(session)).replace(digest, "") + str(rest)
        session.rollback()
    return found


def test_every_field_of_a_draft_is_stored(session_factory: sessionmaker[Session]) -> None:
    # In one test and one database: a database for each of the fields would take longer than all the rest here.
    plain = everything_stored(session_factory)
    fields = [name for name in JobSeekerDraft.model_fields if name not in NEVER_STORED_FIELDS]
    assert [name for name in fields if everything_stored(session_factory, **{name: OTHER[name]}) == plain] == []


def test_what_the_reader_left_out_is_not_stored(session: Session) -> None:
    assert upsert_job_seeker(session, job_seeker_draft(dropped=1), NOW) == "loaded"
    assert upsert_job_seeker(session, job_seeker_draft(dropped=2), NOW) == "unchanged"
