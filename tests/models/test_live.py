"""The live pool gives what a ranking from scratch gives, whatever was edited, hidden, erased or posted since the last look."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from matcher.matcher import Matcher
from matcher.records import Opening, Tier
from models.accounts import Scope, UserKind
from models.drafts import CredentialDraft
from models.people import JobSeeker
from models.policy import Actor, people_in_scope
from models.services.people.storing import erase_job_seeker, find_job_seeker, set_visibility_facts, upsert_job_seekers
from models.services.ranking.live import LivePool
from models.services.ranking.once import rank_for_vacancy
from models.services.vacancies.storing import close_expired, upsert_vacancies
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts

LATER = NOW + timedelta(hours=1)
TRYSIL = Actor(user_id="1" * 32, name="Veileder", kind=UserKind.ADVISER, grants=frozenset({(Scope.MUNICIPALITY, "3421")}))


@pytest.fixture
def people(session: Session) -> Session:
    """Twelve people, of whom one is hidden and four live elsewhere, and two vacancies."""
    drafts = [
        job_seeker_draft(
            f"PAM-T{number:03}",
            kommunenr="3421" if number % 3 else "3422",
            postnummer="2420" if number % 3 else "2450",
            credentials=(CredentialDraft(code="auth:HF"),) if number % 2 else (),
            licences=("B",) if number % 4 else (),
        )
        for number in range(12)
    ]
    upsert_job_seekers(session, drafts, NOW)
    for draft in drafts:
        shown = draft.external_id != "PAM-T011"
        set_visibility_facts(session, draft.external_id, visible_facts(shielded=not shown), NOW)
    upsert_vacancies(session, [vacancy_draft(), vacancy_draft("b" * 32, title="Assistent", roles=("R12",), requirements=())], NOW)
    session.flush()
    return session


def opening(live: LivePool, session: Session) -> Opening:
    return next(entry for entry in live.openings(session, TODAY) if entry.title.startswith("Helsefagarbeider"))


def same_as_from_scratch(live: LivePool, matcher: Matcher, session: Session) -> list[str]:
    """Hold the live lists of one vacancy against a ranking that remembers nothing; return the order."""
    asked = opening(live, session)
    now = live.people(session, TODAY)
    fresh = rank_for_vacancy(session, matcher, asked.id, on=TODAY, top=None, actor="test", purpose="test", now=NOW).matches
    assert now.counts(asked) == {tier: Counter(match.tier for match in fresh)[tier] for tier in Tier}
    found = [match for tier in Tier for match in now.explain(asked, now.order(asked, tier))]
    assert {match.candidate: match for match in found} == {match.candidate: match for match in fresh}
    in_score_order = [match.candidate for match in found if match.tier is not Tier.ON_THE_WAY]
    assert in_score_order == [match.candidate for match in fresh if match.tier is not Tier.ON_THE_WAY]
    return [match.candidate for match in found]


def test_every_change_counts_from_the_next_look(people: Session, matcher: Matcher) -> None:
    live = LivePool(matcher)
    before = same_as_from_scratch(live, matcher, people)
    assert len(before) == 11
    edited = job_seeker_draft("PAM-T002", version=LATER, credentials=(CredentialDraft(code="auth:HF"),))
    upsert_job_seekers(people, [edited], LATER)
    assert same_as_from_scratch(live, matcher, people) != before
    hidden = find_job_seeker(people, "PAM-T003").id
    set_visibility_facts(people, hidden, visible_facts(dead=True), LATER)
    assert hidden not in same_as_from_scratch(live, matcher, people)
    erased = find_job_seeker(people, "PAM-T004").id
    erase_job_seeker(people, erased, LATER)
    assert erased not in same_as_from_scratch(live, matcher, people)
    set_visibility_facts(people, "PAM-T011", visible_facts(), LATER)
    assert len(same_as_from_scratch(live, matcher, people)) == 10
    upsert_vacancies(people, [vacancy_draft(version=LATER, requirements=())], LATER)
    same_as_from_scratch(live, matcher, people)


def test_openings_come_and_go(people: Session, matcher: Matcher) -> None:
    live = LivePool(matcher)
    assert len(live.openings(people, TODAY)) == 2
    upsert_vacancies(people, [vacancy_draft("c" * 32, title="Ny")], LATER)
    assert "Ny" in {entry.title for entry in live.openings(people, TODAY)}
    close_expired(people, TODAY + timedelta(days=60), LATER)
    assert [entry.title for entry in live.openings(people, TODAY)] == []


def test_the_reader_reaches_only_those_within_scope(people: Session, matcher: Matcher) -> None:
    live = LivePool(matcher)
    asked = opening(live, people)
    mine = live.people(people, TODAY, among=people_in_scope(TRYSIL))
    assert (len(mine), mine.everybody) == (7, 11)
    assert sum(mine.counts(asked).values()) == 7
    assert sum(mine.counts(asked, region=True).values()) == 11
    reached = {match.candidate for tier in Tier for match in mine.explain(asked, mine.order(asked, tier))}
    assert reached == set(mine.tiers(asked))
    assert len(reached) == 7
    beyond = people.query(JobSeeker).filter_by(external_id="PAM-T003").one().id
    assert mine.match(asked, beyond) is None
    assert mine.candidate(beyond) is None
    assert mine.match(asked, next(iter(reached))) is not None


def test_on_the_way_the_soonest_comes_first(people: Session, matcher: Matcher) -> None:
    live = LivePool(matcher)
    asked = opening(live, people)
    now = live.people(people, TODAY)
    months = [round(match.months or 0) for match in now.explain(asked, now.order(asked, Tier.ON_THE_WAY))]
    assert months == sorted(months)
    assert len(months) > 1


def test_whoever_has_an_empty_profile_stands_behind_every_day_that_can_be_told(people: Session, matcher: Matcher) -> None:
    live = LivePool(matcher)
    nothing = {"practice": (), "wishes": (), "credentials": (), "education": (), "skills": (), "licences": ()}
    blank = [job_seeker_draft(f"PAM-T{number}", **nothing) for number in (101, 102)]
    upsert_job_seekers(people, blank, NOW)
    for draft in blank:
        set_visibility_facts(people, draft.external_id, visible_facts(), NOW)
    asked = opening(live, people)
    now = live.people(people, TODAY)
    order = now.order(asked, Tier.ON_THE_WAY)
    found = now.explain(asked, order)
    empty = [any(entry.evidence == "profile empty" for entry in match.findings) for match in found]
    assert empty == [False] * (len(found) - 2) + [True] * 2
    assert min(match.months or 0 for match in found[-2:]) < max(match.months or 0 for match in found[:-2])


def test_a_second_look_loads_nobody_anew(people: Session, matcher: Matcher) -> None:
    live = LivePool(matcher)
    asked = opening(live, people)
    live.people(people, TODAY).counts(asked)
    statements: list[str] = []
    engine = people.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    live.people(people, TODAY, among=people_in_scope(TRYSIL)).counts(asked)
    live.openings(people, TODAY)
    assert len(statements) == 3
    assert not any("work_period" in statement for statement in statements)


def test_threads_share_it(people: Session, matcher: Matcher, session_factory: sessionmaker[Session]) -> None:
    people.commit()
    live = LivePool(matcher)
    answers: list[object] = []

    def look() -> None:
        with session_factory() as mine:
            now = live.people(mine, TODAY)
            answers.append([tuple(now.explain(entry, now.order(entry, Tier.ON_THE_WAY))) for entry in live.openings(mine, TODAY)])

    threads = [threading.Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 6
    assert all(answer == answers[0] for answer in answers)
