"""Journey: an employer posts a vacancy and sees whether there is anybody for it; wide and narrow, by keyboard, without script."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor, check_keyboard, check_page, in_each_window, path_of

AD = """Nattevakt til hjemmetjenesten i Trysil

Vi søker en trygg medarbeider til våken nattevakt. Stillingen er 75 % fast, med arbeid hver tredje helg.

Kvalifikasjoner:
• Autorisasjon som helsefagarbeider
• Førerkort klasse B
• Erfaring fra hjemmetjenesten er en fordel

Vi tilbyr:
• Opplæring og fast veileder
• Hjelp til å finne bolig

Politiattest må legges fram. God fysisk helse er et krav.
Søknadsfrist: 15. desember 2026."""
FIGURES = re.compile(
    r"I rekkevidde nå: (under 5|ca\. \d+) klare · (under 5|ca\. \d+) avklares · (under 5|ca\. \d+) på vei innen to år\."
)


def press(page: Page, name: str) -> None:
    """Press a button."""
    page.get_by_role("button", name=name, exact=True).click()


def begin_from_ad(page: Page) -> None:
    """Paste the ad and have it read."""
    page.get_by_role("link", name="Ny stilling").first.click()
    page.get_by_label("Annonseteksten").fill(AD)
    press(page, "Les annonsen")
    expect(page.get_by_label("Tittel")).to_have_value("Nattevakt til hjemmetjenesten i Trysil")


def write_the_rest(page: Page) -> None:
    """Go through the steps from the ad to the preview."""
    press(page, "Neste")
    expect(page.get_by_role("heading", name="Er dette kravene?")).to_be_visible()
    press(page, "Neste")
    page.get_by_label("Arbeidssted").fill("2420 Trysil")
    press(page, "Neste")
    expect(page.get_by_role("heading", name="Hvem kan vi ta imot?")).to_be_visible()
    press(page, "Neste")
    expect(page.get_by_role("heading", name="Slik blir stillingen")).to_be_visible()


@in_each_window
def test_from_a_pasted_ad_to_the_field_and_back(visit: Callable[..., Visitor], width: int, script: bool) -> None:
    page = visit(width=width, script=script).sign_in("employer")
    begin_from_ad(page)
    write_the_rest(page)
    # The health demand names no task: nothing is published before it is reworded, or a reason is given.
    press(page, "Legg ut stillingen")
    expect(page.get_by_text("Skriv en grunn, eller skriv om setningen.").first).to_be_visible()
    press(page, "Skriv om i annonsen")
    page.get_by_label("Annonseteksten").fill(
        AD.replace("God fysisk helse er et krav.", "Arbeidet er stående, og løft forekommer.")
    )
    page.get_by_label("Tittel").fill("Nattevakt, 75 %")
    press(page, "Se over")
    press(page, "Legg ut stillingen")
    expect(page.get_by_text("Stillingen er lagt ut.")).to_be_visible()
    expect(page.get_by_text(FIGURES)).to_be_visible()
    expect(page.get_by_text("Strengest krav:")).to_be_visible()
    vacancy = path_of(page)

    press(page, "Endre kravene")
    row = page.get_by_role("listitem").filter(has_text="Norsk autorisasjon som helsefagarbeider")
    row.get_by_label("Bør").check()
    press(page, "Se over")
    press(page, "Legg ut endringene")
    assert path_of(page) == vacancy
    expect(page.get_by_text("Endringene er lagt ut.")).to_be_visible()

    page.get_by_role("link", name="Lukk stillingen").click()
    page.get_by_label("Den er besatt").check()
    page.get_by_label("Ansatt gjennom Bygdematch").fill("1")
    press(page, "Lukk stillingen")
    expect(page.get_by_text("Besatt", exact=True)).to_be_visible()
    page.get_by_role("link", name="Åpne igjen").click()
    page.get_by_label("Ny søknadsfrist").fill("1.2.2027")
    press(page, "Åpne stillingen")
    expect(page.get_by_text(FIGURES)).to_be_visible()


def test_from_a_template(visit: Callable[..., Visitor]) -> None:
    page = visit().sign_in("employer")
    page.get_by_role("link", name="Ny stilling").first.click()
    page.get_by_label("Hva slags stilling").select_option(label="Sykepleier")
    press(page, "Bruk malen")
    press(page, "Neste")
    check_page(page, "employer-step-2-template")
    expect(page.get_by_text("Fra malen: det en slik stilling vanligvis krever.").first).to_be_visible()
    page.get_by_label("Legg til et krav").select_option(label="Digitale ferdigheter")
    press(page, "Legg til kravet")
    expect(page.get_by_text("Lagt til av dere.")).to_be_visible()
    press(page, "Neste")
    page.get_by_label("Arbeidssted").fill("2420")
    page.get_by_label("Søknadsfrist").fill("15.12.2026")
    page.get_by_label("Natt, lørdag og søndag").check()
    press(page, "Neste")
    page.get_by_label("Vi hjelper med bolig").check()
    press(page, "Neste")
    press(page, "Legg ut stillingen")
    expect(page.get_by_text(FIGURES)).to_be_visible()


def test_every_page_while_it_is_written(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.sign_in("employer")
    check_page(page, "employer-start")
    page.get_by_role("link", name="Ny stilling").first.click()
    check_page(page, "employer-new")
    press(page, "Les annonsen")
    check_page(page, "employer-new-error")
    page.get_by_label("Annonseteksten").fill(AD)
    press(page, "Les annonsen")
    for number in range(1, 5):
        check_page(page, f"employer-step-{number}")
        if number == 3:
            page.get_by_label("Søknadsfrist").fill("i går")
            press(page, "Neste")
            check_page(page, "employer-step-3-error")
            page.get_by_label("Søknadsfrist").fill("15.12.2026")
            page.get_by_label("Arbeidssted").fill("2420 Trysil")
        press(page, "Neste")
    check_page(page, "employer-step-5-remark")
    press(page, "Legg ut stillingen")
    check_page(page, "employer-step-5-error")
    page.get_by_label("Hvorfor setningen skal stå").fill("Arbeidet innebærer tunge løft hver natt.")
    press(page, "Krav")
    check_page(page, "employer-step-2-narrowing")
    press(page, "Lagre og fortsett senere")
    check_page(page, "employer-start-draft")
    page.get_by_role("link", name=re.compile("^Slett")).click()
    check_page(page, "employer-discard")
    visitor.go("/arbeidsgiver/ny")
    press(page, "Begynn uten mal")
    press(page, "Krav")
    check_page(page, "employer-step-2-empty")
    press(page, "Se over")
    check_page(page, "employer-step-5-missing")


def test_every_page_of_a_vacancy(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.sign_in("employer")
    begin_from_ad(page)
    write_the_rest(page)
    page.get_by_label("Hvorfor setningen skal stå").fill("Arbeidet innebærer tunge løft hver natt.")
    press(page, "Legg ut stillingen")
    check_page(page, "employer-field")
    page.get_by_role("link", name="Lukk stillingen").click()
    check_page(page, "employer-close")
    press(page, "Lukk stillingen")
    check_page(page, "employer-close-error")
    page.get_by_label("Vi trekker den").check()
    press(page, "Lukk stillingen")
    check_page(page, "employer-closed")
    page.get_by_role("link", name="Åpne igjen").click()
    press(page, "Åpne stillingen")
    check_page(page, "employer-reopen-error")
    visitor.go("/arbeidsgiver/")
    page.get_by_role("link", name="Fire læreplasser i helsearbeiderfaget").click()
    check_page(page, "employer-field-feed")
    check_page(visitor.go(f"{path_of(page)}/lukk"), "employer-close-feed")


def test_the_keyboard_is_enough(visit: Callable[..., Visitor]) -> None:
    page = visit().sign_in("employer")
    assert "Ny stilling" in check_keyboard(page)
    begin_from_ad(page)
    stops = check_keyboard(page)
    assert stops.index("Annonsen") < stops.index("title") < stops.index("Neste")
    # Enter in a field goes on to the next step, never back to the first.
    page.get_by_label("Tittel").press("Enter")
    expect(page.get_by_role("heading", name="Er dette kravene?")).to_be_visible()
    check_keyboard(page)
    page.get_by_role("radio", name="Må").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Bør").first).to_be_checked()
    page.get_by_role("button", name="Tid og sted").press("Enter")
    page.get_by_label("Natt, lørdag og søndag").press("Space")
    page.get_by_label("Arbeidssted").fill("2420 Trysil")
    page.get_by_label("Arbeidssted").press("Enter")
    expect(page.get_by_role("heading", name="Hvem kan vi ta imot?")).to_be_visible()
    check_keyboard(page)


def test_what_is_typed_is_kept_without_a_press(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.sign_in("employer")
    begin_from_ad(page)
    step = path_of(page)
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 204):
        page.get_by_label("Tittel").fill("Skrevet, ikke sendt")
        page.get_by_label("Tittel").blur()
    expect(visitor.go(step).get_by_label("Tittel")).to_have_value("Skrevet, ikke sendt")


@pytest.mark.parametrize("language", ["nn", pytest.param("en", marks=pytest.mark.soak)])
def test_the_pages_hold_in_every_language(visit: Callable[..., Visitor], language: str) -> None:
    visitor = visit()
    page = visitor.sign_in("employer")
    begin_from_ad(page)
    page.get_by_role("contentinfo").locator(f"a[lang={language}]").click()
    first = path_of(page)
    for number, step in enumerate(("annonse", "krav", "tid-og-sted", "hvem", "se-over"), 1):
        visitor.go(f"{first.rpartition('/')[0]}/{step}")
        check_page(page, f"employer-step-{number}-{language}")
