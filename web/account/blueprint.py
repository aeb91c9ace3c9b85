"""Where the addresses of the account pages hang."""

from __future__ import annotations

from flask import Blueprint

from web.navigation import Item

blueprint = Blueprint("account", __name__)
NAVIGATION: tuple[Item, ...] = ()
