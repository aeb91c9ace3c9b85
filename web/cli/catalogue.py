"""Check and load the catalogue of roles, routes, barriers, measures and places."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from models.services.catalogue import CatalogueUnreadableError, check_catalogue, read_catalogue
from models.services.reference import store_catalogue, to_rows
from web.cli.context import EXIT_NOTHING, App, now, pass_app, print_json

FOLDER = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False)


@click.group()
def catalogue() -> None:
    """Katalogen: roller, veier, hindringer, tiltak og steder."""


@catalogue.command()
@FOLDER
@click.option("--json", "as_json", is_flag=True, help="Skriv funnene som JSON.")
@pass_app
def check(app: App, folder: Path | None, as_json: bool) -> None:
    """Let etter feil i katalogen: døde henvisninger, ukjente koder, løkker uten tid, manglende kilder."""
    try:
        issues = check_catalogue(read_catalogue(folder or app.settings.catalogue))
    except CatalogueUnreadableError as error:
        issues = list(error.issues)
    errors = [issue for issue in issues if issue.severity == "error"]
    if as_json:
        keys = ("severity", "file", "id", "message")
        print_json([{key: getattr(issue, key) for key in keys} for issue in issues])
    else:
        table = Table("", "Fil", "Id", "Melding", box=None, pad_edge=False)
        for issue in issues:
            table.add_row("feil" if issue.severity == "error" else "merk", issue.file, issue.id, issue.message)
        Console().print(table)
        click.echo(f"{len(errors)} feil, {len(issues) - len(errors)} merknader.")
    if errors:
        sys.exit(EXIT_NOTHING)


@catalogue.command()
@FOLDER
@pass_app
def load(app: App, folder: Path | None) -> None:
    """Les katalogen inn i databasen; en katalog med feil blir ikke tatt inn."""
    version, entries = load_folder(app, folder or app.settings.catalogue)
    click.echo(f"Katalogen er lest inn: {entries} poster, utgave {version}.")


def load_folder(app: App, folder: Path) -> tuple[str, int]:
    """Load the catalogue in ``folder``; return its version and number of entries."""
    try:
        source = read_catalogue(folder)
        errors = [issue for issue in check_catalogue(source) if issue.severity == "error"]
    except CatalogueUnreadableError as error:
        errors = list(error.issues)
    if errors:
        lines = "\n".join(f"  {issue.file} {issue.id}: {issue.message}" for issue in errors[:20])
        click.echo(f"Katalogen har {len(errors)} feil og er ikke lest inn. Rett dem og kjør på nytt:\n{lines}", err=True)
        sys.exit(EXIT_NOTHING)
    rows = to_rows(source)
    with app.sessions.begin() as session:
        store_catalogue(session, rows, source.version, now())
    return source.version, len(rows)
