"""List the texts of the pages that have no translation yet, ready to be pasted into a .po file and filled in."""

from __future__ import annotations

import json
import sys

import click

from web.catalogues import TRANSLATED, Text, missing
from web.cli.context import EXIT_NOTHING


@click.command()
def translations() -> None:
    """Vis tekstene på sidene som mangler på nynorsk eller engelsk."""
    lacking = {language: missing(language) for language in TRANSLATED}
    for language, found in lacking.items():
        for part in sorted({text.part for text in found}):
            click.echo(f"# web/translations/{language}/{part}.po")
            for text in found:
                if text.part == part:
                    click.echo(_stub(text))
    if any(lacking.values()):
        sys.exit(EXIT_NOTHING)


def _stub(text: Text) -> str:
    lines = [f"#: {text.file}", f"msgid {_quoted(text.singular)}"]
    if text.plural is None:
        return "\n".join([*lines, 'msgstr ""\n'])
    return "\n".join([*lines, f"msgid_plural {_quoted(text.plural)}", 'msgstr[0] ""', 'msgstr[1] ""\n'])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
