"""What is stored in bulk is read back by the service as the very same records."""

from __future__ import annotations

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from benchmarks import generate
from models.base import create_engine_for
from models.people import JobSeeker
from models.profiles import load_candidates, load_openings

PEOPLE, OPENINGS = 300, 300


def counted(session: Session) -> None:
    """Let the database count its rows, as it does by itself some time after they are committed; else it plans for a few."""
    session.execute(text("ANALYZE"))


def test_the_service_reads_the_same_records_back(session: Session):
    people, openings = list(generate.people(PEOPLE, 3)), list(generate.openings(OPENINGS, 3))

    generate.fill(session, people, openings)
    session.flush()
    counted(session)

    assert list(load_candidates(session, generate.DAY)) == sorted(people, key=lambda person: person.id)
    assert load_openings(session, generate.DAY) == sorted(openings, key=lambda opening: opening.id)


def test_homes_have_a_municipality_and_everybody_may_be_shown(session: Session):
    generate.fill(session, generate.people(PEOPLE, 4), [])
    counted(session)

    assert len(list(load_candidates(session, generate.DAY))) == PEOPLE
    assert session.scalar(select(func.count()).select_from(JobSeeker).where(JobSeeker.kommunenr.is_(None))) == 0


def test_more_can_be_added_to_what_is_there(session: Session):
    generate.fill(session, generate.people(50, 5), generate.openings(50, 5))
    generate.fill(session, generate.newcomers(20, 5), generate.new_openings(20, 5))

    assert len(list(load_candidates(session, generate.DAY))) == 70
    assert len(load_openings(session, generate.DAY)) == 70


def test_an_address_is_set_up_and_filled(empty_url: str):
    generate.fill(empty_url, generate.people(30, 6), generate.openings(10, 6))
    engine = create_engine_for(empty_url)
    with Session(engine) as session:
        assert len(list(load_candidates(session, generate.DAY))) == 30
        assert len(load_openings(session, generate.DAY)) == 10
    engine.dispose()
