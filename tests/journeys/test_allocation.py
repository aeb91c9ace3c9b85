"""All open jobs at once: from the vacancies to the proposal, to one person in it and back; and the coordinator's numbers."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Visitor, check_keyboard, check_page, in_each_window

CROWDED = "/veileder/stillinger?ord=helsefagarbeidere+hjemmetj."
POST = "Helsefagarbeidere, to stillinger i hjemmetjenesten"


def follow(page: Page, link: Locator) -> None:
    with page.expect_navigation():
        link.click()


def to_the_proposal(visitor: Visitor) -> Page:
    page = visitor.sign_in("adviser")
    follow(page, page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name="Stillinger"))
    follow(page, page.get_by_role("link", name="Se fordelingen"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Fordeling")
    return page


@in_each_window
def test_from_the_vacancies_to_one_proposed_person_and_back(visit: Callable[..., Visitor], width: int, script: bool) -> None:
    page = to_the_proposal(visit(width=width, script=script))
    expect(page.get_by_text(re.compile(r"^\d+ av \d+ ledige jobber kan fylles nå\.")).first).to_be_visible()
    expect(page.get_by_role("heading", level=2, name="Trysil")).to_be_visible()
    first = page.locator("main h4 a").first
    name = first.inner_text()
    follow(page, first)
    expect(page.get_by_role("heading", level=1)).to_contain_text(name.split()[0])
    with page.expect_navigation():
        page.go_back()
    follow(page, page.get_by_role("navigation", name="Kommuner").get_by_role("link", name=re.compile("^Engerdal")))
    expect(page.get_by_role("heading", level=2, name="Engerdal")).to_be_visible()
    follow(page, page.get_by_role("link", name="Bare mine personer"))
    expect(page.get_by_role("heading", level=2, name="Engerdal")).to_be_visible()
    expect(page.get_by_text("utenfor ditt område")).to_have_count(0)


def test_the_proposal_reads_well(visit: Callable[..., Visitor]) -> None:
    page = to_the_proposal(visit())
    check_page(page, "adviser-allocation")
    assert "Bare mine personer" in check_keyboard(page)
    follow(page, page.get_by_role("link", name="Neste", exact=True))
    check_page(page, "adviser-allocation-2")


def test_first_places_are_spread_and_put_back(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.sign_in("adviser")
    visitor.go(CROWDED)
    follow(page, page.get_by_role("link", name=POST))
    people = page.locator(".person-row").get_by_role("heading")
    usual = people.all_inner_texts()
    page.locator("summary", has_text="Avgrens listen").click()
    page.get_by_role("checkbox", name="Spre oppmerksomheten").check()
    follow(page, page.get_by_role("button", name="Bruk", exact=True))
    expect(page.get_by_text("ulike personer øverst")).to_be_visible()
    check_page(page, "adviser-vacancy-spread")
    assert sorted(people.all_inner_texts()) == sorted(usual)
    follow(page, page.get_by_role("link", name="Vis den vanlige rekkefølgen"))
    assert people.all_inner_texts() == usual


def test_the_coordinator_reads_the_numbers(visit: Callable[..., Visitor]) -> None:
    page = visit().sign_in("coordinator")
    follow(page, page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name="Fordeling"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Fordeling")
    page.locator("summary", has_text="Roller der alle jobbene kan fylles nå").click()
    check_page(page, "coordinator-allocation")
    check_keyboard(page)
