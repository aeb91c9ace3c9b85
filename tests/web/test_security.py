"""Every answer wears the headers, every unsafe request needs its token, and nobody is led away or kept signed in."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import User, UserKind
from models.audit import AuditEvent, Decision
from models.services.accounts import create_user
from tests.factories import NOW
from tests.web.conftest import Clock, PageClient, address_of
from web.security import CONTENT_SECURITY_POLICY, HEADERS
from web.settings import Settings

PASSWORD = "en lang og god setning"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/logg-inn", 200),
        ("/", 303),
        ("/veileder/", 303),
        ("/finnes-ikke", 404),
        ("/static/app.css", 200),
        ("/static/finnes-ikke.css", 404),
        ("/helse/levende", 200),
        ("/helse/klar", 200),
    ],
)
def test_every_answer_wears_the_headers(client: PageClient, path: str, status: int) -> None:
    answer = client.get(path, buffered=True)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Request-Id"]
    if not path.startswith("/static/app.css"):
        assert answer.headers["Cache-Control"] == "no-store"


def test_errors_and_refusals_wear_them_too(client: PageClient, sign_in: Callable[[str], PageClient]) -> None:
    for answer in (
        client.post("/logg-inn", data={"username": "x", "password": "y"}),
        client.delete("/logg-inn"),
        client.get("/logg-inn", headers={"Host": "ondsinnet.example"}),
        sign_in("employer").get("/veileder/"),
    ):
        assert answer.status_code in {400, 403, 405}
        assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


def test_static_files_are_kept_only_with_a_mark_of_their_content(client: PageClient) -> None:
    page = client.get("/logg-inn").text
    (address,) = set(re.findall(r'href="(/static/app\.css\?v=\w+)"', page))
    assert "immutable" in client.get(address, buffered=True).headers["Cache-Control"]
    assert "immutable" not in client.get("/static/app.css", buffered=True).headers["Cache-Control"]


def test_pages_hold_no_inline_script_or_style(client: PageClient, sign_in: Callable[[str], PageClient]) -> None:
    adviser = sign_in("adviser")
    for page in (client.get("/logg-inn"), adviser.get("/veileder/"), adviser.get("/konto"), adviser.get("/finnes-ikke")):
        assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|javascript:", page.text)


def test_no_post_without_its_token(app: Flask, sign_in: Callable[[str], PageClient]) -> None:
    for kind in ("adviser", "employer", "coordinator"):
        browser = sign_in(kind)
        for rule in app.url_map.iter_rules():
            for method in (rule.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}:
                address = address_of(rule)
                assert browser.open(address, method=method).status_code in {400, 403}, (method, rule.rule)
        assert browser.get("/konto").status_code == 200


def test_the_cookie_is_only_for_the_server(client: PageClient, make_app: Callable[..., Flask]) -> None:
    browser = make_app(https=True).test_client()
    page = browser.get("/logg-inn", base_url="https://localhost")
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found
    answer = browser.post(
        "/logg-inn/demo",
        data={"csrf_token": found.group(1), "username": "demo-koordinator"},
        base_url="https://localhost",
        headers={"Referer": "https://localhost/logg-inn"},
    )
    cookies = [*page.headers.getlist("Set-Cookie"), *answer.headers.getlist("Set-Cookie")]
    assert any(cookie.startswith("__Host-bygdematch=") for cookie in cookies)
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert "Secure" in cookie
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Domain" not in cookie
    assert "max-age=" in answer.headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in client.get("/logg-inn").headers


def test_a_copied_cookie_is_worth_nothing_after_signing_out(app: Flask, sign_in: Callable[[str], PageClient]) -> None:
    browser = sign_in("adviser")
    cookie = browser.get_cookie("bygdematch")
    assert cookie
    assert browser.send("/logg-ut").headers["Clear-Site-Data"]
    thief = app.test_client()
    thief.set_cookie("bygdematch", cookie.value)
    assert thief.get("/veileder/").status_code == 303
    assert thief.get("/veileder/").headers["Location"].startswith("/logg-inn")


def test_signing_in_gives_a_new_token_and_ends_the_one_before(app: Flask, sign_in: Callable[[str], PageClient]) -> None:
    browser = sign_in("adviser")
    before = browser.get_cookie("bygdematch")
    browser.send("/logg-inn/demo", {"username": "demo-koordinator"})
    after = browser.get_cookie("bygdematch")
    assert before
    assert after
    assert before.value != after.value
    thief = app.test_client()
    thief.set_cookie("bygdematch", before.value)
    assert thief.get("/konto").status_code == 303


@pytest.mark.parametrize(("minutes", "status"), [(29.9, 200), (30, 303)])
def test_an_idle_session_ends_after_half_an_hour(
    clock: Clock, sign_in: Callable[[str], PageClient], minutes: float, status: int
) -> None:
    browser = sign_in("adviser")
    clock.forward(minutes=minutes)
    assert browser.get("/veileder/").status_code == status


def test_no_session_outlasts_twelve_hours(clock: Clock, sign_in: Callable[[str], PageClient]) -> None:
    browser = sign_in("adviser")
    for _ in range(47):
        clock.forward(minutes=15)
        assert browser.get("/veileder/").status_code == 200
    clock.forward(minutes=15)
    assert browser.get("/veileder/").status_code == 303


def test_a_disabled_user_is_out_at_the_next_request(sign_in: Callable[[str], PageClient], in_app: Session) -> None:
    browser = sign_in("adviser")
    in_app.scalars(select(User).where(User.username == "demo-veileder-trysil")).one().disabled_at = NOW
    in_app.commit()
    assert browser.get("/veileder/").status_code == 303


OUTWARD = [
    "https://ondsinnet.example/",
    "//ondsinnet.example/",
    "///ondsinnet.example/",
    "/\\ondsinnet.example/",
    "\\\\ondsinnet.example/",
    "/\t/ondsinnet.example/",
    "/\n/ondsinnet.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "ondsinnet.example",
    " //ondsinnet.example",
    "http:ondsinnet.example",
    "https:/ondsinnet.example",
    "/%0d%0aLocation://ondsinnet.example\r\n",
    "\u2028//ondsinnet.example",
    "//localhost@ondsinnet.example",
    "@ondsinnet.example",
    ".ondsinnet.example",
    "?next=//ondsinnet.example",
    "#//ondsinnet.example",
]


@pytest.mark.parametrize("target", OUTWARD)
def test_nobody_is_led_away_after_signing_in(client: PageClient, target: str) -> None:
    answer = client.send("/logg-inn/demo", {"username": "demo-koordinator"}, query_string={"next": target})
    assert answer.headers["Location"] == "/"


def test_the_page_that_was_asked_for_comes_after_signing_in(client: PageClient) -> None:
    answer = client.get("/konto?a=b")
    assert answer.headers["Location"] == "/logg-inn?next=/konto?a%3Db"
    entered = client.send("/logg-inn/demo", {"username": "demo-koordinator"}, query_string={"next": "/konto?a=b"})
    assert entered.headers["Location"] == "/konto?a=b"


def test_other_hosts_are_refused(client: PageClient) -> None:
    answer = client.get("/logg-inn", headers={"Host": "ondsinnet.example"})
    assert answer.status_code == 400
    assert "ondsinnet" not in answer.text


def test_a_body_that_is_too_large_is_refused(client: PageClient, settings: Settings) -> None:
    answer = client.post("/logg-inn", data={"password": "x" * (settings.max_upload_bytes + 1)})
    assert answer.status_code == 413
    assert "6 MB" in answer.text


def test_without_demo_mode_there_are_no_demo_people(make_app: Callable[..., Flask]) -> None:
    browser = make_app(demo_mode=False).test_client()
    assert isinstance(browser, PageClient)
    assert "Nordhagen" not in browser.get("/logg-inn").text
    assert browser.send("/logg-inn/demo", {"username": "demo-koordinator"}).status_code == 404


def test_demo_mode_opens_no_other_account(client: PageClient, in_app: Session) -> None:
    create_user(in_app, username="kari", name="Kari Prøve", kind=UserKind.ADVISER, grants=(), now=NOW, password=PASSWORD)
    in_app.commit()
    assert client.send("/logg-inn/demo", {"username": "kari"}).status_code == 404


def test_name_and_password(client: PageClient, in_app: Session) -> None:
    create_user(in_app, username="kari", name="Kari Prøve", kind=UserKind.ADVISER, grants=(), now=NOW, password=PASSWORD)
    in_app.commit()
    wrong = client.send("/logg-inn", {"username": "kari", "password": "noe helt annet enn dette"})
    nobody = client.send("/logg-inn", {"username": "ukjent", "password": "noe helt annet enn dette"})
    assert wrong.status_code == nobody.status_code == 422
    assert "hører ikke sammen" in wrong.text
    hide = re.compile(r'value="[^"]*"')
    assert hide.sub("", wrong.text) == hide.sub("", nobody.text)
    assert client.send("/logg-inn", {"username": "kari", "password": PASSWORD}).status_code == 303
    assert "Kari Prøve" in client.get("/konto").text
    rows = in_app.scalars(select(AuditEvent).order_by(AuditEvent.seq)).all()
    assert [row.decision for row in rows] == [Decision.DENY, Decision.DENY, Decision.PERMIT]
    assert "kari" not in "".join(row.actor + row.subject for row in rows)


def test_the_eleventh_failure_has_to_wait(client: PageClient, clock: Clock, in_app: Session) -> None:
    create_user(in_app, username="kari", name="Kari Prøve", kind=UserKind.ADVISER, grants=(), now=NOW, password=PASSWORD)
    in_app.commit()
    for turn in range(10):
        clock.forward(seconds=1)
        answer = client.send("/logg-inn", {"username": "kari", "password": f"feil passord nummer {turn}"})
        assert answer.status_code == 422
    refused = client.send("/logg-inn", {"username": "kari", "password": PASSWORD})
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 300
    clock.forward(minutes=5)
    assert client.send("/logg-inn", {"username": "kari", "password": PASSWORD}).status_code == 303
