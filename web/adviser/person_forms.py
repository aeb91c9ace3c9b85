"""What forms about people share: no identity numbers, dates as Norwegians write them, yes and no and not known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import Field, RadioField
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from matcher.text import normalise
from models.services.intake.moments import only_date
from models.services.people.identity_numbers import has_identity_number, without_identity_numbers
from web.forms import Form, choices

_FULL_YEAR = re.compile(r"\d{4}")
YES, NO, UNKNOWN = "yes", "no", "unknown"
_FLAGS: Mapping[str, bool | None] = {YES: True, NO: False, UNKNOWN: None}
REFUSED_NUMBER = lazy_gettext("Dette lignet et fødselsnummer, så vi tok det bort. Vi lagrer aldri fødselsnummer.")


class PersonForm(Form):
    """A form about a person: an identity number in any text is taken out before anything reads, shows or keeps it."""

    class Meta(Form.Meta):
        """The form's own reading of what was posted."""

        def wrap_formdata(self, form: PersonForm, formdata: Any) -> Any:
            """Return what was posted without identity numbers, and remember where they stood."""
            posted = super().wrap_formdata(form, formdata)
            form.refused = set()
            if not posted:
                return posted
            # Of this form's own fields: a page's tokens and stamps are figures and letters by chance.
            typed = {field.name for field in form} - {"csrf_token"}
            kept: MultiDict[str, str] = MultiDict()
            for name, value in posted.items(multi=True):
                found = name in typed and has_identity_number(value)
                if found:
                    form.refused.add(name)
                kept.add(name, without_identity_numbers(value) if found else value)
            return kept

    refused: set[str]

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Check the fields, and say where a number was taken out."""
        good = bool(super().validate(extra_validators))
        for field in self:
            if field.name in self.refused:
                field.errors = [*field.errors, str(REFUSED_NUMBER)]
                good = False
        return good


class DayField(Field):  # type: ignore[misc]  # wtforms has no types
    """A date typed as «03.02.2027», «3/2 2027» with its year, «3. februar 2027» or as ISO 8601; None when empty."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%d.%m.%Y}" if isinstance(self.data, date) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date."""
        if not valuelist:
            return
        written = normalise(valuelist[0])
        self.data = None
        if not written:
            return
        found = only_date(written)
        if found is None or not _FULL_YEAR.search(written):
            raise ValueError(str(lazy_gettext("Skriv datoen som dag.måned.år, for eksempel 03.02.2027.")))
        self.data = found


class PercentField(Field):  # type: ignore[misc]  # wtforms has no types
    """A share of full time: «75», «37,5» or «75 %»; None when empty."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data).removesuffix(".0").replace(".", ",")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        if not valuelist:
            return
        written = valuelist[0].strip().removesuffix("%").strip().replace(",", ".")
        self.data = None
        if not written:
            return
        if not re.fullmatch(r"\d{1,3}(\.\d{1,20})?", written, re.ASCII) or not 0 <= float(written) <= 100:
            raise ValueError(str(lazy_gettext("Skriv et tall mellom 0 og 100.")))
        self.data = float(written)


class MinutesField(Field):  # type: ignore[misc]  # wtforms has no types
    """Whole minutes up to ten hours; None when empty."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        if not valuelist:
            return
        written = valuelist[0].strip().removesuffix("min").strip()
        self.data = None
        if not written:
            return
        if not re.fullmatch(r"\d{1,3}", written, re.ASCII) or int(written) > 600:
            raise ValueError(str(lazy_gettext("Skriv antall minutter, høyst 600.")))
        self.data = int(written)


def flag_field(label: Any, *, description: Any = "", yes: Any = None, no: Any = None, unknown: Any = None) -> RadioField:
    """Return a choice between yes, no and not known."""
    words = {
        YES: yes or lazy_gettext("Ja"),
        NO: no or lazy_gettext("Nei"),
        UNKNOWN: unknown or lazy_gettext("Vet ikke"),
    }
    return RadioField(label, choices=choices(words), default=UNKNOWN, description=description)


def flag_of(value: str | None) -> bool | None:
    """Return what a choice of :func:`flag_field` means."""
    return _FLAGS.get(value or UNKNOWN)


def as_flag(value: bool | None) -> str:
    """Return the choice that stands for a flag."""
    return next(word for word, meaning in _FLAGS.items() if meaning is value)


def not_after(day: date, message: Any) -> Any:
    """Return a validator that refuses a date after ``day``."""

    def check(_form: Any, field: Field) -> None:
        if field.data is not None and field.data > day:
            raise ValidationError(str(message))

    return check


def said(field: Field) -> str:
    """Return the content of a field in the words that its page shows."""
    if field.type in ("RadioField", "SelectField", "SelectMultipleField"):
        return ", ".join(str(choice[1]) for choice in field.iter_choices() if choice[2])
    if field.type == "BooleanField":
        return str(lazy_gettext("Ja")) if field.data else str(lazy_gettext("Nei"))
    shown = str((field._value() if hasattr(field, "_value") else field.data) or "")  # what WTForms' own widgets call
    return f"{shown} %" if shown and isinstance(field, PercentField) else shown


class Joined:
    """Several forms that are sent as one: what the error summary and the page's status need of them."""

    def __init__(self, forms: Sequence[Form], extra: Sequence[str] = ()) -> None:
        self.forms = list(forms)
        self.form_errors: list[str | Markup] = list(extra)

    def __iter__(self) -> Iterator[Field]:
        for form in self.forms:
            yield from form

    @property
    def errors(self) -> bool:
        """Something has to be put right."""
        return bool(self.form_errors) or any(form.errors for form in self.forms)

    @property
    def status(self) -> int:
        """The status of the page."""
        return 422 if self.errors else 200

    def validate(self) -> bool:
        """Check every form, so that all that is wrong is said at once."""
        verdicts = [form.validate() for form in self.forms]
        return all(verdicts) and not self.form_errors
