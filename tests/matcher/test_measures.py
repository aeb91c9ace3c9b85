"""Measures: what helps with a finding, who may see it, and what is closed on the day."""

from datetime import date

import pytest

from matcher.catalogue import Barrier, Catalogue, Measure, RequirementKind
from matcher.measures import EMPLOYER, advise, for_employer
from matcher.records import Finding, MeasureAdvice, Status

ON = date(2026, 11, 23)

SMALL = Catalogue(
    version="small",
    roles={},
    barriers={
        "B02": Barrier(
            id="B02", code="NORSK_LT_B1", label="norsk", data_class="O", kind="TIME", store="yes", measures=("M31", "M07", "M33")
        ),
        "B18": Barrier(id="B18", code="DEBT", label="gjeld", data_class="C", kind="NONE", store="never", measures=("M48",)),
    },
    measures={
        "M07": Measure(id="M07", label="Mentor", groups=("TV", "NA"), months=6, actor="NAV"),
        "M09": Measure(id="M09", label="VTA-O", groups=("JD",), actor="NAV", closed_from=date(2026, 9, 1)),
        "M31": Measure(id="M31", label="Norskopplæring", actor="kommunen"),
        "M33": Measure(id="M33", label="Kompetansepluss", actor="arbeidsgiver", audience=EMPLOYER),
        "M48": Measure(id="M48", label="Gjeldsrådgivning", actor="NAV-kontoret"),
    },
    requirements={
        "language:B1": RequirementKind(code="language:B1", label="B1", barrier="B02", measures=("M31",), months=(3, 6, 9)),
        "language:functional": RequirementKind(code="language:functional", label="norsk", barrier="B02"),
        "licence:B": RequirementKind(code="licence:B", label="B", measures=("M09", "M07")),
        "money": RequirementKind(code="money", label="money", barrier="B18"),
    },
)


def finding(code: str, status: Status = Status.UNMET, *, must: bool = True, after_offer: bool = False) -> Finding:
    return Finding(requirement=code, status=status, must=must, after_offer=after_offer)


def names(*findings: Finding, group: str | None = None, on: date = ON) -> list[tuple[str, str]]:
    return [(item.requirement, item.measure) for item in advise(findings, SMALL, group=group, on=on)]


def test_a_requirements_own_measures_come_before_those_of_its_barrier_and_none_twice() -> None:
    advice = advise([finding("language:B1")], SMALL, on=ON)
    assert advice == (
        MeasureAdvice(measure="M31", requirement="language:B1", barrier="B02", months=6),
        MeasureAdvice(measure="M07", requirement="language:B1", barrier="B02", months=6),
        MeasureAdvice(measure="M33", requirement="language:B1", barrier="B02", months=6, audience="employer"),
    )


@pytest.mark.parametrize(
    "met",
    [
        finding("language:B1", Status.MET),
        finding("language:B1", Status.UNKNOWN, after_offer=True),
        finding("language:B1", Status.UNKNOWN, must=False),
        finding("no such code"),
    ],
)
def test_nothing_is_advised_where_nothing_lacks(met: Finding) -> None:
    assert names(met) == []


def test_demands_come_before_wishes_and_unmet_before_unknown() -> None:
    found = names(
        finding("licence:B", must=False), finding("language:functional", Status.UNKNOWN), finding("language:B1", Status.UNMET)
    )
    assert list(dict.fromkeys(code for code, _ in found)) == ["language:B1", "language:functional", "licence:B"]


def test_alternatives_are_looked_up_one_by_one() -> None:
    assert names(finding("licence:B|language:B1")) == [("licence:B|language:B1", m) for m in ("M07", "M31", "M33")]


def test_a_measure_that_is_closed_on_the_day_is_left_out() -> None:
    assert names(finding("licence:B"), on=date(2026, 8, 31)) == [("licence:B", "M09"), ("licence:B", "M07")]
    assert names(finding("licence:B"), on=date(2026, 9, 1)) == [("licence:B", "M07")]


def test_the_need_category_filters_only_measures_that_have_one() -> None:
    assert names(finding("language:B1"), group="GM") == [("language:B1", "M31"), ("language:B1", "M33")]
    assert names(finding("language:B1"), group="TV") == names(finding("language:B1"))


def test_a_barrier_that_is_never_registered_has_no_measures_here() -> None:
    assert names(finding("money")) == []


def test_an_employer_sees_only_what_it_can_do_itself_and_no_barrier() -> None:
    shown = for_employer(advise([finding("language:B1")], SMALL, on=ON))
    assert shown == (MeasureAdvice(measure="M33", requirement="language:B1", months=6, audience="employer"),)


def test_every_demand_of_the_real_catalogue_that_can_be_closed_gets_advice(catalogue: Catalogue) -> None:
    closable = [kind.code for kind in catalogue.requirements.values() if kind.gate and kind.measures and not kind.after_offer]
    assert closable
    for code in closable:
        assert advise([finding(code)], catalogue, on=ON), code


def test_no_advice_of_the_real_catalogue_shows_an_employer_a_measure_of_someone_else(catalogue: Catalogue) -> None:
    advice = advise([finding(code) for code in catalogue.requirements], catalogue, on=ON)
    assert {item.audience for item in advice} >= {"adviser", EMPLOYER}
    assert {catalogue.measures[item.measure].audience for item in for_employer(advice)} == {EMPLOYER}
    assert all(item.barrier is None for item in for_employer(advice))
    assert "M09" not in {item.measure for item in advice}
