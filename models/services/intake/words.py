"""Words of a person's text with their places, and the small words that turn a statement: wish, state, refusal, only."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from models.services.intake.sensitive import BLANK
from models.services.intake.wordlists import word_set

_TOKEN = re.compile(rf"\d+(?:[.,]\d+)?|[^\W\d_]+(?:['’-][^\W\d_]+)*|{BLANK}+|[^\s\w]|_")

NOT = word_set(
    "ikke ikkje itte ittj itj ikkj inte ej not never ingen inga inkje aldri aldrig verken hverken korkje "
    "varken uten utan unntatt unntake utenom bortsett kan'ke cannot can't don't won't nei nej slippe "
    "slepp sleppe unngå unngår slutte slutter lei bort vekk neither nor without except"
)
ONLY = word_set("bare kun berre only utelukkende enbart endast bara utelukkande")
SOFT = word_set(
    "helst gjerne unntaksvis sjelden sjeldan sporadisk nødsfall nødstilfelle krise foretrekker foretrekk "
    "prefer preferably gärna ugjerne iblant best nødig ellers"
)
FEW = word_set("enkelte enstaka enkelt litt noen nokre few some")
WISH = word_set(
    "ønsker ønskjer ynskjer ynskje ønske ønskje ønskar önskar vil ville vill kan kunne kunna gjerne "
    "gjerna gjerre helst søker søkjer søkar söker ser leter leitar want wants would like can happy "
    "looking seek seeking håper håpar hope trenger treng behöver behov lyst klar åpen open opne "
    "interessert interested prøve tar tek passer passar trives trivs trivest liker likar heller tenkt ledig "
    "mulighet høve anledning tid tilgjengelig available disponibel villig willing stiller mål målet "
    "foretrekker foretrekk prefer gärna needs need aktuelt opp öka øke auke jakt"
)
HAVE = word_set(
    "har hadde hadd jobber jobbar jobbet jobbat arbeider arbeidar arbeidde arbeidet arbetar arbetat "
    "arbetade gått gjekk gikk går hatt vært vore vøri worked works working had been var ble blei ansatt "
    "tilsett employed studerer slutta sluttet kjørte drev driver vikarierer i-dag"
)
GOOD = word_set(
    "passer passar passe greit greitt grei fint fin ok okay okei bra fine good funkar fungerer mulig "
    "mogleg aktuelt trives best works gildt kjekt"
)
STOPS = frozenset(".;!?")
_REASONS = word_set("grunn pga fordi because grunnet ettersom grund")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark of a text, in lower case, with its place."""

    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Return the words, numbers and marks of lower-case ``text``; a blanked clause is one token."""
    return [Token(found[0], found.start(), found.end()) for found in _TOKEN.finditer(text)]


LONGEST_SENTENCE = 60
"""Words on each side that are looked at, so that a text without full stops is read in linear time."""


def place_of(words: Sequence[Token], position: int) -> int:
    """Return the place of the word at or after ``position`` in the text, the last place when there is none."""
    return max(0, min(bisect_right(words, position, key=lambda token: token.end), len(words) - 1))


def is_stop(token: Token) -> bool:
    """Tell whether a sentence ends here, or a clause was blanked."""
    return token.text in STOPS or token.text.startswith(BLANK)


def nearest_cue(words: Sequence[Token], place: int, *, reach: int = 16) -> str | None:
    """Return what governs ``words[place]`` from the left in its sentence: ``wish``, ``have`` or None."""
    for token in reversed(words[max(0, place - reach) : place]):
        if is_stop(token) or token.text in _REASONS:
            return None
        if token.text in WISH:
            return "wish"
        if token.text in HAVE:
            return "have"
    return None


def good_after(words: Sequence[Token], place: int, *, reach: int = 8) -> int | None:
    """Return the place of a word after ``words[place]`` in its clause that says that it suits, None without one."""
    for number in range(place, min(len(words), place + reach)):
        if is_stop(words[number]) or words[number].text in {",", "men", "but"} or words[number].text in NOT:
            return None
        if words[number].text in GOOD:
            return number
    return None


def sentence(words: Sequence[Token], place: int) -> tuple[int, int]:
    """Return the first and the last place, exclusive, of the sentence around ``words[place]``."""
    first = place
    while first > max(0, place - LONGEST_SENTENCE) and not is_stop(words[first - 1]):
        first -= 1
    last = place
    while last < min(len(words), place + LONGEST_SENTENCE) and not is_stop(words[last]):
        last += 1
    return first, last
