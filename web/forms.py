"""Forms: the base that every page's form builds on, with our own words for what is wrong.

``Form`` is for what is posted (with CSRF), ``Search`` for filters in the address (GET, without; never words about people)::

    class VacancyForm(Form):
        title = StringField(lazy_gettext("Tittel"), [DataRequired(), Length(max=200)])
        form = RadioField(lazy_gettext("Ansettelse"), choices=choices({"fast": lazy_gettext("Fast")}))

    form = VacancyForm()
    if form.validate_on_submit():
        ...
        return redirect(url_for("employer.start"), 303)
    return render_template("employer/vacancy.html", form=form), form.status
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import request
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.fields.choices import SelectChoice

from matcher.text import clean

# WTForms has no nynorsk, so its texts are replaced one by one; a text that is not here is shown as a general one.
_MESSAGES = {
    "This field is required.": lazy_gettext("Fyll ut dette feltet."),
    "Not a valid choice.": lazy_gettext("Velg noe fra listen."),
    "Not a valid choice": lazy_gettext("Velg noe fra listen."),
    "Invalid Choice: could not coerce.": lazy_gettext("Velg noe fra listen."),
    "Invalid Choice: could not coerce": lazy_gettext("Velg noe fra listen."),
    "Not a valid integer value.": lazy_gettext("Skriv et helt tall."),
    "Not a valid decimal value.": lazy_gettext("Skriv et tall."),
    "Not a valid float value.": lazy_gettext("Skriv et tall."),
    "Not a valid date value.": lazy_gettext("Skriv datoen som dag.måned.år, for eksempel 03.02.2027."),
    "Not a valid datetime value.": lazy_gettext("Skriv dato og klokkeslett."),
    "Not a valid time value.": lazy_gettext("Skriv klokkeslettet som 08.30."),
    "Number must be at least %(min)s.": lazy_gettext("Tallet må være minst %(min)s."),
    "Number must be at most %(max)s.": lazy_gettext("Tallet kan være høyst %(max)s."),
    "Number must be between %(min)s and %(max)s.": lazy_gettext("Tallet må være mellom %(min)s og %(max)s."),
    "Field must be between %(min)d and %(max)d characters long.": lazy_gettext("Skriv mellom %(min)d og %(max)d tegn."),
    "Invalid email address.": lazy_gettext("Skriv en e-postadresse, for eksempel navn@eksempel.no."),
    "Invalid URL.": lazy_gettext("Skriv en nettadresse som begynner med https://."),
}


class _Words:
    """What WTForms asks for its texts."""

    def gettext(self, text: str) -> str:
        return str(_MESSAGES.get(text, gettext("Sjekk dette feltet.")))

    def ngettext(self, singular: str, _plural: str, _n: int) -> str:
        if "choice" in singular:  # several of a list
            return str(lazy_gettext("Velg noe fra listen."))
        text = lazy_gettext("Skriv minst %(min)d tegn.") if "at least" in singular else lazy_gettext("Skriv høyst %(max)d tegn.")
        return str(text)


def choices(pairs: Mapping[str, Any]) -> list[SelectChoice]:
    """Return choices for a list, boxes or radio buttons from {value: words}; the words may be lazy."""
    return [SelectChoice(value, words) for value, words in pairs.items()]


def tidy(value: Any) -> Any:
    """Return a typed text in NFC, without control characters and without blanks around it."""
    return clean(value).strip() if isinstance(value, str) else value


class Form(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """A form that is posted."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # flask_wtf has no types
        """Our words, and tidied text in every field."""

        def get_translations(self, _form: Any) -> _Words:
            """Return where the texts come from."""
            return _Words()

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Tidy what is typed."""
            filters = [*unbound_field.kwargs.get("filters", ()), tidy]
            return unbound_field.bind(form=form, filters=filters, **options)

    @property
    def status(self) -> int:
        """The status of the page that shows the form: 422 when it is shown again with errors."""
        return 422 if self.errors else 200


class Search(Form):
    """Filters in the address of a page; they change nothing."""

    class Meta(Form.Meta):
        """No CSRF: nothing is changed."""

        csrf: ClassVar[bool] = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(formdata=request.args, **kwargs)
