"""What reading an employer's answers needs, as this process has it: the catalogue, its places, the reader, the clock."""

from __future__ import annotations

from flask import current_app

from matcher.requirements import RequirementReader
from models.services.intake.places import PlaceIndex
from models.services.vacancies.postings import Workbench
from web import clock
from web.engine import catalogue

_EXTENSION = "bygdematch.places"


def bench() -> Workbench:
    """Return this request's workbench."""
    current = catalogue()
    version, places = current_app.extensions.get(_EXTENSION, ("", None))
    if places is None or version != current.version:
        places = PlaceIndex(current)
        current_app.extensions[_EXTENSION] = (current.version, places)
    return Workbench(catalogue=current, places=places, reader=RequirementReader(), on=clock.today(), now=clock.now())
