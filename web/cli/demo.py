"""From nothing to a ranked vacancy: load the catalogue and the invented demo, match everybody, show one list."""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path

import click

from matcher.records import Tier
from matcher.requirements import RequirementReader
from models.services.intake.loader import import_seekers, import_vacancies
from models.services.people.storing import anybody_stored
from models.services.ranking.once import rank_for_vacancy
from models.services.seeding import seed_demo_users, seeded_demo_users
from web import phrases
from web.cli import terminal
from web.cli.catalogue import load_folder
from web.cli.context import EXIT_NOTHING, PURPOSE, App, now, pass_app, progress_bar
from web.cli.database import run_rematch
from web.cli.demo_dates import DEMO_DAY, advertisements
from web.cli.imports import print_report

SHOWN_VACANCY = "d0000000-0000-4000-8000-000000000052"
PER_TIER = 4


@click.command()
@click.option("--vacancy", "vacancy_id", default=SHOWN_VACANCY, show_default=True, help="Stillingen som vises.")
@pass_app
def demo(app: App, vacancy_id: str) -> None:
    """Les inn demoen, match alle, og vis hvem som passer til én stilling. Alle personer i demoen er oppdiktet."""
    began = time.perf_counter()
    with app.sessions() as session:
        if anybody_stored(session) and not seeded_demo_users(session):
            click.echo("Databasen har andre personer enn demoens, og de blandes ikke. Bruk en tom database.", err=True)
            sys.exit(EXIT_NOTHING)
    load_demo(app)
    run_rematch(app, DEMO_DAY)
    with app.sessions.begin() as session:
        ranked = rank_for_vacancy(
            session,
            app.matcher,
            vacancy_id,
            on=DEMO_DAY,
            top=None,
            actor=app.actor,
            purpose=PURPOSE,
            now=now(),
            per_tier=PER_TIER,
        )
    counts = ", ".join(f"{str(phrases.TIERS[tier]).lower()} {ranked.tiers[tier]}" for tier in Tier)
    click.echo(f"\n{ranked.title}: {ranked.considered} personer er vurdert: {counts}. De første på hvert nivå:\n")
    terminal.print_matches(ranked.matches, ranked.external_ids, app.catalogue, side="candidate")
    shown = (Tier.READY, Tier.CLARIFY, Tier.ON_THE_WAY)
    for match in [next((m for m in ranked.matches if m.tier is tier), None) for tier in shown]:
        if match is not None:
            terminal.print_explanation(match, ranked.external_ids[match.candidate], app.catalogue)
    click.echo(f"\nFerdig på {time.perf_counter() - began:.0f} sekunder. Prøv «.venv/bin/bygdematch match seeker PAM-D001».")


def load_demo(app: App, day: date = DEMO_DAY, folder: Path | None = None) -> None:
    """Load the catalogue and the invented users, vacancies and people, and say how it went; what is there already stays.

    The advertisements are dated for ``day``; the people's documents are what they are.  ``folder`` is another than the
    installation's.
    """
    folder = folder or app.settings.demo
    # The users come first and are the mark of a demo: a first start that was cut short is taken up again.
    with app.sessions.begin() as session:
        seed_demo_users(session, now())
    version, entries = load_folder(app, app.settings.catalogue)
    click.echo(f"Katalog: {entries} poster, utgave {version}.")
    load_advertisements(app, day, folder)
    with progress_bar("Leser jobbsøkere") as progress:
        people = import_seekers(
            app.sessions,
            folder / "seekers.jsonl",
            "nav-cv",
            facts_path=folder / "facts.csv",
            catalogue=app.catalogue,
            now=now(),
            progress=progress,
        )
    print_report(people)


def load_advertisements(app: App, day: date, folder: Path | None = None) -> None:
    """Load the demo's vacancies dated for ``day``, in the place of the same ones with earlier dates."""
    with (
        advertisements((folder or app.settings.demo) / "vacancies.jsonl", day) as path,
        progress_bar("Leser stillinger") as progress,
    ):
        report = import_vacancies(
            app.sessions, path, "nav-feed", catalogue=app.catalogue, reader=RequirementReader(), now=now(), progress=progress
        )
    print_report(report)
