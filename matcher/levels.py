"""What a comparison is: one question of each pair, answered by the first level that holds; silence is no level at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.gates import Demand
from matcher.pool import Pool
from matcher.records import Candidate
from matcher.weights import WEIGHTS

Levels = NDArray[np.int8]
SILENT = -1


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


def silent(pool: Pool) -> Levels:
    """Return silence for every candidate, shape (candidates,)."""
    return np.full(len(pool), SILENT, dtype=np.int8)


def each(pool: Pool, level: Callable[[Candidate], int]) -> Levels:
    """Return ``level`` of every candidate, shape (candidates,)."""
    return np.fromiter((level(candidate) for candidate in pool.candidates), dtype=np.int8, count=len(pool))


def no_evidence(_demand: Demand, _pool: Pool, _row: int) -> str:
    """Return nothing: the level says it all."""
    return ""


def named(
    name: str,
    assign: Callable[[Demand, Pool, NDArray[np.float32]], Levels],
    evidence: Callable[[Demand, Pool, int], str],
) -> Comparison:
    """Return the comparison called ``name``, with its levels in the order of the published weights."""
    return Comparison(name, tuple(WEIGHTS[name]), assign, evidence)
