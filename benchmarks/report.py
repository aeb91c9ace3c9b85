"""The file of results: every measurement writes a section of its own and leaves the others as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results.md"
HEAD = "# Results\n\nWritten by `make bench`; what the figures are compared with stands in `README.md` beside this file.\n"


def put(title: str, lines: Iterable[str], path: Path = RESULTS) -> str:
    """Write a section, in the place of the one that bears the same title, and return it."""
    section = "\n".join([f"## {title}", "", *lines]).rstrip() + "\n"
    held = path.read_text(encoding="utf-8") if path.exists() else ""
    others = [part for part in re.split(r"(?m)^(?=## )", held) if part.startswith("## ")]
    titles = [part.partition("\n")[0] for part in others]
    if (own := f"## {title}") in titles:
        others[titles.index(own)] = section
    else:
        others.append(section)
    path.write_text("\n".join([HEAD, *(part.rstrip() + "\n" for part in others)]), encoding="utf-8")
    return section


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return a table in Markdown."""
    return [f"| {' | '.join(head)} |", "|" + "---|" * len(head), *(f"| {' | '.join(map(str, row))} |" for row in rows)]


def whole(number: float) -> str:
    """Return a number without decimals, its thousands apart."""
    return f"{number:,.0f}".replace(",", " ")


def versions(*names: str) -> str:
    """Return installed packages with their versions; one that is not installed says so."""
    return ", ".join(f"{name} {_version(name)}" for name in names)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
