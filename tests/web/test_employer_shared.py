"""The employer's page of those who said yes: exactly the allowed facts, its own vacancy only, each look written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import AuditEvent
from models.people import PersonIdentity
from models.services.people.storing import set_visibility_facts
from models.services.sharing.candidate_lists import change_entry
from models.services.vacancies.storing import close_expired
from models.sharing import Assessment, ListStatus, NotRelevantBecause, Outcome, Share, ShareRequest
from tests.factories import NOW, visible_facts
from tests.models.list_world import World, make_world, share_with_employer
from tests.web.conftest import PageClient
from web import db

SignIn = Callable[[str], PageClient]
CANARY = "zq1b2c3d4e5f6a"


@pytest.fixture
def in_app(app: Flask) -> Iterator[Session]:
    """A session that only reads, and so keeps no page waiting; after a rollback it sees what has been done since."""
    with db.database_of(app).readers() as session:
        yield session


@pytest.fixture
def world(app: Flask) -> World:
    """A and B are shared with the demo's employer; what no employer may see is marked."""
    with db.database_of(app).writers.begin() as session:
        world = make_world(session, employer="Trysil kommune, hjemmetjenesten")
        share_with_employer(session, world, "A", "B")
        for letter in "AB":
            identity = session.get_one(PersonIdentity, world.people[letter])
            identity.adviser_note, identity.birth_date = CANARY, date(1911, 11, 11)
            change_entry(
                session,
                world.adviser,
                world.vacancy,
                world.people[letter],
                status=ListStatus.CONTACTED,
                outcome=Outcome.PRESENTED,
                follow_up_on=None,
                note=CANARY,
            )
    return world


def address(world: World) -> str:
    return f"/arbeidsgiver/stillinger/{world.vacancy}/delt"


def share_of(session: Session, world: World, letter: str) -> Share:
    """Return the share of one person."""
    session.rollback()
    of_person = ShareRequest.job_seeker_id == world.people[letter]
    return session.scalars(select(Share).join(ShareRequest, ShareRequest.id == Share.request_id).where(of_person)).one()


def seen(session: Session, request_id: str) -> list[tuple[str | None, str, str]]:
    """Return whom one request showed, what it was about and why."""
    session.rollback()
    rows = session.scalars(select(AuditEvent).where(AuditEvent.request_id == request_id).order_by(AuditEvent.seq))
    return [(row.person_id, row.subject, row.purpose) for row in rows]


def test_the_cards_show_the_allowed_facts_and_leave_a_trace_each(world: World, sign_in: SignIn, in_app: Session) -> None:
    answer = sign_in("employer").get(address(world))
    assert answer.status_code == 200
    for words in ("A Prøvesen", "B Prøvesen", "Trysil", "Pleieassistent", "Legemiddelkurs, oppgitt", "2 personer har sagt ja"):
        assert words in answer.text
    for secret in (CANARY, "1911", "A-telefon", "PAM-", *world.people.values(), "Kontaktet", "C Prøvesen"):
        assert secret not in answer.text
    expected = {(world.people[letter], world.vacancy, "formidling") for letter in "AB"}
    rows = seen(in_app, answer.headers["X-Request-Id"])
    assert (set(rows), len(rows)) == (expected, 2)


def test_telephone_and_mail_are_asked_for_and_that_is_its_own_event(world: World, sign_in: SignIn, in_app: Session) -> None:
    share = share_of(in_app, world, "A")
    answer = sign_in("employer").get(f"{address(world)}/{share.id}")
    assert "A-telefon" in answer.text
    assert CANARY not in answer.text
    rows = seen(in_app, answer.headers["X-Request-Id"])
    assert rows == [(world.people["A"], f"{world.vacancy}:contact", "formidling")]


def test_a_no_needs_a_reason_and_reaches_the_advisers_list(world: World, sign_in: SignIn, in_app: Session) -> None:
    browser, share = sign_in("employer"), share_of(in_app, world, "A")
    path = f"{address(world)}/{share.id}"
    wrong = browser.send(path, {"assessment": "IKKE_AKTUELL", "because": ""})
    assert wrong.status_code == 422
    assert "Velg hvorfor personen ikke er aktuell." in wrong.text
    assert browser.send(path, {"assessment": "IKKE_AKTUELL", "because": "ARBEIDSTID"}).status_code == 303
    kept = share_of(in_app, world, "A")
    assert (kept.assessment, kept.not_relevant_because) == (Assessment.NOT_RELEVANT, NotRelevantBecause.HOURS)
    page = sign_in("adviser").get(f"/veileder/stillinger/{world.vacancy}/liste").text
    assert "Arbeidsgiver: Ikke aktuell (arbeidstid eller turnus passer ikke)" in page


def test_the_wish_to_meet_reaches_the_advisers_list(world: World, sign_in: SignIn, in_app: Session) -> None:
    browser, share = sign_in("employer"), share_of(in_app, world, "A")
    sent = browser.send(f"{address(world)}/{share.id}/inviter")
    assert "Ønsket om samtale er registrert" in browser.get(sent.headers["Location"]).text
    assert "Vil ha samtale" in sign_in("adviser").get(f"/veileder/stillinger/{world.vacancy}/liste").text


@pytest.mark.parametrize("state", ["hidden", "closed"])
def test_hidden_people_and_closed_vacancies_show_nobody(
    app: Flask, world: World, sign_in: SignIn, in_app: Session, state: str
) -> None:
    browser, share_id = sign_in("employer"), share_of(in_app, world, "A").id
    with db.database_of(app).writers.begin() as session:
        if state == "hidden":
            for letter in "AB":
                set_visibility_facts(session, f"PAM-{letter}", visible_facts(in_kvp=True), NOW + timedelta(hours=1))
        else:
            close_expired(session, date(2027, 9, 1), NOW)
    answer = browser.get(address(world))
    assert ("Ingen har sagt ja ennå." if state == "hidden" else "Stillingen er lukket.") in answer.text
    assert "Prøvesen" not in answer.text
    assert seen(in_app, answer.headers["X-Request-Id"]) == []
    assert browser.get(f"{address(world)}/{share_id}").status_code == 404
    assert browser.send(f"{address(world)}/{share_id}/inviter").status_code == 404


def test_another_employers_vacancy_is_as_unknown_as_one_that_does_not_exist(app: Flask, sign_in: SignIn, in_app: Session) -> None:
    with db.database_of(app).writers.begin() as session:
        world = make_world(session)  # of an employer that the demo's employer is not
        share_with_employer(session, world, "A")
    share_id = share_of(in_app, world, "A").id
    browser = sign_in("employer")
    unknown = f"/arbeidsgiver/stillinger/{'0' * 32}/delt"
    for path in ("", f"/{share_id}"):
        foreign = browser.get(address(world) + path)
        assert (foreign.status_code, foreign.data) == (404, browser.get(unknown + path).data)
    assert browser.send(f"{address(world)}/{share_id}/inviter").status_code == 404
    assert share_of(in_app, world, "A").invited_at is None
