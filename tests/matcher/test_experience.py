from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from matcher.experience import UNKNOWN_PERCENT, measure
from matcher.records import Practice

ON = date(2026, 11, 23)


def test_part_time_counts_by_its_share() -> None:
    [months] = measure([Practice(title="Pleieassistent", start=date(2024, 11, 1), percent=50)], ON)
    assert (months.full_time, months.calendar, months.since) == (12.0, 24, 0)


def test_overlapping_periods_never_exceed_full_time() -> None:
    both = [
        Practice(title="Pleieassistent", start=date(2025, 11, 1), percent=100),
        Practice(title="Renholder", start=date(2025, 11, 1), percent=100),
    ]
    assert [m.full_time for m in measure(both, ON)] == [6.0, 6.0]


def test_silence_on_percent_is_counted_carefully() -> None:
    [months] = measure([Practice(title="Ringevikar", start=date(2025, 11, 1))], ON)
    assert months.full_time == round(12 * UNKNOWN_PERCENT / 100, 1)


def test_time_since_the_end() -> None:
    [months] = measure([Practice(title="Hjelpepleier", start=date(2000, 1, 1), end=date(2012, 11, 30), percent=75)], ON)
    assert months.since == 14 * 12


def test_a_period_in_the_future_is_empty() -> None:
    [months] = measure([Practice(title="Lærling", start=date(2027, 8, 1), percent=100)], ON)
    assert (months.full_time, months.calendar) == (0.0, 0)


periods = st.builds(
    Practice,
    title=st.just("x"),
    start=st.dates(date(1990, 1, 1), date(2027, 1, 1)),
    end=st.none() | st.dates(date(1990, 1, 1), date(2027, 1, 1)),
    percent=st.none() | st.floats(0, 100),
)


@given(st.lists(periods, max_size=6))
def test_months_do_not_depend_on_the_order_of_lines(practice: list[Practice]) -> None:
    forward = sorted(measure(practice, ON), key=repr)
    assert sorted(measure(practice[::-1], ON), key=repr) == forward


@given(st.lists(periods, max_size=6))
def test_the_sum_is_at_most_the_time_that_passed(practice: list[Practice]) -> None:
    assert sum(m.full_time for m in measure(practice, ON)) <= 37 * 12 + 1
