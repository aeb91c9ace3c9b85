"""Words for the catalogue's kinds, fields and codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask_babel import lazy_gettext

Words = Mapping[Any, Any]


class Kind(NamedTuple):
    """A kind of entry: how it stands in addresses, its heading, and what it is."""

    slug: str
    heading: Any
    about: Any


KINDS: Mapping[str, Kind] = {
    "role": Kind("roller", lazy_gettext("Roller"), lazy_gettext("Yrkene stillinger og personer blir holdt opp mot.")),
    "route": Kind("veier", lazy_gettext("Veier"), lazy_gettext("Opplæring, godkjenning og praksis som fører fram til en rolle.")),
    "barrier": Kind(
        "hindringer", lazy_gettext("Hindringer"), lazy_gettext("Det som kan stå i veien for arbeid, og hva som fjerner det.")
    ),
    "measure": Kind(
        "tiltak", lazy_gettext("Tiltak"), lazy_gettext("Det NAV, kommunen og andre kan sette inn, med navnene NAV bruker.")
    ),
}

FIELDS: Words = {
    "label": lazy_gettext("Navnet"),
    "labels": lazy_gettext("Andre navn"),
    "family": lazy_gettext("Fagområde"),
    "qualification": lazy_gettext("Utdanning"),
    "entry": lazy_gettext("Hvem som kan begynne"),
    "authorisation": lazy_gettext("Autorisasjon"),
    "states": lazy_gettext("Det rollen krever"),
    "cefr": lazy_gettext("Norsknivå"),
    "licence": lazy_gettext("Førerkort klasse B"),
    "police": lazy_gettext("Politiattest"),
    "near": lazy_gettext("Nære roller"),
    "skills": lazy_gettext("Ferdigheter"),
    "duties": lazy_gettext("Oppgaver"),
    "styrk08": lazy_gettext("Yrkeskoder (STYRK-08)"),
    "styrk08_shared": lazy_gettext("Yrkeskoder delt med andre roller"),
    "esco": lazy_gettext("Kode i ESCO"),
    "esco_note": lazy_gettext("Om koden i ESCO"),
    "origins": lazy_gettext("Fra"),
    "targets": lazy_gettext("Til"),
    "provider": lazy_gettext("Hvem som tilbyr"),
    "place": lazy_gettext("Hvor"),
    "months": lazy_gettext("Tid"),
    "mode": lazy_gettext("Slik foregår det"),
    "rules": lazy_gettext("Hva som må til"),
    "pay": lazy_gettext("Inntekt underveis"),
    "funding": lazy_gettext("Hvem som betaler"),
    "combinable": lazy_gettext("Kan gå ved siden av arbeid"),
    "offered": lazy_gettext("Tilbys nå"),
    "as_class": lazy_gettext("Kan settes opp som klasse"),
    "kind": lazy_gettext("Slag"),
    "ask": lazy_gettext("Spørsmål til personen"),
    "store": lazy_gettext("Kan lagres"),
    "held_as": lazy_gettext("Lagres som"),
    "data_class": lazy_gettext("Vern"),
    "measures": lazy_gettext("Tiltak som hjelper"),
    "edges": lazy_gettext("Veier som hjelper"),
    "code": lazy_gettext("Kode"),
    "purpose": lazy_gettext("Formål"),
    "actor": lazy_gettext("Hvem som handler"),
    "audience": lazy_gettext("Vises for"),
    "groups": lazy_gettext("Innsatsgrupper"),
    "group_note": lazy_gettext("Om målgruppen"),
    "age_rule": lazy_gettext("Aldersregel"),
    "rate": lazy_gettext("Sats"),
    "duration": lazy_gettext("Varighet"),
    "barriers": lazy_gettext("Hindringer det fjerner"),
    "nav_code": lazy_gettext("Kode hos NAV"),
    "arena": lazy_gettext("Kode i Arena"),
    "closed_from": lazy_gettext("Ikke for nye fra"),
}

FAMILIES: Words = {
    "sykepleie": lazy_gettext("sykepleie"),
    "pleie": lazy_gettext("pleie og omsorg"),
    "miljo": lazy_gettext("miljøarbeid"),
    "aktivitet": lazy_gettext("aktivitet"),
    "rehab": lazy_gettext("rehabilitering"),
    "lege": lazy_gettext("lege"),
    "psykolog": lazy_gettext("psykolog"),
    "lab": lazy_gettext("laboratorium og bilde"),
    "farmasi": lazy_gettext("farmasi"),
    "tann": lazy_gettext("tannhelse"),
    "ambulanse": lazy_gettext("ambulanse"),
    "sosial": lazy_gettext("sosialt arbeid"),
    "ledelse": lazy_gettext("ledelse"),
    "kontor": lazy_gettext("kontor"),
    "kjokken": lazy_gettext("kjøkken"),
    "renhold": lazy_gettext("renhold"),
    "drift": lazy_gettext("drift og vaktmester"),
    "barnehage": lazy_gettext("barnehage"),
    "skole": lazy_gettext("skole"),
    "bygg": lazy_gettext("bygg"),
    "landbruk": lazy_gettext("landbruk"),
    "transport": lazy_gettext("transport"),
    "hotell": lazy_gettext("hotell og reiseliv"),
    "industri": lazy_gettext("industri"),
    "handel": lazy_gettext("handel"),
    "service": lazy_gettext("service"),
    "ikt": lazy_gettext("IKT"),
    "annet": lazy_gettext("annet"),
}
QUALIFICATIONS: Words = {
    "Q0": lazy_gettext("ingen krav om utdanning"),
    "Q1": lazy_gettext("kort kurs, eller læreplass"),
    "Q2": lazy_gettext("fagbrev eller yrkeskompetanse"),
    "Q3": lazy_gettext("fagskole"),
    "Q4": lazy_gettext("bachelor"),
    "Q5": lazy_gettext("master, profesjonsstudium eller videreutdanning etter bachelor"),
}
ENTRIES: Words = {
    "E0": lazy_gettext("åpen for ufaglærte"),
    "E1": lazy_gettext("åpen etter kort opplæring"),
    "E2": lazy_gettext("fagbrev er vanlig, nære fag kan passe"),
    "E3": lazy_gettext("fagbrev eller autorisasjon kreves"),
    "E4": lazy_gettext("høyere utdanning kreves, oftest med autorisasjon"),
}
LICENCES: Words = {
    "no": lazy_gettext("kreves vanligvis ikke"),
    "sometimes": lazy_gettext("kreves av og til"),
    "often": lazy_gettext("kreves ofte"),
    "yes": lazy_gettext("kreves vanligvis"),
    "home": lazy_gettext("kreves i hjemmetjenesten, ikke i institusjon"),
    "C1+160": lazy_gettext("krever klasse C1 og kode 160 for utrykning"),
}
POLICE: Words = {
    "HOT54": lazy_gettext("etter tilbud (helse- og omsorgstjenesteloven § 5-4)"),
    "SHT316": lazy_gettext("etter tilbud (spesialisthelsetjenesteloven § 3-16)"),
    "THL": lazy_gettext("etter tilbud (tannhelsetjenesteloven)"),
    "BVL": lazy_gettext("etter tilbud (barnevernsloven)"),
}
PAY: Words = {
    "W": lazy_gettext("vanlig lønn"),
    "L": lazy_gettext("lærlinglønn"),
    "Y": lazy_gettext("ytelse fra NAV"),
    "S": lazy_gettext("studielån og stipend"),
    "I": lazy_gettext("introduksjonsstønad"),
    "0": lazy_gettext("ingen"),
}
BARRIER_KINDS: Words = {
    "HARD": lazy_gettext("stopper treffet til det er løst"),
    "TIME": lazy_gettext("kan løses på kjent tid"),
    "PREF": lazy_gettext("et ønske"),
    "NONE": lazy_gettext("teller ikke i treffet"),
}
STORES: Words = {
    "yes": lazy_gettext("ja"),
    "coded": lazy_gettext("bare behovet, aldri grunnen"),
    "never": lazy_gettext("aldri"),
}
DATA_CLASSES: Words = {
    "O": lazy_gettext("vanlig personopplysning"),
    "C": lazy_gettext("taushetsbelagt"),
    "X": lazy_gettext("særlig kategori, eller straffbare forhold"),
}
AUDIENCES: Words = {
    "adviser": lazy_gettext("veileder"),
    "employer": lazy_gettext("arbeidsgiver"),
    "seeker": lazy_gettext("jobbsøker"),
}
GROUPS: Words = {
    "GM": lazy_gettext("gode muligheter"),
    "TV": lazy_gettext("trenger veiledning"),
    "NA": lazy_gettext("trenger veiledning, nedsatt arbeidsevne"),
    "JD": lazy_gettext("jobbe delvis"),
    "LM": lazy_gettext("liten mulighet til å jobbe"),
}
YES_NO: Words = {True: lazy_gettext("ja"), False: lazy_gettext("nei")}
