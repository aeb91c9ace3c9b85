"""A person's prose read into coded facts, each with the words it came from, for a person to confirm.

Kinds of facts beside those named in the drafts: ``percent_absolute``, ``form``, ``training_wish``, ``absence`` (MM-DD..MM-DD),
``wished_place``, ``housing``, ``transit``, ``licence_no`` (all, foreign, 160), ``language`` (no:B1), ``right_to_work`` and
``barrier``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from models.drafts import FactDraft
from models.services.intake import skills
from models.services.intake.said import Said
from models.services.intake.said_papers import read_papers
from models.services.intake.said_percent import read_percent
from models.services.intake.said_plans import read_driving, read_reach, read_start
from models.services.intake.said_shifts import read_shifts
from models.services.intake.said_work import read_forms, read_skills_said, read_wishes
from models.services.intake.sensitive import BLANK, screen
from models.services.intake.words import tokens

LONGEST = 10_000
"""Characters that are read; NAV's own limit for a summary lies below."""

LONGEST_QUOTE = 400
SUMMARY = "beskrivelse"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says, and how many clauses about health, family, benefits, faith or origin were left out."""

    facts: tuple[FactDraft, ...]
    weak: frozenset[FactDraft]
    dropped: int


def read(
    text: str, source: str = SUMMARY, *, on: date | None = None, place: Callable[[str], str | None] | None = None
) -> list[FactDraft]:
    """Return the facts that ``text`` states; see :func:`read_prose`."""
    return list(read_prose(text, source, on=on, place=place).facts)


def read_prose(
    text: str, source: str = SUMMARY, *, on: date | None = None, place: Callable[[str], str | None] | None = None
) -> Reading:
    """Read a person's own words.

    ``on`` is the day from which a date without a year is reckoned; ``place`` returns the municipality number of a name.
    A text whose ``source`` begins with "yrkeserfaring" describes work done: only its tasks are read.
    """
    original = text[:LONGEST].replace(BLANK, " ")
    screened = screen(original)
    if source.startswith("yrkeserfaring"):
        found = [
            Said("task", value, hit.start(), hit.end()) for hit, values in skills.found_in(screened.text) for value in values
        ]
    else:
        found = _summary(screened.text, original, on, place or (lambda _name: None))
    facts: dict[tuple[str, str], FactDraft] = {}
    weak: set[FactDraft] = set()
    for said in found:
        quote = _whole_words(original, said.start, said.end)
        if BLANK in screened.text[said.start : said.end] or not quote or (said.kind, said.value) in facts:
            continue
        fact = FactDraft(kind=said.kind, value=said.value, quote=quote[:LONGEST_QUOTE], source=source)
        facts[said.kind, said.value] = fact
        if not said.firm:
            weak.add(fact)
    kept = _without_contradictions(list(facts.values()), weak)
    return Reading(tuple(kept), frozenset(weak), screened.dropped)


def _whole_words(text: str, start: int, end: int) -> str:
    """Return the words of ``text`` from ``start`` to ``end`` with the rest of the last one."""
    while end < len(text) and end - start < LONGEST_QUOTE and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return text[start:end].strip()


def _summary(text: str, original: str, on: date | None, place: Callable[[str], str | None]) -> list[Said]:
    words = tokens(text)
    if not words:
        return []
    return [
        *read_percent(text, words),
        *read_shifts(text, words),
        *read_start(text, on),
        *read_reach(text, original, words, place),
        *read_driving(text),
        *read_wishes(text, words),
        *read_forms(text, words),
        *read_papers(text),
        *read_skills_said(text, words),
    ]


def _without_contradictions(facts: list[FactDraft], weak: set[FactDraft]) -> list[FactDraft]:
    """Drop what a firmer word of the same text takes back: a refusal beats an offer of the same shift."""
    refused = {fact.value for fact in facts if fact.kind == "shift_no" and fact not in weak}
    offered = {fact.value for fact in facts if fact.kind == "shift_yes" and fact.value not in refused}
    families = {fact.value for fact in facts if fact.kind == "refused_family"}
    kept = []
    for fact in facts:
        taken_back = fact.kind == "shift_yes" and fact.value in refused
        overruled = fact.kind == "shift_no" and fact in weak and fact.value in offered
        if not taken_back and not overruled and not (fact.kind == "skill" and fact.value in families):
            kept.append(fact)
    return kept
