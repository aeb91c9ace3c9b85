"""A release holds levels and no words, of people who may be shown; a file of weights is held to the published order."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.evaluation import Figure
from matcher.group_gaps import gap_change
from matcher.learning import Weights
from matcher.matcher import Matcher
from matcher.weights import WEIGHTS
from models.audit import AuditAction, AuditEvent
from models.services.learning import (
    GroupsUnreadable,
    NotEnoughVerdicts,
    Obstacle,
    Proposal,
    Release,
    ReleaseUnreadable,
    freeze_verdicts,
    learn_from,
    read_groups,
    read_release,
)
from models.services.looks import Look
from models.services.people.storing import find_job_seeker, set_visibility_facts, upsert_job_seekers
from models.services.vacancies.pairs import VerdictReason, record_verdict
from models.services.vacancies.storing import find_vacancy, upsert_vacancies
from models.services.weights_file import WeightsUnreadable, read_weights, weights_text
from tests.factories import NOW, TODAY, job_seeker_draft, vacancy_draft, visible_facts

AD = "a0000000-0000-4000-8000-0000000000aa"
WORDS = "Ringte og avtalte en prat på torsdag"
PEOPLE = [f"PAM-{number:02}" for number in range(8)]


@pytest.fixture
def judged(session: Session, look: Look) -> dict[str, str]:
    """Eight people in Trysil with a verdict each: four yes, four no, every other one wishing to work elsewhere; their ids."""
    places = (("3421",), ("3422",))
    people = [job_seeker_draft(name, wished_places=places[number % 2]) for number, name in enumerate(PEOPLE)]
    upsert_job_seekers(session, people, NOW)
    upsert_vacancies(session, [vacancy_draft(AD)], NOW)
    for name in PEOPLE:
        set_visibility_facts(session, name, visible_facts(), NOW)
    session.flush()
    ids = {name: find_job_seeker(session, name).id for name in PEOPLE}
    for number, name in enumerate(PEOPLE):
        say(session, look, ids[name], relevant=number < 4)
    return ids


def say(session: Session, look: Look, person: str, *, relevant: bool, minutes: int = 1) -> None:
    vacancy = find_vacancy(session, AD).id
    reasons = () if relevant else (VerdictReason.REACH,)
    later = replace(look, now=NOW + timedelta(minutes=minutes))
    record_verdict(session, later, vacancy, person, relevant=relevant, reasons=reasons, words=WORDS)


def freeze(session: Session, matcher: Matcher) -> Release:
    return freeze_verdicts(session, matcher, on=TODAY, actor="cli:drift", purpose="drift", now=NOW + timedelta(hours=1))


def test_a_release_holds_levels_and_no_words_and_leaves_a_trace(
    session: Session, judged: dict[str, str], matcher: Matcher, tmp_path: Path
) -> None:
    release = freeze(session, matcher)
    assert {pair.person: pair.relevant for pair in release.pairs} == {
        judged[name]: number < 4 for number, name in enumerate(PEOPLE)
    }
    wished = {pair.person for pair in release.pairs if pair.levels["place"] == "wished"}
    assert wished == {judged[name] for name in PEOPLE[::2]}
    path = tmp_path / "release.json"
    path.write_text(release.model_dump_json(), encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    assert WORDS not in text
    assert not any(name in text for name in (*PEOPLE, "Personsen", "reach:"))
    assert read_release(path) == release
    traces = session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.EXPORT)).all()
    assert sorted(trace.person_id or "" for trace in traces) == sorted(judged.values())


def test_the_last_verdict_on_a_pair_counts(session: Session, look: Look, judged: dict[str, str], matcher: Matcher) -> None:
    say(session, look, judged["PAM-00"], relevant=False, minutes=5)
    said = {pair.person: pair.relevant for pair in freeze(session, matcher).pairs}
    assert said[judged["PAM-00"]] is False
    assert len(said) == len(PEOPLE)


def test_who_is_hidden_or_changed_since_is_left_out(session: Session, judged: dict[str, str], matcher: Matcher) -> None:
    set_visibility_facts(session, "PAM-00", visible_facts(shielded=True), NOW + timedelta(minutes=2))
    find_job_seeker(session, "PAM-01").updated_at = NOW + timedelta(minutes=2)
    session.flush()
    release = freeze(session, matcher)
    assert {pair.person for pair in release.pairs} == {judged[name] for name in PEOPLE[2:]}
    assert (release.changed, release.unseen) == (1, 1)


def test_verdicts_of_one_kind_are_not_frozen(session: Session, look: Look, judged: dict[str, str], matcher: Matcher) -> None:
    for person in judged.values():
        say(session, look, person, relevant=True, minutes=5)
    with pytest.raises(NotEnoughVerdicts):
        freeze(session, matcher)
    assert not session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.EXPORT)).all()


def test_a_release_teaches_what_its_people_differ_in(
    session: Session, look: Look, judged: dict[str, str], matcher: Matcher
) -> None:
    for number, person in enumerate(judged.values()):
        say(session, look, person, relevant=number % 2 == 0, minutes=5)
    release = freeze(session, matcher)
    learned = {(entry.comparison, entry.level): entry for entry in learn_from(release, WEIGHTS).levels}
    liked, disliked = (
        {pair.levels["place"] for pair in release.pairs if pair.relevant is relevant} for relevant in (True, False)
    )
    assert liked == {"wished"}
    assert len(disliked) == 1
    better, worse = learned["place", "wished"], learned["place", disliked.pop()]
    assert (better.verdicts, better.relevant) == (4, 4)
    assert (worse.verdicts, worse.relevant) == (4, 0)
    assert better.weight > better.running
    assert worse.weight < worse.running
    assert learned["wish", "elsewhere"].weight == WEIGHTS["wish"]["elsewhere"]


@pytest.mark.parametrize("change", ["level", "words", "form"])
def test_a_file_that_is_no_release_of_today_is_refused(
    session: Session, judged: dict[str, str], matcher: Matcher, tmp_path: Path, change: str
) -> None:
    told = json.loads(freeze(session, matcher).model_dump_json())
    if change == "level":
        told["pairs"][0]["levels"]["reach"] = "on the moon"
    elif change == "words":
        told["pairs"][0]["reason"] = WORDS
    else:
        told = [told]
    path = tmp_path / "release.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(ReleaseUnreadable):
        read_release(path)


# --- what speaks against a proposal ----------------------------------------------------------------------------


def proposal(release: Release, *, before: float, after: float, first: str = "ab") -> Proposal:
    groups = {name: name.rstrip("0123456789") for number in range(20) for name in (f"a{number}", f"b{number}")}

    def lists(order: str) -> list[list[str]]:
        one, other = ([name for name in groups if groups[name] == group] for group in order)
        return [[*one, *other], [*other, *one]]

    gaps = {"gruppe": gap_change(lists("ab") * 10, [lists(first)[0], lists("ba")[0]] * 10, groups)}
    figures = [Figure(value, value, value, 1) for value in (before, after)]
    return Proposal(learned=learn_from(release, WEIGHTS), before=figures[0], after=figures[1], gaps=gaps)


def test_each_thing_that_speaks_against_keeps_it_back(session: Session, judged: dict[str, str], matcher: Matcher) -> None:
    release = freeze(session, matcher)
    good = proposal(release, before=0.9, after=0.91)
    assert good.publishable
    assert proposal(release, before=0.9, after=0.9).obstacles == (Obstacle.GOLDEN,)
    assert proposal(release, before=0.9, after=0.91, first="ba").obstacles == (Obstacle.GROUPS_WIDEN,)
    few = {"a": "x", "b": "y", "c": "x", "d": "y"}
    uncertain = {
        "gruppe": gap_change([["a", "b", "c", "d"], ["b", "a", "d", "c"]], [["b", "a", "c", "d"], ["b", "a", "d", "c"]], few)
    }
    assert replace(good, gaps=uncertain).obstacles == (Obstacle.GROUPS_UNCERTAIN,)
    assert replace(good, gaps={}).obstacles == (Obstacle.GROUPS_UNKNOWN,)
    entry = good.learned.levels[0]
    turned = replace(good.learned, levels=(replace(entry, weight=-5), *good.learned.levels[1:]))
    assert replace(good, learned=turned).obstacles == (Obstacle.ORDER,)


# --- files -----------------------------------------------------------------------------------------------------


def changed(name: str, level: str, weight: object) -> Weights:
    return {**WEIGHTS, name: {**WEIGHTS[name], level: weight}}  # type: ignore[dict-item]  # wrong on purpose in one case


def test_weights_are_read_as_they_were_written_and_decide_the_configuration(matcher: Matcher, tmp_path: Path) -> None:
    path = tmp_path / "weights.toml"
    path.write_text(weights_text(WEIGHTS), encoding="utf-8")
    assert read_weights(path) == {name: dict(table) for name, table in WEIGHTS.items()}
    catalogue = matcher.domain_.catalogue
    assert Matcher(weights=read_weights(path)).fit(catalogue).config_hash == matcher.config_hash
    path.write_text(weights_text(changed("place", "wished", 501)), encoding="utf-8")
    assert Matcher(weights=read_weights(path)).fit(catalogue).config_hash != matcher.config_hash


@pytest.mark.parametrize(
    "text",
    [
        weights_text(changed("skills", "some tasks", 5000)),
        weights_text(changed("skills", "some tasks", -1)),
        weights_text(changed("skills", "some tasks", 1.5)),
        weights_text({name: table for name, table in WEIGHTS.items() if name != "place"}),
        weights_text(changed("place", "on the moon", 1)),
        "age = 1\n" + weights_text(WEIGHTS),
        "[practice",
    ],
)
def test_weights_that_are_not_whole_or_out_of_order_are_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "weights.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WeightsUnreadable, match=r"weights\.toml"):
        read_weights(path)


def test_weights_of_no_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsUnreadable):
        read_weights(tmp_path / "none.toml")


def test_groups_name_people_of_the_folder_only(tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    path.write_text("person,inndeling,gruppe\np1,alder,under 30\np2,alder,30-49\n", encoding="utf-8")
    assert read_groups(path, frozenset({"p1", "p2"})) == {"alder": {"p1": "under 30", "p2": "30-49"}}
    with pytest.raises(GroupsUnreadable):
        read_groups(path, frozenset({"p1"}))
    path.write_text("person,inndeling,gruppe\np1,alder,under 30\n", encoding="utf-8")
    with pytest.raises(GroupsUnreadable):
        read_groups(path, frozenset({"p1"}))
    path.write_text("p1;alder;under 30\n", encoding="utf-8")
    with pytest.raises(GroupsUnreadable):
        read_groups(path, frozenset({"p1"}))
