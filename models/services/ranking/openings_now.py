"""The vacancies that take applications now, as the engine sees them; one that changes costs only itself."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from matcher.blocks import Block
from matcher.matcher import Matcher
from matcher.records import Opening
from models import queries
from models.changes import START
from models.profiles import load_openings
from models.services.ranking.looking import Mark, News, read_news
from models.services.ranking.standings import place_of
from models.vacancies import Vacancy

MANY = 1_000
"""So many vacancies are not asked for by their ids."""


class OpeningsNow:
    """What one process knows of them; whoever asks has it to himself."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._day: date | None = None
        self._moment = START
        self._unsettled: frozenset[str] = frozenset()
        self._known: dict[str, tuple[Mark | None, Opening]] = {}
        self._places: dict[str, Block] = {}
        self._listed: list[Opening] | None = None

    def look(self, session: Session, on: date) -> list[Opening]:
        """Return the vacancies of this look, by id; the same list as long as nothing has changed."""
        if self._day != on:
            # Which of them have closed by their date is written nowhere.
            self._day, self._moment = on, START
        news = read_news(session, queries.vacancies_since, self._moment, self._unsettled, on=on)
        asked = news.asked
        if self._moment is START or news.moment.erased != self._moment.erased:
            shown = session.scalars(queries.open_vacancies(on).with_only_columns(Vacancy.id))
            asked |= self._known.keys() ^ set(shown)
        self._take_in(session, on, asked, news)
        self._moment, self._unsettled = news.moment, news.unsettled
        if self._listed is None:
            self._listed = [self._known[one][1] for one in sorted(self._known)]
        return self._listed

    def _take_in(self, session: Session, on: date, asked: Collection[str], news: News) -> None:
        known = {one: self._known[one][0] for one in asked if one in self._known}
        changed = {one for one in asked if one not in known or known[one] != news.shown.get(one)}
        came = load_openings(session, on, ids=changed if len(changed) < MANY else None) if changed else []
        for one in changed:
            self._known.pop(one, None)
            self._places.pop(one, None)
        for opening in came:
            if opening.id in changed:
                self._known[opening.id] = news.shown.get(opening.id), opening
        if changed:
            self._listed = None

    def place(self, opening: Opening) -> Block:
        """Return what the way to an opening depends on."""
        known = self._known.get(opening.id)
        if known is None or known[1] is not opening:
            return place_of(opening, self._matcher.domain_)
        found = self._places.get(opening.id)
        if found is None:
            found = self._places[opening.id] = place_of(opening, self._matcher.domain_)
        return found
