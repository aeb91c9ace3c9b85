"""Reading many at once gives the very records that reading one by one gives, and nobody who may not be shown."""

from __future__ import annotations

import dataclasses
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, delete, event, select, update
from sqlalchemy.orm import Session

from benchmarks import generate
from matcher.records import Candidate, Opening
from models import profiles, queries
from models.cv import Education, HeldCredential, SpokenLanguage, WishedOccupation, WorkPeriod
from models.drafts import EducationDraft, JobSeekerDraft, PracticeDraft, RequirementDraft, VariantDraft
from models.people import PersonIdentity, VisibilityRow
from models.profiles import load_candidates, load_openings, to_candidate, to_opening
from models.services.people.storing import set_visibility_facts, upsert_job_seeker
from models.services.vacancies.storing import upsert_vacancy
from models.vacancies import Vacancy, VacancyState
from tests.factories import NOW, TODAY, job_seeker_draft, own_facts, vacancy_draft, visible_facts

PEOPLE, OPENINGS = 120, 80


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many batches, the last one not full."""
    monkeypatch.setattr(profiles, "AT_ONCE", 17)
    monkeypatch.setattr(profiles, "NAMED_AT_ONCE", 13)


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Yield the statements that reach the database meanwhile."""
    seen: list[str] = []

    def note(*given: object) -> None:
        seen.append(str(given[2]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def types_of(value: object) -> object:
    """Return the types of all that a record is made of."""
    if dataclasses.is_dataclass(value):
        return [types_of(getattr(value, field.name)) for field in dataclasses.fields(value)]
    if isinstance(value, tuple | frozenset):
        return type(value), [types_of(one) for one in value]
    return type(value)


def one_by_one(session: Session, on: date) -> list[Candidate]:
    found = queries.visible_job_seekers().options(*queries.candidate_parts())
    return sorted((to_candidate(row, on) for row in session.scalars(found).unique()), key=lambda person: person.id)


def openings_one_by_one(session: Session, on: date) -> list[Opening]:
    found = queries.open_vacancies(on).options(*queries.opening_parts())
    return sorted((to_opening(row) for row in session.scalars(found).unique()), key=lambda opening: opening.id)


def people_of_all_kinds(session: Session, seed: int) -> list[str]:
    """Store generated people, hide a third, take parts away from others; return the ids of those who may be shown."""
    people = list(generate.people(PEOPLE, seed))
    generate.fill(session, people, [])
    ids = [person.id for person in people]
    hidden, bare = ids[::3], ids[1::3]
    session.execute(update(VisibilityRow).where(VisibilityRow.job_seeker_id.in_(hidden)).values(shielded=None))
    for number, part in enumerate((WorkPeriod, WishedOccupation, HeldCredential, SpokenLanguage, Education)):
        session.execute(delete(part).where(part.job_seeker_id.in_(bare[number::2])))
    session.execute(update(PersonIdentity).where(PersonIdentity.job_seeker_id.in_(bare[::4])).values(birth_date=None))
    odd = (
        JobSeekerDraft(source="csv", external_id="silent", version=NOW),
        JobSeekerDraft(source="csv", external_id="schooled", version=NOW, education=(EducationDraft(title="Grunnskole"),)),
        job_seeker_draft("quotes", practice=(PracticeDraft(title='Kokk "å la carte"\\æøå', tasks=('a"b', "å\\n", "[]")),)),
    )
    for draft in odd:
        upsert_job_seeker(session, draft, NOW)
        set_visibility_facts(session, draft.external_id, visible_facts(), NOW)
    upsert_job_seeker(session, job_seeker_draft("own"), NOW)
    set_visibility_facts(session, "own", own_facts(), NOW)
    session.flush()
    session.expunge_all()
    return sorted(set(ids) - set(hidden))


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize(("seed", "later"), [(1, 0), (2, 400), (3, 1500)])
def test_everybody_is_read_as_one_by_one(session: Session, seed: int, later: int) -> None:
    shown, on = people_of_all_kinds(session, seed), TODAY + timedelta(days=later)
    read = list(load_candidates(session, on))
    assert read == one_by_one(session, on)
    assert len(read) == len(shown) + 4
    assert set(shown) <= {person.id for person in read}
    assert {person.empty_cv for person in read} == {True, False}


@pytest.mark.usefixtures("small_batches")
def test_values_are_of_the_plain_kinds(session: Session) -> None:
    people_of_all_kinds(session, 4)
    generate.fill(session, [], generate.openings(OPENINGS, 4))
    # A member of an enum equals its text, and true equals 1: only their types tell them apart.
    assert [types_of(one) for one in load_candidates(session, TODAY)] == [types_of(one) for one in one_by_one(session, TODAY)]
    assert [types_of(one) for one in load_openings(session, TODAY)] == [
        types_of(one) for one in openings_one_by_one(session, TODAY)
    ]
    periods = [period for person in load_candidates(session, TODAY) for period in person.practice]
    assert {type(period.kind) for period in periods} == {str}


@pytest.mark.usefixtures("small_batches")
def test_named_people_are_read_if_they_may_be_shown(session: Session) -> None:
    shown = people_of_all_kinds(session, 5)
    everybody = {person.id for person in generate.people(PEOPLE, 5)}
    expected = {person.id: person for person in one_by_one(session, TODAY)}
    named = [*sorted(everybody)[:60], "f" * 32, *sorted(everybody)[:5]]
    read = list(load_candidates(session, TODAY, ids=named))
    assert read == [expected[one] for one in shown if one in set(named)]
    assert 0 < len(read) < 60
    assert list(load_candidates(session, TODAY, ids=[])) == []


def test_every_statement_asks_who_may_be_shown_and_there_are_few(session: Session, engine: Engine) -> None:
    people_of_all_kinds(session, 6)
    with statements(engine) as seen:
        assert list(load_candidates(session, TODAY))
    assert len(seen) == 7
    assert all("visibility_facts" in one for one in seen)
    assert not any(column in one for one in seen for column in ("given_name", "family_name", "adviser_note", "employer"))


def test_whoever_is_hidden_between_two_batches_is_not_read(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    people_of_all_kinds(session, 7)
    monkeypatch.setattr(profiles, "AT_ONCE", 10)
    reading = load_candidates(session, TODAY)
    first = next(reading)
    session.execute(update(VisibilityRow).where(VisibilityRow.job_seeker_id != first.id).values(dead=True))
    assert len(list(reading)) == 9  # what was left of the batch that had been read


@pytest.mark.usefixtures("small_batches")
def test_vacancies_are_read_as_one_by_one(session: Session) -> None:
    generate.fill(session, [], generate.openings(OPENINGS, 8))
    demands = (
        RequirementDraft(code="police", strength="must"),
        RequirementDraft(code="auth:HF", strength="must", variant=0),
        RequirementDraft(code="skill:ehr", strength="should", variant=1),
        RequirementDraft(code="offer:housing", strength="should", variant=1),
    )
    kinds = (VariantDraft(roles=("R11",), percent_min=50), VariantDraft(roles=("R13",), employment="vikariat"))
    upsert_vacancy(session, vacancy_draft(requirements=demands, variants=kinds), NOW)
    session.flush()
    some = session.scalars(select(Vacancy.id).order_by(Vacancy.id)).all()
    session.execute(update(Vacancy).where(Vacancy.id.in_(some[::9])).values(training_offered=True, housing_offered=True))
    session.execute(update(Vacancy).where(Vacancy.id.in_(some[1::9])).values(closes_on=TODAY - timedelta(days=1)))
    session.execute(update(Vacancy).where(Vacancy.id.in_(some[2::9])).values(state=VacancyState.CLOSED, closed_at=NOW))
    session.expunge_all()
    read = load_openings(session, TODAY)
    assert read == openings_one_by_one(session, TODAY)
    assert len(read) == len(some) - len(some[1::9]) - len(some[2::9])
    assert any(opening.variants for opening in read)
    named = some[:30]
    assert load_openings(session, TODAY, ids=named) == [opening for opening in read if opening.id in set(named)]


def test_what_is_equal_is_held_once(session: Session) -> None:
    for number in range(3):
        upsert_job_seeker(session, job_seeker_draft(f"PAM-{number}"), NOW)
        set_visibility_facts(session, f"PAM-{number}", visible_facts(), NOW)
    first, *others = load_candidates(session, TODAY)
    for other in others:
        assert other.credentials[0] is first.credentials[0]
        assert other.languages[0] is first.languages[0]
        assert other.wishes[0] is first.wishes[0]
        assert other.shifts_yes is first.shifts_yes
        assert other.practice[0].title is first.practice[0].title
        assert other.practice[0].tasks is first.practice[0].tasks


def test_the_collector_works_again_whatever_happens(session: Session) -> None:
    people_of_all_kinds(session, 9)
    assert next(load_candidates(session, TODAY))
    assert gc.isenabled()
    gc.disable()
    try:
        assert list(load_candidates(session, TODAY))
        assert not gc.isenabled()
    finally:
        gc.enable()
