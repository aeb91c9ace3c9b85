"""The demo's files as they were the day before, so that its first night has something to find."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

NEW_ADVERTISEMENTS = frozenset({"d0000000-0000-4000-8000-000000000037"})
NEW_PEOPLE = frozenset({"PAM-D131"})
NEW_PAPERS = frozenset({"PAM-D033", "PAM-D060", "PAM-D095", "PAM-D259"})
"""People who have added their papers to their CVs since: chosen so that each of the demo's advisers has a page of news."""

PAPERS = ("godkjenninger", "fagdokumentasjon", "sertifikatObj")
"""The parts of a document that hold authorisations, trade certificates and other certificates."""


@contextmanager
def as_of_yesterday(folder: Path) -> Iterator[Path]:
    """Give a folder with the demo in ``folder`` as it was yesterday: some of it had not come in, and some was shorter."""
    with tempfile.TemporaryDirectory() as name:
        before = Path(name)
        _copy(folder / "vacancies.jsonl", before, lambda ad: None if ad["uuid"] in NEW_ADVERTISEMENTS else ad)
        _copy(folder / "seekers.jsonl", before, _document)
        with (folder / "facts.csv").open(encoding="utf-8", newline="") as facts:
            rows = [row for row in csv.reader(facts) if row[0] not in NEW_PEOPLE]
        with (before / "facts.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        yield before


def _copy(path: Path, folder: Path, before: Callable[[dict[str, Any]], dict[str, Any] | None]) -> None:
    with path.open(encoding="utf-8") as lines, (folder / path.name).open("w", encoding="utf-8") as file:
        for line in lines:
            entry = before(json.loads(line))
            if entry is not None:
                file.write(json.dumps(entry, ensure_ascii=False) + "\n")


def _document(document: dict[str, Any]) -> dict[str, Any] | None:
    if document["kandidatnr"] in NEW_PEOPLE:
        return None
    if document["kandidatnr"] in NEW_PAPERS:
        written = datetime.fromisoformat(document["tidsstempel"]) - timedelta(days=1)
        return document | {key: [] for key in PAPERS} | {"tidsstempel": written.isoformat(timespec="milliseconds")}
    return document
