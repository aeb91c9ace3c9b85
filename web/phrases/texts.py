"""gettext with types: the page's language inside a request, bokmål outside it; and lists as the language writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import flask_babel
from babel.lists import format_list

from web import i18n

_PLAIN_TITLE = re.compile(r"[^\W\d]+(?:[-/ ][^\W\d]+){0,3}")
"""A title that is a name of the work: at most four words, without numbers and signs."""


def gettext(text: str, **values: object) -> str:
    """Return ``text`` in the language of the page, with its values filled in."""
    return str(flask_babel.gettext(text, **values))


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """Return ``one`` or ``many``, as the language counts, with ``num`` and the other values filled in."""
    return str(flask_babel.ngettext(one, many, num, **values))


def listed(parts: Sequence[str]) -> str:
    """Return «a, b og c»."""
    return format_list(parts, locale=i18n.locale())


def either(parts: Sequence[str]) -> str:
    """Return «a, b eller c»."""
    return format_list(parts, style="or", locale=i18n.locale())


def capital(text: str) -> str:
    """Return ``text`` as it stands at the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def lowered(label: str) -> str:
    """Return a label as it stands inside a sentence: the first letter small, the rest as it is."""
    return label[:1].lower() + label[1:]


def as_name(title: str) -> str:
    """Return a job title as it stands inside a sentence; abbreviations keep their capitals."""
    return lowered(title) if title[1:2].islower() else title


def post(title: str, place: str) -> str:
    """Return a vacancy as it stands inside a sentence: «nattevakt i Åmot»; headings that are more than a name are quoted."""
    heading, where = " ".join(title.split()), " ".join(place.split())
    town = where.partition(" (")[0].casefold()
    # A heading that begins with the town keeps its capital, and so it is quoted.
    plain = _PLAIN_TITLE.fullmatch(heading) and not (town and heading.casefold().startswith(town))
    said = as_name(heading) if plain else gettext("«%(title)s»", title=heading)
    if not town or town in heading.casefold():
        return said
    return gettext("%(title)s i %(place)s", title=said, place=where)
