"""The list of people, and the search among them: the terms are posted, and their address holds a random id."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length

from matcher.records import Tier
from models.policy import Permission
from models.services.people.filters import LEVELS, UNKNOWN_LANGUAGE
from models.services.people.search import Found, Sort, search_people
from models.services.people.terms import Freshness, Outlook, SearchGone, Terms, recall, remember
from web import clock, db, phrases
from web.adviser import people_view
from web.adviser.blueprint import blueprint
from web.auth import Purpose, actor, requires
from web.engine import catalogue, engine, live
from web.forms import Form, choices
from web.looks import look
from web.phrases.texts import capital, gettext

LONGEST = 100
OUTLOOKS: dict[str, Any] = {
    "": lazy_gettext("Alle"),
    **people_view.OUTLOOKS,
}
LANGUAGES: dict[str, Any] = {
    "": lazy_gettext("Alle nivåer"),
    "A2": lazy_gettext("Minst A2"),
    "B1": lazy_gettext("Minst B1"),
    "B2": lazy_gettext("Minst B2"),
    UNKNOWN_LANGUAGE: lazy_gettext("Ikke oppgitt"),
}
FRESH: dict[str, Any] = {
    "": lazy_gettext("Når som helst"),
    Freshness.WEEK: lazy_gettext("Siste 7 dager"),
    Freshness.MONTH: lazy_gettext("Siste 30 dager"),
    Freshness.QUARTER: lazy_gettext("Siste 90 dager"),
    Freshness.OLDER: lazy_gettext("For mer enn 90 dager siden"),
}
SORTS: dict[Sort, Any] = {
    Sort.DOORS: lazy_gettext("Flest åpne dører"),
    Sort.NAME: lazy_gettext("Navn"),
    Sort.UPDATED: lazy_gettext("Sist oppdatert"),
}


class PeopleForm(Form):
    """What is asked of a search; the choices that depend on people come from the reader's own."""

    ord = StringField(lazy_gettext("Yrke, kompetanse, papirer eller sted"), [Length(max=LONGEST)])
    rolle = SelectField(lazy_gettext("Rolle"), default="", validate_choice=False)
    niva = SelectMultipleField(lazy_gettext("Nivå for rollen"), choices=choices(phrases.TIERS))
    treff = SelectField(lazy_gettext("Blant åpne stillinger"), choices=choices(OUTLOOKS), default="")
    kommune = SelectMultipleField(lazy_gettext("Kommune"), validate_choice=False)
    mine = BooleanField(lazy_gettext("Bare mine"))
    sprak = SelectField(lazy_gettext("Norsk"), choices=choices(LANGUAGES), default="")
    papir = SelectField(lazy_gettext("Sertifikat eller papir"), default="", validate_choice=False)
    forerkort = SelectField(lazy_gettext("Førerkort"), default="", validate_choice=False)
    vakter = SelectMultipleField(lazy_gettext("Har sagt ja til"), choices=choices(phrases.SHIFTS))
    oppdatert = SelectField(lazy_gettext("Sist oppdatert"), choices=choices(FRESH), default="")
    navn = StringField(
        lazy_gettext("Navn eller kandidatnummer"),
        [Length(max=LONGEST)],
        description=lazy_gettext("Navn teller aldri i noen rangering. Listen står da i alfabetisk rekkefølge."),
    )

    def terms(self) -> Terms:
        """Return what was filled in."""
        return Terms(
            words=self.ord.data or "",
            who=self.navn.data or "",
            kommunenr=tuple(self.kommune.data or ()),
            role=self.rolle.data if self.rolle.data in catalogue().roles else "",
            tiers=tuple(Tier(tier) for tier in self.niva.data or ()),
            mine=bool(self.mine.data),
            outlook=Outlook(self.treff.data) if self.treff.data else None,
            paper=self.papir.data or "",
            language=self.sprak.data if self.sprak.data in {*LEVELS, UNKNOWN_LANGUAGE} else "",
            licence=self.forerkort.data or "",
            shifts=tuple(self.vakter.data or ()),
            fresh=Freshness(self.oppdatert.data) if self.oppdatert.data else None,
        )


def fields(terms: Terms) -> dict[str, Any]:
    """Return terms as the fields of the form."""
    return {
        "ord": terms.words,
        "navn": terms.who,
        "kommune": list(terms.kommunenr),
        "rolle": terms.role,
        "niva": [tier.value for tier in terms.tiers],
        "mine": "y" if terms.mine else "",
        "treff": terms.outlook.value if terms.outlook else "",
        "papir": terms.paper,
        "sprak": terms.language,
        "forerkort": terms.licence,
        "vakter": list(terms.shifts),
        "oppdatert": terms.fresh.value if terms.fresh else "",
    }


@blueprint.get("/personer")
@requires(Permission.SEE_PEOPLE)
def people() -> str:
    """List everybody within reach, or one's own users."""
    terms = Terms(mine=request.args.get("mine") == "y")
    return _page(terms, PeopleForm(formdata=None, data=fields(terms)))


@blueprint.post("/personer/sok", endpoint="search_people")
@requires(Permission.SEE_PEOPLE)
def search() -> BaseResponse | tuple[str, int]:
    """Keep what is asked, and lead to its page."""
    form = PeopleForm()
    if not form.validate():
        return _page(Terms(), form), form.status
    terms = form.terms()
    if terms == Terms():
        return redirect(url_for("adviser.people"), 303)
    search_id = remember(db.session(), actor(), terms, clock.now())
    return redirect(url_for("adviser.people_found", search_id=search_id), 303)


@blueprint.get("/personer/sok/<search_id>")
@requires(Permission.SEE_PEOPLE)
def people_found(search_id: str) -> str | Response:
    """Answer a search that was posted, as long as it is kept."""
    try:
        terms = recall(db.session(), actor(), search_id, clock.now())
    except SearchGone:
        return Response(render_template("adviser/search_gone.html"), 404, mimetype="text/html")
    return _page(terms, PeopleForm(formdata=None, data=fields(terms)), search_id)


def _page(terms: Terms, form: PeopleForm, search_id: str | None = None) -> str:
    sort = next((one for one in Sort if one == request.args.get("sorter")), Sort.DOORS)
    number = request.args.get("side", 1, type=int)
    found = search_people(db.session(), live(), look(Purpose.FOLLOW_UP), terms, page=number, sort=sort)
    _with_counts(form, found, terms)

    def address(page: int = 1, order: Sort = found.sort) -> str:
        asked: dict[str, Any] = {"side": page if page > 1 else None, "sorter": order.value if order is not Sort.DOORS else None}
        if search_id is not None:
            return url_for("adviser.people_found", search_id=search_id, **asked)
        return url_for("adviser.people", mine="y" if terms.mine else None, **asked)

    return render_template(
        "adviser/people.html",
        form=form,
        found=found,
        terms=terms,
        chips=people_view.chips(terms, catalogue(), engine().municipalities),
        nothing=people_view.nothing(terms, engine().municipalities),
        fields=fields,
        view=people_view,
        address=address,
        sorts=SORTS,
        search_id=search_id,
        today=clock.today(),
        catalogue=catalogue(),
        municipalities=engine().municipalities,
    )


def _with_counts(form: PeopleForm, found: Found, terms: Terms) -> None:
    """Put how many there are behind each choice, and leave out the choices that lead nowhere."""
    counts, known = found.facets, catalogue()
    roles = sorted((role for role in known.roles.values() if not role.outside), key=lambda role: role.label)
    form.rolle.choices = [("", gettext("Alle roller")), *((role.id, role.label) for role in roles)]
    names = engine().municipalities
    there = [number for number in {**counts["kommunenr"], **dict.fromkeys(terms.kommunenr)} if number]
    form.kommune.choices = [(one, _counted(names.get(one, one), counts["kommunenr"].get(one, 0))) for one in there]
    papers = {code: phrases.credential(code, known) for code in {**counts["paper"], **({terms.paper: 0} if terms.paper else {})}}
    labelled = sorted((label, code) for code, label in papers.items() if label)
    form.papir.choices = [("", gettext("Alle"))] + [
        (code, _counted(label, counts["paper"].get(code, 0))) for label, code in labelled
    ]
    held = [one for one in phrases.LICENCES if one in counts["licence"] or one == terms.licence]
    form.forerkort.choices = [("", gettext("Alle"))] + [(one, _counted(one, counts["licence"].get(one, 0))) for one in held]
    form.vakter.choices = [
        (shift, _counted(capital(str(words)), counts["shifts"].get(shift, 0))) for shift, words in phrases.SHIFTS.items()
    ]
    form.treff.choices = [
        (key, _counted(str(words), counts["outlook"][key]) if key else str(words)) for key, words in OUTLOOKS.items()
    ]
    form.sprak.choices = [
        (key, _counted(str(words), counts["language"][key]) if key else str(words)) for key, words in LANGUAGES.items()
    ]
    if "tiers" in counts:
        tiers = counts["tiers"]
        form.niva.choices = [(tier.value, _counted(str(words), tiers[tier.value])) for tier, words in phrases.TIERS.items()]
    form.mine.label.text = _counted(str(lazy_gettext("Bare mine")), counts["mine"]["y"])


def _counted(words: str, number: int) -> str:
    return f"{words} ({number})"
