"""Level weights learned from verdicts: a proposal beside the published weights, never in their place by itself."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from matcher.comparisons import COMPARISONS
from matcher.gates import waits
from matcher.levels import Levels
from matcher.matcher import Matcher, best_variant
from matcher.pool import Pool
from matcher.records import Opening
from matcher.weights import WEIGHTS

Weights = Mapping[str, Mapping[str, int]]

STRENGTH: Final = 50
"""The weight that runs counts as so many verdicts on its level: with fifty real ones it and they weigh the same."""

THOUSANDTHS: Final = 1000 / math.log(2)
"""Natural log odds to thousandths of a bit."""


class TooFewVerdicts(ValueError):
    """Nothing can be learned where nobody said yes, or nobody said no."""


@dataclass(frozen=True, slots=True)
class LearnedLevel:
    """One level of one comparison before and after.

    Attributes
    ----------
    comparison, level : str
        Keys of :data:`matcher.weights.WEIGHTS`.
    verdicts, relevant : int
        Pairs that stood on the level, and those of them that were called relevant.
    running, fitted, weight : int
        Thousandths of a bit: the weight to begin from, what the verdicts make of it, and the same in the published order.
    """

    comparison: str
    level: str
    verdicts: int
    relevant: int
    running: int
    fitted: int
    weight: int

    @property
    def held_back(self) -> bool:
        """The order of levels, not the verdicts, decided the weight."""
        return self.fitted != self.weight


@dataclass(frozen=True, slots=True)
class Learned:
    """All levels, and how many verdicts they were learned from."""

    verdicts: int
    relevant: int
    levels: tuple[LearnedLevel, ...]

    @property
    def weights(self) -> dict[str, dict[str, int]]:
        """The proposed weights, in the form and the order of the published ones."""
        found: dict[str, dict[str, int]] = {}
        for entry in self.levels:
            found.setdefault(entry.comparison, {})[entry.level] = entry.weight
        return found


def levels_of(matcher: Matcher, opening: Opening, pool: Pool) -> Levels:
    """Return the level of each comparison for each candidate, by the variant that ranks them, -1 = silent.

    Parameters
    ----------
    matcher : Matcher
        Fitted.
    opening : Opening
        The vacancy.
    pool : Pool
        From the matcher's ``prepare``.

    Returns
    -------
    ndarray of int8, shape (candidates, comparisons)
    """
    scored = matcher.score(opening, pool)
    by_variant = np.stack(
        [
            np.stack([comparison.assign(one.demand, pool, waits(one.months)) for comparison in COMPARISONS], axis=1)
            for one in scored
        ]
    )
    chosen: Levels = by_variant[best_variant(scored), np.arange(len(pool))]
    return chosen


def learn(levels: Levels, relevant: Sequence[bool] | NDArray[np.bool_], running: Weights = WEIGHTS) -> Learned:
    """Fit the weight of every level to verdicts by logistic regression, drawn towards the weights that run.

    Parameters
    ----------
    levels : ndarray of int8, shape (verdicts, comparisons)
        From :func:`levels_of`, columns in the order of :data:`matcher.comparisons.COMPARISONS`.
    relevant : sequence of bool
        What was said of each pair.
    running : mapping of str to mapping of str to int
        The weights to begin from.

    Returns
    -------
    Learned
        The same for every order of the verdicts.

    Raises
    ------
    TooFewVerdicts
        If all verdicts say the same.

    Notes
    -----
    Each level has one coefficient, silence none.  A running weight enters as :data:`STRENGTH` verdicts on a pair of which
    nothing but that level is known, so a level that nobody has judged keeps its weight, and one judged n times gives way
    by about n / (n + 50).  How willingly advisers say yes is a term of its own and is thrown away: the prior stays.
    Levels that the verdicts would put out of the published order are made equal.
    """
    said = np.asarray(relevant, dtype=bool)
    if said.all() or not said.any():
        raise TooFewVerdicts("verdicts of both kinds are needed")
    names = [(comparison.name, level) for comparison in COMPARISONS for level in comparison.levels]
    before, order = (np.array([table[name][level] for name, level in names], dtype=np.int64) for table in (running, WEIGHTS))
    seen = _one_hot(levels)
    fitted = np.rint(_fit(seen, said, before / THOUSANDTHS) * THOUSANDTHS).astype(np.int64)
    judged, liked = seen.sum(axis=0).astype(int), seen[said].sum(axis=0).astype(int)
    ordered, start = fitted.copy(), 0
    for comparison in COMPARISONS:
        part = slice(start, start + len(comparison.levels))
        ordered[part] = _in_published_order(fitted[part], order[part], judged[part] + STRENGTH)
        start = part.stop
    table = zip(names, judged.tolist(), liked.tolist(), before.tolist(), fitted.tolist(), ordered.tolist(), strict=True)
    return Learned(len(said), int(said.sum()), tuple(LearnedLevel(*name, *numbers) for name, *numbers in table))


def out_of_order(weights: Weights, published: Weights = WEIGHTS) -> list[tuple[str, str, str]]:
    """Return each (comparison, better level, worse level) whose weights contradict the published order, silence ("") at 0."""
    broken = []
    for name, table in published.items():
        before, after = {**table, "": 0}, {**weights[name], "": 0}
        broken += [
            (name, better, worse)
            for better in before
            for worse in before
            if before[better] > before[worse] and after[better] < after[worse]
        ]
    return broken


def _one_hot(levels: Levels) -> NDArray[np.float64]:
    columns = [levels[:, [place]] == np.arange(len(comparison.levels)) for place, comparison in enumerate(COMPARISONS)]
    return np.hstack(columns).astype(np.float64)


def _fit(seen: NDArray[np.float64], said: NDArray[np.bool_], before: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a coefficient for each level, in natural log odds."""
    # Equal verdicts are counted together and sorted: the order in which they came cannot reach the last digit.
    rows, times = np.unique(np.column_stack([seen, said]), axis=0, return_counts=True)
    likely, alone = 1 / (1 + np.exp(-before)), np.eye(len(before))
    # The first column is the advisers' willingness; the pairs that stand for running weights have none.
    table = np.block(
        [
            [np.ones((len(rows), 1)), rows[:, :-1]],
            [np.zeros((len(alone), 1)), alone],
            [np.zeros((len(alone), 1)), alone],
        ]
    )
    answers = np.concatenate([rows[:, -1], np.ones(len(alone)), np.zeros(len(alone))])
    counts = np.concatenate([times, STRENGTH * likely, STRENGTH * (1 - likely)])
    model = LogisticRegression(C=np.inf, fit_intercept=False, solver="newton-cholesky", tol=1e-8, max_iter=1000)
    return np.asarray(model.fit(table, answers, sample_weight=counts).coef_[0, 1:])


def _in_published_order(fitted: NDArray[np.int64], order: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the nearest weights that rise with the published ones; what weighed nothing, as silence, weighs nothing."""
    found = np.zeros_like(fitted)
    for side, bound in ((order > 0, {"y_min": 0}), (order < 0, {"y_max": 0})):
        if side.any():
            nearest = IsotonicRegression(**bound).fit_transform(order[side], fitted[side], sample_weight=counts[side])
            found[side] = np.rint(nearest).astype(np.int64)
    return found
