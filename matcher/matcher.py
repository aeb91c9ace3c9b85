"""The matcher: openings held against a pool of candidates, ranked and explained by the same numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from matcher.catalogue import Catalogue
from matcher.comparisons import COMPARISONS
from matcher.domain import Domain
from matcher.explanation import explain_rows
from matcher.gates import Waits, gate_status, tiers, waits
from matcher.levels import level_table
from matcher.order import HIGHEST, LOWEST, Keys, in_order, sort_keys, ties_with
from matcher.pool import Pool, stable_hash
from matcher.post_demands import Demand, demands
from matcher.records import Candidate, Match, Opening
from matcher.weights import PRIOR, WEIGHTS


@dataclass(frozen=True, slots=True)
class Scored:
    """One demand reckoned for a whole pool; every array has shape (candidates,) unless said.

    Attributes
    ----------
    status : ndarray of uint8, shape (gates, candidates)
        0 unmet, 1 unknown, 2 met.
    tier : ndarray of uint8
        0 klar, 1 avklar, 2 paa_vei, 3 stengt.
    months : ndarray of float32
        Months until the demand can be met; 0 = now, infinite = never.
    score : ndarray of int16
        Prior and weights summed, thousandths of a bit.
    """

    demand: Demand
    status: NDArray[np.uint8]
    tier: NDArray[np.uint8]
    months: NDArray[np.float32]
    score: NDArray[np.int16]


class Matcher(BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Rank candidates for openings, by tier and then by a sum of published weights.

    Parameters
    ----------
    prior : int
        Score before anything is known, thousandths of a bit.
    weights : mapping of str to mapping of str to int, optional
        Weight of each level of each comparison; the published ones when None.

    Attributes
    ----------
    domain_ : Domain
        The catalogue, prepared.

    Notes
    -----
    Nothing is learned from people: erasing one changes no other's score.  Equal scores are ordered by a keyed hash of
    opening and candidate, so that no name, age of record or order of input decides.
    """

    def __init__(self, *, prior: int = PRIOR, weights: Mapping[str, Mapping[str, int]] | None = None) -> None:
        self.prior = prior
        self.weights = weights

    def fit(self, catalogue: Catalogue, openings: Iterable[Opening] = ()) -> Matcher:
        """Prepare the catalogue; ``openings`` are accepted for their vocabulary, people never are.

        Raises
        ------
        ValueError
            If the weights add up to more than a key can hold (:mod:`matcher.order`).
        """
        self.domain_ = Domain(catalogue)
        self.demands_ = {opening: demands(opening, self.domain_) for opening in openings}
        weights = WEIGHTS if self.weights is None else self.weights
        worst = self.prior + sum(min(0, *weights[comparison.name].values()) for comparison in COMPARISONS)
        best = self.prior + sum(max(0, *weights[comparison.name].values()) for comparison in COMPARISONS)
        if worst < LOWEST or best > HIGHEST:
            raise ValueError(f"scores would lie between {worst} and {best}, beyond {LOWEST} and {HIGHEST}")
        self.tables_ = tuple(level_table(weights, comparison) for comparison in COMPARISONS)
        return self

    @property
    def config_hash(self) -> str:
        """Hash of everything that decides a score beside people and vacancies: catalogue, prior and weights."""
        check_is_fitted(self)
        weights = WEIGHTS if self.weights is None else self.weights
        levels = sorted((name, level, weight) for name, table in weights.items() for level, weight in table.items())
        return f"{stable_hash(repr((self.domain_.catalogue.version, self.prior, levels))):016x}"

    def prepare(self, candidates: Sequence[Candidate], on: date) -> Pool:
        """Return ``candidates`` prepared for ranking as of ``on``."""
        check_is_fitted(self)
        return Pool(candidates, on, self.domain_)

    def score(self, opening: Opening, pool: Pool) -> tuple[Scored, ...]:
        """Reckon ``opening`` for every candidate of ``pool``, one answer for each variant of the ad."""
        check_is_fitted(self)
        compiled = self.demands_.get(opening) or demands(opening, self.domain_)
        return tuple(self._score(demand, pool) for demand in compiled)

    def _score(self, demand: Demand, pool: Pool) -> Scored:
        status = gate_status(demand, pool)
        tier, months = tiers(demand, status, pool)
        return Scored(demand, status, tier, months, self.sum_up(demand, pool, waits(months)))

    def sum_up(self, demand: Demand, pool: Pool, wait: Waits) -> NDArray[np.int16]:
        """Return prior and weights summed for each candidate, given how long it takes until the demand can be met."""
        score = np.full(len(pool), self.prior, dtype=np.int16)
        for table, comparison in zip(self.tables_, COMPARISONS, strict=True):
            weight = comparison.weigh(demand, pool, wait, table)
            if weight is not None:
                score += weight
        return score

    def rank(self, opening: Opening, pool: Pool, *, top: int | None = None) -> list[Match]:
        """Return the candidates of ``pool`` for ``opening``, best first, each explained.

        Parameters
        ----------
        opening : Opening
            The vacancy.
        pool : Pool
            From :meth:`prepare`; its day is the day of the answer.
        top : int or None
            At most so many; None = everyone.

        Returns
        -------
        list of Match
            By tier, then score, then keyed hash.
        """
        scored = self.score(opening, pool)
        order = in_order(keys_of(scored, pool), pool)[:top]
        return self.explain_rows(scored, pool, order.tolist())

    def explain_rows(self, scored: Sequence[Scored], pool: Pool, rows: Sequence[int]) -> list[Match]:
        """Return the matches of some rows of ``pool``, in their order, by the numbers that ranked them.

        Parameters
        ----------
        scored : sequence of Scored
            One opening reckoned for ``pool`` (:meth:`score`).
        pool : Pool
            The candidates.
        rows : sequence of int
            Whom to explain.
        """
        best = best_variant(scored)[np.asarray(rows, dtype=np.int64)].tolist()
        by_variant = {
            number: iter(explain_rows(scored[number], pool, [row for row, one in zip(rows, best, strict=True) if one == number],
                                      self.prior, self.tables_))
            for number in sorted(set(best))
        }  # fmt: skip
        return [next(by_variant[number]) for number in best]

    def rank_openings(
        self, candidate: Candidate, openings: Sequence[Opening], on: date, *, top: int | None = None
    ) -> list[Match]:
        """Return ``openings`` for one candidate, best first, with the same numbers as :meth:`rank` gives."""
        pool = self.prepare([candidate], on)
        found = []
        for opening in openings:
            scored = self.score(opening, pool)
            found.append(((int(keys_of(scored, pool)[0]), opening.id), scored))
        found.sort(key=lambda entry: entry[0])
        return [self.explain_rows(scored, pool, [0])[0] for _, scored in found[:top]]

    def explain(self, candidate: Candidate, opening: Opening, on: date) -> Match:
        """Return one candidate held against one opening."""
        return self.rank(opening, self.prepare([candidate], on))[0]


def best_variant(scored: Sequence[Scored]) -> NDArray[np.int64]:
    """Return for each candidate the variant with the best tier, then the best score, shape (candidates,)."""
    if len(scored) == 1:
        return np.zeros(len(scored[0].tier), dtype=np.int64)
    nothing = np.uint32(0)
    keys = np.stack([sort_keys(entry.tier, entry.score, nothing) for entry in scored])
    return np.asarray(np.argmin(keys, axis=0))


def keys_of(scored: Sequence[Scored], pool: Pool) -> Keys:
    """Return the place of each candidate in the opening's list as one number (:mod:`matcher.order`), shape (candidates,)."""
    ties = ties_with(scored[0].demand.opening.id, pool)
    return np.asarray(np.minimum.reduce([sort_keys(entry.tier, entry.score, ties) for entry in scored]))
