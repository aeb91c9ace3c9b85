"""One person: what now.  And who takes care of whom."""

from __future__ import annotations

import re
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from matcher.records import Tier
from models.policy import Permission
from models.services.errors import JobSeekerNotFound
from models.services.looks import person_in_reach
from models.services.people import own as own_people
from models.services.people.page import person_page
from models.services.people.ranking import PER_TIER
from web import db, phrases
from web.adviser import people_view, person_cv, person_view, vacancy_rows
from web.adviser.blueprint import blueprint
from web.auth import Purpose, actor, requires
from web.engine import catalogue, live, municipality
from web.looks import look
from web.phrases.texts import capital, gettext

_ID = re.compile("[0-9a-f]{32}")


@blueprint.get("/personer/<person_id>")
@requires(Permission.SEE_PEOPLE)
def person(person_id: str) -> str:
    """Show where a person stands, what opens most, and everything that is known."""
    whole = frozenset(tier for tier in Tier if tier.value in request.args.getlist("vis"))
    found = person_page(
        db.session(),
        live(),
        look(Purpose.FOLLOW_UP),
        person_id,
        whole=whole,
        looks_page=request.args.get("innsyn", 1, type=int),
    )
    known, search_id = catalogue(), request.args.get("fra")
    if search_id is not None and not _ID.fullmatch(search_id):
        search_id = None

    def address(*, also: Tier | None = None, looks: int = 1, anchor: str = "") -> str:
        shown = sorted({tier.value for tier in whole} | ({also.value} if also else set()))
        asked: dict[str, Any] = {
            "vis": shown or None,
            "innsyn": looks if looks > 1 else None,
            "fra": search_id,
            "_anchor": anchor or None,
        }
        return url_for("adviser.person", person_id=person_id, **asked)

    return render_template(
        "adviser/person.html",
        found=found,
        person=found.person,
        name=person_view.name(found.person),
        catalogue=known,
        phrases=phrases,
        capital=capital,
        view=people_view,
        about=person_view,
        rows=vacancy_rows,
        cv=person_cv.sections(found.person, known, municipality),
        facts=person_cv.prose_facts(found.person, known),
        address=address,
        edit=lambda section: url_for("adviser.edit_person", person_id=person_id, section=section),
        search_id=search_id,
        per_tier=PER_TIER,
        whole=whole,
        looks_open="innsyn" in request.args,
    )


@blueprint.post("/personer/<person_id>/mine")
@requires(Permission.EDIT_PEOPLE)
def take_over(person_id: str) -> BaseResponse:
    """Make a person an own user."""
    own_people.take_over(db.session(), look(Purpose.FOLLOW_UP), person_id)
    flash(gettext("Du følger nå opp denne personen."))
    return redirect(url_for("adviser.person", person_id=person_id), 303)


@blueprint.post("/personer/<person_id>/slipp")
@requires(Permission.EDIT_PEOPLE)
def let_go(person_id: str) -> BaseResponse:
    """Let go of an own user."""
    own_people.let_go(db.session(), look(Purpose.FOLLOW_UP), person_id)
    flash(gettext("Du følger ikke lenger opp denne personen. Andre veiledere i området kan ta over."))
    try:
        person_in_reach(db.session(), actor(), person_id)
    except JobSeekerNotFound:  # reached only as an own user
        return redirect(url_for("adviser.people"), 303)
    return redirect(url_for("adviser.person", person_id=person_id), 303)
