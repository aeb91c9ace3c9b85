"""Invented people and standings for the tests of routes."""

from collections.abc import Mapping
from datetime import date

from matcher.catalogue import Catalogue
from matcher.records import Candidate, Credential, LanguageSkill, Route
from matcher.routes import RouteFinder
from matcher.states import Standing, StateReader

ON = date(2026, 11, 23)


def norwegian(level: str) -> tuple[LanguageSkill, ...]:
    return (LanguageSkill(language="no", test_spoken=level, test_written=level),)


def person(*codes: str, level: str | None = "B2", over_18: bool | None = True, over_20: bool | None = True) -> Candidate:
    return Candidate(
        id="c1",
        credentials=tuple(Credential(code=code) for code in codes),
        languages=norwegian(level) if level else (),
        over_18=over_18,
        over_20=over_20,
    )


def ways(
    catalogue: Catalogue, candidate: Candidate, months: Mapping[str, float], *targets: str, **more: object
) -> tuple[Route, ...]:
    finder = RouteFinder(catalogue)
    return finder.find(finder.signature(candidate, months, ON), targets, on=ON, **more)  # type: ignore[arg-type]  # as above


def standing_of(catalogue: Catalogue, *states: str, practice: int = 0) -> Standing:
    reader = StateReader(catalogue)
    held = reader.ground.union(*(reader.closure[state] for state in states))
    months = tuple(practice for _ in reader.groups)
    return Standing(states=held, practice=months, over_18=True, over_20=True)
