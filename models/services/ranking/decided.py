"""What people have already decided about pairs of person and vacancy: who got the job, and where somebody said no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import queries
from models.matches import Verdict
from models.sharing import Answer, CandidateListEntry, ListStatus, Outcome, ShareRequest
from models.vacancies import Vacancy

NO = (ListStatus.NOT_RELEVANT, ListStatus.NOT_INTERESTED)


@dataclass(frozen=True, slots=True)
class Decided:
    """Pairs (vacancy, person) of the vacancies that are open."""

    got_the_job: frozenset[tuple[str, str]]
    said_no: frozenset[tuple[str, str]]


def decided(session: Session, on: date) -> Decided:
    """Return what is decided about the vacancies open on ``on``: by the list, by the person's answer, by the last verdict."""
    open_now = queries.open_vacancies(on).with_only_columns(Vacancy.id)
    entry = CandidateListEntry
    listed = session.execute(
        select(entry.vacancy_id, entry.job_seeker_id, entry.outcome).where(
            entry.vacancy_id.in_(open_now), or_(entry.status.in_(NO), entry.outcome == Outcome.GOT_THE_JOB)
        )
    ).all()
    hired = {(row.vacancy_id, row.job_seeker_id) for row in listed if row.outcome is Outcome.GOT_THE_JOB}
    refused = {(row.vacancy_id, row.job_seeker_id) for row in listed}
    answered = select(ShareRequest.vacancy_id, ShareRequest.job_seeker_id).where(
        ShareRequest.vacancy_id.in_(open_now), ShareRequest.answer == Answer.NO
    )
    refused |= {(row.vacancy_id, row.job_seeker_id) for row in session.execute(answered)}
    verdicts = (
        select(Verdict.vacancy_id, Verdict.job_seeker_id, Verdict.relevant)
        .where(Verdict.vacancy_id.in_(open_now))
        .order_by(Verdict.at, Verdict.id)
    )
    last = {(row.vacancy_id, row.job_seeker_id): row.relevant for row in session.execute(verdicts)}
    refused |= {pair for pair, relevant in last.items() if not relevant}
    return Decided(got_the_job=frozenset(hired), said_no=frozenset(refused - hired))
