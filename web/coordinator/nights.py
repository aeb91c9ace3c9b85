"""The nights, the newest first, and one of them with its steps."""

from __future__ import annotations

from datetime import date

from flask import abort, render_template, request

from models.policy import Permission
from models.services.night import nights as service
from web import clock, db
from web.auth import requires
from web.coordinator.blueprint import blueprint
from web.coordinator.night_presenter import present

PER_PAGE = 14


@blueprint.get("/netter")
@requires(Permission.SEE_NIGHTS)
def nights() -> str:
    """Show one row a night."""
    session, now = db.session(), clock.now()
    pages = max(1, -(-service.count_nights(session) // PER_PAGE))
    page = min(max(1, request.args.get("side", 1, int)), pages)
    rows = service.last_nights(session, PER_PAGE, skip=(page - 1) * PER_PAGE)
    return render_template(
        "coordinator/nights.html",
        morning=service.this_morning(session, now),
        due=service.due_date(now),
        nights=[present(row, now) for row in rows],
        page=page,
        pages=pages,
    )


@blueprint.get("/netter/<local_date>")
@requires(Permission.SEE_NIGHTS)
def night(local_date: str) -> str:
    """Show one night with everything that is written down about it."""
    try:
        row = service.find_night(db.session(), date.fromisoformat(local_date))
    except ValueError:
        row = None
    if row is None:
        abort(404)
    return render_template("coordinator/night.html", night=present(row, clock.now()))
