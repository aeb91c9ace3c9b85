"""Addresses of static files with a mark of their content, and Aksel's icons as inline SVG."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from flask import Flask
from markupsafe import Markup, escape

STATIC = Path(__file__).parent / "static"
VENDOR = STATIC / "vendor"
ICONS = VENDOR / "icons"
HOW = "Kjør «make web/static/vendor/.stamp»."


class AssetMissing(RuntimeError):
    """A file that is installed from npm, or an icon that Aksel does not have."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"Fant ikke {path.relative_to(STATIC)}. {HOW}")


def init_app(app: Flask) -> None:
    """Let templates ask for static files and icons."""
    app.jinja_env.globals.update(asset=asset, icon=icon)


@functools.cache
def asset(name: str) -> str:
    """Return the address of a static file, with a mark that changes with its content, so that it can be kept for a year."""
    path = STATIC / name
    if not path.is_file():
        raise AssetMissing(path)
    return f"/static/{name}?v={mark_of(path)}"


def mark_of(path: Path) -> str:
    """Return a short mark of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


@functools.cache
def icon(name: str, title: str = "", css: str = "") -> Markup:
    """Return one of Aksel's icons by its name ("CheckmarkCircleFill"); without a title it is hidden from screen readers."""
    path = ICONS / f"{name}.svg"
    if not path.is_file():
        raise AssetMissing(path)
    drawing = path.read_text(encoding="utf-8").strip()
    start = drawing.index("<svg") + len("<svg")
    head, rest = drawing[start : drawing.index(">", start)], drawing[drawing.index(">", start) + 1 :]
    sized = head.replace('width="24"', 'width="1em"').replace('height="24"', 'height="1em"')
    label = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true"'
    # The drawing is a file that `make` took from a pinned package, not anybody's input.
    return Markup(f'<svg{sized} class="{escape(css)}" focusable="false" {label}>{rest}')  # noqa: S704  # nosec B704 - see above
