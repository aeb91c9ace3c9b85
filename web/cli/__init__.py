"""The command line: the same use cases as the pages, for operators and for the night."""

from __future__ import annotations

import sys

import click

from models.services.errors import ServiceError
from web.cli import assets, catalogue, database, demo, evaluation, imports, learning, matching, night, reading, translations, up
from web.cli.context import EXIT_NOTHING, App


class Bygdematch(click.Group):
    """The command group that turns our own errors into one readable line."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; an error that a user can act on ends it with its sentence and no trace."""
        try:
            return super().invoke(ctx)
        except ServiceError as error:
            click.echo(str(error), err=True)
            sys.exit(EXIT_NOTHING)


@click.group(cls=Bygdematch, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(ctx: click.Context) -> None:
    """Bygdematch: finn folk til helsestillingene, og veien dit for dem som ikke er klare ennå."""
    ctx.obj = App()
    ctx.call_on_close(ctx.obj.close)


for command in (
    assets.assets,
    catalogue.catalogue,
    database.database,
    database.rematch,
    demo.demo,
    evaluation.evaluate,
    imports.import_,
    learning.learn,
    learning.card,
    matching.match,
    matching.routes,
    night.nightly,
    night.scheduler,
    night.serve,
    translations.translations,
    up.up,
    reading.title,
    reading.requirements,
):
    main.add_command(command)
