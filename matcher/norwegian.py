"""The languages that an ad asks for: a level, an adjective, or an example of what one must manage in Norwegian."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from matcher import lexicon, tongues
from matcher.advert import MUST, NOT, Advert, Sentence
from matcher.hits import Hit, strength


def read(advert: Advert) -> Iterator[Hit]:
    """Yield the demands and wishes about languages."""
    yield from _either(advert, sorted(_others(advert), key=lambda hit: hit.start))
    for sentence in advert.sentences:
        words = advert.words(sentence)
        if not tongues.LANGUAGE_FREE.search(words) and (tongues.NORWEGIAN.search(words) or tongues.FUNCTIONAL.search(words)):
            yield from _norwegian(advert, sentence)


def _either(advert: Advert, hits: list[Hit]) -> Iterator[Hit]:
    """Yield the hits; "engelsk eller et annet språk" is one wish."""
    kept: Hit | None = None
    for hit in hits:
        if kept and kept.strength == hit.strength and re.fullmatch(r" eller (?:i |på )?", advert.text[kept.end : hit.start]):
            codes = dict.fromkeys((*kept.code.split("|"), hit.code))
            kept = replace(kept, code="|".join(codes), end=hit.end)
            continue
        if kept:
            yield kept
        kept = hit
    if kept:
        yield kept


def _others(advert: Advert) -> Iterator[Hit]:
    """Yield the demands and wishes about other languages than Norwegian."""
    for code, pattern in tongues.OTHER_LANGUAGES:
        for match in pattern.finditer(advert.text):
            clause = advert.clause_at(match.start())
            sentence = advert.sentences[clause.sentence]
            how = strength(clause, "trait") or (
                MUST
                if lexicon.YOU_CAN.match(advert.words(sentence)) and clause.section == "body" and _spoken(advert, match.start())
                else None
            )
            if tongues.LANGUAGE_FREE.search(advert.words(sentence)):
                continue
            if how and not tongues.SCANDINAVIAN.search(advert.words(advert.sentences[clause.sentence])):
                yield Hit(code=code, strength=how, start=match.start(), end=match.end(), family="person")


def _norwegian(advert: Advert, sentence: Sentence) -> Iterator[Hit]:
    """Yield the demand on Norwegian in one sentence: a level says more than an adjective, an adjective more than an example."""
    words = tongues.NOT_LANGUAGE.sub(lambda match: " " * len(match.group()), advert.words(sentence))
    levels: list[Hit] = []
    for match in tongues.LEVEL.finditer(words):
        start = sentence.start + match.start()
        clause = advert.clause_at(start)
        how = strength(clause, "person")
        level = "language:very_good" if match.group(1) in {"c1", "c2"} else f"language:{match.group(1).upper()}"
        if how is None:
            continue
        if levels and re.fullmatch(r" ?(?:/|-|–|eller|til) ?", advert.text[levels[-1].end : start]):
            levels[-1] = replace(levels[-1], end=start + 2)  # "B1/B2": the lower is enough
            continue
        levels.append(Hit(code=level, strength=how, start=start, end=start + len(match.group()), family="person"))
    yield from levels
    added = [
        level
        for level in levels
        if re.search(r"\b(?:gjerne|helst|fortrinnsvis|ønskelig|fordel)\b", advert.words(advert.clause_at(level.start)))
    ]
    if len(levels) > len(added) or (levels and all(level.strength == MUST for level in levels)):
        return
    enough = re.search(r"\bnok\b", words)
    for code, pattern in (
        ("language:very_good", tongues.VERY_GOOD),
        ("language:good", tongues.GOOD_ADJECTIVE),
        ("language:functional", tongues.UNDERSTOOD),
        ("language:good", tongues.GOOD),
        ("language:functional", tongues.FUNCTIONAL),
        ("language:good", tongues.SPEAKS),
    ):
        said = pattern.search(words)
        if said is None or (enough and code == "language:good"):
            continue
        start, end = sentence.start + said.start(), sentence.start + said.end()
        how = strength(advert.clause_at(end - 1), "person") or strength(advert.clause_at(start), "person")
        if how is not None and advert.clause_at(start).cue != NOT and not _denied(words[: said.end()]):
            yield Hit(code=code, strength=how, start=start, end=end, family="person")
        return


def _denied(before: str) -> bool:
    """Return whether the words up to and with "norsk" take it back: "kan du ikke så mye norsk", "går like bra som norsk"."""
    return tongues.NO_NORWEGIAN.search(before) is not None


def _spoken(advert: Advert, place: int) -> bool:
    """Return whether the language is one that the person speaks."""
    return (
        re.search(r"\b(?:snakke?r?|snakkar|kan|behersker|meistrar)\b[^.\n]{0,40}$", advert.text[max(0, place - 60) : place])
        is not None
    )
