"""The page where the coordinator begins, which answers whether all is well."""

from __future__ import annotations

from flask import render_template

from models.policy import Permission
from models.services import catalogue_entries
from models.services.night import nights
from web import clock, db
from web.auth import requires
from web.coordinator.blueprint import blueprint
from web.coordinator.entry_words import KINDS
from web.coordinator.night_presenter import present


@blueprint.get("/")
@requires(Permission.SEE_NIGHTS)
def start() -> str:
    """Answer with this morning's night, the last night's numbers, and the state of the catalogue."""
    session, now = db.session(), clock.now()
    last = nights.last_nights(session, limit=1)
    return render_template(
        "coordinator/start.html",
        morning=nights.this_morning(session, now),
        due=nights.due_date(now),
        last=present(last[0], now) if last else None,
        tallies=catalogue_entries.tallies(session),
        kinds=KINDS,
    )
