"""The walls of every answer: headers, cookies, CSRF, sizes, host names, and a number for each request."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from flask import Flask, Response, g, request
from flask_wtf.csrf import CSRFProtect

from web.settings import Settings

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Our own pages need the address they came from: the CSRF check over TLS, and the way back after changing language.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}
STRICT_TRANSPORT = "max-age=63072000; includeSubDomains"
UNCHANGING = "public, max-age=31536000, immutable"
TWELVE_HOURS = 12 * 60 * 60


def init_app(app: Flask, settings: Settings) -> None:
    """Configure ``app`` and put the headers on every answer, errors and static files as well."""
    prefix = "__Host-" if settings.https else ""
    app.config.update(
        SECRET_KEY=secret_key(settings),
        # Flask's own cookie holds the CSRF token and messages between pages, never who is signed in.
        SESSION_COOKIE_NAME=f"{prefix}bygdematch-form",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        MAX_CONTENT_LENGTH=settings.max_upload_bytes,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        MAX_FORM_PARTS=1000,
        TRUSTED_HOSTS=[host.strip() for host in settings.hosts.split(",") if host.strip()],
        WTF_CSRF_TIME_LIMIT=TWELVE_HOURS,
        PREFERRED_URL_SCHEME="https" if settings.https else "http",
    )
    CSRFProtect(app)

    @app.before_request
    def _number() -> None:
        number_request()

    @app.after_request
    def _headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers[name] = value
        if settings.https:
            response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
        response.headers["X-Request-Id"] = number_request()
        if request.endpoint == "static" and response.status_code in {200, 304}:
            if response.status_code == 304 or request.method == "HEAD":
                response.close()  # Werkzeug sends no body here, and would leave the file open
            if request.args.get("v"):
                response.headers["Cache-Control"] = UNCHANGING
        else:
            response.headers["Cache-Control"] = "no-store"
        return response


def number_request() -> str:
    """Return the number of this request, which its error page, its log line and its audit rows share."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    number: str = g.request_id
    return number


def secret_key(settings: Settings) -> str:
    """Return the key from the settings, or the one that this installation made for itself the first time."""
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value()
    path: Path = settings.instance / "secret.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    # Several processes may start at once: the file is written whole under another name, and the first link wins.
    draft = path.with_name(f"secret.key.{os.getpid()}.{secrets.token_hex(4)}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text().strip()
