"""The people who said yes to being shown to this employer for this vacancy: their facts, and the employer's own answer."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, StopValidation

from models.policy import Permission
from models.services.sharing import shared as people
from models.sharing import Assessment, NotRelevantBecause
from web import db, phrases
from web.auth import Purpose, requires
from web.employer.blueprint import blueprint
from web.employer.shared_words import SharedWords
from web.engine import catalogue
from web.forms import Form, choices
from web.looks import look
from web.phrases import ASSESSMENT, NOT_RELEVANT
from web.phrases.texts import gettext


class AssessmentForm(Form):
    """What the employer thinks of one person; a no has a reason from the list, never in own words."""

    assessment = RadioField(
        lazy_gettext("Vurderingen deres"),
        [InputRequired(lazy_gettext("Velg en vurdering."))],
        choices=choices({entry.value: ASSESSMENT[entry] for entry in Assessment}),
    )
    because = SelectField(
        lazy_gettext("Hvorfor ikke aktuell?"),
        choices=choices(
            {"": lazy_gettext("Velg en grunn"), **{entry.value: NOT_RELEVANT[entry] for entry in NotRelevantBecause}}
        ),
        default="",
    )

    def validate_because(self, field: SelectField) -> None:
        """A no needs a reason."""
        if self.assessment.data == Assessment.NOT_RELEVANT and not field.data:
            raise StopValidation(gettext("Velg hvorfor personen ikke er aktuell."))


@blueprint.get("/stillinger/<vacancy_id>/delt")
@requires(Permission.SEE_SHARED)
def shared(vacancy_id: str) -> str:
    """Show who said yes."""
    found = people.shared(db.session(), look(Purpose.MATCHING), vacancy_id)
    return render_template(
        "employer/shared.html",
        found=found,
        vacancy=found.vacancy,
        words=SharedWords(catalogue()),
        phrases=phrases,
    )


@blueprint.route("/stillinger/<vacancy_id>/delt/<share_id>", methods=["GET", "POST"])
@requires(Permission.SEE_SHARED)
def shared_person(vacancy_id: str, share_id: str) -> Response | tuple[str, int]:
    """Show one person with telephone number and e-mail address, and write down what the employer thinks."""
    form = AssessmentForm()
    if form.validate_on_submit():
        because = NotRelevantBecause(form.because.data) if form.because.data else None
        people.assess(
            db.session(),
            look(Purpose.MATCHING),
            vacancy_id,
            share_id,
            assessment=Assessment(form.assessment.data),
            because=because,
        )
        flash(gettext("Vurderingen er lagret. Veilederen ser den."))
        return redirect(url_for("employer.shared", vacancy_id=vacancy_id), 303)
    vacancy, person = people.shared_person(db.session(), look(Purpose.MATCHING), vacancy_id, share_id)
    if not form.is_submitted():
        form.process(data={"assessment": person.assessment.value, "because": person.not_relevant_because or ""})
    page = render_template(
        "employer/shared_person.html",
        vacancy=vacancy,
        person=person,
        form=form,
        words=SharedWords(catalogue()),
        phrases=phrases,
    )
    return page, form.status


@blueprint.post("/stillinger/<vacancy_id>/delt/<share_id>/inviter")
@requires(Permission.SEE_SHARED)
def invite(vacancy_id: str, share_id: str) -> Response:
    """Write down that the employer wishes to meet the person."""
    people.invite(db.session(), look(Purpose.MATCHING), vacancy_id, share_id)
    flash(gettext("Ønsket om samtale er registrert. Veilederen ser det og tar kontakt."))
    return redirect(url_for("employer.shared", vacancy_id=vacancy_id), 303)
