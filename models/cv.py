"""What a job seeker has done, holds and wishes, as rows: the parts of the coded CV."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped

from matcher.records import LanguageLevel, Proof
from models.base import Base, Id, open_column, personal_column, values_of

# Barriers that this service must not hold as plain codes: health and lifting (a health fact unless proven otherwise),
# debt, criminal record, infection status, vaccination.  The database refuses them as well.
NEVER_STORED = ("B15", "B16", "B18", "B20", "B21", "B22")


class CodeKind(StrEnum):
    """What a row of :class:`CodedFact` says about the person."""

    LICENCE = "licence"
    SHIFT_YES = "shift_yes"
    SHIFT_NO = "shift_no"
    FORM = "form"
    WISHED_PLACE = "wished_place"
    REFUSED_FAMILY = "refused_family"
    SKILL = "skill"
    BARRIER = "barrier"


class PracticeKind(StrEnum):
    """Kind of a period of work."""

    JOB = "job"
    PLACEMENT = "placement"
    VOLUNTEER = "volunteer"
    FAMILY = "family"


class _Part(Base):
    """A row of a CV: belongs to a person, has a place in the order in which the person wrote it."""

    __abstract__ = True

    job_seeker_id: Mapped[Id] = personal_column(ForeignKey("job_seeker.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = open_column(primary_key=True)


class WorkPeriod(_Part):
    """One period of work; ``employer`` and ``place`` never reach the engine."""

    __tablename__ = "work_period"

    title: Mapped[str] = personal_column()
    styrk08: Mapped[str | None] = personal_column()
    employer: Mapped[str] = personal_column(default="")
    place: Mapped[str] = personal_column(default="")
    start: Mapped[date | None] = personal_column()
    end: Mapped[date | None] = personal_column()
    percent: Mapped[float | None] = personal_column()
    kind: Mapped[PracticeKind] = personal_column(values_of(PracticeKind, "kind"), default=PracticeKind.JOB)
    tasks: Mapped[list[str]] = personal_column(default=list)


class WishedOccupation(_Part):
    """An occupation that the person wants."""

    __tablename__ = "wished_occupation"

    title: Mapped[str] = personal_column()
    styrk08: Mapped[str | None] = personal_column()
    is_primary: Mapped[bool] = personal_column(default=False)


class Education(_Part):
    """One education as the person wrote it; what it proves stands among the credentials."""

    __tablename__ = "education"

    title: Mapped[str] = personal_column()
    school: Mapped[str] = personal_column(default="")
    level: Mapped[str] = personal_column(default="")
    start: Mapped[date | None] = personal_column()
    end: Mapped[date | None] = personal_column()
    completed: Mapped[bool | None] = personal_column()


class HeldCredential(_Part):
    """Something held on paper, by code, and how well it is known."""

    __tablename__ = "held_credential"

    code: Mapped[str] = personal_column(index=True)
    title: Mapped[str] = personal_column(default="")
    issuer: Mapped[str] = personal_column(default="")
    proof: Mapped[Proof] = personal_column(values_of(Proof, "proof"), default=Proof.CLAIMED)
    issued: Mapped[date | None] = personal_column()
    valid_until: Mapped[date | None] = personal_column()


class SpokenLanguage(_Part):
    """Level in one language, self-reported and tested."""

    __tablename__ = "spoken_language"

    language: Mapped[str] = personal_column()
    spoken: Mapped[LanguageLevel | None] = personal_column(values_of(LanguageLevel, "spoken"))
    written: Mapped[LanguageLevel | None] = personal_column(values_of(LanguageLevel, "written"))
    test_spoken: Mapped[str | None] = personal_column()
    test_written: Mapped[str | None] = personal_column()


class CodedFact(_Part):
    """One code of one kind: a licence, a shift, a form of employment, a place, a skill, a barrier."""

    __tablename__ = "coded_fact"
    __table_args__ = (
        Index(None, "kind", "code"),
        CheckConstraint(
            f"kind <> 'barrier' OR code NOT IN ({', '.join(repr(code) for code in NEVER_STORED)})", name="storable_barrier"
        ),
    )

    kind: Mapped[CodeKind] = personal_column(values_of(CodeKind, "kind"))
    code: Mapped[str] = personal_column()


class ProseFact(_Part):
    """Where a coded fact comes from: the words of a person's own prose, to be confirmed or rejected by a person.

    The fact itself stands in the coded columns already; who rejects it here corrects it there.
    """

    __tablename__ = "prose_fact"
    __table_args__ = (
        CheckConstraint("(confirmed_by IS NULL) = (confirmed_at IS NULL)", name="confirmed"),
        CheckConstraint("(rejected_by IS NULL) = (rejected_at IS NULL)", name="rejected"),
        CheckConstraint("confirmed_at IS NULL OR rejected_at IS NULL", name="one_verdict"),
    )

    kind: Mapped[str] = personal_column()
    value: Mapped[str] = personal_column()
    quote: Mapped[str] = personal_column()
    source: Mapped[str] = personal_column(default="")
    confirmed_by: Mapped[str | None] = open_column()
    confirmed_at: Mapped[datetime | None] = open_column()
    rejected_by: Mapped[str | None] = open_column()
    rejected_at: Mapped[datetime | None] = open_column()
