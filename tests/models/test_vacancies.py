"""Vacancies are taken in once; withdrawn ones are emptied and stay gone; expired ones close."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, sessionmaker

from models import queries
from models.drafts import RequirementDraft, VacancyDraft, VariantDraft
from models.intake import Tombstone
from models.services.errors import AmbiguousReference, VacancyNotFound
from models.services.vacancies.storing import close_expired, find_vacancy, upsert_vacancies, upsert_vacancy
from models.tables import metadata
from models.vacancies import Employer, Vacancy, VacancyRequirement, VacancyState
from tests.factories import NOW, TODAY, vacancy_draft

V1 = datetime(2026, 11, 10, tzinfo=UTC)
UUID = vacancy_draft().external_id


def withdrawn(version: datetime) -> VacancyDraft:
    return VacancyDraft(source="nav-feed", external_id=UUID, version=version, active=False)


def content(session: Session) -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = []
    for name in ("vacancy", "vacancy_variant", "vacancy_requirement"):
        columns = [c for c in metadata.tables[name].columns if c.name not in {"id", "vacancy_id", "employer_id", "change_number"}]
        rows += sorted((name, *map(str, row)) for row in session.execute(select(*columns)))
    return tuple(rows)


def test_taking_in_twice_changes_nothing(session: Session) -> None:
    assert upsert_vacancy(session, vacancy_draft(), NOW) == "loaded"
    before = content(session)
    assert upsert_vacancy(session, vacancy_draft(), NOW + timedelta(hours=1)) == "unchanged"
    assert content(session) == before
    assert session.scalar(select(func.count()).select_from(Employer)) == 1


def test_a_changed_record_updates(session: Session) -> None:
    upsert_vacancy(session, vacancy_draft(), NOW)
    draft = vacancy_draft(
        requirements=(
            RequirementDraft(code="auth:SP", strength="must", variant=1),
            RequirementDraft(code="police", strength="must"),
        ),
        variants=(VariantDraft(roles=("R11",)), VariantDraft(roles=("R01",), percent_min=100)),
    )
    assert upsert_vacancy(session, draft, NOW) == "updated"
    found = find_vacancy(session, UUID)
    assert [(r.code, r.variant) for r in found.requirements] == [("auth:SP", 1), ("police", None)]
    assert [variant.roles for variant in found.variants] == [["R11"], ["R01"]]
    assert found.employer is not None
    assert upsert_vacancy(session, vacancy_draft(), NOW) == "updated"
    assert find_vacancy(session, UUID).variants == []


def test_a_withdrawn_vacancy_is_emptied_and_not_found(session: Session) -> None:
    upsert_vacancy(session, vacancy_draft(), NOW)
    assert upsert_vacancy(session, withdrawn(V1 + timedelta(days=1)), NOW) == "updated"
    assert upsert_vacancy(session, withdrawn(V1 + timedelta(days=1)), NOW) == "unchanged"
    row = session.scalars(select(Vacancy)).one()
    assert (row.state, row.closed_at, row.title, row.text, row.apply_url, row.employer_id) == (
        VacancyState.WITHDRAWN,
        NOW,
        "",
        "",
        "",
        None,
    )
    assert row.roles == []
    assert session.scalars(select(VacancyRequirement)).all() == []
    with pytest.raises(VacancyNotFound):
        find_vacancy(session, UUID)
    assert session.scalars(queries.open_vacancies(TODAY)).all() == []


def test_events_in_every_order_end_the_same(session_factory: sessionmaker[Session]) -> None:
    events = [
        vacancy_draft(version=V1, title="første"),
        vacancy_draft(version=V1 + timedelta(days=1), title="rettet"),
        withdrawn(V1 + timedelta(days=2)),
        vacancy_draft(version=V1 + timedelta(days=3), title="ute igjen"),
        withdrawn(V1 + timedelta(days=4)),
    ]
    # With the last event the vacancy is gone; without it, it is out again.
    for chosen, count, title in ((events, 0, None), (events[:4], 1, "ute igjen"), (events[:3], 0, None)):
        for order in itertools.permutations(chosen):
            with session_factory() as session:
                for event in order:
                    upsert_vacancy(session, event, NOW)
                shown = session.scalars(queries.open_vacancies(TODAY)).all()
                assert [row.title for row in shown] == [title] * count
                session.rollback()


def test_at_the_same_instant_being_withdrawn_wins(session_factory: sessionmaker[Session]) -> None:
    for order in itertools.permutations([vacancy_draft(version=V1), withdrawn(V1)]):
        with session_factory() as session:
            upsert_vacancies(session, order, NOW)
            assert session.scalars(queries.open_vacancies(TODAY)).all() == []
            session.rollback()


def test_an_unknown_withdrawn_vacancy_leaves_only_its_number(session: Session) -> None:
    assert upsert_vacancy(session, withdrawn(V1), NOW) == "unchanged"
    assert session.scalars(select(Vacancy)).all() == []
    assert session.scalars(select(Tombstone.key)).all() == [UUID]
    assert upsert_vacancy(session, vacancy_draft(version=V1 - timedelta(hours=1)), NOW) == "unchanged"
    assert upsert_vacancy(session, vacancy_draft(version=V1 + timedelta(hours=1)), NOW) == "loaded"
    assert session.scalars(select(Tombstone)).all() == []


@pytest.mark.parametrize(
    ("changes", "last_day"),
    [
        ({"deadline": date(2026, 11, 23)}, date(2026, 11, 23)),
        # The deadline counts before the day on which the ad expires.
        ({"deadline": date(2026, 11, 23), "expires": datetime(2026, 12, 31, tzinfo=UTC)}, date(2026, 11, 23)),
        # 23:30 in UTC is the next day in Norway.
        ({"deadline": None, "expires": datetime(2026, 11, 22, 23, 30, tzinfo=UTC)}, date(2026, 11, 23)),
    ],
)
def test_the_last_day_is_open_and_the_next_is_not(session: Session, changes: dict[str, Any], last_day: date) -> None:
    upsert_vacancy(session, vacancy_draft(**changes), NOW)
    assert len(session.scalars(queries.open_vacancies(last_day)).all()) == 1
    assert session.scalars(queries.open_vacancies(last_day + timedelta(days=1))).all() == []
    assert close_expired(session, last_day, NOW) == 0
    assert close_expired(session, last_day + timedelta(days=1), NOW) == 1
    assert close_expired(session, last_day + timedelta(days=1), NOW) == 0
    assert session.scalars(queries.open_vacancies(last_day)).all() == []
    assert upsert_vacancy(session, vacancy_draft(**changes), NOW) == "unchanged"
    assert find_vacancy(session, UUID).state == VacancyState.CLOSED


def test_without_a_last_day_it_stays_open(session: Session) -> None:
    upsert_vacancy(session, vacancy_draft(deadline=None, expires=None, deadline_text="Snarest"), NOW)
    assert close_expired(session, date(2030, 1, 1), NOW) == 0


def test_employers_are_one_by_number_and_one_by_name(session: Session) -> None:
    upsert_vacancies(
        session,
        [
            vacancy_draft("1", employer="Åmot kommune", orgnr="940152496"),
            vacancy_draft("2", employer="ÅMOT KOMMUNE ", orgnr="940152496"),
            vacancy_draft("3", employer="Bakeriet"),
            vacancy_draft("4", employer="bakeriet"),
            vacancy_draft("5", employer=""),
        ],
        NOW,
    )
    assert session.scalar(select(func.count()).select_from(Employer)) == 2
    assert session.scalar(select(func.count()).select_from(Vacancy).where(Vacancy.employer_id.is_(None))) == 1


def test_a_confirmed_requirement_outlives_an_update(session: Session) -> None:
    upsert_vacancy(session, vacancy_draft(), NOW)
    session.execute(
        update(VacancyRequirement).where(VacancyRequirement.code == "auth:HF").values(confirmed_by="per", confirmed_at=NOW)
    )
    upsert_vacancy(session, vacancy_draft(title="Ny tittel"), NOW)
    by = {row.code: row.confirmed_by for row in find_vacancy(session, UUID).requirements}
    assert by == {"auth:HF": "per", "licence:B": None, "unqualified_ok": None}


def test_ids_that_lead_nowhere_or_to_two(session: Session) -> None:
    with pytest.raises(VacancyNotFound, match="nummer 9"):
        find_vacancy(session, "nummer 9")
    for source in ("nav-feed", "csv"):
        upsert_vacancy(session, vacancy_draft("1", source=source), NOW)
    with pytest.raises(AmbiguousReference):
        find_vacancy(session, "1")
    first = session.scalars(select(Vacancy.id)).first()
    assert first is not None
    assert find_vacancy(session, first).id == first


OTHER: dict[str, Any] = {
    "title": "x", "job_title": "x", "employer": "x", "orgnr": "940152496", "sector": "Privat", "text": "x", "apply_url": "https://x.invalid",
    "postnummer": "2443", "place": "x", "kommunenr": "3425", "place_note": "x", "roles": ("R01",), "positions": 9,
    "percent_min": 1,
    "percent_max": 99, "employment": "sommer", "published": NOW, "expires": NOW, "deadline": TODAY, "deadline_text": "x",
    "start": TODAY, "styrk08": ("2221",), "skills": ("x",), "requirements": (RequirementDraft(code="police", strength="must"),),
    "variants": (VariantDraft(roles=("R13",)),),
}  # fmt: skip


def everything_stored(session_factory: sessionmaker[Session], **changes: Any) -> str:
    with session_factory() as session:
        upsert_vacancy(session, vacancy_draft(**changes), NOW)
        digest = session.scalars(select(Vacancy.content_hash)).one()
        employers = session.execute(select(Employer.key, Employer.name, Employer.sector)).all()
        found = str(content(session)).replace(digest, "") + str(employers)
        session.rollback()
    return found


def test_every_field_of_a_draft_is_stored(session_factory: sessionmaker[Session]) -> None:
    plain = everything_stored(session_factory)
    fields = [name for name in VacancyDraft.model_fields if name not in {"source", "external_id", "version", "active"}]
    assert [name for name in fields if everything_stored(session_factory, **{name: OTHER[name]}) == plain] == []
