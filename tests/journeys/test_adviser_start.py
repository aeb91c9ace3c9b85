"""Where the adviser begins: with everything, with nothing, and each list in full."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys import list_state
from tests.journeys.conftest import NARROW, WIDE, Visitor, check_keyboard, check_page, demo_app, path_of, served

LISTS = ("endringer", "venter", "uten-treff", "mine", "frist-snart", "oppfolging")


@pytest.fixture(scope="module")
def live(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a service over the demo in the middle of its work."""
    path = tmp_path_factory.mktemp("start") / "start.db"
    shutil.copy(demo_database, path)
    list_state.prepare(path)
    with served(demo_app(path)) as address:
        yield address


def test_the_start_with_everything(visit: Callable[..., Visitor]) -> None:
    page = visit().sign_in("adviser")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hva bør jeg gjøre nå?")
    expect(page.get_by_text("Svarfristen er ute")).to_be_visible()
    check_page(page, "adviser-start-everything")
    check_keyboard(page)


def test_each_list_in_full(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.sign_in("adviser")
    for name in LISTS:
        check_page(visitor.go(f"/veileder/{name}"), f"adviser-start-{name}")


def test_the_start_with_next_to_nothing(visit: Callable[..., Visitor]) -> None:
    page = visit().sign_in("adviser of another office")
    expect(page.get_by_text("Ingen spørsmål venter på svar.")).to_be_visible()
    expect(page.get_by_text("Ingen personer er knyttet til deg ennå.")).to_be_visible()
    check_page(page, "adviser-start-nothing")


@pytest.mark.parametrize(("width", "script"), [(WIDE, True), (NARROW, False)])
def test_from_what_is_new_to_the_whole_list_and_a_person_set_aside(
    visit: Callable[..., Visitor], width: int, script: bool
) -> None:
    page = visit(width=width, script=script).sign_in("adviser")
    page.get_by_role("link", name=re.compile("Vis alle.*Nytt siden i går")).click()
    assert path_of(page) == "/veileder/endringer"
    page.go_back()
    aside = page.get_by_role("button", name="Sett til side i 30 dager")
    before = aside.count()
    aside.first.click()
    expect(page.get_by_text("Satt til side.")).to_be_visible()
    expect(page.get_by_role("button", name="Sett til side i 30 dager")).to_have_count(before - 1)
