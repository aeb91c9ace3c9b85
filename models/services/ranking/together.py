"""Many openings and people held against each other at once, as arrays: what the allocation and the spreading start from."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.allocation import Pairs
from matcher.order import TIE_BITS, ties_with
from matcher.records import Opening, Tier
from models.services.ranking.live import People

Integers = NDArray[np.int64]


def pairs_of(
    people: People,
    openings: Sequence[Opening],
    rows: Integers,
    *,
    least: int | None = None,
    without: Collection[tuple[int, int]] = (),
) -> Pairs:
    """Return everybody in ``rows`` held against ``openings``, without those who are closed out or whose way has no known length.

    ``least`` is the score below which a pair is none; ``without`` holds pairs (opening, row of the pool) to leave out.
    """
    by_id = people.pool.column("by_id")[rows].astype(np.uint64)
    out: dict[int, list[int]] = {}
    for number, row in without:
        out.setdefault(number, []).append(row)
    parts = []
    for number, opening in enumerate(openings):
        standing = people.standing(opening)
        way = (standing.tier[rows] == Tier.ON_THE_WAY.order) & np.isfinite(standing.months[rows])
        able = (standing.tier[rows] < Tier.ON_THE_WAY.order) | way
        if number in out:
            able &= ~np.isin(rows, out[number])
        who = rows[able]
        parts.append(
            Pairs(
                opening=np.full(len(who), number, dtype=np.int64),
                person=who,
                tier=standing.tier[who].astype(np.int64),
                months=np.where(standing.tier[who] == Tier.ON_THE_WAY.order, np.rint(standing.months[who]), 0).astype(np.int64),
                score=standing.score[who].astype(np.int64),
                # As in the lists: the hash of the pair first, then the id, which is random itself.
                tie=(ties_with(opening.id, people.pool)[who].astype(np.uint64) << np.uint64(64 - TIE_BITS)) | by_id[able],
            )
        )
    pairs = Pairs.joined(parts)
    return pairs if least is None else pairs.take(pairs.score >= least)
