"""Run the night now, the clock that runs it every night, and the pages, each on its own."""

from __future__ import annotations

import logging
import os
import sys
from datetime import date, datetime

import click

from models.base import reader_of
from models.services.night.nightly import JOB, Engine, NightReport, StepState, run_night
from web import address, server
from web.cli.context import EXIT_CLEAN, EXIT_NOTHING, App, now, pass_app, print_json, progress_bar, today
from web.engine import engine_for
from web.phrases import day as in_words
from web.scheduler import NightScheduler

STEP_WORDS = {
    "close": "Stillinger med utløpt frist",
    "rematch": "Treff",
    "difference": "Endringer siden sist",
    "without_match": "Uten realistisk treff",
    "purge": "Opprydding",
}
STATE_WORDS = {StepState.DONE: "ferdig", StepState.FAILED: "feilet", StepState.SKIPPED: "hoppet over"}
NUMBER_WORDS = {
    "closed": "lukket",
    "job_seekers": "personer",
    "vacancies": "stillinger",
    "matches": "treff",
    "changes": "endringer",
    "without": "personer uten treff",
    "sessions": "økter",
    "inbox": "rå poster",
    "dead_letters": "avviste poster",
}
PORT = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=address.PORT,
    envvar="PORT",
    show_default=True,
    help="Porten sidene svarer på.",
)
HOST = click.option(
    "--host",
    default=address.HOST,
    envvar="HOST",
    show_default=True,
    help="Adressen sidene svarer på; 0.0.0.0 er alle maskinen har, så andre maskiner når dem.",
)


@click.command()
@click.option("--date", "date_", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Datoen natten gjelder (ÅÅÅÅ-MM-DD).")
@click.option("--json", "as_json", is_flag=True, help="Skriv resultatet som JSON.")
@pass_app
def nightly(app: App, date_: datetime | None, as_json: bool) -> None:
    """Kjør natten nå: lukk utløpte stillinger, match alle, finn endringene, rydd. Hver dato blir kjørt én gang."""
    local_date = date_.date() if date_ else today()
    if local_date > today():
        raise click.BadParameter("Datoen ligger fram i tid. Velg i dag eller en dag som har vært.", param_hint="--date")
    report = run_one(app, local_date, silent=as_json)
    if as_json:
        print_json(_as_json(report))
    elif not report.ran:
        click.echo(f"Natten {in_words(local_date)} er kjørt fra før, eller kjører nå.")
    else:
        print_steps(report)
    sys.exit(EXIT_CLEAN if report.done or not report.ran else EXIT_NOTHING)


@click.command()
@pass_app
def scheduler(app: App) -> None:
    """Kjør klokken: natten hver dag klokken 03.30 norsk tid. En natt som er gått tapt, blir kjørt med en gang."""
    _log_to_terminal()
    sessions, folder = discreet(app).sessions, app.settings.pool_folder
    NightScheduler(sessions, lambda: _engine(app), clock=now, pool_folder=folder).run()


@click.command()
@PORT
@HOST
@pass_app
def serve(app: App, port: int, host: str) -> None:
    """Server sidene med gunicorn."""
    server.check_address(host, port)
    command = server.command(app.settings, host, port)
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606  # nosec B606 - this process becomes gunicorn, so that signals reach it


def discreet(app: App) -> App:
    """Keep values from the database, which are about people, out of errors that end in a log."""
    app.engine.hide_parameters = True
    return app


def _engine(app: App) -> Engine:
    with app.sessions(bind=reader_of(app.engine)) as session:
        return engine_for(session, app.settings.weights).matcher


def run_one(app: App, local_date: date, *, silent: bool = False) -> NightReport:
    """Run one night with a bar for the matching."""
    with progress_bar("Matcher", quiet=silent) as progress:

        def tell(step: str, done: int, total: int) -> None:
            if step == "rematch":
                progress(done, total)

        sessions, folder = discreet(app).sessions, app.settings.pool_folder
        return run_night(sessions, lambda: _engine(app), local_date=local_date, now=now(), progress=tell, pool_folder=folder)


def print_steps(report: NightReport) -> None:
    """Print a line for each step."""
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
    for name in ("apscheduler", "alembic"):  # what they would say at each look and start is nothing
        logging.getLogger(name).setLevel(logging.ERROR)
