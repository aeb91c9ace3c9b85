"""The headings of ads and the words that make a clause a demand, a wish, a denial or an offer."""

from __future__ import annotations

import re

# --- headings ------------------------------------------------------------------------------------------------
# The first pattern that matches decides, so a wished qualification is not taken for a demanded one.

HEADINGS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (section, re.compile(pattern))
    for section, pattern in (
        ("offer", r"(?:vi|kommunen|jobben)\W{1,3}(?:kan\W)?(?:tilby\w*|by\w* på|gir|gjev)|(?:kva|hva) (?:tilby|får|kan vi)|"
                  r"du får|"
                  r"(?:dette )?får du|hos oss (?:får|kan)|lønn|løn\b|betingelser|goder|fordeler (?:ved|hos|med å)|we offer|"
                  r"what we offer"),
        ("wish", r"(?:vi|eg|jeg)\W(?:ønske\w*|ønskje\w*)\W{1,3}(?:oss|deg|at|en\b|ein\b|ei\b|søkere)|vi håper"),
        ("should", r"ønsk\w*|.{0,50}\b(?:ønskelige?|ønskjeleg\w*|ønska|ønsket|ønskede|fordel|føremon|bør|gjerne|pluss|helst|"
                   r"vekt\b|vektlegg\w*|teller|tel\b|positivt|preferred|desirable|advantage|nice to have)\b|(?:vi|eg|"
                   r"jeg) ønskj?er"),
        ("duty", r"(?:\w{1,15}\W){0,2}(?:arbeids)?oppg[aå]v\w*|arbeidsområde\w*|ansvarsområde\w*|ansvar\b|stillingens innhold|"
                 r"som \w{1,25} (?:\w{1,12} ){0,3}(?:vil|skal|får) du|du (?:skal|vil|kommer til)\b|slik (?:ser|blir)|duties|"
                 r"responsibilities|hva du (?:skal|gjør)|kva du (?:skal|gjer)|en vanlig dag|tasks"),
        ("must", r"(?:\w{1,15}\W){0,3}(?:krav|kvalifikasjon\w*|kompetanse\w*|utdan\w*|vilkår|requirement\w*|qualification\w*|"
                 r"språk\w*)|(?:vi|eg|jeg) krev\w*|(?:hva|kva) krev\w* |.{0,40}\b(?:må|kreves|krevst|krevjast|gjelder|gjeld|"
                 r"must|required)\b|"
                 r"har du\W*$"),
        ("seek", r"(?:vi|eg|jeg)\W(?:ser|søke?r|søkjer|leter|leitar|trenger|treng)\b|(?:hva|hvem|kva|kven)\b|er du\b|du\b|"
                 r"din\w? |"
                 r"(?:\w{1,15}\W)?(?:personlige?|faglige?|personleg\w*)\b|egenskap\w*|eigenskap\w*|we are looking|you\b|profil"),
        ("body", r"(?:arbeidstid\w*|om stillingen|stillingen|om oss|om \w+|kontakt\w*|søknad\w*|spørsmål\w*|vedlegg|"
                 r"oppstart|start)\b"),
    )
)  # fmt: skip

# --- cues ----------------------------------------------------------------------------------------------------

_WORDS = r"(?:\w{1,25}\W{1,3}){0,3}"
NOT = re.compile(
    rf"\b(?:ikke|ikkje|ingen|inga|ingenting|intet|uten|utan|not|no|heller ikke)\W{{1,3}}{_WORDS}"
    r"(?:krav\w*|nødvendig\w*|naudsynt\w*|påkrevd|påkravd|vilkår|betingelse\w*|forutsetning\w*|føresetnad|obligatorisk\w*|"
    r"kreves|krevst|krevja\w*|required|necessary|requirements?|needed|must|avgjørende)\b"
    r"|\b(?:krev(?:er|es|st)?|trenger|treng|trengs|behøver|behøvs|stilles|stillast|spør|need|må|har)\b(?:\W(?:vi|du|det|"
    r"dere))?\W{1,3}"
    r"(?:heller\W|altså\W)?(?:ikke|ikkje|ingen|inga|verken|hverken|korkje|no|not)\b"
    r"|\b(?:hvis|dersom|om) (?:du|en) (?:ikke|ikkje) har\b|\bdo not need\b|\bmangler?\b|\bmanglar\b"
)
SOFT = re.compile(
    r"\b(?:ønskelige?|ønskjeleg\w*|ønskes|ønskjer|ønskjast|ønsker(?! (?:seg|velkommen|svenske|alle|deg lykke))|"
    r"ønske(?: om)?|ønskverdig|"
    r"fordel(?:aktig)?|føremon|foretrekk\w*|føretrekk\w*|(?<!deg )gjerne|helst|bør|pluss|bonus|vektlegg\w*|vektlagt|"
    r"legg(?:er|es)? (?:\w{1,9} )?vekt|"
    r"(?:komme|kome|kommer|kjem) godt med|anbefal\w*|tilrår\w*|positivt|fortrinnsvis|først og fremst|prioriter\w*|fortrinn|"
    r"nyttig|"
    r"interessant|det sam[me]e (?:er|gjelder|gjeld)|likeså|st(?:iller|år|ill) (?:\w{1,8} )?sterk\w{0,2}|verds[ei]tt\w{0,2}|"
    r"foretrukket|ei?n styrke|so is|so are|setter pris på|set pris på|advantage|preferred|preferably|desirable|desired|a plus|"
    r"meritterende|"
    r"(?:er|vore|være|vere|hadde vært) (?:det )?(?:\w{1,9} )?(?:fint|bra|kjekt|flott|supert|topp)|ev(?:t\.?|"
    r"entuelt) villig til|villig til å ta \w{0,15}kurs)\b"
)
HARD = re.compile(
    r"\b(?:må|kreves|krev(?:er|st|jast)?|krav(?:et|a|ene)?|forutset\w*|føreset\w*|forutsetning|vilkår|betingelse|"
    r"nødvendig\w*|naudsynt\w*|"
    r"obligatorisk\w*|skal ha|påkrevd|avgjørende|required|requires?|must|mandatory|absolutt|minstekrav)\b"
)
OFFER = re.compile(
    r"\b(?:vi (?:kan )?(?:tilby\w*|by på|gir|gjev|dekk\w*|betaler|betalar|har|hjelper|hjelp|legg(?:er|ar)? til rette|"
    r"stiller|sponser|arranger\w*)|"
    r"(?:du|dere|alle|nyansatte|assistentene?|lærlingen) (?:får|vil få)|får du|hjelper (?:deg|til)|gis\b|tilbys|blir gitt|"
    r"vert gitt|vil bli gitt|"
    r"(?:gode )?mulighet\w* (?:for|til)|moglegheit\w*|legg(?:er|ar)? til rette|stilles til (?:rådighet|disposisjon)|"
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
