"""Where an ad's own words put the work: names of places in running text, and whether a workplace stands beside them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import IntEnum

_WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[ -]")
_LISTED = re.compile(r", |,? (?:og|eller|samt) ")
_SENTENCE_ENDS = ".!?;\n•|"
_LONGEST_SENTENCE = 400
_MOST_WORDS = 4
_REACH = 7

_DIRECTIONS = {
    "sør": "søre",
    "søndre": "søre",
    "nord": "nordre",
    "øst": "østre",
    "aust": "østre",
    "austre": "østre",
    "vest": "vestre",
}
_COMPASS = frozenset(_DIRECTIONS.values()) | {"øvre", "nedre", "ytre", "indre", "midtre"}

_WORKPLACE = re.compile(
    r"sykehjem|sykeheim|sjukeheim|sjukehjem|omsorgs(sent|bolig|bustad|leilighet|husvær|hjem|heim)|bofelles|bufelles|bokollektiv|"
    r"bosent|boenhet|bueining|helse(hus|tun|sent)|lege(kontor|sent)|(hjemme|heime)(tj|ten|sy|sju|hj|bas)|avdeling|dag(sent|tilbud|aktiv)|"
    r"avlast(n|ing)|barnebolig|stasjon|(alders|pleie)(hj|he)|institusjon|aktivitetssent|klinikk|apotek|kjøkken|bolig(en|er|ene)?$|"
    r"bustad(en|er|ene)?$|tjeneste|teneste|team|gruppe|^sone|distrikt|^rode|stilling|^jobb|assistent|(natte?|dag)vakt$|barnehage|skole"
)
_STATED = re.compile(
    r"(arbeids|oppmøte|tjeneste|teneste)(sted|stad)|^oppmøte|^stasjonert|^base|^basen$|^lokalisert|^arbeidsplass(en)?$|^(holder|held)$"
)
_ELSEWHERE = re.compile(
    r"samarbeid|transport|^reise|pendl|avstand|^kjør|minutt|^mil$|^km$|utdann|studi|studer|h(øg|øy)skole|høgskule|universitet|kurs|"
    r"bosatt|^bor$|^bur$|nabo|^nær|mellom|^(syk|sjuk)ehus|legevakt|foretak|hospiter|tidligere|tidlegare|^også|^buss|^tog$|^tillegg$|"
    r"^enten$|^dekker|^dekkjer|^eller$|^frå$|^fra$"
)
_AT = {"i", "på", "ved"}
_TOWARDS = _AT | {"til", "fra", "frå"}


class Strength(IntEnum):
    """How surely a place that is named is the place of work."""

    NAMED = 1
    TITLE = 2
    WORKPLACE = 3
    STATED = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text: its key in the index and how strongly the words around it say that the work is there.

    ``in_house_of`` is the name before it in "Engerdal helsesenter på Drevsjø", which names the house and not its place.
    """

    key: str
    strength: Strength
    in_house_of: str | None = None


def place_key(name: str) -> str:
    """Return ``name`` as words in lower case, hyphens as blanks, one form for each point of the compass."""
    return " ".join(_canonical(word) for word in _WORD.findall(name))


def find_mentions(text: str, keys: Collection[str]) -> Iterator[Mention]:
    """Yield the names in ``text`` that are among ``keys`` and that a workplace, title or preposition points to."""
    words = list(_WORD.finditer(text))
    title_ends = text.find("\n") if "\n" in text else len(text)
    number, last_end, last = 0, -_REACH, None
    while number < len(words):
        length = _longest_name(text, words, number, keys)
        if not length:
            number += 1
            continue
        strength = _strength(text, words, number, length, title_ends)
        listed = last is not None and _LISTED.fullmatch(text[words[last_end - 1].end() : words[number].start()])
        if last is not None and listed and not _is_municipality(words, number + length):
            strength = max(last.strength, strength or last.strength)
        if strength is not None:
            in_house = last is not None and number == last_end + 2 and _WORKPLACE.search(words[last_end].group().casefold())
            last = Mention(_joined(words, number, length), strength, last.key if last and in_house else None)
            last_end = number + length
            yield last
        number += length


def municipalities_named(text: str, keys: Collection[str]) -> set[str]:
    """Return the keys of municipalities that ``text`` names with the word "kommune"."""
    words = list(_WORD.finditer(text))
    return {
        _joined(words, number, length)
        for number in range(len(words))
        if (length := _longest_name(text, words, number, keys)) and _is_municipality(words, number + length)
    }


def _canonical(word: str) -> str:
    folded = word.casefold()
    return _DIRECTIONS.get(folded, folded)


def _joined(words: list[re.Match[str]], number: int, length: int) -> str:
    return " ".join(_canonical(word.group()) for word in words[number : number + length])


def _longest_name(text: str, words: list[re.Match[str]], number: int, keys: Collection[str]) -> int:
    """Return how many words from ``number`` on are a known name; names are written with a capital letter."""
    if not words[number].group()[0].isupper():
        return 0
    if number and _adjoin(text, words, number) and _canonical(words[number - 1].group()) in _COMPASS:
        return 0  # "Søre Osen" is not Osen, and an unknown "Nordre Rena" is not Rena
    most = 1
    while most < _MOST_WORDS and number + most < len(words) and _adjoin(text, words, number + most):
        most += 1
    return next((length for length in range(most, 0, -1) if _joined(words, number, length) in keys), 0)


def _adjoin(text: str, words: list[re.Match[str]], number: int) -> bool:
    return _GAP.fullmatch(text[words[number - 1].end() : words[number].start()]) is not None


def _is_municipality(words: list[re.Match[str]], number: int) -> bool:
    return number < len(words) and words[number].group().casefold().startswith("kommun")


def _strength(text: str, words: list[re.Match[str]], number: int, length: int, title_ends: int) -> Strength | None:
    if _is_municipality(words, number + length):
        return None
    start = words[number].start()
    window = max(start - _LONGEST_SENTENCE, 0)
    sentence = max(text.rfind(end, window, start) for end in _SENTENCE_ENDS) + 1 or window
    before = [word.group().casefold() for word in words[max(number - 40, 0) : number] if word.start() >= sentence]
    near = before[-_REACH:]
    at = bool(before) and before[-1] in _AT
    weak = Strength.NAMED if before and before[-1] in _TOWARDS else None
    if any(_ELSEWHERE.search(word) for word in before):
        return weak
    after = words[number + length].group().casefold() if number + length < len(words) else ""
    follows = bool(after) and _adjoin(text, words, number + length)
    if any(_STATED.search(word) for word in near[-4:]) and (at or ":" in text[sentence:start]):
        return Strength.STATED
    if (at and any(_WORKPLACE.search(word) for word in near)) or (follows and _WORKPLACE.search(after)):
        return Strength.WORKPLACE
    if start < title_ends:
        return Strength.TITLE
    return weak
