"""The list of vacancies: a search in the address, as its words are about vacancies and never about people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import render_template, url_for
from flask_babel import lazy_gettext
from wtforms import BooleanField, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, Optional

from models.policy import Permission
from models.services.vacancies.listing import Extent, Found, Nearest, Order, VacancySearch, list_vacancies
from web import clock, db
from web.adviser import vacancy_rows
from web.adviser.blueprint import blueprint
from web.auth import Purpose, requires
from web.engine import catalogue, engine, live, municipality
from web.forms import Search, choices
from web.looks import look
from web.phrases import SHIFTS
from web.phrases.texts import capital, gettext

LONGEST = 100
EXTENTS: dict[str, Any] = {"": lazy_gettext("Alle"), Extent.FULL: lazy_gettext("Heltid"), Extent.PART: lazy_gettext("Deltid")}
DEADLINES: dict[str, Any] = {
    "": lazy_gettext("Alle frister"),
    "7": lazy_gettext("Innen 7 dager"),
    "14": lazy_gettext("Innen 14 dager"),
    "30": lazy_gettext("Innen 30 dager"),
}
ORDERS: dict[str, Any] = {
    Order.DEADLINE: lazy_gettext("Kortest frist først"),
    Order.NEWEST: lazy_gettext("Nyeste først"),
    Order.MOST_READY: lazy_gettext("Flest klare først"),
    Order.FEWEST_READY: lazy_gettext("Færrest klare først"),
}


class VacancyFilters(Search):
    """What narrows the list; every field stands in the address."""

    ord = StringField(lazy_gettext("Søk i stillinger"), [Length(max=LONGEST)])
    kommune = SelectMultipleField(lazy_gettext("Kommune"))
    rolle = SelectField(lazy_gettext("Rolle"), default="", validate_choice=False)
    omfang = SelectField(lazy_gettext("Heltid eller deltid"), choices=choices(EXTENTS), default="")
    turnus = SelectMultipleField(lazy_gettext("Vakter som stillingen har"))
    frist = SelectField(lazy_gettext("Søknadsfrist"), choices=choices(DEADLINES), default="")
    ufaglaert = BooleanField(lazy_gettext("Åpen for ufaglærte"))
    laereplass = BooleanField(lazy_gettext("Læreplass"))
    lukket = BooleanField(lazy_gettext("Vis lukkede stillinger"))
    sorter = SelectField(lazy_gettext("Rekkefølge"), choices=choices(ORDERS), default=Order.DEADLINE.value)
    side = IntegerField(lazy_gettext("Side"), [Optional()])


@blueprint.get("/stillinger")
@requires(Permission.SEE_VACANCIES)
def vacancies() -> tuple[str, int]:
    """List the vacancies, with the reader's own people counted for each."""
    form = VacancyFilters()
    known, roles = engine().municipalities, catalogue().roles
    form.kommune.choices = choices(known)
    form.turnus.choices = choices(SHIFTS)
    if form.rolle.data not in roles:
        form.rolle.data = ""
    valid = form.validate()
    search = _search(form) if valid else VacancySearch()
    found = list_vacancies(db.session(), live(), look(Purpose.MATCHING), search, municipalities=known)
    _with_counts(form, found)
    page = render_template(
        "adviser/vacancies.html",
        form=form,
        search=search,
        found=found,
        chips=_chips(search),
        nearest=[(_less(entry, search), url_for("adviser.vacancies", **address(entry.search))) for entry in found.nearest],
        nothing=_nothing(search),
        page_address=lambda number: url_for("adviser.vacancies", **address(replace(search, page=number))),
        rows=vacancy_rows,
        catalogue=catalogue(),
        municipality=municipality,
        today=clock.today(),
    )
    return page, 200 if valid else 422


def _search(form: VacancyFilters) -> VacancySearch:
    return VacancySearch(
        words=form.ord.data or "",
        kommunenr=tuple(form.kommune.data or ()),
        role=form.rolle.data or "",
        extent=Extent(form.omfang.data) if form.omfang.data else None,
        shifts=tuple(form.turnus.data or ()),
        within_days=int(form.frist.data) if form.frist.data else None,
        unqualified=bool(form.ufaglaert.data),
        apprentice=bool(form.laereplass.data),
        closed=bool(form.lukket.data),
        order=Order(form.sorter.data),
        page=form.side.data or 1,
    )


def address(search: VacancySearch) -> dict[str, Any]:
    """Return what of a search stands in the address of the list; what is not asked leaves nothing there."""
    fields: dict[str, Any] = {
        "ord": search.words,
        "kommune": list(search.kommunenr),
        "rolle": search.role,
        "omfang": search.extent.value if search.extent else "",
        "turnus": list(search.shifts),
        "frist": search.within_days,
        "ufaglaert": "y" if search.unqualified else "",
        "laereplass": "y" if search.apprentice else "",
        "lukket": "y" if search.closed else "",
        "sorter": search.order.value if search.order is not Order.DEADLINE else "",
        "side": search.page if search.page > 1 else "",
    }
    return {name: value for name, value in fields.items() if value}


def _with_counts(form: VacancyFilters, found: Found) -> None:
    """Put the hits behind each choice, and leave out the choices that lead nowhere."""
    places, roles, extents = found.choices["kommunenr"], found.choices["role"], found.choices["extent"]
    by_hits = sorted(engine().municipalities.items(), key=lambda entry: (-places.get(entry[0], 0), entry[1]))
    chosen, known = set(form.kommune.data or ()), catalogue().roles
    form.kommune.choices = choices(
        {number: f"{name} ({places.get(number, 0)})" for number, name in by_hits if number in places or number in chosen}
    )
    labels = {role: known[role].label for role in {*roles, form.rolle.data} if role in known}
    by_name = sorted(labels.items(), key=lambda entry: entry[1])
    form.rolle.choices = choices(
        {"": gettext("Alle roller"), **{role: f"{label} ({roles.get(role, 0)})" for role, label in by_name}}
    )
    form.omfang.choices = choices({key: f"{words} ({extents.get(key, 0)})" if key else words for key, words in EXTENTS.items()})
    shifts = found.choices["shifts"]
    form.turnus.choices = choices({shift: f"{capital(str(words))} ({shifts.get(shift, 0)})" for shift, words in SHIFTS.items()})


def _chips(search: VacancySearch) -> list[tuple[str, str]]:
    """Return each condition in words, with the address of the list without it."""
    found = [
        (words, replace(search, page=1, kommunenr=tuple(other for other in search.kommunenr if other != number)))
        for number, words in ((number, municipality(number)) for number in search.kommunenr)
    ]
    found += [
        (capital(str(SHIFTS[shift])), replace(search, page=1, shifts=tuple(other for other in search.shifts if other != shift)))
        for shift in search.shifts
    ]
    found += [
        (_condition(name, search), search.without(name)) for name in search.conditions if name not in {"kommunenr", "shifts"}
    ]
    if search.closed:
        found.append((gettext("Lukkede stillinger"), replace(search, closed=False, page=1)))
    return [(words, url_for("adviser.vacancies", **address(other))) for words, other in found]


def _condition(name: str, search: VacancySearch) -> str:
    """Return one condition of a search in words."""
    if name == "words":
        return gettext("«%(words)s»", words=search.words)
    if name == "kommunenr":
        return ", ".join(municipality(number) for number in search.kommunenr)
    if name == "role":
        return catalogue().roles[search.role].label
    if name == "extent":
        return str(EXTENTS[search.extent or ""])
    if name == "shifts":
        return ", ".join(str(SHIFTS[shift]) for shift in search.shifts)
    if name == "within_days":
        return gettext("Frist innen %(days)s dager", days=search.within_days)
    return gettext("Åpen for ufaglærte") if name == "unqualified" else gettext("Læreplass")


def _nothing(search: VacancySearch) -> str:
    """Return what was asked for and not found: «Ingen stillinger i Engerdal for Kokk»."""
    where = _condition("kommunenr", search) if search.kommunenr else ""
    what = catalogue().roles[search.role].label if search.role else ""
    if where and what:
        return gettext("Ingen stillinger i %(place)s for %(role)s", place=where, role=what)
    if where:
        return gettext("Ingen stillinger i %(place)s passer til søket", place=where)
    if what:
        return gettext("Ingen stillinger for %(role)s passer til søket", role=what)
    return gettext("Ingen stillinger passer til søket")


def _less(entry: Nearest, search: VacancySearch) -> str:
    """Return what the nearest search finds: «3 i Trysil», «9 uten rollen Kokk»."""
    if entry.condition == "kommunenr" and entry.value:
        return gettext("%(hits)s i %(place)s", hits=entry.hits, place=municipality(entry.value))
    if entry.condition == "words" and entry.value:
        return gettext("%(hits)s med «%(words)s»", hits=entry.hits, words=entry.value)
    return gettext("%(hits)s uten «%(condition)s»", hits=entry.hits, condition=_condition(entry.condition, search).strip("«»"))
