"""Hold the engine against graded people and vacancies, beside four plain baselines, in a scratch database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from matcher.baselines import BASELINES, PlainPerson, PlainVacancy
from matcher.catalogue import Catalogue
from matcher.evaluation import READY, Figure, bootstrap, ndcg_at_k, ranking_figures, set_figures
from matcher.matcher import Matcher
from matcher.records import Match, Tier
from models.drafts import ImportReport, VisibilityFacts
from models.profiles import to_opening
from models.services.errors import GradesUnreadable
from models.services.intake.adtext import ad_text
from models.services.intake.loader import VacancyReader, import_seekers, import_vacancies
from models.services.people.storing import set_visibility_facts
from models.services.ranking.once import external_ids, visible_candidates
from models.vacancies import Strength, Vacancy

OPEN_FACTS = VisibilityFacts(
    origin="nav",
    dead=False,
    address_protected=False,
    code_6_or_7=False,
    shielded=False,
    active_cv=True,
    in_follow_up=True,
    in_kvp=False,
    job_seeker_period=True,
)
"""Graded people are invented and meant to be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grades:
    """The graders' answers for one vacancy: one grade a person from each grader, and who is barred by law."""

    grades: Mapping[str, Sequence[float]]
    never: frozenset[str]

    def relevance(self) -> dict[str, float]:
        """Return the mean grade of each graded person."""
        return {person: sum(pair) / len(pair) for person, pair in self.grades.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All figures of one evaluation, with intervals, and the lists behind them by the source's ids."""

    on: date
    people: int
    vacancies: int
    ours: dict[str, Figure]
    baselines: dict[str, dict[str, Figure]]
    requirements: dict[str, dict[str, Figure]]
    graders: dict[str, Figure]
    rankings: dict[str, list[Match]]
    external_ids: dict[str, str]
    imports: tuple[ImportReport, ImportReport]


def evaluate_folder(
    folder: Path,
    sessions: sessionmaker[Session],
    matcher: Matcher,
    reader: VacancyReader,
    *,
    progress: Callable[[int, int | None], None],
) -> Evaluation:
    """Import ``folder`` into the empty database behind ``sessions``, rank everybody for everything, and measure."""
    on = date.fromisoformat(json.loads(_text(folder / "meta.json"))["as_of"])
    now = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    grades = {line["uuid"]: _grades(line) for line in _lines(folder / "grades.jsonl")}
    catalogue = matcher.domain_.catalogue
    reports = (
        import_seekers(sessions, folder / "seekers.jsonl", "nav-cv", catalogue=catalogue, now=now),
        import_vacancies(sessions, folder / "vacancies.jsonl", "nav-feed", catalogue=catalogue, reader=reader, now=now),
    )
    documents = list(_lines(folder / "seekers.jsonl"))
    with sessions.begin() as session:
        for document in documents:
            set_visibility_facts(session, document["kandidatnr"], OPEN_FACTS, now)
    with sessions() as session:
        people = visible_candidates(session, on)
        external = external_ids(session, [person.id for person in people])
        vacancies = list(session.scalars(select(Vacancy).order_by(Vacancy.external_id)))
        openings = {row.external_id: to_opening(row) for row in vacancies}
        read = {strength: {row.external_id: _codes(row, strength) for row in vacancies} for strength in Strength}
    pool = matcher.prepare(people, on)
    ranked: dict[str, list[Match]] = {}
    for number, (uuid, opening) in enumerate(openings.items(), start=1):
        found = matcher.rank(opening, pool)
        ranked[uuid] = sorted(found, key=lambda match: (match.tier.order, -match.score, external[match.candidate]))
        progress(number, len(openings))
    relevance = {uuid: grade.relevance() for uuid, grade in grades.items()}
    lists = {uuid: [external[match.candidate] for match in found] for uuid, found in ranked.items()}
    entries = list(_lines(folder / "vacancies.jsonl"))
    return Evaluation(
        on=on,
        people=len(people),
        vacancies=len(openings),
        ours=ranking_figures(lists, relevance) | _tier_figures(ranked, grades, external),
        baselines=_baselines(documents, entries, relevance, catalogue),
        requirements=_requirement_figures(folder, read),
        graders={"ndcg@10": _graders(grades)},
        rankings=ranked,
        external_ids=external,
        imports=reports,
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise GradesUnreadable(
            f"Filen {path.name} mangler i mappen. Mappen må ha filene som README i fixtures/golden beskriver."
        ) from error


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if line.strip():
            try:
                yield json.loads(line)
            except json.JSONDecodeError as error:
                raise GradesUnreadable(
                    f"Linje {number} i {path.name} er ikke lesbar JSON. Rett linjen og kjør på nytt."
                ) from error


def _grades(line: dict[str, Any]) -> Grades:
    return Grades(grades=line["grades"], never=frozenset(line.get("never", ())))


def _codes(vacancy: Vacancy, strength: Strength) -> set[str]:
    return {entry.code for entry in vacancy.requirements if entry.strength is strength}


def _tier_figures(ranked: dict[str, list[Match]], grades: dict[str, Grades], external: dict[str, str]) -> dict[str, Figure]:
    tiers = {uuid: {external[match.candidate]: match.tier for match in found} for uuid, found in ranked.items()}
    ready = [
        float(tiers[uuid].get(person) in {Tier.READY, Tier.CLARIFY})
        for uuid, grade in grades.items()
        for person, mean in grade.relevance().items()
        if mean >= READY
    ]
    leaks = [float(tiers[uuid].get(person) is Tier.READY) for uuid, grade in grades.items() for person in sorted(grade.never)]
    return {"ready_recall": bootstrap(ready), "ready_leak": bootstrap(leaks)}


def _graders(grades: dict[str, Grades]) -> Figure:
    """Rank by one grader and score by the other, both ways: the ceiling for anybody; no figure where there is one grader."""
    values = []
    for grade in grades.values():
        if any(len(pair) < 2 for pair in grade.grades.values()):
            continue
        for judge, ranker in ((0, 1), (1, 0)):
            judged = {person: pair[judge] for person, pair in grade.grades.items()}
            order = sorted(grade.grades, key=lambda person: (-grade.grades[person][ranker], person))
            if any(judged.values()):
                values.append(ndcg_at_k(order, judged))
    return bootstrap(values)


def _requirement_figures(folder: Path, read: dict[Strength, dict[str, set[str]]]) -> dict[str, dict[str, Figure]]:
    true: dict[Strength, dict[str, set[str]]] = {strength: {} for strength in Strength}
    for line in _lines(folder / "requirements.jsonl"):
        for strength in Strength:
            parts = [line, *line.get("variants", ())]
            true[strength][line["uuid"]] = {code for part in parts for code in part.get(strength.value, ())}
    return {strength.value: set_figures(read[strength], true[strength]) for strength in Strength}


# --- the baselines see what a plain search would see -----------------------------------------------------------


def _baselines(
    documents: list[dict[str, Any]],
    entries: list[dict[str, Any]],
    relevance: dict[str, dict[str, float]],
    catalogue: Catalogue,
) -> dict[str, dict[str, Figure]]:
    people = [_plain_person(document) for document in documents]
    numbers = {place.kommune.casefold(): place.kommunenr for place in catalogue.places.values()}
    vacancies = [_plain_vacancy(entry, numbers) for entry in entries]
    return {name: ranking_figures(rank(people, vacancies), relevance) for name, rank in BASELINES.items()}


_IDENTITY = frozenset({"fornavn", "etternavn", "fodselsdato", "fodselsnummer", "kandidatnr", "tidsstempel"})


def _words(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in _IDENTITY:
                yield from _words(part)
    elif isinstance(value, list):
        for part in value:
            yield from _words(part)
    elif isinstance(value, str) and not value[:4].isdigit():
        yield value


def _plain_person(document: dict[str, Any]) -> PlainPerson:
    wishes = document.get("yrkeJobbonskerObj") or ()
    titles = {wish.get("styrkBeskrivelse") or "" for wish in wishes} | {
        title for wish in wishes for title in wish.get("sokeTitler") or ()
    }
    places = {(place.get("geografiKode") or "").partition(".")[2] for place in document.get("geografiJobbonsker") or ()}
    return PlainPerson(
        id=document["kandidatnr"],
        text=" ".join(_words(document)),
        wished_titles=frozenset(title.casefold() for title in titles if title),
        wished_places=frozenset(place for place in places if place),
        updated=datetime.fromisoformat(document["tidsstempel"]),
    )


def _plain_vacancy(entry: dict[str, Any], numbers: Mapping[str, str]) -> PlainVacancy:
    ad = entry.get("ad_content") or entry.get("json") or {}
    names = {category.get("name") or "" for category in ad.get("categoryList") or ()}
    names |= {part.strip() for part in (ad.get("jobtitle") or "").split("/")}
    municipality = next((place.get("municipal") for place in ad.get("workLocations") or () if place.get("municipal")), None)
    return PlainVacancy(
        id=entry["uuid"],
        text=f"{ad.get('title') or ''} {ad.get('jobtitle') or ''} {ad_text(ad.get('description') or '')}",
        occupations=frozenset(name.casefold() for name in names if name),
        kommunenr=numbers.get((municipality or "").casefold()),
    )
