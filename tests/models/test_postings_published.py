"""A vacancy written here is published only when it is whole, and then as it was written."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.pages import Posting
from models.policy import Actor
from models.profiles import to_opening
from models.services.vacancies import own, postings
from models.services.vacancies.posting_answers import AD, REVIEW, TERMS, WELCOME
from models.services.vacancies.postings import NotReady, Workbench
from models.vacancies import Strength, Vacancy, VacancyState
from tests.factories import NOW
from tests.models.posting_world import AD_TEXT, HOME_CARE, NURSING_HOME, REST, published, save


def test_publishing_needs_what_is_missing_and_says_all_of_it(session: Session, randi: Actor, bench: Workbench) -> None:
    posting = postings.begin(session, randi, bench, {})
    with pytest.raises(NotReady) as refused:
        postings.publish(session, randi, bench, posting.id)
    assert [(fault.step, fault.field) for fault in refused.value.faults] == [
        (AD, "title"),
        (AD, "roles"),
        (TERMS, "employment"),
        (TERMS, "deadline"),
        (TERMS, "workplace"),
    ]
    assert session.scalar(select(func.count()).select_from(Vacancy)) == 0


def test_a_published_vacancy_is_what_was_written(session: Session, randi: Actor, bench: Workbench) -> None:
    posting = postings.begin_from_ad(session, randi, bench, AD_TEXT)
    save(session, randi, bench, posting, AD, {"employer": [NURSING_HOME], "roles": ["R11"], "title": ["Helsefagarbeider natt"]})
    save(session, randi, bench, posting, TERMS, REST | {"percent_min": ["50"], "percent_max": ["75"], "shifts": ["night"]})
    save(session, randi, bench, posting, WELCOME, {"offers": ["training_offered", "route:fagbrev_paa_jobb"], "rungs": ["N22"]})
    row = postings.own_vacancy(session, randi, postings.publish(session, randi, bench, posting.id))
    assert row.employer is not None
    assert row.employer.key == NURSING_HOME
    assert (row.source, row.external_id, row.state, row.job_title) == (
        "bygdematch",
        posting.id,
        VacancyState.OPEN,
        "Helsefagarbeider",
    )
    assert (row.percent_min, row.percent_max, row.postnummer, row.kommunenr) == (50, 75, "2420", "3421")
    assert (row.accepted_states, row.training_offered, row.housing_offered) == (["N22"], True, False)
    assert all((entry.confirmed_by, entry.confirmed_at) == (randi.user_id, NOW) for entry in row.requirements)
    opening = to_opening(row)
    assert {"auth:HF", "licence:B", "shift:night"} <= {entry.code for entry in opening.must}
    assert opening.properties == {"training_offered", "route:fagbrev_paa_jobb"}
    assert posting.answers["published"]
    assert own.unfinished(session, randi) == []


def test_a_remark_is_put_right_or_answered_with_a_reason_that_is_kept(session: Session, randi: Actor, bench: Workbench) -> None:
    posting = postings.begin_from_ad(session, randi, bench, f"{AD_TEXT}\nGod fysisk helse er et krav.")
    save(session, randi, bench, posting, TERMS, REST)
    with pytest.raises(NotReady) as refused:
        postings.publish(session, randi, bench, posting.id)
    (fault,) = refused.value.faults
    assert (fault.step, fault.key) == (REVIEW, "remark")
    save(session, randi, bench, posting, REVIEW, {fault.field: ["  "]})
    assert postings.faults_of(posting, bench) == (fault,)
    save(session, randi, bench, posting, REVIEW, {fault.field: ["Tunge løft hver natt."], "grunn-0000": ["Finnes ikke"]})
    (kept,) = posting.answers["overrides"].values()
    assert kept == {
        "kind": "health",
        "sentence": "God fysisk helse er et krav.",
        "reason": "Tunge løft hver natt.",
        "by": randi.user_id,
        "at": NOW.isoformat(),
    }
    postings.publish(session, randi, bench, posting.id)


def test_a_change_is_published_when_it_is_ready_and_not_before(session: Session, randi: Actor, bench: Workbench) -> None:
    vacancy = published(session, randi, bench)
    bench = replace(bench, now=NOW + timedelta(hours=1))
    posting = postings.edit(session, randi, bench, vacancy)
    assert posting.answers["published"]
    save(session, randi, bench, posting, AD, {"title": ["Ny tittel"], "roles": ["R14"], "employer": [NURSING_HOME]})
    assert postings.own_vacancy(session, randi, vacancy).title == "Nattevakt i hjemmetjenesten"
    assert posting.employer_key == HOME_CARE
    assert [entry.changes for entry in own.unfinished(session, randi)] == [True]
    assert postings.publish(session, randi, bench, posting.id) == vacancy
    row = postings.own_vacancy(session, randi, vacancy)
    assert (row.title, row.updated_at) == ("Ny tittel", bench.now)
    assert session.scalar(select(func.count()).select_from(Vacancy)) == 1


def test_what_no_feed_carries_renews_the_vacancy_too(session: Session, randi: Actor, bench: Workbench) -> None:
    vacancy = published(session, randi, bench)
    row = postings.own_vacancy(session, randi, vacancy)
    before = (row.content_hash, row.updated_at)
    later = replace(bench, now=NOW + timedelta(hours=1))
    posting = postings.edit(session, randi, later, vacancy)
    save(session, randi, later, posting, WELCOME, {"offers": [], "rungs": ["N31"]})
    postings.publish(session, randi, later, posting.id)
    row = postings.own_vacancy(session, randi, vacancy)
    assert row.housing_offered is False
    assert row.accepted_states == ["N31"]
    assert (row.content_hash, row.updated_at) != before
    save(session, randi, later, posting, WELCOME, {"offers": [], "rungs": []})
    even_later = replace(bench, now=NOW + timedelta(hours=2))
    postings.publish(session, randi, even_later, posting.id)
    row = postings.own_vacancy(session, randi, vacancy)
    assert (row.accepted_states, row.updated_at) == ([], even_later.now)


def test_a_posting_that_is_gone_is_made_again_from_its_vacancy(session: Session, randi: Actor, bench: Workbench) -> None:
    vacancy = published(session, randi, bench)
    session.delete(session.scalars(select(Posting)).one())
    session.flush()
    posting = postings.edit(session, randi, bench, vacancy)
    before = [(entry.code, entry.strength) for entry in postings.own_vacancy(session, randi, vacancy).requirements]
    assert postings.publish(session, randi, bench, posting.id) == vacancy
    after = [(entry.code, entry.strength) for entry in postings.own_vacancy(session, randi, vacancy).requirements]
    assert sorted(after) == sorted(before)


def test_what_is_unpublished_can_be_thrown_away(session: Session, randi: Actor, bench: Workbench) -> None:
    draft = postings.begin(session, randi, bench, {"title": "Bort"})
    assert postings.discard(session, randi, draft.id) is None
    vacancy = published(session, randi, bench)
    posting = postings.edit(session, randi, bench, vacancy)
    save(session, randi, bench, posting, AD, {"title": ["Annet"]})
    assert postings.discard(session, randi, posting.id) == vacancy
    assert posting.answers["title"] == "Nattevakt i hjemmetjenesten"
    assert own.unfinished(session, randi) == []
    assert postings.faults_of(posting, bench) == ()


def test_an_ad_for_several_kinds_of_post_keeps_them(session: Session, randi: Actor, bench: Workbench) -> None:
    text = (
        "To stillinger i hjemmetjenesten\n\nSykepleier 100 %:\n• Autorisasjon som sykepleier\n\n"
        "Helsefagarbeider 75 %:\n• Autorisasjon som helsefagarbeider\n\nFelles for begge:\n• Førerkort klasse B"
    )
    posting = postings.begin_from_ad(session, randi, bench, text)
    save(session, randi, bench, posting, TERMS, REST)
    row = postings.own_vacancy(session, randi, postings.publish(session, randi, bench, posting.id))
    read = bench.reader.read(row.text, "To stillinger i hjemmetjenesten")
    assert len(row.variants) == len(read.variants)
    musts = {(entry.code, entry.variant) for entry in row.requirements if entry.strength is Strength.MUST}
    assert musts >= {(entry.code, number) for number, variant in enumerate(read.variants) for entry in variant.must}
