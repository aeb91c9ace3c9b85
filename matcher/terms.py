"""Whether the terms of a post suit a person: hours, form, shifts, way to work, place, start, and how long it takes."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from matcher.gates import BY_LINE, NO_WAY, SMALL_POST, Demand, asked_shifts, own_way, staying, travel_minutes
from matcher.levels import SILENT, Comparison, Levels, each, named, no_evidence, silent
from matcher.pool import Pool
from matcher.reach import SLACK, USUAL_MINUTES
from matcher.records import Candidate
from matcher.wishes import NEIGHBOURHOOD, PASSING, only_lasting, share_gaps, wishes_place

DAILY = USUAL_MINUTES + SLACK
"""Minutes beyond which nobody drives each day."""

WORTH_MOVING = 75
"""Percent below which few move for a post."""

CLOSE_SHARE = 15
"""Points of percent between wish and post that nobody quarrels about."""

FOR_A_TIME = frozenset({"vikariat", "tilkalling", "sommer", "engasjement"})
"""Forms of work for a time."""

HOURS = frozenset({"day", "evening", "night"})
"""Parts of the day, as against weekends and standing by."""


def _hours(demand: Demand, pool: Pool, _months: NDArray[np.float32]) -> Levels:
    low, high = demand.percent_min, demand.percent_max
    if low is None or high is None:
        return silent(pool)
    grows = "offer:more_hours" in demand.opening.properties

    def level(candidate: Candidate) -> int:
        if candidate.percent_min is None and candidate.percent_max is None:
            return SILENT
        below, above = share_gaps(candidate, low, high)
        if above > CLOSE_SHARE:
            return 4
        if below > 2 * CLOSE_SHARE + (CLOSE_SHARE if grows else 0):
            return 3
        if below > CLOSE_SHARE and not grows:
            return 2
        return 1 if below or above else 0

    return pool.once(("hours level", low, high, grows), lambda: each(pool, level))


def _hours_evidence(_demand: Demand, pool: Pool, row: int) -> str:
    candidate = pool.candidates[row]
    low, high = candidate.percent_min, candidate.percent_max
    return "" if low is None and high is None else f"percent:{low or 0:g}-{100 if high is None else high:g}"


def _form(demand: Demand, pool: Pool, _months: NDArray[np.float32]) -> Levels:
    form = demand.employment
    if form is None:
        return silent(pool)
    small = demand.percent_max is not None and demand.percent_max <= SMALL_POST

    def level(candidate: Candidate) -> int:
        if not candidate.forms:
            return SILENT
        if form in candidate.forms:
            return 0
        if form == "laerling":
            return 4
        if form in PASSING and only_lasting(candidate):
            return 3
        return 2 if form == "fast" and not small and candidate.forms <= FOR_A_TIME else 1

    return pool.once(("form level", form, small), lambda: each(pool, level))


def _form_evidence(_demand: Demand, pool: Pool, row: int) -> str:
    return ",".join(sorted(pool.candidates[row].forms))


def _shifts(demand: Demand, pool: Pool, _months: NDArray[np.float32]) -> Levels:
    asked = asked_shifts(demand)
    if not asked:
        return silent(pool)
    core = asked & HOURS
    said = frozenset(atom.partition(":")[2] for gate in demand.gates for atom in gate.atoms if atom.startswith("shift:"))
    any_will_do = demand.employment == "tilkalling"

    def level(candidate: Candidate) -> int:
        if any_will_do and asked & candidate.shifts_yes:
            return 0
        hours = candidate.shifts_yes & HOURS
        if core and hours and not core & hours:
            return 3
        if asked & candidate.shifts_no:
            return 4
        if not candidate.shifts_yes:
            return SILENT
        if asked <= candidate.shifts_yes:
            return 0
        return 1 if said & candidate.shifts_yes else 2

    return pool.once(("shifts level", asked, said, any_will_do), lambda: each(pool, level))


def _shifts_evidence(_demand: Demand, pool: Pool, row: int) -> str:
    return ",".join(sorted(pool.candidates[row].shifts_yes))


def _reach(demand: Demand, pool: Pool, _months: NDArray[np.float32]) -> Levels:
    minutes = travel_minutes(demand, pool)
    # Who stays over between shifts drives the way seldom.
    driven = minutes // 2 if staying(demand.opening) else minutes
    levels = np.searchsorted([15, 30, 45, 60, 90], driven, side="left").astype(np.int8)
    way = own_way(demand, pool)
    levels[way == BY_LINE] = 8
    levels[way == NO_WAY] = 9
    number = demand.opening.kommunenr
    moves = pool.once(("moves", number), lambda: np.array([_would_move(c, number) for c in pool.candidates], dtype=bool))
    small = demand.percent_max is not None and demand.percent_max < WORTH_MOVING
    levels[moves & ((driven > DAILY) | (way == NO_WAY))] = 7 if small else 6
    levels[minutes < 0] = SILENT
    return levels


def _would_move(candidate: Candidate, number: str | None) -> bool:
    """Tell who means to move: says so, or wishes for a municipality beyond daily reach and has not said no."""
    if candidate.willing_to_move is not None:
        return candidate.willing_to_move
    return bool(candidate.wished_places) and number is not None and wishes_place(candidate, number)


def _reach_evidence(demand: Demand, pool: Pool, row: int) -> str:
    return f"minutes:{int(travel_minutes(demand, pool)[row])}"


def _place(demand: Demand, pool: Pool, _months: NDArray[np.float32]) -> Levels:
    number = demand.opening.kommunenr
    if number is None:
        return silent(pool)

    def reckon() -> Levels:
        minutes = travel_minutes(demand, pool)
        levels = each(pool, lambda c: SILENT if not c.wished_places else 0 if wishes_place(c, number) else 2)
        levels[(levels == 2) & (minutes >= 0) & (minutes <= NEIGHBOURHOOD)] = 1
        return levels

    return pool.once(("place level", number, demand.opening.postnummer), reckon)


def _place_evidence(_demand: Demand, pool: Pool, row: int) -> str:
    return ",".join(sorted(pool.candidates[row].wished_places))


def _start(demand: Demand, pool: Pool, _months: NDArray[np.float32]) -> Levels:
    start = demand.opening.start
    if start is None:
        return silent(pool)
    latest: date = start + timedelta(days=31)

    def level(candidate: Candidate) -> int:
        return SILENT if candidate.earliest_start is None else 0 if candidate.earliest_start <= latest else 1

    return each(pool, level)


def _start_evidence(_demand: Demand, pool: Pool, row: int) -> str:
    start = pool.candidates[row].earliest_start
    return start.isoformat() if start else ""


def _way(_demand: Demand, _pool: Pool, months: NDArray[np.float32]) -> Levels:
    levels = np.searchsorted([3, 12, 24], months, side="left").astype(np.int8)
    levels[(months <= 0) | ~np.isfinite(months)] = SILENT
    return levels


COMPARISONS: tuple[Comparison, ...] = (
    named("hours", _hours, _hours_evidence),
    named("form", _form, _form_evidence),
    named("shifts", _shifts, _shifts_evidence),
    named("reach", _reach, _reach_evidence),
    named("place", _place, _place_evidence),
    named("start", _start, _start_evidence),
    named("way", _way, no_evidence),
)
