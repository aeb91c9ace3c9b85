"""How old the lists are, for every page that shows one: ``{{ freshness_note() }}`` from macros/freshness.html.

In Python: :func:`freshness`.  The lists are what the night reckons; what a page ranks itself is always of this moment.
"""

from __future__ import annotations

from flask import Flask, g

from models.services.night import nights
from models.services.night.nights import Freshness
from web import clock, db


def init_app(app: Flask) -> None:
    """Let templates ask how old the lists are."""
    app.jinja_env.globals.update(freshness=freshness)


def freshness() -> Freshness:
    """Return how fresh the lists are, looked up once in a request."""
    if "freshness" not in g:
        g.freshness = nights.freshness(db.session(), clock.now())
    found: Freshness = g.freshness
    return found
