"""Processes that live and die together, tried with real ones: told to stop, one that ends, and a parent that is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARENT = """
import sys
from web import processes
processes.PATIENCE = 1.0
child = [sys.executable, "-u", "-c", sys.argv[1]]
commands = {name: [*child, name] for name in ("first", "second")}
ended = processes.Together(commands, {"FOLDER": sys.argv[2]}).run(lambda alive: None)
print("ended:", ended)
"""
"""What `up` does, with two programs of the test's own."""
CHILD = """
import os, pathlib, signal, sys, time
note = pathlib.Path(os.environ["FOLDER"], sys.argv[1])
{before}
note.with_suffix(".new").write_text(str(os.getpid()))
note.with_suffix(".new").rename(note)
for _ in range(600):
    time.sleep(0.1)
"""


@pytest.fixture(autouse=True)
def as_in_a_terminal() -> Iterator[None]:
    """Heed what a run in the background, or under nohup, ignores: it is handed down to every process started here."""
    before = {signal.SIGINT: signal.default_int_handler, signal.SIGHUP: signal.SIG_DFL}
    before = {number: signal.signal(number, heeded) for number, heeded in before.items()}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@contextmanager
def two(folder: Path, before: str = "", **kwargs: object) -> Iterator[tuple[subprocess.Popen[str], dict[str, int]]]:
    """Start a parent with two children; give it, and the children's process numbers by name."""
    command = [sys.executable, "-c", PARENT, CHILD.format(before=before), str(folder)]
    parent = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, **kwargs)  # type: ignore[call-overload]  # keywords
    children: dict[str, int] = {}
    try:
        wait_until(lambda: all((folder / name).exists() for name in ("first", "second")))
        children = {name: int((folder / name).read_text()) for name in ("first", "second")}
        yield parent, children
    finally:
        parent.kill()
        for number in children.values():
            if alive(number):
                os.kill(number, signal.SIGKILL)
        parent.communicate()


def alive(number: int) -> bool:
    """Tell whether a process runs; one that has ended and was not yet counted does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_told_to_stop_all_stop(tmp_path: Path, number: signal.Signals) -> None:
    with two(tmp_path) as (parent, children):
        parent.send_signal(number)
        said, _ = parent.communicate(timeout=20)
        assert (said, parent.returncode) == ("ended: None\n", 0)
        assert not any(alive(child) for child in children.values())


def test_when_one_ends_so_does_the_other_and_it_is_named(tmp_path: Path) -> None:
    with two(tmp_path) as (parent, children):
        os.kill(children["second"], signal.SIGKILL)
        said, _ = parent.communicate(timeout=20)
        assert said == "ended: second\n"
        assert not alive(children["first"])


def test_when_the_parent_is_killed_the_children_are_told_to_stop(tmp_path: Path) -> None:
    said = "signal.signal(signal.SIGTERM, lambda *_: (note.with_suffix('.told').touch(), sys.exit()))"
    with two(tmp_path, before=said) as (parent, children):
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        wait_until(lambda: not any(alive(child) for child in children.values()))
        assert all((tmp_path / f"{name}.told").exists() for name in children), "in good order, not by force"


def test_who_does_not_listen_is_ended_all_the_same(tmp_path: Path) -> None:
    with two(tmp_path, before="signal.signal(signal.SIGTERM, signal.SIG_IGN)") as (parent, children):
        parent.send_signal(signal.SIGTERM)
        said, _ = parent.communicate(timeout=20)
        assert said == "ended: None\n"
        assert not any(alive(child) for child in children.values())


def test_a_closed_terminal_is_ignored_where_it_was_ignored_before(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # what nohup does; it is handed down to the parent
    try:
        with two(tmp_path) as (parent, children):
            parent.send_signal(signal.SIGHUP)
            time.sleep(0.5)
            assert parent.poll() is None
            assert all(alive(child) for child in children.values())
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_child_of_a_parent_that_is_gone_never_begins(tmp_path: Path) -> None:
    mark = tmp_path / "began"
    command = [sys.executable, "-I", "web/leash.py", "999999999", sys.executable, "-c", f"open({str(mark)!r}, 'w')"]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 1
    assert not mark.exists()
