"""The catalogue and the fitted matcher, one of each per process, renewed when a new catalogue is loaded."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app, g
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from matcher.catalogue import Catalogue
from matcher.matcher import Matcher
from models.services.catalogue import build_catalogue
from models.services.errors import CatalogueMissing
from models.services.people.search import get_ready
from models.services.ranking.live import LivePool
from models.services.ranking.pool_source import FromFolder
from models.services.reference import catalogue_version, load_catalogue
from models.services.weights_file import read_weights
from web import clock, db
from web.settings import Settings


@dataclass(frozen=True, slots=True)
class Engine:
    """What pages rank with; ``version`` is the catalogue's, ``municipalities`` are their names by number."""

    version: str
    catalogue: Catalogue
    matcher: Matcher
    municipalities: Mapping[str, str]


_LIVE = "bygdematch.live"
_lock = threading.Lock()
# By the version, which is a hash of the content: what was built from one content suits every database that holds it.
_built: dict[tuple[str, Path | None], Engine] = {}


def engine_for(session: Session, weights: Path | None = None) -> Engine:
    """Return the engine for the catalogue that ``session`` holds now, with the weights in a file or the published ones.

    Raise CatalogueMissing when there is no catalogue, WeightsUnreadable when the file cannot be used.
    """
    key = (catalogue_version(session), weights)
    found = _built.get(key)
    if found is not None:
        return found
    with _lock:
        if key not in _built:
            catalogue = build_catalogue(load_catalogue(session))
            names = {place.kommunenr: place.kommune for place in catalogue.places.values()}
            engine = Engine(key[0], catalogue, fitted(catalogue, weights), names)
            _built.clear()  # requests that still use the one before hold it themselves
            _built[key] = engine
        return _built[key]


def fitted(catalogue: Catalogue, weights: Path | None) -> Matcher:
    """Return the matcher on ``catalogue``, with the weights in a file or the published ones."""
    return Matcher(weights=read_weights(weights) if weights else None).fit(catalogue)


def _weights() -> Path | None:
    settings: Settings = current_app.extensions["bygdematch.settings"]
    return settings.weights


def engine() -> Engine:
    """Return the engine of this request: the same one from its first line to its last."""
    if "engine" not in g:
        g.engine = engine_for(db.session(), _weights())
    current: Engine = g.engine
    return current


def catalogue() -> Catalogue:
    """Return the catalogue in use."""
    return engine().catalogue


def matcher() -> Matcher:
    """Return the fitted matcher."""
    return engine().matcher


def live() -> LivePool:
    """Return the people and openings of this moment, as this process keeps them for its database and catalogue."""
    current, known = matcher(), current_app.extensions.get(_LIVE)
    if known is None or known.matcher is not current:
        # Two threads may make one each: the later one stays, and nothing but time is lost.
        settings: Settings = current_app.extensions["bygdematch.settings"]
        known = current_app.extensions[_LIVE] = LivePool(current, FromFolder(settings.pool_folder))
    found: LivePool = known
    return found


def warm(app: Flask) -> threading.Thread:
    """Prepare in the background what the first reader would else wait for: matcher, people, their words, and openings reckoned.

    What cannot be prepared yet, since there is no catalogue or the database is away, is prepared by the first reader.
    """

    def work() -> None:
        with app.app_context(), suppress(CatalogueMissing, SQLAlchemyError), db.reading() as session:
            g.engine = engine_for(session, _weights())
            get_ready(live().warm(session, clock.today()))

    thread = threading.Thread(target=work, name="warm", daemon=True)
    thread.start()
    return thread


def municipality(number: str | None) -> str:
    """Return the name of a municipality, or its number when the catalogue does not know it."""
    return engine().municipalities.get(number or "", number or "")
