"""What is asked of a search among people, kept under a random id for a day and for nobody but the asker."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from matcher.records import Tier
from models.pages import PeopleSearch
from models.policy import Actor
from models.services.errors import ServiceError
from models.services.retention import SEARCHES_KEPT


class Outlook(StrEnum):
    """Where a person stands among the open vacancies, by the best of them."""

    READY = "klar"
    CLARIFY = "avklar"
    ON_THE_WAY = "paa_vei"
    NONE = "uten_treff"


class Freshness(StrEnum):
    """When something about the person was last told us."""

    WEEK = "7"
    MONTH = "30"
    QUARTER = "90"
    OLDER = "eldre"


class Terms(BaseModel):
    """The terms of a search; what is empty does not narrow it.

    ``who`` is a name or a candidate number: whoever asks for one gets a plain list by name.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    words: str = ""
    who: str = ""
    kommunenr: tuple[str, ...] = ()
    role: str = ""
    tiers: tuple[Tier, ...] = ()
    mine: bool = False
    outlook: Outlook | None = None
    paper: str = ""
    language: str = ""
    licence: str = ""
    shifts: tuple[str, ...] = ()
    fresh: Freshness | None = None

    def without(self, *fields: str) -> Terms:
        """Return the terms with these fields empty."""
        return Terms.model_validate(self.model_dump(exclude=set(fields)))


class SearchGone(ServiceError):
    """A search that is a day old, somebody else's, or never was: the three look the same."""

    def __init__(self) -> None:
        super().__init__("Søket er gått ut. Søk på nytt.")


def remember(session: Session, actor: Actor, terms: Terms, now: datetime) -> str:
    """Keep the terms and return the random id that their address holds."""
    row = PeopleSearch(user_id=actor.user_id, terms=terms.model_dump(mode="json", exclude_defaults=True), made_at=now)
    session.add(row)
    session.flush()
    return row.id


def recall(session: Session, actor: Actor, search_id: str, now: datetime) -> Terms:
    """Return the terms kept under an id; raise :class:`SearchGone` when there is no such search of this user."""
    row = session.get(PeopleSearch, search_id)
    if row is None or row.user_id != actor.user_id or row.made_at <= now - SEARCHES_KEPT:
        raise SearchGone
    return Terms.model_validate(row.terms)
