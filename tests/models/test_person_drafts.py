"""A stored person is the draft it came from, whatever the draft holds."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.text import clean
from models.drafts import CredentialDraft, EducationDraft, FactDraft, JobSeekerDraft, LanguageDraft, PracticeDraft, WishDraft
from models.people import JobSeeker
from models.services.people.drafts import to_draft
from models.services.people.storing import upsert_job_seeker
from tests.factories import NOW

TEXT = st.text(max_size=30).map(lambda text: clean(clean(text)).strip()).filter(lambda text: "\x00" not in text)
SOME_DAY = st.none() | st.dates(date(1950, 1, 1), date(2035, 1, 1))
PERCENT = st.none() | st.integers(0, 100).map(float) | st.just(37.5)
FLAG = st.none() | st.booleans()
LEVEL = st.none() | st.sampled_from(["FOERSTESPRAAK", "VELDIG_GODT", "GODT", "NYBEGYNNER"])
TEST = st.none() | st.sampled_from(["A1", "A2", "B1", "B2", "C1"])


def many(of: Any, most: int = 3) -> Any:
    """Return short tuples."""
    return st.lists(of, max_size=most).map(tuple)


def codes(*values: str) -> Any:
    """Return some of these codes, each once, in any order."""
    return st.lists(st.sampled_from(values), unique=True).map(tuple)


DRAFTS = st.builds(
    JobSeekerDraft,
    source=st.just("bygdematch"),
    external_id=st.just("BM-1"),
    version=st.just(NOW),
    given_name=TEXT,
    family_name=TEXT,
    birth_date=SOME_DAY,
    phone=TEXT,
    email=TEXT,
    postnummer=st.none() | st.just("2420"),
    poststed=TEXT,
    kommunenr=st.none() | st.just("3421"),
    practice=many(
        st.builds(
            PracticeDraft,
            title=TEXT,
            styrk08=st.none() | st.just("5329"),
            employer=TEXT,
            place=TEXT,
            start=SOME_DAY,
            end=SOME_DAY,
            percent=PERCENT,
            kind=st.sampled_from(["job", "placement", "volunteer", "family"]),
            tasks=many(TEXT, 2),
        )
    ),
    wishes=many(st.builds(WishDraft, title=TEXT, styrk08=st.none() | st.just("5329"), primary=st.booleans())),
    education=many(st.builds(EducationDraft, title=TEXT, school=TEXT, level=TEXT, start=SOME_DAY, end=SOME_DAY, completed=FLAG)),
    credentials=many(
        st.builds(
            CredentialDraft,
            code=st.sampled_from(["auth:HF", "course:160"]),
            title=TEXT,
            issuer=TEXT,
            proof=st.sampled_from(["claimed", "verified", "applied"]),
            issued=SOME_DAY,
            valid_until=SOME_DAY,
        )
    ),
    skills=st.lists(TEXT, unique=True, max_size=4).map(tuple),
    languages=many(
        st.builds(
            LanguageDraft,
            language=st.sampled_from(["no", "en"]),
            spoken=LEVEL,
            written=LEVEL,
            test_spoken=TEST,
            test_written=TEST,
        )
    ),
    licences=codes("B", "C1", "160"),
    licences_known=st.booleans(),
    car=FLAG,
    takes_transit=FLAG,
    shifts_yes=codes("day", "evening", "night", "weekend", "oncall"),
    shifts_no=codes("day", "evening", "night", "weekend", "oncall"),
    percent_min=PERCENT,
    percent_max=PERCENT,
    percent_absolute=st.booleans(),
    forms=codes("fast", "vikariat", "tilkalling", "sommer", "laerling", "engasjement"),
    earliest_start=SOME_DAY,
    start_code=TEXT,
    max_minutes=st.none() | st.integers(0, 600),
    wished_places=codes("3421", "3422"),
    willing_to_move=FLAG,
    needs_housing=FLAG,
    refused_families=codes("renhold", "pleie"),
    right_to_work=FLAG,
    barriers=codes("B09", "B10"),
    facts=many(st.builds(FactDraft, kind=st.sampled_from(["skill", "car"]), value=TEXT, quote=TEXT, source=TEXT)),
)


@given(draft=DRAFTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_stored_person_is_the_draft_it_came_from(session: Session, draft: JobSeekerDraft) -> None:
    savepoint = session.begin_nested()
    upsert_job_seeker(session, draft, NOW)
    row = session.scalars(select(JobSeeker)).one()
    assert to_draft(row) == draft
    assert upsert_job_seeker(session, to_draft(row), NOW) == "unchanged"
    savepoint.rollback()
