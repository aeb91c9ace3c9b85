"""The index of words and the numbers beside the filters, against their plain definitions on small pools drawn from seeds."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from benchmarks.generate import DAY, catalogue, newcomers, people
from matcher.matcher import Matcher
from matcher.pool import Pool
from matcher.records import Candidate
from matcher.rules import CEFR, norwegian
from matcher.text import normalise
from matcher.title_words import fold
from models.services.people.filters import LEVELS, UNKNOWN_LANGUAGE, shelf_of
from models.services.people.index import AS_GOOD, CLEAR, PeopleIndex, hits
from models.services.people.spelling import Spelling
from models.services.ranking.overlay import Everybody, part_of

SIZE, SMALL_POOL = 120, 60
SMALL = {"i", "på", "ved", "for", "hos", "av", "og", "til", "med", "som", "en", "et", "den", "det", "uten", "eller"}
WORD = re.compile(r"[\w.+#-]+")


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher().fit(catalogue())


@pytest.fixture(scope="module", params=[1, 2, 3])
def pool(request: pytest.FixtureRequest, matcher: Matcher) -> Pool:
    return matcher.prepare(list(people(SIZE, request.param)), DAY)


@pytest.fixture(scope="module", params=["as prepared", "changed since"])
def everybody(request: pytest.FixtureRequest, pool: Pool, matcher: Matcher) -> Everybody:
    """One pool, or what is left of it with two small ones behind: some are gone, some are new, some are somebody else now."""
    whole = Everybody([part_of(pool)])
    if request.param == "as prepared":
        return whole
    ids, new = [one.id for one in pool.candidates], list(newcomers(SMALL_POOL, 7))
    others = [replace(new[number], id=one) for number, one in enumerate(ids[40:60])]

    def prepare(some: Sequence[Candidate]) -> Pool:
        return matcher.prepare(some, DAY)

    once = whole.changed(set(ids[:60]), [*others, *new[20:]], prepare)
    changed = once.changed({new[20].id, ids[41], ids[80]}, [replace(new[3], id=ids[80])], prepare)
    assert len(changed.parts) == 3
    return changed


def finds(word: str, other: str) -> bool:
    """Tell whether a typed word finds another: the definition."""
    if len(word) >= 4 and word in other:
        return True
    if len(word) == 3 and other.startswith(word):
        return True
    if len(word) >= 5 and fuzz.ratio(word, other) >= 84:
        return True
    return word == other or OSA.distance(word, other) <= (2 if len(word) >= 10 else 1 if len(word) >= 6 else 0)


few_letters = st.text(alphabet="aelrsøåæf-", min_size=1, max_size=12)


@given(st.lists(few_letters, max_size=30), few_letters)
def test_a_word_finds_what_the_definition_says(words: list[str], word: str) -> None:
    spelling = Spelling(words)
    for asked in [word, *words, *(one[1:] for one in words)]:
        found = [spelling.words[number] for number in spelling.found(asked).tolist()]
        assert found == [other for other in spelling.words if asked and finds(asked, other)]


def test_real_words_with_letters_wrong_find_what_the_definition_says(pool: Pool) -> None:
    words = sorted(word for word in PeopleIndex(pool).words if len(word) > 2)
    dice = random.Random(len(words))
    long = [f"{one}{other}" for one, other in zip(words, words[7:], strict=False)]
    for word in [*dice.sample(words, 40), *dice.sample(long, 10)]:
        known = Spelling([*words, word])
        for typed in (misspelt(word, dice), misspelt(misspelt(word, dice), dice), swapped(word, dice)):
            assert [known.words[number] for number in known.found(typed).tolist()] == [
                other for other in known.words if typed and finds(typed, other)
            ], typed


@pytest.mark.parametrize(
    ("typed", "meant", "there"),
    [
        ("hjemmesykepl", "hjemmesykepleier", True),
        ("sykepleir", "sykepleier", True),
        ("sykpeleier", "sykepleier", True),
        ("helsfagarbeidr", "helsefagarbeider", True),
        ("pleiar", "pleier", True),
        ("tjeneste", "hjemmetjenesten", True),
        ("vatt", "natt", False),
        ("mekaniker", "tekniker", False),
        ("xyz", "sykepleier", False),
        ("", "sykepleier", False),
        ("a\nb", "a", False),
    ],
)
def test_words_as_they_are_typed(typed: str, meant: str, there: bool) -> None:
    assert Spelling([meant, "helsefag", "norsk"]).found(typed).size == int(there)


def test_nothing_is_found_among_nothing() -> None:
    assert Spelling([]).found("sykepleier").size == 0


def own_words(candidate: Candidate) -> tuple[set[str], set[str]]:
    """Return the words of one person, and the names of places among them: the definition."""
    known = catalogue()
    labels = {code: kind.label for code, kind in known.requirements.items()} | dict(known.credentials)
    texts = [one.title for one in candidate.practice] + [one.title for one in candidate.wishes]
    texts += [labels.get(term, term) for term in (*candidate.skills, *(term for one in candidate.practice for term in one.tasks))]
    for held in candidate.credentials:
        longer = sorted((code for code in labels if f"{held.code}:".startswith(f"{code}:")), key=len)
        texts += [labels[code] for code in longer[-1:]]
    home = known.places.get(candidate.postnummer or "")
    names = {home.name, home.kommune} if home else set()
    names |= {place.kommune for place in known.places.values() if place.kommunenr in candidate.wished_places}
    places = {normalise(name) for name in names if name}
    return {word for text in texts for word in (*WORD.findall(normalise(text)), *fold(text).split())} | places, places


def works_as(pool: Everybody, row: int, roles: set[str]) -> bool:
    candidate = pool.candidates[row]
    states = {state for role in roles for state in catalogue().roles[role].states}
    titles = [(one.title, one.styrk08) for one in candidate.practice] + [(one.title, one.styrk08) for one in candidate.wishes]
    return bool(states & pool.standing(row).states) or any(roles & meant(pool, *title) for title in titles)


def meant(pool: Everybody, title: str, code: str | None) -> set[str]:
    link = pool.domain.link(title, code)
    best = max((score for _, score in link.roles), default=0.0)
    clear = best >= CLEAR or link.ambiguous is not None
    return {role for role, score in link.roles if clear and score >= AS_GOOD * best}


def misspelt(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word))
    return word[:at] + dice.choice("aeinrst") * dice.randrange(2) + word[at + 1 :]


def swapped(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word))
    return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]


def queries(words: list[str], places: list[str], dice: random.Random) -> list[str]:
    """Return what somebody might type: a word, misspelt, cut off, two, with a place."""
    one, other, where = dice.choice(words), dice.choice(words), dice.choice(places)
    long = dice.choice([word for word in words if len(word) > 9])
    typed = [one, misspelt(one, dice), long[:-3], long[3:], where, misspelt(where, dice)]
    return [*typed, f"{one} {other}", f"{one} på {where}", "xyz"]


def test_the_words_are_those_that_stand_there(pool: Pool) -> None:
    assert PeopleIndex(pool).words == set().union(*(own_words(candidate)[0] for candidate in pool.candidates))


def test_hits_are_those_of_the_definition(everybody: Everybody) -> None:
    dice, living = random.Random(len(everybody)), everybody.rows.tolist()
    own = {row: own_words(everybody.candidates[row]) for row in living}
    words, places = set().union(*(one for one, _ in own.values())), set().union(*(one for _, one in own.values()))
    plain = [word for word in sorted(words) if WORD.fullmatch(word)]
    towns = [place for place in sorted(places) if WORD.fullmatch(place)]
    for text in [query for _ in range(12) for query in queries(plain, towns, dice)]:
        where, others = told_apart(text, words, places)
        expected = [fits(everybody, row, where, others, own[row]) for row in living]
        assert hits(everybody, text)[living].tolist() == expected, text


def told_apart(text: str, words: set[str], places: set[str]) -> tuple[list[str], list[str]]:
    """Return the words of a text that mean places, and the others that count."""
    where: list[str] = []
    others: list[str] = []
    for token in dict.fromkeys(token for token in WORD.findall(normalise(text)) if token not in SMALL):
        found = {word for word in words if finds(token, word)}
        is_place = token in places or (found and found <= places)
        (where if is_place else others).append(token)
    return where, others


def fits(pool: Everybody, row: int, where: list[str], others: list[str], own: tuple[set[str], set[str]]) -> bool:
    """Tell whether words find one person: each place must be theirs; all other words, or what these mean as a title."""
    if not all(any(finds(token, place) for place in own[1]) for token in where):
        return False
    by_words = all(any(finds(way, word) for way in (token, *fold(token).split()) for word in own[0]) for token in others)
    return by_words or works_as(pool, row, meant(pool, " ".join(others), None))


def test_numbers_beside_the_filters_are_counts_of_people(everybody: Everybody) -> None:
    shelf, dice = shelf_of(everybody), np.random.default_rng(len(everybody))
    for share in (0.0, 0.3, 1.0):
        among = everybody.alive & (dice.random(len(everybody)) < share)
        rows = np.flatnonzero(among)
        chosen = [everybody.candidates[row] for row in rows.tolist()]
        assert shelf.licences.counted(rows) == Counter(value for one in chosen for value in one.licences)
        assert shelf.shifts.counted(rows) == Counter(value for one in chosen for value in one.shifts_yes)
        assert shelf.papers.counted(rows) == Counter(code for one in chosen for code in {held.code for held in one.credentials})
        for choice, count in shelf.languages(rows).items():
            assert count == sum(knows(one, choice) for one in chosen) == np.count_nonzero(shelf.language(choice) & among)


def knows(candidate: Candidate, choice: str) -> bool:
    level = norwegian(candidate)[0]
    return level is None if choice == UNKNOWN_LANGUAGE else level is not None and CEFR.index(level) >= CEFR.index(choice)


def test_who_has_all_of_some_values(everybody: Everybody) -> None:
    shelf, living = shelf_of(everybody), everybody.rows.tolist()
    for shifts in [("night",), ("night", "weekend"), ("never",), ()]:
        expected = [set(shifts) <= everybody.candidates[row].shifts_yes for row in living]
        assert shelf.shifts.having(shifts)[living].tolist() == expected
    assert not shelf.language("ingen").any()
    assert {*LEVELS, UNKNOWN_LANGUAGE} == set(shelf.languages(np.arange(len(everybody))))


def test_nobody_has_no_words(matcher: Matcher) -> None:
    empty = Everybody([part_of(matcher.prepare([], DAY))])
    assert hits(empty, "sykepleier").tolist() == []
    assert shelf_of(empty).papers.counted(np.zeros(0, dtype=np.int64)) == {}
