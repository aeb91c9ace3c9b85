"""How good a ranking is against graded examples: NDCG, precision, reciprocal rank, set overlap, bootstrap intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

RELEVANT = 1.0
"""Mean grade from which a person is relevant for a vacancy."""

READY = 2.5
"""Mean grade from which a person is ready for it."""


def dcg_at_k(gains: Sequence[float], k: int) -> float:
    """Return the discounted gain of a list in its order, with gain 2**relevance - 1."""
    top = np.asarray(gains[:k], dtype=float)
    return float(np.sum((2.0**top - 1.0) / np.log2(np.arange(2, len(top) + 2)))) if len(top) else 0.0


def ndcg_at_k(ranking: Sequence[str], relevance: Mapping[str, float], k: int = 10) -> float:
    """Return the share of the best possible discounted gain that ``ranking`` reaches among its first ``k``.

    Parameters
    ----------
    ranking : sequence of str
        Ids, best first.
    relevance : mapping of str to float
        Grade of each id; ids not named are 0.
    k : int
        Length of the list that counts.

    Examples
    --------
    >>> ndcg_at_k(["a", "b"], {"a": 3, "b": 1})
    1.0
    """
    best = dcg_at_k(sorted(relevance.values(), reverse=True), k)
    return dcg_at_k([relevance.get(entry, 0.0) for entry in ranking[:k]], k) / best if best > 0 else 0.0


def precision_at_k(ranking: Sequence[str], relevance: Mapping[str, float], k: int = 5) -> float:
    """Return the share of the first ``k`` that is relevant; places that stay empty count as misses."""
    return sum(relevance.get(entry, 0.0) >= RELEVANT for entry in ranking[:k]) / k


def reciprocal_rank(ranking: Sequence[str], relevance: Mapping[str, float]) -> float:
    """Return 1 / the place of the first relevant id, 0 when there is none."""
    for place, entry in enumerate(ranking, start=1):
        if relevance.get(entry, 0.0) >= RELEVANT:
            return 1 / place
    return 0.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its bootstrap interval and the number of things that it is a mean of."""

    value: float
    low: float
    high: float
    n: int


def bootstrap(values: Sequence[float], *, seed: int = 20261123, rounds: int = 2000) -> Figure:
    """Return the mean of ``values`` with a 95 % percentile interval over resamples of the same size."""
    if not values:
        return Figure(0.0, 0.0, 0.0, 0)
    table = np.asarray(values, dtype=float)
    draws = np.random.default_rng(seed).integers(0, len(table), size=(rounds, len(table)))
    low, high = np.percentile(table[draws].mean(axis=1), [2.5, 97.5])
    return Figure(float(table.mean()), float(low), float(high), len(table))


def ranking_figures(rankings: Mapping[str, Sequence[str]], relevance: Mapping[str, Mapping[str, float]]) -> dict[str, Figure]:
    """Return NDCG@10, precision@5 and mean reciprocal rank over the vacancies that have a relevant person.

    Parameters
    ----------
    rankings : mapping of vacancy to sequence of str
        Ranked ids for each vacancy.
    relevance : mapping of vacancy to mapping of str to float
        Mean grade of each graded id.
    """
    judged = [key for key, grades in relevance.items() if any(grade >= RELEVANT for grade in grades.values())]
    measures: dict[str, Callable[[Sequence[str], Mapping[str, float]], float]] = {
        "ndcg@10": ndcg_at_k,
        "p@5": precision_at_k,
        "mrr": reciprocal_rank,
    }
    return {
        name: bootstrap([measure(rankings.get(key, ()), relevance[key]) for key in judged]) for name, measure in measures.items()
    }


def set_figures(found: Mapping[str, Iterable[str]], true: Mapping[str, Iterable[str]]) -> dict[str, Figure]:
    """Return micro-averaged precision and recall of coded sets, with intervals from a bootstrap over the documents.

    Codes with alternatives ("a|b") are compared as sets of alternatives.
    """
    counts = []
    for key, codes in true.items():
        wanted = {frozenset(code.split("|")) for code in codes}
        read = {frozenset(code.split("|")) for code in found.get(key, ())}
        counts.append((len(wanted & read), len(read), len(wanted)))
    table = np.asarray(counts, dtype=float).reshape(-1, 3)
    draws = np.random.default_rng(20261123).integers(0, max(1, len(table)), size=(2000, len(table)))

    def figure(column: int) -> Figure:
        value = _ratio(table[:, 0].sum(), table[:, column].sum())
        resampled = table[draws].sum(axis=1)
        shares = [_ratio(hit, total) for hit, total in zip(resampled[:, 0], resampled[:, column], strict=True)]
        low, high = np.percentile(shares, [2.5, 97.5]) if shares else (0.0, 0.0)
        return Figure(value, float(low), float(high), len(table))

    return {"precision": figure(1), "recall": figure(2)}


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole else 0.0
