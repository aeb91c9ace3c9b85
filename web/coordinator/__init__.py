"""The coordinator's pages: whether all is well, the nights, the classes to start, and the catalogue, which advisers read too."""

from web.coordinator import allocation as allocation
from web.coordinator import catalogue as catalogue
from web.coordinator import classes as classes
from web.coordinator import nights as nights
from web.coordinator import start as start
from web.coordinator.blueprint import NAVIGATION as NAVIGATION
from web.coordinator.blueprint import blueprint as blueprint
from web.coordinator.blueprint import catalogue_blueprint as catalogue_blueprint
