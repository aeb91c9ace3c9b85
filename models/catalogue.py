"""The catalogue of the domain as loaded: one row per entry, and one row per release."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Mapped

from models.base import Base, open_column


class CatalogueEntry(Base):
    """One fact of the domain with its sources; ``unverified`` names the fields that nobody has confirmed."""

    __tablename__ = "catalogue_entry"

    kind: Mapped[str] = open_column(primary_key=True)
    id: Mapped[str] = open_column(primary_key=True)
    body: Mapped[dict[str, Any]] = open_column()
    sources: Mapped[list[str]] = open_column(default=list)
    checked: Mapped[date | None] = open_column()
    unverified: Mapped[list[str]] = open_column(default=list)


class CatalogueRelease(Base):
    """A version of the catalogue that was in use; the one loaded last is in use now."""

    __tablename__ = "catalogue_release"

    number: Mapped[int] = open_column(primary_key=True)
    version: Mapped[str] = open_column()
    entries: Mapped[int] = open_column()
    loaded_at: Mapped[datetime] = open_column()
