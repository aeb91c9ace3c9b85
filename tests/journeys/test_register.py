"""From a person at the counter to one who is shown and has matches: registering, answering, correcting one section."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from models.visibility import PROTECTIVE
from tests.journeys.conftest import Visitor, check_keyboard, check_page, path_of

NEW = "/veileder/personer/ny"
TOLD = "Jeg kan jobbe kveld og natt, men ikke helg. Jeg har hatt depresjon. Har førerkort B og egen bil."


def fill_who(page: Page, name: str, *, postnummer: str = "2420") -> None:
    """Fill in the first step."""
    page.get_by_label("Personen har fått vite dette og samtykker").check()
    page.get_by_label("Fornavn").fill("Prøve")
    page.get_by_label("Etternavn").fill(name)
    page.get_by_label("Fødselsdato").fill("03.02.1994")
    page.get_by_label("Telefon").fill("900 00 000")
    page.get_by_label("Postnummer").fill(postnummer)


def answer_all(page: Page) -> None:
    """Answer what visibility needs."""
    for fact in PROTECTIVE:
        page.locator(f"input[name={fact}][value=no]").check()
    page.get_by_label("Jeg har gått gjennom opplysningene med personen").check()


def go_on(page: Page) -> None:
    """Save a step and go to the next."""
    page.get_by_role("button", name="Lagre og gå videre").click()


def person_of(page: Page) -> str:
    """Return the id of the person in the address."""
    found = re.search(r"[0-9a-f]{32}", page.url)
    assert found
    return found[0]


def begin(visitor: Visitor, name: str) -> str:
    """Register somebody who wants to be an assistant; return the id."""
    page = visitor.go(NEW)
    fill_who(page, name)
    go_on(page)
    page.get_by_label("Yrke").first.fill("Pleieassistent")
    page.get_by_role("radiogroup", name="Har personen rett til å arbeide").get_by_label("Ja").check()
    go_on(page)
    return person_of(page)


def test_registering_in_steps_loses_nothing(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.sign_in("adviser")
    page = visitor.go(NEW)
    check_page(page, "register-who")
    go_on(page)
    expect(page.locator(".aksel-error-summary")).to_be_focused()
    check_page(page, "register-who-errors")
    fill_who(page, "Nyregistrert", postnummer="2433")
    go_on(page)
    expect(page.get_by_text("Postnummer 2433 finnes ikke.").first).to_be_visible()
    expect(page.get_by_label("Fornavn")).to_have_value("Prøve")
    page.get_by_label("Postnummer").fill("2420")
    go_on(page)
    expect(page.get_by_text("Personen er skjult for alle")).to_be_visible()
    check_page(page, "register-wishes")
    page.get_by_label("Yrke").first.fill("assistent")
    go_on(page)
    expect(page.get_by_text("kan være flere yrker").first).to_be_visible()
    check_page(page, "register-wishes-asked")
    page.get_by_label("Pleieassistent").check()
    page.get_by_role("radiogroup", name="Har personen rett til å arbeide").get_by_label("Ja").check()
    go_on(page)
    check_page(page, "register-words")
    page.get_by_role("textbox", name="Fortell med egne ord").fill(TOLD)
    page.get_by_role("button", name="Les teksten").click()
    expect(page.get_by_text("Vi tok ikke med 1 opplysning om helse")).to_be_visible()
    check_page(page, "register-words-read")
    page.get_by_label("Kan ikke jobbe helg").uncheck()
    page.get_by_role("button", name="Lagre det som er krysset av").click()
    assert path_of(page).endswith("/synlighet")
    check_page(page, "visibility-begun")
    visitor.go(NEW)
    expect(page.get_by_role("link", name="Prøve Nyregistrert")).to_be_visible()
    check_page(page, "register-unfinished")
    page.get_by_role("link", name="Prøve Nyregistrert").click()
    assert path_of(page).endswith("/synlighet")


def test_a_person_is_shown_corrected_and_erased(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.sign_in("adviser")
    person_id = begin(visitor, "Vises")
    page = visitor.go(f"/veileder/personer/{person_id}/synlighet")
    answer_all(page)
    page.locator("input[name=shielded][value=yes]").check()
    page.get_by_role("button", name="Lagre svarene").click()
    expect(page.locator(".aksel-error-summary")).to_be_focused()
    check_page(page, "visibility-errors")
    page.locator("input[name=shielded][value=no]").check()
    page.get_by_role("button", name="Lagre svarene").click()
    assert path_of(page) == f"/veileder/personer/{person_id}"
    expect(page.get_by_text("Personen vises nå.")).to_be_visible()
    check_page(visitor.go(f"/veileder/personer/{person_id}/synlighet"), "visibility-shown")

    visitor.go(f"/veileder/personer/{person_id}/rediger/papirer")
    check_page(page, "edit-papers")
    page.get_by_label("Papir").first.select_option(label="Autorisasjon som helsefagarbeider")
    page.get_by_role("button", name="Lagre", exact=True).click()
    expect(page.get_by_text(re.compile(r"Lagret\. (\d+ nye treff|1 nytt treff)|Lagret\. .*på vei"))).to_be_visible()

    check_page(visitor.go(f"/veileder/personer/{person_id}/slett"), "erase")
    page.get_by_label("Personen ber om det").check()
    page.get_by_label("Jeg vil slette alt om personen for godt").check()
    page.get_by_role("button", name="Slett personen").click()
    expect(page.get_by_text("Personen er slettet.")).to_be_visible()


@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.soak), 360])
def test_without_script_nothing_is_missing(visit: Callable[..., Visitor], width: int) -> None:
    visitor = visit(script=False, width=width)
    visitor.sign_in("adviser")
    page = visitor.go(NEW)
    fill_who(page, f"Uten Skript {width}")
    go_on(page)
    page.get_by_label("Yrke").first.fill("Helsefagarbeider")
    go_on(page)
    page.get_by_role("link", name="Gå videre uten å lagre").click()
    answer_all(page)
    page.get_by_role("button", name="Lagre svarene").click()
    person_id = person_of(page)
    visitor.go(f"/veileder/personer/{person_id}/rediger/erfaring")
    page.get_by_label("Stilling").fill("Pleieassistent")
    page.get_by_label("Fra").fill("1.3.2020")
    page.get_by_role("button", name="Lagre og legg til flere").click()
    assert path_of(page).endswith("/rediger/erfaring")
    page.get_by_text("Pleieassistent, 01.03.2020").click()
    page.get_by_label("Fjern denne").check()
    page.get_by_role("button", name="Lagre", exact=True).click()
    assert path_of(page) == f"/veileder/personer/{person_id}"
    visitor.go(f"/veileder/personer/{person_id}/synlighet")
    page.locator("input[name=consent][value=no]").check()
    page.get_by_role("button", name="Lagre svarene").click()
    expect(page.get_by_text("personen er skjult fra nå av")).to_be_visible()


def test_every_section_of_a_full_cv_holds(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.sign_in("adviser")
    visitor.go("/veileder/personer")
    addresses = page.locator("main a").evaluate_all("links => links.map(link => link.getAttribute('href') || '')")
    person_id = next(address for address in addresses if re.search(r"/personer/[0-9a-f]{32}$", address)).rpartition("/")[2]
    for section in ("kontakt", "bosted", "onsker", "arbeidstid", "erfaring", "utdanning", "sprak", "forerkort", "kompetanse"):
        check_page(visitor.go(f"/veileder/personer/{person_id}/rediger/{section}"), f"edit-{section}")
    check_page(visitor.go(f"/veileder/personer/{person_id}/synlighet"), "visibility-nav")


def test_every_stop_of_the_keyboard_is_seen(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.sign_in("adviser")
    stops = check_keyboard(visitor.go(NEW))
    assert {"consent", "given_name", "postnummer", "Lagre og gå videre"} <= set(stops)
    fill_who(page, "Tastatur")
    go_on(page)
    check_keyboard(page)
    check_keyboard(visitor.go(f"/veileder/personer/{person_of(page)}/synlighet"))


def test_when_two_correct_at_once_nothing_typed_is_lost(visit: Callable[..., Visitor]) -> None:
    one, other = visit(), visit()
    for visitor in (one, other):
        visitor.sign_in("adviser")
    person_id = begin(one, "Samtidig")
    pages = [visitor.go(f"/veileder/personer/{person_id}/rediger/kontakt") for visitor in (one, other)]
    for page, phone in zip(pages, ("900 11 111", "900 22 222"), strict=True):
        page.get_by_label("Telefon").fill(phone)
        page.get_by_role("button", name="Lagre", exact=True).click()
    expect(pages[1].get_by_text("Noen andre har lagret endringer")).to_be_visible()
    expect(pages[1].get_by_label("Telefon")).to_have_value("900 22 222")
    check_page(pages[1], "edit-conflict")
    pages[1].get_by_role("button", name="Lagre", exact=True).click()
    expect(pages[1].get_by_text("Noen andre har lagret endringer")).to_have_count(0)


def test_a_withdrawn_consent_hides_and_says_so(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.sign_in("adviser")
    person_id = begin(visitor, "Trukket")
    page = visitor.go(f"/veileder/personer/{person_id}/synlighet")
    page.locator("input[name=consent][value=no]").check()
    page.get_by_role("button", name="Lagre svarene").click()
    check_page(visitor.go(f"/veileder/personer/{person_id}/synlighet"), "visibility-withdrawn")
    check_page(visitor.go(NEW), "register-unfinished-withdrawn")
