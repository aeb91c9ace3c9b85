"""The bridge: every coded fact crosses it, and nothing else."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matcher.records import Candidate, Credential, LanguageLevel, LanguageSkill, Opening, Practice, Proof, Requirement, Span, Wish
from models.drafts import (
    CredentialDraft,
    EducationDraft,
    FactDraft,
    JobSeekerDraft,
    LanguageDraft,
    PracticeDraft,
    RequirementDraft,
    VacancyDraft,
    VariantDraft,
    WishDraft,
)
from models.people import JobSeeker
from models.profiles import load_candidates, load_openings, to_candidate, to_opening
from models.services.people.storing import find_job_seeker, set_visibility_facts, upsert_job_seeker
from models.services.vacancies.storing import find_vacancy, upsert_vacancy
from models.vacancies import Vacancy
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts


def candidate_of(session: Session, draft: JobSeekerDraft, on: date = TODAY) -> Candidate:
    upsert_job_seeker(session, draft, NOW)
    set_visibility_facts(session, draft.external_id, visible_facts(), NOW)
    return to_candidate(find_job_seeker(session, draft.external_id), on)


def opening_of(session: Session, draft: VacancyDraft) -> Opening:
    upsert_vacancy(session, draft, NOW)
    return to_opening(find_vacancy(session, draft.external_id))


def test_every_coded_fact_crosses(session: Session) -> None:
    candidate = candidate_of(
        session,
        job_seeker_draft(
            credentials=(CredentialDraft(code="auth:HF", proof="verified", valid_until=date(2030, 1, 1)),),
            languages=(LanguageDraft(language="no", spoken="GODT", written="NYBEGYNNER", test_spoken="B1"),),
            practice=(
                PracticeDraft(
                    title="Kokk", styrk08="5120", start=date(2020, 1, 1), end=date(2021, 1, 1), percent=50, kind="placement"
                ),
                PracticeDraft(title="Pleieassistent", tasks=("skill:ehr", "stell")),
            ),
            wishes=(WishDraft(title="Helsefagarbeider", primary=True),),
            shifts_no=("night",),
            takes_transit=False,
            percent_min=50,
            percent_max=80,
            percent_absolute=True,
            earliest_start=date(2027, 1, 4),
            max_minutes=45,
            willing_to_move=True,
            needs_housing=True,
            refused_families=("renhold",),
            barriers=("B09",),
        ),
    )
    assert dataclasses.replace(candidate, id="x") == Candidate(
        id="x",
        practice=(
            Practice(title="Kokk", styrk08="5120", start=date(2020, 1, 1), end=date(2021, 1, 1), percent=50, kind="placement"),
            Practice(title="Pleieassistent", tasks=("skill:ehr", "stell")),
        ),
        wishes=(Wish(title="Helsefagarbeider", primary=True),),
        credentials=(Credential(code="auth:HF", proof=Proof.VERIFIED, valid_until=date(2030, 1, 1)),),
        skills=("stell", "demens"),
        languages=(LanguageSkill(language="no", spoken=LanguageLevel.GOOD, written=LanguageLevel.BEGINNER, test_spoken="B1"),),
        licences=frozenset({"B"}),
        licences_known=True,
        car=True,
        takes_transit=False,
        shifts_yes=frozenset({"day", "evening", "weekend"}),
        shifts_no=frozenset({"night"}),
        percent_min=50,
        percent_max=80,
        percent_absolute=True,
        forms=frozenset({"fast"}),
        earliest_start=date(2027, 1, 4),
        postnummer="2420",
        max_minutes=45,
        wished_places=frozenset({"3421"}),
        willing_to_move=True,
        needs_housing=True,
        refused_families=frozenset({"renhold"}),
        over_18=True,
        over_20=True,
        right_to_work=True,
        barriers=frozenset({"B09"}),
        empty_cv=False,
    )


def test_nothing_that_names_a_person_crosses(session: Session) -> None:
    token = "zq5c1d0e9f8a7b"
    candidate = candidate_of(
        session,
        job_seeker_draft(
            given_name=token,
            family_name=token,
            phone=token,
            email=token,
            poststed=token,
            start_code=token,
            practice=(PracticeDraft(title="Kokk", employer=token, place=token),),
            credentials=(CredentialDraft(code="auth:HF", title=token, issuer=token),),
            education=(EducationDraft(title=token, school=token, level=token),),
            facts=(FactDraft(kind="car", value="true", quote=token, source=token),),
        ),
    )
    assert token not in repr(candidate)
    assert "PAM-T001" not in repr(candidate)
    assert "1985" not in repr(candidate)


@pytest.mark.parametrize(
    ("born", "on", "expected"),
    [
        (date(2008, 11, 23), TODAY, (True, False)),
        (date(2008, 11, 24), TODAY, (False, False)),
        (date(2006, 11, 23), TODAY, (True, True)),
        (date(2006, 11, 24), TODAY, (True, False)),
        (date(2008, 2, 29), date(2026, 2, 28), (False, False)),
        (date(2008, 2, 29), date(2026, 3, 1), (True, False)),
        (None, TODAY, (None, None)),
    ],
)
def test_ages_are_two_answers(session: Session, born: date | None, on: date, expected: tuple[bool | None, bool | None]) -> None:
    candidate = candidate_of(session, job_seeker_draft(birth_date=born), on)
    assert (candidate.over_18, candidate.over_20) == expected


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(2008, 11, 23), (None, date(2028, 11, 1))),
        (date(2008, 11, 24), (date(2026, 11, 1), date(2028, 11, 1))),
        (date(2009, 2, 28), (date(2027, 2, 1), date(2029, 2, 1))),
        (date(1985, 3, 12), (None, None)),
        (None, (None, None)),
    ],
)
def test_the_month_of_coming_of_age_is_known_while_it_lies_ahead(
    session: Session, born: date | None, expected: tuple[date | None, date | None]
) -> None:
    candidate = candidate_of(session, job_seeker_draft(birth_date=born), TODAY)
    assert (candidate.turns_18, candidate.turns_20) == expected


@pytest.mark.parametrize(("one", "other"), [(date(1985, 3, 12), date(2006, 11, 23)), (date(1940, 1, 1), date(1999, 12, 31))])
def test_a_birth_year_on_the_same_side_of_20_changes_nothing(session: Session, one: date, other: date) -> None:
    first = candidate_of(session, job_seeker_draft(birth_date=one), TODAY)
    assert candidate_of(session, job_seeker_draft(birth_date=other), TODAY) == first


def test_credentials_go_the_day_after_they_expire(session: Session) -> None:
    draft = job_seeker_draft(credentials=(CredentialDraft(code="course:hlr", valid_until=TODAY),))
    assert candidate_of(session, draft).credentials
    assert candidate_of(session, draft, date(2026, 11, 24)).credentials == ()


def test_silence_stays_silence(session: Session) -> None:
    candidate = candidate_of(session, JobSeekerDraft(source="csv", external_id="x", version=NOW))
    assert dataclasses.replace(candidate, id="x") == Candidate(id="x", max_minutes=60, empty_cv=True)
    educated = JobSeekerDraft(source="csv", external_id="y", version=NOW, education=(EducationDraft(title="Grunnskole"),))
    assert not candidate_of(session, educated).empty_cv


def test_what_the_ad_offers_becomes_its_properties(session: Session) -> None:
    codes = ("offer:housing", "route:apprentice", "cond:licence:B", "alt:auth:HP", "unqualified_ok", "student_ok", "inclusion")
    opening = opening_of(
        session,
        vacancy_draft(
            requirements=(
                *(RequirementDraft(code=code, strength="should") for code in codes),
                RequirementDraft(code="skill:ehr", strength="should"),
                RequirementDraft(code="auth:HF|auth:HP", strength="must"),
            )
        ),
    )
    assert opening.properties == frozenset(codes)
    assert [entry.code for entry in opening.should] == ["skill:ehr"]
    assert [entry.code for entry in opening.must] == ["auth:HF|auth:HP"]


def test_the_words_that_prove_a_requirement_come_along(session: Session) -> None:
    opening = opening_of(session, vacancy_draft())
    text = vacancy_draft().text
    start = text.index("helsefagarbeider med")
    quote = "helsefagarbeider med autorisasjon"
    assert opening.must == (Requirement(code="auth:HF", spans=(Span(start=start, end=start + len(quote), quote=quote),)),)


def test_variants_keep_their_own_demands(session: Session) -> None:
    draft = vacancy_draft(
        roles=("R11", "R13"),
        requirements=(
            RequirementDraft(code="police", strength="must"),
            RequirementDraft(code="auth:HF", strength="must", variant=0),
            RequirementDraft(code="skill:ehr", strength="should", variant=1),
            RequirementDraft(code="unqualified_ok", strength="should", variant=1),
        ),
        variants=(VariantDraft(roles=("R11",), percent_min=50), VariantDraft(roles=("R13",), employment="vikariat", positions=1)),
    )
    opening = opening_of(session, draft)
    assert [entry.code for entry in opening.must] == ["police"]
    assert [[entry.code for entry in variant.must] for variant in opening.variants] == [["auth:HF"], []]
    assert [[entry.code for entry in variant.should] for variant in opening.variants] == [[], ["skill:ehr"]]
    assert [(v.roles, v.percent_min, v.employment, v.positions) for v in opening.variants] == [
        (("R11",), 50, None, None),
        (("R13",), None, "vikariat", 1),
    ]
    assert opening.properties == {"unqualified_ok"}


def test_what_an_employer_adds_here_counts_as_offered(session: Session) -> None:
    opening_of(session, vacancy_draft())
    session.execute(update(Vacancy).values(training_offered=True, housing_offered=True))
    session.expire_all()
    assert load_openings(session, TODAY)[0].properties == {"unqualified_ok", "training_offered", "offer:housing"}


def test_only_the_visible_are_loaded_and_in_one_order(session: Session) -> None:
    for number in range(30):
        upsert_job_seeker(session, job_seeker_draft(f"PAM-{number}"), NOW)
        if number % 3:
            set_visibility_facts(session, f"PAM-{number}", visible_facts(), NOW)
    session.expunge_all()
    ids = [candidate.id for candidate in load_candidates(session, TODAY)]
    assert len(ids) == 20
    assert ids == sorted(ids)
    shown = {f"PAM-{number}" for number in range(30) if number % 3}
    assert set(session.scalars(select(JobSeeker.external_id).where(JobSeeker.id.in_(ids)))) == shown
