"""What a user would pick instead: four plain ways to rank CV texts for an ad, measured beside the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from matcher.text import normalise

K1, B = 1.5, 0.75
"""BM25's usual parameters."""

MAX_CHARACTERS = 4_000
"""Fuzzy comparison grows with the square of the length: longer texts are cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPerson:
    """A person as words: everything the CV says, the wished occupations and places, and when it was updated."""

    id: str
    text: str
    wished_titles: frozenset[str]
    wished_places: frozenset[str]
    updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainVacancy:
    """An ad as words: everything it says, its structured occupation names and its municipality."""

    id: str
    text: str
    occupations: frozenset[str]
    kommunenr: str | None


def _order(people: Sequence[PlainPerson], scores: NDArray[np.float64]) -> list[str]:
    return [people[row].id for row in sorted(range(len(people)), key=lambda row: (-scores[row], people[row].id))]


def bm25(people: Sequence[PlainPerson], vacancies: Sequence[PlainVacancy]) -> dict[str, list[str]]:
    """Rank by BM25 over words, the ad as the query."""
    vectorizer = CountVectorizer()
    counts = vectorizer.fit_transform([normalise(person.text) for person in people]).toarray().astype(float)
    lengths = counts.sum(axis=1, keepdims=True)
    present = (counts > 0).sum(axis=0)
    idf = np.log(1 + (len(people) - present + 0.5) / (present + 0.5))
    weights = idf * counts * (K1 + 1) / (counts + K1 * (1 - B + B * lengths / lengths.mean()))
    queries = vectorizer.transform([normalise(vacancy.text) for vacancy in vacancies])
    scores = np.asarray((queries > 0) @ weights.T)
    return {vacancy.id: _order(people, scores[row]) for row, vacancy in enumerate(vacancies)}


def char_tfidf(people: Sequence[PlainPerson], vacancies: Sequence[PlainVacancy]) -> dict[str, list[str]]:
    """Rank by cosine of character n-gram TF-IDF."""
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    table = vectorizer.fit_transform([normalise(person.text) for person in people])
    scores = np.asarray((vectorizer.transform([normalise(vacancy.text) for vacancy in vacancies]) @ table.T).todense())
    return {vacancy.id: _order(people, scores[row]) for row, vacancy in enumerate(vacancies)}


def token_set(people: Sequence[PlainPerson], vacancies: Sequence[PlainVacancy]) -> dict[str, list[str]]:
    """Rank by rapidfuzz's token_set_ratio of the whole texts."""
    texts = [normalise(person.text)[:MAX_CHARACTERS] for person in people]
    queries = [normalise(vacancy.text)[:MAX_CHARACTERS] for vacancy in vacancies]
    scores = process.cdist(queries, texts, scorer=fuzz.token_set_ratio)
    return {vacancy.id: _order(people, scores[row]) for row, vacancy in enumerate(vacancies)}


def nav_filter(people: Sequence[PlainPerson], vacancies: Sequence[PlainVacancy]) -> dict[str, list[str]]:
    """List those who want the ad's occupation and its municipality, newest CV first; all others are gone."""
    newest = sorted(people, key=lambda person: (-person.updated.timestamp(), person.id))
    return {
        vacancy.id: [
            person.id
            for person in newest
            if person.wished_titles & vacancy.occupations and vacancy.kommunenr and vacancy.kommunenr in person.wished_places
        ]
        for vacancy in vacancies
    }


BASELINES = {"bm25": bm25, "char_tfidf": char_tfidf, "token_set": token_set, "nav_filter": nav_filter}
