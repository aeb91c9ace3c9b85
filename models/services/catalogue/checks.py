"""What is wrong or worth knowing in a catalogue whose entries pass one by one: references, loops, gaps, doubles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from matcher.text import normalise
from models.services.catalogue.entries import (
    AmbiguousEntry,
    BarrierEntry,
    CredentialEntry,
    DrivingEntry,
    Entry,
    LegEntry,
    MeasureEntry,
    OldMunicipalityEntry,
    PlaceEntry,
    ProfessionEntry,
    RequirementEntry,
    RoleEntry,
    RouteEntry,
    SourceEntry,
    StateEntry,
    TransitEntry,
)
from models.services.catalogue.graph import reachable, timeless_loop
from models.services.catalogue.reading import CatalogueIssue, CatalogueSource, file_of

NOT_A_SOURCE = frozenset({"GK", "J", "BER"})
"""General knowledge, judgement and reckoning: facts that rest on these alone must be marked as not verified."""

UNSCHOOLED = frozenset({"N01", "N02"})
"""Where everyone can begin: with or without lower secondary school."""

APPLIED = "N31"
"""Whoever has applied for an authorisation has the education already: no way begins there."""


def check_catalogue(source: CatalogueSource) -> list[CatalogueIssue]:
    """Return everything to mend (``error``) and to know (``notice``), errors first, in the order of files and ids."""
    found: list[CatalogueIssue] = []
    for check in (_doubles, _sources, _references, _codes, _both_sides, _loops, _labels, _roles_without_way, _unoffered, _places):
        found.extend(check(source))
    return sorted(found, key=lambda issue: (issue.severity != "error", issue.file, issue.id, issue.message))


def _error(entry: Entry, message: str) -> CatalogueIssue:
    return CatalogueIssue("error", file_of(entry), entry.key, message)


def _notice(entry: Entry, message: str) -> CatalogueIssue:
    return CatalogueIssue("notice", file_of(entry), entry.key, message)


def _doubles(source: CatalogueSource) -> Iterator[CatalogueIssue]:
    seen = Counter((entry.KIND, entry.key) for entry in source.entries)
    for entry in source.entries:
        if seen[entry.KIND, entry.key] > 1:
            seen[entry.KIND, entry.key] = 0
            yield _error(entry, "står flere ganger; hver oppføring skal ha sin egen id")


def _sources(source: CatalogueSource) -> Iterator[CatalogueIssue]:
    known = {entry.id for entry in source.of(SourceEntry)}
    for entry in source.entries:
        if isinstance(entry, SourceEntry):
            continue
        if not entry.sources:
            yield _error(entry, "mangler kilde (sources)")
        for key in entry.sources:
            if key not in known:
                yield _error(entry, f"ukjent kilde {key}; legg den til i sources.toml eller rett nøkkelen")
        if entry.sources and set(entry.sources) <= NOT_A_SOURCE and not entry.unverified:
            yield _error(entry, "bygger bare på allmenn kunnskap eller skjønn; si hvilke felt som er ubekreftet (unverified)")
        for field in entry.unverified:
            if field not in type(entry).model_fields:
                yield _error(entry, f"unverified nevner {field}, som ikke er et felt")


def _missing(entry: Entry, field: str, ids: Iterable[str], known: Iterable[str], file: str) -> Iterator[CatalogueIssue]:
    for key in ids:
        if key not in known:
            yield _error(entry, f"{field} viser til {key}, som ikke finnes i {file}")


def _references(source: CatalogueSource) -> Iterator[CatalogueIssue]:
    roles = {entry.id for entry in source.of(RoleEntry)}
    states = {entry.id for entry in source.of(StateEntry)}
    routes = {entry.id for entry in source.of(RouteEntry)}
    barriers = {entry.id for entry in source.of(BarrierEntry)}
    measures = {entry.id for entry in source.of(MeasureEntry)}
    professions = {entry.hpr for entry in source.of(ProfessionEntry)}
    laws = {entry.id for entry in source.of(SourceEntry)}
    for role in source.of(RoleEntry):
        yield from _missing(role, "states", role.states, states, "states.toml")
        yield from _missing(role, "near", (other for other, _ in role.near), roles - {role.id}, "roles.toml")
        yield from _missing(role, "authorisation", role.authorisation, professions, "professions.toml")
        if role.police.isupper():
            yield from _missing(role, "police", [role.police], laws, "sources.toml")
    for title in source.of(AmbiguousEntry):
        yield from _missing(title, "roles", title.roles, roles, "roles.toml")
    for state in source.of(StateEntry):
        yield from _missing(state, "implies", state.implies, states - {state.id}, "states.toml")
    for route in source.of(RouteEntry):
        yield from _missing(route, "origins", route.origins, states, "states.toml")
        yield from _missing(route, "targets", route.targets, states, "states.toml")
        asked = [str(rule.value) for rule in route.rules if rule.kind == "state"]
        yield from _missing(route, "rules", asked, states, "states.toml")
    for barrier in source.of(BarrierEntry):
        yield from _missing(barrier, "measures", barrier.measures, measures, "measures.toml")
        yield from _missing(barrier, "edges", barrier.edges, routes, "routes.toml")
    for measure in source.of(MeasureEntry):
        yield from _missing(measure, "barriers", measure.barriers, barriers, "barriers.toml")
    for kind in source.of(RequirementEntry):
        yield from _missing(kind, "states", kind.states, states, "states.toml")
        yield from _missing(kind, "barrier", [kind.barrier] if kind.barrier else [], barriers, "barriers.toml")
        yield from _missing(kind, "measures", kind.measures, measures, "measures.toml")


def _codes(source: CatalogueSource) -> Iterator[CatalogueIssue]:
    known = {entry.code for entry in source.of(CredentialEntry)}
    professions = {entry.hpr for entry in source.of(ProfessionEntry)}
    asked = {entry.code for entry in source.of(RequirementEntry)}

    def unknown(patterns: Iterable[str]) -> Iterator[str]:
        for pattern in patterns:
            if not any(fnmatchcase(code, pattern) for code in known):
                yield pattern

    for state in source.of(StateEntry):
        for code in unknown(state.held_by):
            yield _error(state, f"held_by har den ukjente koden {code}; se credentials.toml")
    for kind in source.of(RequirementEntry):
        for code in unknown((*kind.met_by, *kind.perhaps_by)):
            yield _error(kind, f"met_by eller perhaps_by har den ukjente koden {code}; se credentials.toml")
        for code in sorted(set(kind.met_by) & set(kind.perhaps_by)):
            yield _error(kind, f"{code} står både i met_by og i perhaps_by")
        if kind.perhaps_by and kind.gate and not kind.ask_employer:
            yield _error(kind, "perhaps_by trenger et spørsmål til arbeidsgiver (ask_employer)")
        if kind.code.startswith("auth:") and kind.code not in {"auth:any_health", *(f"auth:{hpr}" for hpr in professions)}:
            yield _error(kind, "ukjent HPR-kode; se professions.toml")
        if kind.months and not (kind.measures or kind.states):
            yield _notice(kind, "har måneder, men ikke noe tiltak eller noen tilstand som bruker dem")
    for profession in source.of(ProfessionEntry):
        if f"auth:{profession.hpr}" not in asked:
            yield _error(profession, f"kravet auth:{profession.hpr} mangler i requirements.toml")
        if f"auth:{profession.hpr}" not in known:
            yield _error(profession, f"beviset auth:{profession.hpr} mangler i credentials.toml")


def _both_sides(source: CatalogueSource) -> Iterator[CatalogueIssue]:
    """Barriers name their measures and measures their barriers: a fact that stands twice must stand the same."""
    measures = {entry.id: entry for entry in source.of(MeasureEntry)}
    barriers = {entry.id: entry for entry in source.of(BarrierEntry)}
    for barrier in barriers.values():
        for measure in barrier.measures:
            if measure in measures and barrier.id not in measures[measure].barriers:
                yield _error(barrier, f"nevner {measure}, men {measure} nevner ikke {barrier.id}")
    for entry in measures.values():
        for key in entry.barriers:
            if key in barriers and entry.id not in barriers[key].measures:
                yield _error(entry, f"nevner {key}, men {key} nevner ikke {entry.id}")


def _loops(source: CatalogueSource) -> Iterator[CatalogueIssue]:
    for route in source.of(RouteEntry):
        if route.months_min == 0 and set(route.origins) & set(route.targets):
            yield _error(route, "går i ring uten å ta tid")
    loop = timeless_loop(source.of(StateEntry), source.of(RouteEntry))
    if loop:
        yield CatalogueIssue("error", "routes.toml", loop[0], f"ring uten tid: {' → '.join((*loop, loop[0]))}")


def _labels(source: CatalogueSource) -> Iterator[CatalogueIssue]:
    allowed = {normalise(title) for entry in source.of(AmbiguousEntry) for title in entry.titles}
    owners: dict[str, list[RoleEntry]] = defaultdict(list)
    codes: dict[str, list[RoleEntry]] = defaultdict(list)
    for role in source.of(RoleEntry):
        for label in dict.fromkeys(normalise(label) for label in role.labels):
            owners[label].append(role)
        for code in role.styrk08:
            codes[code].append(role)
    for label, roles in owners.items():
        if len(roles) > 1 and label not in allowed:
            others = ", ".join(role.id for role in roles[1:])
            text = f"navnet «{label}» står også hos {others}; flytt det eller legg det i ambiguous.toml"
            yield _notice(roles[0], text) if any(role.outside for role in roles) else _error(roles[0], text)
    for code, roles in codes.items():
        if len(roles) > 1:
            others = ", ".join(role.id for role in roles[1:])
            yield _notice(roles[0], f"koden {code} står også hos {others} som deres egen")


def _roles_without_way(source: CatalogueSource) -> Iterator[CatalogueIssue]:
    states, routes = source.of(StateEntry), [route for route in source.of(RouteEntry) if route.offered]
    from_school = reachable(UNSCHOOLED, states, routes)
    from_anywhere = reachable(
        (state.id for state in states if state.held_by and state.id != APPLIED), states, routes, reached_only=True
    )
    for role in source.of(RoleEntry):
        if not role.states or from_school & set(role.states):
            continue
        if from_anywhere & set(role.states):
            yield _notice(role, "ingen kjent vei for den som begynner uten helseutdanning")
        else:
            yield _notice(role, "ingen kjent vei")


def _unoffered(source: CatalogueSource) -> Iterator[CatalogueIssue]:
    for route in source.of(RouteEntry):
        if not route.offered:
            yield _notice(route, "ingen tilbyder er funnet; veien foreslås ikke")


def _places(source: CatalogueSource) -> Iterator[CatalogueIssue]:
    places = {entry.postnummer: entry for entry in source.of(PlaceEntry)}
    municipalities = {entry.kommunenr for entry in places.values()}
    for place in places.values():
        if len(place.postnummer) != (4 if place.country == "NO" else 5):
            yield _error(place, "postnummeret har feil lengde for landet")
    legs: set[tuple[str, ...]] = set()
    for leg in (*source.of(DrivingEntry), *source.of(TransitEntry)):
        yield from _leg(leg, places, legs)
    old = {entry.old for entry in source.of(OldMunicipalityEntry)}
    for entry in source.of(OldMunicipalityEntry):
        if entry.current in old or entry.current not in municipalities:
            yield _error(entry, f"viser til {entry.current}, som ikke er et gjeldende kommunenummer i places.csv")
        if entry.old in municipalities:
            yield _error(entry, "nummeret er i bruk i places.csv og kan ikke være et gammelt nummer")


def _leg(leg: LegEntry, places: dict[str, PlaceEntry], seen: set[tuple[str, ...]]) -> Iterator[CatalogueIssue]:
    yield from _missing(leg, "strekningen", (leg.origin, leg.target), places, "places.csv")
    pair = (leg.KIND, *sorted((leg.origin, leg.target)))
    if pair in seen or leg.origin == leg.target:
        yield _error(leg, "strekningen står flere ganger; en retning er nok")
    seen.add(pair)
