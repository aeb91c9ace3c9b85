"""The clock of the pages: the instant in UTC and the day in Norway, from what ``create_app`` was handed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, current_app

OSLO = ZoneInfo("Europe/Oslo")
_EXTENSION = "bygdematch.clock"


def init_app(app: Flask, now: Callable[[], datetime] | None) -> None:
    """Set the clock; without one it is the machine's."""
    app.extensions[_EXTENSION] = now or (lambda: datetime.now(UTC))


def now() -> datetime:
    """Return the present instant, in UTC."""
    clock: Callable[[], datetime] = current_app.extensions[_EXTENSION]
    return clock().astimezone(UTC)


def today() -> date:
    """Return the present day in Norway."""
    return now().astimezone(OSLO).date()
