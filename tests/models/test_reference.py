"""The catalogue is stored and read as a whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.catalogue import CatalogueRelease
from models.services.catalogue import build_catalogue, read_catalogue
from models.services.errors import CatalogueMissing
from models.services.reference import (
    CatalogueRow,
    catalogue_version,
    load_catalogue,
    load_catalogue_rows,
    store_catalogue,
    to_rows,
)
from tests.factories import NOW

ROWS = [
    CatalogueRow(
        kind="role",
        id="R11",
        body={"label": "helsefagarbeider", "near": [["R13", 70]]},
        sources=("S1",),
        checked=date(2026, 11, 1),
        unverified=("near",),
    ),
    CatalogueRow(kind="place", id="2420", body={"name": "Trysil", "lat": 61.31}),
]


def test_what_goes_in_comes_out(session: Session) -> None:
    assert store_catalogue(session, ROWS, "v1", NOW)
    version, rows = load_catalogue_rows(session)
    assert version == "v1"
    assert rows == sorted(ROWS, key=lambda row: (row.kind, row.id))


def test_the_same_version_changes_nothing_and_a_new_one_replaces_everything(session: Session) -> None:
    assert store_catalogue(session, ROWS, "v1", NOW)
    assert not store_catalogue(session, ROWS, "v1", NOW)
    assert store_catalogue(session, ROWS[:1], "v2", NOW)
    version, rows = load_catalogue_rows(session)
    assert (version, [row.id for row in rows]) == ("v2", ["R11"])
    assert store_catalogue(session, ROWS, "v1", NOW)  # back to an earlier one
    assert catalogue_version(session) == "v1"
    assert session.scalars(select(CatalogueRelease.version).order_by(CatalogueRelease.number)).all() == ["v1", "v2", "v1"]


def test_without_a_catalogue_it_says_what_to_do(session: Session) -> None:
    with pytest.raises(CatalogueMissing, match="catalogue load"):
        load_catalogue_rows(session)


def test_the_projects_own_catalogue_comes_back_the_same(session: Session) -> None:
    source = read_catalogue(Path(__file__).resolve().parents[2] / "fixtures" / "catalogue")
    store_catalogue(session, to_rows(source), source.version, NOW)
    session.expunge_all()
    back = load_catalogue(session)
    assert back.version == source.version == catalogue_version(session)
    assert build_catalogue(back) == build_catalogue(source)
    assert {row.checked is None for row in load_catalogue_rows(session)[1] if row.kind == "role"} == {False}
