"""What is typed on the account pages."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, Length

from web.forms import Form


class SignInForm(Form):
    """Name and password; what is wrong is never said of one of them alone."""

    username = StringField(lazy_gettext("Brukernavn"), [DataRequired(lazy_gettext("Skriv brukernavnet ditt.")), Length(max=200)])
    password = PasswordField(lazy_gettext("Passord"), [DataRequired(lazy_gettext("Skriv passordet ditt.")), Length(max=1000)])


class PlainForm(Form):
    """A button and its CSRF token."""
