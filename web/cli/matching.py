"""Rank people for a vacancy, vacancies for a person, and show the ways to a role."""

from __future__ import annotations

from datetime import datetime

import click

from models.services.errors import RoleUnknown
from models.services.ranking.once import rank_for_seeker, rank_for_vacancy, routes_for_seeker
from web import wire
from web.cli import terminal
from web.cli.context import PURPOSE, App, day_of, now, on_option, pass_app, print_json

TOP = click.option("--top", default=20, show_default=True, type=click.IntRange(1, 100_000), help="Hvor mange som vises.")
JSON = click.option("--json", "as_json", is_flag=True, help="Skriv svaret som JSON.")


@click.group()
def match() -> None:
    """Hold personer og stillinger opp mot hverandre."""


@match.command()
@click.argument("vacancy_id")
@TOP
@click.option("--per-tier", type=click.IntRange(1), default=None, help="De første på hvert nivå, i stedet for de første av alle.")
@on_option
@click.option("--explain", is_flag=True, help="Vis begrunnelsen i sin helhet for den første.")
@JSON
@pass_app
def vacancy(
    app: App, *, vacancy_id: str, top: int, per_tier: int | None, on: datetime | None, explain: bool, as_json: bool
) -> None:
    """Ranger personer for en stilling (vår id eller kildens uuid)."""
    day = day_of(on)
    with app.sessions.begin() as session:
        ranked = rank_for_vacancy(
            session,
            app.matcher,
            vacancy_id,
            on=day,
            top=top,
            actor=app.actor,
            purpose=PURPOSE,
            now=now(),
            per_tier=per_tier,
        )
    if as_json:
        results = [wire.match(entry, ranked.external_ids.get(entry.candidate)) for entry in ranked.matches]
        print_json(wire.envelope(vacancy_id, day, results))
        return
    click.echo(f"{ranked.title}: {ranked.considered} personer er vurdert.")
    if not ranked.matches:
        click.echo("Ingen personer er synlige ennå. Les inn jobbsøkere med fakta om synlighet først.")
        return
    terminal.print_matches(ranked.matches, ranked.external_ids, app.catalogue, side="candidate")
    if explain:
        first = ranked.matches[0]
        terminal.print_explanation(first, ranked.external_ids.get(first.candidate, first.candidate), app.catalogue)


@match.command()
@click.argument("seeker_id")
@TOP
@on_option
@click.option("--explain", is_flag=True, help="Vis begrunnelsen i sin helhet for den første.")
@JSON
@pass_app
def seeker(app: App, *, seeker_id: str, top: int, on: datetime | None, explain: bool, as_json: bool) -> None:
    """Ranger stillinger for en person (vår id eller kandidatnr)."""
    day = day_of(on)
    with app.sessions.begin() as session:
        ranked = rank_for_seeker(session, app.matcher, seeker_id, on=day, top=top, actor=app.actor, purpose=PURPOSE, now=now())
    if as_json:
        results = [wire.match(entry, ranked.external_ids.get(entry.candidate)) for entry in ranked.matches]
        print_json(wire.envelope(seeker_id, day, results))
        return
    click.echo(f"{seeker_id}: {ranked.considered} åpne stillinger er vurdert.")
    if not ranked.matches:
        click.echo("Ingen stillinger er åpne nå. Les inn stillinger, eller velg en annen dag med --on.")
        return
    terminal.print_matches(ranked.matches, ranked.titles, app.catalogue, side="opening")
    if explain:
        first = ranked.matches[0]
        terminal.print_explanation(first, ranked.titles.get(first.opening, first.opening), app.catalogue)


@click.group()
def routes() -> None:
    """Veier fra der en person står til det en rolle krever."""


@routes.command("seeker")
@click.argument("seeker_id")
@click.option("--role", default=None, help="Rolle i katalogen, for eksempel R11; ellers alle roller ett steg unna.")
@on_option
@JSON
@pass_app
def routes_seeker(app: App, *, seeker_id: str, role: str | None, on: datetime | None, as_json: bool) -> None:
    """Vis veiene for en person."""
    day = day_of(on)
    if role is not None and role not in app.catalogue.roles:
        raise RoleUnknown(role)
    with app.sessions.begin() as session:
        found = routes_for_seeker(session, app.matcher, seeker_id, role=role, on=day, actor=app.actor, purpose=PURPOSE, now=now())
    if as_json:
        results = [
            {
                "role": entry.role,
                "routes": [wire.route(way) for way in entry.routes],
                "closed": [{"edge": closed.edge, "rule": closed.rule.kind, "text": closed.rule.text} for closed in entry.closed],
            }
            for entry in found
        ]
        print_json(wire.envelope(seeker_id, day, results))
        return
    for entry in found:
        click.echo(f"\n{entry.role} {app.catalogue.roles[entry.role].label}" + (": kan begynne nå" if entry.ready else ""))
        if entry.routes:
            terminal.print_routes(entry.routes, app.catalogue)
        elif not entry.ready:
            click.echo("  Ingen kjent vei under tre år.")
        for closed in entry.closed[:3]:
            click.echo(f"  Stengt: {app.catalogue.edges[closed.edge].label}: {closed.rule.text or closed.rule.kind}")
