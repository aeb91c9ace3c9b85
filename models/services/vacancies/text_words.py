"""What advertisements say when they say who a person is: patterns for each kind, and what makes a sentence harmless."""

from __future__ import annotations

import re
from typing import Final

GENDER, AGE, ORIGIN, RELIGION, FAMILY, FUNCTION, HEALTH, HOME, BENEFIT, LANGUAGE = KINDS = (
    "gender",
    "age",
    "origin",
    "religion",
    "family",
    "function",
    "health",
    "home",
    "benefit",
    "language",
)

# Words after which a sentence speaks of whom the employer wants, with what lies between them and the wanted one.
_WANTED = (
    r"\b(?:søke?r|søkjer|søker vi|ønske?r|ønskjer|ser(?: vi)? (?:gjerne )?etter|lete?r etter|leitar etter"
    r"|trenge?r|treng|vil ha"
    r"|helst|fortrinnsvis|foretrekke?r|føretrekk(?:jer)?|foretrekkes|prioriterer|kun|bare|berre|er du"
    r"|må (?:være|vere)"
    r"|bør (?:være|vere)|skal (?:være|vere)|passe?r (?:best |godt |perfekt )?for|passar (?:best |godt )?(?:for|til)"
    r"|høve?r (?:best )?for|perfekt for|forbeholdt|søkeren er|du er|ansetter|tilsetter|gjerne|at du er)\b"
)
_BETWEEN = r"(?:(?!\b(?:til|for|av|hos|med|blant|rundt|som (?!er\b))\b)[^.;:\n]){0,45}?"
_CARE = (
    r"(?!\w|[ ,]*(?:og \w+ )?(?:pasient|bruker|brukar|bebuar|beboer|menneske|person(?:er|ar)? med"
    r"|med (?:demens|behov|nedsatt|psyk)))"
)


def _wanted(group: str) -> str:
    return rf"{_WANTED}{_BETWEEN}\b(?:{group})\b{_CARE}"


_BENEFITS = (
    r"AAP|arbeidsavklaringspenge\w*|arbeidsavklaringspengar|uføretrygd\w*|dagpenge\w*|dagpengar"
    r"|sosialhjelp\w*|trygd\w*|overgangsstønad"
    r"|kvalifiseringsprogram\w*|KVP|lønnstilskudd|lønstilskot|ytelser? fra nav|ytingar frå nav|NAV-tiltak"
    r"|Nav-tiltak|VTA"
    r"|varig tilrettelagt arbeid|situasjonsbestemt innsats|spesielt tilpasset innsats"
)

_RULES: Final[tuple[tuple[str, str], ...]] = (
    # --- gender
    (
        GENDER,
        _wanted(
            r"kvinner?|kvinna|jenta|mannen|dama|karen|guten|gutten|kvinnelige?|kvinneleg\w*|menn|mann|mannlige?"
            r"|mannleg\w*|damer?|jenter?|gutter?|gutar|karer|herre|hankjønn"
        ),
    ),
    (
        GENDER,
        r"\b(?:renholdsdam\w+|vaskedam\w+|vaskekon\w+|kontordam\w+|pleiersk\w+|servitris\w+|kokkepik\w+"
        r"|barnepik\w+|resepsjonsdam\w+|blidjent\w+)",
    ),
    (
        GENDER,
        r"\b(?:kvinne|mann|jente|gut+|dame)\b[^.;\n]{0,20}\b(?:foretrekkes|føretrekkast|ønskes|ønskast"
        r"|er en fordel|er ein fordel|søkes|søkjast)\b",
    ),
    (
        GENDER,
        r"\b(?:den rette|rett) (?:mannen|kvinnen|kvinna|jenta|dama|karen)\b|\b(?:kvinnelig|mannlig) (?:søker"
        r"|kandidat)",
    ),
    # --- age
    (
        AGE,
        _wanted(
            r"unge?|ungt|yngre|ungdommelige?|ungdommeleg\w*|(?<!eller )(?<!og )eldre|godt voksne?n?|godt vaksne?n?"
            r"|pensjonist(?:er|ar)?|middelaldrende|seniorer|i 20-årene|i (?:20|30|40|50)-åra"
        ),
    ),
    (
        AGE,
        r"\bmellom (?:1[89]|[2-6]\d) (?:og|til) [2-7]\d(?: år)?\b(?! (?:prosent|%|plass|beboer|bebuar|bruker"
        r"|brukar|ansatt|tilsett|barn|minutt|kilometer|timer))",
    ),
    (
        AGE,
        r"\b(?:under|yngre enn|ikke eldre enn|ikkje eldre enn|maks(?:imalt)?|høyst|høgst|inntil) (?:2[1-9]"
        r"|[3-6]\d) år\b(?! (?:siden|sidan|gammel b))",
    ),
    (AGE, r"\b(?:over|eldre enn|fylt|minst) (?:2[1-9]|[3-6]\d) år\b(?! med| erfaring| praksis)"),
    (
        AGE,
        r"\b(?:alder|aldersgruppen?|aldersgruppa)\b[^.\n]{0,15}\b[2-6]\d ?[-–] ?[2-7]\d\b"
        r"|\b[2-6]\d ?[-–] ?[2-7]\d år(?:ene)?\b(?! (?:med|erfaring))",
    ),
    (
        AGE,
        r"\b(?:ungt|ung|ungdommelig|ungdommeleg) (?:og \w+ )?(?:team|miljø|arbeidsmiljø|lag|gjeng|kollegium"
        r"|arbeidslag)\b",
    ),
    (AGE, r"\b(?:unge|yngre|eldre) (?:søkere|søkjarar|kandidater|kandidatar)\b"),
    # --- origin
    (
        ORIGIN,
        r"\betnisk (?:norsk|nordisk)\w*|\bnorsk (?:statsborger\w*|statsborgar\w*|bakgrunn|opprinnelse|opphav"
        r"|avstamning|kultur(?:ell)? bakgrunn)",
    ),
    (
        ORIGIN,
        r"\b(?:nordmenn|nordmann|nordisk statsborger\w*|skandinaver|skandinavar"
        r"|europeer\w*)\b(?! med (?:demens|behov))",
    ),
    (
        ORIGIN,
        r"\b(?:norske|skandinaviske|nordiske|vestlige|vestlege) (?:søkere|søkjarar|kandidater|kandidatar"
        r"|statsborgere|folk)\b",
    ),
    (
        ORIGIN,
        r"\b(?:født|fødd|oppvokst|oppvaksen|vokst opp|vakse opp) i (?:norge|noreg|norden)\b|\b(?:vestlig"
        r"|vestleg) bakgrunn\b",
    ),
    (
        ORIGIN,
        r"\b(?:ikke|ikkje|ingen|ikke ta imot|unntatt) (?:\w+ ){0,2}(?:innvandr\w+|utlending\w*|utlendingar"
        r"|flyktning\w*|asylsøk\w+|polakk\w*|muslimske)\b",
    ),
    (
        ORIGIN,
        r"\b(?:innvandr\w+|utlending\w*|flyktning\w*)\b[^.\n]{0,25}\b(?:ikke|ikkje|trenger ikke"
        r"|treng ikkje) (?:\w+ )?(?:søke|søkje|aktuell\w*)",
    ),
    (ORIGIN, r"\bhudfarge\b|\blys hud\b"),
    # --- religion
    (RELIGION, _wanted(r"kristen|kristne|muslim(?:er|ar)?|religiøse?|troende|truande|ateist(?:er|ar)?|kirkelig engasjert")),
    (
        RELIGION,
        r"\b(?:dele|deler|delar|slutte deg til|slutter deg til|stille deg bak|stå inne for|bekjenne deg til"
        r"|bekjenner deg til|vedkjenne deg)\b[^.\n]{0,40}\b(?:kristne?|kristent|livssyn\w*|tro|tru|trua"
        r"|islam\w*|bekjennelse\w*)\b",
    ),
    (
        RELIGION,
        r"\b(?:uten|utan|ikke (?:bære|bruke)|ikkje (?:bere|bruke)) (?:hijab|hodeplagg|hovudplagg|slør|turban"
        r"|skaut|religiøse (?:plagg|symboler|symbol))",
    ),
    (
        RELIGION,
        r"\b(?:hijab|religiøse? hodeplagg|religiøse? hovudplagg|turban)\b[^.\n]{0,30}\b(?:ikke|ikkje|forbudt"
        r"|forbode)\b",
    ),
    (
        RELIGION,
        r"\b(?:medlem(?:skap)? (?:av|i) (?:den norske kirke|den norske kyrkja|kirken|kyrkja|statskirken"
        r"|en menighet|ein kyrkjelyd)|aktiv kristen|praktiserende kristen)\b",
    ),
    # --- family
    (
        FAMILY,
        r"\b(?:uten|utan|ikke ha|ikkje ha) (?:egne |eigne |små )?(?:små)?(?:barn|born|ungar|omsorgsansvar"
        r"|omsorgsoppgaver|familieforpliktelser|familieplikter|forsørgeransvar|forsørgjaransvar)\b",
    ),
    (
        FAMILY,
        r"\b(?:barnløs\w*|barnlaus\w*|ugift\w*|ordnede familieforhold|ordna familieforhold"
        r"|etablert med familie)\b",
    ),
    (
        FAMILY,
        r"\b(?:ikke|ikkje) (?:er |bli |blir |være |vere )?(?:gravid\w*|planlegger? (?:å få )?(?:barn"
        r"|svangerskap|familie)|planlegg (?:å få )?(?:barn|born))",
    ),
    (FAMILY, r"\bgravide?\b[^.\n]{0,30}\b(?:ikke|ikkje|bes|kan ikke) (?:\w+ )?(?:søke|søkje|aktuell\w*)"),
    (
        FAMILY,
        _wanted(
            r"gift|enslige?|einsleg\w*|single?|samboende|sambuande|småbarnsmødre|husmødre|hjemmeværende"
            r"|heimeverande|bestemødre|familiemennesker?"
        ),
    ),
    (
        FAMILY,
        r"\b(?:ikke planlegger foreldrepermisjon|ikke skal ut i (?:foreldre|svangerskaps)?permisjon"
        r"|ikkje skal ut i (?:foreldre)?permisjon)\b",
    ),
    # --- function
    (
        FUNCTION,
        r"\b(?:funksjonsfrisk\w*|funksjonsfør\w*|full(?:t)? arbeidsfør\w*|100 ?% arbeidsfør\w*"
        r"|helt arbeidsfør\w*|heilt arbeidsfør\w*|full arbeidsevne|lytefri\w*)\b",
    ),
    (
        FUNCTION,
        r"\b(?:uten|utan|ikke ha|ikkje ha|ikke (?:har|er)|ikkje (?:har|er)|fri for"
        r"|ingen) (?:\w+ )?(?:funksjonshem\w+|funksjonsned\w+|nedsatt (?:funksjons|arbeids)\w+"
        r"|nedsett (?:funksjons|arbeids)\w+|handikap\w*|lyte\w*|psykiske (?:lidelser|lidingar|problem\w*"
        r"|plager)|kroniske? (?:sykdom\w*|sjukdom\w*|lidelse\w*|liding\w*)|helseplager|diagnose\w*"
        r"|rygg(?:problem\w*|plager))",
    ),
    (FUNCTION, r"\b(?:psykisk (?:stabil|frisk|sterk)\w*|mentalt frisk\w*)\b(?! pasient| bruker)"),
    (
        FUNCTION,
        r"\b(?:rullestolbruker\w*|svaksynte?|hørselshemmede?|blinde)\b[^.\n]{0,30}\b(?:ikke|ikkje|dessverre"
        r"|diverre)\b",
    ),
    (
        FUNCTION,
        r"\b(?:må|skal|krav om) (?:\w+ ){0,2}(?:ha )?(?:normalt syn|normal hørsel|normal høyrsel"
        r"|godt syn og (?:god )?hørsel|godt syn og (?:god )?høyrsel)\b",
    ),
    # --- home
    (
        HOME,
        r"\b(?:må|skal|bør|lyt) (?:\w+ ){0,2}(?:bo|bu|være bosatt|vere busett|være bosett|ha bosted|ha bustad"
        r"|ha bostedsadresse|ha folkeregistrert adresse) (?:i|på|nær|fast i|innen|innan"
        r"|innenfor)\b(?![^.\n]{0,50}\b(?:vakt\w*|turnus\w*|beredskap\w*|minutt\w*))",
    ),
    (
        HOME,
        r"\b(?:bosatt|busett|bor|bur) i [^.\n]{0,40}\b(?:er (?:et |eit )?krav|prioriter\w*|foretrekkes"
        r"|føretrekkast|blir føretrekte|fortrinn\w*|går foran|går føre)\b",
    ),
    (
        HOME,
        r"\b(?:lokale (?:søkere|søkjarar|folk|krefter)|innfødte?|innfødde|innenbygdsboende|innanbygds"
        r"|trysling(?:er|ar)?|bygdefolk)\b(?=[^.\n]{0,40}\b(?:prioriter\w*|foretrekk\w*|føretrekk\w*"
        r"|fortrinn\w*|går foran|går føre))",
    ),
    (
        HOME,
        r"\b(?:kun|bare|berre|helst|fortrinnsvis|prioriterer|foretrekker|føretrekkjer|føretrekk|ønsker"
        r"|ønskjer) (?:\w+ )?(?:søkere|søkjarar|folk|personer|personar|noen|nokon|en|ein|ei|kandidater"
        r"|kandidatar) (?:fra|frå|som bor i|som bur i|bosatt i|busett i|med bosted i)\b",
    ),
    # --- benefit
    (
        BENEFIT,
        rf"\b(?:du|deg|søkere?n?|søkjaren?|kandidat\w*|personer|personar|de|dei|den|noen"
        rf"|nokon)\b(?: \w+)?(?: som)? (?:\w+ )?(?:mottar|mottek|går på|er på|lever av|lev av|har rett på"
        rf"|har rett til|har|får)\b[^.\n]{{0,25}}\b(?:{_BENEFITS}|tiltak)\b",
    ),
    (
        BENEFIT,
        rf"{_WANTED}{_BETWEEN}\b(?:uføretrygded\w*|uføretrygda|AAP-mottaker\w*|AAP-mottakar\w*|langtidsledig\w*"
        rf"|langtidsarbeidsledig\w*|arbeidsledig\w*|arbeidslaus\w*|trygdemottak\w+|sosialklient\w*"
        rf"|sosialhjelpsmottak\w+|tiltaksdeltaker\w*|tiltaksdeltakar\w*|deltaker\w* på (?:NAV-)?tiltak"
        rf"|deltakar\w* på (?:NAV-)?tiltak)\b",
    ),
    (
        BENEFIT,
        r"\b(?:stillingen|stillinga|plassen|jobben)\b[^.\n]{0,40}\b(?:lønnstilskudd|lønstilskot|NAV-tiltak"
        r"|Nav-tiltak|tiltak fra nav|tiltak frå nav|tiltaksplass|VTA-plass|arbeidspraksis fra nav)\b",
    ),
    (
        BENEFIT,
        rf"\b(?:må|skal|krav om|forutsetter|føreset)\b[^.\n]{{0,30}}\b(?:rett (?:til|på)|kvalifisere for|motta"
        rf"|ha) (?:{_BENEFITS})",
    ),
    (
        BENEFIT,
        r"\b(?:ikke|ikkje) (?:\w+ )?(?:avhengig av|gå på|går på|lever av|lev av|motta\w*|mottek) (?:nav\b"
        r"|trygd|ytelser|ytingar|stønad|dagpeng\w+|sosialhjelp)",
    ),
    # --- language
    (
        LANGUAGE,
        r"\bnorsk(?:en)? (?:\w+ )?(?:som|på) morsmål\w*|\bmorsmål\w*(?: er| må være| må vere|:)? norsk\b"
        r"|\bmorsmåls?nivå\b|\bnorsk morsmål\b|\bhar norsk til morsmål\b",
    ),
    (
        LANGUAGE,
        r"\b(?:uten|utan) (?:utenlandsk |utanlandsk |fremmed |framand )?aksent\b|\baksentfri\w*|\b(?:perfekt"
        r"|feilfri\w*|plettfri\w*|lytefri\w*) (?:\w+ )?(?:og \w+ )?norsk\w*|\bnorsk\w* (?:\w+ ){0,3}(?:uten"
        r"|utan) feil\b",
    ),
    (
        LANGUAGE,
        r"\b(?:må|skal|bør) (?:\w+ ){0,2}(?:snakke|prate|tale) (?:norsk )?(?:\w+ )?(?:dialekt\w*"
        r"|tryslingmål\w*|målføre\w*|bokmål|nynorsk som morsmål)\b",
    ),
    (LANGUAGE, r"\b(?:innfødt norsk\w*|snakke norsk som en innfødt|norsk som ein innfødd)\b"),
)
COMPILED: Final = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _RULES)

HEALTHY: Final = re.compile(
    r"\b(?:god|godt|svært god|meget god|utmerket|utmerka|topp) (?:\w+ og )?(?:fysisk |psykisk |generell "
    r"|allmenn )?(?:og (?:fysisk|psykisk|mental) )?"
    r"(?:helse|fysikk|fysisk form|helsetilstand|form)\b|\b(?:frisk og (?:sterk|rask|sprek)|sterk og frisk"
    r"|sprek og frisk|helsemessig skikket)\w*"
    r"|\b(?:lavt|lågt|lite|minimalt) (?:eget |eige )?(?:sykefravær|sjukefråvær)\b|\bikke (?:\w+ )?(?:ofte"
    r"|mye) syk\b|\b(?:må|skal) (?:være|vere) (?:frisk|fysisk sterk|sprek)\b",
    re.IGNORECASE,
)
TASK: Final = re.compile(
    r"løft\w*|forflyt\w*|stående|ståande|gående|gåande|\btrapp\w*|\bbære\b|\bbere\b|\btung\w*"
    r"|fysisk krevende|fysisk krevjande|helsekrav|utrykning\w*"
    r"|fysisk test|helseattest|helseerklæring|\bterreng\w*|\bkjøre\w*",
    re.IGNORECASE,
)
FOR_OTHERS: Final = re.compile(
    r"\b(?:fremme\w*|fremja|bidra\w*|bidreg|sikre\w*|gi|gir|gje|gjev|oppleve\w*|arbeide? for|jobbe? for"
    r"|mål\w* (?:om|er)|bevare|ivareta\w*|ta vare på"
    r"|innbygger\w*|innbyggjar\w*|bruker\w*|brukar\w*|pasient\w*|beboer\w*|bebuar\w*|barn\w*|sykefraværet"
    r"|sjukefråværet|avdeling\w* har|vi har|kvardag\w*|hverdag\w*)\b",
    re.IGNORECASE,
)
# What follows these words invites everybody, or says what does not matter.
INVITES: Final = re.compile(
    r"\b(?:uavhengig av|uavhengig|uansett|utan omsyn til|uten hensyn til|same kva|samme hvilken|enten du"
    r"|anten du)\b[^.\n]*",
    re.IGNORECASE,
)
WELCOMES: Final = re.compile(
    r"\b(?:oppfordr\w+|oppmod\w+|velkommen|velkomne|velkomen|inviter\w*|tilrettelegg\w*"
    r"|legg(?:er)? til rette|speile|spegle|mangfold|mangfald)\b",
    re.IGNORECASE,
)
SHUTS: Final = re.compile(r"\b(?:ikke|ikkje|ingen|kun|bare|berre|helst|men)\b", re.IGNORECASE)
