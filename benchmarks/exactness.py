"""Lists of the rematch held against reckoning every pair, for a sample; and one number that stands for all lists."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.generate import SEED
from matcher.lists import PER_OPENING, PER_PERSON, Lists
from matcher.matcher import Matcher, keys_of
from matcher.order import CLOSED_FROM, in_order, tier_of
from matcher.pool import Pool
from matcher.records import Opening


@dataclass(frozen=True, slots=True)
class Checked:
    """How many lists were looked at and how many of them differ, and the same of the counts in the tiers."""

    openings: int
    people: int
    wrong_openings: int
    wrong_counts: int
    wrong_people: int

    @property
    def wrong(self) -> int:
        """Everything that differs."""
        return self.wrong_openings + self.wrong_counts + self.wrong_people


def against_every_pair(matcher: Matcher, pool: Pool, openings: Sequence[Opening], lists: Lists, sample: int) -> Checked:
    """Reckon everybody for some openings, and every opening for some people; compare with the lists."""
    chance = random.Random(SEED)
    numbers = sorted(chance.sample(range(len(openings)), min(sample, len(openings))))
    rows = sorted(chance.sample(range(len(pool)), min(sample, len(pool))))
    wrong_lists = wrong_counts = 0
    for number in numbers:
        keys = keys_of(matcher.score(openings[number], pool), pool)
        first = in_order(keys, pool)[:PER_OPENING]
        first = first[keys[first] < CLOSED_FROM]
        listed, counts = lists.openings[number], np.bincount(tier_of(keys), minlength=4)
        wrong_lists += not (np.array_equal(listed.rows, first) and np.array_equal(listed.keys, keys[first]))
        wrong_counts += lists.tiers[number] != tuple(counts[:3].tolist())
    some = pool.part(np.array(rows))
    table = np.stack([keys_of(matcher.score(opening, some), some) for opening in openings])
    wrong_people = 0
    for place, row in enumerate(rows):
        keys = table[:, place]
        first = np.argsort(keys, kind="stable")[:PER_PERSON]
        first = first[keys[first] < CLOSED_FROM]
        own = lists.person(row)
        wrong_people += not (np.array_equal(own.rows, first) and np.array_equal(own.keys, keys[first]))
    return Checked(len(numbers), len(rows), wrong_lists, wrong_counts, wrong_people)


def digest(lists: Lists) -> str:
    """Return SHA-256 over every list, count and near miss."""
    found = hashlib.sha256()
    for number in sorted(lists.openings):
        listed = lists.openings[number]
        found.update(listed.rows.tobytes())
        found.update(listed.keys.tobytes())
        found.update(repr((number, lists.tiers[number])).encode())
        for one in lists.near[number]:
            found.update(repr((one.code, one.people)).encode())
            found.update(one.rows.tobytes())
    found.update(lists.best.tobytes())
    return found.hexdigest()
