"""What each comparison is worth on the graded sets: NDCG@10 with its weights at nothing, everything else as published.

Run with ``python -m benchmarks.ranking``; it takes a few minutes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from matcher.catalogue import Catalogue
from matcher.matcher import Matcher
from matcher.requirements import RequirementReader
from matcher.weights import WEIGHTS
from models.base import create_engine_for, create_session_factory
from models.migrations import upgrade
from models.services.catalogue import build_catalogue, read_catalogue
from models.services.evaluation import evaluate_folder

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
FOLDERS = ("golden", "golden2")

Weights = Mapping[str, Mapping[str, int]]


def without(*names: str) -> Weights:
    """Return the published weights with those of some comparisons at nothing."""
    return {name: dict.fromkeys(levels, 0) if name in names else levels for name, levels in WEIGHTS.items()}


def ndcg(folder: str, catalogue: Catalogue, weights: Weights) -> float:
    """Return NDCG@10 of a graded folder under ``weights``."""
    with tempfile.TemporaryDirectory() as scratch:
        engine = create_engine_for(f"sqlite:///{Path(scratch) / 'ranking.db'}")
        upgrade(engine)
        found = evaluate_folder(
            FIXTURES / folder,
            create_session_factory(engine),
            Matcher(weights=weights).fit(catalogue),
            RequirementReader(),
            progress=lambda _done, _all: None,
        )
        engine.dispose()
    return found.ours["ndcg@10"].value


def main() -> None:
    """Print one line for each comparison."""
    catalogue = build_catalogue(read_catalogue(FIXTURES / "catalogue"))
    variants = (
        {"as published": WEIGHTS} | {f"without {name}": without(name) for name in WEIGHTS} | {"tiers alone": without(*WEIGHTS)}
    )
    print("| weights | " + " | ".join(FOLDERS) + " |")
    print("|---" * (len(FOLDERS) + 1) + "|")
    for name, weights in variants.items():
        print(f"| {name} | " + " | ".join(f"{ndcg(folder, catalogue, weights):.3f}" for folder in FOLDERS) + " |", flush=True)


if __name__ == "__main__":
    main()
