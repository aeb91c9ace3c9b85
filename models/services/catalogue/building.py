"""The one bridge from the catalogue's entries to the records that the engine reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from matcher.catalogue import (
    AmbiguousTitle,
    Barrier,
    Catalogue,
    EntryRule,
    Measure,
    Place,
    RequirementKind,
    Role,
    State,
    TrainingEdge,
)
from models.services.catalogue.entries import (
    AmbiguousEntry,
    BarrierEntry,
    CredentialEntry,
    DrivingEntry,
    LegEntry,
    MeasureEntry,
    OldMunicipalityEntry,
    PlaceEntry,
    ProfessionEntry,
    RequirementEntry,
    RoleEntry,
    RouteEntry,
    StateEntry,
    TransitEntry,
)
from models.services.catalogue.reading import CatalogueSource

MOST_YEARS = 15
"""Highest number of years that a pattern ending in ``N`` is written out for."""


def build_catalogue(source: CatalogueSource) -> Catalogue:
    """Return the engine's catalogue; edges that nobody offers stay outside it."""
    return Catalogue(
        version=source.version,
        roles={entry.id: _role(entry) for entry in source.of(RoleEntry)},
        ambiguous=tuple(_ambiguous(entry) for entry in source.of(AmbiguousEntry)),
        states={entry.id: _state(entry) for entry in source.of(StateEntry)},
        edges={entry.id: _edge(entry) for entry in source.of(RouteEntry) if entry.offered},
        barriers={entry.id: _barrier(entry) for entry in source.of(BarrierEntry)},
        measures={entry.id: _measure(entry) for entry in source.of(MeasureEntry)},
        requirements={kind.code: kind for kind in requirement_kinds(source)},
        places={entry.postnummer: _place(entry) for entry in source.of(PlaceEntry)},
        driving=_both_ways(source.of(DrivingEntry)),
        transit=_both_ways(source.of(TransitEntry)),
        old_municipalities={entry.old: entry.current for entry in source.of(OldMunicipalityEntry)},
        credentials={entry.code: entry.label for entry in source.of(CredentialEntry)},
    )


def requirement_kinds(source: CatalogueSource) -> Iterator[RequirementKind]:
    """Yield the requirement kinds, patterns (``…>=N``, ``…:XX``) written out after the codes that stand for themselves."""
    entries = source.of(RequirementEntry)
    named = {entry.code for entry in entries}
    professions = {entry.hpr: entry.label for entry in reversed(source.of(ProfessionEntry))}
    for entry in entries:
        for code, label in _written_out(entry, professions):
            if code == entry.code or code not in named:
                yield _requirement(entry, code, label)


def _written_out(entry: RequirementEntry, professions: dict[str, str]) -> Iterable[tuple[str, str]]:
    if entry.code.endswith(">=N"):
        return [(f"{entry.code[:-1]}{years}", entry.label.replace("{n}", str(years))) for years in range(1, MOST_YEARS + 1)]
    if entry.code.endswith(":XX"):
        return [(f"{entry.code[:-2]}{hpr}", entry.label.replace("{yrke}", name)) for hpr, name in sorted(professions.items())]
    return [(entry.code, entry.label)]


def _both_ways(legs: Iterable[LegEntry]) -> dict[tuple[str, str], int]:
    minutes: dict[tuple[str, str], int] = {}
    for leg in legs:
        minutes[leg.origin, leg.target] = minutes[leg.target, leg.origin] = leg.minutes
    return minutes


def _role(entry: RoleEntry) -> Role:
    return Role(
        id=entry.id,
        label=entry.label,
        labels=entry.labels,
        family=entry.family,
        styrk08=entry.styrk08,
        esco=entry.esco,
        qualification=entry.qualification,
        entry=entry.entry,
        authorisation=entry.authorisation,
        licence=entry.licence,
        cefr=entry.cefr,
        states=entry.states,
        near=entry.near,
        skills=entry.skills,
        outside=entry.outside,
    )


def _ambiguous(entry: AmbiguousEntry) -> AmbiguousTitle:
    return AmbiguousTitle(id=entry.id, titles=entry.titles, roles=entry.roles, decides=entry.decides)


def _state(entry: StateEntry) -> State:
    return State(
        id=entry.id,
        label=entry.label,
        held_by=entry.held_by,
        practice_months=entry.practice_months,
        practice_families=entry.practice_families,
        language=entry.language,
        implies=entry.implies,
    )


def _edge(entry: RouteEntry) -> TrainingEdge:
    return TrainingEdge(
        id=entry.id,
        label=entry.label,
        origins=entry.origins,
        targets=entry.targets,
        provider=entry.provider,
        rules=tuple(EntryRule(kind=rule.kind, value=rule.value, text=rule.text) for rule in entry.rules),
        months_min=entry.months_min,
        months_typical=entry.months_typical,
        months_max=entry.months_max,
        mode=entry.mode,
        funding=entry.funding,
        pay=entry.pay,
        combinable=entry.combinable,
        place=entry.place,
        as_class=entry.as_class,
        sources=entry.sources,
        unverified=entry.unverified,
    )


def _barrier(entry: BarrierEntry) -> Barrier:
    return Barrier(
        id=entry.id,
        code=entry.code,
        label=entry.label,
        data_class=entry.data_class,
        kind=entry.kind,
        store=entry.store,
        ask=entry.ask,
        months=entry.months,
        measures=entry.measures,
        edges=entry.edges,
    )


def _measure(entry: MeasureEntry) -> Measure:
    return Measure(
        id=entry.id,
        label=entry.label,
        nav_code=entry.nav_code,
        groups=entry.groups,
        age_rule=entry.age_rule,
        rate=entry.rate,
        duration=entry.duration,
        months=entry.months,
        actor=entry.actor,
        audience=entry.audience,
        closed_from=entry.closed_from,
        barriers=entry.barriers,
        sources=entry.sources,
        unverified=entry.unverified,
    )


def _requirement(entry: RequirementEntry, code: str, label: str) -> RequirementKind:
    return RequirementKind(
        code=code,
        label=label,
        ask=entry.ask.replace("{n}", code.rpartition("=")[2]),
        ask_employer=entry.ask_employer,
        after_offer=entry.after_offer,
        gate=entry.gate,
        states=entry.states,
        barrier=entry.barrier,
        measures=entry.measures,
        months=entry.months,
        met_by=entry.met_by,
        perhaps_by=entry.perhaps_by,
    )


def _place(entry: PlaceEntry) -> Place:
    return Place(
        postnummer=entry.postnummer,
        name=entry.name,
        kommunenr=entry.kommunenr,
        kommune=entry.kommune,
        lat=entry.lat,
        lon=entry.lon,
        country=entry.country,
    )
