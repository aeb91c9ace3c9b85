"""Run the night, the clock and the pages, each on its own or all of it together."""

from __future__ import annotations

import http.client
import logging
import os
import sys
import time
from collections.abc import Callable
from datetime import date, datetime

import click
from sqlalchemy import select

from models.accounts import UserKind
from models.matches import CurrentRun
from models.migrations import upgrade
from models.people import JobSeeker
from models.services.errors import CatalogueMissing
from models.services.nightly import JOB, Engine, NightReport, StepState, run_night
from models.services.reference import catalogue_version
from models.services.seeding import seed_demo_users, seeded_demo_users
from web import server
from web.cli.catalogue import load_folder
from web.cli.context import EXIT_CLEAN, EXIT_NOTHING, App, now, pass_app, print_json, progress_bar, today
from web.cli.demo import load_demo
from web.engine import engine_for
from web.phrases import day as in_words
from web.processes import Together
from web.scheduler import NightScheduler, due_date

STEP_WORDS = {
    "close": "Stillinger med utløpt frist",
    "rematch": "Treff",
    "difference": "Endringer siden sist",
    "purge": "Opprydding",
}
STATE_WORDS = {StepState.DONE: "ferdig", StepState.FAILED: "feilet", StepState.SKIPPED: "hoppet over"}
NUMBER_WORDS = {
    "closed": "lukket",
    "job_seekers": "personer",
    "vacancies": "stillinger",
    "matches": "treff",
    "changes": "endringer",
    "sessions": "økter",
    "inbox": "rå poster",
    "dead_letters": "avviste poster",
}
KIND_WORDS = {UserKind.ADVISER: "veileder", UserKind.EMPLOYER: "arbeidsgiver", UserKind.COORDINATOR: "koordinator"}
DEMO_MODE = "BYGDEMATCH_DEMO_MODE"
UP_WITHIN = 60.0
"""Seconds in which the pages must answer."""

PORT = click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, envvar="PORT", show_default=True, help="Porten sidene svarer på."
)
HOST = click.option("--host", default="127.0.0.1", show_default=True, help="Adressen sidene svarer på.")


@click.command()
@click.option("--date", "date_", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Datoen natten gjelder (ÅÅÅÅ-MM-DD).")
@click.option("--json", "as_json", is_flag=True, help="Skriv resultatet som JSON.")
@pass_app
def nightly(app: App, date_: datetime | None, as_json: bool) -> None:
    """Kjør natten nå: lukk utløpte stillinger, match alle, finn endringene, rydd. Hver dato blir kjørt én gang."""
    local_date = date_.date() if date_ else today()
    if local_date > today():
        raise click.BadParameter("Datoen ligger fram i tid. Velg i dag eller en dag som har vært.", param_hint="--date")
    report = _run_night(app, local_date, quiet=as_json)
    if as_json:
        print_json(_as_json(report))
    elif not report.ran:
        click.echo(f"Natten {in_words(local_date)} er kjørt fra før, eller kjører nå.")
    else:
        _print_steps(report)
    sys.exit(EXIT_CLEAN if report.done or not report.ran else EXIT_NOTHING)


@click.command()
@pass_app
def scheduler(app: App) -> None:
    """Kjør klokken: natten hver dag klokken 03.30 norsk tid. En natt som er gått tapt, blir kjørt med en gang."""
    _log_to_terminal()
    NightScheduler(_quiet(app).sessions, lambda: _engine(app), clock=now).run()


@click.command()
@PORT
@HOST
@click.option("--quiet", is_flag=True, help="Skriv bare advarsler.")
@pass_app
def serve(app: App, port: int, host: str, quiet: bool) -> None:
    """Server sidene med gunicorn."""
    server.check_address(host, port)
    command = server.command(app.settings, host, port, quiet=quiet)
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606  # nosec B606 - this process becomes gunicorn, so that signals reach it


@click.command()
@PORT
@HOST
@pass_app
def up(app: App, port: int, host: str) -> None:
    """Start alt: database, katalog, demo i en tom base, første matching, sidene og klokken. Avslutt med Ctrl+C."""
    server.check_address(host, port)
    demo = _prepare(app)
    app.engine.dispose()  # the processes open the database themselves
    own = [sys.executable, "-m", "web.cli"]
    commands = {
        "sidene": [*own, "serve", "--port", str(port), "--host", host, "--quiet"],
        "klokken": [*own, "scheduler"],
    }
    env = {**os.environ, **({DEMO_MODE: "true"} if demo and DEMO_MODE not in os.environ else {})}
    ended = Together(commands, env).run(lambda alive: _announce(app, host, port, alive, demo=demo))
    if ended is not None:
        click.echo(
            f"Prosessen for {ended} stoppet av seg selv, og alt er stoppet. Se meldingene over, og start på nytt.", err=True
        )
        sys.exit(EXIT_NOTHING)
    click.echo("Bygdematch er stoppet.")


def _quiet(app: App) -> App:
    """Keep values from the database, which are about people, out of errors that end in a log."""
    app.engine.hide_parameters = True
    return app


def _engine(app: App) -> Engine:
    with app.sessions() as session:
        return engine_for(session).matcher


def _run_night(app: App, local_date: date, *, quiet: bool = False) -> NightReport:
    with progress_bar("Matcher", quiet=quiet) as progress:

        def tell(step: str, done: int, total: int) -> None:
            if step == "rematch":
                progress(done, total)

        return run_night(_quiet(app).sessions, lambda: _engine(app), local_date=local_date, now=now(), progress=tell)


def _prepare(app: App) -> bool:
    """Bring the database to where the pages can be served; return whether it is the demo's."""
    upgrade(app.engine)
    with app.sessions() as session:
        people = session.scalar(select(JobSeeker.id).limit(1)) is not None
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
    elif not has_catalogue:
        load_folder(app, app.settings.catalogue)
    if not matched:
        click.echo("Matcher alle for første gang.")
        report = _run_night(app, due_date(now()))
        _print_steps(report)
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


def _print_steps(report: NightReport) -> None:
    for step in report.steps:
        numbers = [f"{value} {NUMBER_WORDS[key]}" for key, value in (step.numbers or {}).items() if key in NUMBER_WORDS]
        said = ", ".join(numbers) or step.message or step.error or ""
        words = f"{STEP_WORDS.get(step.name, step.name)}: {STATE_WORDS[step.state]}"
        click.echo(f"{words} ({said})" if said else words, err=step.state is StepState.FAILED)


def _as_json(report: NightReport) -> dict[str, object]:
    return {
        "job": JOB,
        "date": report.local_date.isoformat(),
        "ran": report.ran,
        "done": report.done,
        "steps": [
            {"name": step.name, "state": step.state.value, "numbers": step.numbers, "error": step.error} for step in report.steps
        ],
    }


def _log_to_terminal() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # what it would say at each look is nothing
