"""What pydantic says about a record from outside, said in Norwegian with the path of the field."""

from __future__ import annotations

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from models.services.intake.errors import RecordError

_REASONS = {
    "missing": "feltet mangler",
    "string_type": "verdien skal være tekst",
    "string_too_long": "teksten er for lang (høyst {max_length} tegn)",
    "string_too_short": "feltet er tomt",
    "string_pattern_mismatch": "verdien har feil form",
    "model_type": "verdien skal være et objekt",
    "model_attributes_type": "verdien skal være et objekt",
    "dict_type": "verdien skal være et objekt",
    "list_type": "verdien skal være en liste",
    "tuple_type": "verdien skal være en liste",
    "float_type": "verdien skal være et tall",
    "float_parsing": "verdien skal være et tall",
    "int_type": "verdien skal være et helt tall",
    "int_parsing": "verdien skal være et helt tall",
    "bool_type": "verdien skal være ja eller nei",
    "bool_parsing": "verdien skal være ja eller nei",
    "literal_error": "verdien skal være en av {expected}",
    "greater_than_equal": "tallet skal være minst {ge}",
    "less_than_equal": "tallet skal være høyst {le}",
    "date_from_datetime_parsing": "datoen lar seg ikke lese",
    "extra_forbidden": "feltet er ukjent",
}


def as_record_error(error: ValidationError) -> RecordError:
    """Return the first fault that pydantic found, and how many more there are."""
    first, *others = error.errors(include_url=False, include_input=False)
    more = f" (og {len(others)} feil til)" if others else ""
    return RecordError(_path(first["loc"]), _reason(first) + more)


def _reason(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    if detail["type"] == "value_error":
        return str(context.get("error", "verdien lar seg ikke bruke"))
    if "expected" in context:
        context["expected"] = str(context["expected"]).replace("'", "").replace(" or ", " eller ")
    return _REASONS.get(detail["type"], "verdien lar seg ikke bruke").format(**context)


def _path(location: tuple[int | str, ...]) -> str:
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path
