"""``rematch --engine dask``: the same matches as without it, and plain words when the cluster cannot be had."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from models.base import create_engine_for, create_session_factory
from tests.cli.test_cli import DAY, Terminal, loaded_sqlite  # noqa: F401 - a fixture
from tests.models.stored_runs import kept


@pytest.fixture
def address(loaded_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:  # noqa: F811 - the fixture
    monkeypatch.setenv("BYGDEMATCH_INSTANCE", str(tmp_path / "instance"))
    shutil.copy(loaded_sqlite, tmp_path / "own.db")
    return f"sqlite:///{tmp_path / 'own.db'}"


def published(address: str) -> list[tuple[str, str, int | None, int | None, str, int]]:
    """Return the matches of the run that readers see."""
    engine = create_engine_for(address)
    with create_session_factory(engine)() as session:
        rows = [
            (row.vacancy_id, row.job_seeker_id, row.vacancy_position, row.seeker_position, row.tier.value, row.score)
            for row in kept(session)
        ]
    engine.dispose()
    return sorted(rows)


def test_a_rematch_on_a_cluster_publishes_what_one_without_does(address: str, tmp_path: Path) -> None:
    terminal = Terminal(address)
    here = terminal.json("rematch", "--on", DAY)
    wanted = published(address)
    assert len(wanted) > 100
    there = terminal.json("rematch", "--on", DAY, "--engine", "dask")
    assert there["run"] != here["run"]
    assert there["job_seekers"] == here["job_seekers"] > 0
    assert published(address) == wanted
    assert list((tmp_path / "instance" / "cluster").iterdir()) == []


def test_a_cluster_that_cannot_be_had_is_told_of_and_changes_nothing(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(address)
    terminal.json("rematch", "--on", DAY)
    wanted = published(address)
    clear = terminal("rematch", "--on", DAY, "--engine", "dask", "--scheduler", "tcp://203.0.113.1:8786", code=1)
    assert "uten kryptering" in clear.stderr
    assert "Ingenting er endret" in clear.stderr
    assert "--engine dask" in terminal("rematch", "--scheduler", "tcp://127.0.0.1:8786", code=2).stderr
    monkeypatch.setitem(sys.modules, "distributed", None)
    missing = terminal("rematch", "--engine", "dask", code=1).stderr
    assert "bygdematch[dask]" in missing
    assert "pip install -e '.[dask]'" in missing
    assert published(address) == wanted
