"""Read job seekers and vacancies from files, and write templates for them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click
from rich.console import Console
from rich.table import Table

from matcher.requirements import RequirementReader
from models.drafts import ImportReport
from models.services.intake.loader import SeekerFormat, VacancyFormat, import_seekers, import_vacancies
from models.services.intake.tables import write_template
from web.cli.context import EXIT_CLEAN, EXIT_NOTHING, EXIT_REJECTED, App, now, pass_app, print_json, progress_bar

FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="Skriv rapporten som JSON.")
SHOWN = 30


@click.group("import")
def import_() -> None:
    """Les inn stillinger og jobbsøkere fra filer."""


@import_.command()
@FILE
@click.option("--format", "fmt", type=click.Choice(["nav-feed", "csv", "xlsx"]), required=True, help="Filens format.")
@JSON
@pass_app
def vacancies(app: App, *, file: Path, fmt: VacancyFormat, as_json: bool) -> None:
    """Les inn stillinger; rolle og krav leses ut av annonseteksten."""
    with progress_bar("Leser stillinger", quiet=as_json) as progress:
        report = import_vacancies(
            app.sessions, file, fmt, catalogue=app.catalogue, reader=RequirementReader(), now=now(), progress=progress
        )
    finish(report, as_json)


@import_.command()
@FILE
@click.option("--format", "fmt", type=click.Choice(["nav-cv", "csv", "xlsx"]), required=True, help="Filens format.")
@click.option(
    "--facts",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV med fakta om synlighet; uten dem forblir personene skjult.",
)
@JSON
@pass_app
def seekers(app: App, *, file: Path, fmt: SeekerFormat, facts: Path | None, as_json: bool) -> None:
    """Les inn jobbsøkere; fødselsnummer blir aldri lest."""
    with progress_bar("Leser jobbsøkere", quiet=as_json) as progress:
        report = import_seekers(app.sessions, file, fmt, facts_path=facts, catalogue=app.catalogue, now=now(), progress=progress)
    finish(report, as_json)


@import_.command()
@click.argument("kind", type=click.Choice(["seekers", "vacancies", "facts"]))
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Filen, .csv eller .xlsx.")
def template(kind: Literal["seekers", "vacancies", "facts"], output: Path) -> None:
    """Skriv en mal med forklart kolonnehode og et eksempel."""
    write_template(kind, output)
    click.echo(f"Malen er skrevet til {output}.")


def finish(report: ImportReport, as_json: bool) -> None:
    """Print the report and end with the exit code that it deserves."""
    if as_json:
        print_json(report.model_dump())
    else:
        print_report(report)
    kept = report.loaded + report.updated + report.unchanged
    sys.exit(EXIT_CLEAN if not report.rejected else EXIT_REJECTED if kept else EXIT_NOTHING)


def print_report(report: ImportReport) -> None:
    """Print what was read and what was refused, with what to do about it."""
    click.echo(f"Lest {report.read}: {report.loaded} nye, {report.updated} endret, {report.unchanged} uendret.")
    if not report.rejected:
        return
    table = Table("Linje", "Felt", "Hva er galt", box=None, pad_edge=False)
    for entry in report.rejected[:SHOWN]:
        table.add_row(str(entry.line), entry.field, entry.reason)
    console = Console(stderr=True)
    console.print(f"{len(report.rejected)} poster ble ikke lest inn. De andre er lagret. Rett dem og les filen inn på nytt.")
    console.print(table)
    if len(report.rejected) > SHOWN:
        console.print(f"… og {len(report.rejected) - SHOWN} til. Bruk --json for alle.")
