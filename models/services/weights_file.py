"""Weights as a file: what an operator can run in place of the published ones, after a proposal that held."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

from matcher.learning import Weights, out_of_order
from matcher.weights import WEIGHTS
from models.services.errors import ServiceError


class WeightsUnreadable(ServiceError):
    """A file of weights that the engine cannot run with."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"Vektfilen {path.name} kan ikke brukes: {why} Ingenting er endret.")


def weights_text(weights: Weights) -> str:
    """Return the weights as TOML, in their own order."""
    lines = ["# Vekter i tusendels bit. Kjøres med BYGDEMATCH_WEIGHTS=<denne filen>.", ""]
    for name, table in weights.items():
        lines += [f"[{name}]", *(f"{json.dumps(level)} = {weight}" for level, weight in table.items()), ""]
    return "\n".join(lines)


def read_weights(path: Path) -> dict[str, dict[str, int]]:
    """Return the weights of a file; refused unless every level has a whole weight, in the published order."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WeightsUnreadable(path, "filen finnes ikke eller kan ikke leses.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WeightsUnreadable(path, "den er ikke gyldig TOML.") from error
    if odd := sorted(_names(WEIGHTS) ^ _names(told)):
        raise WeightsUnreadable(path, f"disse nivåene mangler eller er ukjente: {', '.join(odd[:5])}.")
    weights = {name: {level: told[name][level] for level in table} for name, table in WEIGHTS.items()}
    if any(type(weight) is not int for table in weights.values() for weight in table.values()):
        raise WeightsUnreadable(path, "en vekt er ikke et helt tall.")
    if broken := out_of_order(weights):
        name, better, worse = broken[0]
        raise WeightsUnreadable(path, f"i {name} står «{better or 'taushet'}» under «{worse or 'taushet'}».")
    return weights


def _names(weights: Mapping[str, object]) -> set[str]:
    tables = {name: table for name, table in weights.items() if isinstance(table, Mapping)}
    loose = {name for name in weights if name not in tables}
    return loose | {f"{name}.{level}" for name, table in tables.items() for level in table}
