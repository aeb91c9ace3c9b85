"""Every door has a lock: each route is declared, and each kind of user gets into exactly what it may."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import UserKind
from models.audit import AuditEvent, Decision
from models.policy import ALLOWED, Actor, Permission
from tests.web.conftest import PageClient, address_of
from web.auth import requires
from web.navigation import all_items

OPEN = {
    "static",
    "account.home",
    "account.sign_in",
    "account.sign_in_as_demo",
    "account.sign_out",
    "account.signed_out",
    "account.choose_language",
    "health.alive",
    "health.ready",
}
"""The doors without a lock; a new one is a decision and stands here."""


def test_every_route_is_declared(app: Flask) -> None:
    undeclared = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not isinstance(getattr(app.view_functions[rule.endpoint], "permission", None), Permission)
        and not getattr(app.view_functions[rule.endpoint], "public", False)
    ]
    assert undeclared == []


def test_the_open_doors_are_the_known_ones(app: Flask) -> None:
    assert {name for name, view in app.view_functions.items() if getattr(view, "public", False)} == OPEN


def test_an_undeclared_route_lets_nobody_in(app: Flask, client: PageClient, sign_in: Callable[[str], PageClient]) -> None:
    app._got_first_request = False  # Flask refuses new routes after the first request; this app serves none yet
    app.add_url_rule("/glemt", "forgotten", lambda: "hemmelig")
    assert client.get("/glemt").status_code == 303
    for kind in ("adviser", "employer", "coordinator"):
        answer = sign_in(kind).get("/glemt")
        assert answer.status_code == 403
        assert "hemmelig" not in answer.text


@pytest.mark.parametrize(
    ("who", "kind"), [("adviser", UserKind.ADVISER), ("employer", UserKind.EMPLOYER), ("coordinator", UserKind.COORDINATOR)]
)
def test_each_kind_gets_into_what_it_may_and_nothing_else(
    app: Flask, sign_in: Callable[[str], PageClient], who: str, kind: UserKind
) -> None:
    browser = sign_in(who)
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if getattr(view, "public", False) or "GET" not in (rule.methods or set()):
            continue
        status = browser.get(address_of(rule)).status_code
        if getattr(view, "permission", None) in ALLOWED[kind]:
            assert status not in {401, 403, 500, 503}, rule.rule
        else:
            assert status == 403, rule.rule


def test_who_is_not_signed_in_is_sent_to_the_sign_in(app: Flask, client: PageClient) -> None:
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if getattr(view, "public", False):
            continue
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
            answer = client.open(address_of(rule), method=method)
            assert answer.status_code == 303
            assert answer.headers["Location"].startswith("/logg-inn")


def test_a_part_of_a_page_sends_the_whole_page_to_the_sign_in(client: PageClient) -> None:
    answer = client.get("/veileder/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/logg-inn")


def test_a_refusal_leaves_a_trace(sign_in: Callable[[str], PageClient], in_app: Session) -> None:
    answer = sign_in("employer").get("/veileder/")
    (denied,) = in_app.scalars(select(AuditEvent).where(AuditEvent.decision == Decision.DENY))
    assert denied.subject == "adviser.start"
    assert denied.request_id == answer.headers["X-Request-Id"]
    assert denied.request_id in answer.text


def test_unsafe_methods_that_nobody_declared_do_not_exist(app: Flask, client: PageClient) -> None:
    for method in ("TRACE", "PUT", "DELETE", "PATCH"):
        answer = client.open("/logget-ut", method=method)
        assert answer.status_code == 405
        assert "GET" in answer.headers["Allow"]


def test_the_menu_leads_only_where_its_reader_may_go(app: Flask) -> None:
    for item in all_items(app):
        view = app.view_functions[item.endpoint]
        assert getattr(view, "permission", None) is item.permission
        assert item.permission in ALLOWED[item.kind]


def test_a_kind_of_user_that_is_not_in_the_table_may_nothing() -> None:
    assert not any(Actor(user_id="x", name="x", kind="robot").may(one) for one in Permission)  # type: ignore[arg-type]  # on purpose


def test_the_mark_leaves_the_view_as_it_was() -> None:
    def view() -> str:
        return "side"

    assert requires(Permission.OWN_ACCOUNT)(view) is view
