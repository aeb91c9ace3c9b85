"""What a person has done, wants and holds, held against a post: levels of practice, wishes, papers, skills and language."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from matcher.columns import TENTHS
from matcher.domain import SAME_WORK, Domain
from matcher.experience import measure
from matcher.gates import Waits, atom_status
from matcher.levels import SILENT, Comparison, Levels, Scope, named, no_evidence, silent
from matcher.masks import look_up, put
from matcher.pool import MET, UNMET, Pool
from matcher.post_demands import Demand
from matcher.records import Candidate, Credential, Proof
from matcher.rules import CEFR, matches, norwegian
from matcher.transferable import TABLE, carried_to, gained, used_in
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


def _roles(demand: Demand, _domain: Domain) -> Hashable:
    return demand.roles


def _roles_known(demand: Demand, _domain: Domain) -> Hashable:
    return demand.roles or None


def _families(demand: Demand, _domain: Domain) -> Hashable:
    return demand.families or None


def _practice(demand: Demand, pool: Pool, _wait: Waits) -> Levels:
    levels = silent(pool)
    if not len(demand.columns):
        return levels
    best = pool.over_roles("related", demand.columns)
    lately = pool.over_roles("related_lately", demand.columns)
    same = pool.over_roles("same_months", demand.columns)
    recent = pool.over_roles("same_since", demand.columns, np.min) <= WORN_AFTER
    very = lately >= VERY_WORK
    for level, who in (
        (7, pool.column("has_practice")),
        (6, best >= TRANSFERABLE),
        (5, best >= RELATED),
        (4, lately >= RELATED),
        (3, same >= TENTHS),
        (2, (same >= TENTHS) & recent),
        (1, (same >= TENTHS) & recent & very),
        (0, (same >= TENTHS * LONG_MONTHS) & recent & very),
    ):
        levels[who] = level
    return levels


def _carried(demand: Demand, pool: Pool, _wait: Waits) -> Levels:
    used = np.flatnonzero(used_in(demand.families))
    lately, ever = (np.count_nonzero(table[:, used], axis=1) for table in pool.whole.once(("gained",), lambda: _gained(pool)))
    levels = np.where(lately > 1, 0, np.where(lately > 0, 1, np.where(ever > 0, 2, SILENT))).astype(np.int8)
    return levels.take(pool.column("origins"))


def _gained(pool: Pool) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return what each class of origins has brought with it, lately and ever, each of shape (classes, lines of the table)."""
    classes = pool.columns.classes["origins"]
    lately, ever = ([gained(one[place]) for one in classes] for place in (0, 1))
    size = (len(classes), len(TABLE))
    return np.array(lately, dtype=np.bool_).reshape(size), np.array(ever, dtype=np.bool_).reshape(size)


def _carried_evidence(demand: Demand, pool: Pool, row: int) -> str:
    lately, ever = pool.columns.classes["origins"][int(pool.column("origins")[row])]
    return ",".join(carried_to(demand.families, lately) or carried_to(demand.families, ever))


def _practice_evidence(demand: Demand, pool: Pool, row: int) -> str:
    if not len(demand.columns):
        return ""
    candidate = pool.candidates[row]
    best: tuple[int, float, str] | None = None
    for period, length in zip(candidate.practice, measure(candidate.practice, pool.on), strict=True):
        near = int(pool.domain.vector(period.title, period.styrk08, wished=False)[demand.columns].max())
        key = (near, length.full_time, period.title)
        best = key if best is None or key > best else best
    if best is None:
        return ""
    total = pool.over_roles("same_months", demand.columns)[row] / TENTHS if best[0] >= SAME_WORK else best[1]
    return f"{best[2]}|months:{total:g}"


def _wish(demand: Demand, pool: Pool, _wait: Waits) -> Levels:
    levels = silent(pool)
    levels[pool.column("has_wishes")] = 5
    if not len(demand.columns):
        return levels
    wished = pool.over_roles("wished", demand.columns)
    first = pool.over_roles("wished_first", demand.columns)
    near = wished >= NEAR_WISH
    levels[near] = 3
    levels[near & pool.shared(("settled",), _settled)] = 4
    levels[wished >= INTERESTED] = 2
    levels[wished >= SAME_WISH] = 1
    levels[first >= SAME_WISH] = 0
    return levels


def _settled(pool: Pool) -> NDArray[np.bool_]:
    """Tell who works, or lately worked, in what they wish for: they have found their line and stay in it."""
    wished, worked = pool.column("wished") >= SAME_WISH, pool.column("same_calendar") >= SETTLED_MONTHS
    return np.asarray((wished & worked & (pool.column("same_since") <= WORN_AFTER)).any(axis=1))


def _wish_evidence(demand: Demand, pool: Pool, row: int) -> str:
    if not len(demand.columns):
        return ""
    near = [
        (int(pool.domain.vector(w.title, w.styrk08, wished=True)[demand.columns].max()), w.title)
        for w in pool.candidates[row].wishes
    ]
    return max(near)[1] if near else ""


def _preferred(demand: Demand, domain: Domain) -> list[tuple[str, tuple[str, ...]]]:
    """Return the wishes of the employer that are answered like demands, each with its atoms."""
    kinds = domain.catalogue.requirements
    found = []
    for code in demand.wishes:
        atoms = [atom for atom in code.split("|") if atom in kinds and kinds[atom].gate and not kinds[atom].after_offer]
        atoms = [atom for atom in atoms if not atom.startswith(("experience:relevant", "experience:years", "experience:long"))]
        if atoms:
            found.append((code, tuple(atoms)))
    return found


def _answers(demand: Demand, pool: Pool) -> list[tuple[str, NDArray[np.uint8]]]:
    return [
        (code, reduce(np.maximum, (atom_status(atom, demand, pool) for atom in atoms)))
        for code, atoms in _preferred(demand, pool.domain)
    ]


def _low(demand: Demand, domain: Domain) -> bool:
    roles = [domain.catalogue.roles[role] for role in demand.roles]
    return bool(roles) and all(role.qualification in LOW_QUALIFICATIONS for role in roles)


def _papers(demand: Demand) -> tuple[str, ...]:
    return tuple(sorted({atom for gate in demand.gates for atom in gate.atoms if atom.startswith(PAPERS)}))


def _qualifications(demand: Demand, domain: Domain) -> Hashable:
    preferred = tuple(_preferred(demand, domain))
    if not _low(demand, domain):
        return preferred or None
    return preferred, _papers(demand), demand.roles, demand.employment == "laerling"


def _qualification(demand: Demand, pool: Pool, _wait: Waits) -> Levels:
    levels = silent(pool)
    answers = _answers(demand, pool)
    if answers:
        met, unmet = np.zeros(len(pool), dtype=np.uint8), np.zeros(len(pool), dtype=np.bool_)
        for _, status in answers:
            met += status == MET
            unmet |= status == UNMET
        put(levels, unmet, 2)
        put(levels, met > 0, 1)
        put(levels, met == len(answers), 0)
    if _low(demand, pool.domain):
        wished = pool.over_roles("wished", demand.columns)
        unasked = ~_asked_paper_met(demand, pool, answers)
        care = unasked & (wished < VERY_WISH) & _holds(CARE_TRAINED, pool)
        put(levels, care, 4 if demand.families <= SUPPORT else 3)
        degrees = _holds(HIGHER if demand.employment == "laerling" else DEGREES, pool)
        put(levels, unasked & (wished < SAME_WORK) & degrees, 5)
    return levels


def _asked_paper_met(demand: Demand, pool: Pool, preferred: Sequence[tuple[str, NDArray[np.uint8]]]) -> NDArray[np.bool_]:
    """Tell who holds a paper that the ad asks for: what the employer wants is never too much."""
    found = np.zeros(len(pool), dtype=bool)
    for code, status in preferred:
        if code.startswith(PAPERS):
            found |= status == MET
    for atom in _papers(demand):
        found |= atom_status(atom, demand, pool) == MET
    return found


def _holds(patterns: tuple[str, ...], pool: Pool) -> NDArray[np.bool_]:
    """Tell who holds a credential like one of ``patterns``, not only applied for."""

    def like(held: Credential) -> bool:
        return held.proof is not Proof.APPLIED and matches(held.code, patterns)

    return pool.shared(("holds", patterns), lambda whole: whole.by_paper(like).view(np.bool_))


def _qualification_evidence(demand: Demand, pool: Pool, row: int) -> str:
    met = [code for code, status in _answers(demand, pool) if status[row] == MET]
    return ",".join(met) or ",".join(sorted(c.code for c in pool.candidates[row].credentials if c.code in DEGREES))


def _terms(demand: Demand, _domain: Domain) -> Hashable:
    return demand.opening.skills or None


def _skills(demand: Demand, pool: Pool, _wait: Waits) -> Levels:
    levels = silent(pool)
    if demand.opening.skills:
        asked, half = len(demand.opening.skills), max(1, -(-len(demand.opening.skills) // 2))
        by_number = [SILENT] + [1] * (half - 1) + [0] * (asked + 1 - half)
        look_up(np.array(by_number, dtype=np.int8), _shared(demand, pool), levels)
    return levels


def _skills_evidence(demand: Demand, pool: Pool, row: int) -> str:
    return f"shared:{int(_shared(demand, pool)[row])}/{len(demand.opening.skills)}"


def _shared(demand: Demand, pool: Pool) -> NDArray[np.uint8]:
    return pool.once(("terms", demand.opening.skills), lambda: pool.shared_terms(demand.opening.skills))


def _floor(demand: Demand, domain: Domain) -> int | None:
    """Return the level of Norwegian that the role needs: it counts only where the ad itself says nothing."""
    if any(atom.startswith("language:") for gate in demand.gates for atom in gate.atoms):
        return None
    floors = [domain.catalogue.roles[role].cefr for role in demand.roles]
    return min((CEFR.index(floor) for floor in floors if floor), default=None)


def _language(demand: Demand, pool: Pool, _wait: Waits) -> Levels:
    floor = _floor(demand, pool.domain)
    if floor is None:
        return silent(pool)

    def level(candidate: Candidate) -> int:
        _, high, _ = norwegian(candidate)
        return SILENT if high is None else 0 if CEFR.index(high) >= floor else 1

    return pool.by_class("languages", level)


def _language_evidence(_demand: Demand, pool: Pool, row: int) -> str:
    low, high, _ = norwegian(pool.candidates[row])
    return "" if low is None else f"language:{low}" if low == high else f"language:{high}/{low}"


def _learning(demand: Demand, _domain: Domain) -> Hashable:
    return demand.families if demand.employment == "laerling" else None


def _apprenticeship(demand: Demand, pool: Pool, _wait: Waits) -> Levels:
    levels = silent(pool)
    if demand.employment == "laerling":
        put(levels, pool.in_families("family_months", demand.families) >= TENTHS * TEST_MONTHS, 2)
        put(levels, _holds(SCHOOL_BEGUN, pool), 1)
        put(levels, _holds(SCHOOL_DONE, pool), 0)
    return levels


COMPARISONS: tuple[Comparison, ...] = (
    named("practice", _roles_known, _practice, _practice_evidence),
    named("carried", _families, _carried, _carried_evidence),
    named("wish", _roles, _wish, _wish_evidence),
    named("qualification", _qualifications, _qualification, _qualification_evidence, scope=Scope.PART),
    named("skills", _terms, _skills, _skills_evidence, scope=Scope.PART),
    named("language", _floor, _language, _language_evidence),
    named("apprenticeship", _learning, _apprenticeship, no_evidence),
)
