"""A small ranking engine for the tests of the rematch, and a process of its own that can be killed in the middle of one.

Run as ``python -m tests.models.rematch_worker ADDRESS SECONDS``: rematches as of the tests' day, taking that long for each
vacancy and after each transaction, of which it makes many.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import event

from matcher.described import Described
from matcher.lists import PER_DEMAND, PER_OPENING, Lists
from matcher.order import Keys, sort_keys, tie
from matcher.pages import Columns, Page
from matcher.pool import stable_hash
from matcher.records import Candidate, Contribution, Finding, Match, Opening, Status, Tier
from models.base import create_engine_for, create_session_factory
from models.services.night import storing
from models.services.night.matching import rematch
from models.services.ranking.standings import Progress
from tests.factories import NOW, TODAY


@dataclass(frozen=True)
class SmallPool:
    """Candidates as they came."""

    candidates: tuple[Candidate, ...]


class SmallEngine:
    """Ranks by a hash of the pair: many tiers, many equal scores, the same on every machine."""

    def __init__(self, seconds: float = 0.0, salt: str = "") -> None:
        self.seconds = seconds
        self.salt = salt

    def prepare(self, candidates: Sequence[Candidate], on: date) -> SmallPool:
        return SmallPool(tuple(candidates))

    def lists(self, openings: Sequence[Opening], pool: SmallPool, progress: Progress) -> Lists:
        found = Lists.empty(len(pool.candidates))
        for number, opening in enumerate(openings):
            matches = [self.match(candidate, opening) for candidate in pool.candidates]
            tier = np.array([match.tier.order for match in matches], dtype=np.uint8)
            ties = np.array([tie(opening.id, candidate.id) for candidate in pool.candidates], dtype=np.uint32)
            keys = sort_keys(tier, np.array([match.score for match in matches], dtype=np.int16), ties)
            first = np.argsort(keys, kind="stable")[: int((tier < 3).sum())].astype(np.int32)
            found.pages.append(page_of(number, first[:PER_OPENING], keys))
            packed = (keys.astype(np.uint64) << np.uint64(16)) | np.uint64(number)
            packed[tier == 3] = np.iinfo(np.uint64).max
            found.best = np.sort(np.hstack([found.best, packed[:, None]]), axis=1)[:, : found.best.shape[1]]
            progress(1)
        return found

    def describe(self, opening: Opening, pool: SmallPool, rows: NDArray[np.int32]) -> Described:
        time.sleep(self.seconds)
        size = len(rows)
        return Described((("auth:HF",),), np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.float32), (b"\x01",) * size)

    def match(self, candidate: Candidate, opening: Opening) -> Match:
        number = stable_hash(candidate.id + opening.id + self.salt)
        score = number % 7 * 500
        return Match(
            candidate=candidate.id,
            opening=opening.id,
            tier=list(Tier)[number // 7 % 4],
            score=score,
            strength="godt",
            contributions=(Contribution(comparison="prior", level="prior", weight=score),),
            findings=(Finding(requirement="auth:HF", status=Status.UNKNOWN),),
        )


def page_of(number: int, first: NDArray[np.int32], keys: Keys) -> Page:
    """Return what is kept of one opening with this list, of whom nobody is counted."""
    return Page(
        numbers=np.array([number]),
        tiers=np.zeros((1, 3), dtype=np.int64),
        first=Columns(first[None], keys[None, first], np.array([len(first)])),
        near_ends=np.zeros(2, dtype=np.int64),
        codes=[],
        people=_NONE,
        near=Columns.empty(PER_DEMAND),
    )


_NONE = np.empty(0, dtype=np.int64)


def main(address: str, seconds: float) -> None:
    engine = create_engine_for(address)
    storing.BATCH_ROWS = 5
    event.listen(engine, "checkin", lambda *_connection: time.sleep(seconds))
    rematch(create_session_factory(engine), SmallEngine(seconds, salt="killed"), TODAY, NOW)
    engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
