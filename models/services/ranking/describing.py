"""What decided every pair that is in a list, told on all processors where there are many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matcher.described import Described
from matcher.records import Opening
from models.services.ranking.spread import Helper, processors
from models.services.ranking.standings import PoolT, Progress, RankingEngine

ALONE = 100_000
"""Pairs below which one process is done before another would have begun."""

Rows = NDArray[np.int64]


def described(
    engine: RankingEngine[PoolT], pool: PoolT, openings: Sequence[Opening], rows: Sequence[Rows], progress: Progress
) -> list[Described]:
    """Return what decided the tier of some rows for each opening; the same for any number of processors."""
    ends = np.cumsum([0, *map(len, rows)])
    processes = processors() if ends[-1] > ALONE else 1
    # Shares of about as many pairs.
    borders = np.searchsorted(ends, np.linspace(0, ends[-1], processes + 1)[1:-1]).tolist()
    work = list(zip(openings, rows, strict=True))
    shares = [work[start:end] for start, end in pairwise([0, *borders, len(work)])]
    helpers = [Helper(partial(_describe, engine, pool, share, _silent)) for share in shares[1:]]
    try:
        found = _describe(engine, pool, shares[0], progress)
        for helper, share in zip(helpers, shares[1:], strict=True):
            found += helper.result()
            progress(len(share))
    finally:
        for helper in helpers:
            helper.stop()
    return found


def _describe(
    engine: RankingEngine[PoolT], pool: PoolT, share: Sequence[tuple[Opening, Rows]], progress: Progress
) -> list[Described]:
    found = []
    # Many pairs answer alike, and what is held once is sent once.
    once: dict[bytes, bytes] = {}
    for opening, rows in share:
        told = engine.describe(opening, pool, rows.astype(np.int32))
        found.append(replace(told, answers=tuple(once.setdefault(answers, answers) for answers in told.answers)))
        progress(1)
    return found


def _silent(_done: int) -> None:
    """Tell nobody: a helper has no way to."""
