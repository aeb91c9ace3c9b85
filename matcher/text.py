"""Norwegian text made comparable: one Unicode form, one case, single blanks.  Accents and æøå are kept."""

from __future__ import annotations

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_BLANKS = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return ``text`` in NFC without control characters and direction marks; line breaks are kept."""
    return _CONTROL.sub("", unicodedata.normalize("NFC", text))


def normalise(text: str) -> str:
    r"""Return ``text`` cleaned, case-folded, with every run of blanks as one blank.

    Examples
    --------
    >>> normalise("  SYKEPLEIER\t(natt) ")
    'sykepleier (natt)'
    """
    return _BLANKS.sub(" ", clean(text).casefold()).strip()
