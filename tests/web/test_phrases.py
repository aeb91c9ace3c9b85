"""The words about a match: true for every tier, without a code in them, and the same facts in three languages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from matcher.catalogue import Catalogue
from matcher.matcher import Matcher
from matcher.records import (
    Candidate,
    Contribution,
    Finding,
    LanguageLevel,
    Match,
    MeasureAdvice,
    Opening,
    Proof,
    Route,
    RouteStep,
    Status,
    Tier,
)
from matcher.requirements import RequirementReader
from matcher.weights import WEIGHTS
from models.base import create_engine_for, create_session_factory
from models.cv import PracticeKind
from models.matches import ChangeKind
from models.profiles import load_candidates, load_openings
from models.services.causes import CauseCode
from models.services.intake.loader import import_seekers, import_vacancies
from models.sharing import Assessment, ListStatus, Outcome, RequestState
from models.vacancies import VacancyState
from web import i18n, phrases
from web.engine import engine_for
from web.phrases.headline import SAID_ALOUD
from web.phrases.levels import LEVELS

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
ON = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

RAW = re.compile(r"\w:\w|\w_\w|[|{}]|%\(|\bNone\b|\b[TM]\d{2}\b|  ")
"""Codes, places for values that were not filled, ids of the catalogue, double spaces."""

ENGLISH = re.compile(
    r"\b(?:same|work|recent|applied|refused|unknown|known|trained|registration|car|practice|night|evening|weekend|day|oncall"
    r"|home|elsewhere|wished|fits|differs|preferred|tasks|later|longer|within|prior|claimed|verified|walk)\b"
)
"""Words of the engine that must not reach a Norwegian reader."""


@dataclass(frozen=True, slots=True)
class Demo:
    """Everybody who may be shown in the demo, held against its open vacancies."""

    catalogue: Catalogue
    pairs: list[tuple[Opening, Match]]

    def of(self, tier: Tier) -> list[tuple[Opening, Match]]:
        return [pair for pair in self.pairs if pair[1].tier is tier]


@pytest.fixture(scope="module")
def demo(stocked_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    path = tmp_path_factory.mktemp("phrases") / "demo.db"
    shutil.copy(stocked_sqlite, path)
    engine = create_engine_for(f"sqlite:///{path}")
    sessions = create_session_factory(engine)
    with sessions() as session:
        built = engine_for(session)
    folder = FIXTURES / "demo"
    import_vacancies(
        sessions, folder / "vacancies.jsonl", "nav-feed", catalogue=built.catalogue, reader=RequirementReader(), now=NOW
    )
    import_seekers(
        sessions, folder / "seekers.jsonl", "nav-cv", facts_path=folder / "facts.csv", catalogue=built.catalogue, now=NOW
    )
    with sessions() as session:
        people, openings = list(load_candidates(session, ON)), load_openings(session, ON)
    engine.dispose()
    assert len(people) > 250
    assert len(openings) > 40
    return Demo(built.catalogue, list(_pairs(built.matcher, people, openings)))


def _pairs(matcher: Matcher, people: list[Candidate], openings: list[Opening]) -> Iterator[tuple[Opening, Match]]:
    pool = matcher.prepare(people, ON)
    for number, opening in enumerate(openings):
        # Everybody against every third vacancy, and the first against the rest: enough, and quick.
        for match in matcher.rank(opening, pool, top=None if number % 3 == 0 else 40):
            yield opening, match


@pytest.fixture(scope="module")
def pages() -> Flask:
    """Pages in three languages, and nothing else."""
    app = Flask("phrases")
    i18n.init_app(app)
    return app


@pytest.fixture(params=["nb", "nn", "en"])
def spoken(pages: Flask, request: pytest.FixtureRequest) -> Iterator[str]:
    with pages.test_request_context(headers={"Cookie": f"{i18n.COOKIE}={request.param}"}):
        yield request.param


@pytest.fixture
def nynorsk(pages: Flask) -> Iterator[None]:
    with pages.test_request_context(headers={"Cookie": f"{i18n.COOKIE}=nn"}):
        yield


@pytest.fixture
def english(pages: Flask) -> Iterator[None]:
    with pages.test_request_context(headers={"Cookie": f"{i18n.COOKIE}=en"}):
        yield


def sample(pairs: list[tuple[Opening, Match]], most: int) -> list[tuple[Opening, Match]]:
    return pairs[:: max(len(pairs) // most, 1)]


def clean(text: str) -> bool:
    return bool(text) and RAW.search(text) is None and text == text.strip()


def made(
    tier: Tier,
    *,
    findings: tuple[Finding, ...] = (),
    score: int = 1000,
    strength: str = "godt",
    **changes: Any,
) -> Match:
    return replace(
        Match(
            candidate="c",
            opening="o",
            tier=tier,
            score=score,
            strength=strength,
            contributions=(
                Contribution(comparison="prior", level="prior", weight=-3000),
                Contribution(
                    comparison="practice",
                    level="same work, long and recent",
                    weight=2600,
                    evidence="Pleieassistent|months:38",
                ),
                Contribution(comparison="wish", level="first choice", weight=2600, evidence="Nattevakt"),
                Contribution(comparison="reach", level="up to 90 min", weight=-900, evidence="minutes:72"),
                Contribution(comparison="form", level="differs", weight=-400, evidence="fast,vikariat"),
            ),
            findings=findings,
        ),
        **changes,
    )


LICENCE_UNKNOWN = Finding(requirement="licence:B", status=Status.UNKNOWN)
LICENCE_UNMET = Finding(requirement="licence:B", status=Status.UNMET, evidence="licences known")
NIGHT_UNMET = Finding(requirement="shift:night", status=Status.UNMET, evidence="shift:night refused")
LANGUAGE_UNMET = Finding(requirement="language:B1", status=Status.UNMET, evidence="language:A2")


# --- the first line ----------------------------------------------------------------------------------------------


def test_the_first_line_can_be_said_aloud(demo: Demo, spoken: str) -> None:
    for tier in Tier:
        for opening, match in sample(demo.of(tier), 60):
            line = phrases.headline(match, "Mariam", opening.title, "Åmot", demo.catalogue)
            assert clean(line), line
            assert re.fullmatch(r"[A-ZÆØÅ].*[^.!?]\.", line), line
            assert "Mariam" in line
            assert ", ," not in line
            assert "«»" not in line
            if spoken == "nb":
                assert not ENGLISH.search(line.replace(opening.title, "")), line
            else:
                assert not re.search(r"\b(?:ikke|passer|hvem|uten)\b", line.replace(opening.title, "")), line


def test_the_first_line_says_what_is_true_for_the_tier(demo: Demo) -> None:
    def line(match: Match) -> str:
        return phrases.headline(match, "Mariam", "Nattevakt", "Åmot", demo.catalogue)

    reasons = "med minst 3 års praksis fra samme arbeid og slikt arbeid som førsteønske"
    assert line(made(Tier.READY)) == f"Mariam passer godt til nattevakt i Åmot, {reasons}, og alle krav er oppfylt."
    assert (
        line(made(Tier.CLARIFY, findings=(LICENCE_UNKNOWN,), ask_next="licence:B"))
        == f"Mariam passer godt til nattevakt i Åmot, {reasons}, men vi vet ikke om Mariam har førerkort klasse B."
    )
    assert (
        line(made(Tier.ON_THE_WAY, findings=(LANGUAGE_UNMET,), months=6.0))
        == f"Mariam mangler norsk på minst nivå B1, men kan bli klar for nattevakt i Åmot om omtrent 6 måneder, {reasons}."
    )
    assert (
        line(made(Tier.CLOSED, findings=(LANGUAGE_UNMET, NIGHT_UNMET)))
        == "Mariam er ikke aktuell for nattevakt i Åmot nå, trass i minst 3 års praksis fra samme arbeid og slikt arbeid som "
        "førsteønske, for Mariam kan ikke arbeide om natten."
    )


def test_the_first_line_without_a_reason_or_a_place(demo: Demo) -> None:
    bare = made(Tier.READY, contributions=(), strength="mulig")
    assert phrases.headline(bare, "Ola", "Kokk", "", demo.catalogue) == "Ola kan passe til kokk, og alle krav er oppfylt."


@pytest.mark.parametrize(
    ("title", "place", "said"),
    [
        ("Sykepleier", "Trysil", "sykepleier i Trysil"),
        ("HFA natt", "Trysil", "HFA natt i Trysil"),
        ("Nattevakt, Åmot", "Åmot", "«Nattevakt, Åmot»"),
        ("Vil du ha hel stilling?  Vi søker folk.", "Trysil", "«Vil du ha hel stilling? Vi søker folk.» i Trysil"),
        ("Trysil sykehjem søker kokk", "Trysil", "«Trysil sykehjem søker kokk»"),
        ("Lærling – Våler", "Våler (Innlandet)", "«Lærling – Våler»"),
    ],
)
def test_a_vacancy_is_named_as_in_speech(demo: Demo, title: str, place: str, said: str) -> None:
    line = phrases.headline(made(Tier.READY, contributions=()), "Ola", title, place, demo.catalogue)
    assert line == f"Ola passer godt til {said}, og alle krav er oppfylt."


@pytest.mark.usefixtures("nynorsk")
def test_the_first_line_in_nynorsk(demo: Demo) -> None:
    match = made(Tier.CLARIFY, findings=(NIGHT_UNMET, LICENCE_UNKNOWN), ask_next="licence:B", strength="sterkt")
    assert phrases.headline(match, "Mariam", "Nattevakt", "Åmot", demo.catalogue) == (
        "Mariam passar svært godt til nattevakt i Åmot, med minst 3 års praksis frå same arbeid og slikt arbeid som førsteønske, "
        "men vi veit ikkje om Mariam har førerkort klasse B."
    )


@pytest.mark.usefixtures("english")
def test_the_first_line_in_english(demo: Demo) -> None:
    match = made(Tier.CLOSED, findings=(NIGHT_UNMET,))
    assert phrases.headline(match, "Mariam", "Nattevakt, Åmot", "Åmot", demo.catalogue) == (
        "Mariam is not suitable for “Nattevakt, Åmot” now, despite at least 3 years of the same work and such work as first "
        "choice, because Mariam cannot work nights."
    )


# --- no code and no English reaches a reader ---------------------------------------------------------------------


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


# --- beside the tier, and in rows --------------------------------------------------------------------------------


def test_an_older_authorisation_is_a_question_to_the_employer(demo: Demo) -> None:
    older = Finding(requirement="auth:HF", status=Status.UNKNOWN, evidence="auth:HP")
    match = made(Tier.CLARIFY, findings=(older,), ask_next="auth:HF")
    assert phrases.short_gap(match, demo.catalogue).startswith("Spør arbeidsgiver: kan stillingen gå til en som har")
    assert "arbeidsgiveren må avgjøre om norsk autorisasjon som hjelpepleier er nok" in phrases.headline(
        match, "Mariam", "Nattevakt", "Åmot", demo.catalogue
    )


def test_the_gap_of_a_row(demo: Demo) -> None:
    asked = made(Tier.CLARIFY, findings=(LICENCE_UNKNOWN,), ask_next="licence:B")
    assert phrases.short_gap(asked, demo.catalogue) == "Spør: har du førerkort klasse B, og gjelder det manuelt gir?"
    assert phrases.short_gap(made(Tier.ON_THE_WAY, findings=(LICENCE_UNMET,)), demo.catalogue) == "Mangler førerkort klasse B"
    closed = made(Tier.CLOSED, findings=(LANGUAGE_UNMET, NIGHT_UNMET))
    assert phrases.short_gap(closed, demo.catalogue) == "Kan ikke arbeide om natten"


def test_a_call_list_asks_for_any_shift(demo: Demo) -> None:
    code = "shift:day|shift:evening|shift:night"
    match = made(Tier.CLARIFY, findings=(Finding(requirement=code, status=Status.UNKNOWN),), ask_next=code)
    assert phrases.short_gap(match, demo.catalogue) == "Spør: hvilke vakter kan du ta?"
    assert phrases.headline(match, "Mariam", "Vikar", "", demo.catalogue).endswith(
        "men vi vet ikke om Mariam kan ta noen av vaktene."
    )
    closed = replace(match, tier=Tier.CLOSED, findings=(Finding(requirement=code, status=Status.UNMET),), ask_next=None)
    assert phrases.short_gap(closed, demo.catalogue) == "Kan ikke ta noen av vaktene"


def test_reasons_are_short_and_the_strongest_first(demo: Demo) -> None:
    match = made(Tier.READY)
    assert phrases.reasons(match, demo.catalogue) == ["3,2 år som pleieassistent", "ønsker nattevakt"]
    assert phrases.against(match, demo.catalogue) == ["72\u00a0min med bil", "ønsker en annen ansettelsesform"]


def way(edge: str, months: float, *, paid: bool, target: str, ready: date) -> Route:
    steps = (RouteStep(edge=edge, begins=0, ends=months),)
    return Route(edges=(edge,), steps=steps, months=months, months_min=1, months_max=60, paid=paid, ready_on=ready, target=target)


def test_ready_names_the_shortest_paid_way_to_what_takes_longest(demo: Demo) -> None:
    unmet = Finding(requirement="auth:HF", status=Status.UNMET)
    [target, *_] = demo.catalogue.requirements["auth:HF"].states
    [language, *_] = demo.catalogue.requirements["language:B1"].states
    routes = (
        way("T06", 20, paid=True, target=target, ready=date(2028, 8, 10)),
        way("T05", 24, paid=True, target=target, ready=date(2028, 12, 10)),
        way("T58", 12, paid=False, target=target, ready=date(2027, 12, 10)),
        way("T15B1", 6, paid=True, target=language, ready=date(2027, 6, 10)),
    )
    match = made(Tier.ON_THE_WAY, findings=(unmet, LANGUAGE_UNMET), routes=routes, months=12.0)
    assert phrases.ready_line(match, demo.catalogue) == "Fagbrev på jobb, klar fra aug. 2028"
    unpaid = replace(match, routes=(routes[2],))
    assert phrases.ready_line(unpaid, demo.catalogue).endswith("(ikke lønn hele veien), klar fra des. 2027")
    slower = replace(match, routes=(routes[0],), months=23.0)
    assert phrases.ready_line(slower, demo.catalogue) == "Fagbrev på jobb, klar fra nov. 2028"


# --- rows for the macros -----------------------------------------------------------------------------------------


def test_the_rows_of_the_waterfall_sum_up_to_the_score(demo: Demo) -> None:
    for _, match in sample(demo.pairs, 200):
        rows = phrases.contribution_rows(match, demo.catalogue)
        assert sum(row["value"] for row in rows) == match.score
        sizes = [abs(row["value"]) for row in rows]
        assert sizes == sorted(sizes, reverse=True)
    assert phrases.sum_line(made(Tier.READY, score=3450, strength="sterkt")) == "Sum +3,4: sterkt treff"


def test_the_waterfall_shows_what_it_rests_on(demo: Demo) -> None:
    rows = {row["label"]: row for row in phrases.contribution_rows(made(Tier.READY), demo.catalogue)}
    assert rows["Har dette som førsteønske"] == {
        "label": "Har dette som førsteønske",
        "value": 2600,
        "text": "+2,6",
        "note": "Nattevakt",
    }
    assert rows["Ønsker en annen ansettelsesform"]["note"] == "ønsker fast eller vikariat"


def test_steps_side_by_side_say_so(demo: Demo) -> None:
    steps = (
        RouteStep(edge="T15B1", begins=0, ends=6, pay=("0", "Y", "W")),
        RouteStep(edge="T59", begins=0, ends=12, pay=("W",)),
        RouteStep(edge="T05", begins=12, ends=17, pay=("W",), needs=demo.catalogue.edges["T06"].rules),
    )
    edges = tuple(step.edge for step in steps)
    found = Route(edges=edges, steps=steps, months=17, months_min=1, months_max=40, paid=True)
    first, second, third = phrases.route_steps(found, demo.catalogue)
    assert first["months"] == 6
    assert "Ulønnet, ytelse fra NAV eller lønn" in first["facts"]
    assert not [fact for fact in first["facts"] if fact.startswith("Samtidig")]
    assert second["facts"][0] == f"Samtidig med: {demo.catalogue.edges['T15B1'].label}"
    assert not [fact for fact in third["facts"] if fact.startswith("Samtidig")]
    assert [fact for fact in third["facts"] if fact.startswith("Må være på plass: ") and "minst 80 % stilling" in fact]
    assert [fact for fact in third["facts"] if fact.startswith("Ordningen: Rettet mot")]
    assert third["facts"][-1] == "Ikke bekreftet, sjekk med Innlandet fylkeskommune"


def test_steps_of_the_demo_have_words(demo: Demo, spoken: str) -> None:
    routes = {found for _, match in demo.of(Tier.ON_THE_WAY) for found in match.routes}
    assert routes
    for found in routes:
        assert clean(phrases.route(found, demo.catalogue))
        for entry in phrases.route_steps(found, demo.catalogue):
            assert entry["months"] >= 0
            for line in (entry["label"], *entry["facts"]):
                assert clean(line), (found, line)


def test_measures_are_for_what_is_missing_or_not_known(demo: Demo) -> None:
    met = Finding(requirement="shift:night", status=Status.MET, evidence="shift:night")
    advice = tuple(MeasureAdvice(measure="M24", requirement=code) for code in ("licence:B", "shift:night", "language:B1"))
    match = made(Tier.ON_THE_WAY, findings=(met, LICENCE_UNKNOWN, LANGUAGE_UNMET), measures=advice)
    rows = phrases.measure_rows(match, demo.catalogue)
    assert [row.hinder for row in rows] == ["Førerkort klasse B (ikke avklart)", "Norsk på minst nivå B1"]
    assert rows[0].measure == "Førerkort som del av AMO"
    assert rows[0].actor == "NAV"
    for _, found in sample(demo.pairs, 200):
        for row in phrases.measure_rows(found, demo.catalogue):
            assert all(clean(part) for part in (row.hinder, row.measure, row.actor))
            assert not row.unverified or row.unverified.startswith("ikke bekreftet, sjekk med ")
            assert "personen selv" not in row.unverified


# --- the activity plan -------------------------------------------------------------------------------------------


def test_the_activity_plan_is_four_to_eight_lines_without_scores(demo: Demo, spoken: str) -> None:
    for tier in Tier:
        for opening, match in sample(demo.of(tier), 60):
            text = phrases.activity_text(match, opening.title, demo.catalogue, name="Mariam", place="Åmot", deadline=ON)
            lines = text.split("\n")
            assert 4 <= len(lines) <= 8, text
            assert all(clean(line) for line in lines), text
            assert not re.search(r"[+−]\d|treff\b|match\b", text.replace(opening.title, ""))


def test_the_activity_plan_says_nothing_confidential(demo: Demo) -> None:
    barriers = demo.catalogue.barriers
    closed = {barrier.label for barrier in barriers.values() if barrier.data_class != "O" or barrier.store != "yes"}
    findings = tuple(
        Finding(requirement=kind.code, status=status)
        for kind in demo.catalogue.requirements.values()
        if kind.barrier and barriers[kind.barrier].label in closed
        for status in (Status.UNMET, Status.UNKNOWN)
    )
    assert {"physical", "right_to_work", "shift:night"} <= {finding.requirement for finding in findings}
    advice = tuple(
        MeasureAdvice(measure=name, requirement=finding.requirement) for name in ("M03", "M29") for finding in findings
    )
    text = phrases.activity_text(made(Tier.CLOSED, findings=findings, measures=advice), "Kokk", demo.catalogue)
    assert text.split("\n") == [
        "Mål: kokk.",
        "Først: se på andre stillinger og andre veier sammen med veilederen.",
        "Hvem: den arbeidssøkende og veilederen.",
        "Innen: neste oppfølging, som avtales nå.",
    ]


def test_the_activity_plan_names_the_first_step_and_the_month(demo: Demo) -> None:
    [target, *_] = demo.catalogue.requirements["language:B1"].states
    routes = (way("T15B1", 6, paid=True, target=target, ready=date(2027, 5, 23)),)
    advice = tuple(MeasureAdvice(measure=name, requirement="language:B1") for name in ("M31", "M03"))
    match = made(Tier.ON_THE_WAY, findings=(LANGUAGE_UNMET, LICENCE_UNKNOWN), routes=routes, months=6.0, measures=advice)
    assert phrases.activity_text(match, "Nattevakt", demo.catalogue, name="Mariam", place="Åmot").split("\n") == [
        "Mål: nattevakt i Åmot.",
        "Står i veien: mangler norsk på minst nivå B1.",
        "Må avklares: Har du førerkort klasse B, og gjelder det manuelt gir?",
        "Først: Norskopplæring fra A2 til B1 (kommunens voksenopplæring; NAV-leverandør; Kompetansepluss på arbeidsplassen).",
        "Tiltak å vurdere: Norskopplæring i kommunen (kommunens voksenopplæring).",
        "Hvem: Mariam og veilederen.",
        "Innen: klar fra mai 2027. Neste oppfølging avtales nå.",
    ]


# --- changes -----------------------------------------------------------------------------------------------------


@pytest.fixture
def change(demo: Demo) -> Callable[..., str]:
    def line(kind: ChangeKind, before: Tier | None, after: Tier | None, code: str, **detail: object) -> str:
        return phrases.change_line(
            kind, before, after, code, detail, name="Mariam H.", title="Nattevakt, Åmot", catalogue=demo.catalogue
        )

    return line


def asked(code: str, before: str | None, after: str | None, evidence: str = "") -> dict[str, str | None]:
    return {"code": code, "from": before, "to": after, "evidence": evidence}


def test_a_change_says_what_and_why(change: Callable[..., str]) -> None:
    met = [asked("language:B1", "unmet", "met", "language:B1")]
    assert change(ChangeKind.UP, Tier.ON_THE_WAY, Tier.READY, "requirement", requirements=met) == (
        "Mariam H. er nå klar for Nattevakt, Åmot: norsk på minst nivå B1 er registrert"
    )
    lost = [asked("shift:night", "met", "unmet", "shift:night refused"), asked("licence:B", "met", "unmet")]
    assert change(ChangeKind.DOWN, Tier.READY, Tier.CLOSED, "requirement", requirements=lost) == (
        "Mariam H. er ikke lenger aktuell for Nattevakt, Åmot: kan ikke arbeide om natten og mangler førerkort klasse B"
    )
    added = [asked("licence:B", None, "unknown")]
    assert change(ChangeKind.DOWN, Tier.READY, Tier.CLARIFY, "requirement_added", requirements=added) == (
        "Mariam H. er ikke lenger klar for Nattevakt, Åmot og må avklares: stillingen har et nytt krav: førerkort klasse B"
    )
    sooner = change(
        ChangeKind.MONTHS, Tier.ON_THE_WAY, Tier.ON_THE_WAY, "months", months={"from": 18.0, "to": 6.0}, routes={"to": ["T06"]}
    )
    assert (
        sooner.replace("\u00a0", " ") == "Veien til Nattevakt, Åmot er blitt kortere for Mariam H.: ca. 6 md. nå, ca. 18 md. før"
    )
    assert change(ChangeKind.GONE, Tier.READY, None, "vacancy_closed").endswith("Nattevakt, Åmot: stillingen er lukket")


def test_every_kind_and_cause_has_words(change: Callable[..., str], spoken: str) -> None:
    tiers = [None, *Tier]
    details: list[dict[str, object]] = [
        {},
        {"requirements": [asked("auth:HF|auth:HP", "unknown", "met", "auth:HF")], "months": {"from": None, "to": 4.0}},
        {
            "requirements": [asked("reach", "met", "unknown")],
            "months": {"from": 12.0, "to": 4.0},
            "routes": {"from": [], "to": []},
        },
        {"routes": {"from": ["T05"], "to": ["T15B1", "T06"]}, "variant": {"from": 0, "to": 1}, "source": "person"},
    ]
    for kind in ChangeKind:
        for code in CauseCode:
            for detail in details:
                for before in tiers:
                    for after in tiers:
                        line = change(kind, before, after, code.value, **detail)
                        assert clean(line), line
                        assert not line.endswith((".", ":"))
                        assert spoken == "nb" or not re.search(r"\b(?:ikke|stillingen|veien|hvem)\b", line), line
