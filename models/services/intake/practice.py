"""Periods of work: the telling title, the share of full time behind the words, the kind of work and its tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from matcher.text import normalise
from models.drafts import FactDraft, PracticeDraft
from models.services.intake import sensitive, skills
from models.services.intake.calendar_words import ANY_MONTH, MONTH_RANGE, NUMBERS, SUMMER, WINTER, months_between
from models.services.intake.errors import RecordError
from models.services.intake.nav_fields import Fields, day, prose, section, text
from models.services.intake.prose import read_prose
from models.services.intake.wordlists import word_set

Kind = Literal["job", "placement", "volunteer", "family"]

FULL_WEEK = 37.5
"""Hours of a full week, for jobs that are given in hours."""

NO_SEASON = 9
"""A period of so many months or fewer is the season itself: its share is not spread over the year."""

_HEADS = re.compile(
    r"(?:arbeider|arbeidar|medarbeider|medarbeidar|assistent|pleier|pleiar|renholder|renhaldar|sjåfør|"
    r"fører|førar|leder|leiar|sjef|betjent|vert|hjelp|konsulent|rådgiver"
    r"|sekretær|terapeut|ingeniør|tekniker|teknikar|lege|kokk|baker|servitør|avløser|avløysar|avlaster|"
    r"avlastar|lærer|lærar|lærling|operatør|elektriker|snekker|maler|frisør|aktivitør"
    r"|kontakt|bartender|portør|portier|resepsjonist|bonde|jordmor|radiograf|psykolog|sosionom|pedagog|"
    r"vaktmester|vaktmeister|koordinator|selger|hjelpemann|montør|mekaniker|gartner|bud|vekter"
    r"|barnepike|mann|støtte|veileder|rettleiar|instruktør|trener|guide|agent|controller|økonom|"
    r"regnskapsfører|advokat|skribent|journalist|fisker|slakter|student)$"
)
_FORM_WORDS = re.compile(
    r"\b(?:tilkallings?\w*|ringevikar|vikar\w*|ekstravakt\w*|ekstrahjelp|praksis\w*|språkpraksis|"
    r"arbeidspraksis|sommerjobb\w*|ferievikar\w*|helgejobb\w*|praktikant|utplass\w*|hospiter\w*"
    r"|arbeidstrening|student|studentjobb|deltid\w*|nattevakt|nattvakt|ufaglært|egen bedrift|trainee|"
    r"internship)\b|\bstudent|student\b"
)
_VAGUE = word_set(
    "assistent medarbeider vikar konsulent koordinator ansatt arbeider arbeid jobb ekstravakt nattevakt "
    "nattvakt lager fagarbeider hjelp leder sjåfør miljøpersonell"
)
_SHORT = {"spl": "sykepleier", "hjpl": "hjelpepleier", "vpl": "vernepleier", "hfa": "helsefagarbeider", "ass": "assistent"}
_FOREIGN_LETTERS = re.compile(r"[äöüßłńśżźçčšžđ]|\b(?:nurse|worker|cleaner|teacher|driver|manager|engineer|of)\b")
_WORD = re.compile(r"[^\W\d_]+")

_PLACEMENT = re.compile(
    r"praktikant|lærling|lærekandidat|læretid|utplass|hospiter|arbeidstrening|arbeidsprøving|\b(?:språk|"
    r"arbeids|yrkes|jobb)?praksis(?:plass|periode)?\b|internship|praktik\b|elevpraksis|\byff\b"
)
_PLACEMENT_SAID = re.compile(
    r"\b(?:læretid|lærling(?=[\s,.]*(?:$|\d|i helse|100))|praksisplass|praksisperiode|arbeidspraksis|"
    r"språkpraksis|arbeidstrening|utplassering|utplassert|hospitering)\b"
)
_OF_OTHERS = re.compile(
    r"veiled|rettlei|tok imot|tar imot|oppfølging av|følge opp|ansvar for|instruktør for|kontaktperson|opplæring av"
)
_OWN_CARE = re.compile(
    r"\b(?:omsorg|omsorga|omsorgsperson|pleie|pleide|pleid|stell|stelte|passet|pass|hjelp|hjalp|"
    r"støtte)\b.{0,25}\b(?:far|mor|foreldre|mann|kone|ektefelle|samboer|barn|sønn|datter|bestemor|"
    r"bestefar|besteforeldre|søster|bror|familie\w*|svigermor|svigerfar|pårørende)\b"
    r"|\bhjemmeværende|\bheimeverande|pårørende|pårørande|\bcare (?:for|of) (?:my )?(?:father|mother|"
    r"parent|family|husband|wife|son|daughter)|foreldrepermisjon|permisjon"
)
_NO_WORK = re.compile(
    r"(?:sykm|sykem|sjukm|sjukem|ufør|arbeidsavklaring|aap\b|arbeidsledig|arbeidslaus|pensjonist"
    r"|rehabilitering$|permisjon$|dagpenger|sosialhjelp|fengsel|soning)"
)
"""Entries that account for time without work, and would tell of health or benefits."""

FAMILY_TITLE = "Omsorg for pårørende"
"""What care for one's own is called, whoever it was for."""

_SHARE = re.compile(
    r"(?<![\d,.])(\d{1,3})(?:[.,]\d)?(?:\s?(?:-|–|til)\s?(\d{1,3}))?\s?(?:%|prosent\w*|pst\b|percent|"
    r"procent)(?P<after>\s\w{0,12})?"
)
_WORDS_FOR_SHARE = (
    (100.0, re.compile(r"\b(?:fulltid|full tid|full stilling|heltid|full[- ]time|hel stilling|heil stilling)\b")),
    (50.0, re.compile(r"\b(?:halv stilling|halvtid|half[- ]time|halv jobb)\b")),
)
_HOURS = re.compile(
    r"(?<![\d,.])(\d{1,2}(?:[.,]\d)?)\s?(?:timer|timar|t|hours|h|timmar)\s?(?:i|per|pr\.?|a|om|/|"
    r"in)\s?(?:the\s)?(?:uka|uken|uke|veka|veke|week|veckan|vecka)\b"
)
_DAYS = re.compile(
    r"\b(\d|en|ein|to|tre|fire)\s(?:dager|dagar|dag|days|day)\s(?:i|per|a|om)\s(?:uka|uken|uke|veka|week|veckan)\b"
)
_WEEKS_A_YEAR = re.compile(r"\b(\d{1,2})\s(?:uker|veker|veckor|weeks)\s(?:i|per|a|om)\s(?:året|året|år|year)\b")
_ONCE = re.compile(r"\b(?:en|ein|1|one|et|ett)\s(?:time|hour)\s(?:hver|kvar|i|every|per|a)\b")
_REST = re.compile(r"\b(?:ellers|elles|resten|annars|otherwise|rest of)\b")
_SEASON = re.compile(
    r"\b(?P<winter>vinter|snø|ski)?(?P<summer>sommer|sumar)?sesong\w*|\b(?P<winters>vintersesong|vinteren|"
    r"vintrene|om vinter\w*|vintern)\b|\b(?P<summers>sommersesong|sommeren|somrene|om sommer\w*)\b"
)
_NUMBERS = {"en": 1, "ein": 1, "to": 2, "tre": 3, "fire": 4}
_YEAR_ROUND = frozenset(range(1, 13))
_NOT_A_JOB_SHARE = re.compile(r"\s(?:rabatt|økning|vekst|svinn|fravær|ufør|sykm|sjukm|av)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Share:
    """A share of full time in some months of the year, and the words that say it."""

    percent: float
    months: frozenset[int] | None
    quote: str


def read_practice(document: Fields, on: date) -> tuple[list[PracticeDraft], list[FactDraft], int]:
    """Return the periods of a NAV document, the facts read from their descriptions, and how many clauses were left out."""
    periods: list[PracticeDraft] = []
    facts: list[FactDraft] = []
    dropped = 0
    for path, entry in section(document, "yrkeserfaring"):
        official, own = text(entry, "stillingstittel", path=path), text(entry, "alternativStillingstittel", path=path)
        told = prose(entry, "beskrivelse", path=path)
        start, end = _days(entry, path)
        if _NO_WORK.match(normalise(own or official)):
            dropped += 1
            continue
        if end is not None and end > on:
            end = None
        own_care = _is_own_care(f"{official} {own}", text(entry, "arbeidsgiver", path=path))
        source = f"{path}beskrivelse"
        reading = read_prose(told, source)
        dropped += reading.dropped
        found = share_of_full_time(f"{told} {own}" if "%" in own else told, start, end or on)
        if found is not None:
            facts.append(FactDraft(kind="percent", value=f"{found[0]:g}", quote=found[1], source=source))
        facts += reading.facts
        tasks = dict.fromkeys(fact.value for fact in reading.facts)
        for _, values in _tasks_in_title(f"{official} {own}"):
            tasks.update(dict.fromkeys(values))
        if skills.about_animals(f"{official} {own}"):
            tasks = {task: None for task in tasks if task not in skills.CLINICAL}
        periods.append(
            PracticeDraft(
                title=FAMILY_TITLE if own_care else telling_title(official, own) or "Arbeid",
                styrk08=_occupation_code(entry, path),
                employer="" if own_care else text(entry, "arbeidsgiver", path=path),
                place=text(entry, "sted", path=path),
                start=start,
                end=end,
                percent=found[0] if found else None,
                kind="family" if own_care else "placement" if _is_placement(official, own, told) else "job",
                tasks=tuple(tasks),
            )
        )
    others, more = _unpaid(document, on)
    return [*periods, *others], facts, dropped + more


def _is_own_care(title: str, employer: str) -> bool:
    """Tell whether a period listed as work was care for one's own: nobody paid for it, or the title says so."""
    plain = normalise(title)
    unpaid = re.fullmatch(r"|-|ingen|privat|eget hjem|heime|hjemme|familie\w*|egen familie", normalise(employer)) is not None
    return plain.startswith(("hjemmeværende", "heimeverande")) or (unpaid and _OWN_CARE.search(plain) is not None)


def _unpaid(document: Fields, on: date) -> tuple[list[PracticeDraft], int]:
    periods: list[PracticeDraft] = []
    dropped = 0
    for name, key in (("annenerfaringObj", "rolle"), ("vervObj", "tittel")):
        for path, entry in section(document, name):
            role = text(entry, key, path=path) or text(entry, "rolle", path=path) or text(entry, "tittel", path=path)
            told = prose(entry, "beskrivelse", path=path)
            organisation = text(entry, "organisasjon", path=path)
            start, end = _days(entry, path)
            care = _OWN_CARE.search(normalise(f"{role} {told}")) is not None and "frivillig" not in normalise(role)
            if not care and sensitive.is_sensitive(f"{role} {organisation}", at_work=True):
                # A post of trust can tell of faith, union or health: then nothing of it is kept.
                dropped += 1
                continue
            reading = read_prose(told, f"yrkeserfaring:{path}beskrivelse") if not care else None
            dropped += reading.dropped if reading else 1
            tasks = [value for _, values in _tasks_in_title(f"{role}. {told if care else ''}") for value in values]
            tasks += [fact.value for fact in reading.facts] if reading else []
            share = share_of_full_time(told, start, end or on)
            kind: Kind = "family" if care else "placement" if _PLACEMENT.search(normalise(role)) else "volunteer"
            periods.append(
                PracticeDraft(
                    title=FAMILY_TITLE if care else role or "Frivillig",
                    employer="" if care else organisation,
                    start=start,
                    end=end,
                    percent=share[0] if share else None,
                    kind=kind,
                    tasks=tuple(dict.fromkeys(tasks)),
                )
            )
    return periods, dropped


def _days(entry: Fields, path: str) -> tuple[date | None, date | None]:
    start, end = day(entry, "fraDato", path=path), day(entry, "tilDato", path=path)
    if start and end and end < start:
        raise RecordError(f"{path}tilDato", "tilDato ligger før fraDato. Rett datoene og last opp på nytt.")
    return start, end


def _tasks_in_title(title: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for fact in read_prose(title, "yrkeserfaring").facts:
        yield fact.quote, (fact.value,)


def _occupation_code(entry: Fields, path: str) -> str | None:
    for name in ("styrkKode", "styrkKode4Siffer"):
        code = text(entry, name, path=path)
        if re.fullmatch(r"\d{4}(?:\.\d{1,2})?", code):
            return code
    return None


def _is_placement(official: str, own: str, told: str) -> bool:
    if _PLACEMENT.search(normalise(f"{official} {own}")):
        return True
    said = normalise(told)
    return _PLACEMENT_SAID.search(said) is not None and not _OF_OTHERS.search(said)


def telling_title(official: str, own: str) -> str:
    """Return the title that says most about the work, of NAV's and the person's own.

    The person's own words win when they name an occupation in Norwegian; the form of employment, a workplace alone,
    a word that fits every trade, or a foreign title do not.
    """
    plain, mine = normalise(official), normalise(own)
    if not mine or not plain:
        return own or official
    if mine in plain:
        return official
    if plain in mine:
        return official if _FORM_WORDS.search(mine.replace(plain, " ")) else own
    words = _WORD.findall(mine)
    spelled = [_SHORT.get(word, word) for word in words]
    if set(spelled) & set(_WORD.findall(plain)) and spelled != words:
        return own
    if _FORM_WORDS.search(mine) or _FOREIGN_LETTERS.search(mine) or (len(words) == 1 and mine in _VAGUE):
        return official
    named = any(_HEADS.search(word) and word not in _VAGUE | {"mann", "støtte", "bud", "vert"} for word in words)
    head_and_more = any(_HEADS.search(word) for word in words) and len(words) > 1
    return own if named or head_and_more else official


def share_of_full_time(told: str, start: date | None, end: date) -> tuple[float, str] | None:
    """Return the share of full time of a period, spread over its months, with the words that say it; None = not said."""
    shares = list(_shares(told))
    if not shares:
        return None
    quote = " … ".join(dict.fromkeys(share.quote for share in shares))[:400]
    seasonal = [share for share in shares if share.months is not None]
    if not seasonal:
        return round(sum(share.percent for share in shares) / len(shares), 1), quote
    months = _months_of(start, end)
    rest = next((share.percent for share in shares if share.months is None), 0.0)
    if len(months) <= NO_SEASON and len(shares) == 1:
        return seasonal[0].percent, quote
    by_month = dict.fromkeys(range(1, 13), rest)
    for share in seasonal:
        by_month.update(dict.fromkeys(share.months or (), share.percent))
    return round(sum(by_month[month] for month in months) / len(months), 1), quote


def _months_of(start: date | None, end: date) -> list[int]:
    """Return the month of the year for each month of a period; a whole year when its start is not known."""
    if start is None:
        return list(range(1, 13))
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    return [index % 12 + 1 for index in range(first, max(first + 1, last))]


def _shares(told: str) -> Iterator[Share]:
    plain = sensitive.screen(told).text
    found = [hit for hit in _SHARE.finditer(plain) if 0 < int(hit[1]) <= 100 and not _NOT_A_JOB_SHARE.match(hit["after"] or "")]
    for number, hit in enumerate(found):
        percent = float(hit[1])
        if hit[2] and percent <= int(hit[2]) <= 100:
            percent = (percent + int(hit[2])) / 2
        before = plain[found[number - 1].end() if number else max(0, hit.start() - 30) : hit.start()]
        after = plain[hit.end() : found[number + 1].start() if number + 1 < len(found) else hit.end() + 45]
        quote = told[hit.start() : hit.start("after") if hit["after"] else hit.end()].strip()
        if (number and _REST.search(re.split(r"[.;]", before)[-1])) or _REST.match(after.strip()):
            yield Share(percent, None, quote)
            continue
        following = re.split(r"[.;]|\bellers\b|\bresten\b", (hit["after"] or "") + after)[0]
        yield Share(percent, _season(following) or _season(re.split(r"[.;,]", before)[-1]), quote)
    if not found:
        yield from _said_otherwise(plain, told)


def _said_otherwise(plain: str, told: str) -> Iterator[Share]:
    hours, days = _HOURS.search(plain), _DAYS.search(plain)
    weeks, once = _WEEKS_A_YEAR.search(plain), _ONCE.search(plain)
    if hours:
        yield Share(
            min(100.0, round(float(hours[1].replace(",", ".")) / FULL_WEEK * 100)), None, told[hours.start() : hours.end()]
        )
    elif once:
        yield Share(round(100 / FULL_WEEK), None, told[once.start() : once.end()])
    elif days:
        yield Share(min(100.0, 20.0 * int(_NUMBERS.get(days[1]) or days[1])), None, told[days.start() : days.end()])
    elif weeks:
        yield Share(round(min(52, int(weeks[1])) / 52 * 100), None, told[weeks.start() : weeks.end()])
    else:
        for percent, pattern in _WORDS_FOR_SHARE:
            hit = pattern.search(plain)
            if hit:
                yield Share(percent, _season(plain[hit.end() : hit.end() + 40]), told[hit.start() : hit.end()])
                return


def _season(words: str) -> frozenset[int] | None:
    """Return the months that the words around a share name, None when it holds all year."""
    between = MONTH_RANGE.search(words)
    if between:
        months = months_between(NUMBERS[between[1]], NUMBERS[between[2]])
        return months if months != _YEAR_ROUND else None
    season = _SEASON.search(words)
    if season is None or (ANY_MONTH.search(words) and not season):
        return None
    if season["summer"] or season["summers"]:
        return months_between(*SUMMER)
    return months_between(*WINTER)
