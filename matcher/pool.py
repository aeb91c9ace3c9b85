"""Candidates prepared once for many openings: columns, answers worked out once for everybody alike, and parts of a pool."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from matcher.columns import Columns, columns_of, stable_hash
from matcher.domain import Domain
from matcher.masks import pick
from matcher.measures import Advice
from matcher.records import Candidate, Credential, Status
from matcher.rules import READ_FROM, SILENT_FAMILIES, Answer, Paper, answer, held_papers, said, says
from matcher.states import Standing
from matcher.term_book import TermBook
from matcher.text import normalise

__all__ = ["MET", "STATUS_CODE", "STATUS_OF", "UNKNOWN", "UNMET", "Pool", "stable_hash"]

UNMET, UNKNOWN, MET = 0, 1, 2
STATUS_CODE = {Status.UNMET: UNMET, Status.UNKNOWN: UNKNOWN, Status.MET: MET}
STATUS_OF = {code: status for status, code in STATUS_CODE.items()}

Rows = NDArray[np.int64]
Kept = TypeVar("Kept")
Reckon = Callable[["Pool"], NDArray[Any]]


class Words:
    """One bit for each requirement code that anybody asks: ``held`` and ``unknown``, shape (candidates, words).

    A demand is a mask; ``mask & ~held`` names what is missing, and of that ``& unknown`` what is worth a question.
    """

    def __init__(self, size: int) -> None:
        self.bits: dict[str, int] = {}
        self.held = np.zeros((size, 1), dtype=np.uint64)
        self.unknown = np.zeros((size, 1), dtype=np.uint64)

    def add(self, code: str, status: NDArray[np.uint8]) -> None:
        """Give ``code`` the next bit and fill it for every candidate."""
        bit = len(self.bits)
        self.bits[code] = bit
        word, shift = divmod(bit, 64)
        if word == self.held.shape[1]:
            empty = np.zeros((len(self.held), 1), dtype=np.uint64)
            self.held = np.hstack([self.held, empty])
            self.unknown = np.hstack([self.unknown, empty])
        self.held[:, word] |= (status == MET).astype(np.uint64) << np.uint64(shift)
        self.unknown[:, word] |= (status == UNKNOWN).astype(np.uint64) << np.uint64(shift)

    def status(self, code: str) -> NDArray[np.uint8]:
        """Return 0 unmet, 1 unknown, 2 met for every candidate, shape (candidates,)."""
        word, shift = divmod(self.bits[code], 64)
        held = (self.held[:, word] >> np.uint64(shift)) & np.uint64(1)
        unknown = (self.unknown[:, word] >> np.uint64(shift)) & np.uint64(1)
        return (2 * held + unknown).astype(np.uint8)


class Pool:
    """A set of candidates as of one day, or a part of such a set.

    What depends on the candidate and the demand alone is reckoned for the whole pool once (:meth:`shared`) and taken from
    there by each part; what depends on the place of work is reckoned by the part itself (:meth:`once`).

    Parameters
    ----------
    candidates : sequence of Candidate
        In any order.
    on : date
        The day: credentials that ran out before it are not held.
    domain : Domain
        The catalogue, prepared.
    columns : Columns, optional
        The same candidates in columns, when they are at hand already.

    Attributes
    ----------
    candidates : sequence of Candidate
        A row is a place in this sequence.
    """

    def __init__(self, candidates: Sequence[Candidate], on: date, domain: Domain, columns: Columns | None = None) -> None:
        if columns is None:
            candidates = tuple(_as_of(candidate, on, domain) for candidate in candidates)
            columns = columns_of(candidates, on, domain)
        self.candidates: Sequence[Candidate] = candidates
        self.on = on
        self.domain = domain
        self.columns = columns
        self.advice = Advice(domain.catalogue, on=on)
        self.words = Words(len(columns.ids))
        self._whole: Pool | None = None
        self._rows: Rows | None = None
        self._before: tuple[Pool, Rows] | None = None
        self._kept: dict[Hashable, Any] = {}
        self._answers: dict[tuple[str, int], Answer] = {}
        self._index: dict[str, int] | None = None

    def part(self, rows: NDArray[Any]) -> Pool:
        """Return the candidates in ``rows`` as a pool of their own that shares everything with this one."""
        whole = self._whole or self
        chosen = np.asarray(rows, dtype=np.int64) if self._rows is None else self._rows[rows]
        part = object.__new__(Pool)
        part.candidates = Picked(whole.candidates, chosen)
        part.on, part.domain, part.columns, part.advice, part.words = (
            whole.on, whole.domain, whole.columns, whole.advice, whole.words,
        )  # fmt: skip
        part._whole, part._rows = whole, chosen
        part._before, part._kept, part._answers, part._index = None, {}, {}, None
        return part

    def apart(self, rows: NDArray[Any]) -> Pool:
        """Return the candidates in ``rows`` as a whole pool: what they are asked is reckoned of them alone."""
        chosen = self.rows[rows]
        return Pool(Picked(self.whole.candidates, chosen), self.on, self.domain, self.columns.of(chosen))

    def __len__(self) -> int:
        return len(self.columns.ids) if self._rows is None else len(self._rows)

    @property
    def whole(self) -> Pool:
        """The pool that this is a part of; itself when it is whole."""
        return self._whole or self

    @property
    def rows(self) -> Rows:
        """The rows of the whole pool, shape (candidates,)."""
        return np.arange(len(self)) if self._rows is None else self._rows

    @property
    def index(self) -> dict[str, int]:
        """Row of each id."""
        if self._index is None:
            ids = self.columns.ids
            self._index = {ids[row]: place for place, row in enumerate(self.rows.tolist())}
        return self._index

    def once(self, key: Hashable, reckon: Callable[[], Kept]) -> Kept:
        """Return what ``reckon`` returns, reckoned the first time that ``key`` is asked of this pool or part."""
        found: Kept | None = self._kept.get(key)
        if found is None:
            found = self._kept[key] = reckon()
        return found

    def shared(self, key: Hashable, reckon: Reckon) -> NDArray[Any]:
        """Return ``reckon(whole)`` for these candidates: reckoned once for the whole pool, and taken from there by a part.

        A part of a few candidates that asks for what nobody has asked before reckons it for those few alone.
        """
        whole = self.whole
        if self is whole:
            return self.once(key, lambda: self._followed(key, reckon))
        return self.once(key, lambda: self._of_whole(key, reckon))

    def shared_into(self, out: NDArray[Any], key: Hashable, reckon: Reckon) -> None:
        """Write what :meth:`shared` returns into ``out``, shape (candidates,), without keeping it for this part."""
        whole = self.whole
        if self is whole:
            out[:] = self.shared(key, reckon)
        elif key in whole._kept:
            pick(whole._kept[key], self.rows, out)
        else:
            out[:] = self._of_whole(key, reckon)

    def _of_whole(self, key: Hashable, reckon: Reckon) -> NDArray[Any]:
        """Return the answers of a part, taken from the whole pool or from another that the whole one follows."""
        whole = self.whole
        if key not in whole._kept:
            if len(self) <= _FEW:
                return reckon(self)
            if whole._before is not None:
                before, origin = whole._before
                return self._taken_over(before.shared(key, reckon), origin, key, reckon)
        return whole.shared(key, reckon).take(self.rows, axis=0)

    def _taken_over(self, known: NDArray[Any], origin: Rows, key: Hashable, reckon: Reckon) -> NDArray[Any]:
        """Return what is ``known`` of another pool's people, in the rows of ``origin``; of the others it is reckoned here."""
        rows, others = self.once(("origin",), lambda: _parted(origin.take(self.rows)))
        found: NDArray[Any] = known.take(rows, axis=0, mode="clip")
        if len(others):
            new, places = self.whole.once(("new people",), lambda: _new_people(self.whole, origin))
            found[others] = new.shared(key, reckon).take(self.once(("places",), lambda: places.take(self.rows[others])), axis=0)
        return found

    def follow(self, before: Pool, origin: Rows, changed: Pool | None = None) -> None:
        """Take from another whole pool of the same day what has been reckoned there of people who are the same here.

        Parameters
        ----------
        before : Pool
            Of the same catalogue, ranked by the same matcher.
        origin : ndarray of int64, shape (candidates,)
            The row of each candidate there; -1 = of whoever is not the same.
        changed : Pool, optional
            The latter, in the order of their rows, as a part of a pool that is asked too: so nothing is reckoned twice.
        """
        if (origin >= 0).any():
            self._before = before, origin
            if changed is not None:
                self._kept["new people",] = changed, _new_before(origin)

    def _followed(self, key: Hashable, reckon: Reckon) -> NDArray[Any]:
        if self._before is None:
            return reckon(self)
        before, origin = self._before
        return self._taken_over(before.shared(key, reckon), origin, key, reckon)

    def column(self, name: str) -> NDArray[Any]:
        """Return one of the columns (:class:`matcher.columns.Columns`), shape (candidates, ...)."""
        array = self.columns.arrays[name]
        return array if self._rows is None else self.once(("column", name), lambda: array.take(self.rows, axis=0))

    def over_roles(self, name: str, columns: NDArray[np.int64], best: Callable[..., NDArray[Any]] = np.max) -> NDArray[Any]:
        """Return the greatest (or ``best``) of a column over some roles, shape (candidates,)."""
        key = (name, columns.tobytes())
        return self.shared(key, lambda pool: best(pool._roles(name, columns), axis=1))

    def _roles(self, name: str, columns: NDArray[np.int64]) -> NDArray[Any]:
        array = self.columns.arrays[name]
        return array[:, columns] if self._rows is None else array[self._rows[:, None], columns]

    def in_families(self, name: str, families: frozenset[str]) -> NDArray[np.int64]:
        """Return the sum of a column over families of occupations, shape (candidates,)."""
        known = sorted(self.columns.families[family] for family in families if family in self.columns.families)
        return self.shared((name, families), lambda pool: pool.column(name)[:, known].sum(axis=1, dtype=np.int64))

    def by_class(self, group: str, value: Callable[[Any], Any], dtype: Any = np.int8) -> NDArray[Any]:
        """Return ``value`` of every candidate, worked out once for each class of ``group``, shape (candidates,).

        ``value`` is handed the class: a candidate of whom only the group's fields are filled, unless
        :class:`matcher.columns.Columns` says otherwise.
        """
        classes, member = self.present(group)
        table = np.fromiter((value(one) for one in classes), dtype=dtype, count=len(classes))
        return table[member] if len(table) else np.empty(0, dtype=dtype)

    def present(self, group: str) -> tuple[Sequence[Any], NDArray[Any]]:
        """Return the classes of a group that anybody here belongs to, and the place among them of each candidate's."""
        classes, member = self.columns.classes[group], self.column(group)
        if len(member) >= len(classes):
            # Of a whole pool nearly all are somebody's.
            return classes, member
        return self.once(("present", group), lambda: _present(classes, member))

    def by_paper(self, value: Callable[[Credential], int]) -> NDArray[np.uint8]:
        """Return the greatest ``value`` of any credential or licence of every candidate, 0 for who has none.

        Worked out once for each different paper, and put together for each class of ``papers``; shape (candidates,).
        """
        held: _Papers = self.whole.once(("held papers",), lambda: _Papers(self.columns.classes["papers"]))
        return held.greatest(value).take(self.column("papers"))

    def naming(self, place: str | None) -> NDArray[np.bool_]:
        """Return who has named a place among the wished ones, shape (candidates,)."""
        found = np.zeros(len(self.columns.classes["places"]), dtype=np.bool_)
        if place is not None:
            found[self.columns.naming.get(place, [])] = True
        return np.asarray(found[self.column("places")])

    def standing(self, row: int) -> Standing:
        """Return what the routes of one candidate depend on (:meth:`matcher.routes.RouteFinder.signature`)."""
        found: Standing = self.columns.classes["standing"][int(self.column("standing")[row])]
        return found

    def status(self, code: str) -> NDArray[np.uint8]:
        """Return 0 unmet, 1 unknown, 2 met of one atomic code for every candidate."""
        return self.shared(("status", code), lambda pool: pool._status(code))

    def _status(self, code: str) -> NDArray[np.uint8]:
        if self._rows is not None:
            return self._reckon_status(code)
        if code not in self.words.bits:
            self.words.add(code, self._reckon_status(code))
        return self.words.status(code)

    def _reckon_status(self, code: str) -> NDArray[np.uint8]:
        kind, family = self.domain.catalogue.requirements.get(code), code.partition(":")[0]
        if family in READ_FROM:
            plain = self.by_class(READ_FROM[family], lambda one: STATUS_CODE[said(code, one).status], np.uint8)
        elif kind is None or family in SILENT_FAMILIES:
            plain = np.full(len(self), UNKNOWN, dtype=np.uint8)
        else:
            plain = np.where(self.column("empty"), UNKNOWN, UNMET).astype(np.uint8)
        if kind is None:
            return plain
        held = self.by_paper(lambda one: says(one, code, kind))
        perhaps = (held == Paper.APPLIED) | ((held == Paper.PERHAPS) & (plain == UNMET))
        return np.where((plain == MET) | (held == Paper.HELD), MET, np.where(perhaps, UNKNOWN, plain)).astype(np.uint8)

    def answer(self, code: str, row: int) -> Answer:
        """Return the answer of one atomic code for the candidate in ``row``, with its evidence; reckoned once."""
        found = self._answers.get((code, row))
        if found is None:
            found = answer(code, self.candidates[row], self.domain.catalogue.requirements.get(code))
            self._answers[code, row] = found
        return found

    def shared_terms(self, terms: Sequence[str]) -> NDArray[np.uint8]:
        """Return how many of ``terms`` each candidate has among skills and tasks, shape (candidates,)."""
        found = np.zeros(len(self), dtype=np.uint8)
        for term in terms:
            found += self.having(term)
        return found

    def having(self, term: str) -> NDArray[np.bool_]:
        """Return who has a term among skills and tasks, however it is spelt, shape (candidates,)."""
        wanted = normalise(term)
        return self.shared(("term", wanted), lambda pool: pool._having(wanted))

    def _having(self, term: str) -> NDArray[np.bool_]:
        whole = self.whole
        if self is whole or ("terms",) in whole._kept:
            found = whole.once(("terms",), lambda: TermBook(whole.candidates)).having(term, len(whole))
            return found if self._rows is None else found[self._rows]
        return self.once(("terms",), lambda: TermBook(self.candidates)).having(term, len(self))


def _parted(rows: Rows) -> tuple[Rows, Rows]:
    """Return rows of another pool, and where there is none."""
    return rows, np.flatnonzero(rows < 0)


def _new_people(whole: Pool, origin: Rows) -> tuple[Pool, Rows]:
    """Return those whom another pool does not know, as a pool, and for everybody how many of them stand before."""
    return whole.apart(np.flatnonzero(origin < 0)), _new_before(origin)


def _new_before(origin: Rows) -> Rows:
    return np.cumsum(origin < 0) - 1


def _present(classes: Sequence[Any], member: NDArray[Any]) -> tuple[Sequence[Any], NDArray[Any]]:
    seen, place = np.unique(member, return_inverse=True)
    return [classes[number] for number in seen.tolist()], place


class _Papers:
    """Which different papers each class of candidates holds."""

    def __init__(self, classes: Sequence[Candidate]) -> None:
        seen: dict[Credential, int] = {}
        held = [[seen.setdefault(one, len(seen)) for one in held_papers(some)] for some in classes]
        self._papers = list(seen)
        # Behind each class stands the paper of those who have none.
        self._flat = np.array([number for some in held for number in (*some, len(seen))], dtype=np.int64)
        sizes = np.array([len(some) + 1 for some in held], dtype=np.int64)
        self._starts = np.cumsum(sizes) - sizes

    def greatest(self, value: Callable[[Credential], int]) -> NDArray[np.uint8]:
        """Return the greatest value in each class."""
        table = np.array([*map(value, self._papers), 0], dtype=np.uint8)
        return np.maximum.reduceat(table[self._flat], self._starts) if len(self._starts) else table[:0]


_FEW = 64
"""A part of so few candidates does not have the whole pool reckoned for its sake."""


class Picked(Sequence[Candidate]):
    """Some of a sequence of candidates, looked up when asked for."""

    def __init__(self, candidates: Sequence[Candidate], rows: Rows) -> None:
        self._candidates, self._rows = candidates, rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Candidate: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Candidate]: ...
    def __getitem__(self, place: int | slice) -> Candidate | Sequence[Candidate]:
        if isinstance(place, slice):
            return Picked(self._candidates, self._rows[place])
        return self._candidates[int(self._rows[place])]

    def __iter__(self) -> Iterator[Candidate]:
        return (self._candidates[row] for row in self._rows.tolist())


def _as_of(candidate: Candidate, on: date, domain: Domain) -> Candidate:
    """Return the candidate without papers that have run out, and with renumbered municipalities under their present numbers."""
    held = candidate.credentials
    if any(one.valid_until is not None and one.valid_until < on for one in held):
        held = tuple(one for one in held if one.valid_until is None or one.valid_until >= on)
        candidate = replace(candidate, credentials=held)
    old = domain.catalogue.old_municipalities
    if not any(number in old for number in candidate.wished_places):
        return candidate
    return replace(candidate, wished_places=frozenset(old.get(number, number) for number in candidate.wished_places))
