"""Measures that help with what is missing: for each open finding the catalogue's answers, still open on the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from matcher.catalogue import Catalogue, Measure, RequirementKind
from matcher.records import Finding, MeasureAdvice, Status

EMPLOYER = "employer"
"""Audience of measures that the employer itself carries out; no other measure is shown to an employer."""


def advise(findings: Iterable[Finding], catalogue: Catalogue, *, on: date, group: str | None = None) -> tuple[MeasureAdvice, ...]:
    """Return the measures that help with what is unmet or unknown.

    Parameters
    ----------
    findings : iterable of Finding
        Requirements held against one candidate.  Met ones and those checked after an offer need no measure, and a wish
        of the employer only where it is known to be unmet.
    catalogue : Catalogue
        Requirement kinds name their measures and their barrier; the barrier names more.
    on : date
        Measures closed for new starts on or before this day are left out.
    group : str or None
        Code of a need category (``GM TV NA JD LM``) that the adviser chose on the page: measures meant for other
        categories are left out.  It is used here and forgotten; None = show the general rule.

    Returns
    -------
    tuple of MeasureAdvice
        Unmet demands first, then unknown ones, then unmet wishes; within a finding the requirement's own measures before
        those of its barrier.  Each measure once for each requirement.
    """
    return Advice(catalogue, on=on, group=group).on(findings)


class Advice:
    """Advice from one catalogue on one day; what it says of a requirement is looked up once.

    Parameters
    ----------
    catalogue : Catalogue
        Requirement kinds, barriers and measures.
    on : date
        As in :func:`advise`.
    group : str or None
        As in :func:`advise`.
    """

    def __init__(self, catalogue: Catalogue, *, on: date, group: str | None = None) -> None:
        self._catalogue = catalogue
        self._day = on
        self._group = group
        self._known: dict[str, tuple[MeasureAdvice, ...]] = {}

    def on(self, findings: Iterable[Finding]) -> tuple[MeasureAdvice, ...]:
        """Return the measures that help with ``findings``, in the order that :func:`advise` describes."""
        waiting = {finding.requirement: finding for finding in findings if _wants_help(finding)}
        order = sorted(waiting.values(), key=lambda finding: (not finding.must, finding.status is not Status.UNMET))
        return tuple(item for finding in order for item in self._of(finding.requirement))

    def _of(self, requirement: str) -> tuple[MeasureAdvice, ...]:
        if requirement not in self._known:
            found: dict[str, MeasureAdvice] = {}
            for kind, barrier, measure in _helping(requirement, self._catalogue):
                if _open(measure, self._group, self._day):
                    months = measure.months if measure.months is not None or kind.months is None else kind.months[1]
                    item = MeasureAdvice(
                        measure=measure.id, requirement=requirement, barrier=barrier, months=months, audience=measure.audience
                    )
                    found.setdefault(measure.id, item)
            self._known[requirement] = tuple(found.values())
        return self._known[requirement]


def for_employer(advice: Iterable[MeasureAdvice]) -> tuple[MeasureAdvice, ...]:
    """Return what the employer itself can do; measures of anyone else and every barrier stay out of its sight."""
    return tuple(
        MeasureAdvice(measure=item.measure, requirement=item.requirement, months=item.months, audience=item.audience)
        for item in advice
        if item.audience == EMPLOYER
    )


def _wants_help(finding: Finding) -> bool:
    if finding.after_offer or finding.status is Status.MET:
        return False
    return finding.must or finding.status is Status.UNMET


def _helping(requirement: str, catalogue: Catalogue) -> Iterator[tuple[RequirementKind, str | None, Measure]]:
    for atom in requirement.split("|"):
        kind = catalogue.requirements.get(atom)
        if kind is None:
            continue
        barrier = catalogue.barriers.get(kind.barrier) if kind.barrier else None
        shown = barrier.id if barrier and barrier.store != "never" else None
        # A barrier that is never registered has no measures here either: its need would show in the advice.
        names = (*kind.measures, *(barrier.measures if barrier and shown else ()))
        for name in names:
            if name in catalogue.measures:
                yield kind, shown, catalogue.measures[name]


def _open(measure: Measure, group: str | None, on: date) -> bool:
    if measure.closed_from is not None and on >= measure.closed_from:
        return False
    return group is None or not measure.groups or group in measure.groups
