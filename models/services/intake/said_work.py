"""What a person wants to work as, refuses, can, and holds, as said in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from models.services.intake import skills
from models.services.intake.said import Said
from models.services.intake.wordlists import word_set
from models.services.intake.words import HAVE, NOT, SOFT, Token, is_stop, nearest_cue, place_of, sentence

# What a person may wish to become or to work with: label | beginnings of words, with the kind of word that they must be.
_OCCUPATIONS = """
Helsefagarbeider | helsefagarb, helsefagarbeidar, undersköter, omsorgsfagarb, \\bhfa\\b
Pleieassistent | pleieassistent, helseassistent, omsorgsassistent, pleiemedarb, care assistant, nurse assistant, nursing assistant
Sykepleier | sykepleier\\b, sjukepleiar\\b, sjuksköterska\\b, \\bnurse\\b, sykepleiar\\b
Vernepleier | vernepleier\\b, vernepleiar\\b
Hjelpepleier | hjelpepleier\\b, hjelpepleiar\\b
Pleieassistent | vårdbiträde, pleiehjelp
Hjemmehjelp | hjemmehjelp, heimehjelp
Nattevakt | nattevakt\\b, nattvakt\\b
Personlig assistent | personlig assistent, \\bbpa
Støttekontakt | støttekontakt
Avlaster | avlaster\\b, avlastar\\b
Miljøarbeider | miljøarbeider, miljøarbeidar
Miljøterapeut | miljøterapeut
Aktivitør | aktivitør
Barne- og ungdomsarbeider | barne- og ungdomsarb
Barnehageassistent | barnehageassistent
Ambulansearbeider | ambulansearb, ambulansefag, ambulance worker
Helsesekretær | helsesekretær, legesekretær
Tannhelsesekretær | tannhelsesekr
Portør | portør
Fysioterapeut | fysioterapeut
Ergoterapeut | ergoterapeut
Sosionom | sosionom
Lege | lege\\b
Jordmor | jordmor
Renholder | renholder, renhold\\b, renhaldar, reinhaldar, vaskehjelp, städare, cleaner
Kjøkkenassistent | kjøkkenassistent, kjøkken\\b, kjøkkenhjelp, kitchen assistant
Kokk | kokk\\b, institusjonskokk, \\bchef\\b
Matvert | matvert
Servicemedarbeider | servicemedarb, avdelingsvert, husvert, postvert, vert\\b
Vaktmester | vaktmester, vaktmeister, driftsoperatør, driftstekniker, caretaker
Vaskerimedarbeider | vaskerimed, vaskeriarb, vaskeri\\b
Sjåfør | sjåfør\\b, bussjåfør, driver\\b
Resepsjonist | resepsjonist, resepsjon\\b, receptionist
Kontormedarbeider | kontormedarb, kontor\\b, sekretær, office work
Turnusplanlegger | turnusplanlegg
Lærling | lærling, lærlingplass, læreplass
Butikkmedarbeider | butikkmedarb
Avdelingsleder | avdelingsleder, enhetsleder
Elektriker | elektriker, elektrikar
"""
_ROWS = [tuple(part.strip() for part in line.split("|")) for line in _OCCUPATIONS.strip().splitlines()]
_LABELS = tuple(row[0] for row in _ROWS)
_OCCUPATION = re.compile(
    r"(?<![^\W_])(?:"
    + "|".join("(" + "|".join(word.removeprefix("\\b") for word in row[1].split(", ")) + ")" for row in _ROWS)
    + ")"
)
_BECOMING = re.compile(
    r"\b(?:(?:vil|ønsker å|ønskjer å|ynskjer å|håper å|kunne tenke meg å|kunne tenkt meg å|drømmer om å|"
    r"drømmen er å|draumen er å|har lyst til å|har lyst å|tenker å|målet er å|mål om å|plan om å|want to|"
    r"would like to|hope to"
    r"|dream is to|vill|skulle vilja)\s(?:gjerne\s|helst\s|heller\s|en dag\s|også\s|kanskje\s|igjen\s|"
    r"etter hvert\s)?(?:bli|verte|become|be|utdanne meg (?:til|som)|omskolere meg (?:til|som)|skolere meg "
    r"(?:til|om til)|utdanna meg (?:til|som)|ta utdanning "
    r"som|jobbe som|jobba som|jobbe innen|jobbe i|jobbe med|jobbe på"
    r"|arbeide som|arbeida som|arbeide i|arbeide med|arbeta som|work as|work in|ha jobb som|tilbake til|over til|over på|ha)"
    r"|(?:søker|søkjer|søkar|söker|ønsker|ønskjer|ynskjer|ønske|vil ha|ser etter|leter etter|looking for|"
    r"gjerne|helst|seeking|jobb som|arbeid som|arbete som|kanskje|eventuelt))\b"
)
_WISH_REACH = 110
_DOUBT = re.compile(r"tenkt på|vurdert|vurderte|thought about|lurt på")
_TRADE_WISH = re.compile(
    r"\b(?:vil|ønsker å|ønskjer å|ynskjer å|skal|håper å|kan tenke meg å|kunne tenke meg å|kunne tenkt "
    r"meg å|gjerne|plan om å|mål å|målet er å|want to|interessert i å|klar for å|lyst til "
    r"å)\s(?:gjerne\s|også\s)?(?:ta|avlegge|få|begynne på|take|fullføre)\s"
    r"(?:\w{1,12}\s){0,2}?(?:fagbrev\w*|fagprøv\w*|svennebrev)(?:\spå jobb|\ssom praksiskandidat)?"
    r"|\bmål(?:et)?(?: mitt)? er (?:et )?fagbrev\w*"
)

_FAMILIES: tuple[tuple[str, str], ...] = (
    (
        "pleie",
        r"pleie\w*|stell(?:e|ing)?|omsorgsarbeid|omsorgsyrker|personlig hygiene|care work|personal care|"
        r"vård(?:arbete)?|sykepleie",
    ),
    ("renhold", r"renhold\w*|reinhald\w*|vask(?:e|ing)?|rengjøring\w*|städning|cleaning"),
    ("kjokken", r"kjøkken\w*|matlaging|kitchen(?: work)?"),
    ("kontor", r"kontor\w*|office work"),
    ("handel", r"butikk\w*|salg"),
    ("barnehage", r"barnehage\w*"),
    ("transport", r"langkjøring|langtransport|tømmerbil"),
    ("hotell", r"hotell\w*"),
    ("bygg", r"byggeplass|bygg\b"),
    ("ledelse", r"leder(?:stilling|jobb|ansvar|rolle)\w*|leiar(?:stilling|jobb|ansvar)\w*|ledelse|personalansvar"),
    ("ambulanse", r"ambulanse\w*"),
    ("industri", r"fabrikk\w*|industri"),
)
_VERBS = (
    r"(?:jobbe|jobba|arbeide|arbeida|arbeid|arbeta|work|jobb|drive|være|ha|gjøre|å|to|do|any|noe|noen|mer|"
    r"meir|med|som|i|innen|innenfor|på|want|lenger|aktuelt|interessert|ønsker|vil|tenke|tenkje|meg|fra|"
    r"frå|av)"
)
_REFUSED = re.compile(
    rf"\b(?:ikke|ikkje|itte|inte|not|no|ingen|inga|aldri|unntatt|utenom|uten|unngå|slippe|slutte|slutter"
    rf"|bort|vekk|lei|don't|won't|verken|hverken)\s(?:{_VERBS}\s){{0,5}}"
    r"(?:"
    + "|".join(f"(?P<f{number}>{words})" for number, (_, words) in enumerate(_FAMILIES))
    + r")\b(?!\s?(?:utdann|erfaring|fagbrev|bakgrunn))"
)
_AND_FAMILY = re.compile(
    r"\s?(?:,|eller|og|or|and)\s(?:med\s|på\s|i\s)?(?:"
    + "|".join(f"(?P<f{number}>{words})" for number, (_, words) in enumerate(_FAMILIES))
    + r")\b"
)
_HISTORY = re.compile(r"\b(?:har|hadde|have|fikk|får)\s(?:aldri\s|ikke\s|ikkje\s)")
_SOFTLY = re.compile(r"\b(?:helst|gjerne|bare|kun|så|only|just|berre)\s")

_FORMS: tuple[tuple[str, str], ...] = (
    ("sommer", r"sommerjobb|sumarjobb|sommervikar\w*|ferievikar\w*|feriejobb|sommarjobb|summer job"),
    ("laerling", r"lærlingplass\w*|læreplass\w*|lærling|apprentice\w*"),
    ("tilkalling", r"tilkallingsvikar\w*|ringevikar\w*|tilkalling|ekstravakter|on call work"),
    ("vikariat", r"vikariat\w*"),
    ("fast", r"fast (?:jobb|stilling|ansettelse)|noe fast|noko fast|permanent (?:job|position|work)|tillsvidareanställning"),
)
_FORM = re.compile("|".join(f"(?P<{name}>\\b(?:{words})\\b)" for name, words in _FORMS))


def read_forms(text: str, words: Sequence[Token]) -> Iterator[Said]:
    """Yield ``form`` for the forms of employment that are wished for."""
    for hit in _FORM.finditer(text):
        place = place_of(words, hit.start())
        refused = any(token.text in NOT for token in words[max(0, place - 3) : place])
        if not refused and nearest_cue(words, place) == "wish" and hit.lastgroup:
            yield Said("form", hit.lastgroup, hit.start(), hit.end())


def read_wishes(text: str, words: Sequence[Token]) -> Iterator[Said]:
    """Yield ``wish`` with an occupation, ``training_wish`` and ``refused_family``."""
    for hit in _REFUSED.finditer(text):
        before = text[max(0, hit.start() - 14) : hit.start()]
        if (
            _HISTORY.search(hit[0])
            or _HISTORY.search(f"{before}{hit[0]}")
            or _SOFTLY.search(hit[0])
            or re.search(r"\b(?:helst|gjerne|så) ?$", before)
        ):
            continue
        family = next(name for number, (name, _) in enumerate(_FAMILIES) if hit[f"f{number}"])
        yield Said("refused_family", family, hit.start(), hit.end())
        more = _AND_FAMILY.match(text, hit.end())
        if more:
            also = next(name for number, (name, _) in enumerate(_FAMILIES) if more[f"f{number}"])
            yield Said("refused_family", also, hit.start(), more.end())
    for hit in _TRADE_WISH.finditer(text):
        yield Said("training_wish", "fagbrev", hit.start(), hit.end())
    end_of_last = 0
    for cue in _BECOMING.finditer(text):
        if cue.start() < end_of_last:
            continue
        place = place_of(words, cue.start())
        _, last = sentence(words, place)
        end = min(words[last - 1].end if last else len(text), cue.end() + _WISH_REACH)
        yield from _occupations(text, words, cue, end)
        end_of_last = cue.end()


def _occupations(text: str, words: Sequence[Token], cue: re.Match[str], end: int) -> Iterator[Said]:
    """Yield the occupations named in a row after the words of a wish, until the sentence turns to something else."""
    until = cue.end()
    first = True
    for hit in _OCCUPATION.finditer(text, cue.end(), end):
        gap = text[until : hit.start()]
        turn = (
            r"\b(?:men|but|fordi|siden|hvis|når|der|mens|så|har|har jobbet|ved siden av|ikke|ikkje|til å|for å|"
            r"eller få|kurs|lære|lærer|av|fra|hos|etter at)\b|[;:]"
        )
        if (
            len(gap) > (40 if first else 30)
            or re.search(turn, gap)
            or _DOUBT.search(text[max(0, cue.start() - 25) : hit.start()])
        ):
            return
        place = place_of(words, hit.start())
        if any(token.text in NOT for token in words[max(0, place - 3) : place]):
            return
        yield Said("wish", _LABELS[(hit.lastindex or 1) - 1], cue.start(), hit.end())
        until, first = hit.end(), False


def read_skills_said(text: str, words: Sequence[Token]) -> Iterator[Said]:
    """Yield ``skill`` for what a person says to know or to have done; not for what is wished for or denied."""
    for hit, values in skills.found_in(text):
        place = place_of(words, hit.start())
        denied = False
        for token in reversed(words[max(0, place - 6) : place]):
            if is_stop(token) or token.text in {",", "men", "but", "og"}:
                break
            denied = (
                denied
                or token.text in NOT
                or token.text in {"lite", "mangler", "lære", "learn", "little", "ønsker", "ønskjer", "ynskjer", "søker"}
            )
        if (
            denied
            or hit[0] in _ABOUT_HOURS
            or _ABOUT_ANIMALS.search(text, hit.start(), min(len(text), hit.end() + 45))
            or _only_wished(words, place)
        ):
            continue
        for value in values:
            yield Said("skill", value, hit.start(), hit.end())


_ABOUT_HOURS = word_set("natt natta turnus langvakt nattevakt nattvakt nattarb")
_ABOUT_ANIMALS = re.compile(r"[^.;!?]{0,45}\b(?:på|av|til|for|med) (?:dyr|hund|katt|sau|ku|hest|kyr)")


def _only_wished(words: Sequence[Token], place: int) -> bool:
    """Tell whether the nearest verb is a wish for something else than what one can do («kan» tells of a skill)."""
    for token in reversed(words[max(0, place - 20) : place]):
        if is_stop(token) or token.text in {
            "kan",
            "can",
            "liker",
            "likar",
            "like",
            "flink",
            "god",
            "erfaring",
            "vant",
            "trives",
            "experience",
            "men",
        }:
            return False
        if token.text in {
            "ønsker",
            "ønskjer",
            "ynskjer",
            "ynskje",
            "vil",
            "søker",
            "söker",
            "gjerne",
            "helst",
            "vill",
            "want",
            "slutte",
            "bytte",
            "drømmer",
            "lære",
            "ikke",
            "ikkje",
            "need",
            "mangler",
            "trenger",
            "treng",
            "sluttet",
            "slutta",
        } | (SOFT - {"best"}):
            return True
        if token.text in HAVE:
            return False
    return False
