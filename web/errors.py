"""The only table from our exceptions to a status and a page.

Pages are written for people and hold no trace, query, path or version.  A 404 is the same bytes for what does not exist
and for what the user may not see.  Under ``/api`` the answer is a problem document (RFC 9457).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, json, render_template, request
from flask.wrappers import Response
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException, TooManyRequests

from models.services import errors
from web import db
from web.auth import Purpose, current_actor
from web.security import number_request

TABLE: dict[type[Exception], int] = {
    errors.JobSeekerNotFound: 404,
    errors.VacancyNotFound: 404,
    errors.AmbiguousReference: 404,
    errors.RoleUnknown: 404,
    errors.PurposeMissing: 400,
    errors.AlreadyRunning: 409,
    errors.CatalogueMissing: 503,
    errors.ServiceError: 422,
    DBAPIError: 503,
    PoolTimeoutError: 503,
}
"""The first class among an exception's own and its bases decides."""

PAGES = frozenset({400, 403, 404, 405, 409, 413, 422, 429, 500, 503})
_LOUD = frozenset({500, 503})
TRY_AGAIN_AFTER = 30
"""Seconds until what is away, a database or a catalogue, is worth another try."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What an error page is made from; ``detail`` is a sentence of ours, never of a library."""

    status: int
    detail: str = ""
    number: str = ""


def init_app(app: Flask) -> None:
    """Answer every exception with a page."""
    app.register_error_handler(HTTPException, _http)
    for kind in TABLE:
        app.register_error_handler(kind, _ours)
    app.register_error_handler(Exception, _unforeseen)


def status_of(error: Exception) -> int:
    """Return the status that an exception is answered with."""
    return next((TABLE[kind] for kind in type(error).__mro__ if kind in TABLE), 500)


def answer(status: int, detail: str = "") -> Response:
    """Return the page, or the problem document, for ``status``; what the request had written is forgotten."""
    db.undo()
    shown = status if status in PAGES else (400 if status < 500 else 500)
    # The number is on no 404: it would make two of them differ.
    problem = Problem(status, detail, number_request() if status in {403, *_LOUD} else "")
    if request.path.startswith("/api/"):
        response = _document(problem)
    else:
        response = Response(render_template(f"errors/{shown}.html", problem=problem), status, mimetype="text/html")
    if status == 503:
        response.headers["Retry-After"] = str(TRY_AGAIN_AFTER)
    return response


def _document(problem: Problem) -> Response:
    content: dict[str, Any] = {"type": "about:blank", "status": problem.status, "title": _title(problem.status)}
    if problem.detail:
        content["detail"] = problem.detail
    if problem.number:
        content["instance"] = f"urn:request:{problem.number}"
    return Response(json.dumps(content), problem.status, mimetype="application/problem+json")


def _title(status: int) -> str:
    if status == 404:
        return gettext("Fant ikke det du spurte etter")  # type: ignore[no-any-return]  # untyped
    if status == 403:
        return gettext("Du har ikke tilgang")  # type: ignore[no-any-return]  # untyped
    return gettext("Forespørselen kunne ikke behandles") if status < 500 else gettext("Noe gikk galt hos oss")  # type: ignore[no-any-return]  # untyped


def _http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:  # a redirect
        return error
    detail = gettext("Skjemaet hadde ligget for lenge. Gå tilbake, last siden på nytt og send det igjen.")
    response = answer(error.code, detail if isinstance(error, CSRFError) else "")
    for name, value in error.get_headers(request.environ):
        if name != "Content-Type":
            response.headers[name] = value
    if isinstance(error, TooManyRequests) and isinstance(error.retry_after, int):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _ours(error: Exception) -> Response:
    status = status_of(error)
    if status >= 500:
        _log(error)
    if isinstance(error, errors.PersonOutOfReach) and (user := current_actor()) is not None:
        db.note_refusal(user.audit_name, (error.person_id,), purpose=Purpose.ACCESS, subject=request.endpoint or "")
    says = isinstance(error, errors.ServiceError) and status not in {404, 503}
    return answer(status, str(error) if says else "")


def _unforeseen(error: Exception) -> Response:
    _log(error)
    return answer(500)


def _log(error: Exception) -> None:
    # Only where it happened, never the message: it may quote what somebody typed about a person.
    trace, places = error.__traceback__, []
    while trace is not None:
        places.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno} {trace.tb_frame.f_code.co_name}")
        trace = trace.tb_next
    lines = "\n  ".join(places[-8:])
    current_app.logger.error("%s in request %s (%s)\n  %s", type(error).__name__, g.get("request_id"), request.endpoint, lines)
