"""Read a title or an ad's text and show what it says."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from matcher.records import Requirement
from matcher.requirements import RequirementReader
from models.services.intake.adtext import ad_text
from web import phrases, wire
from web.cli.context import App, pass_app, print_json, today


@click.command()
@click.argument("text")
@click.option("--styrk", default=None, help="STYRK-08-kode, fire eller seks sifre, om den er kjent.")
@click.option("--json", "as_json", is_flag=True, help="Skriv svaret som JSON.")
@pass_app
def title(app: App, text: str, styrk: str | None, as_json: bool) -> None:
    """Finn rollene som en yrkestittel kan stå for."""
    link = app.matcher.domain_.link(text, styrk)
    roles = app.catalogue.roles
    if as_json:
        results = [{"role": role, "label": roles[role].label, "score": round(score, 4)} for role, score in link.roles]
        print_json({**wire.envelope(text, today(), results), "ambiguous": wire.ambiguity(link.ambiguous)})
        return
    if not link.roles:
        click.echo(
            f"«{text}» ligner ikke på noen rolle i katalogen. Prøv en annen skrivemåte, eller legg tittelen til i katalogen."
        )
        return
    table = Table("Rolle", "Navn", "Likhet", box=None, pad_edge=False)
    for role, score in link.roles:
        table.add_row(role, roles[role].label, f"{100 * score:.0f} %")
    Console().print(table)
    if link.ambiguous is not None:
        click.echo(f"Tittelen alene avgjør ikke. {link.ambiguous.decides}")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--title", "heading", default="", help="Annonsens overskrift.")
@click.option("--json", "as_json", is_flag=True, help="Skriv svaret som JSON.")
@pass_app
def requirements(app: App, file: Path, heading: str, as_json: bool) -> None:
    """Les kravene ut av en annonsetekst (ren tekst eller HTML)."""
    text = ad_text(file.read_text(encoding="utf-8", errors="replace"))
    reading = RequirementReader().read(text, heading)
    if as_json:
        result = {
            "roles": list(reading.roles),
            "positions": reading.positions,
            "percent_min": reading.percent_min,
            "percent_max": reading.percent_max,
            "employment": reading.employment,
            "must": [wire.requirement(entry) for entry in reading.must],
            "should": [wire.requirement(entry) for entry in reading.should],
            "variants": [wire.variant(entry) for entry in reading.variants],
        }
        print_json(wire.envelope(file.name, today(), [result]))
        return
    labels = ", ".join(f"{role} {app.catalogue.roles[role].label}" for role in reading.roles if role in app.catalogue.roles)
    click.echo(f"Rolle: {labels or 'ikke en stilling i helse og omsorg'}")
    table = Table("", "Krav", "Lest av", box=None, pad_edge=False)
    for word, entries in (("må", reading.must), ("bør", reading.should)):
        for entry in entries:
            table.add_row(word, phrases.requirement(entry.code, app.catalogue), _quotes(entry))
    for number, variant in enumerate(reading.variants, start=1):
        for word, entries in (("må", variant.must), ("bør", variant.should)):
            for entry in entries:
                table.add_row(f"{word}, del {number}", phrases.requirement(entry.code, app.catalogue), _quotes(entry))
    Console().print(table)


def _quotes(entry: Requirement) -> str:
    return " … ".join(f"«{span.quote}»" for span in entry.spans)
