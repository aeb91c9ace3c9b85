"""Runs put together by hand, stored as the rematch stores them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from matcher.records import Tier
from models import queries
from models.matches import CurrentRun, MatchRun, RunPerson, RunState, RunVacancy
from models.stored_matches import NUMBER, PAIR, StoredMatch, matches_of

Asks = Mapping[str, list[list[str]]]


def stored_match(
    vacancy_id: str, job_seeker_id: str, *, place: int = 1, tier: Tier = Tier.READY, score: int = 1000
) -> StoredMatch:
    """Return a pair at the same place of both lists, of a vacancy that asks for nothing."""
    return StoredMatch(vacancy_id, job_seeker_id, place, place, tier, score, None, 0, b"")


def keep(session: Session, run_id: str, matches: Sequence[StoredMatch], asks: Asks) -> None:
    """Store the pairs of a run; a place in a vacancy's list that none of them takes belongs to somebody who is gone."""
    vacancies = {vacancy: number for number, vacancy in enumerate(sorted({*asks, *(match.vacancy_id for match in matches)}))}
    people = {person: number for number, person in enumerate(sorted({match.job_seeker_id for match in matches}), 1)}
    for vacancy, number in vacancies.items():
        places = {match.vacancy_position: people[match.job_seeker_id] for match in matches if match.vacancy_id == vacancy}
        numbers = [places.get(place, 0) for place in range(1, max(filter(None, places), default=0) + 1)]
        session.add(
            RunVacancy(
                run_id=run_id,
                number=number,
                vacancy_id=vacancy,
                asks=asks.get(vacancy, [[]]),
                ready=0,
                clarify=0,
                on_the_way=0,
                near={},
                first=np.array(numbers, dtype=NUMBER).tobytes(),
            )
        )
    for person, number in people.items():
        own = [match for match in matches if match.job_seeker_id == person]
        pairs = [
            (
                vacancies[match.vacancy_id],
                match.score,
                math.nan if match.months is None else match.months,
                match.vacancy_position or 0,
                match.seeker_position or 0,
                match.tier.order,
                match.variant,
                len(match.answers),
            )
            for match in own
        ]
        session.add(
            RunPerson(
                run_id=run_id,
                number=number,
                job_seeker_id=person,
                pairs=np.array(pairs, dtype=PAIR).tobytes(),
                answers=b"".join(match.answers for match in own),
            )
        )
    session.flush()


def publish(session: Session, run: MatchRun, matches: Sequence[StoredMatch], asks: Asks) -> str:
    """Store a whole run with its pairs, and make it the current one."""
    assert run.state is RunState.DONE
    session.add(run)
    session.flush()
    keep(session, run.id, matches, asks)
    if session.get(CurrentRun, 1) is None:
        session.execute(insert(CurrentRun).values(id=1, run_id=run.id))
    else:
        session.execute(update(CurrentRun).values(run_id=run.id))
    return run.id


def kept(session: Session, run_id: str | None = None) -> list[StoredMatch]:
    """Return every pair that is stored of a run, or of the current one."""
    run = queries.current_run() if run_id is None else run_id
    numbers = select(RunVacancy.number, RunVacancy.vacancy_id).where(RunVacancy.run_id == run)
    vacancies = dict(session.execute(numbers).all())
    people = session.scalars(select(RunPerson).where(RunPerson.run_id == run))
    return [match for row in people for match in matches_of(row, vacancies)]
