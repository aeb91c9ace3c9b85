"""The words of everybody's coded CV, looked up with typing errors, compounds and titles; no name stands in it.

What is read is read once for each different title, term, set of papers and place; a person is a row of such things.
"""

from __future__ import annotations

import re
import threading
from array import array
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matcher.compiled import compiled
from matcher.pool import Pool
from matcher.text import normalise
from matcher.title_words import fold
from matcher.titles import RoleLink
from models.services.people.spelling import Spelling
from models.services.ranking.overlay import Everybody

Mask = NDArray[np.bool_]

CLEAR = 0.4
"""Score from which a title stands for a role."""
AS_GOOD = 0.9
"""Share of the best role's score from which another role is meant as well."""
MOST_LETTERS = 200

_SOME = 64
"""So many are looked at before all."""

_WORD = re.compile(r"[\w.+#-]+")
_SMALL = frozenset(("i", "på", "ved", "for", "hos", "av", "og", "til", "med", "som", "en", "et", "den", "det", "uten", "eller"))


class Postings:
    """For each of some values, the rows that have it."""

    def __init__(self, table: sparse.csr_matrix) -> None:
        columns = table.tocsc()
        self._ends, self._rows = columns.indptr.astype(np.int32), columns.indices.astype(np.int32)

    def mark(self, numbers: NDArray[np.int64], found: Mask) -> None:
        """Add to those found the rows that have any of these values."""
        _mark(numbers, self._ends, self._rows, found)

    def in_use(self, numbers: NDArray[np.int64], alive: Mask) -> NDArray[np.int64]:
        """Return those of some values that anybody who is there has."""
        rows = (self._rows[self._ends[number] : self._ends[number + 1]] for number in numbers.tolist())
        used = [bool(alive[some[:_SOME]].any() or alive[some[_SOME:]].any()) for some in rows]
        return numbers[np.array(used, dtype=np.bool_)]


@compiled
def _mark(numbers: NDArray[np.int64], ends: NDArray[np.int32], rows: NDArray[np.int32], found: Mask) -> None:
    for number in numbers:
        for place in range(ends[number], ends[number + 1]):
            found[rows[place]] = True


class PeopleIndex:
    """The pool's words; a row is a row of the pool."""

    def __init__(self, pool: Pool) -> None:
        # The pool itself is not kept: the index goes when the pool does.
        things, table = _things(pool)
        # All at once: one by one they take ten times as long.
        pool.domain.prepare_titles([value for _, value in things if isinstance(value, tuple)])
        labels = {code: kind.label for code, kind in pool.domain.catalogue.requirements.items()}
        words = _Words(pool, labels | dict(pool.domain.catalogue.credentials))
        texts = [words.of(kind, value) for kind, value in things]
        self._spelling = Spelling(word for some in texts for word in some)
        number = {word: place for place, word in enumerate(self._spelling.words)}
        self._words = Postings(table @ _table([[number[word] for word in some] for some in texts], len(number)))
        self._place = np.array([word in words.places for word in self._spelling.words], dtype=np.bool_)
        roles = {role: place for place, role in enumerate(pool.domain.catalogue.roles)}
        self._role_number = roles
        meant = [[roles[role] for role in self._roles(pool, kind, value)] for kind, value in things]
        self._in_role = Postings(table @ _table(meant, len(roles)))

    def _roles(self, pool: Pool, kind: str, value: Hashable) -> list[str]:
        """Return the roles that a thing stands for: a title's own, and those whose demand a standing meets."""
        match kind, value:
            case "title", (str(title), (str() | None) as code):
                return _meant(pool.domain.link(title, code))
            case "standing", int(number):
                states = pool.columns.classes["standing"][number].states
                return [role.id for role in pool.domain.catalogue.roles.values() if set(role.states) & states]
        return []

    @property
    def words(self) -> frozenset[str]:
        """Every word that somebody's CV has."""
        return frozenset(self._spelling.words)

    def found(self, word: str) -> Found:
        """Return what a typed word finds, among the dead too."""
        return self._told(self._spelling.found(word))

    def among(self, alive: Mask, found: Found) -> Found:
        """Return what is left of it among those who are there."""
        return found if alive.all() else self._told(self._words.in_use(found.numbers, alive))

    def _told(self, numbers: NDArray[np.int64]) -> Found:
        places = numbers[self._place[numbers]]
        return Found(numbers, places, frozenset(self._spelling.words[number] for number in places.tolist()))

    def mark(self, numbers: NDArray[np.int64], found: Mask) -> None:
        """Add to those found whoever has any of these words."""
        self._words.mark(numbers, found)

    def spelt_like(self, word: str) -> NDArray[np.int64]:
        """Return the numbers of the words that a word finds, of the dead too."""
        return self._spelling.found(word)

    def mark_working_as(self, roles: Iterable[str], found: Mask) -> None:
        """Add to those found whoever works as any of these roles, wishes to, or meets its demand."""
        self._in_role.mark(np.array([self._role_number[role] for role in roles], dtype=np.int64), found)


@dataclass(frozen=True, slots=True)
class Found:
    """The words of one pool that a typed word finds; ``places`` are those of them that name one, ``names`` as written."""

    numbers: NDArray[np.int64]
    places: NDArray[np.int64]
    names: frozenset[str]


def hits(everybody: Everybody, words: str) -> Mask:
    """Return who has all of ``words`` among titles, wishes, skills, papers and places, or works as what they name."""
    indexes = [index_of(part.pool) for part in everybody.parts]
    tokens = dict.fromkeys(word for word in _WORD.findall(normalise(words)[:MOST_LETTERS]) if word not in _SMALL)
    fits = np.ones(len(everybody), dtype=np.bool_)
    texts, others = np.ones(len(everybody), dtype=np.bool_), []
    for token in tokens:
        found = [index.found(token) for index in indexes]
        if any(len(one.places) for one in found):
            # What only the dead have must not decide whether a word is a place.
            found = [index.among(part.alive, one) for index, part, one in zip(indexes, everybody.parts, found, strict=True)]
        having = np.zeros(len(everybody), dtype=np.bool_)
        if _says_where(token, found):
            for index, one, those in zip(indexes, found, _split(everybody, having), strict=True):
                index.mark(one.places, those)
            fits &= having
            continue
        others.append(token)
        folded = [word for word in fold(token).split() if word != token]
        for index, one, those in zip(indexes, found, _split(everybody, having), strict=True):
            index.mark(one.numbers, those)
            for word in folded:
                index.mark(index.spelt_like(word), those)
        texts &= having
    if not others:
        return fits
    # Asked of the linker itself: the table of titles does not grow with what readers type.
    (link,) = everybody.domain.linker.link_many([(" ".join(others), None)])
    meant = _meant(link)
    for index, those in zip(indexes, _split(everybody, texts), strict=True):
        index.mark_working_as(meant, those)
    return fits & texts


def _split(everybody: Everybody, mask: Mask) -> list[Mask]:
    """Return a mask of everybody in pieces, one for each part, that are written to in place."""
    return [mask[part.start : part.start + len(part.alive)] for part in everybody.parts]


def _says_where(token: str, found: Sequence[Found]) -> bool:
    """Tell whether a word that finds nothing but places is one, however it is spelt: no title outweighs it then."""
    only = all(len(one.places) == len(one.numbers) for one in found)
    return any(len(one.places) for one in found) and (only or any(token in one.names for one in found))


class _Words:
    """The words of one thing, and which words are names of places."""

    def __init__(self, pool: Pool, labels: dict[str, str]) -> None:
        places = pool.domain.catalogue.places.values()
        self._homes = [(place.name, place.kommune) for place in places]
        self._municipalities = {place.kommunenr: place.kommune for place in places}
        self._labels, self._classes = labels, pool.columns.classes
        self.places: set[str] = set()

    def of(self, kind: str, value: Hashable) -> list[str]:
        """Return the different words of a thing, in their order."""
        return sorted({word for word in self._read(kind, value) if word})

    def _read(self, kind: str, value: Hashable) -> Iterator[str]:
        match kind, value:
            case "title", (str(title), _):
                yield from _read(title)
            case "term", str(term):
                yield from _read(self._labels.get(term, term))
            case "papers", int(number):
                for held in self._classes["papers"][number].credentials:
                    yield from _read(self._label(held.code))
            case "places", int(number):
                wished = self._classes["places"][number].wished_places
                yield from self._named(self._municipalities[one] for one in wished if one in self._municipalities)
            case "home", int(row) if row >= 0:
                yield from self._named(self._homes[row])

    def _label(self, code: str) -> str:
        """Return what a paper is called; «student:sykepleie:2» is a «student:sykepleie»."""
        longer = [known for known in self._labels if code == known or code.startswith(f"{known}:")]
        return self._labels[max(longer, key=len)] if longer else ""

    def _named(self, names: Iterable[str]) -> Iterator[str]:
        for name in map(normalise, names):
            self.places.add(name)
            yield name


def _read(text: str) -> Iterator[str]:
    yield from _WORD.findall(normalise(text))
    yield from fold(text).split()


def _meant(link: RoleLink) -> list[str]:
    """Return the roles that a title stands for: the best, and those as good."""
    best = link.roles[0][1] if link.roles else 0.0
    return [role for role, score in link.roles if score >= AS_GOOD * best and (best >= CLEAR or link.ambiguous is not None)]


def _things(pool: Pool) -> tuple[list[tuple[str, Hashable]], sparse.csr_matrix]:
    """Return the different things that people have, and who has which, shape (people, things)."""
    seen: dict[tuple[str, Hashable], int] = {}
    members, ends = array("i"), array("q", [0])
    classes = zip(*(pool.column(name).tolist() for name in _CLASSES), strict=True)
    for candidate, own in zip(pool.candidates, classes, strict=True):
        members.extend([seen.setdefault(("title", (one.title, one.styrk08)), len(seen)) for one in candidate.practice])
        members.extend([seen.setdefault(("title", (one.title, one.styrk08)), len(seen)) for one in candidate.wishes])
        members.extend([seen.setdefault(("term", term), len(seen)) for term in candidate.skills])
        members.extend([seen.setdefault(("term", term), len(seen)) for one in candidate.practice for term in one.tasks])
        members.extend([seen.setdefault(thing, len(seen)) for thing in zip(_CLASSES, own, strict=True)])
        ends.append(len(members))
    return list(seen), _from_lists(np.array(members), np.array(ends), len(seen))


_CLASSES = ("papers", "places", "home", "standing")
"""Columns of the pool whose classes have words, or roles."""


def _table(lists: list[list[int]], width: int) -> sparse.csr_matrix:
    ends = np.cumsum([0, *map(len, lists)])
    return _from_lists(np.array([one for some in lists for one in some], dtype=np.int32), ends, width)


def _from_lists(members: NDArray[np.int32], ends: NDArray[np.int64], width: int) -> sparse.csr_matrix:
    return sparse.csr_matrix((np.ones(len(members), dtype=np.bool_), members, ends), shape=(len(ends) - 1, width))


_lock = threading.Lock()
_indexes: WeakKeyDictionary[Pool, PeopleIndex] = WeakKeyDictionary()


def index_of(pool: Pool) -> PeopleIndex:
    """Return the words of ``pool``, collected the first time that they are asked for."""
    with _lock:
        found = _indexes.get(pool)
        if found is None:
            found = _indexes[pool] = PeopleIndex(pool)
        return found
