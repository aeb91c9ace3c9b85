"""A live service over the whole demo, and a browser that says what is wrong with a page.

``visit()`` opens a browser window of its own: ``visit(width=360)``, ``visit(script=False)``.  Then::

    page = visit().sign_in("adviser")
    page.get_by_role("link", name="Stillinger").click()
    check_page(page, "adviser-vacancies")

The clock stands still at the day of the demo.  With BYGDEMATCH_SCREENSHOTS set to a folder, each checked page is
photographed there at 1280 and 360 px under the name that it is given.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright
from werkzeug.serving import make_server

from models.services.seeding import DEMO_USERS, seed_demo_users
from tests.conftest import COMPILED
from tests.factories import NOW
from tests.web.conftest import USERS
from web import create_app, db
from web.cli.context import App
from web.cli.database import run_rematch
from web.cli.demo import DEMO_DAY, load_demo
from web.settings import Settings

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW, NARROWEST = 1280, 360, 320

in_each_window = pytest.mark.parametrize(
    ("width", "script"),
    [
        (WIDE, True),
        (NARROW, False),
        pytest.param(WIDE, False, marks=pytest.mark.soak),
        pytest.param(NARROW, True, marks=pytest.mark.soak),
    ],
)
"""A journey at each width, with script and without; the crossed pairs are for ``make soak``."""
PATIENCE = 30_000
"""Milliseconds; the first page after the start fits the matcher, on a machine that other tests use too."""
expect.set_options(timeout=PATIENCE)
ONLY_HERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""Chromium finds no other host, and keeps what it has fetched, which it would not do were each request held up here."""


@dataclass(slots=True)
class Heard:
    """What a page said and asked for behind its reader's back."""

    messages: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


_heard: WeakKeyDictionary[Page, Heard] = WeakKeyDictionary()


@pytest.fixture(scope="session")
def demo_database(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the whole demo, its users, and one finished match run."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    shutil.copy(sqlite_template, path)
    cli = App(Settings(database_url=f"sqlite:///{path}"))
    load_demo(cli)
    with cli.sessions.begin() as session:
        seed_demo_users(session, NOW)
    run_rematch(cli, DEMO_DAY)
    cli.engine.dispose()
    return path


@pytest.fixture(scope="module")
def live(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a service of the module's own: what its tests change, others do not see."""
    path = tmp_path_factory.mktemp("live") / "live.db"
    shutil.copy(demo_database, path)
    with served(demo_app(path)) as address:
        yield address


def demo_app(path: Path) -> Flask:
    """Return the service over the database in the file ``path``."""
    app = create_app(
        Settings(database_url=f"sqlite:///{path}", instance=path.parent, secret_key="j" * 40, demo_mode=True), now=lambda: NOW
    )
    app.jinja_env.bytecode_cache = COMPILED
    return app


def _in_one_piece(app: Flask) -> Callable[[dict[str, Any], Any], list[bytes]]:
    """Answer whole: Werkzeug's server forgets to close a file when the browser leaves while it is being sent."""

    def answer(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        parts = app(environ, start_response)
        try:
            return [b"".join(parts)]
        finally:
            if hasattr(parts, "close"):
                parts.close()

    return answer


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve ``app`` from a thread; give its address."""
    server = make_server("127.0.0.1", 0, _in_one_piece(app), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        db.database_of(app).engine.dispose()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    path = shutil.which("chromium")
    assert path, "Chromium is missing: apt-get install --no-install-recommends chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[ONLY_HERE])
        yield browser
        browser.close()


class Visitor:
    """A browser window of one user."""

    def __init__(self, page: Page, live: str) -> None:
        self.page, self.live = page, live

    def go(self, path: str) -> Page:
        """Open a page."""
        self.page.goto(self.live + path)
        return self.page

    def sign_in(self, kind: str) -> Page:
        """Sign in as a demo user by its button, and stand on the user's start page."""
        name = next(user.name for user in DEMO_USERS if user.username == USERS[kind])
        self.go("/logg-inn")
        self.page.get_by_role("button", name=f"Logg inn som {name}").click()
        return self.page


@pytest.fixture
def visit(browser: Browser, live: str) -> Iterator[Callable[..., Visitor]]:
    """Open windows; they are closed with the test."""
    contexts = []

    def open_window(*, width: int = WIDE, script: bool = True, language: str = "nb-NO") -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            locale=language,
            timezone_id="Europe/Oslo",
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        heard = _heard[page] = Heard()

        def note(request: Request) -> None:
            if not request.url.startswith((live, "data:")):
                heard.foreign.append(request.url)

        def listen(message: ConsoleMessage) -> None:
            # The browser reports a page that answers 404 or 422, and that signing out cleared its store: both are meant.
            status = message.text.startswith("Failed to load resource") and message.location["url"] == page.url
            if not status and not message.text.startswith("Clear-Site-Data"):
                heard.messages.append(message.text)

        context.on("request", note)
        page.on("console", listen)
        page.on("pageerror", lambda error: heard.messages.append(str(error)))
        return Visitor(page, live)

    yield open_window
    for context in contexts:
        context.close()


def check_page(page: Page, name: str = "") -> None:
    """Fail when the page has a fault that axe knows, scrolls sideways, speaks to the console or asks another host.

    Leaves the window as wide as it was.  Needs script in the window, as axe does.
    """
    page.wait_for_load_state("load")  # after a click the style sheet may still be on its way
    heard, size = _heard[page], page.viewport_size
    assert size
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        _photograph(page, name, width)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
        assert found.violations_count == 0, f"{page.url} at {width} px:\n{found.generate_report()}"
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST, f"{page.url} scrolls sideways: {_wide(page)}"
    page.set_viewport_size(size)
    assert page.title().endswith("– Bygdematch")
    assert page.title() != "– Bygdematch"
    assert page.locator("h1").count() == 1
    assert heard.messages == []
    assert heard.foreign == []


def check_keyboard(page: Page, most: int = 200) -> list[str]:
    """Walk the page with Tab; fail at a stop that cannot be seen.  Return what each stop is called."""
    page.wait_for_load_state("load")
    stops: list[str] = []
    page.evaluate("document.activeElement && document.activeElement.blur()")
    for _ in range(most):
        page.keyboard.press("Tab")
        at = page.evaluate(_FOCUS)
        if at is None or (stops and at["first"]):
            break
        assert at["visible"], f"{page.url}: nothing shows where the keyboard is: {at['name']}"
        stops.append(at["name"])
    return stops


_FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect();
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')];
  // Aksel draws the ring of a box or a radio button around it and its word, and that of a search around the whole.
  const around = e.closest('.aksel-checkbox, .aksel-radio, .aksel-search__wrapper') || e;
  const marked = [[e, null], [around, null], [around, '::after']]
    .some(([element, part]) => getComputedStyle(element, part).outlineStyle !== 'none');
  return {
    name: (e.getAttribute('aria-label') || e.textContent || e.id || e.name || e.tagName).trim(),
    first: all[0] === e,
    visible: box.width > 0 && box.height > 0 && box.left >= -1 && box.right <= innerWidth + 1 && marked,
  };
}"""


def path_of(page: Page) -> str:
    """Return the path that the page stands on."""
    return urlsplit(page.url).path


def _wide(page: Page) -> object:
    return page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
        .slice(0, 5).map(e => e.tagName + '.' + e.className)"""
    )


def _photograph(page: Page, name: str, width: int) -> None:
    folder = os.environ.get("BYGDEMATCH_SCREENSHOTS")
    if folder and name:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.evaluate("document.fonts.ready")
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
