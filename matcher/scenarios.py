"""What if an opening asked for less: what each tier would hold, counted, never guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.gates import gate_status, tiers
from matcher.pool import MET, Pool
from matcher.post_demands import OTHER_HOURS, Demand, Gate, demands
from matcher.records import Opening, Requirement, Tier
from matcher.rules import matches
from matcher.wishes import QUIET, TRAINED

if TYPE_CHECKING:
    from matcher.matcher import Scored

NOT_THE_EMPLOYERS = QUIET | {"reach", "interest"}
"""Gates that no ad can give up: they are the person's own."""

MILDER = {
    "language:very_good": "language:B1",
    "language:good": "language:B1",
    "language:B2": "language:B1",
    "language:B1": "language:A2",
    "experience:long": "experience:years>=2",
    "experience:years>=5": "experience:years>=3",
    "experience:years>=4": "experience:years>=2",
    "experience:years>=3": "experience:years>=1",
    "experience:years>=2": "experience:relevant",
}
"""One step down for demands that have steps; every other demand is given up altogether."""


AT_HAND = (Tier.READY.order, Tier.CLARIFY.order)
"""Tiers of those who can have the post now, or after a question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """One demand made milder, or given up.

    Attributes
    ----------
    code : str
        The demand as it stands.
    milder : str or None
        What is asked instead; None = nothing.
    tiers : tuple of int
        People in each tier, best first, when it is relaxed.
    gains : tuple of int
        The same less what the tiers hold now.
    """

    code: str
    milder: str | None
    tiers: tuple[int, int, int, int]
    gains: tuple[int, int, int, int]

    @property
    def reachable(self) -> int:
        """How many more people are anywhere but closed."""
        return -self.gains[Tier.CLOSED.order]

    @property
    def nearer(self) -> int:
        """How many more people are ready or only have to be asked."""
        return self.gains[Tier.READY.order] + self.gains[Tier.CLARIFY.order]


WORTH = 0.25
"""Share of a pair's people whom neither demand brings alone, from which the pair is worth a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelaxedPair:
    """Two demands relaxed together, worth more than one after the other.

    Attributes
    ----------
    first, second : Relaxation
        Each alone.
    tiers : tuple of int
        People in each tier, best first, when both are relaxed.
    nearer : int
        How many more people are ready or only have to be asked.
    """

    first: Relaxation
    second: Relaxation
    tiers: tuple[int, int, int, int]
    nearer: int

    @property
    def beyond(self) -> int:
        """How many of them neither of the two brings alone."""
        return self.nearer - self.first.nearer - self.second.nearer


Counted = tuple[Sequence["Scored"], Pool, NDArray[np.int64]]
"""An opening reckoned for a pool, one for each variant; the pool; and which of its rows are counted."""


def relaxations(
    scored: Sequence[Scored], pool: Pool, rows: NDArray[np.int64], others: Sequence[Counted] = ()
) -> tuple[Relaxation, ...]:
    """Return what each demand of an opening keeps away, the most telling first.

    Parameters
    ----------
    scored : sequence of Scored
        The opening reckoned for ``pool``, one for each variant.
    pool : Pool
        The candidates.
    rows : ndarray of int, shape (counted,)
        Whom to count.
    others : sequence of Counted
        The same opening reckoned for further pools, who are counted with these.

    Returns
    -------
    tuple of Relaxation
        One for each demand whose relaxing moves anybody: by people who become ready or only have to be asked, then by
        people who are not closed any more.  Each count equals what reckoning the milder opening anew would give.
    """
    fields = ((scored, pool, rows), *others)
    alone = (_alone(code, fields) for code in _asked(scored, pool))
    found = [entry for entry in alone if any(entry.gains)]
    return tuple(sorted(found, key=lambda entry: (-entry.nearer, -entry.reachable, entry.code)))


def relaxed_pairs(
    scored: Sequence[Scored], pool: Pool, rows: NDArray[np.int64], others: Sequence[Counted] = ()
) -> tuple[RelaxedPair, ...]:
    """Return the pairs of demands that together bring many nearer whom neither brings alone, the most telling first.

    Parameters
    ----------
    scored, pool, rows, others
        As for :func:`relaxations`.

    Returns
    -------
    tuple of RelaxedPair
        Each count equals what reckoning the milder opening anew would give.
    """
    fields = ((scored, pool, rows), *others)
    alone = {code: _alone(code, fields) for code in _asked(scored, pool)}
    now, found = _counted(fields, {}), []
    for first, second in combinations(alone, 2):
        if any(_stand_in_the_way(first, second, entry, some) for held, _, some in fields for entry in held):
            tiers_ = _counted(fields, {code: MILDER.get(code) for code in (first, second)})
            nearer = sum(tiers_[order] - now[order] for order in AT_HAND)
            pair = RelaxedPair(first=alone[first], second=alone[second], tiers=tiers_, nearer=nearer)
            if pair.beyond > 0 and pair.beyond >= WORTH * pair.nearer:
                found.append(pair)
    return tuple(sorted(found, key=lambda pair: (-pair.beyond, -pair.nearer, pair.first.code, pair.second.code)))


def _asked(scored: Sequence[Scored], pool: Pool) -> list[str]:
    """Return the codes that the employer may ask less of, each once."""
    return list(
        dict.fromkeys(gate.code for entry in scored for gate in entry.demand.gates if _negotiable(gate, entry.demand, pool))
    )


def _counted(fields: Sequence[Counted], relaxed: Mapping[str, str | None]) -> tuple[int, int, int, int]:
    """Return how many stand in each tier with some demands relaxed."""
    counts = np.zeros(len(Tier), dtype=np.int64)
    for scored, pool, rows in fields:
        counts += np.bincount(_tier_with(relaxed, scored, pool)[rows], minlength=len(Tier))
    ready, clarify, way, closed = counts.tolist()
    return ready, clarify, way, closed


def _alone(code: str, fields: Sequence[Counted]) -> Relaxation:
    milder, now = MILDER.get(code), _counted(fields, {})
    counts = _counted(fields, {code: milder})
    gains = (counts[0] - now[0], counts[1] - now[1], counts[2] - now[2], counts[3] - now[3])
    return Relaxation(code=code, milder=milder, tiers=counts, gains=gains)


def _stand_in_the_way(first: str, second: str, scored: Scored, rows: NDArray[np.int64]) -> bool:
    """Tell whether anybody meets neither of two demands: nobody else can gain more by both than by each."""
    codes = [gate.code for gate in scored.demand.gates]
    if first not in codes or second not in codes:
        return first in codes or second in codes
    unmet = scored.status[[codes.index(first), codes.index(second)]][:, rows] != MET
    return bool(unmet.all(axis=0).any())


def _tier_with(relaxed: Mapping[str, str | None], scored: Sequence[Scored], pool: Pool) -> NDArray[np.uint8]:
    return np.asarray(np.minimum.reduce([_tier_without(entry, relaxed, pool) for entry in scored]))


def _negotiable(gate: Gate, demand: Demand, pool: Pool) -> bool:
    """Tell whether the employer may ask for less: not where the person decides, nor where law wants a degree behind the title."""
    if gate.code in NOT_THE_EMPLOYERS or (demand.employment == "tilkalling" and gate.code.startswith("shift:")):
        return False
    roles = [pool.domain.catalogue.roles[role] for role in demand.roles]
    by_law = bool(roles) and all(role.authorisation and role.entry == "E4" for role in roles)
    # Without its training an apprenticeship would be for learners and closed to the trained: another post, not a milder one.
    trained = demand.employment == "laerling" and any(matches(atom, TRAINED) for atom in gate.atoms)
    return not trained and not (by_law and all(atom.startswith("auth:") for atom in gate.atoms))


def _tier_without(scored: Scored, relaxed: Mapping[str, str | None], pool: Pool) -> NDArray[np.uint8]:
    """Return everybody's tier with some demands made milder, or given up where nothing milder is named."""
    old = {gate.code: scored.status[number] for number, gate in enumerate(scored.demand.gates) if gate.code in relaxed}
    if not old:
        return scored.tier
    opening = scored.demand.opening
    for code, milder in relaxed.items():
        opening = _relaxed(opening, code, milder)
    found = demands(opening, pool.domain)[scored.demand.variant or 0]
    # What no ad asks by name (the way there) is no longer asked of anybody.
    demand = replace(found, gates=tuple(gate for gate in found.gates if gate.code not in relaxed))
    status = gate_status(demand, pool)
    for code, milder in relaxed.items():
        for number, gate in enumerate(demand.gates):
            if gate.code == milder and code in old:
                # A milder demand is never harder than the one that it replaces.
                status[number] = np.maximum(status[number], old[code])
    return tiers(demand, status, pool)[0]


def _relaxed(opening: Opening, code: str, milder: str | None) -> Opening:
    """Return the opening as the employer would post it with one demand relaxed."""

    def kept(asked: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
        others = [wanted for wanted in asked if wanted.code != code]
        return tuple([*others, Requirement(code=milder)] if milder and len(others) < len(asked) else others)

    # Without the word that unqualified people may apply, the law would ask for the authorisation again.
    allowed = {"unqualified_ok"} if "auth:" in code or "experience:years" in code else set()
    if code.startswith("shift:"):
        allowed.add(OTHER_HOURS)
    return replace(
        opening,
        must=kept(opening.must),
        variants=tuple(replace(variant, must=kept(variant.must)) for variant in opening.variants),
        properties=opening.properties | allowed,
    )


def tiers_but_for(code: str, scored: Sequence[Scored], pool: Pool) -> NDArray[np.uint8]:
    """Return the tier of everybody in ``pool`` as if an opening did not ask for ``code``, shape (candidates,)."""
    return _tier_with({code: None}, scored, pool)
