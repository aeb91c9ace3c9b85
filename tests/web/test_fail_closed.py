"""When a look cannot be written down, nobody is shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.web import canaries
from tests.web.conftest import PageClient
from web import db

STOPPED = {
    "sqlite": ("CREATE TRIGGER stopped BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'stopped'); END",),
    "postgresql": (
        "CREATE FUNCTION stopped() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'stopped'; END $$",
        "CREATE TRIGGER stopped BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION stopped()",
    ),
}


@pytest.fixture
def world(app: Flask) -> canaries.World:
    with db.database_of(app).writers.begin() as session:
        return canaries.build(session)


def stop_the_log(session: Session) -> None:
    """Make the database refuse every new row of the audit log, as a full disk would."""
    for statement in STOPPED[session.get_bind().dialect.name]:
        session.execute(text(statement))
    session.commit()


def pages(world: canaries.World) -> dict[str, list[str]]:
    """Return addresses that name people, by who may ask for them."""
    vacancy = next(one for one, unit in world.vacancies.items() if unit == canaries.UNITS[0])
    person = sorted(world.within("adviser"))[0]
    return {
        "adviser": [
            "/veileder/personer",
            f"/veileder/personer/{person}",
            f"/veileder/personer/{person}/rediger/onsker",
            f"/veileder/stillinger/{vacancy}",
            f"/veileder/stillinger/{vacancy}/personer/{person}",
            f"/veileder/stillinger/{vacancy}/liste",
        ],
        "employer": [f"/arbeidsgiver/stillinger/{vacancy}/delt"],
    }


@pytest.mark.parametrize("who", ["adviser", "employer"])
def test_without_a_trace_nobody_is_shown(
    sign_in: Callable[[str], PageClient], world: canaries.World, in_app: Session, who: str
) -> None:
    client, addresses = sign_in(who), pages(world)[who]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert world.seen_in(answer.text), address
    stop_the_log(in_app)
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 503, address
        assert not world.seen_in(answer.text + str(answer.headers)), address
        assert answer.headers["Retry-After"]
