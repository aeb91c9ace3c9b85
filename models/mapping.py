"""How plain rows become the engine's records: one definition for whoever reads one person and whoever reads them all.

A row is a tuple of the columns named here, in that order.  A value may stand as the database keeps it (text for an enum and
for a list) or as the ORM gives it.  Equal strings, sets, papers, wishes and languages are one object for all records of a maker.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from matcher.records import (
    Candidate,
    Credential,
    LanguageLevel,
    LanguageSkill,
    Opening,
    Practice,
    Proof,
    Requirement,
    Span,
    Variant,
    Wish,
)
from models.cv import CodeKind, PracticeKind
from models.vacancies import Strength

DEFAULT_MINUTES = 60
# Codes that say what the ad itself offers or allows; none of them is a wish about the person.
OF_THE_AD = ("offer:", "route:", "cond:", "alt:")
OF_THE_AD_WHOLE = frozenset({"unqualified_ok", "student_ok", "training_offered", "inclusion"})

PERSON = (
    *("id", "licences_known", "car", "takes_transit", "percent_min", "percent_max", "percent_absolute", "earliest_start"),
    *("postnummer", "max_minutes", "willing_to_move", "needs_housing", "right_to_work"),
)
PRACTICE = ("title", "styrk08", "start", "end", "percent", "kind", "tasks")
WISH = ("title", "styrk08", "is_primary")
CREDENTIAL = ("code", "proof", "valid_until")
LANGUAGE = ("language", "spoken", "written", "test_spoken", "test_written")
CODE = ("kind", "code")
VACANCY = (
    *("id", "title", "roles", "positions", "percent_min", "percent_max", "employment", "postnummer", "kommunenr", "start"),
    *("deadline", "skills", "training_offered", "housing_offered"),
)
VARIANT = ("number", "roles", "positions", "percent_min", "percent_max", "employment")
REQUIREMENT = ("code", "strength", "spans", "variant")

Row = Sequence[Any]
Rows = Iterable[Row]
Made = TypeVar("Made")

# A member is its own text, so that one look-up serves both forms.
_PRACTICE = {kind: kind.value for kind in PracticeKind}
_NONE: frozenset[str] = frozenset()


class _Made(dict[Any, Made]):
    """Remembers what was made of a value, so that what is equal is made and held once."""

    def __init__(self, make: Callable[[Any], Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: Any) -> Made:
        made = self[value] = self._make(value)
        return made


class _Shared:
    """What the records of one maker have in common: equal values, and lists read from the text that the database keeps."""

    def __init__(self) -> None:
        self.one: _Made[Any] = _Made(lambda value: value)
        self._lists = _Made(lambda kept: tuple([self.one[word] for word in json.loads(kept)]))

    def words(self, kept: str | Sequence[str]) -> tuple[str, ...]:
        """Return a column that holds a list of words."""
        return self._lists[kept] if isinstance(kept, str) else tuple(kept)


class Candidates:
    """Makes the candidates of one day: expired credentials are gone, ages are two answers."""

    def __init__(self, on: date) -> None:
        self._on, self._by_18, self._by_20 = on, _born_by(18, on), _born_by(20, on)
        self._shared = _Shared()
        self._wishes, self._credentials, self._languages = _Made(_wish), _Made(_credential), _Made(_language)

    def make(
        self,
        person: Row,
        *,
        born: date | None,
        educated: bool,
        practice: Rows,
        wishes: Rows,
        credentials: Rows,
        languages: Rows,
        codes: Rows,
    ) -> Candidate:
        """Return one candidate from the row and the rows of the parts, each part in the person's order."""
        (
            own, licences_known, car, takes_transit, percent_min, percent_max, percent_absolute, earliest_start,
            postnummer, max_minutes, willing_to_move, needs_housing, right_to_work,
        ) = person  # fmt: skip
        one, on = self._shared.one, self._on
        by_kind: defaultdict[str, list[str]] = defaultdict(list)
        for kind, code in codes:
            by_kind[kind].append(code)

        def coded(kind: CodeKind) -> frozenset[str]:
            return one[frozenset(by_kind[kind])] if kind in by_kind else _NONE

        periods = tuple([self._practice(row) for row in practice])
        wished = tuple([self._wishes[row] for row in wishes])
        papers = [self._credentials[row] for row in credentials]
        return Candidate(
            id=own,
            practice=periods,
            wishes=wished,
            credentials=tuple([held for held in papers if held.valid_until is None or held.valid_until >= on]),
            skills=tuple([one[code] for code in by_kind.get(CodeKind.SKILL, ())]),
            languages=tuple([self._languages[row] for row in languages]),
            licences=coded(CodeKind.LICENCE),
            licences_known=licences_known,
            car=car,
            takes_transit=takes_transit,
            shifts_yes=coded(CodeKind.SHIFT_YES),
            shifts_no=coded(CodeKind.SHIFT_NO),
            percent_min=percent_min,
            percent_max=percent_max,
            percent_absolute=percent_absolute,
            forms=coded(CodeKind.FORM),
            earliest_start=one[earliest_start],
            postnummer=one[postnummer],
            max_minutes=DEFAULT_MINUTES if max_minutes is None else max_minutes,
            wished_places=coded(CodeKind.WISHED_PLACE),
            willing_to_move=willing_to_move,
            needs_housing=needs_housing,
            refused_families=coded(CodeKind.REFUSED_FAMILY),
            over_18=None if born is None else born <= self._by_18,
            over_20=None if born is None else born <= self._by_20,
            turns_18=None if born is None or born <= self._by_18 else one[date(born.year + 18, born.month, 1)],
            turns_20=None if born is None or born <= self._by_20 else one[date(born.year + 20, born.month, 1)],
            right_to_work=right_to_work,
            barriers=coded(CodeKind.BARRIER),
            empty_cv=not (educated or periods or wished or papers),
        )

    def _practice(self, row: Row) -> Practice:
        title, styrk08, start, end, percent, kind, tasks = row
        one = self._shared.one
        return Practice(
            title=one[title],
            styrk08=one[styrk08],
            start=one[start],
            end=one[end],
            percent=percent,
            kind=_PRACTICE[kind],
            tasks=self._shared.words(tasks),
        )


def _wish(row: Row) -> Wish:
    title, styrk08, primary = row
    return Wish(title=title, styrk08=styrk08, primary=primary)


def _credential(row: Row) -> Credential:
    code, proof, valid_until = row
    return Credential(code=code, proof=Proof(proof), valid_until=valid_until)


def _language(row: Row) -> LanguageSkill:
    language, spoken, written, test_spoken, test_written = row
    return LanguageSkill(
        language=language,
        spoken=None if spoken is None else LanguageLevel(spoken),
        written=None if written is None else LanguageLevel(written),
        test_spoken=test_spoken,
        test_written=test_written,
    )


def _born_by(years: int, on: date) -> date:
    """Return the last day of birth of those who have turned so many years on ``on``."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:  # 29 February: whoever was born on 1 March has not
        return on.replace(year=on.year - years, day=28)


class Openings:
    """Makes openings; what the ad offers or allows becomes its properties."""

    def __init__(self) -> None:
        self._shared = _Shared()
        self._spans = _Made(lambda kept: _spans(json.loads(kept)))
        self._requirements = _Made(lambda asked: Requirement(code=asked[0], spans=asked[1]))

    def make(self, vacancy: Row, *, requirements: Rows, variants: Rows) -> Opening:
        """Return one opening from the row and the rows of its parts, in the ad's order."""
        (
            own, title, roles, positions, percent_min, percent_max, employment, postnummer, kommunenr, start,
            deadline, skills, training_offered, housing_offered,
        ) = vacancy  # fmt: skip
        one, words = self._shared.one, self._shared.words
        asked: defaultdict[tuple[str, int | None], list[Requirement]] = defaultdict(list)
        properties = set()
        for code, strength, spans, variant in requirements:
            if is_of_the_ad(code):
                properties.add(code)
            else:
                proof = self._spans[spans] if isinstance(spans, str) else _spans(spans)
                asked[strength, variant].append(self._requirements[code, proof])
        if training_offered:
            properties.add("training_offered")
        if housing_offered:
            properties.add("offer:housing")
        return Opening(
            id=own,
            roles=words(roles),
            title=one[title],
            positions=positions,
            percent_min=percent_min,
            percent_max=percent_max,
            employment=one[employment],
            postnummer=one[postnummer],
            kommunenr=one[kommunenr],
            start=one[start],
            deadline=one[deadline],
            must=tuple(asked.get((Strength.MUST, None), ())),
            should=tuple(asked.get((Strength.SHOULD, None), ())),
            properties=one[frozenset(properties)],
            variants=tuple([self._variant(row, asked) for row in variants]),
            skills=words(skills),
        )

    def _variant(self, row: Row, asked: Mapping[tuple[str, int | None], list[Requirement]]) -> Variant:
        number, roles, positions, percent_min, percent_max, employment = row
        return Variant(
            roles=self._shared.words(roles),
            positions=positions,
            percent_min=percent_min,
            percent_max=percent_max,
            employment=self._shared.one[employment],
            must=tuple(asked.get((Strength.MUST, number), ())),
            should=tuple(asked.get((Strength.SHOULD, number), ())),
        )


def _spans(kept: Iterable[Mapping[str, Any]]) -> tuple[Span, ...]:
    return tuple([Span(start=span["start"], end=span["end"], quote=span["quote"]) for span in kept])


def is_of_the_ad(code: str) -> bool:
    """Return whether a requirement code speaks of the ad itself and not of the person."""
    return code.startswith(OF_THE_AD) or code in OF_THE_AD_WHOLE
