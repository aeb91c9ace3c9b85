"""What an employer sees, and when: the truth table, the allow-list, the employer's answer, and the end after six months."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from models.audit import AuditEvent
from models.cv import PracticeKind
from models.drafts import CredentialDraft, EducationDraft, PracticeDraft
from models.people import PersonIdentity
from models.services.errors import JobSeekerNotFound, VacancyNotFound
from models.services.people.storing import set_visibility_facts, upsert_job_seeker
from models.services.retention import purge
from models.services.sharing.requests import answer, ask, share, withdraw
from models.services.sharing.shared import (
    ReasonMissing,
    SharedPerson,
    assess,
    count_shared,
    invite,
    months_before,
    shared,
    shared_person,
)
from models.services.vacancies.storing import close_expired
from models.sharing import Answer, Assessment, NotRelevantBecause, Share
from tests.factories import NOW, job_seeker_draft, visible_facts
from tests.models.list_world import IN_THREE_DAYS, World, later, make_world, put_on_list, share_with_employer, traces

LATER = NOW + timedelta(hours=1)
CONDITIONS = ("yes", "not withdrawn", "shared", "visible", "open", "owned", "within six months")


def test_shown_when_everything_holds_and_only_then(session: Session) -> None:
    world = make_world(session)
    (person,) = put_on_list(session, world, "A")
    for holds in product((True, False), repeat=len(CONDITIONS)):
        with session.begin_nested() as row:
            one_row_of_the_truth_table(session, world, person, holds)
            row.rollback()


def one_row_of_the_truth_table(session: Session, world: World, person: str, holds: tuple[bool, ...]) -> None:
    state = dict(zip(CONDITIONS, holds, strict=True))
    ask(session, world.adviser, world.vacancy, [person], IN_THREE_DAYS)
    answer(session, world.adviser, world.vacancy, person, Answer.YES if state["yes"] else Answer.NO)
    if state["shared"]:
        share(session, world.adviser, world.vacancy, [person])
    if state["yes"] and not state["not withdrawn"]:
        withdraw(session, world.adviser, world.vacancy, person)
    if not state["visible"]:
        set_visibility_facts(session, "PAM-A", visible_facts(in_kvp=True), LATER)
    if not state["open"]:
        close_expired(session, date(2027, 9, 1), LATER)
    look = world.employer if state["owned"] else world.other_employer
    if not state["within six months"]:
        for row in session.scalars(select(Share)):
            row.shared_at = datetime(2026, 5, 23, 8, tzinfo=UTC)
        session.flush()
    written = len(traces(session))
    if not state["owned"]:
        with pytest.raises(VacancyNotFound):
            shared(session, look, world.vacancy)
        assert count_shared(session, look, [world.vacancy]) == {}
        assert len(traces(session)) == written
        return
    found = shared(session, look, world.vacancy)
    shown = all(holds)
    assert [one.name for one in found.people] == (["A Prøvesen"] if shown else [])
    assert found.takes_applications is state["open"]
    assert count_shared(session, look, [world.vacancy]) == ({world.vacancy: 1} if shown else {})
    assert traces(session)[written:] == ([("access", person)] if shown else [])
    for share_id in session.scalars(select(Share.id)):
        if not shown:
            with pytest.raises(JobSeekerNotFound):
                shared_person(session, look, world.vacancy, share_id)


CANARY = "zq0a1b2c3d4e5f"


def test_nothing_but_the_allowed_facts_reaches_an_employer(session: Session) -> None:
    world = make_world(session)
    upsert_job_seeker(
        session,
        job_seeker_draft(
            "PAM-A",
            version=NOW,
            given_name="A",
            family_name="Prøvesen",
            birth_date=date(1911, 11, 11),
            phone="900 00 000",
            email="a@example.org",
            start_code=CANARY,
            barriers=("B01", "B05"),
            shifts_no=("night",),
            practice=(
                PracticeDraft(title="Pleieassistent", employer="Trysil sykehjem", start=date(2018, 3, 1)),
                PracticeDraft(title=CANARY, employer=CANARY, kind=PracticeKind.FAMILY.value),
            ),
            education=(EducationDraft(title="Helsefag", school="Trysil vgs", end=date(2017, 6, 1)),),
            credentials=(CredentialDraft(code="auth:HF"), CredentialDraft(code="course:medication", title="Medikamentkurs")),
        ),
        NOW,
    )
    identity = session.get_one(PersonIdentity, world.people["A"])
    identity.adviser_note = CANARY
    session.flush()
    share_with_employer(session, world, "A")
    (told,) = shared(session, world.employer, world.vacancy).people
    assert (told.name, told.place, told.phone, told.email) == ("A Prøvesen", "Trysil", "", "")
    assert [period.title for period in told.work] == ["Pleieassistent"]
    assert [held.code for held in told.credentials] == ["auth:HF"]
    assert [held.code for held in told.courses] == ["course:medication"]
    assert (told.competences, told.licences) == (("stell", "demens"), ("B",))
    _, whole = shared_person(session, world.employer, world.vacancy, told.share_id)
    assert (whole.phone, whole.email) == ("900 00 000", "a@example.org")
    for answer_ in (told, whole):
        text = repr(asdict(answer_))
        for secret in (CANARY, "1911", world.people["A"], "PAM-A", "B01", "B05", "3421", "2420", "night"):
            assert secret not in text


def test_the_allow_list_is_what_it_is() -> None:
    assert {field.name for field in fields(SharedPerson)} == {
        "share_id",
        "name",
        "place",
        "phone",
        "email",
        "competences",
        "work",
        "education",
        "languages",
        "licences",
        "credentials",
        "courses",
        "shared_at",
        "assessment",
        "not_relevant_because",
        "invited_at",
    }


def test_looking_at_telephone_and_mail_is_an_event_of_its_own(session: Session) -> None:
    world = make_world(session)
    (person,) = share_with_employer(session, world, "A")
    (told,) = shared(session, world.employer, world.vacancy).people
    shared_person(session, world.employer, world.vacancy, told.share_id)
    rows = session.scalars(select(AuditEvent).order_by(AuditEvent.seq)).all()[-2:]
    assert [(row.person_id, row.subject, row.purpose) for row in rows] == [
        (person, world.vacancy, "formidling"),
        (person, f"{world.vacancy}:contact", "formidling"),
    ]
    assert {row.actor for row in rows} == {world.employer.actor.audit_name}


@pytest.mark.parametrize("assessment", list(Assessment))
def test_the_employers_answer_is_kept_and_only_a_no_has_a_reason(session: Session, assessment: Assessment) -> None:
    world = make_world(session)
    (person,) = share_with_employer(session, world, "A")
    share_id = session.scalars(select(Share.id)).one()
    because = NotRelevantBecause.HOURS
    assess(session, world.employer, world.vacancy, share_id, assessment=assessment, because=because)
    kept = session.scalars(select(Share)).one()
    assert (kept.assessment, kept.not_relevant_because) == (
        assessment,
        because if assessment is Assessment.NOT_RELEVANT else None,
    )
    assert traces(session)[-1] == ("update", person)


def test_a_no_without_a_reason_is_not_kept(session: Session) -> None:
    world = make_world(session)
    share_with_employer(session, world, "A")
    share_id = session.scalars(select(Share.id)).one()
    with pytest.raises(ReasonMissing):
        assess(session, world.employer, world.vacancy, share_id, assessment=Assessment.NOT_RELEVANT)
    assert session.scalars(select(Share.assessment)).one() is Assessment.TO_BE_ASSESSED


def test_wishing_to_meet_twice_is_wishing_once(session: Session) -> None:
    world = make_world(session)
    (person,) = share_with_employer(session, world, "A")
    share_id = session.scalars(select(Share.id)).one()
    written = len(traces(session))
    invite(session, world.employer, world.vacancy, share_id)
    invite(session, later(world.employer, hours=2), world.vacancy, share_id)
    assert session.scalars(select(Share.invited_at)).one() == NOW
    assert traces(session)[written:] == [("update", person)]


def test_another_employers_share_is_no_share(session: Session) -> None:
    world = make_world(session)
    share_with_employer(session, world, "A")
    share_id = session.scalars(select(Share.id)).one()
    for look, found in ((world.other_employer, VacancyNotFound), (world.employer, JobSeekerNotFound)):
        wrong = share_id if look is world.other_employer else "0" * 32
        with pytest.raises(found):
            shared_person(session, look, world.vacancy, wrong)
        with pytest.raises(found):
            invite(session, look, world.vacancy, wrong)
        with pytest.raises(found):
            assess(session, look, world.vacancy, wrong, assessment=Assessment.RELEVANT)


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (datetime(2026, 11, 23, 8, tzinfo=UTC), datetime(2026, 5, 23, 8, tzinfo=UTC)),
        (datetime(2027, 2, 28, 8, tzinfo=UTC), datetime(2026, 8, 28, 8, tzinfo=UTC)),
        (datetime(2027, 8, 31, 8, tzinfo=UTC), datetime(2027, 2, 28, 8, tzinfo=UTC)),
        (datetime(2028, 8, 31, 8, tzinfo=UTC), datetime(2028, 2, 29, 8, tzinfo=UTC)),
        (datetime(2027, 6, 1, 0, tzinfo=UTC), datetime(2026, 12, 1, 0, tzinfo=UTC)),
        (datetime(2027, 1, 15, 0, tzinfo=UTC), datetime(2026, 7, 15, 0, tzinfo=UTC)),
    ],
)
def test_six_months_are_months_of_the_calendar(now: datetime, before: datetime) -> None:
    assert months_before(now, 6) == before


@pytest.mark.parametrize(("seconds", "kept"), [(-1, 0), (0, 0), (1, 1)])
def test_a_share_goes_to_the_second_after_six_months(session_factory: sessionmaker[Session], seconds: int, kept: int) -> None:
    with session_factory.begin() as session:
        world = make_world(session, deadline=date(2027, 12, 31))
        share_with_employer(session, world, "A")
    at = datetime(2027, 5, 23, 8, tzinfo=UTC) - timedelta(seconds=seconds)
    with session_factory.begin() as session:
        look = later(world.employer, seconds=(at - NOW).total_seconds())
        assert len(shared(session, look, world.vacancy).people) == kept
    assert purge(session_factory, at)["shares"] == 1 - kept
    with session_factory() as session:
        assert session.scalar(select(func.count()).select_from(Share)) == kept
