"""The page where the adviser begins, what to do now, and each of its lists in full."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import Any, NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from matcher.records import Match, Tier
from models.policy import Permission
from models.services import adviser_start
from models.services.adviser_start import Change, Cut, Part, Start, Stuck
from models.services.looks import Look
from models.services.people.without_match import set_aside as put_aside
from web import clock, db, phrases
from web.adviser.blueprint import blueprint
from web.auth import Purpose, actor, requires
from web.engine import catalogue, live
from web.looks import look
from web.phrases.texts import gettext, ngettext
from web.phrases.verdicts import main_gap

FIRST = Cut(limit=5)
ROWS = 25
"""Rows on a page of a list in full."""

TITLES = {
    "news": lazy_gettext("Nytt siden i går"),
    "waiting": lazy_gettext("Venter på svar"),
    "stuck": lazy_gettext("Uten realistisk treff i 30 dager"),
    "own": lazy_gettext("Mine personer"),
    "closing": lazy_gettext("Frist snart"),
    "follow_ups": lazy_gettext("Oppfølging i dag"),
}


@blueprint.get("/")
@requires(Permission.ADVISER_START)
def start() -> str:
    """Show what to do now: the first of each list."""
    found = adviser_start.start(db.session(), live(), look(Purpose.FOLLOW_UP), FIRST)
    return render_template("adviser/start.html", user=actor(), found=found, first=_first(found), titles=TITLES, words=_words())


@blueprint.get("/endringer")
@requires(Permission.ADVISER_START)
def news() -> str:
    """Show everything that changed last night."""
    return _whole("news", adviser_start.news(db.session(), _look(), _cut()))


@blueprint.get("/venter")
@requires(Permission.ADVISER_START)
def waiting() -> str:
    """Show every question that waits for its answer."""
    return _whole("waiting", adviser_start.waiting(db.session(), _look(), _cut()))


@blueprint.get("/uten-treff")
@requires(Permission.ADVISER_START)
def stuck() -> str:
    """Show everybody who has long been without a realistic match."""
    return _whole("stuck", adviser_start.stuck(db.session(), live(), _look(), _cut()))


@blueprint.get("/mine")
@requires(Permission.ADVISER_START)
def own() -> str:
    """Show the adviser's own people."""
    return _whole("own", adviser_start.own_people(db.session(), _look(), _cut()))


@blueprint.get("/frist-snart")
@requires(Permission.ADVISER_START)
def closing() -> str:
    """Show the vacancies that close soon with few ready people."""
    return _whole("closing", adviser_start.closing_soon(db.session(), live(), _look(), _cut()))


@blueprint.get("/oppfolging")
@requires(Permission.ADVISER_START)
def follow_ups() -> str:
    """Show everybody on a list who is to be followed up by today."""
    return _whole("follow_ups", adviser_start.follow_ups(db.session(), _look(), _cut()))


@blueprint.post("/uten-treff/<person_id>/sett-til-side")
@requires(Permission.SEE_PEOPLE)
def set_aside(person_id: str) -> Response:
    """Set a person without a match aside for a while."""
    until = put_aside(db.session(), _look(), person_id)
    if until is not None:
        flash(gettext("Satt til side. Mangler det fortsatt treff %(day)s, står personen her igjen.", day=phrases.day(until)))
    return redirect(url_for("adviser.stuck" if request.form.get("fra") == "liste" else "adviser.start"), 303)


class First(NamedTuple):
    """Where to begin: a sentence, and the list that it leads to."""

    words: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What the rows of the lists say, and the day that they are said on."""

    today: date
    change_line: Callable[[Change], str]
    obstacle: Callable[[Match], str]
    first_try: Callable[[Stuck], str]
    phrases: ModuleType = phrases
    Tier: type[Tier] = Tier


def _words() -> Words:
    return Words(today=clock.today(), change_line=change_line, obstacle=obstacle, first_try=first_try)


def _look() -> Look:
    return look(Purpose.FOLLOW_UP)


def _cut() -> Cut:
    return Cut(limit=ROWS, skip=(_page() - 1) * ROWS)


def _page() -> int:
    number = request.args.get("side", "1")
    return min(max(int(number), 1), 10_000) if number.isascii() and number.isdigit() and len(number) < 6 else 1


def _whole(name: str, part: Part[Any]) -> str:
    return render_template(
        "adviser/start_list.html",
        name=name,
        part=part,
        page=_page(),
        pages=max(1, -(-part.total // ROWS)),
        to=lambda number: url_for(f"adviser.{name}", side=number if number > 1 else None),
        titles=TITLES,
        words=_words(),
    )


def change_line(row: Change) -> str:
    """Return what changed for one person with one vacancy, and why."""
    change, post = row.change, row.post
    title = post.title or gettext("Stilling uten tittel")
    return phrases.change_line(
        change.kind,
        change.from_tier,
        change.to_tier,
        change.cause_code,
        change.detail,
        name=row.card.name,
        title=f"{title}, {post.place}" if post.place else title,
        catalogue=catalogue(),
    )


def obstacle(match: Match) -> str:
    """Return the one thing that stands in a person's way."""
    return phrases.short_gap(match, catalogue())


def first_try(row: Stuck) -> str:
    """Return what to try first: a measure for what is in the way, or else what to ask."""
    gap = main_gap(row.match) if row.match else None
    if row.match is None or gap is None:
        return gettext("snakk om ønsker, og om hva som kan flyttes på")
    measures = [entry for entry in row.match.measures if entry.requirement == gap.requirement]
    if measures:
        return catalogue().measures[measures[0].measure].label
    return phrases.lowered(phrases.question(gap.requirement, catalogue()))


def _first(found: Start) -> First:
    """Return the sentence under the greeting: where to begin."""
    expired = sum(row.expired for row in found.waiting.rows)
    if number := found.follow_ups.total:
        words = ngettext("Begynn med %(num)s person å følge opp.", "Begynn med %(num)s personer å følge opp.", number)
        return First(words, "follow_ups")
    if expired:
        words = ngettext("Begynn med %(num)s svarfrist som er ute.", "Begynn med %(num)s svarfrister som er ute.", expired)
        return First(words, "waiting")
    if found.news.total:
        return First(gettext("Begynn med det som endret seg i natt."), "news")
    return First(gettext("Ingenting haster nå."))
