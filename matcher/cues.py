"""The headings of ads and the words that make a clause a demand, a wish, a denial or an offer."""

from __future__ import annotations

import re

# --- headings ------------------------------------------------------------------------------------------------
# The first pattern that matches decides, so a wished qualification is not taken for a demanded one.

HEADINGS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (section, re.compile(pattern))
    for section, pattern in (
        ("offer", r"(?:vi|me|kommunen|jobben)\W{1,3}(?:kan\W)?(?:tilby\w{0,20}|by\w{0,20} på|gir|gjev)|"
                  r"(?:kva|hva) (?:tilby|får|kan vi)|du får|"
                  r"(?:dette )?får du|hos oss (?:får|kan)|lønn|løn\b|betingelser|goder|fordeler (?:ved|hos|med å)|we offer|"
                  r"what we offer"),
        ("wish", r"(?!.{0,60}\b(?:gjerne|helst)\b)(?:vi|me|eg|jeg)\W(?:ønske\w{0,20}|ønskje\w{0,20})\W{1,3}(?:oss|deg|at|en\b|"
                 r"ein\b|ei\b|søkere)|vi håper"),
        ("should", r"ønsk\w{0,20}|.{0,50}\b(?:ønskelige?|ønskjeleg\w{0,20}|ønska|ønsket|ønskede|fordel|føremon|bør|gjerne|"
                   r"pluss|helst|"
                   r"vekt\b|vektlegg\w{0,20}|teller|tel\b|positivt|preferred|desirable|advantage|nice to have|fint|kjekt|flott|"
                   r"supert|bra|nyttig|"
                   r"styrke)\b|(?:vi|me|eg|"
                   r"jeg) ønskj?er"),
        ("duty", r"(?:\w{1,15}\W){0,2}(?:arbeids)?oppg[aå]v\w{0,20}|arbeidsområde\w{0,20}|ansvarsområde\w{0,20}|ansvar\b|"
                 r"stillingens innhold|"
                 r"som \w{1,25} (?:\w{1,12} ){0,3}(?:vil|skal|får) du|du (?:skal|vil|kommer til)\b|slik (?:ser|blir)|duties|"
                 r"responsibilities|hva du (?:skal|gjør)|kva du (?:skal|gjer)|en vanlig dag|tasks"),
        ("must", r"(?:\w{1,15}\W){0,3}(?:krav|kvalifikasjon\w{0,20}|kompetanse\w{0,20}|utdan\w{0,20}|vilkår|"
                 r"requirement\w{0,20}|qualification\w{0,20}|"
                 r"språk\w{0,20})|(?:vi|me|eg|jeg) krev\w{0,20}|(?:hva|kva) krev\w{0,20} |.{0,40}\b(?:må|kreves|krevst|krevjast|"
                 r"gjelder|gjeld|"
                 r"must|required)\b|"
                 r"har du\W*$"),
        ("seek", r"(?:det er )?viktig(?:ast)? (?:\w{1,8} ){0,3}(?:at du|er at)|(?:vi|me|eg|jeg)\W(?:ser|søke?r|søkjer|leter|"
                 r"leitar|trenger|treng)\b|(?:hva|hvem|kva|kven)\b|er du\b|du\b|"
                 r"din\w? |"
                 r"(?:\w{1,15}\W)?(?:personlige?|faglige?|personleg\w{0,20})\b|egenskap\w{0,20}|eigenskap\w{0,20}|"
                 r"we are looking|you\b|profil"),
        ("body", r"(?:arbeidstid\w{0,20}|om stillingen|stillingen|om oss|om \w{1,20}|kontakt\w{0,20}|søknad\w{0,20}|"
                 r"spørsmål\w{0,20}|vedlegg|"
                 r"oppstart|start)\b"),
    )
)  # fmt: skip

# --- cues ----------------------------------------------------------------------------------------------------

_WORDS = r"(?:\w{1,25}\W{1,3}){0,3}"
NOT = re.compile(
    rf"\b(?:ikke|ikkje|ingen|inga|ingenting|intet|uten|utan|not|no|heller ikke)\W{{1,3}}{_WORDS}"
    r"(?:krav\w{0,20}|nødvendig\w{0,20}|naudsynt\w{0,20}|påkrevd|påkravd|vilkår|betingelse\w{0,20}|forutsetning\w{0,20}|"
    r"føresetnad|obligatorisk\w{0,20}|"
    r"kreves|krevst|krevja\w{0,20}|required|necessary|requirements?|needed|must|avgjørende)\b"
    r"|\b(?:krev(?:er|es|st)?|trenger|treng|trengs|behøver|behøvs|stilles|stillast|spør|need|må|har)\b(?:\W(?:vi|du|det|"
    r"dere))?\W{1,3}"
    r"(?:heller\W|altså\W)?(?:ikke|ikkje|ingen|inga|verken|hverken|korkje|no|not)\b"
    r"|\b(?:hvis|dersom|om) (?:du|en) (?:ikke|ikkje) har\b|\bdo not need\b|\bmangler?\b|\bmanglar\b"
)
SOFT = re.compile(
    r"\b(?:ønskelige?|ønskjeleg\w{0,20}|ønskes|ønskjer(?! (?:du|seg|deg|velkomne|at du|oss))|ønskjast|ønsker(?! (?:du|seg|deg|"
    r"velkommen|"
    r"svenske|"
    r"alle|deg lykke|at du|oss))|"
    r"ønske(?: om)?|ønskverdig|"
    r"fordel(?:aktig)?|føremon|foretrekk\w{0,20}|føretrekk\w{0,20}|(?<!deg )gjerne|helst|bør|pluss|(?:en|ein|er|som) bonus|"
    r"håper|håpar|"
    r"halvparten|bruk for (?:deg|folk|søkere)|vektlegg\w{0,20}|vektlagt|"
    r"legg(?:er|es)? (?:\w{1,9} )?vekt|"
    r"(?:komme|kome|kommer|kjem) godt med|anbefal\w{0,20}|tilrår\w{0,20}|positivt|fortrinnsvis|først og fremst|"
    r"prioriter\w{0,20}|fortrinn|"
    r"(?:tillagt|tillegg(?:es|jast|e)) vekt|"
    r"(?:ingen|inga|ikke noen|ikkje noka|ikke en|ikkje ei) ulempe|"
    r"nyttig|"
    r"interessant|det sam[me]e (?:er|gjelder|gjeld)|det er også(?= (?:erfaring|røynsle|praksis|kjennskap|kunnskap))|likeså|"
    r"st(?:iller|år|ill) (?:\w{1,8} )?sterk\w{0,2}|verds[ei]tt\w{0,2}|"
    r"foretrukket|ei?n styrke|so is|so are|setter pris på|set pris på|advantage|preferred|preferably|desirable|desired|a plus|"
    r"meritterende|"
    r"(?:helt|heilt|like) fint (?:hvis|om|dersom)|(?:praktisk|greit|lurt|gunstig) (?:om|hvis|dersom|at) du|(?:er|vore|være|"
    r"vere|hadde vært) (?:det )?(?:\w{1,9} )?(?:fint|bra|kjekt|"
    r"flott|supert|topp)|ev(?:t\.?|"
    r"entuelt) villig til|villig til å ta \w{0,15}kurs)\b"
)
HARD = re.compile(
    r"\b(?:må|kreves|krev(?:er|st|jast)?|krav(?:et|a|ene)?|forutset\w{0,20}|føreset\w{0,20}|forutsetning|vilkår|betingelse|"
    r"nødvendig\w{0,20}|naudsynt\w{0,20}|"
    r"obligatorisk\w{0,20}|skal ha|kan (?:ikke|ikkje) (?:være|vere|ha) allerg\w{1,20}|(?:kun|bare|berre) (?:autoriserte?|"
    r"søkere med|"
    r"søkjarar med)|"
    r"(?:tilsett|tilset|ansetter|tar imot) (?:kun|bare|berre)|påkrevd|avgjørende|required|requires?|must|mandatory|absolutt|"
    r"minstekrav|ber om|bed om)\b"
)
OFFER = re.compile(
    r"\b(?:vi (?:kan )?(?:tilby\w{0,20}|by på|gir|gjev|dekk\w{0,20}|betaler|betalar|har|hjelper|hjelp|legg(?:er|ar)? til rette|"
    r"stiller|sponser|arranger\w{0,20})|"
    r"(?:du|dere|alle|nyansatte|assistentene?|lærlingen) (?:får|vil få)|får du|hjelper (?:deg|til)|gis\b|tilbys|blir gitt|"
    r"vert gitt|vil bli gitt|"
    r"(?:gode )?mulighet\w{0,20} (?:for|til)|moglegheit\w{0,20}|legg(?:er|ar)? til rette|stilles til (?:rådighet|disposisjon)|"
    r"kommunen (?:dekker|tilbyr|kan)|"
    r"we (?:offer|provide)|will be (?:given|provided)|lønn etter|løn etter|ansiennitet)\b"
)
BREAK = re.compile(
    r"[,;:()]\s+|\s[–—-]\s|\s\(|\)\s|\s(?=men\s)|\s(?=mens\s)|\s(?=medan\s)|\s(?=(?:og|eller|samt) (?:gjerne|helst|det er|"
    r"vi)\s)|\s(?=samt\s)"
)
FILLER = re.compile(
    r"\b(?:og|men|det|dette|er|en|et|ein|eit|ei|noe|noko|noen|nokon|vil|være|vere|bli|likevel|her|også|for|kan|å|som|"
    r"absolutt|klart|stort|stor|"
    r"selvsagt|heller|bare|det|ikke|ikkje|jo|da|så|in|is|an|a|it|but|også|for stillingen|for jobben|i stillingen|medan|mens|"
    r"i seg selv)\b|\W"
)
