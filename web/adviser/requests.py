"""The question to a person whether an employer may see the person: asking, the answer, taking it back, sharing."""

from __future__ import annotations

from flask import render_template, request
from werkzeug.wrappers import Response

from models.policy import Permission
from models.services.sharing import requests as share_requests
from models.services.sharing.candidate_lists import list_entry, named
from models.services.sharing.requests import MoveRefused, Stage, may_ask
from models.sharing import Answer
from web import clock, db, phrases
from web.adviser import list_words
from web.adviser.blueprint import blueprint
from web.adviser.candidate_list import back_to_list, chosen_people, nobody_chosen, told
from web.adviser.list_forms import AnswerForm, AskForm
from web.auth import Purpose, requires
from web.looks import look
from web.phrases.texts import gettext, ngettext

ASKED = "spurt"
"""Field of the form that has the deadline: without it the form is shown for the first time."""


@blueprint.post("/stillinger/<vacancy_id>/liste/spor")
@requires(Permission.ASK_TO_SHARE)
def ask_to_share(vacancy_id: str) -> Response | tuple[str, int]:
    """Show whom and what to ask, then write down that they were asked."""
    people = chosen_people()
    if not people:
        return nobody_chosen(vacancy_id)
    form = AskForm(formdata=request.form if ASKED in request.form else None, deadline="3")
    form.offer(clock.today())
    if ASKED in request.form and form.validate():
        try:
            done = share_requests.ask(db.session(), look(Purpose.MATCHING), vacancy_id, people, form.chosen)
        except MoveRefused as refusal:
            return back_to_list(vacancy_id, list_words.refusal(refusal.why), "warning")
        words = ngettext(
            "Spørsmålet er registrert for %(num)s person, med svarfrist %(day)s.",
            "Spørsmålet er registrert for %(num)s personer, med svarfrist %(day)s.",
            len(done.people),
            day=phrases.day(form.chosen),
        )
        return told(vacancy_id, done, words)
    vacancy, rows = named(db.session(), look(Purpose.MATCHING), vacancy_id, people)
    asked = [row for row in rows if may_ask(row.stage)]
    page = render_template(
        "adviser/ask.html",
        vacancy=vacancy,
        form=form,
        asked=asked,
        left=[row for row in rows if not may_ask(row.stage)],
        words=list_words,
        phrases=phrases,
        field=ASKED,
    )
    return page, form.status


@blueprint.post("/stillinger/<vacancy_id>/liste/del")
@requires(Permission.ASK_TO_SHARE)
def share_with_employer(vacancy_id: str) -> Response:
    """Show the chosen people to the employer: those who have said yes."""
    people = chosen_people()
    if not people:
        return nobody_chosen(vacancy_id)
    try:
        done = share_requests.share(db.session(), look(Purpose.MATCHING), vacancy_id, people)
    except MoveRefused as refusal:
        return back_to_list(vacancy_id, list_words.refusal(refusal.why), "warning")
    words = ngettext("%(num)s er delt med arbeidsgiveren.", "%(num)s er delt med arbeidsgiveren.", len(done.people))
    return told(vacancy_id, done, words)


@blueprint.route("/stillinger/<vacancy_id>/liste/<person_id>/svar", methods=["GET", "POST"])
@requires(Permission.ASK_TO_SHARE)
def register_answer(vacancy_id: str, person_id: str) -> Response | tuple[str, int]:
    """Show what was asked, and write down what the person answered."""
    form = AnswerForm()
    if form.validate_on_submit():
        said = Answer(form.said.data)
        try:
            share_requests.answer(db.session(), look(Purpose.MATCHING), vacancy_id, person_id, said)
        except MoveRefused as refusal:
            return back_to_list(vacancy_id, list_words.refusal(refusal.why), "warning")
        if said is Answer.YES:
            return back_to_list(vacancy_id, gettext("Svaret ja er registrert. Nå kan du dele med arbeidsgiveren."))
        return back_to_list(vacancy_id, gettext("Svaret nei er registrert. Arbeidsgiveren får ikke se personen."))
    vacancy, row = list_entry(db.session(), look(Purpose.MATCHING), vacancy_id, person_id)
    page = render_template("adviser/answer.html", vacancy=vacancy, row=row, form=form, words=list_words, Stage=Stage)
    return page, form.status


@blueprint.post("/stillinger/<vacancy_id>/liste/<person_id>/trekk-ja")
@requires(Permission.ASK_TO_SHARE)
def withdraw_answer(vacancy_id: str, person_id: str) -> Response:
    """Take back a yes; the employer stops seeing the person at once."""
    try:
        share_requests.withdraw(db.session(), look(Purpose.MATCHING), vacancy_id, person_id)
    except MoveRefused as refusal:
        return back_to_list(vacancy_id, list_words.refusal(refusal.why), "warning")
    return back_to_list(vacancy_id, gettext("Ja-et er trukket tilbake. Arbeidsgiveren ser ikke personen lenger."))


@blueprint.post("/stillinger/<vacancy_id>/liste/<person_id>/trekk-sporsmal")
@requires(Permission.ASK_TO_SHARE)
def cancel_question(vacancy_id: str, person_id: str) -> Response:
    """Take back a question that nobody has answered."""
    try:
        share_requests.cancel(db.session(), look(Purpose.MATCHING), vacancy_id, person_id)
    except MoveRefused as refusal:
        return back_to_list(vacancy_id, list_words.refusal(refusal.why), "warning")
    return back_to_list(vacancy_id, gettext("Spørsmålet er trukket tilbake."))
