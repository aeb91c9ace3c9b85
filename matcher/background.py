"""What a person has done, wants and holds, held against a post: levels of practice, wishes, papers, skills and language."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.domain import SAME_WORK
from matcher.gates import Demand, atom_status
from matcher.levels import SILENT, Comparison, Levels, each, named, no_evidence, silent
from matcher.pool import MET, UNMET, Pool
from matcher.records import Candidate, Proof
from matcher.rules import CEFR, matches, norwegian
from matcher.transferable import carried_to
from matcher.wishes import INTERESTED, WORN_AFTER

VERY_WISH, SAME_WISH, NEAR_WISH = 96, 85, 25
"""Affinity in percent from which a wish names this very role, is for this work, or for something near it."""

VERY_WORK, RELATED, TRANSFERABLE = 85, 40, 10
"""Nearness in percent from which practice is this very work, is related to it, or transfers to it."""

LONG_MONTHS = 24
"""Full-time months of the same work that are long."""

SETTLED_MONTHS = 12
"""Calendar months in the work that a person wishes for, lately, from which they have found their line."""

TEST_MONTHS = 48
"""Full-time months in care from which the trade test as *praksiskandidat* is nearer than an apprenticeship."""

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


def _practice(demand: Demand, pool: Pool, _months: NDArray[np.float32]) -> Levels:
    levels = silent(pool)
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


def _wish(demand: Demand, pool: Pool, _months: NDArray[np.float32]) -> Levels:
    levels = silent(pool)
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
    levels = silent(pool)
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
    levels = silent(pool)
    if demand.opening.skills:
        shared = _shared(demand, pool)
        levels[shared >= 1] = 1
        levels[shared * 2 >= max(2, len(demand.opening.skills))] = 0
    return levels


def _skills_evidence(demand: Demand, pool: Pool, row: int) -> str:
    return f"shared:{int(_shared(demand, pool)[row])}/{len(demand.opening.skills)}"


def _shared(demand: Demand, pool: Pool) -> NDArray[np.int32]:
    return pool.once(("terms", demand.opening.skills), lambda: pool.shared_terms(demand.opening.skills))


def _language(demand: Demand, pool: Pool, _months: NDArray[np.float32]) -> Levels:
    """Only the level that the role needs counts, and only where the ad itself says nothing."""
    asked = any(atom.startswith("language:") for gate in demand.gates for atom in gate.atoms)
    floors = [pool.domain.catalogue.roles[role].cefr for role in demand.roles]
    known = sorted((floor for floor in floors if floor), key=CEFR.index)
    if asked or not known:
        return silent(pool)
    floor = CEFR.index(known[0])

    def level(candidate: Candidate) -> int:
        _, high, _ = norwegian(candidate)
        return SILENT if high is None else 0 if CEFR.index(high) >= floor else 1

    return each(pool, level)


def _language_evidence(_demand: Demand, pool: Pool, row: int) -> str:
    low, high, _ = norwegian(pool.candidates[row])
    return "" if low is None else f"language:{low}" if low == high else f"language:{high}/{low}"


def _apprenticeship(demand: Demand, pool: Pool, _months: NDArray[np.float32]) -> Levels:
    levels = silent(pool)
    if demand.employment != "laerling":
        return levels
    practised = np.array([sum(months.get(family, 0.0) for family in demand.families) for months in pool.family_months])
    levels[practised >= TEST_MONTHS] = 2
    levels[_holds(SCHOOL_BEGUN, pool)] = 1
    levels[_holds(SCHOOL_DONE, pool)] = 0
    return levels


COMPARISONS: tuple[Comparison, ...] = (
    named("practice", _practice, _practice_evidence),
    named("carried", _carried, _carried_evidence),
    named("wish", _wish, _wish_evidence),
    named("qualification", _qualification, _qualification_evidence),
    named("skills", _skills, _skills_evidence),
    named("language", _language, _language_evidence),
    named("apprenticeship", _apprenticeship, no_evidence),
)
