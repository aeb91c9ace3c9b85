"""Every code of a match has words: no code and no word of the engine reaches a reader, in any of the three languages."""

from __future__ import annotations

from dataclasses import replace

from matcher.records import Finding, LanguageLevel, Proof, Status, Tier
from matcher.weights import WEIGHTS
from models.cv import PracticeKind
from models.sharing import Assessment, ListStatus, Outcome, RequestState
from models.vacancies import VacancyState
from tests.web.phrases_world import ENGLISH, Demo, clean, sample
from web import phrases
from web.phrases.headline import SAID_ALOUD
from web.phrases.levels import LEVELS


def test_every_finding_of_the_demo_has_words(demo: Demo, spoken: str) -> None:
    found = {finding for _, match in demo.pairs for finding in match.findings}
    assert len({finding.evidence for finding in found}) > 100
    for finding in found:
        lines = [phrases.requirement(finding.requirement, demo.catalogue), phrases.status(finding)]
        if finding.evidence:
            lines.append(phrases.proof(finding, demo.catalogue))
        if finding.status is Status.UNKNOWN and not finding.after_offer:
            lines.append(phrases.ask(finding, demo.catalogue))
        for line in lines:
            assert clean(line), (finding, line)
            assert spoken != "nb" or not ENGLISH.search(line), (finding, line)


def test_every_kind_of_evidence_has_its_own_words(demo: Demo) -> None:
    said = {
        ("reach", "home unknown"): "bosted eller arbeidssted er ikke kjent",
        ("reach", "minutes:70 no car"): "70 min med bil, har ikke bil",
        ("interest", "wish:practice"): "arbeider med dette, eller har nylig gjort det",
        ("interest", "refused:pleie,renhold"): "har sagt nei til slikt arbeid: pleie og renhold",
        ("interest", "trained"): "har allerede utdanningen som lærlingen skal få",
        ("hours", "percent:100-100"): "ønsker 100 %",
        ("hours", "percent:50-80"): "ønsker 50-80 %",
        ("hours", "percent:0-80"): "ønsker høyst 80 %",
        ("shift:night", "shift:night refused"): "har sagt nei til arbeid om natten",
        ("licence:B", "licence:B78"): "førerkort B78: personbil med automatgir, oppgitt",
        ("licence:C1", "licence:C1E"): "førerkort klasse C1E, oppgitt",
        ("licence:B", "licences known"): "har ikke oppgitt slikt førerkort",
        ("experience:service", "service,hotell"): "har arbeidet innen service og vertskap eller hotell og restaurant",
        ("experience:years>=2", "months:95"): "7,9 år i full stilling i samme arbeid",
        ("language:B2", "language:B2/B1"): "norsk omtrent B1, delvis B2 (oppgitt)",
        ("language:english", "language:en"): "engelsk, oppgitt",
        ("auth:HF", "auth:HF applied"): "norsk autorisasjon som helsefagarbeider: søkt, ikke fått svar",
        ("student:health", "student:sykepleier:2"): "student i sykepleie, bestått 2 år, oppgitt",
        ("age:18", "under 18"): "er under 18 år",
        ("car:own", "no car"): "har ikke bil, oppgitt",
        ("right_to_work", "no right to work"): "har ikke rett til å arbeide i Norge, oppgitt",
    }
    for (code, evidence), words in said.items():
        finding = Finding(requirement=code, status=Status.UNKNOWN, evidence=evidence)
        assert phrases.proof(finding, demo.catalogue).replace("\u00a0", " ") == words


def test_every_contribution_of_the_demo_has_words(demo: Demo, spoken: str) -> None:
    found = {replace(entry, weight=0): match for _, match in demo.pairs for entry in match.contributions}
    for entry, match in found.items():
        one = replace(match, contributions=(entry,))
        [row] = phrases.contribution_rows(one, demo.catalogue)
        for line in (row["label"], phrases.contribution(entry, demo.catalogue), row["note"] or "-"):
            assert clean(line), (entry, line)
        assert spoken != "nb" or not ENGLISH.search(row["label"]), row
        for weight, told in ((1, phrases.reasons), (-1, phrases.against)):
            weighed = replace(match, contributions=(replace(entry, weight=weight),))
            assert all(clean(line) for line in told(weighed, demo.catalogue)), entry


def test_lines_of_rows_have_words(demo: Demo, spoken: str) -> None:
    for tier in Tier:
        for _, match in sample(demo.of(tier), 80):
            gap, ready = phrases.short_gap(match, demo.catalogue), phrases.ready_line(match, demo.catalogue)
            assert clean(phrases.tier_reason(match, demo.catalogue))
            assert clean(gap) if tier is not Tier.READY else gap == ""
            empty = any(finding.requirement == "profile" and finding.status is Status.UNMET for finding in match.findings)
            assert clean(ready) if tier is Tier.ON_THE_WAY and not empty else ready == ""
            assert gap[:1] == gap[:1].upper()


def test_every_level_and_code_has_words(demo: Demo) -> None:
    assert set(LEVELS) == {(name, level) for name, table in WEIGHTS.items() for level in table} | {("prior", "prior")}
    bearable = {("reach", "up to 45 min")}
    good = {(name, level) for name, table in WEIGHTS.items() for level, weight in table.items() if weight > 0}
    assert good - SAID_ALOUD == bearable
    families = {role.family for role in demo.catalogue.roles.values()}
    assert families <= set(phrases.FAMILIES)
    assert {pay for edge in demo.catalogue.edges.values() for pay in edge.pay} <= set(phrases.PAY)
    for words, codes in (
        (phrases.TIERS, Tier),
        (phrases.STATUSES, Status),
        (phrases.PROOF, Proof),
        (phrases.LANGUAGE_LEVELS, LanguageLevel),
        (phrases.PRACTICE_KIND, PracticeKind),
        (phrases.LIST_STATUS, ListStatus),
        (phrases.OUTCOME, Outcome),
        (phrases.REQUEST_STATE, RequestState),
        (phrases.ASSESSMENT, Assessment),
        (phrases.VACANCY_STATE, VacancyState),
    ):
        assert set(words) == set(codes)


def test_choices_follow_the_language(spoken: str) -> None:
    assert str(phrases.LIST_STATUS["KONTAKTET"]) == {"nb": "Kontaktet", "nn": "Kontakta", "en": "Contacted"}[spoken]
    assert phrases.bits(-1200) == {"nb": "−1,2", "nn": "−1,2", "en": "−1.2"}[spoken]
