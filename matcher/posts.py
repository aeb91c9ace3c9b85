"""What kind of posts an ad holds: roles, number, percent, form of employment, hours and start, read from its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from matcher.advert import Advert, fold
from matcher.lexicon import NUMBERS, Table, table

_ER = r"(?:e|en|ne|s|ar|ane|a)?"

# The first row that matches a stretch of words takes it, so compounds stand before the words they hold.
ROLE_WORDS: Final[Table] = table(
    ("R22", r"(?:helsefag)?lærling\w{0,4}|læreplass\w{0,4}|lærekandidat\w{0,3}|voksenlærling\w{0,3}|læregutt|apprentice\w{0,4}"),
    ("R51", r"(?:avdelings?|enhets?|seksjons?|virksomhets?|team|gruppe|sone|fag|tjeneste|tenest|bolig|nestavdelings?)-?(?:leder|leiar)\w{0,3}|avdelingssykepleier\w{0,3}|sykehjemsstyrer|"
            r"helse- og omsorgssjef|helsesjef|sykehjemsleder"),
    ("R06", r"(?:skole|skule)?helse(?:sykepleier|sykepleiar|sjukepleiar)\w{0,3}|helsesøst\w{2,4}|helsesyster"),
    ("R03", r"kreftsykepleier\w{0,3}|kreftsjukepleiar\w{0,3}|kreftkoordinator\w{0,2}|palliativ sykepleier"),
    ("R04", r"psykiatrisk\w{0,1} (?:sykepleier|sjukepleiar)\w{0,3}|sykepleier\w{0,3} (?:i |innen |til )?(?:psykisk helse|rus)|psykisk helsearbeider\w{0,2}|(?:rop|fact)-?(?:team|sykepleier)"),
    ("R05", r"avansert klinisk sykepleier\w{0,2}|aks(?:-sykepleier)?|geriatrisk sykepleier|klinisk spesialist i sykepleie"),
    ("R08", r"(?:fag(?:utviklings)?|undervisnings)-?(?:sykepleier|sjukepleiar)\w{0,3}|fagkoordinator\w{0,2}"),
    ("R02", r"(?:anestesi|intensiv|operasjons|spesial|barne|akutt)-?(?:sykepleier|sjukepleiar)\w{0,3}"),
    ("R07", r"(?:kommune|distrikts)?jordmor\w{0,3}|jordmødre\w{0,2}"),
    ("R01", rf"(?:hjemme|heime|natte?|turnus|distrikts|vikar|ferievikar|helge|ansvars|enhets)?(?:sykepleier|sjukepleiar){_ER}|spl|sykepl|nurses?|sjuksköterska"),
    ("R09", rf"(?:spesial)?(?:vernepleier|vernepleiar){_ER}|vpl"),
    ("R12", rf"(?:hjelpepleier|hjelpepleiar|omsorgsarbeider|omsorgsarbeidar){_ER}|hjpl"),
    ("R11", rf"(?:helsefagarbeider|helsefagarbeidar|omsorgsfagarbeider){_ER}|hfa|helsefagarb|undersköterska|fagarbeider{_ER}(?: (?:i )?(?:helse|pleie)\w{{0,6}})?"),
    ("R10", r"miljøterapeut\w{0,4}|miljøveileder\w{0,2}"),
    ("R16", r"bpa(?:-assistent\w{0,4})?|(?:brukarstyrt |brukerstyrt )?personle?i?g\w{0,2} assistent\w{0,4}|brukerstyrt personlig assistanse|assistent\w{0,4} til (?:\w{1,12} ){0,2}(?:mann|kvinne|dame|jente|gutt)\w{0,2}"),
    ("R17", r"støttekontakt\w{0,4}|fritidskontakt\w{0,4}|aktivitetskontakt\w{0,3}|støttekontaktar|treningskontakt\w{0,3}|fritidsassistent\w{0,3}"),
    ("R18", rf"avlast[ea]r{_ER}|avlastningshjem|besøkshjem|avlastningsassistent\w{{0,3}}|helgeavlaster{_ER}"),
    ("R21", r"barne-? ?(?:og|/) ?ungdoms-?arbeid[ea]r\w{0,3}|bua|barnepleier\w{0,2}"),
    ("R19", rf"miljø(?:arbeider|arbeidar|assistent|medarbeider|personale|personell){_ER}|boveileder\w{{0,3}}|boligassistent\w{{0,3}}|bomiljøarbeider|assistent\w{{0,3}} (?:i|til) (?:bofellesskap|bolig)\w{{0,3}}"),
    ("R20", r"aktivit[øo]r\w{0,4}|aktivitets(?:koordinator|leder|medarbeider|assistent)\w{0,3}|kulturkontakt|kultur- og aktivitets\w{3,14}|aktivitetsansvarlig"),
    ("R23", rf"ambulanse(?:arbeider|fagarbeider|arbeidar|personell){_ER}"),
    ("R24", rf"paramedisin[ea]r{_ER}|paramedic"),
    ("R26", r"tannhelsesekretær\w{0,3}|tannlegeassistent|klinikksekretær"),
    ("R25", r"(?:helse|lege)sekretær\w{0,4}|medisinsk sekretær|legekontormedarbeider"),
    ("R27", r"tannpleier\w{0,3}|tannpleiar\w{0,3}"),
    ("R28", r"(?:distrikts)?tannlege\w{0,3}"),
    ("R29", r"(?:kommune|barne)?fysioterapeut\w{0,4}|driftstilskudd fysio\w{0,8}"),
    ("R30", r"(?:kommune)?ergoterapeut\w{0,4}|hjelpemiddelkoordinator"),
    ("R31", r"bioingeniør\w{0,4}"),
    ("R32", r"radiograf\w{0,4}"),
    ("R34", r"sykehjemslege\w{0,2}|sjukeheimslege|overlege\w{0,2}|assistentlege|lege i spesialisering"),
    ("R33", r"fastlege\w{0,12}|kommune(?:over)?lege\w{0,10}|allmennlege\w{0,2}|legevaktslege\w{0,2}|legevaktlege|tilsynslege|turnuslege|legevikar\w{0,3}|lege(?:r|n)?(?= |$)(?! på)|legestilling"),
    ("R35", r"(?:kommune)?psykolog\w{0,10}"),
    ("R36", r"sosionom\w{0,4}|ruskonsulent\w{0,3}|sosialrådgiver|sosialkurator"),
    ("R37", r"barnevernspedagog\w{0,4}|barnevernkonsulent|barnevernskonsulent|kontaktperson barnevern"),
    ("R38", r"farmasøyt\w{0,3}|apoteker|provisor"),
    ("R39", r"apotektekniker\w{0,3}"),
    ("R40", r"portør\w{0,4}|sykehusbetjent"),
    ("R42", r"(?:institusjons|ernærings|diett|sykehjems)kokk\w{0,4}|kokk(?:er|en)?|kjøkkensjef|kjøkkenleder|storkjøkkenkokk"),
    ("R43", r"matvert\w{0,4}|(?:post)?kjøkken(?:assistent|medarbeider|hjelp|vert|medhjelper)\w{0,4}|måltidsvert\w{0,3}|kantine(?:assistent|medarbeider)\w{0,3}|oppvaskhjelp"),
    ("R45", r"vaskeri(?:medarbeider|arbeider|assistent|betjent)\w{0,3}|tøymedarbeider|medarbeider (?:til|i|på) vaskeri\w{0,3}|vaskeri"),
    ("R47", r"sterilsentral\w{0,12}|steriltekniker\w{0,2}"),
    ("R41", r"(?:renhold|reinhald|reinhold)s?(?:er|ar|ere|arar|operatør\w{0,3}|arbeider\w{0,3}|assistent\w{0,3}|medarbeider\w{0,3}|betjent\w{0,3})|vaskehjelp|reinhaldsoperatør\w{0,3}|cleaner\w?"),
    ("R44", r"vaktmester\w{0,5}|vaktmeister\w{0,4}|drifts(?:tekniker|operatør|medarbeider)\w{0,3}|byggdrifter\w{0,3}"),
    ("R46", r"(?:avdelings|post|service|miljø|hus)vert\w{0,4}|service(?:medarbeider|assistent|arbeider)\w{0,3}|husøkonom|hjelpemiddel(?:tekniker|medarbeider)"),
    ("R49", r"erfaringskonsulent\w{0,3}|erfaringsmedarbeider\w{0,3}|brukermedvirker|likeperson\w{0,3}"),
    ("R53", r"ikt-?(?:konsulent|rådgiver|støtte|medarbeider)\w{0,3}|brukerstøtte|systemansvarlig|superbruker|it-konsulent|e-helsekonsulent"),
    ("R48", r"(?:velferds|helse|trygghets)-?teknologi\w{0,14}|digital hjemmeoppfølging|responssenter\w{0,9}|e-helse\w{0,12}"),
    ("R50", r"saksbehandler\w{0,3}|saksbehandlar\w{0,3}|tildelingskontor\w{0,2}|koordinerende enhet|pasientkoordinator\w{0,3}|vedtaksbehandler"),
    ("R52", r"merkantil\w{0,3}|turnus(?:koordinator|planlegger|konsulent)\w{0,3}|ressursstyrer\w{0,3}|(?:avdelings|klinikk)?sekretær\w{0,3}|resepsjonsmedarbeider|bemannings(?:koordinator|konsulent)\w{0,3}|"
            r"helseadministra\w{3,8}|kontormedarbeider\w{0,3}"),
    ("R15", r"hjemmehjelp\w{0,4}|heimehjelp\w{0,4}|heimehjelpar\w{0,3}|praktisk bistand|husmorvikar"),
    ("R14", r"(?:våken |vaken |hvilende |kvilande )?nattevakt\w{0,4}|nattvakt\w{0,4}|natteven|nattpatrulje"),
    ("R13", rf"(?:pleie|helse|omsorgs|avdelings|vikar|helge|hjemmetjeneste|verne)?-?assistent\w{{0,5}}|pleie(?:medarbeider|medhjelper){_ER}|helsemedarbeider\w{{0,3}}|omsorgsmedarbeider\w{{0,3}}|"
            r"ufaglær\w{1,4}|pleier(?:e|en)?|ekstrahjelp|ass"),
)  # fmt: skip

_OUTSIDE: Final = re.compile(
    r"\b(?:barnehage|butikk|selger|kasse(?:medarbeider)?|daglig leder|lærer|lærar|pedagog(?:isk leder)?|rektor|sfo|skolefritid|(?:laste|tømmer|buss|drosje|varebil|renovasjons)\w{0,6}sjåfør|sjåfør|"
    r"sjafør|førar|hotell|resepsjonist|resepsjon(?!smed)|servitør|bartender|camping|alpin|skiheis|heisvert|skitrekk|skipatrulje|elektriker(?!.{0,20}omsorg)|tømrer(?!.{0,20}omsorg)|rørlegger|"
    r"maskinfører|anleggs|industri|fabrikk|lager|truck|regnskap|økonomi(?:medarbeider|konsulent|sjef)|advokat|jurist|ingeniør(?<!bioingeniør)|arkitekt|bonde|gårds|avløser|landbruk|"
    r"skog|hogst|tømmer|brann(?:konstabel|mannskap)|politi(?:betjent)|vekter|vektar|bibliotek\w*|prest|kirketjener|frisør|bilmekaniker|mekaniker|bakeri|baker|slakter|telefonselger|"
    r"lunsjvert|renovasjon|bussjåfør|badevakt|kulturskole|fritidsklubb|ungdomsklubb|driver)\w{0,8}"
)
_HEALTH_PLACE: Final = re.compile(
    r"\b(?:sykehjem|sjukeheim|omsorg|helse|pasient|beboer|bebuar|pleie|hjemmetjenest|heimetenest|bofellesskap|tjenestemottak|legekontor|legevakt|bruker(?:en|ne|s)?\b|avlastning|dagsenter|"
    r"bokollektiv|rehabilitering|hjemmebo|journal|institusjon|psykisk|rus\b|utviklingshem|funksjons|ambulanse|tannklinikk|apotek|bpa|rullestol|demens|helsehus|stell\b|brukarstyrt)\w{0,15}"
)
_OTHER_PLACE: Final = re.compile(
    r"\b(?:hotell|gjest|butikk|kunde|barnehage|skole(?!helse)|elev(?!er på helse|er fra)|trinn|sfo|transport|lastebil|tømmer|verksted|anlegg|fabrikk|camping|restaurant|turist|resepsjon|varer|salg|barnehageloven|"
    r"opplæringslov|skolen|pedagogisk)\w{0,15}"
)
_ANYWHERE: Final = frozenset(
    {"R13", "R14", "R41", "R42", "R43", "R44", "R45", "R46", "R51", "R52", "R53", "R21", "R22", "R20", "R50", "R10", "R37", "R11"}
)
"""Roles whose titles are also used outside health and care; the place of work decides."""

PROFESSIONS: Final = {
    "auth:SP": "R01", "auth:VP": "R09", "auth:HF": "R11", "auth:HP": "R12", "auth:OA": "R12", "auth:LE": "R33", "auth:JO": "R07", "auth:FT": "R29",
    "auth:ET": "R30", "auth:HE": "R25", "auth:AA": "R23", "auth:PM": "R24", "auth:TH": "R26", "auth:TL": "R28", "auth:TP": "R27", "auth:PS": "R35",
    "auth:FA": "R38", "auth:AT": "R39", "auth:BI": "R31", "auth:RA": "R32", "fagbrev:helsearbeiderfag": "R11",
}  # fmt: skip
LAWFUL: Final = {
    **{role: code for code, role in reversed(PROFESSIONS.items()) if code.startswith("auth:")},
    "R02": "auth:SP", "R03": "auth:SP", "R04": "auth:SP", "R05": "auth:SP", "R06": "auth:SP", "R08": "auth:SP", "R34": "auth:LE", "R12": "auth:HP|auth:OA",
}  # fmt: skip
"""The authorisation that a role's title demands by law."""

OPEN: Final = frozenset({"R13", "R14", "R15", "R16", "R17", "R18", "R19", "R41", "R43", "R44", "R45", "R46", "R40"})
"""Roles that people without care education may be hired for."""

_GROWS: Final = frozenset({"R01", "R09", "R11", "R12", "R13", "R23", "R24", "R29", "R30", "R36", "R37", "R04"})
"""Roles named after a profession: an ad for one that accepts another profession is an ad for both."""

_SEEKS: Final = re.compile(
    r"\b(?:søker|søkjer|søke etter|ledig\w{0,2}|lyser ut|lysar ut|trenger|treng|ansetter|tilset|tilsetter|stilling\w{0,5} (?:som|for|til)|vikariat\w{0,2} som|vi ser etter|du kan være|"
    r"looking for|vacan\w{2,4}|jobb(?:e)? som|velkommen som|engasjement som|tilbyr)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A role named in the text, at ``start`` to ``end`` of the folded text."""

    role: str
    start: int
    end: int


def mentions(text: str) -> list[Mention]:
    """Return the roles that a folded text names, in order; a stretch of words is taken once."""
    taken: list[tuple[int, int]] = []
    found: list[Mention] = []
    for role, pattern in ROLE_WORDS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            found.append(Mention(role=role, start=match.start(), end=match.end()))
            if len(found) > 400:
                return sorted(found, key=lambda mention: mention.start)
    return sorted(found, key=lambda mention: mention.start)


def roles(advert: Advert, title: str, wanted: Iterable[str], open_door: bool) -> tuple[str, ...]:
    """Return the roles that the ad's posts fill, () when it is no post in health and care.

    Parameters
    ----------
    wanted : iterable of str
        Codes of the qualifications named in demands and wishes; they extend a heading that names a profession.
    open_door : bool
        The ad takes people without care education.
    """
    heading = fold(title)[0]
    named = _unique(mention.role for mention in mentions(heading))
    if _outside(heading, named, advert.text):
        return ()
    if not named:
        named = _unique(_sought(advert))
        if named and _outside("", named, advert.text):
            return ()
    professions = [PROFESSIONS[code] for code in wanted if code in PROFESSIONS]
    if not named:
        if not _HEALTH_PLACE.search(heading + " " + advert.text):
            return ()
        named = professions
    if "R01" in named and re.search(r"psykisk helse|\brus\b|rusomsorg|psykiatri", heading):
        named.append("R04")
    if "R22" in named:
        return ("R22",)
    extended = list(named)
    if named and set(named) <= _GROWS:
        extended += professions
        if open_door and set(named) & {"R01", "R09", "R11", "R12"}:
            extended.append("R13")
    elif not named and open_door:
        extended.append("R13")
    if set(named) & {"R18", "R19"} and "fagbrev:barne-ungdom" in set(wanted) and re.search(r"\bbarn|avlast", heading + advert.text):
        extended.append("R21")
    if (
        len(set(extended)) > 1
        and "R13" in extended
        and set(extended) & {"R14", "R15", "R16", "R17", "R18", "R19", "R41", "R43", "R46"}
        and "R13" not in named
    ):
        extended.remove("R13")
    return tuple(sorted(set(extended)))


def _sought(advert: Advert) -> Iterator[str]:
    """Yield the roles in sentences that announce a post, and in the lists that follow them."""
    announced = -2
    for sentence in advert.sentences:
        words = advert.words(sentence)
        if sentence.section == "duty":
            continue
        seek = _SEEKS.search(words)
        if seek or (sentence.bullet and announced >= 0):
            yield from (mention.role for mention in mentions(words[seek.start() if seek else 0 :]))
        if seek:
            announced = sentence.line if sentence.section in {"body", "seek"} else -2
        elif not sentence.bullet:
            announced = -2


def _unique(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))


def outside(advert: Advert, title: str) -> bool:
    """Return whether the ad's heading and place of work tell of a post outside health and care."""
    heading = fold(title)[0]
    return _outside(heading, _unique(mention.role for mention in mentions(heading)), advert.text)


def _outside(heading: str, named: list[str], text: str) -> bool:
    """Return whether the post is outside health: its title says so, or its title is used in many trades and the place does."""
    health = len(_HEALTH_PLACE.findall(heading)) * 3 + len(_HEALTH_PLACE.findall(text))
    other = len(_OTHER_PLACE.findall(heading)) * 3 + len(_OTHER_PLACE.findall(text))
    if _OUTSIDE.search(heading) and not (set(named) - _ANYWHERE) and (not named or other >= health):
        return True
    return bool(named) and set(named) <= _ANYWHERE and other > health


# --- number, percent, form, hours, start ----------------------------------------------------------------------

_COUNT = r"(\d{1,3}|en|én|ei|ett|et|ein|éin|to|tre|fire|fem|seks|sju|syv|åtte|ni|ti|tolv|one|two|three|four|five)"
_POSITIONS: Final = re.compile(
    rf"\b(?:ca\.? |inntil |opptil |om lag |rundt )?{_COUNT} (?:nye? |ledige? |faste? |vikariat(?:er)? |engasjerte |dyktige |flinke |store |deltids|(?:\d{{1,3}}(?:[.,]\d+)? ?%-? ?)|årsverk ){{0,3}}"
    r"(?:helge?|deltids|natt|fagarbeider|sykepleier|sommer|assistent|dag)?-?(?:stilling(?:er|ar|en)?|læreplass(?:er|ar)?|lærling(?:er|ar)?|sommervikar(?:er|ar)?|vikariat(?:er)?|vikar(?:er|ar)?|"
    r"positions?|hjemler|hjemmel|jobber)\b"
)
_PEOPLE: Final = re.compile(rf"\b{_COUNT} (?:\w{{1,12}} ){{0,2}}$")
_TIMES: Final = re.compile(rf"\b{_COUNT} ?x\b|(?:^|\s){_COUNT} stk\b")
_PLURAL: Final = re.compile(
    r"\bflere\b|\bfleire\b|\balltid\b|\bvikarlist|\bstillingene\b|\bstillinger\b|\bstillingar\b|\bkontinuerlig"
)
_SINGLE: Final = re.compile(
    r"\b(?:stilling(?:en|a)?|vikariat(?:et)?|engasjement(?:et)?|hjemmel|ein ny|en ny|én|plass|legestilling|post|støttekontakt|lærling)\b"
)

_NUMBER = r"(\d{1,3}(?:[.,]\d{1,2})?)"
_PERCENT: Final = re.compile(
    rf"(?<![\d.,]){_NUMBER}(?: ?(?:%|prosent|pst\.?))?(?: ?(?:-|–|—|til|og opp til|opp til|og|eller|/) ?{_NUMBER})? ?(?:%|prosent\b|pst\b|percent\b)"
)
_NOT_POST: Final = re.compile(
    r"tillegg|rabatt|av (?:brukerne|beboerne|pasientene|de ansatte|tiden|stillingen|befolkningen|innbyggerne)|lønnsøkning|pensjon|nedskriv|sykefravær|kommunale oppgaver|av utgiftene|dekning|refusjon|øremerk"
)
_POST: Final = re.compile(
    r"stilling|fast|vikariat|deltid|heltid|\bpost\b|\bx\b|%-|engasjement|prosent|\||vikar|hjemmel|ledig|søker|søkjer|læretid|lærling|position|økes|auk|sykepleier|assistent|jobb"
)

_FORMS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (form, re.compile(pattern))
    for form, pattern in (
        ("laerling", r"\blærling\w{0,4}|\blæreplass\w{0,3}|\blærekandidat\w{0,2}|\bapprentice"),
        (
            "sommer",
            r"\bsommer(?:jobb|vikar|hjelp|avløs)\w{0,5}|\bferie(?:vikar|avløs|jobb|hjelp)\w{0,5}|\bsumar(?:vikar|jobb)\w{0,4}|\bsommeren \d{4}",
        ),
        (
            "tilkalling",
            r"\btilkalling\w{0,10}|\bringevikar\w{0,4}|\bekstravakt(?:er)? (?:søkes|ved behov)|\bvikarpool|\bvikarliste?\w{0,2}|\bvikarer\b|\bvikarar\b|\bpå kall\b|\btimevikar\w{0,3}",
        ),
        ("vikariat", r"\bvikariat\w{0,4}|\bvikarstilling\w{0,3}|\bvikar\b|\btemporary"),
        (
            "engasjement",
            r"\bengasj\w{0,7}|\bprosjektstilling\w{0,3}|\bsesong\w{0,10}|\boppdragstak\w{0,4}|\boppdragsavtale|\bmidlertidig\w{0,2}|\bmellombels\w{0,2}|\btidsbegrenset|\båremål",
        ),
    )
)
_FIXED: Final = re.compile(
    r"\bfast\w{0,1}(?:e|a)? (?:\w{1,14} |\d{1,3}(?:[.,]\d+)? ?%,? ?){0,2}(?:ansatt|stilling|tilset|ansettelse|jobb|deltid|helge)|\d ?%,? fast|\bfast(?:e)? (?:stilling|ansett|tilset)|stilling\w{0,3},? fast\b|"
    r"tilsettes fast|ansettes fast|,\s?fast\b|permanent"
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
    counted = [_to_int(match.group(1)) for match in _POSITIONS.finditer(fold(title)[0] + "\n" + text)]
    many = [number for number in counted if number > 1]
    if many:
        return max(many)
    for mention in mentions(text)[:60]:
        before = text[max(0, mention.start - 40) : mention.start]
        seek = text[max(0, mention.start - 90) : mention.start]
        if (number := _PEOPLE.search(before)) and _SEEKS.search(seek) and (value := _to_int(number.group(1))) > 1:
            return value
    if counted:
        return 1
    if _PLURAL.search(text) or (
        re.search(r"(?:ere|arar|er|ar)(?: til| på|,|$)", fold(title)[0].split(" – ")[0]) and not _SINGLE.search(text)
    ):
        return None
    return 1


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
    pattern = r"\b(\d{1,2}(?:[.,]\d{1,2})?|to|tre|fire|fem|seks)(?: ?(?:-|–|til) ?(\d{1,2}))? timer?a?r? (?:i|per|pr\.?|kvar|hver|a) ?(?:uken?|uka|veken?|veka|week)"
    for match in re.finditer(pattern, advert.text):
        if re.search(r"full|heltid|37|35,5|35\.5|33,6", advert.text[max(0, match.start() - 20) : match.end() + 15]):
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
                r"veiled|melde|sommer som|i tillegg|kombiner|begynte som|mulighet|også|samarbeid|rettlei|for lærling", before
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
_DATE: Final = re.compile(
    rf"\b(?:fra|frå|oppstart\w*|tiltredelse|start\w*|from)\W(?:\w{{1,10}}\W){{0,3}}?(\d{{1,2}})\.? ?({'|'.join(_MONTHS)}|\d{{1,2}}\.)(?: ?(20\d\d))?"
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
