"""What an ad offers or allows (training, housing, people without papers), and whom it would take in second line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from matcher.advert import MUST, NOT, SHOULD, Advert, Clause
from matcher.lexicon import Table, table

_EDU = (
    r"(?:utdan\w{1,7}|fagutdan\w{1,6}|fagbrev\w{0,2}|helsefag\w{0,5} utdan\w{1,6}|formell (?:utdan\w{1,6}|kompetanse|"
    r"bakgrunn)|formelle (?:krav|kvalifikasjon\w{0,4})|"
    r"vitnemål|papirer|fagkompetanse|helseutdan\w{1,6}|helsefaglig bakgrunn|autorisasjon|qualifications?|education|"
    r"kompetanse|skolegang)"
)
_GAP = r"(?:\w{1,25}[^\w\n.!?;]{1,3}){0,4}?"
_UNTRAINED = r"(?:ufaglær[td]e?\w{0,2}|ikke-faglærte?|unskilled)"

PROPERTIES: Final[Table] = table(
    ("unqualified_ok",
     rf"{_UNTRAINED}|(?:ingen|inga|ikke|ikkje|uten|utan|intet|no|not) {_GAP}(?:krav|krever|kreves|krevst|nødvendig|naudsynt|"
     rf"behøver|trenger|treng|spør|etter)? ?"
     rf"(?:til |om |etter |with |på )?{_GAP}{_EDU}|{_EDU} {_GAP}(?:unødvendig|unødig|uvesentlig|uten betydning|"
     rf"utan betydning|spiller ingen rolle|(?:ikke|ikkje|ingen|not) {_GAP}(?:krav|nødvendig\w{{0,2}}|kreves|krevst|naudsynt|"
     rf"vilkår|betingelse|påkrevd|required|"
     rf"necessary|needed|viktig))|assistenter uten (?:\w{{1,12}} )?{_EDU}|(?:har du|om du) ikke {_EDU}|"
     rf"{_EDU} (?:betyr|tel|teller) (?:ikke|ikkje|ingenting|lite|mindre)|(?:ingen|inga|ikke|ikkje|uten|"
     rf"utan) {_GAP}forkunnska\w{{1,6}}|"
     rf"(?:helt|heilt) (?:fersk|uerfaren|grønn)\w{{0,2}}"),
    ("student_ok", r"(?:avgangs|sisteårs|sykepleier|vernepleier|medisin|lege|helsefag|fysioterapi|sjukepleiar|"
                   r"psykologi)?-?student\w{0,4}|"
                   r"students?|passer (?:\w{1,8} )?(?:ved siden av|for deg som) "
                   r"(?:\w{1,6} )?(?:stud\w{1,6}|skole)|elev\w{0,4}|skoleelev\w{0,3}|kombineres med (?:stud\w{1,6}|skole)|"
                   r"helsefagelev\w{0,3}"),
    ("training_offered", r"(?:god |grundig )?opplæring(?!srett|sloven|slova|skontor|splan|splass)(?:s?vakter?|sprogram|"
                         r"speriode)?\w{0,3}|opplæringsvakt\w{0,3}|introduksjon\w{0,9}|"
                         r"introkurs\w{0,3}|(?:god|grundig) innføring|innføring i (?:rutin|oppgav|tjenest|arbeid)\w{0,8}|"
                         r"oppstartsprogram\w{0,3}|onboarding|(?:legemiddel|medikament|medisin)kurs\w{0,3}|fadder\w{0,7}|"
                         r"mentor\w{0,7}|"
                         r"(?:følge[rs]?|fylgjer?|følgjer|(?:går|gå|vakter|vakt|jobber|starter|begynner|"
                         r"byrjar) (?:\w{1,12} ){0,3}(?:sammen|saman) med|går med) (?:\w{1,12} ){0,3}(?:kolleg\w{1,4}|"
                         r"person|nattevakt\w{0,2}|fagarbeider|ansatt)|(?:lærer|lære|lærar) (?:deg|bort)|(?:fast|egen|faglig|"
                         r"fagleg|"
                         r"eigen) (?:faglig )?(?:veileder|rettleiar|veiledar)|"
                         r"kurs i \w{2,20}|kursing|får (?:du )?(?:\w{1,9} ){0,2}(?:kurs|veiledning)|kurs|veiledning|"
                         r"rettleiing|training|learning|lært opp|opplær(?:t|te|er|ast|es)|lærer (?:alt |det du trenger |"
                         r"faget )?på jobben|"
                         r"opplærings(?:natt|nett|dag|uke|veke)\w{0,4}|medvakt\w{0,3}|hospitering"),
    ("inclusion", r"hull i cv\w{0,5}|hol i cv\w{0,5}|tilrettelegging\w{0,3}|nedsatt\w{0,3} (?:funksjon|arbeids)\w{1,8}|"
                  r"funksjonsnedsett?\w{2,6}|ia-(?:virksomhet|bedrift|verksemd)\w{0,4}|"
                  r"inkluderende arbeidsliv|inkluderande arbeidsliv|mangfold\w{0,3}|mangfald\w{0,3}|lønnstilskudd|"
                  r"lønnstilskot|(?:kandidat\w{0,3}|søker\w{0,3}|folk|via|gjennom|henvist) "
                  r"(?:fra |frå |via |av )?nav|flyktning\w{0,4}|innvandrerbakgrunn|innvandrarbakgrunn|"
                  r"etnisk\w{0,2} (?:bakgrunn|opphav|tilhørighet)|minoritet\w{0,6}|annen bakgrunn|"
                  r"voksenopplæringen|vaksenopplæringa|flukt\w{0,3}bakgrunn|introduksjonsprogram\w{0,4} for (?:flykt|nyank|"
                  r"innvand)\w{1,9}|"
                  r"tilrettelegg(?:er|es|ast)?(?= (?:\w{1,10} ){0,2}?(?:arbeidsplass|arbeidet|jobben|for (?:deg|søk|ansatt|"
                  r"medarb)))|"
                  r"samarbeid\w{0,3} (?:\w{1,8} ){0,2}med nav|nav-kandidat\w{0,3}|"
                  r"stått (?:\w{1,10} ){0,3}(?:uten|utan|utenfor|utanfor)|(?:lenge|"
                  r"lang tid) (?:uten|utan|utenfor|utanfor) (?:jobb|arbeid)\w{0,6}|(?:utenfor|utanfor) arbeidslivet|"
                  r"arbeidsledige?|(?:uavhengig av|uansett) (?:\w{1,10} )?(?:alder|kjønn|bakgrunn)|cv-hull|nyankomne|"
                  r"gjenspeile befolkningen"),
    ("route:fagbrev_paa_jobb", r"fagbrev(?:et)? (?:på|mens|i|ved siden|hos|gjennom|som praksis)\W(?:jobb\w{0,3}|du|"
                               r"arbeid\w{0,4}|av|oss|praksis\w{0,9})|"
                               r"(?:ta|fram til|frem til|fullføre|oppnå|mot|få) fagbrev\w{0,2}|praksiskandidat\w{0,6}"),
    ("offer:housing",
    r"(?:hjelp\w{0,3}|tilby\w{0,2}|skaff\w{0,2}|leie|leige|leid\w{0,2}|rimelig\w{0,2}|rimeleg\w{0,2}|gratis|fri|"
                      r"finne|billig\w{0,2}|ledige?|ordn\w{1,3}|formidl\w{1,3}|bistå\w{0,2}|være behjelpelig|disponere)"
                      r" (?:\w{1,15} ){0,4}?(?:bolig\w{0,4}|bustad\w{0,3}|hybel|hybler\w{0,3}|husvære|leilighet\w{0,3}|"
                      r"personalbolig\w{0,3}|et sted å bo|ein stad å bu|rom)|"
                      r"(?:personal|tjeneste|kommunal\w{0,2} |ansatt|gjennomgangs|personell)-?(?:bolig|bustad|hybel|hybler|"
                      r"leilighet|leiligheter)\w{0,3}|"
                      r"(?:hybel|hybl\w{2,3}|leilighet\w{0,3}|hus|bolig|bustad) (?:kan (?:skaffes|skaffast|leies|leigast|"
                      r"tilbys|ordnes|formidles)|tilbys|"
                      r"til (?:leie|leige|disposisjon)|ordnes)|utleiebolig\w{0,3}|bolighjelp|bustadhjelp|"
                      r"(?:kommunen|vi) (?:har|disponerer) (?:\w{1,12} ){0,3}(?:hybel|hybler|leilighet\w{0,3})|(?:trenger|treng|"
                      r"mangler) du (?:\w{1,12} ){0,2}(?:(?:sted|stad|plass) å b[ou]|hybel|bolig|bustad)|accommodation|housing"),
    ("offer:lodging_on_shift", r"(?:eget|eige|eigen|egen|gratis|fri|fritt) (?:rom|losji|overnatting|soverom|"
                               r"vaktrom)|rom og (?:mat|kost)|overnatting\w{0,3}|overnatter|overnattar|losji|vaktrom\w{0,3}|"
                               r"lodging|hvilerom"),
    ("offer:commuting_roster", r"(?:for|til) (?:deg|den|dei|de|søkere|folk) som (?:pendl|bor langt|bor (?:et )?(?:stykke|"
                               r"annet)|bur langt|bur eit anna|bor utenfor|bor et annet)\w{0,3}|"
                               r"pendl\w{1,8}|langpendl\w{1,5}|nordsjøturnus|bor (?:langt unna|et annet sted|andre steder)"),
    ("offer:more_hours", r"ekstravakt\w{0,3}|ekstra vakt\w{0,3}|(?:øke|auke|utvide|økt|økning av|auka|større|høyere|høgare|"
                         r"mer|meir) (?:\w{1,9} ){0,2}(?:stilling\w{0,9}|prosent)|"
                         r"økt stillingsprosent|stilling\w{0,9} kan (?:økes|aukast|utvides|bli større)|vikarvakt\w{0,3}|"
                         r"flere (?:vakter|timer)|utvid\w{2,4} stilling\w{0,4}|mulighet for utvidelse|ekstra timer|kan økes|"
                         r"extra shifts|fast stilling (?:etter hvert|på sikt|seinere|senere)|"
                         r"kan få (?:fast|større|høyere) stilling\w{0,3}|(?:stillingsprosent|prosent|"
                         r"stillingsandel)\w{0,3} kan (?:bli|øk|auk|utvid)\w{0,4}|"
                         r"(?:mulig|moglig|mogleg|muleg)\w{0,4} for (?:\w{1,8} ){0,2}(?:mer|meir|økning|økt|auke|auka|"
                         r"utvid\w{2,5})"),
    ("offer:work_trial", r"prøvedag\w{0,2}|prøvevakt\w{0,3}|arbeidspraksis|arbeidsutprøving|arbeidstrening|"
                         r"praksisplass\w{0,3}|(?:komme|kom|hospitere) (?:\w{1,6} ){0,2}(?:på|en|ei) (?:prøve|dag)\w{0,3}|"
                         r"utprøving"),
    ("offer:language_training", r"(?:norsk|språk)-?(?:trening|praksis|opplæring|kurs|undervisning|støtte)\w{0,3}|"
                                r"språkmentor\w{0,3}|språkfadder\w{0,3}|(?:øve|øver|øvar|trene|"
                                r"praktisere) (?:\w{1,6} )?(?:på )?(?:norsk|språk\w{0,3})"),
    ("offer:study_support", r"permisjon (?:\w{1,4} )?med (?:\w{1,5} )?l[øo]nn?|(?:betalt|lønnet|lønna|dekt|dekket|"
                            r"dekka) (?:\w{1,9} ){0,2}(?:permisjon|studie|semester|skole|videreutdan|vidareutdan|"
                            r"utdanning)\w{0,8}|"
                            r"(?:dekk(?:er|jer|es|jest)|dekning av|dekkar|dekking av|betaler|"
                            r"betalar) (?:\w{1,14} ){0,3}(?:studie|"
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
    "student_ok": re.compile(r"^student på \d|(?:assistentene|ansatte|kollegaene|tilsette) (?:mine|våre|er)|alt fra|veiled|"
                             r"rettlei|opplæring av|ta(?:r)? imot student|ansvar for|erfaring(?:er)? med|"
                             r"lærling\w{0,20} og student|elevene|elev\w{0,20} (?:ved|på) skolen|undervis|"
                             r"samarbeid|\blis ?\d|utdanningsinst|praksisstudent|studentene våre|for elevene|for barn"),
    "training_offered": re.compile(r"veiled\w{0,20} (?:av|til) (?:elev|student|lærling|kolleg|nyans|pårør|brukere|miljø|"
                                   r"foreldre)|"
                                   r"(?:opplæring|rettleiing|veiledning|kursing) (?:av|til|for) (?:nye?|nyans|kolleg|ansatt|"
                                   r"student|"
                                   r"lærling|elev|personal|pårør|helseperso|brukere)|budsjett til kurs|kursbudsjett|"
                                   r"følge opplæring|\berfaring (?:med|fra|frå|i|innen)\b|språkopplæring|norskkurs|"
                                   r"norskopplæring|gi (?:opplæring|"
                                   r"veiledning)|"
                                   r"(?:i gang med|under) opplæring|kjøreopplæring|foreldreveiledning|faglig veiledning av|"
                                   r"villig til å ta|gjennomført|bestått|godkjent (?:legemiddel|medikament)|"
                                   r"ta imot (?:veiledning|rettleiing)|skal (?:du )?(?:gi|stå for|drive)|kursutgifter|"
                                   r"studieavgift|dekk\w{1,3} (?:av )?kurs|medikamentkurs (?:får|er)|som har medikament"),
    "offer:housing": re.compile(r"i (?:egen|eigen|eget) (?:bolig|hjem|bustad)|bistand i|hjelpe? (?:\w{1,20} ){0,3}(?:bruker|"
                                r"beboer|"
                                r"tjenestemottak|innbygg|folk)|bo lengre hjemme|omsorgsbolig|boligtilpas|oppfølging i"),
    "offer:lodging_on_shift": re.compile(r"beboer|bruker(?:ne|en)|turist|gjest"),
    "inclusion": re.compile(r"oppfølging av|tjenester til|barn med|voksne med|personer med|ungdom med|mennesker med|bruker|"
                            r"unge med|arbeid med"),
    "offer:work_trial": re.compile(r"elev|student|lærling"),
    "offer:more_hours": re.compile(r"belastning|ansvar"),
    "offer:language_training": re.compile(r"undervis|barn|elev"),
    "offer:career_path": re.compile(r"$^"),
    "route:fagbrev_paa_jobb": re.compile(r"må (?:du )?(?:\w{1,20} ){0,4}ta fagbrev|binde[rs]? (?:seg|deg)|forplikte|"
                                         r"villig til å ta|være villig|veilede|lærling"),
}  # fmt: skip
_DUTY_BLIND: Final = frozenset(
    {"student_ok", "training_offered", "inclusion", "offer:housing", "offer:lodging_on_shift", "offer:career_path"}
)
"""Properties that a list of tasks only seems to name: guiding students, training colleagues, helping users at home."""

_SHUT: Final = re.compile(
    r"\b(?:ikke|ikkje|ingen|inga) (?:\w{1,12} ){0,2}(?:aktuell?\w{0,2}|i betraktning|søke\b|søkje\b|tilsett\w{0,3}|"
    r"ansett\w{0,3}|ansatt|vurder\w{0,3}|opplæring|mulighet|bolig|tilrettelegging|student\w{0,3}|åpe?n\w{0,2}|opn?e\w{0,2})|"
    r"\b(?:vurder|ansett|tilsett?|anta|engasjer|tar|tek|hyrer|leier|vert|blir|kommer|kjem)\w{0,5} (?:vi |me )?"
    r"(?:ikke|ikkje|dessverre ikke|diverre ikkje)\b(?! (?:bare|berre|kun|nødvendigvis))|\buaktuel\w{1,2}|not considered"
)
LAST_RESORT: Final = re.compile(
    r"\b(?:dersom|hvis|viss) (?:vi |det )?(?:\w{1,9} )?(?:ikke|ikkje|ingen|inga)\b|\bom (?:vi |det )?(?:ikke|ikkje|ingen)\b|"
    r"ved mangel på|i mangel av|når (?:vi )?ikke|"
    r"er det (?:ingen|ikke|ikkje)|får vi (?:ingen|ikke|ikkje|inga)|finner vi (?:ingen|ikke)|(?:uten|utan) kvalifiserte|"
    r"bare (?:vurder|aktuel|om|dersom|hvis)|kun (?:vurder|aktuel|om|dersom|hvis)|unless|if no"
)

_FOR_YOU: Final = re.compile(r"gratis|\bfri\b|fritt|dekk|tilby|ordne|stille|\bf[åa]r\b|\bgir\b|når du|mulig|free")
"""Words that make a night away something given, not a part of the work."""
_ON_SHIFT: Final = re.compile(
    r"når du (?:er på|har|går) (?:jobb|vakt|beredskap)|(?:under|i|på) (?:vakt\w{0,6}|beredskap\w{0,6}|jobbuk\w{1,3})\b|"
    r"i (?:arbeids|vakt)(?:periode|uk|vek)\w{1,3}|i (?:uken|ukene|uka|veka|vekene) (?:du|med|på)|mellom vaktene|"
    r"when on (?:shift|call)"
)

SECOND_LINE: Final = re.compile(
    r"\b(?:kan|vil)(?: (?:også|òg|eventuelt|evt\.?|bli|verte|i (?:noen|enkelte) tilfeller|unntaksvis|være|"
    r"vere))* ?(?:vurder\w{0,4}|(?:komme|kome) i betraktning|aktuel\w{0,2}|"
    r"ansatt|tilsatt|tilsett\w{0,2}|ansettes|tilsettes|tilsettast|tilsetjast|erstatt\w{0,2}|veie opp|kompensere\w?|godtas|"
    r"søke|søkje)\b|\bvurderes\b|"
    r"\bvert vurdert\w{0,2}\b|\b(?:er|og|men) (?:også|òg) (?:\w{1,12} )?aktuel\w{1,2}\b|"
    r"\bmay also be considered\b|\b(?:også|òg) (?:søke|søkje|vurder\w{0,3}|ansettes)\b|\boppfordres (?:også )?til å søke|"
    r"\b(?:også|òg) velk[oø]m\w{1,4} (?:til )?(?:å|som) søk\w{1,3}|"
    r"\b(?:vil|kan) (?:vi|me|kommunen) (?:også |òg )?(?:vurdere|ansette|tilsette|tilsetje)\b|\bvurderer (?:vi|me)\b"
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
    yield from _last_resort(advert)
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
            elif code == "offer:housing" and _ON_SHIFT.search(words):
                yield "offer:lodging_on_shift", match.start(), match.end()
            elif not _only_seems(code, match.group(), clause, advert.words(sentence)):
                yield code, match.start(), match.end()


def _only_seems(code: str, said: str, clause: Clause, sentence: str) -> bool:
    """Return whether words that sound like a property speak of something else."""
    if code == "training_offered":  # "medisinkurs ønskelig" is something to have, not something to get
        asked_for = clause.cue in {MUST, SHOULD} or clause.section in {MUST, SHOULD}
        return "kurs" in said and asked_for and not clause.offers
    if code == "offer:lodging_on_shift":  # a night away can be the work itself
        return "overnatt" in said and _FOR_YOU.search(sentence) is None
    if code == "inclusion":
        return _USERS.search(said) is not None and _APPLICANTS.search(sentence) is None
    return code == "offer:commuting_roster" and not re.search(r"turnus|rotasjon|rullering|periode", sentence)


def _open_door(advert: Advert, match: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the open door, unless the words go on to ask for a promise or keep untrained people as a last resort."""
    clause = advert.clause_at(match.start())
    words = advert.words(advert.sentences[clause.sentence])
    if re.search(
        r"(?:har du|om du|dersom du) (?:ikke|ikkje)[^.\n]{0,40}må du|(?:uten|utan) (?:videre|vidare|spesial)utdan|"
        r"veiled\w{0,20} (?:av )?ufagl|(?:sammen|saman) med (?:\w{1,12} ){0,2}ufagl|utland",
        words,
    ):
        return
    if re.search(r"uten (?:norsk )?autorisasjon", match.group()):
        return
    if LAST_RESORT.search(words):
        yield "alt:unqualified", match.start(), match.end()
    elif clause.section != "duty" and clause.cue in {None, NOT, SHOULD, MUST}:
        yield "unqualified_ok", match.start(), match.end()


def _last_resort(advert: Advert) -> Iterator[tuple[str, int, int]]:
    """Yield the assistants who are hired when nobody with papers applies."""
    for sentence in advert.sentences:
        words = advert.words(sentence)
        if LAST_RESORT.search(words) and (named := re.search(r"\b(?:assistent|pleiemedarbeid)\w{0,5}", words)):
            yield "alt:unqualified", sentence.start + named.start(), sentence.start + named.end()


def second_chances(advert: Advert) -> Iterator[tuple[str, int, int]]:
    """Yield (code, start, end) of what the ad accepts instead of its main demand."""
    for code, pattern in SECOND_CHANCE:
        for match in pattern.finditer(advert.text):
            number = advert.clause_at(match.start()).sentence
            words = advert.words(advert.sentences[number])
            if words.endswith("?") and number + 1 < len(advert.sentences):  # "Mangler du bare fagprøven? Da kan du også søke."
                words += " " + advert.words(advert.sentences[number + 1])
            if code == "alt:before_exam" and SECOND_CHANCE[0][1].search(words):
                continue
            if code == "alt:fagskole+experience" and not _INSTEAD.search(words):
                continue
            if code == "alt:before_exam" and not re.search(r"\bsøke|\bsøkje|velkom|vurder|aktuel|ansett|tilsett", words):
                continue
            yield code, match.start(), match.end()


__all__ = ["LAST_RESORT", "SECOND_LINE", "read", "second_chances"]
