"""The world that the pages are measured in: people and vacancies drawn from the invented demo, in an embedded database.

They come in as documents and ads with their prose, so that reading them is measured too; ``benchmarks/generate.py`` draws
records of any number.  Drawn with a seed, each with an id and a home of its own, so that no two are the same work.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from benchmarks.generate import DAY, SEED
from matcher.catalogue import Catalogue
from matcher.requirements import RequirementReader
from models.base import create_engine_for, create_session_factory
from models.drafts import VisibilityFacts
from models.migrations import upgrade
from models.services.catalogue import build_catalogue, read_catalogue
from models.services.intake.loader import import_seekers, import_vacancies
from models.services.people.storing import set_visibility_facts
from models.services.reference import store_catalogue, to_rows

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime.combine(DAY, time_of_day(12), UTC)
PEOPLE, VACANCIES = 1000, 100
OPEN = VisibilityFacts(
    origin="nav", dead=False, address_protected=False, code_6_or_7=False, shielded=False, active_cv=True, in_follow_up=True,
    in_kvp=False, job_seeker_period=True,
)  # fmt: skip


def drawn(path: Path, count: int, rename: Callable[[dict[str, Any], int], None], mix: tuple[str, ...]) -> Iterator[str]:
    """Yield ``count`` documents drawn from ``path``, each with an id of its own and parts mixed between them."""
    chance = random.Random(SEED)
    documents = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    documents = [document for document in documents if document.get("status", "ACTIVE") == "ACTIVE"]
    for number in range(count):
        document = json.loads(json.dumps(chance.choice(documents)))
        other = chance.choice(documents)
        for part in mix:
            document[part] = other[part]
        rename(document, number)
        yield json.dumps(document, ensure_ascii=False)


def name_person(document: dict[str, Any], number: int) -> None:
    """Give a person an id."""
    document["kandidatnr"] = f"PAM-B{number:05d}"


def name_vacancy(document: dict[str, Any], number: int) -> None:
    """Give a vacancy an id."""
    document["uuid"] = document["ad_content"]["uuid"] = f"b0000000-0000-4000-8000-{number:012d}"


def seconds(work: Callable[[], object]) -> float:
    """Return how long ``work`` takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@dataclass(frozen=True, slots=True)
class World:
    """The database and its catalogue, and how many seconds each import took."""

    engine: Engine
    sessions: sessionmaker[Session]
    catalogue: Catalogue
    load_people: float
    load_vacancies: float


HOME = ("postnummer", "poststed", "kommunenummer", "kommunenummerstring", "landkode", "geografiJobbonsker", "disponererBil")
"""The parts of a person that are drawn apart from the rest."""


def build(folder: Path) -> World:
    """Make the database in ``folder``: everybody in it may be shown, and every vacancy is open on the demo's day."""
    demo = ROOT / "fixtures" / "demo"
    source = read_catalogue(ROOT / "fixtures" / "catalogue")
    catalogue = build_catalogue(source)
    people, ads = folder / "people.jsonl", folder / "ads.jsonl"
    people.write_text("\n".join(drawn(demo / "seekers.jsonl", PEOPLE, name_person, HOME)), encoding="utf-8")
    ads.write_text("\n".join(drawn(demo / "vacancies.jsonl", VACANCIES, name_vacancy, ())), encoding="utf-8")
    engine = create_engine_for(f"sqlite:///{folder / 'bench.db'}")
    upgrade(engine)
    sessions = create_session_factory(engine)
    with sessions.begin() as session:
        store_catalogue(session, to_rows(source), source.version, NOW)
    load_people = seconds(lambda: import_seekers(sessions, people, "nav-cv", catalogue=catalogue, now=NOW))
    reader = RequirementReader()
    load_ads = seconds(lambda: import_vacancies(sessions, ads, "nav-feed", catalogue=catalogue, reader=reader, now=NOW))
    with sessions.begin() as session:
        for number in range(PEOPLE):
            set_visibility_facts(session, f"PAM-B{number:05d}", OPEN, NOW)
    return World(engine, sessions, catalogue, load_people, load_ads)
