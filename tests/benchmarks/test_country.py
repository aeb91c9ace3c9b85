"""The measurements of the country run whole at a tiny size, and what they tell is true of the lists."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import country, exactness, generate, report, rivals, stages
from matcher.lists import Lists
from matcher.matcher import Matcher
from models.services.ranking.spread import ranked

PEOPLE, OPENINGS = 150, 12


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher().fit(generate.catalogue())


def lists_of(matcher: Matcher) -> tuple[Lists, object, list]:
    candidates, openings = stages.drawn(PEOPLE, OPENINGS)
    pool = matcher.prepare(candidates, generate.DAY)
    return ranked(matcher, pool, openings, lambda _done: None, processes=1), pool, openings


def test_a_size_is_measured_and_every_section_is_written(tmp_path):
    path = tmp_path / "results.md"
    report.put("Local size", ["kept"], path)

    country.main(["--people", str(PEOPLE), "--openings", str(OPENINGS), "--rounds", "1", "--into", str(path)])

    text = path.read_text(encoding="utf-8")
    titles = [line for line in text.splitlines() if line.startswith("## ")]
    assert titles == [
        "## Local size", "## Side by side", "## Sizes and stages", "## Exactness", "## Share of the physical limit",
        "## Where the time goes",
    ]  # fmt: skip
    assert "kept" in text
    assert f"| {PEOPLE} × {OPENINGS} | {OPENINGS}, 30 | 0 |" in text
    assert "DIFFERENT" not in text
    for name in ("this engine", "PostgreSQL full text", "scikit-learn NearestNeighbors", "RapidFuzz"):
        assert f"| {name}" in text


def test_a_section_is_written_in_its_own_place(tmp_path):
    path = tmp_path / "results.md"
    for title, line in (("One", "a"), ("Two", "b"), ("One", "c")):
        report.put(title, [line], path)

    assert path.read_text(encoding="utf-8") == f"{report.HEAD}\n## One\n\nc\n\n## Two\n\nb\n"


def test_a_list_that_is_wrong_is_found(matcher):
    lists, pool, openings = lists_of(matcher)
    right = exactness.digest(lists)
    assert exactness.against_every_pair(matcher, pool, openings, lists, PEOPLE).wrong == 0

    number = next(number for number, listed in lists.openings.items() if len(listed.rows) > 1)
    lists.openings[number].rows[:2] = lists.openings[number].rows[:2][::-1].copy()
    row = next(row for row in range(PEOPLE) if len(lists.person(row).rows))
    lists.best[row, 0] += np.uint64(1)

    found = exactness.against_every_pair(matcher, pool, openings, lists, PEOPLE)
    assert (found.wrong_openings, found.wrong_counts, found.wrong_people) == (1, 0, 1)
    assert exactness.digest(lists) != right


def test_a_search_is_the_vacancys_own_words_and_demands():
    candidates, openings = stages.drawn(PEOPLE, 200)
    catalogue = generate.catalogue()
    asked = next(one for one in openings if any(part.code == "auth:HF|auth:HP|auth:OA" for part in one.must))

    query = rivals.query(asked, catalogue)
    sheets = [rivals.sheet(one, catalogue) for one in candidates]

    assert ("auth:HF", "auth:HP", "auth:OA") in query.papers
    assert query.municipality == asked.kommunenr
    assert query.licence == any(part.code == "licence:B" for part in asked.must)
    assert set(asked.title.lower().split()) & set(query.words)
    person, sheet = candidates[0], sheets[0]
    assert person.wished_places <= set(sheet.municipalities)
    assert all(wish.title in sheet.words for wish in person.wishes)
