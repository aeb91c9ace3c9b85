"""How evenly a ranking gives attention to groups of people; the groups come from outside and are never in the engine."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

TOP: Final = 10
SMALLEST_SHARE: Final = 0.02
"""A group with a smaller share of the people is reported, but nothing is concluded from it."""


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """One group in all lists.

    Attributes
    ----------
    people : int
        Members.
    exposure : float
        Sum of 1 / log2(place + 1) over all lists, for each member.
    selection : float
        Places among the first ten of a list, for each member and list.
    """

    people: int
    exposure: float
    selection: float


@dataclass(frozen=True, slots=True)
class Gap:
    """The ratio of the group with least to the group with most, 1 = equal, and every group behind it."""

    exposure: float
    selection: float
    groups: Mapping[str, GroupFigures]

    def widens(self, before: Gap) -> bool:
        """Return whether any of the two ratios is lower than ``before``."""
        return self.exposure < before.exposure - 1e-12 or self.selection < before.selection - 1e-12


def group_gap(rankings: Collection[Sequence[str]], groups: Mapping[str, str]) -> Gap:
    """Return the gap between groups over all lists.

    Parameters
    ----------
    rankings : collection of sequence of str
        Ids of people, best first; one list for each vacancy.
    groups : mapping of str to str
        Group of each id; people of no group take their places and are not counted.

    Examples
    --------
    >>> gap = group_gap([["a", "b"], ["b", "a"]], {"a": "one", "b": "two"})
    >>> gap.exposure, gap.selection
    (1.0, 1.0)
    """
    exposure = dict.fromkeys(groups.values(), 0.0)
    selected = dict.fromkeys(groups.values(), 0)
    members = dict.fromkeys(groups.values(), 0)
    for group in groups.values():
        members[group] += 1
    for ranking in rankings:
        for place, person in enumerate(ranking, start=1):
            if person in groups:
                exposure[groups[person]] += 1 / math.log2(place + 1)
                selected[groups[person]] += place <= TOP
    figures = {
        group: GroupFigures(count, exposure[group] / count, selected[group] / (count * max(1, len(rankings))))
        for group, count in sorted(members.items())
    }
    judged = [entry for entry in figures.values() if entry.people >= SMALLEST_SHARE * len(groups)]
    return Gap(_ratio([entry.exposure for entry in judged]), _ratio([entry.selection for entry in judged]), figures)


def _ratio(values: Sequence[float]) -> float:
    """Return the least over the most; nobody with anything is equal."""
    return min(values) / max(values) if values and max(values) > 0 else 1.0
