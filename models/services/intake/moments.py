"""Dates and times as NAV, spreadsheets and people write them in Norwegian."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from models.services.intake.calendar_words import NUMBERS
from models.services.intake.nav_fields import FIRST_YEAR, LAST_YEAR, OSLO

_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?(?!\d)")
_FIGURES = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})\b")
_NAMES = "|".join(sorted(NUMBERS, key=len, reverse=True))
_WORDS = re.compile(rf"\b(\d{{1,2}})\.? ?({_NAMES})\b\.?(?: (\d{{4}}))?", re.IGNORECASE)


def instant(text: str) -> datetime:
    """Return an ISO 8601 time in UTC; without a zone it is Norwegian time.  ValueError when it is none."""
    moment = datetime.fromisoformat(text.strip().partition("[")[0])
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"the year {moment.year} is not likely")
    return (moment if moment.tzinfo else moment.replace(tzinfo=OSLO)).astimezone(UTC)


def only_date(text: str, *, after: date | None = None) -> date | None:
    """Return the one date that ``text`` names, None when it names none or several.

    A date without a year is the first one from ``after`` on.
    """
    found = {day for day in _dates(text, after) if day is not None}
    return found.pop() if len(found) == 1 else None


def _dates(text: str, after: date | None) -> list[date | None]:
    days = [_day(int(year), int(month), int(day)) for year, month, day in _ISO.findall(text)]
    days += [_day(_full_year(year), int(month), int(day)) for day, month, year in _FIGURES.findall(text)]
    for day, name, year in _WORDS.findall(text):
        month = NUMBERS[name.casefold()]
        if year:
            days.append(_day(int(year), month, int(day)))
        elif after is not None:
            this_year = _day(after.year, month, int(day))
            days.append(this_year if this_year and this_year >= after else _day(after.year + 1, month, int(day)))
    return days


def _full_year(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None
