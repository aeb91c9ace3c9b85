"""The page of the allocation: a proposal that names the reader's own, writes down exactly those, and changes nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.audit import AuditEvent, Decision
from models.drafts import CredentialDraft
from models.people import JobSeeker
from models.services.people.storing import set_visibility_facts, upsert_job_seekers
from models.services.vacancies.storing import upsert_vacancies
from models.sharing import CandidateListEntry, ShareRequest
from models.vacancies import Vacancy
from tests.factories import NOW, job_seeker_draft, vacancy_draft, visible_facts
from tests.web import canaries
from tests.web.conftest import PageClient
from web import db

# The services behind these pages are tried on both databases by tests/models.
pytestmark = pytest.mark.soak_on("postgresql")

PAGE = "/veileder/fordeling"
Enter = Callable[[str], PageClient]


@pytest.fixture
def world(app: Flask, clock: object) -> canaries.World:
    with db.database_of(app).writers.begin() as session:
        found = canaries.build(session)
        upsert_vacancies(session, [vacancy_draft("many", title="<b>Mange</b>", positions=40)], NOW)
        return found


def written(session: Session) -> Counter[str]:
    statement = select(AuditEvent.person_id).where(AuditEvent.decision == Decision.PERMIT, AuditEvent.person_id.is_not(None))
    found = Counter(map(str, session.scalars(statement)))
    session.rollback()
    return found


@pytest.mark.parametrize("who", ["adviser", "adviser of another office"])
@pytest.mark.parametrize("query", ["", "?hvem=mine", "?kommune=3421", "?kommune=3422"])
def test_own_people_are_named_and_each_is_written_down_once(
    world: canaries.World, sign_in: Enter, in_app: Session, who: str, query: str
) -> None:
    answer = sign_in(who).get(PAGE + query)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    shown = world.seen_in(answer.text)
    assert shown <= world.within(who)
    assert written(in_app) == Counter(dict.fromkeys(shown, 1))
    assert set(re.findall(r"/personer/([0-9a-f]{32})", answer.text)) <= set(shown)


def test_somebody_is_named_with_the_way_to_the_match(world: canaries.World, sign_in: Enter) -> None:
    client = sign_in("adviser")
    page = client.get(PAGE).text
    assert world.seen_in(page)
    link = re.search(r'href="(/veileder/stillinger/[0-9a-f]{32}/personer/[0-9a-f]{32})"', page)
    assert link
    assert client.get(link[1]).status_code == 200
    assert "&lt;b&gt;Mange&lt;/b&gt;" in page
    assert "utenfor ditt område" in page
    assert "ledige jobber kan fylles nå" in page


def test_the_proposal_changes_nothing(world: canaries.World, sign_in: Enter, in_app: Session) -> None:
    def state() -> tuple[object, ...]:
        listed = select(CandidateListEntry.vacancy_id, CandidateListEntry.job_seeker_id, CandidateListEntry.status)
        found = (
            in_app.execute(listed.order_by(CandidateListEntry.vacancy_id, CandidateListEntry.job_seeker_id)).all(),
            in_app.scalar(select(func.count()).select_from(ShareRequest)),
            in_app.scalar(select(func.max(JobSeeker.updated_at))),
        )
        in_app.rollback()
        return found

    before = state()
    assert sign_in("adviser").get(PAGE).status_code == 200
    assert state() == before


@pytest.mark.parametrize(
    ("query", "status"), [("?side=0", 422), ("?side=x", 422), ("?hvem=alle", 422), ("?kommune=9999", 200), ("?side=999", 200)]
)
def test_what_is_asked_wrongly_is_said_and_the_proposal_stands(
    world: canaries.World, sign_in: Enter, query: str, status: int
) -> None:
    answer = sign_in("adviser").get(PAGE + query)
    assert answer.status_code == status
    assert ("Vi forstod ikke hele adressen" in answer.text) == (status == 422)
    assert "ledige jobber kan fylles nå" in answer.text


def test_the_coordinator_sees_numbers_and_nobody(world: canaries.World, sign_in: Enter, in_app: Session) -> None:
    answer = sign_in("coordinator").get("/koordinator/fordeling")
    assert answer.status_code == 200
    assert world.seen_in(answer.text) == set()
    assert written(in_app) == Counter()
    assert "Helsefagarbeider" in answer.text
    assert re.search(r"\d+ av \d+ ledige jobber kan fylles nå", answer.text)
    assert sign_in("employer").get("/koordinator/fordeling").status_code == 403
    assert sign_in("coordinator").get(PAGE).status_code == 403


def test_with_nothing_open_the_pages_say_so(sign_in: Enter) -> None:
    assert "Det er ingen ledige jobber nå." in sign_in("adviser").get(PAGE).text
    assert "Ingen åpne stillinger" in sign_in("coordinator").get("/koordinator/fordeling").text


def test_first_places_are_spread_on_a_vacancys_page_when_asked_for(sign_in: Enter, in_app: Session) -> None:
    # One person knows the words of the ads, and so stands a little before three equals in every list.
    hf, words = (CredentialDraft(code="auth:HF"),), ("stell", "demens")
    drafts = [job_seeker_draft(f"PAM-{number}", credentials=hf, skills=() if number else words) for number in range(4)]
    with in_app.begin():
        upsert_job_seekers(in_app, drafts, NOW)
        for draft in drafts:
            set_visibility_facts(in_app, draft.external_id, visible_facts(), NOW)
        upsert_vacancies(in_app, [vacancy_draft(f"ad-{number}", skills=words) for number in range(6)], NOW)
        ads = list(in_app.scalars(select(Vacancy.id)))
    client = sign_in("adviser")
    usual = {ad: client.get(f"/veileder/stillinger/{ad}").text for ad in ads}
    crowded = [ad for ad, page in usual.items() if "Den som står øverst her, står også øverst i" in page]
    assert set(crowded) == set(ads)
    assert all("Spre oppmerksomheten" in usual[ad] and "for å spre" not in usual[ad] for ad in crowded)
    spread = {ad: client.get(f"/veileder/stillinger/{ad}?spre=y").text for ad in ads}
    for ad, page in spread.items():
        assert "Vis den vanlige rekkefølgen" in page
        assert f'href="/veileder/stillinger/{ad}?niva=klar&amp;spre=y"' in page
        assert ("for å spre oppmerksomheten" in page) == ("har veket for nummer" in page) == ("Har gitt fra seg" in page)

    def first_in(page: str) -> str:
        return re.findall(r"/personer/([0-9a-f]{32})", page)[0]

    firsts = {ad: first_in(page) for ad, page in usual.items()}
    now = {ad: first_in(page) for ad, page in spread.items()}
    assert (len(set(firsts.values())), len(set(now.values()))) == (1, 4)
    moved = [ad for ad, page in spread.items() if "for å spre oppmerksomheten" in page]
    assert len(moved) == 3
    assert {ad for ad in ads if firsts[ad] != now[ad]} == set(moved)
