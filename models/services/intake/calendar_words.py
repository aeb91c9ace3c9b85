"""Months, seasons and days as people write them, in bokmål, nynorsk, Swedish and English."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_MONTHS = (
    "januar january januari jan",
    "februar february februari feb",
    "mars march mar",
    "april apr",
    "mai may maj",
    "juni june jun",
    "juli july jul",
    "august augusti aug",
    "september sept sep",
    "oktober october okt oct",
    "november nov",
    "desember december des dec",
)
NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
MONTH = "|".join(
    sorted((name for name in NUMBERS if name not in {"mar", "may", "jan", "jun", "jul", "sep"}), key=lambda name: -len(name))
)
SEASONS = {
    "våren": 3, "vår": 3, "vårs": 3, "vårar": 3, "spring": 3, "våras": 3,
    "sommeren": 6, "sommer": 6, "sumaren": 6, "sommaren": 6, "summer": 6, "somren": 6,
    "høsten": 8, "høst": 8, "hausten": 8, "haust": 8, "hösten": 8, "autumn": 8,
    "nyttår": 1, "årsskiftet": 1, "vinteren": 1, "januar/februar": 1, "new year": 1,
}  # fmt: skip
SEASON = "|".join(sorted(SEASONS, key=lambda name: -len(name)))
WINTER, SUMMER = (12, 4), (6, 8)
"""First and last month of a season in which a place like this hires: snow from December to April, summer June to August."""

MONTH_RANGE = re.compile(rf"\b({MONTH})\.?\s{{0,2}}(?:-|–|til|till|to|t\.?o\.?m\.?|og ut)\s{{0,2}}({MONTH})\b")
ANY_MONTH = re.compile(rf"\b(?:{MONTH})\b")


def months_between(first: int, last: int) -> frozenset[int]:
    """Return the months from ``first`` to ``last``, over the turn of the year when needed."""
    return frozenset((first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1))


def last_day(month: int) -> int:
    """Return the last day of ``month`` in a year that is no leap year."""
    return monthrange(2001, month)[1]


def coming(month: int, day: int, on: date) -> date | None:
    """Return the next such day after ``on``, None when the month has no such day."""
    for year in (on.year, on.year + 1):
        found = safe_date(year, month, day)
        if found is not None and found > on:
            return found
    return None


def safe_date(year: int, month: int, day: int) -> date | None:
    """Return the day, None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def in_months(on: date, months: int) -> date:
    """Return the day ``months`` after ``on``, the last of the month when it is shorter."""
    index = on.year * 12 + on.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def week_start(year: int, week: int) -> date | None:
    """Return the Monday of an ISO week, None when the year has no such week."""
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
