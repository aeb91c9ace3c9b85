"""Classes of candidates as JSON and back: plain values under known names, so that reading them can run nothing.

What many classes have in common (the states of a standing, a set of papers) is written once and pointed at.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.records import Candidate, Credential, LanguageLevel, LanguageSkill, Proof
from matcher.states import Standing

_RECORDS: dict[str, Any] = {one.__name__: one for one in (Candidate, Credential, LanguageSkill, Standing)}


def written(classes: Mapping[str, Sequence[Any]]) -> str:
    """Return the classes of every group as JSON."""
    return json.dumps([[name, _written(some)] for name, some in classes.items()], ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> dict[str, list[Any]]:
    """Return the classes of every group, each in the place that it had.

    Raise ValueError, TypeError or LookupError when ``text`` is not what :func:`written` gives.
    """
    return dict(json.loads(text, object_hook=_made))


def without(text: str, empty: Mapping[str, NDArray[np.int64]]) -> str:
    """Return the JSON with no trace of the classes ``empty`` (numbers by group), which nobody belongs to any longer.

    The others keep their places.  In the place of one that goes stands another that somebody belongs to.
    """
    found = []
    for name, told in json.loads(text):
        ((kind, content),) = told.items()
        columns = content[1:] if kind == "table" else [content]
        for column in columns:
            values, numbers = column[-2:]
            _strike(values, numbers, empty.get(name, ()))
        found.append([name, told])
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def key_written(key: Hashable) -> str | None:
    """Return the key of something reckoned as JSON; None when it holds what is not a plain value."""
    try:
        return json.dumps(_plain(key))
    except TypeError:
        return None


def key_read(told: str) -> Hashable:
    """Return the key that :func:`key_written` was given."""
    key: Hashable = json.loads(told, object_hook=_made)
    return key


def _strike(values: list[Any], numbers: list[int], empty: Sequence[int] | NDArray[np.int64]) -> None:
    gone = set(np.asarray(empty).tolist())
    left = next((number for place, number in enumerate(numbers) if place not in gone), None)
    for place in gone:
        numbers[place] = 0 if left is None else left
    used = set() if left is None else set(numbers)
    for number in range(len(values)):
        if number not in used:
            values[number] = None


def _written(some: Sequence[Any]) -> dict[str, Any]:
    if not some or not is_dataclass(some[0]):
        return {"list": _distinct(some)}
    kind: Any = type(some[0])
    told = [field for field in fields(kind) if any(getattr(one, field.name) != _default(field) for one in some)]
    columns = [[field.name, *_distinct([getattr(one, field.name) for one in some])] for field in told]
    return {"table": [kind.__name__, *columns]}


def _default(field: Any) -> Any:
    return None if field.default is MISSING else field.default


def _distinct(values: Sequence[Any]) -> list[list[Any]]:
    """Return the different values, and for each place the number of its value."""
    seen: dict[tuple[type, Any], int] = {}
    numbers = [seen.setdefault((type(value), value), len(seen)) for value in values]
    return [[_plain(value) for _, value in seen], numbers]


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return {type(value).__name__: value.value}
    if isinstance(value, tuple):
        return {"tuple": [_plain(one) for one in value]}
    if isinstance(value, frozenset):
        return {"set": sorted((_plain(one) for one in value), key=json.dumps)}
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if is_dataclass(value):
        return {type(value).__name__: [_plain(getattr(value, field.name)) for field in fields(value)]}
    return value


def _made(told: dict[str, Any]) -> Any:
    ((name, content),) = told.items()
    return _MAKERS[name](content)


def _table(told: Sequence[Any]) -> list[Any]:
    record, columns = _RECORDS[told[0]], told[1:]
    names = [name for name, _, _ in columns]
    rows = zip(*([values[number] for number in numbers] for _, values, numbers in columns), strict=True)
    return [record(**dict(zip(names, row, strict=True))) for row in rows]


def _list(told: tuple[Sequence[Any], Sequence[int]]) -> list[Any]:
    values, numbers = told
    return [values[number] for number in numbers]


def _record(kind: Any) -> Callable[[Sequence[Any]], Any]:
    names = [field.name for field in fields(kind)]
    return lambda values: kind(**dict(zip(names, values, strict=True)))


_MAKERS: dict[str, Callable[[Any], Any]] = {
    "table": _table,
    "list": _list,
    "tuple": tuple,
    "set": frozenset,
    "bytes": bytes.fromhex,
    "date": date.fromisoformat,
    Proof.__name__: Proof,
    LanguageLevel.__name__: LanguageLevel,
    **{name: _record(kind) for name, kind in _RECORDS.items()},
}
