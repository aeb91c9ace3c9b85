"""How evenly a ranking gives attention to groups of people; the groups come from outside and are never in the engine."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.evaluation import Figure

TOP: Final = 10
SMALLEST_SHARE: Final = 0.02
"""A group with a smaller share of the people is reported, but nothing is concluded from it."""

MARGIN: Final = 0.05
"""A lower ratio is called chance only where a fall of more than this is ruled out: a quarter of the way from equal to the four
fifths at which employment law in the United States begins to ask."""

ROUNDS: Final = 2000
SEED: Final = 20261123
COVERED: Final = (2.5, 97.5)
"""Percentiles that bound the intervals."""

Floats = NDArray[np.float64]
Rankings = Sequence[Sequence[str]]


class GapAnswer(StrEnum):
    """What can be said of a gap before and after."""

    HOLDS = "holds"
    WIDENS = "widens"
    UNCERTAIN = "uncertain"


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
    """The ratio of the group with least to the group with most, 1 = equal, and every group behind it.

    Attributes
    ----------
    exposure, selection : Figure
        With 95 % intervals; ``n`` counts the people of the groups that are judged.
    groups : mapping of str to GroupFigures
        Every group, also those too small to be judged.
    smallest : int
        Members of the smallest group that is judged.
    """

    exposure: Figure
    selection: Figure
    groups: Mapping[str, GroupFigures]
    smallest: int


@dataclass(frozen=True, slots=True)
class GapChange:
    """A gap before and after, and how much each ratio changed for the same people and vacancies: below 0 = wider."""

    before: Gap
    after: Gap
    exposure: Figure
    selection: Figure

    @property
    def answer(self) -> GapAnswer:
        """What both ratios together allow to be said; the worse of the two decides."""
        answers = {_answer(self.exposure), _answer(self.selection)}
        return next(one for one in (GapAnswer.WIDENS, GapAnswer.UNCERTAIN, GapAnswer.HOLDS) if one in answers)


def group_gap(rankings: Rankings, groups: Mapping[str, str]) -> Gap:
    """Return the gap between groups over all lists.

    Parameters
    ----------
    rankings : sequence of sequence of str
        Ids of people, best first; one list for each vacancy.
    groups : mapping of str to str
        Group of each id; people of no group take their places and are not counted.

    Notes
    -----
    The intervals are percentiles of a bootstrap that draws people, within their groups, and vacancies anew, each by itself
    (the pigeonhole bootstrap: Owen, Annals of Applied Statistics 1, 2007): other people and other vacancies of the same kind.

    Examples
    --------
    >>> gap = group_gap([["a", "b"], ["b", "a"]], {"a": "one", "b": "two"})
    >>> gap.exposure.value, gap.selection.value
    (1.0, 1.0)
    """
    return gap_change(rankings, rankings, groups).before


def gap_change(before: Rankings, after: Rankings, groups: Mapping[str, str]) -> GapChange:
    """Return the gap between groups in two rankings of the same people for the same vacancies, in the same order.

    Notes
    -----
    Before, after and the change are reckoned from the same draws of people and vacancies, so that what both rankings have
    in common does not blur the change.  A change is called

    * ``holds`` where the ratio did not fall, or where its fall may be chance (the interval reaches 0) and one of more than
      :data:`MARGIN` is ruled out by the interval;
    * ``widens`` where the whole interval lies below 0;
    * ``uncertain`` else: the ratio fell, and these people and vacancies are too few to tell by how much.
    """
    members = {group: sorted(person for person, own in groups.items() if own == group) for group in sorted(set(groups.values()))}
    judged = [group for group, people in members.items() if len(people) >= SMALLEST_SHARE * len(groups)]
    tables = [_attention(rankings, groups) for rankings in (before, after)]
    draws = np.random.default_rng(SEED)
    lists = _drawn(len(before), draws)
    people = {group: _drawn(len(members[group]), draws) for group in judged}
    counted = sum(len(members[group]) for group in judged)
    ratios = [
        [_ratio(np.stack([_means(table[kind], members[group], people[group], lists) for group in judged])) for kind in (0, 1)]
        for table in tables
    ]
    smallest = min((len(members[group]) for group in judged), default=0)
    gaps = [
        Gap(_figure(exposure, counted), _figure(selection, counted), _figures(table, members, len(before)), smallest)
        for table, (exposure, selection) in zip(tables, ratios, strict=True)
    ]
    changes = [_figure(ratios[1][kind] - ratios[0][kind], counted) for kind in (0, 1)]
    return GapChange(gaps[0], gaps[1], changes[0], changes[1])


def _answer(change: Figure) -> GapAnswer:
    if change.high < 0:
        return GapAnswer.WIDENS
    # Sums of the same numbers in another order may differ in the last digit.
    if change.value >= -1e-12 or change.low >= -MARGIN:
        return GapAnswer.HOLDS
    return GapAnswer.UNCERTAIN


def _attention(rankings: Rankings, groups: Mapping[str, str]) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Return exposure and places among the first ten of each person in each list."""
    exposure, selection = ({person: np.zeros(len(rankings)) for person in groups} for _ in range(2))
    for number, ranking in enumerate(rankings):
        for place, person in enumerate(ranking, start=1):
            if person in groups:
                exposure[person][number] = 1 / math.log2(place + 1)
                selection[person][number] = place <= TOP
    return exposure, selection


def _drawn(many: int, draws: np.random.Generator) -> Floats:
    """Return how often each of so many is counted, first once each and then in every resample, shape (1 + rounds, many)."""
    if not many:
        return np.ones((1 + ROUNDS, 0))
    return np.vstack([np.ones(many), draws.multinomial(many, np.full(many, 1 / many), size=ROUNDS)])


def _means(table: Mapping[str, Floats], people: Sequence[str], drawn: Floats, lists: Floats) -> Floats:
    """Return the mean of one group for the lists as they are and for every resample, shape (1 + rounds,)."""
    mine = np.stack([table[person] for person in people])
    return np.asarray(((drawn @ mine) * lists).sum(axis=1) / len(people))


def _ratio(means: Floats) -> Floats:
    """Return the least over the most of the groups; nobody with anything is equal."""
    most = means.max(axis=0)
    return np.asarray(np.divide(means.min(axis=0), most, out=np.ones_like(most), where=most > 0))


def _figure(values: Floats, people: int) -> Figure:
    low, high = np.percentile(values[1:], COVERED)
    return Figure(float(values[0]), float(low), float(high), people)


def _figures(
    table: tuple[Mapping[str, Floats], Mapping[str, Floats]], members: Mapping[str, Sequence[str]], lists: int
) -> dict[str, GroupFigures]:
    found = {}
    for group, people in members.items():
        exposure, selection = (float(sum(kind[person].sum() for person in people)) / len(people) for kind in table)
        found[group] = GroupFigures(len(people), exposure, selection / max(1, lists))
    return found
