"""What a person wants to work as, refuses, can, and holds, as said in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from models.services.intake import professions, skills
from models.services.intake.languages import read_certificate
from models.services.intake.said import Said
from models.services.intake.words import HAVE, NOT, SOFT, Token, is_stop, nearest_cue, place_of, sentence

# What a person may wish to become or to work with: label | beginnings of words, with the kind of word that they must be.
_OCCUPATIONS = """
Helsefagarbeider | helsefagarb, helsefagarbeidar, undersköter, omsorgsfagarb, \\bhfa\\b
Sykepleier | sykepleier\\b, sjukepleiar\\b, sjuksköterska\\b, \\bnurse\\b, sykepleiar\\b
Vernepleier | vernepleier\\b, vernepleiar\\b
Hjelpepleier | hjelpepleier\\b, hjelpepleiar\\b
Pleieassistent | pleieassistent, helseassistent, omsorgsassistent, pleiemedarb, care assistant, vårdbiträde
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
Renholder | renholder, renhaldar, reinhaldar, vaskehjelp, städare, cleaner
Kjøkkenassistent | kjøkkenassistent, kjøkkenhjelp, kitchen assistant
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
    r"\b(?:(?:vil|ønsker å|ønskjer å|ynskjer å|håper å|kunne tenke meg å|kunne tenkt meg å|drømmer om å|drømmen er å|draumen er å|har lyst til å|har lyst å|tenker å|målet er å|mål om å|plan om å|want to|would like to|hope to"
    r"|dream is to|vill|skulle vilja)\s(?:gjerne\s|helst\s|heller\s|en dag\s|også\s|kanskje\s|igjen\s|etter hvert\s)?(?:bli|verte|become|be|utdanne meg (?:til|som)|utdanna meg (?:til|som)|ta utdanning som|jobbe som|jobba som|jobbe i|jobbe med|jobbe på"
    r"|arbeide som|arbeida som|arbeide i|arbeide med|arbeta som|work as|work in|ha jobb som|tilbake til|over til|over på|ha)"
    r"|(?:søker|søkjer|søkar|söker|ønsker|ønskjer|ynskjer|ønske|vil ha|ser etter|leter etter|looking for|gjerne|helst|seeking|jobb som|arbeid som|arbete som|kanskje|eventuelt))\b"
)
_WISH_REACH = 110
_DOUBT = re.compile(r"tenkt på|vurdert|vurderte|thought about|lurt på")
_TRADE_WISH = re.compile(
    r"\b(?:vil|ønsker å|ønskjer å|ynskjer å|skal|håper å|kan tenke meg å|kunne tenke meg å|kunne tenkt meg å|gjerne|plan om å|mål å|målet er|mål er|want to|interessert i å|klar for å|lyst til å)\s(?:gjerne\s|også\s|å\s)?(?:(?:ta|avlegge|få|begynne på|take|fullføre)\s)?"
    r"(?:\w{1,12}\s){0,2}?(?:fagbrev\w*|fagprøv\w*|svennebrev)(?:\spå jobb|\ssom praksiskandidat)?"
)

_FAMILIES: tuple[tuple[str, str], ...] = (
    (
        "pleie",
        r"pleie\w*|stell(?:e|ing)?|omsorgsarbeid|omsorgsyrker|personlig hygiene|care work|personal care|vård(?:arbete)?|sykepleie",
    ),
    ("renhold", r"renhold\w*|reinhald\w*|vask(?:e|ing)?|rengjøring\w*|städning|cleaning"),
    ("kjokken", r"kjøkken\w*|matlaging|kitchen(?: work)?"),
    ("kontor", r"kontor\w*|office work"),
    ("handel", r"butikk\w*|salg"),
    ("barnehage", r"barnehage\w*"),
    ("transport", r"langkjøring|langtransport|tømmerbil"),
    ("hotell", r"hotell\w*"),
    ("bygg", r"byggeplass|bygg\b"),
    ("industri", r"fabrikk\w*|industri"),
)
_VERBS = r"(?:jobbe|jobba|arbeide|arbeida|arbeid|arbeta|work|jobb|drive|være|ha|gjøre|å|to|do|any|noe|noen|mer|meir|med|som|i|innen|innenfor|på|want|lenger|aktuelt|interessert|ønsker|vil|tenke|tenkje|meg|fra|frå|av)"
_REFUSED = re.compile(
    rf"\b(?:ikke|ikkje|itte|inte|not|no|ingen|inga|aldri|unntatt|utenom|uten|unngå|slippe|slutte|slutter|bort|vekk|lei|don't|won't|verken|hverken)\s(?:{_VERBS}\s){{0,5}}"
    r"(?:"
    + "|".join(f"(?P<f{number}>{words})" for number, (_, words) in enumerate(_FAMILIES))
    + r")\b(?!\s?(?:utdann|erfaring|fagbrev|bakgrunn))"
)
_HISTORY = re.compile(r"\b(?:har|hadde|have|fikk|får)\s(?:aldri\s|ikke\s|ikkje\s)")
_SOFTLY = re.compile(r"\b(?:helst|gjerne|bare|kun|så|only|just|berre)\s")

_HELD = re.compile(
    r"\b(?:norsk\s)?(?P<auth>autorisert|autorisasjon|auktorisert|autorisasjonen|godkjent|godkjend|offentlig godkjent|authori[sz]ed|auktoriserad)(?:\s(?:sedan|siden|fra|i)\s\d{4})?\s?(?:som\s|as\s(?:a\s)?)?(?P<what>[^\W\d_]{3,25})?"
)
_TRADE = re.compile(
    r"\b(?P<word>fagbrev(?:et)?|svennebrev(?:et)?|fagprøven?|fagarbeider)\s?(?:som|i|innen|in)\s(?P<what>[^\W\d_-]{3,25}(?:- og [^\W\d_]{3,20})?)"
)
_FUTURE = re.compile(
    r"\b(?:vil|skal|ønsker|ønskjer|håper|ta|kan|kunne|mangler|manglar|ikke|ikkje|inte|itte|aldri|not|søke|søkt|applied|venter|ventar|uten|utan|til|får|need|want|for å få|før|mål|målet|søknad|når jeg får|utanlandsk|utenlandsk)\s(?:\w{1,12}\s){0,3}$"
)
_APPLIED = re.compile(
    r"(?:\b(?:har |have |har nå |eg har |i have )?(?:sendt (?:inn )?søknad|søkt|applied|ansökt|sendt papir\w*|søkjer|søker nå)\b|\b(?:venter|ventar|waiting)\b[^.;!?\ue000]{0,15}?\b(?:søknad\w*|svar|application)\b|\bsøknad\w*\b[^.;!?\ue000]{0,20}?\b(?:til behandling|under behandling|inne)\b)[^.;!?\ue000]{0,45}?\b(?:autorisasjon\w*|authori[sz]ation|helsedirektorat\w*|godkjenning|auktorisation|legitimation)"
)
_NOT_APPLIED = re.compile(
    r"\b(?:ikke|ikkje|itte|inte|aldri|not|never|haven't|skal|vil|ennå ikke)\s(?:\w{1,8}\s)?(?:sendt|søkt|applied|ansökt|søke)"
)
_STILL_LACKS = re.compile(
    r"still need|mangler|manglar|må (?:ta|først|ha)|har fått avslag|avslag|need the|krever at|kräver|gjenstår|need to"
)
_STUDENT = re.compile(r"\b(?P<what>sykepleier|sjukepleiar|vernepleier|medisin|lege|fysioterapi|ergoterapi)student\b")
_YEAR = re.compile(
    r"bestått\s(?:de\s)?(?P<n>\d)|(?P<m>\d)\.?\s{0,8}(?:året|år|studieår)\s(?:er\s)?(?:bestått|fullført)"
    r"|\b(?:i|på)\s(?P<k>\d)\.?\s{0,8}(?:året|år|studieår|årskurs|\.)|\b(?P<j>\d)\.\s{0,2}(?:års|året|år)\b"
)
_ORDINALS = {
    "første året": "1. året",
    "fyrste året": "1. året",
    "andre året": "2. året",
    "tredje året": "3. året",
    "siste året": "3. året",
}

_LANGUAGE = re.compile(
    r"\bnorsk(?:en|kunnskap\w*)?\b(?P<gap>[^.;!?\ue000]{0,25}?)(?<![a-z0-9])(?P<level>[abc][12])(?:\s?[-–/]\s?[abc]?[12])?(?![a-z0-9])|(?<![a-z0-9])(?P<level2>[abc][12])(?:[-–][abc]?[12])?[- ](?:nivå )?(?:i |på )?norsk\b|\bnorwegian\b[^.;!?\ue000]{0,20}?(?<![a-z0-9])(?P<level3>[abc][12])(?![a-z0-9])"
)
_LEARNING_LANGUAGE = re.compile(
    r"kurs|course|skole|skule|lærer|learning|går på|mot\b|prøve|prøva|test|skal|must|need|krav|øver (?:til|mot)"
)
_TEST = re.compile(
    r"\b(?:har |tok |tatt |bestått |passed |bestod )?[^.;!?\ue000]{0,30}?\b(?:norskprøve\w*|norskprøva|bergenstest\w*|norwegian test)\b[^.;!?\ue000]{0,60}"
)
_TEST_NOT_YET = re.compile(
    r"\b(?:skal|vil|kommer til|ikke|ikkje|oppmeldt|meldt opp|trenger|må|venter|need|will|before|før|mangler|not|haven't|håper)\b"
)

_PERMIT = re.compile(
    r"\b(?:(?:har |have )?(?:arbeidstillatelse|arbeidsløyve|work permit|arbetstillstånd)|(?:har )?(?:lov|rett|right|allowed|løyve)\s(?:til\s)?(?:å|to)\s(?:jobbe|arbeide|arbeida|work)|permit to work|oppholdstillatelse\b[^.;!?\ue000]{0,25}?(?:jobb|arbeid)\w*)"
)
_NO_PERMIT = re.compile(
    r"\b(?:ikke|ikkje|no|not|uten|venter på|ventar på|søkt om|waiting for|mangler|don't have a)\s(?:\w{1,8}\s){0,2}$"
)
_NOT_DIGITAL = re.compile(
    r"\b(?:lite|lite vant|ikke|ikkje|itte|dårlig|ikke så|ikke god|uvant|inte|not|litt usikker|svak)\s(?:\w{1,10}\s){0,3}?(?:med|på|with|i)\s(?:data|pc|datamaskin\w*|dator|computers?|it|digitale verktøy|data og mobil)\b"
)
_UNSURE = re.compile(
    r"\b(?:usikker på hva|veit ikkje heilt kva|vet ikke (?:helt )?hva|not sure what) (?:jeg|eg|i) (?:vil|skal|want)"
)


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
        turn = r"\b(?:men|but|fordi|siden|hvis|når|der|mens|så|har|har jobbet|ved siden av|ikke|ikkje|til å|for å|eller få|kurs|lære|lærer|av|fra|hos|etter at)\b|[;:]"
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
            or _only_wished(text, words, place)
        ):
            continue
        for value in values:
            yield Said("skill", value, hit.start(), hit.end())


_ABOUT_HOURS = frozenset(["natt", "natta", "turnus", "langvakt", "nattevakt", "nattvakt", "nattarb"])
_ABOUT_ANIMALS = re.compile(r"[^.;!?]{0,45}\b(?:på|av|til|for|med) (?:dyr|hund|katt|sau|ku|hest|kyr)")


def _only_wished(text: str, words: Sequence[Token], place: int) -> bool:
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


def read_papers(text: str) -> Iterator[Said]:
    """Yield ``credential``, ``language``, ``language_test``, ``right_to_work`` and ``barrier``."""
    for hit in _HELD.finditer(text):
        code = professions.profession(hit["what"] or "")
        if code and not _FUTURE.search(text[max(0, hit.start() - 40) : hit.start()]):
            yield Said("credential", f"auth:{code}", hit.start(), hit.end())
    for hit in _TRADE.finditer(text):
        passed = not hit["word"].startswith("fagprøve") or re.search(r"best[åo]\w+", text[max(0, hit.start() - 20) : hit.start()])
        named = not re.fullmatch(
            r"\d.*|fjor|år|dag|våres|\w*(?:juni|juli|mai|mars|april|august)|(?:jan|febr|sept|okt|nov|des)\w*", hit["what"]
        )
        if passed and named and not _FUTURE.search(text[max(0, hit.start() - 40) : hit.start()]):
            yield Said("credential", f"fagbrev:{professions.trade(hit['what'])}", hit.start(), hit.end())
    for hit in _APPLIED.finditer(text):
        rest = re.split(r"[.!?\ue000]", text[hit.end() : hit.end() + 200])[0]
        if not _NOT_APPLIED.search(text[max(0, hit.start() - 12) : hit.end()]) and not _STILL_LACKS.search(rest):
            yield Said("credential", "applied", hit.start(), hit.end())
        elif _STILL_LACKS.search(rest):
            yield Said("barrier", "B05", hit.start(), hit.end())
    yield from _students(text)
    yield from _languages(text)
    for hit in _PERMIT.finditer(text):
        denied = _NO_PERMIT.search(text[max(0, hit.start() - 25) : hit.start()])
        if not denied:
            yield Said("right_to_work", "yes", hit.start(), hit.end())
        elif re.search(r"ikke|ikkje|no\b|not|uten|mangler|don't", denied[0]):
            yield Said("right_to_work", "no", max(0, hit.start() - len(denied[0])), hit.end())
    for hit in _NOT_DIGITAL.finditer(text):
        yield Said("barrier", "B19", hit.start(), hit.end())
    for hit in _UNSURE.finditer(text):
        yield Said("barrier", "B26", hit.start(), hit.end())


def _students(text: str) -> Iterator[Said]:
    for word, number in _ORDINALS.items():
        text = text.replace(word, number.ljust(len(word)))
    for hit in _STUDENT.finditer(text):
        kind = {
            "sykepleier": "sykepleier",
            "sjukepleiar": "sykepleier",
            "vernepleier": "vernepleier",
            "medisin": "lege",
            "lege": "lege",
        }
        year = _YEAR.search(text, hit.start(), min(len(text), hit.end() + 60))
        if year is None:
            continue
        passed = int(year["n"] or year["m"] or int(year["k"] or year["j"]) - 1)
        yield Said("credential", f"student:{kind.get(hit['what'], 'other_health')}:{passed}", hit.start(), year.end())


def _languages(text: str) -> Iterator[Said]:
    for hit in _TEST.finditer(text):
        name = re.search(r"norskprøv|bergenstest|norwegian test", hit[0])
        start = hit.start() + (name.start() if name else 0)
        proof = read_certificate(text[start : hit.end()])
        if proof is None or _TEST_NOT_YET.search(hit[0]):
            continue
        for side, level in (("spoken", proof.spoken), ("written", proof.written)):
            if level:
                yield Said("language_test", f"{side}:{level}", start, hit.end())
    for hit in _LANGUAGE.finditer(text):
        level = hit["level"] or hit["level2"] or hit["level3"]
        if not _LEARNING_LANGUAGE.search(hit[0]) and not _LEARNING_LANGUAGE.search(text[max(0, hit.start() - 15) : hit.start()]):
            yield Said("language", f"no:{level.upper()}", hit.start(), hit.end())
