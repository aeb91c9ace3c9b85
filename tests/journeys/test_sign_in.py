"""In and out again: signing in as one of the demo's people, with and without script, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor, check_keyboard, check_page, path_of

STARTS = {"adviser": "/veileder/", "employer": "/arbeidsgiver/", "coordinator": "/koordinator/"}


def test_an_adviser_comes_in_and_goes_out(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    check_page(visitor.go("/logg-inn"), "sign-in")
    page = visitor.sign_in("adviser")
    assert path_of(page) == "/veileder/"
    check_page(page, "adviser-start")
    page.get_by_role("link", name="Ingrid Nordhagen").click()
    expect(page.get_by_text("Trysil", exact=False).first).to_be_visible()
    check_page(page, "account")
    page.get_by_role("banner").get_by_role("button", name="Logg ut").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Du er logget ut")
    check_page(page, "signed-out")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Logg inn")


@pytest.mark.parametrize("kind", STARTS)
@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.soak), 360])
def test_without_script_it_works_the_same(visit: Callable[..., Visitor], kind: str, width: int) -> None:
    page = visit(script=False, width=width).sign_in(kind)
    assert path_of(page) == STARTS[kind]
    page.get_by_role("banner").get_by_role("button", name="Logg ut").click()
    assert path_of(page) == "/logget-ut"


def test_a_wrong_password_leads_to_the_error(visit: Callable[..., Visitor]) -> None:
    page = visit().go("/logg-inn")
    page.get_by_role("button", name="Logg inn", exact=True).click()
    expect(page.locator(".aksel-error-summary")).to_be_focused()
    assert page.title().startswith("Feil: ")
    check_page(page, "sign-in-errors")
    page.get_by_role("link", name="Brukernavn").click()
    field = page.get_by_role("textbox", name="Brukernavn")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("Skriv brukernavnet ditt.")


def test_every_stop_of_the_keyboard_is_seen(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.go("/logg-inn")
    stops = check_keyboard(visitor.page)
    assert stops[0] == "Hopp til innholdet"
    assert len(stops) == 12
    check_keyboard(visitor.sign_in("adviser"))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_pages_and_errors_hold_in_every_language(visit: Callable[..., Visitor], language: str) -> None:
    visitor = visit()
    page = visitor.go("/logg-inn")
    page.get_by_role("contentinfo").locator(f"a[lang={language}]").click()
    assert path_of(page) == "/logg-inn"
    assert page.locator("html").get_attribute("lang") == language
    check_page(page, f"sign-in-{language}")
    check_page(visitor.go("/finnes-ikke"), f"error-404-{language}")
