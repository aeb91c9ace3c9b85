"""Comparisons: one question of each pair, answered by the first level that holds; silence is no level at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from matcher.domain import SAME_WORK
from matcher.gates import BY_LINE, NO_WAY, SMALL_POST, Demand, asked_shifts, atom_status, own_way, staying, travel_minutes
from matcher.pool import MET, UNMET, Pool
from matcher.reach import SLACK, USUAL_MINUTES
from matcher.records import Candidate, Proof
from matcher.rules import CEFR, matches, norwegian
from matcher.transferable import carried_to
from matcher.weights import WEIGHTS
from matcher.wishes import INTERESTED, NEIGHBOURHOOD, PASSING, WORN_AFTER, only_lasting, share_gaps, wishes_place

Levels = NDArray[np.int8]
SILENT = -1

VERY_WISH, SAME_WISH, NEAR_WISH = 96, 85, 25
"""Affinity in percent from which a wish names this very role, is for this work, or for something near it."""

VERY_WORK, RELATED, TRANSFERABLE = 85, 40, 10
"""Nearness in percent from which practice is this very work, is related to it, or transfers to it."""

DAILY = USUAL_MINUTES + SLACK
"""Minutes beyond which nobody drives each day."""

WORTH_MOVING = 75
"""Percent below which few move for a post."""

LONG_MONTHS = 24
"""Full-time months of the same work that are long."""

SETTLED_MONTHS = 12
"""Calendar months in the work that a person wishes for, lately, from which they have found their line."""

CLOSE_SHARE = 15
"""Points of percent between wish and post that nobody quarrels about."""

FOR_A_TIME = frozenset({"vikariat", "tilkalling", "sommer", "engasjement"})
"""Forms of work for a time."""

TEST_MONTHS = 48
"""Full-time months in care from which the trade test as *praksiskandidat* is nearer than an apprenticeship."""

HOURS = frozenset({"day", "evening", "night"})
"""Parts of the day, as against weekends and standing by."""

PAPERS = ("auth:", "fagbrev:", "degree:", "vg2:", "student:", "spec:")
"""Families of requirements that are met on paper."""

SUPPORT = frozenset({"kjokken", "renhold", "service", "drift"})
"""Families of work beside care: what somebody has been trained for in care is not used there."""

CARE_TRAINED = ("auth:*", "fagbrev:helsearbeiderfag", "fagbrev:omsorgsarbeider", "student:sykepleie*", "student:vernepleie*")
SCHOOL_DONE = ("vg2:helsearbeiderfag", "student:health")
SCHOOL_BEGUN = ("vg1:helse*",)
HIGHER = ("auth:*", "degree:*", "student:sykepleie*", "student:vernepleie*")

DEGREES = ("auth:SP", "auth:VP", "auth:FT", "auth:ET", "auth:LE", "auth:JO", "auth:PS", "auth:RA", "auth:BI")
LOW_QUALIFICATIONS = frozenset({"Q0", "Q1"})


@dataclass(frozen=True, slots=True)
class Comparison:
    """One question of a pair.

    Attributes
    ----------
    name : str
        Key in :data:`matcher.weights.WEIGHTS`.
    levels : tuple of str
        Names of the levels, best first.
    assign : callable
        ``assign(demand, pool, months)`` returns the level of each candidate as an index into ``levels``, -1 = silent,
        shape (candidates,).
    evidence : callable
        ``evidence(demand, pool, row)`` returns the coded fact behind the level of one candidate.
    """

    name: str
    levels: tuple[str, ...]
    assign: Callable[[Demand, Pool, NDArray[np.float32]], Levels]
    evidence: Callable[[Demand, Pool, int], str]


def level_table(weights: Mapping[str, Mapping[str, int]], comparison: Comparison) -> NDArray[np.int32]:
    """Return the weight of each level and, last, of silence (0), shape (levels + 1,)."""
    return np.array([weights[comparison.name][level] for level in comparison.levels] + [0], dtype=np.int32)


def _silent(pool: Pool) -> Levels:
    return np.full(len(pool), SILENT, dtype=np.int8)


def _each(pool: Pool, level: Callable[[Candidate], int]) -> Levels:
    return np.fromiter((level(candidate) for candidate in pool.candidates), dtype=np.int8, count=len(pool))


# --- practice ------------------------------------------------------------------------------------------------


def _practice(demand: Demand, pool: Pool, _months: NDArray[np.float32]) -> Levels:
    levels = _silent(pool)
    if not len(demand.columns):
        return levels
    best = pool.related[:, demand.columns].max(axis=1)
    lately = pool.related_lately[:, demand.columns].max(axis=1)
    same = pool.same_months[:, demand.columns].max(axis=1)
    recent = pool.same_since[:, demand.columns].min(axis=1) <= WORN_AFTER
    very = lately >= VERY_WORK
    for level, who in (
        (7, pool.has_practice),
        (6, best >= TRANSFERABLE),
        (5, best >= RELATED),
        (4, lately >= RELATED),
        (3, same >= 1),
        (2, (same >= 1) & recent),
        (1, (same >= 1) & recent & very),
        (0, (same >= LONG_MONTHS) & recent & very),
    ):
        levels[who] = level
    return levels


def _carried(demand: Demand, pool: Pool, _months: NDArray[np.float32]) -> Levels:
    families = tuple(sorted(demand.families))

    def level(origins: tuple[frozenset[str], frozenset[str]]) -> int:
        lately, ever = (len(carried_to(families, gained)) for gained in origins)
        return 0 if lately > 1 else 1 if lately else 2 if ever else SILENT

    def reckon() -> Levels:
        known = {one: level(one) for one in set(pool.origins)} if families else {}
        return np.fromiter((known.get(one, SILENT) for one in pool.origins), dtype=np.int8, count=len(pool))

    return pool.once(("carried", families), reckon)


def _carried_evidence(demand: Demand, pool: Pool, row: int) -> str:
    lately, ever = pool.origins[row]
    return ",".join(carried_to(demand.families, lately) or carried_to(demand.families, ever))


def _practice_evidence(demand: Demand, pool: Pool, row: int) -> str:
    if not len(demand.columns):
        return ""
    candidate = pool.candidates[row]
    best: tuple[int, float, str] | None = None
    for period, length in zip(candidate.practice, pool.months[row], strict=True):
        near = int(pool.domain.vector(period.title, period.styrk08, wished=False)[demand.columns].max())
        key = (near, length.full_time, period.title)
        best = key if best is None or key > best else best
    if best is None:
        return ""
    total = float(pool.same_months[row, demand.columns].max()) if best[0] >= SAME_WORK else best[1]
    return f"{best[2]}|months:{total:g}"


# --- wish ----------------------------------------------------------------------------------------------------


def _wish(demand: Demand, pool: Pool, _months: NDArray[np.float32]) -> Levels:
    levels = _silent(pool)
    levels[pool.has_wishes] = 5
    if not len(demand.columns):
        return levels
    wished = pool.wished[:, demand.columns].max(axis=1)
    first = pool.wished_first[:, demand.columns].max(axis=1)
    near = wished >= NEAR_WISH
    levels[near] = 3
    levels[near & pool.once(("settled",), lambda: _settled(pool))] = 4
    levels[wished >= INTERESTED] = 2
    levels[wished >= SAME_WISH] = 1
    levels[first >= SAME_WISH] = 0
    return levels


def _settled(pool: Pool) -> NDArray[np.bool_]:
    """Tell who works, or lately worked, in what they wish for: they have found their line and stay in it."""
    found = (pool.wished >= SAME_WISH) & (pool.same_calendar >= SETTLED_MONTHS) & (pool.same_since <= WORN_AFTER)
    return np.asarray(found.any(axis=1))


def _wish_evidence(demand: Demand, pool: Pool, row: int) -> str:
    if not len(demand.columns):
        return ""
    near = [
        (int(pool.domain.vector(w.title, w.styrk08, wished=True)[demand.columns].max()), w.title)
        for w in pool.candidates[row].wishes
    ]
    return max(near)[1] if near else ""


# --- qualification and skills --------------------------------------------------------------------------------


def _preferred(demand: Demand, pool: Pool) -> list[tuple[str, NDArray[np.uint8]]]:
    kinds = pool.domain.catalogue.requirements
    answers = []
    for code in demand.wishes:
        atoms = [atom for atom in code.split("|") if atom in kinds and kinds[atom].gate and not kinds[atom].after_offer]
        atoms = [atom for atom in atoms if not atom.startswith(("experience:relevant", "experience:years", "experience:long"))]
        if atoms:
            answers.append((code, np.maximum.reduce([atom_status(atom, demand, pool) for atom in atoms])))
    return answers


def _qualification(demand: Demand, pool: Pool, _months: NDArray[np.float32]) -> Levels:
    levels = _silent(pool)
    answers = _preferred(demand, pool)
    if answers:
        met = np.sum([status == MET for _, status in answers], axis=0)
        unmet = np.sum([status == UNMET for _, status in answers], axis=0)
        levels[unmet > 0] = 2
        levels[met > 0] = 1
        levels[met == len(answers)] = 0
    roles = [pool.domain.catalogue.roles[role] for role in demand.roles]
    if roles and all(role.qualification in LOW_QUALIFICATIONS for role in roles):
        wished = pool.wished[:, demand.columns].max(axis=1)
        unasked = ~_asked_paper_met(demand, pool, answers)
        care = unasked & (wished < VERY_WISH) & _holds(CARE_TRAINED, pool)
        levels[care] = 4 if demand.families <= SUPPORT else 3
        levels[unasked & (wished < SAME_WORK) & _holds(HIGHER if demand.employment == "laerling" else DEGREES, pool)] = 5
    return levels


def _asked_paper_met(demand: Demand, pool: Pool, preferred: Sequence[tuple[str, NDArray[np.uint8]]]) -> NDArray[np.bool_]:
    """Tell who holds a paper that the ad asks for: what the employer wants is never too much."""
    found = np.zeros(len(pool), dtype=bool)
    for code, status in preferred:
        if code.startswith(PAPERS):
            found |= status == MET
    for atom in sorted({atom for gate in demand.gates for atom in gate.atoms if atom.startswith(PAPERS)}):
        found |= atom_status(atom, demand, pool) == MET
    return found


def _holds(patterns: tuple[str, ...], pool: Pool) -> NDArray[np.bool_]:
    """Tell who holds a credential like one of ``patterns``, not only applied for."""

    def reckon() -> NDArray[np.bool_]:
        firm = ([held.code for held in one.credentials if held.proof is not Proof.APPLIED] for one in pool.candidates)
        return np.fromiter((any(matches(code, patterns) for code in codes) for codes in firm), dtype=bool, count=len(pool))

    return pool.once(("holds", patterns), reckon)


def _qualification_evidence(demand: Demand, pool: Pool, row: int) -> str:
    met = [code for code, status in _preferred(demand, pool) if status[row] == MET]
    return ",".join(met) or ",".join(sorted(c.code for c in pool.candidates[row].credentials if c.code in DEGREES))


def _skills(demand: Demand, pool: Pool, _months: NDArray[np.float32]) -> Levels:
    levels = _silent(pool)
    if demand.opening.skills:
        shared = _shared(demand, pool)
        levels[shared >= 1] = 1
        levels[shared * 2 >= max(2, len(demand.opening.skills))] = 0
    return levels


def _skills_evidence(demand: Demand, pool: Pool, row: int) -> str:
    return f"shared:{int(_shared(demand, pool)[row])}/{len(demand.opening.skills)}"


def _shared(demand: Demand, pool: Pool) -> NDArray[np.int32]:
    return pool.once(("terms", demand.opening.skills), lambda: pool.shared_terms(demand.opening.skills))


# --- hours, form, shifts -------------------------------------------------------------------------------------


def _hours(demand: Demand, pool: Pool, _months: NDArray[np.float32]) -> Levels:
    low, high = demand.percent_min, demand.percent_max
    if low is None or high is None:
        return _silent(pool)
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

    return pool.once(("hours level", low, high, grows), lambda: _each(pool, level))


def _hours_evidence(_demand: Demand, pool: Pool, row: int) -> str:
    candidate = pool.candidates[row]
    low, high = candidate.percent_min, candidate.percent_max
    return "" if low is None and high is None else f"percent:{low or 0:g}-{100 if high is None else high:g}"


def _form(demand: Demand, pool: Pool, _months: NDArray[np.float32]) -> Levels:
    form = demand.employment
    if form is None:
        return _silent(pool)
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

    return pool.once(("form level", form, small), lambda: _each(pool, level))


def _form_evidence(_demand: Demand, pool: Pool, row: int) -> str:
    return ",".join(sorted(pool.candidates[row].forms))


def _shifts(demand: Demand, pool: Pool, _months: NDArray[np.float32]) -> Levels:
    asked = asked_shifts(demand)
    if not asked:
        return _silent(pool)
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

    return pool.once(("shifts level", asked, said, any_will_do), lambda: _each(pool, level))


def _shifts_evidence(_demand: Demand, pool: Pool, row: int) -> str:
    return ",".join(sorted(pool.candidates[row].shifts_yes))


# --- place, language, start, way -----------------------------------------------------------------------------


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
        return _silent(pool)

    def reckon() -> Levels:
        minutes = travel_minutes(demand, pool)
        levels = _each(pool, lambda c: SILENT if not c.wished_places else 0 if wishes_place(c, number) else 2)
        levels[(levels == 2) & (minutes >= 0) & (minutes <= NEIGHBOURHOOD)] = 1
        return levels

    return pool.once(("place level", number, demand.opening.postnummer), reckon)


def _place_evidence(_demand: Demand, pool: Pool, row: int) -> str:
    return ",".join(sorted(pool.candidates[row].wished_places))


def _language(demand: Demand, pool: Pool, _months: NDArray[np.float32]) -> Levels:
    """Only the level that the role needs counts, and only where the ad itself says nothing."""
    asked = any(atom.startswith("language:") for gate in demand.gates for atom in gate.atoms)
    floors = [pool.domain.catalogue.roles[role].cefr for role in demand.roles]
    known = sorted((floor for floor in floors if floor), key=CEFR.index)
    if asked or not known:
        return _silent(pool)
    floor = CEFR.index(known[0])

    def level(candidate: Candidate) -> int:
        _, high, _ = norwegian(candidate)
        return SILENT if high is None else 0 if CEFR.index(high) >= floor else 1

    return _each(pool, level)


def _language_evidence(_demand: Demand, pool: Pool, row: int) -> str:
    low, high, _ = norwegian(pool.candidates[row])
    return "" if low is None else f"language:{low}" if low == high else f"language:{high}/{low}"


def _start(demand: Demand, pool: Pool, _months: NDArray[np.float32]) -> Levels:
    start = demand.opening.start
    if start is None:
        return _silent(pool)
    latest: date = start + timedelta(days=31)

    def level(candidate: Candidate) -> int:
        return SILENT if candidate.earliest_start is None else 0 if candidate.earliest_start <= latest else 1

    return _each(pool, level)


def _start_evidence(_demand: Demand, pool: Pool, row: int) -> str:
    start = pool.candidates[row].earliest_start
    return start.isoformat() if start else ""


def _way(_demand: Demand, _pool: Pool, months: NDArray[np.float32]) -> Levels:
    levels = np.searchsorted([3, 12, 24], months, side="left").astype(np.int8)
    levels[(months <= 0) | ~np.isfinite(months)] = SILENT
    return levels


def _apprenticeship(demand: Demand, pool: Pool, _months: NDArray[np.float32]) -> Levels:
    levels = _silent(pool)
    if demand.employment != "laerling":
        return levels
    practised = np.array([sum(months.get(family, 0.0) for family in demand.families) for months in pool.family_months])
    levels[practised >= TEST_MONTHS] = 2
    levels[_holds(SCHOOL_BEGUN, pool)] = 1
    levels[_holds(SCHOOL_DONE, pool)] = 0
    return levels


def _no_evidence(_demand: Demand, _pool: Pool, _row: int) -> str:
    return ""


def _named(
    name: str,
    assign: Callable[[Demand, Pool, NDArray[np.float32]], Levels],
    evidence: Callable[[Demand, Pool, int], str],
) -> Comparison:
    return Comparison(name, tuple(WEIGHTS[name]), assign, evidence)


COMPARISONS: tuple[Comparison, ...] = (
    _named("practice", _practice, _practice_evidence),
    _named("carried", _carried, _carried_evidence),
    _named("wish", _wish, _wish_evidence),
    _named("qualification", _qualification, _qualification_evidence),
    _named("skills", _skills, _skills_evidence),
    _named("hours", _hours, _hours_evidence),
    _named("form", _form, _form_evidence),
    _named("shifts", _shifts, _shifts_evidence),
    _named("reach", _reach, _reach_evidence),
    _named("place", _place, _place_evidence),
    _named("language", _language, _language_evidence),
    _named("start", _start, _start_evidence),
    _named("way", _way, _no_evidence),
    _named("apprenticeship", _apprenticeship, _no_evidence),
)
