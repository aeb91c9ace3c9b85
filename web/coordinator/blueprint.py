"""Where the addresses of the coordinator's pages hang, and what stands in the coordinator's menu."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext

from models.accounts import UserKind
from models.policy import Permission
from web.navigation import Item

blueprint = Blueprint("coordinator", __name__, url_prefix="/koordinator")
NAVIGATION: tuple[Item, ...] = (Item("coordinator.start", lazy_gettext("Natten"), UserKind.COORDINATOR, Permission.SEE_NIGHTS),)
