"""One requirement held against one candidate: met, unmet or unknown, with the coded fact that decided.

What a code means stands in the catalogue (``requirements.toml``); the few families of codes that need more than a
look-up (language, shifts, age, licences) are read here by rulings that are published in DECISIONS.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from fnmatch import fnmatchcase

from matcher.catalogue import RequirementKind
from matcher.records import Candidate, Credential, LanguageLevel, LanguageSkill, Proof, Status

CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")
SELF_REPORTED = {
    LanguageLevel.FIRST: "C1",
    LanguageLevel.VERY_GOOD: "B2",
    LanguageLevel.GOOD: "B1",
    LanguageLevel.BEGINNER: "A2",
}
"""What NAV's four levels stand for (first language and very good meet B2; good meets B1; beginner is A2)."""

NEIGHBOURS = frozenset({"sv", "da"})
"""First-language Swedish and Danish count as Norwegian, as in the rules of authorisation."""

# Demand -> (level that meets it, level from which it is unknown rather than unmet).
LANGUAGE_FLOOR = {
    "functional": ("A2", "A2"),
    "A2": ("A2", "A2"),
    "B1": ("B1", "B1"),
    "B2": ("B2", "B1"),
    "good": ("B2", "B1"),
    "very_good": ("B2", "B1"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """Status of one code, the coded fact behind it, and whether that fact is verified."""

    status: Status
    evidence: str = ""
    verified: bool = False


UNKNOWN = Answer(Status.UNKNOWN)


def matches(code: str, patterns: Iterable[str]) -> bool:
    """Tell whether ``code`` equals a pattern, or a pattern's beginning when it ends in ``*``."""
    return any(code == pattern or ("*" in pattern and fnmatchcase(code, pattern)) for pattern in patterns)


def answer(code: str, candidate: Candidate, kind: RequirementKind | None) -> Answer:
    """Hold one atomic requirement code against ``candidate``.

    Parameters
    ----------
    code : str
        One code without ``|``.  Codes that depend on the opening (``reach``, ``interest``, ``experience:relevant``,
        ``experience:years>=N``) are not answered here but in :mod:`matcher.gates`.
    candidate : Candidate
        The person.
    kind : RequirementKind or None
        The catalogue's entry; None = a code that the catalogue does not know, which stays unknown.

    Returns
    -------
    Answer
        Silence is ``unknown``; only a stated fact is met or unmet.
    """
    family = code.partition(":")[0]
    if family in READ_FROM:
        plain = said(code, candidate)
    elif kind is None or candidate.empty_cv or family in SILENT_FAMILIES:
        plain = UNKNOWN
    else:
        plain = Answer(Status.UNMET)
    if plain.status is Status.MET or kind is None:
        return plain
    held, credential = paper(code, candidate, kind)
    if credential is None:
        return plain
    if held is Paper.HELD:
        return Answer(Status.MET, credential.code, credential.proof is Proof.VERIFIED)
    if held is Paper.APPLIED:
        return Answer(Status.UNKNOWN, f"{credential.code} applied")
    return Answer(Status.UNKNOWN, credential.code) if plain.status is Status.UNMET else plain


SILENT_FAMILIES = frozenset({"skill", "other", "commit", "recognition"})
"""Families of codes of which silence in a CV is no answer."""


class Paper(IntEnum):
    """What credentials say of one requirement: nothing, perhaps, applied for, held."""

    NONE = 0
    PERHAPS = 1
    APPLIED = 2
    HELD = 3


def held_papers(candidate: Candidate) -> Iterable[Credential]:
    """Yield a candidate's credentials, and licences as credentials."""
    yield from candidate.credentials
    for licence in candidate.licences:
        yield Credential(code=f"licence:{licence}")


def says(credential: Credential, code: str, kind: RequirementKind) -> Paper:
    """Return what one credential or licence says of one requirement."""
    if credential.code == code or credential.code.startswith(code + ":") or matches(credential.code, kind.met_by):
        return Paper.APPLIED if credential.proof is Proof.APPLIED else Paper.HELD
    return Paper.PERHAPS if matches(credential.code, kind.perhaps_by) else Paper.NONE


def paper(code: str, candidate: Candidate, kind: RequirementKind) -> tuple[Paper, Credential | None]:
    """Return the most that a candidate's credentials and licences say of one requirement, and the credential that says it."""
    found: tuple[Paper, Credential | None] = (Paper.NONE, None)
    for credential in sorted(held_papers(candidate), key=lambda held: (held.proof is not Proof.VERIFIED, held.code)):
        said_so = says(credential, code, kind)
        # Of several that were applied for the last is named, of others the first.
        if said_so > found[0] or (said_so is found[0] is Paper.APPLIED):
            found = (said_so, credential)
        if said_so is Paper.HELD:
            break
    return found


def norwegian(candidate: Candidate) -> tuple[str | None, str | None, bool]:
    """Return the weaker and the stronger side of the candidate's Norwegian as CEFR levels, and whether a test says so.

    Both are None when nothing is known.  A test outranks self-report, side by side.
    """
    for skill in candidate.languages:
        if skill.language == "no":
            return _sides(skill)
    if any(skill.language in NEIGHBOURS and skill.spoken is LanguageLevel.FIRST for skill in candidate.languages):
        return "B2", "B2", False
    return None, None, False


def _sides(skill: LanguageSkill) -> tuple[str | None, str | None, bool]:
    spoken = skill.test_spoken or (SELF_REPORTED[skill.spoken] if skill.spoken else None)
    written = skill.test_written or (SELF_REPORTED[skill.written] if skill.written else None)
    known = sorted((level for level in (spoken, written) if level), key=CEFR.index)
    tested = skill.test_spoken is not None or skill.test_written is not None
    return (known[0], known[-1], tested) if known else (None, None, tested)


def _language(value: str, candidate: Candidate) -> Answer:
    if value not in LANGUAGE_FLOOR:
        return _other_language(value, candidate)
    low, high, tested = norwegian(candidate)
    if low is None or high is None:
        return UNKNOWN
    floor, doubt = LANGUAGE_FLOOR[value]
    evidence = f"language:{low}" if low == high else f"language:{high}/{low}"
    if CEFR.index(low) >= CEFR.index(floor):
        # A beginner by own account may manage the work or not; a passed test or «godt» on one side shows that they do.
        enough = value != "functional" or tested or high != floor
        return Answer(Status.MET if enough else Status.UNKNOWN, evidence, tested)
    # One side reaches the level, or the self-report is too coarse to say: worth a question, not a no.
    unsure = CEFR.index(high) >= CEFR.index(floor) or (CEFR.index(low) >= CEFR.index(doubt) and not (tested and floor == value))
    return Answer(Status.UNKNOWN if unsure else Status.UNMET, evidence, tested)


def _other_language(value: str, candidate: Candidate) -> Answer:
    codes = {"english": ("en",), "south_sami": ("sma",)}.get(value)
    if codes is None:
        return UNKNOWN
    for skill in candidate.languages:
        if skill.language in codes and skill.spoken is not None:
            good = skill.spoken is not LanguageLevel.BEGINNER
            return Answer(Status.MET if good else Status.UNMET, f"language:{skill.language}")
    return UNKNOWN


def _shift(value: str, candidate: Candidate) -> Answer:
    if value in candidate.shifts_no:
        return Answer(Status.UNMET, f"shift:{value} refused")
    return Answer(Status.MET, f"shift:{value}") if value in candidate.shifts_yes else UNKNOWN


def _licence(value: str, candidate: Candidate) -> Answer:
    if value in candidate.licences:
        return Answer(Status.MET, f"licence:{value}")
    return Answer(Status.UNMET, "licences known") if candidate.licences_known else UNKNOWN


def _age(value: str, candidate: Candidate) -> Answer:
    fact = {"18": candidate.over_18, "20": candidate.over_20}.get(value)
    return UNKNOWN if fact is None else Answer(Status.MET if fact else Status.UNMET, f"age:{value}" if fact else f"under {value}")


def age_on(value: str, candidate: Candidate, day: date) -> Answer:
    """Return whether a candidate has an age on ``day``, not before today; in the month of the birthday that is a question."""
    today = _age(value, candidate)
    month = {"18": candidate.turns_18, "20": candidate.turns_20}.get(value)
    if today.status is not Status.UNMET or month is None or day < month:
        return today
    reached = (day.year, day.month) > (month.year, month.month)
    return Answer(Status.MET, f"turns {value}") if reached else Answer(Status.UNKNOWN, f"turns {value} that month")


def _car(_value: str, candidate: Candidate) -> Answer:
    if candidate.car is None:
        return UNKNOWN
    return Answer(Status.MET if candidate.car else Status.UNMET, "car" if candidate.car else "no car")


def _skill(value: str, candidate: Candidate) -> Answer:
    code = f"skill:{value}"
    if code in candidate.skills or any(code in period.tasks for period in candidate.practice):
        return Answer(Status.MET, code)
    return UNKNOWN


def _right_to_work(_value: str, candidate: Candidate) -> Answer:
    # Settled at registration: it is not asked again, and only a stated no counts.
    return Answer(Status.UNMET, "no right to work") if candidate.right_to_work is False else Answer(Status.MET, "registration")


_READERS: dict[str, Callable[[str, Candidate], Answer]] = {
    "language": _language,
    "shift": _shift,
    "licence": _licence,
    "age": _age,
    "car": _car,
    "skill": _skill,
    "right_to_work": _right_to_work,
}

READ_FROM = {
    "language": "languages",
    "shift": "shifts",
    "licence": "licences",
    "age": "facts",
    "car": "licences",
    "skill": "tasks",
    "right_to_work": "facts",
}
"""Families of codes that are read from what a candidate says, and the group of fields (:mod:`matcher.columns`) that says it."""


def said(code: str, candidate: Candidate) -> Answer:
    """Return the answer of a code of one of the families of :data:`READ_FROM`, credentials left aside."""
    family, _, value = code.partition(":")
    return _READERS[family](value, candidate)
