"""A night as its page shows it: what is written down about it, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from models.jobs import JobRun, JobState
from models.services.nightly import NightStopped, StepState
from models.services.nights import MAX_ATTEMPTS, due_date, is_running
from web.i18n import number

STEPS: Mapping[str, Any] = {
    "close": lazy_gettext("Lukke stillinger med utløpt frist"),
    "rematch": lazy_gettext("Regne ut treff"),
    "difference": lazy_gettext("Finne endringer"),
    "purge": lazy_gettext("Rydde"),
}
NUMBERS: Mapping[str, Any] = {
    "closed": lazy_gettext("stillinger lukket"),
    "job_seekers": lazy_gettext("personer"),
    "vacancies": lazy_gettext("stillinger"),
    "skipped": lazy_gettext("stillinger uten kjent rolle"),
    "matches": lazy_gettext("treff"),
    "changes": lazy_gettext("endringer"),
    "left_out": lazy_gettext("mindre viktige endringer, ikke vist"),
    "up": lazy_gettext("kom nærmere"),
    "down": lazy_gettext("kom lenger unna"),
    "new": lazy_gettext("nye på en liste"),
    "gone": lazy_gettext("falt ut av en liste"),
    "months": lazy_gettext("fikk ny tid på veien"),
    "cleaned": lazy_gettext("avbrutte kjøringer ryddet"),
    "sessions": lazy_gettext("utløpte pålogginger"),
    "inbox": lazy_gettext("gamle råposter"),
    "dead_letters": lazy_gettext("gamle avviste poster"),
    "searches": lazy_gettext("gamle søk"),
    "postings": lazy_gettext("gamle utkast til stillinger"),
    "figures": lazy_gettext("gamle tall til arbeidsgivere"),
    "differences": lazy_gettext("gamle endringslister"),
    "lists": lazy_gettext("gamle trefflister"),
}
KINDS_OF_CHANGE = ("up", "down", "new", "gone", "months")
HIDDEN = frozenset({"run", "before"})
"""Numbers of a step that say nothing to people: ids of match runs."""


class Outcome(StrEnum):
    """How a night stands; ``lost`` = its process died without a word, ``stopped`` = it was asked to stop."""

    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"
    RUNNING = "running"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step: its words, its time, its numbers, and what went wrong."""

    name: str
    state: StepState
    started: datetime | None
    took: timedelta | None
    attempt: int
    numbers: Sequence[tuple[str, str]]
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NightView:
    """One night, with what went wrong and what is done about it."""

    date: date
    outcome: Outcome
    started: datetime
    ended: datetime | None
    took: timedelta | None
    attempts: int
    steps: Sequence[StepView]
    figures: Sequence[tuple[str, int]]
    changes: Sequence[tuple[str, int]]
    what_next: str

    @property
    def troubles(self) -> list[StepView]:
        """The steps that something went wrong with."""
        return [step for step in self.steps if step.trouble]


def present(row: JobRun, now: datetime) -> NightView:
    """Return a night as the page shows it at ``now``."""
    written: list[dict[str, Any]] = (row.outcome or {}).get("steps", [])
    steps = [_step(entry, written) for entry in written]
    # A night that was taken up again began with its first try, whose steps are kept.
    started = min([row.started_at, *(step.started for step in steps if step.started)])
    outcome = _outcome(row, written, now)
    numbers = {key: value for entry in written for key, value in (entry["numbers"] or {}).items() if isinstance(value, int)}
    return NightView(
        date=row.local_date,
        outcome=outcome,
        started=started,
        ended=row.ended_at,
        took=row.ended_at - started if row.ended_at else None,
        attempts=row.attempts,
        steps=steps,
        figures=[
            (str(NUMBERS[key]), numbers[key]) for key in ("job_seekers", "vacancies", "matches", "changes") if key in numbers
        ],
        changes=[(str(NUMBERS[key]), numbers[key]) for key in KINDS_OF_CHANGE if numbers.get(key)],
        what_next=_what_next(row, outcome, now),
    )


def _outcome(row: JobRun, written: Sequence[Mapping[str, Any]], now: datetime) -> Outcome:
    if row.state is JobState.DONE:
        return Outcome.DONE
    if row.state is JobState.RUNNING:
        return Outcome.RUNNING if is_running(row, now) else Outcome.LOST
    stopped = any(entry["error"] == NightStopped.__name__ for entry in written)
    return Outcome.STOPPED if stopped else Outcome.FAILED


def _step(entry: Mapping[str, Any], written: Sequence[Mapping[str, Any]]) -> StepView:
    state = StepState(entry["state"])
    started, ended = (datetime.fromisoformat(entry[name]) if entry[name] else None for name in ("started_at", "ended_at"))
    return StepView(
        name=str(STEPS.get(entry["name"], entry["name"])),
        state=state,
        started=started,
        took=ended - started if started and ended else None,
        attempt=entry["attempt"],
        numbers=[
            (str(NUMBERS.get(key, key)), number(value))
            for key, value in (entry["numbers"] or {}).items()
            if key not in HIDDEN and isinstance(value, int) and value
        ],
        trouble=_trouble(entry, state, written),
    )


def _trouble(entry: Mapping[str, Any], state: StepState, written: Sequence[Mapping[str, Any]]) -> str:
    if state is StepState.DONE:
        return ""
    if state is StepState.SKIPPED:
        failed = [str(STEPS.get(other["name"], other["name"])) for other in written if other["state"] == StepState.FAILED]
        return gettext("Hoppet over, fordi «%(step)s» ikke gikk bra.", step=", ".join(failed))  # type: ignore[no-any-return]  # untyped
    if entry["error"] == NightStopped.__name__:
        return gettext("Tjenesten ble stoppet midt i steget.")  # type: ignore[no-any-return]  # untyped
    if entry["message"]:
        return str(entry["message"])
    return gettext("Uventet feil (%(name)s). Detaljene står i loggen til klokken.", name=entry["error"])  # type: ignore[no-any-return]  # untyped


def _what_next(row: JobRun, outcome: Outcome, now: datetime) -> str:
    """Say what was done about a night that did not go well, or what happens next."""
    if outcome is Outcome.RUNNING:
        return ""
    if outcome is Outcome.DONE:
        return _tries_before(row.attempts - 1)
    if row.local_date < due_date(now):
        return gettext("Natten blir ikke tatt om igjen. Neste natt som går bra, tar med alt.")  # type: ignore[no-any-return]  # untyped
    if row.attempts >= MAX_ATTEMPTS:
        return gettext(  # type: ignore[no-any-return]  # untyped
            "Klokken har prøvd %(tries)s ganger og gir seg. Be dem som drifter tjenesten, se i loggen, rette feilen og kjøre "
            "«bygdematch nightly».",
            tries=row.attempts,
        )
    return gettext(  # type: ignore[no-any-return]  # untyped
        "Klokken prøver igjen innen en halv time. %(tries)s av %(most)s forsøk er brukt. Det som er ferdig, blir ikke gjort om "
        "igjen.",
        tries=row.attempts,
        most=MAX_ATTEMPTS,
    )


def _tries_before(failed: int) -> str:
    if failed < 1:
        return ""
    return ngettext(  # type: ignore[no-any-return]  # untyped
        "Ett forsøk gikk ikke bra. Klokken tok opp igjen natten der den stoppet.",
        "%(num)s forsøk gikk ikke bra. Klokken tok opp igjen natten der den stoppet.",
        failed,
    )
