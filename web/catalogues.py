"""Translations: read straight from the .po files, so that there is nothing to compile and nothing that can be out of date.

The source text is bokmål.  Each part of the service has files of its own in ``translations/nn`` and ``translations/en``, a large
one several (``adviser_people.po``), and ``base.po`` has what all parts share; together they are one catalogue per language.
``make translations`` lists what is missing, ready to be pasted and filled in.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

WEB = Path(__file__).parent
FOLDER = WEB / "translations"
TRANSLATED = ("nn", "en")
PARTS = ("account", "adviser", "coordinator", "employer", "phrases")
_METHODS = [("templates/**.html", "jinja2.ext.babel_extract"), ("**.py", "python")]
_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}
_OPTIONS = {"templates/**.html": {"trimmed": "true", "silent": "false"}}


@dataclass(frozen=True, slots=True)
class Text:
    """A text in the source: bokmål, its plural if it has one, and the file it stands in."""

    singular: str
    plural: str | None
    file: str

    @property
    def part(self) -> str:
        """The part of the service whose .po file holds the text."""
        found = [part for part in PARTS if part in Path(self.file).parts]
        return found[0] if found else "base"


@functools.cache
def translations(language: str) -> NullTranslations:
    """Return the translations into ``language``; of bokmål there are none, and a text without one stays bokmål."""
    if language not in TRANSLATED:
        return NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read_catalogue(language))
    compiled.seek(0)
    return Translations(compiled)


def read_catalogue(language: str) -> Catalog:
    """Return everything that is translated into ``language``, from all its files."""
    whole = Catalog(locale=language)
    for path in sorted((FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language, abort_invalid=True):
                if message.id:
                    whole[message.id] = message
    return whole


def texts() -> Iterator[Text]:
    """Yield every text in pages and code that is to be translated."""
    for file, _line, ids, _comments, _context in extract_from_dir(
        WEB, method_map=_METHODS, options_map=_OPTIONS, keywords=_KEYWORDS
    ):
        if isinstance(ids, tuple):
            yield Text(str(ids[0]), str(ids[1]), file)
        else:
            yield Text(str(ids), None, file)


def missing(language: str) -> list[Text]:
    """Return the texts that have no translation into ``language``, each once."""
    whole = read_catalogue(language)
    found: dict[str, Text] = {}
    for text in texts():
        if text.singular not in found and not _translated(whole.get(text.singular)):
            found[text.singular] = text
    return list(found.values())


def _translated(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    return all(strings)
