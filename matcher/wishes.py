"""What the person has said about such a post: the kind of work, the share, the form, the place, and whether anything is said.

A person who meets every demand of a post but has never asked for such a post is not *klar*: the list asks.  A stated no
closes; everything else that is stated otherwise than the post is (another municipality, a far larger or smaller post, a
lasting post wished where this one passes) is a question, never a no.  Whether it also weighs in the score is another
matter: see :mod:`matcher.weights`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.pool import MET, STATUS_OF, UNKNOWN, UNMET, Pool
from matcher.records import Candidate, Status
from matcher.rules import Answer, matches

if TYPE_CHECKING:
    from matcher.gates import Demand

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

TRAINED = ("fagbrev:helsearbeiderfag", "fagbrev:omsorgsarbeider", "auth:*", "degree:bachelor")
"""Credentials beyond what an apprenticeship in health leads to."""

SETTLED = ("profile", "hours", "form", "place", "right_to_work")
"""Gates of nearly everybody: told only where they stand in the way."""


def wish_status(atom: str, demand: Demand, pool: Pool, minutes: NDArray[np.int32]) -> NDArray[np.uint8]:
    """Return 0 unmet, 1 unknown, 2 met of what the person has said about the post, shape (candidates,).

    Parameters
    ----------
    atom : str
        One of the keys of :data:`WISHES`.
    demand : Demand
        The post.
    pool : Pool
        The people.
    minutes : ndarray of int32, shape (candidates,)
        By car, -1 = not known.
    """
    if atom == "interest":
        return _interest(demand, pool)
    if atom == "hours":
        grows = "offer:more_hours" in demand.opening.properties
        return pool.once(("hours", demand.percent_min, demand.percent_max, grows), lambda: _reckon_hours(demand, pool))
    if atom == "form":
        return pool.once(("form", demand.employment), lambda: _reckon_form(demand.employment, pool))
    if atom == "place":
        number, code = demand.opening.kommunenr, demand.opening.postnummer
        return pool.once(("place", number, code), lambda: _reckon_place(number, pool, minutes))
    return pool.once(("profile",), lambda: _reckon_profile(pool))


WISHES = frozenset({"interest", "hours", "form", "place", "profile"})
"""Gates that :func:`wish_status` answers."""


def _interest(demand: Demand, pool: Pool) -> NDArray[np.uint8]:
    # An apprenticeship leads to a certificate; whoever has one for such work does not look for it.
    roles = [pool.domain.catalogue.roles[role] for role in demand.roles]
    learning = demand.employment == "laerling" and bool(roles) and not any(role.authorisation for role in roles)
    return pool.once(("interest", demand.roles, learning), lambda: _reckon_interest(demand, pool, learning=learning))


def _reckon_interest(demand: Demand, pool: Pool, *, learning: bool) -> NDArray[np.uint8]:
    status = np.full(len(pool), UNKNOWN, dtype=np.uint8)
    if len(demand.columns):
        wished = pool.wished[:, demand.columns].max(axis=1) >= INTERESTED
        does = pool.same_since[:, demand.columns].min(axis=1) <= WORN_AFTER
        status[wished | (does & ~pool.has_wishes)] = MET
    if demand.families:
        refused = [bool(c.refused_families) and demand.families <= c.refused_families for c in pool.candidates]
        status[np.array(refused, dtype=bool)] = UNMET
    if learning:
        trained = [any(matches(held.code, TRAINED) for held in c.credentials) for c in pool.candidates]
        status[np.array(trained, dtype=bool)] = UNMET
    return status


def share_gaps(candidate: Candidate, low: float, high: float) -> tuple[float, float]:
    """Return how far the post lies below and above the share that the person wishes, in points of percent."""
    least = candidate.percent_min if candidate.percent_min is not None else 0.0
    most = candidate.percent_max if candidate.percent_max is not None else 100.0
    return max(0.0, least - high), max(0.0, low - most)


def _reckon_hours(demand: Demand, pool: Pool) -> NDArray[np.uint8]:
    """Percent is a wish: only a person who says *absolutt* is held to it; others are asked where it is far away."""
    status = np.full(len(pool), MET, dtype=np.uint8)
    if demand.percent_min is None or demand.percent_max is None:
        return status
    smaller = SMALLER + (LARGER if "offer:more_hours" in demand.opening.properties else 0)
    for row, candidate in enumerate(pool.candidates):
        below, above = share_gaps(candidate, demand.percent_min, demand.percent_max)
        if candidate.percent_absolute and (below or above):
            status[row] = UNMET
        elif below > smaller or above > LARGER:
            status[row] = UNKNOWN
    return status


def only_lasting(candidate: Candidate) -> bool:
    """Tell whether the person asks for a permanent post and nothing else."""
    return candidate.forms == {"fast"}


def _reckon_form(form: str | None, pool: Pool) -> NDArray[np.uint8]:
    status = np.full(len(pool), MET, dtype=np.uint8)
    if form in PASSING:
        status[np.fromiter((only_lasting(c) for c in pool.candidates), dtype=bool, count=len(pool))] = UNKNOWN
    return status


def wishes_place(candidate: Candidate, kommunenr: str | None) -> bool:
    """Tell whether a municipality is among the wished ones; whoever has named none, or no municipality is known, is not held."""
    places = candidate.wished_places
    return not places or kommunenr is None or kommunenr in places or kommunenr[:2] in places


def _reckon_place(kommunenr: str | None, pool: Pool, minutes: NDArray[np.int32]) -> NDArray[np.uint8]:
    status = np.full(len(pool), MET, dtype=np.uint8)
    away = np.fromiter((not wishes_place(c, kommunenr) for c in pool.candidates), dtype=bool, count=len(pool))
    status[away & ((minutes < 0) | (minutes > NEIGHBOURHOOD))] = UNKNOWN
    return status


def _reckon_profile(pool: Pool) -> NDArray[np.uint8]:
    """An empty profile is a known fact, not an answer: what comes first is a profile, not a call about a post."""
    empty = np.fromiter((c.empty_cv for c in pool.candidates), dtype=bool, count=len(pool))
    return np.where(empty, UNMET, MET).astype(np.uint8)


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
