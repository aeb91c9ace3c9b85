"""Held-out occupation titles by kind of trap, as read from the table beside."""

import tomllib
from pathlib import Path

_TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

HELD_OUT: dict[str, tuple[tuple[str, str], ...]] = {kind: tuple(titles.items()) for kind, titles in _TABLE["kinds"].items()}
"""Titles and their right answers, by kind of trap."""

HELD_OUT_OUTSIDE: tuple[str, ...] = tuple(_TABLE["outside"])
"""Occupations outside health that no health role may answer to."""
