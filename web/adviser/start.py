"""The page where the adviser begins."""

from __future__ import annotations

from flask import render_template

from models.policy import Permission
from web.adviser.blueprint import blueprint
from web.auth import actor, requires


@blueprint.get("/")
@requires(Permission.ADVISER_START)
def start() -> str:
    """Show where to begin."""
    return render_template("adviser/start.html", user=actor())
