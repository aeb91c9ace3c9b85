"""The demo's advertisements moved to today: they were written for one day, and would else all have run out some months later."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from web.cli.context import OSLO

DEMO_DAY = date(2026, 11, 23)
"""The day that the demo was written for."""

MOMENTS = frozenset({"sistEndret", "updated", "published", "expires"})
DAYS = frozenset({"applicationDue", "starttime"})
"""Fields that hold a day; «Snarest» and the like stay as they are."""


def weeks_since(day: date) -> int:
    """Return the whole weeks from the demo's day to ``day``, so that weekdays stay what they are; never fewer than none."""
    return max(0, (day - DEMO_DAY).days // 7)


@contextmanager
def advertisements(path: Path, today: date) -> Iterator[Path]:
    """Give the file of feed entries in ``path`` as if it had been written in the week of ``today``.

    The instant of the last change moves with the rest, so what is loaded later is the newer version.  What the texts
    say of months and years stays.
    """
    weeks = weeks_since(today)
    if weeks == 0:
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        moved = Path(folder) / path.name
        with path.open(encoding="utf-8") as lines, moved.open("w", encoding="utf-8") as file:
            for line in lines:
                file.write(json.dumps(later(json.loads(line), weeks), ensure_ascii=False) + "\n")
        yield moved


def later(entry: dict[str, Any], weeks: int) -> dict[str, Any]:
    """Return a feed entry with its dates so many weeks later, at the same time of day in Norway."""
    by = timedelta(weeks=weeks)
    found: dict[str, Any] = {}
    for name, value in entry.items():
        if isinstance(value, dict):
            found[name] = later(value, weeks)
        elif name in MOMENTS and value:
            found[name] = (datetime.fromisoformat(value).astimezone(OSLO) + by).isoformat(timespec="milliseconds")
        elif name in DAYS and _is_day(value):
            found[name] = (date.fromisoformat(value) + by).isoformat()
        else:
            found[name] = value
    return found


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False
