"""Invented people and vacancies at any size from a seed: the same seed gives the same records, and a smaller size the first.

The shares are our own invention, guided by those of the demo and of the graded sets (``benchmarks/shares.py`` and
``benchmarks/posts.py`` hold them all), not statistics of real job seekers or of real ads.  Homes and work are spread over every
municipality by its number of people (the largest by their rounded population, the others by their postal codes).  Nobody has
a name or an identity number.  ``python -m benchmarks.generate --summary`` prints what came out.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TypeVar

from sqlalchemy.orm import Session

from benchmarks import filling
from benchmarks.drawing import Dice
from benchmarks.seekers import Ground, seeker
from benchmarks.vacancies import vacancy
from matcher.catalogue import Catalogue
from matcher.records import Candidate, Opening
from models.base import create_engine_for, create_session_factory
from models.migrations import upgrade
from models.services.catalogue import build_catalogue, read_catalogue

CATALOGUE = Path(__file__).resolve().parent.parent / "fixtures" / "catalogue"
SEED = 20261123
DAY = date(2026, 11, 23)
BLOCK = 1024
PEOPLE, OPENINGS, NEW_PEOPLE, NEW_OPENINGS, CHANGES = range(5)
"""Which stream of a seed is drawn from."""

Places = frozenset[str] | None
LOCAL = frozenset({"3419", "3421", "3422", "3425"})
"""Våler, Trysil, Åmot and Engerdal."""

Record = TypeVar("Record", Candidate, Opening)


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Return the catalogue that comes with the service."""
    return build_catalogue(read_catalogue(CATALOGUE))


@lru_cache(maxsize=4)
def ground(day: date, within: Places = None) -> Ground:
    """Return what the draws of a day stand on, in the whole country or in some municipalities."""
    return Ground.of(catalogue(), day, within)


def people(size: int, seed: int = SEED, *, day: date = DAY, within: Places = None) -> Iterator[Candidate]:
    """Yield ``size`` people as they are on ``day``, spread over the country or over the municipalities ``within``."""
    return islice(_records(seeker, PEOPLE, seed, ground(day, within)), size)


def openings(size: int, seed: int = SEED, *, day: date = DAY, within: Places = None) -> Iterator[Opening]:
    """Yield ``size`` vacancies that take applications on ``day``."""
    return islice(_records(vacancy, OPENINGS, seed, ground(day, within)), size)


def newcomers(size: int, seed: int, *, day: date = DAY, within: Places = None) -> Iterator[Candidate]:
    """Yield ``size`` people who are not among :func:`people` of the same seed."""
    return islice(_records(seeker, NEW_PEOPLE, seed, ground(day, within)), size)


def new_openings(size: int, seed: int, *, day: date = DAY, within: Places = None) -> Iterator[Opening]:
    """Yield ``size`` vacancies that are not among :func:`openings` of the same seed."""
    return islice(_records(vacancy, NEW_OPENINGS, seed, ground(day, within)), size)


def fill(target: Session | str, people: Iterable[Candidate], openings: Iterable[Opening], *, day: date = DAY) -> None:
    """Store people and vacancies in a session's transaction, or in the database at an address, set up where it is new."""
    if isinstance(target, Session):
        filling.fill(target, people, openings, catalogue(), day)
        return
    engine = create_engine_for(target)
    try:
        upgrade(engine)
        with create_session_factory(engine).begin() as session:
            filling.fill(session, people, openings, catalogue(), day)
    finally:
        engine.dispose()


def _records(draw: Callable[[str, Dice, Ground], Record], stream: int, seed: int, here: Ground) -> Iterator[Record]:
    # A block has a stream of its own, so that no block depends on how another was drawn.
    block = 0
    while True:
        dice = Dice(seed, stream, block)
        for number in dice.ids(BLOCK):
            yield draw(number, dice, here)
        block += 1


def main() -> None:
    """Draw, and print what came out."""
    from benchmarks.summary import print_summary  # noqa: PLC0415 - the summary reads this module

    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--openings", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--summary", action="store_true", help="print the shares, not only the time")
    parser.add_argument("--into", metavar="ADDRESS", help="store them in this database, which must not have them yet")
    given = parser.parse_args()
    if given.into:
        fill(given.into, people(given.people, given.seed), openings(given.openings, given.seed))
    print_summary(given.people, given.openings, given.seed, shares=given.summary)


if __name__ == "__main__":
    main()
