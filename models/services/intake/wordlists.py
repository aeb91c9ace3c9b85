"""Lists of words written as running text, so that a person can read and correct them."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the words of ``text``, which are set apart by blanks."""
    return frozenset(text.split())
