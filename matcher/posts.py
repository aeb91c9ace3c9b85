"""How many posts an ad holds, their percent, form of employment, hours and start, read from its text."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from matcher.advert import Advert, fold
from matcher.lexicon import NUMBERS
from matcher.post_roles import SEEKS, mentions

_COUNT = r"(\d{1,3}|en|én|ei|ett|et|ein|éin|to|tre|fire|fem|seks|sju|syv|åtte|ni|ti|tolv|one|two|three|four|five)"
_POSITIONS: Final = re.compile(
    rf"\b(?:ca\.? |inntil |opptil |om lag |rundt )?{_COUNT} (?:nye? |hele? |heile? |ledige? |faste? |vikariat(?:er)? |"
    rf"engasjerte |dyktige |"
    rf"flinke |store |deltids|(?:\d{{1,3}}(?:[.,]\d+)? ?%-? ?)|årsverk ){{0,3}}"
    r"(?:helge?|deltids|natt|fagarbeider|sykepleier|sommer|assistent|dag)?-?(?:stilling(?:er|ar|en)?|læreplass(?:er|ar)?|"
    r"lærling(?:er|ar)?|(?:sommer|sommar|sumar|ferie|ringe|tilkallings)vikar(?:er|ar)?|vikariat(?:er)?|vikar(?:er|ar)?|"
    r"positions?|hjemler|hjemmel|jobber)\b"
)
_PEOPLE: Final = re.compile(rf"\b{_COUNT} (?:\w{{1,12}} ){{0,2}}$")
_TIMES: Final = re.compile(rf"\b{_COUNT} ?x\b|(?:^|\s){_COUNT} stk\b")
_BEGINS: Final = re.compile(rf"{_COUNT} (?:x |stk\.? |nye? |faste? |årsverk (?:som )?|stillinger? (?:som |for )?)?(?=\w)")
_PLURAL: Final = re.compile(
    r"\bfle(?:re|ire) (?:\w{1,14} ){0,2}(?:stilling|medarb|assist|vikar|sykepl|sjukepl|helsef|ansatt|tilsett|folk|kolleg|"
    r"støttekontakt|avlast|vernepl)|"
    r"\balltid (?:\w{1,8} )?(?:behov|bruk|ledig|ute)|\b(?:trenger|treng|søker|søkjer|har) alltid\b|(?:søker|søkjer|trenger|"
    r"treng) \w{0,20}vikar(?:er|ar)\b|\bvikarlist|\bstillingene\b|\bstillinger\b|"
    r"\bstillingar\b|\bkontinuerlig|\bposts\b|\bplass til mange|"
    r"\bmange\b(?= (?:vikar|sommer))"
)
_MANY_NAMED: Final = re.compile(
    r"(?:ere|arar)$|"
    r"(?<!plei)(?<!arbeid)(?<!led)(?<!avlast)(?<!renhold)(?<!hjelp)(?<!verk)(?<!mest)(?:er|ar)$"
)
_MANY_SHIFTS: Final = re.compile(
    r"(?:tilkalling|ringe|ferie|sommer|sumar|ekstra)s?(?:vikar(?:er|ar)|vakt(?:er|ar)|hjelp(?:er|ar))\b"
)
_SINGLE: Final = re.compile(
    r"\b(?:stilling(?:en|a)?|vikariat(?:et)?|engasjement(?:et)?|hjemmel|ein ny|en ny|én|én plass|legestilling|post|"
    r"støttekontakt|lærling)\b"
)

_NUMBER = r"(\d{1,3}(?:[.,]\d{1,2})?)"
_PERCENT: Final = re.compile(
    rf"(?<![\d.,]){_NUMBER}(?: ?(?:%|prosent|pst\.?))?(?: ?(?:-|–|—|til|og opp til|opp til|og|eller|/) ?{_NUMBER})? ?(?:%|"
    rf"prosent\b|pst\b|percent\b)"
)
_NOT_POST: Final = re.compile(
    r"tillegg|rabatt|av (?:brukerne|beboerne|pasientene|de ansatte|tiden|stillingen|befolkningen|innbyggerne)|lønnsøkning|"
    r"pensjon|nedskriv|sykefravær|kommunale oppgaver|av utgiftene|dekning|refusjon|øremerk"
)
_POST: Final = re.compile(
    r"stilling|fast|vikariat|deltid|heltid|\bpost\b|\bx\b|%-|engasjement|prosent|\||vikar|hjemmel|ledig|søker|søkjer|"
    r"læretid|lærling|posts?\b|full-time|position|økes|auk|sykepleier|assistent|jobb"
)

_LISTED: Final = re.compile(
    r"(?<![\d.,])((?:\d{2,3}(?: ?%)?, ){1,3}\d{2,3})(?: ?%)?,? (?:og|eller|or|and) \d{2,3} ?(?:%|prosent)"
)
"""60, 80 og 100 %": shares that have one sign together."""

_HOURS: Final = re.compile(
    r"\b(\d{1,2}(?:[.,]\d{1,2})?|to|tre|fire|fem|seks)(?: ?(?:-|–|til) ?(\d{1,2}))? tim(?:er|ar|e)? (?:i|per|pr\.?|kvar|hver|a) ?"
    r"(?:uken?|uka|veken?|veka|week)"
)
_FULL_TIME: Final = re.compile(r"full|heltid|37|35,5|35\.5|33,6")
_FORMS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (form, re.compile(pattern))
    for form, pattern in (
        ("laerling", r"\blærling\w{0,4}|\blæreplass\w{0,3}|\blærekandidat\w{0,2}|\bapprentice"),
        (
            "sommer",
            r"\bsommer(?:jobb|vikar|hjelp|avløs)\w{0,5}|\bferie(?:vikar|avløs|jobb|hjelp)\w{0,5}|\bsumar(?:vikar|"
            r"jobb)\w{0,4}|\bsommeren \d{4}",
        ),
        (
            "tilkalling",
            r"\btilkalling\w{0,10}|\bringevikar\w{0,4}|\bekstravakt(?:er)? (?:søkes|ved behov)|\bvikarpool|"
            r"\bvikarliste?\w{0,2}|\bvikarer\b|\bvikarar\b|\bpå kall\b|\btimevikar\w{0,3}",
        ),
        ("vikariat", r"\bvikariat\w{0,4}|\bvikarstilling\w{0,3}|\bvikar\b|\btemporary"),
        (
            "engasjement",
            r"\bengasj\w{0,7}|\bprosjektstilling\w{0,3}|\b\w{0,8}sesong\w{0,10}|\boppdragstak\w{0,4}|\boppdragsavtale|"
            r"\b(?:midlertidig|mellombels)\w{0,2} (?:\w{1,12} ){0,2}(?:stilling|ansett|tilsett|tilset|engasj|vikar)\w{0,8}|"
            r"(?:tilsett|ansatt|tilsettes|ansettes|tilsette) (?:midlertidig|mellombels)|\b(?:et|eit) oppdrag\b(?= med| på)|"
            r"\boppdraget (?:er|kan|passer|"
            r"gjelder|varer)|\btidsbegrenset|\båremål",
        ),
    )
)
EXTRA_SHIFTS: Final = re.compile(r"\bekstra ?(?:vakt|hjelp)\w{0,4}")
_FIXED: Final = re.compile(
    r"\bfast\w{0,1}(?:e|a)? (?:\w{1,14} |\d{1,3}(?:[.,]\d+)? ?%,? ?){0,2}(?:ansatt|stilling|tilset|ansettelse|jobb|deltid|"
    r"driftshjemmel|hjemmel|"
    r"helge)|\d ?%,? fast|\bfast(?:e)? (?:stilling|ansett|tilset)|stilling\w{0,3},? fast\b|"
    r"tilsettes fast|ansettes fast|,\s?fast\b|\bfaste?\b(?= ?[.,;])|\bstillingen\w{0,2} er (?:en )?fast|permanent"
)
_LATER: Final = re.compile(
    r"(?:mulighet|mulegheit|sjanse|kan få|kan bli|på sikt|etter hvert|etter kvart|seinere|senere|mange av|våre fast)"
)


def positions(advert: Advert, title: str) -> int | None:
    """Return how many posts the text offers, None when it speaks of several without a number."""
    text = advert.text
    times = [_to_int(match.group(1) or match.group(2)) for match in _TIMES.finditer(text)]
    if len(times) > 1 or (times and times[0] > 1):
        return sum(times)
    if (listed := _listed(advert)) > 1:
        return listed
    counted = [_to_int(match.group(1)) for match in _POSITIONS.finditer(fold(title)[0] + "\n" + text)]
    many = [number for number in counted if number > 1]
    if many:
        return max(many)
    for mention in mentions(text)[:60]:
        before = text[max(0, mention.start - 40) : mention.start]
        seek = text[max(0, mention.start - 90) : mention.start]
        if (number := _PEOPLE.search(before)) and SEEKS.search(seek) and (value := _to_int(number.group(1))) > 1:
            return value
    if counted:
        return 1
    heading = fold(title)[0]
    named = [heading[mention.start : mention.end] for mention in mentions(heading)]
    many_named = any(_MANY_NAMED.search(word) for word in named) or "vikarer" in heading or "vikarar" in heading
    return None if _PLURAL.search(text) or _MANY_SHIFTS.search(heading) or (many_named and not _SINGLE.search(text)) else 1


def _listed(advert: Advert) -> int:
    """Return how many posts a list holds whose items begin with a number and a role, 0 when there is no such list."""
    numbers = []
    for sentence in advert.sentences:
        words = advert.words(sentence)
        if sentence.bullet and (number := _BEGINS.match(words)):
            named = mentions(words[number.end() : number.end() + 40])
            if named and named[0].start == 0:
                numbers.append(_to_int(number.group(1)))
    return sum(numbers) if len(numbers) > 1 else 0


def _to_int(number: str) -> int:
    return int(number) if number.isdigit() else NUMBERS.get(number, 1)


def percents(text: str) -> list[tuple[float, float]]:
    """Return the shares of full time that a folded text gives to posts, each as (least, most)."""
    found: list[tuple[float, float]] = []
    for match in _PERCENT.finditer(text):
        around = text[max(0, match.start() - 60) : match.end() + 45].replace("\n", " ")
        line = text[text.rfind("\n", 0, match.start()) + 1 : _line_end(text, match.end())]
        if _NOT_POST.search(text[max(0, match.start() - 25) : match.end() + 28]) or not (_POST.search(around) or len(line) < 60):
            continue
        low = float(match.group(1).replace(",", "."))
        high = float((match.group(2) or match.group(1)).replace(",", "."))
        if 0 < low <= 100 and 0 < high <= 100:
            found.append((min(low, high), max(low, high)))
    for match in _LISTED.finditer(text):
        found += [(share, share) for share in map(float, re.findall(r"\d{2,3}", match.group(1))) if share <= 100]
    return found


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def percent(advert: Advert, title: str) -> tuple[float | None, float | None]:
    """Return the least and most share of full time that the ad gives, (None, None) when it gives none."""
    text = fold(title)[0] + "\n" + advert.text
    found = percents(advert.text) or percents(text)  # a heading rounds
    if not found:
        if re.search(r"\bheltid|\bhel stilling|\bheile? stilling|\bfull stilling|\bfull time", text):
            return 100.0, 100.0
        return (50.0, 50.0) if re.search(r"\bhalv stilling", text) else (None, None)
    return min(low for low, _ in found), max(high for _, high in found)


def hours(advert: Advert) -> float | None:
    """Return the hours a week that the ad gives instead of percent."""
    for match in _HOURS.finditer(advert.text):
        if _FULL_TIME.search(advert.text[max(0, match.start() - 20) : match.end() + 15]):
            continue
        first = match.group(1).replace(",", ".")
        return float(match.group(2) or (first if first[0].isdigit() else NUMBERS[first]))
    return None


def employment(text: str, title: str = "") -> str | None:
    """Return the form of employment; the heading's own word counts most, a mere chance of another form nothing."""
    heading = fold(title)[0]
    for form, pattern in _FORMS:
        if pattern.search(heading):
            return form
    if EXTRA_SHIFTS.search(heading):
        return "tilkalling"
    fixed = next(
        (
            match.start()
            for match in _FIXED.finditer(text)
            if not _LATER.search(text[max(0, match.start() - 45) : match.end() + 25])
        ),
        None,
    )
    others: list[tuple[int, str]] = []
    for form, pattern in _FORMS:
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 45) : match.start()]
            if not re.search(
                r"veiled|melde|sommer som|i tillegg|kombiner|begynte som|mulighet|tilbud om|tilbod om|også|samarbeid|rettlei|"
                r"for lærling",
                before,
            ):
                others.append((match.start(), form))
                break
    first = min(others, default=None)
    if fixed is not None and (
        first is None or fixed <= first[0] or first[1] not in {"vikariat", "engasjement", "tilkalling", "sommer"}
    ):
        return "fast"
    if first is not None and (fixed is None or first[0] < fixed):
        return first[1]
    return "fast" if fixed is not None else None


_MONTHS = ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember")
_MONTH = "|".join(_MONTHS)
_DATE: Final = re.compile(
    rf"\b(?:fra|frå|oppstart\w{{0,20}}|tiltredelse|start\w{{0,20}}|from)\W(?:\w{{1,10}}\W){{0,3}}?(\d{{1,2}})\.? ?({_MONTH}|"
    rf"\d{{1,2}}\.)(?: ?(20\d\d))?"
)


def start(advert: Advert) -> date | None:
    """Return the day from which the post is free, when the text gives it with a year."""
    for match in _DATE.finditer(advert.text):
        day, month, year = match.groups()
        year = year or (found.group() if (found := re.search(r"20\d\d", advert.text[match.end() : match.end() + 40])) else None)
        if year is None:
            continue
        number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month.strip("."))
        try:
            return date(int(year), number, int(day))
        except ValueError:
            continue
    return None
