"""What is said of a match in whole sentences, the first line, the activity plan and the changes, is true for every tier."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from matcher.records import Finding, Match, MeasureAdvice, Status, Tier
from models.matches import ChangeKind
from models.services.night.causes import CauseCode
from tests.web.phrases_world import ENGLISH, LANGUAGE_UNMET, LICENCE_UNKNOWN, NIGHT_UNMET, ON, Demo, clean, made, sample, way
from web import phrases

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
