"""The engine beside its rivals on the same vacancies: time, how far the lists agree, and how many listed people qualify."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from benchmarks import generate, rivals
from benchmarks.rivals import Ask, Rows, Sheet, clock
from benchmarks.stages import drawn
from matcher.blocks import side_by_side
from matcher.lists import PER_OPENING, PER_PERSON
from matcher.matcher import Matcher, keys_of
from matcher.order import tier_of
from models.services.ranking.spread import ranked

SAMPLE = 400
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Rival:
    """One way to the lists.

    Attributes
    ----------
    setup : float
        Seconds to index or prepare everybody.
    seconds : float
        For every opening of the sample; median of :data:`ROUNDS`.
    listed : float
        People in a list, on average.
    agreed : float
        Share of the engine's lists that is also in these.
    qualified, possible : float
        Share of the listed who are ready or one question away; and of those who are not closed out.
    full : float
        Of the engine's own ready people and those one question away, up to fifty a vacancy: the share that is listed.
    """

    name: str
    setup: float
    seconds: float
    listed: float
    agreed: float
    qualified: float
    possible: float
    full: float


@dataclass(frozen=True, slots=True)
class Beside:
    """All of them, and the engine first; ``sample`` of the openings were asked for."""

    people: int
    openings: int
    sample: int
    rows: tuple[Rival, ...]
    left_out: tuple[str, ...]


def compare(people: int, openings: int, address: str | None, *, seed: int = generate.SEED) -> Beside:
    """Ask everybody for the same lists."""
    catalogue = generate.catalogue()
    drawn_people, posts = drawn(people, openings, seed)
    candidates = side_by_side(drawn_people)
    asked = [posts[n] for n in sorted(random.Random(seed).sample(range(openings), min(SAMPLE, openings)))]
    with clock() as setup:
        matcher = Matcher().fit(catalogue)
        pool = matcher.prepare(candidates, generate.DAY)
    # The engine's own way to these lists makes everybody's list and the near misses as well.
    rounds = []
    for _ in range(ROUNDS):
        with clock() as spent:
            lists = ranked(matcher, pool, asked, lambda _done: None, processes=1)
        rounds.append(spent[0])
    own = [lists.openings[number].rows.astype(np.int64) for number in range(len(asked))]
    tiers = [tier_of(keys_of(matcher.score(opening, pool), pool)) for opening in asked]

    sheets, queries = [rivals.sheet(one, catalogue) for one in candidates], [rivals.query(one, catalogue) for one in asked]
    ways: list[tuple[str, Callable[[Sequence[Sheet]], Ask]]] = []
    left_out = []
    if address:
        ways.append(("PostgreSQL full text with filters", rivals.postgresql(address)))
    else:
        left_out.append("PostgreSQL (no server)")
    if find_spec("tantivy"):
        ways.append(("tantivy with filters", rivals.tantivy))
    else:
        left_out.append("tantivy (the extra `bench` is not installed)")
    ways += [("scikit-learn NearestNeighbors, TF-IDF", rivals.neighbours), ("RapidFuzz cdist on titles", rivals.fuzzy)]

    # The first round of an engine that keeps what it has reckoned is the dearest, and every night has a first round.
    found = [_judged("this engine", setup[0], rounds[0], theirs=own, own=own, tiers=tiers)]
    found.append(_judged("this engine, asked again", 0.0, statistics.median(rounds[1:]), theirs=own, own=own, tiers=tiers))
    for name, build in ways:
        with clock() as built:
            ask = build(sheets)
        rounds = []
        for _ in range(ROUNDS):
            with clock() as spent:
                answers = ask(queries)
            rounds.append(spent[0])
        found.append(_judged(name, built[0], statistics.median(rounds), theirs=answers, own=own, tiers=tiers))
    return Beside(people, openings, len(asked), tuple(found), tuple(left_out))


def _judged(
    name: str, setup: float, seconds: float, *, theirs: Sequence[Rows], own: Sequence[Rows], tiers: Sequence[NDArray[np.uint8]]
) -> Rival:
    listed = sum(len(rows) for rows in theirs)
    common = sum(len(np.intersect1d(rows, ours)) for rows, ours in zip(theirs, own, strict=True))
    fit = [tier[rows] for rows, tier in zip(theirs, tiers, strict=True)]
    ready = sum(int((some <= 1).sum()) for some in fit)
    there = sum(min(PER_OPENING, int((tier <= 1).sum())) for tier in tiers)
    return Rival(
        name=name,
        setup=setup,
        seconds=seconds,
        listed=listed / len(theirs),
        agreed=common / max(1, sum(len(rows) for rows in own)),
        qualified=ready / max(1, listed),
        possible=sum(int((some <= 2).sum()) for some in fit) / max(1, listed),
        full=ready / max(1, there),
    )


EXTRA = f"It also makes the first {PER_PERSON} of every person and the near misses of every demand, which the others do not."
