from pathlib import Path

import pytest

from matcher.catalogue import Catalogue
from matcher.matcher import Matcher
from models.services.catalogue import build_catalogue, read_catalogue

CATALOGUE = Path(__file__).resolve().parent.parent.parent / "fixtures" / "catalogue"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return build_catalogue(read_catalogue(CATALOGUE))


@pytest.fixture(scope="session")
def matcher(catalogue: Catalogue) -> Matcher:
    return Matcher().fit(catalogue)
