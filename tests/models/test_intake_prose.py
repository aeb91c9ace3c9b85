"""Prose about a person: what is wanted, refused and held becomes coded facts with their words; what is private never does."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.services.intake.prose import SUMMARY, read, read_prose
from models.services.intake.sensitive import BLANK, is_sensitive, screen

ON = date(2026, 11, 23)
Facts = set[tuple[str, str]]


def facts_of(text: str, source: str = SUMMARY) -> Facts:
    return {(fact.kind, fact.value) for fact in read(text, source, on=ON)}


def yes(*shifts: str) -> Facts:
    return {("shift_yes", shift) for shift in shifts}


def no(*shifts: str) -> Facts:
    return {("shift_no", shift) for shift in shifts}


PERCENT: list[tuple[str, Facts]] = [
    ("Jeg har en 40 prosent stilling nå og ønsker minst 70 prosent.", {("percent", "70-")}),
    ("Eg arbeider 55 % i dag, men vil gjerne opp i 80-100 %.", {("percent", "80-100")}),
    ("Vil ha mellom 50 og 60 % fast.", {("percent", "50-60")}),
    ("Kunne tenkt meg inntil 30 %.", {("percent", "-30")}),
    ("I can take up to 60 % to begin with.", {("percent", "-60")}),
    ("Söker heltid.", {("percent", "100")}),
    ("Ønsker halv stilling.", {("percent", "50")}),
    ("Absolutt ikke mer enn 50 %.", {("percent", "-50"), ("percent_absolute", "yes")}),
    ("Omsetningen økte med 30 % mens jeg var leder.", set()),
    ("Jobber 80 % i butikk, men vil over i helse og trenger ikke mer enn 60 %.", {("percent", "-60")}),
    ("Jeg har 14,2 % helgestilling og trenger mer.", set()),
    ("Ynskjer full stilling, men kan byrje med 60 %.", {("percent", "100"), ("percent", "60")}),
    ("Jeg vil jobbe mer, 80 eller 100 %.", {("percent", "80-100")}),
]

SHIFTS: list[tuple[str, Facts]] = [
    ("Kan jobbe både kveld og helg.", yes("evening", "weekend")),
    ("I am happy to work nights and weekends.", yes("night", "weekend")),
    ("Jeg kan alle vakter.", yes("day", "evening", "night", "weekend")),
    ("Kveldsvakter passer fint.", yes("evening")),
    ("Helgejobbing er ikke noe problem.", yes("weekend")),
    ("Kan ikke jobbe natt.", no("night")),
    ("Natt går dessverre ikke.", no("night")),
    ("Verken kveld eller helg.", no("evening", "weekend")),
    ("Eg kan ta dag, men ikkje kveld og natt.", yes("day") | no("evening", "night")),
    ("Je jobber itte natt.", no("night")),
    ("Æ kan itj jobb på natta, men kveld går bra.", no("night") | yes("evening")),
    ("Jag kan inte arbeta nätter.", no("night")),
    ("No weekends please.", no("weekend")),
    ("Bare dagtid er mulig for meg.", yes("day") | no("evening", "night")),
    ("Vil kun ha nattevakter.", yes("night") | no("day", "evening")),
    ("Alt utenom natt.", no("night")),
    ("Kan jobbe alle vakter unntatt natt.", yes("day", "evening", "weekend") | no("night")),
    ("Kan ikke gå tredelt turnus.", no("evening", "night", "weekend")),
    ("Kun hverdager.", no("weekend")),
    ("Jeg kan bare jobbe mellom 8 og 15 på hverdager.", yes("day") | no("evening", "night", "weekend")),
    ("Dagtid.", yes("day") | no("evening", "night")),
    ("Helst dagtid.", yes("day")),
    ("Helst ikke natt.", set()),
    ("Ønsker ikke våken natt.", set()),
    ("Har jobbet natt i mange år.", set()),
    ("Har ikke jobbet natt før, men kan prøve.", set()),
    ("Ikke bare kveld, jeg vil også ha dagvakter.", yes("day", "evening")),
    ("Kveldsvakt en gang iblant går bra, natt bare i nødsfall.", yes("evening")),
    ("Eg kan arbeide dag, kveld og helg. Natt vil eg helst sleppe.", yes("day", "evening", "weekend")),
    ("Kan ikke jobbe lørdager.", set()),
    ("Kan jobbe hver 3. helg, ikke oftere.", yes("weekend")),
    ("Kveld? Ja. Natt? Nei.", yes("evening") | no("night")),
]

PLANS: list[tuple[str, Facts]] = [
    ("Kan begynne 1. mars 2027.", {("earliest_start", "2027-03-01")}),
    ("Ledig fra august.", {("earliest_start", "2027-08-01")}),
    ("Vi flytter til Rena høsten 2027.", {("earliest_start", "2027-08-01"), ("move", "yes"), ("wished_place", "Rena")}),
    ("Can start immediately.", {("earliest_start", "2026-11-23")}),
    ("Oppsigelsestid tre måneder.", {("earliest_start", "2027-02-23")}),
    ("Startet i jobben 1. august 2024.", set()),
    ("Kjører gjerne til Elverum og Rena.", {("reach", "Elverum"), ("reach", "Rena")}),
    ("Kan kjøre inntil 45 minutter hver vei.", {("reach", "minutes:45")}),
    ("Ønsker jobb maks en halvtime unna hjemmet.", {("reach", "minutes:30")}),
    ("Er villig til å flytte hvis jeg finner et sted å bo.", {("move", "yes"), ("housing", "yes")}),
    ("Kan dessverre ikke flytte.", {("move", "no")}),
    ("Flyttet til Rena i 2021.", set()),
    ("Jeg har førerkort klasse B og egen bil.", {("licence", "B"), ("car", "yes")}),
    ("Har lappen, men ingen bil.", {("licence", "B"), ("car", "no")}),
    ("Jag saknar körkort.", {("licence_no", "all")}),
    ("I don't have a driving licence, I take the bus.", {("licence_no", "all"), ("transit", "yes")}),
    ("Øvelseskjører og tar lappen til våren.", {("licence_no", "all")}),
    ("Syrisk førerkort, ikke byttet ennå.", {("licence_no", "foreign")}),
    ("Polsk førerkort klasse B.", {("licence", "B")}),
    ("Har førerkort for moped.", set()),
    ("Kan ikke jobbe fra 20. april til 10. mai.", {("absence", "04-20..05-10")}),
    ("Borte hele juli hvert år på grunn av slåtten.", {("absence", "07-01..07-31")}),
    ("Reindrift i september og oktober, da kan jeg ikke jobbe.", {("absence", "09-01..10-31")}),
]

WORK: list[tuple[str, Facts]] = [
    ("Drømmen er å bli sykepleier.", {("wish", "Sykepleier")}),
    ("Vil helst jobbe som vaktmester eller sjåfør.", {("wish", "Vaktmester"), ("wish", "Sjåfør")}),
    ("Would like to work as a nurse assistant or cleaner.", {("wish", "Pleieassistent"), ("wish", "Renholder")}),
    ("Har vurdert sykepleier, men det tar for lang tid.", set()),
    ("Var kokk i ti år.", set()),
    ("Ikke renhold.", {("refused_family", "renhold")}),
    ("Ønsker ikke å jobbe med pleie.", {("refused_family", "pleie")}),
    ("Åpen for det meste, men ikke kjøkken eller renhold.", {("refused_family", "kjokken"), ("refused_family", "renhold")}),
    ("Har ikke erfaring fra pleie.", set()),
    ("Har ikke noe imot å jobbe med pleie.", set()),
    ("Er ikke redd for å vaske.", set()),
    ("Vil ta fagbrev på jobb.", {("training_wish", "fagbrev")}),
    ("Bestått norskprøve B1 skriftlig og B2 muntlig.", {("language_test", "written:B1"), ("language_test", "spoken:B2")}),
    ("Skal ta norskprøve B2 i vår.", set()),
    ("Norsken min er på A2.", {("language", "no:A2")}),
    ("Jeg har arbeidstillatelse.", {("right_to_work", "yes")}),
    ("Har ikke arbeidstillatelse ennå.", {("right_to_work", "no")}),
    ("Autorisert helsefagarbeider siden 2011.", {("credential", "auth:HF")}),
    ("Mangler norsk autorisasjon.", set()),
    ("Har sendt søknad til Helsedirektoratet om autorisasjon.", {("credential", "applied")}),
    ("Har ikke søkt om autorisasjon.", set()),
    ("Kokk med fagbrev.", {("credential", "fagbrev:kokk")}),
    ("Tar fagbrevet som barne- og ungdomsarbeider til sommeren.", set()),
    ("Sykepleierstudent på andre året.", {("credential", "student:sykepleier:1")}),
    ("Har aldri brukt Gerica.", set()),
    ("Lite vant med data.", {("barrier", "B19")}),
    (
        "Har hatt ansvar for dosett og sårstell.",
        {("skill", "skill:medication"), ("skill", "medisinutdeling"), ("skill", "sårstell")},
    ),
]

PRIVATE = [
    "Jeg har diabetes og går jevnlig til kontroll.",
    "Sykmeldt 50 % siden påske.",
    "Har 40 % uføretrygd fra i fjor.",
    "Går på arbeidsavklaringspenger.",
    "Jeg er alene med to barn annenhver helg.",
    "Mannen min kjører lastebil og jobber natt.",
    "Kona har førerkort og bil.",
    "Sønnen min vil bli sykepleier.",
    "Er gravid med termin i mai 2027.",
    "Jeg er muslim og ber i lunsjen.",
    "Synger i kirkekoret hver søndag.",
    "Kommer fra Somalia.",
    "Jeg er flyktning fra Syria og har bodd her siden 2016.",
    "Sliter med ryggen og kan ikke løfte tungt.",
    "Ikke tunge løft.",
    "Har ADHD og angst.",
    "Får sosialhjelp og har gjeld.",
    "Tidligere rusmisbruker, rusfri i fire år.",
    "Tillitsvalgt i fagforeningen.",
    "Jeg er svensk statsborger.",
    "My husband works nights and we have two kids.",
    "Ho mor er sjuk og treng hjelp om natta.",
    "Jag är sjukskriven på halvtid.",
    "Mistet førerkortet i fjor.",
    "Samboeren min har fast jobb i Trysil og kan kjøre meg.",
    "Min far er sykepleier og jobber natt.",
    "Hun jeg bor med kan ikke jobbe kveld.",
    "Jeg er adventist og jobber ikke fra fredag kveld til lørdag kveld.",
    "Ex-mannen har bilen annenhver uke.",
    "Søster mi er helsefagarbeider og har natt.",
]


@pytest.mark.parametrize(("text", "expected"), [*PERCENT, *SHIFTS, *PLANS, *WORK])
def test_a_sentence_says_these_facts_and_no_others(text: str, expected: Facts) -> None:
    assert facts_of(text) == expected


@pytest.mark.parametrize("text", PRIVATE)
def test_private_words_never_become_facts(text: str) -> None:
    assert facts_of(text) == set()


def test_what_was_left_out_is_counted_and_the_rest_is_read() -> None:
    reading = read_prose("Jeg er mor til tre barn, så jeg kan bare jobbe fra 7 til 14 på hverdager. Har ikke bil.", on=ON)
    assert reading.dropped == 1
    assert {(fact.kind, fact.value) for fact in reading.facts} == yes("day") | no("evening", "night", "weekend") | {("car", "no")}
    assert all("barn" not in fact.quote for fact in reading.facts)


def test_a_reason_is_left_out_while_the_limit_is_kept() -> None:
    reading = read_prose("Kan ikke jobbe natt på grunn av epilepsi.", on=ON)
    assert [(fact.kind, fact.value, fact.quote) for fact in reading.facts] == [("shift_no", "night", "ikke jobbe natt")]
    assert reading.dropped == 1


@pytest.mark.parametrize(
    "text", ["Erfaring med pasienter med diabetes.", "Jobbet med barn med funksjonsnedsettelse.", "Bor på Kirkenær."]
)
def test_illness_as_a_field_of_work_is_not_private(text: str) -> None:
    assert screen(text).dropped == 0


def test_a_skill_may_name_an_illness_but_not_a_faith() -> None:
    assert not is_sensitive("Diabetes", at_work=True)
    assert is_sensitive("Søndagsskole i menigheten", at_work=True)


def test_every_quote_stands_in_the_text_as_it_was_written() -> None:
    for text, _ in [*PERCENT, *SHIFTS, *PLANS, *WORK]:
        assert all(fact.quote in text and fact.source == SUMMARY for fact in read(text, on=ON))


def test_a_statement_that_is_not_firm_is_marked() -> None:
    flat, bound = read_prose("Dagtid.", on=ON), read_prose("Bare dagtid.", on=ON)
    assert {fact.value for fact in flat.weak} == {"evening", "night"}
    assert not bound.weak


def test_a_description_of_work_tells_tasks_and_not_wishes() -> None:
    text = "60 % turnus. Ikke natt. Stell, måltider, deler ut medisiner etter delegering."
    found = facts_of(text, "yrkeserfaring[0].beskrivelse")
    assert {kind for kind, _ in found} == {"task"}
    assert {"skill:medication", "stell og pleie", "måltid"} <= {value for _, value in found}


def test_names_become_municipalities_when_places_are_known() -> None:
    numbers = {"Våler": "3419", "Rena": "3422"}
    found = {(fact.kind, fact.value) for fact in read("Kan kjøre til Våler. Kan flytte til Rena.", on=ON, place=numbers.get)}
    assert found == {("reach", "3419"), ("move", "yes"), ("wished_place", "3422")}


def test_a_day_without_a_year_needs_the_day_of_the_document() -> None:
    assert read("Kan begynne 1. mars.") == []
    assert [fact.value for fact in read("Kan begynne 1. mars.", on=ON)] == ["2027-03-01"]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=600), st.sampled_from([SUMMARY, "yrkeserfaring[0].beskrivelse"]))
def test_no_text_makes_the_reader_fail(text: str, source: str) -> None:
    reading = read_prose(text, source, on=ON)
    assert all(BLANK not in fact.quote for fact in reading.facts)


VOCABULARY = """
ikke natt kveld dagtid helg kan vil ha har jobbet 50 % - 100 fra til mai 15. april norsk B1 fagbrev som autorisert
sykepleier men og , . ; kjører Rena flytte bil førerkort ledig uke 53 31. februar 2027 mannen syk 7-14 bare helst
søknad om bestått 0 999999 mellom eller hvis
"""


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(VOCABULARY.split()), max_size=60))
def test_words_in_any_order_do_not_make_it_fail(words: list[str]) -> None:
    text = " ".join(words)
    assert all(fact.quote in text for fact in read(text, on=ON))


LONG = ["kan ikke jobbe natt ", "50 % ", "kveld og ", "mai-", "kan kjøre til Rena, ", ",", " ", "1", "vil bli ", "har to ", "ø"]


@pytest.mark.parametrize("unit", LONG)
def test_long_texts_are_read_in_time(unit: str) -> None:
    text = (unit * (100_000 // len(unit) + 1))[:100_000]
    begun = time.process_time()
    read(text, on=ON)
    assert time.process_time() - begun < 1
