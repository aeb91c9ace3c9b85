"""Who may be shown: every combination of answers, in Python and in SQL, and news in every order."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models import queries
from models.drafts import VisibilityFacts
from models.people import JobSeeker, Origin, VisibilityRow
from models.services.errors import JobSeekerNotFound
from models.services.people.storing import find_job_seeker, set_visibility_facts, upsert_job_seeker
from models.visibility import FACTS, FROM_HERE, FROM_NAV, PROTECTIVE, SHOWN_WHEN, is_visible
from tests.factories import NOW, job_seeker_draft, own_facts, visible_facts

ANSWERS = (True, False, None)


def combinations(origin: Literal["nav", "own"]) -> Iterator[VisibilityFacts]:
    names = list(SHOWN_WHEN[origin])
    for answers in itertools.product(ANSWERS, repeat=len(names)):
        yield VisibilityFacts(origin=origin, **dict(zip(names, answers, strict=True)))


def test_of_all_answers_from_nav_exactly_one_shows() -> None:
    facts = list(combinations("nav"))
    assert len(facts) == 3**8
    assert [one for one in facts if is_visible(one)] == [visible_facts()]


def test_of_all_answers_from_here_exactly_one_shows() -> None:
    facts = list(combinations("own"))
    assert len(facts) == 3**6
    assert [one for one in facts if is_visible(one)] == [own_facts()]


def test_the_facts_of_one_origin_never_stand_in_for_those_of_the_other() -> None:
    assert not is_visible(visible_facts(origin="own"))
    assert not is_visible(own_facts(origin="nav"))
    assert is_visible(own_facts(in_kvp=True, active_cv=False))
    assert not is_visible(visible_facts(job_seeker_period=None, consent=True, adviser_confirmed=True))
    assert set(FACTS) == set(PROTECTIVE) | set(FROM_NAV) | set(FROM_HERE)


def test_nobody_is_visible_by_default(session: Session) -> None:
    upsert_job_seeker(session, job_seeker_draft(), NOW)
    assert not is_visible(VisibilityFacts())
    assert session.scalars(queries.visible_job_seekers()).all() == []


def test_the_query_says_what_the_function_says(session: Session) -> None:
    everyone = [*combinations("nav"), *combinations("own")]
    # Facts of the other origin must not matter to the query either.
    everyone += [visible_facts(consent=a, adviser_confirmed=b) for a in ANSWERS for b in ANSWERS]
    everyone += [own_facts(active_cv=a, in_kvp=b) for a in ANSWERS for b in ANSWERS]
    ids = [f"{number:032x}" for number in range(len(everyone))]
    common = {"source": "s", "version": NOW, "content_hash": "0" * 64, "created_at": NOW, "updated_at": NOW}
    session.execute(insert(JobSeeker), [common | {"id": one, "external_id": one} for one in ids])
    rows = [
        {"job_seeker_id": one, **facts.model_dump(), "origin": Origin(facts.origin)}
        for one, facts in zip(ids, everyone, strict=True)
    ]
    session.execute(insert(VisibilityRow), rows)
    shown = set(session.scalars(queries.visible_job_seekers().with_only_columns(JobSeeker.id)))
    assert shown == {one for one, facts in zip(ids, everyone, strict=True) if is_visible(facts)}
    assert len(shown) == 2 + 9 + 9


def test_one_missing_answer_hides(session: Session) -> None:
    for number, fact in enumerate(SHOWN_WHEN["nav"]):
        upsert_job_seeker(session, job_seeker_draft(f"PAM-{number}"), NOW)
        set_visibility_facts(session, f"PAM-{number}", visible_facts(**{fact: None}), NOW)
    assert session.scalars(queries.visible_job_seekers()).all() == []
    for number, fact in enumerate(SHOWN_WHEN["nav"]):
        set_visibility_facts(session, f"PAM-{number}", VisibilityFacts.model_validate({fact: SHOWN_WHEN["nav"][fact]}), NOW)
    assert len(session.scalars(queries.visible_job_seekers()).all()) == 8


def test_hidden_and_unknown_give_the_same_answer(session: Session) -> None:
    upsert_job_seeker(session, job_seeker_draft("PAM-1"), NOW)
    with pytest.raises(JobSeekerNotFound) as hidden:
        find_job_seeker(session, "PAM-1")
    with pytest.raises(JobSeekerNotFound) as unknown:
        find_job_seeker(session, "PAM-2")
    assert str(hidden.value).replace("PAM-1", "PAM-2") == str(unknown.value)
    set_visibility_facts(session, "PAM-1", visible_facts(), NOW)
    found = find_job_seeker(session, "PAM-1")
    assert find_job_seeker(session, found.id) is found


def test_news_in_any_order_ends_in_the_same_state(session: Session) -> None:
    later, latest = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    news = [
        (visible_facts(), NOW),
        (VisibilityFacts(in_kvp=True), later),
        (VisibilityFacts(in_kvp=False, dead=False), later),  # at the same time: the answer that hides wins
        (own_facts(in_kvp=False), latest),
        (VisibilityFacts(origin="nav", shielded=True), latest),
    ]
    states = set()
    for number, order in enumerate(itertools.permutations(news)):
        name = f"PAM-{number}"
        upsert_job_seeker(session, job_seeker_draft(name), NOW)
        for facts, at in order:
            set_visibility_facts(session, name, facts, at)
        row = session.scalars(select(VisibilityRow).join(VisibilityRow.job_seeker).where(JobSeeker.external_id == name)).one()
        states.add((row.origin, row.origin_at, *((getattr(row, f), getattr(row, f"{f}_at")) for f in FACTS)))
    assert len(states) == 1
    assert session.scalars(queries.visible_job_seekers()).all() == []


def test_telling_nothing_changes_nothing(session: Session) -> None:
    upsert_job_seeker(session, job_seeker_draft(), NOW)
    assert set_visibility_facts(session, "PAM-T001", visible_facts(), NOW)
    assert not set_visibility_facts(session, "PAM-T001", VisibilityFacts(), NOW + timedelta(days=1))
    assert not set_visibility_facts(session, "PAM-T001", visible_facts(dead=True), NOW - timedelta(days=1))
    assert find_job_seeker(session, "PAM-T001")


def test_people_are_read_through_the_one_query_only() -> None:
    # Where rows of people may be named without it: taking in, hiding and erasing, which must reach the hidden too, and
    # registering, which reaches one's own unfinished ones by the rule at the top of that file.
    people = "models/services/people"
    allowed = {"models/queries.py", f"{people}/storing.py", f"{people}/registration.py", "models/services/privacy.py"}
    root = Path(__file__).resolve().parents[2]
    offenders = []
    for path in [*root.glob("models/**/*.py"), *root.glob("web/**/*.py")]:
        if str(path.relative_to(root)) in allowed:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _reads(node) and any(_names_person(arg) for arg in node.args):
                offenders.append(f"{path.relative_to(root)}:{node.lineno}")
    assert offenders == []


def _reads(node: ast.Call) -> bool:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name in {"select", "get", "get_one", "query"}


def _names_person(node: ast.expr) -> bool:
    if isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name) and node.id in {"JobSeeker", "PersonIdentity"}
