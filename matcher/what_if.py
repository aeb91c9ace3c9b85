"""What if a person had one thing more: which openings would come near, reckoned anew, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.domain import Domain
from matcher.gates import gate_status, tiers
from matcher.pool import STATUS_OF, UNMET, Pool
from matcher.post_demands import Demand
from matcher.records import Candidate, Status
from matcher.scenarios import AT_HAND
from matcher.suppositions import INTEREST, deny, suppose
from matcher.wishes import WISHES

if TYPE_CHECKING:
    from matcher.matcher import Scored

PERSONS_OWN = ("shift", "weekdays", "interest", "hours", "form", "place", "start", "profile", "age", "right_to_work")
"""Families of demands that no route or measure closes: the person's own wishes, and plain facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One thing that a person lacks, and the openings at hand once it is there: ready for, or only a question away."""

    code: str
    openings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing that nobody knows of a person.

    Attributes
    ----------
    code : str
        The demand; ``interest:pleie`` asks whether the person wants work of that family.
    nearer : tuple of str
        Openings for which a yes puts the person in a better tier.
    farther : tuple of str
        Openings for which a no puts the person in a worse tier.
    """

    code: str
    nearer: tuple[str, ...]
    farther: tuple[str, ...]

    @property
    def decides(self) -> int:
        """How many openings depend on the answer."""
        return len({*self.nearer, *self.farther})


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What would change for one person: by meeting one demand, or by answering one question; the most telling first."""

    doors: tuple[Door, ...]
    questions: tuple[Question, ...]


def what_if(openings: Sequence[Sequence[Scored]], pool: Pool, row: int) -> WhatIf:
    """Return what one fact more would change for the candidate in ``row``.

    Parameters
    ----------
    openings : sequence of sequence of Scored
        Each opening reckoned for ``pool``, one for each variant.
    pool : Pool
        The candidates.
    row : int
        Whose doors and questions.

    Returns
    -------
    WhatIf
        Each answer is a recomputation: the person is held against every opening anew, with the one fact changed.
    """
    person, catalogue = pool.candidates[row], pool.domain.catalogue
    lacking, unknown = _unsettled(openings, pool, row)
    met = {code: suppose(person, code, catalogue) for code in (*lacking, *unknown)}
    refused = {code: deny(person, code) for code in unknown}
    people = [person, *dict.fromkeys(one for one in (*met.values(), *refused.values()) if one is not None)]
    table = tiers_if(people, [[entry.demand for entry in scored] for scored in openings], pool.domain, pool.on)
    ids = [scored[0].demand.opening.id for scored in openings]
    column = {one: number for number, one in enumerate(people)}
    now = table[:, 0]

    def where(one: Candidate | None, moved: Callable[[NDArray[np.uint8]], NDArray[np.bool_]]) -> tuple[str, ...]:
        return () if one is None else tuple(ids[number] for number in np.flatnonzero(moved(table[:, column[one]])))

    doors = [
        Door(code=code, openings=where(met[code], lambda then: np.isin(then, AT_HAND) & ~np.isin(now, AT_HAND)))
        for code in lacking
    ]
    questions = [
        Question(
            code=code,
            nearer=where(met[code], lambda then: then < now),
            farther=where(refused[code], lambda then: then > now),
        )
        for code in unknown
    ]
    return WhatIf(
        doors=tuple(sorted((door for door in doors if door.openings), key=lambda door: -len(door.openings))),
        questions=tuple(sorted((asked for asked in questions if asked.decides), key=lambda asked: -asked.decides)),
    )


def tiers_if(people: Sequence[Candidate], openings: Sequence[Sequence[Demand]], domain: Domain, on: date) -> NDArray[np.uint8]:
    """Return the tier (order 0-3) of each person for each opening by its best variant, shape (openings, people)."""
    pool = Pool(people, on, domain)
    rows = [np.minimum.reduce([tiers(demand, gate_status(demand, pool), pool)[0] for demand in some]) for some in openings]
    return np.stack(rows) if rows else np.empty((0, len(people)), dtype=np.uint8)


def fills_if(people: Sequence[Candidate], openings: Sequence[Sequence[Demand]], domain: Domain, on: date) -> NDArray[np.bool_]:
    """Tell who would be ready for each opening, or only have to be asked, by any variant, shape (openings, people).

    The same as :func:`tiers_if` below the tier *paa_vei*, without looking for ways to what is unmet.
    """
    pool = Pool(people, on, domain)
    rows = [np.logical_or.reduce([~(gate_status(demand, pool) == UNMET).any(axis=0) for demand in some]) for some in openings]
    return np.stack(rows) if rows else np.empty((0, len(people)), dtype=bool)


def _unsettled(openings: Sequence[Sequence[Scored]], pool: Pool, row: int) -> tuple[list[str], list[str]]:
    """Return the codes that the person lacks and a route or measure brings, and the codes that a question settles."""
    lacking: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for entry in (entry for scored in openings for entry in scored):
        for gate, status in zip(entry.demand.gates, entry.status[:, row].tolist(), strict=True):
            if STATUS_OF[status] is Status.UNMET:
                lacking.update(dict.fromkeys(atom for atom in gate.atoms if _can_be_had(atom, pool, row)))
            elif STATUS_OF[status] is Status.UNKNOWN:
                for atom in gate.atoms:
                    if atom == "interest":
                        unknown.update(dict.fromkeys(f"{INTEREST}{family}" for family in sorted(entry.demand.families)[:1]))
                    elif _persons_to_say(atom, pool, row):
                        unknown[atom] = None
    return list(lacking), list(unknown)


def _can_be_had(atom: str, pool: Pool, row: int) -> bool:
    if atom.partition(":")[0] in PERSONS_OWN:
        return False
    if atom == "reach":
        return pool.candidates[row].car is False
    kind = pool.domain.catalogue.requirements.get(atom)
    if kind is None:
        return False
    by_measure = kind.months is not None and bool(kind.measures)
    signature = pool.standing(row)
    return by_measure or bool(kind.states and pool.domain.routes.find(signature, kind.states, on=pool.on))


def _persons_to_say(atom: str, pool: Pool, row: int) -> bool:
    """Tell whether the person has the answer: where a paper may do instead of another, it is the employer who has it."""
    if atom == "reach" or atom in WISHES:
        return True
    if atom.startswith("experience:"):
        return False
    found = pool.answer(atom, row)
    of_paper = bool(found.evidence) and not found.evidence.startswith("language:") and not found.evidence.endswith(" applied")
    return found.status is Status.UNKNOWN and not of_paper
