"""The candidate list and the start through their pages: what is named leaves a trace, what is refused says why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.audit import AuditAction, AuditEvent, Decision
from models.pages import WithoutMatch
from models.services.people.storing import set_visibility_facts
from models.services.sharing.requests import answer, ask, share
from models.sharing import Answer, CandidateListEntry, ListStatus, Outcome, Share, ShareRequest
from tests.factories import NOW, TODAY, visible_facts
from tests.models.list_world import IN_THREE_DAYS, World, make_world, put_on_list
from tests.web.conftest import PageClient
from web import db

# The services behind these pages are tried on both databases by tests/models.
pytestmark = pytest.mark.soak_on("postgresql")

SignIn = Callable[[str], PageClient]
HOUR = timedelta(hours=1)


@pytest.fixture
def in_app(app: Flask) -> Iterator[Session]:
    """A session that only reads, and so keeps no page waiting; after a rollback it sees what has been done since."""
    with db.database_of(app).readers() as session:
        yield session


@pytest.fixture
def world(app: Flask) -> World:
    """Four people and a vacancy of the demo's employer."""
    with db.database_of(app).writers.begin() as session:
        return make_world(session, employer="Trysil kommune, hjemmetjenesten")


def do(app: Flask, what: Callable[[Session], object]) -> None:
    """Change something behind the pages."""
    with db.database_of(app).writers.begin() as session:
        what(session)


def listed(app: Flask, world: World, *letters: str) -> list[str]:
    """Put people on the list; return their ids."""
    do(app, lambda session: put_on_list(session, world, *letters))
    return [world.people[letter] for letter in letters]


def the_list(world: World) -> str:
    return f"/veileder/stillinger/{world.vacancy}/liste"


def traces(session: Session, request_id: str) -> list[tuple[str, str | None]]:
    """Return what one request wrote down: action and person."""
    session.rollback()
    rows = session.scalars(select(AuditEvent).where(AuditEvent.request_id == request_id).order_by(AuditEvent.seq))
    return [(row.action.value, row.person_id) for row in rows]


def test_people_are_added_once_and_those_out_of_reach_leave_a_trace(world: World, sign_in: SignIn, in_app: Session) -> None:
    browser = sign_in("adviser")
    a, y = world.people["A"], world.people["Y"]
    for told in (("1 person er lagt i kandidatlisten", "1 vises ikke lenger"), ("1 sto der fra før",)):
        answer_ = browser.send(the_list(world), {"person": [a, y]})
        assert answer_.status_code == 303
        page = browser.get(answer_.headers["Location"]).text
        assert all(words in page for words in told)
    in_app.rollback()
    assert in_app.scalars(select(CandidateListEntry.job_seeker_id)).all() == [a]
    in_app.rollback()
    denied = in_app.scalars(select(AuditEvent.person_id).where(AuditEvent.decision == Decision.DENY)).all()
    assert denied == [y, y]


def test_nobody_ticked_is_said_and_leads_back(world: World, sign_in: SignIn) -> None:
    browser = sign_in("adviser")
    for path in ("", "/status", "/fjern", "/spor", "/del"):
        answer_ = browser.send(the_list(world) + path)
        assert answer_.status_code == 303
        assert "Velg minst én person" in browser.get(answer_.headers["Location"]).text


def test_the_list_names_whom_it_traces(app: Flask, world: World, sign_in: SignIn, in_app: Session) -> None:
    listed(app, world, "A", "B", "C", "Y")
    do(app, lambda session: set_visibility_facts(session, "PAM-C", visible_facts(code_6_or_7=True), NOW + HOUR))
    answer_ = sign_in("adviser").get(the_list(world))
    assert "A Prøvesen" in answer_.text
    assert "C Prøvesen" not in answer_.text
    assert "1 person vises ikke lenger" in answer_.text
    assert "1 person på listen følges opp av et annet kontor" in answer_.text
    for letter in "CY":
        assert world.people[letter] not in answer_.text
    assert traces(in_app, answer_.headers["X-Request-Id"]) == [("access", world.people[letter]) for letter in "AB"]


def test_a_row_is_changed_and_a_wrong_date_keeps_what_was_typed(
    app: Flask, world: World, sign_in: SignIn, in_app: Session
) -> None:
    (a,) = listed(app, world, "A")
    browser = sign_in("adviser")
    values = {"standing": "TIL_INTERVJU", "outcome": "IKKE_PRESENTERT", "follow_up_on": "i morgen", "note": "Ringer torsdag."}
    wrong = browser.send(f"{the_list(world)}/{a}", values)
    assert wrong.status_code == 422
    assert "Ringer torsdag." in wrong.text
    assert traces(in_app, wrong.headers["X-Request-Id"]) == [("access", a)]
    right = browser.send(f"{the_list(world)}/{a}", values | {"follow_up_on": "2026-11-25"})
    assert right.status_code == 303
    assert traces(in_app, right.headers["X-Request-Id"]) == [("update", a)]
    in_app.rollback()
    entry = in_app.scalars(select(CandidateListEntry)).one()
    assert (entry.status, entry.follow_up_on, entry.note) == (
        ListStatus.INTERVIEW,
        TODAY + timedelta(days=2),
        "Ringer torsdag.",
    )


def test_what_cannot_be_done_for_some_is_said_and_done_for_the_rest(
    app: Flask, world: World, sign_in: SignIn, in_app: Session
) -> None:
    people = listed(app, world, "A", "B", "C")
    do(app, lambda session: ask(session, world.adviser, world.vacancy, people, IN_THREE_DAYS))
    do(app, lambda session: answer(session, world.adviser, world.vacancy, people[0], Answer.YES))
    browser = sign_in("adviser")
    sent = browser.send(f"{the_list(world)}/del", {"person": people})
    page = browser.get(sent.headers["Location"]).text
    assert "1 er delt med arbeidsgiveren." in page
    assert "2 har ikke svart ennå. Gjort for de andre." in page
    assert traces(in_app, sent.headers["X-Request-Id"]) == [("share", people[0])]
    in_app.rollback()
    assert in_app.scalar(select(func.count()).select_from(Share)) == 1


def test_asking_shows_whom_and_what_first_and_then_has_a_deadline(
    app: Flask, world: World, sign_in: SignIn, in_app: Session
) -> None:
    people = listed(app, world, "A", "B")
    browser = sign_in("adviser")
    first = browser.send(f"{the_list(world)}/spor", {"person": [*people, world.people["C"]]})
    assert first.status_code == 200
    assert "Kan Trysil kommune, hjemmetjenesten få se opplysningene dine" in first.text
    assert traces(in_app, first.headers["X-Request-Id"]) == [("access", person) for person in people]
    in_app.rollback()
    assert in_app.scalars(select(ShareRequest)).all() == []
    early = {"person": people, "spurt": "1", "deadline": "egen", "own": "2026-11-24"}
    wrong = browser.send(f"{the_list(world)}/spor", early)
    assert wrong.status_code == 422
    assert "Velg en dag fra 25. november 2026" in wrong.text
    done = browser.send(f"{the_list(world)}/spor", early | {"own": "2026-11-25"})
    assert done.status_code == 303
    in_app.rollback()
    assert {row.deadline for row in in_app.scalars(select(ShareRequest))} == {TODAY + timedelta(days=2)}
    again = browser.send(f"{the_list(world)}/spor", {"person": people})
    assert "Ingen av de valgte kan spørres nå" in again.text


def test_an_answer_is_registered_and_a_yes_taken_back(app: Flask, world: World, sign_in: SignIn, in_app: Session) -> None:
    (a,) = listed(app, world, "A")
    do(app, lambda session: ask(session, world.adviser, world.vacancy, [a], IN_THREE_DAYS))
    browser = sign_in("adviser")
    assert browser.send(f"{the_list(world)}/{a}/svar").status_code == 422
    assert browser.send(f"{the_list(world)}/{a}/svar", {"said": "yes"}).status_code == 303
    do(app, lambda session: share(session, world.adviser, world.vacancy, [a]))
    employer, shown = sign_in("employer"), f"/arbeidsgiver/stillinger/{world.vacancy}/delt"
    assert "A Prøvesen" in employer.get(shown).text
    twice = browser.send(f"{the_list(world)}/{a}/svar", {"said": "no"})
    assert "Personen har svart ja fra før" in browser.get(twice.headers["Location"]).text
    assert browser.send(f"{the_list(world)}/{a}/trekk-ja").status_code == 303
    assert "A Prøvesen" not in employer.get(shown).text
    in_app.rollback()
    assert in_app.scalars(select(ShareRequest.answer)).one() is Answer.NO


@pytest.mark.parametrize("end", ["", "/svar"])
def test_a_foreign_person_and_an_unknown_one_answer_the_same(
    app: Flask, world: World, sign_in: SignIn, in_app: Session, end: str
) -> None:
    listed(app, world, "Y")
    browser = sign_in("adviser")
    foreign = browser.get(f"{the_list(world)}/{world.people['Y']}{end}")
    unknown = browser.get(f"{the_list(world)}/{'0' * 32}{end}")
    assert (foreign.status_code, foreign.data) == (404, unknown.data)
    in_app.rollback()
    denied = in_app.scalars(select(AuditEvent.person_id).where(AuditEvent.decision == Decision.DENY)).all()
    assert denied == [world.people["Y"]]


def test_with_the_posts_filled_the_rest_can_be_told_no_at_once(
    app: Flask, world: World, sign_in: SignIn, in_app: Session
) -> None:
    people = listed(app, world, "A", "B", "C")

    def hire(session: Session) -> None:
        for person in people[:2]:
            session.get_one(CandidateListEntry, (world.vacancy, person)).outcome = Outcome.GOT_THE_JOB

    browser = sign_in("adviser")
    assert "Ferdig med oppdraget?" not in browser.get(the_list(world)).text
    do(app, hire)
    page = browser.get(the_list(world)).text
    assert "Ferdig med oppdraget?" in page
    assert "Alle 2 stillingene er besatt." in page
    browser.send(f"{the_list(world)}/status", {"person": [people[2]], "status": "UAKTUELL"})
    assert "Ferdig med oppdraget?" not in browser.get(the_list(world)).text


def test_nobody_stands_in_the_cookie_of_messages(app: Flask, world: World, sign_in: SignIn) -> None:
    people = listed(app, world, "A", "B")
    browser = sign_in("adviser")
    browser.send(f"{the_list(world)}/status", {"person": people, "status": "AKTUELL"})
    with browser.session_transaction() as cookie:
        told = str(cookie["_flashes"])
    assert "2 har nå status «Aktuell»." in told
    assert not any(secret in told for secret in ("Prøvesen", *people))


# --- the start -----------------------------------------------------------------------------------------------------


def test_the_start_names_whom_it_traces(app: Flask, world: World, sign_in: SignIn, in_app: Session) -> None:
    a, b = listed(app, world, "A", "B")
    do(app, lambda session: ask(session, world.adviser, world.vacancy, [a], IN_THREE_DAYS))
    do(app, lambda session: session.add(WithoutMatch(job_seeker_id=b, since=TODAY - timedelta(days=31))))
    answer_ = sign_in("adviser").get("/veileder/")
    assert answer_.status_code == 200
    assert traces(in_app, answer_.headers["X-Request-Id"]) == [("access", a), ("access", b)]
    assert "C Prøvesen" not in answer_.text


def test_an_empty_start_is_kind(sign_in: SignIn, in_app: Session) -> None:
    answer_ = sign_in("adviser").get("/veileder/")
    for words in ("Ingen endringer i natt.", "Ingen spørsmål venter på svar.", "Ingenting haster nå."):
        assert words in answer_.text
    assert traces(in_app, answer_.headers["X-Request-Id"]) == []


@pytest.mark.parametrize("name", ["endringer", "venter", "uten-treff", "mine", "frist-snart", "oppfolging"])
@pytest.mark.parametrize("page", ["", "?side=0", "?side=9", "?side=x", "?side=99999999999999999999"])
def test_each_list_stands_whole_on_a_page_of_its_own(sign_in: SignIn, name: str, page: str) -> None:
    assert sign_in("adviser").get(f"/veileder/{name}{page}").status_code == 200


def test_a_person_is_set_aside_from_the_start(app: Flask, world: World, sign_in: SignIn, in_app: Session) -> None:
    a = world.people["A"]
    do(app, lambda session: session.add(WithoutMatch(job_seeker_id=a, since=TODAY - timedelta(days=31))))
    browser = sign_in("adviser")
    sent = browser.send(f"/veileder/uten-treff/{a}/sett-til-side")
    assert traces(in_app, sent.headers["X-Request-Id"]) == [(AuditAction.UPDATE.value, a)]
    assert "A Prøvesen" not in browser.get("/veileder/").text
    assert browser.send(f"/veileder/uten-treff/{world.people['Y']}/sett-til-side").status_code == 404
