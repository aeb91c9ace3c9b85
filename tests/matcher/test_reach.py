"""Reach: minutes between postal codes, and what counts as getting there."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.catalogue import Catalogue, Place
from matcher.pool import STATUS_OF
from matcher.reach import Reach, Travellers, reach_status
from matcher.records import Candidate, Status

ON = date(2026, 11, 23)


def place(postnummer: str, name: str, lat: float, lon: float = 12.0, kommunenr: str = "3421") -> Place:
    return Place(postnummer=postnummer, name=name, kommunenr=kommunenr, kommune="Trysil", lat=lat, lon=lon)


SMALL = Catalogue(
    version="small",
    roles={},
    places={
        one.postnummer: one
        for one in (
            place("2420", "Trysil", 61.3),
            place("2421", "Trysil", 61.3, 12.03),
            place("2430", "Jordet", 61.5),
            place("2450", "Rena", 61.305, kommunenr="3422"),
            place("2440", "Engerdal", 61.7, kommunenr="3425"),
        )
    },
    driving={("2420", "2440"): 70},
    transit={("2420", "2440"): 75},
)


@pytest.fixture(scope="module")
def reach() -> Reach:
    return Reach(SMALL)


def test_the_table_is_used_both_ways_where_it_knows_the_pair(reach: Reach) -> None:
    assert (reach.minutes("2420", "2440"), reach.minutes("2440", "2420")) == (70, 70)


def test_else_the_straight_line_times_1_3_at_65_kmh(reach: Reach) -> None:
    # 0.2 degrees of latitude are 22.24 km; x 1.3 / 65 x 60 = 26.7 minutes.
    assert (reach.minutes("2420", "2430"), reach.minutes("2430", "2420")) == (27, 27)


def walks(catalogue: Catalogue, place: str) -> set[str]:
    """Return the homes from which a place lies within a walk."""
    return {home for home, near in zip(catalogue.places, Reach(catalogue).ways(place).walk.tolist(), strict=True) if near}


def test_a_walk_is_a_quarter_of_an_hour_at_five_kmh_and_1_2_times_the_straight_line() -> None:
    # 1.04 km is what 15 minutes reach: 0.0093 degrees of latitude; a rounded minute more is too far.
    near, far = place("2422", "Near", 61.3093), place("2423", "Far", 61.3098)
    catalogue = replace(SMALL, places=SMALL.places | {near.postnummer: near, far.postnummer: far})
    assert walks(catalogue, "2420") == {"2420", "2422", "2450"}


def test_the_same_code_is_five_minutes_away_and_an_unknown_code_nowhere(reach: Reach) -> None:
    assert reach.minutes("2420", "2420") == 5
    assert reach.minutes("9999", "2420") is None
    assert reach.minutes("2420", "9999") is None
    assert reach.minutes(None, "2420") is None
    assert reach.minutes("2420", None) is None
    assert reach.transit_minutes("9999", "2420") is None


def test_a_stop_serves_its_village_and_walks_nearby_and_nobody_else(reach: Reach) -> None:
    assert reach.transit_minutes("2440", "2420") == 75
    assert reach.transit_minutes("2421", "2440") == 75
    assert reach.transit_minutes("2450", "2440") == 75 + 8
    assert reach.transit_minutes("2430", "2440") is None
    assert reach.transit_minutes(None, "2440") is None


def test_many_homes_are_the_single_homes(reach: Reach) -> None:
    homes = ["2430", None, "9999", "2420", "2440", "2430"]
    found = reach.minutes_many(homes, "2420")
    assert found.dtype == np.int32
    assert found.tolist() == [27, -1, -1, 5, 70, 27]
    assert reach.minutes_many(homes, None).tolist() == [-1] * 6
    assert reach.minutes_many([], "2420").shape == (0,)


_SAID = {None: -1, False: 0, True: 1}


def status(one: Candidate, minutes: int | None, walk: int | None, line: int | None, kommunenr: str) -> Status:
    """Ask of one person what is asked of many."""
    people = Travellers(
        at_home=np.array([one.postnummer is not None]),
        minutes=np.array([-1 if minutes is None else minutes], dtype=np.int32),
        walk=np.array([walk is not None and walk <= 15]),
        line=np.array([-1 if line is None else line], dtype=np.int16),
        limit=np.array([one.max_minutes], dtype=np.int32),
        car=np.array([_SAID[one.car]], dtype=np.int8),
        willing=np.array([_SAID[one.willing_to_move]], dtype=np.int8),
        transit=np.array([bool(one.takes_transit)]),
        wished=np.array([kommunenr in one.wished_places]),
        elsewhere=np.array([bool(one.wished_places) and kommunenr not in one.wished_places]),
    )
    return STATUS_OF[int(reach_status(people)[0])]


HOME = Candidate(id="c1", postnummer="2430", car=True)
CAR_CASES = [
    # minutes, walk, line, what the person says -> status
    (60, 700, None, {}, Status.MET),
    (61, 700, None, {}, Status.UNKNOWN),
    (75, 700, None, {}, Status.UNKNOWN),
    (76, 700, None, {}, Status.UNMET),
    (61, 700, None, {"car": False}, Status.UNMET),
    (40, 700, None, {"max_minutes": 30}, Status.UNMET),
    (75, 700, None, {"wished_places": frozenset({"3421"})}, Status.MET),
    (76, 700, None, {"wished_places": frozenset({"3421"})}, Status.UNKNOWN),
    (76, 700, None, {"wished_places": frozenset({"3421"}), "willing_to_move": False}, Status.UNMET),
    (200, 2000, None, {"willing_to_move": True}, Status.UNKNOWN),
    (20, 15, None, {"car": False}, Status.MET),
    (20, 16, None, {"car": False}, Status.UNMET),
    (20, 200, 60, {"car": False}, Status.MET),
    (20, 200, 61, {"car": False}, Status.UNMET),
    (20, 200, None, {"car": False, "takes_transit": True}, Status.UNMET),
    (20, 200, None, {"car": False, "takes_transit": True, "wished_places": frozenset({"3421"})}, Status.UNKNOWN),
    (20, 200, None, {"car": False, "willing_to_move": True}, Status.UNKNOWN),
    (20, 200, None, {"car": None}, Status.UNKNOWN),
    (20, 10, None, {"car": None}, Status.MET),
    (90, 900, None, {"car": None}, Status.UNMET),
    (5, 0, None, {"postnummer": None}, Status.UNKNOWN),
    (None, None, None, {}, Status.UNKNOWN),
    (None, None, None, {"wished_places": frozenset({"3421"})}, Status.UNKNOWN),
    (None, None, None, {"wished_places": frozenset({"0301"})}, Status.UNMET),
    (None, None, None, {"wished_places": frozenset({"0301"}), "willing_to_move": True}, Status.UNKNOWN),
]


@pytest.mark.parametrize(("minutes", "walk", "line", "said", "expected"), CAR_CASES)
def test_reach_follows_what_the_person_says(
    minutes: int | None, walk: int | None, line: int | None, said: dict[str, object], expected: Status
) -> None:
    candidate = replace(HOME, **said)  # type: ignore[arg-type]  # each case names its own fields
    assert status(candidate, minutes, walk, line, "3421") is expected


@given(
    minutes=st.integers(0, 200),
    less=st.integers(0, 100),
    car=st.none() | st.booleans(),
    moves=st.none() | st.booleans(),
    wished=st.booleans(),
    transit=st.none() | st.booleans(),
)
def test_a_car_never_hurts_and_with_a_car_nearer_is_never_worse(
    *, minutes: int, less: int, car: bool | None, moves: bool | None, wished: bool, transit: bool | None
) -> None:
    order = [Status.UNMET, Status.UNKNOWN, Status.MET]
    places = frozenset({"3421"}) if wished else frozenset()
    candidate = replace(HOME, car=car, willing_to_move=moves, wished_places=places, takes_transit=transit)

    def rank(one: Candidate, far: int) -> int:
        return order.index(status(one, far, 900, None, "3421"))

    driver = replace(candidate, car=True)
    assert rank(driver, max(0, minutes - less)) >= rank(driver, minutes)
    if minutes <= candidate.max_minutes:
        assert rank(driver, minutes) >= rank(candidate, minutes)


def test_the_real_map_knows_the_villages(catalogue: Catalogue) -> None:
    reach = Reach(catalogue)
    near, far = reach.minutes("2450", "2406"), reach.minutes("2440", "2436")
    assert near is not None
    assert far is not None
    assert 20 <= near <= 45
    assert far > 100
    assert "2450" in walks(catalogue, "2451")
    assert reach.transit_minutes("2409", "2451") is not None


def test_the_real_map_is_the_same_both_ways(catalogue: Catalogue) -> None:
    reach = Reach(catalogue)
    homes = [code for code in catalogue.places if code.startswith("24")]
    there = np.stack([reach.minutes_many(homes, code) for code in homes])
    assert (there == there.T).all()
    assert (there > 0).all()
