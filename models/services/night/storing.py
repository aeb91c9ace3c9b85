"""The rows of an unpublished run: made of arrays, and written a batch to a transaction."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from matcher.described import Described
from matcher.lists import Lists
from matcher.order import MORE, MOST_AT_ONCE, SLOT_BITS, score_of, tier_of
from models import queries
from models.bulk import insert_rows
from models.matches import RunPerson, RunVacancy
from models.people import JobSeeker
from models.stored_matches import NUMBER, PAIR
from models.vacancies import Vacancy

BATCH_ROWS = 2_000
"""Rows written in one transaction, about a megabyte: well under a second, so that nobody waits for the rematch."""
_NAMED_AT_ONCE = 500
_TRIES = 3

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ListedPairs:
    """The pairs that are in some list, by opening and then by row of the pool; every array has shape (pairs,).

    ``row`` is a place among the people, ``pairs`` are of :data:`models.stored_matches.PAIR`, without what decided them.
    """

    row: NDArray[np.int64]
    pairs: NDArray[np.void]

    @classmethod
    def of(cls, lists: Lists, people: int) -> ListedPairs:
        """Put the lists of the openings and those of the people together."""
        openings = lists.openings
        firsts = [openings[number] for number in range(len(openings))]
        sizes = [len(first.rows) for first in firsts]
        in_vacancys = np.repeat(np.arange(len(firsts)), sizes) * people + np.concatenate([_NONE, *(one.rows for one in firsts)])
        person, place = np.nonzero(lists.best < MORE)
        packed = lists.best[person, place]
        in_persons = (packed & np.uint64(MOST_AT_ONCE - 1)).astype(np.int64) * people + person
        every, where = np.unique(np.concatenate([in_vacancys, in_persons]), return_inverse=True)
        of_vacancy, of_person = where[: len(in_vacancys)], where[len(in_vacancys) :]
        pairs, keys = np.zeros(len(every), dtype=PAIR), np.empty(len(every), dtype=np.uint32)
        keys[of_vacancy] = np.concatenate([_NONE, *(one.keys for one in firsts)])
        keys[of_person] = packed >> np.uint64(SLOT_BITS)
        pairs["vacancy"], row = np.divmod(every, max(1, people))
        pairs["vacancy_position"][of_vacancy] = np.concatenate([_NONE, *(np.arange(1, size + 1) for size in sizes)])
        pairs["seeker_position"][of_person] = place + 1
        pairs["tier"], pairs["score"] = tier_of(keys), score_of(keys)
        return cls(row, pairs)

    def by_opening(self, openings: int) -> list[NDArray[np.int64]]:
        """Return the rows of the pool that are in some list, for each opening."""
        ends = np.searchsorted(self.pairs["vacancy"], np.arange(openings + 1))
        return [self.row[start:end] for start, end in pairwise(ends.tolist())]


_NONE = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Found:
    """All that a run has found: lists of the ``openings`` and ``people`` of these ids, and by opening what decided the pairs."""

    openings: Sequence[str]
    people: Sequence[str]
    lists: Lists
    listed: ListedPairs
    told: Sequence[Described]

    def rows(self, run_id: str) -> tuple[Iterator[Row], Iterator[Row]]:
        """Return the rows of the vacancies and those of the people."""
        # By lot: what stays of somebody erased is a number in a list, and the order of the ids must not tell whose it was.
        lot = np.random.default_rng(secrets.randbits(128)).permutation(len(self.people)).astype(NUMBER)
        return self._of_vacancies(run_id, lot), self._of_people(run_id, lot)

    def _of_vacancies(self, run_id: str, lot: NDArray[np.uint32]) -> Iterator[Row]:
        missing, lists, tiers = self.lists.near, self.lists.openings, self.lists.tiers
        for number, (vacancy_id, told) in enumerate(zip(self.openings, self.told, strict=True)):
            near = {one.code: one.people for one in missing[number]}
            first = lot[lists[number].rows].tobytes()
            yield run_id, number, vacancy_id, json.dumps(told.asks), *tiers[number], json.dumps(near), first

    def _of_people(self, run_id: str, lot: NDArray[np.uint32]) -> Iterator[Row]:
        order = np.argsort(self.listed.row, kind="stable")
        sizes = np.bincount(self.listed.row, minlength=len(self.people))
        ends = np.cumsum(sizes)
        wide, pairs = PAIR.itemsize, self._pairs()[order].tobytes()
        answers = [answer for one in self.told for answer in one.answers]
        answers = [answers[place] for place in order.tolist()]
        # In the order of the key, so that the table grows at its end.
        for row in np.argsort(lot).tolist():
            start, end = int(ends[row] - sizes[row]), int(ends[row])
            if start < end:
                yield run_id, int(lot[row]), self.people[row], pairs[start * wide : end * wide], b"".join(answers[start:end])

    def _pairs(self) -> NDArray[np.void]:
        pairs = self.listed.pairs.copy()
        months = np.concatenate([_NONE, *(one.months for one in self.told)])
        pairs["months"] = np.where(np.isfinite(months), months, np.nan)
        pairs["variant"] = np.concatenate([_NONE, *(one.variant for one in self.told)])
        pairs["demands"] = [len(answer) for one in self.told for answer in one.answers]
        return pairs


VACANCY_COLUMNS = ("run_id", "number", "vacancy_id", "asks", "ready", "clarify", "on_the_way", "near", "first")
PERSON_COLUMNS = ("run_id", "number", "job_seeker_id", "pairs", "answers")


def write_run(session_factory: sessionmaker[Session], run_id: str, found: Found) -> None:
    """Write the rows of a run that nobody reads yet; whoever was erased meanwhile is left out."""
    vacancies, people = found.rows(run_id)
    while some := list(islice(vacancies, BATCH_ROWS)):
        _write(session_factory, RunVacancy, VACANCY_COLUMNS, some)
    while some := list(islice(people, BATCH_ROWS)):
        _write(session_factory, RunPerson, PERSON_COLUMNS, some)


def _write(
    session_factory: sessionmaker[Session], model: type[RunVacancy] | type[RunPerson], columns: Sequence[str], rows: list[Row]
) -> None:
    for tries in range(1, _TRIES + 1):
        try:
            with session_factory.begin() as session:
                if tries > 1:
                    # Between the reading and the write somebody was erased.
                    there = _present(session, model, [row[2] for row in rows])
                    rows = [row for row in rows if row[2] in there]
                insert_rows(session, model, columns, rows)
        except IntegrityError:
            if tries == _TRIES:
                raise
        else:
            return


def _present(session: Session, model: type[RunVacancy] | type[RunPerson], ids: Sequence[str]) -> set[str]:
    """Return whose rows may be written: people who may still be shown, vacancies that are still there."""
    there: set[str] = set()
    for start in range(0, len(ids), _NAMED_AT_ONCE):
        some = ids[start : start + _NAMED_AT_ONCE]
        if model is RunPerson:
            there.update(session.scalars(queries.visible_job_seekers(ids=some).with_only_columns(JobSeeker.id)))
        else:
            there.update(session.scalars(select(Vacancy.id).where(Vacancy.id.in_(some))))
    return there
