"""A match as it is kept: numbers, and one byte for the answer to each demand; what can be looked up again is not kept."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.pool import STATUS_OF
from matcher.records import Finding, Match
from matcher.weights import strength
from models.matches import StoredMatch


def to_match(row: StoredMatch, asks: Sequence[Sequence[str]]) -> Match:
    """Return what a stored row tells of a match: tier, score, months, and the answer to each demand that decided.

    ``asks`` is what its vacancy asked in that run, for each kind of post.
    """
    number = row.variant or 0
    codes = asks[number] if number < len(asks) else ()
    return Match(
        candidate=row.job_seeker_id,
        opening=row.vacancy_id,
        tier=row.tier,
        score=row.score,
        strength=strength(row.score),
        findings=tuple(
            Finding(requirement=code, status=STATUS_OF[answer]) for code, answer in zip(codes, row.answers or b"", strict=False)
        ),
        months=row.months,
        variant=row.variant,
    )
