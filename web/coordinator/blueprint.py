"""Where the addresses of the coordinator's pages hang, and what stands in the coordinator's menu."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext

from models.accounts import UserKind
from models.policy import Permission
from web.navigation import Item

blueprint = Blueprint("coordinator", __name__, url_prefix="/koordinator")
catalogue_blueprint = Blueprint("catalogue", __name__, url_prefix="/katalog")
NAVIGATION: tuple[Item, ...] = (
    Item("coordinator.start", lazy_gettext("Oversikt"), UserKind.COORDINATOR, Permission.SEE_NIGHTS),
    Item("coordinator.nights", lazy_gettext("Nettene"), UserKind.COORDINATOR, Permission.SEE_NIGHTS, ("coordinator.night",)),
    Item("coordinator.allocation", lazy_gettext("Fordeling"), UserKind.COORDINATOR, Permission.SEE_SCENARIOS),
    Item("coordinator.classes", lazy_gettext("Klasser"), UserKind.COORDINATOR, Permission.SEE_SCENARIOS),
    Item(
        "catalogue.start",
        lazy_gettext("Katalogen"),
        UserKind.COORDINATOR,
        Permission.SEE_CATALOGUE,
        ("catalogue.entries", "catalogue.entry"),
    ),
)
