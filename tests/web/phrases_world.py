"""Matches to put into words: all of the demo's, and such as a test makes; and what no text may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from matcher.catalogue import Catalogue
from matcher.matcher import Matcher
from matcher.records import Candidate, Contribution, Finding, Match, Opening, Route, RouteStep, Status, Tier
from matcher.requirements import RequirementReader
from models.base import create_engine_for, create_session_factory
from models.profiles import load_candidates, load_openings
from models.services.intake.loader import import_seekers, import_vacancies
from web.engine import engine_for

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
ON = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

RAW = re.compile(r"\w:\w|\w_\w|[|{}]|%\(|\bNone\b|\b[TM]\d{2}\b|  ")
"""Codes, places for values that were not filled, ids of the catalogue, double spaces."""

ENGLISH = re.compile(
    r"\b(?:same|work|recent|applied|refused|unknown|known|trained|registration|car|practice|night|evening|weekend|day|oncall"
    r"|home|elsewhere|wished|fits|differs|preferred|tasks|later|longer|within|prior|claimed|verified|walk)\b"
)
"""Words of the engine that must not reach a Norwegian reader."""


@dataclass(frozen=True, slots=True)
class Demo:
    """Everybody who may be shown in the demo, held against its open vacancies."""

    catalogue: Catalogue
    pairs: list[tuple[Opening, Match]]

    def of(self, tier: Tier) -> list[tuple[Opening, Match]]:
        return [pair for pair in self.pairs if pair[1].tier is tier]


def make_demo(path: Path) -> Demo:
    """Load the demo into a database that has the catalogue, and hold its people against its vacancies."""
    engine = create_engine_for(f"sqlite:///{path}")
    sessions = create_session_factory(engine)
    with sessions() as session:
        built = engine_for(session)
    folder = FIXTURES / "demo"
    import_vacancies(
        sessions, folder / "vacancies.jsonl", "nav-feed", catalogue=built.catalogue, reader=RequirementReader(), now=NOW
    )
    import_seekers(
        sessions, folder / "seekers.jsonl", "nav-cv", facts_path=folder / "facts.csv", catalogue=built.catalogue, now=NOW
    )
    with sessions() as session:
        people, openings = list(load_candidates(session, ON)), load_openings(session, ON)
    engine.dispose()
    assert len(people) > 250
    assert len(openings) > 40
    return Demo(built.catalogue, list(_pairs(built.matcher, people, openings)))


def _pairs(matcher: Matcher, people: list[Candidate], openings: list[Opening]) -> Iterator[tuple[Opening, Match]]:
    pool = matcher.prepare(people, ON)
    for number, opening in enumerate(openings):
        # Everybody against every third vacancy, and the first against the rest: enough, and quick.
        for match in matcher.rank(opening, pool, top=None if number % 3 == 0 else 40):
            yield opening, match


def sample(pairs: list[tuple[Opening, Match]], most: int) -> list[tuple[Opening, Match]]:
    return pairs[:: max(len(pairs) // most, 1)]


def clean(text: str) -> bool:
    return bool(text) and RAW.search(text) is None and text == text.strip()


def made(
    tier: Tier,
    *,
    findings: tuple[Finding, ...] = (),
    score: int = 1000,
    strength: str = "godt",
    **changes: Any,
) -> Match:
    return replace(
        Match(
            candidate="c",
            opening="o",
            tier=tier,
            score=score,
            strength=strength,
            contributions=(
                Contribution(comparison="prior", level="prior", weight=-3000),
                Contribution(
                    comparison="practice",
                    level="same work, long and recent",
                    weight=2600,
                    evidence="Pleieassistent|months:38",
                ),
                Contribution(comparison="wish", level="first choice", weight=2600, evidence="Nattevakt"),
                Contribution(comparison="reach", level="up to 90 min", weight=-900, evidence="minutes:72"),
                Contribution(comparison="form", level="differs", weight=-400, evidence="fast,vikariat"),
            ),
            findings=findings,
        ),
        **changes,
    )


LICENCE_UNKNOWN = Finding(requirement="licence:B", status=Status.UNKNOWN)
LICENCE_UNMET = Finding(requirement="licence:B", status=Status.UNMET, evidence="licences known")
NIGHT_UNMET = Finding(requirement="shift:night", status=Status.UNMET, evidence="shift:night refused")
LANGUAGE_UNMET = Finding(requirement="language:B1", status=Status.UNMET, evidence="language:A2")


def way(edge: str, months: float, *, paid: bool, target: str, ready: date) -> Route:
    steps = (RouteStep(edge=edge, begins=0, ends=months),)
    return Route(edges=(edge,), steps=steps, months=months, months_min=1, months_max=60, paid=paid, ready_on=ready, target=target)
