"""Bring the schema up to date, and match everybody anew."""

from __future__ import annotations

from datetime import date, datetime

import click

from models.migrations import upgrade
from models.services.night.matching import rematch as rematch_all
from web.cli.context import App, day_of, now, on_option, pass_app, print_json, progress_bar


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
@click.option("--json", "as_json", is_flag=True, help="Skriv resultatet som JSON.")
@pass_app
def rematch(app: App, on: datetime | None, as_json: bool) -> None:
    """Regn ut alle treff på nytt og vis dem først når hele kjøringen er ferdig."""
    run_rematch(app, day_of(on), as_json=as_json)


def run_rematch(app: App, day: date, *, as_json: bool = False) -> None:
    """Match everybody as of ``day`` and say how it went."""
    with progress_bar("Matcher", quiet=as_json) as progress:
        summary = rematch_all(app.sessions, app.matcher, day, now(), config_hash=app.matcher.config_hash, progress=progress)
    if as_json:
        print_json(
            {"run": summary.run_id, "on": day.isoformat(), "job_seekers": summary.job_seekers, "vacancies": summary.vacancies}
        )
    else:
        click.echo(f"{summary.job_seekers} personer er holdt opp mot {summary.vacancies} stillinger.")
