"""The words of occupation titles made comparable: abbreviations, forms, nynorsk and neighbouring languages as bokmål."""

from __future__ import annotations

import re
from functools import lru_cache

from matcher.text import normalise

_ABBREVIATIONS = {
    "adm": "administrasjon",
    "amb": "ambulanse",
    "arb": "arbeider",
    "ass": "assistent",
    "avd": "avdeling",
    "avdl": "avdelingsleder",
    "bpa": "brukerstyrt personlig assistent",
    "bua": "barne- og ungdomsarbeider",
    "bvp": "barnevernspedagog",
    "ergo": "ergoterapeut",
    "fys": "fysioterapeut",
    "fysio": "fysioterapeut",
    "hfa": "helsefagarbeider",
    "hjpl": "hjelpepleier",
    "hjspl": "hjemmesykepleier",
    "hjtj": "hjemmetjenesten",
    "kons": "konsulent",
    "koord": "koordinator",
    "led": "leder",
    "medarb": "medarbeider",
    "mek": "mekaniker",
    "ped": "pedagog",
    "psyk": "psykiatrisk",
    "rn": "sykepleier",
    "saksbeh": "saksbehandler",
    "sekr": "sekretær",
    "sfo": "skolefritidsordning",
    "sjåf": "sjåfør",
    "spes": "spesial",
    "spl": "sykepleier",
    "sykepl": "sykepleier",
    "tekn": "tekniker",
    "tj": "tjenesten",
    "vpl": "vernepleier",
}
"""Short forms that are whole words, with or without a full stop."""

_CUT = {
    "arb": "arbeider",
    "ass": "assistent",
    "bed": "bedrift",
    "fagl": "faglært",
    "h": "hjem",
    "ing": "ingeniør",
    "kom": "kommune",
    "kons": "konsulent",
    "koord": "koordinator",
    "led": "leder",
    "mek": "mekaniker",
    "ped": "pedagog",
    "pl": "pleier",
    "plr": "pleier",
    "sekr": "sekretær",
    "sjåf": "sjåfør",
    "spl": "sykepleier",
    "tekn": "tekniker",
    "ter": "terapeut",
    "tj": "tjenesten",
}
"""Ends of words cut off by a full stop: "helsefagarb." is helsefagarbeider, "hjemmetj." is hjemmetjenesten."""

_PHRASES = {
    "assistant nurse": "helsefagarbeider",
    "au pair": "aupair",
    "bus driver": "bussjåfør",
    "care assistant": "pleieassistent",
    "care home": "sykehjem",
    "care worker": "pleieassistent",
    "dental assistant": "tannhelsesekretær",
    "health care": "healthcare",
    "home care": "hjemmetjenesten",
    "kitchen assistant": "kjøkkenassistent",
    "kitchen helper": "kjøkkenassistent",
    "licensed practical nurse": "hjelpepleier",
    "nurse assistant": "helsefagarbeider",
    "nursing assistant": "helsefagarbeider",
    "nursing home": "sykehjem",
    "occupational therapist": "ergoterapeut",
    "off godkj": "offentlig godkjent",
    "opiekun osób starszych": "pleieassistent",
    "personal care assistant": "personlig assistent",
    "ratownik medyczny": "paramedisiner ambulanse",
    "registered nurse": "sykepleier",
    "shop assistant": "butikkmedarbeider",
    "social worker": "sosionom",
    "staff nurse": "sykepleier",
    "support worker": "miljøarbeider",
    "truck driver": "lastebilsjåfør",
    "warehouse worker": "lagermedarbeider",
}
"""Titles of several words in other languages; read before single words."""

_WORDS = {
    "altenpfleger": "pleieassistent",
    "altenpflegerin": "pleieassistent",
    "arbetsterapeut": "ergoterapeut",
    "barnmorska": "jordmor",
    "butikkjomfru": "butikkmedarbeider",
    "caregiver": "pleieassistent",
    "carer": "pleieassistent",
    "carpenter": "tømrer",
    "cleaner": "renholder",
    "dentist": "tannlege",
    "doctor": "lege",
    "driver": "sjåfør",
    "electrician": "elektriker",
    "felczer": "helsearbeider",
    "feldsher": "helsearbeider",
    "feldskjær": "helsearbeider",
    "jordemoder": "jordmor",
    "jordmødre": "jordmor",
    "kassadame": "kassemedarbeider",
    "kassedame": "kassemedarbeider",
    "kontordame": "kontormedarbeider",
    "krankenpfleger": "sykepleier",
    "krankenschwester": "sykepleier",
    "lagerdame": "lagermedarbeider",
    "lagermann": "lagermedarbeider",
    "läkare": "lege",
    "lækjar": "lege",
    "læge": "lege",
    "lærerinne": "lærer",
    "midwife": "jordmor",
    "nurse": "sykepleier",
    "opiekunka": "pleieassistent",
    "pflegehelfer": "pleieassistent",
    "physiotherapist": "fysioterapeut",
    "pielęgniarka": "sykepleier",
    "pielęgniarz": "sykepleier",
    "receptionist": "resepsjonist",
    "röntgensjuksköterska": "radiograf",
    "rengjøringsdame": "renholder",
    "slaugytoja": "sykepleier",
    "sjukgymnast": "fysioterapeut",
    "sprzątaczka": "renholder",
    "stuepike": "værelsesbetjent",
    "sykesøster": "sykepleier",
    "søster": "sykepleier",
    "tandläkare": "tannlege",
    "tandlæge": "tannlege",
    "tandsköterska": "tannhelsesekretær",
    "teacher": "lærer",
    "vaskedame": "renholder",
    "vaskekone": "renholder",
    "waiter": "servitør",
    "waitress": "servitør",
    "медсестра": "sykepleier",
    "санітарка": "pleieassistent",
    "фельдшер": "helsearbeider",
}
"""Single words in other languages, plurals of their own kind, and old titles that named a sex."""

_SPELLINGS = (
    ("undersköterska", "helsefagarbeider"),
    ("sjuksköterska", "sykepleier"),
    ("sjuksköterskor", "sykepleier"),
    ("sygeplejerske", "sykepleier"),
    ("sygeplejersker", "sykepleier"),
    ("hemsjukvård", "hjemmesykepleie"),
    ("hemtjänst", "hjemmetjeneste"),
    ("äldreboende", "sykehjem"),
    ("plejehjem", "sykehjem"),
    ("aldershjem", "sykehjem"),
    ("sjukhus", "sykehus"),
    ("sygehus", "sykehus"),
    ("hospital", "sykehus"),
    ("pleje", "pleie"),
    ("arbejd", "arbeid"),
    ("hjælp", "hjelp"),
    ("køkken", "kjøkken"),
    ("syge", "syke"),
    ("rengøring", "rengjøring"),
    ("sjuke", "syke"),
    ("heime(?!n)", "hjemme"),
    ("heim", "hjem"),
    ("rettleiar", "veileder"),
    ("tenest", "tjenest"),
    ("reinhald", "renhold"),
    ("meister", "mester"),
    ("(?<!p)leiar", "leder"),
    ("kjøken", "kjøkken"),
    ("personleg", "personlig"),
    ("offentleg", "offentlig"),
    ("handsamar", "behandler"),
    ("brukar", "bruker"),
    ("eining", "enhet"),
    ("vaktmästare", "vaktmester"),
    ("lärare", "lærer"),
    ("kock", "kokk"),
    ("chaufför", "sjåfør"),
    ("chauffør", "sjåfør"),
    ("ä", "æ"),
    ("ö", "ø"),
)
_RESPELL = re.compile("|".join(f"({other})" for other, _ in _SPELLINGS))
"""Spellings inside words, from nynorsk, Swedish and Danish, the longer before the shorter."""

_ENDINGS = (
    (re.compile(r"(?<=\w{3})(?:erne|arane|ere|arar|eren|aren|ar)$"), "er"),
    (re.compile(r"(?<=\w{4})are$"), "er"),
    (re.compile(r"(?<=\w{3})(ent|ist|eut|ør|etær|om|øg|og|or|vakt|vert|kokk)(?:ene|er|en|ane|ar)$"), r"\1"),
)
"""Plural and definite forms of occupations; both sides are folded, so a clumsy stem costs nothing."""

_LONGEST = 300
"""A title is a few words; what stands after this many letters is not read."""

_TOKEN = re.compile(r"[^\W_]+\.?", re.UNICODE)
_DOTTED = re.compile(r"\b(\w{1,3})\.(?=\w)")
_GLUED = {
    "hjpl": "hjpl",
    "hjspl": "hjspl",
    "hjtj": "hjtj",
    "hfarb": "helsefagarbeider",
    "oprspl": "operasjonssykepleier",
    "fagspl": "fagsykepleier",
    "spesspl": "spesialsykepleier",
}
"""Short forms that are written with a full stop inside ("hj.pl.")."""


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
    text = normalise(title)[:_LONGEST].replace("m/", "med ").replace("u/", "uten ").replace("avd.leder", "avdelingsleder")
    for dotted in _DOTTED.finditer(text):
        rest = re.match(r"\w+", text[dotted.end() :])
        glued = _GLUED.get(dotted[1] + rest[0]) if rest else None
        if rest and glued:
            text = text.replace(dotted[0] + rest[0], glued, 1)
            break
    words = " ".join(_word(token) for token in _TOKEN.findall(text))
    padded = f" {words} "
    for phrase, meaning in _PHRASES.items():
        padded = padded.replace(f" {phrase} ", f" {meaning} ")
    return " ".join(_folded(word) for word in padded.split())


def _word(token: str) -> str:
    word = token.rstrip(".")
    if word in _ABBREVIATIONS:
        return _ABBREVIATIONS[word]
    if token.endswith("."):
        for cut in sorted(_CUT, key=len, reverse=True):
            if len(word) > len(cut) + 2 and word.endswith(cut):
                return word[: -len(cut)] + _CUT[cut]
    return word


@lru_cache(maxsize=65536)
def _folded(word: str) -> str:
    if word in _WORDS:
        return _WORDS[word]
    word = _RESPELL.sub(lambda found: _SPELLINGS[(found.lastindex or 1) - 1][1], word)
    for ending, stem in _ENDINGS:
        word, changed = ending.subn(stem, word)
        if changed:
            break
    return word
