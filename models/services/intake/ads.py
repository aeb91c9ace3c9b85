"""What the reader of requirements finds in an ad's text, turned into the fields of a vacancy draft."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, cast, get_args

from matcher.records import Requirement, Variant
from matcher.requirements import AdReading
from models.drafts import Form, RequirementDraft, SpanDraft, VariantDraft

_FORMS = frozenset(get_args(Form))
MOST_POSITIONS = 999


class VacancyReader(Protocol):
    """Reads roles and requirements out of an ad; the spans of a reading count from the start of ``text``."""

    def read(self, text: str, title: str) -> AdReading:
        """Return what the text says."""
        ...


def fields_from_text(reading: AdReading, text: str) -> dict[str, Any]:
    """Return the fields of a vacancy draft that come from the text; those that it leaves open are absent."""
    fields: dict[str, Any] = {
        "roles": reading.roles,
        "skills": reading.skills,
        "positions": _positions(reading.positions),
        "percent_min": _percent(reading.percent_min),
        "percent_max": _percent(reading.percent_max),
        "employment": _form(reading.employment),
        "start": reading.start,
        "requirements": _all_requirements(reading, text),
        "variants": tuple(_variant(variant) for variant in reading.variants),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _all_requirements(reading: AdReading, text: str) -> tuple[RequirementDraft, ...]:
    found = _requirements(reading.must, reading.should, text, None)
    for number, variant in enumerate(reading.variants):
        found += _requirements(variant.must, variant.should, text, number)
    return tuple(found)


def _variant(variant: Variant) -> VariantDraft:
    return VariantDraft(
        roles=variant.roles,
        positions=_positions(variant.positions),
        percent_min=_percent(variant.percent_min),
        percent_max=_percent(variant.percent_max),
        employment=_form(variant.employment),
    )


def _requirements(
    must: Iterable[Requirement], should: Iterable[Requirement], text: str, variant: int | None
) -> list[RequirementDraft]:
    found: list[RequirementDraft] = []
    for requirement in must:
        found.append(RequirementDraft(code=requirement.code, strength="must", spans=_spans(requirement, text), variant=variant))
    for requirement in should:
        found.append(RequirementDraft(code=requirement.code, strength="should", spans=_spans(requirement, text), variant=variant))
    return found


def _spans(requirement: Requirement, text: str) -> tuple[SpanDraft, ...]:
    """Return the spans without blanks at their ends; what does not lie in the text proves nothing and is left out."""
    spans = []
    for span in requirement.spans:
        quote = text[span.start : span.end]
        start = span.start + len(quote) - len(quote.lstrip())
        quote = quote.strip()
        if quote:
            spans.append(SpanDraft(start=start, end=start + len(quote), quote=quote))
    return tuple(spans)


def _positions(count: int | None) -> int | None:
    return count if count is not None and 1 <= count <= MOST_POSITIONS else None


def _percent(value: float | None) -> float | None:
    return value if value is not None and 0 < value <= 100 else None


def _form(name: str | None) -> Form | None:
    return cast(Form, name) if name in _FORMS else None
