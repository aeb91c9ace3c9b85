"""What people carry with them from one kind of work to another: a small table, with the reason for each line.

It stands beside the nearness of occupations: nearness says how much of a post somebody has done before, this says which
ways of working they bring, also from care in the family and from voluntary work, which no occupation's code shows.
Skills are named by ESCO (European Commission, v1.1.1) where ESCO has them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

FAMILY, VOLUNTEER = "family", "volunteer"
"""Kinds of practice outside work (:class:`matcher.records.Practice`)."""


@dataclass(frozen=True, slots=True)
class Carried:
    """One way of working that carries over.

    Attributes
    ----------
    code : str
        Name in evidence.
    esco : str or None
        Id of the skill in ESCO, None where ESCO has none that says this.
    gained_in : frozenset of str
        Families of occupations, or :data:`FAMILY` and :data:`VOLUNTEER`.
    used_in : frozenset of str
        Families of roles.
    """

    code: str
    esco: str | None
    gained_in: frozenset[str]
    used_in: frozenset[str]


def _carried(code: str, esco: str | None, gained_in: str, used_in: str) -> Carried:
    return Carried(code, esco, frozenset(gained_in.split()), frozenset(used_in.split()))


TABLE = (
    # Whoever cleans or cooks for a living works by a plan of hygiene each day; a ward asks for nothing else so often.
    _carried("hygiene", "d9449998-c1f5-478c-a103-2255398cf0b6", "renhold kjokken tann lab", "pleie renhold kjokken service"),
    # Cleaning homes, rooms and schools is the larger half of home help, and a part of a host's day.
    _carried("cleaning", "4f1b6304-f54a-42f0-9604-5427a28d240f", "renhold hotell", "renhold service pleie"),
    # Food for others: temperatures, allergies, portions. A shop's fresh counter has the same rules as a ward kitchen.
    _carried("food", "0ff99f51-40d9-42f1-a1ec-377b2bb5e15f", "kjokken handel hotell", "kjokken service"),
    # Meeting people all day with a good face: shop, reception and table service are the school of hosts and desks.
    _carried("service", "2239694b-771a-4586-8b54-2794e361a9ae", "handel hotell service kontor", "service kontor aktivitet"),
    # Care for one's own, voluntary visits and work with children show patience with people who need others.
    _carried(
        "empathy", "77b636e8-fab3-41a8-8022-1e0a354059dc", "family volunteer barnehage skole", "pleie miljo aktivitet service"
    ),
    # Who has cared for a relative at home knows what stands in a day of care: meals, washing, medicines, the doctor.
    _carried("care at home", "0e2c082a-056c-413c-94d1-581a0133e614", "family", "pleie"),
    # Hotels and industry run evenings, nights and weekends: the roster of a ward is no news there.
    _carried("rosters", "6f2721bf-40ad-4f5d-8774-a478d1d6f5a6", "hotell industri ambulanse", "pleie miljo"),
    # Winter roads, each day, alone: half of home care and of support in leisure time is the way there.
    _carried("driving", "2a82241a-216e-44d8-bb50-6b9a0ef82084", "transport", "miljo drift"),
    # Farm and building work: machines, snow, repairs, and animals that are fed on Sundays too.
    _carried("practical", None, "landbruk bygg industri", "drift"),
)


def used_in(families: Iterable[str]) -> tuple[bool, ...]:
    """Tell of each line of :data:`TABLE` whether it is of use to roles of ``families``."""
    roles = frozenset(families)
    return tuple(bool(entry.used_in & roles) for entry in TABLE)


@lru_cache(maxsize=1 << 14)
def gained(origins: frozenset[str]) -> tuple[bool, ...]:
    """Tell of each line of :data:`TABLE` whether it is gained in any of ``origins``."""
    return tuple(bool(entry.gained_in & origins) for entry in TABLE)


def carried_to(families: Iterable[str], gained_in: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of what carries over from ``gained_in`` to roles of ``families``, in the order of the table."""
    lines = zip(TABLE, used_in(families), gained(frozenset(gained_in)), strict=True)
    return tuple(entry.code for entry, used, brought in lines if used and brought)
