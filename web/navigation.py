"""The main menu: what a part of the service puts into it, and what one user sees of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Flask, current_app, request
from flask_babel import LazyString

from models.accounts import UserKind
from models.policy import Permission
from web.auth import current_actor

_EXTENSION = "bygdematch.navigation"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: the endpoint it leads to, its words, who sees it, and which endpoints count as being there."""

    endpoint: str
    label: LazyString
    kind: UserKind
    permission: Permission
    covers: tuple[str, ...] = ()

    @property
    def here(self) -> bool:
        """The page shown now is this one, or one below it."""
        return request.endpoint is not None and request.endpoint in (self.endpoint, *self.covers)


def init_app(app: Flask, items: Iterable[Item]) -> None:
    """Keep the entries of all parts, in their order."""
    app.extensions[_EXTENSION] = tuple(items)


def all_items(app: Flask) -> tuple[Item, ...]:
    """Return every entry of ``app``."""
    items: tuple[Item, ...] = app.extensions[_EXTENSION]
    return items


def items_for_user() -> list[Item]:
    """Return the entries for whoever is signed in."""
    user = current_actor()
    if user is None:
        return []
    return [item for item in all_items(current_app) if item.kind is user.kind and user.may(item.permission)]
