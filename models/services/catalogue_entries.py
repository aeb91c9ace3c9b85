"""The catalogue as people look things up in it: entries of one kind, one entry, and the names that it refers to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.text import normalise
from models.catalogue import CatalogueEntry
from models.services.catalogue.entries import BarrierEntry, Entry, MeasureEntry, RoleEntry, RouteEntry, SourceEntry

LookedUp = RoleEntry | RouteEntry | BarrierEntry | MeasureEntry
KINDS: Mapping[str, type[LookedUp]] = {model.KIND: model for model in (RoleEntry, RouteEntry, BarrierEntry, MeasureEntry)}
"""The kinds that people look things up in."""
_NAMED = ("role", "route", "barrier", "measure", "state", "profession")

AnyEntry = TypeVar("AnyEntry", bound=Entry)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries of a kind there are, and how many of them have something that is not confirmed."""

    total: int
    unconfirmed: int


def tallies(session: Session) -> dict[str, Tally]:
    """Return the tally of each kind that is looked up; all noughts when no catalogue is loaded."""
    rows = session.execute(select(CatalogueEntry.kind, CatalogueEntry.unverified).where(CatalogueEntry.kind.in_(KINDS))).all()
    found = {kind: [bool(row.unverified) for row in rows if row.kind == kind] for kind in KINDS}
    return {kind: Tally(len(marks), sum(marks)) for kind, marks in found.items()}


def list_entries(session: Session, kind: str, *, words: str = "", only_unconfirmed: bool = False) -> list[LookedUp]:
    """Return the entries of a kind in which every word of ``words`` stands somewhere, those to be confirmed first.

    The more is not confirmed and the longer ago it was checked, the earlier it comes.
    """
    bodies = session.scalars(select(CatalogueEntry.body).where(CatalogueEntry.kind == kind))
    wanted = normalise(words).split()
    found = [
        _entry(KINDS[kind], body)
        for body in bodies
        if all(word in text for text in [normalise(" ".join(_texts(body)))] for word in wanted)
    ]
    if only_unconfirmed:
        found = [entry for entry in found if entry.unverified]
    return sorted(found, key=lambda entry: (-len(entry.unverified), entry.checked, entry.id))


def find_entry(session: Session, kind: str, key: str) -> LookedUp | None:
    """Return one entry, or None when the catalogue has none of that kind and id."""
    if kind not in KINDS:
        return None
    body = session.scalar(select(CatalogueEntry.body).where(CatalogueEntry.kind == kind, CatalogueEntry.id == key))
    return None if body is None else _entry(KINDS[kind], body)


def names(session: Session) -> dict[tuple[str, str], str]:
    """Return the name of everything that entries refer to, by kind and id; a profession's id is its HPR code."""
    rows = session.execute(
        select(CatalogueEntry.kind, CatalogueEntry.id, CatalogueEntry.body).where(CatalogueEntry.kind.in_(_NAMED))
    )
    return {(kind, body["hpr"] if kind == "profession" else key): body["label"] for kind, key, body in rows}


def sources(session: Session, keys: Collection[str]) -> list[SourceEntry]:
    """Return the sources with these keys, in the order of the keys; one that is not in the catalogue is left out."""
    rows = session.execute(
        select(CatalogueEntry.id, CatalogueEntry.body).where(CatalogueEntry.kind == SourceEntry.KIND, CatalogueEntry.id.in_(keys))
    )
    found = {key: _entry(SourceEntry, body) for key, body in rows}
    return [found[key] for key in keys if key in found]


def _entry(model: type[AnyEntry], body: Mapping[str, Any]) -> AnyEntry:
    return model.model_validate(body)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
