"""Put what `npm ci` installed where the pages find it: Aksel's style sheets and icons, the typeface, htmx."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import click

from web.assets import VENDOR, mark_of
from web.cli.context import EXIT_NOTHING
from web.settings import ROOT

MODULES = ROOT / "node_modules"
# Not fonts.min.css: it fetches the typeface from another host.
SHEETS = ("global/tokens", "global/reset", "global/baseline", "global/print", "components")
FONTS = "latin", "latin-ext"
RANGES = {
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,"
    "U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
    "latin-ext": "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,"
    "U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
}
NOTICE = """Third-party files, installed from npm and not part of this project's own source:
  @navikt/ds-css and @navikt/aksel-icons: MIT, Nav (Arbeids- og velferdsdirektoratet)
  @fontsource-variable/source-sans-3 (Source Sans 3, Adobe): SIL Open Font License 1.1
  htmx.org: Zero-Clause BSD
"""


@click.command()
@click.option(
    "--from",
    "modules",
    type=click.Path(path_type=Path),
    default=MODULES,
    help="Mappen som npm har installert i.",
    show_default=True,
)
@click.option("--to", "vendor", type=click.Path(path_type=Path), default=VENDOR, help="Mappen som sidene leser fra.")
def assets(modules: Path, vendor: Path) -> None:
    """Legg stilark, ikoner, skrift og htmx der sidene finner dem. Kjør «npm ci» først; «make run» gjør begge deler."""
    if not (modules / "@navikt" / "ds-css").is_dir():
        click.echo("Fant ikke Aksel. Kjør «npm ci --ignore-scripts» i prosjektmappen først.", err=True)
        sys.exit(EXIT_NOTHING)
    shutil.rmtree(vendor, ignore_errors=True)
    (vendor / "fonts").mkdir(parents=True)
    aksel = modules / "@navikt" / "ds-css" / "dist"
    sheets = [(aksel / f"{name}.min.css").read_text(encoding="utf-8") for name in SHEETS]
    for name in _font_files():
        shutil.copy(modules / "@fontsource-variable" / "source-sans-3" / "files" / name, vendor / "fonts" / name)
    (vendor / "aksel.css").write_text("\n".join([*sheets, *_font_faces(vendor / "fonts")]), encoding="utf-8")
    shutil.copytree(modules / "@navikt" / "aksel-icons" / "dist" / "svg", vendor / "icons")
    shutil.copy(modules / "htmx.org" / "dist" / "htmx.min.js", vendor / "htmx.min.js")
    names = ("@navikt/ds-css", "@navikt/aksel-icons", "@fontsource-variable/source-sans-3", "htmx.org")
    versions = [f"{name} {json.loads((modules / name / 'package.json').read_text())['version']}" for name in names]
    (vendor / "VERSIONS").write_text(NOTICE + "\n" + "\n".join(versions) + "\n", encoding="utf-8")
    click.echo(f"Stilark, ikoner, skrift og htmx ligger i {vendor}.")


def _font_files() -> list[str]:
    return [f"source-sans-3-{subset}-wght-{style}.woff2" for subset in FONTS for style in ("normal", "italic")]


def _font_faces(folder: Path) -> list[str]:
    # One file holds every weight; the family has the name that Aksel's style sheets ask for.
    return [
        f"@font-face{{font-family:'Source Sans 3';font-style:{style};font-weight:200 900;font-display:swap;"
        f"src:url({_marked(folder / f'source-sans-3-{subset}-wght-{style}.woff2')}) format('woff2');"
        f"unicode-range:{RANGES[subset]}}}"
        for subset in reversed(FONTS)
        for style in ("normal", "italic")
    ]


def _marked(font: Path) -> str:
    # The same mark as in `asset`, so that the page can ask for the typeface before the style sheet does.
    return f"fonts/{font.name}?v={mark_of(font)}"
