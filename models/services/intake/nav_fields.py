"""The fields of a NAV document read with their types: what is missing is empty, what is of the wrong kind is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from matcher.text import clean
from models.services.intake.errors import RecordError

OSLO = ZoneInfo("Europe/Oslo")
FIRST_YEAR, LAST_YEAR = 1900, 2100
AGAIN = "Rett feltet og last opp på nytt."

_YEAR_MONTH = re.compile(r"(\d{4})-(\d{2})")
_BLANKS = re.compile(r"\s+")

Fields = Mapping[str, object]


def text(record: Fields, name: str, *, path: str = "", limit: int = 400) -> str:
    """Return the text in ``name`` on one line, empty when it is missing; a number is taken as its digits."""
    return _BLANKS.sub(" ", prose(record, name, path=path, limit=limit * 4)).strip()[:limit]


def prose(record: Fields, name: str, *, path: str = "", limit: int = 60_000) -> str:
    """Return the text in ``name`` with its line breaks, empty when it is missing."""
    value = record.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise RecordError(path + name, f"{name} skal være tekst. {AGAIN}")
    return clean(str(value)).strip()[:limit]


def flag(record: Fields, name: str, *, path: str = "") -> bool | None:
    """Return the yes or no in ``name``, None when it is missing."""
    value = record.get(name)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().casefold() in {"", "true", "false"}:
        return {"true": True, "false": False}.get(value.strip().casefold())
    raise RecordError(path + name, f"{name} skal være true, false eller tomt. {AGAIN}")


def section(record: Fields, name: str, *, path: str = "") -> list[tuple[str, Fields]]:
    """Return the entries of the list ``name``, each with the path that names it in an error ("sprak[0].")."""
    value = record.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise RecordError(path + name, f"{name} skal være en liste. {AGAIN}")
    entries: list[tuple[str, Fields]] = []
    for number, entry in enumerate(value):
        if entry is None:
            continue
        if not isinstance(entry, dict):
            raise RecordError(
                f"{path}{name}[{number}]", f"Hver oppføring i {name} skal være et objekt med navngitte felt. {AGAIN}"
            )
        entries.append((f"{path}{name}[{number}].", entry))
    return entries


def codes(record: Fields, name: str, key: str) -> set[str]:
    """Return the upper-case codes under ``key`` in the entries of ``name``."""
    return {code.upper() for path, entry in section(record, name) if (code := text(entry, key, path=path))}


def day(record: Fields, name: str, *, path: str = "") -> date | None:
    """Return the local day in ``name``: NAV writes a day as the UTC instant at which it begins in Norway."""
    written = text(record, name, path=path)
    return None if not written else _as_day(written, path + name)


def instant(record: Fields, name: str) -> datetime:
    """Return the instant in ``name`` in UTC; a time without a zone is Norwegian."""
    written = text(record, name)
    if not written:
        raise RecordError(name, f"{name} mangler. Legg inn når dokumentet ble endret, og last opp på nytt.")
    moment = _parse(written, name)
    return moment.astimezone(UTC)


def _as_day(written: str, field: str) -> date:
    short = _YEAR_MONTH.fullmatch(written)
    if short:
        written = f"{written}-01"
    if len(written) == len("2026-01-31"):
        try:
            found = date.fromisoformat(written)
        except ValueError:
            raise _unreadable(field, written) from None
        return _plausible(found, field, written)
    # Documents written with today's summer time put some old days at 23:00: those belong to the day that begins.
    local = _parse(written, field).astimezone(OSLO) + timedelta(hours=1)
    return _plausible(local.date(), field, written)


def _parse(written: str, field: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise _unreadable(field, written) from None
    # The zone is reckoned below; at the ends of the calendar that is not possible.
    _plausible(moment.date(), field, written)
    return moment if moment.tzinfo else moment.replace(tzinfo=OSLO)


def _plausible(found: date, field: str, written: str) -> date:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise _unreadable(field, written)
    return found


def _unreadable(field: str, written: str) -> RecordError:
    return RecordError(field, f"Datoen «{written[:40]}» lar seg ikke lese. Skriv den som ÅÅÅÅ-MM-DD og last opp på nytt.")
