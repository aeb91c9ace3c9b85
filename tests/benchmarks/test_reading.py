"""The measurement of reading reads everything and tells it in a table."""

from __future__ import annotations

import pytest

from benchmarks import reading


def test_all_that_was_stored_is_read(empty_url: str) -> None:
    rows = reading.measured(empty_url, people=60, openings=20, rounds=2)

    assert [(row[0], row[1]) for row in rows] == [
        ("people", "60"),
        ("vacancies", "20"),
        ("people, row by row", "60"),
        ("vacancies, row by row", "20"),
    ]
    assert all(int(row[4].removesuffix(" µs")) > 0 for row in rows)


def test_the_command_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    reading.main(["--people", "30", "--openings", "10", "--rounds", "1"])

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 + 4
    assert all(line.startswith("|") for line in lines)
