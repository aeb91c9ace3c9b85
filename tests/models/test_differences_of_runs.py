"""The difference between two real runs, held against what the engine says of every pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from matcher.records import Tier
from models.matches import ChangeKind, MatchChange
from models.people import JobSeeker
from models.profiles import load_candidates, load_openings
from models.services.night.differences import BATCH_ROWS, reckon_difference
from models.services.night.matching import rematch
from models.services.people.storing import set_visibility_facts, upsert_job_seekers
from models.services.reference import store_catalogue
from models.services.vacancies.storing import upsert_vacancies
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts
from tests.models.rematch_worker import SmallEngine
from tests.models.stored_runs import kept

LAST_NIGHT = NOW - timedelta(days=1)
CLOSED = Tier.CLOSED
Pair = tuple[str, str]


def lists(session: Session, run_id: str) -> dict[Pair, Tier]:
    return {(match.vacancy_id, match.job_seeker_id): match.tier for match in kept(session, run_id)}


def whole(session: Session, engine: SmallEngine) -> dict[Pair, Tier]:
    """Return the tier of every pair, whether in a list or not."""
    people, openings = list(load_candidates(session, TODAY)), load_openings(session, TODAY)
    return {(opening.id, person.id): engine.match(person, opening).tier for opening in openings for person in people}


def many(sessions: sessionmaker[Session], people: Sequence[str]) -> None:
    with sessions.begin() as session:
        store_catalogue(session, [], "v1", NOW)
        upsert_job_seekers(session, [job_seeker_draft(name) for name in people], LAST_NIGHT - timedelta(days=1))
        for name in people:
            set_visibility_facts(session, name, visible_facts(), LAST_NIGHT)
        upsert_vacancies(session, [vacancy_draft(f"ad-{n:02}") for n in range(30)], LAST_NIGHT - timedelta(days=1))


def test_two_real_runs_against_what_the_engine_says_of_every_pair(session_factory: sessionmaker[Session]) -> None:
    many(session_factory, [f"PAM-{n:02}" for n in range(90)])
    first = rematch(session_factory, SmallEngine(salt="a"), TODAY, LAST_NIGHT).run_id
    second = rematch(session_factory, SmallEngine(salt="b"), TODAY, NOW).run_id
    difference = reckon_difference(session_factory, NOW)
    with session_factory() as session:
        tiers = [whole(session, SmallEngine(salt=salt)) for salt in "ab"]
        before, after = lists(session, first), lists(session, second)
        assert CLOSED not in {*before.values(), *after.values()}
        rows = session.scalars(select(MatchChange)).all()
    assert difference.kinds == Counter(row.kind.value for row in rows)
    found = {(row.vacancy_id, row.job_seeker_id): row for row in rows}
    assert len(found) == difference.changes
    same = {pair for pair in before if before[pair] is after.get(pair)}
    assert set(found) == {*before, *after} - same
    for pair, row in found.items():
        assert (row.from_tier, row.to_tier) in {
            (tiers[0][pair], tiers[1][pair]),
            (None, after.get(pair)),
            (before.get(pair), None),
        }
        if pair in before and pair in after:
            assert (row.from_tier, row.to_tier) == (before[pair], after[pair])
        elif row.kind in {ChangeKind.NEW, ChangeKind.GONE}:
            assert row.cause_code == "list_moved"
    # Most of what became closed, or was, is told as such: only where both lists are full it cannot be known.
    closed = {pair for pair in {*before, *after} if CLOSED in {tiers[0][pair], tiers[1][pair]}}
    told = {pair for pair, row in found.items() if CLOSED in {row.from_tier, row.to_tier}}
    assert told <= closed
    assert 0 < len(told) < len(closed)


def test_somebody_who_is_hidden_while_it_is_reckoned_is_in_none_of_it(session_factory: sessionmaker[Session]) -> None:
    many(session_factory, [f"PAM-{n:02}" for n in range(60)])
    rematch(session_factory, SmallEngine(salt="a"), TODAY, LAST_NIGHT)
    rematch(session_factory, SmallEngine(salt="b"), TODAY, NOW)
    steps: list[tuple[int, int]] = []

    def hide(done: int, total: int) -> None:
        steps.append((done, total))
        if len(steps) == 1:
            with session_factory.begin() as session:
                set_visibility_facts(session, "PAM-07", visible_facts(shielded=True), NOW)

    difference = reckon_difference(session_factory, NOW, progress=hide)
    with session_factory() as session:
        hidden = session.scalars(select(JobSeeker.id).where(JobSeeker.external_id == "PAM-07")).one()
        kept = session.scalars(select(MatchChange.job_seeker_id)).all()
    total = steps[-1][1]
    assert [done for done, _ in steps] == [*range(BATCH_ROWS, total, BATCH_ROWS), total]
    assert hidden not in kept
    assert total > difference.changes >= len(kept) > BATCH_ROWS
