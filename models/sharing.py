"""From an adviser's list to an employer: the question to the person, the answer, and the share that needs a yes."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from models.base import Base, Id, new_id, open_column, personal_column, values_of


class RequestState(StrEnum):
    """States of the question, in NAV's own words."""

    CANNOT_CREATE = "KAN_IKKE_OPPRETTE"
    TRYING_TO_NOTIFY = "PROVER_VARSLING"
    NOTIFIED = "HAR_VARSLET"
    CANNOT_NOTIFY = "KAN_IKKE_VARSLE"
    ANSWERED = "HAR_SVART"
    CANCELLED = "AVBRUTT"
    EXPIRED = "SVARFRIST_UTLOPT"


class Answer(StrEnum):
    """What the person said."""

    YES = "yes"
    NO = "no"


class AnsweredBy(StrEnum):
    """The person, or an adviser on the person's behalf; never the system."""

    PERSON = "person"
    ADVISER = "adviser"


class ListStatus(StrEnum):
    """Status on a candidate list, in NAV's own words."""

    CONSIDERED = "VURDERES"
    CONTACTED = "KONTAKTET"
    RELEVANT = "AKTUELL"
    INTERVIEW = "TIL_INTERVJU"
    NOT_RELEVANT = "UAKTUELL"
    NOT_INTERESTED = "UINTERESSERT"


class Outcome(StrEnum):
    """How it ended, in NAV's own words."""

    NOT_PRESENTED = "IKKE_PRESENTERT"
    PRESENTED = "PRESENTERT"
    GOT_THE_JOB = "FATT_JOBBEN"


class Assessment(StrEnum):
    """The employer's own view of someone who was shared, in NAV's own words."""

    TO_BE_ASSESSED = "TIL_VURDERING"
    RELEVANT = "AKTUELL"
    NOT_RELEVANT = "IKKE_AKTUELL"
    GOT_THE_JOB = "FATT_JOBBEN"


class NotRelevantBecause(StrEnum):
    """Why an employer will not go on with somebody: about the work only, and never in own words."""

    QUALIFICATION = "KOMPETANSE"
    EXPERIENCE = "ERFARING"
    LANGUAGE = "SPRAAK"
    HOURS = "ARBEIDSTID"
    FILLED = "BESATT"
    OTHERS_CHOSEN = "ANDRE_VALGT"


class ShareRequest(Base):
    """The question to one person about one vacancy: may this employer see you."""

    __tablename__ = "share_request"
    __table_args__ = (
        UniqueConstraint("job_seeker_id", "vacancy_id"),
        UniqueConstraint("id", "answer"),
        CheckConstraint("(answer IS NULL) = (state <> 'HAR_SVART')", name="answered"),
        CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL) "
            "AND (answer IS NULL) = (answered_by_id IS NULL)",
            name="answer_has_a_hand",
        ),
    )

    id: Mapped[Id] = open_column(primary_key=True, default=new_id)
    job_seeker_id: Mapped[Id] = personal_column(ForeignKey("job_seeker.id", ondelete="CASCADE"))
    vacancy_id: Mapped[Id] = open_column(ForeignKey("vacancy.id", ondelete="CASCADE"), index=True)
    state: Mapped[RequestState] = personal_column(values_of(RequestState, "state"))
    deadline: Mapped[date] = personal_column()
    notice_version: Mapped[str] = open_column()
    created_by: Mapped[Id] = personal_column(ForeignKey("user_account.id", ondelete="RESTRICT"), index=True)
    created_at: Mapped[datetime] = open_column()
    answer: Mapped[Answer | None] = personal_column(values_of(Answer, "answer"))
    answered_at: Mapped[datetime | None] = personal_column()
    answered_by: Mapped[AnsweredBy | None] = personal_column(values_of(AnsweredBy, "answered_by"))
    answered_by_id: Mapped[str | None] = personal_column()


class Share(Base):
    """A person shown to an employer.

    The foreign key on (request, answer) with ``answer`` fixed to yes makes the database itself refuse a share that
    nobody said yes to; taking back a yes means removing the share first.
    """

    __tablename__ = "share"
    __table_args__ = (
        ForeignKeyConstraint(["request_id", "answer"], ["share_request.id", "share_request.answer"], ondelete="CASCADE"),
        CheckConstraint("answer = 'yes'", name="only_after_yes"),
        UniqueConstraint("request_id"),
    )

    id: Mapped[Id] = open_column(primary_key=True, default=new_id)
    request_id: Mapped[Id] = open_column()
    answer: Mapped[Answer] = personal_column(values_of(Answer, "answer"), default=Answer.YES)
    shared_by: Mapped[Id] = personal_column(ForeignKey("user_account.id", ondelete="RESTRICT"), index=True)
    shared_at: Mapped[datetime] = open_column(index=True)
    assessment: Mapped[Assessment] = personal_column(values_of(Assessment, "assessment"), default=Assessment.TO_BE_ASSESSED)
    not_relevant_because: Mapped[NotRelevantBecause | None] = personal_column(
        values_of(NotRelevantBecause, "not_relevant_because")
    )
    invited_at: Mapped[datetime | None] = personal_column()


class CandidateListEntry(Base):
    """One person on the list of one vacancy."""

    __tablename__ = "candidate_list_entry"

    vacancy_id: Mapped[Id] = open_column(ForeignKey("vacancy.id", ondelete="CASCADE"), primary_key=True)
    job_seeker_id: Mapped[Id] = personal_column(ForeignKey("job_seeker.id", ondelete="CASCADE"), primary_key=True, index=True)
    status: Mapped[ListStatus] = personal_column(values_of(ListStatus, "status"), default=ListStatus.CONSIDERED)
    outcome: Mapped[Outcome] = personal_column(values_of(Outcome, "outcome"), default=Outcome.NOT_PRESENTED)
    added_by: Mapped[Id] = personal_column(ForeignKey("user_account.id", ondelete="RESTRICT"), index=True)
    added_at: Mapped[datetime] = open_column()
    changed_at: Mapped[datetime] = open_column()
    note: Mapped[str | None] = personal_column()
    follow_up_on: Mapped[date | None] = personal_column()
