"""The words of occupation titles made comparable: abbreviations, forms, nynorsk and neighbouring languages as bokmål."""

from __future__ import annotations

import re
from functools import lru_cache

from matcher.text import normalise
from matcher.title_languages import PHRASES, SPELLINGS, WORDS

_ABBREVIATIONS = {
    "adm": "administrasjon",
    "aks": "avansert klinisk sykepleier",
    "akt": "aktivitør",
    "amb": "ambulanse",
    "ambfag": "ambulansefagarbeider",
    "arb": "arbeider",
    "ass": "assistent",
    "assl": "assistentlege",
    "avd": "avdeling",
    "avdl": "avdelingsleder",
    "avdspl": "avdelingssykepleier",
    "avdsykepl": "avdelingssykepleier",
    "barneh": "barnehage",
    "bioing": "bioingeniør",
    "bpa": "brukerstyrt personlig assistent",
    "bua": "barne og ungdomsarbeider",
    "buarb": "barne og ungdomsarbeider",
    "bvk": "barnevernskonsulent",
    "bvp": "barnevernspedagog",
    "enh": "enhet",
    "enhl": "enhetsleder",
    "ergo": "ergoterapeut",
    "fagarb": "fagarbeider",
    "fagspl": "fagsykepleier",
    "fys": "fysioterapeut",
    "fysio": "fysioterapeut",
    "helsefagarb": "helsefagarbeider",
    "helsefagl": "helsefaglærling",
    "helsespl": "helsesykepleier",
    "hfa": "helsefagarbeider",
    "hfarb": "helsefagarbeider",
    "hfl": "helsefaglærling",
    "hjelpepl": "hjelpepleier",
    "hjh": "hjemmehjelp",
    "hjpl": "hjelpepleier",
    "hjspl": "hjemmesykepleier",
    "hjtj": "hjemmetjenesten",
    "hpl": "hjelpepleier",
    "inst": "institusjon",
    "intspl": "intensivsykepleier",
    "kir": "kirurgisk",
    "kjøkkenass": "kjøkkenassistent",
    "komm": "kommune",
    "kons": "konsulent",
    "koord": "koordinator",
    "led": "leder",
    "lis": "lege i spesialisering",
    "lis2": "lege i spesialisering",
    "lis3": "lege i spesialisering",
    "lærl": "lærling",
    "medarb": "medarbeider",
    "mek": "mekaniker",
    "miljøarb": "miljøarbeider",
    "miljøter": "miljøterapeut",
    "oms": "omsorg",
    "omsarb": "omsorgsarbeider",
    "omsorgsarb": "omsorgsarbeider",
    "oprspl": "operasjonssykepleier",
    "opspl": "operasjonssykepleier",
    "ovl": "overlege",
    "ped": "pedagog",
    "pleieass": "pleieassistent",
    "pol": "poliklinikk",
    "psyk": "psykiatrisk",
    "psykspl": "psykiatrisk sykepleier",
    "renh": "renholder",
    "rn": "sykepleier",
    "rådg": "rådgiver",
    "saksbeh": "saksbehandler",
    "sekr": "sekretær",
    "sekt": "seksjon",
    "sfo": "skolefritidsordning",
    "sjpl": "sykepleier",
    "sjukepl": "sykepleier",
    "sjåf": "sjåfør",
    "skoleass": "skoleassistent",
    "sosio": "sosionom",
    "spes": "spesial",
    "spesspl": "spesialsykepleier",
    "spl": "sykepleier",
    "støttek": "støttekontakt",
    "sykeh": "sykehus",
    "sykehj": "sykehjem",
    "sykepl": "sykepleier",
    "tannhsekr": "tannhelsesekretær",
    "tannlsekr": "tannhelsesekretær",
    "teaml": "teamleder",
    "tekn": "tekniker",
    "tj": "tjenesten",
    "ufagl": "ufaglært",
    "ungd": "ungdom",
    "vaktm": "vaktmester",
    "vernepl": "vernepleier",
    "vikl": "vikarlege",
    "vpl": "vernepleier",
}
"""Short forms that are whole words, with or without a full stop."""

_CUT = {
    "arb": "arbeider",
    "ass": "assistent",
    "avd": "avdeling",
    "bed": "bedrift",
    "bet": "betjent",
    "fagl": "faglært",
    "farm": "farmasøyt",
    "gr": "graf",
    "h": "hjem",
    "hj": "hjem",
    "ing": "ingeniør",
    "kom": "kommune",
    "kons": "konsulent",
    "kont": "kontakt",
    "koord": "koordinator",
    "led": "leder",
    "lærl": "lærling",
    "medarb": "medarbeider",
    "mek": "mekaniker",
    "ped": "pedagog",
    "pers": "personale",
    "pl": "pleier",
    "plr": "pleier",
    "psyk": "psykiatrisk",
    "rådg": "rådgiver",
    "sekr": "sekretær",
    "sj": "sjåfør",
    "sjåf": "sjåfør",
    "spl": "sykepleier",
    "sykepl": "sykepleier",
    "tekn": "tekniker",
    "ter": "terapeut",
    "tj": "tjenesten",
}
"""Ends of words cut off by a full stop: "helsefagarb." is helsefagarbeider, "hjemmetj." is hjemmetjenesten."""

_UNMISTAKABLE = frozenset({"arb", "medarb", "sekr", "sjåf", "spl", "sykepl"})
"""Ends that no whole word has, and that are read without the full stop too."""

_ENDINGS = (
    (
        re.compile(r"(?<=\w{3})(ent|ist|eut|ør|etær|om|øg|og|or|graf|hjelp|kokk|kontakt|ling|vakt|vert)(?:ene|ane|er|en|ar)$"),
        r"\1",
    ),
    (re.compile(r"(?<=vikar)(?:ene|ane|er|en|ar)?$"), ""),
    (re.compile(r"leg(?:ene|ane|er|en|ar)$"), "lege"),
    (re.compile(r"(?<=\w{3})(?:erne|arane|ere|arar|eren|aren|ar)$"), "er"),
    (re.compile(r"(?<=\w{4})are$"), "er"),
)
"""Plural and definite forms of occupations; both sides are folded, so a clumsy stem costs nothing."""

_LONGEST = 300
"""A title is a few words; what stands after this many letters is not read."""

_SHORTEST_STEM = 5

_FIRST = {
    "akt": "aktivitets",
    "amb": "ambulanse",
    "anest": "anestesi",
    "avd": "avdelings",
    "barneh": "barnehage",
    "barnev": "barneverns",
    "enh": "enhets",
    "fag": "fag",
    "geri": "geriatrisk ",
    "h": "hjelpe",
    "helse": "helse",
    "hj": "hjelpe",
    "hjem": "hjemme",
    "int": "intensiv",
    "kjøk": "kjøkken",
    "komm": "kommune",
    "oms": "omsorgs",
    "op": "operasjons",
    "opr": "operasjons",
    "pl": "pleie",
    "ps": "psykiatrisk ",
    "psyk": "psykiatrisk ",
    "spes": "spesial",
    "syk": "syke",
    "verne": "verne",
}
"""First halves of words that are cut by a full stop: "oms.arb." is omsorgsarbeider."""

_LAST = {
    "arb": "arbeider",
    "ass": "assistent",
    "fagarb": "fagarbeider",
    "kons": "konsulent",
    "leder": "leder",
    "leiar": "leder",
    "led": "leder",
    "pl": "pleier",
    "pleier": "pleier",
    "sekr": "sekretær",
    "spl": "sykepleier",
    "sykepl": "sykepleier",
    "sykepleier": "sykepleier",
}
"""Second halves that such a first half is joined with."""

_WHOLE = {
    "h.arb": "helsefagarbeider",
    "hf.arb": "helsefagarbeider",
    "hj.hj": "hjemmehjelp",
    "hj.spl": "hjemmesykepleier",
    "hj.sykepl": "hjemmesykepleier",
    "hj.tj": "hjemmetjenesten",
}
"""Short forms with a full stop inside that stand for a word of their own."""

_CUTS = sorted(_CUT, key=len, reverse=True)
_TOKEN = re.compile(r"[^\W_]+\.?", re.UNICODE)
_DOTTED = re.compile(r"\b([^\W\d_]{1,6})\.([^\W\d_]+)")
_LETTERS = re.compile(r"\b(?:[^\W\d_]\.){2,}[^\W\d_]?(?!\w)")
_PHRASE = re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, sorted(PHRASES, key=len, reverse=True)))})(?!\S)")
_RESPELL = re.compile("|".join(f"({other})" for other, _ in SPELLINGS))
_FOREIGN_ENDINGS = ("orna", "arna", "erne", "ene", "ane", "or", "an", "ar", "en", "er", "na", "ne", "n", "r", "e", "s")
_PLURALS = frozenset(f"{word}s" for phrase in PHRASES for word in phrase.split()[-1:]) - WORDS.keys()


@lru_cache(maxsize=65536)
def fold(title: str) -> str:
    """Return a title as lower-case bokmål words in the singular, without punctuation.

    Examples
    --------
    >>> fold("Hjpl. hjemmetj.")
    'hjelpepleier hjemmetjenesten'
    >>> fold("SJUKEPLEIARAR (natt)")
    'sykepleier natt'
    """
    return " ".join(_folded(word) for word in _PHRASE.sub(lambda found: PHRASES[found[0]], _spread(title)).split())


@lru_cache(maxsize=65536)
def respell(title: str) -> str:
    """Return a title as :func:`fold` does, but with its own words: spelling and endings alone are made alike.

    Examples
    --------
    >>> respell("Lægesekretærer"), fold("Lægesekretærer")
    ('legesekretær', 'helsesekretær')
    """
    return " ".join(_respelt(word) for word in _spread(title).split())


def _spread(title: str) -> str:
    """Return the words of a title in lower case, short forms written out."""
    text = normalise(title)[:_LONGEST].replace("m/", "med ").replace("u/", "uten ")
    text = _LETTERS.sub(lambda found: found[0].replace(".", "") + ".", text)
    return " ".join(_word(token) for token in _TOKEN.findall(_DOTTED.sub(_joined, text)))


def plain(title: str) -> str:
    """Return a title in lower case without punctuation, its words as they are written."""
    return " ".join(_TOKEN.findall(normalise(title)[:_LONGEST].replace(".", " ")))


def _joined(found: re.Match[str]) -> str:
    first, last = found[1], found[2]
    if f"{first}.{last}" in _WHOLE:
        return _WHOLE[f"{first}.{last}"]
    return _FIRST[first] + _LAST[last] if first in _FIRST and last in _LAST else found[0]


def _word(token: str) -> str:
    word = token.rstrip(".")
    if word in _ABBREVIATIONS:
        return _ABBREVIATIONS[word]
    for cut in _CUTS:
        if word.endswith(cut) and len(word) > len(cut) + 2 and (cut in _UNMISTAKABLE or token.endswith(".")):
            return word[: -len(cut)] + _CUT[cut]
    return word[:-1] if word in _PLURALS else word


@lru_cache(maxsize=65536)
def _folded(word: str) -> str:
    return _foreign(word) or _respelt(word)


@lru_cache(maxsize=65536)
def _respelt(word: str) -> str:
    word = _RESPELL.sub(lambda found: SPELLINGS[(found.lastindex or 1) - 1][1], word)
    for ending, stem in _ENDINGS:
        word, changed = ending.subn(stem, word)
        if changed:
            break
    return word


def _foreign(word: str) -> str | None:
    """Return what a word of another language means, also in the plural or the definite form."""
    if word in WORDS:
        return WORDS[word]
    for ending in _FOREIGN_ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_STEM:
            for whole in (stem, f"{stem}a", f"{stem}e"):
                if whole in WORDS:
                    return WORDS[whole]
    return None
