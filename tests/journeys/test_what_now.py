"""«What now for this person»: from the people to one of them, to a vacancy's match, and back."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import NARROW, Visitor, check_keyboard, check_page, in_each_window, path_of

PEOPLE = "/veileder/personer"


def search(page: Page, words: str) -> None:
    """Type words and send the search."""
    page.get_by_role("searchbox", name="Yrke, kompetanse, papirer eller sted").fill(words)
    page.get_by_role("button", name="Søk", exact=True).click()


def first_person(page: Page) -> str:
    """Open the first person of the list; return the name."""
    link = page.locator(".person-line h3 a").first
    name = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return name


@in_each_window
def test_from_the_people_to_a_match_and_back(visit: Callable[..., Visitor], width: int, script: bool) -> None:
    page = visit(width=width, script=script).sign_in("adviser")
    page.get_by_role("link", name="Personer", exact=True).click()
    assert path_of(page) == PEOPLE
    search(page, "hjemmesykepl")
    assert re.fullmatch(rf"{PEOPLE}/sok/[0-9a-f]{{32}}", path_of(page))
    expect(page.get_by_role("searchbox", name="Yrke, kompetanse")).to_have_value("hjemmesykepl")
    found = page.url
    first_person(page)
    person = page.url
    expect(page.get_by_role("heading", name="Hva nå?")).to_be_visible()
    page.locator("#vacancies ~ section h4 a").first.click()
    assert re.fullmatch(r"/veileder/stillinger/[0-9a-f]{32}/personer/[0-9a-f]{32}", path_of(page))
    page.go_back()
    assert page.url == person
    page.go_back()
    assert page.url == found
    page.get_by_role("button", name="Fjern filteret «hjemmesykepl»").click()
    assert path_of(page) == PEOPLE


def test_each_state_of_the_list(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.sign_in("adviser")
    visitor.go(PEOPLE)
    check_page(page, "people")
    search(page, "hfa")
    check_page(page, "people-found")
    page.get_by_label("Rolle").select_option(label="Sykepleier")
    page.get_by_label(re.compile("^Engerdal")).check()
    page.get_by_role("button", name="Bruk filtrene").click()
    search(page, "fysioterapeut")
    expect(page.get_by_text("Ingen i Engerdal passer til søket")).to_be_visible()
    check_page(page, "people-nobody")
    page.get_by_role("button", name=re.compile("^Vis [0-9]+ ")).first.click()
    expect(page.locator(".person-line").first).to_be_visible()
    visitor.go(f"{PEOPLE}/sok/{'0' * 32}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Søket er gått ut")
    check_page(page, "people-search-gone")
    visitor.go(f"{PEOPLE}?mine=y")
    expect(page.get_by_text("Du har ingen egne brukere ennå")).to_be_visible()
    check_page(page, "people-none-of-mine")


def test_one_person_with_everything(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.sign_in("adviser")
    visitor.go(PEOPLE)
    name = first_person(page)
    check_page(page, "person")
    for place in ("#vacancies", "#cv"):
        expect(page.locator(place)).to_be_visible()
    page.get_by_role("link", name=re.compile(r"^Vis alle \d+ Avklar$")).click()
    expect(page.get_by_role("link", name=re.compile(r"^Vis alle \d+ Avklar$"))).to_have_count(0)
    page.get_by_role("button", name="Ta over oppfølgingen").click()
    expect(page.get_by_role("status").get_by_text("Du følger nå opp denne personen.")).to_be_visible()
    visitor.go(f"{PEOPLE}?mine=y")
    expect(page.get_by_role("link", name=name)).to_be_visible()
    first_person(page)
    page.get_by_role("button", name="Slipp oppfølgingen").click()
    page.locator("summary", has_text="Hvem har sett på personen").click()
    expect(page.get_by_role("cell", name="Endret, oppfølging").first).to_be_visible()
    check_page(page, "person-looks")


def test_a_person_of_whom_little_is_known(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.sign_in("adviser")
    visitor.go(PEOPLE)
    page.get_by_label("Norsk").select_option(label="Ikke oppgitt (3)")
    page.get_by_role("button", name="Bruk filtrene").click()
    first_person(page)
    expect(page.get_by_text("Hør om personen kan oppgi:")).to_be_visible()
    check_page(page, "person-little-known")


def test_on_a_narrow_screen_the_filters_are_folded_and_the_list_is_near(visit: Callable[..., Visitor]) -> None:
    visitor = visit(width=NARROW)
    page = visitor.sign_in("adviser")
    visitor.go(PEOPLE)
    search(page, "hfa")
    expect(page.get_by_label("Rolle")).not_to_be_visible()
    page.locator("summary", has_text="Avgrens").click()
    page.get_by_label("Bare mine").check()
    page.get_by_role("button", name="Bruk filtrene").click()
    expect(page.get_by_label("Rolle")).not_to_be_visible()
    expect(page.get_by_role("button", name="Fjern filteret Bare mine")).to_be_visible()


def test_every_stop_of_the_keyboard_is_seen(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.sign_in("adviser")
    visitor.go(PEOPLE)
    stops = check_keyboard(page)
    assert stops.index("Personer") < stops.index("Søk") < stops.index("Bruk filtrene") < stops.index("Finn én person")
    first_person(page)
    stops = check_keyboard(page)
    assert stops.index("Ta over oppfølgingen") < stops.index("Skriv inn svaret")
