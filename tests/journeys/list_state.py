"""A demo in the middle of its work: a list with people at every stage, a night with changes, somebody stuck, two shared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matcher.records import Tier
from models import queries
from models.accounts import User
from models.base import create_engine_for, create_session_factory
from models.matches import ChangeKind, CurrentRun, MatchChange, MatchRun, RunDifference, RunState
from models.pages import WithoutMatch
from models.people import JobSeeker
from models.policy import Actor, grants_of, people_in_scope
from models.services.looks import Look
from models.services.night.causes import CauseCode
from models.services.people.own import take_over
from models.services.people.storing import set_visibility_facts
from models.services.people.without_match import keep_without_match
from models.services.sharing.candidate_lists import add_to_list, change_entry
from models.services.sharing.requests import answer, ask, share
from models.sharing import Answer, ListStatus, Outcome
from models.stored_matches import vacancys_list
from models.vacancies import Employer, Vacancy
from tests.factories import NOW, visible_facts
from tests.models.stored_runs import kept
from tests.web.conftest import USERS


@dataclass(frozen=True)
class State:
    """The vacancies that a journey goes to."""

    busy: str
    empty: str
    people: Sequence[str]


def look_of(session: Session, kind: str) -> Look:
    """Return the look of one of the demo's users."""
    user = session.scalars(select(User).where(User.username == USERS[kind])).one()
    actor = Actor(user_id=user.id, name=user.display_name, kind=user.kind, grants=grants_of(user.grants))
    return Look(actor=actor, purpose="formidling", now=NOW, on=NOW.date())


def earlier(look: Look, days: int) -> Look:
    """Return the same look some days before."""
    now = look.now - timedelta(days=days)
    return replace(look, now=now, on=now.date())


def own_vacancies(session: Session) -> list[str]:
    """Return the open vacancies of the demo's employer that have matches in Trysil, the most matches first."""
    open_now = queries.open_vacancies(NOW.date()).with_only_columns(Vacancy.id)
    statement = (
        select(Vacancy.id)
        .join(Employer, Employer.id == Vacancy.employer_id)
        .where(Employer.name.like("Trysil kommune, %"), Vacancy.id.in_(open_now))
    )
    own = set(session.scalars(statement))
    found = Counter(match.vacancy_id for match in kept(session) if match.vacancy_id in own)
    return sorted(found, key=lambda vacancy: (-found[vacancy], vacancy))


def matched(session: Session, look: Look, vacancy: str, most: int) -> list[str]:
    """Return the best matched people of a vacancy within the adviser's reach."""
    reached = queries.visible_job_seekers().where(people_in_scope(look.actor)).with_only_columns(JobSeeker.id)
    within = set(session.scalars(reached))
    found = [match.job_seeker_id for match in vacancys_list(session, NOW.date(), vacancy)]
    return [person for person in found if person in within][:most]


def prepare(path: Path) -> State:
    """Fill the database in the file ``path`` and return where everything is."""
    engine = create_engine_for(f"sqlite:///{path}")
    sessions = create_session_factory(engine)
    with sessions.begin() as session:
        state = _list(session)
    with sessions.begin() as session:
        _start(session, state)
    keep_without_match(sessions, NOW.date())
    with sessions.begin() as session:
        session.execute(update(WithoutMatch).values(since=NOW.date() - timedelta(days=33)))
    engine.dispose()
    return state


def _list(session: Session) -> State:
    mine, theirs = look_of(session, "adviser"), look_of(session, "adviser of another office")
    busy, empty = own_vacancies(session)[:2]
    people = matched(session, mine, busy, 9)
    assert len(people) == 9
    before = earlier(mine, 6)
    add_to_list(session, before, busy, people)
    others = matched(session, theirs, busy, 2)
    add_to_list(session, theirs, busy, others)
    ask(session, before, busy, people[2:3], before.on + timedelta(days=3))  # the deadline has passed
    ask(session, earlier(mine, 1), busy, people[3:8], mine.on + timedelta(days=1 + 2))
    for person in people[4:7]:
        answer(session, mine, busy, person, Answer.YES)
    answer(session, mine, busy, people[7], Answer.NO)
    share(session, mine, busy, people[4:6])
    shown = ((ListStatus.CONTACTED, None, ""), (ListStatus.RELEVANT, mine.on, "Ringer torsdag etter klokken 12."))
    for person, (status, follow_up, note) in zip(people[:2], shown, strict=True):
        change_entry(session, mine, busy, person, status=status, outcome=Outcome.NOT_PRESENTED, follow_up_on=follow_up, note=note)
    # Hidden since: somebody who stood on the list.
    facts = visible_facts(address_protected=True)  # told later than anything that the demo was loaded with
    set_visibility_facts(session, people[8], facts, NOW + timedelta(days=60))
    return State(busy, empty, people[:8])


def _start(session: Session, state: State) -> None:
    mine = look_of(session, "adviser")
    reached = session.scalars(
        queries.visible_job_seekers().where(people_in_scope(mine.actor)).with_only_columns(JobSeeker.id).order_by(JobSeeker.id)
    ).all()
    for person in reached[:2]:
        take_over(session, mine, person)
    after = session.scalars(select(MatchRun).join(CurrentRun, CurrentRun.run_id == MatchRun.id)).one()
    last = NOW - timedelta(days=1)
    before = MatchRun(state=RunState.DONE, as_of=last.date(), started_at=last, ended_at=last)
    session.add(before)
    session.flush()
    session.add(RunDifference(run_id=after.id, before_id=before.id, made_at=NOW - timedelta(hours=4), changes=6, left_out=0))
    kinds = (
        (ChangeKind.UP, Tier.CLARIFY, Tier.READY, CauseCode.PERSON_CHANGED),
        (ChangeKind.NEW, None, Tier.READY, CauseCode.VACANCY_NEW),
        (ChangeKind.DOWN, Tier.READY, Tier.CLARIFY, CauseCode.VACANCY_CHANGED),
        (ChangeKind.UP, Tier.CLOSED, Tier.ON_THE_WAY, CauseCode.PERSON_CHANGED),
        (ChangeKind.NEW, None, Tier.CLARIFY, CauseCode.PERSON_NEW),
        (ChangeKind.GONE, Tier.CLARIFY, None, CauseCode.LIST_MOVED),
    )
    for person, (kind, old, new, cause) in zip(state.people, kinds, strict=False):
        session.add(
            MatchChange(
                run_id=after.id,
                vacancy_id=state.busy,
                job_seeker_id=person,
                kind=kind,
                from_tier=old,
                to_tier=new,
                cause_code=cause.value,
                detail={"source": "person"},
            )
        )
