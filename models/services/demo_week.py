"""The demo in the middle of a working week: what an adviser has done there, by the use cases that the pages call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from statistics import fmean

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import Session

from matcher.records import Tier
from models import queries
from models.accounts import Scope
from models.audit import AuditEvent
from models.people import JobSeeker
from models.policy import Actor, people_in_scope, vacancies_in_scope
from models.services.looks import Look
from models.services.people.own import take_over
from models.services.sharing.candidate_lists import add_to_list, change_entry, set_status
from models.services.sharing.requests import LEAST_DAYS, answer, ask, share
from models.sharing import Answer, ListStatus, Outcome
from models.stored_matches import StoredMatch, vacancys_list
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
    own = queries.open_vacancies(look.on).where(Vacancy.kommunenr.in_(look.actor.granted(Scope.MUNICIPALITY)))
    found = []
    for vacancy, reference, shown in session.execute(own.with_only_columns(Vacancy.id, Vacancy.external_id, seen)).all():
        best = _best(session, look, vacancy)
        likely = [match.score for match in best if match.tier in {Tier.READY, Tier.CLARIFY}]
        if best:
            fit = fmean(likely) if likely else min(match.score for match in best)
            found.append((not shown, len(likely) < LISTED, -fit, reference, vacancy))
    if not found:
        return None, False
    hidden, *_, vacancy = min(found)
    return vacancy, not hidden


def _best(session: Session, look: Look, vacancy: str) -> list[StoredMatch]:
    """Return the published list of a vacancy, as far as the adviser reaches."""
    reached = set(session.scalars(_within_reach(look)))
    return [match for match in vacancys_list(session, look.on, vacancy) if match.job_seeker_id in reached]


def _within_reach(look: Look) -> Select[str]:
    return queries.visible_job_seekers().where(people_in_scope(look.actor)).with_only_columns(JobSeeker.id)


def _work_with(session: Session, look: Look, vacancy: str, *, share_it: bool) -> None:
    people = [match.job_seeker_id for match in _best(session, look, vacancy)[:LISTED]]
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
