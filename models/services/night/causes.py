"""Why a pair stands elsewhere than in the run before: found by holding the two stored matches against each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from matcher.records import Finding, Match, Route, Status
from matcher.wishes import QUIET


class CauseCode(StrEnum):
    """What made the difference; ``detail`` of the change says the rest.

    ``requirement`` the answer to a demand changed · ``requirement_added``, ``requirement_removed`` the demand itself came
    or went · ``variant`` another kind of post of the ad now suits the person best · ``months`` the way there became longer
    or shorter, or opened or closed · ``list_moved`` others took or left the place · ``time`` only the day is another · the
    rest as they say; ``*_changed`` where one of the two matches is not kept, so that only the source is known.
    """

    REQUIREMENT = "requirement"
    REQUIREMENT_ADDED = "requirement_added"
    REQUIREMENT_REMOVED = "requirement_removed"
    VARIANT = "variant"
    MONTHS = "months"
    VACANCY_NEW = "vacancy_new"
    VACANCY_CLOSED = "vacancy_closed"
    VACANCY_CHANGED = "vacancy_changed"
    PERSON_NEW = "person_new"
    PERSON_CHANGED = "person_changed"
    CATALOGUE_CHANGED = "catalogue_changed"
    LIST_MOVED = "list_moved"
    TIME = "time"


class Source(StrEnum):
    """Where a change came from: what was registered about the person, the ad, the catalogue, or only the next day."""

    PERSON = "person"
    VACANCY = "vacancy"
    CATALOGUE = "catalogue"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause and the codes and numbers that it speaks of."""

    code: CauseCode
    detail: dict[str, Any] = field(default_factory=dict)


WITHOUT_FINDING = {
    Source.PERSON: CauseCode.PERSON_CHANGED,
    Source.VACANCY: CauseCode.VACANCY_CHANGED,
    Source.CATALOGUE: CauseCode.CATALOGUE_CHANGED,
    Source.TIME: CauseCode.TIME,
}
"""The cause when only its source is known."""

MAX_REQUIREMENTS = 6
_RANK = {Status.UNMET: 0, Status.UNKNOWN: 1, Status.MET: 2}
# A demand that is not made stands in nobody's way: it ranks as a met one.
_NOTHING_ASKED = 2


@dataclass(frozen=True, slots=True)
class _Moved:
    """One demand whose answer is not the same in both matches."""

    code: str
    before: Finding | None
    after: Finding | None

    @property
    def ranks(self) -> tuple[int, int]:
        return _rank(self.before), _rank(self.after)

    @property
    def gain(self) -> int:
        before, after = self.ranks
        return after - before

    def as_json(self) -> dict[str, Any]:
        shown = self.after or self.before
        return {
            "code": self.code,
            "from": self.before.status.value if self.before else None,
            "to": self.after.status.value if self.after else None,
            "evidence": shown.evidence if shown else "",
        }


def cause_between(before: Match, after: Match, source: Source) -> Cause:
    """Return why ``after`` is in another tier than ``before``, or nearer or farther within it.

    Among several demands the first is the one that stood most in the way: before, when it became better, and now, when
    it became worse.
    """
    better = (after.tier.order, after.months or 0) < (before.tier.order, before.months or 0)
    moved = _moved(before, after)
    detail: dict[str, Any] = {"source": source.value}
    if before.months != after.months:
        detail["months"] = {"from": before.months, "to": after.months}
    both_asked = [entry for entry in moved if entry.before and entry.after]
    if decisive := _decisive(both_asked, better=better):
        return Cause(CauseCode.REQUIREMENT, detail | {"requirements": decisive})
    if before.variant != after.variant:
        detail["variant"] = {"from": before.variant, "to": after.variant}
        return Cause(CauseCode.VARIANT, detail | {"requirements": [entry.as_json() for entry in moved][:MAX_REQUIREMENTS]})
    if decisive := _decisive(moved, better=better):
        added = decisive[0]["from"] is None
        code = CauseCode.REQUIREMENT_ADDED if added else CauseCode.REQUIREMENT_REMOVED
        return Cause(code, detail | {"requirements": decisive})
    routes = {"from": _first(before.routes), "to": _first(after.routes)}
    # The lists of a night keep no routes: another way is a cause only where both are known.
    if "months" in detail or (before.routes and routes["from"] != routes["to"]):
        return Cause(CauseCode.MONTHS, detail | {"routes": routes})
    return Cause(WITHOUT_FINDING[source], detail)


def _moved(before: Match, after: Match) -> list[_Moved]:
    old, new = _demands(before), _demands(after)
    found = []
    for code in {**old, **new}:
        silence = Finding(requirement=code, status=Status.MET) if code in QUIET else None
        pair = _Moved(code, old.get(code, silence), new.get(code, silence))
        if (pair.before and pair.before.status) != (pair.after and pair.after.status):
            found.append(pair)
    return found


def _rank(finding: Finding | None) -> int:
    return _NOTHING_ASKED if finding is None else _RANK[finding.status]


def _demands(match: Match) -> dict[str, Finding]:
    """Return the findings that took part in the tier."""
    return {finding.requirement: finding for finding in match.findings if finding.must and not finding.after_offer}


def _decisive(moved: list[_Moved], *, better: bool) -> list[dict[str, Any]]:
    """Return the demands that moved the way the pair did, the most telling first."""
    side = 0 if better else 1
    same_way = [entry for entry in moved if (entry.gain > 0 if better else entry.gain < 0)]
    same_way.sort(key=lambda entry: (entry.ranks[side], -abs(entry.gain), entry.code))
    return [entry.as_json() for entry in same_way[:MAX_REQUIREMENTS]]


def _first(routes: tuple[Route, ...]) -> list[str]:
    return list(routes[0].edges) if routes else []
