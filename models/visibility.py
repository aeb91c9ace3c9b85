"""Who may be shown: one pure function of what the sources have answered; everyone is hidden until all have."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TypeVar

from models.drafts import VisibilityFacts

# The value that each fact must have; not answered is never that value.
PROTECTIVE: Mapping[str, bool] = MappingProxyType(
    {"dead": False, "address_protected": False, "code_6_or_7": False, "shielded": False}
)
FROM_NAV: Mapping[str, bool] = MappingProxyType(
    {"active_cv": True, "in_follow_up": True, "in_kvp": False, "job_seeker_period": True}
)
FROM_HERE: Mapping[str, bool] = MappingProxyType({"consent": True, "adviser_confirmed": True})

SHOWN_WHEN: Mapping[str, Mapping[str, bool]] = MappingProxyType(
    {"nav": MappingProxyType({**PROTECTIVE, **FROM_NAV}), "own": MappingProxyType({**PROTECTIVE, **FROM_HERE})}
)
"""For each origin the facts that visibility rests on, and the answer that each must have."""

FACTS: Mapping[str, bool] = MappingProxyType({**PROTECTIVE, **FROM_NAV, **FROM_HERE})
"""Every fact with the answer that shows; any other answer hides."""

Value = TypeVar("Value", bool, str)


def is_visible(facts: VisibilityFacts) -> bool:
    """Return whether a person with these facts may be shown to anyone at all.

    >>> is_visible(VisibilityFacts())
    False
    """
    return all(getattr(facts, fact) is answer for fact, answer in SHOWN_WHEN[facts.origin].items())


def newest(
    known: Value | None, known_at: datetime | None, told: Value | None, told_at: datetime, shows: Value
) -> tuple[Value | None, datetime | None]:
    """Return the value that counts after a source has told one, whatever order the news comes in.

    The newest time of the source wins; at equal time the answer that hides wins.  Telling nothing changes nothing.
    """
    if told is None:
        return known, known_at
    if known is None or known_at is None or told_at > known_at:
        return told, told_at
    if told_at == known_at and known == shows:
        return told, told_at
    return known, known_at
