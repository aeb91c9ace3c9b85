"""How the pages are served: gunicorn with threads, on an address that is free."""

from __future__ import annotations

import sys

from sqlalchemy import make_url

from models.services.errors import ServiceError
from web.address import trouble
from web.settings import ROOT, Settings

THREADS = 8
SLOWEST = 30
"""Seconds that a request may take; what takes longer is a job of the night."""


class AddressNotFree(ServiceError):
    """Nothing can be served there."""


def check_address(host: str, port: int) -> None:
    """Raise :class:`AddressNotFree` when ``host`` and ``port`` cannot be served on."""
    if found := trouble(host, port):
        raise AddressNotFree(found)


def workers(settings: Settings) -> int:
    """Return how many processes serve: one beside SQLite, whose writers queue anyway, two beside PostgreSQL."""
    return 1 if make_url(settings.database_url).get_backend_name() == "sqlite" else 2


def command(settings: Settings, host: str, port: int, *, quiet: bool = False) -> list[str]:
    """Return the command that serves the pages until it is told to stop."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return [
        *(sys.executable, "-m", "gunicorn", "wsgi:app"),
        *("--chdir", str(ROOT)),
        *("--bind", address),
        *("--worker-class", "gthread"),
        *("--workers", str(workers(settings))),
        *("--threads", str(THREADS)),
        *("--timeout", str(SLOWEST)),
        *("--graceful-timeout", "10"),
        *("--log-level", "warning" if quiet else "info"),
        "--no-control-socket",
    ]
