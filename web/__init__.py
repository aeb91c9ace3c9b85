"""Every edge: pages, command line, clock, settings; this file puts the pages together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Flask
from jinja2 import StrictUndefined

from models.services.weights_file import read_weights
from web import clock, db, errors, i18n, navigation, security
from web.settings import Settings


def create_app(settings: Settings, *, now: Callable[[], datetime] | None = None) -> Flask:
    """Return the service as a WSGI application; ``now`` stands in for the machine's clock."""
    # Imported here: the command line needs the package, but not the pages.
    from web import account, adviser, assets, auth, coordinator, employer, freshness, health  # noqa: PLC0415 - see above

    if settings.weights:
        read_weights(settings.weights)  # refused at the start, not at the first page
    parts = (account, adviser, employer, coordinator)
    app = Flask(__name__)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["bygdematch.settings"] = settings
    clock.init_app(app, now)
    db.init_app(app, settings)
    i18n.init_app(app)
    assets.init_app(app)
    freshness.init_app(app)
    # The order of these two is the order of the checks: first whether anybody may, then whether the form is ours.
    auth.init_app(app)
    security.init_app(app, settings)
    errors.init_app(app)
    for part in parts:
        app.register_blueprint(part.blueprint)
    app.register_blueprint(coordinator.catalogue_blueprint)
    app.register_blueprint(health.blueprint)
    navigation.init_app(app, [item for part in parts for item in part.NAVIGATION])
    app.jinja_env.globals.update(current_actor=auth.current_actor, navigation=navigation.items_for_user, settings=settings)
    return app
