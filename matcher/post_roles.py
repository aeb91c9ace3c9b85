"""The roles of the catalogue that an ad's posts fill, read from its heading, its announcement and its qualifications."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from matcher.advert import Advert, fold
from matcher.lexicon import Table, table

_ER = r"(?:e|en|ne|s|ar|ane|a)?"

# The first row that matches a stretch of words takes it, so compounds stand before the words they hold.
ROLE_WORDS: Final[Table] = table(
    ("R22", r"(?:helsefag)?lærling\w{0,4}|læreplass\w{0,4}|lærekandidat\w{0,3}|voksenlærling\w{0,3}|læregutt|apprentice\w{0,4}"),
    ("R51", r"(?:avdelings?|enhets?|seksjons?|virksomhets?|team|gruppe|sone|fag|tjeneste|tenest|bolig|"
            r"nestavdelings?)-?(?:leder|leiar)\w{0,3}|avdelingssykepleier\w{0,3}|sykehjemsstyrer|"
            r"helse- og omsorgssjef|helsesjef|sykehjemsleder"),
    ("R06", r"(?:skole|skule)?helse(?:sykepleier|sykepleiar|sjukepleiar)\w{0,3}|helsesøst\w{2,4}|helsesyster"),
    ("R03", r"kreftsykepleier\w{0,3}|kreftsjukepleiar\w{0,3}|kreftkoordinator\w{0,2}|palliativ sykepleier"),
    ("R04", r"psykiatrisk\w{0,1} (?:sykepleier|sjukepleiar)\w{0,3}|sykepleier\w{0,3} (?:i |innen |til )?(?:psykisk helse|"
            r"rus)|psykisk helsearbeider\w{0,2}|(?:rop|fact)-?sykepleier"),
    ("R05", r"avansert klinisk sykepleier\w{0,2}|aks(?:-sykepleier)?|geriatrisk sykepleier|klinisk spesialist i sykepleie"),
    ("R08", r"(?:fag(?:utviklings)?|undervisnings)-?(?:sykepleier|sjukepleiar)\w{0,3}|fagkoordinator\w{0,2}"),
    ("R02", r"(?:anestesi|intensiv|operasjons|spesial|barne|akutt)-?(?:sykepleier|sjukepleiar)\w{0,3}"),
    ("R07", r"(?:kommune|distrikts)?jordmor\w{0,3}|jordmødre\w{0,2}"),
    ("R01", rf"(?:hjemme|heime|natte?|turnus|distrikts|vikar|ferievikar|helge|ansvars|enhets)?(?:sykepleier|"
            rf"sjukepleiar){_ER}|spl|sykepl|nurses?|sjuksköterska"),
    ("R09", rf"(?:spesial)?(?:vernepleier|vernepleiar){_ER}|vpl"),
    ("R12", rf"(?:hjelpepleier|hjelpepleiar|omsorgsarbeider|omsorgsarbeidar){_ER}|hjpl"),
    ("R11", rf"(?:helsefagarbeider|helsefagarbeidar|omsorgsfagarbeider){_ER}|hfa|helsefagarb|undersköterska|"
            rf"fagarbeider{_ER}(?: (?:i )?(?:helse|pleie)\w{{0,6}})?"),
    ("R10", r"miljøterapeut\w{0,4}|miljøveileder\w{0,2}"),
    ("R16", r"bpa(?:-assistent\w{0,4})?|(?:brukarstyrt |brukerstyrt )?personle?i?g\w{0,2} assistent\w{0,4}|"
            r"brukerstyrt personlig assistanse|assistent\w{0,4} til (?:\w{1,12} ){0,2}(?:mann|kvinne|dame|jente|gutt)\w{0,2}"),
    ("R17", r"støttekontakt\w{0,4}|fritidskontakt\w{0,4}|aktivitetskontakt\w{0,3}|støttekontaktar|treningskontakt\w{0,3}|"
            r"fritidsassistent\w{0,3}"),
    ("R18", rf"avlast[ea]r{_ER}|avlastningshjem|besøkshjem|avlastningsassistent\w{{0,3}}|helgeavlaster{_ER}"),
    ("R21", r"barne-? ?(?:og|/) ?ungdoms-?arbeid[ea]r\w{0,3}|bua|barnepleier\w{0,2}"),
    ("R19", rf"miljø(?:arbeider|arbeidar|assistent|medarbeider|personale|personell){_ER}|boveileder\w{{0,3}}|"
            rf"boligassistent\w{{0,3}}|bomiljøarbeider|assistent\w{{0,3}} (?:i|til) (?:bofellesskap|bolig)\w{{0,3}}"),
    ("R20", r"aktivit[øo]r\w{0,4}|aktivitets(?:koordinator|leder|medarbeider|assistent)\w{0,3}|kulturkontakt|"
            r"kultur- og aktivitets\w{3,14}|aktivitetsansvarlig"),
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
    ("R33", r"fastlege\w{0,12}|kommune(?:over)?lege\w{0,10}|allmennlege\w{0,2}|legevaktslege\w{0,2}|legevaktlege|"
            r"tilsynslege|turnuslege|legevikar\w{0,3}|lege(?:r|n)?(?= |$)(?! på)|legestilling"),
    ("R35", r"(?:kommune)?psykolog\w{0,10}"),
    ("R36", r"sosionom\w{0,4}|ruskonsulent\w{0,3}|sosialrådgiver|sosialkurator"),
    ("R37", r"barnevernspedagog\w{0,4}|barnevernkonsulent|barnevernskonsulent|kontaktperson barnevern"),
    ("R38", r"farmasøyt\w{0,3}|apoteker|provisor"),
    ("R39", r"apotektekniker\w{0,3}"),
    ("R40", r"portør\w{0,4}|sykehusbetjent"),
    ("R42", r"(?:institusjons|ernærings|diett|sykehjems)kokk\w{0,4}|kokk(?:er|en)?|kjøkkensjef|kjøkkenleder|storkjøkkenkokk"),
    ("R43", r"matvert\w{0,4}|(?:post)?kjøkken(?:assistent|medarbeider|hjelp|vert|medhjelper)\w{0,4}|måltidsvert\w{0,3}|"
            r"kantine(?:assistent|medarbeider)\w{0,3}|oppvaskhjelp"),
    ("R45", r"vaskeri(?:medarbeider|arbeider|assistent|betjent)\w{0,3}|tøymedarbeider|medarbeider (?:til|i|"
            r"på) vaskeri\w{0,3}|vaskeri"),
    ("R47", r"sterilsentral\w{0,12}|steriltekniker\w{0,2}"),
    ("R41", r"(?:renhold|reinhald|reinhold)s?(?:er|ar|ere|arar|operatør\w{0,3}|arbeider\w{0,3}|assistent\w{0,3}|"
            r"medarbeider\w{0,3}|betjent\w{0,3})|vaskehjelp|reinhaldsoperatør\w{0,3}|cleaner\w?"),
    ("R44", r"vaktmester\w{0,5}|vaktmeister\w{0,4}|drifts(?:tekniker|operatør|medarbeider)\w{0,3}|byggdrifter\w{0,3}"),
    ("R46", r"verter|vertene|vert (?:på|i|ved) (?:post|avdeling|sykehjem|sjukeheim)\w{0,4}|(?:avdelings|post|service|miljø|"
            r"hus)vert\w{0,4}|service(?:medarbeider|assistent|arbeider)\w{0,3}|husøkonom|"
            r"hjelpemiddel(?:tekniker|medarbeider)"),
    ("R49", r"erfaringskonsulent\w{0,3}|erfaringsmedarbeider\w{0,3}|brukermedvirker|likeperson\w{0,3}"),
    ("R53", r"ikt-?(?:konsulent|rådgiver|støtte|medarbeider)\w{0,3}|brukerstøtte|systemansvarlig|superbruker|it-konsulent|"
            r"e-helsekonsulent"),
    ("R48", r"(?:velferds|helse|trygghets)-?teknologi\w{0,14}|digital hjemmeoppfølging|responssenter\w{0,9}|e-helse\w{0,12}"),
    ("R50", r"saksbehandler\w{0,3}|saksbehandlar\w{0,3}|tildelingskontor\w{0,2}|koordinerende enhet|"
            r"pasientkoordinator\w{0,3}|vedtaksbehandler"),
    ("R52", r"merkantil\w{0,3}|turnus(?:koordinator|planlegger|konsulent)\w{0,3}|ressursstyrer\w{0,3}|(?:avdelings|"
            r"klinikk)?sekretær\w{0,3}|resepsjonsmedarbeider|bemannings(?:koordinator|konsulent)\w{0,3}|"
            r"helseadministra\w{3,8}|kontormedarbeider\w{0,3}"),
    ("R15", r"hjemmehjelp\w{0,4}|heimehjelp\w{0,4}|heimehjelpar\w{0,3}|praktisk bistand|husmorvikar"),
    ("R14", r"(?:våken|vaken|våkne|vakne) (?:natt|nattstilling|nettar|netter)|(?:våken |vaken |hvilende |"
            r"kvilande )?nattevakt\w{0,4}|nattvakt\w{0,4}|natteven|nattpatrulje"),
    ("R13", rf"(?:pleie|helse|omsorgs|avdelings|vikar|helge|hjemmetjeneste|verne)?-?assistent\w{{0,5}}|pleie(?:medarbeider|"
            rf"medhjelper){_ER}|helsemedarbeider\w{{0,3}}|omsorgsmedarbeider\w{{0,3}}|"
            r"ufaglær\w{1,4}|pleier(?:e|en)?|ekstrahjelp|ass"),
)  # fmt: skip

_OUTSIDE: Final = re.compile(
    r"\b(?:barnehage|butikk|selger|kasse(?:medarbeider)?|daglig leder|lærer|lærar|pedagog(?:isk leder)?|rektor|sfo|"
    r"skolefritid|(?:laste|tømmer|buss|drosje|varebil|renovasjons)\w{0,6}sjåfør|sjåfør|"
    r"sjafør|førar|hotell|resepsjonist|resepsjon(?!smed)|servitør|bartender|camping|alpin|skiheis|heisvert|skitrekk|"
    r"skipatrulje|elektriker(?!.{0,20}omsorg)|tømrer(?!.{0,20}omsorg)|rørlegger|"
    r"maskinfører|anleggs|industri|fabrikk|lager|truck|regnskap|økonomi(?:medarbeider|konsulent|sjef)|advokat|jurist|"
    r"ingeniør(?<!bioingeniør)|arkitekt|bonde|gårds|avløser|landbruk|"
    r"skog(?:s|bruk|industri|arbeid|entrepren|maskin)|hogst|tømmer|brann(?:konstabel|mannskap)|politi(?:betjent)|vekter|"
    r"vektar|bibliotek\w{0,20}|prest|kirketjener|frisør|"
    r"bilmekaniker|mekaniker|bakeri|baker|slakter|telefonselger|"
    r"lunsjvert|renovasjon|bussjåfør|badevakt|kulturskole|fritidsklubb|ungdomsklubb|driver)\w{0,8}"
)
_HEALTH_PLACE: Final = re.compile(
    r"\b(?:sykehjem|sjukeheim|omsorg|helse|pasient|beboer|bebuar|pleie|hjemmetjenest|heimetenest|bofellesskap|"
    r"tjenestemottak|legekontor|legevakt|bruker(?:en|ne|s)?\b|avlastning|dagsenter|"
    r"bokollektiv|rehabilitering|hjemmebo|journal|institusjon|psykisk|rus\b|utviklingshem|funksjons|ambulanse|tannklinikk|"
    r"apotek|bpa|rullestol|demens|helsehus|stell\b|brukarstyrt)\w{0,15}"
)
_OTHER_PLACE: Final = re.compile(
    r"\b(?:hotell|gjest|kunde|barnehage|skole(?!helse)|elev(?!er på helse|er fra)|trinn|sfo|transport|lastebil|"
    r"tømmer|verksted|anlegg|fabrikk|camping|restaurant|turist|resepsjon|barnehageloven|"
    r"opplæringslov|skolen|pedagogisk)\w{0,15}"
)
_EARLIER_WORK: Final = re.compile(
    r"\b(?:erfaring|røynsle|praksis|bakgrunn|jobbet|jobba|arbeidet|vært) (?:fra|frå|i|på|innen|som)\b[^.\n]{0,60}"
)
"""Where the applicant has worked says nothing about this post."""
_ANYWHERE: Final = frozenset(
    {"R13", "R14", "R41", "R42", "R43", "R44", "R45", "R46", "R51", "R52", "R53", "R21", "R22", "R20", "R50", "R10", "R37", "R11"}
)
"""Roles whose titles are also used outside health and care; the place of work decides."""

PROFESSIONS: Final = {
    "auth:SP": "R01", "auth:VP": "R09", "auth:HF": "R11", "auth:HP": "R12", "auth:OA": "R12", "auth:LE": "R33",
    "auth:JO": "R07", "auth:FT": "R29",
    "auth:ET": "R30", "auth:HE": "R25", "auth:AA": "R23", "auth:PM": "R24", "auth:TH": "R26", "auth:TL": "R28",
    "auth:TP": "R27", "auth:PS": "R35",
    "auth:FA": "R38", "auth:AT": "R39", "auth:BI": "R31", "auth:RA": "R32", "fagbrev:helsearbeiderfag": "R11",
}  # fmt: skip
LAWFUL: Final = {
    **{role: code for code, role in reversed(PROFESSIONS.items()) if code.startswith("auth:")},
    "R02": "auth:SP", "R03": "auth:SP", "R04": "auth:SP", "R05": "auth:SP", "R06": "auth:SP", "R08": "auth:SP",
    "R34": "auth:LE", "R12": "auth:HP|auth:OA",
}  # fmt: skip
"""The authorisation that a role's title demands by law."""

OPEN: Final = frozenset({"R13", "R14", "R15", "R16", "R17", "R18", "R19", "R41", "R43", "R44", "R45", "R46", "R40"})
"""Roles that people without care education may be hired for."""

_GROWS: Final = frozenset({"R01", "R09", "R11", "R12", "R13", "R23", "R24", "R29", "R30", "R36", "R37", "R04"})
"""Roles named after a profession: an ad for one that accepts another profession is an ad for both."""

_HOST: Final = re.compile(r"\bvert\b(?! (?:lyst|søkt|ledig))")
_SHARED_HOME: Final = re.compile(r"\bb[ou]fellesskap|\bbarnebolig|\bbolig for (?:voksne|unge|mennesker|personer)")
_ONE_USER: Final = re.compile(
    r"\b(?:mann|kvinne|dame|jente|gutt|student|ungdom) (?:på|i) \d\d\w{0,4}(?:[ -]\w{1,10}){0,6} (?:treng|trenger|søker|"
    r"søkjer) (?:\w{1,8} )?assistent|"
    r"\b(?:jeg|eg) (?:er|har) [^.\n]{0,80}(?:søker|søkjer|trenger|treng) (?:\w{1,10} ){0,2}assistent"
)
"""One person who asks for an assistant of their own."""
_STAND_INS: Final = re.compile(
    r"vikar(?:er|ar)?\b|vikarjobb|(?:sommer|sumar|sommar|ferie)jobb|\bekstra ?(?:vakt|hjelp)|tilkalling"
)
"""Headings of lists for stand-ins; who has no papers works as an assistant."""
_CHILDREN: Final = re.compile(r"\bbarn(?!e- ?og|e-)|avlast")
_MENTAL_HEALTH: Final = re.compile(r"psykisk helse|psykiske? lidels|\brus\b|rusomsorg|psykiatri")
_WORK: Final[Table] = table(
    ("R41", r"(?:renhold|renhald|reinhald|reinhold)\w{0,5}"),
    ("R43", r"kjøkken\w{0,2}"),
    ("R16", r"brukerstyrt personlig assistanse"),
    ("R15", r"praktisk bistand"),
)
"""Work that a heading may name instead of a title ("ringevikar på kjøkken")."""

SEEKS: Final = re.compile(
    r"\b(?:søker|søkjer|søke etter|ledig\w{0,2}|lyser ut|lysar ut|trenger|treng|ansetter|tilset|tilsetter|"
    r"stilling\w{0,5} (?:som|for|til)|vikariat\w{0,2} som|vi ser etter|du kan være|"
    r"er du|for deg som er|looking for|vacan\w{2,4}|jobb(?:e)? som|velkommen som|engasjement som|tilbyr)\b"
)


INVITES: Final = re.compile(
    r"\b(?:velkom\w{0,4}|kan (?:også |òg )?(?:søke|søkje)|oppfordr\w{1,3}|oppmod\w{1,4}|(?:har )?bruk for|behov for)\b"
)
"""Words after a trade that make it one of those who may come."""


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
        named = (
            [role for role, pattern in _WORK if pattern.search(heading)] or _unique(_sought(advert)) or _unique(_invited(advert))
        )
        if named and _outside("", named, advert.text):
            return ()
    professions = [PROFESSIONS[code] for code in wanted if code in PROFESSIONS]
    if not named:
        if not _HEALTH_PLACE.search(heading + " " + advert.text):
            return ()
        named = professions
    if _HOST.search(heading) and "R43" not in named:
        named.append("R46")
    if named == ["R13"] and _ONE_USER.search(advert.text):
        named = ["R16"]
    if set(named) & {"R16", "R17", "R18", "R19"}:  # "assistent (BPA)" is one post, not two
        named = [role for role in named if role != "R13"]
    elif named == ["R13"] and _SHARED_HOME.search(heading):
        named = ["R19"]
    if "R01" in named and _MENTAL_HEALTH.search(heading):
        named.append("R04")
    if "R22" in named:
        return ("R22",)
    extended = list(named)
    if named and set(named) <= _GROWS:
        extended += professions
        if open_door and set(named) & {"R01", "R09", "R11", "R12"}:
            extended.append("R13")
    elif (not named and open_door) or (not named and _STAND_INS.search(heading)):
        extended.append("R13")
    if set(named) & {"R18", "R19"} and "fagbrev:barne-ungdom" in set(wanted) and _CHILDREN.search(heading + advert.text):
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
        seek = SEEKS.search(words)
        if seek or (sentence.bullet and announced >= 0):
            yield from (mention.role for mention in mentions(words[seek.start() if seek else 0 :]))
        if seek:
            announced = sentence.line if sentence.section in {"body", "seek"} else -2
        elif not sentence.bullet:
            announced = -2


def _invited(advert: Advert) -> Iterator[str]:
    """Yield the roles in sentences that bid somebody welcome."""
    for sentence in advert.sentences:
        words = advert.words(sentence)
        if sentence.section != "duty" and INVITES.search(words):
            yield from (mention.role for mention in mentions(words))


def _unique(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))


def outside(advert: Advert, title: str) -> bool:
    """Return whether the ad's heading and place of work tell of a post outside health and care."""
    heading = fold(title)[0]
    return _outside(heading, _unique(mention.role for mention in mentions(heading)), advert.text)


def _outside(heading: str, named: list[str], text: str) -> bool:
    """Return whether the post is outside health: its title says so, or its title is used in many trades and the place does."""
    health = len(_HEALTH_PLACE.findall(heading)) * 3 + len(_HEALTH_PLACE.findall(text))
    other = len(_OTHER_PLACE.findall(heading)) * 3 + len(_OTHER_PLACE.findall(_EARLIER_WORK.sub(" ", text)))
    if _OUTSIDE.search(heading) and not (set(named) - _ANYWHERE) and (not named or other >= health):
        return True
    return bool(named) and set(named) <= _ANYWHERE and other > health
