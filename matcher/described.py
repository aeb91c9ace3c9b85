"""What decided the tier of those who are in a list: the answer to each demand, and the months until ready."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.gates import gate_status, tiers
from matcher.matcher import Matcher, best_variant
from matcher.pool import Pool
from matcher.post_demands import demands
from matcher.records import Opening


@dataclass(frozen=True, slots=True)
class Described:
    """What decided the tier of some candidates for one opening.

    Attributes
    ----------
    asks : tuple of tuple of str
        Codes of the demands, for each kind of post.
    variant : ndarray of int64, shape (candidates,)
        The kind of post that suits each best, a place in ``asks``.
    months : ndarray of float32, shape (candidates,)
        Until ready; 0 = now, infinite = never.
    answers : tuple of bytes
        For each candidate one byte for each demand: 0 unmet, 1 unknown, 2 met.
    """

    asks: tuple[tuple[str, ...], ...]
    variant: NDArray[np.int64]
    months: NDArray[np.float32]
    answers: tuple[bytes, ...]


def describe(matcher: Matcher, pool: Pool, opening: Opening, rows: NDArray[np.int32]) -> Described:
    """Return what decided the tier of the candidates in ``rows`` for an opening."""
    part = pool.part(rows)
    compiled = demands(opening, part.domain)
    if len(compiled) == 1:
        # What decides the tier does not hang on the score.
        statuses = [gate_status(compiled[0], part)]
        months = tiers(compiled[0], statuses[0], part)[1][None]
        best = np.zeros(len(part), dtype=np.int64)
    else:
        scored = matcher.score(opening, part)
        statuses, months, best = [one.status for one in scored], np.stack([one.months for one in scored]), best_variant(scored)
    tables = [np.ascontiguousarray(status.T) for status in statuses]
    return Described(
        asks=tuple(tuple(gate.code for gate in demand.gates) for demand in compiled),
        variant=best,
        months=np.asarray(months[best, np.arange(len(best))]),
        answers=tuple(tables[variant][place].tobytes() for place, variant in enumerate(best.tolist())),
    )
