"""What came in, kept as it came, and what was refused, kept with its reason until it is mended."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from models.base import new_id
from models.intake import DeadLetter, InboxRecord, RecordKind
from models.services.privacy import erased_among

NEVER_KEPT = frozenset({"fodselsnummer", "fødselsnummer", "contactList"})
"""Fields that are taken out of a record before it is kept: national identity numbers and contact persons."""


@dataclass(frozen=True, slots=True)
class Received:
    """A record that was taken in: the source's id and the record as text."""

    external_id: str
    raw: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that was refused: its line, its id when that could be read, the field at fault and the reason."""

    line: int
    external_id: str | None
    field: str
    reason: str
    raw: str = ""


def as_kept(record: object) -> str:
    """Return a record as JSON text in one fixed order, without the fields that are never kept."""
    return json.dumps(_without(record), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _without(value: object) -> object:
    if isinstance(value, dict):
        return {name: _without(part) for name, part in value.items() if name not in NEVER_KEPT}
    if isinstance(value, list):
        return [_without(part) for part in value]
    return value


def keep(session: Session, kind: RecordKind, source: str, records: Iterable[Received], now: datetime) -> None:
    """Keep the records that are not kept already; nothing is kept of people who were erased."""
    rows = {(record.external_id, _sha(record.raw)): record.raw for record in records}
    gone = (
        {key for _, key in erased_among(session, [(source, key) for key, _ in rows])} if kind is RecordKind.JOB_SEEKER else set()
    )
    known = session.execute(
        select(InboxRecord.external_id, InboxRecord.sha256).where(
            InboxRecord.kind == kind, InboxRecord.source == source, InboxRecord.sha256.in_({sha for _, sha in rows})
        )
    )
    kept = {(row.external_id, row.sha256) for row in known}
    new = [
        {
            "id": new_id(),
            "kind": kind,
            "source": source,
            "external_id": key,
            "sha256": sha,
            "raw": raw,
            "received_at": now,
        }
        for (key, sha), raw in rows.items()
        if (key, sha) not in kept and key not in gone
    ]
    if new:
        session.execute(insert(InboxRecord), new)


def refuse(session: Session, kind: RecordKind, source: str, records: Sequence[Refused], now: datetime) -> None:
    """Store the refused records, each fault once however often the same file is read."""
    if not records:
        return
    open_letters = select(DeadLetter.external_id, DeadLetter.line, DeadLetter.field, DeadLetter.reason).where(
        DeadLetter.kind == kind,
        DeadLetter.source == source,
        DeadLetter.resolved_at.is_(None),
        DeadLetter.line.in_({record.line for record in records}),
    )
    known = {tuple(row) for row in session.execute(open_letters)}
    new: list[dict[str, Any]] = [
        {
            "id": new_id(),
            "kind": kind,
            "source": source,
            "external_id": record.external_id,
            "line": record.line,
            "field": record.field,
            "reason": record.reason,
            # A refused person has no row to erase the letter with, so the letter says nothing about the person.
            "raw": record.raw if kind is RecordKind.VACANCY else "",
            "received_at": now,
        }
        for record in records
        if (record.external_id, record.line, record.field, record.reason) not in known
    ]
    if new:
        session.execute(insert(DeadLetter), new)


def resolve(session: Session, kind: RecordKind, source: str, keys: Iterable[str], now: datetime) -> None:
    """Mark earlier refusals of these records as mended."""
    session.execute(
        update(DeadLetter)
        .where(
            DeadLetter.kind == kind,
            DeadLetter.source == source,
            DeadLetter.resolved_at.is_(None),
            DeadLetter.external_id.in_(set(keys)),
        )
        .values(resolved_at=now)
        .execution_options(synchronize_session=False)
    )


def _sha(raw: str) -> str:
    return hashlib.sha256(raw.encode()).hexdigest()
