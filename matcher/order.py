"""The order of every list, in one whole number: tier, then score, then some bits of a keyed hash of the pair, then the id."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.pool import Pool, stable_hash

Keys = NDArray[np.uint32]

TIE_BITS = 14
"""Bits of the hash: so few pairs share them that the id, which is random itself, seldom has to decide."""

HIGHEST, LOWEST = 32_767, -32_768
"""Between these lies every score that fits into a key (thousandths of a bit)."""

CLOSED_FROM = np.uint32(3 << 30)
"""Keys from here on are of the closed tier."""


MOST_AT_ONCE = 1 << 16
"""Openings that the lists of people tell apart."""

SLOT_BITS = 16
"""Bits of the number of an opening, below its key in a person's list."""

Packed = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Room:
    """Places that are kept in an opening's list, in a person's, and among those who miss one demand only."""

    opening: int = 50
    person: int = 20
    demand: int = 10


NOBODY = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
MORE = np.uint64(0xFFFF_FFFF_FFFF_FFFE)
"""In a person's list: no more is known from here on, though there may be more (:mod:`matcher.overnight`)."""


def sort_keys(tier: NDArray[np.uint8], score: NDArray[np.int16], ties: NDArray[np.uint32] | np.uint32) -> Keys:
    """Return one number for each pair; the smaller, the better.

    Parameters
    ----------
    tier : ndarray of uint8
        0 klar, 1 avklar, 2 paa_vei, 3 stengt.
    score : ndarray of int16
        Thousandths of a bit, between :data:`LOWEST` and :data:`HIGHEST`.
    ties : ndarray of uint32
        From :func:`ties_with`.

    Returns
    -------
    ndarray of uint32
        2 bits of tier, 16 of score, :data:`TIE_BITS` of the hash.
    """
    # The difference of two numbers of 16 bits, none below the lowest, is right as a number without a sign.
    keys = (np.int16(HIGHEST) - score).view(np.uint16).astype(np.uint32)
    keys <<= np.uint32(TIE_BITS)
    keys |= ties
    top = tier.astype(np.uint32)
    top <<= np.uint32(30)
    keys |= top
    return keys


def ties_with(opening: str, pool: Pool) -> NDArray[np.uint32]:
    """Return what orders the candidates of ``pool`` where tier and score are the same, shape (candidates,)."""
    return ties_of(pool) ^ np.uint32(tie_of(opening))


def ties_of(pool: Pool) -> NDArray[np.uint32]:
    """Return what each candidate of ``pool`` brings to :func:`ties_with`, shape (candidates,)."""
    return pool.once(("ties",), lambda: (pool.column("keys") >> np.uint64(64 - TIE_BITS)).astype(np.uint32))


def tie_of(opening: str) -> int:
    """Return what an opening brings to :func:`ties_with`."""
    return stable_hash(opening) >> (64 - TIE_BITS)


def tie(opening: str, candidate: str) -> int:
    """Return the same for one pair."""
    return (stable_hash(opening) ^ stable_hash(candidate)) >> (64 - TIE_BITS)


def tier_of(keys: Keys) -> NDArray[np.uint8]:
    """Return the tier of each key."""
    return (keys >> np.uint32(30)).astype(np.uint8)


def score_of(keys: Keys) -> NDArray[np.int32]:
    """Return the score of each key."""
    return HIGHEST - ((keys >> np.uint32(TIE_BITS)) & np.uint32(0xFFFF)).astype(np.int32)


def parts_of(key: int) -> tuple[int, int]:
    """Return tier and score of one key."""
    return key >> 30, HIGHEST - (key >> TIE_BITS & 0xFFFF)


def in_order(keys: Keys, pool: Pool) -> NDArray[np.int64]:
    """Return the rows of ``pool``, best first."""
    return np.lexsort((pool.column("by_id"), keys))
