"""The documented columns of the lists that people fill in: what each cell may hold, with an example."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["seekers", "vacancies", "facts"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what to write there, an example, whether it must be filled, and other names for it."""

    name: str
    explanation: str
    example: str = ""
    required: bool = False
    others: tuple[str, ...] = ()


_LIST = "Flere skilles med |."

SEEKERS: tuple[Column, ...] = (
    Column("kandidatnr", "Din egen, faste id for personen.", "EKSEMPEL-1", required=True, others=("id", "kandidat")),
    Column("endret", "Når raden sist ble endret (ÅÅÅÅ-MM-DD). Tom = i dag.", "2026-11-02", others=("sist endret",)),
    Column("fornavn", "Fornavn.", "Eksempel"),
    Column("etternavn", "Etternavn.", "Eksempelsen"),
    Column("fødselsdato", "Fødselsdato (ÅÅÅÅ-MM-DD). Skriv aldri fødselsnummer.", "1990-05-17"),
    Column("telefon", "Telefonnummer.", ""),
    Column("epost", "E-postadresse.", "", others=("e-post", "mail")),
    Column("postnummer", "Postnummeret der personen bor.", "2420", others=("postnr",)),
    Column("poststed", "Stedet der personen bor.", "Trysil"),
    Column(
        "yrkeserfaring",
        f"Yrke, periode og stillingsprosent: «Yrke ÅÅÅÅ-MM..ÅÅÅÅ-MM 60 %». Uten slutt = pågår. {_LIST}",
        "Pleieassistent 2018-03..2022-06 60 % | Butikkmedarbeider 2022-08.. 80 %",
        others=("erfaring", "yrker", "arbeidserfaring"),
    ),
    Column(
        "ønsker",
        f"Yrker personen ønsker seg, det viktigste først. {_LIST}",
        "Helsefagarbeider | Pleieassistent",
        others=("ønsket yrke",),
    ),
    Column(
        "utdanning", f"Utdanning, eventuelt med årstall: «Utdanning ÅÅÅÅ..ÅÅÅÅ». {_LIST}", "Vg1 helse- og oppvekstfag 2015..2016"
    ),
    Column("autorisasjoner", f"Norsk autorisasjon eller lisens. {_LIST}", "", others=("autorisasjon",)),
    Column("fagbrev", f"Fag- eller svennebrev. {_LIST}", ""),
    Column("kurs", f"Kurs og sertifikater. {_LIST}", "Medikamentkurs"),
    Column("ferdigheter", f"Det personen kan. {_LIST}", "stell | dokumentasjon", others=("kompetanse",)),
    Column("norsk muntlig", "Førstespråk, Veldig godt, Godt eller Nybegynner, eller et nivå (A1-C1).", "Godt"),
    Column("norsk skriftlig", "Som for muntlig.", "Godt"),
    Column("norskprøve muntlig", "Bestått nivå på norskprøven (A1-C1).", "", others=("norskprøve",)),
    Column("norskprøve skriftlig", "Bestått nivå på norskprøven (A1-C1), laveste del.", ""),
    Column("andre språk", f"Andre språk med nivå: «Engelsk godt». {_LIST}", "Engelsk godt", others=("språk",)),
    Column("førerkort", f"Klasser. «ingen» = uten førerkort, tom = ukjent. {_LIST}", "B"),
    Column("bil", "Har bil til arbeidstidene: ja, nei eller tom.", "ja", others=("disponerer bil",)),
    Column("buss", "Reiser med buss eller tog: ja, nei eller tom.", "", others=("kollektiv",)),
    Column("vakter ja", f"Vakter personen kan ta: dag, kveld, natt, hverdag, helg, bakvakt. {_LIST}", "dag | kveld | helg"),
    Column("vakter nei", f"Vakter personen ikke kan ta. Tom = ukjent. {_LIST}", "natt"),
    Column("prosent fra", "Minste stillingsprosent.", "60", others=("stilling fra",)),
    Column("prosent til", "Største stillingsprosent.", "100", others=("stilling til",)),
    Column("prosent absolutt", "ja når personen bare vil ha denne prosenten.", ""),
    Column(
        "ansettelsesform",
        f"fast, vikariat, tilkalling, sommer, lærling, engasjement. {_LIST}",
        "fast | vikariat",
        others=("form",),
    ),
    Column("start", "Første dag personen kan begynne (ÅÅÅÅ-MM-DD), eller «nå».", "2027-01-04", others=("oppstart",)),
    Column("reisetid", "Lengste reisetid én vei, i minutter.", "45", others=("reisetid minutter",)),
    Column(
        "ønskede kommuner",
        f"Kommuner personen vil arbeide i, navn eller nummer. {_LIST}",
        "Trysil | Åmot",
        others=("ønskede steder",),
    ),
    Column("flytting", "Kan flytte: ja, nei eller tom.", "nei"),
    Column("bolig", "Trenger bolig ved flytting: ja, nei eller tom.", "", others=("trenger bolig",)),
    Column("arbeidstillatelse", "Har rett til å arbeide i Norge: ja, nei eller tom.", "ja", others=("rett til arbeid",)),
    Column(
        "om", "Kort om erfaring og ønsker. Ikke skriv om helse, familie, ytelser, tro eller opphav.", "", others=("sammendrag",)
    ),
)

VACANCIES: tuple[Column, ...] = (
    Column("id", "Din egen, faste id for stillingen.", "EKSEMPEL-1", required=True, others=("stillingsid", "referanse")),
    Column("endret", "Når raden sist ble endret (ÅÅÅÅ-MM-DD). Tom = i dag.", "2026-11-02", others=("sist endret",)),
    Column("aktiv", "nei når stillingen er trukket. Tom = ja.", ""),
    Column("tittel", "Annonsens tittel.", "Helsefagarbeider i hjemmetjenesten, 75 %", required=True),
    Column("arbeidsgiver", "Navnet på arbeidsgiveren.", "Eksempel kommune", required=True),
    Column("orgnr", "Organisasjonsnummer, ni sifre.", "", others=("organisasjonsnummer",)),
    Column("sektor", "Offentlig eller privat.", "Offentlig"),
    Column("postnummer", "Postnummeret der arbeidet er.", "2450", others=("postnr",)),
    Column("sted", "Stedet der arbeidet er.", "Rena", others=("poststed", "arbeidssted")),
    Column("kommune", "Kommunen, når postnummeret mangler.", ""),
    Column(
        "rolle",
        f"Yrket, eller rollens nummer i katalogen (R11). {_LIST}",
        "Helsefagarbeider",
        others=("roller", "rolle(r)", "yrke"),
    ),
    Column(
        "annonsetekst",
        "Hele teksten i annonsen. Krav leses av teksten.",
        "Turnus med dag, kveld og hver tredje helg.",
        others=("tekst",),
    ),
    Column("krav", f"Krav som ikke står i teksten. {_LIST}", "Autorisasjon som helsefagarbeider | Førerkort klasse B"),
    Column("ønsker", f"Det som er ønskelig, men ikke et krav. {_LIST}", "Erfaring fra hjemmetjeneste", others=("ønskelig",)),
    Column("stillinger", "Antall stillinger. Tom = én.", "2", others=("antall", "antall stillinger")),
    Column("prosent fra", "Minste stillingsprosent.", "75", others=("stilling fra",)),
    Column("prosent til", "Største stillingsprosent.", "75", others=("stilling til",)),
    Column("ansettelsesform", "fast, vikariat, tilkalling, sommer, lærling eller engasjement.", "fast", others=("form",)),
    Column("søknadsfrist", "Siste dag for å søke (ÅÅÅÅ-MM-DD), eller «snarest».", "2026-12-15", others=("frist",)),
    Column("start", "Når arbeidet begynner (ÅÅÅÅ-MM-DD).", "2027-02-01", others=("oppstart",)),
    Column("lenke", "Nettadressen der man søker (https).", "", others=("søknadslenke", "url")),
)

_ANSWER = "ja, nei eller ukjent."

FACTS: tuple[Column, ...] = (
    Column("kandidatnr", "Kildens id for personen.", "EKSEMPEL-1", required=True, others=("external_id", "id")),
    Column("opphav", "nav, eller egen for den som er registrert her.", "nav", others=("origin",)),
    Column("død", _ANSWER, "nei", others=("dead",)),
    Column("adressebeskyttelse", _ANSWER, "nei", others=("address_protected",)),
    Column("kode 6 eller 7", _ANSWER, "nei", others=("code_6_or_7", "kode67")),
    Column("sperret", _ANSWER, "nei", others=("shielded",)),
    Column("aktiv cv", _ANSWER, "ja", others=("active_cv",)),
    Column("under oppfølging", _ANSWER, "ja", others=("in_follow_up",)),
    Column("kvp", _ANSWER, "nei", others=("in_kvp",)),
    Column("arbeidssøkerperiode", _ANSWER, "ja", others=("job_seeker_period",)),
    Column("samtykke", "For den som er registrert her: ja, nei eller ukjent.", "", others=("consent",)),
    Column("bekreftet av veileder", "For den som er registrert her: ja, nei eller ukjent.", "", others=("adviser_confirmed",)),
)

COLUMNS: dict[Kind, tuple[Column, ...]] = {"seekers": SEEKERS, "vacancies": VACANCIES, "facts": FACTS}
