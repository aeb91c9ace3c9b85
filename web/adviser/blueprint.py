"""Where the addresses of the adviser's pages hang, and what stands in the adviser's menu."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext

from models.accounts import UserKind
from models.policy import Permission
from web.navigation import Item

blueprint = Blueprint("adviser", __name__, url_prefix="/veileder")
_OF_START = ("news", "waiting", "stuck", "own", "closing", "follow_ups")
NAVIGATION: tuple[Item, ...] = (
    Item(
        "adviser.start",
        lazy_gettext("Start"),
        UserKind.ADVISER,
        Permission.ADVISER_START,
        covers=tuple(f"adviser.{name}" for name in _OF_START),
    ),
    Item(
        "adviser.vacancies",
        lazy_gettext("Stillinger"),
        UserKind.ADVISER,
        Permission.SEE_VACANCIES,
        covers=(
            "adviser.allocation",
            "adviser.vacancy",
            "adviser.match",
            "adviser.match_for_group",
            "adviser.give_verdict",
            "adviser.candidate_list",
            "adviser.list_entry",
            "adviser.ask_to_share",
            "adviser.register_answer",
        ),
    ),
    Item(
        "adviser.people",
        lazy_gettext("Personer"),
        UserKind.ADVISER,
        Permission.SEE_PEOPLE,
        covers=(
            "adviser.people_found",
            "adviser.search_people",
            "adviser.person",
            "adviser.new_person",
            "adviser.edit_person",
            "adviser.confirm_visibility",
            "adviser.register_wishes",
            "adviser.own_words",
            "adviser.erase_person",
        ),
    ),
    Item(
        "catalogue.start",
        lazy_gettext("Katalogen"),
        UserKind.ADVISER,
        Permission.SEE_CATALOGUE,
        covers=("catalogue.entries", "catalogue.entry"),
    ),
)
