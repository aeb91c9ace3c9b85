"""Writing a vacancy: where it begins, its five steps, and throwing away what is not to be published."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from models.pages import Posting
from models.policy import Permission
from models.services.vacancies import postings
from models.services.vacancies.field import field_of_posting
from models.services.vacancies.own import own_vacancies
from models.services.vacancies.posting_answers import AD, DEMANDS, REVIEW, STEPS, TERMS, WELCOME, Fault
from models.services.vacancies.postings import NotReady
from web import db
from web.auth import Purpose, actor, requires
from web.employer import presenters, words
from web.employer.bench import bench
from web.employer.blueprint import blueprint
from web.employer.forms import begin_form, mark, step_form
from web.engine import catalogue, live
from web.looks import look

Answer = str | BaseResponse | tuple[str, int]


@blueprint.get("/ny")
@requires(Permission.OWN_VACANCIES)
def new_vacancy() -> str:
    """Ask where a new vacancy begins."""
    return _begin()


@blueprint.post("/ny")
@requires(Permission.OWN_VACANCIES)
def begin_vacancy() -> Answer:
    """Begin a vacancy from a pasted ad, a role, an earlier vacancy or nothing."""
    session, user, way = db.session(), actor(), request.form.get("way", "")
    field, missing = _WAYS.get(way, ("", ""))
    typed = request.form.get(field, "") if field else ""
    if field and not typed.strip():
        return _begin(field, str(missing)), 422
    if way == "ad":
        begun = postings.begin_from_ad(session, user, bench(), typed)
    elif way == "role":
        begun = postings.begin_from_role(session, user, bench(), typed)
    elif way == "copy":
        begun = postings.begin_from_vacancy(session, user, bench(), typed)
    else:
        begun = postings.begin(session, user, bench(), {})
    return _to(begun, AD)


_WAYS = {
    "ad": ("ad", lazy_gettext("Lim inn teksten først, eller begynn på en av de andre måtene.")),
    "role": ("role", lazy_gettext("Velg en stilling først.")),
    "copy": ("vacancy", lazy_gettext("Velg en stilling først.")),
}


def _begin(field: str = "", error: str = "") -> str:
    own = own_vacancies(db.session(), look(Purpose.MATCHING))
    form = begin_form(catalogue(), {row.id: f"{row.title} ({row.employer})" for row in own})
    if error:
        form[field].errors = [error]
    return render_template("employer/new.html", form=form, own=own)


@blueprint.get("/utkast/<posting_id>/<step>")
@requires(Permission.OWN_VACANCIES)
def posting(posting_id: str, step: str) -> str:
    """Show one step as it was left."""
    _known(step)
    # Where the figures of the day are kept with the posting, nothing may be typed into it meanwhile.
    found = postings.find_posting(db.session(), actor(), posting_id, locked=step == DEMANDS)
    faults = postings.faults_of(found, bench()) if "feil" in request.args else ()
    return _step(found, step, faults)


@blueprint.post("/utkast/<posting_id>/<step>")
@requires(Permission.OWN_VACANCIES)
def save_posting(posting_id: str, step: str) -> Answer:
    """Keep what was typed, then go where the pressed button leads."""
    _known(step)
    typed = {name: request.form.getlist(name) for name in request.form}
    if "HX-Request" in request.headers:  # kept while it is typed: nothing is added before somebody asks for it
        typed = {name: values for name, values in typed.items() if not name.startswith("add")}
        postings.save_step(db.session(), actor(), bench(), posting_id, step=step, form=typed)
        return Response(status=204)
    saved = postings.save_step(db.session(), actor(), bench(), posting_id, step=step, form=typed)
    return _onwards(saved, step, request.form.get("go", "next"))


def _onwards(saved: Posting, step: str, go: str) -> Answer:
    place = STEPS.index(step)
    if go == "later":
        flash(gettext("Stillingen er lagret. Du kan fortsette når du vil."))
        return redirect(url_for("employer.start"), 303)
    if go == "publish" and step == REVIEW:
        return _publish(saved)
    if go in STEPS:
        return _to(saved, go)
    if go == "stay":
        return _to(saved, step)
    if go == "back":
        return _to(saved, STEPS[max(place - 1, 0)])
    faults = [fault for fault in postings.faults_of(saved, bench()) if fault.step == step]
    if faults:
        return _step(saved, step, faults), 422
    return _to(saved, STEPS[min(place + 1, len(STEPS) - 1)])


def _to(saved: Posting, step: str) -> BaseResponse:
    return redirect(url_for("employer.posting", posting_id=saved.id, step=step), 303)


def _publish(saved: Posting) -> Answer:
    new = saved.vacancy_id is None
    try:
        vacancy_id = postings.publish(db.session(), actor(), bench(), saved.id)
    except NotReady as error:
        return _step(saved, REVIEW, error.faults), 422
    flash(gettext("Stillingen er lagt ut.") if new else gettext("Endringene er lagt ut."))
    return redirect(url_for("employer.vacancy", vacancy_id=vacancy_id), 303)


@blueprint.route("/utkast/<posting_id>/slett", methods=["GET", "POST"])
@requires(Permission.OWN_VACANCIES)
def discard_posting(posting_id: str) -> Answer:
    """Ask first, then throw away what is not published."""
    found = postings.find_posting(db.session(), actor(), posting_id)
    if request.method == "GET":
        return render_template("employer/discard.html", posting=found)
    vacancy_id = postings.discard(db.session(), actor(), posting_id)
    if vacancy_id is not None:
        flash(gettext("Endringene er forkastet. Stillingen står som før."))
        return redirect(url_for("employer.vacancy", vacancy_id=vacancy_id), 303)
    flash(gettext("Utkastet er slettet."))
    return redirect(url_for("employer.start"), 303)


def _known(step: str) -> None:
    if step not in STEPS:
        abort(404)


def _step(found: Posting, step: str, faults: tuple[Fault, ...] | list[Fault]) -> str:
    session, answers, known = db.session(), found.answers, catalogue()
    employers = postings.employers_of(session, actor())
    form = mark(step_form(step, answers, known, employers), step, faults)
    values: dict[str, Any] = {"form": form, "posting": found, "answers": answers, "step": step, "steps": words.STEPS}
    if step == DEMANDS:
        figures = field_of_posting(session, live(), found, postings.reading_of(found, bench()), bench().on)
        values["rows"] = presenters.demand_rows(answers, known, figures)
    elif step == REVIEW:
        reading = postings.reading_of(found, bench())
        values["facts"] = presenters.preview(reading, answers, known, employers[found.employer_key])
        values["remarks"] = presenters.remark_rows(answers)
        values["missing"] = presenters.missing(fault for fault in postings.faults_of(found, bench()) if fault.step != REVIEW)
        values["demands"] = [entry for entry in answers.get("requirements", []) if entry["strength"] != "none"]
        values["name_of"] = presenters.namer(known)
        values["offers"] = [door for door in presenters.doors(answers, known) if door.code in answers.get("offers", [])]
        values["rungs"] = [door for door in presenters.rungs(answers, known) if door.code in answers.get("rungs", [])]
    elif step == WELCOME:
        values["doors"], values["rungs"] = presenters.doors(answers, known), presenters.rungs(answers, known)
    elif step == TERMS:
        values["week"] = words.WEEK
    elif step == AD:
        values["employers"] = employers
    return render_template(f"employer/step_{_FILES[step]}.html", **values)


_FILES = dict(zip(STEPS, ("ad", "demands", "terms", "welcome", "review"), strict=True))
