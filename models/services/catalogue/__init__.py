"""The catalogue of roles, routes, barriers, measures and places: read from files, checked, built for the engine."""

from models.services.catalogue.building import build_catalogue
from models.services.catalogue.checks import check_catalogue
from models.services.catalogue.reading import CatalogueIssue, CatalogueSource, CatalogueUnreadableError, read_catalogue

__all__ = [
    "CatalogueIssue",
    "CatalogueSource",
    "CatalogueUnreadableError",
    "build_catalogue",
    "check_catalogue",
    "read_catalogue",
]
