"""What an ad offers or allows (training, housing, people without papers), and whom it would take in second line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from matcher.advert import MUST, NOT, SHOULD, Advert
from matcher.lexicon import Table, table

_EDU = (
    r"(?:utdan\w{1,7}|fagutdan\w{1,6}|fagbrev\w{0,2}|helsefag\w{0,5} utdan\w{1,6}|formell (?:utdan\w{1,6}|kompetanse|"
    r"bakgrunn)|formelle (?:krav|kvalifikasjon\w{0,4})|"
    r"vitnemål|papirer|fagkompetanse|helseutdan\w{1,6}|helsefaglig bakgrunn|autorisasjon|qualifications?|education|"
    r"kompetanse|skolegang)"
)
_GAP = r"(?:\w{1,25}\W{1,3}){0,4}?"
_UNTRAINED = r"(?:ufaglær[td]e?\w{0,2}|ikke-faglærte?|unskilled)"

PROPERTIES: Final[Table] = table(
    ("unqualified_ok",
     rf"{_UNTRAINED}|(?:ingen|inga|ikke|ikkje|uten|utan|intet|no|not) {_GAP}(?:krav|krever|kreves|krevst|nødvendig|naudsynt|"
     rf"behøver|trenger|treng|spør|etter)? ?"
     rf"(?:til |om |etter |with |på )?{_GAP}{_EDU}|{_EDU} {_GAP}(?:unødvendig|unødig|uvesentlig|uten betydning|"
     rf"utan betydning|spiller ingen rolle|(?:ikke|ikkje|ingen|not) {_GAP}(?:krav|nødvendig\w{{0,2}}|kreves|krevst|naudsynt|"
     rf"vilkår|betingelse|påkrevd|required|"
     rf"necessary|needed|viktig))|assistenter uten (?:\w{{1,12}} )?{_EDU}|(?:har du|om du) ikke {_EDU}"),
    ("student_ok", r"(?:sykepleier|vernepleier|medisin|lege|helsefag|fysioterapi|sjukepleiar|psykologi)?-?student\w{0,4}|"
                   r"students?|passer (?:\w{1,8} )?(?:ved siden av|for deg som) "
                   r"(?:\w{1,6} )?(?:stud\w{1,6}|skole)|elev\w{0,4}|skoleelev\w{0,3}|kombineres med (?:stud\w{1,6}|skole)"),
    ("training_offered", r"(?:god |grundig )?opplæring(?!srett|sloven|slova|skontor|splan|splass)(?:s?vakter?|sprogram|"
                         r"speriode)?\w{0,3}|opplæringsvakt\w{0,3}|introduksjon\w{0,9}|"
                         r"introkurs\w{0,3}|(?:god|grundig) innføring|innføring i (?:rutin|oppgav|tjenest|arbeid)\w{0,8}|"
                         r"oppstartsprogram\w{0,3}|onboarding|(?:legemiddel|medikament|medisin)kurs\w{0,3}|fadder\w{0,7}|"
                         r"mentor\w{0,7}|"
                         r"(?:følge[rs]?|fylgjer?|følgjer|sammen med|saman med|går med) (?:\w{1,12} ){0,3}(?:kolleg\w{1,4}|"
                         r"person|nattevakt\w{0,2}|fagarbeider|ansatt)|(?:lærer|lære|lærar) (?:deg|bort)|(?:fast|egen|faglig|"
                         r"fagleg|"
                         r"eigen) (?:faglig )?(?:veileder|rettleiar|veiledar)|"
                         r"kurs i \w{2,20}|kursing|får (?:du )?(?:\w{1,9} ){0,2}(?:kurs|veiledning)|kurs|veiledning|"
                         r"rettleiing|training|learning|lært opp|medvakt\w{0,3}|hospitering"),
    ("inclusion", r"hull i cv\w{0,5}|hol i cv\w{0,5}|tilrettelegging\w{0,3}|nedsatt\w{0,3} (?:funksjon|arbeids)\w{1,8}|"
                  r"funksjonsnedsett?\w{2,6}|ia-(?:virksomhet|bedrift|verksemd)\w{0,4}|"
                  r"inkluderende arbeidsliv|inkluderande arbeidsliv|mangfold\w{0,3}|mangfald\w{0,3}|lønnstilskudd|"
                  r"lønnstilskot|(?:kandidat\w{0,3}|søker\w{0,3}|folk|via|gjennom|henvist) "
                  r"(?:fra |frå |via |av )?nav|flyktning\w{0,4}|innvandrerbakgrunn|innvandrarbakgrunn|"
                  r"etnisk\w{0,2} (?:bakgrunn|opphav|tilhørighet)|minoritet\w{0,6}|annen bakgrunn|"
                  r"voksenopplæringen|vaksenopplæringa|stått (?:\w{1,10} ){0,3}(?:uten|utan|utenfor|utanfor)|(?:lenge|"
                  r"lang tid) (?:uten|utan|utenfor|utanfor) (?:jobb|arbeid)\w{0,6}|(?:utenfor|utanfor) arbeidslivet|"
                  r"arbeidsledige?|(?:uavhengig av|uansett) (?:\w{1,10} )?(?:alder|kjønn|bakgrunn)|cv-hull|nyankomne|"
                  r"gjenspeile befolkningen"),
    ("route:fagbrev_paa_jobb", r"fagbrev(?:et)? (?:på|mens|i|ved siden|hos|gjennom|som praksis)\W(?:jobb\w{0,3}|du|"
                               r"arbeid\w{0,4}|av|oss|praksis\w{0,9})|"
                               r"(?:ta|fram til|frem til|fullføre|oppnå|mot|få) fagbrev\w{0,2}|praksiskandidat\w{0,6}"),
    ("offer:housing",
    r"(?:hjelp\w{0,3}|tilby\w{0,2}|skaff\w{0,2}|leie|leige|leid\w{0,2}|rimelig\w{0,2}|rimeleg\w{0,2}|gratis|fri|"
                      r"finne|billig\w{0,2}|ledige?|bistå\w{0,2}|være behjelpelig|disponere)"
                      r" (?:\w{1,15} ){0,4}?(?:bolig\w{0,4}|bustad\w{0,3}|hybel|hybler\w{0,3}|husvære|leilighet\w{0,3}|"
                      r"personalbolig\w{0,3}|et sted å bo|ein stad å bu|rom)|"
                      r"(?:personal|tjeneste|kommunal\w{0,2} |ansatt|gjennomgangs|personell)-?(?:bolig|bustad|hybel|hybler|"
                      r"leilighet|leiligheter)\w{0,3}|"
                      r"hybl\w{2,3} (?:kan leies|til leie|tilbys)|bolig (?:kan (?:skaffes|leies|tilbys|ordnes)|tilbys|"
                      r"til leie|ordnes)|utleiebolig\w{0,3}|hybel\w{0,2}|hybler\w{0,3}|(?:trenger|treng|"
                      r"mangler) du (?:\w{1,12} ){0,2}(?:sted|stad|plass) å b[ou]|accommodation|housing"),
    ("offer:lodging_on_shift", r"(?:eget|eige|eigen|egen|gratis|fri|fritt) (?:rom|losji|overnatting|hybel|soverom|husvære|"
                               r"vaktrom)|overnatting\w{0,3}|losji|vaktrom|lodging|hvilerom"),
    ("offer:commuting_roster", r"(?:for|til) (?:deg|den|dei|de|søkere|folk) som (?:pendl|bor langt|bor (?:et )?(?:stykke|"
                               r"annet)|bur langt|bur eit anna|bor utenfor|bor et annet)\w{0,3}|"
                               r"pendl\w{1,8}|langpendl\w{1,5}|nordsjøturnus|bor (?:langt unna|et annet sted|andre steder)"),
    ("offer:more_hours", r"ekstravakt\w{0,3}|ekstra vakt\w{0,3}|(?:øke|auke|utvide|økt|økning av|auka|større|høyere|høgare|"
                         r"mer|meir) (?:\w{1,9} ){0,2}(?:stilling\w{0,9}|prosent)|"
                         r"økt stillingsprosent|stilling\w{0,9} kan (?:økes|aukast|utvides|bli større)|vikarvakt\w{0,3}|"
                         r"flere (?:vakter|timer)|utvid\w{2,4} stilling\w{0,4}|mulighet for utvidelse|ekstra timer|kan økes|"
                         r"extra shifts|fast stilling (?:etter hvert|på sikt|seinere|senere)|"
                         r"kan få (?:fast|større|høyere) stilling\w{0,3}"),
    ("offer:work_trial", r"prøvedag\w{0,2}|prøvevakt\w{0,3}|arbeidspraksis|arbeidsutprøving|arbeidstrening|"
                         r"praksisplass\w{0,3}|(?:komme|kom|hospitere) (?:\w{1,6} ){0,2}(?:på|en|ei) (?:prøve|dag)\w{0,3}|"
                         r"utprøving"),
    ("offer:language_training", r"(?:norsk|språk)-?(?:trening|praksis|opplæring|kurs|undervisning|støtte)\w{0,3}|"
                                r"språkmentor\w{0,3}|språkfadder\w{0,3}"),
    ("offer:study_support", r"permisjon (?:\w{1,4} )?med (?:\w{1,5} )?l[øo]nn?|(?:betalt|lønnet|lønna|dekt|dekket|"
                            r"dekka) (?:\w{1,9} ){0,2}(?:permisjon|studie|semester|skole|videreutdan|vidareutdan|"
                            r"utdanning)\w{0,8}|"
                            r"(?:dekker|dekkes|dekning av|dekkar|dekking av|betaler|betalar) (?:\w{1,14} ){0,3}(?:studie|"
                            r"semester|skole|kurs|utdanning)\w{0,12}|skolepenger|"
                            r"lønn under (?:utdanning|studie|videreutdan)\w{0,5}|utdanningspermisjon|utdanningsstilling|"
                            r"utdanningsstipend"),
    ("offer:career_path", r"hospiter\w{1,4} (?:i|på) (?:pleien|avdeling\w{0,3}|stell\w{0,2})|karrierevei\w{0,3}|karriereveg|"
                          r"vei(?:en)? videre|veg vidare|videre (?:løp|vei) mot|"
                          r"(?:om|hvis|dersom) du (?:får lyst|vil|ønsker)[^.\n]{0,20}(?:bli|utdanne) \w{0,6} ?(?:helsefag|"
                          r"sykeplei|fagarbeid)\w{0,8}|praksis i pleien"),
    ("offer:home_office", r"hjemmekontor\w{0,3}|heimekontor\w{0,3}|home office|fjernarbeid"),
)  # fmt: skip

_USERS: Final = re.compile(r"nedsett|nedsatt|funksjons|flyktning|minoritet|tilrettelegging|bakgrunn|utenfor")
_APPLICANTS: Final = re.compile(
    r"søk|velk|oppford|ansett|tilsett|kandidat|arbeidsliv|inkluder|mangfold|mangfald|medarbeid|ansatte|virksomhet|verksemd|"
    r"arbeidsgiver|\bnav\b|cv"
)
_NEVER: Final = {
    "student_ok": re.compile(r"veiled|rettlei|opplæring av|ta(?:r)? imot student|ansvar for|erfaring(?:er)? med|"
                             r"lærling\w* og student|elevene|elev\w* (?:ved|på) skolen|undervis|"
                             r"samarbeid|\blis ?\d|utdanningsinst|praksisstudent|studentene våre|for elevene|for barn"),
    "training_offered": re.compile(r"veiled\w* (?:av|til) (?:elev|student|lærling|kolleg|nyans|pårør|brukere|miljø|foreldre)|"
                                   r"(?:opplæring|rettleiing|veiledning|kursing) (?:av|til|for) (?:nye?|nyans|kolleg|ansatt|"
                                   r"student|"
                                   r"lærling|elev|personal|pårør|helseperso|brukere)|budsjett til kurs|kursbudsjett|"
                                   r"følge opplæring|\berfaring (?:med|fra|frå|i|innen)\b|språkopplæring|norskkurs|"
                                   r"norskopplæring|gi (?:opplæring|"
                                   r"veiledning)|"
                                   r"(?:i gang med|under) opplæring|kjøreopplæring|foreldreveiledning|faglig veiledning av|"
                                   r"villig til å ta|gjennomført|bestått|godkjent (?:legemiddel|medikament)|"
                                   r"ta imot (?:veiledning|rettleiing)|skal (?:du )?(?:gi|stå for|drive)|kursutgifter|"
                                   r"studieavgift|medikamentkurs (?:får|er)|som har medikament"),
    "offer:housing": re.compile(r"i (?:egen|eigen|eget) (?:bolig|hjem|bustad)|bistand i|hjelpe? (?:\w+ ){0,3}(?:bruker|beboer|"
                                r"tjenestemottak|innbygg|folk)|bo lengre hjemme|omsorgsbolig|boligtilpas|oppfølging i"),
    "offer:lodging_on_shift": re.compile(r"beboer|bruker(?:ne|en)|turist|gjest"),
    "inclusion": re.compile(r"oppfølging av|tjenester til|barn med|voksne med|personer med|ungdom med|mennesker med|bruker|"
                            r"unge med|arbeid med"),
    "offer:work_trial": re.compile(r"elev|student|lærling"),
    "offer:more_hours": re.compile(r"belastning|ansvar"),
    "offer:language_training": re.compile(r"undervis|barn|elev"),
    "offer:career_path": re.compile(r"$^"),
    "route:fagbrev_paa_jobb": re.compile(r"må (?:du )?(?:\w+ ){0,4}ta fagbrev|binde[rs]? (?:seg|deg)|forplikte|"
                                         r"villig til å ta|være villig|veilede|lærling"),
}  # fmt: skip
_DUTY_BLIND: Final = frozenset(
    {"student_ok", "training_offered", "inclusion", "offer:housing", "offer:lodging_on_shift", "offer:career_path"}
)
"""Properties that a list of tasks only seems to name: guiding students, training colleagues, helping users at home."""

_SHUT: Final = re.compile(
    r"\b(?:ikke|ikkje|ingen|inga) (?:\w{1,12} ){0,2}(?:aktuell?\w{0,2}|i betraktning|søke\b|søkje\b|tilsett\w{0,3}|"
    r"ansett\w{0,3}|ansatt|vurder\w{0,3}|opplæring|mulighet|bolig|tilrettelegging|student\w{0,3})|not considered"
)
_LAST_RESORT: Final = re.compile(
    r"dersom (?:vi |det )?(?:\w{1,9} )?(?:ikke|ikkje)|hvis (?:vi |det )?(?:\w{1,9} )?(?:ikke|ikkje)|om (?:vi |det )?(?:ikke|"
    r"ikkje)|ved mangel på|i mangel av|når (?:vi )?ikke|"
    r"er det (?:ingen|ikke|ikkje)|får vi (?:ingen|ikke|ikkje|inga)|finner vi (?:ingen|ikke)|(?:uten|utan) kvalifiserte|"
    r"bare (?:vurder|aktuel|om|dersom|hvis)|kun (?:vurder|aktuel|om|dersom|hvis)|unless|if no"
)

SECOND_LINE: Final = re.compile(
    r"\b(?:kan|vil)(?: (?:også|òg|eventuelt|evt\.?|bli|verte|i (?:noen|enkelte) tilfeller|unntaksvis|være|"
    r"vere))* ?(?:vurder\w{0,4}|(?:komme|kome) i betraktning|aktuel\w{0,2}|"
    r"ansettes|tilsettes|tilsettast|tilsetjast|erstatt\w{0,2}|veie opp|kompensere\w?|godtas|søke|søkje)\b|\bvurderes\b|"
    r"\bvert vurdert\w{0,2}\b|\b(?:er|og|men) (?:også|òg) (?:\w{1,12} )?aktuel\w{1,2}\b|"
    r"\bmay also be considered\b|\b(?:også|òg) (?:søke|søkje|vurder\w{0,3}|ansettes)\b|\boppfordres (?:også )?til å søke"
)
_INSTEAD: Final = re.compile(
    r"\b(?:kan|vil)\b.{0,90}(?:vurder|aktuel|erstatt|godta|komme i|kome i|kompenser|veie opp)|"
    r"vurderes|vert vurdert"
)
SECOND_CHANCE: Final[Table] = table(
    ("alt:auth_pending", r"vent\w{1,4} (?:du |dere |de )?på (?:norsk )?(?:autorisasjon\w{0,2}|godkjenning)|"
                         r"autorisasjon\w{0,2} (?:er )?(?:under behandling|på vei|på veg)|søkt (?:om )?autorisasjon|"
                         r"lisens (?:i påvente|mens)|i påvente av autorisasjon"),
    ("alt:before_exam", r"(?:fagprøven?|fagprøva|fagbrev\w{0,2}|svenneprøven?)[^.\n]{0,45}(?:ikke|ikkje|før|ennå|mangler|"
                        r"manglar|innen|gjenstår|står igjen)|"
                        r"(?:før|mangler|manglar|skal opp til|venter på|gjenstår|meldt opp til|"
                        r"snart)[^.\n]{0,30}(?:fagprøve\w{0,2}|fagprøva|svenneprøve\w{0,1})"),
    ("alt:fagskole+experience", r"(?:fagskole|fagskule)\w{0,10}[^.\n]{0,60}(?:erfaring|praksis|røynsle)|(?:erfaring|praksis|"
                                r"røynsle)[^.\n]{0,40}(?:fagskole|fagskule)\w{0,10}"),
)  # fmt: skip


_OTHER_SUBJECT: Final = re.compile(
    rf"{_UNTRAINED}|\bassistent|\bstudent|\belev|\bmen\b|\bmens\b|[;.]|foretrekk|"
    rf"føretrekk|ønsk|kreves|\bmå\b|fordel"
)


def second_line(advert: Advert, start: int, end: int) -> bool:
    """Return whether the words at ``start`` to ``end`` name somebody who *may also* be considered."""
    clause = advert.clause_at(start)
    if SECOND_LINE.search(advert.words(clause)):
        return True
    sentence = advert.sentences[clause.sentence]
    after = advert.text[end : min(sentence.end, end + 130)]
    found = SECOND_LINE.search(after)
    return found is not None and _OTHER_SUBJECT.search(after[: found.start()]) is None


def read(advert: Advert) -> Iterator[tuple[str, int, int]]:
    """Yield (code, start, end) of every property of the ad; ``alt:unqualified`` when untrained people are a last resort."""
    for code, pattern in PROPERTIES:
        for match in pattern.finditer(advert.text):
            clause = advert.clause_at(match.start())
            sentence = advert.sentences[clause.sentence]
            words = advert.words(clause)
            if clause.section == "duty" and code in _DUTY_BLIND:
                continue
            if code in _NEVER and _NEVER[code].search(advert.words(sentence) if code != "training_offered" else words):
                continue
            if _SHUT.search(words) or (clause.cue == NOT and code != "unqualified_ok"):
                continue
            if code == "unqualified_ok":
                yield from _open_door(advert, match)
            elif (code == "inclusion" and _USERS.search(words) and not _APPLICANTS.search(advert.words(sentence))) or (
                code == "offer:commuting_roster" and not re.search(r"turnus|rotasjon|rullering|periode", advert.words(sentence))
            ):
                continue
            else:
                yield code, match.start(), match.end()


def _open_door(advert: Advert, match: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the open door, unless the words go on to ask for a promise or keep untrained people as a last resort."""
    clause = advert.clause_at(match.start())
    words = advert.words(advert.sentences[clause.sentence])
    if re.search(
        r"(?:har du|om du|dersom du) (?:ikke|ikkje)[^.\n]{0,40}må du|(?:uten|utan) (?:videre|vidare|spesial)utdan|"
        r"veiled\w* (?:av )?ufagl|sammen med|utland",
        words,
    ):
        return
    if re.search(r"uten (?:norsk )?autorisasjon", match.group()):
        return
    if _LAST_RESORT.search(words):
        yield "alt:unqualified", match.start(), match.end()
    elif clause.section != "duty" and clause.cue in {None, NOT, SHOULD, MUST}:
        yield "unqualified_ok", match.start(), match.end()


def second_chances(advert: Advert) -> Iterator[tuple[str, int, int]]:
    """Yield (code, start, end) of what the ad accepts instead of its main demand."""
    for code, pattern in SECOND_CHANCE:
        for match in pattern.finditer(advert.text):
            words = advert.words(advert.sentence_at(match.start()))
            if code == "alt:before_exam" and SECOND_CHANCE[0][1].search(words):
                continue
            if code == "alt:fagskole+experience" and not _INSTEAD.search(words):
                continue
            if code == "alt:before_exam" and not re.search(r"\bsøke|\bsøkje|velkom|vurder|aktuel|ansett|tilsett", words):
                continue
            yield code, match.start(), match.end()


__all__ = ["SECOND_LINE", "read", "second_chances"]
