"""The page where the employer begins."""

from __future__ import annotations

from flask import render_template

from models.policy import Permission
from web.auth import actor, requires
from web.employer.blueprint import blueprint


@blueprint.get("/")
@requires(Permission.OWN_VACANCIES)
def start() -> str:
    """Show where to begin."""
    return render_template("employer/start.html", user=actor())
