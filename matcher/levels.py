"""What a comparison is: one question of each pair, answered by the first level that holds; silence is no level at all."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from matcher.domain import Domain
from matcher.gates import Waits
from matcher.masks import looked_up
from matcher.pool import Pool
from matcher.post_demands import Demand
from matcher.weights import WEIGHTS

Levels = NDArray[np.int8]
SILENT = -1


NO_WAITS: Waits = np.empty(0, dtype=np.uint8)
"""For comparisons that do not look at how long somebody waits."""


class Scope(Enum):
    """How far an answer to the same question holds: for a whole pool, for the people around one place, for one demand."""

    WHOLE = "whole"
    PART = "part"
    DEMAND = "demand"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One question of a pair.

    Attributes
    ----------
    name : str
        Key in :data:`matcher.weights.WEIGHTS`.
    levels : tuple of str
        Names of the levels, best first.
    asks : callable
        ``asks(demand, domain)`` returns everything of a demand that the level depends on; None = the comparison has nothing
        to say of such a post.  Demands with the same answer give everybody the same levels.
    assign : callable
        ``assign(demand, pool, wait)`` returns the level of each candidate as an index into ``levels``, -1 = silent,
        shape (candidates,).
    evidence : callable
        ``evidence(demand, pool, row)`` returns the coded fact behind the level of one candidate.
    scope : Scope
        For whom a level is worth keeping.
    """

    name: str
    levels: tuple[str, ...]
    asks: Callable[[Demand, Domain], Hashable]
    assign: Callable[[Demand, Pool, Waits], Levels]
    evidence: Callable[[Demand, Pool, int], str]
    scope: Scope = Scope.WHOLE

    def weigh(self, demand: Demand, pool: Pool, wait: Waits, table: NDArray[np.int16]) -> NDArray[np.int16] | None:
        """Return what the comparison adds to the score of each candidate, None = nothing for anybody, shape (candidates,)."""
        asked = self.asks(demand, pool.domain)
        if asked is None:
            return None
        key = ("weight", self.name, asked)
        if self.scope is Scope.WHOLE:
            return pool.shared(key, lambda whole: self._weights(demand, whole, wait, table))
        if self.scope is Scope.PART:
            return pool.once(key, lambda: self._weights(demand, pool, wait, table))
        return self._weights(demand, pool, wait, table)

    def weigh_into(
        self, out: NDArray[np.int16], pool: Pool, *, asked: Hashable, demand: Demand, table: NDArray[np.int16]
    ) -> None:
        """Write what the comparison adds, given what it asks of a demand, into ``out``, shape (candidates,).

        Not for what depends on how long somebody waits (:attr:`Scope.DEMAND`).
        """
        if self.scope is Scope.WHOLE:
            pool.shared_into(out, ("weight", self.name, asked), lambda whole: self._weights(demand, whole, NO_WAITS, table))
        else:
            out[:] = self._weights(demand, pool, NO_WAITS, table)

    def _weights(self, demand: Demand, pool: Pool, wait: Waits, table: NDArray[np.int16]) -> NDArray[np.int16]:
        return looked_up(table, self.assign(demand, pool, wait))


def level_table(weights: Mapping[str, Mapping[str, int]], comparison: Comparison) -> NDArray[np.int16]:
    """Return the weight of each level and, last, of silence (0), shape (levels + 1,)."""
    return np.array([weights[comparison.name][level] for level in comparison.levels] + [0], dtype=np.int16)


def silent(pool: Pool) -> Levels:
    """Return silence for every candidate, shape (candidates,)."""
    return np.full(len(pool), SILENT, dtype=np.int8)


def no_evidence(_demand: Demand, _pool: Pool, _row: int) -> str:
    """Return nothing: the level says it all."""
    return ""


def named(
    name: str,
    asks: Callable[[Demand, Domain], Hashable],
    assign: Callable[[Demand, Pool, Waits], Levels],
    evidence: Callable[[Demand, Pool, int], str],
    *,
    scope: Scope = Scope.WHOLE,
) -> Comparison:
    """Return the comparison called ``name``, with its levels in the order of the published weights."""
    return Comparison(name, tuple(WEIGHTS[name]), asks, assign, evidence, scope)
