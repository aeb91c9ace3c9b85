"""The forms about a person as a browser would send them, somebody to fill them in for, and what is stored afterwards."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.audit import AuditEvent
from models.drafts import CredentialDraft, EducationDraft, FactDraft, JobSeekerDraft, LanguageDraft, PracticeDraft, WishDraft
from models.people import JobSeeker
from models.services.people.drafts import to_draft
from models.visibility import PROTECTIVE
from tests.factories import job_seeker_draft

if TYPE_CHECKING:
    from tests.web.conftest import PageClient  # which takes its person from here


NEW = "/veileder/personer/ny"
SECTIONS = (
    "kontakt",
    "bosted",
    "onsker",
    "arbeidstid",
    "erfaring",
    "utdanning",
    "papirer",
    "sprak",
    "forerkort",
    "kompetanse",
)
PLACES = ("registrer", "egne-ord", "synlighet", "slett", *(f"rediger/{section}" for section in SECTIONS))
WHO = {
    "consent": "y",
    "given_name": "Prøve",
    "family_name": "Nyregistrert",
    "birth_date": "03.02.1994",
    "phone": "900 00 000",
    "email": "prove@eksempel.no",
    "postnummer": "2420",
}
# Put together from parts: no such number stands in this file.
NUMBER = "0102" + "03" + "45678"
TOLD = "Jeg kan jobbe natt, men ikke helg. Jeg har hatt depresjon. Har egen bil."


class Controls(HTMLParser):
    """What a browser would send for the form that has a field called ``stamp`` or, without one, the last form in main."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[list[tuple[str, str]]] = []
        self._select: str | None = None
        self._chosen: str | None = None
        self._area: str | None = None
        self._text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        name = has.get("name", "")
        if tag == "form":
            self.forms.append([])
        elif tag == "input" and name and (has.get("type") not in ("checkbox", "radio") or "checked" in has):
            self.forms[-1].append((name, has.get("value", "")))
        elif tag == "select":
            self._select, self._chosen = name, None
        elif tag == "option" and self._select and (self._chosen is None or "selected" in has):
            self._chosen = has.get("value", "")
        elif tag == "textarea":
            self._area, self._text = name, ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            self.forms[-1].append((self._select, self._chosen or ""))
            self._select = None
        elif tag == "textarea" and self._area:
            self.forms[-1].append((self._area, self._text.removeprefix("\n")))
            self._area = None


def filled(html: str) -> dict[str, Any]:
    """Return the fields of the page's own form as it stands."""
    form = Controls(html).forms[-1]
    values: dict[str, list[str]] = {}
    for name, value in form:
        if name != "csrf_token":
            values.setdefault(name, []).append(value)
    return values


def rich(external_id: str = "PAM-RICH", **changes: Any) -> JobSeekerDraft:
    """Return somebody about whom every section holds something."""
    values: dict[str, Any] = {
        "phone": "+47 900 00 000",
        "email": "rik@eksempel.no",
        "skills": ("stell", "demens", "har hatt kreft"),
        "practice": (
            PracticeDraft(title="", employer="Uten tittel", start=date(2001, 1, 1)),
            PracticeDraft(
                title="Pleieassistent",
                styrk08="5329",
                employer="Sykehjemmet",
                place="Trysil",
                start=date(2018, 3, 1),
                percent=100 / 3,
                tasks=("skill:medication", "stell"),
            ),
            PracticeDraft(title="Omsorg for far", kind="family", start=date(2010, 1, 1), end=date(2011, 1, 1)),
        ),
        "wishes": (
            WishDraft(title="Pleieassistent", styrk08="5329", primary=True),
            WishDraft(title="assistent"),
            WishDraft(title="Xyzzy"),
        ),
        "education": (EducationDraft(title="Vg1 helse", school="Trysil vgs", level="4", end=date(2017, 6, 1), completed=True),),
        "credentials": (
            CredentialDraft(code="course:medication", title="Medikamentkurs", issued=date(2020, 1, 2)),
            CredentialDraft(code="fagbrev:other", title="Fagbrev som frisør", proof="applied"),
        ),
        "languages": (
            LanguageDraft(language="no", spoken="GODT", written="NYBEGYNNER", test_spoken="B1"),
            LanguageDraft(language="en", spoken="VELDIG_GODT"),
        ),
        "licences": ("B", "C1"),
        "shifts_yes": ("day", "evening", "weekend", "weekend_days"),
        "shifts_no": ("night",),
        "percent_min": 60,
        "percent_max": 100,
        "percent_absolute": True,
        "forms": ("vikariat", "fast"),
        "earliest_start": date(2027, 2, 3),
        "start_code": "ETTER_AVTALE",
        "max_minutes": 45,
        "wished_places": ("3422", "3421", "0301"),
        "willing_to_move": False,
        "refused_families": ("renhold",),
        "facts": (
            FactDraft(kind="shift_no", value="night", quote="ikke natt", source="beskrivelse"),
            FactDraft(kind="skill", value="demens", quote="god på demens", source="beskrivelse"),
        ),
    }
    return job_seeker_draft(external_id, **(values | changes))


def stored(session: Session, person_id: str) -> JobSeekerDraft:
    """Return what the database holds now."""
    session.rollback()
    return to_draft(session.get_one(JobSeeker, person_id))


def people(session: Session) -> int:
    """Return how many people there are, hidden ones too."""
    session.rollback()
    return session.scalar(select(func.count()).select_from(JobSeeker)) or 0


def answered(session: Session, person_id: str, fact: str) -> bool | None:
    """Return what is stored as the answer to one fact."""
    session.rollback()
    answer: bool | None = getattr(session.get_one(JobSeeker, person_id).visibility, fact)
    return answer


def trail(session: Session, person_id: str) -> list[tuple[str, str]]:
    """Return action and decision of what the log says of one person."""
    session.rollback()
    rows = session.scalars(select(AuditEvent).where(AuditEvent.person_id == person_id).order_by(AuditEvent.seq))
    return [(row.action.value, row.decision.value) for row in rows]


def begin(adviser: PageClient, **changes: Any) -> str:
    """Register somebody through the page; return the id."""
    answer = adviser.send(NEW, WHO | changes, page=NEW)
    assert answer.status_code == 303, answer.text
    found = re.search(r"[0-9a-f]{32}", answer.location)
    assert found
    return found[0]


def finish(adviser: PageClient, person_id: str, **changes: Any) -> Any:
    """Answer everything that visibility needs."""
    answers = dict.fromkeys(PROTECTIVE, "no") | {"consent": "yes", "adviser_confirmed": "y"}
    return adviser.send(f"/veileder/personer/{person_id}/synlighet", answers | changes)
