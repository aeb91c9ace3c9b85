"""Ways to work for the people whom the graders named one for: is there one by the engine, which, and how long does it take.

Run with ``python -m benchmarks.routes [FOLDER ...]``; each folder is one that ``bygdematch evaluate`` takes.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from sqlalchemy import select

from matcher import ladder
from matcher.evaluation import RELEVANT
from matcher.matcher import Matcher
from matcher.pool import Pool
from matcher.records import Match, Opening, Route, Status, Tier
from matcher.requirements import RequirementReader
from models.base import create_engine_for, create_session_factory
from models.migrations import upgrade
from models.profiles import to_opening
from models.services.catalogue import build_catalogue, read_catalogue
from models.services.evaluation import Evaluation, evaluate_folder
from models.services.ranking.once import visible_candidates
from models.vacancies import Vacancy

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
FOLDERS = (FIXTURES / "golden", FIXTURES / "golden2")
CLOSE = 6
"""Months that two ways may differ by and still tell a person the same."""
SAME_ENTRY = 3
"""An id of a way is a letter and two digits; what follows is a kind of the same way (T31Y2 is T31)."""


class Answer(StrEnum):
    """What the engine answers where the graders named a way."""

    ROUTE = "a route"
    MEASURE = "a measure, no training"
    NOW = "can begin now"
    ASK = "can begin after a question"
    NONE = "nothing: closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One person and one vacancy with a way by the graders.

    Attributes
    ----------
    named : tuple of str
        The graders' ids, of training edges (T..) and measures (M..).
    months : float or None
        Until everything that is missing is there, by the quickest ways.
    by_named : float or None
        The same by the ways that the graders named; None = none of theirs is among those shown.
    same : tuple of str
        Those of the graders' ids that are among the ways and measures shown.
    """

    vacancy: str
    person: str
    grade: float
    named: tuple[str, ...]
    answer: Answer
    months: float | None
    by_named: float | None
    same: tuple[str, ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class World:
    """A graded folder as the engine sees it: the lists, and whom and what they are about."""

    folder: Path
    found: Evaluation
    pool: Pool
    openings: Mapping[str, Opening]


def cases(world: World) -> Iterator[Case]:
    """Yield every pair of a graded folder for which the graders named a way."""
    found = world.found
    by_id = {external: person for person, external in found.external_ids.items()}
    for line in map(json.loads, (world.folder / "grades.jsonl").read_text(encoding="utf-8").splitlines()):
        matches = {match.candidate: match for match in found.rankings[line["uuid"]]}
        for external, named in sorted(line["routes"].items()):
            grades = line["grades"][external]
            match = matches[by_id[external]]
            ways = [*match.routes, *first_steps(match, world.openings[line["uuid"]], world.pool)]
            shown = {edge for route in ways for edge in route.edges} | {advice.measure for advice in match.measures}
            yield Case(
                vacancy=line["uuid"][-2:],
                person=external,
                grade=sum(grades) / len(grades),
                named=tuple(named),
                answer=answer_of(match),
                months=match.months,
                by_named=months_by(match, named),
                same=tuple(code for code in named if same_entry(code, shown)),
                lacks=tuple(f.requirement for f in match.findings if f.must and f.status is Status.UNMET),
            )


def same_entry(code: str, edges: Iterable[str]) -> bool:
    """Tell whether one of ``edges`` is a way or measure of that id, or a kind of it."""
    return any(edge[:SAME_ENTRY] == code[:SAME_ENTRY] for edge in edges)


def first_steps(match: Match, opening: Opening, pool: Pool) -> tuple[Route, ...]:
    """Return what the match page shows as the first thing on the job."""
    standing = pool.standing(pool.index[match.candidate])
    catalogue = pool.domain.catalogue
    if match.tier in (Tier.READY, Tier.CLARIFY):
        roles = ladder.roles_of(opening)
    else:
        roles = tuple(filter(None, [ladder.begins_in(opening, (), standing, catalogue)]))
    first = ladder.first_step(roles, standing, pool.domain.routes, catalogue, pool.on)
    return (first,) if first else ()


def answer_of(match: Match) -> Answer:
    """Return what the engine answers for a pair."""
    if match.tier is Tier.ON_THE_WAY:
        return Answer.ROUTE if match.routes else Answer.MEASURE
    return {Tier.READY: Answer.NOW, Tier.CLARIFY: Answer.ASK}.get(match.tier, Answer.NONE)


def months_by(match: Match, named: Sequence[str]) -> float | None:
    """Return the months by the graders' ways: for each thing that is missing the quickest of theirs, else the quickest of all.

    None where none of theirs is among the ways.
    """
    if not any(same_entry(code, route.edges) for code in named for route in match.routes):
        return None
    by_goal: dict[str, list[Route]] = {}
    for route in match.routes:
        by_goal.setdefault(route.target, []).append(route)
    theirs = {
        goal: [route for route in ways if any(same_entry(code, route.edges) for code in named)] for goal, ways in by_goal.items()
    }
    return max(min(route.months for route in theirs[goal] or ways) for goal, ways in by_goal.items())


def look(folder: Path, matcher: Matcher) -> list[Case]:
    """Evaluate a folder in a scratch database and return its cases."""
    with tempfile.TemporaryDirectory() as scratch:
        engine = create_engine_for(f"sqlite:///{Path(scratch) / 'routes.db'}")
        upgrade(engine)
        sessions = create_session_factory(engine)
        found = evaluate_folder(folder, sessions, matcher, RequirementReader(), progress=lambda _done, _all: None)
        with sessions() as session:
            pool = matcher.prepare(visible_candidates(session, found.on), found.on)
            openings = {row.external_id: to_opening(row) for row in session.scalars(select(Vacancy))}
        engine.dispose()
    return list(cases(World(folder, found, pool, openings)))


def show(folder: Path, found: Sequence[Case]) -> None:
    """Print the figures of one folder, then every case; figures in brackets count the grades below 1 too."""
    relevant = [case for case in found if case.grade >= RELEVANT]
    told = [case for case in relevant if case.by_named is not None]
    close = [case for case in told if abs((case.by_named or 0) - (case.months or 0)) <= CLOSE]

    def line(text: str, is_so: Callable[[Case], bool]) -> None:
        print(f"| {text} | {sum(map(is_so, relevant))} ({sum(map(is_so, found))}) |")

    print(f"\n## {folder.name}\n\n| pairs with a way by the graders | {len(relevant)} ({len(found)}) |\n|---|---|")
    for answer in Answer:
        line(answer.value, partial(_answered, answer))
    line("a way of any of these kinds", lambda case: case.answer is not Answer.NONE)
    line("the graders' own way or measure is among what is shown", lambda case: bool(case.same))
    print(f"| months by the graders' way and by the engine at most {CLOSE} apart | {len(close)} of {len(told)} |")
    print("\n| vacancy | person | grade | graders | engine | months | by theirs | shown of theirs | lacks |\n" + "|---" * 9 + "|")
    for case in found:
        months, theirs = ("-" if value is None else f"{value:g}" for value in (case.months, case.by_named))
        cells = (case.vacancy, case.person, f"{case.grade:g}", " ".join(case.named), case.answer.value, months, theirs)
        lacks = " ".join(case.lacks).replace("|", " or ")
        print("| " + " | ".join((*cells, " ".join(case.same) or "-", lacks or "-")) + " |")


def _answered(answer: Answer, case: Case) -> bool:
    return case.answer is answer


def main() -> None:
    """Print the figures of each folder."""
    matcher = Matcher().fit(build_catalogue(read_catalogue(FIXTURES / "catalogue")))
    for folder in [Path(name) for name in sys.argv[1:]] or list(FOLDERS):
        show(folder, look(folder, matcher))


if __name__ == "__main__":
    main()
