"""Where a candidate stands in the route graph: the states that credentials, practice and language prove."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from matcher.catalogue import Catalogue, State
from matcher.records import Candidate, Proof
from matcher.rules import CEFR, matches, norwegian

EDUCATION = ("degree:*", "fagbrev:*", "vg3:*", "student:*:3")
"""Credentials with which an authorisation applied for is a matter of the office's time only."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything about a candidate that a route depends on, and nothing else: candidates who share it share routes.

    Attributes
    ----------
    states : frozenset of str
        States held, implied ones included.
    complete : frozenset of str
        States whose education is complete and whose authorisation is applied for or still to be applied for.
    practice : tuple of int
        Whole full-time months in each group of families in :attr:`StateReader.groups`, capped at what any rule asks.
    over_18, over_20 : bool or None
        Coded age facts; None = not known.
    norwegian_known : bool
        Something is known of the candidate's Norwegian.
    """

    states: frozenset[str]
    complete: frozenset[str] = frozenset()
    practice: tuple[int, ...] = ()
    over_18: bool | None = None
    over_20: bool | None = None
    norwegian_known: bool = True


class StateReader:
    """Read states off candidates, with the patterns of one catalogue.

    Parameters
    ----------
    catalogue : Catalogue
        States with their proofs, and training edges with their practice rules.

    Attributes
    ----------
    closure : dict of str to frozenset of str
        Each state with all that follows from it, itself included.
    groups : tuple of tuple of str
        Distinct sets of families in which practice is counted; the last, empty one stands for work of all kinds.
    ground : frozenset of str
        States that nothing proves, implies or leads to: everyone stands there.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.states = catalogue.states
        self.closure = {state: _closed([state], catalogue.states) for state in catalogue.states}
        families = {_group(state) for state in catalogue.states.values() if state.practice_months is not None}
        self.groups: tuple[tuple[str, ...], ...] = (*sorted(families - {()}), ())
        asked = [state.practice_months or 0 for state in catalogue.states.values()]
        asked += [int(r.value or 0) for edge in catalogue.edges.values() for r in edge.rules if r.kind == "practice_months"]
        self.most_months = max(asked, default=0)
        led_to = {target for edge in catalogue.edges.values() for target in edge.targets}
        implied = {other for state in catalogue.states.values() for other in state.implies}
        self.ground = frozenset(s.id for s in catalogue.states.values() if not _provable(s) and s.id not in led_to | implied)
        proofs = {state.id: state.held_by for state in catalogue.states.values()}
        self._authorised = frozenset(state for state, codes in proofs.items() if any(c.startswith("auth:") for c in codes))
        self._by_code: dict[str, frozenset[str]] = {}
        self._educations: dict[str, bool] = {}
        self._spoken = [(s.id, CEFR.index(s.language)) for s in catalogue.states.values() if s.language is not None]
        self._practised = [
            (s.id, self.groups.index(_group(s)), s.practice_months)
            for s in catalogue.states.values()
            if s.practice_months is not None
        ]
        self._closures: dict[frozenset[str], frozenset[str]] = {}

    def practice(self, months: Mapping[str, float]) -> tuple[int, ...]:
        """Return whole months of practice for each of :attr:`groups`."""
        sums = [sum(months.get(family, 0.0) for family in group) if group else sum(months.values()) for group in self.groups]
        return tuple(min(int(total), self.most_months) for total in sums)

    def held(self, candidate: Candidate, months: Mapping[str, float], on: date | None = None) -> frozenset[str]:
        """Return the states of ``candidate``, implied ones included; see :func:`held_states`."""
        return self._held(candidate, self.practice(months), on)

    def _held(self, candidate: Candidate, practice: Sequence[int], on: date | None) -> frozenset[str]:
        proved = set(self.ground)
        for credential in candidate.credentials:
            expired = on is not None and credential.valid_until is not None and credential.valid_until < on
            if credential.proof is not Proof.APPLIED and not expired:
                proved |= self._proved_by(credential.code)
        level = norwegian(candidate)[0]
        if level is not None:
            proved.update(state for state, least in self._spoken if CEFR.index(level) >= least)
        proved.update(state for state, group, least in self._practised if practice[group] >= least)
        found = frozenset(proved)
        if found not in self._closures:
            self._closures[found] = frozenset().union(*(self.closure[state] for state in found))
        return self._closures[found]

    def standing(self, candidate: Candidate, months: Mapping[str, float], on: date) -> Standing:
        """Return where ``candidate`` stands on the day ``on``."""
        practice = self.practice(months)
        return Standing(
            states=self._held(candidate, practice, on),
            complete=self._complete(candidate),
            practice=practice,
            over_18=True if candidate.over_20 else candidate.over_18,
            over_20=False if candidate.over_18 is False else candidate.over_20,
            norwegian_known=norwegian(candidate)[0] is not None,
        )

    def _complete(self, candidate: Candidate) -> frozenset[str]:
        """Return the states that only an authorisation is missing from, not the education."""
        held = {credential.code for credential in candidate.credentials if credential.proof is not Proof.APPLIED}
        asked = {credential.code for credential in candidate.credentials} - held
        educations = [code for code in held if self._is_education(code)]
        found = [state for code in asked if educations and code.startswith("auth:") for state in self._proved_by(code)]
        found += [state for code in educations for state in self._proved_by(code) & self._authorised]
        licensed = {state for code in held if code.startswith("auth:") for state in self._proved_by(code)}
        return frozenset(found) - licensed

    def _is_education(self, code: str) -> bool:
        if code not in self._educations:
            self._educations[code] = matches(code, EDUCATION)
        return self._educations[code]

    def _proved_by(self, code: str) -> frozenset[str]:
        """Return the states that a credential proves by itself; looked up once for each code."""
        if code not in self._by_code:
            self._by_code[code] = frozenset(s.id for s in self.states.values() if matches(code, s.held_by))
        return self._by_code[code]


def held_states(
    candidate: Candidate, catalogue: Catalogue, months: Mapping[str, float], on: date | None = None
) -> frozenset[str]:
    """Return the states of the route graph that ``candidate`` holds.

    Parameters
    ----------
    candidate : Candidate
        Credentials (claimed or verified, not applied for) and languages are read.
    catalogue : Catalogue
        The states and their proofs.
    months : mapping of str to float
        Full-time months of practice by family of roles.
    on : date, optional
        Credentials that ran out before this day do not count; None = none is checked.

    Returns
    -------
    frozenset of str
        State ids, implied ones included.  What is not known is not held.
    """
    return StateReader(catalogue).held(candidate, months, on)


def _group(state: State) -> tuple[str, ...]:
    return tuple(sorted(state.practice_families))


def _provable(state: State) -> bool:
    return bool(state.held_by) or state.practice_months is not None or state.language is not None


def _closed(start: Iterable[str], states: Mapping[str, State]) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        state = waiting.pop()
        if state in states and state not in found:
            found.add(state)
            waiting.extend(states[state].implies)
    return frozenset(found)
