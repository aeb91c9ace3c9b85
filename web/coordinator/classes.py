"""The region's scenario: which class would fill most open posts, by when, and from where."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import render_template
from flask_babel import lazy_gettext
from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from models.policy import Permission
from models.services.insight.classes import FEWEST, MOST, Plan, classes_for_region, places_for_classes, roles_with_classes
from web import clock, db
from web.auth import requires
from web.coordinator import class_presenter as presenter
from web.coordinator.blueprint import blueprint
from web.engine import catalogue, live, municipality
from web.forms import Search

SEATS = 12
ON_THE_NET = "nett"


class ClassSearch(Search):
    """What kind of class; words about training and places, never about people, so they may stand in the address."""

    yrke = SelectField(lazy_gettext("Yrke"))
    sted = SelectField(lazy_gettext("Sted"))
    plasser = IntegerField(lazy_gettext("Plasser"), [InputRequired(), NumberRange(min=FEWEST, max=MOST)], default=SEATS)
    start = SelectField(lazy_gettext("Start"))


@blueprint.get("/klasser")
@requires(Permission.SEE_SCENARIOS)
def classes() -> tuple[str, int]:
    """Show the classes that would fill most posts; without a choice, a dozen seats where most posts are, from August."""
    session, today, known = db.session(), clock.today(), catalogue()
    form, places = ClassSearch(), places_for_classes(session, live(), today)
    roles = [(role, known.roles[role].label) for role in roles_with_classes(known)]
    form.yrke.choices = [("", lazy_gettext("Alle yrker")), *roles]
    villages = [(place.postnummer, presenter.place_name(place)) for place in places]
    form.sted.choices = [*villages, (ON_THE_NET, lazy_gettext("På nett"))]
    form.start.choices = [(_key(month), presenter.month_name(month)) for month in presenter.months_ahead(today)]
    _fill(form, {"yrke": "", "sted": form.sted.choices[0][0], "plasser": SEATS, "start": _key(presenter.next_august(today))})
    answer: dict[str, Any] = {"table": None}
    if form.validate():
        plan = Plan(
            seats=form.plasser.data,
            place=None if form.sted.data == ON_THE_NET else form.sted.data,
            starts=date.fromisoformat(f"{form.start.data}-01"),
            role=form.yrke.data,
        )
        found = classes_for_region(session, live(), plan, today)
        answer = {
            "table": presenter.present(found, plan.seats, known, municipality),
            "headline": presenter.headline(found, known, plan, dict(form.sted.choices).get(form.sted.data, "")),
        }
    return render_template("coordinator/classes.html", form=form, **answer), form.status


def _fill(form: ClassSearch, usual: dict[str, Any]) -> None:
    """Put what is usual into what the address does not say."""
    for field in form:
        if field.raw_data is None or not field.raw_data:
            field.raw_data, field.data = [str(usual[field.name])], usual[field.name]


def _key(month: date) -> str:
    return f"{month:%Y-%m}"
