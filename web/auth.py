"""Who is signed in, and the lock on every door: each view names a permission, or says that it is open to all.

A view begins so (the route outermost, the permission next to the function)::

    @blueprint.get("/stillinger/<vacancy_id>")
    @requires(Permission.SEE_MATCHES)
    def vacancy(vacancy_id: str) -> str:
        user = actor()

A view without either mark answers 403 to everybody.  An object outside the user's scope answers as one that does not
exist: use cases narrow their selects with ``models.policy`` and raise their own *not found*; where a view itself finds
that an existing person is out of reach, it calls :func:`refuse`, which answers 404 and leaves a trace.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, NoReturn, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask import session as cookie_session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from models.policy import Actor, Permission
from models.services import accounts
from web import clock, db

View = TypeVar("View", bound=Callable[..., Any])


class Purpose(StrEnum):
    """Why people are looked at; a page derives it from what it does."""

    MATCHING = "formidling"
    FOLLOW_UP = "oppfølging"
    REGISTRATION = "registrering"
    SIGN_IN = "pålogging"
    ACCESS = "tilgangskontroll"


def requires(permission: Permission) -> Callable[[View], View]:
    """Let only users who have ``permission`` into the view."""

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]  # functions take attributes
        return view

    return mark


def public(view: View) -> View:
    """Let everybody into the view, signed in or not."""
    view.public = True  # type: ignore[attr-defined]  # functions take attributes
    return view


def init_app(app: Flask) -> None:
    """Put the lock on every door of ``app``."""
    public(app.view_functions["static"])
    app.before_request(_guard)


def current_actor() -> Actor | None:
    """Return who is signed in, or None."""
    if "actor" not in g:
        g.actor = _look_up()
    found: Actor | None = g.actor
    return found


def actor() -> Actor:
    """Return who is signed in; only for views behind :func:`requires`."""
    found = current_actor()
    if found is None:
        abort(403)
    return found


def refuse(*people: str, purpose: str = Purpose.ACCESS, subject: str = "") -> NoReturn:
    """Answer as if the object did not exist, and write down that the user was kept from these ``people``."""
    db.note_refusal(actor().audit_name, people, purpose=purpose, subject=subject)
    raise NotFound


# --- the session's cookie ------------------------------------------------------------------------------------------


def cookie_name() -> str:
    """Return the name of the cookie that holds the session's token."""
    return "__Host-bygdematch" if current_app.config["SESSION_COOKIE_SECURE"] else "bygdematch"


def token() -> str | None:
    """Return the token that the browser sent."""
    return request.cookies.get(cookie_name())


def begin(response: BaseResponse, signed_in: accounts.SignedIn) -> None:
    """Hand a fresh session to the browser; nothing of the time before the sign-in is carried over."""
    cookie_session.clear()
    response.set_cookie(
        cookie_name(),
        signed_in.token,
        path="/",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    g.actor = signed_in.actor


def end(response: BaseResponse) -> None:
    """Take the session's cookie back; the session itself is ended by ``accounts.sign_out``."""
    cookie_session.clear()
    response.delete_cookie(
        cookie_name(), path="/", secure=current_app.config["SESSION_COOKIE_SECURE"], httponly=True, samesite="Lax"
    )
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    g.actor = None


def safe_next(target: str | None) -> str | None:
    """Return ``target`` when it is a path of this service, else None."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target or not target.isprintable():
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target


# --- the guard -----------------------------------------------------------------------------------------------------


def _guard() -> Response | BaseResponse | None:
    if request.endpoint is None:  # no such address or method: the router answers
        return None
    view = current_app.view_functions[request.endpoint]
    if getattr(view, "public", False):
        return None
    permission = getattr(view, "permission", None)
    user = current_actor()
    if user is None:
        return _to_sign_in()
    if permission is None or not user.may(permission):
        db.note_refusal(user.audit_name, (), purpose=Purpose.ACCESS, subject=request.endpoint)
        abort(403)
    return None


def _to_sign_in() -> BaseResponse:
    wanted = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else None
    address = url_for("account.sign_in", next=wanted) if wanted and wanted != "/" else url_for("account.sign_in")
    if "HX-Request" in request.headers:  # a part of a page: the whole page has to go to the sign-in
        return Response(status=204, headers={"HX-Redirect": url_for("account.sign_in")})
    return redirect(address, 303)


def _look_up() -> Actor | None:
    sent = token()
    if not sent:
        return None
    now = clock.now()
    with db.reading() as session:
        presence = accounts.who_is(session, sent, now)
    if presence is None:
        return None
    if presence.to_touch:
        with db.database().writers.begin() as session:
            accounts.touch(session, sent, now)
    return presence.actor
