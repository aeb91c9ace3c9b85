"""NAV's candidate documents, one rule each: what a tick, a paper, a period and a word mean, and how faults are named."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from models.drafts import JobSeekerDraft
from models.services.catalogue import build_catalogue, read_catalogue
from models.services.intake.errors import RecordError
from models.services.intake.languages import Certificate, language_code, read_certificate
from models.services.intake.nav_cv import read_document
from models.services.intake.places import PlaceIndex
from models.services.intake.practice import FAMILY_TITLE, share_of_full_time, telling_title

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
NIGHT, LATE = "night", "evening"


@cache
def places() -> PlaceIndex:
    return PlaceIndex(build_catalogue(read_catalogue(FIXTURES / "catalogue")))


def document(**changes: Any) -> dict[str, Any]:
    """Return a small document of our own with fields changed."""
    base = {
        "kandidatnr": "PAM-X1",
        "fornavn": "Siv",
        "etternavn": "Prøvestad",
        "fodselsdato": "1990-04-02",
        "tidsstempel": "2026-11-10T09:00:00.000+00:00",
        "postnummer": "2450",
        "kommunenummerstring": "3422",
    }
    return base | changes


def codes(draft: JobSeekerDraft) -> dict[str, str]:
    return {held.code: held.proof for held in draft.credentials}


def course(title: str, day: str = "2024-05-31T22:00:00.000+00:00") -> dict[str, Any]:
    return {"tittel": title, "tilDato": day}


def schooling(
    title: str, school: str = "", nus: str = "6", begun: str = "2015-08", ended: str | None = "2018-06"
) -> dict[str, Any]:
    return {"alternativGrad": title, "utdannelsessted": school, "nusKode": nus, "fraDato": begun, "tilDato": ended}


def approval(title: str, issuer: str = "") -> dict[str, Any]:
    return {"tittel": title, "utsteder": issuer, "gjennomfoert": None, "utloeper": None}


def norwegian(draft: JobSeekerDraft) -> tuple[str | None, str | None]:
    skill = next(skill for skill in draft.languages if skill.language == "no")
    return skill.test_spoken, skill.test_written


def test_days_are_the_local_ones() -> None:
    work = {
        "stillingstittel": "Renholder",
        "fraDato": "2020-06-30T22:00:00.000+00:00",
        "tilDato": "2021-01-31T23:00:00.000+00:00",
    }
    period = read_document(document(yrkeserfaring=[work])).practice[0]
    assert (period.start, period.end) == (date(2020, 7, 1), date(2021, 2, 1))


@pytest.mark.parametrize(
    ("text", "start", "end", "percent"),
    [
        ("60 % fast", date(2020, 1, 1), date(2022, 1, 1), 60),
        ("Tilkalling, ca 25 prosent.", date(2020, 1, 1), date(2022, 1, 1), 25),
        ("Fulltid.", date(2020, 1, 1), date(2022, 1, 1), 100),
        ("Halv stilling i turnus.", date(2020, 1, 1), date(2022, 1, 1), 50),
        ("15 timer i uka.", date(2020, 1, 1), date(2022, 1, 1), 40),
        ("2 dager i uka på lager.", date(2020, 1, 1), date(2022, 1, 1), 40),
        ("100 % november-april, ellers 40 %", date(2020, 1, 1), date(2022, 1, 1), 70),
        ("80 % juni-august, 20 % resten av året", date(2020, 1, 1), date(2021, 1, 1), 35),
        ("100 % sesong", date(2022, 12, 1), date(2023, 4, 1), 100),
        ("100 % sommersesong", date(2020, 1, 1), date(2023, 1, 1), 25),
        ("Åpent i sesongen.", date(2020, 1, 1), date(2022, 1, 1), None),
        ("Omsetningen steg 20 % av seg selv.", date(2020, 1, 1), date(2022, 1, 1), None),
    ],
)
def test_the_share_of_a_period_is_spread_over_its_months(text: str, start: date, end: date, percent: float | None) -> None:
    found = share_of_full_time(text, start, end)
    assert (found[0] if found else None) == percent


@pytest.mark.parametrize(
    ("official", "own", "title"),
    [
        ("Sykepleier", "Spl. akuttmottak", "Spl. akuttmottak"),
        ("Renholder", "Tilkallingsvikar renhold", "Renholder"),
        ("Pleieassistent", "Assistent", "Pleieassistent"),
        ("Miljøterapeut (vernepleier)", "Miljøterapeut", "Miljøterapeut (vernepleier)"),
        ("Helsefagarbeider", "Helsefagarbeider hjemmetjenesten", "Helsefagarbeider hjemmetjenesten"),
        ("Pleieassistent", "Sykepleierstudent på sommerjobb", "Pleieassistent"),
        ("Sykepleier", "Infirmière générale", "Sykepleier"),
        ("Bonde", "", "Bonde"),
        ("", "Gjeter", "Gjeter"),
    ],
)
def test_the_title_that_tells_most_is_kept(official: str, own: str, title: str) -> None:
    assert telling_title(official, own) == title


@pytest.mark.parametrize(
    ("fields", "held"),
    [
        ({"godkjenninger": [approval("Autorisasjon som jordmor", "Helsedirektoratet")]}, {"auth:JO": "claimed"}),
        ({"godkjenninger": [approval("Norsk autorisasjon, hjelpepleier")]}, {"auth:HP": "claimed"}),
        ({"godkjenninger": [approval("Lisens som sykepleier", "Helsedirektoratet")]}, {"auth:SP": "applied"}),
        ({"godkjenninger": [approval("Søknad om autorisasjon som lege", "Helsedirektoratet")]}, {"auth:LE": "applied"}),
        ({"godkjenninger": [approval("Autorisasjon som dyrepleier", "Mattilsynet")]}, {}),
        (
            {"godkjenninger": [approval("Legitimation som undersköterska", "Socialstyrelsen")]},
            {"foreign:helsefagarbeider:eea": "claimed"},
        ),
        ({"godkjenninger": [approval("Generell godkjenning av utdanning", "NOKUT")]}, {"recognition:foreign": "claimed"}),
        (
            {"godkjenninger": [approval("Utdanning vurdert som jevngod, sykepleier", "Helsedirektoratet")]},
            {"foreign:sykepleier:non_eea:equal": "claimed"},
        ),
        ({"utdanning": [schooling("Sykepleie", "Uniwersytet Medyczny, Lublin")]}, {"foreign:sykepleier:eea": "claimed"}),
        ({"utdanning": [schooling("Lege", "Damaskus universitet", "7")]}, {"foreign:lege:non_eea": "claimed"}),
        ({"utdanning": [schooling("Vernepleie, bestått 1. år", "INN", ended=None)]}, {"student:vernepleier:1": "claimed"}),
        (
            {"utdanning": [schooling("Bachelor i sykepleie", "INN", begun="2024-08", ended=None)]},
            {"student:sykepleier:2": "claimed"},
        ),
        ({"utdanning": [schooling("Sykepleie, avbrutt etter 2 år", "INN")]}, {"student:sykepleier:2": "claimed"}),
        ({"utdanning": [schooling("Sosionom", "Høgskolen i Molde")]}, {"gsk": "claimed", "degree:bachelor": "claimed"}),
        ({"utdanning": [schooling("Vg1 bygg, ikke fullført", "Solør vgs", "3")]}, {"vgs:started": "claimed"}),
        (
            {"utdanning": [schooling("Fagskole kreftomsorg (60 stp)", "Fagskolen Innlandet", "5")]},
            {"fagskole:kreft": "claimed", "spec:kreft": "claimed"},
        ),
        ({"utdanning": [schooling("Fagskole rehabilitering, pågår", "Fagskolen Innlandet", "5", "2026-01", None)]}, {}),
        (
            {"fagdokumentasjon": [{"type": "Fagbrev/svennebrev", "tittel": "Institusjonskokk"}]},
            {"fagbrev:institusjonskokk": "claimed"},
        ),
        ({"fagdokumentasjon": [{"type": "Fagbrev/svennebrev", "tittel": "Frisør"}]}, {"fagbrev:other": "claimed"}),
        ({"kursObj": [course("Medikamentkurs, pågår")]}, {}),
        ({"kursObj": [course("Utrykningskjøring")]}, {"course:160": "claimed"}),
        ({"beskrivelse": "Autorisert sykepleier siden 2001."}, {"auth:SP": "claimed"}),
    ],
)
def test_papers_become_codes(fields: dict[str, Any], held: dict[str, str]) -> None:
    assert codes(read_document(document(**fields))) == held


def test_a_finished_trade_with_an_application_is_applied_for() -> None:
    papers = [{"type": "Fagbrev/svennebrev", "tittel": "Fagbrev helsefagarbeider"}]
    draft = read_document(document(fagdokumentasjon=papers, beskrivelse="Har søkt om autorisasjon og venter på svar."))
    assert codes(draft) == {"fagbrev:helsearbeiderfag": "claimed", "auth:HF": "applied"}


def test_licences_are_norwegian_and_valid() -> None:
    entries = [
        {"forerkortKodeKlasse": "B - Personbil", "utsteder": "Ukraina"},
        {"forerkortKodeKlasse": "C - Lastebil", "tilDato": "2020-01-31T23:00:00.000+00:00"},
        {"forerkortKodeKlasse": "T - Traktor"},
    ]
    draft = read_document(document(forerkort=entries))
    assert (draft.licences, draft.licences_known, "B09" in draft.barriers) == (("T",), True, True)
    automatic = read_document(document(forerkort=[{"forerkortKodeKlasse": "B - Personbil"}], beskrivelse="Kjører bare automat."))
    assert automatic.licences == ("B78",)
    assert not read_document(document()).licences_known


@pytest.mark.parametrize(
    ("title", "proof"),
    [
        ("Norskprøve A2 (muntlig, lytte, lese, skriftlig)", ("A2", "A2")),
        ("Norskprøve: muntlig B1, skriftlig A2", ("B1", "A2")),
        ("Norskprøve: muntlig A2, lese A1, skriftlig A1", ("A2", "A1")),
        ("Norskprøve B2 (muntlig), B1 (skriftlig)", ("B2", "B1")),
        ("Norskprøve B1", ("B1", "B1")),
        ("Norskprøve muntlig B2", ("B2", None)),
        ("Bergenstesten, bestått", ("B2", "B2")),
    ],
)
def test_a_certificate_proves_the_lowest_part_of_each_side(title: str, proof: tuple[str | None, str | None]) -> None:
    assert read_certificate(title) == Certificate(*proof)  # type: ignore[arg-type]  # levels as plain text
    draft = read_document(document(sertifikatObj=[{"sertifikatKodeNavn": title}, {"sertifikatKodeNavn": "Norskprøve A1"}]))
    assert norwegian(draft) == (proof[0] or "A1", proof[1] or "A1")


@pytest.mark.parametrize("title", ["Norskkurs B1", "Norskprøve B1, ikke bestått", "Skal ta norskprøve B2", "Engelsk B2"])
def test_a_course_or_a_failed_test_proves_nothing(title: str) -> None:
    assert read_certificate(title) is None


def test_languages_have_codes_and_levels() -> None:
    entries = [
        {"sprakKodeTekst": "Norsk bokmål", "ferdighetMuntlig": "GODT", "ferdighetSkriftlig": "IKKE_OPPGITT"},
        {"sprakKodeTekst": "Nynorsk", "ferdighetMuntlig": "VELDIG_GODT"},
        {"sprakKodeTekst": "Sørsamisk", "beskrivelse": "Muntlig: FOERSTESPRAAK Skriftlig: GODT"},
        {"sprakKodeTekst": "Klingonsk", "ferdighetMuntlig": "GODT"},
    ]
    found = [(skill.language, skill.spoken, skill.written) for skill in read_document(document(sprak=entries)).languages]
    assert found == [("no", "VELDIG_GODT", None), ("sma", "FOERSTESPRAAK", "GODT")]
    assert [language_code(name) for name in ("Tigrinja", "Dari", "Svensk", "Norsk tegnspråk")] == ["ti", "prs", "sv", "nsl"]


def ticks(**lists: list[str]) -> dict[str, Any]:
    names = {
        "times": ("arbeidstidJobbonskerObj", "arbeidstidKode"),
        "days": ("arbeidsdagerJobbonskerObj", "arbeidsdagerKode"),
        "plans": ("arbeidstidsordningJobbonskerObj", "arbeidstidsordningKode"),
        "hours": ("omfangJobbonskerObj", "omfangKode"),
        "places": ("geografiJobbonsker", "geografiKode"),
    }
    return {names[key][0]: [{names[key][1]: code} for code in values] for key, values in lists.items()}


def test_a_no_in_words_beats_a_tick_and_silence_stays_unknown() -> None:
    fields = ticks(times=["DAGTID", "NATT"], days=["LOERDAG"], plans=["VAKT"])
    draft = read_document(document(**fields, beskrivelse="Natt kan jeg ikke."))
    assert (draft.shifts_yes, draft.shifts_no) == (("day", "weekend", "weekend_days", "oncall"), (NIGHT,))
    assert read_document(document()).shifts_no == ()


@pytest.mark.parametrize(
    ("days", "words", "yes", "no"),
    [
        (["LOERDAG", "SOENDAG"], "", ("weekend", "weekend_days"), ()),
        (["LOERDAG", "UKEDAGER"], "", ("weekend",), ()),
        (["UKEDAGER"], "", (), ()),
        (["LOERDAG"], "Kan ta alle vakter.", ("day", "evening", "night", "weekend"), ()),
        (["LOERDAG", "SOENDAG"], "Kan ikke jobbe på hverdager.", ("weekend",), ("weekday",)),
        (["LOERDAG"], "Kan ikke jobbe helg.", (), ("weekend",)),
        ([], "Går på skole på hverdager, kan bare ta helgevakter.", ("weekend",), ("weekday",)),
        ([], "Kan berre jobbe helg.", ("weekend",), ("weekday",)),
        ([], "I can only work weekends.", ("weekend",), ("weekday",)),
        ([], "Ønsker bare helgestilling.", ("weekend", "weekend_days"), ()),
        ([], "Jobber bare helg på sykehjemmet i dag, ønsker mer.", ("weekend",), ()),
        ([], "Kan kun ta helger om sommeren.", ("weekend",), ()),
        ([], "Kan jobbe helg.", ("weekend",), ()),
        ([], "Kan ikke jobbe hverdager før kl 16.", (), ()),
        ([], "Vil ikke bare jobbe helg.", ("weekend",), ()),
        ([], "Kan bare jobbe på hverdager.", (), ("weekend",)),
    ],
)
def test_days_of_the_week_are_a_question_until_somebody_says_no(
    days: list[str], words: str, yes: tuple[str, ...], no: tuple[str, ...]
) -> None:
    draft = read_document(document(**ticks(days=days), beskrivelse=words))
    assert (draft.shifts_yes, draft.shifts_no) == (yes, no)


def test_a_bare_word_for_daytime_yields_to_a_tick() -> None:
    assert read_document(document(beskrivelse="Dagtid.")).shifts_no == (LATE, NIGHT)
    assert read_document(document(**ticks(times=["DAGTID", "KVELD"]), beskrivelse="Dagtid.")).shifts_no == (NIGHT,)


@pytest.mark.parametrize(
    ("hours", "words", "wanted"),
    [
        (["HELTID"], "", (80, 100)),
        (["DELTID"], "", (None, 99)),
        (["HELTID", "DELTID"], "", (None, None)),
        (["HELTID"], "Ønsker 50 %.", (50, 50)),
        (["DELTID"], "Kan ta minst 60 %.", (60, None)),
    ],
)
def test_numbers_in_words_beat_the_ticked_hours(hours: list[str], words: str, wanted: tuple[float | None, float | None]) -> None:
    draft = read_document(document(**ticks(hours=hours), beskrivelse=words))
    assert (draft.percent_min, draft.percent_max) == wanted


@pytest.mark.parametrize(
    ("code", "words", "day"),
    [
        ("LEDIG_NAA", "", date(2026, 11, 10)),
        ("ETTER_TRE_MND", "", date(2027, 2, 10)),
        ("ETTER_AVTALE", "", None),
        ("LEDIG_NAA", "Kan begynne 1. mai 2027.", date(2027, 5, 1)),
    ],
)
def test_the_start_follows_from_the_day_of_the_document(code: str, words: str, day: date | None) -> None:
    assert read_document(document(oppstartKode=code, beskrivelse=words)).earliest_start == day


def test_wished_places_keep_their_numbers() -> None:
    fields = ticks(places=["NO34.3421", "NO04.0429", "NO34", "NO03.0301.01", "Trysil"])
    draft = read_document(document(**fields, beskrivelse="Kan flytte til Våler. Kjører gjerne til Elverum."), places())
    assert draft.wished_places == ("3421", "0429", "34", "0301", "3419")
    assert {(fact.kind, fact.value) for fact in draft.facts} == {("move", "yes"), ("wished_place", "3419"), ("reach", "3420")}
    assert read_document(document(**ticks(places=["NO"]))).willing_to_move


def test_care_for_ones_own_and_posts_of_trust_tell_nothing_private() -> None:
    draft = read_document(
        document(
            annenerfaringObj=[{"rolle": "Omsorg for syk mor", "beskrivelse": "stell og medisiner"}],
            vervObj=[
                {"tittel": "Kirkeverge", "organisasjon": "Menigheten"},
                {"tittel": "Trener", "organisasjon": "Idrettslaget"},
            ],
            yrkeserfaring=[{"stillingstittel": "Sykmeldt", "fraDato": "2020-01"}],
            kompetanseObj=[{"kompKodeNavn": "Bibelkunnskap"}, {"kompKodeNavn": "Sårstell"}],
        )
    )
    assert [(period.title, period.kind) for period in draft.practice] == [(FAMILY_TITLE, "family"), ("Trener", "volunteer")]
    assert "skill:medication" in draft.practice[0].tasks
    assert draft.skills == ("sårstell",)
    assert draft.dropped == 3


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"kandidatnr": None}, "kandidatnr", "kandidatnr mangler"),
        ({"kandidatnr": "  "}, "kandidatnr", "kandidatnr mangler"),
        ({"tidsstempel": ""}, "tidsstempel", "mangler"),
        ({"tidsstempel": "i går"}, "tidsstempel", "lar seg ikke lese"),
        ({"fodselsdato": "12. mars"}, "fodselsdato", "lar seg ikke lese"),
        ({"fodselsdato": "2031-01-01"}, "fodselsdato", "fram i tid"),
        ({"postnummer": "79791"}, "postnummer", "4 siffer"),
        ({"postnummer": "2450", "landkode": "SE"}, "postnummer", "5 siffer"),
        ({"kommunenummerstring": "Åmot"}, "kommunenummerstring", "4 siffer"),
        ({"sprak": "norsk"}, "sprak", "skal være en liste"),
        ({"kursObj": ["HLR"]}, "kursObj[0]", "objekt"),
        ({"beskrivelse": ["a"]}, "beskrivelse", "skal være tekst"),
        ({"disponererBil": "kanskje"}, "disponererBil", "true, false"),
        ({"yrkeserfaring": [{}, {"fraDato": "2020-13-01"}]}, "yrkeserfaring[1].fraDato", "lar seg ikke lese"),
        ({"yrkeserfaring": [{"fraDato": "2020-01", "tilDato": "2019-01"}]}, "yrkeserfaring[0].tilDato", "før fraDato"),
    ],
)
def test_a_broken_document_is_refused_with_field_and_reason(changes: dict[str, Any], field: str, said: str) -> None:
    with pytest.raises(RecordError) as refusal:
        read_document(document(**changes))
    assert refusal.value.field == field
    assert said in refusal.value.reason
    assert "last opp på nytt" in refusal.value.reason


def test_swedish_codes_are_taken_with_their_country() -> None:
    draft = read_document(document(postnummer="797 91", landkode="SE", kommunenummerstring=None))
    assert (draft.country, draft.postnummer, draft.kommunenr) == ("SE", "79791", None)


def test_the_national_identity_number_is_neither_read_nor_kept() -> None:
    number = "1" * 11
    assert number not in read_document(document(fodselsnummer=number)).model_dump_json()
    assert read_document(document(fodselsnummer=["wrong", 1])) == read_document(document())
