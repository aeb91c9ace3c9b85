"""The one bridge: rows of the database become the engine's records, and nothing that names a person crosses it.

``to_candidate`` and ``to_opening`` take a row that is at hand; ``load_candidates`` and ``load_openings`` read many without
making an object of each row.  ``models/mapping.py`` says for both what becomes what.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import JSON, ColumnElement, Connection, Enum, Select, SQLColumnExpression, Text, cast, exists, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session

from matcher.records import Candidate, Opening
from models import mapping, queries
from models.base import Base
from models.cv import CodedFact, Education, HeldCredential, SpokenLanguage, WishedOccupation, WorkPeriod
from models.mapping import Candidates, Openings, is_of_the_ad
from models.people import JobSeeker, PersonIdentity, VisibilityRow
from models.vacancies import Vacancy, VacancyRequirement, VacancyVariant

__all__ = ["is_of_the_ad", "load_candidates", "load_openings", "to_candidate", "to_opening"]

AT_ONCE = 2_000
"""So many people or vacancies are read together, with one statement for each table; the database sorts so many in memory."""
NAMED_AT_ONCE = 500

Column = InstrumentedAttribute[Any]
Rows = Iterable[Sequence[Any]]
Narrow = Callable[[Column], ColumnElement[bool]]
"""What one batch demands of every column that holds the id, so that no table is gone through for each batch."""

_person, _practice, _wish = attrgetter(*mapping.PERSON), attrgetter(*mapping.PRACTICE), attrgetter(*mapping.WISH)
_credential, _language, _code = attrgetter(*mapping.CREDENTIAL), attrgetter(*mapping.LANGUAGE), attrgetter(*mapping.CODE)
_vacancy, _requirement, _variant = attrgetter(*mapping.VACANCY), attrgetter(*mapping.REQUIREMENT), attrgetter(*mapping.VARIANT)


def to_candidate(row: JobSeeker, on: date) -> Candidate:
    """Return the job seeker as the engine sees them on the day ``on``: expired credentials are gone, ages are two answers."""
    return Candidates(on).make(
        _person(row),
        born=row.identity.birth_date if row.identity is not None else None,
        educated=bool(row.education),
        practice=map(_practice, row.practice),
        wishes=map(_wish, row.wishes),
        credentials=map(_credential, row.credentials),
        languages=map(_language, row.languages),
        codes=map(_code, row.codes),
    )


def load_candidates(session: Session, on: date, *, ids: Collection[str] | None = None) -> Iterator[Candidate]:
    """Yield everybody who may be shown now, or those of ``ids``, as the engine sees them, by id; a batch is held at a time.

    Every statement asks anew who may be shown.  Whoever needs all from one moment reads in a session that sees one state.
    """
    shown, maker = queries.visible_job_seekers(), Candidates(on)
    for narrow in _batches(session, shown, JobSeeker.id, ids):
        some = shown.where(narrow(JobSeeker.id), narrow(VisibilityRow.job_seeker_id))
        with _collector_at_rest():
            batch = list(_candidates(session.connection(), some, narrow, maker))
        yield from batch


def _candidates(connection: Connection, some: Select[Any], narrow: Narrow, maker: Candidates) -> Iterator[Candidate]:
    practice, wishes, credentials, languages, codes = (part.rows(connection, some, narrow) for part in _PARTS_OF_PERSON)
    educated = exists().where(Education.job_seeker_id == JobSeeker.id).correlate(JobSeeker)
    columns = (PersonIdentity.birth_date, educated, *_plain(JobSeeker, mapping.PERSON))
    people: Rows = connection.execute(some.outerjoin(JobSeeker.identity).with_only_columns(*columns).order_by(JobSeeker.id))
    for born, has_education, *person in people:
        own = person[0]
        yield maker.make(
            person,
            born=born,
            educated=has_education,
            practice=practice.get(own, ()),
            wishes=wishes.get(own, ()),
            credentials=credentials.get(own, ()),
            languages=languages.get(own, ()),
            codes=codes.get(own, ()),
        )


def to_opening(row: Vacancy) -> Opening:
    """Return the vacancy as the engine sees it; what the ad offers or allows becomes its properties."""
    return Openings().make(_vacancy(row), requirements=map(_requirement, row.requirements), variants=map(_variant, row.variants))


def load_openings(session: Session, on: date, *, ids: Collection[str] | None = None) -> list[Opening]:
    """Return the vacancies that take applications on ``on``, or those of ``ids``, as the engine sees them, by id."""
    found, maker = queries.open_vacancies(on), Openings()
    openings: list[Opening] = []
    for narrow in _batches(session, found, Vacancy.id, ids):
        with _collector_at_rest():
            openings.extend(_openings(session.connection(), found.where(narrow(Vacancy.id)), narrow, maker))
    return openings


def _openings(connection: Connection, some: Select[Any], narrow: Narrow, maker: Openings) -> Iterator[Opening]:
    requirements, variants = (part.rows(connection, some, narrow) for part in _PARTS_OF_VACANCY)
    columns = _plain(Vacancy, mapping.VACANCY)
    vacancies: Rows = connection.execute(some.with_only_columns(*columns).order_by(Vacancy.id))
    for vacancy in vacancies:
        own = vacancy[0]
        yield maker.make(vacancy, requirements=requirements.get(own, ()), variants=variants.get(own, ()))


# --- batches and their rows --------------------------------------------------------------------------------------


def _batches(session: Session, found: Select[Any], key: Column, ids: Collection[str] | None) -> Iterator[Narrow]:
    """Yield what narrows ``found`` to one batch after the other: a stretch of all ids, or some of those named."""
    session.flush()
    if ids is not None:
        named = sorted(set(ids))
        for start in range(0, len(named), NAMED_AT_ONCE):
            yield partial(_among, named[start : start + NAMED_AT_ONCE])
        return
    there = session.scalars(found.with_only_columns(key).order_by(key)).all()
    for start in range(0, len(there), AT_ONCE):
        some = there[start : start + AT_ONCE]
        yield partial(_between, some[0], some[-1])


def _among(ids: Sequence[str], column: Column) -> ColumnElement[bool]:
    return column.in_(ids)


def _between(first: str, last: str, column: Column) -> ColumnElement[bool]:
    return column.between(first, last)


@dataclass(frozen=True, slots=True)
class _Part:
    """A table of parts: to which column of the whole which of its own points, what puts them in order, and what is read."""

    whole: Column
    model: type[Base]
    owner: str
    place: str
    names: Sequence[str]

    def rows(self, connection: Connection, some: Select[Any], narrow: Narrow) -> dict[str, list[Sequence[Any]]]:
        """Return the rows that belong to ``some``, in order, by whom they belong to."""
        owner: Column = getattr(self.model, self.owner)
        parts = some.join(self.model, owner == self.whole).where(narrow(owner))
        # In the order of the whole, the database asks once of each person, not of each part, whether they may be shown.
        parts = parts.with_only_columns(self.whole, *_plain(self.model, self.names))
        parts = parts.order_by(self.whole, getattr(self.model, self.place))
        # The connection gives the rows as they come; a session would copy each of them first.
        found: Rows = connection.execute(parts)
        return {own: [row[1:] for row in rows] for own, rows in groupby(found, itemgetter(0))}


def _plain(model: type[Base], names: Sequence[str]) -> list[SQLColumnExpression[Any]]:
    """Return the columns with enums and lists as the text that the database keeps: it is read once for many rows."""
    return [_as_kept(getattr(model, name)) for name in names]


def _as_kept(column: Column) -> SQLColumnExpression[Any]:
    if isinstance(column.type, Enum):
        return type_coerce(column, Text)
    # The driver of PostgreSQL would read the list before SQLAlchemy has a say.
    return cast(column, Text) if isinstance(column.type, JSON) else column


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Let the collector of cycles rest: the records of a batch have none, and it would walk all of them again and again."""
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()


_OF_PERSON = ("job_seeker_id", "position")
_PARTS_OF_PERSON = (
    _Part(JobSeeker.id, WorkPeriod, *_OF_PERSON, mapping.PRACTICE),
    _Part(JobSeeker.id, WishedOccupation, *_OF_PERSON, mapping.WISH),
    _Part(JobSeeker.id, HeldCredential, *_OF_PERSON, mapping.CREDENTIAL),
    _Part(JobSeeker.id, SpokenLanguage, *_OF_PERSON, mapping.LANGUAGE),
    _Part(JobSeeker.id, CodedFact, *_OF_PERSON, mapping.CODE),
)
_PARTS_OF_VACANCY = (
    _Part(Vacancy.id, VacancyRequirement, "vacancy_id", "position", mapping.REQUIREMENT),
    _Part(Vacancy.id, VacancyVariant, "vacancy_id", "number", mapping.VARIANT),
)
