"""The field in figures: rounded, the same all day, and never telling of one person."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.catalogue import Catalogue
from matcher.records import Opening, Requirement, Tier
from matcher.requirements import RequirementReader
from models.drafts import CredentialDraft, RequirementDraft
from models.pages import FieldFigures
from models.policy import Actor
from models.profiles import to_opening
from models.services.intake.places import PlaceIndex
from models.services.people.storing import erase_job_seeker, find_job_seeker, set_visibility_facts, upsert_job_seekers
from models.services.ranking.live import LivePool
from models.services.vacancies import field, postings
from models.services.vacancies.field import Figures, demand_hash, field_of_posting, field_of_vacancy, own_measures, rounded
from models.services.vacancies.posting_answers import DEMANDS, TERMS
from models.services.vacancies.postings import Workbench
from models.services.vacancies.storing import find_vacancy, upsert_vacancy
from models.vacancies import Vacancy
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts
from tests.models.posting_world import AD_TEXT, HOME_CARE, REST, an_employer

DEMANDS_OF_AD = ("auth:HF", "licence:B", "language:B1")


@pytest.fixture
def bench(catalogue: Catalogue) -> Workbench:
    return Workbench(catalogue=catalogue, places=PlaceIndex(catalogue), reader=RequirementReader(), on=TODAY, now=NOW)


@pytest.fixture
def randi(session: Session) -> Actor:
    return an_employer(session, HOME_CARE)


def add_people(session: Session, numbers: range, **changes: Any) -> None:
    drafts = [
        job_seeker_draft(
            f"PAM-T{number:03}",
            credentials=(CredentialDraft(code="auth:HF"),) if number % 3 == 0 else (),
            licences=("B",) if number % 4 else (),
            shifts_yes=("day", "evening", "night", "weekend"),
            practice=(),
            **changes,
        )
        for number in numbers
    ]
    upsert_job_seekers(session, drafts, NOW)
    for draft in drafts:
        set_visibility_facts(session, draft.external_id, visible_facts(), NOW)


def a_vacancy(session: Session, number: int = 0, codes: tuple[str, ...] = DEMANDS_OF_AD, **changes: Any) -> Vacancy:
    demands = tuple(RequirementDraft(code=code, strength="must") for code in codes)
    draft = vacancy_draft(f"{number:032}", requirements=demands, **changes)
    upsert_vacancy(session, draft, NOW)
    return find_vacancy(session, draft.external_id)


def cells(figures: Figures) -> list[int]:
    gains = [number for gain in figures.gains for number in (gain.nearer, gain.reachable)]
    return [figures.ready, figures.clarify, figures.on_the_way, *gains]


# --- rounding --------------------------------------------------------------------------------------------------


def test_rounding() -> None:
    assert [rounded(count) for count in range(14)] == [0, 0, 0, 0, 0, 5, 5, 5, 10, 10, 10, 10, 10, 15]


def test_figures_are_the_regions_counts_rounded(session: Session, live: LivePool) -> None:
    add_people(session, range(37))
    vacancy = a_vacancy(session)
    counts = live.people(session, TODAY).counts(to_opening(vacancy), region=True)
    figures = field_of_vacancy(session, live, vacancy, TODAY)
    assert counts[Tier.READY] > 5
    assert (figures.ready, figures.clarify) == (rounded(counts[Tier.READY]), rounded(counts[Tier.CLARIFY]))
    assert figures.on_the_way <= rounded(counts[Tier.ON_THE_WAY])
    assert figures.strictest == "auth:HF"
    assert figures.gains[0].nearer >= 5


def test_no_cell_tells_of_fewer_than_five(session: Session, live: LivePool) -> None:
    """Whatever is demanded, and however many there are: every cell and every difference is a multiple of five."""
    shown: list[Figures] = []
    number = itertools.count()
    for size in range(0, 24, 3):
        add_people(session, range(max(size - 3, 0), size))
        on = TODAY + timedelta(days=size)
        for count in range(len(DEMANDS_OF_AD) + 1):
            for codes in itertools.combinations(DEMANDS_OF_AD, count):
                shown.append(field_of_vacancy(session, live, a_vacancy(session, next(number), codes), on))
    for figures in shown:
        assert all(cell % 5 == 0 for cell in cells(figures))
        assert all(gain.nearer >= 5 or gain.reachable >= 5 for gain in figures.gains)
        assert len(figures.gains) <= 5
    for one, other in itertools.combinations(shown, 2):
        differences = {one.ready - other.ready, one.clarify - other.clarify, one.on_the_way - other.on_the_way}
        assert not {abs(difference) for difference in differences} & {1, 2, 3, 4}


def test_a_gain_is_told_only_when_it_is_truly_five_or_more(session: Session, live: LivePool) -> None:
    add_people(session, range(60))
    vacancy = a_vacancy(session)
    told = {gain.code: gain for gain in field_of_vacancy(session, live, vacancy, TODAY).gains}
    for entry in live.people(session, TODAY).relaxations(to_opening(vacancy), region=True):
        gain = told.get(entry.code)
        assert (gain is not None and gain.nearer >= 5) == (
            entry.nearer >= 5 and rounded(sum(entry.tiers[:2])) > rounded(sum(entry.tiers[:2]) - entry.nearer)
        )


# --- the same all day ------------------------------------------------------------------------------------------


def changes_of_a_person(session: Session) -> Iterator[str]:
    """Change the field by one or two people at a time, in every way there is; yield after each what was done."""
    add_people(session, range(100, 101))
    yield "one more"
    add_people(session, range(101, 103))
    yield "two more"
    set_visibility_facts(session, "PAM-T003", visible_facts(shielded=True), NOW)
    yield "one hidden"
    set_visibility_facts(session, "PAM-T006", visible_facts(code_6_or_7=True), NOW)
    set_visibility_facts(session, "PAM-T009", visible_facts(code_6_or_7=None), NOW)
    yield "two hidden"
    erase_job_seeker(session, find_job_seeker(session, "PAM-T012").id, NOW)
    yield "one erased"
    upsert_job_seekers(session, [job_seeker_draft("PAM-T015", version=NOW, licences=())], NOW)
    yield "one changed"


def test_one_or_two_people_never_change_what_is_shown_the_same_day(session: Session, live: LivePool) -> None:
    add_people(session, range(40))
    vacancies = [a_vacancy(session, number, codes) for number, codes in enumerate(((), ("auth:HF",), DEMANDS_OF_AD))]
    before = [field_of_vacancy(session, live, vacancy, TODAY) for vacancy in vacancies]
    real = [live.people(session, TODAY).counts(to_opening(vacancy), region=True) for vacancy in vacancies]
    for done in changes_of_a_person(session):
        assert [field_of_vacancy(session, live, vacancy, TODAY) for vacancy in vacancies] == before, done
    now = [live.people(session, TODAY).counts(to_opening(vacancy), region=True) for vacancy in vacancies]
    assert now != real


def test_another_vacancy_with_the_same_demands_reads_the_same_figures(session: Session, live: LivePool) -> None:
    add_people(session, range(40))
    before = field_of_vacancy(session, live, a_vacancy(session), TODAY)
    add_people(session, range(40, 80))
    twin = a_vacancy(session, 1, tuple(reversed(DEMANDS_OF_AD)), title="Et annet navn", positions=7)
    assert field_of_vacancy(session, live, twin, TODAY) == before
    assert field_of_vacancy(session, live, twin, TODAY + timedelta(days=1)) != before


def test_demands_put_back_read_the_figures_of_the_morning(session: Session, live: LivePool) -> None:
    add_people(session, range(40))
    morning = field_of_vacancy(session, live, a_vacancy(session), TODAY)
    milder = field_of_vacancy(session, live, a_vacancy(session, 0, ("licence:B",)), TODAY)
    add_people(session, range(40, 80))
    assert field_of_vacancy(session, live, a_vacancy(session), TODAY) == morning
    assert field_of_vacancy(session, live, a_vacancy(session, 0, ("licence:B",)), TODAY) == milder
    assert session.scalar(select(func.count()).select_from(FieldFigures)) == 2


def test_a_draft_and_what_it_becomes_tell_the_same(session: Session, live: LivePool, randi: Actor, bench: Workbench) -> None:
    add_people(session, range(40))
    empty = postings.begin(session, randi, bench, {})
    assert field_of_posting(session, live, empty, postings.reading_of(empty, bench), TODAY) is None
    posting = postings.begin_from_ad(session, randi, bench, AD_TEXT)
    postings.save_step(session, randi, bench, posting.id, step=TERMS, form=REST)
    draft = field_of_posting(session, live, posting, postings.reading_of(posting, bench), TODAY)
    add_people(session, range(40, 80))
    assert field_of_posting(session, live, posting, postings.reading_of(posting, bench), TODAY) == draft
    vacancy = postings.own_vacancy(session, randi, postings.publish(session, randi, bench, posting.id))
    assert field_of_vacancy(session, live, vacancy, TODAY) == draft
    ids = {entry["code"]: entry["id"] for entry in posting.answers["requirements"]}
    form = {f"krav-{ids['auth:HF']}": ["none"]}
    postings.save_step(session, randi, bench, posting.id, step=DEMANDS, form=form)
    assert field_of_posting(session, live, posting, postings.reading_of(posting, bench), TODAY) != draft


def test_only_what_decides_about_tiers_makes_other_demands() -> None:
    one = Opening(
        id="1", roles=("R11",), title="A", must=(Requirement(code="auth:HF"), Requirement(code="licence:B")), postnummer="2420"
    )
    same = Opening(
        id="2",
        roles=("R11",),
        title="B",
        positions=3,
        deadline=TODAY,
        start=TODAY,
        skills=("stell",),
        must=(Requirement(code="licence:B"), Requirement(code="auth:HF"), Requirement(code="licence:B")),
        should=(Requirement(code="skill:it"),),
        postnummer="2420",
    )
    assert demand_hash(one) == demand_hash(same)
    for change in (
        {"roles": ("R13",)},
        {"percent_min": 50.0},
        {"postnummer": "2450"},
        {"must": ()},
        {"properties": frozenset({"x"})},
    ):
        values: dict[str, Any] = {"id": "1", "roles": ("R11",), "must": one.must, "postnummer": "2420"}
        assert demand_hash(Opening(**(values | change))) != demand_hash(one)


# --- what the employer itself can do ---------------------------------------------------------------------------


def test_only_the_employers_own_measures_reach_it(catalogue: Catalogue) -> None:
    must = tuple(Requirement(code=code) for code in catalogue.requirements if catalogue.requirements[code].measures)
    found = own_measures(Opening(id="x", roles=("R11",), must=must), catalogue, TODAY)
    assert found
    assert all(catalogue.measures[entry.measure].audience == "employer" and entry.barrier is None for entry in found)
    assert len({entry.measure for entry in found}) == len(found)


def test_the_module_says_nothing_of_a_person() -> None:
    names = {name for kind in (field.Figures, field.Gain) for name in kind.__slots__}
    assert names == {"ready", "clarify", "on_the_way", "gains", "code", "milder", "nearer", "reachable"}
