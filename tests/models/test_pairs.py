"""One person held against one vacancy: the same numbers as in the list, a way on, and verdicts that hold no word of health."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.matcher import Matcher
from matcher.records import Tier
from models.accounts import Scope, User, UserKind
from models.audit import AuditAction, AuditEvent
from models.drafts import CredentialDraft, WishDraft
from models.matches import Verdict
from models.people import JobSeeker
from models.policy import Actor
from models.services.errors import JobSeekerNotFound, PersonOutOfReach, VacancyNotFound
from models.services.looks import Look
from models.services.people.storing import erase_job_seeker, find_job_seeker, set_visibility_facts, upsert_job_seekers
from models.services.ranking.live import LivePool
from models.services.vacancies.pairs import (
    BARRIERS,
    ReasonMissing,
    VerdictReason,
    WordsOfHealth,
    WordsTooLong,
    beside,
    look_at_pair,
    record_verdict,
)
from models.services.vacancies.people import View, vacancy_with_people
from models.services.vacancies.storing import find_vacancy, upsert_vacancies
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts

READER = Actor(user_id="1" * 32, name="Veileder", kind=UserKind.ADVISER, grants=frozenset({(Scope.MUNICIPALITY, "3421")}))
LOOK = Look(actor=READER, purpose="formidling", now=NOW, on=TODAY)
AD = "a0000000-0000-4000-8000-0000000000aa"


@pytest.fixture
def world(session: Session) -> Session:
    """Twelve people in Trysil, one of them hidden, one person in Åmot, a vacancy, and the reader's account."""
    drafts = [
        job_seeker_draft(f"PAM-{number:02}", credentials=(CredentialDraft(code="auth:HF"),) if number % 2 else ())
        for number in range(12)
    ]
    drafts.append(job_seeker_draft("PAM-AMOT", kommunenr="3422", postnummer="2450"))
    upsert_job_seekers(session, drafts, NOW)
    for draft in drafts:
        set_visibility_facts(session, draft.external_id, visible_facts(dead=draft.external_id == "PAM-00"), NOW)
    upsert_vacancies(session, [vacancy_draft(AD)], NOW)
    session.add(User(id=READER.user_id, username="v", display_name="Veileder", kind=UserKind.ADVISER, created_at=NOW))
    session.flush()
    return session


@pytest.fixture
def vacancy_id(world: Session) -> str:
    return find_vacancy(world, AD).id


def person(session: Session, external_id: str) -> str:
    return session.scalars(select(JobSeeker.id).where(JobSeeker.external_id == external_id)).one()


def test_the_same_numbers_as_the_list(world: Session, live: LivePool, vacancy_id: str) -> None:
    ranked = [
        row for tier in Tier for row in vacancy_with_people(world, live, LOOK, vacancy_id, View(tier=tier)).tiers[tier.order].rows
    ]
    assert len(ranked) == 11
    for number, row in enumerate(ranked, 1):
        pair = look_at_pair(world, live, LOOK, vacancy_id, row.card.id)
        assert pair.match == row.match
        assert (pair.number, pair.total, pair.begins_as) == (number, 11, row.begins_as)
        assert sum(entry.weight for entry in pair.match.contributions) == pair.match.score


def test_whoever_is_not_used_to_care_hears_what_comes_first(world: Session, live: LivePool, vacancy_id: str) -> None:
    novice = job_seeker_draft("PAM-98", practice=(), credentials=(), wishes=(WishDraft(title="Pleieassistent", primary=True),))
    upsert_job_seekers(world, [novice], NOW)
    set_visibility_facts(world, "PAM-98", visible_facts(), NOW)
    pair = look_at_pair(world, live, LOOK, vacancy_id, person(world, "PAM-98"))
    assert pair.begins_as == "R13"
    assert pair.first_step is not None
    assert pair.first_step.edges == ("T19",)
    used = look_at_pair(world, live, LOOK, vacancy_id, person(world, "PAM-02"))
    assert used.first_step is None


def test_from_the_first_to_the_last_and_back(world: Session, live: LivePool, vacancy_id: str) -> None:
    first = next(
        one
        for one in world.scalars(select(JobSeeker.id).where(JobSeeker.kommunenr == "3421", JobSeeker.external_id != "PAM-00"))
        if look_at_pair(world, live, LOOK, vacancy_id, one).number == 1
    )
    walked = [first]
    while (after := beside(world, live, LOOK, vacancy_id, walked[-1], step=1)) is not None:
        walked.append(after)
    assert len(set(walked)) == len(walked) == 11
    back = [walked[-1]]
    while (before := beside(world, live, LOOK, vacancy_id, back[-1], step=-1)) is not None:
        back.append(before)
    assert back == walked[::-1]


def test_a_look_leaves_one_trace_and_a_step_none(world: Session, live: LivePool, vacancy_id: str) -> None:
    one = person(world, "PAM-02")
    beside(world, live, LOOK, vacancy_id, one, step=1)
    assert world.scalars(select(AuditEvent.person_id)).all() == []
    look_at_pair(world, live, LOOK, vacancy_id, one)
    (trace,) = world.scalars(select(AuditEvent))
    assert (trace.person_id, trace.subject, trace.purpose, trace.action) == (one, vacancy_id, "formidling", AuditAction.ACCESS)


@pytest.mark.parametrize("external_id", ["PAM-00", "PAM-AMOT"])
def test_hidden_and_foreign_people_are_out_of_reach(world: Session, live: LivePool, vacancy_id: str, external_id: str) -> None:
    one = person(world, external_id)
    with pytest.raises(PersonOutOfReach):
        look_at_pair(world, live, LOOK, vacancy_id, one)
    with pytest.raises(PersonOutOfReach):
        beside(world, live, LOOK, vacancy_id, one, step=1)
    with pytest.raises(PersonOutOfReach):
        record_verdict(world, LOOK, vacancy_id, one, relevant=True)
    assert world.scalars(select(Verdict.id)).all() == []


def test_unknown_people_and_vacancies_are_not_found(world: Session, live: LivePool, vacancy_id: str) -> None:
    with pytest.raises(JobSeekerNotFound):
        look_at_pair(world, live, LOOK, vacancy_id, "f" * 32)
    with pytest.raises(VacancyNotFound):
        look_at_pair(world, live, LOOK, "f" * 32, person(world, "PAM-02"))


def test_the_need_category_leaves_measures_out_and_is_kept_nowhere(world: Session, live: LivePool, vacancy_id: str) -> None:
    one = person(world, "PAM-02")
    general = look_at_pair(world, live, LOOK, vacancy_id, one)
    narrow = look_at_pair(world, live, LOOK, vacancy_id, one, group="GM")
    assert set(narrow.match.measures) <= set(general.match.measures)
    assert narrow.match.score == general.match.score
    assert narrow.match.tier is general.match.tier
    assert look_at_pair(world, live, LOOK, vacancy_id, one).match == general.match


def test_ways_that_are_closed_say_which_rule_closes_them(world: Session, live: LivePool, vacancy_id: str) -> None:
    pair = look_at_pair(world, live, LOOK, vacancy_id, person(world, "PAM-02"))
    assert pair.match.tier is Tier.ON_THE_WAY
    edges = live.matcher.domain_.catalogue.edges
    assert pair.closed_ways
    assert all(way.edge in edges and way.rule.kind for way in pair.closed_ways)


def test_verdicts_are_kept_beside_each_other(world: Session, live: LivePool, vacancy_id: str) -> None:
    one = person(world, "PAM-02")
    reasons = [VerdictReason.REACH, VerdictReason.LANGUAGE]
    record_verdict(world, LOOK, vacancy_id, one, relevant=False, reasons=reasons, words="  Vil helst nærmere Trysil.  ")
    record_verdict(world, LOOK, vacancy_id, one, relevant=True, reasons=reasons)
    said = look_at_pair(world, live, LOOK, vacancy_id, one).said
    assert sorted((entry.relevant, entry.reasons, entry.words) for entry in said) == [
        (False, (VerdictReason.LANGUAGE, VerdictReason.REACH), "Vil helst nærmere Trysil."),
        (True, (), ""),
    ]
    assert {(entry.by, entry.own) for entry in said} == {("Veileder", True)}
    written = world.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.UPDATE)).all()
    assert [(entry.person_id, entry.subject) for entry in written] == [(one, vacancy_id)] * 2


def test_a_no_needs_a_reason(world: Session, vacancy_id: str) -> None:
    with pytest.raises(ReasonMissing):
        record_verdict(world, LOOK, vacancy_id, person(world, "PAM-02"), relevant=False, words="Nei.")


@pytest.mark.parametrize(
    "words",
    ["Er sykmeldt ut året", "Har vondt i ryggen", "Alene med to små barn", "Går på AAP", "Er muslim", "Er gravid"],
)
def test_words_of_health_family_benefits_or_faith_are_never_stored(world: Session, vacancy_id: str, words: str) -> None:
    with pytest.raises(WordsOfHealth):
        record_verdict(
            world, LOOK, vacancy_id, person(world, "PAM-02"), relevant=False, reasons=[VerdictReason.OTHER], words=words
        )
    assert world.scalars(select(Verdict.id)).all() == []


def test_words_have_an_end(world: Session, vacancy_id: str) -> None:
    with pytest.raises(WordsTooLong):
        record_verdict(world, LOOK, vacancy_id, person(world, "PAM-02"), relevant=True, words="a" * 501)


def test_every_reason_speaks_of_a_barrier_that_may_be_stored(matcher: Matcher) -> None:
    barriers = matcher.domain_.catalogue.barriers
    assert {barriers[barrier].data_class for barrier in BARRIERS.values()} == {"O"}
    assert set(BARRIERS) == set(VerdictReason) - {VerdictReason.OTHER, VerdictReason.TAKEN}


def test_a_verdict_goes_with_the_person(world: Session, vacancy_id: str) -> None:
    one = find_job_seeker(world, "PAM-02")
    record_verdict(world, LOOK, vacancy_id, one.id, relevant=True)
    erase_job_seeker(world, one.id, NOW)
    assert world.scalars(select(Verdict.id)).all() == []
