"""The lists of a run as they are kept: read back by key, and rid of whoever is erased, with every byte."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from matcher.records import Candidate, Opening, Tier
from models.matches import RunPerson, RunVacancy
from models.people import JobSeeker
from models.services.night.matching import RunSummary, rematch
from models.services.people.storing import erase_job_seeker, set_visibility_facts, upsert_job_seekers
from models.services.reference import store_catalogue
from models.services.vacancies.storing import upsert_vacancies
from models.stored_matches import StoredMatch, persons_list, vacancys_list
from models.tables import metadata
from models.vacancies import Vacancy
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts
from tests.models.rematch_worker import SmallEngine
from tests.models.stored_runs import kept

PEOPLE, VACANCIES = 30, 12


@pytest.fixture
def nights(session_factory: sessionmaker[Session]) -> list[RunSummary]:
    """Two whole runs of 30 people and 12 vacancies."""
    with session_factory.begin() as session:
        store_catalogue(session, [], "v1", NOW)
        upsert_job_seekers(session, [job_seeker_draft(f"PAM-{n:02}") for n in range(PEOPLE)], NOW)
        for n in range(PEOPLE):
            set_visibility_facts(session, f"PAM-{n:02}", visible_facts(), NOW)
        upsert_vacancies(session, [vacancy_draft(f"ad-{n:02}") for n in range(VACANCIES)], NOW)
    return [rematch(session_factory, SmallEngine(salt=str(n)), TODAY, NOW + timedelta(days=n)) for n in range(2)]


def test_what_is_read_back_is_what_the_engine_said(session: Session, nights: list[RunSummary]) -> None:
    engine, pairs = SmallEngine(salt="1"), kept(session)
    assert len(pairs) == nights[1].matches
    for pair in pairs:
        # The small engine looks at the two ids only.
        said = engine.match(Candidate(id=pair.job_seeker_id), Opening(id=pair.vacancy_id))
        assert (pair.tier, pair.score, pair.months, pair.variant, pair.answers) == (said.tier, said.score, 0.0, 0, b"\x01")
        assert pair.tier is not Tier.CLOSED
        own = vacancys_list(session, TODAY, pair.vacancy_id)
        assert [one.vacancy_position for one in own] == list(range(1, len(own) + 1))
        assert (pair in own) == (pair.vacancy_position is not None)
        assert (pair in persons_list(session, TODAY, pair.job_seeker_id)) == (pair.seeker_position is not None)


def test_whoever_is_erased_is_named_by_no_byte_and_nobody_takes_the_place(session: Session, nights: list[RunSummary]) -> None:
    before = {night.run_id: kept(session, night.run_id) for night in nights}
    person, reference = session.execute(select(JobSeeker.id, JobSeeker.external_id).limit(1)).one()
    numbers = dict(session.execute(select(RunPerson.run_id, RunPerson.number).where(RunPerson.job_seeker_id == person)).all())
    assert len(numbers) == len(nights)
    assert any(person in value for value in everything(session))
    places = {run_id: first_of(session, run_id) for run_id in numbers}

    erase_job_seeker(session, reference, NOW)
    session.flush()

    names = {person, reference}
    found = [value for value in everything(session) if any(name in value for name in names)]
    assert found == []
    raw = bytes.fromhex(person)
    assert not [value for value in every_value(session) if isinstance(value, bytes) and raw in value]
    for run_id, number in numbers.items():
        # What is left of the erased is a number that leads nowhere, and that no other person has.
        assert session.get(RunPerson, (run_id, number)) is None
        assert first_of(session, run_id) == places[run_id]
        others = [pair for pair in before[run_id] if pair.job_seeker_id != person]
        assert sorted(kept(session, run_id), key=by_pair) == sorted(others, key=by_pair), "everybody else stands where they stood"
    for vacancy in session.scalars(select(Vacancy.id)).all():
        own = [pair.job_seeker_id for pair in vacancys_list(session, TODAY, vacancy)]
        assert person not in own
        assert len(own) == len(set(own))


def everything(session: Session) -> Iterator[str]:
    """Yield every value of every table as text, bytes by their hex digits and by what they spell."""
    for value in every_value(session):
        yield value.hex() + value.decode("latin-1") if isinstance(value, bytes) else str(value)


def every_value(session: Session) -> Iterator[Any]:
    for table in metadata.sorted_tables:
        for row in session.execute(select(table)):
            yield from row


def first_of(session: Session, run_id: str) -> dict[str, bytes]:
    return dict(session.execute(select(RunVacancy.vacancy_id, RunVacancy.first).where(RunVacancy.run_id == run_id)).all())


def by_pair(pair: StoredMatch) -> tuple[str, str]:
    return pair.vacancy_id, pair.job_seeker_id


def test_numbers_are_drawn_by_lot_for_each_run(session: Session, nights: list[RunSummary]) -> None:
    drawn = []
    for night in nights:
        by_id = select(RunPerson.number).where(RunPerson.run_id == night.run_id).order_by(RunPerson.job_seeker_id)
        drawn.append(session.scalars(by_id).all())
        assert drawn[-1] != sorted(drawn[-1]), "the order of the ids tells nothing"
    assert drawn[0] != drawn[1], "nobody can be followed from one run to the next"


def test_a_vacancy_that_is_gone_leaves_the_lists_of_people(session: Session, nights: list[RunSummary]) -> None:
    pair = next(pair for pair in kept(session) if pair.seeker_position)
    before = persons_list(session, TODAY, pair.job_seeker_id)
    session.execute(delete(Vacancy).where(Vacancy.id == pair.vacancy_id))
    assert session.scalars(select(RunVacancy).where(RunVacancy.vacancy_id == pair.vacancy_id)).all() == []
    assert vacancys_list(session, TODAY, pair.vacancy_id) == []
    left = [one for one in before if one.vacancy_id != pair.vacancy_id]
    assert persons_list(session, TODAY, pair.job_seeker_id) == left
    assert len(left) == len(before) - 1
