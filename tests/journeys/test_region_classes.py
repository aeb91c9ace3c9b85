"""The coordinator asks which class to start: one answer, a table of classes, and where the people come from, in numbers only."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from models.base import create_engine_for, create_session_factory
from models.drafts import RequirementDraft
from models.services.vacancies.storing import upsert_vacancies
from tests.factories import NOW, vacancy_draft
from tests.journeys.conftest import Visitor, check_keyboard, check_page, demo_app, path_of, served


@pytest.fixture(scope="module")
def live(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a service over the demo, with a new nursing home on Rena that looks for thirty skilled workers."""
    path = tmp_path_factory.mktemp("classes") / "live.db"
    shutil.copy(demo_database, path)
    engine = create_engine_for(f"sqlite:///{path}")
    skilled = (RequirementDraft(code="auth:HF", strength="must"),)
    home = vacancy_draft("ny", postnummer="2450", place="Rena", kommunenr="3422", positions=30, requirements=skilled)
    with create_session_factory(engine).begin() as session:
        upsert_vacancies(session, [home], NOW)
    engine.dispose()
    with served(demo_app(path)) as address:
        yield address


@pytest.mark.parametrize("script", [True, False])
def test_which_class_fills_most_posts(visit: Callable[..., Visitor], script: bool) -> None:
    visitor = visit(script=script, width=1280 if script else 360)
    page = visitor.sign_in("coordinator")
    page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name="Klasser").click()
    assert path_of(page) == "/koordinator/klasser"
    expect(page.get_by_role("heading", level=2).first).to_contain_text("vanligvis fra")
    page.get_by_label("Yrke").select_option(label="Helsefagarbeider")
    page.get_by_label("Sted").select_option(label="Rena (Åmot)")
    page.get_by_label("Plasser").fill("8")
    page.get_by_label("Start").select_option(label="august 2027")
    page.get_by_role("button", name="Regn ut").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("fyller 8 stillinger til")
    table = page.get_by_role("table", name="Klasser som fyller stillinger")
    row = table.get_by_role("row").nth(1)
    row.get_by_text("Hvem, hvor og hvordan").click()
    expect(row).to_contain_text("Kan begynne, etter hjemkommune")
    expect(row).to_contain_text("Sjekkes ved opptak")
    if script:
        check_page(page, "coordinator-classes")
    row.get_by_role("link", name="Se veien i katalogen").click()
    assert path_of(page).startswith("/katalog/veier/T")


def test_what_cannot_be_reckoned_is_said_beside_the_field(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.sign_in("coordinator")
    page = visitor.go("/koordinator/klasser?plasser=2")
    expect(page.get_by_role("link", name="Plasser: Tallet må være mellom 5 og 60.")).to_be_visible()
    check_page(page, "coordinator-classes-error")


def test_every_stop_of_the_keyboard_is_seen(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.sign_in("coordinator")
    page = visitor.go("/koordinator/klasser")
    assert check_keyboard(page)[0] == "Hopp til innholdet"
