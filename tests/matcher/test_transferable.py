"""What carries over from one kind of work to another."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from matcher.catalogue import Catalogue
from matcher.matcher import Matcher
from matcher.records import Candidate, Opening, Practice
from matcher.transferable import FAMILY, TABLE, VOLUNTEER, carried_to
from tests.matcher.strategies import ON

PERSON = Candidate(id="c", postnummer="2420", car=True)
WARD = Opening(id="o", roles=("R13",), postnummer="2420", kommunenr="3421")
LATELY, LONG_AGO = date(2025, 6, 1), date(2012, 6, 1)


def test_the_table_names_families_that_there_are(catalogue: Catalogue) -> None:
    families = {role.family for role in catalogue.roles.values()}
    health = {role.family for role in catalogue.roles.values() if not role.outside}
    for entry in TABLE:
        assert entry.gained_in <= families | {FAMILY, VOLUNTEER}, entry.code
        assert entry.used_in <= health, entry.code
        assert entry.esco is None or str(UUID(entry.esco)) == entry.esco
    assert len({entry.code for entry in TABLE}) == len(TABLE)


@pytest.mark.parametrize(
    ("practice", "expected"),
    [
        (Practice(title="Omsorg for pårørende", start=date(2022, 1, 1), end=LATELY, kind="family"), "several ways carry over"),
        (Practice(title="Besøksvenn", start=date(2022, 1, 1), end=LATELY, kind="volunteer"), "one way carries over"),
        (Practice(title="Omsorg for pårørende", start=date(2010, 1, 1), end=LONG_AGO, kind="family"), "from long ago"),
        (Practice(title="Anleggsmaskinfører", start=date(2010, 1, 1), end=LATELY, percent=100), None),
    ],
)
def test_care_in_the_family_and_voluntary_work_count(matcher: Matcher, practice: Practice, expected: str | None) -> None:
    match = matcher.explain(replace(PERSON, practice=(practice,)), WARD, ON)
    found = [entry.level for entry in match.contributions if entry.comparison == "carried"]
    assert found == ([expected] if expected else [])


def test_what_carries_over_is_named() -> None:
    assert carried_to({"service"}, {"handel"}) == ("food", "service")
    assert carried_to({"lege"}, {"handel"}) == ()
