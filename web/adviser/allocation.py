"""The page that fills all open positions at once: a proposal, read one municipality at a time."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask_babel import lazy_gettext
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import NumberRange, Optional

from models.policy import Permission
from models.services.ranking.allocation import Asked, Plan, propose
from web import db, i18n, phrases
from web.adviser import allocation_words, vacancy_rows
from web.adviser.blueprint import blueprint
from web.auth import Purpose, requires
from web.engine import catalogue, live, municipality
from web.forms import Search, choices
from web.looks import look
from web.phrases import placing
from web.phrases.texts import capital, gettext

WHO: dict[str, Any] = {"": lazy_gettext("Hele regionen"), "mine": lazy_gettext("Bare mine personer")}


class AllocationFilters(Search):
    """Which part of the proposal; nothing of it says anything of a person."""

    kommune = StringField(lazy_gettext("Kommune"), [Optional()])
    hvem = SelectField(lazy_gettext("Hvem er med?"), choices=choices(WHO), default="")
    side = IntegerField(lazy_gettext("Side"), [Optional(), NumberRange(min=1)])


@blueprint.get("/fordeling")
@requires(Permission.SEE_MATCHES)
def allocation() -> tuple[str, int]:
    """Propose one person for each open position, with the reader's own people by name."""
    form = AllocationFilters()
    valid = form.validate()
    asked = Asked()
    if valid:
        asked = Asked(kommunenr=form.kommune.data or "", page=form.side.data or 1, own=form.hvem.data == "mine")
    found = propose(db.session(), live(), look(Purpose.MATCHING), asked)

    def address(area: str = found.area, page: int = 1, own: bool = asked.own) -> str:
        fields: dict[str, Any] = {"kommune": area, "hvem": "mine" if own else "", "side": page if page > 1 else ""}
        return url_for("adviser.allocation", **{name: value for name, value in fields.items() if value})

    page = render_template(
        "adviser/allocation.html",
        form=form,
        found=found,
        tally=found.counted.areas.get(found.area),
        answer=placing.answer(found.counted.total),
        who=[(words, address(own=key == "mine"), asked.own == (key == "mine"), None) for key, words in WHO.items()],
        areas=[(_area(area), address(area), area == found.area, tally.openings) for area, tally in found.counted.areas.items()],
        area=_area(found.area),
        page_address=lambda number: address(page=number),
        about=_about,
        relaxation=lambda plan: vacancy_rows.relaxation_rows([plan.strictest], catalogue())[0],
        own=asked.own,
        words=allocation_words,
        placing=placing,
        phrases=phrases,
        capital=capital,
        catalogue=catalogue(),
    )
    return page, 200 if valid else 422


def _area(number: str) -> str:
    return municipality(number) if number else gettext("Uten kommune")


def _about(plan: Plan) -> str:
    """Return where and what a vacancy is, in one line."""
    opening = plan.opening
    parts = [
        plan.employer,
        plan.place,
        vacancy_rows.percent(opening),
        vacancy_rows.shifts(opening),
        gettext("frist %(day)s", day=i18n.day(plan.closes_on)) if plan.closes_on else "",
    ]
    return " · ".join(part for part in parts if part)
