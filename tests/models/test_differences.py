"""What changed since last night, with its causes, on hand-made pairs of runs; and nobody shown who may not be."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session, sessionmaker

from matcher.pool import STATUS_CODE
from matcher.records import Match
from models.base import new_id
from models.matches import ChangeKind, MatchChange, MatchRun, RunDifference, RunState
from models.people import JobSeeker
from models.services.night.differences import changes, latest_difference, reckon_difference
from models.services.night.matching import TOP_PER_PERSON, TOP_PER_VACANCY
from models.services.people.storing import erase_job_seeker, set_visibility_facts, upsert_job_seekers
from models.services.reference import store_catalogue
from models.services.vacancies.storing import close_expired, upsert_vacancies, upsert_vacancy
from models.stored_matches import StoredMatch
from models.vacancies import Vacancy
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts
from tests.models.stored_runs import publish
from tests.models.test_causes import CLARIFY, CLOSED, MET, ON_THE_WAY, READY, UNKNOWN, UNMET, match

LAST_NIGHT = NOW - timedelta(days=1)
CHANGED = NOW - timedelta(hours=5)


Short = tuple[str, str]


@dataclass
class World:
    """Four visible people and four open vacancies from before last night, by their short names."""

    sessions: sessionmaker[Session]
    people: dict[str, str] = field(default_factory=dict)
    vacancies: dict[str, str] = field(default_factory=dict)

    def run(
        self, at: datetime, matches: dict[Short, Match], *, as_of: date = TODAY, config: str = "c", full: bool = False
    ) -> str:
        """Store a whole run with these matches, (vacancy, person) -> match, and make it the current one.

        ``full``: they are the last ones of full lists, so that others may have been left out; else the lists have room.
        """
        run = MatchRun(
            id=new_id(),
            state=RunState.DONE,
            as_of=as_of,
            started_at=at,
            ended_at=at,
            config_hash=config,
            catalogue_version="",
        )
        asked: dict[str, list[list[str]]] = {}
        stored = []
        for place, ((vacancy, person), held) in enumerate(matches.items(), 1):
            asks = asked.setdefault(self.vacancies[vacancy], [])
            codes = [finding.requirement for finding in held.findings]
            if codes not in asks:
                asks.append(codes)
            stored.append(
                StoredMatch(
                    vacancy_id=self.vacancies[vacancy],
                    job_seeker_id=self.people[person],
                    vacancy_position=place + (TOP_PER_VACANCY if full else 0),
                    seeker_position=place + (TOP_PER_PERSON if full else 0),
                    tier=held.tier,
                    score=held.score,
                    months=held.months,
                    variant=asks.index(codes) if held.variant is None else held.variant,
                    answers=bytes(STATUS_CODE[finding.status] for finding in held.findings),
                )
            )
        with self.sessions.begin() as session:
            return publish(session, run, stored, asked)

    def shown(self, **narrowed: Any) -> dict[tuple[str, str], tuple[str, str]]:
        """Return what readers see of the last difference: (vacancy, person) -> (kind, cause), in its order."""
        ads, names = ({value: key for key, value in table.items()} for table in (self.vacancies, self.people))
        with self.sessions() as session:
            head = latest_difference(session)
            assert head is not None
            rows = session.scalars(changes(head.run_id, **narrowed)).all()
            return {(ads[row.vacancy_id], names[row.job_seeker_id]): (row.kind.value, row.cause_code) for row in rows}

    def add(self, vacancy: str, person: str, at: datetime = CHANGED) -> None:
        with self.sessions.begin() as session:
            upsert_job_seekers(session, [job_seeker_draft(person)], at)
            set_visibility_facts(session, person, visible_facts(), at)
            upsert_vacancy(session, vacancy_draft(vacancy), at)
            self.look(session)

    def look(self, session: Session) -> None:
        self.people = dict(session.execute(select(JobSeeker.external_id, JobSeeker.id)).all())
        self.vacancies = dict(session.execute(select(Vacancy.external_id, Vacancy.id)).all())

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
        world.look(session)
    return world


SAME = match(READY, ("auth:HF", MET))
LACKS = match(ON_THE_WAY, ("auth:HF", UNMET), months=18.0)


def test_each_change_with_its_cause(world: World) -> None:
    first = world.run(
        LAST_NIGHT,
        {
            ("natt", "anna"): match(ON_THE_WAY, ("language:B1", UNMET), months=6.0),
            ("natt", "berit"): SAME,
            ("natt", "carl"): LACKS,
            ("dag", "anna"): SAME,
            ("dag", "berit"): match(READY, ("licence:B", MET)),
            ("dag", "carl"): LACKS,
            ("helg", "anna"): SAME,
        },
    )
    world.edit_person("anna")
    world.edit_vacancy("dag")
    world.add("ny", "erik")
    with world.sessions.begin() as session:
        session.execute(update(Vacancy).where(Vacancy.external_id == "helg").values(closes_on=TODAY - timedelta(days=1)))
        close_expired(session, TODAY, NOW)
    second = world.run(
        NOW,
        {
            ("natt", "anna"): match(READY, ("language:B1", MET)),
            ("natt", "berit"): SAME,
            ("natt", "carl"): match(ON_THE_WAY, ("auth:HF", UNMET), months=17.5),
            ("natt", "erik"): LACKS,
            ("dag", "anna"): SAME,
            ("dag", "berit"): match(CLARIFY, ("licence:B", UNKNOWN)),
            ("dag", "carl"): match(ON_THE_WAY, ("auth:HF", UNMET), months=6.0),
            ("ny", "anna"): SAME,
        },
    )
    difference = reckon_difference(world.sessions, NOW)
    assert (difference.run_id, difference.before_id, difference.left_out) == (second, first, 0)
    assert difference.kinds == {"up": 1, "down": 1, "months": 1, "new": 2, "gone": 1}
    assert world.shown() == {
        ("natt", "anna"): ("up", "requirement"),
        ("dag", "berit"): ("down", "requirement"),
        ("ny", "anna"): ("new", "vacancy_new"),
        ("helg", "anna"): ("gone", "vacancy_closed"),
        ("natt", "erik"): ("new", "person_new"),
        ("dag", "carl"): ("months", "months"),
    }
    assert next(iter(world.shown())) == ("natt", "anna"), "who became ready comes first"
    with world.sessions() as session:
        rows = {row.kind: row for row in session.scalars(changes(second))}
        assert rows[ChangeKind.UP].detail["source"] == "person"
        assert rows[ChangeKind.DOWN].detail["source"] == "vacancy"
        assert (rows[ChangeKind.NEW].from_tier, rows[ChangeKind.GONE].to_tier) == (None, None)


def test_a_pair_that_lists_with_room_leave_out_is_closed(world: World) -> None:
    world.run(LAST_NIGHT, {("natt", "anna"): LACKS, ("dag", "berit"): LACKS, ("natt", "carl"): SAME, ("helg", "carl"): SAME})
    world.edit_person("anna")
    world.edit_vacancy("helg")
    world.run(NOW, {("dag", "anna"): LACKS, ("helg", "berit"): LACKS, ("dag", "carl"): SAME, ("natt", "carl"): SAME})
    assert reckon_difference(world.sessions, NOW).kinds == {"up": 3, "down": 3}
    assert world.shown() == {
        ("dag", "anna"): ("up", "person_changed"),
        ("natt", "anna"): ("down", "person_changed"),
        ("helg", "berit"): ("up", "vacancy_changed"),
        ("helg", "carl"): ("down", "vacancy_changed"),
        ("dag", "carl"): ("up", "time"),
        ("dag", "berit"): ("down", "time"),
    }
    with world.sessions() as session:
        rows = session.scalars(select(MatchChange)).all()
        closed = {(row.kind.value, row.from_tier if row.kind is ChangeKind.UP else row.to_tier) for row in rows}
        assert closed == {("up", CLOSED), ("down", CLOSED)}


def test_a_pair_that_full_lists_leave_out_may_be_anything(world: World) -> None:
    everybody = {("natt", name): SAME for name in ("anna", "berit", "carl")} | {("dag", "dina"): SAME}
    world.run(LAST_NIGHT, everybody | {("dag", "carl"): SAME}, full=True)
    world.edit_person("anna")
    world.edit_vacancy("dag")
    now = {("natt", "berit"): SAME, ("natt", "dina"): SAME, ("dag", "anna"): SAME, ("dag", "berit"): SAME}
    world.run(NOW, now | {("helg", "carl"): SAME, ("sommer", "carl"): SAME, ("sommer", "dina"): SAME}, full=True)
    reckon_difference(world.sessions, NOW)
    assert world.shown() == {
        ("natt", "anna"): ("gone", "person_changed"),
        ("natt", "carl"): ("gone", "list_moved"),
        ("natt", "dina"): ("new", "list_moved"),
        ("dag", "anna"): ("new", "person_changed"),
        ("dag", "berit"): ("new", "vacancy_changed"),
        ("dag", "carl"): ("gone", "vacancy_changed"),
        ("dag", "dina"): ("gone", "vacancy_changed"),
        # Vacancies that nobody fitted last night.
        ("helg", "carl"): ("up", "time"),
        ("sommer", "carl"): ("up", "time"),
        ("sommer", "dina"): ("up", "time"),
    }
    assert {cause for _, cause in list(world.shown().values())[-2:]} == {"list_moved"}, "what others caused comes last"


def test_somebody_shown_for_the_first_time_is_new_and_somebody_whom_nothing_fitted_is_not(world: World) -> None:
    world.run(LAST_NIGHT, {("natt", "anna"): SAME})
    world.edit_person("carl")
    with world.sessions.begin() as session:
        set_visibility_facts(session, "berit", visible_facts(), CHANGED)
    world.edit_person("berit")
    world.run(NOW, {("natt", "anna"): SAME, ("natt", "berit"): LACKS, ("natt", "carl"): LACKS})
    reckon_difference(world.sessions, NOW)
    assert world.shown() == {("natt", "berit"): ("new", "person_new"), ("natt", "carl"): ("up", "person_changed")}


def test_an_edited_vacancy_that_is_ranked_no_more_and_a_new_catalogue(world: World) -> None:
    world.run(LAST_NIGHT, {("natt", "anna"): SAME, ("dag", "anna"): SAME, ("dag", "berit"): SAME})
    world.edit_vacancy("natt")
    world.run(NOW, {("dag", "anna"): match(CLARIFY, ("auth:HF", MET))}, config="other")
    reckon_difference(world.sessions, NOW)
    assert world.shown() == {
        ("natt", "anna"): ("gone", "vacancy_changed"),
        ("dag", "anna"): ("down", "catalogue_changed"),
        ("dag", "berit"): ("down", "catalogue_changed"),
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
    world.run(LAST_NIGHT, {("natt", name): LACKS for name in names} | {("dag", "anna"): SAME}, full=True)
    tiers = dict(zip(names, (CLARIFY, READY, CLARIFY, READY), strict=True))
    now = {("natt", name): match(tier, ("auth:HF", MET)) for name, tier in tiers.items()}
    world.run(NOW, now | {("dag", "berit"): SAME}, full=True)
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
