"""Writing down who looked at whom, in the transaction of the look itself, and proving that nothing was changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from models.audit import FIRST_HASH, AuditAction, AuditEvent, AuditHead, Decision
from models.services.errors import PurposeMissing


@dataclass(frozen=True, slots=True)
class ChainReport:
    """The outcome of reading the whole chain: how many rows, and each place where it does not hold."""

    checked: int
    broken: tuple[tuple[int, str], ...]

    @property
    def holds(self) -> bool:
        """Nothing was changed, removed or cut off."""
        return not self.broken


def record(
    session: Session,
    actor: str,
    action: AuditAction | str,
    person_ids: Sequence[str],
    *,
    purpose: str,
    now: datetime,
    decision: Decision | str = Decision.PERMIT,
    subject: str = "",
    request_id: str = "",
) -> None:
    """Add one event for each person shown (or one without a person); show nothing before this has returned.

    ``subject`` is the id of the vacancy or other thing that the look was about; never words about a person.
    """
    if not purpose.strip():
        raise PurposeMissing
    # The head is locked until the transaction ends: two writers can never follow the same row.
    head = session.execute(select(AuditHead.seq, AuditHead.hash).where(AuditHead.id == 1).with_for_update()).one()
    seq, last = head.seq, head.hash
    rows = []
    people: Sequence[str | None] = person_ids or [None]
    for person in people:
        seq += 1
        row: dict[str, Any] = {
            "seq": seq,
            "at": now.astimezone(UTC),
            "actor": actor,
            "action": AuditAction(action),
            "person_id": person,
            "purpose": purpose,
            "decision": Decision(decision),
            "subject": subject,
            "request_id": request_id,
            "prev_hash": last,
        }
        last = row["hash"] = _hash(row)
        rows.append(row)
    session.execute(insert(AuditEvent), rows)
    session.execute(update(AuditHead).where(AuditHead.id == 1).values(seq=seq, hash=last))


def verify_chain(session: Session) -> ChainReport:
    """Read the chain from its first row and report every row that does not follow from the one before."""
    broken: list[tuple[int, str]] = []
    expected, last, checked = 1, FIRST_HASH, 0
    events = session.execute(select(AuditEvent.__table__).order_by(AuditEvent.seq).execution_options(yield_per=1000))
    for event in events.mappings():
        checked += 1
        seq = event["seq"]
        if seq != expected:
            broken.append((seq, f"{seq - expected} rad(er) mangler foran"))
        elif event["prev_hash"] != last:
            broken.append((seq, "følger ikke raden foran"))
        if event["hash"] != _hash(dict(event)):
            broken.append((seq, "innholdet er endret"))
        expected, last = seq + 1, event["hash"]
    head = session.execute(select(AuditHead.seq, AuditHead.hash).where(AuditHead.id == 1)).one_or_none()
    if head is None or (head.seq, head.hash) != (expected - 1, last):
        broken.append((expected, "slutten av kjeden er kuttet eller byttet"))
    return ChainReport(checked, tuple(broken))


def _hash(row: dict[str, Any]) -> str:
    content = {name: value for name, value in row.items() if name != "hash"}
    content["at"] = content["at"].astimezone(UTC).isoformat(timespec="microseconds")
    content["action"] = str(AuditAction(content["action"]).value)
    content["decision"] = str(Decision(content["decision"]).value)
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
