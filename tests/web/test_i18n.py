"""Three languages: every text is translated, the right one is served, and values are written as its readers write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from tests.web.conftest import PageClient
from web import i18n
from web.catalogues import FOLDER, TRANSLATED, missing, read_catalogue, texts, translations

# The services behind these pages are tried on both databases by tests/models.
pytestmark = pytest.mark.soak_on("postgresql")

_PLACE = re.compile(r"%\(\w+\)[sd]|%%")


@pytest.fixture(params=["nb", "nn", "en"])
def spoken(app: Flask, request: pytest.FixtureRequest) -> Iterator[str]:
    with app.test_request_context(headers={"Cookie": f"{i18n.COOKIE}={request.param}"}):
        yield request.param


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated(language: str) -> None:
    found = list(texts())
    assert {"templates/base.html", "account/forms.py"} <= {text.file for text in found}
    assert [f"{text.file}: {text.singular}" for text in missing(language)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_the_places_for_values(language: str) -> None:
    for message in read_catalogue(language):
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        targets = message.string if isinstance(message.string, tuple) else (message.string,)
        for source, target in zip(sources, targets, strict=True):
            assert sorted(_PLACE.findall(target)) == sorted(_PLACE.findall(source)), message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_text_is_translated_in_two_ways(language: str) -> None:
    seen: dict[str, str] = {}
    for path in sorted((FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    assert seen.setdefault(str(message.id), str(message.string)) == str(message.string), (path.name, message.id)


@pytest.mark.parametrize(
    ("asked", "served"),
    [
        ("", "nb"),
        ("no", "nb"),
        ("nb-NO,nb;q=0.9,en;q=0.5", "nb"),
        ("nn-NO,nn;q=0.9,nb;q=0.8", "nn"),
        ("en-US,en;q=0.9", "en"),
        ("sv-SE,en;q=0.5", "nb"),
        ("da", "nb"),
        ("se-NO,nb;q=0.5", "nb"),
        ("fr-FR,en;q=0.5", "en"),
        ("fr-FR", "nb"),
        ("en;q=0.2,nn;q=0.9", "nn"),
    ],
)
def test_the_browser_is_answered_in_its_language(client: PageClient, asked: str, served: str) -> None:
    page = client.get("/logg-inn", headers={"Accept-Language": asked})
    assert f'<html lang="{served}">' in page.text


def test_a_chosen_language_stays(client: PageClient) -> None:
    answer = client.get("/sprak/nn", headers={"Referer": "http://localhost/logget-ut?a=b"})
    assert answer.headers["Location"] == "/logget-ut?a=b"
    assert "Du er logga ut" in client.get("/logget-ut", headers={"Accept-Language": "en"}).text
    assert client.get("/sprak/fr").status_code == 404


@pytest.mark.parametrize(
    "referer", ["https://ondsinnet.example/x", "http://localhost.ondsinnet.example/x", "http://localhost//x.example"]
)
def test_changing_language_leads_nobody_away(client: PageClient, referer: str) -> None:
    assert client.get("/sprak/en", headers={"Referer": referer}).headers["Location"] == "/"


def test_every_page_says_the_language_that_it_is_in(sign_in: Callable[[str], PageClient]) -> None:
    browser = sign_in("adviser")
    for language in i18n.LANGUAGES:
        browser.get(f"/sprak/{language}")
        for path in ("/veileder/", "/konto", "/finnes-ikke", "/arbeidsgiver/"):
            assert f'<html lang="{language}">' in browser.get(path).text


def test_values_are_written_as_the_language_writes_them(spoken: str) -> None:
    wanted = {
        "nb": ("3. februar 2027", "3. februar 2027 kl. 03.30", "ca.\u00a018\u00a0md.", "75\u00a0%", "1\u00a0300,5"),
        "nn": ("3. februar 2027", "3. februar 2027 kl. 03.30", "ca.\u00a018\u00a0md.", "75\u00a0%", "1\u00a0300,5"),
        "en": ("3 February 2027", "3 February 2027 at 03.30", "about\u00a018\u00a0mths", "75%", "1,300.5"),
    }[spoken]
    moment = datetime(2027, 2, 3, 2, 30, tzinfo=UTC)
    got = (i18n.day(date(2027, 2, 3)), i18n.moment(moment), i18n.months(17.6), i18n.percent(75), i18n.number(1300.52))
    assert got == wanted


def test_instants_are_told_in_norwegian_time(app: Flask) -> None:
    with app.test_request_context():
        assert i18n.day(datetime(2027, 2, 3, 23, 30, tzinfo=UTC)) == "4. februar 2027"
        assert i18n.moment(datetime(2027, 7, 3, 1, 30, tzinfo=UTC)).endswith("kl. 03.30")
        assert i18n.months(0.2) == "straks"
        assert i18n.month(date(2028, 8, 1)) == "aug. 2028"


def test_a_text_without_translation_stays_bokmal() -> None:
    assert translations("nn").gettext("Denne finnes ikke") == "Denne finnes ikke"
    assert translations("nb").gettext("Logg inn") == "Logg inn"
