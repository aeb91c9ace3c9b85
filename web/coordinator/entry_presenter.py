"""An entry of the catalogue as its page shows it: every fact in words, what is not confirmed, and with whom to check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext

from models.services.catalogue.entries import BarrierEntry, MeasureEntry, RoleEntry, RouteEntry, RuleEntry, SourceEntry
from models.services.catalogue_entries import LookedUp
from web import i18n
from web.coordinator import entry_words as words

Names = Mapping[tuple[str, str], str]

WORDS = frozenset({"labels", "skills", "duties", "styrk08", "styrk08_shared", "authorisation", "pay", "groups"})
"""Facts whose values are words, read one after another on one line; of the others each has its own."""
COVERED = frozenset({"id", "label", "sources", "checked", "unverified", "outside", "months_min", "months_typical", "months_max"})
"""Fields that the page shows otherwise than as a fact of their own name."""
_ADDRESS = re.compile(r"(?:https://)?((?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?)")


class Value(NamedTuple):
    """One value in words, and the page that it leads to, if any."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its heading, its values, and whether it is confirmed."""

    label: str
    values: Sequence[Value]
    confirmed: bool
    on_one_line: bool


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts come from; ``href`` is empty for what is no page."""

    key: str
    text: str
    href: str
    note: str


def facts(entry: LookedUp, names: Names) -> list[Fact]:
    """Return every fact that the entry has, in the order in which one asks."""
    found: list[Fact] = []
    for field, values in _fields(entry, names).items():
        shown = [value for value in values if value.text]
        if shown:
            confirmed = not _parts(field) & set(entry.unverified)
            found.append(Fact(str(words.FIELDS[field]), shown, confirmed, on_one_line=field in WORDS))
    return found


def unconfirmed(entry: LookedUp) -> list[str]:
    """Return what of the entry is not confirmed, as words inside a sentence, each once."""
    fields = ["months" if field.startswith("months_") else field for field in entry.unverified]
    names = [str(words.FIELDS.get(field, field)) for field in dict.fromkeys(fields)]
    return [name[:1].lower() + name[1:] for name in names]


def check_with(entry: LookedUp) -> str:
    """Return with whom to check what is not confirmed."""
    if isinstance(entry, RouteEntry):
        return entry.provider or gettext("den som tilbyr opplæringen")
    if isinstance(entry, MeasureEntry):
        return entry.actor
    if isinstance(entry, BarrierEntry):
        return gettext("NAV-kontoret")  # type: ignore[no-any-return]  # untyped
    return gettext("en arbeidsgiver som har slike stillinger")  # type: ignore[no-any-return]  # untyped


def summary(entry: LookedUp, names: Names) -> str:
    """Return the one line under an entry's name in a list."""
    if isinstance(entry, RoleEntry):
        return ", ".join(filter(None, [_word(words.FAMILIES, entry.family), _word(words.ENTRIES, entry.entry)]))
    if isinstance(entry, RouteEntry):
        return f"{_months(entry)[0].text}, {entry.provider}" if entry.provider else _months(entry)[0].text
    if isinstance(entry, MeasureEntry):
        return ", ".join(filter(None, [entry.actor, entry.duration]))
    return ", ".join(value.text for value in _links("measure", entry.measures, names))


def source(entry: SourceEntry) -> Source:
    """Return a source; only what looks like a page of the web becomes a link, and always over TLS."""
    address = _ADDRESS.fullmatch(entry.address)
    return Source(entry.id, entry.address, f"https://{address.group(1)}" if address else "", entry.note)


# --- each kind's facts --------------------------------------------------------------------------------------------


def _fields(entry: LookedUp, names: Names) -> dict[str, Iterable[Value]]:
    if isinstance(entry, RoleEntry):
        return _role(entry, names)
    if isinstance(entry, RouteEntry):
        return _route(entry, names)
    return _barrier(entry, names) if isinstance(entry, BarrierEntry) else _measure(entry, names)


def _role(role: RoleEntry, names: Names) -> dict[str, Iterable[Value]]:
    inside = not role.outside  # of occupations outside health only names, nearness and skills are known
    return {
        "labels": _texts(role.labels[1:]),
        "family": [Value(_word(words.FAMILIES, role.family))],
        "entry": [Value(_word(words.ENTRIES, role.entry))] if inside else [],
        "qualification": [Value(_word(words.QUALIFICATIONS, role.qualification))] if inside else [],
        "authorisation": _texts(names.get(("profession", code), code) for code in role.authorisation),
        "states": _texts(names.get(("state", key), key) for key in role.states),
        "cefr": _texts([role.cefr or ""]),
        "licence": [Value(_word(words.LICENCES, role.licence))] if inside else [],
        "police": [Value(_word(words.POLICE, role.police))],
        "near": [
            Value(
                gettext("%(role)s, nærhet %(share)s av 100", role=names.get(("role", key), key), share=share), _page("role", key)
            )
            for key, share in role.near
        ],
        "duties": _texts(role.duties),
        "skills": _texts(role.skills),
        "styrk08": _texts(role.styrk08),
        "styrk08_shared": _texts(role.styrk08_shared),
        "esco": _texts([role.esco or ""]),
        "esco_note": _texts([role.esco_note]),
    }


def _route(route: RouteEntry, names: Names) -> dict[str, Iterable[Value]]:
    return {
        "origins": _texts(names.get(("state", key), key) for key in route.origins),
        "targets": _texts(names.get(("state", key), key) for key in route.targets),
        "months": _months(route),
        "provider": _texts([route.provider]),
        "place": _texts([route.place]),
        "rules": [Value(_rule(rule, names)) for rule in route.rules],
        "pay": [Value(_word(words.PAY, code)) for code in route.pay],
        "funding": _texts([route.funding]),
        "mode": _texts([route.mode]),
        "combinable": [Value(str(words.YES_NO[route.combinable]))],
        "offered": [Value(str(words.YES_NO[route.offered]))],
        "as_class": [Value(str(words.YES_NO[route.as_class]))],
    }


def _barrier(barrier: BarrierEntry, names: Names) -> dict[str, Iterable[Value]]:
    return {
        "kind": [Value(_word(words.BARRIER_KINDS, barrier.kind))],
        "months": [Value(_span(*barrier.months))] if barrier.months else [],
        "measures": _links("measure", barrier.measures, names),
        "edges": _links("route", barrier.edges, names),
        "ask": _texts([barrier.ask]),
        "store": [Value(_word(words.STORES, barrier.store))],
        "held_as": _texts([barrier.held_as]),
        "data_class": [Value(_word(words.DATA_CLASSES, barrier.data_class))],
        "code": _texts([barrier.code]),
    }


def _measure(measure: MeasureEntry, names: Names) -> dict[str, Iterable[Value]]:
    return {
        "purpose": _texts([measure.purpose]),
        "actor": _texts([measure.actor]),
        "duration": _texts([measure.duration]),
        "months": [Value(i18n.months(measure.months))] if measure.months is not None else [],
        "rate": _texts([measure.rate]),
        "groups": [Value(_word(words.GROUPS, code)) for code in measure.groups],
        "group_note": _texts([measure.group_note]),
        "age_rule": _texts([measure.age_rule]),
        "barriers": _links("barrier", measure.barriers, names),
        "audience": [Value(_word(words.AUDIENCES, measure.audience))],
        "closed_from": [Value(i18n.day(measure.closed_from))] if measure.closed_from else [],
        "nav_code": _texts([measure.nav_code or ""]),
        "arena": _texts([measure.arena or ""]),
    }


# --- values in words ----------------------------------------------------------------------------------------------


def _texts(values: Iterable[str]) -> list[Value]:
    return [Value(value) for value in values]


def _links(kind: str, keys: Iterable[str], names: Names) -> list[Value]:
    return [Value(names.get((kind, key), key), _page(kind, key)) for key in keys]


def _page(kind: str, key: str) -> str:
    return url_for("catalogue.entry", slug=words.KINDS[kind].slug, key=key)


def _word(meanings: words.Words, code: str) -> str:
    return str(meanings.get(code, code))


def _months(route: RouteEntry) -> list[Value]:
    return [Value(_span(route.months_min, route.months_typical, route.months_max))]


def _span(least: float, typical: float, most: float) -> str:
    if least == most:
        return i18n.months(typical)
    return gettext(  # type: ignore[no-any-return]  # untyped
        "%(typical)s (fra %(least)s til %(most)s)",
        typical=i18n.months(typical),
        least=i18n.number(least),
        most=i18n.number(most),
    )


def _rule(rule: RuleEntry, names: Names) -> str:
    if rule.text:
        return rule.text
    value = str(rule.value or "")
    return gettext("Norsk på nivå %(level)s", level=value) if rule.kind == "language" else names.get(("state", value), value)


def _parts(field: str) -> set[str]:
    return {"months", "months_min", "months_typical", "months_max"} if field == "months" else {field}
