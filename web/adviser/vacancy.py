"""One vacancy and the people to call for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response
from wtforms import BooleanField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional

from matcher.records import Tier
from models.policy import Permission
from models.services.errors import ServiceError
from models.services.vacancies.corrections import Decision, EmployersOwn, RequirementGone, correct_requirement
from models.services.vacancies.people import VacancyPeople, View, vacancy_with_people
from models.services.vacancies.storing import OWN_POSTING
from web import clock, db, phrases
from web.adviser import allocation_words, people_words, vacancy_rows
from web.adviser.blueprint import blueprint
from web.auth import Purpose, requires
from web.engine import catalogue, live, municipality
from web.forms import Form, Search, choices
from web.looks import look
from web.phrases.texts import capital

MINUTES: dict[str, Any] = {
    "": lazy_gettext("Alle"),
    "15": lazy_gettext("Høyst 15 minutter"),
    "30": lazy_gettext("Høyst 30 minutter"),
    "45": lazy_gettext("Høyst 45 minutter"),
    "60": lazy_gettext("Høyst 60 minutter"),
}


class PeopleFilters(Search):
    """What narrows the people of a vacancy: nothing that a person could be known by stands in the address."""

    niva = SelectField(lazy_gettext("Nivå"), choices=choices({"": "", **phrases.TIERS}), default="")
    side = IntegerField(lazy_gettext("Side"), [Optional(), NumberRange(min=1)])
    minutter = SelectField(lazy_gettext("Reisevei med bil"), choices=choices(MINUTES), default="")
    styrke = SelectMultipleField(lazy_gettext("Treff"), choices=choices(phrases.STRENGTHS))
    spre = BooleanField(lazy_gettext("Spre oppmerksomheten"))


class CorrectionForm(Form):
    """What an adviser says of one requirement."""

    plass = IntegerField("", [InputRequired(), NumberRange(min=0)])
    kode = StringField("", [InputRequired()])
    valg = RadioField("", [InputRequired()], choices=choices({entry.value: "" for entry in Decision}))


@blueprint.get("/stillinger/<vacancy_id>")
@requires(Permission.SEE_MATCHES)
def vacancy(vacancy_id: str) -> tuple[str, int]:
    """Show a vacancy, and the reader's own people for it tier by tier."""
    form = PeopleFilters()
    valid = form.validate()
    view = _view(form) if valid else View()
    found = vacancy_with_people(db.session(), live(), look(Purpose.MATCHING), vacancy_id, view)
    page = render_template(
        "adviser/vacancy.html",
        form=form,
        view=view,
        found=found,
        vacancy=found.vacancy,
        answer=people_words.answer(found),
        facts=vacancy_rows.facts(found.vacancy, found.opening, clock.today(), catalogue()),
        explained=people_words.EXPLAINED,
        nobody=lambda tier: people_words.nobody(tier, view),
        shown=any(tier.rows for tier in found.tiers),
        beyond=people_words.beyond(found.beyond),
        spread=allocation_words.spread(found),
        attention=allocation_words.marks,
        spread_address=lambda on: url_for("adviser.vacancy", **_address(found, replace(view, spread=on), view.tier, view.page)),
        back=url_for("adviser.vacancies"),
        list_address=url_for("adviser.candidate_list", vacancy_id=found.vacancy.id),
        add_address=url_for("adviser.add_to_list", vacancy_id=found.vacancy.id),
        tier_address=lambda tier, number=1: url_for("adviser.vacancy", **_address(found, view, tier, number)),
        phrases=phrases,
        capital=capital,
        catalogue=catalogue(),
        municipality=municipality,
        demands=vacancy_rows.demands(found.vacancy, found.by_law, catalogue()),
        after_offer=vacancy_rows.after_offer(found.vacancy, catalogue()),
        offers=vacancy_rows.offers(found.vacancy, catalogue()),
        relaxations=vacancy_rows.relaxation_rows(found.relaxations, catalogue()),
        relaxed_pairs=vacancy_rows.pair_rows(found.pairs, catalogue()),
        may_correct=found.vacancy.source != OWN_POSTING,
        ad=vacancy_rows.ad_lines(found.vacancy),
        apply_url=found.vacancy.apply_url if found.vacancy.apply_url.startswith("https://") else "",
    )
    return page, 200 if valid else 422


@blueprint.post("/stillinger/<vacancy_id>/krav")
@requires(Permission.CORRECT_VACANCIES)
def correct_vacancy(vacancy_id: str) -> Response:
    """Keep what the adviser says of one requirement, and show the vacancy as it stands then."""
    form = CorrectionForm()
    if not form.validate():
        abort(400)
    decision = Decision(form.valg.data)
    try:
        correct_requirement(
            db.session(), look(Purpose.MATCHING), vacancy_id, position=form.plass.data, code=form.kode.data, decision=decision
        )
    except (RequirementGone, EmployersOwn) as error:
        db.undo()
        flash(_WHY_NOT[type(error)], "error")
    else:
        what = phrases.requirement(form.kode.data, catalogue())
        flash(_CORRECTED[decision] % {"what": what})
    return redirect(url_for("adviser.vacancy", vacancy_id=vacancy_id, _anchor="krav"), 303)


_CORRECTED: dict[Decision, Any] = {
    Decision.MUST: lazy_gettext("«%(what)s» er bekreftet som et krav. Listen er regnet på nytt."),
    Decision.SHOULD: lazy_gettext("«%(what)s» er bekreftet som et ønske. Listen er regnet på nytt."),
    Decision.NONE: lazy_gettext("«%(what)s» er tatt bort. Listen er regnet på nytt."),
}
_WHY_NOT: dict[type[ServiceError], Any] = {
    RequirementGone: lazy_gettext("Kravet er endret siden du åpnet siden. Ingenting er lagret. Se på kravene og prøv igjen."),
    EmployersOwn: lazy_gettext("Arbeidsgiveren har selv skrevet kravene i denne stillingen. Be arbeidsgiveren endre dem."),
}


def _view(form: PeopleFilters) -> View:
    return View(
        tier=Tier(form.niva.data) if form.niva.data else None,
        page=form.side.data or 1,
        minutes=int(form.minutter.data) if form.minutter.data else None,
        strengths=tuple(form.styrke.data or ()),
        spread=bool(form.spre.data),
    )


def _address(found: VacancyPeople, view: View, tier: Tier | None, page: int) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "niva": tier.value if tier else "",
        "side": page if page > 1 else "",
        "minutter": view.minutes,
        "styrke": list(view.strengths),
        "spre": "y" if view.spread else "",
    }
    return {"vacancy_id": found.vacancy.id, **{name: value for name, value in fields.items() if value}}
