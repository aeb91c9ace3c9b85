"""The catalogue in the database: stored as a whole, read as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from models import locks
from models.catalogue import CatalogueEntry, CatalogueRelease
from models.services.catalogue import CatalogueSource
from models.services.errors import CatalogueMissing


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueRow:
    """One entry: its kind and id, the facts as plain JSON values, where they come from and what is not confirmed."""

    kind: str
    id: str
    body: dict[str, Any]
    sources: Sequence[str] = ()
    checked: date | None = None
    unverified: Sequence[str] = field(default=())


def store_catalogue(session: Session, rows: Iterable[CatalogueRow], version: str, now: datetime) -> bool:
    """Put the catalogue in the place of the one before; return False when this version is in use already."""
    locks.take_turn(session, "catalogue")
    latest = session.execute(
        select(CatalogueRelease.number, CatalogueRelease.version).order_by(CatalogueRelease.number.desc()).limit(1)
    ).one_or_none()
    if latest is not None and latest.version == version:
        return False
    entries = [
        {
            "kind": row.kind,
            "id": row.id,
            "body": row.body,
            "sources": list(row.sources),
            "checked": row.checked,
            "unverified": list(row.unverified),
        }
        for row in rows
    ]
    session.execute(delete(CatalogueEntry))
    if entries:
        session.execute(insert(CatalogueEntry), entries)
    number = latest.number + 1 if latest is not None else 1
    session.execute(insert(CatalogueRelease).values(number=number, version=version, entries=len(entries), loaded_at=now))
    return True


def catalogue_version(session: Session) -> str:
    """Return the version in use; raise :class:`CatalogueMissing` when nothing is loaded."""
    newest = select(func.max(CatalogueRelease.number)).scalar_subquery()
    version = session.scalar(select(CatalogueRelease.version).where(CatalogueRelease.number == newest))
    if version is None:
        raise CatalogueMissing
    return version


def load_catalogue_rows(session: Session) -> tuple[str, list[CatalogueRow]]:
    """Return the version in use and all its entries, by kind and id."""
    version = catalogue_version(session)
    entries = session.scalars(select(CatalogueEntry).order_by(CatalogueEntry.kind, CatalogueEntry.id))
    return version, [
        CatalogueRow(
            kind=entry.kind,
            id=entry.id,
            body=entry.body,
            sources=tuple(entry.sources),
            checked=entry.checked,
            unverified=tuple(entry.unverified),
        )
        for entry in entries
    ]


def to_rows(source: CatalogueSource) -> list[CatalogueRow]:
    """Return the catalogue as read from files, as rows; what is said of every entry stands in columns of its own."""
    return [
        CatalogueRow(
            kind=kind,
            id=key,
            body=body,
            sources=tuple(body.get("sources", ())),
            checked=date.fromisoformat(body["checked"]) if body.get("checked") else None,
            unverified=tuple(body.get("unverified", ())),
        )
        for kind, key, body in source.rows()
    ]


def load_catalogue(session: Session) -> CatalogueSource:
    """Return the catalogue in use."""
    _, rows = load_catalogue_rows(session)
    return CatalogueSource.from_rows((row.kind, row.id, row.body) for row in rows)
