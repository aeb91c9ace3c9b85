"""What the invented people and vacancies are like: shares to judge them by, and what survives when they meet."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks import generate
from matcher.reach import EARTH_KM, ROAD_FACTOR, ROAD_KMH
from matcher.records import Candidate, LanguageLevel, LanguageSkill, Opening

SAMPLE_PEOPLE, SAMPLE_OPENINGS = 10_000, 300
MOST = 8
FLOORS = {
    "language:A2": 1,
    "language:functional": 1,
    "language:B1": 2,
    "language:good": 2,
    "language:B2": 3,
    "language:very_good": 3,
}
TESTS = {"A1": 0, "A2": 1, "B1": 2, "B2": 3, "C1": 4}


def print_summary(people: int, openings: int, seed: int, *, shares: bool) -> None:
    """Draw so many, print how long it took and, on demand, the shares."""
    generate.ground(generate.DAY)
    counts: Counter[str] = Counter()
    titles: set[str] = set()
    homes: set[str] = set()
    began = time.perf_counter()
    for person in generate.people(people, seed):
        if shares:
            counts.update(name for name, holds in PERSON.items() if holds(person))
            titles.update(period.title for period in person.practice)
            homes.add(person.postnummer or "")
    middle = time.perf_counter()
    asked: Counter[str] = Counter()
    roles: Counter[str] = Counter()
    names: set[str] = set()
    for opening in generate.openings(openings, seed):
        if shares:
            asked.update({requirement.code for requirement in opening.must})
            asked.update(name for name, holds in OPENING.items() if holds(opening))
            roles[" ".join(opening.roles) or "outside health"] += 1
            names.add(opening.title)
    ended = time.perf_counter()
    print(f"{people} people in {middle - began:.1f} s, {openings} vacancies in {ended - middle:.1f} s, seed {seed}")
    if shares:
        _table("of people", counts, people, len(counts))
        print(f"\n{len(titles)} different titles of practice, {len(names)} of vacancies, {len(homes)} postal codes with homes")
        _table("of vacancies", roles, openings, MOST)
        _table("of vacancies, asked or offered", asked, openings, 3 * MOST)
        _meet(seed)


def _table(name: str, counts: Counter[str], whole: int, most: int) -> None:
    print(f"\n| {name} | share |\n|---|---|")
    for thing, count in counts.most_common(most):
        print(f"| {thing} | {100 * count / max(whole, 1):.1f} % |")


def _holds(*starts: str) -> Callable[[Candidate], bool]:
    return lambda person: any(held.code.startswith(starts) for held in person.credentials)


PERSON: dict[str, Callable[[Candidate], bool]] = {
    "empty CV": lambda person: person.empty_cv,
    "practice of some kind": lambda person: bool(person.practice),
    "still at work": lambda person: any(period.end is None for period in person.practice),
    "an authorisation": _holds("auth:"),
    "authorised nurse": _holds("auth:SP"),
    "authorised for care work (HF, HP, OA)": _holds("auth:HF", "auth:HP", "auth:OA"),
    "a trade certificate": _holds("fagbrev:"),
    "foreign health education": _holds("foreign:"),
    "licence B": lambda person: "B" in person.licences,
    "licences not known": lambda person: not person.licences_known,
    "car": lambda person: person.car is True,
    "no car": lambda person: person.car is False,
    "nights are fine": lambda person: "night" in person.shifts_yes,
    "nights refused": lambda person: "night" in person.shifts_no,
    "shifts unknown": lambda person: not person.shifts_yes,
    "Norwegian is not the first language": lambda person: any(
        skill.language == "no" and skill.spoken != "FOERSTESPRAAK" for skill in person.languages
    ),
    "an hour one way": lambda person: person.max_minutes == 60,
    "would move": lambda person: person.willing_to_move is True,
    "wishes work elsewhere too": lambda person: len(person.wished_places) > 1,
    "refuses a kind of work": lambda person: bool(person.refused_families),
}
OPENING: dict[str, Callable[[Opening], bool]] = {
    "several kinds of post in one ad": lambda opening: bool(opening.variants),
    "permanent": lambda opening: opening.employment == "fast",
    "whole-time": lambda opening: opening.percent_min == 100,
    "unqualified people may apply": lambda opening: "unqualified_ok" in opening.properties,
    "training offered": lambda opening: "training_offered" in opening.properties,
}


def _meet(seed: int) -> None:
    """Hold a sample of vacancies against a sample of people by the plain conditions alone, without the engine."""
    people = list(generate.people(SAMPLE_PEOPLE, seed))
    crowd = Crowd(people)
    kept: dict[str, list[float]] = {name: [] for name in ("reach", "papers", "licence", "language", "shifts", "hours", "all")}
    for opening in generate.openings(SAMPLE_OPENINGS, seed):
        answers = crowd.answers(opening)
        for name, answer in answers.items():
            kept[name].append(float(answer.mean()))
        kept["all"].append(float(np.logical_and.reduce(list(answers.values())).mean()))
    print(f"\nWhat survives of {SAMPLE_PEOPLE} people and {SAMPLE_OPENINGS} vacancies; what is not known survives\n")
    print("| condition | share of pairs |\n|---|---|")
    for name, shares in kept.items():
        print(f"| {name} | {100 * sum(shares) / len(shares):.2f} % |")
    of_country = sorted(round(200_000 * share) for share in kept["all"])
    least, middle, most = (of_country[int(part * (len(of_country) - 1))] for part in (0.1, 0.5, 0.99))
    print(f"\nLeft for a vacancy among 200 000: 10th percentile {least}, median {middle}, 99th {most}")


class Crowd:
    """People as columns, to be asked about many vacancies."""

    def __init__(self, people: Sequence[Candidate]) -> None:
        self._people = people
        self._places = generate.catalogue().places
        homes = [self._places[person.postnummer or ""] for person in people]
        self._north = np.radians([home.lat for home in homes])
        self._east = np.radians([home.lon for home in homes])
        self._minutes = np.array([person.max_minutes if person.car is not False else 0 for person in people])
        self._held = [frozenset(held.code for held in person.credentials) for person in people]
        self._norwegian = np.array(
            [max((_level(s) for s in person.languages if s.language == "no"), default=9) for person in people]
        )

    def answers(self, opening: Opening) -> dict[str, NDArray[np.bool_]]:
        """Return for each condition who may still come in question."""
        codes = [requirement.code for requirement in opening.must]
        papers = [frozenset(code.split("|")) for code in codes if code.startswith(("auth:", "fagbrev:", "degree:", "vg2:"))]
        shifts = {code.removeprefix("shift:") for code in codes if code.startswith("shift:")}
        licences = {code.removeprefix("licence:") for code in codes if code.startswith("licence:")}
        floor = max((FLOORS.get(code, 0) for code in codes), default=0)
        least, most = opening.percent_min, opening.percent_max
        return {
            "reach": self._reach(opening),
            "papers": self._who(lambda row, _: all(paper & self._held[row] for paper in papers)),
            "licence": self._who(lambda _, person: not person.licences_known or licences <= person.licences),
            "language": np.asarray(self._norwegian >= floor),
            "shifts": self._who(lambda _, person: not shifts & person.shifts_no),
            "hours": self._who(
                lambda _, person: (most or 100) >= (person.percent_min or 0) and (least or 0) <= (person.percent_max or 100)
            ),
        }

    def _who(self, holds: Callable[[int, Candidate], bool]) -> NDArray[np.bool_]:
        return np.fromiter(
            (holds(row, person) for row, person in enumerate(self._people)), dtype=np.bool_, count=len(self._people)
        )

    def _reach(self, opening: Opening) -> NDArray[np.bool_]:
        wished = self._who(lambda _, person: opening.kommunenr in person.wished_places)
        if opening.postnummer is None:
            return wished
        place = self._places[opening.postnummer]
        north, east = np.radians(place.lat), np.radians(place.lon)
        half = np.sin((self._north - north) / 2) ** 2
        half += np.cos(self._north) * np.cos(north) * np.sin((self._east - east) / 2) ** 2
        km = 2 * EARTH_KM * np.arcsin(np.sqrt(half))
        return np.asarray((km * ROAD_FACTOR / ROAD_KMH * 60 <= self._minutes) | wished)


def _level(skill: LanguageSkill) -> int:
    if skill.test_spoken:
        return TESTS[skill.test_spoken]
    return 9 if skill.spoken is None else 4 - list(LanguageLevel).index(skill.spoken)
