"""The coordinator's pages: the nights, and the catalogue."""

from web.coordinator import start as start
from web.coordinator.blueprint import NAVIGATION as NAVIGATION
from web.coordinator.blueprint import blueprint as blueprint
