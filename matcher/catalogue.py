"""The records of the catalogue: what the engine knows of roles, routes, barriers, measures and places."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role of the catalogue (R01-R53), or an occupation outside health with ``outside`` True (O..).

    Attributes
    ----------
    labels : tuple of str
        Synonyms, abbreviations and old titles, the main label first.
    family : str
        Kind of work ("pleie", "renhold"); what a person refuses or wants more broadly.
    near : tuple of (str, int)
        Other roles whose practice counts here, with nearness in percent (100 = the same work).
    states : tuple of str
        States of the route graph, any of which the role demands; empty = open to everyone.
    authorisation : tuple of str
        HPR codes, any of which the title demands by law.
    cefr : str or None
        Least realistic Norwegian ("A2".."B2").
    entry : str
        E0 (open now) to E4 (degree and authorisation).
    """

    id: str
    label: str
    labels: tuple[str, ...]
    family: str
    styrk08: tuple[str, ...] = ()
    esco: str | None = None
    qualification: str = "Q0"
    entry: str = "E0"
    authorisation: tuple[str, ...] = ()
    licence: str = "no"
    cefr: str | None = None
    states: tuple[str, ...] = ()
    near: tuple[tuple[str, int], ...] = ()
    skills: tuple[str, ...] = ()
    outside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AmbiguousTitle:
    """A title that fits several roles; ``decides`` says what tells them apart."""

    id: str
    titles: tuple[str, ...]
    roles: tuple[str, ...]
    decides: str


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A node of the route graph (N01-N24; N21 split in N21A2, N21B1, N21B2).

    Attributes
    ----------
    held_by : tuple of str
        Credential codes, any of which proves the state (a trailing ``*`` matches any ending).
    practice_months : int or None
        The state is reached by this many full-time months of practice in ``practice_families``.
    language : str or None
        The state is Norwegian at this CEFR level.
    implies : tuple of str
        States that follow from holding this one.
    """

    id: str
    label: str
    held_by: tuple[str, ...] = ()
    practice_months: int | None = None
    practice_families: tuple[str, ...] = ()
    language: str | None = None
    implies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRule:
    """One thing that must hold before a training edge can begin.

    ``kind`` is one of ``practice_months`` (number), ``language`` (CEFR), ``age_min`` (number), ``state`` (state id),
    ``over_18``, ``employed``, ``employer_80`` (the employer promises 80 %), ``offer`` (a job offer), ``nav``
    (registered at NAV), ``scheme_group`` (an age or sex rule of a scheme: shown, never counted), ``other`` (shown).
    """

    kind: str
    value: str | int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingEdge:
    """A way from some states to another (T01-T53).

    Attributes
    ----------
    origins, targets : tuple of str
        State ids; from any of the origins to any of the targets.
    months_min, months_typical, months_max : float
        Duration in months.
    pay : tuple of str
        W ordinary wage, L apprentice wage, Y NAV benefit, S study loan, I introduction benefit, 0 unpaid.
    combinable : bool
        Can run beside work or beside another edge.
    place : str
        Where the teaching is ("Elverum", "nett", "arbeidsplassen").
    as_class : bool
        Can be set up as a class of its own for people of the region.
    unverified : tuple of str
        Names of fields that are not confirmed with the provider.
    """

    id: str
    label: str
    origins: tuple[str, ...]
    targets: tuple[str, ...]
    provider: str = ""
    rules: tuple[EntryRule, ...] = ()
    months_min: float = 0
    months_typical: float = 0
    months_max: float = 0
    mode: str = ""
    funding: str = ""
    pay: tuple[str, ...] = ()
    combinable: bool = False
    place: str = ""
    as_class: bool = False
    sources: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Barrier:
    """Something in the way (B01-B26); ``data_class`` O ordinary, C confidential, X special category.

    ``store`` is ``"yes"``, ``"coded"`` (only the coded need, never the reason) or ``"never"``.
    """

    id: str
    code: str
    label: str
    data_class: str
    kind: str
    store: str
    ask: str = ""
    months: tuple[float, float, float] | None = None
    measures: tuple[str, ...] = ()
    edges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A NAV, municipal or other measure that removes a barrier (M01-M48)."""

    id: str
    label: str
    nav_code: str | None = None
    groups: tuple[str, ...] = ()
    age_rule: str = ""
    rate: str = ""
    duration: str = ""
    months: float | None = None
    actor: str = ""
    audience: str = "adviser"
    closed_from: date | None = None
    barriers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementKind:
    """What the engine knows of one requirement code.

    Attributes
    ----------
    after_offer : bool
        Checked after an offer; never touches tier or score.
    gate : bool
        A ``must`` of this code takes part in the tier.
    states : tuple of str
        Reaching any of these states meets the requirement.
    barrier : str or None
        Barrier id when it is missing.
    measures : tuple of str
        Measures that close the gap without a route.
    months : tuple of float or None
        Least, typical and most months until such a measure has closed it; None = nothing closes it.
    met_by : tuple of str
        Credential codes that meet it (a trailing ``*`` matches any ending); the code itself always does.
    perhaps_by : tuple of str
        Credential codes that an employer may accept instead: they make it unknown, with a question.
    ask : str
        The question to the person when the answer is unknown.
    ask_employer : str
        The question to the employer when only something in ``perhaps_by`` is held.
    """

    code: str
    label: str
    ask: str = ""
    ask_employer: str = ""
    after_offer: bool = False
    gate: bool = True
    states: tuple[str, ...] = ()
    barrier: str | None = None
    measures: tuple[str, ...] = ()
    months: tuple[float, float, float] | None = None
    met_by: tuple[str, ...] = ()
    perhaps_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A postal code with its municipality; ``lat`` and ``lon`` in degrees (WGS 84)."""

    postnummer: str
    name: str
    kommunenr: str
    kommune: str
    lat: float
    lon: float
    country: str = "NO"


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything that the engine knows of the domain; ``version`` is a hash of the content.

    ``credentials`` holds the label of each code that a person can show on paper.
    """

    version: str
    roles: dict[str, Role]
    ambiguous: tuple[AmbiguousTitle, ...] = ()
    states: dict[str, State] = field(default_factory=dict)
    edges: dict[str, TrainingEdge] = field(default_factory=dict)
    barriers: dict[str, Barrier] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    requirements: dict[str, RequirementKind] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    driving: dict[tuple[str, str], int] = field(default_factory=dict)
    transit: dict[tuple[str, str], int] = field(default_factory=dict)
    old_municipalities: dict[str, str] = field(default_factory=dict)
    credentials: dict[str, str] = field(default_factory=dict)
