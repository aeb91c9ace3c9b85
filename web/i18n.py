"""The language of a page: chosen with a link, else by what the browser asks for, else bokmål; and how values are written.

In Python: ``from flask_babel import gettext`` (``lazy_gettext`` outside a request); in templates ``{{ _("…") }}`` or
``{% trans %}``.  Values: ``{{ date|day }}`` 3. februar 2027, ``|month`` aug. 2028, ``|moment`` with the time of day,
``|clock_time`` 03.30, ``|months`` ca. 18 md., ``|minutes`` 35 min, ``|percent`` 75 %, ``|number`` 1 300,
``|duration`` 42 sekunder, 31 timer.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import format_timedelta
from babel.numbers import format_decimal as babel_decimal
from babel.support import NullTranslations
from flask import Flask, has_request_context, request
from flask_babel import Babel, Domain, format_datetime, get_locale, gettext

from web.catalogues import translations

LANGUAGES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
COOKIE = "bygdematch-language"
_LOCALES = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}
# "no" is what many browsers say for bokmål; Swedish, Danish and Sámi readers are better served by it than by English.
_SPOKEN = {"nb": "nb", "no": "nb", "sv": "nb", "da": "nb", "se": "nb", "nn": "nn", "en": "en"}
NARROW = "\N{NO-BREAK SPACE}"
NORWAY = ZoneInfo("Europe/Oslo")


class _Catalogues(Domain):  # type: ignore[misc]  # flask_babel has no types
    """Our catalogues in the place of compiled files."""

    def get_translations(self) -> NullTranslations:
        """Return the catalogue of the page's language."""
        return translations(language())


class _OwnBabel(Babel):  # type: ignore[misc]  # flask_babel has no types
    domain_instance = _Catalogues()


def init_app(app: Flask) -> None:
    """Let ``app`` speak three languages."""
    _OwnBabel(app, default_locale="nb_NO", default_timezone=NORWAY.key, locale_selector=lambda: _LOCALES[choose_language()])
    app.jinja_env.filters.update(
        day=day,
        month=month,
        moment=moment,
        clock_time=clock_time,
        months=months,
        minutes=minutes,
        percent=percent,
        number=number,
        duration=duration,
    )
    app.jinja_env.globals.update(language=language, languages=LANGUAGES)


def choose_language() -> str:
    """Return the language that this request is answered in."""
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    for wanted in request.accept_languages.values():
        spoken = _SPOKEN.get(wanted.replace("_", "-").split("-")[0].lower())
        if spoken:
            return spoken
    return "nb"


def language() -> str:
    """Return the language of this page as it stands in ``<html lang>``; bokmål outside a request."""
    locale: Locale | None = get_locale() if has_request_context() else None
    return locale.language if locale is not None else "nb"


def locale() -> str:
    """Return the locale that dates, numbers and lists of this page are written in."""
    return _LOCALES[language()]


def day(value: date) -> str:
    """Return a date as «3. februar 2027»; of an instant, the day in Norway."""
    return babel_date(_in_norway(value), "long", locale=locale())


def month(value: date) -> str:
    """Return the month of a date as «aug. 2028»."""
    return babel_date(_in_norway(value), "MMM y", locale=locale())


def _in_norway(value: date) -> date:
    if not isinstance(value, datetime):
        return value
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(NORWAY)


def moment(value: datetime) -> str:
    """Return an instant as day and time in Norway, «3. februar 2027 kl. 03.30»."""
    return gettext("%(day)s kl. %(time)s", day=day(value), time=clock_time(value))  # type: ignore[no-any-return]  # untyped


def clock_time(value: datetime) -> str:
    """Return the time of day of an instant in Norway, «03.30»."""
    return str(format_datetime(value, "HH.mm"))


def months(value: float) -> str:
    """Return a duration as «ca. 18 md.», or «straks» for less than half a month."""
    if value < 0.5:
        return gettext("straks")  # type: ignore[no-any-return]  # untyped
    return gettext("ca. %(number)s md.", number=f"{max(value, 1):.0f}").replace(" ", NARROW)  # type: ignore[no-any-return]  # untyped


def minutes(value: float) -> str:
    """Return a travel time as «35 min»."""
    return f"{value:.0f}{NARROW}min"


def duration(value: timedelta) -> str:
    """Return how long something took or how old it is, in one unit: «42 sekunder», «31 timer», «3 døgn»."""
    return format_timedelta(value, threshold=2, locale=locale())


def percent(value: float) -> str:
    """Return a share of 0 to 100 as «75 %»."""
    mark = "%" if language() == "en" else f"{NARROW}%"
    return f"{number(value)}{mark}"


def number(value: float) -> str:
    """Return a number as the language groups it and marks its decimals, with one decimal at most."""
    return babel_decimal(round(value, 1), locale=locale())
