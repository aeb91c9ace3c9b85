"""Registering a person in short steps: who and where, wishes and hours, the person's own words, visibility.

The first step stores, hidden; every later one adds.  So nothing is lost between them, and any of them can be done another day.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from models.drafts import JobSeekerDraft
from models.policy import Permission
from models.services.intake.prose import LONGEST, Reading
from models.services.people.drafts import PersonChangedMeanwhile, change_person, stored_person
from models.services.people.registration import CONSENT_VERSION, HomeOutOfReach, namesakes, register_person, unfinished
from models.services.people.words import fact_key, read_words, take_in_words
from web import db
from web.adviser.blueprint import blueprint
from web.adviser.edit_person import Answer, after_change, conflict
from web.adviser.fact_words import fact_words
from web.adviser.person_forms import DayField, PersonForm
from web.adviser.row_forms import WishRow
from web.adviser.section_forms import (
    Change,
    ContactForm,
    DrivingForm,
    HoursForm,
    PostalForm,
    RightToWorkForm,
    SectionForm,
)
from web.adviser.sections import bind, desk
from web.auth import Purpose, requires
from web.engine import catalogue, live
from web.looks import look

NOBODY = JobSeekerDraft(source="", external_id="", version=datetime.min.replace(tzinfo=UTC))


class NewContactForm(ContactForm):
    """As the section, with the birth date needed: without it nobody can tell namesakes apart."""

    birth_date = DayField(ContactForm.birth_date.args[0], description=ContactForm.birth_date.kwargs["description"])

    def validate_birth_date(self, field: DayField) -> None:
        """Ask for the birth date."""
        if field.data is None and not field.errors:
            raise ValidationError(gettext("Skriv fødselsdatoen."))
        super().validate_birth_date(field)


class ConsentForm(SectionForm):
    """That the person has been told, and agrees; and that somebody of the same name is somebody else."""

    consent = BooleanField(
        lazy_gettext("Personen har fått vite dette og samtykker"),
        [DataRequired(lazy_gettext("Uten samtykke lagrer vi ingenting. Spør personen, og kryss av når svaret er ja."))],
    )
    another = BooleanField(lazy_gettext("Dette er en annen person"))

    @classmethod
    def values(cls, draft: JobSeekerDraft) -> Change:  # noqa: ARG003 - the same for every form
        """Begin unticked."""
        return {}

    def change(self, draft: JobSeekerDraft) -> Change:  # noqa: ARG002 - the same for every form
        """Change nothing of the CV."""
        return {}


class WordsForm(PersonForm):
    """What the person tells, and which of what was read out of it is right."""

    words = TextAreaField(
        lazy_gettext("Fortell med egne ord"),
        [Optional(), Length(max=LONGEST)],
        description=lazy_gettext(
            "Skriv det personen sier om arbeid, ønsker, vakter og reise. Teksten selv lagres ikke, bare det du bekrefter under."
        ),
    )
    facts = SelectMultipleField(lazy_gettext("Stemmer dette?"), validate_choice=False, choices=[])


@blueprint.route("/personer/ny", methods=["GET", "POST"])
@requires(Permission.EDIT_PEOPLE)
def new_person() -> Answer:
    """Register who it is and where the person lives; those whom the adviser has begun stand below."""
    session, view = db.session(), look(Purpose.REGISTRATION)
    page = bind(desk(), NOBODY, (ConsentForm, NewContactForm, PostalForm))
    consent, contact = page.form(ConsentForm), page.form(NewContactForm)
    same: Any = ()
    if request.method == "POST" and page.joined.validate():
        fields = page.change(NOBODY)
        if not consent.another.data:
            names = {name: fields[name] for name in ("given_name", "family_name", "birth_date")}
            same = namesakes(session, view, **names)
        if same:
            consent.another.errors = [gettext("Det finnes allerede en person med samme navn og fødselsdato. Sjekk hvem det er.")]
        else:
            try:
                person_id = register_person(session, view, fields)
            except HomeOutOfReach as error:
                page.form(PostalForm).postnummer.errors = [str(error)]
            else:
                flash(gettext("Lagret. Personen er skjult for alle til opplysningene om synlighet er avklart."))
                return redirect(url_for("adviser.register_wishes", person_id=person_id), 303)
    return (
        render_template(
            "adviser/new_person.html",
            page=page,
            form=page.joined,
            contact=contact,
            postal=page.form(PostalForm),
            consent=consent,
            consent_version=CONSENT_VERSION,
            same=same,
            mine=unfinished(session, view),
        ),
        page.joined.status,
    )


@blueprint.route("/personer/<person_id>/registrer", methods=["GET", "POST"])
@requires(Permission.EDIT_PEOPLE)
def register_wishes(person_id: str) -> Answer:
    """Add what is needed to match the person: wishes, right to work, driving, hours."""
    view = look(Purpose.REGISTRATION)
    person, at = stored_person(db.session(), view, person_id), desk()
    page = bind(at, person.draft, (RightToWorkForm, DrivingForm, HoursForm), (WishRow,))
    changed: list[tuple[str, str]] = []
    if request.method == "POST" and page.joined.validate():
        change = page.change(person.draft)
        try:
            change_person(db.session(), live(), view, person_id, stamp=request.form.get("stamp", ""), change=change)
        except PersonChangedMeanwhile:
            person, changed = conflict(view, at, person_id, page)
        else:
            flash(gettext("Lagret."))
            return redirect(url_for("adviser.own_words", person_id=person_id), 303)
    view.shown(db.session(), [person.id])
    return (
        render_template("adviser/register_wishes.html", person=person, page=page, form=page.joined, changed=changed),
        page.joined.status,
    )


@blueprint.route("/personer/<person_id>/egne-ord", methods=["GET", "POST"])
@requires(Permission.EDIT_PEOPLE)
def own_words(person_id: str) -> Answer:
    """Read what the person tells into facts; only those that the adviser confirms are stored."""
    session, view = db.session(), look(Purpose.REGISTRATION)
    person, form = stored_person(session, view, person_id), WordsForm()
    reading: Reading | None = None
    stamp = person.stamp
    if form.validate_on_submit() and form.words.data:
        reading = read_words(form.words.data, view, catalogue())
        keys = [fact_key(fact.kind, fact.value) for fact in reading.facts]
        # What is stored was on the page before: a text that was changed since is read and shown first.
        if "save" in request.form and request.form.getlist("read") == keys:
            chosen = [fact for fact, key in zip(reading.facts, keys, strict=True) if key in (form.facts.data or ())]
            try:
                done = take_in_words(session, live(), view, person_id, stamp=request.form.get("stamp", ""), facts=chosen)
            except PersonChangedMeanwhile as error:
                db.undo()
                stamp = stored_person(db.session(), view, person_id).stamp
                form.form_errors.append(str(error))
            else:
                return after_change(view, person, done)
        elif "save" in request.form and request.form.getlist("read"):
            form.form_errors.append(gettext("Teksten er endret etter at vi leste den. Se over på nytt og lagre."))
    view.shown(db.session(), [person.id])
    return (
        render_template(
            "adviser/own_words.html",
            person=person,
            stamp=stamp,
            form=form,
            reading=reading,
            facts=_shown(form, reading) if reading else [],
        ),
        form.status,
    )


def _shown(form: WordsForm, reading: Reading) -> list[dict[str, Any]]:
    """Return the facts for the page: what is sure is ticked the first time, afterwards what the adviser ticked."""
    before = request.form.getlist("read")
    return [
        {
            "key": key,
            "says": fact_words(fact.kind, fact.value, catalogue()),
            "quote": fact.quote,
            "ticked": key in (form.facts.data or ()) if key in before else fact not in reading.weak,
        }
        for fact in reading.facts
        for key in [fact_key(fact.kind, fact.value)]
    ]
