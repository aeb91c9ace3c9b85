"""The driving licences that an ad asks for, of everybody or of those in some of the posts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from matcher import lexicon
from matcher.advert import MUST, SHOULD, Advert, Sentence
from matcher.hits import Hit, locally_denied, strength


def read(advert: Advert) -> Iterator[Hit]:
    """Yield the driving licences that the ad asks for."""
    for match in lexicon.LICENCE.finditer(advert.text):
        sentence = advert.sentence_at(match.start())
        window = advert.text[match.end() : min(sentence.end, match.end() + 60)]
        if stop := lexicon.LICENCE_STOP.search(window):
            window = window[: stop.start()]
        if own := lexicon.OWN_CLASS.match(match.group()):
            yield from _licence(
                advert, Hit(code=f"licence:{own.group(1).upper()}", strength="", start=match.start(), end=match.end())
            )
            continue
        classes = list(lexicon.LICENCE_CLASS.finditer(window))
        found: list[Hit] = []
        if (not classes and not match.group().startswith("k")) or lexicon.FOR_CARS.match(window):
            found = [Hit(code="licence:B", strength="", start=match.start(), end=match.end())]
        for letter in classes:
            start = match.start() if not found else match.end() + letter.start()
            found.append(Hit(code=f"licence:{letter.group(1).upper()}", strength="", start=start, end=match.end() + letter.end()))
        rest = match.end() + len(window)
        line_end = advert.text.find("\n", rest, rest + 150)
        for letter in lexicon.LARGER_CLASS.finditer(advert.text, rest, line_end if line_end > 0 else rest + 150):
            found.append(Hit(code=f"licence:{letter.group().upper()}", strength="", start=letter.start(), end=letter.end()))
        for hit in found:
            yield from _licence(advert, hit)


def _licence(advert: Advert, hit: Hit) -> Iterator[Hit]:
    clause = advert.clause_at(hit.end - 1)
    how = strength(clause, "person")
    if how is None or locally_denied(advert, clause, hit):
        return
    if hit.code == "licence:B" and how == MUST and _part_of_posts(advert, advert.sentences[clause.sentence], hit):
        yield replace(hit, code=f"cond:{hit.code}", strength=SHOULD, family="person")
    else:
        yield replace(hit, strength=how, family="person")


def _part_of_posts(advert: Advert, sentence: Sentence, hit: Hit) -> bool:
    """Return whether a sentence asks for the licence in home care, or in some posts, alone; a reason is no condition."""
    words = advert.words(sentence)
    found = lexicon.PART_OF_POSTS.search(words)
    if found is None:
        return False
    reason = lexicon.REASON.search(words)
    return reason is None or found.end() < reason.start() or found.start() < reason.start() < hit.start - sentence.start
