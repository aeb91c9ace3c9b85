"""Where the time goes: a profile of one process, told in plain words; of ranking, over some of the blocks."""

from __future__ import annotations

import cProfile
import importlib
import inspect
import pstats
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generate import SEED
from benchmarks.report import table, whole
from matcher.blocks import blocks
from matcher.lists import rank_all
from matcher.matcher import Matcher
from matcher.pool import Pool
from matcher.records import Opening

SHARE = 0.1
TOP = 12
ROOT = Path(__file__).resolve().parent.parent

WORDS = {
    "take": "picking a block's people out of a column of the whole pool",
    "astype": "turning numbers into another width",
    "lexsort": "sorting by key, then id",
    "partition": "finding the last key of a list",
    "argsort": "sorting",
    "sort": "sorting",
    "copyto": "writing some places of a vector",
    "where": "choosing between two vectors",
    "flatnonzero": "finding who is left",
    "nonzero": "finding who is left",
    "reduce": "putting several vectors together",
    "count_nonzero": "counting",
    "concatenate": "putting lists end to end",
    "repeat": "repeating",
    "cumsum": "adding up along a vector",
    "full": "an empty vector",
    "any": "asking whether any of some holds",
    "sorted": "sorting in Python",
    "sub": "cleaning words",
    "cdist": "comparing a typed word with many",
}
"""What NumPy's own functions do here."""


@dataclass(frozen=True, slots=True)
class Line:
    """One function: own seconds, calls, name and what it does."""

    seconds: float
    calls: int
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Spent:
    """The profile: blocks and openings looked at, seconds in all, and the functions with most time of their own."""

    blocks: int
    openings: int
    seconds: float
    lines: tuple[Line, ...]


def spent(matcher: Matcher, pool: Pool, openings: Sequence[Opening]) -> Spent:
    """Rank a sample of the blocks under a profiler."""
    every = blocks(openings, matcher.domain_)
    chosen = sorted(random.Random(SEED).sample(range(len(every)), max(1, round(SHARE * len(every)))))
    some = [every[number] for number in chosen]
    seconds, lines = profiled(lambda: rank_all(matcher, pool, openings, some))
    return Spent(len(some), sum(len(block.openings) for block in some), seconds, lines)


def profiled(work: Callable[[], object], top: int = TOP) -> tuple[float, tuple[Line, ...]]:
    """Do a piece of work under a profiler; return its seconds, and the functions with most time of their own."""
    profile = cProfile.Profile()
    began = time.perf_counter()
    profile.runcall(work)
    seconds = time.perf_counter() - began
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]  # the types leave it out
    lines = (Line(own, calls, *_told(*place)) for place, (_, calls, own, _, _) in stats.items())
    return seconds, tuple(sorted(lines, key=lambda line: -line.seconds)[:top])


def told(lines: Sequence[Line], seconds: float) -> list[str]:
    """Return a profile as a table."""
    rows = [
        (f"{line.seconds:.2f} s", f"{100 * line.seconds / seconds:.0f} %", whole(line.calls), line.name, line.words)
        for line in lines
    ]
    return table(["own time", "share", "calls", "function", "what it does"], rows)


def _told(file: str, line: int, name: str) -> tuple[str, str]:
    """Return the name of a function, and in words what it does."""
    short = name.strip("<>").removeprefix("built-in method ").removeprefix("method ").split(" of ")[0].strip("'")
    last = short.rpartition(".")[2]
    path = Path(file)
    if any(path.is_relative_to(ROOT / ring) for ring in ("matcher", "models")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        return f"`{module}`, {name.strip('<>')}", _documented(module, line)
    return f"`{last}`", WORDS.get(last, "NumPy or Python")


def _documented(module: str, line: int) -> str:
    """Return what stands about the function that begins at a line, or about the one around it; else about its module."""
    loaded = importlib.import_module(module)
    best, words = 0, ""
    owners = [loaded, *(one for _, one in inspect.getmembers(loaded, inspect.isclass) if one.__module__ == module)]
    for owner in owners:
        for _, one in inspect.getmembers(owner):
            function = inspect.unwrap(getattr(one, "fget", None) or one) if callable(one) or isinstance(one, property) else None
            code = getattr(function, "__code__", None)
            if code is not None and getattr(function, "__module__", "") == module and best < code.co_firstlineno <= line:
                best, words = code.co_firstlineno, (function.__doc__ or "").strip().partition("\n")[0]
    if not words:
        words = "a step of the module: " + (loaded.__doc__ or "").partition("\n")[0]
    return words.rstrip(".")
