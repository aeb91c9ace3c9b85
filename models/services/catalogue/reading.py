"""The catalogue's files read into checked entries, and entries turned into plain rows and back."""

from __future__ import annotations

import csv
import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from models.services.catalogue.entries import (
    AmbiguousEntry,
    BarrierEntry,
    CredentialEntry,
    DrivingEntry,
    Entry,
    MeasureEntry,
    OldMunicipalityEntry,
    PlaceEntry,
    ProfessionEntry,
    RequirementEntry,
    RoleEntry,
    RouteEntry,
    SourceEntry,
    StateEntry,
    TransitEntry,
)

KINDS: dict[str, type[Entry]] = {
    model.KIND: model
    for model in (
        SourceEntry,
        RoleEntry,
        AmbiguousEntry,
        ProfessionEntry,
        CredentialEntry,
        StateEntry,
        RouteEntry,
        BarrierEntry,
        MeasureEntry,
        RequirementEntry,
        PlaceEntry,
        DrivingEntry,
        TransitEntry,
        OldMunicipalityEntry,
    )
}
"""Kind of row -> the model that checks it."""

FILES: tuple[tuple[str, str], ...] = (
    ("sources.toml", "source"),
    ("roles.toml", "role"),
    ("outside.toml", "role"),
    ("ambiguous.toml", "ambiguous"),
    ("professions.toml", "profession"),
    ("credentials.toml", "credential"),
    ("states.toml", "state"),
    ("routes.toml", "route"),
    ("barriers.toml", "barrier"),
    ("measures.toml", "measure"),
    ("requirements.toml", "requirement"),
    ("places.csv", "place"),
    ("driving.csv", "driving"),
    ("transit.csv", "transit"),
    ("municipalities_old.csv", "old_municipality"),
)
"""File -> kind of its entries, in reading order."""

OPTIONAL = frozenset({"outside.toml"})

_LISTS = ("sources", "unverified")

AnyEntry = TypeVar("AnyEntry", bound=Entry)

_MESSAGES = {
    "missing": "feltet mangler",
    "extra_forbidden": "ukjent felt",
    "string_too_short": "feltet er tomt",
    "string_too_long": "teksten er for lang",
    "string_pattern_mismatch": "verdien har feil form",
    "literal_error": "verdien må være en av {expected}",
    "int_parsing": "verdien må være et helt tall",
    "int_from_float": "verdien må være et helt tall",
    "float_parsing": "verdien må være et tall",
    "greater_than": "tallet må være større enn {gt}",
    "greater_than_equal": "tallet må være minst {ge}",
    "less_than_equal": "tallet må være høyst {le}",
    "too_short": "listen er for kort",
    "bool_type": "verdien må være true eller false",
    "bool_parsing": "verdien må være true eller false",
    "date_from_datetime_parsing": "verdien må være en dato (2026-11-23)",
    "date_type": "verdien må være en dato (2026-11-23)",
    "tuple_type": "verdien må være en liste",
    "string_type": "verdien må være tekst",
    "float_type": "verdien må være et tall",
    "int_type": "verdien må være et helt tall",
}


@dataclass(frozen=True, slots=True, order=True)
class CatalogueIssue:
    """Something to mend (``error``) or to know (``notice``): which file, which entry, and what in plain Norwegian."""

    severity: str
    file: str
    id: str
    message: str

    def __str__(self) -> str:
        """Return the issue as one line of text."""
        return f"{self.file}: {self.id}: {self.message}"


class CatalogueUnreadableError(Exception):
    """The files cannot be read as a catalogue; ``issues`` holds one line for each fault."""

    def __init__(self, issues: Iterable[CatalogueIssue]) -> None:
        self.issues = tuple(issues)
        super().__init__("\n".join(str(issue) for issue in self.issues))


def file_of(entry: Entry) -> str:
    """Name the file that an entry belongs to."""
    if isinstance(entry, RoleEntry) and entry.outside:
        return "outside.toml"
    return next(name for name, kind in FILES if kind == entry.KIND)


@dataclass(frozen=True, slots=True)
class CatalogueSource:
    """All entries of a catalogue, by kind and id."""

    entries: tuple[Entry, ...]

    def of(self, model: type[AnyEntry]) -> tuple[AnyEntry, ...]:
        """Return the entries of one model."""
        return tuple(entry for entry in self.entries if isinstance(entry, model))

    def rows(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Yield kind, id and plain fields of each entry; fields at their default are left out."""
        for entry in self.entries:
            body = entry.model_dump(mode="json", exclude_defaults=True)
            body["unverified"] = list(entry.unverified)
            yield entry.KIND, entry.key, body

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[str, str, dict[str, Any]]]) -> CatalogueSource:
        """Make a source of rows as :meth:`rows` yields them.

        Raises
        ------
        CatalogueUnreadableError
            A row has an unknown kind or fields that do not pass.
        """
        entries, issues = [], []
        for kind, key, body in rows:
            model = KINDS.get(kind)
            if model is None:
                issues.append(CatalogueIssue("error", kind, key, "ukjent slag oppføring"))
                continue
            entry = _entry(model, body, kind, issues)
            if entry is not None:
                entries.append(entry)
        if issues:
            raise CatalogueUnreadableError(issues)
        return cls(_in_order(entries))

    @property
    def version(self) -> str:
        """First 16 hex digits of a SHA-256 over the content; the order of entries does not matter."""
        lines = sorted(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in self.rows())
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def read_catalogue(folder: Path) -> CatalogueSource:
    """Read and check every file of ``folder``.

    Raises
    ------
    CatalogueUnreadableError
        A file is missing or broken, or an entry has a field that does not pass; all faults are named at once.
    """
    entries: list[Entry] = []
    issues: list[CatalogueIssue] = []
    for name, kind in FILES:
        path = folder / name
        if not path.exists():
            if name not in OPTIONAL:
                issues.append(CatalogueIssue("error", name, "-", "filen mangler i katalogmappen"))
            continue
        for body in _bodies(path, kind, issues):
            entry = _entry(KINDS[kind], body, name, issues)
            if entry is not None:
                entries.append(entry)
    if issues:
        raise CatalogueUnreadableError(issues)
    return CatalogueSource(_in_order(entries))


def _in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    order = {kind: number for number, kind in enumerate(KINDS)}
    return tuple(sorted(entries, key=lambda entry: (order[entry.KIND], entry.key)))


def _bodies(path: Path, kind: str, issues: list[CatalogueIssue]) -> Iterator[dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        issues.append(CatalogueIssue("error", path.name, "-", "filen er ikke UTF-8; lagre den på nytt som UTF-8"))
        return
    if path.suffix == ".csv":
        for row in csv.DictReader(text.splitlines()):
            yield {name: _cell(name, value) for name, value in row.items() if name and value not in {"", None}}
        return
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        issues.append(CatalogueIssue("error", path.name, "-", f"filen er ikke gyldig TOML: {fault}"))
        return
    for name, table in tables.items():
        if name != kind or not isinstance(table, list):
            issues.append(CatalogueIssue("error", path.name, name, f"filen skal bare ha tabeller av slaget [[{kind}]]"))
            continue
        yield from table


def _cell(name: str, value: str) -> str | list[str]:
    return [part.strip() for part in value.split(";") if part.strip()] if name in _LISTS else value


def _entry(model: type[Entry], body: object, file: str, issues: list[CatalogueIssue]) -> Entry | None:
    try:
        return model.model_validate(body)
    except ValidationError as fault:
        key = str(body.get(model.ID_FIELD, "?")) if isinstance(body, dict) else "?"
        for error in fault.errors():
            where = ".".join(str(part) for part in error["loc"]) or "oppføringen"
            issues.append(CatalogueIssue("error", file, key, f"{where}: {_in_norwegian(error)}"))
        return None


def _in_norwegian(error: Any) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    message = _MESSAGES.get(error["type"], "verdien passer ikke her")
    return message.format(**{name: str(value).replace(" or ", " eller ") for name, value in error.get("ctx", {}).items()})
