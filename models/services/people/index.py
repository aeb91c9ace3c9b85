"""The words of everybody's coded CV, looked up with typing errors, compounds and titles; no name stands in it."""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from scipy import sparse

from matcher.experience import measure
from matcher.pool import Pool
from matcher.records import Candidate
from matcher.text import normalise
from matcher.title_words import fold
from models.services.people.quality import Part, missing_parts

Mask = NDArray[np.bool_]

ALIKE = 84
"""Character similarity in percent from which a word is another one misspelt."""
LONG_ENOUGH = 5
"""Shorter words are not taken for misspelt: «natt» is not «vatt»."""
WITHIN = 4
"""From so many letters on a word is found inside a compound."""
BEGINNING = 3
CLEAR = 0.4
"""Score from which a title stands for a role."""
AS_GOOD = 0.9
"""Share of the best role's score from which another role is meant as well."""
MOST_LETTERS = 200

_WORD = re.compile(r"[\w.+#-]+")
_SMALL = frozenset(("i", "på", "ved", "for", "hos", "av", "og", "til", "med", "som", "en", "et", "den", "det", "uten", "eller"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a list says of a person's CV: the wishes, the strongest line of experience, and what is missing.

    ``months`` are full-time months of the work that there is most of; None = no work with a known length.
    """

    wishes: tuple[str, ...]
    experience: str
    months: float | None
    missing: tuple[Part, ...]


class PeopleIndex:
    """The pool's words; a row is a row of the pool."""

    def __init__(self, pool: Pool) -> None:
        # The pool itself is not kept: the index goes when the pool does.
        self._size, self._domain = len(pool), pool.domain
        catalogue = pool.domain.catalogue
        self._labels = {code: kind.label for code, kind in catalogue.requirements.items()} | dict(catalogue.credentials)
        self._municipalities = {place.kommunenr: place.kommune for place in catalogue.places.values()}
        self._places: set[str] = set()
        self.profiles = [self._profile(pool, row) for row in range(len(pool))]
        rows: list[int] = []
        columns: list[int] = []
        self._terms: dict[str, int] = {}
        for row, candidate in enumerate(pool.candidates):
            for term in sorted(set(self._words(candidate))):
                rows.append(row)
                columns.append(self._terms.setdefault(term, len(self._terms)))
        shape = (self._size, max(1, len(self._terms)))
        self._table = sparse.csr_matrix((np.ones(len(rows), dtype=np.int32), (rows, columns)), shape=shape)
        self._roles = self._by_role(pool)

    def _profile(self, pool: Pool, row: int) -> Profile:
        candidate = pool.candidates[row]
        length: defaultdict[str, float] = defaultdict(float)
        for period, months in zip(candidate.practice, measure(candidate.practice, pool.on), strict=True):
            length[period.title] += months.full_time
        most = max(length, key=lambda title: length[title], default="")
        wishes = sorted(candidate.wishes, key=lambda wish: not wish.primary)
        return Profile(
            wishes=tuple(dict.fromkeys(wish.title for wish in wishes)),
            experience=most,
            months=length[most] if most and length[most] >= 1 else None,
            missing=missing_parts(candidate),
        )

    def _words(self, candidate: Candidate) -> Iterator[str]:
        texts = [period.title for period in candidate.practice] + [wish.title for wish in candidate.wishes]
        terms = [*candidate.skills, *(task for period in candidate.practice for task in period.tasks)]
        texts += [self._labels.get(term, term) for term in terms]
        texts += [self._label(held.code) for held in candidate.credentials]
        for text in texts:
            yield from _WORD.findall(normalise(text))
            yield from fold(text).split()
        for name in self._place_names(candidate):
            self._places.add(normalise(name))
            yield normalise(name)

    def _label(self, code: str) -> str:
        longer = [known for known in self._labels if code == known or code.startswith(f"{known}:")]
        return self._labels[max(longer, key=len)] if longer else ""

    def _place_names(self, candidate: Candidate) -> Iterator[str]:
        home = self._domain.catalogue.places.get(candidate.postnummer or "")
        if home is not None:
            yield home.name
            yield home.kommune
        for number in candidate.wished_places:
            if number in self._municipalities:
                yield self._municipalities[number]

    def _by_role(self, pool: Pool) -> dict[str, Mask]:
        """Return who has a title of each role, as work or as a wish, or holds what the role demands."""
        catalogue = self._domain.catalogue
        found: dict[str, Mask] = {role: np.zeros(len(pool), dtype=np.bool_) for role in catalogue.roles}
        for row, candidate in enumerate(pool.candidates):
            titles = [(period.title, period.styrk08) for period in candidate.practice]
            titles += [(wish.title, wish.styrk08) for wish in candidate.wishes]
            for title, code in titles:
                for role in self._meant(title, code):
                    found[role][row] = True
        for entry in catalogue.roles.values():
            states = set(entry.states)
            holds = np.array([bool(states & one.states) for one in pool.columns.classes["standing"]], dtype=np.bool_)
            if entry.states and len(holds):
                found[entry.id] |= holds[pool.column("standing")]
        return found

    def _meant(self, title: str, code: str | None) -> list[str]:
        """Return the roles that a title stands for: the best, and those as good."""
        link = self._domain.link(title, code)
        best = link.roles[0][1] if link.roles else 0.0
        return [role for role, score in link.roles if score >= AS_GOOD * best and (best >= CLEAR or link.ambiguous is not None)]

    def hits(self, words: str) -> Mask:
        """Return who has all of ``words`` among titles, wishes, skills, papers and places, or works as what they name."""
        tokens = [word for word in _WORD.findall(normalise(words)[:MOST_LETTERS]) if word not in _SMALL]
        places = [token for token in tokens if token in self._places]
        others = [token for token in tokens if token not in self._places]
        found = np.ones(self._size, dtype=np.bool_)
        for place in places:
            found &= self._having([place])
        if others:
            texts = np.ones(self._size, dtype=np.bool_)
            for token in others:
                texts &= self._having([token, *fold(token).split()])
            found &= texts | self._in_roles(" ".join(others))
        return found

    def _in_roles(self, title: str) -> Mask:
        found = np.zeros(self._size, dtype=np.bool_)
        for role in self._meant(title, None):
            found |= self._roles[role]
        return found

    def _having(self, words: Sequence[str]) -> Mask:
        if not self._terms:
            return np.zeros(self._size, dtype=np.bool_)
        terms = list(self._terms)
        chosen = np.zeros(len(terms), dtype=np.int32)
        for word in dict.fromkeys(words):
            chosen |= np.array([_within(word, term) for term in terms], dtype=np.int32)
        misspelt = [word for word in dict.fromkeys(words) if len(word) >= LONG_ENOUGH]
        if misspelt:
            alike = process.cdist(misspelt, terms, scorer=fuzz.ratio, score_cutoff=ALIKE)
            chosen |= (alike.max(axis=0) > 0).astype(np.int32)
        return np.asarray(self._table @ chosen > 0)


def _within(word: str, term: str) -> bool:
    if len(word) >= WITHIN:
        return word in term
    return term.startswith(word) if len(word) >= BEGINNING else term == word


_lock = threading.Lock()
_indexes: WeakKeyDictionary[Pool, PeopleIndex] = WeakKeyDictionary()


def index_of(pool: Pool) -> PeopleIndex:
    """Return the words of ``pool``, collected the first time that they are asked for."""
    with _lock:
        found = _indexes.get(pool)
        if found is None:
            found = _indexes[pool] = PeopleIndex(pool)
        return found
