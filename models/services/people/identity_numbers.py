"""National identity numbers, which are kept nowhere here: found in what somebody types, and taken out of it."""

from __future__ import annotations

import re

from stdnum.no import fodselsnummer

# Eleven figures in one run, or six and five with a blank, point or dash between; after a plus they are a telephone number.
_ELEVEN = re.compile(r"(?<![\d+])(\d{6})[ \u00a0.\-]?(\d{5})(?!\d)")


def has_identity_number(text: str) -> bool:
    """Return whether ``text`` holds something that looks like a fødselsnummer or D-number, right or mistyped.

    >>> has_identity_number("+47 900 00 000")
    False
    """
    return any(_looks_like_one(*found.groups()) for found in _ELEVEN.finditer(text))


def without_identity_numbers(text: str) -> str:
    """Return ``text`` without what looks like an identity number."""
    return _ELEVEN.sub(lambda found: "" if _looks_like_one(*found.groups()) else found[0], text)


def _looks_like_one(birth: str, rest: str) -> bool:
    # A D-number has 40 added to the day, an invented number 40 or 80 to the month.
    day, month = int(birth[:2]) % 40, int(birth[2:4]) % 40
    return (1 <= day <= 31 and 1 <= month <= 12) or bool(fodselsnummer.is_valid(birth + rest))
