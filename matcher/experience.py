"""Practice in numbers: full-time months with overlapping periods merged, and how long ago the work ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matcher.records import Practice

UNKNOWN_PERCENT = 30.0
"""Counted share of full time when a period does not say it: careful, since it may open a route that asks for years."""

UNKNOWN_LENGTH = 3
"""Counted calendar months when a period has no start."""


@dataclass(frozen=True, slots=True)
class Months:
    """One period in months.

    Attributes
    ----------
    full_time : float
        Full-time months; where periods overlap, their shares are scaled so that no month counts more than one.
    calendar : int
        Months from start to end.
    since : int
        Whole months from the end to ``on``; 0 while the work goes on.
    """

    full_time: float
    calendar: int
    since: int


def _index(day: date) -> int:
    return day.year * 12 + day.month - 1


def measure(practice: Sequence[Practice], on: date) -> tuple[Months, ...]:
    """Return the length of each period of ``practice`` as of ``on``.

    Parameters
    ----------
    practice : sequence of Practice
        In any order; the answer has the same order and does not depend on it.
    on : date
        The day on which a period without an end is measured.

    Returns
    -------
    tuple of Months
        One for each period.  A period in the future has length 0.
    """
    today = _index(on)
    spans: list[tuple[int, int, float]] = []
    for period in practice:
        end = min(_index(period.end), today) if period.end else today
        start = _index(period.start) if period.start else end - UNKNOWN_LENGTH
        share = UNKNOWN_PERCENT if period.percent is None else period.percent
        spans.append((min(start, end), end, min(share, 100.0) / 100))
    marks = sorted({mark for start, end, _ in spans for mark in (start, end)})
    totals = [sum(share for start, end, share in spans if start <= low < end) for low in marks[:-1]]
    answer = []
    for start, end, share in spans:
        full = 0.0
        for low, high, total in zip(marks[:-1], marks[1:], totals, strict=True):
            if start <= low < end:
                full += (high - low) * (share / total if total > 1 else share)
        answer.append(Months(round(full, 1), end - start, max(0, today - end)))
    return tuple(answer)
