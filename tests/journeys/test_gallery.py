"""Every macro on one page, empty of meaning: right for axe, for narrow screens and under the strict policy."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import render_template_string
from playwright.sync_api import expect
from wtforms import BooleanField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from tests.factories import TODAY
from tests.journeys.conftest import Visitor, check_keyboard, check_page, demo_app, served
from web.auth import public
from web.forms import Form, choices

GALLERY = Path(__file__).with_name("gallery.html")


class GalleryForm(Form):
    title = StringField("Tittel", [DataRequired(), Length(min=3, max=200)], description="Slik den står i annonsen")
    percent = IntegerField("Stillingsprosent", [NumberRange(1, 100)])
    text = TextAreaField("Annonsen", [Optional()])
    place = SelectField("Kommune", choices=choices({"": "Velg", "3421": "Trysil"}), validators=[DataRequired()])
    housing = BooleanField("Vi kan tilby bolig", description="Hybel eller leilighet")
    shifts = SelectMultipleField(
        "Vakter", choices=choices({"day": "Dag", "evening": "Kveld", "night": "Natt"}), validators=[DataRequired()]
    )
    employment = RadioField("Ansettelse", choices=choices({"fast": "Fast", "vikariat": "Vikariat"}), validators=[DataRequired()])


@pytest.fixture(scope="module")
def live(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("gallery") / "live.db"
    shutil.copy(demo_database, path)
    app = demo_app(path)

    def gallery(*, faulty: bool) -> tuple[str, int]:
        form = GalleryForm(meta={"csrf": False}, data={"percent": 75, "shifts": ["day"], "housing": True})
        if faulty:
            form = GalleryForm(meta={"csrf": False}, data={"percent": 900})
            form.validate()
        return render_template_string(GALLERY.read_text(encoding="utf-8"), form=form, today=TODAY), form.status

    app.add_url_rule("/galleri", "gallery", public(lambda: gallery(faulty=False)))
    app.add_url_rule("/galleri/feil", "faulty_gallery", public(lambda: gallery(faulty=True)))
    with served(app) as address:
        yield address


def test_everything_at_once(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.sign_in("adviser")
    check_page(visitor.go("/galleri"), "gallery")
    assert len(check_keyboard(visitor.page)) > 30


def test_with_everything_wrong(visit: Callable[..., Visitor]) -> None:
    page = visit().go("/galleri/feil")
    expect(page.locator(".aksel-error-summary")).to_be_focused()
    check_page(page, "gallery-errors")
    for target in page.locator(".aksel-error-summary__item").evaluate_all("links => links.map(a => a.hash.slice(1))"):
        page.locator(f".aksel-error-summary__item[href='#{target}']").click()
        assert page.evaluate("document.activeElement.id") == target
        assert page.evaluate("document.activeElement.closest('[aria-invalid=true]') !== null")
    assert "required" not in page.content().lower().replace("aria-required", "")
