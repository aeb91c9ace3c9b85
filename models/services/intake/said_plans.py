"""When a person can begin, when not, how far they go, whether they move, drive, and what they may drive."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from models.services.intake import countries
from models.services.intake.calendar_words import (
    MONTH,
    MONTH_RANGE,
    NUMBERS,
    SEASON,
    SEASONS,
    coming,
    in_months,
    last_day,
    safe_date,
    week_start,
)
from models.services.intake.said import Said
from models.services.intake.words import Token, nearest_cue, place_of

Place = Callable[[str], str | None]

_NOT = r"(?:ikke|ikkje|itte|inte|ikkj|not|n't|aldri|cannot)"
_STARTS = (
    r"(?:begynne|byrja|byrje|starte|starta|tiltre|børje|börja|start|begin|ledig|klar|disponibel|"
    r"tilgjengelig|available|jobbe fra|jobba frå|arbeide fra|arbeida frå|work from|oppstart|fri|ferdig"
    r"|sagt opp|flytter|flyttar|flytta|moving|slutter)"
)
_WHEN = re.compile(
    rf"\b{_STARTS}\b[^.;!?\ue000]{{0,40}}?\b(?:(?P<day>\d{{1,2}})\.?\s(?P<month>{MONTH})|(?P<only>{MONTH})"
    rf"|(?P<season>{SEASON})|(?P<numeric>\d{{1,2}})\.(?P<nmonth>\d{{1,2}})\.(?P<nyear>20\d\d)?"
    r"|uke\s(?P<week>\d{1,2})|(?P<now>med en gang|med ein gong|straks|umiddelbart|på dagen|right away|"
    r"immediately|now|nå|omgående|på kort varsel|så snart som (?:mulig|råd)|as soon as possible|snarest)"
    r"|om\s(?P<months>en|ein|to|tre|fire|fem|seks|1|2|3|4|5|6)\s(?:måned|månad|månader|måneder|mnd))\b\.?(?:\s(?P<year>20\d\d))?"
)
_NOTICE = re.compile(
    r"\b(?:oppsigelsestid|oppseiingstid|oppsigelse|notice period|uppsägningstid)\s(?:på\s|er\s"
    r"|of\s)?(?P<n>en|ein|to|tre|fire|fem|seks|[1-6])\s(?:måned|månad|mnd|months?)"
)
_NOT_A_START = re.compile(rf"{_NOT}\b|kontoret|bedriften|firmaet|terminalen|skolen flytter|flytta (?:hit|frå|fra)|flyttet")
_COUNT = {"en": 1, "ein": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6}

_AWAY = re.compile(
    rf"(?:(?:kan|kunne|can)\s(?:jeg\s|eg\s|je\s|jag\s|i\s)?{_NOT}|\b(?:borte|vekke|opptatt|oppteken"
    rf"|bortreist|i utlandet|på reise|away|utilgjengelig|unavailable)|\bmen\s{_NOT}|{_NOT}\s(?:tilgjengelig|ledig|disponibel|i"
    rf"|fra|frå|mellom|available|between))"
    r"[^.;!?\ue000]{0,60}?"
    rf"(?:(?P<d1>\d{{1,2}})\.?\s(?P<m1>{MONTH})\s{{0,2}}(?:-|–|til|og|to|till)\s{{0,2}}(?P<d2>\d{{1,2}})\.?\s(?P<m2>{MONTH})"
    rf"|(?P<part>siste|fyrste|første|andre|last|first)\s(?:veke|vekene|uke|ukene|halvdel|week|del)\s(?:av|i"
    rf"|of)\s(?P<pm>{MONTH})\s(?:-|–|til|to)\s(?:(?P<upto>slutten|midten|starten|byrjinga|end"
    rf"|utgangen)\s(?:av|of)\s)?(?P<pm2>{MONTH})"
    rf"|(?P<m3>{MONTH})\s{{0,2}}(?:-|–|til|og|to|till)\s{{0,2}}(?P<m4>{MONTH})|(?:hele|heile|i|in|all)\s(?P<m5>{MONTH}))\b"
)
_SEASON_FIRST = re.compile(
    rf"\b(?:i|fra|frå|in|from)\s(?P<m1>{MONTH})(?:\s{{0,2}}(?:-|–|til|og|to"
    rf"|till)\s{{0,2}}(?P<m2>{MONTH}))?,?\s[^.;!?\ue000]{{0,15}}?(?:kan|can)\s(?:jeg\s|eg\s|je\s|jag\s"
    rf"|i\s)?{_NOT}\b"
)
_ONLY_PART = re.compile(
    rf"\b(?:kan|can)\s(?:bare\s|kun\s|berre\s|bara\s|only\s)?(?:jobbe|jobba|arbeide|arbeida|arbeta"
    rf"|work)\s(?:i\s|fra\s|frå\s|from\s)?(?P<range>{MONTH_RANGE.pattern})"
)

_NAME = r"[a-zæøåäöé]{2,20}(?:\si\s(?:solør|trysil))?"
_NAMES = rf"(?P<names>{_NAME}(?:\s?(?:,|og|eller|and|or|och|/)\s?(?:også\s)?{_NAME}){{0,5}})"
_REACH = re.compile(
    rf"\b(?:kan|kjører|køyrer|kjøre|køyre|pendle|pendlar|pendler|reise|reiser|gjerne|commute|drive|travel"
    rf"|dra|pendla|åka)\s(?:gjerne\s|også\s|fint\s|godt\s|bil\s)?(?:(?:kjøre|køyre|pendle|reise|commute|drive"
    rf"|travel|dra|jobbe|pendla)\s)?(?:både\s)?(?:til|till|to)\s(?:både\s)?{_NAMES}"
)
_WORK_IN = re.compile(
    rf"\b(?:jobb|stilling|arbeid|jobbe|jobba|arbeide|arbeida|læreplass|lærlingplass|work"
    rf"|job)\s(?:\w{{1,12}}\s|\d{{1,3}}\s?%\s){{0,3}}?(?:i|in)\s{_NAMES}"
)
_ALSO = re.compile(rf",\s(?:også|og|gjerne også)\s(?P<names>{_NAME})(?=\s(?:ved|hvis|dersom|med|når|på))")
_FINE_PLACE = re.compile(r"\b(?P<names>[a-zæøåäöé]{3,20})\s(?:går|er|passer)\s(?:fint|greit|bra|ok|også)\b")
_LIMIT = re.compile(
    r"\b(?:men )?(?:ikke|ikkje|itte|inte|not) (?:lenger|lengre|lengere|längre|further|farther)(?: enn det| unna)?\b"
)
_MINUTES = re.compile(
    r"\b(?:inntil|opptil|opp til|maks(?:imalt)?|max|høyst|høgst|under|up to|at most|omtrent|ca\.?|rundt|"
    r"kjøre|køyre|pendle|reise|enn|gjerne)\s(?:på\s|kjøre\s)?(?P<n>\d{1,3}|en halv|ein halv|halvannen|en|ein|to|an|"
    r"one|half an)?\s?(?P<unit>halvtime|min(?:utt(?:er|ar)?|utes?)?|time|timer|timar|t|hours?)\b"
)
_FAR = re.compile(
    r"\b(?:vant (?:til|med) å (?:kjøre|pendle|køyre)|van (?:med|vid) å (?:køyre|pendle)|lang "
    r"(?:reise)?vei er (?:ikke|ikkje) noe|kjører gjerne langt|pendler gjerne|kan pendle langt)"
)
_MINUTE_WORDS = {"en halv": 0.5, "ein halv": 0.5, "halvannen": 1.5, "en": 1.0, "ein": 1.0, "an": 1.0, "one": 1.0, "to": 2.0}

_MOVE = re.compile(
    rf"\b(?:(?:kan|vil|ønsker å|ønskjer å|ynskjer å|gjerne|klar (?:til|for) å|villig til å|åpen for å|open "
    rf"for å|vurderer å|har tenkt å|tenker å|tenkjer å|willing to|want to|can|plan to|ready to|hoping to|kan tänka mig "
    rf"att|kan tenke meg å|planlegger å)\s(?:gjerne\s|også\s)?(?:flytte|flytta|relocate|move|bosette meg)"
    rf"|(?:(?<![^.!?\s])(?:^|(?<=[.!?]\s))|jeg\s|eg\s|je\s|vi\s|me\s|jag\s|i\s|we\s|og\s)(?:flytter|flyttar"
    rf"|kommer til å flytte|skal flytte|moving|are moving|am moving|will move))(?:\s(?:til|to|dit|hit"
    rf"|tilbake til|heim til|hjem til)\b(?:\s{_NAMES})?)?"
)
_NO_MOVE = re.compile(
    rf"\b(?:kan|vil|ønsker|ønskjer|har|can|do|will|want|orker)\s?(?:\w{{1,10}}\s){{0,2}}{_NOT}\s(?:å\s|to\s"
    rf"|planer om å\s|tenkt å\s|want to\s|mulighet til å\s)?(?:flytte|flytta|move|relocate)|\b{_NOT} "
    rf"(?:aktuelt å|interessert i å) flytte"
)
_NEEDS_HOME = re.compile(
    r"\b(?:trenger|treng|mangler|manglar|finner|finn|finne|får|få|leter etter|leitar etter|må ha|søker|"
    r"behöver|need|find|looking for|hjelp til|og|ordne|skaffe)\s(?:\w{1,12}\s){0,2}?(?:bolig|bustad|"
    r"bosted|leilighet|leilegheit|hybel|hus|et sted å bo|ein stad å bu|sted å bo|housing|accommodation|"
    r"apartment|flat to rent|a place to live|bostad|lägenhet|bosituasjon)\b"
)
_HAS_HOME = re.compile(
    r"\b(?:trenger|treng|need) (?:ikke|ikkje|no) (?:\w{1,8} )?(?:bolig|bustad|housing)|\bhar (?:egen )?bolig|\bhar hus\b"
)

_CAR = re.compile(
    r"\b(?:(?:har|med|disponerer|eier|har eigen|med egen|have|own)\s(?:egen |eigen |en |ein |a |my own |"
    r"god |alltid )?(?:bil|car)\b|egen bil|eigen bil|own car|bil og (?:førerkort|lapp)|"
    r"(?:førerkort|førarkort|körkort|lappen?)\b[^.;!?\ue000]{0,20}?\s(?:og|och) (?:egen )?bil\b)"
)
_NO_CAR = re.compile(
    r"\b(?:har |disponerer |eier |og |men |, )?(?:ikke|ikkje|itte|inte|ingen|inga|ingin|uten|utan|no|"
    r"mangler|saknar|don't have a|do not have a|don't own a|but no|verken)\s(?:egen |eigen |en |lapp "
    r"eller |førerkort eller |a |disponere )?(?:bil|car)\b(?! (?:på|i|utenom))"
)
_TRANSIT = re.compile(
    r"\b(?:tar|tek|ta|reiser med|reise med|med|bruker|brukar|kommer med|pendler med|by|take|taking|åker|"
    r"kjører|avhengig av|går eller tar)\s(?:the\s)?(?:buss|bussen|tog|toget|bus|train|tåg|kollektivt?|"
    r"kollektivtransport|public transport)\b|\b(?:toget|bussen) eller bil"
)
_NO_TRANSIT = re.compile(r"går (?:ikke|ikkje|ingen)|kan (?:ikke|ikkje) ta|\b(?:ikke|ikkje|ingen|no)\s(?:buss|tog)")

_PAPER = (
    r"(?:førerkort\w*|førarkort\w*|førerprøve|lapp(?:en)?|sertifikat(?:et)?|körkort|driving licen[cs]e|"
    r"driver'?s? licen[cs]e|driving license)"
)
_CLASS = r"(?:am ?1?4?[67]?|a[12]?|b ?78|b ?96|be|b|c1e|c1|ce|c|d1e|d1|de|d|t|s)"
_NO_PAPER = re.compile(
    rf"\b(?:ikke|ikkje|itte|inte|ingen|ingin|uten|utan|no|mangler|manglar|saknar|don't have a|do not have a"
    rf"|not have a|have no|verken|aldri tatt|aldri hatt)\s(?:norsk |gyldig |a |har |tatt |noe )?{_PAPER}"
    r"(?!\s(?:klasse |kl\.? |for |på |til |i )?(?:c1?e?|d1?e?|be|mc|buss|laste|tung|henger|motor|160|utryk|minibuss)\b)"
)
_LEARNING = re.compile(
    rf"\b(?:holder på (?:med|å ta)|held på (?:med|å ta)|tar|tek|skal ta|ta|øvelseskjører|øvingskjører"
    rf"|øvingskøyrer|øvelseskjøring|køyretimar|køyre opp|kjøre opp|oppkøyring|øvingskøyring|oppkjøring"
    rf"|kjøretimer|kjøreopplæring|taking|learning to drive|driving lessons|vil ta|ønsker å ta|planlegger å "
    rf"ta|spare[r]? til)\b(?:\s(?:på\s|nå\s)?(?:med\s)?{_PAPER})?"
)
_LEARNING_STRICT = re.compile(
    rf"{_PAPER}|øvelseskj|øvingskj|opp?k(?:jø|øy)r|k(?:jø|øy)retim|k(?:jø|øy)re ?opp|øvingskøy|learning to drive|driving lessons"
)
_FOREIGN_PAPER = re.compile(rf"\b(?P<land>[a-zæøåäö]{{4,20}})\s{_PAPER}(?:\s(?:klasse|class|kl\.?)?\s?(?P<class>{_CLASS})\b)?")
_CHANGED = re.compile(r"byttet|bytta|innbyttet|innveksla|vekslet|norsk|exchanged")
_HAS_PAPER = re.compile(
    rf"\b(?:(?:har|have|med|har tatt|har fått)\s(?:\w{{1,10}}\s){{0,2}}?)?{_PAPER}(?::?\s(?:i\s)?(?:klasse"
    rf"|klassene|class|kl\.?|kategori)?\s?(?P<classes>{_CLASS}(?:\s?(?:,|og|and|\+"
    rf"|/)\s?{_CLASS}){{0,4}})\b)?"
)
_OTHER_VEHICLE = re.compile(
    r"\s(?:for|på|til)\s(?:moped|buss|laste|lastebil|mc\b|motorsyk|traktor|snøscooter|scooter|truck|båt|henger|minibuss)"
)
_CLASS_MINE = re.compile(r"(?<![a-z0-9])(?P<class>c1e?|ce|c|be|d1e?|de|d|b78)\s(?:har jeg|har eg|har je|har også|i have)\b")
_AUTOMATIC = re.compile(
    r"\b(?:bare|kun|berre|only) (?:\w{1,8} )?automat\w*|\bautomat(?:gir|lapp)|\bautomatic only|kode 78|code 78"
)
_MANUAL_TOO = re.compile(r"både automat|automat og manuel|manuell og automat")
_CODE_160 = re.compile(r"\b(?:kode 160|utrykningskjøring|utrykningskompetanse|utrykningssertifikat|160)\b")
_NO_160 = re.compile(
    r"\butrykning\w*[^.;!?\ue000]{0,12}\b(?:ikke|ikkje|inte)\b|\b(?:ikke|ikkje|uten|mangler)\s(?:kode 160|160|utrykning\w*)"
)


def read_start(text: str, on: date | None) -> Iterator[Said]:
    """Yield ``earliest_start`` as an ISO day and ``absence`` as ``MM-DD..MM-DD``; a day without a year needs ``on``."""
    for hit in _WHEN.finditer(text):
        if _NOT_A_START.search(text[max(0, hit.start() - 25) : hit.end()]):
            continue
        found = _when(hit, on)
        ranged = MONTH_RANGE.match(text, hit.start("only")) if hit["only"] else None
        # A day that has passed is history; months from and to are a season.
        if found is not None and ranged is None and (on is None or found > on or hit["now"]):
            yield Said("earliest_start", found.isoformat(), hit.start(), hit.end())
    for hit in _NOTICE.finditer(text):
        if on is not None:
            months = _COUNT.get(hit["n"]) or int(hit["n"])
            yield Said("earliest_start", in_months(on, months).isoformat(), hit.start(), hit.end())
    for hit in _AWAY.finditer(text):
        value = _absence(hit)
        if value:
            yield Said("absence", value, hit.start(), hit.end())
    for hit in _SEASON_FIRST.finditer(text):
        yield Said("absence", _months_away(hit["m1"], hit["m2"] or hit["m1"]), hit.start(), hit.end())
    for hit in _ONLY_PART.finditer(text):
        part = MONTH_RANGE.search(hit["range"])
        if part:
            first, last = NUMBERS[part[1]], NUMBERS[part[2]]
            away = _span(last % 12 + 1, 1, (first - 2) % 12 + 1, last_day((first - 2) % 12 + 1))
            yield Said("absence", away, hit.start(), hit.end())


def _when(hit: re.Match[str], on: date | None) -> date | None:
    year = int(hit["year"] or hit["nyear"] or 0)
    if hit["now"]:
        return on
    if hit["months"]:
        return in_months(on, _COUNT.get(hit["months"]) or int(hit["months"])) if on else None
    if hit["week"]:
        return week_start(year or (on.year if on else 0), int(hit["week"])) if year or on else None
    if hit["numeric"]:
        month, day = int(hit["nmonth"]), int(hit["numeric"])
    elif hit["season"]:
        month, day = SEASONS[hit["season"]], 1
    else:
        month, day = NUMBERS[hit["month"] or hit["only"]], int(hit["day"] or 1)
    if not 1 <= month <= 12:
        return None
    if year:
        return safe_date(year, month, day)
    return coming(month, day, on) if on else None


def _absence(hit: re.Match[str]) -> str:
    if hit["d1"]:
        return _span(NUMBERS[hit["m1"]], int(hit["d1"]), NUMBERS[hit["m2"]], int(hit["d2"]))
    if hit["part"]:
        first = NUMBERS[hit["pm"]]
        begins = last_day(first) - 6 if hit["part"] in {"siste", "last"} else 1
        last = NUMBERS[hit["pm2"]]
        ends = {"midten": 15, "starten": 7, "byrjinga": 7}.get(hit["upto"] or "", last_day(last))
        return _span(first, begins, last, ends)
    if hit["m3"]:
        return _months_away(hit["m3"], hit["m4"])
    return _months_away(hit["m5"], hit["m5"])


def _months_away(first: str, last: str) -> str:
    return _span(NUMBERS[first], 1, NUMBERS[last], last_day(NUMBERS[last]))


def _span(month: int, day: int, last_month: int, last: int) -> str:
    if not (1 <= day <= last_day(month) and 1 <= last <= last_day(last_month)):
        return ""
    return f"{month:02}-{day:02}..{last_month:02}-{last:02}"


def read_reach(text: str, original: str, words: Sequence[Token], place: Place) -> Iterator[Said]:
    """Yield ``reach`` (a place, ``minutes:N``, ``limit``), ``move``, ``wished_place`` and ``housing``."""
    for pattern in (_REACH, _ALSO, _FINE_PLACE, _WORK_IN):
        for hit in pattern.finditer(text):
            if pattern is _WORK_IN and nearest_cue(words, place_of(words, hit.start())) != "wish":
                continue
            if pattern is _ALSO and not _REACH.search(text[max(0, hit.start() - 80) : hit.start()]):
                continue
            before = re.split(r"[.;!?,]", text[max(0, hit.start() - 12) : hit.start()])[-1]
            if re.search(rf"\b{_NOT}\b", before + hit[0][:12]):
                continue
            if pattern is _FINE_PLACE and place(original[hit.start("names") : hit.end("names")]) is None:
                continue  # the first word of a sentence is not a place because it has a capital letter
            yield from _places("wished_place" if pattern is _WORK_IN else "reach", hit, original, place)
    for hit in _LIMIT.finditer(text):
        if re.search(r"kjør|køyr|pendl|drive|commute|reis|minutt", text[max(0, hit.start() - 80) : hit.start()]):
            yield Said("reach", "limit", hit.start(), hit.end())
    for hit in _MINUTES.finditer(text):
        minutes = _minutes(hit)
        around = text[max(0, hit.start() - 40) : hit.end() + 25]
        if 5 <= minutes <= 300 and re.search(
            r"kjør|køyr|pendl|reis|vei\b|veg\b|way|drive|commute|travel|unna|borte|avstand", around
        ):
            yield Said("reach", f"minutes:{minutes}", hit.start(), hit.end())
    for hit in _FAR.finditer(text):
        yield Said("reach", "far", hit.start(), hit.end())
    refused = [Said("move", "no", hit.start(), hit.end()) for hit in _NO_MOVE.finditer(text)]
    yield from refused
    if not refused:
        for hit in _MOVE.finditer(text):
            yield Said("move", "yes", hit.start(), hit.end())
            if hit["names"]:
                yield from _places("wished_place", hit, original, place)
    for hit in _HAS_HOME.finditer(text):
        yield Said("housing", "no", hit.start(), hit.end())
        return
    for hit in _NEEDS_HOME.finditer(text):
        if nearest_cue(words, place_of(words, hit.start())) != "have" or _MOVE.search(text):
            yield Said("housing", "yes", hit.start(), hit.end())


def _places(kind: str, hit: re.Match[str], original: str, place: Place) -> Iterator[Said]:
    start, end = hit.span("names")
    for name in re.finditer(_NAME, hit["names"]):
        written = original[start + name.start() : start + name.end()]
        # Places are written with a capital letter; a common word after «til» is no place.
        if name[0] in {"og", "eller", "også", "and", "or", "jobb", "jobben"} or not (written[:1].isupper() or place(written)):
            continue
        known = place(written)
        yield Said(kind, known or written, hit.start(), min(end, start + name.end()))


def _minutes(hit: re.Match[str]) -> int:
    if hit["unit"] == "halvtime" or hit["n"] == "half an":
        return 30
    if hit["n"] is None:
        return 0
    number = _MINUTE_WORDS.get(hit["n"])
    value = number if number is not None else float(hit["n"])
    return round(value if hit["unit"].startswith("min") else value * 60)


def read_driving(text: str) -> Iterator[Said]:
    """Yield ``car``, ``transit``, ``licence`` and ``licence_no`` ("all", "foreign", "160")."""
    no_car = [Said("car", "no", hit.start(), hit.end()) for hit in _NO_CAR.finditer(text)]
    yield from no_car
    if not no_car:
        for hit in _CAR.finditer(text):
            if not re.search(_NOT, text[max(0, hit.start() - 10) : hit.start()]):
                yield Said("car", "yes", hit.start(), hit.end())
    for hit in _TRANSIT.finditer(text):
        if not _NO_TRANSIT.search(text[max(0, hit.start() - 15) : hit.end()]):
            yield Said("transit", "yes", hit.start(), hit.end())
    yield from _papers(text)
    for hit in _CLASS_MINE.finditer(text):
        yield Said("licence", hit["class"].upper(), hit.start(), hit.end())
    for hit in _NO_160.finditer(text):
        yield Said("licence_no", "160", hit.start(), hit.end())
    if not _NO_160.search(text):
        for hit in _CODE_160.finditer(text):
            yield Said("licence", "160", hit.start(), hit.end())


def _papers(text: str) -> Iterator[Said]:
    missing = _NO_PAPER.search(text)
    if missing:
        yield Said("licence_no", "all", missing.start(), missing.end())
        return
    for hit in _FOREIGN_PAPER.finditer(text):
        if countries.outside_eea(hit["land"]) and not _CHANGED.search(
            re.sub(r"(?:ikke|ikkje|not) (?:byttet|bytta|exchanged)", "", text[hit.end() : hit.end() + 30])
        ):
            yield Said("licence_no", "foreign", hit.start(), hit.end())
            return
    learning = next((hit for hit in _LEARNING.finditer(text) if _LEARNING_STRICT.search(hit[0])), None)
    if learning:
        yield Said("licence_no", "all", learning.start(), learning.end())
        return
    for hit in _HAS_PAPER.finditer(text):
        if re.search(r"fikk|tok|får|må ha|krever|kurs|pris|forny", text[max(0, hit.start() - 8) : hit.start()]):
            continue
        if not hit["classes"] and _OTHER_VEHICLE.match(text, hit.end()):
            continue
        named = re.findall(_CLASS, hit["classes"] or "")
        classes = [re.sub(r"\s", "", name).upper() for name in named] or ["B"]
        if not hit["classes"] and hit[0].endswith(("sertifikat", "sertifikatet")):
            continue
        automatic = _AUTOMATIC.search(text) and not _MANUAL_TOO.search(text)
        for name in classes:
            yield Said("licence", "B78" if name == "B" and automatic else name, hit.start(), hit.end())
        return
    automatic_only = _AUTOMATIC.search(text)
    if automatic_only and not _MANUAL_TOO.search(text):
        yield Said("licence", "B78", automatic_only.start(), automatic_only.end())
