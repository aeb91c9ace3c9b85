"""Where the addresses of the employer's pages hang, and what stands in the employer's menu."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext

from models.accounts import UserKind
from models.policy import Permission
from web.navigation import Item

blueprint = Blueprint("employer", __name__, url_prefix="/arbeidsgiver")
_PAGES = ("new_vacancy", "begin_vacancy", "posting", "save_posting", "discard_posting")
_OF_ONE = ("vacancy", "close_vacancy", "reopen_vacancy", "shared", "shared_person")
_BELOW = tuple(f"employer.{name}" for name in (*_PAGES, *_OF_ONE))
NAVIGATION: tuple[Item, ...] = (
    Item("employer.start", lazy_gettext("Mine stillinger"), UserKind.EMPLOYER, Permission.OWN_VACANCIES, covers=_BELOW),
)
