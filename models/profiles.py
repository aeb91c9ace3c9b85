"""The one bridge: rows of the database become the engine's records, and nothing that names a person crosses it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from matcher.records import Candidate, Credential, LanguageSkill, Opening, Practice, Requirement, Span, Variant, Wish
from models import queries
from models.cv import CodeKind
from models.people import JobSeeker
from models.vacancies import Strength, Vacancy, VacancyRequirement

DEFAULT_MINUTES = 60
# Codes that say what the ad itself offers or allows; none of them is a wish about the person.
OF_THE_AD = ("offer:", "route:", "cond:", "alt:")
OF_THE_AD_WHOLE = frozenset({"unqualified_ok", "student_ok", "training_offered", "inclusion"})


def to_candidate(row: JobSeeker, on: date) -> Candidate:
    """Return the job seeker as the engine sees them on the day ``on``: expired credentials are gone, ages are two answers."""
    codes: dict[CodeKind, list[str]] = defaultdict(list)
    for code in row.codes:
        codes[code.kind].append(code.code)
    birth_date = row.identity.birth_date if row.identity is not None else None
    return Candidate(
        id=row.id,
        practice=tuple(
            Practice(
                title=period.title,
                styrk08=period.styrk08,
                start=period.start,
                end=period.end,
                percent=period.percent,
                kind=period.kind.value,
                tasks=tuple(period.tasks),
            )
            for period in row.practice
        ),
        wishes=tuple(Wish(title=wish.title, styrk08=wish.styrk08, primary=wish.is_primary) for wish in row.wishes),
        credentials=tuple(
            Credential(code=held.code, proof=held.proof, valid_until=held.valid_until)
            for held in row.credentials
            if held.valid_until is None or held.valid_until >= on
        ),
        skills=tuple(codes[CodeKind.SKILL]),
        languages=tuple(
            LanguageSkill(
                language=language.language,
                spoken=language.spoken,
                written=language.written,
                test_spoken=language.test_spoken,
                test_written=language.test_written,
            )
            for language in row.languages
        ),
        licences=frozenset(codes[CodeKind.LICENCE]),
        licences_known=row.licences_known,
        car=row.car,
        takes_transit=row.takes_transit,
        shifts_yes=frozenset(codes[CodeKind.SHIFT_YES]),
        shifts_no=frozenset(codes[CodeKind.SHIFT_NO]),
        percent_min=row.percent_min,
        percent_max=row.percent_max,
        percent_absolute=row.percent_absolute,
        forms=frozenset(codes[CodeKind.FORM]),
        earliest_start=row.earliest_start,
        postnummer=row.postnummer,
        max_minutes=DEFAULT_MINUTES if row.max_minutes is None else row.max_minutes,
        wished_places=frozenset(codes[CodeKind.WISHED_PLACE]),
        willing_to_move=row.willing_to_move,
        needs_housing=row.needs_housing,
        refused_families=frozenset(codes[CodeKind.REFUSED_FAMILY]),
        over_18=_has_turned(18, birth_date, on),
        over_20=_has_turned(20, birth_date, on),
        right_to_work=row.right_to_work,
        barriers=frozenset(codes[CodeKind.BARRIER]),
        empty_cv=not (row.practice or row.wishes or row.education or row.credentials),
    )


def _has_turned(years: int, birth_date: date | None, on: date) -> bool | None:
    if birth_date is None:
        return None
    # Born on 29 February, a person turns a year older on 1 March of common years.
    return (on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))) >= years


def load_candidates(session: Session, on: date) -> Iterator[Candidate]:
    """Yield everybody who may be shown now, as the engine sees them, in batches: memory holds no more than one."""
    statement = queries.visible_job_seekers().options(*queries.candidate_parts()).order_by(JobSeeker.id)
    for row in session.scalars(statement.execution_options(yield_per=500)):
        yield to_candidate(row, on)


def to_opening(row: Vacancy) -> Opening:
    """Return the vacancy as the engine sees it; what the ad offers or allows becomes its properties."""
    properties = {entry.code for entry in row.requirements if is_of_the_ad(entry.code)}
    if row.training_offered:
        properties.add("training_offered")
    if row.housing_offered:
        properties.add("offer:housing")
    return Opening(
        id=row.id,
        roles=tuple(row.roles),
        title=row.title,
        positions=row.positions,
        percent_min=row.percent_min,
        percent_max=row.percent_max,
        employment=row.employment,
        postnummer=row.postnummer,
        kommunenr=row.kommunenr,
        start=row.start,
        deadline=row.deadline,
        must=_requirements(row, Strength.MUST, None),
        should=_requirements(row, Strength.SHOULD, None),
        properties=frozenset(properties),
        variants=tuple(
            Variant(
                roles=tuple(variant.roles),
                positions=variant.positions,
                percent_min=variant.percent_min,
                percent_max=variant.percent_max,
                employment=variant.employment,
                must=_requirements(row, Strength.MUST, variant.number),
                should=_requirements(row, Strength.SHOULD, variant.number),
            )
            for variant in row.variants
        ),
        skills=tuple(row.skills),
    )


def load_openings(session: Session, on: date) -> list[Opening]:
    """Return the vacancies that take applications on ``on``, as the engine sees them."""
    statement = queries.open_vacancies(on).options(*queries.opening_parts()).order_by(Vacancy.id)
    return [to_opening(row) for row in session.scalars(statement)]


def is_of_the_ad(code: str) -> bool:
    """Return whether a requirement code speaks of the ad itself and not of the person."""
    return code.startswith(OF_THE_AD) or code in OF_THE_AD_WHOLE


def _requirements(row: Vacancy, strength: Strength, variant: int | None) -> tuple[Requirement, ...]:
    return tuple(
        Requirement(code=entry.code, spans=_spans(entry))
        for entry in row.requirements
        if entry.strength == strength and entry.variant == variant and not is_of_the_ad(entry.code)
    )


def _spans(entry: VacancyRequirement) -> tuple[Span, ...]:
    return tuple(Span(start=span["start"], end=span["end"], quote=span["quote"]) for span in entry.spans)
