"""The measurement of a rematch tells how long each stage took and how large the stored lists are."""

from __future__ import annotations

import pytest

from benchmarks import generate, night


def test_every_stage_and_every_table_is_told(empty_url: str) -> None:
    generate.fill(empty_url, generate.people(60), generate.openings(20))
    runs, sizes = night.measured(empty_url, 2)
    assert [list(run.stages) for run in runs] == [["clean up", "read", "prepare", "rank", "describe", "write", "publish"]] * 2
    assert runs[0].matches == runs[1].matches > 0
    assert all(sum(run.stages.values()) <= run.seconds for run in runs)
    assert [name for name, _, _ in sizes] == ["run_person", "run_vacancy"]
    assert 0 < sizes[0][1] <= 60
    assert all(each > 100 for _, _, each in sizes)


def test_the_command_prints_what_it_found(capsys: pytest.CaptureFixture[str]) -> None:
    night.main(["--people", "30", "--openings", "10", "--rounds", "1", "--local"])
    told = capsys.readouterr().out
    assert "| describe |" in told
    assert "run_vacancy: " in told
