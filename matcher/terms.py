"""Whether the terms of a post suit a person: hours, form, shifts, way to work, place, start, and how long it takes."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from matcher.domain import Domain
from matcher.gates import NO_END, OVER, Waits
from matcher.levels import SILENT, Comparison, Levels, Scope, named, no_evidence, silent
from matcher.masks import above, put
from matcher.pool import Pool
from matcher.post_demands import SMALL_POST, Demand
from matcher.reach import SLACK, USUAL_MINUTES
from matcher.records import Candidate
from matcher.travel import BY_LINE, NO_WAY, own_way, staying, travel_minutes
from matcher.wishes import NEIGHBOURHOOD, PASSING, away, names_any, only_lasting, share_gaps

DAILY = USUAL_MINUTES + SLACK
"""Minutes beyond which nobody drives each day."""

DRIVEN = np.array([15, 30, 45, 60, 90], dtype=np.int16)
"""Minutes that part the levels of a way that is driven."""

WORTH_MOVING = 75
"""Percent below which few move for a post."""

CLOSE_SHARE = 15
"""Points of percent between wish and post that nobody quarrels about."""

FOR_A_TIME = frozenset({"vikariat", "tilkalling", "sommer", "engasjement"})
"""Forms of work for a time."""

HOURS = frozenset({"day", "evening", "night"})
SHIFTS = HOURS | {"weekend", "oncall"}
"""Parts of the day, as against weekends and standing by."""


def _share(demand: Demand, _domain: Domain) -> Hashable:
    low, high = demand.percent_min, demand.percent_max
    return None if low is None or high is None else (low, high, "offer:more_hours" in demand.opening.properties)


def _hours(demand: Demand, pool: Pool, _wait: Waits) -> Levels:
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

    return pool.by_class("share", level)


def _hours_evidence(_demand: Demand, pool: Pool, row: int) -> str:
    candidate = pool.candidates[row]
    low, high = candidate.percent_min, candidate.percent_max
    return "" if low is None and high is None else f"percent:{low or 0:g}-{100 if high is None else high:g}"


def _employment(demand: Demand, _domain: Domain) -> Hashable:
    small = demand.percent_max is not None and demand.percent_max <= SMALL_POST
    return None if demand.employment is None else (demand.employment, small)


def _form(demand: Demand, pool: Pool, _wait: Waits) -> Levels:
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

    return pool.by_class("forms", level)


def _form_evidence(_demand: Demand, pool: Pool, row: int) -> str:
    return ",".join(sorted(pool.candidates[row].forms))


def _roster(demand: Demand, _domain: Domain) -> Hashable:
    return (demand.shifts, demand.shifts_said, demand.employment == "tilkalling") if demand.shifts else None


def _shifts(demand: Demand, pool: Pool, _wait: Waits) -> Levels:
    asked, said = demand.shifts, demand.shifts_said
    if not asked:
        return silent(pool)
    core = asked & HOURS
    any_will_do = demand.employment == "tilkalling"

    def level(candidate: Candidate) -> int:
        if any_will_do and asked & candidate.shifts_yes:
            return 0
        hours = candidate.shifts_yes & HOURS
        if core and hours and not core & hours:
            return 3
        if asked & candidate.shifts_no:
            return 4
        if not candidate.shifts_yes & SHIFTS:
            return SILENT
        if asked <= candidate.shifts_yes:
            return 0
        return 1 if said & candidate.shifts_yes else 2

    return pool.by_class("shifts", level)


def _shifts_evidence(_demand: Demand, pool: Pool, row: int) -> str:
    return ",".join(sorted(pool.candidates[row].shifts_yes & SHIFTS))


def _way_there(demand: Demand, _domain: Domain) -> Hashable:
    opening = demand.opening
    small = demand.percent_max is not None and demand.percent_max < WORTH_MOVING
    return opening.postnummer, opening.kommunenr, staying(opening), small


def _reach(demand: Demand, pool: Pool, _wait: Waits) -> Levels:
    minutes = travel_minutes(demand, pool)
    number, staying_over = demand.opening.kommunenr, staying(demand.opening)
    moves = pool.once(("moves", number), lambda: _would_move(number, pool))
    small = demand.percent_max is not None and demand.percent_max < WORTH_MOVING
    # Who stays over between shifts drives the way seldom.
    driven, way = minutes // 2 if staying_over else minutes, own_way(demand, pool)
    levels = above(driven, DRIVEN)
    put(levels, way == BY_LINE, 8)
    put(levels, way == NO_WAY, 9)
    put(levels, moves & ((driven > DAILY) | (way == NO_WAY)), 7 if small else 6)
    put(levels, minutes < 0, SILENT)
    return levels


def _would_move(number: str | None, pool: Pool) -> NDArray[np.bool_]:
    """Tell who means to move: says so, or wishes for a municipality beyond daily reach and has not said no."""
    hopes = names_any(pool) & ~away(pool, number) if number is not None else np.zeros(len(pool), dtype=np.bool_)
    willing = pool.column("willing")
    return np.asarray((willing == 1) | ((willing < 0) & hopes))


def _reach_evidence(demand: Demand, pool: Pool, row: int) -> str:
    return f"minutes:{int(travel_minutes(demand, pool)[row])}"


def _where(demand: Demand, _domain: Domain) -> Hashable:
    number = demand.opening.kommunenr
    return None if number is None else (number, demand.opening.postnummer)


def _place(demand: Demand, pool: Pool, _wait: Waits) -> Levels:
    number = demand.opening.kommunenr
    if number is None:
        return silent(pool)
    elsewhere = away(pool, number)
    minutes = travel_minutes(demand, pool)
    levels = silent(pool)
    put(levels, names_any(pool), 0)
    put(levels, elsewhere, 2)
    put(levels, elsewhere & (minutes >= 0) & (minutes <= NEIGHBOURHOOD), 1)
    return levels


def _place_evidence(_demand: Demand, pool: Pool, row: int) -> str:
    return ",".join(sorted(pool.candidates[row].wished_places))


def _first_day(demand: Demand, _domain: Domain) -> Hashable:
    return demand.opening.start


def _start(demand: Demand, pool: Pool, _wait: Waits) -> Levels:
    start = demand.opening.start
    if start is None:
        return silent(pool)
    latest, known = (start + timedelta(days=31)).toordinal(), pool.column("start")
    return np.where(known == 0, SILENT, np.where(known <= latest, 0, 1)).astype(np.int8)


def _start_evidence(_demand: Demand, pool: Pool, row: int) -> str:
    start = pool.candidates[row].earliest_start
    return start.isoformat() if start else ""


def _always(_demand: Demand, _domain: Domain) -> Hashable:
    return True


def _way(_demand: Demand, _pool: Pool, wait: Waits) -> Levels:
    # Sums of yes and no instead of a choice for each: this is reckoned anew for every demand.
    quarter, year, years = OVER[1:4]
    levels = (wait >= quarter).view(np.int8) + (wait >= year).view(np.int8) + (wait >= years).view(np.int8)
    told = ((wait > 0) & (wait < NO_END)).view(np.int8)
    levels -= SILENT
    levels *= told
    levels += SILENT
    return levels


COMPARISONS: tuple[Comparison, ...] = (
    named("hours", _share, _hours, _hours_evidence),
    named("form", _employment, _form, _form_evidence),
    named("shifts", _roster, _shifts, _shifts_evidence),
    named("reach", _way_there, _reach, _reach_evidence, scope=Scope.PART),
    named("place", _where, _place, _place_evidence, scope=Scope.PART),
    named("start", _first_day, _start, _start_evidence),
    named("way", _always, _way, no_evidence, scope=Scope.DEMAND),
)
