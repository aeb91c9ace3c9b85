"""What a person holds and knows on paper, as said in prose: authorisation, certificates, Norwegian, the right to work."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.services.intake import countries, professions
from models.services.intake.languages import read_certificate
from models.services.intake.said import Said

_HELD = re.compile(
    r"\b(?:norsk\s)?(?P<auth>autorisert|autorisasjon|auktorisert|autorisasjonen|godkjent|godkjend|"
    r"offentlig godkjent|authori[sz]ed|auktoriserad)(?:\s(?:sedan|siden|fra|i)\s\d{4})?\s?(?:som\s|"
    r"as\s(?:a\s)?)?(?P<what>[^\W\d_]{3,25})?"
)
_WITH_PAPERS = re.compile(
    r"\b(?P<what>[^\W\d_]{4,25})\s(?:med|with)\s(?P<norsk>norsk\s|norwegian\s"
    r"|gyldig\s)?(?P<paper>autorisasjon|auktorisation|authori[sz]ation|fagbrev|svennebrev)\b"
)
_COURSE = re.compile(
    r"\b(?:har|tok|tatt|gjennomført|bestått|fullført|med|done"
    r"|completed)\s[^.;!?,\ue000]{0,25}?\b(?:legemiddelkurs|medikamentkurs|medisinkurs)\w*"
)
_TRADE = re.compile(
    r"\b(?P<word>fagbrev(?:et)?|svennebrev(?:et)?|fagprøven?|fagarbeider)\s?(?:som|i|innen|"
    r"in)\s(?P<what>[^\W\d_-]{3,25}(?:- og [^\W\d_]{3,20})?)"
)
_FUTURE = re.compile(
    r"\b(?:vil|skal|ønsker|ønskjer|håper|ta|tar|tek|kan|kunne|mangler|manglar|ikke|ikkje|inte|itte|aldri|not|søke|"
    r"søkt|applied|venter|ventar|uten|utan|til|får|need|want|for å få|før|mål|målet|søknad|når jeg får|"
    r"utanlandsk|utenlandsk)\s(?:\w{1,12}\s){0,3}$"
)
_APPLIED = re.compile(
    r"(?:\b(?:har |have |har nå |eg har |i have )?(?:sendt (?:inn )?søknad|søkt|søkte|applied|ansökt|sendt "
    r"papir\w*|søkjer|søker nå)\b|\b(?:venter|ventar|waiting)\b[^.;!?\ue000]{0,15}?\b(?:søknad\w*|svar|"
    r"application)\b|\bsøknad\w*\b[^.;!?\ue000]{0,20}?\b(?:til behandling|under behandling|"
    r"inne)\b)[^.;!?\ue000]{0,45}?\b(?:autorisasjon\w*|authori[sz]ation|helsedirektorat\w*|godkjenning|"
    r"auktorisation|legitimation)"
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
    r"\bnorsk(?:en|"
    r"kunnskap\w*)?\b(?P<gap>[^.;!?\ue000]{0,25}?)(?<![a-z0-9])(?P<level>[abc][12])(?:\s?[-–/]\s?[abc]?[12])?(?![a-z0-9])|"
    r"(?<![a-z0-9])(?P<level2>[abc][12])(?:[-–][abc]?[12])?[- ](?:nivå )?(?:i |på )?norsk\b|"
    r"\bnorwegian\b[^.;!?\ue000]{0,20}?(?<![a-z0-9])(?P<level3>[abc][12])(?![a-z0-9])"
)
_LEARNING_LANGUAGE = re.compile(
    r"kurs|course|skole|skule|lærer|learning|går på|mot\b|prøve|prøva|test|skal|must|need|krav|øver (?:til|mot)"
)
_TEST = re.compile(
    r"\b(?:har |tok |tatt |bestått |passed |bestod )?[^.;!?\ue000]{0,30}?\b(?:norskprøve\w*|norskprøva|"
    r"bergenstest\w*|norwegian test)\b[^.;!?\ue000]{0,60}"
)
_TEST_NOT_YET = re.compile(
    r"\b(?:skal|vil|kommer til|ikke|ikkje|oppmeldt|meldt opp|trenger|må|venter|need|will|before|før|mangler|not|haven't|håper)\b"
)

_PERMIT = re.compile(
    r"\b(?:(?:har |have )?(?:arbeidstillatelse|arbeidsløyve|work permit|arbetstillstånd)|(?:har )?(?:lov|"
    r"rett|right|allowed|løyve)\s(?:til\s)?(?:å|to)\s(?:jobbe|arbeide|arbeida|work)|permit to work|"
    r"oppholdstillatelse\b[^.;!?\ue000]{0,25}?(?:jobb|arbeid)\w*)"
)
_NO_PERMIT = re.compile(
    r"\b(?:ikke|ikkje|no|not|uten|venter på|ventar på|søkt om|waiting for|mangler|don't have a)\s(?:\w{1,8}\s){0,2}$"
)
_NOT_DIGITAL = re.compile(
    r"\b(?:lite|lite vant|ikke|ikkje|itte|dårlig|ikke så|ikke god|uvant|inte|not|litt usikker|"
    r"svak)\s(?:\w{1,10}\s){0,3}?(?:med|på|with|i)\s(?:data|pc|datamaskin\w*|dator|computers?|it|digitale "
    r"verktøy|data og mobil)\b|\b(?:kan|har) (?:ikke|ikkje|aldri) (?:bruke|brukt|brukar) (?:data|pc|datamaskin)\b"
)
_UNSURE = re.compile(
    r"\b(?:usikker på hva|veit ikkje heilt kva|vet ikke (?:helt )?hva|not sure what) (?:jeg|eg|i) (?:vil|skal|want)"
)


def read_papers(text: str) -> Iterator[Said]:
    """Yield ``credential``, ``language``, ``language_test``, ``right_to_work`` and ``barrier``."""
    for hit in _HELD.finditer(text):
        code = professions.profession(hit["what"] or "")
        elsewhere = countries.region(re.split(r"[.;!?]", text[hit.end() : hit.end() + 25])[0]) in {"eea", "non_eea"}
        lost = re.search(r"tilbakekalt|mistet|inndratt|suspend|utløp|gått ut|lost|revoked", text[hit.end() : hit.end() + 40])
        if code and not elsewhere and not lost and not _FUTURE.search(text[max(0, hit.start() - 40) : hit.start()]):
            norwegian = re.search(r"\bnorsk|\bnorwegian", text[max(0, hit.start() - 10) : hit.end()]) is not None
            yield Said("credential", f"auth:{code}", hit.start(), hit.end(), firm=norwegian)
    for hit in _WITH_PAPERS.finditer(text):
        code = professions.profession(hit["what"])
        if hit["paper"] in {"fagbrev", "svennebrev"}:
            if professions.trade(hit["what"]) != "other":
                yield Said("credential", f"fagbrev:{professions.trade(hit['what'])}", hit.start(), hit.end())
        elif code:
            yield Said("credential", f"auth:{code}", hit.start(), hit.end(), firm=hit["norsk"] is not None)
    for hit in _COURSE.finditer(text):
        if not re.search(r"\b(?:ikke|ikkje|not|inte|skal|vil|må)\b", text[max(0, hit.start() - 10) : hit.end()]):
            yield Said("credential", "course:medication", hit.start(), hit.end())
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
        for side, proven in (("spoken", proof.spoken), ("written", proof.written)):
            if proven:
                yield Said("language_test", f"{side}:{proven}", start, hit.end())
    for hit in _LANGUAGE.finditer(text):
        level = hit["level"] or hit["level2"] or hit["level3"]
        if not _LEARNING_LANGUAGE.search(hit[0]) and not _LEARNING_LANGUAGE.search(text[max(0, hit.start() - 15) : hit.start()]):
            yield Said("language", f"no:{level.upper()}", hit.start(), hit.end())
