"""One person with one thing different: a demand met that was not, or a question answered with yes or no."""

from __future__ import annotations

from dataclasses import replace

from matcher.catalogue import Catalogue
from matcher.reach import SLACK, USUAL_MINUTES
from matcher.records import Candidate, Credential, LanguageLevel, LanguageSkill, Proof, Wish
from matcher.rules import CEFR, LANGUAGE_FLOOR, SELF_REPORTED

INTEREST = "interest:"
"""Before a family of roles: whether the person wants that kind of work."""

_OF_PUPILS = ("student:", "applied:")
"""Papers of somebody who is still on the way: no class ends in them."""

_TAKES_TIME = ("experience", "hours", "form", "place", "profile")
"""Nothing that one fact can bring: years of work are not supposed, nor what the person would say about another post."""


def suppose(candidate: Candidate, code: str, catalogue: Catalogue) -> Candidate | None:
    """Return ``candidate`` as if the demand ``code`` were met.

    Parameters
    ----------
    candidate : Candidate
        The person.
    code : str
        One code without ``|``; ``interest:pleie`` is the wish for a family of roles.
    catalogue : Catalogue
        Where a role of the family is found.

    Returns
    -------
    Candidate or None
        None where no single fact would meet the demand.
    """
    family, _, value = code.partition(":")
    if family in _TAKES_TIME:
        return None
    if family == "language":
        return _speaking(candidate, value)
    if code.startswith(INTEREST):
        return _wishing(candidate, value, catalogue)
    if family == "licence":
        return replace(candidate, licences=candidate.licences | {value}, licences_known=True)
    if family == "shift":
        return replace(candidate, shifts_yes=candidate.shifts_yes | {value}, shifts_no=candidate.shifts_no - {value})
    if code == "weekdays":
        return replace(candidate, shifts_yes=candidate.shifts_yes | {"weekday"}, shifts_no=candidate.shifts_no - {"weekday"})
    if code == "start":
        return replace(candidate, earliest_start=None)
    if family == "age":
        return replace(candidate, over_18=True, over_20=True if value == "20" else candidate.over_20)
    if code == "car:own":
        return replace(candidate, car=True)
    if code == "reach":
        return replace(candidate, car=True, max_minutes=max(candidate.max_minutes, USUAL_MINUTES + SLACK))
    if code == "right_to_work":
        return replace(candidate, right_to_work=True)
    if code not in catalogue.requirements:
        return None
    if family == "skill":
        return replace(candidate, skills=(*candidate.skills, code))
    held = tuple(entry for entry in candidate.credentials if entry.code != code)
    return replace(candidate, credentials=(*held, Credential(code=code)), empty_cv=False)


def graduate(candidate: Candidate, state: str, catalogue: Catalogue) -> Candidate | None:
    """Return ``candidate`` with everything that proves a state of the route graph, and nothing else changed.

    Parameters
    ----------
    candidate : Candidate
        The person.
    state : str
        Id of the state; a level of Norwegian is reached as by a test.
    catalogue : Catalogue
        The states with their proofs.

    Returns
    -------
    Candidate or None
        None where nothing on paper proves the state: practice takes time, and is not supposed.
    """
    reached = catalogue.states[state]
    if reached.language is not None:
        return _speaking(candidate, reached.language)
    papers = [code for code in reached.held_by if not code.endswith("*") and not code.startswith(_OF_PUPILS)]
    if not papers:
        return None
    held = tuple(entry for entry in candidate.credentials if entry.code not in papers)
    return replace(candidate, credentials=(*held, *(Credential(code=code) for code in papers)), empty_cv=False)


def deny(candidate: Candidate, code: str) -> Candidate | None:
    """Return ``candidate`` as if the question about ``code`` had been answered with no; None where a no changes nothing."""
    family, _, value = code.partition(":")
    if family == "licence":
        return replace(candidate, licences=candidate.licences - {value}, licences_known=True)
    if family == "shift":
        return replace(candidate, shifts_no=candidate.shifts_no | {value}, shifts_yes=candidate.shifts_yes - {value})
    if code == "weekdays":
        return replace(candidate, shifts_no=candidate.shifts_no | {"weekday"}, shifts_yes=candidate.shifts_yes - {"weekday"})
    if family == "language" and value in LANGUAGE_FLOOR:
        doubt = LANGUAGE_FLOOR[value][1]
        below = CEFR[CEFR.index(doubt) - 1]
        return _with_language(candidate, LanguageSkill(language="no", test_spoken=below, test_written=below))
    if code.startswith(INTEREST):
        return replace(candidate, refused_families=candidate.refused_families | {value})
    if family == "age":
        if value == "20":
            return replace(candidate, over_20=False, turns_20=None)
        return replace(candidate, over_18=False, over_20=False, turns_18=None, turns_20=None)
    if code == "car:own":
        return replace(candidate, car=False)
    if code == "reach":
        less = min(candidate.max_minutes, USUAL_MINUTES - 1)
        return replace(candidate, car=bool(candidate.car), willing_to_move=False, takes_transit=False, max_minutes=less)
    applied = [entry for entry in candidate.credentials if entry.code == code and entry.proof is Proof.APPLIED]
    if not applied:
        return None
    return replace(candidate, credentials=tuple(entry for entry in candidate.credentials if entry not in applied))


def _speaking(candidate: Candidate, value: str) -> Candidate | None:
    if value == "english":
        return _with_language(candidate, LanguageSkill(language="en", spoken=LanguageLevel.VERY_GOOD))
    if value not in LANGUAGE_FLOOR:
        return None
    floor = LANGUAGE_FLOOR[value][0]
    known = next((skill for skill in candidate.languages if skill.language == "no"), LanguageSkill(language="no"))
    spoken = _at_least(floor, known.test_spoken, known.spoken)
    written = _at_least(floor, known.test_written, known.written)
    return _with_language(candidate, replace(known, test_spoken=spoken, test_written=written))


def _at_least(floor: str, tested: str | None, said: LanguageLevel | None) -> str | None:
    level = tested or (SELF_REPORTED[said] if said else None)
    return floor if level is None or CEFR.index(level) <= CEFR.index(floor) else tested


def _with_language(candidate: Candidate, skill: LanguageSkill) -> Candidate:
    others = tuple(known for known in candidate.languages if known.language != skill.language)
    return replace(candidate, languages=(skill, *others))


def _wishing(candidate: Candidate, family: str, catalogue: Catalogue) -> Candidate | None:
    roles = [role for role in catalogue.roles.values() if role.family == family and not role.outside]
    if not roles:
        return None
    first = min(roles, key=lambda role: role.id)
    return replace(
        candidate, wishes=(*candidate.wishes, Wish(title=first.label)), refused_families=candidate.refused_families - {family}
    )
