"""Two addresses for whoever keeps the service running: is the process alive, and can it serve."""

from __future__ import annotations

from flask import Blueprint, Response, json
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from models.services.errors import CatalogueMissing
from models.services.reference import catalogue_version
from web import db
from web.auth import public

blueprint = Blueprint("health", __name__, url_prefix="/helse")


@blueprint.get("/levende")
@public
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/klar")
@public
def ready() -> Response:
    """The database answers and holds a catalogue: 200, else 503; which of the two, and nothing else."""
    checks = {"database": False, "catalogue": False}
    try:
        with db.reading() as session:
            session.execute(text("SELECT 1"))
            checks["database"] = True
            catalogue_version(session)
            checks["catalogue"] = True
    except (SQLAlchemyError, CatalogueMissing):
        pass  # the answer says how far it came
    return Response(json.dumps(checks) + "\n", 200 if all(checks.values()) else 503, mimetype="application/json")
