"""From the list to the employer: status, question, answer, share, assessment; with and without script, wide and narrow."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import list_state
from tests.journeys.conftest import NARROW, WIDE, Visitor, check_keyboard, check_page, demo_app, path_of, served

Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def state(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list_state.State]:
    """The demo in the middle of its work."""
    path = tmp_path_factory.mktemp("lists") / "lists.db"
    shutil.copy(demo_database, path)
    return path, list_state.prepare(path)


@pytest.fixture(scope="module")
def live(state: tuple[Path, list_state.State]) -> Iterator[str]:
    """Address of a service over it."""
    with served(demo_app(state[0])) as address:
        yield address


@pytest.fixture
def busy(state: tuple[Path, list_state.State]) -> str:
    """Address of the list with people at every stage."""
    return f"/veileder/stillinger/{state[1].busy}/liste"


def visited(visit: Visit, path: str, kind: str = "adviser", **window: object) -> Page:
    """Sign in and open a page."""
    visitor = visit(**window)
    visitor.sign_in(kind)
    return visitor.go(path)


def test_the_list_looks_right_in_each_state(visit: Visit, state: tuple[Path, list_state.State], busy: str) -> None:
    visitor = visit()
    visitor.sign_in("adviser")
    page = visitor.go(busy)
    expect(page.get_by_text("1 person vises ikke lenger.")).to_be_visible()
    expect(page.get_by_text("2 personer på listen følges opp av et annet kontor.")).to_be_visible()
    check_page(page, "adviser-list")
    check_keyboard(page)
    check_page(visitor.go(f"{busy}?status=UINTERESSERT"), "adviser-list-filter-nobody")
    check_page(visitor.go(f"/veileder/stillinger/{state[1].empty}/liste"), "adviser-list-empty")
    check_page(visitor.go(f"{busy}/{state[1].people[0]}"), "adviser-list-entry")
    check_keyboard(page)
    check_page(visitor.go(f"{busy}/{state[1].people[2]}/svar"), "adviser-answer-expired")
    check_page(visitor.go(f"{busy}/{state[1].people[3]}/svar"), "adviser-answer-waiting")
    page.get_by_role("button", name="Registrer svaret").click()
    expect(page.locator(".aksel-error-summary")).to_be_focused()
    check_page(page, "adviser-answer-errors")
    check_page(visitor.go(f"{busy}/{state[1].people[4]}/svar"), "adviser-answer-yes")


@pytest.mark.parametrize(("width", "script", "number"), [(WIDE, True, 0), (NARROW, False, 1)])
def test_from_the_list_to_the_employer_and_back(
    visit: Visit, state: tuple[Path, list_state.State], busy: str, width: int, script: bool, number: int
) -> None:
    window = {"width": width, "script": script}
    page = visited(visit, f"{busy}/{state[1].people[number]}", **window)
    name = page.get_by_role("heading", level=1).inner_text()
    page.get_by_label("Status").select_option("Til intervju")
    page.get_by_label("Notat").fill("Ringer torsdag.")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("Endringen er lagret.")).to_be_visible()
    # Ask.
    page.get_by_label(f"Velg {name}").check()
    page.get_by_role("button", name="Spør om deling").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Spør 1 person om deling")
    if script:
        check_page(page, "adviser-ask")
        page.get_by_label("Egen frist").first.check()
        page.get_by_role("button", name="Registrer spørsmålet").click()
        expect(page.locator(".aksel-error-summary")).to_be_focused()
        check_page(page, "adviser-ask-errors")
    page.get_by_label("7 dager").check()
    page.get_by_role("button", name="Registrer spørsmålet").click()
    expect(page.get_by_text("Spørsmålet er registrert for 1 person")).to_be_visible()
    # Sharing before the yes says why not.
    page.get_by_label(f"Velg {name}").check()
    page.get_by_role("button", name="Del med arbeidsgiver").click()
    expect(page.get_by_text("1 har ikke svart ennå. Ingenting er endret.")).to_be_visible()
    # Answer, share.
    page.get_by_role("link", name=re.compile(f"Registrer svar.*{name}")).click()
    page.get_by_label("Ja, arbeidsgiveren kan få se opplysningene").check()
    page.get_by_role("button", name="Registrer svaret").click()
    page.get_by_label(f"Velg {name}").check()
    page.get_by_role("button", name="Del med arbeidsgiver").click()
    expect(page.get_by_text("1 er delt med arbeidsgiveren.").first).to_be_visible()
    # The employer invites; the adviser sees it, and the person changes their mind.
    shown = f"/arbeidsgiver/stillinger/{state[1].busy}/delt"
    employer = visited(visit, shown, "employer", **window)
    employer.get_by_role("button", name=re.compile(f"Inviter til samtale.*{name}")).click()
    expect(employer.get_by_text("Ønsket om samtale er registrert.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Vil ha samtale").first).to_be_visible()
    page = visited(visit, f"{busy}/{state[1].people[number]}/svar", **window)
    page.get_by_role("button", name="Trekk ja-et tilbake").click()
    expect(page.get_by_text("Arbeidsgiveren ser ikke personen lenger.")).to_be_visible()
    employer.reload()
    expect(employer.get_by_text(name)).to_have_count(0)


def test_what_the_employer_sees(visit: Visit, state: tuple[Path, list_state.State]) -> None:
    visitor = visit()
    visitor.sign_in("employer")
    page = visitor.go(f"/arbeidsgiver/stillinger/{state[1].busy}/delt")
    expect(page.get_by_role("heading", level=2)).to_have_count(2)
    check_page(page, "employer-shared-two")
    check_keyboard(page)
    page.get_by_role("link", name="Vis telefon og e-post").first.click()
    check_page(page, "employer-shared-person")
    page.get_by_label("Ikke aktuell", exact=True).check()
    page.get_by_role("button", name="Lagre vurderingen").click()
    expect(page.locator(".aksel-error-summary")).to_be_focused()
    check_page(page, "employer-shared-person-errors")
    page.get_by_label("Hvorfor ikke aktuell?").select_option("Stillingen er besatt")
    page.get_by_role("button", name="Lagre vurderingen").click()
    expect(page.get_by_text("Vurderingen er lagret.")).to_be_visible()
    assert path_of(page) == f"/arbeidsgiver/stillinger/{state[1].busy}/delt"
    check_page(visitor.go(f"/arbeidsgiver/stillinger/{state[1].empty}/delt"), "employer-shared-nobody")
