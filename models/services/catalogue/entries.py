"""One pydantic model for each kind of entry in the catalogue's files: what a domain expert may write there."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from matcher.text import clean

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(:[A-Za-z0-9_:>=*+æøå-]+)*$")]
Cefr = Literal["A1", "A2", "B1", "B2", "C1"]
Months = Annotated[float, Field(ge=0, le=240)]
Percent = Annotated[int, Field(ge=1, le=100)]
Hpr = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Styrk = Annotated[str, StringConstraints(pattern=r"^\d{4}(\.\d{2})?$")]
Municipality = Annotated[str, StringConstraints(pattern=r"^\d{4}$")]
Postal = Annotated[str, StringConstraints(pattern=r"^\d{4,5}$")]


def _ordered(months: tuple[float, ...]) -> bool:
    return list(months) == sorted(months)


class Entry(BaseModel):
    """What every entry has: where its facts come from, when they were last checked, and which are not confirmed."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    KIND: ClassVar[str] = ""
    ID_FIELD: ClassVar[str] = "id"

    sources: tuple[Name, ...]
    checked: date
    unverified: tuple[str, ...] = ()

    @field_validator("*", mode="before")
    @classmethod
    def _clean(cls, value: object) -> object:
        return clean(value) if isinstance(value, str) else value

    @property
    def key(self) -> str:
        """The entry's id among its kind."""
        return str(getattr(self, self.ID_FIELD))


class SourceEntry(Entry):
    """Where facts come from: a page, a repository or a law."""

    KIND: ClassVar[str] = "source"

    id: Name
    address: Prose
    note: Prose = ""
    sources: tuple[Name, ...] = ()


class RoleEntry(Entry):
    """A role of the catalogue, or an occupation outside health."""

    KIND: ClassVar[str] = "role"

    id: Annotated[str, StringConstraints(pattern=r"^[RO]\d{2,3}$")]
    label: Name
    labels: tuple[Name, ...]
    family: Name
    styrk08: tuple[Styrk, ...] = ()
    styrk08_shared: tuple[Styrk, ...] = ()
    esco: str | None = None
    esco_note: Prose = ""
    qualification: Literal["Q0", "Q1", "Q2", "Q3", "Q4", "Q5"] = "Q0"
    entry: Literal["E0", "E1", "E2", "E3", "E4"] = "E0"
    authorisation: tuple[Hpr, ...] = ()
    licence: str = "no"
    police: str = ""
    cefr: Cefr | None = None
    states: tuple[str, ...] = ()
    near: tuple[tuple[str, Percent], ...] = ()
    skills: tuple[Name, ...] = ()
    duties: tuple[Name, ...] = ()
    outside: bool = False

    @model_validator(mode="after")
    def _main_label_first(self) -> RoleEntry:
        if not self.labels or self.labels[0] != self.label:
            raise ValueError("labels må begynne med label, hovednavnet")
        return self


class AmbiguousEntry(Entry):
    """A title that fits several roles."""

    KIND: ClassVar[str] = "ambiguous"

    id: Annotated[str, StringConstraints(pattern=r"^A\d{2}$")]
    titles: Annotated[tuple[Name, ...], Field(min_length=1)]
    roles: Annotated[tuple[str, ...], Field(min_length=1)]
    styrk08: tuple[Styrk, ...] = ()
    decides: Prose


class ProfessionEntry(Entry):
    """An authorised profession with its code in the register of health personnel (HPR)."""

    KIND: ClassVar[str] = "profession"

    id: Name
    label: Name
    hpr: Hpr
    level: Literal["Q2", "Q3", "Q4", "Q5"]
    local: Prose = ""


class CredentialEntry(Entry):
    """A code for something that a person can hold on paper."""

    KIND: ClassVar[str] = "credential"
    ID_FIELD: ClassVar[str] = "code"

    code: Code
    label: Name


class StateEntry(Entry):
    """A node of the route graph."""

    KIND: ClassVar[str] = "state"

    id: Annotated[str, StringConstraints(pattern=r"^N\d{2}[A-Z0-9]*$")]
    label: Name
    evidence: Prose = ""
    held_by: tuple[Code, ...] = ()
    practice_months: Annotated[int, Field(ge=1, le=240)] | None = None
    practice_families: tuple[Name, ...] = ()
    language: Cefr | None = None
    implies: tuple[str, ...] = ()


class RuleEntry(BaseModel):
    """One thing that must hold before a training edge can begin."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    kind: Literal[
        "practice_months",
        "language",
        "age_min",
        "state",
        "over_18",
        "employed",
        "employer_80",
        "offer",
        "nav",
        "scheme_group",
        "other",
    ]
    value: str | int | None = None
    text: Prose = ""

    @model_validator(mode="after")
    def _value_fits_kind(self) -> RuleEntry:
        wanted = {"practice_months": int, "age_min": int, "language": str, "state": str}.get(self.kind)
        if wanted is not None and not isinstance(self.value, wanted):
            raise ValueError(f"regelen {self.kind} trenger en verdi (value)")
        if self.kind in {"scheme_group", "other"} and not self.text:
            raise ValueError(f"regelen {self.kind} trenger en tekst (text) som kan vises")
        return self


class RouteEntry(Entry):
    """A training edge; ``offered`` False = known by name, no provider found: kept here, never part of a route.

    ``as_class`` = the region can have a class of it set up.
    """

    KIND: ClassVar[str] = "route"

    id: Annotated[str, StringConstraints(pattern=r"^T\d{2}[A-Z0-9]*$")]
    label: Name
    origins: Annotated[tuple[str, ...], Field(min_length=1)]
    targets: Annotated[tuple[str, ...], Field(min_length=1)]
    provider: Prose = ""
    rules: tuple[RuleEntry, ...] = ()
    months_min: Months
    months_typical: Months
    months_max: Months
    mode: Prose = ""
    funding: Prose = ""
    pay: tuple[Literal["W", "L", "Y", "S", "I", "0"], ...] = ()
    combinable: bool = False
    place: Prose = ""
    offered: bool = True
    as_class: bool = False

    @model_validator(mode="after")
    def _months_in_order(self) -> RouteEntry:
        if not _ordered((self.months_min, self.months_typical, self.months_max)):
            raise ValueError("månedene må stå i stigende orden: months_min, months_typical, months_max")
        return self


class BarrierEntry(Entry):
    """Something in the way of work."""

    KIND: ClassVar[str] = "barrier"

    id: Annotated[str, StringConstraints(pattern=r"^B\d{2}$")]
    code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9_]+$")]
    label: Name
    data_class: Literal["O", "C", "X"]
    kind: Literal["HARD", "TIME", "PREF", "NONE"]
    store: Literal["yes", "coded", "never"]
    held_as: Prose = ""
    ask: Prose = ""
    months: tuple[Months, Months, Months] | None = None
    measures: tuple[str, ...] = ()
    edges: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _months_in_order(self) -> BarrierEntry:
        if self.months and not _ordered(self.months):
            raise ValueError("months må stå i stigende orden: minst, vanlig, mest")
        return self


class MeasureEntry(Entry):
    """A NAV, municipal or other measure that removes a barrier."""

    KIND: ClassVar[str] = "measure"

    id: Annotated[str, StringConstraints(pattern=r"^M\d{2}[a-z]?$")]
    label: Name
    nav_code: str | None = None
    arena: str | None = None
    groups: tuple[Literal["GM", "TV", "NA", "JD", "LM"], ...] = ()
    group_note: Prose = ""
    age_rule: Prose = ""
    rate: Prose = ""
    duration: Prose = ""
    months: Months | None = None
    purpose: Prose = ""
    actor: Name
    audience: Literal["adviser", "employer", "seeker"] = "adviser"
    closed_from: date | None = None
    barriers: tuple[str, ...] = ()


class RequirementEntry(Entry):
    """What the engine knows of one requirement code; ``N`` and ``XX`` at the end stand for a number and an HPR code."""

    KIND: ClassVar[str] = "requirement"
    ID_FIELD: ClassVar[str] = "code"

    code: Code
    label: Name
    ask: Prose = ""
    ask_employer: Prose = ""
    after_offer: bool = False
    gate: bool = True
    states: tuple[str, ...] = ()
    barrier: str | None = None
    measures: tuple[str, ...] = ()
    months: tuple[Months, Months, Months] | None = None
    met_by: tuple[Code, ...] = ()
    perhaps_by: tuple[Code, ...] = ()

    @model_validator(mode="after")
    def _gates_can_be_asked(self) -> RequirementEntry:
        if self.months and not _ordered(self.months):
            raise ValueError("months må stå i stigende orden: minst, vanlig, mest")
        if self.gate and not self.after_offer and not self.ask:
            raise ValueError("et krav som avgjør, trenger et spørsmål (ask)")
        if self.after_offer and self.ask:
            raise ValueError("et krav som sjekkes etter tilbud, skal ikke ha spørsmål (ask)")
        return self


class PlaceEntry(Entry):
    """A postal code with its municipality and coordinate."""

    KIND: ClassVar[str] = "place"
    ID_FIELD: ClassVar[str] = "postnummer"

    postnummer: Postal
    name: Name
    kommunenr: Municipality
    kommune: Name
    lat: Annotated[float, Field(ge=54, le=82)]
    lon: Annotated[float, Field(ge=-10, le=35)]
    country: Literal["NO", "SE"] = "NO"


class LegEntry(Entry):
    """Minutes from one postal code to another; the way back takes the same."""

    origin: Postal
    target: Postal
    origin_name: Name
    target_name: Name
    minutes: Annotated[int, Field(ge=1, le=1500)]

    @property
    def key(self) -> str:
        """Both postal codes."""
        return f"{self.origin}-{self.target}"


class DrivingEntry(LegEntry):
    """Driving between two places; ``estimate`` = straight line x 1.3 at 65 km/h."""

    KIND: ClassVar[str] = "driving"

    km: Annotated[float, Field(gt=0)]
    basis: Literal["known", "estimate"]


class TransitEntry(LegEntry):
    """A bus or train line between two places, with the time it takes."""

    KIND: ClassVar[str] = "transit"

    line: Name


class OldMunicipalityEntry(Entry):
    """A municipality number that is no longer in use, and the one that took its place."""

    KIND: ClassVar[str] = "old_municipality"
    ID_FIELD: ClassVar[str] = "old"

    old: Municipality
    current: Municipality
    name: Name
    until: Annotated[str, StringConstraints(pattern=r"^\d{4}$")]
