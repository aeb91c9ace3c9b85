"""A code found in an ad, and how strongly the clause around it demands it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from matcher.advert import MUST, NOT, SHOULD, Advert, Clause
from matcher.records import Requirement, Span

LEVELS = ("language:A2", "language:B1", "language:B2")
QUALIFIED = ("auth:", "fagbrev:", "degree:")
"""Beginnings of the codes that are papers of a trade or profession."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A code that the ad names, how strongly, and the places of the words (of the folded text) that say so."""

    code: str
    strength: str
    start: int
    end: int
    family: str = ""


def strength(clause: Clause, family: str) -> str | None:
    """Return how strongly a clause demands something of a family, None when it does not.

    Parameters
    ----------
    family : str
        ``qualification``, ``experience``, ``skill``, ``person`` (language, licence, age: facts that a plain mention
        demands) or ``trait`` (asked of a person only where qualifications are listed or a verb says so).
    """
    if clause.cue == NOT:
        return None
    if clause.cue is not None and not (clause.section == "offer" and clause.offers):
        return clause.cue
    if clause.section in {"duty", "offer"}:
        return None
    if clause.section in {MUST, SHOULD}:
        return clause.section
    if clause.section == "seek":
        return SHOULD if family in {"experience", "skill"} else MUST
    if clause.section in {"wish", "hope"}:
        return MUST if family == "person" or (family == "trait" and clause.section == "wish") else SHOULD
    return MUST if family == "person" and not clause.offers else None


def locally_denied(advert: Advert, clause: Clause, token: Hit) -> bool:
    """Return whether a word just before the token takes it back: "uten fagbrev", "ikke førerkort"."""
    before = advert.text[max(clause.start, token.start - 30) : token.start]
    return bool(
        re.search(
            r"\b(?:uten|utan|without|ikke|ikkje|verken|hverken|korkje|ingen|inga)\W(?:(?!med\b|og\b|men\b|"
            r"som\b)\w{1,15}\W){0,2}$",
            before,
        )
    )


def codes_of(hits: Iterable[Hit]) -> set[str]:
    """Return the single codes that the hits name, alternatives taken apart."""
    return {code for hit in hits for code in hit.code.split("|")}


def without_doubles(hits: list[Hit]) -> list[Hit]:
    """Return the hits with a wish left out that is already a demand, and a lower demand on language beside a higher."""
    must = {frozenset(hit.code.split("|")) for hit in hits if hit.strength == MUST}
    hits = [hit for hit in hits if hit.strength == MUST or frozenset(hit.code.split("|")) not in must or hit.family == "choice"]
    named = {hit.code for hit in hits if hit.strength == MUST}
    less = set()
    if named & {*LEVELS, "language:very_good"}:
        less |= {"language:good", "language:functional"}
    if "language:good" in named:
        less.add("language:functional")
    return [
        hit
        for hit in hits
        if not (hit.strength == MUST and hit.code in less) and not (hit.code == "cond:licence:B" and "licence:B" in named)
    ]


def as_requirements(advert: Advert, hits: Iterable[Hit], strength: str) -> tuple[Requirement, ...]:
    """Return one requirement per code, in the order of the text, with every place that proves it."""
    spans: dict[frozenset[str], list[Span]] = {}
    codes: dict[frozenset[str], str] = {}
    for hit in sorted(hits, key=lambda hit: (hit.start, hit.code)):
        if hit.strength != strength:
            continue
        key = frozenset(hit.code.split("|"))
        codes.setdefault(key, hit.code)
        proofs = spans.setdefault(key, [])
        if hit.end > hit.start and (span := advert.span(hit.start, hit.end)) not in proofs and len(proofs) < 5:
            proofs.append(span)
    return tuple(Requirement(code=codes[key], spans=tuple(proofs)) for key, proofs in spans.items())
