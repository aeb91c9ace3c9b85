"""Words for the codes that pages show and offer as choices; lazy, so that each page says them in its own language."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext

from matcher.records import LanguageLevel, Proof, Status, Tier
from models.cv import PracticeKind
from models.sharing import Assessment, ListStatus, NotRelevantBecause, Outcome, RequestState
from models.vacancies import VacancyState

Words = dict[Any, Any]
"""From a code to its words; ``str()`` of the words gives them in the language of the moment."""

TIERS: Words = {
    Tier.READY: lazy_gettext("Klar"),
    Tier.CLARIFY: lazy_gettext("Avklar"),
    Tier.ON_THE_WAY: lazy_gettext("På vei"),
    Tier.CLOSED: lazy_gettext("Stengt"),
}

STRENGTHS: Words = {
    "sterkt": lazy_gettext("Sterkt treff"),
    "godt": lazy_gettext("Godt treff"),
    "mulig": lazy_gettext("Mulig treff"),
}

STATUSES: Words = {
    Status.MET: lazy_gettext("Oppfylt"),
    Status.UNMET: lazy_gettext("Mangler"),
    Status.UNKNOWN: lazy_gettext("Ukjent"),
}

SHIFTS: Words = {
    "day": lazy_gettext("dag"),
    "evening": lazy_gettext("kveld"),
    "night": lazy_gettext("natt"),
    "weekend": lazy_gettext("helg"),
    "oncall": lazy_gettext("vakt"),
}

PERSONS_SHIFTS: Words = {
    **SHIFTS,
    "weekday": lazy_gettext("hverdager"),
}
"""What a person can have said of shifts and days."""

FORMS: Words = {
    "fast": lazy_gettext("fast"),
    "vikariat": lazy_gettext("vikariat"),
    "tilkalling": lazy_gettext("tilkalling"),
    "sommer": lazy_gettext("sommerjobb"),
    "laerling": lazy_gettext("læreplass"),
    "engasjement": lazy_gettext("engasjement"),
}

LANGUAGE_LEVELS: Words = {
    LanguageLevel.FIRST: lazy_gettext("Førstespråk"),
    LanguageLevel.VERY_GOOD: lazy_gettext("Veldig godt"),
    LanguageLevel.GOOD: lazy_gettext("Godt"),
    LanguageLevel.BEGINNER: lazy_gettext("Nybegynner"),
}

PROOF: Words = {
    Proof.CLAIMED: lazy_gettext("oppgitt"),
    Proof.VERIFIED: lazy_gettext("verifisert"),
    Proof.APPLIED: lazy_gettext("søkt"),
}

PRACTICE_KIND: Words = {
    PracticeKind.JOB: lazy_gettext("Jobb"),
    PracticeKind.PLACEMENT: lazy_gettext("Praksis eller læretid"),
    PracticeKind.VOLUNTEER: lazy_gettext("Frivillig arbeid"),
    PracticeKind.FAMILY: lazy_gettext("Omsorg i egen familie"),
}

LIST_STATUS: Words = {
    ListStatus.CONSIDERED: lazy_gettext("Vurderes"),
    ListStatus.CONTACTED: lazy_gettext("Kontaktet"),
    ListStatus.RELEVANT: lazy_gettext("Aktuell"),
    ListStatus.INTERVIEW: lazy_gettext("Til intervju"),
    ListStatus.NOT_RELEVANT: lazy_gettext("Ikke aktuell"),
    ListStatus.NOT_INTERESTED: lazy_gettext("Ikke interessert"),
}

OUTCOME: Words = {
    Outcome.NOT_PRESENTED: lazy_gettext("Ikke presentert"),
    Outcome.PRESENTED: lazy_gettext("Presentert"),
    Outcome.GOT_THE_JOB: lazy_gettext("Fått jobben"),
}

REQUEST_STATE: Words = {
    RequestState.CANNOT_CREATE: lazy_gettext("Ble ikke sendt"),
    RequestState.TRYING_TO_NOTIFY: lazy_gettext("Sendes nå"),
    RequestState.NOTIFIED: lazy_gettext("Sendt, venter på svar"),
    RequestState.CANNOT_NOTIFY: lazy_gettext("Nådde ikke fram"),
    RequestState.ANSWERED: lazy_gettext("Besvart"),
    RequestState.CANCELLED: lazy_gettext("Trukket tilbake"),
    RequestState.EXPIRED: lazy_gettext("Fristen gikk ut uten svar"),
}

ASSESSMENT: Words = {
    Assessment.TO_BE_ASSESSED: lazy_gettext("Til vurdering"),
    Assessment.RELEVANT: lazy_gettext("Aktuell"),
    Assessment.NOT_RELEVANT: lazy_gettext("Ikke aktuell"),
    Assessment.GOT_THE_JOB: lazy_gettext("Fått jobben"),
}

NOT_RELEVANT: Words = {
    NotRelevantBecause.QUALIFICATION: lazy_gettext("Mangler kompetanse som stillingen krever"),
    NotRelevantBecause.EXPERIENCE: lazy_gettext("Trenger mer erfaring enn personen har"),
    NotRelevantBecause.LANGUAGE: lazy_gettext("Norskkunnskapene strekker ikke til oppgavene"),
    NotRelevantBecause.HOURS: lazy_gettext("Arbeidstid eller turnus passer ikke"),
    NotRelevantBecause.FILLED: lazy_gettext("Stillingen er besatt"),
    NotRelevantBecause.OTHERS_CHOSEN: lazy_gettext("Andre søkere var nærmere det vi trenger"),
}
"""Why an employer says no to somebody: about the work."""

VACANCY_STATE: Words = {
    VacancyState.OPEN: lazy_gettext("Åpen"),
    VacancyState.CLOSED: lazy_gettext("Lukket"),
    VacancyState.WITHDRAWN: lazy_gettext("Trukket"),
}

PAY: Words = {
    "W": lazy_gettext("lønn"),
    "L": lazy_gettext("lærlinglønn"),
    "Y": lazy_gettext("ytelse fra NAV"),
    "I": lazy_gettext("introduksjonsstønad"),
    "S": lazy_gettext("studielån"),
    "0": lazy_gettext("ulønnet"),
}

FAMILIES: Words = {
    "aktivitet": lazy_gettext("aktivitet"),
    "ambulanse": lazy_gettext("ambulanse"),
    "annet": lazy_gettext("annet arbeid"),
    "barnehage": lazy_gettext("barnehage"),
    "bygg": lazy_gettext("bygg og anlegg"),
    "drift": lazy_gettext("drift og vaktmester"),
    "farmasi": lazy_gettext("apotek"),
    "handel": lazy_gettext("handel"),
    "hotell": lazy_gettext("hotell og restaurant"),
    "ikt": lazy_gettext("IKT"),
    "industri": lazy_gettext("industri"),
    "kjokken": lazy_gettext("kjøkken"),
    "kontor": lazy_gettext("kontor"),
    "kundeservice": lazy_gettext("kundeservice"),
    "lab": lazy_gettext("laboratorium"),
    "landbruk": lazy_gettext("landbruk og skogbruk"),
    "ledelse": lazy_gettext("ledelse"),
    "lege": lazy_gettext("legearbeid"),
    "miljo": lazy_gettext("miljøarbeid"),
    "pleie": lazy_gettext("pleie"),
    "psykolog": lazy_gettext("psykologarbeid"),
    "rehab": lazy_gettext("rehabilitering"),
    "renhold": lazy_gettext("renhold"),
    "service": lazy_gettext("service og vertskap"),
    "skole": lazy_gettext("skole"),
    "sosial": lazy_gettext("sosialt arbeid"),
    "sykepleie": lazy_gettext("sykepleie"),
    "tann": lazy_gettext("tannhelse"),
    "transport": lazy_gettext("transport"),
}

LICENCES = ("B", "B78", "BE", "B96", "C1", "C1E", "C", "CE", "D1", "D1E", "D", "DE", "160", "A", "A1", "A2", "AM", "T", "S")
"""Classes of driving licence, as they are written on it, the usual ones first."""
