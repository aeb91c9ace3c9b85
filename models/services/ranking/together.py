"""Many openings and people held against each other at once, as arrays: what the allocation and the spreading start from."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.allocation import Pairs
from matcher.order import TIE_BITS
from matcher.records import Opening, Tier
from models.services.ranking.people_now import People

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
    by_id = people.pool.by_id[rows].astype(np.uint64)
    out: dict[int, list[int]] = {}
    for number, row in without:
        out.setdefault(number, []).append(row)
    parts = []
    for number, opening in enumerate(openings):
        standing = people.standing(opening, rows)
        way = (standing.tier == Tier.ON_THE_WAY.order) & np.isfinite(standing.months)
        able = (standing.tier < Tier.ON_THE_WAY.order) | way
        if number in out:
            able &= ~np.isin(rows, out[number])
        who = rows[able]
        parts.append(
            Pairs(
                opening=np.full(len(who), number, dtype=np.int64),
                person=who,
                tier=standing.tier[able].astype(np.int64),
                months=np.where(standing.tier == Tier.ON_THE_WAY.order, np.rint(standing.months), 0)[able].astype(np.int64),
                score=standing.score[able],
                # As in the lists: the hash of the pair first, then the id, which is random itself.
                tie=(people.pool.ties_with(opening.id)[who].astype(np.uint64) << np.uint64(64 - TIE_BITS)) | by_id[able],
            )
        )
    pairs = Pairs.joined(parts)
    return pairs if least is None else pairs.take(pairs.score >= least)
