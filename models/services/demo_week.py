"""The demo in the middle of a working week: what an adviser has done there, by the use cases that the pages call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Select, case, false, func, or_, select
from sqlalchemy.orm import Session

from matcher.records import Tier
from models import queries
from models.accounts import Scope
from models.audit import AuditEvent
from models.matches import CurrentRun, StoredMatch
from models.people import JobSeeker
from models.policy import Actor, people_in_scope, vacancies_in_scope
from models.services.looks import Look
from models.services.people.own import take_over
from models.services.sharing.candidate_lists import add_to_list, change_entry, set_status
from models.services.sharing.requests import LEAST_DAYS, answer, ask, share
from models.sharing import Answer, ListStatus, Outcome
from models.vacancies import Vacancy

OWN_PEOPLE = 12
"""So many of the people of an adviser's municipalities are the adviser's own."""
LISTED = 5
"""So many stand on the list that the adviser works with."""


def begin_week(session: Session, look: Look, employers: Sequence[Actor]) -> bool:
    """Let a demo adviser have own people and a list under way; False = the adviser has worked here before, and nothing is done.

    One of the listed has said yes, and is shared where one of ``employers`` may open the vacancy; one has not answered;
    one is to be followed up today.
    """
    if session.scalar(select(AuditEvent.seq).where(AuditEvent.actor == look.actor.audit_name).limit(1)) is not None:
        return False
    reached = queries.visible_job_seekers(kommunenr=look.actor.granted(Scope.MUNICIPALITY)).with_only_columns(JobSeeker.id)
    for person in session.scalars(reached.order_by(JobSeeker.external_id).limit(OWN_PEOPLE)).all():
        take_over(session, look, person)
    vacancy, seen = _busiest(session, look, employers)
    if vacancy is not None:
        _work_with(session, look, vacancy, share_it=seen)
    return True


def _busiest(session: Session, look: Look, employers: Sequence[Actor]) -> tuple[str | None, bool]:
    """Return the adviser's open vacancy whose people fit best, and whether an employer sees it.

    One that an employer sees goes before all others, then one with enough people who come into question for a list.
    """
    seen = or_(false(), *(vacancies_in_scope(employer) for employer in employers))
    likely = StoredMatch.tier.in_((Tier.READY, Tier.CLARIFY))
    enough = func.count(case((likely, 1))) >= LISTED
    fit = func.coalesce(func.avg(case((likely, StoredMatch.score))), func.min(StoredMatch.score))
    found = session.execute(
        queries.open_vacancies(look.on)
        .join(StoredMatch, StoredMatch.vacancy_id == Vacancy.id)
        .join(CurrentRun, CurrentRun.run_id == StoredMatch.run_id)
        .where(
            Vacancy.kommunenr.in_(look.actor.granted(Scope.MUNICIPALITY)),
            StoredMatch.vacancy_position.is_not(None),
            StoredMatch.job_seeker_id.in_(_within_reach(look)),
        )
        .group_by(Vacancy.id)
        .order_by(case((seen, 0), else_=1), case((enough, 0), else_=1), fit.desc(), Vacancy.external_id)
        .with_only_columns(Vacancy.id, case((seen, 1), else_=0))
        .limit(1)
    ).first()
    return (found[0], bool(found[1])) if found else (None, False)


def _within_reach(look: Look) -> Select[str]:
    return queries.visible_job_seekers().where(people_in_scope(look.actor)).with_only_columns(JobSeeker.id)


def _work_with(session: Session, look: Look, vacancy: str, *, share_it: bool) -> None:
    best = queries.current_matches(look.on, vacancy_id=vacancy).where(StoredMatch.job_seeker_id.in_(_within_reach(look)))
    people = [row.job_seeker_id for row in session.scalars(best.limit(LISTED))]
    add_to_list(session, look, vacancy, people)
    says_yes, waits, called, _considered, turned_down = (people[number : number + 1] for number in range(LISTED))
    ask(session, look, vacancy, says_yes + waits, look.on + timedelta(days=LEAST_DAYS))
    for person in says_yes:
        answer(session, look, vacancy, person, Answer.YES)
    set_status(session, look, vacancy, says_yes, ListStatus.RELEVANT)
    if share_it:
        share(session, look, vacancy, says_yes)
    set_status(session, look, vacancy, waits, ListStatus.CONTACTED)
    noted = (
        (called, ListStatus.CONTACTED, look.on, "Ringer tilbake i dag om oppstart."),
        (turned_down, ListStatus.NOT_INTERESTED, None, "Takket nei i telefonen. Spør igjen om en annen stilling."),
    )
    for some, status, follow_up_on, note in noted:
        for person in some:
            change_entry(
                session,
                look,
                vacancy,
                person,
                status=status,
                outcome=Outcome.NOT_PRESENTED,
                follow_up_on=follow_up_on,
                note=note,
            )
