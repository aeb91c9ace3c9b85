"""What crosses the border: a job seeker, a vacancy or a set of visibility facts as read from outside, checked.

Readers (``models/services/intake``) make these; use cases (``models/services/people``, ``…/vacancies``) store them.
All text is NFC and without control characters when it gets here.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from matcher.text import clean

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=400)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60_000)]
Percent = Annotated[float, Field(ge=0, le=100)]
Shift = Literal["day", "evening", "night", "weekend", "oncall", "weekday", "weekend_days"]
"""``weekend_days``, beside a yes to ``weekend``: of the days of the week only these were named."""
Form = Literal["fast", "vikariat", "tilkalling", "sommer", "laerling", "engasjement"]


class Draft(BaseModel):
    """Base of everything at the border: frozen, no unknown fields, text normalised to NFC."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @field_validator("*", mode="before")
    @classmethod
    def _clean(cls, value: object) -> object:
        return clean(value) if isinstance(value, str) else value


class PracticeDraft(Draft):
    """One period of work; ``employer`` and ``place`` stay with the person and never reach the engine."""

    title: Text
    styrk08: str | None = None
    employer: Text = ""
    place: Text = ""
    start: date | None = None
    end: date | None = None
    percent: Percent | None = None
    kind: Literal["job", "placement", "volunteer", "family"] = "job"
    tasks: tuple[Text, ...] = ()


class WishDraft(Draft):
    """An occupation that the person wants."""

    title: Text
    styrk08: str | None = None
    primary: bool = False


class CredentialDraft(Draft):
    """Something held on paper, by code; ``title`` and ``issuer`` as the person wrote them."""

    code: str
    title: Text = ""
    issuer: Text = ""
    proof: Literal["claimed", "verified", "applied"] = "claimed"
    issued: date | None = None
    valid_until: date | None = None


class EducationDraft(Draft):
    """One education as the person wrote it; what it proves stands among the credentials."""

    title: Text
    school: Text = ""
    level: Text = ""
    start: date | None = None
    end: date | None = None
    completed: bool | None = None


class LanguageDraft(Draft):
    """Level in one language, self-reported and tested."""

    language: str
    spoken: Literal["FOERSTESPRAAK", "VELDIG_GODT", "GODT", "NYBEGYNNER"] | None = None
    written: Literal["FOERSTESPRAAK", "VELDIG_GODT", "GODT", "NYBEGYNNER"] | None = None
    test_spoken: Literal["A1", "A2", "B1", "B2", "C1"] | None = None
    test_written: Literal["A1", "A2", "B1", "B2", "C1"] | None = None


class FactDraft(Draft):
    """A fact read from prose, with the words it came from; a person confirms it.

    ``kind`` names the field that it fills ("shift_yes", "shift_no", "percent", "skill", "task", "language_test",
    "wish", "refused_family", "earliest_start", "credential", "reach", "move", "car", "licence"), ``value`` its coded value.
    """

    kind: str
    value: str
    quote: Text
    source: Text = ""


class JobSeekerDraft(Draft):
    """A job seeker as read from a source; ``external_id`` is the source's own id (kandidatnr).

    ``dropped`` counts the clauses about health, family, benefits, faith or origin that the reader left out: told at
    intake, never stored.
    """

    source: str
    external_id: Text
    version: datetime
    given_name: Text = ""
    family_name: Text = ""
    birth_date: date | None = None
    phone: Text = ""
    email: Text = ""
    postnummer: str | None = None
    poststed: Text = ""
    kommunenr: str | None = None
    country: str = "NO"
    practice: tuple[PracticeDraft, ...] = ()
    wishes: tuple[WishDraft, ...] = ()
    education: tuple[EducationDraft, ...] = ()
    credentials: tuple[CredentialDraft, ...] = ()
    skills: tuple[Text, ...] = ()
    languages: tuple[LanguageDraft, ...] = ()
    licences: tuple[str, ...] = ()
    licences_known: bool = False
    car: bool | None = None
    takes_transit: bool | None = None
    shifts_yes: tuple[Shift, ...] = ()
    shifts_no: tuple[Shift, ...] = ()
    percent_min: Percent | None = None
    percent_max: Percent | None = None
    percent_absolute: bool = False
    forms: tuple[Form, ...] = ()
    earliest_start: date | None = None
    start_code: Text = ""
    max_minutes: Annotated[int, Field(ge=0, le=600)] | None = None
    wished_places: tuple[str, ...] = ()
    willing_to_move: bool | None = None
    needs_housing: bool | None = None
    refused_families: tuple[str, ...] = ()
    right_to_work: bool | None = None
    barriers: tuple[str, ...] = ()
    facts: tuple[FactDraft, ...] = ()
    dropped: int = 0


class SpanDraft(Draft):
    """Words in the ad's cleaned text: ``text[start:end] == quote``."""

    start: int
    end: int
    quote: str


class RequirementDraft(Draft):
    """One demand (``must``) or wish (``should``) read from an ad; ``variant`` is its place in ``variants`` or None."""

    code: str
    strength: Literal["must", "should"]
    spans: tuple[SpanDraft, ...] = ()
    variant: int | None = None


class VariantDraft(Draft):
    """One kind of post in an ad that holds several."""

    roles: tuple[str, ...] = ()
    positions: int | None = None
    percent_min: Percent | None = None
    percent_max: Percent | None = None
    employment: Form | None = None


class VacancyDraft(Draft):
    """A vacancy as read from a source; ``active`` False empties and closes the stored one."""

    source: str
    external_id: Text
    version: datetime
    active: bool = True
    title: Text = ""
    job_title: Text = ""
    employer: Text = ""
    orgnr: str | None = None
    sector: Text = ""
    text: LongText = ""
    apply_url: Text = ""
    postnummer: str | None = None
    place: Text = ""
    kommunenr: str | None = None
    place_note: Text = ""
    roles: tuple[str, ...] = ()
    positions: int = 1
    percent_min: Percent | None = None
    percent_max: Percent | None = None
    employment: Form | None = None
    published: datetime | None = None
    expires: datetime | None = None
    deadline: date | None = None
    deadline_text: Text = ""
    start: date | None = None
    styrk08: tuple[str, ...] = ()
    skills: tuple[Text, ...] = ()
    requirements: tuple[RequirementDraft, ...] = ()
    variants: tuple[VariantDraft, ...] = ()


class VisibilityFacts(Draft):
    """What decides whether a person may be shown; None = not answered.  See ``models/visibility.py``.

    ``origin`` is ``nav`` (NAV's facts are required) or ``own`` (registered here: consent and confirmation instead).
    """

    origin: Literal["nav", "own"] = "nav"
    dead: bool | None = None
    address_protected: bool | None = None
    code_6_or_7: bool | None = None
    shielded: bool | None = None
    active_cv: bool | None = None
    in_follow_up: bool | None = None
    in_kvp: bool | None = None
    job_seeker_period: bool | None = None
    consent: bool | None = None
    adviser_confirmed: bool | None = None


class RejectedRecord(BaseModel):
    """Why one record was refused: line (1-based; record number in a JSON array), field and reason in Norwegian."""

    line: int
    field: str
    reason: str


class ImportReport(BaseModel):
    """The outcome of an import; ``read == loaded + updated + unchanged + len(rejected)``."""

    read: int = 0
    loaded: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[RejectedRecord] = []
