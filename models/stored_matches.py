"""The lists of a run as they are kept, and read back: all pairs of a person in one row, by numbers of the run.

A person's list is that person's row; a vacancy's list is the rows of the people whom it names.  So whoever is erased or
hidden leaves every list with one row, and the place in a vacancy's list stays empty.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.pool import STATUS_OF
from matcher.records import Finding, Match, Tier
from matcher.weights import strength
from models import queries
from models.matches import RunPerson, RunVacancy

NUMBER = np.dtype("<u4")
"""A person or a vacancy of a run."""
PAIR = np.dtype(
    [
        ("vacancy", NUMBER),
        ("score", "<i2"),
        ("months", "<f4"),
        ("vacancy_position", "u1"),
        ("seeker_position", "u1"),
        ("tier", "u1"),
        ("variant", "u1"),
        ("demands", "u1"),
    ]
)
"""A pair, 15 bytes: the vacancy, and what :class:`StoredMatch` says; position 0 = not in that list, months NaN = no known way."""
TIERS = tuple(Tier)


@dataclass(frozen=True, slots=True)
class StoredMatch:
    """One pair of one run: in the vacancy's list, in the person's list, or in both.

    ``vacancy_position`` and ``seeker_position`` count from 1; None = not among the first of that list.  ``months`` until ready
    by the known ways, None = none; ``variant`` the kind of post of the ad; ``answers`` one byte for each demand of
    :attr:`RunVacancy.asks`: 0 unmet, 1 unknown, 2 met.
    """

    vacancy_id: str
    job_seeker_id: str
    vacancy_position: int | None
    seeker_position: int | None
    tier: Tier
    score: int
    months: float | None
    variant: int
    answers: bytes


def matches_of(row: RunPerson, vacancies: Mapping[int, str]) -> Iterator[StoredMatch]:
    """Yield what a row tells of a person and some vacancies, which are given by their numbers of the run."""
    pairs = np.frombuffer(row.pairs, dtype=PAIR)
    places = pairwise(accumulate(pairs["demands"].tolist(), initial=0))
    for pair, (start, end) in zip(pairs.tolist(), places, strict=True):
        number, score, months, in_vacancys, in_persons, tier, variant, _ = pair
        if number in vacancies:
            yield StoredMatch(
                vacancy_id=vacancies[number],
                job_seeker_id=row.job_seeker_id,
                vacancy_position=in_vacancys or None,
                seeker_position=in_persons or None,
                tier=TIERS[tier],
                score=score,
                months=None if math.isnan(months) else months,
                variant=variant,
                answers=row.answers[start:end],
            )


def vacancys_list(session: Session, on: date, vacancy_id: str) -> list[StoredMatch]:
    """Return the published list of a vacancy that is open on ``on``, of people who may be shown now, best first."""
    vacancy = session.scalar(queries.current_vacancies(on).where(RunVacancy.vacancy_id == vacancy_id))
    if vacancy is None:
        return []
    numbers = np.frombuffer(vacancy.first, dtype=NUMBER).tolist()
    people = session.scalars(queries.people_of_run(vacancy.run_id).where(RunPerson.number.in_(numbers)))
    found = [match for row in people for match in matches_of(row, {vacancy.number: vacancy_id})]
    return sorted(found, key=lambda match: match.vacancy_position or 0)


def persons_list(session: Session, on: date, job_seeker_id: str) -> list[StoredMatch]:
    """Return the published list of a person who may be shown now, of vacancies that are open on ``on``, best first."""
    person = session.scalar(queries.people_of_run(queries.current_run()).where(RunPerson.job_seeker_id == job_seeker_id))
    if person is None:
        return []
    numbers = np.frombuffer(person.pairs, dtype=PAIR)["vacancy"].tolist()
    open_now = queries.current_vacancies(on).where(RunVacancy.run_id == person.run_id, RunVacancy.number.in_(numbers))
    vacancies = {row.number: row.vacancy_id for row in session.scalars(open_now)}
    found = [match for match in matches_of(person, vacancies) if match.seeker_position]
    return sorted(found, key=lambda match: match.seeker_position or 0)


@dataclass(frozen=True, slots=True)
class StoredRun:
    """All pairs of a run in columns: ``person`` is a place in ``people``, ``pairs`` are of :data:`PAIR`, shape (pairs,).

    ``vacancies`` the vacancies that are still there, by their numbers; ``lengths`` how long the list of each was.
    """

    people: Sequence[str]
    person: NDArray[np.int64]
    pairs: NDArray[np.void]
    vacancies: Mapping[int, str]
    lengths: Mapping[int, int]


def stored_run(session: Session, run_id: str) -> StoredRun:
    """Read a whole run, but for the answers."""
    rows = session.execute(select(RunPerson.job_seeker_id, RunPerson.pairs).where(RunPerson.run_id == run_id)).all()
    vacancies = session.execute(
        select(RunVacancy.number, RunVacancy.vacancy_id, RunVacancy.first).where(RunVacancy.run_id == run_id)
    ).all()
    sizes = [len(pairs) // PAIR.itemsize for _, pairs in rows]
    return StoredRun(
        people=[person for person, _ in rows],
        person=np.repeat(np.arange(len(rows)), sizes),
        pairs=np.frombuffer(b"".join(pairs for _, pairs in rows), dtype=PAIR),
        vacancies={number: vacancy_id for number, vacancy_id, _ in vacancies},
        lengths={number: len(first) // NUMBER.itemsize for number, _, first in vacancies},
    )


def some_matches(session: Session, run_id: str, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Match]:
    """Return what one run tells of some pairs (vacancy, person)."""
    wanted = set(pairs)
    kept = select(RunVacancy.number, RunVacancy.vacancy_id, RunVacancy.asks).where(
        RunVacancy.run_id == run_id, RunVacancy.vacancy_id.in_({vacancy for vacancy, _ in wanted})
    )
    vacancies, asks = {}, {}
    for number, vacancy_id, asked in session.execute(kept):
        vacancies[number], asks[vacancy_id] = vacancy_id, asked
    people = select(RunPerson).where(RunPerson.run_id == run_id, RunPerson.job_seeker_id.in_({person for _, person in wanted}))
    found = {}
    for row in session.scalars(people):
        for match in matches_of(row, vacancies):
            pair = match.vacancy_id, match.job_seeker_id
            if pair in wanted:
                found[pair] = to_match(match, asks[match.vacancy_id])
    return found


def to_match(stored: StoredMatch, asks: Sequence[Sequence[str]]) -> Match:
    """Return what is kept of a match: tier, score, months, and the answer to each demand that decided.

    ``asks`` is what its vacancy asked in that run, for each kind of post.
    """
    codes = asks[stored.variant] if stored.variant < len(asks) else ()
    return Match(
        candidate=stored.job_seeker_id,
        opening=stored.vacancy_id,
        tier=stored.tier,
        score=stored.score,
        strength=strength(stored.score),
        findings=tuple(
            Finding(requirement=code, status=STATUS_OF[answer]) for code, answer in zip(codes, stored.answers, strict=False)
        ),
        months=stored.months,
        variant=stored.variant if len(asks) > 1 else None,
    )
