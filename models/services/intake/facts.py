"""The file that says who may be shown: one row per person with yes, no or unknown for each protective fact."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from matcher.text import normalise
from models.drafts import VisibilityFacts
from models.services.intake.cells import Cells
from models.services.intake.errors import RecordError
from models.services.intake.tables import table_records

FACT_COLUMNS = {
    "død": "dead",
    "adressebeskyttelse": "address_protected",
    "kode 6 eller 7": "code_6_or_7",
    "sperret": "shielded",
    "aktiv cv": "active_cv",
    "under oppfølging": "in_follow_up",
    "kvp": "in_kvp",
    "arbeidssøkerperiode": "job_seeker_period",
    "samtykke": "consent",
    "bekreftet av veileder": "adviser_confirmed",
}
"""Column -> the fact that it answers."""

_ANSWERS: dict[str, bool | None] = {"ja": True, "nei": False, "ukjent": None, "true": True, "false": False, "1": True, "0": False}
_ORIGINS: dict[str, Literal["nav", "own"]] = {"nav": "nav", "egen": "own", "own": "own"}

NumberedFacts = tuple[int, tuple[str, VisibilityFacts] | RecordError]


def read_facts(path: Path) -> Iterator[NumberedFacts]:
    """Yield the source's id and the facts of each person, with the row number."""
    for number, row in table_records(path, "facts"):
        if isinstance(row, RecordError):
            yield number, row
            continue
        try:
            yield number, _facts(row)
        except RecordError as error:
            yield number, error


def _facts(row: dict[str, str]) -> tuple[str, VisibilityFacts]:
    cells = Cells(row)
    key = cells.key("kandidatnr")
    origin = cells.choice("opphav", _ORIGINS) or "nav"
    answers = {fact: _answer(cells, column) for column, fact in FACT_COLUMNS.items()}
    cells.refuse_if_faulty()
    return key, VisibilityFacts(origin=origin, **answers)


def _answer(cells: Cells, column: str) -> bool | None:
    written = normalise(cells.line(column))
    if written and written not in _ANSWERS:
        cells.fault(column, f"{column} «{written[:40]}» er ukjent: skriv ja, nei eller ukjent")
    return _ANSWERS.get(written)
