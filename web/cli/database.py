"""Bring the schema up to date, and match everybody anew."""

from __future__ import annotations

from datetime import date, datetime

import click

from models.migrations import upgrade
from models.services.night.matching import rematch as rematch_all
from models.services.ranking.cluster import ClusterEngine
from web.cli.context import App, day_of, now, on_option, pass_app, print_json, progress_bar, today


@click.group()
def database() -> None:
    """Databasen."""


@database.command("upgrade")
@pass_app
def upgrade_command(app: App) -> None:
    """Bring skjemaet i databasen til siste utgave."""
    upgrade(app.engine)
    click.echo("Databasen er oppdatert.")


@click.command()
@on_option
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="Hvor det regnes: på denne maskinen, eller fordelt på arbeidere i en Dask-klynge.",
)
@click.option(
    "--scheduler",
    metavar="ADRESSE",
    default=None,
    help="Dask-klyngen som skal brukes (tls://vert:8786); uten den startes en på denne maskinen.",
)
@click.option("--json", "as_json", is_flag=True, help="Skriv resultatet som JSON.")
@pass_app
def rematch(app: App, *, on: datetime | None, engine: str, scheduler: str | None, as_json: bool) -> None:
    """Regn ut alle treff på nytt og vis dem først når hele kjøringen er ferdig."""
    if scheduler is not None and engine != "dask":
        raise click.BadParameter("Adressen hører til «--engine dask».", param_hint="--scheduler")
    cluster = ClusterEngine(app.matcher, app.settings.instance / "cluster", scheduler) if engine == "dask" else None
    if cluster is not None:
        cluster.check()
    run_rematch(app, day_of(on), cluster, as_json=as_json)


def run_rematch(app: App, day: date, cluster: ClusterEngine | None = None, *, as_json: bool = False) -> None:
    """Match everybody as of ``day``, here or on a cluster, and say how it went."""
    engine, config = cluster or app.matcher, app.matcher.config_hash
    # Web workers rank as of today; a rematch as of another day leaves them nothing.
    folder = app.settings.pool_folder if day == today() else None
    with progress_bar("Matcher", quiet=as_json) as progress:
        summary = rematch_all(app.sessions, engine, day, now(), config_hash=config, progress=progress, pool_folder=folder)
    if as_json:
        print_json(
            {"run": summary.run_id, "on": day.isoformat(), "job_seekers": summary.job_seekers, "vacancies": summary.vacancies}
        )
    else:
        click.echo(f"{summary.job_seekers} personer er holdt opp mot {summary.vacancies} stillinger.")
