"""What if an opening asked for less: how many more people each tier would hold, counted, never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.gates import Demand, Gate, atom_status, tiers
from matcher.pool import MET, Pool
from matcher.records import Tier

if TYPE_CHECKING:
    from matcher.matcher import Scored

NOT_THE_EMPLOYERS = frozenset({"reach", "interest", "right_to_work", "hours"})
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


def relaxations(scored: Sequence[Scored], pool: Pool, rows: NDArray[np.int64]) -> tuple[Relaxation, ...]:
    """Return what each demand of an opening keeps away, the most telling first.

    Parameters
    ----------
    scored : sequence of Scored
        The opening reckoned for ``pool``, one for each variant.
    pool : Pool
        The candidates.
    rows : ndarray of int, shape (counted,)
        Whom to count.

    Returns
    -------
    tuple of Relaxation
        One for each demand whose relaxing moves anybody: by people who become ready or only have to be asked, then by
        people who are not closed any more.  Each count equals what reckoning the milder opening anew would give.
    """
    now = _counts(np.minimum.reduce([entry.tier for entry in scored]), rows)
    codes = dict.fromkeys(gate.code for entry in scored for gate in entry.demand.gates if _negotiable(gate, entry.demand, pool))
    found = []
    for code in codes:
        milder = MILDER.get(code)
        tier = np.minimum.reduce([_tier_without(entry, code, milder, pool) for entry in scored])
        counts = _counts(tier, rows)
        if counts != now:
            gains = (counts[0] - now[0], counts[1] - now[1], counts[2] - now[2], counts[3] - now[3])
            found.append(Relaxation(code=code, milder=milder, tiers=counts, gains=gains))
    return tuple(sorted(found, key=lambda entry: (-entry.nearer, -entry.reachable, entry.code)))


def _negotiable(gate: Gate, demand: Demand, pool: Pool) -> bool:
    """Tell whether the employer may ask for less: not where the person decides, nor where law wants a degree behind the title."""
    if gate.code in NOT_THE_EMPLOYERS:
        return False
    roles = [pool.domain.catalogue.roles[role] for role in demand.roles]
    by_law = bool(roles) and all(role.authorisation and role.entry == "E4" for role in roles)
    return not (by_law and all(atom.startswith("auth:") for atom in gate.atoms))


def _tier_without(scored: Scored, code: str, milder: str | None, pool: Pool) -> NDArray[np.uint8]:
    rows = [number for number, gate in enumerate(scored.demand.gates) if gate.code == code]
    if not rows:
        return scored.tier
    gates, status = list(scored.demand.gates), scored.status.copy()
    for row in rows:
        # A milder demand is never harder than the one that it replaces.
        status[row] = MET if milder is None else np.maximum(status[row], atom_status(milder, scored.demand, pool))
        gates[row] = Gate(milder or code, (milder,) if milder else gates[row].atoms)
    return tiers(replace(scored.demand, gates=tuple(gates)), status, pool)[0]


def _counts(tier: NDArray[np.uint8], rows: NDArray[np.int64]) -> tuple[int, int, int, int]:
    ready, clarify, way, closed = np.bincount(tier[rows], minlength=len(Tier)).tolist()
    return ready, clarify, way, closed
