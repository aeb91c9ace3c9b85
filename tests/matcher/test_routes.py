"""Routes: what is held, which ways there are, what closes the others, and the laws that every answer keeps."""

from dataclasses import replace
from datetime import date

import pytest

from matcher.catalogue import Catalogue, EntryRule, Role, State, TrainingEdge
from matcher.records import Candidate, Credential, LanguageLevel, LanguageSkill, Proof
from matcher.routes import RouteFinder, months_after
from matcher.states import held_states
from tests.matcher.routing import ON, person, ways

# --- a small catalogue whose answers can be reckoned by hand ---------------------------------------------------


def edge(name: str, origins: str, targets: str, months: float, pay: str = "W", **more: object) -> TrainingEdge:
    return TrainingEdge(
        id=name,
        label=name,
        origins=tuple(origins.split()),
        targets=tuple(targets.split()),
        months_min=months / 2,
        months_typical=months,
        months_max=months * 2,
        pay=tuple(pay.split()),
        **more,  # type: ignore[arg-type]  # one helper for every field of an edge
    )


STATES = (
    State(id="N01", label="ground"),
    State(id="N02", label="school", held_by=("grunnskole",)),
    State(id="N05", label="one year", practice_months=12, practice_families=("pleie",), implies=("N22",)),
    State(id="N06", label="five years", practice_months=60, practice_families=("pleie",), implies=("N05",)),
    State(id="N07", label="certificate", held_by=("auth:HF", "fagbrev:helsearbeiderfag"), implies=("N02", "N22")),
    State(id="N12", label="matriculation", held_by=("gsk", "degree:*"), implies=("N02",)),
    State(id="N14", label="nurse", held_by=("auth:SP",), implies=("N12", "N22")),
    State(id="N21A2", label="A2", language="A2"),
    State(id="N21B1", label="B1", language="B1", implies=("N21A2",)),
    State(id="N22", label="assistant"),
    State(id="N31", label="applied", held_by=("applied:auth",)),
)
B1 = EntryRule(kind="language", value="B1", text="Norsk B1")
PROMISE = EntryRule(kind="employer_80", text="80 %")
EDGES = (
    edge("T01", "N01", "N02", 12, "0", combinable=True, place="kommunen"),
    edge("T05", "N06", "N07", 4, combinable=True, rules=(B1,), place="nett"),
    edge("T06", "N05", "N07", 18, combinable=True, rules=(B1, PROMISE), place="arbeidsplassen", unverified=("months_max",)),
    edge("T03", "N02", "N07", 30, "S", rules=(EntryRule(kind="age_min", value=19), B1), place="Elverum"),
    edge("T15B1", "N21A2", "N21B1", 6, "Y", combinable=True, place="kommunen"),
    edge("T19", "N01", "N22", 1, combinable=True, rules=(EntryRule(kind="over_18", text="18"),), place="arbeidsplassen"),
    edge("T31", "N12", "N14", 36, "S", place="Elverum"),
    edge("T52", "N22", "N05", 12, combinable=True, place="arbeidsplassen"),
    edge("T59", "N05", "N06", 48, combinable=True, place="arbeidsplassen"),
    edge("T62", "N31", "N07 N14", 2, combinable=True, place="nett"),
)
ROLES = {
    "R11": Role(id="R11", label="HF", labels=("HF",), family="pleie", states=("N07",)),
    "R01": Role(id="R01", label="SP", labels=("SP",), family="sykepleie", states=("N14",)),
}


def small(*, without: str = "") -> Catalogue:
    edges = {e.id: e for e in EDGES if e.id != without}
    return Catalogue(version="small", roles=ROLES, states={state.id: state for state in STATES}, edges=edges)


def test_states_come_from_credentials_practice_and_language_with_what_follows_from_them() -> None:
    held = held_states(person("degree:other", level="B1"), small(), {"pleie": 13.4, "handel": 80})
    assert held == {"N01", "N12", "N02", "N05", "N22", "N21B1", "N21A2"}


def test_a_credential_applied_for_or_run_out_is_not_held() -> None:
    candidate = Candidate(
        id="c1",
        credentials=(
            Credential(code="auth:SP", proof=Proof.APPLIED),
            Credential(code="auth:HF", valid_until=date(2026, 11, 22)),
            Credential(code="grunnskole", valid_until=ON),
        ),
    )
    assert held_states(candidate, small(), {}, ON) == {"N01", "N02"}
    assert "N07" in held_states(candidate, small(), {}, date(2026, 11, 22))


@pytest.mark.parametrize(
    ("skill", "held"),
    [
        (LanguageSkill(language="no", spoken=LanguageLevel.VERY_GOOD, written=LanguageLevel.BEGINNER), {"N21A2"}),
        (LanguageSkill(language="no", spoken=LanguageLevel.FIRST, written=LanguageLevel.FIRST), {"N21A2", "N21B1"}),
        (LanguageSkill(language="no", spoken=LanguageLevel.GOOD, test_spoken="A2", test_written="A2"), {"N21A2"}),
        (LanguageSkill(language="no", spoken=LanguageLevel.BEGINNER, test_spoken="B1", test_written="B1"), {"N21A2", "N21B1"}),
        (LanguageSkill(language="en", spoken=LanguageLevel.FIRST), set()),
    ],
)
def test_the_weaker_side_governs_and_a_test_outranks_self_report(skill: LanguageSkill, held: set[str]) -> None:
    states = held_states(Candidate(id="c1", languages=(skill,)), small(), {})
    assert {state for state in states if state.startswith("N21")} == held


def test_practice_that_lacks_is_added_through_time_in_paid_work() -> None:
    quickest = ways(small(), person("grunnskole", level="B1"), {"pleie": 0}, "N07")[0]
    assert [(step.edge, step.begins, step.ends) for step in quickest.steps] == [
        ("T19", 0, 1),
        ("T52", 1, 13),
        ("T06", 13, 31),
    ]
    assert (quickest.months, quickest.months_min, quickest.months_max, quickest.paid) == (31, 15.5, 62, True)
    assert quickest.ready_on == date(2029, 6, 23)
    assert quickest.unverified


def test_practice_that_is_there_shortens_what_is_to_come() -> None:
    routes = ways(small(), person("grunnskole", level="B1"), {"pleie": 48.9}, "N07")
    assert [route.edges for route in routes] == [("T59", "T05"), ("T06",), ("T03",)]
    assert routes[0].months == 12 + 4


def test_language_runs_beside_work_and_before_what_asks_for_it() -> None:
    quickest = ways(small(), person("grunnskole", level="A2"), {}, "N07")[0]
    assert [(step.edge, step.begins, step.ends) for step in quickest.steps] == [
        ("T19", 0, 1),
        ("T15B1", 0, 6),
        ("T52", 1, 13),
        ("T06", 13, 31),
    ]


def test_the_employers_promise_is_a_need_until_the_opening_gives_it() -> None:
    candidate = person("grunnskole", level="B1")
    asked = ways(small(), candidate, {"pleie": 20}, "N07")[0]
    promised = ways(small(), candidate, {"pleie": 20}, "N07", properties=frozenset({"route:fagbrev_paa_jobb"}))[0]
    assert asked.steps[0].needs == (PROMISE,)
    assert promised.steps[0].needs == ()
    assert replace(asked.steps[0], needs=()) == promised.steps[0]


def test_what_is_not_known_is_a_need_and_neither_a_no_nor_a_yes() -> None:
    silent = Candidate(id="c1")
    (way,) = [route for route in ways(small(), silent, {"pleie": 20}, "N07") if route.edges[-1] == "T03"]
    language, school = way.steps
    assert (language.edge, [rule.value for rule in language.needs]) == ("T15B1", ["N21A2"])
    assert [(rule.kind, rule.value) for rule in school.needs] == [("state", "N02"), ("age_min", 19)]
    assert way.months == ways(small(), person("grunnskole", level="A2"), {"pleie": 20}, "N07")[-1].months == 6 + 30


def test_a_known_age_closes_a_way_and_says_so() -> None:
    young = person("grunnskole", level="B1", over_18=False, over_20=None)
    assert ways(small(), young, {}, "N07") == ()
    finder = RouteFinder(small())
    closed = {entry.edge: entry.rule for entry in finder.closed(finder.signature(young, {}, ON), ["N07"], on=ON)}
    assert closed["T03"] == EntryRule(kind="age_min", value=19)


def test_a_closed_way_names_the_rule_that_closes_it() -> None:
    finder = RouteFinder(small())
    signature = finder.signature(person("grunnskole", level="B1"), {}, ON)
    closed = {entry.edge: entry.rule for entry in finder.closed(signature, ["N07", "N14"], on=ON)}
    assert closed == {"T05": EntryRule(kind="practice_months", value=60, text="five years")}
    student = finder.signature(person("gsk"), {}, ON)
    assert finder.closed(student, ["N14"], on=ON) == ()
    late = finder.closed(student, ["N14"], on=ON, horizon=24)
    assert [(entry.edge, entry.rule.kind) for entry in late] == [("T31", "other")]
    assert "36 måneder, til 11.2029" in late[0].rule.text


def test_what_is_held_needs_no_training_and_an_application_only_the_offices_time() -> None:
    at_home = ways(small(without="T62"), person("auth:HF"), {}, "N07")
    assert [(route.edges, route.months, route.ready_on, route.target) for route in at_home] == [((), 0, ON, "N07")]
    assert ways(small(), person("auth:HF", "fagbrev:helsearbeiderfag"), {}, "N07")[0].edges == ()
    exam_passed = ways(small(), person("fagbrev:helsearbeiderfag"), {}, "N07")
    assert [(route.edges, route.months) for route in exam_passed] == [(("T62",), 2)]
    sent = replace(person("degree:bachelor"), credentials=(Credential(code="auth:SP", proof=Proof.APPLIED),))
    assert ways(small(), sent, {}, "N14") == ()
    educated = replace(sent, credentials=(*sent.credentials, Credential(code="degree:bachelor")))
    assert [(route.edges, route.months) for route in ways(small(), educated, {}, "N14")] == [(("T62",), 2)]


def test_paid_ways_come_first_and_the_quickest_is_always_among_them() -> None:
    quick = edge("T99", "N01", "N07", 3, "S", place="Oslo")
    paid = [edge(f"T8{n}", "N01", "N07", 10 + n, "W", place=f"place {n}") for n in range(6)]
    catalogue = replace(small(), edges={e.id: e for e in (quick, *paid)})
    routes = ways(catalogue, person(), {}, "N07", top=3)
    assert [route.edges[0] for route in routes] == ["T80", "T81", "T99"]
    assert [route.paid for route in routes] == [True, True, False]


def test_full_time_steps_do_not_overlap() -> None:
    catalogue = replace(
        small(),
        edges={
            e.id: e
            for e in (
                edge("T71", "N01", "N22", 5),
                edge("T72", "N01", "N21B1", 7),
                edge("T73", "N22", "N07", 3, rules=(B1,)),
            )
        },
    )
    (route,) = ways(catalogue, person(level="A2"), {}, "N07")
    assert route.months == 15
    assert [(step.begins, step.ends) for step in route.steps] == [(0, 5), (5, 12), (12, 15)]


def test_a_foreign_signature_is_refused() -> None:
    with pytest.raises(TypeError, match="signature"):
        RouteFinder(small()).find(("N01",), ["N07"], on=ON)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), 0.5, date(2026, 12, 8)),
        (date(2026, 12, 31), 14.0, date(2028, 2, 29)),
    ],
)
def test_months_are_counted_in_the_calendar(day: date, months: float, expected: date) -> None:
    assert months_after(day, months) == expected
