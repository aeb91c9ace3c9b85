"""The page where the coordinator begins."""

from __future__ import annotations

from flask import render_template

from models.policy import Permission
from web.auth import actor, requires
from web.coordinator.blueprint import blueprint


@blueprint.get("/")
@requires(Permission.SEE_NIGHTS)
def start() -> str:
    """Show where to begin."""
    return render_template("coordinator/start.html", user=actor())
