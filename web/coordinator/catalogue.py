"""The catalogue for people to look things up in: the kinds, the entries of one kind, one entry with its sources."""

from __future__ import annotations

from flask import abort, render_template, request
from flask_babel import lazy_gettext
from wtforms import BooleanField, StringField
from wtforms.validators import Length

from models.policy import Permission
from models.services import catalogue_entries
from models.services.catalogue_entries import sources, tallies
from web import db
from web.auth import requires
from web.coordinator import entry_presenter
from web.coordinator.blueprint import catalogue_blueprint as blueprint
from web.coordinator.entry_words import KINDS
from web.forms import Search

PER_PAGE = 25
BY_SLUG = {kind.slug: key for key, kind in KINDS.items()}


class EntrySearch(Search):
    """Words about the catalogue, never about people, so they may stand in the address."""

    q = StringField(lazy_gettext("Søk i navn og tekst"), [Length(max=100)])
    ubekreftet = BooleanField(lazy_gettext("Bare det som ikke er bekreftet"))


@blueprint.get("/")
@requires(Permission.SEE_CATALOGUE)
def start() -> str:
    """Show what kinds of entry there are."""
    return render_template("coordinator/catalogue.html", kinds=KINDS, tallies=tallies(db.session()))


@blueprint.get("/<slug>")
@requires(Permission.SEE_CATALOGUE)
def entries(slug: str) -> str:
    """Show the entries of one kind, those to be confirmed first."""
    kind = BY_SLUG.get(slug) or abort(404)
    form = EntrySearch()
    wanted = form.q.data or "" if form.validate() else ""
    session = db.session()
    found = catalogue_entries.list_entries(session, kind, words=wanted, only_unconfirmed=form.ubekreftet.data)
    names = catalogue_entries.names(session)
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(max(1, request.args.get("side", 1, int)), pages)
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    return render_template(
        "coordinator/entries.html",
        kind=KINDS[kind],
        tally=tallies(session)[kind],
        form=form,
        searched=bool(wanted or form.ubekreftet.data),
        count=len(found),
        entries=[(entry, entry_presenter.summary(entry, names), entry_presenter.unconfirmed(entry)) for entry in shown],
        page=page,
        pages=pages,
    )


@blueprint.get("/<slug>/<key>")
@requires(Permission.SEE_CATALOGUE)
def entry(slug: str, key: str) -> str:
    """Show one entry: its facts, what is not confirmed, and its sources."""
    session = db.session()
    found = catalogue_entries.find_entry(session, BY_SLUG.get(slug, ""), key) or abort(404)
    return render_template(
        "coordinator/entry.html",
        kind=KINDS[found.KIND],
        entry=found,
        outside=getattr(found, "outside", False),
        facts=entry_presenter.facts(found, catalogue_entries.names(session)),
        unconfirmed=entry_presenter.unconfirmed(found),
        check_with=entry_presenter.check_with(found),
        sources=[entry_presenter.source(one) for one in sources(session, found.sources)],
    )
