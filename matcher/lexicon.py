"""The words of Norwegian ads and the requirement codes they stand for, as tables of (code, pattern).

Patterns meet folded text (lower case, NFC).  Every repetition is bounded or begins at a word's edge, so that no text
makes a search slow.  How strongly a code is demanded is decided elsewhere, from the clause it stands in.
"""

from __future__ import annotations

import re
from typing import Final

Table = tuple[tuple[str, re.Pattern[str]], ...]


def table(*rows: tuple[str, str]) -> Table:
    """Return the rows with their patterns compiled, each anchored at the edges of words."""
    return tuple((code, re.compile(rf"\b(?:{pattern})\b")) for code, pattern in rows)


def words(*patterns: str) -> re.Pattern[str]:
    """Return one pattern that finds any of ``patterns`` as whole words."""
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")


_ER = r"(?:e|en|ne|s|ar|ane|a)?"
"""Endings of titles in -er and -ar, both written languages."""

# --- professions and education -------------------------------------------------------------------------------

PROFESSIONS: Final = table(
    ("auth:SP", rf"(?:hjemme|heime|natte?|turnus|distrikts|vikar)?(?:sykepleier|sjukepleiar){_ER}|spl|sykepl|"
                rf"registered nurses?|nurses?|"
                r"sjuksköterska|sykepleierutdann\w{2,6}"),
    ("auth:VP", rf"(?:vernepleier|vernepleiar){_ER}|vpl|vernepleierutdann\w{{2,6}}"),
    ("auth:HF", rf"(?:helsefagarbeider|helsefagarbeidar|omsorgsfagarbeider|helsearbeider){_ER}|hfa|helsefagarb|"
                r"helse(?:fag)?arbeid[ea]r ?faget|undersköterska|healthcare worker"),
    ("auth:HP", rf"(?:hjelpepleier|hjelpepleiar){_ER}|hjpl|hj\.pl"),
    ("auth:OA", rf"(?:omsorgsarbeider|omsorgsarbeidar){_ER}|omsorgsarb"),
    ("auth:LE", r"(?:allmenn|fast|kommune|sykehjems|tilsyns)?lege(?:r|n|ne|ar)?|physician"),
    ("auth:JO", r"jordmor|jordmødre\w{0,3}|jordmora|midwife"),
    ("auth:FT", r"fysioterapeut\w{0,4}|physiotherapist"),
    ("auth:ET", r"ergoterapeut\w{0,4}|occupational therapist"),
    ("auth:HE", r"helsesekretær\w{0,4}|legesekretær\w{0,4}"),
    ("auth:AA", rf"(?:ambulansearbeider|ambulansefagarbeider|ambulansearbeidar){_ER}|ambulansefag"),
    ("auth:PM", rf"(?:paramedisiner|paramedisinar){_ER}|paramedic"),
    ("auth:TH", r"tannhelsesekretær\w{0,4}"),
    ("auth:TL", r"tannlege(?:r|n|ne|ar)?"),
    ("auth:TP", rf"(?:tannpleier|tannpleiar){_ER}"),
    ("auth:PS", r"(?:kommune)?psykolog(?:er|en|ar|spesialist)?"),
    ("auth:FA", r"(?:provisor)?farmasøyt\w{0,3}|provisor|reseptar"),
    ("auth:AT", r"apotektekniker\w{0,3}"),
    ("auth:BI", r"bioingeniør\w{0,3}"),
    ("auth:RA", r"radiograf\w{0,3}"),
    ("auth:any_health", r"helsepersonell"),
)  # fmt: skip

AUTHORISED: Final = words(
    r"autoris\w{1,9}", "auktorisation", "offentlig godkjen[td]", "offentleg godkjen[td]", "godkjenning", "godkjenning som",
    "lisens", "aut", r"godkjen[td]e? (?:fag)?utdan\w{1,6}",
    r"authori[sz]\w{2,6}", "legitimerad", "legitimation",
)  # fmt: skip

YOU_ARE: Final = re.compile(
    r"(?:du|søkeren?|søkaren?|vedkommende|den vi søker) (?:har|er|må ha|må være|må vere|skal ha) (?!ansvar|med på|på|alene|"
    r"en del|"
    r"alltid)(?:\w{1,14} ){0,4}(?:sykepleier|sjukepleiar|vernepleier|vernepleiar|helsefagarbeid|hjelpepleier|autoris|utdan|"
    r"fagbrev|"
    r"lisens|bachelor)"
)
"""A statement about the person sought, outside every list."""
YOU_CAN: Final = re.compile(
    r"(?:du|søkeren?|vedkommende) (?:har god|er (?:i god|god|flink|vant|trygg|fortrolig|fysisk|sterk|stø)|kjenner|kjenn|"
    r"behersker|meistrar|kan (?!få)|"
    r"tåler|toler|snakker|snakkar|er \w{2,12}(?:,| og))|(?:fortrolig|vant|kjent) med "
)
"""A statement of what the person sought can do or bear."""
IF_YOU: Final = re.compile(r"(?:og |men )?(?:har|kan|kjenner|kjenn|spiller|spelar|har de) du\b[^?]*$")
"""A conditional clause about the applicant is a wish: "Spiller du et instrument, blir vi glade"."""
BECAUSE_OF: Final = re.compile(r"\b(?:på grunn av|pga\.?|grunnet|takket være) (?:\w{1,12} )?$")

# A profession named after these is somebody's past or somebody else, not a demand on the applicant.
NOT_APPLICANT: Final = re.compile(
    r"\b(?:erfaring|praksis|røynsle|jobbet|jobba|arbeidet|arbeid|samarbeid\w{0,20}|sammen med|saman med|veiled\w{1,20}|"
    r"rettlei\w{1,20}|"
    r"opplæring av|"
    r"ansvar for|bistår?|hjelper?|lønn til|kr \S{1,6} til|experience)\W(?:\w{1,20}\W){0,3}$|\bfor (?:en |ein )?$"
)

CERTIFICATE: Final = words(
    r"fagbrev\w{0,3}", r"svennebrev\w{0,2}", r"fagutdan\w{1,6}", "faglært", "trade certificate", r"fagprøve\w{0,2}"
)

CERTIFICATES: Final = table(
    ("fagbrev:barne-ungdom", r"barne-? ?(?:og|/) ?ungdoms?-?arbeid\w{0,7}|bua|bu-arbeider"),
    ("fagbrev:aktivitor", r"aktivitør\w{0,5}"),
    ("fagbrev:institusjonskokk", r"institusjonskokk\w{0,4}|ernæringskokk\w{0,4}"),
    ("fagbrev:kokk", r"kokk(?:e|en|efag|efaget|er)?"),
    ("fagbrev:renhold", r"(?:renhold|reinhald|reinhold)\w{0,18}"),
    ("fagbrev:byggdrift", r"byggdrift\w{0,8}|driftstekniker\w{0,4}"),
    ("fagbrev:bygg", r"bygg(?=,| og | eller )|elektro(?:fag)?|tømr[ea]r\w{0,6}|røyrlegg[ea]r\w{0,4}|rørlegger\w{0,4}|"
                     r"elektrik[ea]r\w{0,4}|byggfag\w{0,3}|"
                     r"snekk[ea]r\w{0,4}|byggteknikk"),
)  # fmt: skip

BARE_CERTIFICATES: Final = frozenset({"fagbrev:barne-ungdom", "fagbrev:aktivitor", "fagbrev:institusjonskokk"})
"""Trades whose name alone, in a list of qualifications, means the certificate."""

RELEVANT_CERTIFICATE: Final = words(
    r"(?:relevant|aktuelt|annet|helsefaglig|helsefagleg) (?:\w{1,12} )?(?:fagbrev|fagutdan\w{1,6})",
    r"fagbrev (?:innen|innan|i|frå|fra) (?:helse|pleie)\w{0,20}",
    "fagbrev", "faglært",
)  # fmt: skip

DEGREES: Final = table(
    ("degree:bachelor", r"bachelor\w{0,16}|(?:3|tre)-? ?årig\w{0,2}(?! videregående| vidaregåande| vgs)|"
                        r"treårig\w{0,2}(?! videregående)|"
                        r"(?:høg|høy)(?:ere |are |skole-?|skule-?)?(?:utdan\w{1,6}|grad)|høyskoleutdannet|"
                        r"universitetsutdan\w{1,20}|"
                        r"helse- (?:og|eller) sosialfag\w{0,4} utdan\w{1,6}|bachelor'?s degree"),
    ("degree:bachelor", r"(?:sosionom|barnevernspedagog|barnevernpedagog)(?:utdan\w{1,6}|\w{0,4})"),
)  # fmt: skip
DEGREE_FOR_INSTANCE: Final = re.compile(
    r"(?:bachelor|årig|høyere|høgare|utdan)[^\n]{0,80}?\b(?:for eksempel|for døme|f\.eks|til dømes|t\.d|slik som|så som)\b"
)
"""A degree with professions as examples of it."""
OF_PROFESSION: Final = re.compile(r" (?:som|i) (?:sykeplei|sjukeplei|verneplei|fysioterap|ergoterap)")
OTHER_TRADE: Final = re.compile(r" (?:i|som|innen|innan) (?!helse|pleie|omsorg|relevant|faget|hånd|handa)\w")
DEGREE_WORD: Final = DEGREES[0][1]

FURTHER: Final = words(
    r"(?:videre|vidare|etter|spesial|tilleggs)utdan\w{1,7}", r"spesialiser\w{2,5}", r"spesialist\w{0,5}", r"spesialitet",
    r"fagskole\w{0,10}",
    r"fagskule\w{0,10}", r"master\w{0,4}", "studiepoeng", r"(?:spesial)?kompetanse (?:i|innen|innan|på)",
    r"utdan\w{1,6} (?:i|innen|innan)",
    r"kurs (?:i|innen)", "specialist",
)  # fmt: skip

SPECIALTIES: Final = table(
    ("spec:helsesykepleier", r"helse(?:sykepleier|sykepleiar|sjukepleiar)\w{0,2}|helsesøster|helsesyster"),
    ("spec:kreft", r"kreft\w{0,12}|palliati\w{1,6}|palliasjon\w{0,3}|lindrende|lindrande|onkologi\w{0,3}"),
    ("spec:saar", r"sår\w{0,12}"),
    ("spec:geriatri", r"geriatri\w{0,4}|aldring|alderspsykiatri"),
    ("spec:demens", r"demens\w{0,10}"),
    ("spec:psykisk_helse", r"psykisk\w{0,2} helse\w{0,8}|psykiatri\w{0,3}|psykososial\w{0,3}"),
    ("spec:rus", r"rus|rus-|rusomsorg|rusarbeid|rusfag|ruslidelser|avhengighet"),
    ("spec:miljoarbeid", r"(?:målrettet |målretta )?miljøarbeid|miljøterapi\w{0,3}|atferdsanalyse"),
    ("spec:eldreomsorg", r"eldreomsorg\w{0,3}|eldreomsorgen"),
    ("spec:ledelse", r"(?:helse)?ledelse|leiing|administrasjon og ledelse"),
    ("spec:allmennmedisin", r"allmennmedisin\w{0,2}|general medicine"),
    ("other:pedagogical_or_arts", r"pedagogikk|pedagogisk\w{0,2}|kunstfag\w{0,3}|kunst|musikkterapi|musikk|drama|"
                                  r"estetisk\w{0,2} fag|teater|dans"),
)  # fmt: skip

# Complete in themselves: no word of further education is needed beside them.
OWN_NAMES: Final = table(
    ("spec:demens", r"demensomsorgens abc|demens-?omsorgens abc"),
    ("spec:ledelse", r"l[ei]{1,2}[da]?[ea]?rutdan\w{1,6}|lederutdan\w{1,6}|leiarutdan\w{1,6}"),
    ("spec:helsesykepleier", r"helsesykepleierutdan\w{1,6}"),
    ("spec:kreft", r"kreftsykepleier\w{0,2}"),
    ("lis1", r"lis ?-?1|turnustjeneste|turnusteneste"),
    ("commit:alis", r"alis(?:-\w{1,12})?|under spesialisering"),
    ("other:pedagogical_or_arts", r"pedagogisk utdan\w{1,6}|musikkterapeut|lærerutdan\w{1,6}|kunstfaglig utdan\w{1,6}|"
                                  r"estetisk utdan\w{1,6}"),
    ("commit:fagbrev_paa_jobb", r"(?:villig til|forplikter? (?:seg|deg) til|binder? (?:seg|deg) til|må) (?:å )?(?:ta|"
                                r"fullføre|begynne på|starte på) fagbrev\w{0,2}(?: på jobb)?"),
    ("student:health", r"(?:går|gjeng) (?:\w{1,12},? ){0,8}?vg ?-?[123](?:/vg ?-?[23])?(?: (?:i|fra|frå|"
                       r"på))?(?: helse\w{0,14})?(?!\w)"),
    ("vg2:helsearbeiderfag", r"vg ?-?2(?: (?:i|fra|frå|på))?(?: helse\w{0,14})?(?!\w)|fellesfag og programfag|programfag\w{0,2}"),
    ("student:health", r"(?:elev\w{0,3}|student\w{0,3}|elev/student|student/elev)(?: \w{1,8})? (?:i|fra|frå|på|innen|"
                       r"innan) (?:vg\d )?"
                       r"(?:helse- og oppvekst\w{0,4}|helsefag\w{0,2}|helse- og sosialfag|helsearbeiderfag\w{0,2})|"
                       r"helsefagelev\w{0,3}"),
)  # fmt: skip

# --- the rest of what a person brings --------------------------------------------------------------------------

LICENCE: Final = words(
    r"førerkort\w{0,3}", r"førarkort\w{0,3}", r"sertifikat\w{0,3}", "kjørekort", r"driving licen[cs]e",
    r"driver'?s licen[cs]e", "körkort",
    r"(?:be|d1|c1|ce|b)-?(?:sertifikat|førerkort|førarkort)\w{0,3}",
    r"klasse (?=be\b|b\b|c1\b|ce\b|d1\b)", r"kl\. (?=b\b|be\b|c1\b)",
)  # fmt: skip
LICENCE_CLASS: Final = re.compile(r"(?<![\w-])(be|c1|ce|d1|b)(?![\w-])")
OWN_CLASS: Final = re.compile(r"(be|c1|ce|d1|b)-?(?=sert|før)")
LARGER_CLASS: Final = re.compile(r"(?<![\w-])(?:d1|ce)(?![\w-])")
FOR_CARS: Final = re.compile(r" (?:for|til) (?:person)?bil\b")
LICENCE_STOP: Final = re.compile(r"[.!?\n](?!\s?(?:be?|c1|ce)\b)|norsk|språk|nivå|;")
HOME_CARE: Final = re.compile(
    r"\b(?:hjemmetjenest|heimetenest|hjemmesykeplei|heimesjukeplei|hjemmebaser|heimebaser|ambulerende|ambulerande|hjemmehjelp|"
    r"heimehjelp|praktisk bistand|åpen omsorg|open omsorg|home care)"
)
OTHER_CARE_PLACE: Final = re.compile(
    r"\b(?:sykehjem|sjukeheim|sykeheim|institusjon|bofellesskap|bufellesskap|omsorgssenter|helsehus|helsetun|bokollektiv|"
    r"dagsenter|"
    r"bolig|bustad|helse(?:-| )og omsorg|pleie(?:-| )og omsorg|helse og velferd)"
)
PART_OF_POSTS: Final = re.compile(
    r"\b(?:for|til|i|innen|innan|gjelder|gjeld|hvis|dersom|om|ved|når|dei|de|dem|den|deg|jobber du|arbeider du|jobbar du|"
    r"arbeidar du)\b[^.\n]{0,45}?"
    r"(?:(?:hjemme|heime)(?:tjenest|tenest|sykeplei|sjukeplei|baser|hjelp)|ambuler|praktisk bistand|åpen omsorg|ute hos|ut til|"
    r"ut til bruk|hjem til bruk|heim til bruk|home care|køyre ut|kjøre ut)|"
    r"\b(?:for|ved|i|til) (?:enkelte|noen|nokre|einskilde|visse|en del|ein del) (?:av )?(?:stilling|vakt|oppdrag|arbeidssted|"
    r"teneste|tjeneste|"
    r"avdeling)"
)
REASON: Final = re.compile(r"\b(?:da|siden|fordi|ettersom|sidan|grunnet|på grunn av|pga\.?|for å kunne|because|since|as you)\b")

PERSONAL: Final = table(
    ("licence:160", r"kode 160|kode-160|utrykningskjøring|(?:for|til) utrykning\w{0,8}|160"),
    ("car:own", r"(?:egen|eigen) bil|før[ea]rkort og bil|disponere? bil|tilgang (?:til|på) bil|ha bil|own car|bil må disponeres"),
    ("ysk", r"ysk|yrkessjåfør\w{0,12}"),
    ("police", r"politiattest\w{0,3}|vandelsattest|plettfri vandel|uplettet vandel|police (?:certificate|record|"
               r"clearance)\w{0,9}|criminal record"),
    ("recognition:foreign", r"(?:utenlandsk|utanlandsk|foreign)\w{0,2} (?:utdan\w{1,6}|vitnemål|autorisasjon|"
                            r"educat\w{1,20})[^.\n]{0,60}(?:godkj\w{1,9}|nokut|hk-dir|"
                            r"helsedir\w{1,12}|recogni\w{1,8})|(?:utdan\w{1,6}|vitnemål|education|qualifications?) (?:fra|frå|"
                            r"from|tatt i|"
                            r"teken i) (?:utlandet|abroad|"
                            r"andre land|et annet land|eit anna land|outside)[^.\n]{0,60}(?:godkj\w{1,9}|nokut|hk-dir|"
                            r"recogni\w{1,8})"),
    ("health:infection_status", r"mrsa\w{0,1}|tuberkulose\w{0,10}|smittestatus|vaksinasjonsstatus|smittetest|vaksinasjon mot"),
    ("test:physical", r"fysisk(?:e)? test\w{0,3}|fysiske? opptaks\w{2,6}|physical test"),
    ("physical", r"god (?:fysikk|fysisk (?:helse|form|styrke)|helse)|(?:i )?god fysisk form|fysisk(?:e)? (?:styrke|form|"
                 r"frisk|sprek|skikket|robust|sterk)|"
                 r"fysikk(?:en)? (?:til|som)|tåle\w{0,2}(?: \w{1,10}){0,3} (?:løft\w{0,3}|stå|gå|fysisk\w{0,2})|"
                 r"toler (?:fysisk|tunge)\w{0,3}|sterk nok|bruke? personløft\w{0,3}|"
                 r"tunge løft|kunne løfte|sterk rygg|fysisk krevende arbeid|good health|physically fit"),
    ("other:lives_nearby", r"bosted\w{0,2}|bustad i|bor? (?:i nærheten|nær|lokalt|i rimelig|innen rimelig|ikke for langt)|"
                           r"bu(?:r)? i nærleiken|bosatt|rimelig reiseavstand|i nærområdet|"
                           r"må bo (?:i|på|nær)|bo(?:r|sette deg)? i (?:kommunen|området|bygda|nærområdet|nabokommun\w{1,4})|"
                           r"bur? i (?:kommunen|området|bygda|nærområdet)"),
    ("other:commit_1y", r"(?:binde|forplikte) (?:seg|deg)[^.\n]{0,20}(?:år|12 måneder)|(?:bli|være|vere|jobbe|arbeide|"
                        r"stå)(?: \w{1,12}){0,4} minst (?:ett|eit|et|1|12) (?:år|måneder)"),
    ("other:male_preferred", r"(?:helst|gjerne|ønsk\w{1,7}|foretrekk\w{1,3}) (?:\w{1,9} ){0,3}(?:mann|mannlig\w{0,2}|menn)|"
                             r"mannlig\w{0,2} (?:søker|assistent|støttekontakt)\w{0,3}|"
                             r"mann (?:foretrekkes|ønskes|er ønskelig)"),
    ("other:response_time", r"responstid|utrykningstid|innen (?:\w{1,9} ){0,2}minutt\w{0,3}|"
                            r"innan (?:\w{1,9} ){0,2}minutt\w{0,2}|inna?en (?:en |ein |1 )?(?:halv ?time|time)|"
                            r"i løpet av (?:\w{1,9} ){1,2}minutt\w{0,3}|"
                            r"within \w{1,6} minutes"),
    ("other:helfo", r"helfo\w{0,3}|trygderefusjon\w{0,5}|refusjonsrett"),
    ("other:dog_ok", r"(?:fører|tjeneste|service)?hund\w{0,3}|husdyr|(?:tåle|tåler|tole|toler|like|liker) dyr|katt(?:er|en)?|"
                     r"(?:allergi|allergisk) (?:mot|for|overfor) (?:dyr|pels|hund\w{0,3}|katt)"),
    ("other:south_sami", r"sør-?samisk\w{0,2}|sørsame\w{0,2}|south sami"),
)  # fmt: skip

AGE: Final = re.compile(
    r"\b(?:fylt|fyller|fyllt|over|minst|minimum|eldre enn|at least|over the age of|aldersgrense\w{0,2}(?: er| på)?|"
    r"minstealder(?: er| på)?|være|vere|er)"
    r"\W{1,3}(18|20)(?= ?år\b| years\b|[.,;\n)]|\Z| (?:og|når|ved|for)\b|(?<=fylt 18)|(?<=fylt 20))(?![.,]\d)|\b(18|"
    r"20)[ -]?(?:års|årig) ?(?:aldersgrense|grense)"
)
GROUP: Final = words(
    "barn", r"ungdom\w{0,4}", "unge", r"bruker\w{0,3}", r"brukar\w{0,3}", r"beboer\w{0,3}", r"bebuar\w{0,3}",
    r"pasient\w{0,3}", "personer", "voksne",
    "vaksne", r"tjenestemottaker\w{0,3}", r"tilbud\w{0,2}(?! om (?:\w{1,8} )?(?:stilling|jobb))",
    r"menneske\w{0,3}", "eldre mennesker", "gutter", "jenter", "mann",
    "kvinne", "gutt", "jente",
)  # fmt: skip

PAY: Final = re.compile(r"\b(?:lønn|løn|timelønn|kr|kroner)\b")

EXPERIENCE: Final = words(
    r"(?:\w{1,12}-?)?erfaring(?!er)\w{0,5}", r"røynsle\w{0,2}", "praksis", r"(?:ha|har|du)(?: du)?(?: tidligere| før)? (?:jobbet|"
                                                                           r"jobba|arbeidet|arbeidd|arbeida|"
                                                                           r"(?:vært|vore|vert) (?:i|på|med|sammen|saman)|"
                                                                           r"vasket|vaska)",
    r"(?:har du|har) (?:vært|vore) (?:\w{1,14} ){1,2}(?=før|tidligere|tidlegare)",
    r"(?:har|du|ha) (?:ledet|leda|leia) (?=prosjekt)", r"vise til (?:arbeid|jobb)",
    r"jobbet (?:i|med|som|på|innen)", r"jobba (?:i|med|som|på)", r"arbeid(?:et|d|a) (?:i|som|på|innen|innan)",
    r"jobb (?:i|fra|frå) (?=butikk|hotell|kantine|restaurant|kafé|kiosk)", "experience", "erfaren som",
    r"bakgrunn (?:fra|frå|innen|innan)", r"(?:kjent|vant) med (?:arbeid|jobb)",
)  # fmt: skip
HAVING_WORKED: Final = re.compile(r"(?:har )?(?:tidligere )?(?:arbeidet|arbeidd|arbeida|jobbet|jobba) med\b")
"""Experience only where a list item begins with it; elsewhere "arbeidet med" is a noun."""
NOT_EXPERIENCE: Final = re.compile(
    r"\b(?:vi|kommunen|(?:dem|dei|de|kommune|bedrift|arbeidsgiver) som|våre|etter|får du|få|gi|gir|ulik|del av|din|"
    r"faglig) (?:har )?(?:gode?|lang|mye|variert|nyttig|"
    r"bred|verdifull)?(?: og)? ?$|"
    r"\b(?:vi (?:har|har hatt)|(?:ansiennitet|kompetanse|utdanning) og|lønn\w{0,20} etter \w{0,14}(?: og)?|gode|bruker) $"
)
YEARS: Final = re.compile(
    r"\b(\d{1,2}|ett|et|eitt|to|tre|fire|fem|seks|sju|syv|åtte|ti|one|two|three|four|five)(?:-\d)? ?(?:års?|"
    r"years?'?)(?: of)?(?= (?:\w{1,20} ){0,2}?"
    r"(?:\w{0,12}(?:erfaring|praksis|røynsle)|experience|klinisk))"
)
NUMBERS: Final = {
    "en": 1, "én": 1, "ein": 1, "éin": 1, "ett": 1, "et": 1, "ei": 1, "eitt": 1, "one": 1, "to": 2, "two": 2, "tre": 3,
    "three": 3, "fire": 4, "four": 4, "fem": 5, "five": 5, "seks": 6, "sju": 7, "syv": 7,
    "åtte": 8, "ni": 9, "ti": 10, "tolv": 12,
}  # fmt: skip
NEXT_WISH: Final = re.compile(r";| (?:og|eller|samt) (?=kjennskap|kunnskap|kjenne|gode?\b|førerkort|førarkort)")
LONG: Final = words(
    r"(?:lang|brei|bred|solid)(?:varig)?(?: og \w{1,10})?(?: \w{1,14})? (?:erfaring|praksis|røynsle|yrkeserfaring|"
    r"arbeidserfaring)",
    "long experience",
)
CARE_WORK: Final = re.compile(r"\b(?:omsorg|helse|pleie|sykehjem|sjukeheim|hjemmetjeneste|heimeteneste)\w{0,12}")
KINDS: Final = table(
    ("experience:leadership", r"leder\w{0,10}|leiar\w{0,8}|ledelse|leiing|personalansvar|leadership"),
    ("experience:project", r"prosjekt\w{0,10}|project\w{0,3}"),
    ("experience:supervision", r"veiled\w{1,8}|rettleii?n\w{0,6}|studentveiled\w{1,20}|supervis\w{1,20}"),
    ("experience:dementia", r"demens\w{0,10}|dementia"),
    ("experience:cleaning", r"renhold\w{0,10}|reinhald\w{0,8}|reinhold\w{0,6}|rengjøring\w{0,6}|vasking|vasket|vaskehjelp|"
                            r"cleaning"),
    ("experience:service", r"butikk\w{0,8}|hotell\w{0,8}|restaurant\w{0,8}|servering\w{0,8}|service\w{0,10}|kundebehandling|"
                           r"kafé|kafe|kantine|resepsjon\w{0,3}"),
    ("experience:children", r"barn|barna|unge|ungdom\w{0,6}|småbarn|børn|children"),
)  # fmt: skip

SKILLS: Final = table(
    ("skill:it", r"data(?:ferdighei?t|kunnskap|kompetanse|verktøy|system|program)\w{0,4}|digital\w{0,2} (?:ferdighei?t|"
                 r"kompetanse|verktøy|kunnskap|løsning|hjelpemid)\w{0,5}|"
                 r"ikt(?:-\w{1,12})?|it-\w{3,12}|bruk av (?:data|pc)|office\w{0,3}|computer\w{0,2}|digital skills|pc|data"),
    ("skill:ehr", r"journal(?:system|føring|program)\w{0,4}|(?:elektronisk\w{0,2} )?pasientjournal\w{0,2}|"
                  r"elektronisk\w{0,2} journal|epj|gerica|cosdoc|profil(?= (?:eller|og|journal))|"
                  r"dips|fagsystem\w{0,3}|fagprogram\w{0,3}|elektronisk dokumentasjon\w{0,6}|system x|pridok|hsPro"),
    ("skill:medication", r"(?:legemiddel|medikament|medisin)-?(?:kurs|håndtering|handtering|kompetanse|"
                         r"administrasjon)\w{0,3}|kurs i (?:legemiddel|medikament)\w{0,10}"),
    ("skill:foodsafety", r"ik-?mat|haccp|mattrygghet|mathygiene|næringsmiddelhygiene|matsikkerhet"),
    ("skill:acute", r"news ?-?2?|isbar|akutt\w{0,10}|a?hlr\w{0,8}|hlr-\w{1,8}|hjerte-? ?(?:og )?lungeredning|triage|"
                    r"førstehjelp\w{0,4}|"
                    r"abcde\w{0,10}"),
    ("skill:roster", r"turnus(?:plan|arbeid|program|system)?legging|turnusplan\w{0,10}|gat|visma(?: \w{1,12})?|"
                     r"bemanningsplan\w{0,8}|ressursstyring\w{0,8}|notus|"
                     r"(?:med|i|om) turnus(?=[^.\n]{0,12}(?:visma|gat|system|program))|vaktplan\w{0,6}|rmt"),
    ("skill:building_automation", r"sd-?(?:anlegg|system)\w{0,3}|byggautomasjon\w{0,3}|byggautomatikk|automasjon\w{0,4}|"
                                  r"sentral driftskontroll|driftskontrollanlegg"),
    ("skill:service_design", r"tjenestedesign\w{0,3}|tenestedesign|service design|tjenesteinnovasjon"),
    ("skill:music", r"musikk\w{0,10}|instrument\w{0,3}|synge\w{0,1}|sang|song|gitar|piano"),
    ("skill:swim", r"svømme\w{0,9}|symje\w{0,6}|svøm|livredd\w{1,7}|swim\w{0,6}|svømming"),
)  # fmt: skip

# --- tasks: short skill terms ---------------------------------------------------------------------------------------

SKILL_TERMS: Final = table(
    ("stell og pleie", r"stell|pleie"),
    ("observasjon", r"observ\w{2,8}|tilsyn(?:srund\w{1,3})?"),
    ("legemiddelhåndtering", r"legemid\w{2,20}|medisin(?:er|ar|hånd\w{2,8})|medikament\w{1,14}"),
    ("sårstell", r"sår(?:stell|behandling|pleie)\w{0,2}"),
    ("dokumentasjon", r"dokument\w{2,8}|journal\w{0,12}|rapport\w{0,8}"),
    ("forflytning", r"forflytning\w{0,2}|forflytting\w{0,1}|personløft\w{0,3}"),
    ("ernæring", r"ernæring\w{0,8}"),
    ("matlaging", r"matlaging\w{0,2}|lage mat|måltid\w{0,3}|produksjon av (?:\w{1,8} )?mat"),
    ("servering", r"server\w{1,4}|dekker bord"),
    ("aktivitet", r"aktivit\w{2,8}|turer|fritid\w{0,3}"),
    ("hverdagsrehabilitering", r"hverdagsrehabilitering\w{0,2}|kvardagsrehabilitering\w{0,1}"),
    ("rehabilitering", r"rehabilitering\w{0,2}"),
    ("miljøarbeid", r"miljøarbeid|miljøterap\w{2,6}"),
    ("målrettet miljøarbeid", r"målrett\w{1,2} miljøarbeid|tiltaksplan\w{0,4}"),
    ("veiledning", r"veiled\w{2,5}|rettlei\w{2,5}"),
    ("pårørendesamarbeid", r"pårørende|pårørande"),
    ("velferdsteknologi", r"velferdsteknologi\w{0,3}|trygghetsteknologi|trygghetsalarm\w{0,3}"),
    ("hjelpemidler", r"hjelpemid\w{2,12}"),
    ("palliasjon", r"palliasjon|lindrende|palliativ\w{0,3}"),
    ("demensomsorg", r"demens\w{0,10}"),
    ("psykisk helse", r"psykisk\w{0,2} helse\w{0,8}"),
    ("rusomsorg", r"rus|rusomsorg|rusarbeid"),
    ("akuttmedisin", r"akutt\w{0,10}|utrykning\w{0,8}"),
    ("vaksinasjon", r"vaksin\w{2,8}"),
    ("blodprøvetaking", r"blodprøve\w{0,10}|prøvetaking"),
    ("fallforebygging", r"fallforebygging"),
    ("turnusplanlegging", r"turnusplan\w{0,9}|leie inn vikar\w{0,3}"),
    ("ledelse", r"personalansvar|leder|ledelse"),
    ("renhold", r"renhold|vask(?:er|e|ing)|reinhald"),
    ("IK-mat", r"ik-?mat|temperaturlist\w{1,3}|internkontroll"),
    ("vaskeri", r"vaskeri|klesvask|tøyvask"),
    ("drift og vedlikehold", r"vedlikehold\w{0,3}|vedlikehald|drift av|tekniske anlegg|snømåking"),
    ("saksbehandling", r"saksbehandl\w{2,4}|vedtak"),
    ("opplæring", r"opplæring av|gi opplæring"),
    ("brannvern", r"brannvern"),
    ("smittevern", r"smittevern"),
)  # fmt: skip
