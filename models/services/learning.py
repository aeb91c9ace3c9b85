"""Learning from verdicts, in steps that a human takes: freeze a release, make a proposal, and see what speaks against it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.comparisons import COMPARISONS
from matcher.evaluation import Figure
from matcher.group_gaps import Gap, GapAnswer, GapChange, gap_change, group_gap
from matcher.learning import Learned, TooFewVerdicts, Weights, learn, levels_of, out_of_order
from matcher.matcher import Matcher
from models.audit import AuditAction
from models.matches import Verdict
from models.people import JobSeeker
from models.profiles import to_candidate, to_opening
from models.queries import candidate_parts, opening_parts, visible_job_seekers
from models.services.audit import record
from models.services.errors import ServiceError
from models.services.evaluation import Evaluation
from models.vacancies import Vacancy

_AT_ONCE = 500


class NotEnoughVerdicts(ServiceError):
    """Too little was said to learn from."""

    def __init__(self) -> None:
        super().__init__("Det trengs vurderinger av begge slag, både passer og passer ikke. Ingenting er skrevet.")


class ReleaseUnreadable(ServiceError):
    """A file that is no release, or one made with other comparisons."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path.name} er ikke en utgave av vurderinger som passer til nivåene i dag. Frys en ny utgave.")


class GroupsUnreadable(ServiceError):
    """A file of groups that does not fit the people it is about."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"Gruppefilen {path.name} kan ikke brukes: {why} Den skal ha kolonnene person, inndeling og gruppe.")


class JudgedPair(BaseModel):
    """One verdict without its words: who, which vacancy, yes or no, and the level of each comparison that spoke."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    vacancy: str
    person: str
    relevant: bool
    levels: dict[str, str]


class Release(BaseModel):
    """A frozen release: what the verdicts of one day say, in the levels of that day's configuration.

    ``changed`` pairs are left out because person or vacancy was changed after the verdict, ``unseen`` because the person
    may not be shown.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    frozen_on: date
    catalogue_version: str
    config_hash: str
    changed: int
    unseen: int
    pairs: tuple[JudgedPair, ...]


class Obstacle(StrEnum):
    """What keeps a proposal from being published."""

    ORDER = "order"
    GOLDEN = "golden"
    GROUPS_WIDEN = "groups_widen"
    GROUPS_UNCERTAIN = "groups_uncertain"
    GROUPS_UNKNOWN = "groups_unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Learned weights with everything that was measured of them; ``gaps`` holds before and after for each division."""

    learned: Learned
    before: Figure
    after: Figure
    gaps: Mapping[str, GapChange]

    @property
    def obstacles(self) -> tuple[Obstacle, ...]:
        """Everything that speaks against publishing, none = publishable."""
        answers = {change.answer for change in self.gaps.values()}
        found = {
            Obstacle.ORDER: bool(out_of_order(self.learned.weights)),
            Obstacle.GOLDEN: self.after.value <= self.before.value,
            Obstacle.GROUPS_WIDEN: GapAnswer.WIDENS in answers,
            Obstacle.GROUPS_UNCERTAIN: GapAnswer.UNCERTAIN in answers,
            Obstacle.GROUPS_UNKNOWN: not self.gaps,
        }
        return tuple(obstacle for obstacle, stands in found.items() if stands)

    @property
    def publishable(self) -> bool:
        """Whether a human may put the weights in force; nothing ever does so by itself."""
        return not self.obstacles


def freeze_verdicts(session: Session, matcher: Matcher, *, on: date, actor: str, purpose: str, now: datetime) -> Release:
    """Return the last verdict on each pair with its levels, no words; every person in it leaves a trace.

    A pair counts only while both sides are what they were when the verdict was given.
    """
    said = {(row.vacancy_id, row.job_seeker_id): row for row in session.scalars(select(Verdict).order_by(Verdict.at, Verdict.id))}
    people: dict[str, JobSeeker] = {}
    ids = sorted({person for _, person in said})
    for start in range(0, len(ids), _AT_ONCE):
        statement = visible_job_seekers(ids=ids[start : start + _AT_ONCE]).options(*candidate_parts())
        people |= {row.id: row for row in session.scalars(statement).unique()}
    openings = sorted({vacancy for vacancy, _ in said})
    pairs, changed, unseen = [], 0, 0
    for vacancy_id in openings:
        vacancy = session.scalars(select(Vacancy).where(Vacancy.id == vacancy_id).options(*opening_parts())).unique().one()
        judged = sorted((person, row) for (key, person), row in said.items() if key == vacancy_id)
        seen = [(people[person], row) for person, row in judged if person in people]
        kept = [(person, row) for person, row in seen if row.at >= max(person.updated_at, vacancy.updated_at)]
        unseen, changed = unseen + len(judged) - len(seen), changed + len(seen) - len(kept)
        if kept:
            pool = matcher.prepare([to_candidate(person, on) for person, _ in kept], on)
            levels = levels_of(matcher, to_opening(vacancy), pool)
            pairs += [
                JudgedPair(
                    vacancy=vacancy_id,
                    person=person.id,
                    relevant=verdict.relevant,
                    levels={c.name: c.levels[level] for c, level in zip(COMPARISONS, row, strict=True) if level >= 0},
                )
                for (person, verdict), row in zip(kept, levels.tolist(), strict=True)
            ]
    if len({pair.relevant for pair in pairs}) < 2:
        raise NotEnoughVerdicts
    shown = sorted({pair.person for pair in pairs})
    record(session, actor=actor, action=AuditAction.EXPORT, person_ids=shown, purpose=purpose, now=now)
    return Release(
        frozen_on=on,
        catalogue_version=matcher.domain_.catalogue.version,
        config_hash=matcher.config_hash,
        changed=changed,
        unseen=unseen,
        pairs=tuple(pairs),
    )


def read_release(path: Path) -> Release:
    """Return the release in a file; refused when its levels are not those of today."""
    known = {(comparison.name, level) for comparison in COMPARISONS for level in comparison.levels}
    try:
        release = Release.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise ReleaseUnreadable(path) from error
    if any(level not in known for pair in release.pairs for level in pair.levels.items()):
        raise ReleaseUnreadable(path)
    return release


def learn_from(release: Release, weights: Weights) -> Learned:
    """Return what a release makes of the weights in force."""
    levels = np.array(
        [[c.levels.index(pair.levels[c.name]) if c.name in pair.levels else -1 for c in COMPARISONS] for pair in release.pairs],
        dtype=np.int8,
    ).reshape(-1, len(COMPARISONS))
    try:
        return learn(levels, [pair.relevant for pair in release.pairs], weights)
    except TooFewVerdicts as error:
        raise NotEnoughVerdicts from error


def propose(
    learned: Learned,
    golden: tuple[Evaluation, Evaluation],
    people: tuple[Evaluation, Evaluation],
    groups: Mapping[str, Mapping[str, str]],
) -> Proposal:
    """Return the proposal, held against graded examples and groups of people, each evaluated before and after.

    ``groups`` holds for each division the group of each person by the source's id: invented people, or an extract that the
    controller supplies; never people of the database.
    """
    before, after = golden
    lists = [_lists(run) for run in people]
    gaps = {division: gap_change(lists[0], lists[1], members) for division, members in groups.items()}
    return Proposal(learned=learned, before=before.ours["ndcg@10"], after=after.ours["ndcg@10"], gaps=gaps)


def gaps_in(run: Evaluation, groups: Mapping[str, Mapping[str, str]]) -> dict[str, Gap]:
    """Return the gap of each division in the lists of one evaluation."""
    lists = _lists(run)
    return {division: group_gap(lists, members) for division, members in groups.items()}


def _lists(run: Evaluation) -> list[list[str]]:
    return [[run.external_ids[match.candidate] for match in ranking] for _, ranking in sorted(run.rankings.items())]


def read_groups(path: Path, known: frozenset[str]) -> dict[str, dict[str, str]]:
    """Return the group of each person for each division; refused when it names others than the ``known`` people."""
    try:
        rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise GroupsUnreadable(path, "den kan ikke leses.") from error
    divisions: dict[str, dict[str, str]] = {}
    for row in rows:
        person, division, group = ((row.get(key) or "").strip() for key in ("person", "inndeling", "gruppe"))
        if not (person and division and group):
            raise GroupsUnreadable(path, "en linje er ikke utfylt.")
        if person not in known:
            raise GroupsUnreadable(path, "den nevner personer som ikke er i mappen.")
        divisions.setdefault(division, {})[person] = group
    if not divisions or any(len(set(members.values())) < 2 for members in divisions.values()):
        raise GroupsUnreadable(path, "hver inndeling må ha minst to grupper.")
    return divisions
