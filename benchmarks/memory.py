"""Memory of a process and all that it started, looked at from outside: shared pages are counted once."""

from __future__ import annotations

import time
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

EVERY = 0.2
"""Seconds between two looks."""

Result = TypeVar("Result")
Looks = list[tuple[float, int]]


def watched(work: Future[Result], pid: int) -> tuple[Result, Looks]:
    """Wait for a piece of work in a process; return its result, and at each look the clock and the bytes in use."""
    looks: Looks = []
    while not work.done():
        looks.append((time.monotonic(), sum(map(_bytes, _family(pid)))))
        time.sleep(EVERY)
    return work.result(), looks


def most(looks: Looks, began: float, ended: float) -> int:
    """Return the most bytes between two times; 0 when nobody looked."""
    return max((used for at, used in looks if began <= at <= ended), default=0)


def _family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        try:
            found += [int(child) for child in Path(f"/proc/{one}/task/{one}/children").read_text(encoding="ascii").split()]
        except OSError:
            continue
    return found


def _bytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    # What a page is shared by divides it: the sum over a family counts it once.
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
