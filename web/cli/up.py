"""Start all of it with one command: a database that is ready, the pages and the clock, which end together."""

from __future__ import annotations

import http.client
import os
import sys
import time
from collections.abc import Callable

import click
from sqlalchemy import select

from models.accounts import UserKind
from models.matches import CurrentRun
from models.migrations import upgrade
from models.services.errors import CatalogueMissing
from models.services.people import anybody_stored
from models.services.reference import catalogue_version
from models.services.seeding import seed_demo_users, seeded_demo_users
from web import server
from web.cli.catalogue import load_folder
from web.cli.context import EXIT_NOTHING, App, now, pass_app
from web.cli.demo import load_demo
from web.cli.night import HOST, PORT, print_steps, run_one
from web.processes import Together
from web.scheduler import due_date

KIND_WORDS = {UserKind.ADVISER: "veileder", UserKind.EMPLOYER: "arbeidsgiver", UserKind.COORDINATOR: "koordinator"}
DEMO_MODE = "BYGDEMATCH_DEMO_MODE"
UP_WITHIN = 60.0
"""Seconds in which the pages must answer."""


@click.command()
@PORT
@HOST
@pass_app
def up(app: App, port: int, host: str) -> None:
    """Start alt: database, katalog, demo i en tom base, første matching, sidene og klokken. Avslutt med Ctrl+C."""
    server.check_address(host, port)
    demo = _prepare(app)
    app.engine.dispose()  # the processes open the database themselves
    commands = {
        "sidene": server.command(app.settings, host, port, quiet=True),
        "klokken": [sys.executable, "-m", "web.cli", "scheduler"],
    }
    env = {**os.environ, **({DEMO_MODE: "true"} if demo and DEMO_MODE not in os.environ else {})}
    ended = Together(commands, env).run(lambda alive: _announce(app, host, port, alive, demo=demo))
    if ended is not None:
        click.echo(
            f"Prosessen for {ended} stoppet av seg selv, og alt er stoppet. Se meldingene over, og start på nytt.", err=True
        )
        sys.exit(EXIT_NOTHING)
    click.echo("Bygdematch er stoppet.")


def _prepare(app: App) -> bool:
    """Bring the database to where the pages can be served; return whether it is the demo's."""
    upgrade(app.engine)
    with app.sessions() as session:
        people = anybody_stored(session)
        demo = bool(seeded_demo_users(session)) or not people
        matched = session.scalar(select(CurrentRun.run_id)) is not None
        try:
            catalogue_version(session)
        except CatalogueMissing:
            has_catalogue = False
        else:
            has_catalogue = True
    if demo:
        # The users come first and are the mark of a demo: a first start that was cut short is taken up again.
        with app.sessions.begin() as session:
            seed_demo_users(session, now())
    if demo and not matched:
        load_demo(app)
    elif demo or not has_catalogue:
        load_folder(app, app.settings.catalogue)
    if not matched:
        click.echo("Matcher alle for første gang.")
        report = run_one(app, due_date(now()))
        print_steps(report)
        if report.ran and not report.done:
            click.echo("Første matching gikk ikke bra. Rett feilen over, og start på nytt.", err=True)
            sys.exit(EXIT_NOTHING)
    return demo


def _announce(app: App, host: str, port: int, alive: Callable[[], bool], *, demo: bool) -> None:
    """Wait until the pages answer, and say where they are and who can sign in."""
    deadline = time.monotonic() + UP_WITHIN
    while not _answers(host, port):
        if not alive() or time.monotonic() > deadline:
            return
        time.sleep(0.2)
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host  # noqa: S104  # nosec B104 - compared, not bound
    click.echo(f"\nBygdematch svarer på http://{shown}:{port}")
    if demo:
        click.echo("Demo med oppdiktede personer. Velg hvem du vil logge inn som:")
        with app.sessions() as session:
            for user in seeded_demo_users(session):
                click.echo(f"  {user.name}, {KIND_WORDS.get(user.kind, user.kind.value)}, {user.unit}")
        app.engine.dispose()
    click.echo("Avslutt med Ctrl+C.\n")


def _answers(host: str, port: int) -> bool:
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # nosec B104 - compared, not bound
    connection = http.client.HTTPConnection(target, port, timeout=5)
    try:
        connection.request("GET", "/helse/levende", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
