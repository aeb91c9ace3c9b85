"""What changed since last night, with its causes, on hand-made pairs of runs; and nobody shown who may not be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session, sessionmaker

from matcher.records import Match, Tier
from models.base import new_id
from models.matches import ChangeKind, CurrentRun, MatchChange, MatchRun, RunDifference, RunState, StoredMatch
from models.people import JobSeeker
from models.services.differences import BATCH_ROWS, changes, latest_difference, reckon_difference
from models.services.matching import rematch
from models.services.people import erase_job_seeker, set_visibility_facts, upsert_job_seekers
from models.services.reference import store_catalogue
from models.services.vacancies import close_expired, upsert_vacancies, upsert_vacancy
from models.stored_matches import to_body
from models.vacancies import Vacancy
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts
from tests.models.rematch_worker import SmallEngine
from tests.models.test_causes import CLARIFY, CLOSED, MET, ON_THE_WAY, READY, UNKNOWN, UNMET, match

LAST_NIGHT = NOW - timedelta(days=1)
CHANGED = NOW - timedelta(hours=5)


@dataclass
class World:
    """Four visible people and four open vacancies from before last night, by their short names."""

    sessions: sessionmaker[Session]
    people: dict[str, str] = field(default_factory=dict)
    vacancies: dict[str, str] = field(default_factory=dict)

    def run(self, at: datetime, matches: dict[tuple[str, str], Match], *, as_of: date = TODAY, config: str = "c") -> str:
        """Store a whole run with these matches, (vacancy, person) -> match, and make it the current one."""
        run_id = new_id()
        with self.sessions.begin() as session:
            session.add(
                MatchRun(
                    id=run_id,
                    state=RunState.DONE,
                    as_of=as_of,
                    started_at=at,
                    ended_at=at,
                    config_hash=config,
                    catalogue_version="",
                )
            )
            session.flush()
            for place, ((vacancy, person), held) in enumerate(matches.items(), 1):
                session.add(
                    StoredMatch(
                        run_id=run_id,
                        vacancy_id=self.vacancies[vacancy],
                        job_seeker_id=self.people[person],
                        vacancy_position=place,
                        tier=held.tier,
                        score=held.score,
                        body=to_body(held),
                    )
                )
            if session.get(CurrentRun, 1) is None:
                session.execute(insert(CurrentRun).values(id=1, run_id=run_id))
            else:
                session.execute(update(CurrentRun).values(run_id=run_id))
        return run_id

    def shown(self, **narrowed: Any) -> dict[tuple[str, str], tuple[str, str]]:
        """Return what readers see of the last difference: (vacancy, person) -> (kind, cause), in its order."""
        ads, names = ({value: key for key, value in table.items()} for table in (self.vacancies, self.people))
        with self.sessions() as session:
            head = latest_difference(session)
            assert head is not None
            rows = session.scalars(changes(head.run_id, **narrowed)).all()
            return {(ads[row.vacancy_id], names[row.job_seeker_id]): (row.kind.value, row.cause_code) for row in rows}

    def edit_person(self, name: str, at: datetime = CHANGED) -> None:
        with self.sessions.begin() as session:
            upsert_job_seekers(session, [job_seeker_draft(name, skills=("syr",), version=at)], at)

    def edit_vacancy(self, name: str, at: datetime = CHANGED) -> None:
        with self.sessions.begin() as session:
            upsert_vacancy(session, vacancy_draft(name, title="Ny tittel", version=at), at)


@pytest.fixture
def world(session_factory: sessionmaker[Session]) -> World:
    world = World(session_factory)
    long_ago = NOW - timedelta(days=10)
    with session_factory.begin() as session:
        store_catalogue(session, [], "v1", NOW)
        names = ["anna", "berit", "carl", "dina"]
        upsert_job_seekers(session, [job_seeker_draft(name) for name in names], long_ago)
        for name in names:
            set_visibility_facts(session, name, visible_facts(), long_ago)
        upsert_vacancies(session, [vacancy_draft(name) for name in ("natt", "dag", "helg", "sommer")], long_ago)
        world.people = dict(session.execute(select(JobSeeker.external_id, JobSeeker.id)).all())
        world.vacancies = dict(session.execute(select(Vacancy.external_id, Vacancy.id)).all())
    return world


SAME = match(READY, ("auth:HF", MET))
LACKS = match(ON_THE_WAY, ("auth:HF", UNMET), months=18.0)


def test_each_change_with_its_cause(world: World) -> None:
    last = {
        ("natt", "anna"): match(ON_THE_WAY, ("language:B1", UNMET), months=6.0),
        ("natt", "berit"): SAME,
        ("natt", "carl"): LACKS,
        ("dag", "anna"): SAME,
        ("dag", "berit"): match(READY, ("licence:B", MET)),
        ("dag", "carl"): match(ON_THE_WAY, ("auth:HF", UNMET), months=18.0),
        ("helg", "anna"): SAME,
        ("helg", "berit"): match(CLOSED, ("auth:HF", UNMET)),
    }
    now = {
        ("natt", "anna"): match(READY, ("language:B1", MET)),
        ("natt", "berit"): SAME,
        ("natt", "carl"): match(ON_THE_WAY, ("auth:HF", UNMET), months=17.5),
        ("natt", "dina"): LACKS,
        ("dag", "anna"): SAME,
        ("dag", "berit"): match(CLARIFY, ("licence:B", UNKNOWN)),
        ("dag", "carl"): match(ON_THE_WAY, ("auth:HF", UNMET), months=6.0),
        ("sommer", "anna"): SAME,
        ("sommer", "carl"): match(CLOSED, ("auth:HF", UNMET)),
    }
    first = world.run(LAST_NIGHT, last)
    world.edit_person("anna")
    world.edit_vacancy("dag")
    with world.sessions.begin() as session:
        session.execute(update(Vacancy).where(Vacancy.external_id == "helg").values(closes_on=TODAY - timedelta(days=1)))
        close_expired(session, TODAY, NOW)
    second = world.run(NOW, now)
    difference = reckon_difference(world.sessions, NOW)
    assert (difference.run_id, difference.before_id, difference.left_out) == (second, first, 0)
    assert difference.kinds == {"up": 1, "down": 1, "months": 1, "new": 2, "gone": 1}
    assert world.shown() == {
        ("natt", "anna"): ("up", "requirement"),
        ("dag", "berit"): ("down", "requirement"),
        ("sommer", "anna"): ("new", "vacancy_new"),
        ("helg", "anna"): ("gone", "vacancy_closed"),
        ("natt", "dina"): ("new", "person_new"),
        ("dag", "carl"): ("months", "months"),
    }
    assert next(iter(world.shown())) == ("natt", "anna"), "who became ready comes first"
    with world.sessions() as session:
        rows = {row.kind: row for row in session.scalars(changes(second))}
        assert rows[ChangeKind.UP].detail["source"] == "person"
        assert rows[ChangeKind.DOWN].detail["source"] == "vacancy"
        assert (rows[ChangeKind.NEW].from_tier, rows[ChangeKind.GONE].to_tier) == (None, None)


def test_pairs_that_came_into_the_lists_or_left_them(world: World) -> None:
    everybody = {("natt", name): SAME for name in ("anna", "berit", "carl")} | {("dag", "dina"): SAME}
    world.run(LAST_NIGHT, everybody | {("dag", "carl"): SAME})
    world.edit_person("anna")
    world.edit_vacancy("dag")
    world.run(NOW, {("natt", "berit"): SAME, ("natt", "dina"): SAME, ("dag", "anna"): SAME, ("dag", "berit"): SAME})
    assert reckon_difference(world.sessions, NOW).changes == 7
    assert world.shown() == {
        ("natt", "anna"): ("gone", "person_changed"),
        ("natt", "carl"): ("gone", "list_moved"),
        ("natt", "dina"): ("new", "list_moved"),
        ("dag", "anna"): ("new", "person_changed"),
        ("dag", "berit"): ("new", "vacancy_changed"),
        ("dag", "carl"): ("gone", "vacancy_changed"),
        ("dag", "dina"): ("gone", "vacancy_changed"),
    }
    assert {cause for _, cause in list(world.shown().values())[-2:]} == {"list_moved"}, "what others caused comes last"


def test_an_open_vacancy_that_is_ranked_no_more_and_a_new_catalogue(world: World) -> None:
    world.run(LAST_NIGHT, {("natt", "anna"): SAME, ("dag", "anna"): SAME, ("dag", "berit"): SAME})
    world.run(NOW, {("dag", "anna"): match(CLARIFY, ("auth:HF", MET)), ("dag", "carl"): SAME}, config="other")
    reckon_difference(world.sessions, NOW)
    assert world.shown() == {
        ("natt", "anna"): ("gone", "vacancy_changed"),
        ("dag", "anna"): ("down", "catalogue_changed"),
        ("dag", "berit"): ("gone", "catalogue_changed"),
        ("dag", "carl"): ("new", "person_new"),
    }


def test_only_the_day_is_another(world: World) -> None:
    world.run(LAST_NIGHT, {("natt", "anna"): match(READY, ("course:hlr", MET))}, as_of=TODAY - timedelta(days=1))
    world.run(NOW, {("natt", "anna"): match(CLARIFY, ("course:hlr", UNKNOWN))})
    reckon_difference(world.sessions, NOW)
    with world.sessions() as session:
        assert session.scalars(select(MatchChange)).one().detail["source"] == "time"


def test_the_first_night_has_nothing_to_compare_with(world: World) -> None:
    run = world.run(NOW, {("natt", "anna"): SAME})
    difference = reckon_difference(world.sessions, NOW)
    assert (difference.run_id, difference.before_id, difference.changes) == (run, None, 0)
    with world.sessions() as session:
        assert latest_difference(session) is None


def test_the_difference_is_to_last_night_and_not_to_a_run_of_the_day(world: World) -> None:
    world.run(LAST_NIGHT - timedelta(days=1), {("natt", "anna"): LACKS})
    night = world.run(LAST_NIGHT, {("natt", "anna"): LACKS})
    assert reckon_difference(world.sessions, LAST_NIGHT).changes == 0
    world.run(NOW - timedelta(hours=9), {("natt", "anna"): SAME})
    world.run(NOW, {("natt", "anna"): SAME})
    difference = reckon_difference(world.sessions, NOW)
    assert (difference.before_id, difference.kinds) == (night, {"up": 1})


def test_before_any_night_the_oldest_lists_are_what_it_is_compared_with(world: World) -> None:
    first = world.run(LAST_NIGHT, {("natt", "anna"): LACKS})
    world.run(NOW - timedelta(hours=9), {("natt", "anna"): SAME})
    world.run(NOW, {("natt", "anna"): SAME})
    assert reckon_difference(world.sessions, NOW).before_id == first


def test_twice_is_once_and_half_of_one_is_read_by_nobody(world: World) -> None:
    world.run(LAST_NIGHT, {("natt", "anna"): LACKS, ("dag", "anna"): LACKS})
    run = world.run(NOW, {("natt", "anna"): SAME, ("dag", "anna"): SAME})
    half = {
        "run_id": run,
        "vacancy_id": world.vacancies["helg"],
        "job_seeker_id": world.people["carl"],
        "kind": ChangeKind.UP,
        "from_tier": CLARIFY,
        "to_tier": READY,
        "cause_code": "time",
        "detail": {},
    }
    with world.sessions.begin() as session:
        session.execute(insert(MatchChange).values(half))
        assert session.scalars(changes(run)).all() == []
    first = reckon_difference(world.sessions, NOW)
    assert first.kinds == {"up": 2}
    assert ("helg", "carl") not in world.shown()
    assert reckon_difference(world.sessions, NOW + timedelta(hours=1)) == first
    with world.sessions() as session:
        assert session.scalars(select(RunDifference.made_at)).all() == [NOW]


def test_the_most_important_changes_are_kept(world: World) -> None:
    names = ("anna", "berit", "carl", "dina")
    world.run(LAST_NIGHT, {("natt", name): LACKS for name in names} | {("dag", "anna"): SAME})
    tiers = dict(zip(names, (CLARIFY, READY, CLARIFY, READY), strict=True))
    world.run(NOW, {("natt", name): match(tier, ("auth:HF", MET)) for name, tier in tiers.items()} | {("dag", "berit"): SAME})
    difference = reckon_difference(world.sessions, NOW, most=3)
    assert (difference.changes, difference.left_out) == (3, 3)
    assert set(list(world.shown())[:2]) == {("natt", "berit"), ("natt", "dina")}
    assert set(world.shown().values()) == {("up", "requirement")}
    with world.sessions() as session:
        head = latest_difference(session)
        assert head is not None
        assert (head.changes, head.left_out) == (3, 3)


def three_changes(world: World) -> None:
    names = ("anna", "berit", "carl")
    world.run(LAST_NIGHT, {("natt", name): LACKS for name in names})
    world.run(NOW, {("natt", name): SAME for name in names})
    assert reckon_difference(world.sessions, NOW).kinds == {"up": 3}


def rows(world: World) -> int:
    with world.sessions() as session:
        return session.scalar(select(func.count()).select_from(MatchChange)) or 0


def test_who_is_erased_or_hidden_takes_the_changes_along(world: World) -> None:
    three_changes(world)
    with world.sessions.begin() as session:
        erase_job_seeker(session, "anna", NOW)
    assert (set(world.shown()), rows(world)) == ({("natt", "berit"), ("natt", "carl")}, 2)
    with world.sessions.begin() as session:
        set_visibility_facts(session, "berit", visible_facts(code_6_or_7=True), NOW)
    assert (set(world.shown()), rows(world)) == ({("natt", "carl")}, 1)


def test_a_withdrawn_vacancy_takes_its_changes_along_and_a_closed_one_keeps_them(world: World) -> None:
    three_changes(world)
    with world.sessions.begin() as session:
        close_expired(session, date(2027, 1, 1), NOW)
    assert rows(world) == 3
    with world.sessions.begin() as session:
        upsert_vacancy(session, vacancy_draft("natt", active=False, version=NOW), NOW)
    assert (world.shown(), rows(world)) == ({}, 0)


def test_who_is_hidden_without_the_rows_being_removed_is_hidden_at_read_time(world: World) -> None:
    three_changes(world)
    with world.sessions.begin() as session:
        row = session.scalars(select(JobSeeker).where(JobSeeker.external_id == "carl")).one()
        row.visibility.consent, row.visibility.shielded = None, True
    assert rows(world) == 3
    assert set(world.shown()) == {("natt", "anna"), ("natt", "berit")}


def test_readers_see_the_people_whom_they_may_reach(world: World) -> None:
    three_changes(world)
    with world.sessions.begin() as session:
        moved = job_seeker_draft("berit", kommunenr="3425", version=NOW)
        upsert_job_seekers(session, [moved], NOW)
    assert set(world.shown(among=JobSeeker.kommunenr == "3425")) == {("natt", "berit")}
    assert world.shown(among=JobSeeker.kommunenr.in_([])) == {}


# --- many ---------------------------------------------------------------------------------------------------------


def stored(session: Session, run_id: str) -> dict[tuple[str, str], Tier]:
    statement = select(StoredMatch.vacancy_id, StoredMatch.job_seeker_id, StoredMatch.tier).where(StoredMatch.run_id == run_id)
    return {(vacancy, person): tier for vacancy, person, tier in session.execute(statement)}


def expected(before: dict[tuple[str, str], Tier], after: dict[tuple[str, str], Tier]) -> Counter[str]:
    kinds: Counter[str] = Counter()
    for pair in {*before, *after}:
        old, new = before.get(pair), after.get(pair)
        if old and new:
            if old is not new:
                kinds["up" if new.order < old.order else "down"] += 1
        elif (old or new) is not CLOSED:
            kinds["new" if new else "gone"] += 1
    return kinds


def many(sessions: sessionmaker[Session], people: Sequence[str]) -> None:
    with sessions.begin() as session:
        store_catalogue(session, [], "v1", NOW)
        upsert_job_seekers(session, [job_seeker_draft(name) for name in people], LAST_NIGHT - timedelta(days=1))
        for name in people:
            set_visibility_facts(session, name, visible_facts(), LAST_NIGHT)
        upsert_vacancies(session, [vacancy_draft(f"ad-{n:02}") for n in range(30)], LAST_NIGHT - timedelta(days=1))


def test_two_real_runs_against_plain_counting_and_somebody_hidden_meanwhile(session_factory: sessionmaker[Session]) -> None:
    people = [f"PAM-{n:02}" for n in range(60)]
    many(session_factory, people)
    first = rematch(session_factory, SmallEngine(salt="a"), TODAY, LAST_NIGHT).run_id
    second = rematch(session_factory, SmallEngine(salt="b"), TODAY, NOW).run_id
    with session_factory() as session:
        before, after = stored(session, first), stored(session, second)
        gone = session.scalars(select(JobSeeker.id).where(JobSeeker.external_id == "PAM-07")).one()
    steps: list[tuple[int, int]] = []

    def hide(done: int, total: int) -> None:
        steps.append((done, total))
        if len(steps) == 1:
            with session_factory.begin() as session:
                set_visibility_facts(session, "PAM-07", visible_facts(shielded=True), NOW)

    difference = reckon_difference(session_factory, NOW, progress=hide)
    everything = expected(before, after)
    assert steps[-1][0] == steps[-1][1] == everything.total() > 2 * BATCH_ROWS
    with session_factory() as session:
        kept = session.scalars(select(MatchChange)).all()
        assert gone not in {row.job_seeker_id for row in kept}
        without = [{pair: tier for pair, tier in side.items() if pair[1] != gone} for side in (before, after)]
        assert Counter(row.kind.value for row in kept) == expected(*without)
        assert difference.left_out == 0
