"""A file of job seekers or vacancies taken into the database: batch by batch, what is broken refused, the rest loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

from pydantic import ValidationError
from sqlalchemy.exc import OperationalError, StatementError
from sqlalchemy.orm import Session, sessionmaker

from matcher.catalogue import Catalogue
from models import locks
from models.drafts import ImportReport, JobSeekerDraft, RejectedRecord, VacancyDraft
from models.intake import RecordKind
from models.services.errors import AmbiguousReference, JobSeekerNotFound
from models.services.intake import inbox, nav_cv, nav_feed, table_vacancies
from models.services.intake.ads import VacancyReader
from models.services.intake.errors import RecordError
from models.services.intake.facts import NumberedFacts, read_facts
from models.services.intake.files import json_records, lines_in
from models.services.intake.inbox import Received, Refused
from models.services.intake.places import PlaceIndex
from models.services.intake.refusals import as_record_error
from models.services.intake.table_seekers import SeekerTable
from models.services.intake.table_vacancies import VacancyTable
from models.services.intake.tables import table_records
from models.services.people.storing import set_visibility_facts, upsert_job_seekers
from models.services.vacancies.storing import upsert_vacancies

__all__ = ["Progress", "VacancyReader", "import_seekers", "import_vacancies"]

BATCH = 200
"""Records in one transaction: readers never wait long, and a killed import loses no more than one batch."""

Progress = Callable[[int, int | None], None]
VacancyFormat = Literal["nav-feed", "csv", "xlsx"]
SeekerFormat = Literal["nav-cv", "csv", "xlsx"]
Outcome = Literal["loaded", "updated", "unchanged"]
Draft = TypeVar("Draft", bound=JobSeekerDraft | VacancyDraft)
Records = Iterator[tuple[int, Any]]


@dataclass(frozen=True, slots=True)
class _Pipe(Generic[Draft]):
    """How records of one kind and format become stored rows."""

    kind: RecordKind
    source: str
    key: str
    read: Callable[[Any], Draft]
    store: Callable[[Session, Sequence[Draft], datetime], list[Outcome]]


def import_vacancies(
    session_factory: sessionmaker[Session],
    path: Path,
    fmt: VacancyFormat,
    *,
    catalogue: Catalogue,
    reader: VacancyReader,
    now: datetime,
    progress: Progress | None = None,
) -> ImportReport:
    """Take in a file of vacancies: NAV feed entries (array, lines or one), or a list as CSV or Excel."""
    places = PlaceIndex(catalogue)
    records: Records
    if fmt == "nav-feed":
        pipe = _Pipe(
            kind=RecordKind.VACANCY,
            source=nav_feed.SOURCE,
            key="uuid",
            read=lambda record: nav_feed.read_entry(record, places, reader),
            store=upsert_vacancies,
        )
        records = json_records(path)
    else:
        table = VacancyTable(catalogue, places, reader, now)
        pipe = _Pipe(kind=RecordKind.VACANCY, source=table_vacancies.SOURCE, key="id", read=table.read, store=upsert_vacancies)
        records = table_records(path, "vacancies")
    return _load(session_factory, pipe, records, now, _counted(path, fmt, progress))


def import_seekers(
    session_factory: sessionmaker[Session],
    path: Path,
    fmt: SeekerFormat,
    *,
    facts_path: Path | None = None,
    catalogue: Catalogue,
    now: datetime,
    progress: Progress | None = None,
) -> ImportReport:
    """Take in a file of job seekers: NAV candidate documents, or a list as CSV or Excel; then the visibility facts.

    Without facts the people stay hidden.
    """
    places = PlaceIndex(catalogue)
    records: Records
    if fmt == "nav-cv":
        pipe = _Pipe(
            kind=RecordKind.JOB_SEEKER,
            source=nav_cv.SOURCE,
            key="kandidatnr",
            read=lambda record: nav_cv.read_document(record, places),
            store=upsert_job_seekers,
        )
        records = json_records(path)
    else:
        table = SeekerTable(places, now)
        pipe = _Pipe(kind=RecordKind.JOB_SEEKER, source=table.source, key="kandidatnr", read=table.read, store=upsert_job_seekers)
        records = table_records(path, "seekers")
    # The facts are opened first: a file that cannot be read must not leave people taken in without them.
    facts = None if facts_path is None else _opened(read_facts(facts_path))
    report = _load(session_factory, pipe, records, now, _counted(path, fmt, progress))
    if facts is not None:
        _load_facts(session_factory, facts, report, now)
    return report


def _counted(path: Path, fmt: str, progress: Progress | None) -> Callable[[int], None]:
    """Return a callback that knows the number of records beforehand where that is cheap."""
    if progress is None:
        return lambda _done: None
    total = lines_in(path) if fmt in ("nav-feed", "nav-cv") else None
    return lambda done: progress(done, max(total, done) if total is not None else None)


def _load(
    session_factory: sessionmaker[Session], pipe: _Pipe[Draft], records: Records, now: datetime, progress: Callable[[int], None]
) -> ImportReport:
    report = ImportReport()
    while batch := list(islice(records, BATCH)):
        drafts, refused = _read(pipe, batch)
        outcomes, not_stored = _store(session_factory, pipe, drafts, refused, now)
        for outcome in outcomes:
            setattr(report, outcome, getattr(report, outcome) + 1)
        for refusal in sorted([*refused, *not_stored], key=lambda refusal: refusal.line):
            report.rejected.append(RejectedRecord(line=refusal.line, field=refusal.field, reason=refusal.reason))
        report.read += len(batch)
        progress(report.read)
    return report


def _read(pipe: _Pipe[Draft], batch: Iterable[tuple[int, Any]]) -> tuple[list[tuple[int, Received, Draft]], list[Refused]]:
    drafts: list[tuple[int, Received, Draft]] = []
    refused: list[Refused] = []
    for line, record in batch:
        try:
            if isinstance(record, RecordError):
                raise record
            draft = pipe.read(record)
        except ValidationError as error:
            refused.append(_refusal(pipe, line, record, as_record_error(error)))
        except RecordError as error:
            refused.append(_refusal(pipe, line, record, error))
        else:
            drafts.append((line, Received(draft.external_id, inbox.as_kept(record)), draft))
    return drafts, refused


def _refusal(pipe: _Pipe[Draft], line: int, record: object, error: RecordError) -> Refused:
    if not isinstance(record, dict):
        return Refused(line, None, error.field, error.reason)
    key = record.get(pipe.key)
    external_id = key if isinstance(key, str) and 0 < len(key) <= 100 else None
    return Refused(line, external_id, error.field, error.reason, inbox.as_kept(record))


def _store(
    session_factory: sessionmaker[Session],
    pipe: _Pipe[Draft],
    items: list[tuple[int, Received, Draft]],
    refused: Sequence[Refused],
    now: datetime,
) -> tuple[list[Outcome], list[Refused]]:
    """Store one batch in one transaction; when the database refuses it, record by record, so that one cannot stop the rest."""
    try:
        return _store_together(session_factory, pipe, items, refused, now), []
    except StatementError as error:
        if isinstance(error, OperationalError) or not items:
            raise
    outcomes = _store_together(session_factory, pipe, [], refused, now)
    not_stored: list[Refused] = []
    for item in items:
        try:
            outcomes += _store_together(session_factory, pipe, [item], (), now)
        except StatementError as error:
            if isinstance(error, OperationalError):
                raise
            reason = "Posten har en verdi som databasen ikke tar imot. Sjekk tall og datoer, og importer på nytt."
            not_stored.append(Refused(item[0], item[1].external_id, "", reason, item[1].raw))
    _store_together(session_factory, pipe, [], not_stored, now)
    return outcomes, not_stored


def _store_together(
    session_factory: sessionmaker[Session],
    pipe: _Pipe[Draft],
    items: list[tuple[int, Received, Draft]],
    refused: Sequence[Refused],
    now: datetime,
) -> list[Outcome]:
    with session_factory.begin() as session:
        locks.take_turn(session, str(pipe.kind))
        inbox.refuse(session, pipe.kind, pipe.source, refused, now)
        if not items:
            return []
        inbox.keep(session, pipe.kind, pipe.source, [received for _, received, _ in items], now)
        inbox.resolve(session, pipe.kind, pipe.source, [received.external_id for _, received, _ in items], now)
        return pipe.store(session, [draft for _, _, draft in items], now)


def _opened(rows: Iterator[NumberedFacts]) -> Iterator[NumberedFacts]:
    """Read the first row at once, so that a file without a usable header is refused before anything is stored."""
    first = next(rows, None)

    def again() -> Iterator[NumberedFacts]:
        if first is not None:
            yield first
            yield from rows

    return again()


def _load_facts(
    session_factory: sessionmaker[Session], rows: Iterator[NumberedFacts], report: ImportReport, now: datetime
) -> None:
    while batch := list(islice(rows, BATCH)):
        with session_factory.begin() as session:
            for line, row in batch:
                refused = row if isinstance(row, RecordError) else None
                if not isinstance(row, RecordError):
                    try:
                        set_visibility_facts(session, row[0], row[1], now)
                    except (JobSeekerNotFound, AmbiguousReference) as error:
                        refused = RecordError("kandidatnr", str(error))
                if refused is not None:
                    report.read += 1
                    report.rejected.append(RejectedRecord(line=line, field=f"fakta: {refused.field}", reason=refused.reason))
