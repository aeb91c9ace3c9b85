"""An ad's text taken apart: sections by their headings, sentences, and clauses that each demand, wish, deny or offer."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from matcher import cues
from matcher.records import Span

LIMIT = 16_000
"""Characters that are read; no real ad comes near it, and it bounds the time that hostile text can take."""

LONGEST = 500
"""Characters of a sentence that are held together; it keeps the work proportional to the length of the text."""

MUST, SHOULD, NOT = "must", "should", "not"

_BULLET = re.compile(r"\s{0,40}[•*·▪‣–—-]\s{0,3}(?=\S)")
_INLINE_BULLETS = re.compile(r":\s*[-*•–]\s")
_INLINE_ITEM = re.compile(r"\s[-*•–]\s")
_SENTENCE_END = re.compile(r"[.!?]+[\s)]+(?=\S)")
_ABBREVIATION = re.compile(
    r"\b(?:kl|ca|evt|eks|bl\.?a|jf|nr|pst|mnd|spl|hfa|hjpl|vpl|hj\.pl|sykepl|inkl|ekskl|ev|ass|avd|tlf|min|maks|el|o\.?l|"
    r"m\.?m|m\.?fl|mv|pr|ifm|aut|"
    r"godkj|off|st|dvs|osv|kr|vgs|hv|resp|t\.?o\.?m)\.$"
)
_ORDINAL = re.compile(r"(?<![\d.:])\d{1,2}\.$")
_COUNTED = re.compile(
    r"helg|hver|kvar|uke|veke|gang|trinn|år|klasse|etasje|semester|plass|linje|januar|februar|mars|april|mai|juni|juli|august|"
    r"september|"
    r"oktober|november|desember|og|-|\d"
)


@dataclass(slots=True)
class Clause:
    """A stretch of one sentence with one kind of demand.

    Attributes
    ----------
    start, end : int
        Place in the folded text.
    section : str
        ``must should seek wish offer duty body`` by the heading above, ``hope`` when the sentence itself begins as a wish.
    cue : str or None
        ``must``, ``should`` or ``not`` when words in the sentence say so.
    offers : bool
        The employer speaks of what it gives or has.
    sentence, line : int
        Number of the sentence and of the line that the clause stands in.
    """

    start: int
    end: int
    section: str
    cue: str | None
    offers: bool
    sentence: int
    line: int


@dataclass(slots=True)
class Sentence:
    """A sentence, list item or table row; ``lead`` is set when a heading of its own runs into it ("Krav: ...")."""

    start: int
    end: int
    section: str
    line: int
    bullet: bool
    lead: tuple[int, int] | None = None


@dataclass(slots=True)
class Advert:
    """A folded ad with its sentences and clauses, in the order of the text."""

    original: str
    text: str
    offsets: list[int] | None
    sentences: list[Sentence] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)

    def clause_at(self, place: int) -> Clause:
        """Return the clause in which ``place`` (of the folded text) lies."""
        if not self._starts:
            self._starts = [clause.start for clause in self.clauses]
        return self.clauses[max(0, bisect_right(self._starts, place) - 1)]

    def sentence_at(self, place: int) -> Sentence:
        """Return the sentence in which ``place`` lies."""
        return self.sentences[self.clause_at(place).sentence]

    def words(self, part: Clause | Sentence) -> str:
        """Return the folded text of a clause or sentence."""
        return self.text[part.start : part.end]

    def span(self, start: int, end: int) -> Span:
        """Return the words as they stand in the ad."""
        if self.offsets is not None:
            start, end = self.offsets[start], self.offsets[end]
        return Span(start=start, end=end, quote=self.original[start:end])


def fold(text: str) -> tuple[str, list[int] | None]:
    """Return ``text`` in NFC and lower case, and where each of its characters stood (None = at the same place)."""
    if unicodedata.is_normalized("NFC", text):
        return _lower(text), None
    out: list[str] = []
    offsets: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and unicodedata.combining(text[end]) and end - start < 8:
            continue
        cluster = unicodedata.normalize("NFC", text[start:end])
        out.append(cluster)
        offsets.extend([start] * len(cluster))
        start = end
    offsets.append(len(text))
    return _lower("".join(out)), offsets


def _lower(text: str) -> str:
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def take_apart(text: str) -> Advert:
    """Return the ad's sentences and clauses, each under its heading and with its own cue."""
    text = text[:LIMIT]
    folded, offsets = fold(text)
    advert = Advert(text, folded, offsets)
    for sentence in _sentences(folded):
        number = len(advert.sentences)
        advert.sentences.append(sentence)
        advert.clauses.extend(_clauses(folded, sentence, number))
    if not advert.sentences:
        advert.sentences.append(Sentence(0, len(folded), "body", 0, bullet=False))
        advert.clauses.append(Clause(0, len(folded), "body", None, offers=False, sentence=0, line=0))
    return advert


def heading(words: str) -> str | None:
    """Return the kind of section that a heading opens, None when the words are no known heading."""
    words = words.strip(" :•*-–—!?.\t").strip()
    for section, pattern in cues.HEADINGS:
        if pattern.match(words):
            return section
    return None


def _lines(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield start, end and "is a list item" of each line; a list written in one paragraph is cut at its dashes."""
    place = 0
    for line in text.split("\n"):
        start, end = place, place + len(line)
        place = end + 1
        if not line.strip():
            continue
        if bullet := _BULLET.match(line):
            yield start + bullet.end(), end, True
            continue
        opened = _INLINE_BULLETS.search(line)
        if opened is None:
            yield start, end, False
            continue
        yield start, start + opened.start() + 1, False
        first = start + opened.end()
        for item in _INLINE_ITEM.finditer(line, opened.end()):
            yield first, start + item.start(), True
            first = start + item.end()
        yield first, end, True


def _sentences(text: str) -> Iterator[Sentence]:
    lines = list(_lines(text))
    section, listed = "body", False
    for number, (start, end, bullet) in enumerate(lines):
        before_list = not bullet and number + 1 < len(lines) and lines[number + 1][2]
        if bullet:
            listed = True
            for first, last in _cut(text, start, end):
                yield Sentence(first, last, section, number, bullet=True)
            continue
        if listed:
            section, listed = "body", False
        inline: str | None = None
        pieces = list(_cut(text, start, end))
        for index, (first, last) in enumerate(pieces):
            words = text[first:last].strip()
            final = index == len(pieces) - 1
            opens = final and (before_list or words.endswith(":") or (len(pieces) == 1 and len(words.split()) <= 5))
            if opens and not words.endswith((".", "!")) and len(words) <= 160 and (kind := heading(words)) is not None:
                section = kind
                yield Sentence(first, last, "body", number, bullet=False)
                continue
            if opens and before_list:
                section = "body"
            if words.endswith("?") and (kind := heading(words)) in {MUST, SHOULD, "offer", "duty"}:
                inline = kind  # "Hva er et pluss? ..." is a heading too
            hope = None
            if section == "body" and heading(words) == "wish":
                hope = "hope"  # "Vi ønsker at du er over 18 år" asks as much as a list under those words
            colon = text.find(":", first, min(last, first + 60))
            if colon > 0 and (kind := heading(text[first:colon])) is not None:
                inline = kind  # "Oppgaver: ..." holds for its own paragraph
            yield Sentence(
                first, last, hope or inline or section, number, bullet=False, lead=(first, colon) if colon > 0 else None
            )


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences between two places; a full stop after an abbreviation or an ordinal number does not end one."""
    first = start
    for stop in _SENTENCE_END.finditer(text, start, end):
        tail = text[max(first, stop.start() - 12) : stop.start() + 1]
        if _ABBREVIATION.search(tail) or (_ORDINAL.search(tail) and _COUNTED.match(text, stop.end())):
            continue
        yield from _bounded(text, first, stop.start() + 1)
        first = stop.end()
    if first < end:
        yield from _bounded(text, first, end)


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence in pieces of at most ``LONGEST`` characters, cut at a blank where there is one."""
    while end - start > LONGEST:
        blank = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = blank + 1 if blank > 0 else start + LONGEST
        yield start, cut
        start = cut
    yield start, end


@dataclass(slots=True)
class _Part:
    """A part of a sentence between two joints.

    ``own`` is the cue of its own words, ``cue`` the one that it ends up with; a ``bare`` part says nothing else; the cue
    ``leads`` when it stands before what it is about ("krav om A") and not after ("A er et krav").
    """

    start: int
    end: int
    own: str | None
    cue: str | None
    bare: bool
    leads: bool


def _clauses(text: str, sentence: Sentence, number: int) -> list[Clause]:
    """Cut a sentence at its joints, give each part its cue, and let parts without one take it from their neighbours."""
    cuts = [sentence.start, *(stop.end() for stop in cues.BREAK.finditer(text, sentence.start, sentence.end)), sentence.end]
    parts = [_part(text, first, last) for first, last in pairwise(cuts) if last > first]
    for index, part in enumerate(parts):
        if part.bare and part.own and index:
            _say_of_before(parts, index)
    for index, part in enumerate(parts):
        if part.cue is None and not part.bare:
            part.cue = _from_neighbours(text, parts, index)
    offers = bool(cues.OFFER.search(text, sentence.start, sentence.end))
    return [Clause(part.start, part.end, sentence.section, part.cue, offers, number, sentence.line) for part in parts]


def _part(text: str, start: int, end: int) -> _Part:
    words = text[start:end]
    for cue, pattern in ((NOT, cues.NOT), (SHOULD, cues.SOFT), (MUST, cues.HARD)):
        if found := pattern.search(words):
            before = cues.FILLER.sub("", words[: found.start()])
            after = cues.FILLER.sub("", words[found.end() :])
            bare = not (before or after) or "villig" in found.group()
            return _Part(start, end, cue, cue, bare, len(before) < 12)
    return _Part(start, end, None, None, len(cues.FILLER.sub("", words)) < 2, leads=False)


def _say_of_before(parts: list[_Part], index: int) -> None:
    """Let a bare part ("(må)", "men vil være en fordel") speak of the parts before it that have no cue of their own."""
    cue, parts[index].cue = parts[index].cue, None
    if cue == NOT and parts[index - 1].cue == SHOULD:  # "er en fordel, men ikke noe krav" stays a wish
        return
    for before in range(index - 1, -1, -1):
        if before < index - 1 and parts[before].own is not None:
            break
        parts[before].cue = cue


def _contrasts(text: str, part: _Part) -> bool:
    return text.startswith(("men ", "mens ", "medan "), part.start)


def _from_neighbours(text: str, parts: list[_Part], index: int) -> str | None:
    """Return the cue that a list shares: "krav om A, B og C" lends it forwards, "A, B og C er et krav" backwards."""
    before = parts[index - 1] if index else None
    if before is not None and before.cue in (MUST, SHOULD) and before.leads and not _contrasts(text, parts[index]):
        parts[index].leads = True
        return before.cue
    for later in parts[index + 1 :]:
        if _contrasts(text, later):
            return None
        if later.own is not None:
            return later.cue if not later.leads and later.cue != NOT else None
    return None
