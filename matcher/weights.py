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
        # What the person has done.  Two full-time years of the same work, lately, tell most of how a post will go; five
        # years later half of it is gone, and related work counts less for the same reason.  All of it weighs less than a
        # wish: practice says who can, not who will.
        "practice": MappingProxyType(
            {
                "same work, long and recent": 1800,
                "same work, recent": 1500,
                "close work, recent": 1000,
                "same work, long ago": 850,
                "related work": 600,
                "related work, long ago": 350,
                "transferable work": 300,
                "other work": -200,
            }
        ),
        # Ways of working that carry over from other work, from care in the family and from voluntary work; after five
        # years they are still there, but somebody has to be reminded of them.
        "carried": MappingProxyType({"several ways carry over": 300, "one way carries over": 150, "from long ago": 50}),
        # What the person wants.  A stated wish counts most, and a wish elsewhere weighs more than any practice: nobody is
        # placed against their will.  Whoever works in what they wish for stays in that line; a beginner is open to what
        # lies near.
        "wish": MappingProxyType(
            {
                "first choice": 3000,
                "wished": 2500,
                "same kind of work": 1000,
                "near": 300,
                "near, settled in another line": -1500,
                "elsewhere": -3000,
            }
        ),
        # What the employer would like beyond the demands; and more qualification than the post can use: a nurse for an
        # assistant's post, or somebody trained in care for the kitchen, unless they ask for it.
        "qualification": MappingProxyType(
            {
                "all preferred": 900,
                "some preferred": 500,
                "none preferred": 0,
                "trained beyond the post": -600,
                "trained for other work": -900,
                "more than the post uses": -2000,
            }
        ),
        # Words of tasks that CV and ad share: a hint only, since people who write little can as much.
        "skills": MappingProxyType({"most tasks": 350, "some tasks": 150}),
        # A post that is too small is filled up with another one or grows; a post larger than what the person manages
        # cannot be cut.  A post of 14 % is no job for one who needs 100 %.
        "hours": MappingProxyType(
            {
                "fits": 700,
                "close": 0,
                "less than wished": -400,
                "far less than wished": -1200,
                "more than wished": -1500,
            }
        ),
        # A summer job or a place on the call list is no answer to one who asks for a permanent post; one who asks for work
        # for a time, beside studies or a pension, seldom takes a permanent post of some size; and an apprenticeship is a
        # choice of its own.
        "form": MappingProxyType(
            {
                "fits": 200,
                "differs": -400,
                "lasting work, passing wished": -600,
                "passing work, lasting wished": -1500,
                "no apprenticeship wished": -1000,
            }
        ),
        # The roster is the post.  Day work alone wished for a post of evenings and weekends, or evenings for a post of
        # nights, is the person's own no in other words; a refusal that the employer might roster around is nearly that.
        "shifts": MappingProxyType(
            {
                "all said yes": 600,
                "some said yes": 200,
                "only day wished": -1000,
                "other hours wished": -3000,
                "some refused": -1500,
            }
        ),
        # Minutes count, not kilometres: the shift begins at seven whatever the road is like.  45-60 minutes are usual,
        # beyond an hour few stay for long.
        "reach": MappingProxyType(
            {
                "up to 15 min": 900,
                "up to 30 min": 600,
                "up to 45 min": 200,
                "up to 60 min": -400,
                "up to 90 min": -1500,
                "over 90 min": -3000,
                # Whoever means to move does not drive the way each day, but has a home to find first.
                "would move": -1200,
                # Few move for half a post: then the way is as long as it is.
                "would move, for a small post": -3000,
                # A line that runs is a way; without car and line there is none but with others.
                "by bus or train": -300,
                "no car and no line": -2500,
            }
        ),
        # Who has named the municipalities has answered; across a border that is ten minutes off it matters little.
        "place": MappingProxyType({"wished": 500, "elsewhere, near home": -200, "elsewhere": -1500}),
        "language": MappingProxyType({"enough for the role": 0, "below what the role needs": -1200}),
        "start": MappingProxyType({"in time": 100, "later": -300}),
        # How long the way is, where something is missing.
        "way": MappingProxyType({"within 3 months": 0, "within a year": -400, "within two years": -800, "longer": -1400}),
        # An apprenticeship is for one who has the school part; long practice leads to the trade test without it.
        "apprenticeship": MappingProxyType(
            {"school part done or under way": 1500, "school part begun": 700, "practice enough for the trade test": -2000}
        ),
    }
)

STRONG, GOOD = 3000, 500
"""Scores from which a match is called strong, or good; below that it is possible."""


def strength(score: int) -> str:
    """Return ``"sterkt"``, ``"godt"`` or ``"mulig"`` for a score in thousandths of a bit."""
    return "sterkt" if score >= STRONG else "godt" if score >= GOOD else "mulig"
