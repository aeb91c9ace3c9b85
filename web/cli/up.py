"""Start all of it with one command: a database that is ready, the pages and the clock, which end together."""

from __future__ import annotations

import http.client
import os
import socket
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import UserKind
from models.matches import CurrentRun
from models.migrations import upgrade
from models.policy import Actor
from models.services.accounts import actor_named
from models.services.demo_week import begin_week
from models.services.errors import CatalogueMissing
from models.services.looks import Look
from models.services.night.differences import latest_difference
from models.services.night.nights import due_date
from models.services.people.storing import anybody_stored
from models.services.reference import catalogue_version
from models.services.seeding import demo_has_run_out, seeded_demo_users
from web import server
from web.auth import Purpose
from web.cli.catalogue import load_folder
from web.cli.context import EXIT_NOTHING, App, now, pass_app, today
from web.cli.database import run_rematch
from web.cli.demo import load_advertisements, load_demo
from web.cli.demo_yesterday import as_of_yesterday
from web.cli.night import HOST, PORT, print_steps, run_one
from web.processes import Together

KIND_WORDS = {UserKind.ADVISER: "veileder", UserKind.EMPLOYER: "arbeidsgiver", UserKind.COORDINATOR: "koordinator"}
DEMO_MODE = "BYGDEMATCH_DEMO_MODE"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104  # nosec B104 - compared, not bound
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
        demo = bool(seeded_demo_users(session)) or (_demo_wanted(app) and not anybody_stored(session))
        matched = session.scalar(select(CurrentRun.run_id)) is not None
        # Until a night is held against the one before, the demo's first start is not over, and is taken up here.
        beginning = demo and latest_difference(session) is None
        run_out = demo and not beginning and demo_has_run_out(session, today())
        has_catalogue = _has_catalogue(session)
    if demo and not matched:
        click.echo("Leser inn demoen slik den var i går.")
        with as_of_yesterday(app.settings.demo) as yesterday:
            load_demo(app, today(), yesterday)
    elif demo or not has_catalogue:
        load_folder(app, app.settings.catalogue)
    if run_out:
        click.echo("De fleste annonsene i demoen er gått ut. De blir lyst ut på nytt, med nye datoer.")
        load_advertisements(app, today())
        run_rematch(app, today())
    if not matched:
        click.echo("Matcher alle for første gang.")
        _match(app, due_date(now()) - timedelta(days=1) if demo else due_date(now()))
    if beginning:
        click.echo("Leser inn det som er kommet siden i går.")
        load_demo(app, today())
        _begin_week(app)
        click.echo("Matcher på nytt og finner hva som er endret siden i går.")
        _match(app, due_date(now()))
    return demo


def _demo_wanted(app: App) -> bool:
    """Tell whether an empty installation may be given the demo: unless ``BYGDEMATCH_DEMO_MODE=false`` says otherwise."""
    return app.settings.demo_mode or "demo_mode" not in app.settings.model_fields_set


def _has_catalogue(session: Session) -> bool:
    try:
        catalogue_version(session)
    except CatalogueMissing:
        return False
    return True


def _match(app: App, night: date) -> None:
    report = run_one(app, night)
    print_steps(report)
    if report.ran and not report.done:
        click.echo("Matchingen gikk ikke bra. Rett feilen over, og start på nytt.", err=True)
        sys.exit(EXIT_NOTHING)


def _begin_week(app: App) -> None:
    """Put the demo's advisers in the middle of their week, with own people and a list each."""
    with app.sessions.begin() as session:
        kinds: dict[UserKind, list[Actor]] = {kind: [] for kind in UserKind}
        for user in seeded_demo_users(session):
            kinds[user.kind].append(actor_named(session, user.username))
        for actor in kinds[UserKind.ADVISER]:
            look = Look(actor=actor, purpose=Purpose.FOLLOW_UP, now=now(), on=today())
            if begin_week(session, look, kinds[UserKind.EMPLOYER]):
                click.echo(f"{actor.name} har fått egne personer og en kandidatliste i arbeid.")


def _announce(app: App, host: str, port: int, alive: Callable[[], bool], *, demo: bool) -> None:
    """Wait until the pages answer, and say where they are and who can sign in."""
    deadline = time.monotonic() + UP_WITHIN
    while not _answers(host, port):
        if not alive() or time.monotonic() > deadline:
            return
        time.sleep(0.2)
    click.echo(f"\nBygdematch svarer på http://{shown_host(host)}:{port}")
    if unreachable := _unreachable(app, host):
        click.echo(unreachable)
    if demo:
        click.echo("Demo med oppdiktede personer. Velg hvem du vil logge inn som:")
        with app.sessions() as session:
            for user in seeded_demo_users(session):
                click.echo(f"  {user.name}, {KIND_WORDS.get(user.kind, user.kind.value)}, {user.unit}")
        app.engine.dispose()
    click.echo("Avslutt med Ctrl+C.\n")


def shown_host(host: str) -> str:
    """Return the name by which this machine's own browser finds ``host``."""
    if host in LOOPBACK | EVERYWHERE:
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _unreachable(app: App, host: str) -> str | None:
    """Return what to do when other machines reach the port but no name they could use is answered to."""
    names = {name.strip().strip("[]") for name in app.settings.hosts.split(",")}
    if host in LOOPBACK or names - LOOPBACK:
        return None
    example = socket.gethostname() if host in EVERYWHERE else host
    return (
        "Andre maskiner slipper ikke inn før navnet eller IP-adressen de bruker, står i BYGDEMATCH_HOSTS. Start for eksempel med"
        f"\n  BYGDEMATCH_HOSTS=localhost,{example} HOST={host} make run"
    )


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection("localhost" if host in EVERYWHERE else host, port, timeout=5)
    try:
        connection.request("GET", "/helse/levende", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
