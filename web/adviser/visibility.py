"""The page that says whether a person is shown, why, and what is left to answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext, ngettext
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired, ValidationError

from models.policy import Permission
from models.services.people.registration import CONSENT_VERSION
from models.services.people.visibility_facts import Answered, PersonVisibility, answer_visibility, visibility_of
from models.visibility import PROTECTIVE
from web import db
from web.adviser.blueprint import blueprint
from web.adviser.edit_person import Answer
from web.adviser.person_forms import NO, UNKNOWN, YES, as_flag, flag_of
from web.auth import Purpose, requires
from web.engine import live
from web.forms import Form, choices
from web.looks import look

FACT_WORDS: Mapping[str, Any] = {
    "dead": lazy_gettext("Registrert død"),
    "address_protected": lazy_gettext("Adressebeskyttelse i Folkeregisteret"),
    "code_6_or_7": lazy_gettext("Diskresjonskode 6 eller 7"),
    "shielded": lazy_gettext("Skjermet, for eksempel egen ansatt"),
    "active_cv": lazy_gettext("Aktiv CV hos NAV"),
    "in_follow_up": lazy_gettext("Får oppfølging fra NAV"),
    "in_kvp": lazy_gettext("Deltar i kvalifiseringsprogrammet"),
    "job_seeker_period": lazy_gettext("Registrert som arbeidssøker"),
    "consent": lazy_gettext("Samtykke til å bli vist her"),
    "adviser_confirmed": lazy_gettext("Veileder har bekreftet opplysningene"),
}


def _question(words: Any) -> RadioField:
    return RadioField(words, [InputRequired(lazy_gettext("Velg et svar."))], choices=[])


class VisibilityForm(Form):
    """The answers that an adviser gives about a person registered here."""

    dead = _question(lazy_gettext("Er personen registrert død?"))
    address_protected = _question(lazy_gettext("Har personen adressebeskyttelse i Folkeregisteret?"))
    code_6_or_7 = _question(lazy_gettext("Har personen diskresjonskode 6 eller 7?"))
    shielded = _question(lazy_gettext("Er personen skjermet, for eksempel som egen ansatt?"))
    consent = RadioField(
        lazy_gettext("Samtykke til å bli vist i Bygdematch"),
        [InputRequired(lazy_gettext("Velg et svar."))],
        choices=choices({YES: lazy_gettext("Gitt"), NO: lazy_gettext("Trukket tilbake")}),
    )
    adviser_confirmed = BooleanField(lazy_gettext("Jeg har gått gjennom opplysningene med personen, og de stemmer"))
    hides = BooleanField(lazy_gettext("Jeg vet at personen da skjules for alle, også for meg"))

    def __init__(self, person: PersonVisibility) -> None:
        super().__init__(
            data={fact: as_flag(person.value(fact)) for fact in PROTECTIVE}
            | {"consent": as_flag(person.value("consent")), "adviser_confirmed": person.value("adviser_confirmed") is True}
        )
        for fact in PROTECTIVE:
            # What has been answered is answered: it can be changed, not taken back.
            open_ = {UNKNOWN: lazy_gettext("Ikke avklart ennå")} if person.value(fact) is None else {}
            self[fact].choices = choices({NO: lazy_gettext("Nei"), YES: lazy_gettext("Ja")} | open_)

    def protects(self) -> bool:
        """Tell whether one of the answers hides the person from everybody."""
        return any(flag_of(self[fact].data) for fact in PROTECTIVE)

    def validate_hides(self, field: BooleanField) -> None:
        """Have the adviser know what an answer that protects leads to."""
        if self.protects() and not field.data:
            raise ValidationError(
                gettext("Et ja skjuler personen for alle, også for deg. Kryss av her hvis svaret er riktig, eller rett det.")
            )

    def answers(self) -> dict[str, bool]:
        """Return what was answered."""
        given = {fact: flag_of(self[fact].data) for fact in (*PROTECTIVE, "consent")}
        given["adviser_confirmed"] = True if self.adviser_confirmed.data else None
        return {fact: answer for fact, answer in given.items() if answer is not None}


@blueprint.route("/personer/<person_id>/synlighet", methods=["GET", "POST"])
@requires(Permission.CONFIRM_VISIBILITY)
def confirm_visibility(person_id: str) -> Answer:
    """Show what a person's visibility rests on, and take the adviser's answers where they are the adviser's to give."""
    session, view = db.session(), look(Purpose.REGISTRATION)
    person = visibility_of(session, view, person_id)
    form = VisibilityForm(person)
    if request.method == "POST" and (person.from_nav or form.validate()):
        return _after(person_id, answer_visibility(session, live(), view, person_id, form.answers()))
    view.shown(session, [person_id])
    return _page(person, form)


def _page(person: PersonVisibility, form: VisibilityForm) -> tuple[str, int]:
    page = render_template(
        "adviser/visibility.html",
        person=person,
        form=form,
        words=FACT_WORDS,
        protective=tuple(PROTECTIVE),
        consent_version=CONSENT_VERSION,
    )
    return page, form.status


def _after(person_id: str, outcome: Answered) -> Response:
    if not outcome.still_open:
        flash(gettext("Lagret. Personen er skjult for alle fra nå av."))
        return redirect(url_for("adviser.people"), 303)
    here = redirect(url_for("adviser.confirm_visibility", person_id=person_id), 303)
    if outcome.withdrawn:
        flash(gettext("Lagret. Samtykket er trukket tilbake, og personen er skjult fra nå av."))
        return here
    if not outcome.visible:
        flash(gettext("Lagret. Personen er fortsatt skjult."))
        return here
    matches = ngettext("%(num)s treff", "%(num)s treff", outcome.matches)
    flash(gettext("Personen vises nå. %(matches)s nå, og %(way)s på vei.", matches=matches, way=outcome.on_the_way))
    return redirect(url_for("adviser.person", person_id=person_id), 303)
