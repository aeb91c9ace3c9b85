"""The coordinator's classes over HTTP: an answer in numbers, nobody in it, and nobody else gets to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import AuditEvent
from models.drafts import PracticeDraft, RequirementDraft
from models.services.people.storing import set_visibility_facts, upsert_job_seekers
from models.services.vacancies.storing import upsert_vacancies
from tests.factories import NOW, job_seeker_draft, vacancy_draft, visible_facts
from tests.web.conftest import PageClient
from web.coordinator import class_presenter as presenter

# The services behind these pages are tried on both databases by tests/models.
pytestmark = pytest.mark.soak_on("postgresql")

Enter = Callable[[str], PageClient]
PAGE = "/koordinator/klasser"
PEOPLE = 7


@pytest.fixture
def region(in_app: Session) -> None:
    """Seven assistants with years of practice, and three posts for skilled workers."""
    practice = (PracticeDraft(title="Pleieassistent", styrk08="5329", start=date(2024, 1, 1), percent=100),)
    skilled = (RequirementDraft(code="auth:HF", strength="must"),)
    with in_app.begin():
        upsert_job_seekers(in_app, [job_seeker_draft(f"PAM-{number}", practice=practice) for number in range(PEOPLE)], NOW)
        for number in range(PEOPLE):
            set_visibility_facts(in_app, f"PAM-{number}", visible_facts(), NOW)
        upsert_vacancies(in_app, [vacancy_draft(positions=3, requirements=skilled)], NOW)


@pytest.mark.usefixtures("region")
def test_the_answer_stands_first_and_the_classes_below_it(sign_in: Enter) -> None:
    text = sign_in("coordinator").get(PAGE).text
    assert "(på arbeidsplassen, fra august 2027) fyller 3 stillinger til, vanligvis fra februar 2029." in text
    assert "I dag kan 0 av 3 åpne stillinger fylles" in text
    assert "Fagbrev på jobb" in text
    assert "bruker 3 av 12 plasser" in text
    assert "ca. 5" in text
    assert "Trysil 3" in text
    assert "Arbeidsgiver gir minst 80 % stilling med vanlig lønn" in text
    assert text.index("Fagbrev på jobb") < text.index("Videregående for voksne i moduler"), "the sooner of two"


@pytest.mark.usefixtures("region")
def test_what_is_left_out_is_told_with_its_reason(sign_in: Enter, in_app: Session) -> None:
    assert "ikke regnet med" not in sign_in("coordinator").get(PAGE).text
    skilled = (RequirementDraft(code="auth:HF", strength="must"),)
    with in_app.begin():
        upsert_vacancies(in_app, [vacancy_draft("ad-2", positions=4, requirements=skilled, employment="sommer")], NOW)
        cover = vacancy_draft("ad-3", requirements=skilled, employment="vikariat", start=date(2028, 1, 1))
        upsert_vacancies(in_app, [cover], NOW)
    text = " ".join(sign_in("coordinator").get(PAGE).text.split())
    assert "I dag kan 0 av 9 åpne stillinger fylles" in text
    assert "4 av dem er over før noen klasse er ferdig, og er ikke regnet med (sommerjobb 4)." in text
    assert "6 stillinger er ikke regnet med, for de er over før klassen er ferdig (sommerjobb 4 og vikariat 2)." in text


@pytest.mark.usefixtures("region")
def test_what_is_asked_for_stands_in_the_fields_and_in_the_answer(sign_in: Enter) -> None:
    coordinator = sign_in("coordinator")
    text = coordinator.get(f"{PAGE}?yrke=R11&sted=nett&plasser=5&start=2028-01").text
    assert '<option value="R11" selected>' in text
    assert "fra januar 2028" in text
    assert "av 5 plasser" in text
    assert "Norskopplæring" not in text
    nursing = coordinator.get(f"{PAGE}?yrke=R01").text
    assert "Ingen av klassene fyller flere stillinger" in nursing
    assert "færre enn fem kan begynne" in nursing


@pytest.mark.usefixtures("region")
def test_nobody_is_shown_and_nothing_is_written_down(sign_in: Enter, in_app: Session) -> None:
    coordinator = sign_in("coordinator")
    before = in_app.scalars(select(AuditEvent.seq)).all()
    in_app.rollback()
    text = coordinator.get(PAGE).text
    assert "PAM-" not in text
    assert "Personsen" not in text
    said = re.sub(r"<[^>]+>", " ", text[text.index('id="svar"') : text.index("Slik er det regnet")])
    assert str(PEOPLE) not in re.findall(r"\d+", said), "people are counted in fives"
    assert in_app.scalars(select(AuditEvent.seq)).all() == before


@pytest.mark.parametrize("who", ["adviser", "employer"])
def test_only_the_coordinator_gets_there(sign_in: Enter, who: str) -> None:
    assert sign_in(who).get(PAGE).status_code == 403


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("plasser=4", "Tallet må være mellom 5 og 60."),
        ("plasser=61", "Tallet må være mellom 5 og 60."),
        ("plasser=mange", "Skriv et helt tall."),
        ("sted=0150", "Velg noe fra listen."),
        ("yrke=R99", "Velg noe fra listen."),
        ("start=2020-01", "Velg noe fra listen."),
        ("start=%27", "Velg noe fra listen."),
    ],
)
def test_what_cannot_be_reckoned_is_said(sign_in: Enter, query: str, told: str) -> None:
    answer = sign_in("coordinator").get(f"{PAGE}?{query}")
    assert answer.status_code == 422
    assert told in answer.text
    assert "Slik er det regnet" not in answer.text


@pytest.mark.usefixtures("region")
@pytest.mark.parametrize(
    ("language", "told"),
    [("nn", "fyller 3 stillingar til, vanlegvis frå februar 2029."), ("en", "fills 3 more posts, usually from February 2029.")],
)
def test_in_other_languages(sign_in: Enter, language: str, told: str) -> None:
    assert told in sign_in("coordinator").get(PAGE, headers={"Accept-Language": language}).text


def test_before_anything_is_open(sign_in: Enter) -> None:
    answer = sign_in("coordinator").get(PAGE)
    assert answer.status_code == 200
    assert "Ingen av klassene fyller flere stillinger" in answer.text


@pytest.mark.parametrize(
    ("today", "august", "last"),
    [
        (date(2026, 11, 23), date(2027, 8, 1), date(2028, 5, 1)),
        (date(2027, 7, 31), date(2027, 8, 1), date(2029, 1, 1)),
        (date(2027, 8, 1), date(2028, 8, 1), date(2029, 2, 1)),
    ],
)
def test_the_months_ahead(today: date, august: date, last: date) -> None:
    months = presenter.months_ahead(today)
    assert len(months) == presenter.MONTHS_AHEAD
    assert months[-1] == last
    assert presenter.next_august(today) == august
