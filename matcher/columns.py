"""Candidates as columns: one array for each thing that is reckoned with, and classes of candidates that share an answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.domain import SAME_WORK, Domain
from matcher.experience import Months, measure
from matcher.records import Candidate, Credential
from matcher.transferable import FAMILY, VOLUNTEER

LONG_AGO = 9_999
"""Months since work that never was."""

SHORT = 3
"""Calendar months below which work leaves little behind."""

LATELY = 60
"""Months since the end of work that counts as lately."""

TENTHS = 10
"""Months are kept in whole tenths: sums of them are the same on every machine."""

NOT_SAID = -1
"""A yes or no that nobody has given."""

NO_HOME, OFF_THE_MAP = -2, -1
"""Rows of homes: none is known, or its postal code is not in the catalogue."""

GROUPS: dict[str, tuple[str, ...]] = {
    "papers": ("credentials", "licences", "empty_cv"),
    "licences": ("licences", "licences_known", "car"),
    "languages": ("languages",),
    "shifts": ("shifts_yes", "shifts_no"),
    "forms": ("forms",),
    "share": ("percent_min", "percent_max", "percent_absolute"),
    "places": ("wished_places",),
    "refused": ("refused_families",),
    "facts": ("over_18", "over_20", "turns_18", "turns_20", "right_to_work"),
    "tasks": ("skills", "practice"),
}
"""Fields of a candidate that are answered together; whoever has the same in all of them has the same answers."""


def stable_hash(text: str) -> int:
    """Return 64 bits that depend on ``text`` alone, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8, key=b"bygdematch").digest(), "big")


@dataclass(slots=True)
class Columns:
    """A set of candidates in columns, in one order.

    Attributes
    ----------
    arrays : dict of str to ndarray
        First axis = candidates:

        - ``same_months``, ``same_calendar`` (roles): practice that is the role's own work, in tenths of full-time months
          and in calendar months; ``same_since``: months since the last of it;
        - ``related``, ``related_lately`` (roles): best nearness in percent of practice of three calendar months or more,
          ever and of practice that ended at most five years ago;
        - ``wished``, ``wished_first`` (roles): best affinity in percent of any wish, and of the first choice;
        - ``family_months``, ``family_calendar`` (families): practice by family of occupation;
        - ``home`` (row of the catalogue's places), ``max_minutes``, ``car``, ``willing`` (-1 not said, 0 no, 1 yes),
          ``transit``, ``start`` (ordinal of the day, 0 = not known);
        - ``has_practice``, ``has_wishes``, ``empty``, ``day_refused``; ``keys`` (keyed hash of the id) and
          ``by_id`` (its place among the ids in their order);
        - ``standing``, ``origins`` and one column for each of :data:`GROUPS`: the class that a candidate belongs to.
    classes : dict of str to list
        For each group its classes: candidates of whom only the group's fields are filled; for ``standing`` what routes
        depend on; for ``origins`` where ways of working were gained, lately and ever.
    ids : list of str
        Ids in the same order.
    families : dict of str to int
        Column of each family of occupations.
    naming : dict of str to list of int
        Classes of wished places that name each municipality or county.
    """

    arrays: dict[str, NDArray[Any]] = field(default_factory=dict)
    classes: dict[str, list[Any]] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    families: dict[str, int] = field(default_factory=dict)
    naming: dict[str, list[int]] = field(default_factory=dict)

    def of(self, rows: NDArray[Any]) -> Columns:
        """Return the columns of some candidates, with the classes that anybody of them belongs to."""
        arrays = {name: array[rows] for name, array in self.arrays.items()}
        classes = {}
        for name, all_ in self.classes.items():
            present, arrays[name] = np.unique(arrays[name], return_inverse=True)
            classes[name] = [all_[number] for number in present.tolist()]
        ids = [self.ids[row] for row in rows.tolist()]
        return Columns(arrays, classes, ids, self.families, _naming(classes["places"]))

    def with_others(self, others: Columns) -> Columns:
        """Return these candidates and then those of other columns of the same day and catalogue."""
        arrays = {name: np.concatenate([array, others.arrays[name]]) for name, array in self.arrays.items()}
        for name, own in self.classes.items():
            arrays[name][len(self.ids) :] += len(own)
        classes = {name: [*own, *others.classes[name]] for name, own in self.classes.items()}
        return Columns(arrays, classes, [*self.ids, *others.ids], self.families, _naming(classes["places"]))


def columns_of(candidates: Sequence[Candidate], on: date, domain: Domain) -> Columns:
    """Return ``candidates`` in columns, as of ``on``."""
    found = Columns(ids=[candidate.id for candidate in candidates])
    origins = sorted({role.family for role in domain.catalogue.roles.values()} | {FAMILY, VOLUNTEER})
    found.families = {family: column for column, family in enumerate(origins) if family not in {FAMILY, VOLUNTEER}}
    found.families = {family: column for column, family in enumerate(found.families)}
    _fill_facts(found, candidates, domain)
    _fill_groups(found, candidates)
    months = _fill_practice(found, candidates, on, domain)
    _fill_wishes(found, candidates, domain)
    _fill_standing(found, candidates, months, on, domain)
    return found


def _fill_facts(found: Columns, candidates: Sequence[Candidate], domain: Domain) -> None:
    def column(value: Callable[[Candidate], Any], dtype: Any) -> NDArray[Any]:
        return np.fromiter((value(candidate) for candidate in candidates), dtype=dtype, count=len(candidates))

    homes = {code: row for row, code in enumerate(domain.catalogue.places)}
    said = {None: NOT_SAID, False: 0, True: 1}
    found.arrays |= {
        "keys": column(lambda c: stable_hash(c.id), np.uint64),
        "by_id": _places(found.ids),
        "home": column(lambda c: homes.get(c.postnummer, OFF_THE_MAP) if c.postnummer else NO_HOME, np.int32),
        "max_minutes": column(lambda c: c.max_minutes, np.int32),
        "car": column(lambda c: said[c.car], np.int8),
        "willing": column(lambda c: said[c.willing_to_move], np.int8),
        "transit": column(lambda c: bool(c.takes_transit), np.bool_),
        "start": column(lambda c: c.earliest_start.toordinal() if c.earliest_start else 0, np.int32),
        "has_practice": column(lambda c: bool(c.practice), np.bool_),
        "has_wishes": column(lambda c: bool(c.wishes), np.bool_),
        "empty": column(lambda c: c.empty_cv, np.bool_),
        "day_refused": column(lambda c: "day" in c.shifts_no, np.bool_),
    }


def _places(ids: Sequence[str]) -> NDArray[np.int32]:
    places = np.empty(len(ids), dtype=np.int32)
    places[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids), dtype=np.int32)
    return places


def _fill_groups(found: Columns, candidates: Sequence[Candidate]) -> None:
    for name, fields in GROUPS.items():
        seen: dict[Hashable, int] = {}
        part = _PARTS.get(name) or attrgetter(*fields)
        members = [seen.setdefault(part(candidate), len(seen)) for candidate in candidates]
        found.arrays[name] = np.array(members, dtype=np.int32)
        found.classes[name] = [_representative(name, fields, value) for value in seen]
    found.naming = _naming(found.classes["places"])


def _naming(classes: Sequence[Candidate]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, one in enumerate(classes):
        for place in one.wished_places:
            found.setdefault(place, []).append(number)
    return found


def _papers(candidate: Candidate) -> Hashable:
    """Return what is held, in an order that does not depend on how it was written down."""
    held = tuple(sorted({(one.code, one.proof.value) for one in candidate.credentials}))
    return held, candidate.licences, candidate.empty_cv


def _tasks(candidate: Candidate) -> Hashable:
    tasks = {task for period in candidate.practice for task in period.tasks}
    return frozenset(code for code in (*candidate.skills, *tasks) if code.startswith("skill:"))


_PARTS: Mapping[str, Callable[[Candidate], Hashable]] = {"papers": _papers, "tasks": _tasks}
"""What a group is about, where it is not simply its fields."""


def _representative(name: str, fields: Sequence[str], value: Any) -> Candidate:
    if name == "papers":
        held, licences, empty = value
        papers = tuple(Credential(code=code, proof=proof) for code, proof in held)
        return Candidate(id="", credentials=papers, licences=licences, empty_cv=empty)
    if name == "tasks":
        return Candidate(id="", skills=tuple(sorted(value)))
    return replace(Candidate(id=""), **dict(zip(fields, value if len(fields) > 1 else [value], strict=True)))


def _fill_practice(found: Columns, candidates: Sequence[Candidate], on: date, domain: Domain) -> list[tuple[Months, ...]]:
    """Fill what people have done, period by period; return the length of each period of each candidate."""
    periods = [(period.title, period.styrk08) for candidate in candidates for period in candidate.practice]
    months = [measure(candidate.practice, on) if candidate.practice else () for candidate in candidates]
    counts = np.array([len(lengths) for lengths in months], dtype=np.int64)
    rows = np.repeat(np.arange(len(candidates)), counts)
    full = np.array([round(TENTHS * one.full_time) for lengths in months for one in lengths], dtype=np.int32)
    calendar = np.array([one.calendar for lengths in months for one in lengths], dtype=np.int32)
    since = np.array([one.since for lengths in months for one in lengths], dtype=np.int32)
    domain.prepare_titles(periods)
    titles, title_of = _distinct(periods)
    near = _vectors(titles, domain, wished=False)
    family_of = np.array([found.families.get(domain.family(*title) or "", -1) for title in titles], dtype=np.int64)
    size, roles = len(candidates), len(domain.columns)
    arrays = found.arrays
    arrays["same_months"] = np.zeros((size, roles), dtype=np.int32)
    arrays["same_calendar"] = np.zeros((size, roles), dtype=np.int32)
    arrays["same_since"] = np.full((size, roles), LONG_AGO, dtype=np.int16)
    arrays["related"] = np.zeros((size, roles), dtype=np.int8)
    arrays["related_lately"] = np.zeros((size, roles), dtype=np.int8)
    # One round for each first, second, third ... period: within a round every candidate stands once.
    place = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    for number in range(int(counts.max(initial=0))):
        chosen = np.flatnonzero(place == number)
        here, vector = rows[chosen], near[title_of[chosen]]
        same = vector >= SAME_WORK
        arrays["same_months"][here] += np.where(same, full[chosen, None], 0)
        arrays["same_calendar"][here] += np.where(same, calendar[chosen, None], 0)
        ended = np.minimum(since[chosen], LONG_AGO)[:, None]
        arrays["same_since"][here] = np.minimum(arrays["same_since"][here], np.where(same, ended, LONG_AGO))
        lasting = calendar[chosen] >= SHORT
        _raise_to(arrays["related"], here[lasting], vector[lasting])
        lately = lasting & (since[chosen] <= LATELY)
        _raise_to(arrays["related_lately"], here[lately], vector[lately])
    arrays["family_months"] = np.zeros((size, len(found.families)), dtype=np.int32)
    arrays["family_calendar"] = np.zeros((size, len(found.families)), dtype=np.int32)
    known = family_of[title_of] >= 0
    np.add.at(arrays["family_months"], (rows[known], family_of[title_of][known]), full[known])
    np.add.at(arrays["family_calendar"], (rows[known], family_of[title_of][known]), calendar[known])
    _fill_origins(found, candidates, months, domain)
    return months


def _fill_origins(found: Columns, candidates: Sequence[Candidate], months: Sequence[tuple[Months, ...]], domain: Domain) -> None:
    """Fill where ways of working were gained, lately and ever: families of occupations, and practice outside work."""
    seen: dict[tuple[frozenset[str], frozenset[str]], int] = {}
    members = np.empty(len(candidates), dtype=np.int32)
    for row, (candidate, lengths) in enumerate(zip(candidates, months, strict=True)):
        ever: set[str] = set()
        lately: set[str] = set()
        for period, length in zip(candidate.practice, lengths, strict=True):
            outside = period.kind if period.kind in {FAMILY, VOLUNTEER} else None
            origin = outside or domain.family(period.title, period.styrk08)
            if origin is not None and (outside or length.calendar >= SHORT):
                ever.add(origin)
                if length.since <= LATELY:
                    lately.add(origin)
        members[row] = seen.setdefault((frozenset(lately), frozenset(ever)), len(seen))
    found.arrays["origins"], found.classes["origins"] = members, list(seen)


def _fill_wishes(found: Columns, candidates: Sequence[Candidate], domain: Domain) -> None:
    wishes = [(wish.title, wish.styrk08) for candidate in candidates for wish in candidate.wishes]
    domain.prepare_titles(wishes)
    rows = np.repeat(np.arange(len(candidates)), [len(candidate.wishes) for candidate in candidates])
    first = np.array([wish.primary for candidate in candidates for wish in candidate.wishes], dtype=np.bool_)
    titles, title_of = _distinct(wishes)
    near = _vectors(titles, domain, wished=True)
    for name, chosen in (("wished", np.arange(len(rows))), ("wished_first", np.flatnonzero(first))):
        table = np.zeros((len(candidates), len(domain.columns)), dtype=np.int8)
        # In the order of the rows, so that each candidate's wishes lie together.
        if len(chosen):
            starts = np.flatnonzero(np.r_[True, rows[chosen][1:] != rows[chosen][:-1]])
            table[rows[chosen][starts]] = np.maximum.reduceat(near[title_of[chosen]], starts, axis=0)
        found.arrays[name] = table


def _fill_standing(
    found: Columns, candidates: Sequence[Candidate], months: Sequence[tuple[Months, ...]], on: date, domain: Domain
) -> None:
    """Group candidates that share everything that routes depend on."""
    names = list(found.families)
    papers, languages, facts = (found.arrays[name].tolist() for name in ("papers", "languages", "facts"))
    known: dict[Hashable, Hashable] = {}
    seen: dict[Hashable, int] = {}
    members = np.empty(len(candidates), dtype=np.int32)
    for row, (candidate, lengths) in enumerate(zip(candidates, months, strict=True)):
        own = found.arrays["family_months"][row] if lengths else None
        key = (papers[row], languages[row], facts[row], own.tobytes() if own is not None else b"")
        standing = known.get(key)
        if standing is None:
            by_family = {names[column]: own[column] / TENTHS for column in np.flatnonzero(own)} if own is not None else {}
            standing = known[key] = domain.routes.signature(candidate, by_family, on)
        members[row] = seen.setdefault(standing, len(seen))
    found.arrays["standing"] = members
    found.classes["standing"] = list(seen)


def _distinct(titles: Sequence[tuple[str, str | None]]) -> tuple[list[tuple[str, str | None]], NDArray[np.int64]]:
    seen: dict[tuple[str, str | None], int] = {}
    numbers = [seen.setdefault(title, len(seen)) for title in titles]
    return list(seen), np.array(numbers, dtype=np.int64)


def _vectors(titles: Sequence[tuple[str, str | None]], domain: Domain, *, wished: bool) -> NDArray[np.int8]:
    table = [domain.vector(title, code, wished=wished) for title, code in titles]
    return np.array(table, dtype=np.int8).reshape(len(titles), len(domain.columns))


def _raise_to(table: NDArray[np.int8], rows: NDArray[np.int64], values: NDArray[np.int8]) -> None:
    table[rows] = np.maximum(table[rows], values)
