"""A prepared pool as a folder of files: web workers map it and share its pages, and it is what travels to a cluster.

An array is a ``.npy`` file, mapped as it lies; the rest is JSON.  Nothing in it can run code when it is read, and nothing
names anybody, but it is about people: the folder and its files are for the service alone.

A pool is written whole beside the one in use, and a link is turned to it in one step.  Whoever was erased leaves the file
at once (:func:`forget`): their row is blanked where it lies, which every process that has it mapped sees, and what only
they had (a set of papers, a term) is struck out.  A process that has read such a thing before keeps it, without knowing
whose it was, until it takes in the next pool.
"""

from __future__ import annotations

import fcntl
import functools
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

import matcher
from matcher.columns import Columns
from matcher.domain import Domain
from matcher.pool import Pool
from models.services.errors import ServiceError
from models.services.ranking import pool_records
from models.services.ranking.pool_views import TERMS_OF_POOL, Ids, Records, Terms, told

FORMAT = 1
"""Goes up when the files are laid out in another way."""

CURRENT, LOCK, READING = "current", ".lock", ".reading"
HEADER, CLASSES, SHARED, TERMS = "pool.json", "classes.json", "shared.json", "terms.json"
TERM_ROWS, TERM_ENDS = "terms-rows.npy", "terms-ends.npy"
IDS, RECORDS, ENDS = "ids.npy", "records.npy", "records-ends.npy"

DAMAGE = (OSError, EOFError, ValueError, TypeError, LookupError, AttributeError)
"""What reading raises where a file was cut off or is something else."""

Arrays = Mapping[str, NDArray[Any]]
Note = Mapping[str, Any]


class PoolUnreadable(ServiceError):
    """A folder without a pool that this process can use; the people are safe in the database."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(f"Poolen i {folder} kan ikke brukes: {why} Ingenting er tapt; den blir laget på nytt fra databasen.")
        self.why = why


@dataclass(frozen=True, slots=True)
class PoolFile:
    """A pool that was read, and what was written beside it.

    Attributes
    ----------
    pool : Pool
        Its arrays are mapped and cannot be written to.
    beside : dict of str to ndarray
    note : dict
        What the writer added (:func:`write_pool`).
    path : Path
        The folder that was read; another one when a new pool has been written.
    """

    pool: Pool
    beside: Arrays
    note: Note
    path: Path

    @property
    def current(self) -> bool:
        """Whether this is still the newest pool."""
        return newest(self.path.parent) == self.path

    def present(self) -> NDArray[np.bool_]:
        """Return who has not been forgotten since the pool was written, shape (candidates,)."""
        ids: Any = self.pool.columns.ids
        return np.asarray(ids.array != b"")


# --- writing ------------------------------------------------------------------------------------------------------


def write_pool(
    pool: Pool, folder: Path, *, config: str = "", beside: Arrays | None = None, note: Note | None = None, records: bool = True
) -> Path:
    """Write a whole pool, and let it be the one that is read; return where it lies.  Earlier ones are removed.

    Parameters
    ----------
    pool : Pool
        Not a part of one.
    folder : Path
        Of pools; made for the service alone when it is not there.
    config : str
        The matcher's hash (:attr:`matcher.matcher.Matcher.config_hash`): whoever reads with the same also gets what has been
        reckoned for everybody so far.
    beside : dict of str to ndarray, optional
        Arrays that go with it, a row for each candidate in the order of the pool.
    note : dict, optional
        Whatever JSON can hold that the reader has to know about the pool; nothing about anybody in it.
    records : bool
        Write the records too, by which people are explained.
    """
    with turn(folder):
        new = folder / f".{secrets.token_hex(8)}"
        new.mkdir(mode=0o700)
        try:
            _write(pool, new, beside or {}, records=records)
            _write_header(pool, new, config=config, beside=list(beside or ()), note=note)
            _settle(new)
            return _let_be_read(new)
        finally:
            shutil.rmtree(new, ignore_errors=True)


def _let_be_read(new: Path) -> Path:
    folder = new.parent
    ready = new.rename(folder / new.name.removeprefix("."))
    link = folder / f".{ready.name}.link"
    link.symlink_to(ready.name)
    link.replace(folder / CURRENT)
    _remove_others(folder, ready)
    return ready


def packed(folder: Path) -> dict[str, bytes]:
    """Return the files of the newest pool by their names, for somebody who does not see the folder."""
    with turn(folder, fcntl.LOCK_SH):
        path = newest(folder)
        if path is None:
            raise PoolUnreadable(folder, "den er ikke laget ennå.")
        return {one.name: one.read_bytes() for one in sorted(path.iterdir())}


def unpack(files: Mapping[str, bytes], folder: Path) -> None:
    """Lay the files of a pool into a folder of its own."""
    with turn(folder):
        new = folder / f".{secrets.token_hex(8)}"
        new.mkdir(mode=0o700)
        for name, content in files.items():
            with _new_file(new / name) as file:
                file.write(content)
        _let_be_read(new)


def _write(pool: Pool, folder: Path, beside: Arrays, *, records: bool) -> None:
    for name, array in pool.columns.arrays.items():
        _write_array(folder / f"column-{name}.npy", array)
    for name, array in beside.items():
        _write_array(folder / f"beside-{name}.npy", array)
    _write_array(folder / IDS, np.array([one.encode() for one in pool.columns.ids], dtype=np.bytes_))
    write_text(folder / CLASSES, pool_records.written(pool.columns.classes))
    write_terms(folder, *Terms.of(pool).parts)
    write_text(folder / SHARED, json.dumps(_write_shared(pool, folder)))
    some = [*told(pool.candidates)] if records else [b""] * len(pool)
    _write_array(folder / ENDS, np.cumsum([len(one) for one in some], dtype=np.int64))
    _write_array(folder / RECORDS, np.frombuffer(b"".join((*some, b"\0")), dtype=np.uint8))


def write_terms(folder: Path, terms: Sequence[str], rows: NDArray[np.int32], ends: NDArray[np.int64]) -> None:
    """Write who has which skill term."""
    _write_array(folder / TERM_ROWS, rows)
    _write_array(folder / TERM_ENDS, ends)
    write_text(folder / TERMS, json.dumps(list(terms), ensure_ascii=False))


def _write_header(pool: Pool, folder: Path, *, config: str, beside: Sequence[str], note: Note | None) -> None:
    header = {
        "format": FORMAT,
        "engine": _engine(),
        "catalogue": pool.domain.catalogue.version,
        "config": config,
        "day": pool.on.isoformat(),
        "people": len(pool),
        "columns": list(pool.columns.arrays),
        "beside": beside,
        "families": pool.columns.families,
        "naming": pool.columns.naming,
        "note": note or {},
    }
    write_text(folder / HEADER, json.dumps(header))


def _write_shared(pool: Pool, folder: Path) -> list[list[Any]]:
    """Write what has been reckoned for everybody, a file for each type of number; return its keys, in the order of the rows."""
    kinds: dict[str, list[tuple[Any, NDArray[Any]]]] = {}
    for key, array in pool._kept.items():
        if isinstance(array, np.ndarray) and array.shape == (len(pool),) and (told := pool_records.key_written(key)) is not None:
            kinds.setdefault(array.dtype.name, []).append((told, array))
    for name, some in kinds.items():
        with _new_file(folder / f"shared-{name}.npy") as file:
            layout = {"descr": np.lib.format.dtype_to_descr(some[0][1].dtype), "fortran_order": False}
            np.lib.format.write_array_header_1_0(file, layout | {"shape": (len(some), len(pool))})
            for _, array in some:
                file.write(np.ascontiguousarray(array).data)
    return [[name, [told for told, _ in some]] for name, some in kinds.items()]


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes the place of ``path`` when it is whole and on the disk."""
    beside = path.with_name(f"{path.name}.new")
    with _opened(beside, "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _opened(path: Path, mode: str) -> Any:
    return open(path, mode, opener=lambda name, flags: os.open(name, flags, 0o600))


def _write_array(path: Path, array: NDArray[Any]) -> None:
    with _new_file(path) as file:
        np.lib.format.write_array(file, np.ascontiguousarray(array), allow_pickle=False)


def write_text(path: Path, text: str) -> None:
    """Write a file that is there whole, or as it was."""
    with _new_file(path) as file:
        file.write(text.encode())


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def turn(folder: Path, lock: int = fcntl.LOCK_EX) -> Iterator[None]:
    """Let those who change a folder of pools through one after another, while nobody opens one; readers share their turn."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    with _opened(folder / LOCK, "ab") as file:
        fcntl.flock(file, lock)
        yield


def remove_pool(folder: Path) -> None:
    """Remove every pool of a folder, by whoever has the turn; it is made anew from the database."""
    (folder / CURRENT).unlink(missing_ok=True)
    _remove_others(folder, None)


def _remove_others(folder: Path, kept: Path | None) -> None:
    # A process that has an old one mapped keeps its pages until it lets go of them.
    for one in folder.iterdir():
        if one.name not in {CURRENT, LOCK, READING} and one != kept:
            if one.is_dir() and not one.is_symlink():
                shutil.rmtree(one, ignore_errors=True)
            else:
                one.unlink(missing_ok=True)


@functools.cache
def _engine() -> str:
    """Return a digest of the engine's own code: another edition may fill the columns in another way."""
    digest = hashlib.sha256()
    for path in sorted(Path(matcher.__file__ or "").parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


# --- reading ------------------------------------------------------------------------------------------------------


def read_pool(folder: Path, domain: Domain, *, config: str = "") -> Pool:
    """Return the newest pool of a folder; see :func:`open_pool`."""
    return open_pool(folder, domain, config=config).pool


def open_pool(folder: Path, domain: Domain, *, config: str = "") -> PoolFile:
    """Open the newest pool of a folder, without reading it: pages come from the disk as they are looked at.

    Parameters
    ----------
    folder : Path
        As for :func:`write_pool`.
    domain : Domain
        Of the catalogue that the pool was made with.
    config : str
        As for :func:`write_pool`.

    Raises
    ------
    PoolUnreadable
        If there is none, or another edition of service or catalogue wrote it, or it is damaged.
    """
    path = newest(folder)
    if path is None:
        raise PoolUnreadable(folder, "den er ikke laget ennå.")
    with turn(folder, fcntl.LOCK_SH):
        path = newest(folder) or path
        try:
            return _open(path, domain, config)
        except FileNotFoundError as error:
            raise PoolUnreadable(folder, "en del av den mangler.") from error
        except DAMAGE as error:
            raise PoolUnreadable(folder, "den er skadet.") from error


def newest(folder: Path) -> Path | None:
    """Return where the newest pool of a folder lies, or None when there is none."""
    try:
        return folder / (folder / CURRENT).readlink().name
    except OSError:
        return None


def _open(path: Path, domain: Domain, config: str) -> PoolFile:
    header = json.loads((path / HEADER).read_bytes())
    for key, wanted in (("format", FORMAT), ("engine", _engine()), ("catalogue", domain.catalogue.version)):
        if header.get(key) != wanted:
            raise PoolUnreadable(path.parent, "den er laget av en annen utgave av tjenesten eller katalogen.")
    day, people = date.fromisoformat(header["day"]), int(header["people"])
    arrays = {name: _mapped(path / f"column-{name}.npy", people) for name in header["columns"]}
    beside = {name: _mapped(path / f"beside-{name}.npy", people) for name in header["beside"]}
    ids = Ids(_mapped(path / IDS, people))
    classes = pool_records.read((path / CLASSES).read_text(encoding="utf-8"))
    families, naming = dict(header["families"]), dict(header["naming"])
    columns = Columns(arrays, classes, ids, families, naming)  # type: ignore[arg-type]  # a sequence of str, only not a list
    pool = Pool(Records(_mapped(path / RECORDS), _mapped(path / ENDS, people)), day, domain, columns)
    terms = json.loads((path / TERMS).read_bytes())
    _take_in(pool, TERMS_OF_POOL, Terms(terms, _mapped(path / TERM_ROWS), _mapped(path / TERM_ENDS, len(terms) + 1)))
    if config == header["config"]:
        for name, keys in json.loads((path / SHARED).read_bytes()):
            for key, array in zip(keys, _mapped(path / f"shared-{name}.npy", len(keys)), strict=True):
                _take_in(pool, pool_records.key_read(key), array)
    return PoolFile(pool, beside, dict(header["note"]), path)


def _take_in(pool: Pool, key: Hashable, value: Any) -> None:
    pool.once(key, lambda: value)


def _mapped(path: Path, length: int | None = None) -> NDArray[Any]:
    array = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    if length is not None and len(array) != length:
        raise ValueError(f"{path.name} has {len(array)} rows, not {length}")
    return array
