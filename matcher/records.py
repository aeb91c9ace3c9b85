"""The frozen records that go into the engine and come out of it.

Nothing here names a person: a :class:`Candidate` has no name, birth date, sex, nationality, benefit, diagnosis
or free text, only coded facts, short titles and short skill terms.  The codes of requirements and credentials are
those of ``fixtures/catalogue/requirements.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matcher.catalogue import EntryRule


class Status(StrEnum):
    """The answer to one requirement for one candidate.  Unknown is never no, and never yes."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


class Tier(StrEnum):
    """Where a candidate stands for an opening; the order of the members is the order of a list."""

    READY = "klar"
    CLARIFY = "avklar"
    ON_THE_WAY = "paa_vei"
    CLOSED = "stengt"

    @property
    def order(self) -> int:
        """Position from best (0) to worst (3)."""
        return list(Tier).index(self)


class Proof(StrEnum):
    """How well a credential is known.  A claimed credential counts as met and is shown as not verified."""

    CLAIMED = "claimed"
    VERIFIED = "verified"
    APPLIED = "applied"


class LanguageLevel(StrEnum):
    """Self-reported level in NAV's own four steps, best first."""

    FIRST = "FOERSTESPRAAK"
    VERY_GOOD = "VELDIG_GODT"
    GOOD = "GODT"
    BEGINNER = "NYBEGYNNER"


# --- the candidate -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """One period of work, paid or not.

    Attributes
    ----------
    title : str
        Short occupation title as the person or NAV writes it ("Hjpl. hjemmetj.").
    styrk08 : str or None
        STYRK-08 code, four digits or NAV's six ("5321.02").
    start, end : date or None
        ``end`` None = still there; ``start`` None = not known.
    percent : float or None
        Share of full time, 0-100; None = not known.
    kind : str
        ``"job"``, ``"placement"`` (praksis, læretid), ``"volunteer"`` or ``"family"`` (care for one's own).
    tasks : tuple of str
        Skill codes read from the description ("skill:medication") and short skill terms.
    """

    title: str
    styrk08: str | None = None
    start: date | None = None
    end: date | None = None
    percent: float | None = None
    kind: str = "job"
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An occupation that the person wants; ``primary`` marks the first choice."""

    title: str
    styrk08: str | None = None
    primary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """Something held on paper, by code ("auth:HF", "fagbrev:kokk", "vg1:helse", "student:sykepleie:2").

    Attributes
    ----------
    code : str
        Code of the credential; see ``fixtures/README.md`` for the vocabulary.
    proof : Proof
        Claimed, verified, or applied for (not held yet).
    valid_until : date or None
        Last day of validity; None = does not expire.
    """

    code: str
    proof: Proof = Proof.CLAIMED
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageSkill:
    """Level in one language; a test outranks self-report.

    Attributes
    ----------
    language : str
        ISO 639-1/3 code ("no", "en", "sv"; "sma" for South Sami).
    spoken, written : LanguageLevel or None
        Self-reported level.
    test_spoken, test_written : str or None
        CEFR level on a test certificate ("A1".."C1"), lowest part for each side.
    """

    language: str
    spoken: LanguageLevel | None = None
    written: LanguageLevel | None = None
    test_spoken: str | None = None
    test_written: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A job seeker as the engine sees them: coded, about the job only.

    Attributes
    ----------
    id : str
        Outward random id; the only link back.
    shifts_yes, shifts_no : frozenset of str
        Of ``day evening night weekend oncall weekday``.  In neither set = unknown; only ``shifts_no`` is a no.  Weekdays
        go without saying, but for ``weekend_days`` in ``shifts_yes``: only days of the weekend were named.
    percent_min, percent_max : float or None
        Wished share of full time, 0-100.  A preference unless ``percent_absolute``.
    forms : frozenset of str
        Wished forms of employment (``fast vikariat tilkalling sommer laerling engasjement``).  A preference.
    earliest_start : date or None
        First day the person can begin; None = not known.
    postnummer : str or None
        Home, used only to find minutes of travel.
    max_minutes : int
        Accepted minutes one way by car (by foot or recorded line when without a car: 15).
    car : bool or None
        Has a car at the hours of the shift.
    takes_transit : bool or None
        Says that they travel by bus or train.
    wished_places : frozenset of str
        Municipality numbers (current) where the person wants to work.
    willing_to_move : bool or None
        True also when a wished place lies beyond daily reach.
    refused_families : frozenset of str
        Families of roles that the person has said no to ("pleie").
    over_18, over_20 : bool or None
        Ages that the law or a scheme asks about; None = not known.
    turns_18, turns_20 : date or None
        First day of the month in which the person reaches that age, where it lies ahead; never the day.
    barriers : frozenset of str
        Ids of barriers of the storable classes (B01..B26).
    empty_cv : bool
        Neither education, work, credential nor wish is registered: silence, never a no.
    """

    id: str
    practice: tuple[Practice, ...] = ()
    wishes: tuple[Wish, ...] = ()
    credentials: tuple[Credential, ...] = ()
    skills: tuple[str, ...] = ()
    languages: tuple[LanguageSkill, ...] = ()
    licences: frozenset[str] = frozenset()
    licences_known: bool = False
    car: bool | None = None
    takes_transit: bool | None = None
    shifts_yes: frozenset[str] = frozenset()
    shifts_no: frozenset[str] = frozenset()
    percent_min: float | None = None
    percent_max: float | None = None
    percent_absolute: bool = False
    forms: frozenset[str] = frozenset()
    earliest_start: date | None = None
    postnummer: str | None = None
    max_minutes: int = 60
    wished_places: frozenset[str] = frozenset()
    willing_to_move: bool | None = None
    needs_housing: bool | None = None
    refused_families: frozenset[str] = frozenset()
    over_18: bool | None = None
    over_20: bool | None = None
    turns_18: date | None = None
    turns_20: date | None = None
    right_to_work: bool | None = None
    barriers: frozenset[str] = frozenset()
    empty_cv: bool = False


# --- the opening ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Words in the ad's text that prove a requirement: ``text[start:end] == quote``."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One demand or wish of an opening, ``code`` may name equal alternatives with ``|`` ("auth:HF|auth:HP")."""

    code: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One kind of post in an ad that holds several: adds its own demands to those of the ad."""

    roles: tuple[str, ...] = ()
    positions: int | None = None
    percent_min: float | None = None
    percent_max: float | None = None
    employment: str | None = None
    must: tuple[Requirement, ...] = ()
    should: tuple[Requirement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A vacancy as the engine sees it.

    A candidate fits the opening when the opening's own ``must`` and those of at least one variant are met.

    Attributes
    ----------
    roles : tuple of str
        Ids of the catalogue (R01-R53), any of them; empty = not a post in health and care.
    percent_min, percent_max : float or None
        Least and most share of full time that a person can get.
    employment : str or None
        ``fast vikariat tilkalling sommer laerling engasjement``.
    properties : frozenset of str
        What the ad itself offers or allows ("unqualified_ok", "offer:housing", "route:fagbrev_paa_jobb").
    skills : tuple of str
        Short skill terms of the tasks in the ad.
    """

    id: str
    roles: tuple[str, ...] = ()
    title: str = ""
    positions: int = 1
    percent_min: float | None = None
    percent_max: float | None = None
    employment: str | None = None
    postnummer: str | None = None
    kommunenr: str | None = None
    start: date | None = None
    deadline: date | None = None
    must: tuple[Requirement, ...] = ()
    should: tuple[Requirement, ...] = ()
    properties: frozenset[str] = frozenset()
    variants: tuple[Variant, ...] = ()
    skills: tuple[str, ...] = ()


# --- what comes out ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What one comparison adds to the score: its level and weight in thousandths of a bit."""

    comparison: str
    level: str
    weight: int
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One requirement held against one candidate.

    Attributes
    ----------
    evidence : str
        The coded fact that decided ("auth:HF", "shift:night refused"); empty when unknown.
    verified : bool
        The fact is confirmed in a register or on paper.
    after_offer : bool
        Checked after an offer: ``status`` is unknown and stays outside tier and score.
    must : bool
        A demand; False = a wish of the employer, which never decides the tier.
    """

    requirement: str
    status: Status
    evidence: str = ""
    verified: bool = False
    after_offer: bool = False
    must: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteStep:
    """One step of a route: a training edge or a measure, from ``begins`` to ``ends`` in months from the start."""

    edge: str
    begins: float
    ends: float
    pay: tuple[str, ...] = ()
    needs: tuple[EntryRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A way from where the candidate stands to what a role demands.

    Attributes
    ----------
    edges : tuple of str
        Ids of training edges (T..) and measures (M..), in the order in which they begin.
    months : float
        Typical months until the last step ends; ``months_min`` and ``months_max`` bound it.
    paid : bool
        Every step has wage, apprentice wage or a benefit.
    ready_on : date or None
        ``on`` plus the typical months.
    unverified : bool
        Some duration or rule on the way is not confirmed with the provider.
    """

    edges: tuple[str, ...]
    steps: tuple[RouteStep, ...]
    months: float
    months_min: float
    months_max: float
    paid: bool
    ready_on: date | None = None
    target: str = ""
    unverified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedRoute:
    """A known way that is closed to this candidate, and the rule that closes it."""

    edge: str
    rule: EntryRule


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureAdvice:
    """A measure that helps with one finding: who acts, for how long; ``audience`` tells who may see it."""

    measure: str
    requirement: str
    barrier: str | None = None
    months: float | None = None
    audience: str = "adviser"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One candidate held against one opening; ``score`` = the sum of the contributions, in thousandths of a bit."""

    candidate: str
    opening: str
    tier: Tier
    score: int
    strength: str
    contributions: tuple[Contribution, ...] = ()
    findings: tuple[Finding, ...] = ()
    routes: tuple[Route, ...] = ()
    measures: tuple[MeasureAdvice, ...] = ()
    months: float | None = None
    ask_next: str | None = None
    variant: int | None = None
    minutes: int | None = None
