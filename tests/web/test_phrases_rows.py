"""The rows about a match: what is missing beside the tier, the waterfall, the steps of a way and the measures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from matcher.records import Finding, MeasureAdvice, Route, RouteStep, Status, Tier
from tests.web.phrases_world import LANGUAGE_UNMET, LICENCE_UNKNOWN, LICENCE_UNMET, NIGHT_UNMET, Demo, clean, made, sample, way
from web import phrases

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
