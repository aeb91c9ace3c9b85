"""From a free-text occupation title to ranked concepts: character n-grams carry it, fuzzy matching helps with slips."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cdist
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_array, csr_matrix
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.utils.validation import check_is_fitted

from matcher.compiled import compiled
from matcher.title_words import fold, plain, respell

SURE = 0.33
"""A threshold at which, even fitted on health titles alone, 95 of 100 titles outside health get no answer."""

_BATCH = 512
_EXACT = 0.9
_STEP = 0.03
_FEW_LABELS = 4000
_DIGITS = 6
_SAFE_DIGITS = 9


class TitleLinker(BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Rank concepts (occupations) for titles written by people.

    A title is read in two ways: with its own words, spelling and endings made alike, and with words of other languages
    and old titles as what they mean in bokmål (:func:`matcher.title_words.respell`, :func:`matcher.title_words.fold`).
    Labels stand for both.  A concept keeps the better of its two scores, each a weighted mean of:

    1. *ridge*: kernel ridge regression of concept membership on the labels, with the squared cosine of character
       n-grams as kernel.  Labels that look alike but belong to different concepts weaken each other, so what tells
       concepts apart counts most ("assistent" says little, "hjemmehjelp" much);
    2. *document*: cosine with all labels of a concept joined;
    3. *fuzzy*: best Jaro-Winkler similarity with a label, for the best ``shortlist`` concepts only.

    N-grams that no label has count in the length of a title: what is half unknown is half as like, so that a score means
    the same for every title.  A title that equals a label scores at least 0.9: more when the label has the title's own
    words, most when it is written in the same way.  Nothing is random, and nothing is fitted on people.

    Parameters
    ----------
    threshold : float or None
        Concepts below this score are not answered (:data:`SURE` is a good one); None = everything above 0 is.
    ngrams : tuple of (int, int)
        Shortest and longest character n-gram, inside words.
    ridge : float
        How strongly the regression is smoothed.
    document_weight, fuzzy_weight : float
        Weights of readings 2 and 3 beside 1 for the first.
    shortlist : int
        Number of concepts that fuzzy matching looks at.
    neighbours : int
        With more than 4 000 labels, the regression is solved for each title with this many labels, the most like it.

    Attributes
    ----------
    concepts_ : ndarray of str, shape (concepts,)
        Distinct concepts, sorted.
    labels_ : list of str
        Labels as they are read, each pair of reading and concept once.

    Notes
    -----
    Fitting up to 4 000 labels solves one dense system (2 000 labels: 0.3 s); beyond that, fitting counts n-grams only
    (10 000 labels: 1 s, 50 MB) and each title costs 2 ms more.  Systems that small are solved on one thread.

    Examples
    --------
    >>> linker = TitleLinker().fit(["Sykepleier", "Kokk", "Institusjonskokk"], ["R01", "R42", "R42"])
    >>> [concept for concept, score in linker.rank(["sjukepleiarar"])[0]][:1]
    ['R01']
    """

    def __init__(
        self,
        *,
        threshold: float | None = None,
        ngrams: tuple[int, int] = (2, 4),
        ridge: float = 0.3,
        document_weight: float = 0.2,
        fuzzy_weight: float = 0.1,
        shortlist: int = 10,
        neighbours: int = 96,
    ) -> None:
        self.threshold = threshold
        self.ngrams = ngrams
        self.ridge = ridge
        self.document_weight = document_weight
        self.fuzzy_weight = fuzzy_weight
        self.shortlist = shortlist
        self.neighbours = neighbours

    def fit(self, labels: Sequence[str], concepts: Sequence[str]) -> TitleLinker:
        """Learn the labels of each concept.

        Parameters
        ----------
        labels, concepts : sequence of str
            Parallel; a concept may stand at many labels, a label at many concepts.

        Returns
        -------
        TitleLinker
            Itself.

        Raises
        ------
        ValueError
            If the sequences differ in length, are empty, or hold no letters at all.
        """
        if len(labels) != len(concepts):
            raise ValueError(f"labels and concepts must be equally long, got {len(labels)} and {len(concepts)}")
        given = list(zip(labels, concepts, strict=True))
        pairs = sorted({(text, concept) for label, concept in given for text in (respell(label), fold(label)) if text})
        if not pairs:
            raise ValueError("there is no label to learn from")
        self.labels_ = [label for label, _ in pairs]
        self.concepts_ = np.array(sorted({concept for _, concept in pairs}), dtype=object)
        self._names = [str(concept) for concept in self.concepts_]
        columns = {concept: column for column, concept in enumerate(self.concepts_)}
        owner = np.array([columns[concept] for _, concept in pairs])
        self._owned: list[list[str]] = [[] for _ in self.concepts_]
        self._exact: dict[str, list[int]] = defaultdict(list)
        for label, column in zip(self.labels_, owner, strict=True):
            self._owned[column].append(label)
            self._exact[label].append(int(column))
        self._written: dict[str, set[int]] = defaultdict(set)
        self._native = {(respell(label), columns[concept]) for label, concept in given if concept in columns}
        for label, concept in given:
            if concept in columns and plain(label):
                self._written[plain(label)].add(columns[concept])
        self._counter = CountVectorizer(analyzer="char_wb", ngram_range=self.ngrams, lowercase=False, dtype=np.float64)
        counts = self._counter.fit_transform(self.labels_)
        by_label = TfidfTransformer(sublinear_tf=True).fit(counts)
        self._rows = csr_array(by_label.transform(counts))
        # A document is all labels of its concept, one after the other: the sum of their counts.
        membership = csr_array((np.ones(len(pairs)), (np.arange(len(pairs)), owner)))
        together = csr_matrix(membership.T @ counts)
        by_document = TfidfTransformer(sublinear_tf=True).fit(together)
        documents = csr_array(by_document.transform(together))
        self._labels, self._documents = _by_gram(self._rows, by_label.idf_), _by_gram(documents, by_document.idf_)
        self._analyse = self._counter.build_analyzer()
        self._owner = owner
        few = len(pairs) <= _FEW_LABELS
        self._weights = _solved(self._rows, self.ridge, membership.toarray()) if few else None
        # What is compiled is fetched now, once for each process, and not when somebody waits for a title.
        self._grams(self.labels_[:1]).cosines(self._labels)
        return self

    def rank(self, queries: Sequence[str], top: int = 10) -> list[list[tuple[str, float]]]:
        """Rank the concepts for each title.

        Parameters
        ----------
        queries : sequence of str
            Titles as people write them; equal ones are reckoned once.
        top : int
            Most concepts to answer for each title.

        Returns
        -------
        list of list of (str, float)
            For each title its concepts and scores, best first, each concept once, ties in order of concept;
            scores in [0, 1] that mean the same for every title.
        """
        return self._rank([(tuple(dict.fromkeys((respell(query), fold(query)))), plain(query)) for query in queries], top)

    def rank_folded(self, titles: Sequence[str], top: int = 10) -> list[list[tuple[str, float]]]:
        """Rank the concepts for titles that :func:`matcher.title_words.fold` has read already; see :meth:`rank`."""
        return self._rank([((title,), "") for title in titles], top)

    def _rank(self, queries: Sequence[tuple[tuple[str, ...], str]], top: int) -> list[list[tuple[str, float]]]:
        """Rank the concepts for queries, each the ways in which it may be read, and as it is written."""
        check_is_fitted(self, "concepts_")
        distinct = sorted(set(queries))
        answers: dict[tuple[tuple[str, ...], str], list[tuple[str, float]]] = {}
        for start in range(0, len(distinct), _BATCH):
            batch = distinct[start : start + _BATCH]
            texts = sorted({text for readings, _ in batch for text in readings})
            scores, place = self._scores(texts), {text: row for row, text in enumerate(texts)}
            for readings, written in batch:
                best = scores[[place[text] for text in readings]].max(axis=0)
                best[sorted(self._written.get(written, ()))] += _STEP
                answers[readings, written] = self._best(np.round(best, _DIGITS), top)
        return [list(answers[query]) for query in queries]

    def _best(self, scores: NDArray[np.float64], top: int) -> list[tuple[str, float]]:
        floor = max(self.threshold or 0.0, 10.0**-_DIGITS)
        order = np.argsort(-scores, kind="stable")[:top]
        best = zip(order.tolist(), scores[order].tolist(), strict=True)
        return [(self._names[column], score) for column, score in best if score >= floor]

    def _scores(self, titles: Sequence[str]) -> NDArray[np.float64]:
        """Return scores of folded titles, shape (titles, concepts)."""
        grams = self._grams(titles)
        known = grams.known(self._labels)
        kernel, document = known * grams.cosines(self._labels), known * grams.cosines(self._documents)
        scores: NDArray[np.float64] = self._regressed(kernel) + self.document_weight * document
        # The last digits depend on the machine: they must not choose who is on the shortlist.
        np.round(scores, _SAFE_DIGITS, out=scores)
        if self.fuzzy_weight:
            for row, title in enumerate(titles):
                columns = self._shortlisted(scores[row])
                scores[row, columns] += self.fuzzy_weight * self._likeness(title, columns)
        scores /= 1 + self.document_weight + self.fuzzy_weight
        np.clip(scores, 0, 1, out=scores)
        scores *= _EXACT
        for row, title in enumerate(titles):
            # Of concepts with the same name, it belongs most to the one whose other names are like it.
            for column in self._exact.get(title, ()):
                scores[row, column] = _EXACT + _STEP * (min(1.0, document[row, column]) + ((title, column) in self._native))
        return scores

    def _grams(self, titles: Sequence[str]) -> _Grams:
        """Count the n-grams of titles, those that labels have by their number and the different others together."""
        analyse, vocabulary = self._analyse, self._counter.vocabulary_
        counted = [Counter(analyse(title)) for title in titles]
        known = [sorted((vocabulary[gram], times) for gram, times in each.items() if gram in vocabulary) for each in counted]
        sizes = np.array([len(some) for some in known])
        numbers, times = np.array([pair for some in known for pair in some], dtype=np.int64).reshape(-1, 2).T
        unseen = np.array([len(each) for each in counted]) - sizes
        return _Grams(np.repeat(np.arange(len(titles)), sizes), np.ascontiguousarray(numbers), 1 + np.log(times), unseen)

    def _regressed(self, cosines: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the ridge regression of concept membership at the titles whose cosines with the labels are given."""
        if self._weights is not None:
            return np.asarray(np.square(cosines) @ self._weights)
        scores = np.zeros((len(cosines), len(self.concepts_)))
        for row, cosine in enumerate(cosines):
            near = np.argsort(-cosine, kind="stable")[: self.neighbours]
            near = near[cosine[near] > 0]
            if near.size:
                np.add.at(scores[row], self._owner[near], _solved(self._rows[near], self.ridge, np.square(cosine[near])))
        return scores

    def _shortlisted(self, scores: NDArray[np.float64]) -> NDArray[np.intp]:
        return np.argsort(-scores, kind="stable")[: self.shortlist]

    def _likeness(self, title: str, columns: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the best Jaro-Winkler similarity of a title with a label of each concept."""
        owned = [self._owned[column] for column in columns]
        starts = np.cumsum([0, *(len(labels) for labels in owned[:-1])])
        labels = [label for group in owned for label in group]
        alike = cdist([title], labels, scorer=JaroWinkler.normalized_similarity, dtype=np.float64)[0]
        return np.maximum.reduceat(alike, starts)


class _Texts(NamedTuple):
    """Some texts that titles are held against, by n-gram: what it weighs at all, and in each text between two ``ends``."""

    size: int
    idf: NDArray[np.float64]
    ends: NDArray[np.int64]
    texts: NDArray[np.int64]
    weights: NDArray[np.float64]


def _by_gram(rows: csr_array, idf: NDArray[np.float64]) -> _Texts:
    columns = csr_array(rows.T)
    return _Texts(rows.shape[0], idf, columns.indptr.astype(np.int64), columns.indices.astype(np.int64), columns.data)


@dataclass(frozen=True, slots=True)
class _Grams:
    """The n-grams of some titles, title after title: ``often`` is 1 + log of how often each stands there.

    Only those that labels have are here; ``unseen`` tells how many different others each title has.
    """

    titles: NDArray[np.int64]
    numbers: NDArray[np.int64]
    often: NDArray[np.float64]
    unseen: NDArray[np.int64]

    def known(self, texts: _Texts) -> NDArray[np.float64]:
        """Return how much of each title is made of n-grams that texts have, shape (titles, 1): the rest is like nothing."""
        squares = self._squares(self.often * texts.idf[self.numbers])
        share: NDArray[np.float64] = np.sqrt(squares / np.maximum(squares + self.unseen * texts.idf.max() ** 2, 1e-12))
        return share[:, None]

    def cosines(self, texts: _Texts) -> NDArray[np.float64]:
        """Return the cosines of the known parts of the titles with some texts, shape (titles, texts)."""
        weights = self.often * texts.idf[self.numbers]
        found = np.zeros((len(self.unseen), texts.size))
        _add_products(self.titles, self.numbers, weights / np.sqrt(self._squares(weights))[self.titles], texts, found)
        return found

    def _squares(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the sum of the squares of each title's weights."""
        return np.bincount(self.titles, weights * weights, minlength=len(self.unseen)).astype(np.float64)


@compiled
def _add_products(
    titles: NDArray[np.int64],
    numbers: NDArray[np.int64],
    weights: NDArray[np.float64],
    others: _Texts,
    found: NDArray[np.float64],
) -> None:
    """Add the products of the titles' weights with those of the others, n-gram after n-gram: always the same sum."""
    for place in range(len(titles)):
        title, number, weight = titles[place], numbers[place], weights[place]
        for at in range(others.ends[number], others.ends[number + 1]):
            found[title, others.texts[at]] += weight * others.weights[at]


def _solved(rows: csr_array, ridge: float, right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Solve the ridge regression of ``rows`` with the squared cosine as kernel."""
    kernel = (rows @ rows.T).toarray()
    np.square(kernel, out=kernel)
    kernel[np.diag_indices_from(kernel)] += ridge
    factor = cho_factor(kernel, lower=True, overwrite_a=True, check_finite=False)
    return np.asarray(cho_solve(factor, right, check_finite=False))
