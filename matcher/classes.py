"""A class for the region: who may begin it, and how many open posts can be filled once so many of them have finished it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import maximum_bipartite_matching, min_weight_full_bipartite_matching

from matcher.catalogue import Catalogue, TrainingEdge
from matcher.pool import UNMET, Pool, stable_hash
from matcher.post_demands import Demand
from matcher.records import Candidate
from matcher.routes import months_after
from matcher.scenarios import AT_HAND
from matcher.suppositions import graduate
from matcher.terms import FOR_A_TIME
from matcher.travel import way_to
from matcher.what_if import fills_if

Flags = NDArray[np.bool_]
Rows = NDArray[np.int64]

AT_WORK = "arbeidsplassen"
"""Place of teaching of a way that is gone at work: nobody travels to a class."""

LONGEST_WAIT = 6
"""Months that a post for a time waits for somebody; a summer does not wait at all."""

SUMMER = (6, 30)
"""Month and day by which a summer post has begun whose ad does not say when."""

TIES = 1024
"""Equal choices are told apart by a hash below this, so that the order of the input never decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A class that may be started: a training edge, to one of the states that it leads to."""

    edge: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseEffect:
    """What one class would change.

    Attributes
    ----------
    may_begin : ndarray of int64
        Rows of those whom the entry rules let in and who can get there.
    filled_now, filled : int
        Posts that can be filled without the class and with it, of those that wait until it has finished.
    over : tuple of int
        Openings that are over by then, which are left out (:func:`waits_until`).
    taken : tuple of (int, int)
        Opening and row of each person of the class who takes a post by what the class gave, in one of the best plans.
    ready : tuple of date
        When the class has finished: at the earliest, as usual, at the latest.
    """

    course: Course
    may_begin: Rows
    filled_now: int
    filled: int
    over: tuple[int, ...]
    taken: tuple[tuple[int, int], ...]
    ready: tuple[date, date, date]

    @property
    def gain(self) -> int:
        """How many more posts can be filled."""
        return self.filled - self.filled_now


def courses(catalogue: Catalogue) -> tuple[Course, ...]:
    """Return every class that the catalogue says can be started, where finishing it gives a paper or a language level."""
    edges = sorted((edge for edge in catalogue.edges.values() if edge.as_class), key=lambda edge: edge.id)
    return tuple(
        Course(edge=edge.id, target=target)
        for edge in edges
        for target in edge.targets
        if target in catalogue.states and graduate(Candidate(id=""), target, catalogue) is not None
    )


def waits_until(demands: Sequence[Demand], on: date) -> date | None:
    """Return the last day on which somebody can begin in a post that is for a time; None = the post lasts.

    Parameters
    ----------
    demands : sequence of Demand
        One for each variant; a post with a lasting variant lasts.
    on : date
        Today, from which a post without a first day is reckoned.
    """
    opening = demands[0].opening
    forms = {demand.employment for demand in demands}
    if not forms <= FOR_A_TIME:
        return None
    if forms == {"sommer"}:
        return opening.start or next(day for year in (on.year, on.year + 1) if (day := date(year, *SUMMER)) >= on)
    return months_after(max(opening.start or on, on), LONGEST_WAIT)


def effects(
    classes: Sequence[Course],
    openings: Sequence[Sequence[Demand]],
    tier: NDArray[np.uint8],
    pool: Pool,
    *,
    seats: int,
    place: str | None,
    starts: date,
) -> tuple[CourseEffect, ...]:
    """Return what each of ``classes`` would change.

    Parameters
    ----------
    classes : sequence of Course
        Each is reckoned alone.
    openings : sequence of sequence of Demand
        Everything that is open, each with one demand for each variant.
    tier : ndarray of uint8, shape (openings, people)
        Tier of everybody in ``pool`` as things are.
    pool : Pool
        The region's people.
    seats : int
        At most so many begin.
    place : str or None
        Postal code of the class; None = on the net.
    starts : date
        The class's first day.

    Returns
    -------
    tuple of CourseEffect
        By posts gained, then by the usual day on which the class has finished, then by id.

    Notes
    -----
    Exact: the posts filled are what allocating anew gives when the best choice of at most ``seats`` people holds what
    the class gives (:func:`fill`), and nothing else about anybody is changed.  Posts for a time that are over when the class
    has usually finished count neither before nor after: nobody of the class can come in time.
    """
    catalogue = pool.domain.catalogue
    positions = [max(scored[0].opening.positions, 0) for scored in openings]
    free = tier <= max(AT_HAND)
    ties = _ties(openings, pool)
    there = _can_get_there(pool, place)
    rules = {course: _rules_hold(course, pool) for course in classes}
    asked = tuple(demands[0].opening for demands in openings)
    learned = {}
    for target in dict.fromkeys(course.target for course in classes):
        rows = np.flatnonzero(np.logical_or.reduce([rules[course] for course in classes if course.target == target]))
        learned[target] = pool.once(
            ("learned", target, asked, rows.tobytes()), partial(_learned, target, rows, openings, free, pool)
        )
    waits = [waits_until(demands, pool.on) for demands in openings]
    without: dict[tuple[int, ...], int] = {}
    found = []
    for course in classes:
        edge = catalogue.edges[course.edge]
        may = rules[course] if at_work(edge) else rules[course] & there
        ready = tuple(months_after(starts, months) for months in (edge.months_min, edge.months_typical, edge.months_max))
        over = tuple(number for number, last in enumerate(waits) if last is not None and last < ready[1])
        gone = set(over)
        left = [0 if number in gone else count for number, count in enumerate(positions)]
        if over not in without:
            without[over] = _most(free, left)
        now = without[over]
        then, taken = fill(free, learned[course.target] & may, left, seats, ties, now=now)
        found.append(
            CourseEffect(
                course=course,
                may_begin=np.flatnonzero(may),
                filled_now=now,
                filled=then,
                over=over,
                taken=taken,
                ready=(ready[0], ready[1], ready[2]),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.gain, one.ready[1], one.course.edge, one.course.target)))


def fill(
    free: Flags,
    learned: Flags,
    positions: Sequence[int],
    seats: int,
    ties: Rows | None = None,
    *,
    now: int | None = None,
) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Return how many positions can be filled when at most ``seats`` people finish a class, and who takes what by it.

    Parameters
    ----------
    free : ndarray of bool, shape (openings, people)
        Pairs that can fill a position as things are.
    learned : ndarray of bool, shape (openings, people)
        Pairs that can fill one when the person has finished the class; only those are True who may begin it.
    positions : sequence of int
        How many positions each opening has.
    seats : int
        At most so many may finish.
    ties : ndarray of int64, shape (openings, people), optional
        Below :data:`TIES`; of plans that are equal otherwise the one with the least sum is chosen.
    now : int, optional
        The positions that ``free`` alone can fill, when that is known already.

    Returns
    -------
    filled : int
        No choice of at most ``seats`` people gives more.
    taken : tuple of (int, int)
        Opening and person of each pair in the plan that needs the class; with the fewest people that fill so many.

    Notes
    -----
    Call a pair that is in ``learned`` and not in ``free`` *bought*.  (1) Let ``S`` be any choice of at most ``seats`` people
    and take an assignment of the world in which they have finished.  Each of its pairs is free or bought, and bought ones
    belong to different people of ``S``: it is a matching of free and bought pairs with at most ``seats`` bought ones.
    (2) Take any such matching.  Let ``S`` be the people of its bought pairs: at most ``seats``, and in their world each of
    those pairs stands, while everybody else's pairs are as they are.  So the best choice fills as many positions as the
    largest matching with at most ``seats`` bought pairs.

    Let ``c(k)`` be the fewest bought pairs in a matching of ``k`` pairs.  Taking a pair away from a matching leaves one that
    is no dearer, so ``c`` never falls, and the largest ``k`` with ``c(k) <= seats`` is found by halving.  Each ``c(k)`` is
    one assignment problem: every position takes a person or one of so many blanks that exactly ``k`` take a person.
    """
    bought = learned & ~free
    ties = np.zeros(free.shape, dtype=np.int64) if ties is None else ties
    least = _most(free, positions) if now is None else now
    most = _most(free | bought, positions) if seats > 0 else least
    best: tuple[tuple[int, int], ...] = ()
    while least < most:
        middle = (least + most + 1) // 2
        taken = _cheapest(middle, free, bought, positions, ties)
        if len(taken) <= seats:
            least, best = middle, taken
        else:
            most = middle - 1
    return least, best


def _most(can: Flags, positions: Sequence[int]) -> int:
    """Return how many positions can be filled at once."""
    owner = _slots(can, positions)
    if not len(owner):
        return 0
    return int((maximum_bipartite_matching(sparse.csr_matrix(can[owner]), perm_type="column") >= 0).sum())


def _slots(can: Flags, positions: Sequence[int]) -> Rows:
    """Return the opening of each position that anybody can fill; more positions than people are of no use."""
    wanted = np.minimum(np.asarray(positions, dtype=np.int64), can.sum(axis=1))
    return np.repeat(np.arange(len(positions)), wanted)


def _cheapest(many: int, free: Flags, bought: Flags, positions: Sequence[int], ties: Rows) -> tuple[tuple[int, int], ...]:
    """Return the bought pairs of a plan that fills exactly ``many`` positions with the fewest of them."""
    can = free | bought
    owner = _slots(can, positions)
    rows, columns = np.nonzero(can[owner])
    # Whole numbers in steps that all lesser ones together do not reach; far below 2**53, so exact as floats.
    seat = (TIES + 1) * (len(owner) + 1)
    costs = 1 + ties[owner[rows], columns] + seat * bought[owner[rows], columns]
    blanks = len(owner) - many
    blank_rows = np.repeat(np.arange(len(owner)), blanks)
    blank_columns = can.shape[1] + np.tile(np.arange(blanks), len(owner))
    graph = sparse.csr_matrix(
        (
            np.concatenate([costs, np.ones(len(blank_rows), dtype=np.int64)]).astype(np.float64),
            (np.concatenate([rows, blank_rows]), np.concatenate([columns, blank_columns])),
        ),
        shape=(len(owner), can.shape[1] + blanks),
    )
    slot, column = min_weight_full_bipartite_matching(graph)
    pairs = [(int(owner[s]), int(c)) for s, c in zip(slot, column, strict=True) if c < can.shape[1]]
    return tuple(sorted(pair for pair in pairs if bought[pair]))


def _ties(openings: Sequence[Sequence[Demand]], pool: Pool) -> Rows:
    ids = np.array([stable_hash(demands[0].opening.id) for demands in openings], dtype=np.uint64)
    return np.asarray(((ids[:, None] ^ pool.column("keys")[None, :]) % np.uint64(TIES)).astype(np.int64))


def _rules_hold(course: Course, pool: Pool) -> Flags:
    """Tell whom the entry rules let in, as far as is known, and who does not stand at the end of it already."""
    routes = pool.domain.routes
    standings, member = pool.columns.classes["standing"], pool.column("standing")
    by_class = np.array([routes.may_begin(one, course.edge, course.target) for one in standings], dtype=np.bool_)
    return np.asarray(by_class[member]) if len(pool) else np.zeros(0, dtype=np.bool_)


def at_work(edge: TrainingEdge) -> bool:
    """Tell whether a way is gone where people work, so that nobody travels to a class."""
    return edge.place == AT_WORK


def _can_get_there(pool: Pool, place: str | None) -> Flags:
    """Tell who can get to the class by day; only a plain no is a no."""
    if place is None:
        return np.ones(len(pool), dtype=bool)
    home = pool.domain.catalogue.places.get(place)
    return np.asarray(way_to(place, home.kommunenr if home else None, pool) != UNMET)


def _learned(target: str, rows: Rows, openings: Sequence[Sequence[Demand]], free: Flags, pool: Pool) -> Flags:
    """Return the pairs that can fill a position once these people have reached ``target``, shape (openings, people)."""
    found = free.copy()
    if len(rows) and len(openings):
        people = [graduate(pool.candidates[row], target, pool.domain.catalogue) for row in rows.tolist()]
        found[:, rows] = fills_if([one for one in people if one is not None], openings, pool.domain, pool.on)
    return found
