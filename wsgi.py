"""What a WSGI server runs: ``gunicorn wsgi:app``."""

from __future__ import annotations

from web import create_app
from web.engine import warm
from web.settings import Settings

app = create_app(Settings())
warm(app)
