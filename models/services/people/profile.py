"""What a list says of a person's CV: the wishes, the strongest line of experience, and what is missing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from matcher.experience import measure
from matcher.records import Candidate
from models.services.people.quality import Part, missing_parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A CV in a line; ``months`` are full-time months of the work that there is most of, None without a known length."""

    wishes: tuple[str, ...]
    experience: str
    months: float | None
    missing: tuple[Part, ...]


def profile_of(candidate: Candidate, on: date) -> Profile:
    """Return what a list says of one person as of a day."""
    length: defaultdict[str, float] = defaultdict(float)
    for period, months in zip(candidate.practice, measure(candidate.practice, on), strict=True):
        length[period.title] += months.full_time
    most = max(length, key=lambda title: length[title], default="")
    wishes = sorted(candidate.wishes, key=lambda wish: not wish.primary)
    return Profile(
        wishes=tuple(dict.fromkeys(wish.title for wish in wishes)),
        experience=most,
        months=length[most] if most and length[most] >= 1 else None,
        missing=missing_parts(candidate),
    )
