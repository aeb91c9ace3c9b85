"""The words of the employer's pages: what each step asks, what an offer opens, what is wrong and what to do about it."""

from __future__ import annotations

from flask_babel import lazy_gettext

from models.services.vacancies.own import Stage
from models.services.vacancies.posting_answers import AD, DEMANDS, REVIEW, TERMS, WELCOME
from models.services.vacancies.text_words import (
    AGE,
    BENEFIT,
    FAMILY,
    FUNCTION,
    GENDER,
    HEALTH,
    HOME,
    LANGUAGE,
    ORIGIN,
    RELIGION,
)
from web.phrases.codes import Words

STEPS: Words = {
    AD: lazy_gettext("Annonsen"),
    DEMANDS: lazy_gettext("Krav"),
    TERMS: lazy_gettext("Tid og sted"),
    WELCOME: lazy_gettext("Hvem kan vi ta imot?"),
    REVIEW: lazy_gettext("Se over"),
}

FAULTS: Words = {
    "title_missing": lazy_gettext("Skriv en tittel."),
    "role_missing": lazy_gettext("Velg hva slags stilling det er."),
    "percent": lazy_gettext("Skriv et tall mellom 1 og 100."),
    "percent_order": lazy_gettext("Den høyeste prosenten kan ikke være lavere enn den laveste."),
    "positions": lazy_gettext("Skriv et helt tall mellom 1 og 999."),
    "employment_missing": lazy_gettext("Velg ansettelsesform."),
    "day": lazy_gettext("Skriv datoen som dag.måned.år, for eksempel 03.02.2027."),
    "deadline_missing": lazy_gettext("Skriv søknadsfristen."),
    "deadline_past": lazy_gettext("Fristen har gått ut. Skriv en ny."),
    "workplace_missing": lazy_gettext("Skriv hvor arbeidet er."),
    "workplace_unknown": lazy_gettext("Vi fant ikke stedet. Skriv postnummeret, for eksempel 2420."),
    "remark": lazy_gettext("Skriv en grunn, eller skriv om setningen."),
}

FIELDS: Words = {
    "title": lazy_gettext("Tittel"),
    "roles": lazy_gettext("Stilling"),
    "percent_min": lazy_gettext("Stillingsprosent, fra"),
    "percent_max": lazy_gettext("Stillingsprosent, til"),
    "positions": lazy_gettext("Antall stillinger"),
    "employment": lazy_gettext("Ansettelsesform"),
    "start": lazy_gettext("Oppstart"),
    "deadline": lazy_gettext("Søknadsfrist"),
    "workplace": lazy_gettext("Arbeidssted"),
}

STAGES: Words = {
    Stage.OPEN: lazy_gettext("Åpen"),
    Stage.EXPIRED: lazy_gettext("Utløpt"),
    Stage.FILLED: lazy_gettext("Besatt"),
    Stage.WITHDRAWN: lazy_gettext("Trukket"),
}

STAGE_LOOKS = {
    Stage.OPEN: ("success", "CheckmarkCircleFill"),
    Stage.EXPIRED: ("neutral", "Clock"),
    Stage.FILLED: ("info", "PersonCheckmark"),
    Stage.WITHDRAWN: ("neutral", "ArrowUndo"),
}
"""Colour and icon of a stage; the word stands beside them."""

OFFERS: Words = {
    "unqualified_ok": (
        lazy_gettext("Ufaglærte kan søke"),
        lazy_gettext("Åpner for dem som kan arbeidet, men mangler papirene."),
    ),
    "training_offered": (
        lazy_gettext("Vi gir opplæring"),
        lazy_gettext("Åpner for dem som har gjort lignende arbeid, eller som har vært borte en stund."),
    ),
    "route:fagbrev_paa_jobb": (
        lazy_gettext("Fagbrev på jobb: vi lover minst 80 % stilling"),
        lazy_gettext("Åpner for ufaglærte som kan bli fagarbeidere mens de arbeider, på omtrent halvannet år."),
    ),
    "route:apprentice": (
        lazy_gettext("Læreplass"),
        lazy_gettext("Åpner for dem som har bestått Vg2, og voksne som vil ta fagbrev som lærling."),
    ),
    "student_ok": (
        lazy_gettext("Elever og studenter kan søke"),
        lazy_gettext("Åpner for dem som er i utdanning og vil ha helger, kvelder eller ferier."),
    ),
    "offer:language_training": (
        lazy_gettext("Språkopplæring i arbeidstiden"),
        lazy_gettext("Åpner for dem som er ett trinn under kravet til norsk."),
    ),
    "inclusion": (
        lazy_gettext("Vi tilrettelegger, og hull i CV-en er greit"),
        lazy_gettext("Åpner for dem som lar være å søke fordi de tror de ikke er ønsket."),
    ),
    "offer:housing": (
        lazy_gettext("Vi hjelper med bolig"),
        lazy_gettext("Åpner for dem som vil flytte hit, men mangler et sted å bo."),
    ),
}

RUNGS: Words = {
    "N22": lazy_gettext("Kan begynne som assistent og ta fagbrevet underveis."),
    "N04": lazy_gettext("Har tatt skoledelen, og mangler læretiden eller fagprøven."),
    "N07": lazy_gettext("Kan fylle deler av oppgavene, og ta utdanningen ved siden av."),
    "N13": lazy_gettext("Kan ta vakter nå, og bli ferdig hos dere."),
    "N31": lazy_gettext("Kan begynne i annen stilling mens søknaden behandles."),
}

WEEK: Words = {
    "day": lazy_gettext("Dag"),
    "evening": lazy_gettext("Kveld"),
    "night": lazy_gettext("Natt"),
}

STRENGTHS: Words = {
    "must": lazy_gettext("Må"),
    "should": lazy_gettext("Bør"),
    "none": lazy_gettext("Ikke krav"),
}

ORIGINS: Words = {
    "law": lazy_gettext("Fra malen: tittelen krever det etter loven."),
    "template": lazy_gettext("Fra malen: det en slik stilling vanligvis krever."),
    "copy": lazy_gettext("Fra den tidligere stillingen."),
    "own": lazy_gettext("Lagt til av dere."),
    "ad": lazy_gettext("Lest ut av annonsen."),
}

GROUPS: tuple[tuple[tuple[str, ...], object], ...] = (
    (("auth:",), lazy_gettext("Autorisasjon")),
    (("fagbrev:", "vg2:", "student:"), lazy_gettext("Fagbrev og videregående")),
    (("degree:", "spec:", "lis1", "recognition:"), lazy_gettext("Høyere utdanning")),
    (("language:", "other:south_sami"), lazy_gettext("Språk")),
    (("licence:", "car:", "ysk"), lazy_gettext("Førerkort og bil")),
    (("experience:",), lazy_gettext("Erfaring")),
    (("skill:",), lazy_gettext("Ferdigheter")),
    (("police", "health:", "test:", "age:", "physical"), lazy_gettext("Attest, alder og fysiske krav")),
    (("",), lazy_gettext("Annet")),
)
"""Groups of requirements in the list to choose from: how their codes begin, and the heading; the last takes the rest."""

REMARKS: Words = {
    GENDER: (
        lazy_gettext("Setningen handler om kjønn. Loven tillater det bare når arbeidet virkelig krever det."),
        lazy_gettext("Skriv hva arbeidet er, for eksempel: «Stillingen innebærer hjelp med intimstell.»"),
    ),
    AGE: (
        lazy_gettext("Setningen handler om alder. Loven tillater bare aldersgrenser som arbeidet eller loven krever."),
        lazy_gettext("Skriv hva den som ansettes skal kunne, for eksempel: «Du må ha førerkort og ett års erfaring.»"),
    ),
    ORIGIN: (
        lazy_gettext("Setningen handler om opphav eller statsborgerskap."),
        lazy_gettext("Skriv kravet som arbeidet stiller, for eksempel: «Du må kunne norsk godt nok til å skrive rapport.»"),
    ),
    RELIGION: (
        lazy_gettext("Setningen handler om tro eller livssyn."),
        lazy_gettext("Skriv hva arbeidet er, for eksempel: «Du hjelper beboerne til gudstjeneste når de ønsker det.»"),
    ),
    FAMILY: (
        lazy_gettext("Setningen handler om familie, graviditet eller omsorg for barn."),
        lazy_gettext("Skriv arbeidstidene, for eksempel: «Du må kunne arbeide kveld og hver tredje helg.»"),
    ),
    FUNCTION: (
        lazy_gettext("Setningen handler om funksjonsevne eller diagnose."),
        lazy_gettext("Skriv oppgaven, for eksempel: «Forflytning forekommer hver dag. Vi tilrettelegger der vi kan.»"),
    ),
    HEALTH: (
        lazy_gettext("Setningen krever god helse uten å si hva i arbeidet som krever det."),
        lazy_gettext("Skriv oppgaven, for eksempel: «Arbeidet er stående, og løft forekommer.»"),
    ),
    HOME: (
        lazy_gettext("Setningen handler om hvor folk bor eller kommer fra."),
        lazy_gettext("Skriv hva arbeidet krever, for eksempel: «Du må kunne møte innen 20 minutter når du har bakvakt.»"),
    ),
    BENEFIT: (
        lazy_gettext("Setningen handler om ytelser eller tiltak. Det er den enkeltes sak."),
        lazy_gettext("Skriv hva dere tilbyr, for eksempel: «Vi gir opplæring, og hull i CV-en er greit.»"),
    ),
    LANGUAGE: (
        lazy_gettext("Setningen krever mer norsk enn arbeid vanligvis trenger, eller en bestemt måte å snakke på."),
        lazy_gettext("Skriv hva språket skal brukes til, for eksempel: «Du må kunne lese lister og skrive rapport på norsk.»"),
    ),
}
"""Why a sentence may shut somebody out, and a better wording."""
