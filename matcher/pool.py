"""Candidates prepared once for many openings: practice and wishes by role, requirement words, reach and route groups."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from scipy import sparse

from matcher.domain import SAME_WORK, Domain
from matcher.experience import Months, measure
from matcher.measures import Advice
from matcher.records import Candidate, Status
from matcher.rules import Answer, answer
from matcher.text import normalise
from matcher.transferable import FAMILY, VOLUNTEER

Key = TypeVar("Key", bound=Hashable)

LONG_AGO = 9_999
"""Months since work that never was."""

SHORT = 3
"""Calendar months below which work leaves little behind."""

LATELY = 60
"""Months since the end of work that counts as lately."""

SAME_TERM = 88
"""Character similarity in percent from which two skill terms are the same word."""

UNMET, UNKNOWN, MET = 0, 1, 2
STATUS_CODE = {Status.UNMET: UNMET, Status.UNKNOWN: UNKNOWN, Status.MET: MET}
STATUS_OF = {code: status for status, code in STATUS_CODE.items()}


def stable_hash(text: str) -> int:
    """Return 64 bits that depend on ``text`` alone, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8, key=b"bygdematch").digest(), "big")


class Words:
    """One bit for each requirement code that anybody asks: ``held`` and ``unknown``, shape (candidates, words).

    A demand is a mask; ``mask & ~held`` names what is missing, and of that ``& unknown`` what is worth a question.
    """

    def __init__(self, size: int) -> None:
        self.bits: dict[str, int] = {}
        self.held = np.zeros((size, 1), dtype=np.uint64)
        self.unknown = np.zeros((size, 1), dtype=np.uint64)

    def add(self, code: str, held: Sequence[bool], unknown: Sequence[bool]) -> None:
        """Give ``code`` the next bit and fill it for every candidate."""
        bit = len(self.bits)
        self.bits[code] = bit
        word, shift = divmod(bit, 64)
        if word == self.held.shape[1]:
            empty = np.zeros((len(self.held), 1), dtype=np.uint64)
            self.held = np.hstack([self.held, empty])
            self.unknown = np.hstack([self.unknown, empty])
        self.held[:, word] |= np.asarray(held, dtype=np.uint64) << np.uint64(shift)
        self.unknown[:, word] |= np.asarray(unknown, dtype=np.uint64) << np.uint64(shift)

    def status(self, code: str) -> NDArray[np.uint8]:
        """Return 0 unmet, 1 unknown, 2 met for every candidate, shape (candidates,)."""
        word, shift = divmod(self.bits[code], 64)
        held = (self.held[:, word] >> np.uint64(shift)) & np.uint64(1)
        unknown = (self.unknown[:, word] >> np.uint64(shift)) & np.uint64(1)
        return (2 * held + unknown).astype(np.uint8)


class Pool:
    """A set of candidates as of one day.

    Attributes
    ----------
    same_months : ndarray of float32, shape (candidates, roles)
        Full-time months of practice that is the role's own work.
    same_calendar : ndarray of int32, shape (candidates, roles)
        The same in calendar months.
    same_since : ndarray of int32, shape (candidates, roles)
        Months since the last of it.
    related : ndarray of int16, shape (candidates, roles)
        Best nearness in percent of any practice of three calendar months or more.
    related_lately : ndarray of int16, shape (candidates, roles)
        The same of practice that ended at most five years ago.
    wished, wished_first : ndarray of int16, shape (candidates, roles)
        Best affinity in percent of any wish, and of the first choice.
    """

    def __init__(self, candidates: Sequence[Candidate], on: date, domain: Domain) -> None:
        self.candidates = tuple(_with_current_numbers(candidate, domain) for candidate in candidates)
        self.on = on
        self.domain = domain
        self.index = {candidate.id: row for row, candidate in enumerate(self.candidates)}
        self.keys = np.array([stable_hash(candidate.id) for candidate in self.candidates], dtype=np.uint64)
        self.words = Words(len(self.candidates))
        self.advice = Advice(domain.catalogue, on=on)
        self.cache: dict[tuple[object, ...], NDArray[Any]] = {}
        self._answers: dict[tuple[str, int], Answer] = {}
        self._fill_roles()
        self._fill_groups()
        self._fill_terms()

    def __len__(self) -> int:
        return len(self.candidates)

    def once(self, key: tuple[Hashable, ...], reckon: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        """Return what ``reckon`` returns, reckoned the first time that ``key`` is asked for."""
        if key not in self.cache:
            self.cache[key] = reckon()
        return self.cache[key]

    def _fill_roles(self) -> None:
        size, roles = len(self.candidates), len(self.domain.columns)
        self.same_months = np.zeros((size, roles), dtype=np.float32)
        self.same_calendar = np.zeros((size, roles), dtype=np.int32)
        self.same_since = np.full((size, roles), LONG_AGO, dtype=np.int32)
        self.related = np.zeros((size, roles), dtype=np.int16)
        self.related_lately = np.zeros((size, roles), dtype=np.int16)
        self.wished = np.zeros((size, roles), dtype=np.int16)
        self.wished_first = np.zeros((size, roles), dtype=np.int16)
        self.has_practice = np.array([bool(c.practice) for c in self.candidates], dtype=bool)
        self.has_wishes = np.array([bool(c.wishes) for c in self.candidates], dtype=bool)
        self.months: list[tuple[Months, ...]] = []
        self.family_months: list[dict[str, float]] = []
        self.family_calendar: list[dict[str, int]] = []
        self.origins: list[tuple[frozenset[str], frozenset[str]]] = []
        self.domain.prepare_titles((period.title, period.styrk08) for c in self.candidates for period in c.practice)
        self.domain.prepare_titles((wish.title, wish.styrk08) for c in self.candidates for wish in c.wishes)
        for row, candidate in enumerate(self.candidates):
            months = measure(candidate.practice, self.on)
            self.months.append(months)
            by_family: dict[str, float] = {}
            calendar: dict[str, int] = {}
            for period, length in zip(candidate.practice, months, strict=True):
                near = self.domain.vector(period.title, period.styrk08, wished=False)
                same = near >= SAME_WORK
                self.same_months[row, same] += length.full_time
                self.same_calendar[row, same] += length.calendar
                self.same_since[row, same] = np.minimum(self.same_since[row, same], length.since)
                if length.calendar >= 3:
                    np.maximum(self.related[row], near, out=self.related[row])
                    if length.since <= LATELY:
                        np.maximum(self.related_lately[row], near, out=self.related_lately[row])
                family = self.domain.family(period.title, period.styrk08)
                if family is not None:
                    by_family[family] = by_family.get(family, 0.0) + length.full_time
                    calendar[family] = calendar.get(family, 0) + length.calendar
            self.origins.append(_origins(candidate, months, self.domain))
            self.family_months.append(by_family)
            self.family_calendar.append(calendar)
            for wish in candidate.wishes:
                near = self.domain.vector(wish.title, wish.styrk08, wished=True)
                np.maximum(self.wished[row], near, out=self.wished[row])
                if wish.primary:
                    np.maximum(self.wished_first[row], near, out=self.wished_first[row])

    def _fill_groups(self) -> None:
        """Group candidates that share everything that routes depend on, and everything that reach depends on."""
        signatures = [
            self.domain.routes.signature(candidate, months, self.on)
            for candidate, months in zip(self.candidates, self.family_months, strict=True)
        ]
        self.signatures, self.signature_of = _group(signatures)
        self.homes, self.home_of = _group(
            (c.postnummer, c.car, c.takes_transit, c.max_minutes, c.wished_places, c.willing_to_move) for c in self.candidates
        )
        self.first_of_home = np.zeros(len(self.homes), dtype=np.int64)
        self.first_of_home[self.home_of[::-1]] = np.arange(len(self.candidates))[::-1]

    def _fill_terms(self) -> None:
        rows: list[int] = []
        columns: list[int] = []
        self.terms: dict[str, int] = {}
        for row, candidate in enumerate(self.candidates):
            own = {normalise(term) for term in candidate.skills}
            own.update(normalise(task) for period in candidate.practice for task in period.tasks)
            for term in sorted(own):
                rows.append(row)
                columns.append(self.terms.setdefault(term, len(self.terms)))
        shape = (len(self.candidates), max(1, len(self.terms)))
        self.term_table = sparse.csr_matrix((np.ones(len(rows), dtype=np.int32), (rows, columns)), shape=shape)
        self.has_terms = np.asarray(self.term_table.getnnz(axis=1)) > 0

    def status(self, code: str) -> NDArray[np.uint8]:
        """Return 0 unmet, 1 unknown, 2 met of one atomic code for every candidate; reckoned once."""
        if code not in self.words.bits:
            kind = self.domain.catalogue.requirements.get(code)
            found = [answer(code, candidate, kind).status for candidate in self.candidates]
            self.words.add(code, [s is Status.MET for s in found], [s is Status.UNKNOWN for s in found])
        return self.words.status(code)

    def answer(self, code: str, row: int) -> Answer:
        """Return the answer of one atomic code for the candidate in ``row``, with its evidence; reckoned once."""
        found = self._answers.get((code, row))
        if found is None:
            found = answer(code, self.candidates[row], self.domain.catalogue.requirements.get(code))
            self._answers[code, row] = found
        return found

    def shared_terms(self, terms: Sequence[str]) -> NDArray[np.int32]:
        """Return how many of ``terms`` each candidate has among skills and tasks, shape (candidates,)."""
        if not terms or not self.terms:
            return np.zeros(len(self.candidates), dtype=np.int32)
        alike = process.cdist(list(self.terms), [normalise(term) for term in terms], scorer=fuzz.ratio, score_cutoff=SAME_TERM)
        hits = self.term_table @ sparse.csr_matrix((alike > 0).astype(np.int32))
        return np.asarray((hits > 0).sum(axis=1)).ravel().astype(np.int32)


def _origins(candidate: Candidate, months: Sequence[Months], domain: Domain) -> tuple[frozenset[str], frozenset[str]]:
    """Return where ways of working were gained, lately and ever: families of occupations, and practice outside work."""
    ever: set[str] = set()
    lately: set[str] = set()
    for period, length in zip(candidate.practice, months, strict=True):
        outside = period.kind if period.kind in {FAMILY, VOLUNTEER} else None
        origin = outside or domain.family(period.title, period.styrk08)
        if origin is not None and (outside or length.calendar >= SHORT):
            ever.add(origin)
            if length.since <= LATELY:
                lately.add(origin)
    return frozenset(lately), frozenset(ever)


def _with_current_numbers(candidate: Candidate, domain: Domain) -> Candidate:
    """Return the candidate with municipalities that have been renumbered under their present numbers."""
    old = domain.catalogue.old_municipalities
    if not any(number in old for number in candidate.wished_places):
        return candidate
    return replace(candidate, wished_places=frozenset(old.get(number, number) for number in candidate.wished_places))


def _group(values: Iterable[Key]) -> tuple[list[Key], NDArray[np.int64]]:
    seen: dict[Key, int] = {}
    members = [seen.setdefault(value, len(seen)) for value in values]
    return list(seen), np.array(members, dtype=np.int64)
