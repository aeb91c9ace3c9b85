"""The words of Norwegian ads about languages: levels, adjectives, and examples of what one must manage."""

from __future__ import annotations

import re
from typing import Final

from matcher.lexicon import table, words

NORWEGIAN: Final = words(r"norsk\w{0,14}", "norwegian", "skandinavisk", "scandinavian", r"språk\w{0,12}", r"nivå", r"level")
LEVEL: Final = re.compile(r"(?<![\w-])(a2|b1|b2|c1|c2)(?![\w%])")
VERY_GOOD: Final = re.compile(
    r"\b(?:svært|særs|veldig|meget|utmerk\w{1,20}|fremragende|flytende|flytande|fluent|excellent|"
    r"very)\b(?: gode?t?)?[^.\n;]{0,45}\b(?:norsk\w{0,20}|norwegian)|"
    r"\bnorsk\w{0,20}[^.\n;]{0,40}\b(?:høyt nivå|høgt nivå|flytende|flytande|svært god\w{0,20}|svært godt|særs god\w{0,20}|"
    r"veldig godt)"
)
GOOD_ADJECTIVE: Final = re.compile(
    r"\b(?:gode?|tilfredsstillende|tilfredsstillande|behersk\w{0,4}|mestre\w{0,3}|meistr\w{0,4}|solide?|good|"
    r"sikker)\b[^.\n;]{0,45}\b(?:norsk(?!\W(?:autor|helse|arbeids|førerk|syk|lov|test|prøve|kurs))\w{0,20}|norwegian|"
    r"skandinavisk)|"
    r"\bgodt norsk\b|\bnorsk(?: \w{1,8})? godt\b|\bgodt (?:\w{1,10} ){0,3}på norsk\b(?<!forstått på norsk)"
)
UNDERSTOOD: Final = re.compile(
    r"\b(?:gjøre|gjere|gjer|gjør) (?:deg|seg|dykk|dere) (?:\w{1,10} ){0,2}forstått\b|\bforstår? (?:\w{1,12} ){0,6}norsk\b|"
    r"\bkommuniser\w{1,3} (?:\w{1,12} ){0,2}norsk\b|\benkelt norsk\b"
)
"""To understand and be understood: less than good Norwegian, also where it holds for speech and writing."""
NO_NORWEGIAN: Final = re.compile(r"\b(?:ikke|ikkje) (?:\w{1,8} ){0,3}norsk$|\b(?:like (?:godt|bra|gjerne) som|enn) norsk$")
GOOD: Final = re.compile(
    r"\bnorsk\w{0,20}(?! autoris)[^.\n;]{0,30}\b(?:gode?\b|munnt?le?i?g|skriftle?i?g|written|oral)|\b(?:munnt?le?i?g|"
    r"skriftle?i?g)\w{0,20}[^.\n;]{0,40}\bnorsk\b"
)
SPEAKS: Final = re.compile(
    r"\b(?:kunne|kan|krav til|snakke?r?|snakkar|forstår?|godt|bra)\b[^.\n;]{0,30}(?<!enn )\bnorsk\b(?!\W(?:autor|helse|"
    r"arbeids|førerk|syk|lov))|\bnorsk\b[^.\n;]{0,30}\bgodt\b"
)
FUNCTIONAL: Final = re.compile(
    r"\b(?:gjøre|gjere|gjør) (?:deg|seg|dykk) (?:\w{1,6} )?forstått\b|\bforstår? (?:kvarandre|hverandre|og bli|og gjøre|"
    r"og snakke|enkle|beskjed\w{0,20}|det som)|"
    r"\b(?:nok|enkel|enkle|enkelt|litt|grunnleggende|hverdags) ?-?norsk\b|\bnorsk\w{0,20}[^.\n;]{0,25}(?:god nok til|nok til|"
    r"til å kunne|til å|så vi|slik at)|"
    r"\b(?:ta imot|forstå|forstår|fylle ut)\b[^.\n;]{0,70}\bnorsk\b|"
    r"\b(?:lese|les|skrive|skriv)\b(?! og (?:skrive|snakke|lese))(?! (?:godt |på )?norsk)[^.\n;]{0,70}\bnorsk\b|"
    r"\b(?:korte|enkle) (?:rapport\w{0,20}|beskjed\w{0,20}|samtal\w{0,20}|instruks\w{0,20})[^.\n;]{0,20}\bnorsk\b|"
    r"\bnorsk[^.\n;]{0,30}\benkle\b|"
    r"snakk\w{0,3} (?:et |eit )?skandinavisk|"
    r"\bnorsk\b[^.\n;]{0,25}(?:som holder|som held|holder|held) til|\bnorsk\b[^.\n;]{0,20}\bså (?:\w{1,10} ){1,3}forstår\b|"
    r"\b(?:beskjeder|samtaler|kommuniser\w{0,20}|rapporter) på norsk\b|\bnorsk[^.\n;]{0,30}(?:følge opplæringen|"
    r"kommuniser\w{0,20})|"
    r"basic norwegian"
)
LANGUAGE_FREE: Final = re.compile(r"\b(?:norsk|engelsk|svensk|dansk)\w{0,3}[^.\n;]{0,20} går (?:fint|bra|greit|like)")
"""Either language will do: no demand on one of them."""
NOT_LANGUAGE: Final = re.compile(
    r"\bnorsk(?:trening|kurs|opplæring|undervisning)\w{0,20}|\bspråk(?:trening|praksis|kurs|opplæring)\w{0,20}|\bnorsk (?:autor|"
    r"arbeidsliv|helse|syke|lov|tariff|førerkort)\w{0,20}"
)
OTHER_LANGUAGES: Final = table(
    ("language:english", r"engelsk\w{0,12}|english"),
    ("language:other", r"(?:flere|andre|annet|fleire|eit anna|et annet|flerspråklig\w{0,3}) (?:\w{1,12} )?språk\w{0,12}|"
                       r"flerspråklig\w{0,3}|fleirspråkleg|språk enn|arabisk|"
                       r"tigrinja|ukrainsk|polsk|somali|tysk|other languages?|samisk språk"),
)  # fmt: skip
SCANDINAVIAN: Final = re.compile(r"(?:annet|anna|andre|eit|et) skandinavisk|nordisk språk")
