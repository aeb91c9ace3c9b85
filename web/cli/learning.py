"""Learn from verdicts without changing what runs, and write the model card."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

import click

from matcher.evaluation import Figure
from matcher.group_gaps import Gap, GapChange
from matcher.matcher import Matcher
from matcher.weights import WEIGHTS
from models.services.catalogue import build_catalogue, read_catalogue
from models.services.evaluation import Evaluation
from models.services.learning import (
    Obstacle,
    Proposal,
    freeze_verdicts,
    gaps_in,
    learn_from,
    propose,
    read_groups,
    read_release,
)
from models.services.weights_file import weights_text
from web.cli.context import EXIT_REJECTED, PURPOSE, App, day_of, now, on_option, pass_app, today
from web.cli.evaluation import evaluated
from web.engine import fitted
from web.model_card import Measured, model_card

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

OBSTACLES = {
    Obstacle.ORDER: "Nivåene står ikke i den publiserte rekkefølgen.",
    Obstacle.GOLDEN: "Vektene er ikke bedre enn dagens på de graderte eksemplene.",
    Obstacle.GROUPS_WIDEN: "Avstanden mellom grupper øker.",
    Obstacle.GROUPS_UNCERTAIN: "Avstanden mellom grupper er målt til å øke, og det er for få til å si om det er tilfeldig.",
    Obstacle.GROUPS_UNKNOWN: "Avstanden mellom grupper er ikke målt. Oppgi --groups.",
}


@click.group()
def learn() -> None:
    """Lær vekter av veilederes vurderinger; ingenting tas i bruk av seg selv."""


@learn.command()
@click.argument("output", type=click.Path(dir_okay=False, path_type=Path))
@on_option
@pass_app
def freeze(app: App, output: Path, on: datetime | None) -> None:
    """Frys vurderingene i databasen til en fil: par, ja eller nei og nivåer, ingen ord."""
    if output.exists():
        raise click.UsageError(f"{output} finnes fra før. En frosset utgave skrives ikke over.")
    with app.sessions.begin() as session:
        release = freeze_verdicts(session, app.matcher, on=day_of(on), actor=app.actor, purpose=PURPOSE, now=now())
        output.touch(mode=0o600)
        output.write_text(release.model_dump_json(indent=1), encoding="utf-8")
    click.echo(f"{len(release.pairs)} vurderte par er skrevet til {output}.")
    click.echo(f"Utelatt: {release.changed} par som er endret siden vurderingen, {release.unseen} der personen ikke kan vises.")
    click.echo("Filen har id-er fra databasen: oppbevar den som databasen, og slett den når forslaget er behandlet.")


@learn.command("propose")
@click.argument("release", type=FILE)
@click.option("--golden", required=True, type=FOLDER, help="Mappe med graderte eksempler.")
@click.option("--groups", type=FILE, help="CSV med person, inndeling og gruppe for oppdiktede personer eller et uttrekk.")
@click.option("--people", type=FOLDER, help="Mappen som gruppene gjelder, når det ikke er --golden.")
@click.option("--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="Ny mappe for forslaget.")
@pass_app
def make_proposal(app: App, *, release: Path, golden: Path, groups: Path | None, people: Path | None, output: Path) -> None:
    """Lag et forslag til vekter av en frosset utgave, med alle tall og modellkort."""
    if output.exists() and any(output.iterdir()):
        raise click.UsageError(f"{output} er ikke tom. Velg en ny mappe.")
    frozen = read_release(release)
    running = fitted(build_catalogue(read_catalogue(app.settings.catalogue)), app.settings.weights)
    learned = learn_from(frozen, running.weights or WEIGHTS)
    proposed = Matcher(prior=running.prior, weights=learned.weights).fit(running.domain_.catalogue)
    on_golden = _both(golden, running, proposed)
    on_people = _both(people, running, proposed) if people and people != golden else on_golden
    known = frozenset(on_people[0].external_ids.values())
    divisions = read_groups(groups, known) if groups else {}
    proposal = propose(learned, on_golden, on_people, divisions)
    output.mkdir(parents=True, exist_ok=True)
    report = as_dict(proposal) | {
        "release": {"file": release.name, "frozen_on": frozen.frozen_on.isoformat(), "config_hash": frozen.config_hash},
        "config_hash": {"before": running.config_hash, "after": proposed.config_hash},
    }
    (output / "forslag.json").write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    gaps = {division: change.after for division, change in proposal.gaps.items()}
    measured = Measured(golden.name, on_golden[1], (people or golden).name, gaps)
    card = model_card(proposed, on=today(), contact=app.settings.contact, measured=measured)
    (output / "modellkort.md").write_text(card, encoding="utf-8")
    _print(proposal)
    if not proposal.publishable:
        click.echo("Forslaget kan ikke publiseres, og ingen vektfil er skrevet:")
        for obstacle in proposal.obstacles:
            click.echo(f"- {OBSTACLES[obstacle]}")
        sys.exit(EXIT_REJECTED)
    (output / "vekter.toml").write_text(weights_text(learned.weights), encoding="utf-8")
    click.echo(f"Forslaget kan publiseres. Les {output / 'modellkort.md'}; den som bestemmer, tar det i bruk med")
    click.echo(f"BYGDEMATCH_WEIGHTS={output / 'vekter.toml'} og starter tjenesten på nytt.")


@click.command("model-card")
@click.option("--golden", type=FOLDER, help="Mappe med graderte eksempler som kortet skal ha tall fra.")
@click.option("--groups", type=FILE, help="CSV med person, inndeling og gruppe for personene i --golden.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Fil å skrive til; ellers skrives det til skjermen."
)
@on_option
@pass_app
def card(app: App, *, golden: Path | None, groups: Path | None, output: Path | None, on: datetime | None) -> None:
    """Skriv modellkortet for konfigurasjonen som kjører."""
    running, measured = app.matcher, None
    if groups and not golden:
        raise click.UsageError("--groups gjelder personene i --golden. Oppgi begge.")
    if golden:
        found = evaluated(golden, running, quiet=output is None)
        divisions = read_groups(groups, frozenset(found.external_ids.values())) if groups else {}
        measured = Measured(golden.name, found, golden.name, gaps_in(found, divisions))
    text = model_card(running, on=day_of(on), contact=app.settings.contact, measured=measured)
    if output is None:
        click.echo(text, nl=False)
        return
    output.write_text(text, encoding="utf-8")
    click.echo(f"Modellkortet er skrevet til {output}.")


def as_dict(proposal: Proposal) -> dict[str, object]:
    """Return the whole proposal: weights, figures and what speaks against it."""
    return {
        "publishable": proposal.publishable,
        "obstacles": [obstacle.value for obstacle in proposal.obstacles],
        "verdicts": proposal.learned.verdicts,
        "relevant": proposal.learned.relevant,
        "ndcg@10": {name: _figure(figure) for name, figure in (("before", proposal.before), ("after", proposal.after))},
        "groups": {
            division: {
                "answer": change.answer.value,
                "before": _gap(change.before),
                "after": _gap(change.after),
                "change": {"exposure_ratio": _figure(change.exposure), "selection_ratio": _figure(change.selection)},
            }
            for division, change in proposal.gaps.items()
        },
        "levels": [
            {
                "comparison": entry.comparison,
                "level": entry.level,
                "verdicts": entry.verdicts,
                "relevant": entry.relevant,
                "running": entry.running,
                "fitted": entry.fitted,
                "weight": entry.weight,
                "held_back": entry.held_back,
            }
            for entry in proposal.learned.levels
        ],
    }


def _both(folder: Path, running: Matcher, proposed: Matcher) -> tuple[Evaluation, Evaluation]:
    return evaluated(folder, running, quiet=False), evaluated(folder, proposed, quiet=False)


def _figure(figure: Figure) -> dict[str, float]:
    return {"value": round(figure.value, 4), "low": round(figure.low, 4), "high": round(figure.high, 4), "n": figure.n}


def _gap(gap: Gap) -> dict[str, object]:
    return {
        "exposure_ratio": _figure(gap.exposure),
        "selection_ratio": _figure(gap.selection),
        "smallest_group": gap.smallest,
        "groups": {
            name: {"people": entry.people, "exposure": round(entry.exposure, 4), "selection": round(entry.selection, 4)}
            for name, entry in gap.groups.items()
        },
    }


def _print(proposal: Proposal) -> None:
    learned = proposal.learned
    moved = sum(entry.weight != entry.running for entry in learned.levels)
    held = sum(entry.held_back for entry in learned.levels)
    click.echo(f"{learned.verdicts} vurderinger, {learned.relevant} av dem passer.")
    click.echo(f"{moved} vekter flyttes; {held} er holdt tilbake av rekkefølgen.")
    click.echo(_line("NDCG@10", proposal.before.value, proposal.after.value))
    for division, change in proposal.gaps.items():
        for name, before, after, figure in _both_kinds(change):
            click.echo(_line(f"{division}, {name} (minst/mest)", before.value, after.value))
            click.echo(
                f"  endring {_signed(figure.value)}, intervall {_signed(figure.low)} til {_signed(figure.high)}; "
                f"{figure.n} personer, {change.before.smallest} i den minste gruppen"
            )


def _both_kinds(change: GapChange) -> tuple[tuple[str, Figure, Figure, Figure], ...]:
    before, after = change.before, change.after
    return (
        ("synlighet", before.exposure, after.exposure, change.exposure),
        ("blant de ti første", before.selection, after.selection, change.selection),
    )


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace(".", ",")


def _line(name: str, before: float, after: float) -> str:
    return f"{name}: {before:.3f} før, {after:.3f} etter".replace(".", ",")
