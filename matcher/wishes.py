"""What the person has said about such a post: kind of work, share, form, place, first day, and whether anything is said.

A person who meets every demand of a post but has never asked for such a post is not *klar*: the list asks.  A stated no
closes; everything else that is stated otherwise than the post is (another municipality, a far larger or smaller post, a
lasting post wished where this one passes, a first day long after the post's) is a question, never a no.  Whether it also
weighs in the score is another matter: see :mod:`matcher.weights`.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.masks import put
from matcher.pool import MET, STATUS_OF, UNKNOWN, UNMET, Pool
from matcher.records import Candidate, Status
from matcher.rules import Answer, matches

if TYPE_CHECKING:
    from matcher.domain import Domain
    from matcher.post_demands import Demand

WORN_AFTER = 60
"""Months after which practice no longer shows that a person wants such work."""

INTERESTED = 50
"""Affinity in percent from which a wish covers a role."""

NEIGHBOURHOOD = 25
"""Minutes by car within which the border of a municipality is nobody's border."""

PASSING = frozenset({"sommer", "tilkalling"})
"""Forms of work that end with the season or begin with a telephone call."""

SMALLER, LARGER = 30.0, 15.0
"""Points of percent below what is wished, and above it, from which the person is asked first.

A post that is too small is filled up with another one or grows; a post that is too large cannot be cut for one who has
said how much they manage: the two sides are not alike.
"""

NOTICE = 3
"""Months after its first day that a post waits for whoever has work to leave: the usual period of notice."""

SUMMER = (6, 8)
"""First and last month of summer: a summer job begins in the first of them where the ad names no day, and waits for nobody."""

TRAINED = ("fagbrev:helsearbeiderfag", "fagbrev:omsorgsarbeider", "auth:*", "degree:bachelor")
"""Credentials beyond what an apprenticeship in health leads to."""

SETTLED = ("profile", "hours", "form", "place", "start", "right_to_work")
"""Gates that every post has."""

QUIET = frozenset({*SETTLED, "weekdays"})
"""Gates of nearly everybody: told only where they stand in the way."""


def wish_status(atom: str, demand: Demand, pool: Pool, minutes: NDArray[np.int16]) -> NDArray[np.uint8]:
    """Return 0 unmet, 1 unknown, 2 met of what the person has said about the post, shape (candidates,).

    Parameters
    ----------
    atom : str
        One of the keys of :data:`WISHES`.
    demand : Demand
        The post.
    pool : Pool
        The people.
    minutes : ndarray of int16, shape (candidates,)
        By car, -1 = not known.
    """
    if atom == "interest":
        return _interest(demand, pool)
    if atom == "hours":
        low, high, grows = demand.percent_min, demand.percent_max, "offer:more_hours" in demand.opening.properties
        return pool.shared(("hours", low, high, grows), lambda whole: _hours(low, high, whole, grows=grows))
    if atom == "form":
        passing = demand.employment in PASSING
        return pool.shared(("form", passing), lambda whole: _form(whole, passing=passing))
    if atom == "place":
        return _place(demand, pool, minutes)
    if atom == "start":
        latest = begins_by(demand, pool.on)
        return pool.shared(("start", latest), lambda whole: _start(latest, whole))
    if atom == "weekdays":
        return pool.shared(("weekdays",), lambda whole: whole.by_class("shifts", _weekdays, np.uint8))
    # An empty profile is a known fact, not an answer: what comes first is a profile, not a call about a post.
    return pool.shared(("profile",), lambda whole: np.where(whole.column("empty"), UNMET, MET).astype(np.uint8))


WISHES = frozenset({"interest", "hours", "form", "place", "profile", "start", "weekdays"})
"""Gates that :func:`wish_status` answers."""


def for_learners(demand: Demand, domain: Domain) -> bool:
    """Tell whether a post is for those without a certificate, which an apprenticeship leads to, unless it asks for one."""
    if demand.employment != "laerling":
        return False
    roles = [domain.catalogue.roles[role] for role in demand.roles]
    asked = any(matches(atom, TRAINED) for gate in demand.gates for atom in gate.atoms)
    return bool(roles) and not asked and not any(role.authorisation for role in roles)


def _interest(demand: Demand, pool: Pool) -> NDArray[np.uint8]:
    learning = for_learners(demand, pool.domain)
    return pool.shared(("interest", demand.roles, learning), lambda whole: _reckon_interest(demand, whole, learning=learning))


def _reckon_interest(demand: Demand, pool: Pool, *, learning: bool) -> NDArray[np.uint8]:
    status = np.full(len(pool), UNKNOWN, dtype=np.uint8)
    if len(demand.columns):
        wished = pool.over_roles("wished", demand.columns) >= INTERESTED
        does = pool.over_roles("same_since", demand.columns, np.min) <= WORN_AFTER
        status[wished | (does & ~pool.column("has_wishes"))] = MET
    families = demand.families
    if families:
        refused = pool.by_class("refused", lambda one: bool(one.refused_families) and families <= one.refused_families, bool)
        status[refused] = UNMET
    if learning:
        put(status, pool.by_paper(lambda held: matches(held.code, TRAINED)).view(np.bool_), UNMET)
    return status


def share_gaps(candidate: Candidate, low: float, high: float) -> tuple[float, float]:
    """Return how far the post lies below and above the share that the person wishes, in points of percent."""
    least = candidate.percent_min if candidate.percent_min is not None else 0.0
    most = candidate.percent_max if candidate.percent_max is not None else 100.0
    return max(0.0, least - high), max(0.0, low - most)


def _hours(low: float | None, high: float | None, pool: Pool, *, grows: bool) -> NDArray[np.uint8]:
    """Percent is a wish: only a person who says *absolutt* is held to it; others are asked where it is far away."""
    if low is None or high is None:
        return np.full(len(pool), MET, dtype=np.uint8)
    smaller = SMALLER + (LARGER if grows else 0)

    def status(candidate: Candidate) -> int:
        below, above = share_gaps(candidate, low, high)
        if candidate.percent_absolute and (below or above):
            return UNMET
        return UNKNOWN if below > smaller or above > LARGER else MET

    return pool.by_class("share", status, np.uint8)


def only_lasting(candidate: Candidate) -> bool:
    """Tell whether the person asks for a permanent post and nothing else."""
    return candidate.forms == {"fast"}


def _form(pool: Pool, *, passing: bool) -> NDArray[np.uint8]:
    return pool.by_class("forms", lambda one: UNKNOWN if passing and only_lasting(one) else MET, np.uint8)


def begins_by(demand: Demand, on: date) -> date:
    """Return the last day on which somebody may begin without being asked first, which is the last of a month.

    Reckoned from the first day of the post, from today where that has passed or the ad names none.
    """
    first, waits = max(demand.opening.start or on, on), NOTICE
    if demand.employment == "sommer":
        waits = 0
        if demand.opening.start is None:
            begins, ends = SUMMER
            first = max(date(on.year + (on.month > ends), begins, 1), on)
    years, month = divmod(first.month - 1 + waits, 12)
    year = first.year + years
    return date(year, month + 1, monthrange(year, month + 1)[1])


def _start(latest: date, pool: Pool) -> NDArray[np.uint8]:
    return np.where(pool.column("start") > latest.toordinal(), UNKNOWN, MET).astype(np.uint8)


def _weekdays(candidate: Candidate) -> int:
    """Weekdays go without saying: whoever refuses them cannot, and whoever ticked the weekend alone is asked."""
    if "weekday" in candidate.shifts_no:
        return UNMET
    return UNKNOWN if "weekend_days" in candidate.shifts_yes and "weekday" not in candidate.shifts_yes else MET


def names(pool: Pool, place: str | None) -> NDArray[np.bool_]:
    """Return who has named a municipality, or a county, by its number, shape (candidates,)."""
    return pool.shared(("names", place), lambda whole: whole.naming(place))


def names_any(pool: Pool) -> NDArray[np.bool_]:
    """Return who has named any place, shape (candidates,)."""
    return pool.shared(("names any",), lambda whole: whole.by_class("places", lambda one: bool(one.wished_places), bool))


def away(pool: Pool, kommunenr: str | None) -> NDArray[np.bool_]:
    """Return who has named other places than a municipality and its county, shape (candidates,)."""
    if kommunenr is None:
        return np.zeros(len(pool), dtype=np.bool_)
    return pool.once(("away", kommunenr), lambda: names_any(pool) & ~names(pool, kommunenr) & ~names(pool, kommunenr[:2]))


def _place(demand: Demand, pool: Pool, minutes: NDArray[np.int16]) -> NDArray[np.uint8]:
    number, code = demand.opening.kommunenr, demand.opening.postnummer

    def reckon() -> NDArray[np.uint8]:
        status = np.full(len(pool), MET, dtype=np.uint8)
        put(status, away(pool, number) & ((minutes < 0) | (minutes > NEIGHBOURHOOD)), UNKNOWN)
        return status

    return pool.once(("place", number, code), reckon)


def explain_wish(atom: str, status: int, demand: Demand, pool: Pool, row: int) -> Answer:
    """Return one answer of :func:`wish_status` for the candidate in ``row``, with its evidence."""
    candidate, answer = pool.candidates[row], STATUS_OF[status]
    if atom == "interest":
        return _explain_interest(answer, demand, pool, row)
    if atom == "hours":
        return Answer(answer, f"percent:{candidate.percent_min or 0:g}-{candidate.percent_max or 100:g}")
    if atom == "form":
        return Answer(answer, "lasting work wished" if answer is Status.UNKNOWN else "form")
    if atom == "place":
        return Answer(answer, "other places wished" if answer is Status.UNKNOWN else "place")
    if atom == "start":
        begins = candidate.earliest_start
        return Answer(answer, f"start:{begins.isoformat()}" if begins else "")
    if atom == "weekdays":
        return Answer(answer, "weekdays refused" if answer is Status.UNMET else "weekend days ticked")
    return Answer(answer, "profile empty" if answer is Status.UNMET else "profile")


def _explain_interest(status: Status, demand: Demand, pool: Pool, row: int) -> Answer:
    candidate = pool.candidates[row]
    if status is Status.UNMET:
        refused = ",".join(sorted(candidate.refused_families & demand.families))
        return Answer(status, f"refused:{refused}" if refused else "trained")
    best = ""
    if status is Status.MET and len(demand.columns):
        near = [
            (int(pool.domain.vector(w.title, w.styrk08, wished=True)[demand.columns].max()), w.title) for w in candidate.wishes
        ]
        best = max(near)[1] if near else "practice"
    return Answer(status, f"wish:{best}" if best else "")
