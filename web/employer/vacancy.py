"""One of the employer's vacancies: the field in rounded figures, how the ad is read, and changing, closing or reopening it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from models.policy import Permission
from models.profiles import to_opening
from models.services.sharing.shared import count_shared
from models.services.vacancies import own as own_vacancies
from models.services.vacancies import postings
from models.services.vacancies.field import field_of_vacancy, own_measures
from models.services.vacancies.own import Stage, Unclear
from models.services.vacancies.posting_answers import AD, STEPS
from models.services.vacancies.postings import SOURCE, NotReady
from web import clock, db
from web.auth import Purpose, actor, requires
from web.employer import presenters, words
from web.employer.bench import bench
from web.employer.blueprint import blueprint
from web.employer.forms import CloseForm, ReopenForm
from web.engine import catalogue, live
from web.looks import look

Answer = str | BaseResponse | tuple[str, int]


@blueprint.get("/stillinger/<vacancy_id>")
@requires(Permission.SEE_FIELD)
def vacancy(vacancy_id: str) -> str:
    """Show whether there is anybody: figures of the region, never a person."""
    session, known = db.session(), catalogue()
    row = postings.own_vacancy(session, actor(), vacancy_id)
    closing = own_vacancies.closing_of(session, row.id)
    stage = own_vacancies.stage_of(row, closing, clock.today())
    figures = field_of_vacancy(session, live(), row, clock.today()) if stage is Stage.OPEN else None
    doors, measures = presenters.own_steps(row, own_measures(to_opening(row), known, clock.today()), known)
    return render_template(
        "employer/vacancy.html",
        vacancy=row,
        stage=stage,
        closing=closing,
        figures=figures,
        gains=presenters.gain_rows(figures, known) if figures else [],
        strictest=presenters.strictest(figures, known) if figures else "",
        said_yes=count_shared(session, look(Purpose.MATCHING), [row.id]).get(row.id, 0),
        facts=presenters.facts(row, known),
        demands=presenters.demand_lines(row, known),
        offers=presenters.offer_lines(row, known),
        confirmed=presenters.confirmed(row),
        doors=doors,
        measures=measures,
        elsewhere=row.source != SOURCE,
        about=presenters.about,
        words=words,
    )


@blueprint.post("/stillinger/<vacancy_id>/endre")
@requires(Permission.OWN_VACANCIES)
def edit_vacancy(vacancy_id: str) -> BaseResponse:
    """Open a published vacancy for changes."""
    found = postings.edit(db.session(), actor(), bench(), vacancy_id)
    wanted = request.form.get("step", AD)
    return redirect(url_for("employer.posting", posting_id=found.id, step=wanted if wanted in STEPS else AD), 303)


@blueprint.post("/stillinger/<vacancy_id>/bekreft")
@requires(Permission.OWN_VACANCIES)
def confirm_requirements(vacancy_id: str) -> BaseResponse:
    """Note that the employer has looked through the requirements."""
    own_vacancies.confirm_requirements(db.session(), actor(), vacancy_id, clock.now())
    flash(gettext("Takk. Veilederne ser at kravene er bekreftet."))
    return redirect(url_for("employer.vacancy", vacancy_id=vacancy_id), 303)


@blueprint.route("/stillinger/<vacancy_id>/lukk", methods=["GET", "POST"])
@requires(Permission.OWN_VACANCIES)
def close_vacancy(vacancy_id: str) -> Answer:
    """Ask why, then close a vacancy."""
    session = db.session()
    row = postings.own_vacancy(session, actor(), vacancy_id)
    form = CloseForm()
    if request.method == "POST":
        try:
            own_vacancies.close(session, actor(), bench(), vacancy_id, reason=form.reason.data or "", hired=form.hired.data or "")
        except Unclear as error:
            texts = {
                "reason": gettext("Velg hvorfor stillingen lukkes."),
                "hired": gettext("Skriv et helt tall, for eksempel 1."),
            }
            form[error.field].errors = [texts[error.field]]
            return render_template("employer/close.html", form=form, vacancy=row, elsewhere=False), 422
        flash(gettext("Stillingen er lukket. De som hadde sagt ja, vises ikke lenger."))
        return redirect(url_for("employer.vacancy", vacancy_id=vacancy_id), 303)
    return render_template("employer/close.html", form=form, vacancy=row, elsewhere=row.source != SOURCE)


def _unclear(field: str) -> str:
    texts = {"reason": gettext("Velg hvorfor stillingen lukkes."), "hired": gettext("Skriv et helt tall, for eksempel 1.")}
    return str(texts[field])


@blueprint.route("/stillinger/<vacancy_id>/apne", methods=["GET", "POST"])
@requires(Permission.OWN_VACANCIES)
def reopen_vacancy(vacancy_id: str) -> Answer:
    """Ask for a new deadline, then open a vacancy again."""
    session = db.session()
    row = postings.own_vacancy(session, actor(), vacancy_id)
    form = ReopenForm()
    if request.method == "POST":
        try:
            own_vacancies.reopen(session, actor(), bench(), vacancy_id, form.deadline.data or "")
        except NotReady as error:
            form.deadline.errors = [
                str(words.FAULTS[fault.key]) if fault.field == "deadline" else text
                for fault, (_, _, text) in zip(error.faults, presenters.missing(error.faults), strict=True)
            ]
            return render_template("employer/reopen.html", form=form, vacancy=row, elsewhere=False), 422
        flash(gettext("Stillingen er åpen igjen."))
        return redirect(url_for("employer.vacancy", vacancy_id=vacancy_id), 303)
    return render_template("employer/reopen.html", form=form, vacancy=row, elsewhere=row.source != SOURCE)
