"""An ad's text taken apart: sections by their headings, sentences, and clauses that each demand, wish, deny or offer."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from matcher.records import Span

LIMIT = 20_000
"""Characters that are read; no real ad comes near it, and it bounds the time that hostile text can take."""

MUST, SHOULD, NOT = "must", "should", "not"

# --- headings ------------------------------------------------------------------------------------------------
# The first pattern that matches decides, so a wished qualification is not taken for a demanded one.

_HEADINGS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (section, re.compile(pattern))
    for section, pattern in (
        ("offer", r"(?:vi|kommunen|jobben)\W{1,3}(?:kan\W)?(?:tilby\w*|by\w* på|gir|gjev)|(?:kva|hva) (?:tilby|får|kan vi)|du får|"
                  r"(?:dette )?får du|hos oss (?:får|kan)|lønn|løn\b|betingelser|goder|fordeler (?:ved|hos|med å)|we offer|what we offer"),
        ("wish", r"(?:vi|eg|jeg)\W(?:ønske\w*|ønskje\w*)\W{1,3}(?:oss|deg|at|en\b|ein\b|ei\b|søkere)|vi håper"),
        ("should", r"ønsk\w*|.{0,50}\b(?:ønskelige?|ønskjeleg\w*|ønska|ønsket|ønskede|fordel|føremon|bør|gjerne|pluss|helst|"
                   r"vekt\b|vektlegg\w*|teller|tel\b|positivt|preferred|desirable|advantage|nice to have)\b|(?:vi|eg|jeg) ønskj?er"),
        ("duty", r"(?:\w{1,15}\W){0,2}(?:arbeids)?oppg[aå]v\w*|arbeidsområde\w*|ansvarsområde\w*|ansvar\b|stillingens innhold|"
                 r"som \w{1,25} (?:\w{1,12} ){0,3}(?:vil|skal|får) du|du (?:skal|vil|kommer til)\b|slik (?:ser|blir)|duties|"
                 r"responsibilities|hva du (?:skal|gjør)|kva du (?:skal|gjer)|en vanlig dag|tasks"),
        ("must", r"(?:\w{1,15}\W){0,3}(?:krav|kvalifikasjon\w*|kompetanse\w*|utdan\w*|vilkår|requirement\w*|qualification\w*|"
                 r"språk\w*)|(?:vi|eg|jeg) krev\w*|.{0,40}\b(?:må|kreves|krevst|krevjast|gjelder|gjeld|must|required)\b|har du\W*$"),
        ("seek", r"(?:vi|eg|jeg)\W(?:ser|søke?r|søkjer|leter|leitar|trenger|treng)\b|(?:hva|hvem|kva|kven)\b|er du\b|du\b|din\w? |"
                 r"(?:\w{1,15}\W)?(?:personlige?|faglige?|personleg\w*)\b|egenskap\w*|eigenskap\w*|we are looking|you\b|profil"),
        ("body", r"(?:arbeidstid\w*|om stillingen|stillingen|om oss|om \w+|kontakt\w*|søknad\w*|spørsmål\w*|vedlegg|oppstart|start)\b"),
    )
)  # fmt: skip

_BULLET = re.compile(r"\s*[•*·▪‣–—-]\s{0,3}(?=\S)")
_INLINE_BULLETS = re.compile(r":\s*[-*•–]\s")
_INLINE_ITEM = re.compile(r"\s[-*•–]\s")
_SENTENCE_END = re.compile(r"[.!?]+[\s)]+(?=[«\"(]?[A-ZÆØÅÄÖ0-9])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:kl|ca|evt|eks|bl\.?a|jf|nr|pst|mnd|spl|hfa|hjpl|vpl|sykepl|inkl|ev|ass|tlf|min|el|m|o\.?l|godkj|off|st|dvs|osv)|\d)\.$"
)

# --- cues ----------------------------------------------------------------------------------------------------

_WORDS = r"(?:\w{1,25}\W{1,3}){0,3}"
_NOT = re.compile(
    rf"\b(?:ikke|ikkje|ingen|inga|ingenting|intet|uten|utan|not|no|heller ikke)\W{{1,3}}{_WORDS}"
    r"(?:krav\w*|nødvendig\w*|naudsynt\w*|påkrevd|påkravd|vilkår|betingelse\w*|forutsetning\w*|føresetnad|obligatorisk\w*|"
    r"kreves|krevst|krevja\w*|required|necessary|requirements?|needed|must|avgjørende)\b"
    r"|\b(?:krev(?:er|es|st)?|trenger|treng|trengs|behøver|behøvs|stilles|stillast|spør|need|må|har)\b(?:\W(?:vi|du|det|dere))?\W{1,3}"
    r"(?:heller\W|altså\W)?(?:ikke|ikkje|ingen|inga|verken|hverken|korkje|no|not)\b"
    r"|\b(?:hvis|dersom|om) (?:du|en) (?:ikke|ikkje) har\b|\bdo not need\b|\bmangler?\b|\bmanglar\b"
)
_SOFT = re.compile(
    r"\b(?:ønskelige?|ønskjeleg\w*|ønskes|ønskjer|ønskjast|ønsker(?! (?:seg|velkommen|svenske|alle|deg lykke))|ønske(?: om)?|ønskverdig|"
    r"fordel(?:aktig)?|føremon|foretrekk\w*|føretrekk\w*|(?<!deg )gjerne|helst|bør|pluss|bonus|vektlegg\w*|vektlagt|legg(?:er|es)? (?:\w{1,9} )?vekt|"
    r"(?:komme|kome|kommer|kjem) godt med|anbefal\w*|tilrår\w*|positivt|fortrinnsvis|først og fremst|prioriter\w*|fortrinn|nyttig|"
    r"interessant|setter pris på|set pris på|advantage|preferred|preferably|desirable|desired|a plus|meritterende|"
    r"(?:er|vore|være|vere|hadde vært) (?:det )?(?:\w{1,9} )?(?:fint|bra|kjekt|flott|supert|topp)|ev(?:t\.?|entuelt) villig til|villig til å ta \w{0,15}kurs)\b"
)
_HARD = re.compile(
    r"\b(?:må|kreves|krev(?:er|st|jast)?|krav(?:et|a|ene)?|forutset\w*|føreset\w*|forutsetning|vilkår|betingelse|nødvendig\w*|naudsynt\w*|"
    r"obligatorisk\w*|skal ha|påkrevd|avgjørende|required|requires?|must|mandatory|absolutt|minstekrav)\b"
)
_OFFER = re.compile(
    r"\b(?:vi (?:kan )?(?:tilby\w*|by på|gir|gjev|dekk\w*|betaler|betalar|har|hjelper|hjelp|legg(?:er|ar)? til rette|stiller|sponser|arranger\w*)|"
    r"(?:du|dere|alle|nyansatte|assistentene?|lærlingen) (?:får|vil få)|får du|hjelper (?:deg|til)|gis\b|tilbys|blir gitt|vert gitt|vil bli gitt|"
    r"(?:gode )?mulighet\w* (?:for|til)|moglegheit\w*|legg(?:er|ar)? til rette|stilles til (?:rådighet|disposisjon)|kommunen (?:dekker|tilbyr|kan)|"
    r"we (?:offer|provide)|will be (?:given|provided)|lønn etter|løn etter|ansiennitet)\b"
)
_BREAK = re.compile(
    r"[,;:()]\s+|\s[–—-]\s|\s\(|\)\s|\s(?=men\s)|\s(?=mens\s)|\s(?=medan\s)|\s(?=(?:og|eller|samt) (?:gjerne|helst|det er|vi)\s)|\s(?=samt\s)"
)
_FILLER = re.compile(
    r"\b(?:og|men|det|dette|er|en|et|ein|eit|ei|noe|noko|noen|nokon|vil|være|vere|bli|likevel|her|også|for|kan|å|som|absolutt|klart|stort|stor|"
    r"selvsagt|heller|bare|det|ikke|ikkje|jo|da|så|in|is|an|a|it|but|også|for stillingen|for jobben|i stillingen|medan|mens|i seg selv)\b|\W"
)


@dataclass(slots=True)
class Clause:
    """A stretch of one sentence with one kind of demand.

    Attributes
    ----------
    start, end : int
        Place in the folded text.
    section : str
        ``must should seek wish offer duty body``, by the heading above.
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
    cased = text if offsets is None else unicodedata.normalize("NFC", text)
    if len(cased) != len(folded):  # a cluster longer than the fold takes at once: case only helps, so do without
        cased = folded
    for sentence in _sentences(folded, cased):
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
    for section, pattern in _HEADINGS:
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


def _sentences(text: str, cased: str) -> Iterator[Sentence]:
    lines = list(_lines(text))
    section, listed = "body", False
    for number, (start, end, bullet) in enumerate(lines):
        before_list = not bullet and number + 1 < len(lines) and lines[number + 1][2]
        if bullet:
            listed = True
            for first, last in _cut(cased, start, end):
                yield Sentence(first, last, section, number, bullet=True)
            continue
        if listed:
            section, listed = "body", False
        inline: str | None = None
        pieces = list(_cut(cased, start, end))
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
            colon = text.find(":", first, min(last, first + 60))
            if colon > 0 and (kind := heading(text[first:colon])) is not None:
                inline = kind  # "Oppgaver: ..." holds for its own paragraph
            yield Sentence(first, last, inline or section, number, bullet=False, lead=(first, colon) if colon > 0 else None)


def _cut(cased: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences between two places; a full stop after an abbreviation or a number does not end one."""
    first = start
    for stop in _SENTENCE_END.finditer(cased, start, end):
        tail = cased[max(first, stop.start() - 8) : stop.start() + 1].lower()
        following = cased[stop.end() : stop.end() + 1]
        if _ABBREVIATION.search(tail) and not (tail[-2:-1].isdigit() and following.isalpha() and len(tail) > 2):
            continue
        yield first, stop.start() + 1
        first = stop.end()
    if first < end:
        yield first, end


def _clauses(text: str, sentence: Sentence, number: int) -> list[Clause]:
    """Cut a sentence at its joints, give each part its cue, and let parts without one take it from their neighbours."""
    cuts = [sentence.start]
    cuts.extend(stop.end() for stop in _BREAK.finditer(text, sentence.start, sentence.end))
    cuts.append(sentence.end)
    offers = bool(_OFFER.search(text, sentence.start, sentence.end))
    parts = [(first, last, *_cue(text[first:last])) for first, last in zip(cuts, cuts[1:], strict=False) if last > first]
    cues: list[str | None] = [part[2] for part in parts]
    for index, (_first, _last, cue, bare, _front) in enumerate(
        parts
    ):  # "..., men ikke noe krav", "(må)": says something of what came before
        if bare and cue and index:
            before = index - 1
            cues[index] = None
            if cue == NOT and cues[before] == SHOULD:
                continue
            while before >= 0 and (before == index - 1 or parts[before][2] is None):
                cues[before] = cue
                before -= 1
    for index in range(len(parts)):
        if cues[index] is None and not parts[index][3]:
            cues[index] = _from_neighbours(text, parts, cues, index)
    return [
        Clause(part[0], part[1], sentence.section, cue, offers, number, sentence.line)
        for part, cue in zip(parts, cues, strict=True)
    ]


def _cue(words: str) -> tuple[str | None, bool, bool]:
    """Return the cue of a part, whether the part says nothing else, and whether the cue stands before what it is about."""
    for cue, pattern in ((NOT, _NOT), (SHOULD, _SOFT), (MUST, _HARD)):
        if found := pattern.search(words):
            rest_before = _FILLER.sub("", words[: found.start()])
            rest_after = _FILLER.sub("", words[found.end() :])
            bare = (not rest_before and not rest_after) or (cue == SHOULD and "villig" in found.group())
            return cue, bare, len(rest_before) < 12
    return None, len(_FILLER.sub("", words)) < 2, False


def _from_neighbours(
    text: str, parts: list[tuple[int, int, str | None, bool, bool]], cues: list[str | None], index: int
) -> str | None:
    """Return the cue that a list shares: "Krav om A, B og C" lends it forwards, "A, B og C er et krav" backwards."""
    contrast = text[parts[index][0] : parts[index][0] + 7].startswith(("men ", "mens ", "medan "))
    if index and not contrast and cues[index - 1] in (MUST, SHOULD) and parts[index - 1][4]:
        parts[index] = (*parts[index][:4], True)
        return cues[index - 1]
    for later in range(index + 1, len(parts)):
        if text[parts[later][0] : parts[later][0] + 7].startswith(("men ", "mens ", "medan ")):
            return None
        if parts[later][2] is not None:
            return cues[later] if not parts[later][4] and cues[later] != NOT else None
    return None
