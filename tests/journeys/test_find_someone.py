"""Find someone for this post: from the sign-in over the vacancies to one person and the adviser's verdict, and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from models.base import create_engine_for, create_session_factory
from models.services.vacancies.storing import close_expired
from models.vacancies import Vacancy, VacancyState
from tests.factories import NOW, TODAY
from tests.journeys.conftest import Visitor, check_keyboard, check_page, in_each_window, path_of

POST = "Helsefagarbeidere, to stillinger i hjemmetjenesten"


@pytest.fixture(scope="module")
def demo_database(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with one vacancy that closed yesterday."""
    path = tmp_path_factory.mktemp("closed") / "demo.db"
    path.write_bytes(demo_database.read_bytes())
    engine = create_engine_for(f"sqlite:///{path}")
    with create_session_factory(engine).begin() as session:
        vacancy = session.query(Vacancy).filter(Vacancy.state == VacancyState.OPEN).order_by(Vacancy.closes_on).first()
        assert vacancy is not None
        vacancy.closes_on = TODAY - timedelta(days=1)
        session.flush()
        close_expired(session, TODAY, NOW)
    engine.dispose()
    return path


def to_the_vacancies(visitor: Visitor) -> Page:
    page = visitor.sign_in("adviser")
    follow(page, page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name="Stillinger"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Stillinger")
    return page


def follow(page: Page, link: Locator) -> None:
    """Click, and wait for the whole page that it leads to: a page left half loaded breaks off what the server sends."""
    with page.expect_navigation():
        link.click()


def unfold(page: Page, summary: str) -> None:
    """Open a fold that stands open by itself only on a wide screen."""
    fold = page.locator("summary", has_text=summary)
    if fold.is_visible():
        fold.click()


def to_the_people(page: Page) -> None:
    page.get_by_role("searchbox", name="Søk i stillinger").fill("helsefagarbeidere hjemmetj.")
    follow(page, page.get_by_role("button", name="Søk", exact=True))
    follow(page, page.get_by_role("link", name=POST))
    expect(page.get_by_role("heading", level=1)).to_have_text(POST)


@in_each_window
def test_from_the_sign_in_to_a_verdict_and_back(visit: Callable[..., Visitor], width: int, script: bool) -> None:
    page = to_the_vacancies(visit(width=width, script=script))
    unfold(page, "Avgrens")
    page.get_by_role("checkbox", name=re.compile("Trysil")).check()
    follow(page, page.get_by_role("button", name="Bruk filtrene"))
    expect(page.get_by_role("heading", name=re.compile(r"^\d+ stillinger$"))).to_be_visible()
    follow(page, page.get_by_role("link", name="Fjern filteret Trysil"))
    to_the_people(page)
    answer = page.locator(".page-header").get_by_text("av dine personer")
    expect(answer).to_be_visible()
    first = page.locator(".person-row").first
    name = first.get_by_role("heading").inner_text()
    follow(page, first.get_by_role("link", name="Se hvorfor"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(name.split()[0])
    assert name.split()[-1] not in page.title()
    page.get_by_role("radio", name="Passer ikke, fordi …").check()
    page.get_by_role("checkbox", name="Vaktene passer ikke").check()
    page.get_by_role("textbox", name="Med egne ord").fill("Kan bare arbeide dag fram til mars.")
    follow(page, page.get_by_role("button", name="Lagre vurderingen"))
    expect(page.get_by_text("Vurderingen din er lagret.")).to_be_visible()
    expect(page.get_by_text("Kan bare arbeide dag fram til mars.").first).to_be_visible()
    follow(page, page.get_by_role("link", name="Neste person"))
    expect(page.get_by_text(re.compile(r"^2 av \d+$"))).to_be_visible()
    follow(page, page.get_by_role("link", name="Forrige person"))
    expect(page.get_by_text(re.compile(r"^1 av \d+$"))).to_be_visible()
    follow(page, page.get_by_role("navigation", name="Brødsmulesti").get_by_role("link", name=POST))
    follow(page, page.get_by_role("navigation", name="Brødsmulesti").get_by_role("link", name="Stillinger"))
    assert path_of(page) == "/veileder/stillinger"


@pytest.mark.parametrize("script", [True, False])
def test_a_chosen_person_lands_in_the_candidate_list(visit: Callable[..., Visitor], script: bool) -> None:
    page = to_the_vacancies(visit(script=script))
    to_the_people(page)
    row = page.locator(".person-row").nth(1 if script else 2)
    name = row.get_by_role("heading").inner_text()
    row.get_by_role("checkbox").check()
    follow(page, page.get_by_role("button", name="Legg de valgte i kandidatlisten"))
    expect(page.get_by_role("main").get_by_text(name).first).to_be_visible()
    page.go_back()
    page.reload()
    expect(page.locator(".person-row", has_text=name).get_by_text("På listen: Vurderes")).to_be_visible()


def test_each_page_holds(visit: Callable[..., Visitor]) -> None:
    page = to_the_vacancies(visit())
    check_page(page)
    to_the_people(page)
    check_page(page)
    follow(page, page.get_by_role("link", name="Se hvorfor").first)
    check_page(page)


@pytest.mark.soak
def test_each_page_holds_in_each_state(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = to_the_vacancies(visitor)
    check_page(page, "adviser-vacancies")
    visitor.go("/veileder/stillinger?rolle=R42&kommune=3425&turnus=night")
    expect(page.get_by_text("Ingen stillinger i Engerdal for Institusjonskokk")).to_be_visible()
    check_page(page, "adviser-vacancies-none")
    visitor.go("/veileder/stillinger?frist=x&kommune=9999")
    expect(page.locator(".aksel-error-summary")).to_be_focused()
    check_page(page, "adviser-vacancies-errors")
    visitor.go("/veileder/stillinger?lukket=y")
    check_page(page, "adviser-vacancies-closed")
    follow(page, page.locator(".post-row").first.get_by_role("link"))
    expect(page.get_by_text("Stillingen tar ikke imot flere søknader")).to_be_visible()
    check_page(page, "adviser-vacancy-closed")
    visitor.go("/veileder/stillinger")
    to_the_people(page)
    check_page(page, "adviser-vacancy")
    for fold in page.locator("summary").all():
        fold.click()
    check_page(page, "adviser-vacancy-unfolded")
    follow(page, page.get_by_role("link", name="Vis dem som er stengt ute"))
    check_page(page, "adviser-vacancy-shut-out")
    follow(page, page.get_by_role("navigation", name="Nivåer").get_by_role("link", name="På vei"))
    expect(page.get_by_role("navigation", name="Sider med personer").first).to_be_visible()
    check_page(page, "adviser-vacancy-on-the-way")
    follow(page, page.get_by_role("link", name="Se hvorfor").first)
    check_page(page, "adviser-match-on-the-way")
    for fold in page.locator("summary:visible").all():
        fold.click()
    check_page(page, "adviser-match-unfolded")
    page.get_by_role("combobox", name="Innsatsgruppe").select_option(label="Trenger veiledning")
    follow(page, page.get_by_role("button", name="Vis tiltak for gruppen"))
    expect(page.get_by_text("Valget er ikke lagret.")).to_be_visible()
    check_page(page, "adviser-match-group")
    follow(page, page.get_by_role("button", name="Lagre vurderingen"))
    expect(page.locator(".aksel-error-summary")).to_be_focused()
    assert page.title().startswith("Feil: ")
    check_page(page, "adviser-match-errors")


def test_the_text_for_the_plan_can_be_copied(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = to_the_vacancies(visitor)
    to_the_people(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    follow(page, page.get_by_role("link", name="Se hvorfor").first)
    page.get_by_role("button", name="Kopier teksten").click()
    expect(page.get_by_text("Teksten er kopiert.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Mål: ")
    assert copied == page.locator("#plan").inner_text()


def test_every_stop_of_the_keyboard_is_seen(visit: Callable[..., Visitor]) -> None:
    for width in (1280, 360):
        page = to_the_vacancies(visit(width=width))
        stops = check_keyboard(page)
        assert "Søk" in stops
        to_the_people(page)
        stops = check_keyboard(page)
        assert any(stop.startswith("Se hvorfor") for stop in stops)
        follow(page, page.get_by_role("link", name="Se hvorfor").first)
        stops = check_keyboard(page)
        assert "Lagre vurderingen" in stops


def test_by_keyboard_alone_to_a_verdict(visit: Callable[..., Visitor]) -> None:
    page = to_the_vacancies(visit())
    search = page.get_by_role("searchbox", name="Søk i stillinger")
    search.focus()
    page.keyboard.type("helsefagarbeidere hjemmetj.")
    page.keyboard.press("Enter")
    press_on(page, "link", POST)
    expect(page.get_by_role("heading", level=1)).to_have_text(POST)
    press_on(page, "link", "Se hvorfor")
    page.get_by_role("radio", name="Passer", exact=True).focus()
    page.keyboard.press("Space")
    press_on(page, "button", "Lagre vurderingen")
    expect(page.get_by_text("Vurderingen din er lagret.")).to_be_visible()


def press_on(page: Page, role: str, name: str) -> None:
    page.get_by_role(role, name=name).first.focus()
    page.keyboard.press("Enter")
