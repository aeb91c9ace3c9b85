"""The engine of the pages: prepared in the background, one for each database, and none where there is nothing to prepare."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy import delete
from sqlalchemy.orm import Session

from models.catalogue import CatalogueEntry, CatalogueRelease
from models.services.people.storing import set_visibility_facts, upsert_job_seeker
from models.services.vacancies.storing import upsert_vacancy
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts
from web import db
from web.engine import live, warm


def test_what_is_prepared_in_the_background_is_what_the_first_reader_finds(app: Flask) -> None:
    with db.database_of(app).writers.begin() as session:
        upsert_job_seeker(session, job_seeker_draft(), NOW)
        set_visibility_facts(session, "PAM-T001", visible_facts(), NOW)
        upsert_vacancy(session, vacancy_draft(), NOW)
    warm(app).join()
    with app.test_request_context(), db.reading() as reader:
        prepared = live()
        people = prepared.people(reader, TODAY)
        assert people.everybody == 1
        assert people.pool is prepared.people(reader, TODAY).pool


def test_without_a_catalogue_the_service_still_starts(app: Flask, in_app: Session) -> None:
    in_app.execute(delete(CatalogueEntry))
    in_app.execute(delete(CatalogueRelease))
    in_app.commit()
    warm(app).join()
    assert app.test_client().get("/helse/klar").status_code == 503


def test_two_services_keep_people_apart(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    one, other = make_app(), make_app(instance=tmp_path / "other")
    kept = []
    for app in (one, other):
        warm(app).join()
        with app.test_request_context():
            kept.append(live())
    assert kept[0] is not kept[1]
    assert kept[0].matcher is kept[1].matcher
