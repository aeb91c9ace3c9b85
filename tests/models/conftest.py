"""What several files of model tests have in common: the catalogue, the matcher on it, and who acts."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from matcher.catalogue import Catalogue
from matcher.matcher import Matcher
from matcher.requirements import RequirementReader
from models.policy import Actor
from models.services.catalogue import build_catalogue, read_catalogue
from models.services.intake.places import PlaceIndex
from models.services.looks import Look
from models.services.ranking.live import LivePool
from models.services.vacancies.postings import Workbench
from tests.factories import NOW, TODAY
from tests.models.posting_world import HOME_CARE, NURSING_HOME, an_employer
from tests.models.registration_world import TRYSIL, look_of
from web.settings import Settings


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The catalogue of the files."""
    return build_catalogue(read_catalogue(Settings().catalogue))


@pytest.fixture(scope="session")
def matcher(catalogue: Catalogue) -> Matcher:
    """The matcher on it."""
    return Matcher().fit(catalogue)


@pytest.fixture
def live(matcher: Matcher) -> LivePool:
    """A pool of the test's own."""
    return LivePool(matcher)


@pytest.fixture
def look(session: Session) -> Look:
    """An adviser in Trysil."""
    return look_of(session, "anne", TRYSIL)


@pytest.fixture
def bench(catalogue: Catalogue) -> Workbench:
    """What an employer writes a vacancy with."""
    return Workbench(catalogue=catalogue, places=PlaceIndex(catalogue), reader=RequirementReader(), on=TODAY, now=NOW)


@pytest.fixture
def randi(session: Session) -> Actor:
    """An employer with two units."""
    return an_employer(session, HOME_CARE, NURSING_HOME)


@pytest.fixture
def stranger(session: Session) -> Actor:
    """An employer elsewhere."""
    return an_employer(session, "name:en annen kommune")
