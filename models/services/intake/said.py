"""One thing that a reader of prose found: the coded fact, where its words stand, and whether it is firm."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """A coded fact with the place of its words; one that is not ``firm`` yields to what the person ticked."""

    kind: str
    value: str
    start: int
    end: int
    firm: bool = True
