"""The region's open jobs filled at once, in numbers alone: where people are enough, and which roles stay empty."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template

from models.policy import Permission
from models.services.ranking.allocation import count
from models.services.ranking.placing import SEVERAL, Tally
from web import clock, db
from web.auth import requires
from web.coordinator.blueprint import blueprint
from web.engine import catalogue, live, municipality
from web.phrases import placing
from web.phrases.texts import gettext


@blueprint.get("/fordeling")
@requires(Permission.SEE_SCENARIOS)
def allocation() -> str:
    """Count how many jobs could be filled now, later or not at all, by role and by municipality."""
    counted = count(db.session(), live(), clock.today())
    roles = {_role(role): tally for role, tally in counted.roles.items()}
    areas = {municipality(area) if area else gettext("Uten kommune"): tally for area, tally in counted.areas.items()}
    return render_template(
        "coordinator/allocation.html",
        counted=counted,
        placing=placing,
        short=[entry for entry in _emptiest_first(roles) if entry[1].filled < entry[1].positions],
        enough=[entry for entry in _emptiest_first(roles) if entry[1].filled == entry[1].positions],
        areas=_emptiest_first(areas),
    )


def _role(role: str) -> str:
    if role == SEVERAL:
        return gettext("Annonser for flere roller")
    known = catalogue().roles
    return known[role].label if role in known else gettext("Andre yrker")


def _emptiest_first(tallies: Mapping[str, Tally]) -> list[tuple[str, Tally]]:
    return sorted(tallies.items(), key=lambda entry: (-entry[1].empty, -entry[1].positions, entry[0]))
