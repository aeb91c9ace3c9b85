"""Why one person matches one vacancy, what is missing, and what the adviser says about it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length

from matcher.records import Tier
from models.policy import Permission
from models.services.vacancies.pairs import (
    LONGEST_WORDS,
    ReasonMissing,
    VerdictReason,
    WordsOfHealth,
    beside,
    look_at_pair,
    record_verdict,
)
from web import db, phrases
from web.adviser import match_view
from web.adviser.blueprint import blueprint
from web.auth import Purpose, requires
from web.engine import catalogue, live, municipality
from web.forms import Form, choices
from web.looks import look
from web.phrases.texts import capital, gettext

SUITS: dict[str, Any] = {"ja": lazy_gettext("Passer"), "nei": lazy_gettext("Passer ikke, fordi …")}


class GroupForm(Form):
    """A need category for this look at the page; posted, so that it stands in no address."""

    gruppe = SelectField(lazy_gettext("Innsatsgruppe"), choices=choices(match_view.GROUPS), default="")


class VerdictForm(Form):
    """What the adviser says about the match."""

    passer = RadioField(
        lazy_gettext("Passer personen til stillingen?"),
        [InputRequired(lazy_gettext("Velg om personen passer eller ikke."))],
        choices=choices(SUITS),
    )
    grunner = SelectMultipleField(lazy_gettext("Hvorfor ikke?"), choices=choices(match_view.REASONS))
    ord = TextAreaField(lazy_gettext("Med egne ord"), [Length(max=LONGEST_WORDS)])


@blueprint.get("/stillinger/<vacancy_id>/personer/<person_id>")
@requires(Permission.SEE_MATCHES)
def match(vacancy_id: str, person_id: str) -> str:
    """Show one person held against one vacancy."""
    return _page(vacancy_id, person_id, GroupForm(), VerdictForm())


@blueprint.post("/stillinger/<vacancy_id>/personer/<person_id>/tiltak")
@requires(Permission.SEE_MATCHES)
def match_for_group(vacancy_id: str, person_id: str) -> tuple[str, int]:
    """Show the same page with the measures for one need category, which is used here and forgotten."""
    form = GroupForm()
    group = form.gruppe.data if form.validate() else ""
    return _page(vacancy_id, person_id, form, VerdictForm(formdata=None), group=group), form.status


@blueprint.post("/stillinger/<vacancy_id>/personer/<person_id>/vurdering")
@requires(Permission.SEE_MATCHES)
def give_verdict(vacancy_id: str, person_id: str) -> Response | tuple[str, int]:
    """Keep what the adviser says, or show the page again with what has to be put right."""
    form = VerdictForm()
    if form.validate():
        try:
            record_verdict(
                db.session(),
                look(Purpose.MATCHING),
                vacancy_id,
                person_id,
                relevant=form.passer.data == "ja",
                reasons=[VerdictReason(code) for code in form.grunner.data or ()],
                words=form.ord.data or "",
            )
        except ReasonMissing:
            form.grunner.errors = [gettext("Velg minst én grunn.")]
        except WordsOfHealth:
            form.ord.errors = [gettext("Skriv ikke om helse, familie, ytelser, tro eller opphav. Skriv bare om arbeidet.")]
        else:
            flash(gettext("Vurderingen din er lagret."))
            return redirect(url_for("adviser.match", vacancy_id=vacancy_id, person_id=person_id), 303)
    db.undo()
    return _page(vacancy_id, person_id, GroupForm(formdata=None), form), form.status


@blueprint.get("/stillinger/<vacancy_id>/personer/<person_id>/neste", defaults={"step": 1})
@blueprint.get("/stillinger/<vacancy_id>/personer/<person_id>/forrige", defaults={"step": -1})
@requires(Permission.SEE_MATCHES)
def match_beside(vacancy_id: str, person_id: str, step: int) -> Response:
    """Lead to the next or the former person of the list, so that no page holds the id of somebody whom it does not show."""
    found = beside(db.session(), live(), look(Purpose.MATCHING), vacancy_id, person_id, step=step)
    return redirect(url_for("adviser.match", vacancy_id=vacancy_id, person_id=found or person_id), 303)


def _page(vacancy_id: str, person_id: str, group_form: GroupForm, verdict_form: VerdictForm, *, group: str = "") -> str:
    pair = look_at_pair(db.session(), live(), look(Purpose.MATCHING), vacancy_id, person_id, group=group or None)
    known, found, vacancy, card = catalogue(), pair.match, pair.vacancy, pair.card
    place = vacancy.place or municipality(vacancy.kommunenr)
    return render_template(
        "adviser/match.html",
        pair=pair,
        match=found,
        vacancy=vacancy,
        card=card,
        headline=phrases.headline(found, card.given_name, vacancy.title, place, known),
        tier_reason=phrases.tier_reason(found, known),
        begins_as=phrases.lowered(known.roles[pair.begins_as].label) if pair.begins_as else "",
        findings=match_view.findings(found, known),
        waterfall=match_view.waterfall(found, known),
        total=match_view.total(found),
        ways=match_view.ways(found, known),
        most_ways=match_view.MOST_ROUTES,
        closed_ways=match_view.closed_ways(pair, known),
        first_step=match_view.first_step(pair, known),
        hinders=match_view.hinders(found, known),
        group=str(match_view.GROUPS[group]) if group else "",
        group_form=group_form,
        verdict_form=verdict_form,
        reasons=match_view.REASONS,
        plan=phrases.activity_text(
            found, vacancy.title, known, name=card.given_name, place=place, deadline=vacancy.closes_on if pair.open else None
        ),
        back=url_for("adviser.vacancy", vacancy_id=vacancy.id),
        person_address=url_for("adviser.person", person_id=card.id),
        add_address=url_for("adviser.add_to_list", vacancy_id=vacancy.id),
        no_way=_no_way(found.tier),
        address=lambda endpoint, **more: url_for(endpoint, vacancy_id=vacancy.id, person_id=card.id, **more),
        phrases=phrases,
        capital=capital,
        errors=bool(verdict_form.errors or group_form.errors),
    )


def _no_way(tier: Tier) -> str:
    """Return why no way is drawn."""
    if tier is Tier.READY:
        return gettext("Ingen vei trengs: alle krav er oppfylt.")
    if tier is Tier.CLARIFY:
        return gettext("Ingen vei trengs før det er spurt om det vi ikke vet.")
    if tier is Tier.ON_THE_WAY:
        return gettext("Det som mangler, løses med et tiltak. Se hindringer og tiltak under.")
    return gettext("Vi kjenner ingen vei dit på under tre år.")
