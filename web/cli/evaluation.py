"""Evaluate the engine on graded people and vacancies."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from matcher.evaluation import Figure
from matcher.matcher import Matcher
from matcher.requirements import RequirementReader
from models.base import create_engine_for, create_session_factory
from models.migrations import upgrade
from models.services.catalogue import build_catalogue, read_catalogue
from models.services.evaluation import Evaluation, evaluate_folder
from web.cli.context import App, pass_app, print_json, progress_bar
from web.engine import fitted

NAMES = {
    "ours": "Bygdematch",
    "bm25": "BM25",
    "char_tfidf": "TF-IDF, tegn",
    "token_set": "token_set_ratio",  # nosec B105 - the name of a comparison
    "nav_filter": "filter som NAV",
}


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Skriv tallene som JSON.")
@pass_app
def evaluate(app: App, folder: Path, as_json: bool) -> None:
    """Mål rangeringen på en mappe med graderte personer og stillinger."""
    matcher = fitted(build_catalogue(read_catalogue(app.settings.catalogue)), app.settings.weights)
    result = evaluated(folder, matcher, quiet=as_json)
    if as_json:
        print_json(as_dict(result))
    else:
        print_tables(result)


def evaluated(folder: Path, matcher: Matcher, *, quiet: bool) -> Evaluation:
    """Return the figures of ``matcher`` on a folder, reckoned in a database that is gone afterwards."""
    with tempfile.TemporaryDirectory() as scratch, progress_bar("Rangerer", quiet=quiet) as progress:
        engine = create_engine_for(f"sqlite:///{Path(scratch) / 'evaluate.db'}")
        upgrade(engine)
        result = evaluate_folder(folder, create_session_factory(engine), matcher, RequirementReader(), progress=progress)
        engine.dispose()
    return result


def as_dict(result: Evaluation) -> dict[str, object]:
    """Return the figures in the published form; each figure has its interval beside it."""
    return {
        "on": result.on.isoformat(),
        "people": result.people,
        "vacancies": result.vacancies,
        "ours": _values(result.ours),
        "baselines": {name: _values(figures) for name, figures in result.baselines.items()},
        "requirements": {name: _values(figures) for name, figures in result.requirements.items()},
        "graders": _values(result.graders),
        "intervals": {
            "ours": _intervals(result.ours),
            "baselines": {name: _intervals(figures) for name, figures in result.baselines.items()},
            "requirements": {name: _intervals(figures) for name, figures in result.requirements.items()},
            "graders": _intervals(result.graders),
        },
    }


def _values(figures: Mapping[str, Figure]) -> dict[str, float]:
    return {name: round(figure.value, 4) for name, figure in figures.items()}


def _intervals(figures: Mapping[str, Figure]) -> dict[str, dict[str, float | int]]:
    return {name: {"low": round(f.low, 4), "high": round(f.high, 4), "n": f.n} for name, f in figures.items()}


def print_tables(result: Evaluation) -> None:
    """Print the figures as tables, each with its 95 % interval."""
    console = Console()
    table = Table("", "NDCG@10", "P@5", "MRR", box=None, pad_edge=False, title="Rangering", title_justify="left")
    for name, figures in {"ours": result.ours, **result.baselines}.items():
        table.add_row(NAMES[name], *(_cell(figures[key]) for key in ("ndcg@10", "p@5", "mrr")))
    if result.graders["ndcg@10"].n:
        table.add_row("den andre graderen", _cell(result.graders["ndcg@10"]), "", "")
    console.print(table)
    ours = result.ours
    console.print(f"Klare personer i klar eller avklar: {_cell(ours['ready_recall'])}")
    console.print(f"Personer stengt ved lov i klar: {_cell(ours['ready_leak'])}")
    read = Table("Krav", "Presisjon", "Dekning", box=None, pad_edge=False, title="Krav lest av annonsene", title_justify="left")
    for name, figures in result.requirements.items():
        read.add_row({"must": "må", "should": "bør"}[name], _cell(figures["precision"]), _cell(figures["recall"]))
    console.print(read)
    console.print(f"{result.people} personer, {result.vacancies} stillinger, per {result.on}; 95 % intervall i parentes.")


def _cell(figure: Figure) -> str:
    return f"{figure.value:.3f} ({figure.low:.2f}–{figure.high:.2f})".replace(".", ",")
