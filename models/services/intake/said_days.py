"""Days of the week and hours of the clock that a person is bound to, or cannot work on, said in so many words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.services.intake.said import Said

CLOCK = ("day", "evening", "night")

WEEKDAYS = re.compile(r"mandag|måndag|monday|hverdag|ukedag|kvardag|vekedag|weekday|vardag|yrkedag")
_WINDOW = re.compile(
    r"\b(?:kan|can|må|skal|available|tilgjengelig|disponibel|bare|kun|berre|only)\s(?:(?:jeg|eg|je|jag|i|"
    r"bare|kun|berre|only|til å|å|arbeide|jobbe|jobba|arbeida|work|arbeta|arbeid|på"
    r"|mellom|frå|fra|from|between|klokka|klokken|kl\.?|hverdager|ukedager|kvardagar)\s){1,6}"
    r"(?:kl\.?\s?)?(\d{1,2})(?:[:.]\d\d)?\s?(?:-|–|til|og|to|and|till)\s?(?:kl\.?\s?|"
    r"klokka\s)?(\d{1,2})(?:[:.]\d\d)?(?![\d%])(?!\s?(?:%|prosent|år|timer|vakter|dager|min))"
)
_ONLY_WEEKDAYS = re.compile(
    r"\b(?:bare|kun|berre|only|bara)\s(?:på\s|jobbe på\s|jobbe\s|arbeide\s)?(?:hverdager|ukedager"
    r"|kvardagar|vekedagar|weekdays|vardagar|mandag til fredag)\b"
)
_DAYS = r"(?:på\s|i\s)?(?:hverdag(?:er|ene)|ukedag(?:er|ene)|virkedager|kvardag(?:ar|ane)|vekedag(?:ar|ane)|vardagar|weekdays)"
_NOT_A_PART = r"(?!\s(?:før|etter|mellom|frå|fra|til|kl|om|utenom|before|after|between|kveld|natt|hele|heile))"
_NO_WEEKDAYS = re.compile(
    rf"\b(?:kan|kunne|får|can|could)\s?(?:dessverre\s|desverre\s)?(?:ikke|ikkje|ikkj|itte|inte|not)\s"
    rf"(?:(?:jobbe|jobba|arbeide|arbeida|jobb|ta|vakter|vaktar|work|on|noe|å)\s){{0,3}}{_DAYS}\b{_NOT_A_PART}"
    r"|(?<!bare )(?<!kun )\b(?:hverdager|ukedager|kvardagar|vekedagar)\s(?:går|passer|passar|fungerer|kan jeg|kan eg)\s"
    r"(?:dessverre\s|desverre\s)?(?:ikke|ikkje)\b(?!\s(?:å|før|etter|alltid|alle|så))"
)


def read_days(text: str) -> Iterator[Said]:
    """Yield ``shift_yes`` and ``shift_no`` from a person's own summary in lower case: «kan bare jobbe fra 7 til 14»."""
    for days in _ONLY_WEEKDAYS.finditer(text):
        yield Said("shift_no", "weekend", days.start(), days.end())
    for days in _NO_WEEKDAYS.finditer(text):
        yield Said("shift_no", "weekday", days.start(), days.end())
    for window in _WINDOW.finditer(text):
        opens, closes = int(window[1]), int(window[2])
        if not 4 <= opens < closes <= 24 or closes - opens < 3:
            continue
        shift = "day" if closes <= 17 else "evening" if opens >= 13 else None
        if shift is None:
            continue
        start, end = window.span()
        yield Said("shift_yes", shift, start, end)
        for other in CLOCK:
            if other != shift:
                yield Said("shift_no", other, start, end)
        rest = re.split(r"[.;!?]", text[end : end + 40])[0]
        if WEEKDAYS.search(window[0] + rest):
            yield Said("shift_no", "weekend", start, end)
