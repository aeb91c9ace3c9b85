"""Errors become pages for people: the right status, nothing of the inside, and two 404s that nobody can tell apart."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import NoReturn

import pytest
from flask import Flask, abort
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from models.accounts import User
from models.audit import AuditEvent, Decision
from models.base import new_id
from models.policy import Permission
from models.services import errors
from models.services.audit import record
from tests.factories import NOW
from tests.web.conftest import PageClient
from web import db
from web.auth import Purpose, actor, public, refuse, requires
from web.errors import TABLE, status_of
from web.security import secret_key
from web.settings import Settings

# The services behind these pages are tried on both databases by tests/models.
pytestmark = pytest.mark.soak_on("postgresql")

SECRET = "Ærfugl Hemmeligsen"


@pytest.fixture
def faulty(app: Flask) -> Flask:
    """The service with pages that fail."""

    def failing(error: Exception) -> Callable[[], NoReturn]:
        @public
        def view() -> NoReturn:
            raise error

        return view

    for name, error in {
        "ukjent-person": errors.JobSeekerNotFound(SECRET),
        "ukjent-stilling": errors.VacancyNotFound(SECRET),
        "uten-formaal": errors.PurposeMissing(),
        "opptatt": errors.AlreadyRunning("rematch"),
        "uten-katalog": errors.CatalogueMissing(),
        "annet": errors.ServiceError("Velg en annen dag."),
        "feil": RuntimeError(SECRET),
        "nokkel": KeyError(SECRET),
    }.items():
        app.add_url_rule(f"/{name}", name, failing(error))

    @public
    def sql() -> str:
        db.session().execute(text("SELECT hemmelig FROM finnes_ikke WHERE navn = :name"), {"name": SECRET})
        return ""

    app.add_url_rule("/sql", "sql", sql)
    for code in (400, 403, 404, 405, 409, 413, 418, 422, 429, 500, 502, 503):
        app.add_url_rule(f"/kode/{code}", f"code{code}", public(lambda code=code: abort(code)))
    return app


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/ukjent-person", 404, "Vi fant ikke siden"),
        ("/ukjent-stilling", 404, "Vi fant ikke siden"),
        ("/uten-formaal", 400, "mangler formål"),
        ("/opptatt", 409, "kjører allerede"),
        ("/uten-katalog", 503, "Vent et minutt"),
        ("/annet", 422, "Velg en annen dag."),
        ("/feil", 500, "Noe gikk galt hos oss"),
        ("/nokkel", 500, "Noe gikk galt hos oss"),
        ("/sql", 503, "Vent et minutt"),
    ],
)
def test_each_error_has_its_page(
    faulty: Flask, client: PageClient, caplog: pytest.LogCaptureFixture, path: str, status: int, says: str
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = client.get(path)
    assert answer.status_code == status
    assert says in answer.text
    for inside in (SECRET, "Traceback", "SELECT", "finnes_ikke", "sqlalchemy", "werkzeug", "Python", "/web/"):
        assert inside not in answer.text
    assert SECRET not in caplog.text
    if status >= 500:
        number = answer.headers["X-Request-Id"]
        assert number in answer.text
        assert number in caplog.text


def test_every_status_has_a_page_in_words(faulty: Flask, client: PageClient) -> None:
    for code in (400, 403, 404, 405, 409, 413, 418, 422, 429, 500, 502, 503):
        answer = client.get(f"/kode/{code}")
        assert answer.status_code == code
        assert "<h1" in answer.text
        assert "Til forsiden" in answer.text


def test_under_api_it_is_a_problem_document(faulty: Flask, client: PageClient) -> None:
    answer = client.get("/api/finnes-ikke")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.get_json() == {"type": "about:blank", "status": 404, "title": "Fant ikke det du spurte etter"}


def test_every_error_of_ours_has_a_status() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.ServiceError)]
    assert len(kinds) > 5
    for kind in kinds:
        assert status_of(kind.__new__(kind)) in set(TABLE.values()), kind


@pytest.fixture
def guarded(app: Flask) -> Flask:
    """The service with a page about a person who is out of reach, and pages that write."""

    @requires(Permission.SEE_PEOPLE)
    def person(person_id: str) -> str:
        if person_id.startswith("f"):
            refuse(person_id, purpose=Purpose.FOLLOW_UP, subject="person")
        raise errors.JobSeekerNotFound(person_id)

    @requires(Permission.SEE_PEOPLE)
    def written(status: int) -> tuple[str, int]:
        record(db.session(), actor().audit_name, "access", [new_id()], purpose=Purpose.MATCHING, now=NOW)
        return "skrevet", status

    @requires(Permission.SEE_PEOPLE)
    def half() -> str:
        user = db.session().scalars(select(User).where(User.id == actor().user_id)).one()
        user.display_name = "Halvveis"
        db.session().flush()
        raise errors.ServiceError("Det gikk ikke.")

    app.add_url_rule("/person/<person_id>", "person", person)
    app.add_url_rule("/skrevet/<int:status>", "written", written)
    app.add_url_rule("/halv", "half", half)
    return app


def test_out_of_reach_is_the_same_as_unknown_and_leaves_a_trace(
    guarded: Flask, sign_in: Callable[[str], PageClient], in_app: Session
) -> None:
    browser = sign_in("adviser")
    foreign, unknown = browser.get("/person/" + "f" * 32), browser.get("/person/" + "0" * 32)
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.data == unknown.data
    drop = {"X-Request-Id", "Date"}
    assert {k: v for k, v in foreign.headers if k not in drop} == {k: v for k, v in unknown.headers if k not in drop}
    (denied,) = in_app.scalars(select(AuditEvent).where(AuditEvent.decision == Decision.DENY))
    assert (denied.person_id, denied.purpose) == ("f" * 32, "oppfølging")


@pytest.mark.parametrize(("status", "lasts"), [(200, True), (303, True), (422, True), (400, False), (404, False), (500, False)])
def test_what_a_page_wrote_lasts_only_when_the_page_was_shown(
    guarded: Flask, sign_in: Callable[[str], PageClient], in_app: Session, status: int, lasts: bool
) -> None:
    browser = sign_in("adviser")
    assert browser.get(f"/skrevet/{status}").status_code == status
    found = in_app.scalars(select(AuditEvent).where(AuditEvent.purpose == "formidling")).all()
    assert bool(found) is lasts


def test_an_error_in_the_middle_leaves_nothing_half_done(
    guarded: Flask, sign_in: Callable[[str], PageClient], in_app: Session
) -> None:
    assert sign_in("adviser").get("/halv").status_code == 422
    assert in_app.scalars(select(User.display_name).where(User.display_name == "Halvveis")).all() == []


def test_nothing_is_shown_when_the_trace_cannot_be_written(
    guarded: Flask, sign_in: Callable[[str], PageClient], in_app: Session
) -> None:
    browser = sign_in("adviser")
    in_app.execute(text("ALTER TABLE audit_event RENAME TO elsewhere"))
    in_app.commit()
    answer = browser.get("/skrevet/200")
    assert answer.status_code == 503
    assert "skrevet</" not in answer.text
    assert not answer.text.startswith("skrevet")


def test_ready_says_how_far_it_came(client: PageClient, in_app: Session) -> None:
    assert client.get("/helse/klar").get_json() == {"database": True, "catalogue": True}
    in_app.execute(text("DELETE FROM catalogue_release"))
    in_app.commit()
    answer = client.get("/helse/klar")
    assert (answer.status_code, answer.get_json()) == (503, {"database": True, "catalogue": False})


def test_a_database_that_is_away_is_said_plainly(client: PageClient, in_app: Session) -> None:
    in_app.execute(text("DROP TABLE user_session"))
    in_app.commit()
    client.set_cookie("bygdematch", "x" * 43)
    answer = client.get("/veileder/")
    assert answer.status_code == 503
    assert "Vent et minutt" in answer.text


def test_the_key_is_made_once_and_kept(settings: Settings) -> None:
    own = settings.model_copy(update={"secret_key": None})
    key = secret_key(own)
    assert len(key) >= 32
    assert secret_key(own) == key
    assert (own.instance / "secret.key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in own.instance.iterdir()] == ["secret.key"]


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="minst 32 tegn"):
        Settings(secret_key="kort")
