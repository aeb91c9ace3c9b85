"""The question to one person about one vacancy, the answer, and the share that needs a yes: every move, and what stops it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import locks, queries
from models.audit import AuditAction
from models.services.errors import JobSeekerNotFound, PersonOutOfReach, ServiceError
from models.services.looks import Look, cards
from models.services.vacancies.storing import find_vacancy
from models.sharing import Answer, AnsweredBy, CandidateListEntry, Outcome, RequestState, Share, ShareRequest
from models.vacancies import Vacancy

NOTICE_VERSION = "1"
"""Version of the words in which the person is told what the employer will see; kept with each question."""
DEADLINES = (2, 3, 7)
"""Days to answer that a page offers."""
LEAST_DAYS, MOST_DAYS = 2, 60
"""A deadline of one's own lies so many days ahead."""


class Stage(StrEnum):
    """Where one person stands with one vacancy on a given day."""

    NEVER = "never"
    WAITING = "waiting"
    EXPIRED = "expired"
    YES = "yes"
    NO = "no"
    CANCELLED = "cancelled"


class Why(StrEnum):
    """Why a move is not made."""

    NOT_ON_LIST = "not_on_list"
    GONE = "gone"
    VACANCY_CLOSED = "vacancy_closed"
    DEADLINE = "deadline"
    NOT_ASKED = "not_asked"
    STILL_WAITING = "still_waiting"
    SAID_YES = "said_yes"
    SAID_NO = "said_no"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    SHARED = "shared"


WORDS: dict[Why, str] = {
    Why.NOT_ON_LIST: "Personen står ikke på kandidatlisten. Legg til personen først.",
    Why.GONE: "Personen vises ikke lenger.",
    Why.VACANCY_CLOSED: "Stillingen er lukket. Ingen kan spørres eller deles for en lukket stilling.",
    Why.DEADLINE: f"Svarfristen må være fra {LEAST_DAYS} til {MOST_DAYS} dager fram. Velg en annen dag.",
    Why.NOT_ASKED: "Personen er ikke spurt ennå. Spør om deling først.",
    Why.STILL_WAITING: "Personen er spurt og har ikke svart ennå. Vent på svaret, eller registrer det.",
    Why.SAID_YES: "Personen har svart ja.",
    Why.SAID_NO: "Personen har svart nei.",
    Why.EXPIRED: "Svarfristen er ute. Spør på nytt hvis det fortsatt er aktuelt.",
    Why.CANCELLED: "Spørsmålet er trukket tilbake. Spør på nytt hvis det fortsatt er aktuelt.",
    Why.SHARED: "Personen er allerede delt med arbeidsgiveren.",
}


class MoveRefused(ServiceError):
    """A move that the rules do not allow now; ``why`` for pages that have their own words."""

    def __init__(self, why: Why) -> None:
        super().__init__(WORDS[why])
        self.why = why


@dataclass(slots=True)
class Done:
    """What became of several people at once: who it was done for, why not for the others, who of them exists."""

    people: list[str] = field(default_factory=list)
    refused: Counter[Why] = field(default_factory=Counter)
    out_of_reach: list[str] = field(default_factory=list)


def stage(request: ShareRequest | None, on: date) -> Stage:
    """Return where a question stands on the day ``on``; the deadline's own day is still in time."""
    if request is None:
        return Stage.NEVER
    if request.answer is not None:
        return Stage.YES if request.answer is Answer.YES else Stage.NO
    if request.state is RequestState.CANCELLED:
        return Stage.CANCELLED
    if request.state is RequestState.EXPIRED or request.deadline < on:
        return Stage.EXPIRED
    return Stage.WAITING


# What stands in the way of each move, by the stage that the question is in; from every other stage it may be made.
_CANNOT_ASK = {Stage.WAITING: Why.STILL_WAITING, Stage.YES: Why.SAID_YES}
_CANNOT_ANSWER = {
    Stage.NEVER: Why.NOT_ASKED,
    Stage.EXPIRED: Why.EXPIRED,
    Stage.YES: Why.SAID_YES,
    Stage.NO: Why.SAID_NO,
    Stage.CANCELLED: Why.CANCELLED,
}
_NO_YES = {
    Stage.NEVER: Why.NOT_ASKED,
    Stage.WAITING: Why.STILL_WAITING,
    Stage.EXPIRED: Why.EXPIRED,
    Stage.NO: Why.SAID_NO,
    Stage.CANCELLED: Why.CANCELLED,
}


def may_ask(now: Stage) -> bool:
    """Tell whether a person at this stage may be asked: never asked, or the last question came to nothing."""
    return now not in _CANNOT_ASK


def ask(session: Session, look: Look, vacancy_id: str, people: Sequence[str], deadline: date) -> Done:
    """Ask these people on the list whether the employer may see them; who was asked and said no, or nothing, is asked anew."""
    vacancy = _open_vacancy(session, look, vacancy_id)
    if not LEAST_DAYS <= (deadline - look.on).days <= MOST_DAYS:
        raise MoveRefused(Why.DEADLINE)

    def move(person: str) -> None:
        request = _request(session, vacancy.id, person)
        if why := _CANNOT_ASK.get(stage(request, look.on)):
            raise MoveRefused(why)
        if request is None:
            request = ShareRequest(job_seeker_id=person, vacancy_id=vacancy.id)
            session.add(request)
        request.state, request.deadline, request.notice_version = RequestState.NOTIFIED, deadline, NOTICE_VERSION
        request.created_by, request.created_at = look.actor.user_id, look.now
        request.answer = request.answered_at = request.answered_by = request.answered_by_id = None
        session.flush()

    return for_each(session, look, vacancy.id, people, move, action=AuditAction.CREATE)


def share(session: Session, look: Look, vacancy_id: str, people: Sequence[str]) -> Done:
    """Show these people on the list to the employer: only who has said yes, each once."""
    vacancy = _open_vacancy(session, look, vacancy_id)

    def move(person: str) -> None:
        request = _allowed(session, look, vacancy.id, person, stops=_NO_YES)
        if _share_of(session, request) is not None:
            raise MoveRefused(Why.SHARED)
        session.add(Share(request_id=request.id, shared_by=look.actor.user_id, shared_at=look.now))
        entry = session.get_one(CandidateListEntry, (vacancy.id, person))
        if entry.outcome is Outcome.NOT_PRESENTED:
            entry.outcome, entry.changed_at = Outcome.PRESENTED, look.now
        session.flush()

    return for_each(session, look, vacancy.id, people, move, action=AuditAction.SHARE)


def answer(session: Session, look: Look, vacancy_id: str, person_id: str, said: Answer) -> None:
    """Write down what the person has answered, on the person's behalf."""

    def move(person: str) -> None:
        request = _allowed(session, look, vacancy_id, person, stops=_CANNOT_ANSWER)
        _write_answer(request, look, said)
        session.flush()

    _for_one(session, look, vacancy_id, person_id, move)


def withdraw(session: Session, look: Look, vacancy_id: str, person_id: str) -> None:
    """Take back a yes: the share goes first, and the answer is a no from then on."""

    def move(person: str) -> None:
        request = _allowed(session, look, vacancy_id, person, stops=_NO_YES)
        session.execute(delete(Share).where(Share.request_id == request.id))
        session.flush()
        _write_answer(request, look, Answer.NO)
        session.flush()

    _for_one(session, look, vacancy_id, person_id, move)


def cancel(session: Session, look: Look, vacancy_id: str, person_id: str) -> None:
    """Take back a question that nobody has answered yet."""

    def move(person: str) -> None:
        request = _allowed(session, look, vacancy_id, person, stops=_CANNOT_ANSWER)
        request.state = RequestState.CANCELLED
        session.flush()

    _for_one(session, look, vacancy_id, person_id, move)


def for_each(
    session: Session, look: Look, vacancy_id: str, people: Sequence[str], move: Callable[[str], None], *, action: AuditAction
) -> Done:
    """Make one move for each of these people on the list; whoever it cannot be made for is counted with the reason."""
    locks.take_turn(session, "share")
    done, reached = Done(), cards(session, look.actor, people)
    missed = [person for person in dict.fromkeys(people) if person not in reached]
    done.out_of_reach = existing(session, missed)
    done.refused[Why.GONE] += len(missed)
    listed = set(
        session.scalars(
            select(CandidateListEntry.job_seeker_id).where(
                CandidateListEntry.vacancy_id == vacancy_id, CandidateListEntry.job_seeker_id.in_(people)
            )
        )
    )
    done.refused[Why.NOT_ON_LIST] += len(reached.keys() - listed)
    for person in [one for one in dict.fromkeys(people) if one in reached and one in listed]:
        try:
            move(person)
        except MoveRefused as refusal:
            done.refused[refusal.why] += 1
        else:
            done.people.append(person)
    done.refused = +done.refused
    look.shown(session, done.people, subject=vacancy_id, action=action)
    return done


def existing(session: Session, people: Sequence[str]) -> list[str]:
    """Return those of ``people`` who exist, hidden or not: a try to reach them leaves a trace."""
    there = set(session.scalars(queries.existing(people))) if people else set()
    return [person for person in people if person in there]


def _for_one(session: Session, look: Look, vacancy_id: str, person_id: str, move: Callable[[str], None]) -> None:
    vacancy = find_vacancy(session, vacancy_id)
    done = for_each(session, look, vacancy.id, [person_id], move, action=AuditAction.UPDATE)
    if done.out_of_reach:
        raise PersonOutOfReach(person_id)
    for why in done.refused:
        raise JobSeekerNotFound(person_id) if why is Why.GONE else MoveRefused(why)


def _write_answer(request: ShareRequest, look: Look, said: Answer) -> None:
    request.state, request.answer, request.answered_at = RequestState.ANSWERED, said, look.now
    request.answered_by, request.answered_by_id = AnsweredBy.ADVISER, look.actor.user_id


def _open_vacancy(session: Session, look: Look, vacancy_id: str) -> Vacancy:
    vacancy = find_vacancy(session, vacancy_id)
    if session.scalar(queries.open_vacancies(look.on).where(Vacancy.id == vacancy.id).with_only_columns(Vacancy.id)) is None:
        raise MoveRefused(Why.VACANCY_CLOSED)
    return vacancy


def _request(session: Session, vacancy_id: str, person_id: str) -> ShareRequest | None:
    # Read anew: another request may have answered while this one waited for its turn.
    statement = select(ShareRequest).where(ShareRequest.vacancy_id == vacancy_id, ShareRequest.job_seeker_id == person_id)
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def _allowed(session: Session, look: Look, vacancy_id: str, person_id: str, *, stops: Mapping[Stage, Why]) -> ShareRequest:
    """Return the question when the move may be made from where it stands; all these moves stop where nobody was asked."""
    request = _request(session, vacancy_id, person_id)
    why = stops.get(stage(request, look.on))
    if request is None or why is not None:
        raise MoveRefused(why or Why.NOT_ASKED)
    return request


def _share_of(session: Session, request: ShareRequest) -> Share | None:
    return session.scalars(select(Share).where(Share.request_id == request.id)).one_or_none()
