"""Invented people and vacancies put into a database, many at a time, so that the service reads the same records back.

Everybody may be shown; names are invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from hashlib import sha256
from itertools import islice
from typing import Protocol, TypeVar

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from benchmarks.sheets import Sheet
from benchmarks.vacancies import text_of
from matcher.catalogue import Catalogue
from matcher.records import Candidate, Opening, Requirement
from models.base import new_id
from models.cv import CodedFact, CodeKind, Education, HeldCredential, PracticeKind, SpokenLanguage, WishedOccupation, WorkPeriod
from models.people import JobSeeker, Origin, PersonIdentity, VisibilityRow
from models.vacancies import Employer, Strength, Vacancy, VacancyRequirement, VacancyState, VacancyVariant
from models.visibility import SHOWN_WHEN

AT_ONCE = 5_000
SCHOOLS = ("vgs:", "vg2:", "gsk", "degree:", "grunnskole", "fagskole:")
GIVEN = (
    "Anne",
    "Berit",
    "Cato",
    "Dina",
    "Eirik",
    "Frida",
    "Geir",
    "Hilde",
    "Ivar",
    "Jorunn",
    "Karim",
    "Lene",
    "Mona",
    "Nils",
    "Oda",
    "Per",
)
FAMILY = (
    "Askmyr",
    "Bakkelia",
    "Dalstrand",
    "Elgmo",
    "Fjellbu",
    "Granvoll",
    "Havnes",
    "Kvernmo",
    "Lyngås",
    "Myrhaug",
    "Nordby",
    "Skogtun",
)

Item = TypeVar("Item")
Taken_contra = TypeVar("Taken_contra", contravariant=True)


def fill(session: Session, people: Iterable[Candidate], openings: Iterable[Opening], catalogue: Catalogue, on: date) -> None:
    """Store people and vacancies as they are on ``on``, all of them to be seen, in the session's transaction."""
    now = datetime.combine(on, time(12), UTC)
    _store(session, people, _PeopleSheets(catalogue, on, now))
    _store(session, openings, _OpeningSheets(session, catalogue, now))


class _Sheets(Protocol[Taken_contra]):
    def add(self, item: Taken_contra) -> None: ...

    def write(self, connection: Connection) -> None: ...


def _store(session: Session, items: Iterable[Item], sheets: _Sheets[Item]) -> None:
    rest = iter(items)
    while block := list(islice(rest, AT_ONCE)):
        for item in block:
            sheets.add(item)
        sheets.write(session.connection())


class _PeopleSheets:
    """The tables of people, in the order in which one needs another."""

    def __init__(self, catalogue: Catalogue, on: date, now: datetime) -> None:
        self._places, self._papers, self._on, self._now = catalogue.places, catalogue.credentials, on, now
        self._facts = SHOWN_WHEN[Origin.NAV.value]
        self.seekers = Sheet(
            JobSeeker,
            *("id", "source", "external_id", "version", "content_hash", "created_at", "updated_at", "postnummer", "poststed"),
            *("kommunenr", "licences_known", "car", "takes_transit", "percent_min", "percent_max", "percent_absolute"),
            *("earliest_start", "max_minutes", "willing_to_move", "needs_housing", "right_to_work"),
        )
        self.identities = Sheet(PersonIdentity, "job_seeker_id", "given_name", "family_name", "birth_date")
        answers = [name for fact in self._facts for name in (fact, f"{fact}_at")]
        self.visibility = Sheet(VisibilityRow, "job_seeker_id", "origin", "origin_at", *answers)
        part = ("job_seeker_id", "position")
        self.periods = Sheet(WorkPeriod, *part, "title", "styrk08", "start", "end", "percent", "kind", "tasks")
        self.wishes = Sheet(WishedOccupation, *part, "title", "styrk08", "is_primary")
        self.education = Sheet(Education, *part, "title")
        self.credentials = Sheet(HeldCredential, *part, "code", "title", "proof", "valid_until")
        self.languages = Sheet(SpokenLanguage, *part, "language", "spoken", "written", "test_spoken", "test_written")
        self.codes = Sheet(CodedFact, *part, "kind", "code")

    def add(self, person: Candidate) -> None:
        own, now = person.id, self._now
        place = self._places.get(person.postnummer or "")
        self.seekers.add(
            *(own, "nav-cv", own, now, sha256(own.encode()).hexdigest(), now, now),
            *(person.postnummer, place.name if place else "", place.kommunenr if place else None),
            *(person.licences_known, person.car, person.takes_transit, person.percent_min, person.percent_max),
            *(person.percent_absolute, person.earliest_start, person.max_minutes, person.willing_to_move),
            *(person.needs_housing, person.right_to_work),
        )
        chance = int(own[:8], 16)
        given, family = GIVEN[chance % len(GIVEN)], FAMILY[chance // len(GIVEN) % len(FAMILY)]
        self.identities.add(own, given, family, self._birth(person, chance))
        self.visibility.add(own, Origin.NAV, now, *(value for answer in self._facts.values() for value in (answer, now)))
        for number, period in enumerate(person.practice):
            kind, tasks = PracticeKind(period.kind), list(period.tasks)
            self.periods.add(own, number, period.title, period.styrk08, period.start, period.end, period.percent, kind, tasks)
        for number, wish in enumerate(person.wishes):
            self.wishes.add(own, number, wish.title, wish.styrk08, wish.primary)
        for number, held in enumerate(person.credentials):
            self.credentials.add(own, number, held.code, self._papers[held.code], held.proof, held.valid_until)
        for number, code in enumerate(held.code for held in person.credentials if held.code.startswith(SCHOOLS)):
            self.education.add(own, number, self._papers[code])
        for number, skill in enumerate(person.languages):
            levels = (skill.spoken, skill.written, skill.test_spoken, skill.test_written)
            self.languages.add(own, number, skill.language, *levels)
        for number, fact in enumerate(_codes(person)):
            self.codes.add(own, number, *fact)

    def _birth(self, person: Candidate, chance: int) -> date | None:
        """Return a day of birth that gives the same answers about eighteen and twenty."""
        if person.over_18 is None:
            return None
        age = 17 if not person.over_18 else 19 if not person.over_20 else 21 + chance % 45
        return date(self._on.year - age, 1, 1 + chance % 28)

    def write(self, connection: Connection) -> None:
        for sheet in vars(self).values():
            if isinstance(sheet, Sheet):
                sheet.write(connection)


def _codes(person: Candidate) -> Iterator[tuple[CodeKind, str]]:
    yield from ((CodeKind.SKILL, code) for code in person.skills)
    for kind, codes in (
        (CodeKind.LICENCE, person.licences),
        (CodeKind.SHIFT_YES, person.shifts_yes),
        (CodeKind.SHIFT_NO, person.shifts_no),
        (CodeKind.FORM, person.forms),
        (CodeKind.WISHED_PLACE, person.wished_places),
        (CodeKind.REFUSED_FAMILY, person.refused_families),
        (CodeKind.BARRIER, person.barriers),
    ):
        yield from ((kind, code) for code in sorted(codes))


class _OpeningSheets:
    """The tables of vacancies, in the order in which one needs another; each municipality is one employer."""

    def __init__(self, session: Session, catalogue: Catalogue, now: datetime) -> None:
        self._catalogue, self._now = catalogue, now
        self._municipalities = {place.kommunenr: place.kommune for place in catalogue.places.values()}
        self._known: dict[str, str] = dict(session.execute(select(Employer.key, Employer.id)).all())
        self.employers = Sheet(Employer, "id", "key", "name", "sector", "kommunenr", "created_at")
        self.vacancies = Sheet(
            Vacancy,
            *("id", "source", "external_id", "version", "content_hash", "state", "created_at", "updated_at", "employer_id"),
            *("title", "text", "postnummer", "place", "kommunenr", "roles", "positions", "percent_min", "percent_max"),
            *("employment", "published", "deadline", "closes_on", "start", "styrk08", "skills"),
        )
        self.variants = Sheet(
            VacancyVariant, "vacancy_id", "number", "roles", "positions", "percent_min", "percent_max", "employment"
        )
        self.requirements = Sheet(VacancyRequirement, "vacancy_id", "position", "code", "strength", "spans", "variant")

    def add(self, opening: Opening) -> None:
        own, now = opening.id, self._now
        place = self._catalogue.places.get(opening.postnummer or "")
        styrk08 = [self._catalogue.roles[role].styrk08[0] for role in opening.roles if self._catalogue.roles[role].styrk08]
        self.vacancies.add(
            *(own, "nav-feed", own, now, sha256(own.encode()).hexdigest(), VacancyState.OPEN, now, now),
            *(self._employer(opening.kommunenr), opening.title, text_of(opening), opening.postnummer),
            *(place.name if place else "", opening.kommunenr, list(opening.roles), opening.positions, opening.percent_min),
            *(opening.percent_max, opening.employment, now, opening.deadline, opening.deadline, opening.start, styrk08),
            list(opening.skills),
        )
        for number, variant in enumerate(opening.variants):
            hours = (variant.percent_min, variant.percent_max)
            self.variants.add(own, number, list(variant.roles), variant.positions, *hours, variant.employment)
        for position, (entry, strength, of_variant) in enumerate(_asked(opening)):
            spans = [{"start": span.start, "end": span.end, "quote": span.quote} for span in entry.spans]
            self.requirements.add(own, position, entry.code, strength, spans, of_variant)

    def _employer(self, kommunenr: str | None) -> str | None:
        if kommunenr is None:
            return None
        name = f"{self._municipalities[kommunenr]} kommune"
        if name not in self._known:
            self._known[name] = new_id()
            self.employers.add(self._known[name], name, name, "Offentlig", kommunenr, self._now)
        return self._known[name]

    def write(self, connection: Connection) -> None:
        for sheet in (self.employers, self.vacancies, self.variants, self.requirements):
            sheet.write(connection)


def _asked(opening: Opening) -> Iterator[tuple[Requirement, Strength, int | None]]:
    """Yield everything that an ad asks or offers, and for which kind of post."""
    parts: list[tuple[int | None, Sequence[Requirement], Sequence[Requirement]]] = [(None, opening.must, opening.should)]
    parts += [(number, variant.must, variant.should) for number, variant in enumerate(opening.variants)]
    for number, must, should in parts:
        yield from ((entry, Strength.MUST, number) for entry in must)
        yield from ((entry, Strength.SHOULD, number) for entry in should)
    yield from ((Requirement(code=code), Strength.SHOULD, None) for code in sorted(opening.properties))
