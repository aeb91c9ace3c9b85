"""People who were erased leave the pool's files at once."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from models.services.privacy import ERASED
from models.services.ranking import pool_records
from models.services.ranking.pool_file import (
    CLASSES,
    DAMAGE,
    ENDS,
    FORMAT,
    HEADER,
    IDS,
    RECORDS,
    TERM_ENDS,
    TERM_ROWS,
    TERMS,
    newest,
    remove_pool,
    turn,
    write_terms,
    write_text,
)


def forget(folder: Path, ids: Collection[str]) -> int:
    """Take people out of the newest pool, now; return how many of them it had.  A folder without a pool is left alone.

    A pool in which they cannot be looked for goes as a whole.
    """
    if newest(folder) is None:
        return 0
    with turn(folder):
        path = newest(folder)
        if path is None:
            return 0
        try:
            return _forget(path, ids)
        except DAMAGE:
            remove_pool(folder)
            return 0


def forget_after_commit(factory: sessionmaker[Session], folder: Path) -> None:
    """Have the sessions of ``factory`` take whoever they erase out of the pool too, as soon as the erasure is committed."""

    def committed(session: Session) -> None:
        if not session.in_nested_transaction() and (ids := session.info.pop(ERASED, None)):
            forget(folder, ids)

    def taken_back(session: Session) -> None:
        session.info.pop(ERASED, None)

    event.listen(factory, "after_commit", committed)
    event.listen(factory, "after_rollback", taken_back)


def _forget(path: Path, ids: Collection[str]) -> int:
    if json.loads((path / HEADER).read_bytes())["format"] != FORMAT:
        raise ValueError("laid out in another way")
    held = np.load(path / IDS, mmap_mode="r", allow_pickle=False)
    rows = np.flatnonzero(np.isin(held, np.array([one.encode() for one in ids if one], dtype=np.bytes_)))
    if len(rows):
        for array in sorted(path.glob("column-*.npy")) + sorted(path.glob("beside-*.npy")):
            _blank(array, rows)
        for array in sorted(path.glob("shared-*.npy")):
            _blank(array, np.s_[:, rows])
        ends = np.load(path / ENDS, allow_pickle=False)
        for row in rows.tolist():
            _blank(path / RECORDS, slice(int(ends[row - 1]) if row else 0, int(ends[row])))
        # Before everybody else, as what stands in the place of the id.
        _blank(path / "column-by_id.npy", rows, -1)
        _strike_terms(path, rows)
        # Last, so that a try that was cut short can be made again.
        _blank(path / IDS, rows)
    _strike_classes(path)
    return len(rows)


def _blank(path: Path, rows: Any, value: int | None = None) -> None:
    array = np.load(path, mmap_mode="r+", allow_pickle=False)
    array[rows] = np.zeros((), dtype=array.dtype) if value is None else value
    array.flush()


def _strike_classes(path: Path) -> None:
    """Strike out the classes that nobody belongs to any longer: what only the forgotten had."""
    present = np.load(path / IDS, mmap_mode="r", allow_pickle=False) != b""
    text = (path / CLASSES).read_text(encoding="utf-8")
    sizes = {name: len(some) for name, some in pool_records.read(text).items()}
    empty = {name: _unused(path / f"column-{name}.npy", present, size) for name, size in sizes.items()}
    write_text(path / CLASSES, pool_records.without(text, empty))
    header, gone = json.loads((path / HEADER).read_bytes()), set(empty["places"].tolist())
    naming = {place: [number for number in numbers if number not in gone] for place, numbers in header["naming"].items()}
    header["naming"] = {place: numbers for place, numbers in naming.items() if numbers}
    write_text(path / HEADER, json.dumps(header))


def _unused(path: Path, present: NDArray[np.bool_], size: int) -> NDArray[np.int64]:
    member = np.load(path, mmap_mode="r", allow_pickle=False)
    return np.flatnonzero(np.bincount(member[present], minlength=size) == 0)


def _strike_terms(path: Path, gone: NDArray[np.int64]) -> None:
    terms = json.loads((path / TERMS).read_bytes())
    rows, ends = (np.load(path / name, allow_pickle=False) for name in (TERM_ROWS, TERM_ENDS))
    left = ~np.isin(rows, gone)
    upto = np.r_[0, np.cumsum(left)][ends]
    kept = np.flatnonzero(np.diff(upto))
    write_terms(path, [terms[number] for number in kept.tolist()], rows[left], np.r_[0, upto[1:][kept]])
