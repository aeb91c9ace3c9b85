"""A small ranking engine for the tests of the rematch, and a process of its own that can be killed in the middle of one.

Run as ``python -m tests.models.rematch_worker ADDRESS SECONDS``: rematches as of the tests' day, taking that long for each
vacancy.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from matcher.pool import stable_hash
from matcher.records import Candidate, Contribution, Finding, Match, Opening, Status, Tier
from models.base import create_engine_for, create_session_factory
from models.services.night.matching import rematch
from models.services.ranking.standings import Integers
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

    def standings(self, opening: Opening, pool: SmallPool) -> tuple[Integers, Integers]:
        found = [self.match(candidate, opening) for candidate in pool.candidates]
        tiers, scores = [match.tier.order for match in found], [match.score for match in found]
        return np.array(tiers, dtype=np.int64), np.array(scores, dtype=np.int64)

    def explain_rows(self, opening: Opening, pool: SmallPool, rows: Sequence[int]) -> list[Match]:
        time.sleep(self.seconds)
        return [self.match(pool.candidates[row], opening) for row in rows]

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


def main(address: str, seconds: float) -> None:
    engine = create_engine_for(address)
    rematch(create_session_factory(engine), SmallEngine(seconds, salt="killed"), TODAY, NOW)
    engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
