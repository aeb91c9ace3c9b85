"""Where the addresses of the employer's pages hang, and what stands in the employer's menu."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext

from models.accounts import UserKind
from models.policy import Permission
from web.navigation import Item

blueprint = Blueprint("employer", __name__, url_prefix="/arbeidsgiver")
NAVIGATION: tuple[Item, ...] = (
    Item("employer.start", lazy_gettext("Mine stillinger"), UserKind.EMPLOYER, Permission.OWN_VACANCIES),
)
