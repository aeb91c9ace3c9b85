"""The page where the employer begins: own vacancies, and what is not finished yet."""

from __future__ import annotations

from flask import render_template

from models.policy import Permission
from models.services.vacancies.own import own_vacancies, unfinished
from models.services.vacancies.postings import employers_of
from web import db
from web.auth import Purpose, actor, requires
from web.employer import words
from web.employer.blueprint import blueprint
from web.looks import look


@blueprint.get("/")
@requires(Permission.OWN_VACANCIES)
def start() -> str:
    """Show the employer's vacancies: unfinished ones on top, then the open ones, then the others."""
    session = db.session()
    return render_template(
        "employer/start.html",
        vacancies=own_vacancies(session, look(Purpose.MATCHING)),
        unfinished=unfinished(session, actor()),
        employers=employers_of(session, actor()),
        words=words,
    )
