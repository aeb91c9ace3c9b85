"""The candidate list of a vacancy: who is on it, how far each has come, and the moves on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models import queries
from models.audit import AuditAction
from models.people import JobSeeker
from models.services.errors import JobSeekerNotFound
from models.services.looks import Look, PersonCard, cards, person_in_reach
from models.services.sharing.requests import Done, MoveRefused, Stage, Why, existing, for_each, stage
from models.services.vacancies.storing import find_vacancy
from models.sharing import (
    Assessment,
    CandidateListEntry,
    ListStatus,
    NotRelevantBecause,
    Outcome,
    Share,
    ShareRequest,
)
from models.vacancies import Vacancy


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The question to a person, as it stands today."""

    stage: Stage
    asked_at: datetime
    deadline: date
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedSince:
    """Since when the employer sees a person, and what the employer has said."""

    shared_at: datetime
    assessment: Assessment
    not_relevant_because: NotRelevantBecause | None
    invited_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One person on the list."""

    card: PersonCard
    status: ListStatus
    outcome: Outcome
    note: str
    follow_up_on: date | None
    follow_up_due: bool
    asked: Asked | None
    shared: SharedSince | None

    @property
    def stage(self) -> Stage:
        """Where the question about sharing stands."""
        return self.asked.stage if self.asked else Stage.NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateList:
    """The list as one adviser sees it.

    ``hidden`` people may not be shown to anybody any more, ``elsewhere`` are others that are out of the adviser's reach:
    both are only numbers.  ``statuses`` and ``due`` count everybody on the list whom the adviser sees, whatever the filter.
    """

    vacancy: Vacancy
    takes_applications: bool
    people: Sequence[Listed]
    statuses: Mapping[ListStatus, int]
    due: int
    hidden: int
    elsewhere: int
    hired: int

    @property
    def total(self) -> int:
        """How many the adviser sees without a filter."""
        return sum(self.statuses.values())

    @property
    def filled(self) -> bool:
        """As many have got the job as there are posts."""
        return 0 < self.vacancy.positions <= self.hired


@dataclass(frozen=True, slots=True)
class Added:
    """What became of people who were to be put on a list; ``gone`` were not found, ``out_of_reach`` are those who exist."""

    new: int
    already: int
    gone: int
    out_of_reach: tuple[str, ...]


def add_to_list(session: Session, look: Look, vacancy_id: str, people: Sequence[str]) -> Added:
    """Put these people on the list of a vacancy; who is on it already stays as is, who is out of reach is not put there."""
    vacancy = find_vacancy(session, vacancy_id)
    reached = cards(session, look.actor, people)
    new: list[str] = []
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    for person in dict.fromkeys(people):
        if person in reached:
            row = {
                "vacancy_id": vacancy.id,
                "job_seeker_id": person,
                "status": ListStatus.CONSIDERED,
                "outcome": Outcome.NOT_PRESENTED,
                "added_by": look.actor.user_id,
                "added_at": look.now,
                "changed_at": look.now,
            }
            statement = dialect.insert(CandidateListEntry).values(row).on_conflict_do_nothing()
            if session.execute(statement.returning(CandidateListEntry.job_seeker_id)).first() is not None:
                new.append(person)
    look.shown(session, new, subject=vacancy.id, action=AuditAction.CREATE)
    missed = [person for person in dict.fromkeys(people) if person not in reached]
    return Added(len(new), len(reached) - len(new), len(missed), tuple(existing(session, missed)))


def on_list(session: Session, vacancy_id: str, people: Sequence[str]) -> set[str]:
    """Return those of ``people`` who are on the list of a vacancy already."""
    statement = select(CandidateListEntry.job_seeker_id).where(CandidateListEntry.vacancy_id == vacancy_id)
    return set(session.scalars(statement.where(CandidateListEntry.job_seeker_id.in_(people))))


def candidate_list(
    session: Session, look: Look, vacancy_id: str, *, status: ListStatus | None = None, due: bool = False
) -> CandidateList:
    """Return the list of a vacancy, those to be followed up first; each person named on it leaves a trace."""
    vacancy = find_vacancy(session, vacancy_id)
    entries = session.scalars(select(CandidateListEntry).where(CandidateListEntry.vacancy_id == vacancy.id)).all()
    ids = [entry.job_seeker_id for entry in entries]
    visible = set(session.scalars(queries.visible_job_seekers(ids=ids).with_only_columns(JobSeeker.id)))
    found = _listed(session, look, vacancy.id, entries)
    shown = [one for one in found if status in (None, one.status) and (one.follow_up_due or not due)]
    look.shown(session, [one.card.id for one in shown], subject=vacancy.id)
    open_now = queries.open_vacancies(look.on).where(Vacancy.id == vacancy.id).with_only_columns(Vacancy.id)
    return CandidateList(
        vacancy=vacancy,
        takes_applications=session.scalar(open_now) is not None,
        people=shown,
        statuses=Counter(one.status for one in found),
        due=sum(one.follow_up_due for one in found),
        hidden=len(ids) - len(visible),
        elsewhere=len(visible) - len(found),
        hired=sum(entry.outcome is Outcome.GOT_THE_JOB for entry in entries),
    )


def list_entry(session: Session, look: Look, vacancy_id: str, person_id: str) -> tuple[Vacancy, Listed]:
    """Return one person on the list of a vacancy; the look leaves a trace."""
    vacancy = find_vacancy(session, vacancy_id)
    found = _listed(session, look, vacancy.id, [_entry(session, look, vacancy.id, person_id)])[0]
    look.shown(session, [person_id], subject=vacancy.id)
    return vacancy, found


def named(session: Session, look: Look, vacancy_id: str, people: Sequence[str]) -> tuple[Vacancy, list[Listed]]:
    """Return those of ``people`` who are on the list and within reach, to be named before something is done for them."""
    vacancy = find_vacancy(session, vacancy_id)
    entries = select(CandidateListEntry).where(
        CandidateListEntry.vacancy_id == vacancy.id, CandidateListEntry.job_seeker_id.in_(people)
    )
    found = _listed(session, look, vacancy.id, session.scalars(entries).all())
    look.shown(session, [one.card.id for one in found], subject=vacancy.id)
    return vacancy, found


def change_entry(
    session: Session,
    look: Look,
    vacancy_id: str,
    person_id: str,
    *,
    status: ListStatus,
    outcome: Outcome,
    follow_up_on: date | None,
    note: str,
) -> None:
    """Write down how one person on the list stands."""
    vacancy = find_vacancy(session, vacancy_id)
    entry = _entry(session, look, vacancy.id, person_id)
    entry.status, entry.outcome, entry.follow_up_on, entry.note = status, outcome, follow_up_on, note or None
    entry.changed_at = look.now
    session.flush()
    look.shown(session, [person_id], subject=vacancy.id, action=AuditAction.UPDATE)


def set_status(session: Session, look: Look, vacancy_id: str, people: Sequence[str], status: ListStatus) -> Done:
    """Give these people on the list a status."""
    vacancy = find_vacancy(session, vacancy_id)

    def move(person: str) -> None:
        entry = session.get_one(CandidateListEntry, (vacancy.id, person))
        entry.status, entry.changed_at = status, look.now
        session.flush()

    return for_each(session, look, vacancy.id, people, move, action=AuditAction.UPDATE)


def remove_from_list(session: Session, look: Look, vacancy_id: str, people: Sequence[str]) -> Done:
    """Take these people off the list; who has been asked and waits, or is shared, stays until that is settled."""
    vacancy = find_vacancy(session, vacancy_id)

    def move(person: str) -> None:
        request, share = _sharing(session, vacancy.id, [person]).get(person, (None, None))
        if share is not None:
            raise MoveRefused(Why.SHARED)
        if stage(request, look.on) is Stage.WAITING:
            raise MoveRefused(Why.STILL_WAITING)
        entry = CandidateListEntry
        session.execute(delete(entry).where(entry.vacancy_id == vacancy.id, entry.job_seeker_id == person))

    return for_each(session, look, vacancy.id, people, move, action=AuditAction.DELETE)


def _entry(session: Session, look: Look, vacancy_id: str, person_id: str) -> CandidateListEntry:
    person_in_reach(session, look.actor, person_id)
    entry = session.get(CandidateListEntry, (vacancy_id, person_id))
    if entry is None:
        raise JobSeekerNotFound(person_id)
    return entry


def _listed(session: Session, look: Look, vacancy_id: str, entries: Sequence[CandidateListEntry]) -> list[Listed]:
    ids = [entry.job_seeker_id for entry in entries]
    reached, sharing = cards(session, look.actor, ids), _sharing(session, vacancy_id, ids)
    rows = []
    for entry in entries:
        if entry.job_seeker_id not in reached:
            continue
        request, share = sharing.get(entry.job_seeker_id, (None, None))
        rows.append(
            Listed(
                card=reached[entry.job_seeker_id],
                status=entry.status,
                outcome=entry.outcome,
                note=entry.note or "",
                follow_up_on=entry.follow_up_on,
                follow_up_due=entry.follow_up_on is not None and entry.follow_up_on <= look.on,
                asked=Asked(
                    stage=stage(request, look.on),
                    asked_at=request.created_at,
                    deadline=request.deadline,
                    answered_at=request.answered_at,
                )
                if request
                else None,
                shared=SharedSince(
                    shared_at=share.shared_at,
                    assessment=share.assessment,
                    not_relevant_because=share.not_relevant_because,
                    invited_at=share.invited_at,
                )
                if share
                else None,
            )
        )
    order = list(ListStatus)
    return sorted(
        rows, key=lambda one: (not one.follow_up_due, _BEHIND.get(one.status, 0), order.index(one.status), one.card.name)
    )


# Who is out of the question comes last.
_BEHIND = {ListStatus.NOT_RELEVANT: 1, ListStatus.NOT_INTERESTED: 1}


def _sharing(session: Session, vacancy_id: str, people: Sequence[str]) -> dict[str, tuple[ShareRequest, Share | None]]:
    statement = (
        select(ShareRequest, Share)
        .outerjoin(Share, Share.request_id == ShareRequest.id)
        .where(ShareRequest.vacancy_id == vacancy_id, ShareRequest.job_seeker_id.in_(people))
    )
    return {request.job_seeker_id: (request, share) for request, share in session.execute(statement)}
