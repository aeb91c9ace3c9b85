"""The ladder: who may begin below the post, in which role, and what comes first there."""

from __future__ import annotations

import pytest

from matcher.catalogue import Catalogue
from matcher.ladder import begins_in, first_step
from matcher.records import Candidate, Credential, Opening, Proof, Variant
from matcher.routes import RouteFinder
from tests.matcher.routing import ON, person


def post(*roles: str, properties: frozenset[str] = frozenset()) -> Opening:
    return Opening(id="o", roles=roles, properties=properties)


OPEN = frozenset({"unqualified_ok"})
SKILLED = person("auth:HF")
STUDENT = person("student:sykepleier:2")
SCHOOLED = person("vg2:helsearbeiderfag")
APPLICANT = Candidate(
    id="c1", credentials=(Credential(code="fagbrev:helsearbeiderfag"), Credential(code="auth:HF", proof=Proof.APPLIED))
)
NOBODY = person("grunnskole")


@pytest.mark.parametrize(
    ("one", "opening", "accepted", "role"),
    [
        (NOBODY, post("R11", properties=OPEN), (), "R13"),
        (NOBODY, post("R11"), (), None),
        (NOBODY, post("R11"), ("N22",), "R13"),
        (NOBODY, post("R11"), ("N04",), None),
        (SCHOOLED, post("R11"), ("N04",), "R22"),
        (SCHOOLED, post("R11", properties=frozenset({"route:apprentice"})), (), "R22"),
        (SCHOOLED, post("R11", properties=OPEN), (), "R13"),
        (SKILLED, post("R01"), ("N07",), "R11"),
        (SKILLED, post("R01", properties=OPEN), (), "R11"),
        (SKILLED, post("R01", "R11", properties=OPEN), (), "R13"),
        (SKILLED, post("R01"), ("N13",), None),
        (STUDENT, post("R01"), ("N13",), "R13"),
        (NOBODY, post("R01"), ("N07", "N13", "N31"), None),
        (APPLICANT, post("R11"), ("N31",), "R13"),
        (NOBODY, post("R13", properties=OPEN), (), None),
        (NOBODY, post("R42", properties=OPEN), (), None),
    ],
)
def test_the_highest_rung_that_the_employer_accepts_and_the_person_stands_on(
    catalogue: Catalogue, one: Candidate, opening: Opening, accepted: tuple[str, ...], role: str | None
) -> None:
    standing = RouteFinder(catalogue).signature(one, {}, ON)
    assert begins_in(opening, accepted, standing, catalogue) == role


def test_the_roles_of_variants_count_too(catalogue: Catalogue) -> None:
    opening = Opening(id="o", variants=(Variant(roles=("R11",)),), properties=OPEN)
    assert begins_in(opening, (), RouteFinder(catalogue).signature(NOBODY, {}, ON), catalogue) == "R13"


@pytest.mark.parametrize(
    ("one", "months", "role", "first"),
    [
        (NOBODY, {}, "R13", "T19"),
        (NOBODY, {}, "R46", "T19"),
        (NOBODY, {"pleie": 2.0}, "R13", None),
        (NOBODY, {"renhold": 30.0}, "R13", "T19"),
        (SKILLED, {}, "R13", None),
        (NOBODY, {}, "R11", None),
        (NOBODY, {}, "R43", "T19"),
        (NOBODY, {"kjokken": 2.0}, "R43", None),
        (NOBODY, {"renhold": 30.0}, "R41", None),
        (NOBODY, {}, "R44", None),
        (person("grunnskole", over_18=False, over_20=False), {}, "R13", None),
        (NOBODY, {}, "R99", None),
    ],
)
def test_whoever_is_not_used_to_such_work_begins_with_the_basic_course(
    catalogue: Catalogue, one: Candidate, months: dict[str, float], role: str, first: str | None
) -> None:
    routes = RouteFinder(catalogue)
    found = first_step([role], routes.signature(one, months, ON), routes, catalogue, ON)
    assert (found.edges[0] if found else None) == first
    assert found is None or (found.paid and found.months <= 1)
