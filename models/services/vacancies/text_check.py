"""Finds sentences in an advertisement that say who a person is instead of what the work asks; a person decides what to do.

What the work itself asks passes: lifting, standing, shifts, the language of the workplace, ages that law sets.  So do
sentences about those who are cared for, and those that invite everybody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from models.services.vacancies.text_words import COMPILED, FOR_OTHERS, HEALTH, HEALTHY, INVITES, SHUTS, TASK, WELCOMES


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence that may shut somebody out: what it is about, the sentence, and the words that say so."""

    kind: str
    sentence: str
    quote: str


_SENTENCE: Final = re.compile(r"[^.!?\n]+(?:[.!?](?=\d)[^.!?\n]*|(?<=\bca)\.[^.!?\n]*)*[.!?]?")


def check_text(text: str) -> tuple[Remark, ...]:
    """Return a remark for each sentence of an advertisement that may shut somebody out; one for each kind."""
    found: dict[tuple[str, str], Remark] = {}
    for sentence in sentences(text):
        for kind, quote in _kinds(sentence):
            found.setdefault((kind, sentence), Remark(kind, sentence, quote))
    return tuple(found.values())


def sentences(text: str) -> list[str]:
    """Return the sentences and list items of a text."""
    parts = (part.strip().removeprefix("•").strip() for part in _SENTENCE.findall(text))
    return [part for part in parts if any(character.isalpha() for character in part)]


def _kinds(sentence: str) -> list[tuple[str, str]]:
    asked = INVITES.sub("", sentence)
    if WELCOMES.search(asked) and not SHUTS.search(asked):
        return []
    found = [(kind, match.group().strip()) for kind, pattern in COMPILED if (match := pattern.search(asked))]
    healthy = HEALTHY.search(asked)
    if healthy and not TASK.search(asked) and not FOR_OTHERS.search(asked):
        found.append((HEALTH, healthy.group()))
    return found
