"""Every table, imported once, so that the metadata is whole."""

from __future__ import annotations

from models import accounts, audit, catalogue, changes, cv, intake, jobs, matches, pages, people, sharing, vacancies
from models.base import Base

__all__ = [
    "accounts",
    "audit",
    "catalogue",
    "changes",
    "cv",
    "intake",
    "jobs",
    "matches",
    "metadata",
    "pages",
    "people",
    "sharing",
    "vacancies",
]

metadata = Base.metadata
