"""The published weights: what each level of each comparison adds to the score, in thousandths of a bit.

A bit doubles the odds that an adviser would call the person.  Every weight has its reason beside it; silence weighs
nothing.  The numbers are whole, so that every machine adds them to the same sum.
"""

from __future__ import annotations

from types import MappingProxyType

PRIOR = -3000
"""Before anything is known: one person in nine is worth a call for a given post."""

WEIGHTS: MappingProxyType[str, MappingProxyType[str, int]] = MappingProxyType(
    {
        # What the person has done.  Two full-time years of the same work, lately, is the best predictor there is.
        "practice": MappingProxyType(
            {
                "same work, long and recent": 2600,
                "same work, recent": 2100,
                "same work, long ago": 1400,
                "related work": 900,
                "transferable work": 400,
                "other work": -300,
            }
        ),
        # What the person wants.  A wish elsewhere weighs as much as a wish here: nobody is placed against their will.
        "wish": MappingProxyType(
            {
                "first choice": 2600,
                "wished": 2000,
                "same kind of work": 1200,
                "near": 500,
                "elsewhere": -2200,
            }
        ),
        # What the employer would like beyond the demands; and more qualification than the post can use.
        "qualification": MappingProxyType(
            {
                "all preferred": 900,
                "some preferred": 500,
                "none preferred": 0,
                "more than the post uses": -1800,
            }
        ),
        "skills": MappingProxyType({"most tasks": 700, "some tasks": 350}),
        # A post of 14 % is no job for one who needs 100 %, and the other way round.
        "hours": MappingProxyType({"fits": 700, "close": 0, "apart": -800}),
        # A summer job or a place on the call list is no answer to one who asks for a permanent post.
        "form": MappingProxyType({"fits": 150, "differs": -400, "passing work, lasting wished": -1200}),
        "shifts": MappingProxyType({"all said yes": 600, "some said yes": 200, "other hours wished": -1200}),
        # Minutes count, not kilometres: the shift begins at seven whatever the road is like.
        "reach": MappingProxyType(
            {
                "up to 15 min": 900,
                "up to 30 min": 600,
                "up to 45 min": 200,
                "up to 60 min": -200,
                "up to 90 min": -900,
                "over 90 min": -1900,
                # Whoever means to move does not drive the way each day, but has a home to find first.
                "would move": -600,
            }
        ),
        "place": MappingProxyType({"wished": 500, "elsewhere": -1200}),
        "language": MappingProxyType({"enough for the role": 0, "below what the role needs": -1200}),
        "start": MappingProxyType({"in time": 100, "later": -300}),
        # How long the way is, where something is missing.
        "way": MappingProxyType({"within 3 months": 0, "within a year": -400, "within two years": -800, "longer": -1400}),
    }
)

STRONG, GOOD = 3000, 500
"""Scores from which a match is called strong, or good; below that it is possible."""


def strength(score: int) -> str:
    """Return ``"sterkt"``, ``"godt"`` or ``"mulig"`` for a score in thousandths of a bit."""
    return "sterkt" if score >= STRONG else "godt" if score >= GOOD else "mulig"
