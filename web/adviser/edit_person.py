"""Correcting one section of a person's CV, and erasing a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext, ngettext
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField
from wtforms.validators import DataRequired, InputRequired

from models.policy import Permission
from models.services.errors import JobSeekerNotFound
from models.services.looks import Look
from models.services.people.drafts import PersonChangedMeanwhile, StoredPerson, Turn, change_person, stored_person
from models.services.people.registration import erase_person as erase
from models.services.people.registration import person_to_edit
from models.services.people.visibility_facts import visibility_of
from models.services.people.words import fact_key, judge_words
from web import db
from web.adviser.blueprint import blueprint
from web.adviser.fact_words import fact_words
from web.adviser.section_forms import Desk
from web.adviser.sections import SECTIONS, Bound, Section, bind, desk, line_of, now_stored
from web.auth import Purpose, requires
from web.engine import catalogue, live
from web.forms import Form, choices
from web.looks import look
from web.phrases.texts import listed

Answer = Response | str | tuple[str, int]
CONFIRM, STRIKE = "confirm", "strike"


class EraseForm(Form):
    """Why somebody is erased, and that it is meant."""

    reason = RadioField(
        lazy_gettext("Hvorfor slettes personen?"),
        [InputRequired(lazy_gettext("Velg hvorfor."))],
        choices=choices(
            {
                "asked": lazy_gettext("Personen ber om det"),
                "mistake": lazy_gettext("Registrert ved en feil, eller to ganger"),
                "done": lazy_gettext("Trenger ikke hjelp herfra lenger"),
            }
        ),
    )
    sure = BooleanField(
        lazy_gettext("Jeg vil slette alt om personen for godt"),
        [DataRequired(lazy_gettext("Kryss av for at du vil slette. Ingenting er slettet ennå."))],
    )


@blueprint.route("/personer/<person_id>/rediger/<section>", methods=["GET", "POST"])
@requires(Permission.EDIT_PEOPLE)
def edit_person(person_id: str, section: str) -> Answer:
    """Correct one section; what changed in the matches is said afterwards."""
    session, view = db.session(), look(Purpose.REGISTRATION)
    person = stored_person(session, view, person_id)
    if section not in SECTIONS:
        abort(404)
    kind, at = SECTIONS[section], desk()
    page = bind(at, person.draft, kind.forms, kind.rows)
    changed: list[tuple[str, str]] = []
    if request.method == "POST" and page.joined.validate():
        try:
            done = _save(view, person, kind, page)
        except PersonChangedMeanwhile:
            person, changed = conflict(view, at, person_id, page)
        else:
            if "more" in request.form:
                flash(turn_words(done) if person.visible else gettext("Lagret."))
                return redirect(url_for("adviser.edit_person", person_id=person_id, section=section), 303)
            return after_change(view, person, done)
    view.shown(db.session(), [person.id])
    return (
        render_template(
            "adviser/edit_person.html",
            person=person,
            section=kind,
            sections=SECTIONS.values(),
            page=page,
            form=page.joined,
            changed=changed,
            lines={row.number: line_of(row) for row in page.rows if row.part is not None},
            facts=_facts(person) if section == "kompetanse" else [],
        ),
        page.joined.status,
    )


def conflict(view: Look, at: Desk, person_id: str, page: Bound) -> tuple[StoredPerson, list[tuple[str, str]]]:
    """Have the page come again with what was typed, of which nothing is stored, and with what stands there now."""
    db.undo()
    person = stored_person(db.session(), view, person_id)
    page.joined.form_errors.append(
        gettext(
            "Noen andre har lagret endringer på personen siden du åpnet siden. "
            "Det du skrev, står her, men er ikke lagret. Se over og lagre på nytt."
        )
    )
    return person, now_stored(at, person.draft, page)


def _save(view: Look, person: StoredPerson, kind: Section, page: Bound) -> Turn:
    session, stamp = db.session(), request.form.get("stamp", "")
    change = page.change(person.draft)
    if kind.name == "kompetanse":
        confirmed, struck = request.form.getlist(CONFIRM), request.form.getlist(STRIKE)
        return judge_words(session, live(), view, person.id, stamp=stamp, confirmed=confirmed, struck=struck, change=change)
    return change_person(session, live(), view, person.id, stamp=stamp, change=change)


def _facts(person: StoredPerson) -> list[Mapping[str, Any]]:
    """Return the facts read from prose for the page: what each says, the words, and what somebody has said of it."""
    return [
        {
            "key": fact_key(fact.kind, fact.value),
            "says": fact_words(fact.kind, fact.value, catalogue()),
            "quote": fact.quote,
            "verdict": person.verdicts.get((fact.kind, fact.value)),
        }
        for fact in person.draft.facts
    ]


def after_change(view: Look, person: StoredPerson, done: Turn) -> Response:
    """Say what changed, and lead back to where the person is shown to this adviser."""
    try:
        person_to_edit(db.session(), view.actor, person.id)
    except JobSeekerNotFound:  # the person has moved to a municipality of other advisers
        flash(gettext("Lagret. Personen bor nå utenfor kommunene du har tilgang til, og følges opp der."))
        return redirect(url_for("adviser.people"), 303)
    if not person.visible:
        flash(gettext("Lagret.") if done.changed else gettext("Ingenting var endret."))
        return redirect(url_for("adviser.confirm_visibility", person_id=person.id), 303)
    flash(turn_words(done))
    return redirect(url_for("adviser.person", person_id=person.id), 303)


def turn_words(done: Turn) -> str:
    """Return what a change did to the matches: «Lagret. 3 nye treff og 1 treff falt bort.»."""
    if not done.changed:
        return str(gettext("Lagret. Ingenting i CV-en var endret."))
    parts = []
    if done.gained:
        parts.append(ngettext("%(num)s nytt treff", "%(num)s nye treff", done.gained))
    if done.lost:
        parts.append(ngettext("%(num)s treff falt bort", "%(num)s treff falt bort", done.lost))
    if done.nearer:
        parts.append(ngettext("%(num)s ny på vei", "%(num)s nye på vei", done.nearer))
    if done.further:
        parts.append(ngettext("%(num)s er ikke lenger på vei", "%(num)s er ikke lenger på vei", done.further))
    if not parts:
        return str(gettext("Lagret. Ingen treff er endret."))
    return str(gettext("Lagret. %(what)s.", what=listed(parts)))


@blueprint.route("/personer/<person_id>/slett", methods=["GET", "POST"])
@requires(Permission.EDIT_PEOPLE)
def erase_person(person_id: str) -> Answer:
    """Erase somebody, after saying what goes and what stays."""
    session, view = db.session(), look(Purpose.REGISTRATION)
    person_to_edit(session, view.actor, person_id, withdrawn=True)
    form = EraseForm()
    if form.validate_on_submit():
        erase(session, view, person_id, form.reason.data)
        flash(gettext("Personen er slettet."))
        return redirect(url_for("adviser.people"), 303)
    person = visibility_of(session, view, person_id)
    view.shown(session, [person_id])
    return render_template("adviser/erase_person.html", person=person, form=form), form.status
