"""How much of a profile is there: NAV's five parts, a fifth each, and which of them to ask about."""

from __future__ import annotations

from enum import StrEnum

from matcher.records import Candidate


class Part(StrEnum):
    """One part of a profile, in the order in which it is asked for."""

    HOME = "bosted"
    WISHES = "onsker"
    PLACES = "arbeidssted"
    SKILLS = "kompetanse"
    LANGUAGE = "sprak"


def missing_parts(candidate: Candidate) -> tuple[Part, ...]:
    """Return the parts of the profile that say nothing yet."""
    there = {
        Part.HOME: candidate.postnummer is not None,
        Part.WISHES: bool(candidate.wishes),
        Part.PLACES: bool(candidate.wished_places) or candidate.willing_to_move is not None,
        Part.SKILLS: bool(candidate.skills or candidate.credentials or candidate.practice),
        Part.LANGUAGE: bool(candidate.languages),
    }
    return tuple(part for part in Part if not there[part])


def quality(missing: tuple[Part, ...]) -> int:
    """Return how much of the profile is there, in percent."""
    return 100 * (len(Part) - len(missing)) // len(Part)
