"""Ads that hold several kinds of post: which words hold for which kind, and what each kind adds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from matcher import posts
from matcher.advert import Advert, Sentence
from matcher.lexicon import NOT_APPLICANT

_ACTS: Final = re.compile(
    r"\s{0,2}(?:tilsettes|tilsettast|tilsett|ansettes|blir ansatt|blir tilsatt|vert tilsett\w{0,2}|må|skal|har i tillegg|går|får|arbeider|jobber|trenger|treng|krever|kan ansettes|kan tilsettes)\b"
)
_POST_LINE: Final = re.compile(r"%|\bstilling|\bårsverk|\bx\b|\bpost\b|\|")


@dataclass(slots=True)
class Kind:
    """One kind of post: its roles, and the numbers of the sentences that speak of it alone."""

    roles: set[str]
    sentences: list[int] = field(default_factory=list)
    announced: bool = False


def find(advert: Advert, roles: tuple[str, ...]) -> list[Kind]:
    """Return the kinds of post that the ad tells apart, [] when all that it says holds for every post."""
    lists = _post_lists(advert)
    kinds: list[Kind] = []
    for number, sentence in enumerate(advert.sentences):
        if sentence.section == "duty":
            continue
        named, announced = _subject(advert, sentence, sentence.line in lists)
        named &= set(roles)
        if not named:
            continue
        meant = [kind for kind in kinds if kind.roles & named]
        if len(meant) > 1:
            continue
        if not meant:
            meant = [Kind(roles=set())]
            kinds.append(meant[0])
        meant[0].roles |= named
        meant[0].sentences.append(number)
        meant[0].announced |= announced
    if len(kinds) < 2 or not any(kind.announced for kind in kinds):
        return []
    for role in set(roles) - {role for kind in kinds for role in kind.roles}:
        near = [kind for kind in kinds if _same_law(role, kind.roles)]
        if near:
            near[0].roles.add(role)
    return kinds


def _same_law(role: str, others: set[str]) -> bool:
    """Return whether a role is another name of the same rank: helsefagarbeider and the older authorisations."""
    return {role} | others <= {"R11", "R12"}


def _post_lists(advert: Advert) -> set[int]:
    """Return the lines of lists and tables that enumerate posts: at least two items begin with a role or hold one and a share."""
    lines: dict[int, list[Sentence]] = {}
    run, last = 0, -2
    for sentence in advert.sentences:
        row = " | " in advert.words(sentence)
        if not (sentence.bullet or row) or sentence.section not in {"body", "seek"}:
            continue
        if sentence.line != last and sentence.line != last + 1:
            run = sentence.line
        last = sentence.line
        lines.setdefault(run, []).append(sentence)
    found: set[int] = set()
    for items in lines.values():
        posts_named = [item for item in items if _names_post(advert.words(item))]
        if len(posts_named) > 1:
            found.update(item.line for item in items)
    return found


def _names_post(words: str) -> bool:
    named = posts.mentions(words)
    return bool(named) and (
        named[0].start < 6 or (bool(_POST_LINE.search(words)) and not NOT_APPLICANT.search(words[: named[0].start]))
    )


def _subject(advert: Advert, sentence: Sentence, listed: bool) -> tuple[set[str], bool]:
    """Return the roles that a sentence speaks of alone, and whether it announces posts or terms of their own."""
    words = advert.words(sentence)
    if listed:
        return {mention.role for mention in posts.mentions(words)}, True
    if sentence.lead and (named := posts.mentions(advert.text[sentence.lead[0] : sentence.lead[1]])):
        return {mention.role for mention in named}, True
    named = posts.mentions(words[:120])
    if not named:
        return set(), False
    if named[0].start <= 1:
        last = named[0]
        for mention in named[1:]:
            if re.fullmatch(r"\W{0,2}(?:og|eller|/)?\W{0,2}", words[last.end : mention.start]):
                last = mention
        if acts := _ACTS.match(words[last.end :]):
            return {mention.role for mention in named if mention.end <= last.end}, acts.group().strip() in {
                "tilsettes", "tilsettast", "ansettes", "blir ansatt", "har i tillegg",
            }  # fmt: skip
    if re.match(r"(?:for|til) (?:deg som er |stillingen som |de som er )?$", words[: named[0].start]):
        return {named[0].role}, False
    return set(), False


def scope_after(advert: Advert, end: int) -> str | None:
    """Return the role in "B2 for sykepleier": what follows a demand and narrows it."""
    tail = advert.text[end : end + 45]
    narrowed = re.match(r"(?:-?nivå)? ?(?:for|til) (?:de |stillingen som |deg som er )?", tail)
    if not narrowed:
        return None
    named = posts.mentions(tail[narrowed.end() :])
    return named[0].role if named and named[0].start == 0 else None
