"""The cells of one row read with their types; every fault of the row is collected before the row is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import TypeVar

from matcher.text import clean, normalise
from models.services.intake.adtext import plain_text
from models.services.intake.errors import RecordError
from models.services.intake.moments import instant, only_date
from models.services.intake.nav_fields import OSLO

LONGEST_ID = 100

_YES = frozenset({"ja", "j", "x", "yes", "true", "1"})
_NO = frozenset({"nei", "n", "no", "false", "0"})
_BETWEEN = re.compile(r"[|;\n]")
_NUMBER = re.compile(r"(\d{1,7}(?:[.,]\d{1,4})?) ?%?")

Value = TypeVar("Value")


class Cells:
    """One row by column name.  Readers return None for an empty cell and for one that is at fault."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells
        self._faults: list[RecordError] = []

    def fault(self, name: str, reason: str) -> None:
        """Remember that a cell is at fault."""
        self._faults.append(RecordError(name, reason))

    def refuse_if_faulty(self) -> None:
        """Raise one error that names every fault, at the first field at fault."""
        if self._faults:
            raise RecordError(self._faults[0].field, "; ".join(fault.reason for fault in self._faults))

    def line(self, name: str, longest: int = 400) -> str:
        """Return the cell as one line of plain text."""
        return plain_text(self._cells.get(name, ""), longest)

    def prose(self, name: str) -> str:
        """Return the cell with its line breaks."""
        return clean(self._cells.get(name, "")).strip()

    def needed(self, name: str) -> str:
        """Return the cell as one line; an empty one is a fault."""
        value = self.line(name)
        if not value:
            self.fault(name, f"{name} mangler")
        return value

    def key(self, name: str) -> str:
        """Return an id of at most a hundred characters."""
        value = self.needed(name)
        if len(value) >= LONGEST_ID:
            self.fault(name, f"{name} er lengre enn {LONGEST_ID} tegn")
        return value

    def items(self, name: str) -> tuple[str, ...]:
        """Return the parts of a list, each once."""
        parts = (plain_text(part) for part in _BETWEEN.split(self._cells.get(name, "")))
        return tuple(dict.fromkeys(part for part in parts if part))

    def flag(self, name: str) -> bool | None:
        """Return yes or no."""
        value = normalise(self.line(name))
        if value in _YES or value in _NO:
            return value in _YES
        if value:
            self.fault(name, f"{name} «{value[:40]}» er ukjent: skriv ja eller nei, eller la cellen være tom")
        return None

    def number(self, name: str, least: float, most: float) -> float | None:
        """Return a number within bounds."""
        written = self.line(name)
        found = _NUMBER.fullmatch(written)
        value = float(found[1].replace(",", ".")) if found else None
        if value is not None and least <= value <= most:
            return value
        if written:
            self.fault(name, f"{name} «{written[:40]}» er ikke et tall mellom {least:g} og {most:g}")
        return None

    def whole(self, name: str, least: int, most: int) -> int | None:
        """Return a whole number within bounds."""
        value = self.number(name, least, most)
        if value is not None and not value.is_integer():
            self.fault(name, f"{name} «{value:g}» er ikke et helt tall")
            return None
        return None if value is None else int(value)

    def percent(self, name: str) -> float | None:
        """Return a share of full time in percent; Excel hands over 60 % as 0.6."""
        value = self.number(name, 0, 100)
        return round(value * 100, 4) if value is not None and 0 < value <= 1 else value

    def percents(self, least: str, most: str) -> tuple[float | None, float | None]:
        """Return the two ends of a range of percent."""
        low, high = self.percent(least), self.percent(most)
        if low is not None and high is not None and low > high:
            self.fault(least, f"{least} {low:g} er større enn {most} {high:g}")
        return low, high

    def day(self, name: str, first_year: int = 1900) -> date | None:
        """Return a date."""
        written = self.line(name)
        found = only_date(written)
        if found is not None and found.year >= first_year:
            return found
        if written:
            self.fault(name, f"{name} «{written[:40]}» er ikke en dato: skriv den som ÅÅÅÅ-MM-DD")
        return None

    def moment(self, name: str, otherwise: datetime) -> datetime:
        """Return an instant: a date is the beginning of that day in Norway."""
        written = self.line(name)
        if not written:
            return otherwise
        try:
            return instant(written)
        except (ValueError, OverflowError):
            day = self.day(name)
            return datetime.combine(day, time(), OSLO) if day else otherwise

    def choice(self, name: str, values: Mapping[str, Value]) -> Value | None:
        """Return what the cell's word stands for."""
        written = normalise(self.line(name))
        if written and written not in values:
            self.fault(name, _unknown(name, written, values))
        return values.get(written)

    def choices(self, name: str, values: Mapping[str, Value]) -> tuple[Value, ...]:
        """Return what the words of a list stand for, each once."""
        found: dict[Value, None] = {}
        for part in self.items(name):
            written = normalise(part)
            if written in values:
                found[values[written]] = None
            else:
                self.fault(name, _unknown(name, written, values))
        return tuple(found)


def _unknown(name: str, written: str, values: Mapping[str, Value]) -> str:
    known: dict[Value, str] = {}
    for word, value in values.items():
        known.setdefault(value, word)
    return f"{name} «{written[:40]}» er ukjent: skriv {', '.join(known.values())}"
