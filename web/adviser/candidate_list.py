"""The candidate list of a vacancy: who is on it, how far each has come, what to do for several at once."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from models.policy import Permission
from models.services.sharing.candidate_lists import (
    CandidateList,
    change_entry,
    set_status,
)
from models.services.sharing.candidate_lists import (
    add_to_list as put_on_list,
)
from models.services.sharing.candidate_lists import (
    candidate_list as list_of,
)
from models.services.sharing.candidate_lists import (
    list_entry as entry_of,
)
from models.services.sharing.candidate_lists import (
    remove_from_list as take_off_list,
)
from models.services.sharing.requests import Done
from models.sharing import ListStatus, Outcome
from web import clock, db, phrases
from web.adviser import list_words
from web.adviser.blueprint import blueprint
from web.adviser.list_forms import EntryForm
from web.auth import Purpose, actor, requires, safe_next
from web.looks import look
from web.phrases.texts import gettext, ngettext

OUT = frozenset({ListStatus.NOT_RELEVANT, ListStatus.NOT_INTERESTED})
MOST_AT_ONCE = 100
"""So many people are put on a list, or moved on it, with one form."""


@blueprint.get("/stillinger/<vacancy_id>/liste")
@requires(Permission.EDIT_LISTS)
def candidate_list(vacancy_id: str) -> str:
    """Show the list, or those on it who have one status or are to be followed up."""
    status = request.args.get("status", "")
    wanted = ListStatus(status) if status in list(ListStatus) else None
    due = request.args.get("oppfolging") == "1"
    found = list_of(db.session(), look(Purpose.MATCHING), vacancy_id, status=wanted, due=due)
    return render_template(
        "adviser/candidate_list.html",
        found=found,
        vacancy=found.vacancy,
        filtered=wanted is not None or due,
        views=_views(found, wanted, due=due),
        statuses=[(one.value, phrases.LIST_STATUS[one]) for one in ListStatus],
        words=list_words,
        phrases=phrases,
        rest=[
            row for row in found.people if row.outcome is not Outcome.GOT_THE_JOB and row.status is not ListStatus.NOT_RELEVANT
        ],
    )


@blueprint.post("/stillinger/<vacancy_id>/liste")
@requires(Permission.EDIT_LISTS)
def add_to_list(vacancy_id: str) -> Response:
    """Put people on the list and go back to where they were chosen."""
    back = safe_next(request.form.get("next")) or url_for("adviser.vacancy", vacancy_id=vacancy_id)
    people = chosen_people()
    if not people:
        flash(gettext("Velg minst én person først."), "warning")
        return redirect(back, 303)
    added = put_on_list(db.session(), look(Purpose.MATCHING), vacancy_id, people)
    note_beyond(added.out_of_reach)
    if added.new:
        flash(ngettext("%(num)s person er lagt i kandidatlisten.", "%(num)s personer er lagt i kandidatlisten.", added.new))
    if added.already:
        flash(ngettext("%(num)s sto der fra før.", "%(num)s sto der fra før.", added.already), "info")
    if added.gone:
        flash(ngettext("%(num)s vises ikke lenger.", "%(num)s vises ikke lenger.", added.gone), "warning")
    return redirect(back, 303)


@blueprint.post("/stillinger/<vacancy_id>/liste/status")
@requires(Permission.EDIT_LISTS)
def set_list_status(vacancy_id: str) -> Response:
    """Give the chosen people a status."""
    status = request.form.get("status", "")
    people = chosen_people()
    if not people:
        return nobody_chosen(vacancy_id)
    if status not in list(ListStatus):
        return back_to_list(vacancy_id, gettext("Velg en status først."), "warning")
    done = set_status(db.session(), look(Purpose.MATCHING), vacancy_id, people, ListStatus(status))
    number, words = len(done.people), phrases.LIST_STATUS[ListStatus(status)]
    said = ngettext("%(num)s har nå status «%(status)s».", "%(num)s har nå status «%(status)s».", number, status=words)
    return told(vacancy_id, done, said)


@blueprint.post("/stillinger/<vacancy_id>/liste/fjern")
@requires(Permission.EDIT_LISTS)
def remove_from_list(vacancy_id: str) -> Response:
    """Take the chosen people off the list."""
    people = chosen_people()
    if not people:
        return nobody_chosen(vacancy_id)
    done = take_off_list(db.session(), look(Purpose.MATCHING), vacancy_id, people)
    return told(vacancy_id, done, ngettext("%(num)s er tatt av listen.", "%(num)s er tatt av listen.", len(done.people)))


@blueprint.route("/stillinger/<vacancy_id>/liste/<person_id>", methods=["GET", "POST"])
@requires(Permission.EDIT_LISTS)
def list_entry(vacancy_id: str, person_id: str) -> Response | tuple[str, int]:
    """Show one person on the list, and write down how the person stands."""
    form = EntryForm()
    if form.validate_on_submit():
        change_entry(
            db.session(),
            look(Purpose.MATCHING),
            vacancy_id,
            person_id,
            status=ListStatus(form.standing.data),
            outcome=Outcome(form.outcome.data),
            follow_up_on=form.follow_up_on.data,
            note=form.note.data or "",
        )
        return back_to_list(vacancy_id, gettext("Endringen er lagret."))
    vacancy, row = entry_of(db.session(), look(Purpose.MATCHING), vacancy_id, person_id)
    if not form.is_submitted():
        kept = {"standing": row.status.value, "outcome": row.outcome.value, "follow_up_on": row.follow_up_on, "note": row.note}
        form.process(data=kept)
    page = render_template(
        "adviser/list_entry.html", vacancy=vacancy, row=row, form=form, words=list_words, phrases=phrases, today=clock.today()
    )
    return page, form.status


# --- what the views of the list share ----------------------------------------------------------------------------


def chosen_people() -> list[str]:
    """Return the people that were ticked."""
    return list(dict.fromkeys(request.form.getlist("person")))[:MOST_AT_ONCE]


def nobody_chosen(vacancy_id: str) -> Response:
    """Go back to the list and say that nobody was ticked."""
    return back_to_list(vacancy_id, gettext("Velg minst én person på listen først."), "warning")


def back_to_list(vacancy_id: str, message: str, kind: str = "message") -> Response:
    """Go back to the list with a message; it never names anybody, as it travels in a cookie."""
    flash(message, kind)
    return redirect(url_for("adviser.candidate_list", vacancy_id=vacancy_id), 303)


def told(vacancy_id: str, done: Done, message: str) -> Response:
    """Go back to the list and say what was done, and for how many it was not done and why."""
    note_beyond(done.out_of_reach)
    if done.people:
        flash(message)
    if refused := list_words.not_done(done):
        left = gettext("Gjort for de andre.") if done.people else gettext("Ingenting er endret.")
        flash(" ".join([*refused, left]), "warning")
    return redirect(url_for("adviser.candidate_list", vacancy_id=vacancy_id), 303)


def note_beyond(people: Sequence[str]) -> None:
    """Write down that the user tried to reach people who are hidden or others' own."""
    if people:
        db.note_refusal(actor().audit_name, people, purpose=Purpose.ACCESS, subject=request.endpoint or "")


def _views(found: CandidateList, wanted: ListStatus | None, *, due: bool) -> list[tuple[str, str, bool, int | None]]:
    def to(status: str | None = None, oppfolging: str | None = None) -> str:
        return url_for("adviser.candidate_list", vacancy_id=found.vacancy.id, status=status, oppfolging=oppfolging)

    views: list[tuple[str, str, bool, int | None]] = [(gettext("Alle"), to(), wanted is None and not due, found.total)]
    views += [
        (str(phrases.LIST_STATUS[one]), to(status=one.value), wanted is one, found.statuses.get(one, 0))
        for one in ListStatus
        if found.statuses.get(one) or wanted is one
    ]
    if found.due or due:
        views.append((gettext("Følges opp nå"), to(oppfolging="1"), due, found.due))
    return views
