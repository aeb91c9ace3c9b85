"""Invented people and vacancies for tests: sensible defaults, anything by keyword."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from models.drafts import (
    CredentialDraft,
    JobSeekerDraft,
    LanguageDraft,
    PracticeDraft,
    RequirementDraft,
    SpanDraft,
    VacancyDraft,
    VisibilityFacts,
    WishDraft,
)

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def job_seeker_draft(external_id: str = "PAM-T001", **changes: Any) -> JobSeekerDraft:
    """Return an experienced assistant in Trysil who wants to stay in care."""
    values: dict[str, Any] = {
        "source": "nav-cv",
        "external_id": external_id,
        "version": datetime(2026, 11, 1, 9, 0, tzinfo=UTC),
        "given_name": "Prøve",
        "family_name": "Personsen",
        "birth_date": date(1985, 3, 12),
        "postnummer": "2420",
        "poststed": "Trysil",
        "kommunenr": "3421",
        "practice": (
            PracticeDraft(
                title="Pleieassistent", styrk08="5329", start=date(2018, 3, 1), percent=60, tasks=("skill:medication",)
            ),
        ),
        "wishes": (WishDraft(title="Pleieassistent", styrk08="5329", primary=True), WishDraft(title="Helsefagarbeider")),
        "credentials": (CredentialDraft(code="course:medication", title="Medikamentkurs"),),
        "skills": ("stell", "demens"),
        "languages": (LanguageDraft(language="no", spoken="FOERSTESPRAAK", written="FOERSTESPRAAK"),),
        "licences": ("B",),
        "licences_known": True,
        "car": True,
        "shifts_yes": ("day", "evening", "weekend"),
        "forms": ("fast",),
        "wished_places": ("3421",),
        "right_to_work": True,
    }
    return JobSeekerDraft(**(values | changes))


def vacancy_draft(external_id: str = "a0000000-0000-4000-8000-0000000000aa", **changes: Any) -> VacancyDraft:
    """Return an advertised post for a healthcare worker or an assistant in Trysil."""
    text = "Vi søker helsefagarbeider med autorisasjon. Førerkort klasse B er en fordel."
    values: dict[str, Any] = {
        "source": "nav-feed",
        "external_id": external_id,
        "version": datetime(2026, 11, 10, 9, 0, tzinfo=UTC),
        "title": "Helsefagarbeider, 75 %",
        "job_title": "Helsefagarbeider",
        "employer": "Trysil kommune (oppdiktet avdeling)",
        "sector": "Offentlig",
        "text": text,
        "postnummer": "2420",
        "place": "Trysil",
        "kommunenr": "3421",
        "roles": ("R11",),
        "positions": 2,
        "percent_min": 75,
        "percent_max": 75,
        "employment": "fast",
        "published": datetime(2026, 11, 10, 9, 0, tzinfo=UTC),
        "expires": datetime(2026, 12, 15, 23, 0, tzinfo=UTC),
        "deadline": date(2026, 12, 15),
        "requirements": (
            RequirementDraft(code="auth:HF", strength="must", spans=(span(text, "helsefagarbeider med autorisasjon"),)),
            RequirementDraft(code="licence:B", strength="should", spans=(span(text, "Førerkort klasse B"),)),
            RequirementDraft(code="unqualified_ok", strength="should"),
        ),
    }
    return VacancyDraft(**(values | changes))


def span(text: str, quote: str) -> SpanDraft:
    """Return the place of ``quote`` in ``text``."""
    start = text.index(quote)
    return SpanDraft(start=start, end=start + len(quote), quote=quote)


def visible_facts(**changes: Any) -> VisibilityFacts:
    """Return the facts of a person from NAV who may be shown; one changed fact hides the person."""
    values: dict[str, Any] = {
        "origin": "nav",
        "dead": False,
        "address_protected": False,
        "code_6_or_7": False,
        "shielded": False,
        "active_cv": True,
        "in_follow_up": True,
        "in_kvp": False,
        "job_seeker_period": True,
    }
    return VisibilityFacts(**(values | changes))


def own_facts(**changes: Any) -> VisibilityFacts:
    """Return the facts of a person registered here who may be shown."""
    values: dict[str, Any] = {
        "origin": "own",
        "dead": False,
        "address_protected": False,
        "code_6_or_7": False,
        "shielded": False,
        "consent": True,
        "adviser_confirmed": True,
    }
    return VisibilityFacts(**(values | changes))
