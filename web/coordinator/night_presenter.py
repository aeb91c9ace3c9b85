"""A night as its page shows it: what is written down about it, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from flask_babel import gettext, lazy_gettext

from models.jobs import JobRun, JobState
from models.services.night.nightly import NightStopped, StepState
from models.services.night.nights import MAX_ATTEMPTS, OSLO, due_date, is_running

STEPS: Mapping[str, Any] = {
    "close": lazy_gettext("Lukke stillinger med utløpt frist"),
    "rematch": lazy_gettext("Regne ut treff"),
    "difference": lazy_gettext("Finne endringer"),
    "without_match": lazy_gettext("Finne hvem som står uten treff"),
    "purge": lazy_gettext("Rydde"),
}
NUMBERS: Mapping[str, Any] = {
    "closed": lazy_gettext("Stillinger lukket"),
    "job_seekers": lazy_gettext("Personer"),
    "vacancies": lazy_gettext("Stillinger"),
    "skipped": lazy_gettext("Stillinger uten kjent rolle"),
    "matches": lazy_gettext("Treff"),
    "changes": lazy_gettext("Endringer"),
    "left_out": lazy_gettext("Mindre viktige endringer, ikke vist"),
    "up": lazy_gettext("Kom nærmere"),
    "down": lazy_gettext("Kom lenger unna"),
    "new": lazy_gettext("Nye på en liste"),
    "gone": lazy_gettext("Falt ut av en liste"),
    "months": lazy_gettext("Fikk ny tid på veien"),
    "cleaned": lazy_gettext("Avbrutte kjøringer ryddet"),
    "without": lazy_gettext("Personer uten treff"),
    "begun": lazy_gettext("Nye uten treff"),
    "ended": lazy_gettext("Fikk treff igjen"),
    "sessions": lazy_gettext("Utløpte pålogginger"),
    "inbox": lazy_gettext("Gamle råposter"),
    "dead_letters": lazy_gettext("Gamle avviste poster"),
    "searches": lazy_gettext("Gamle søk"),
    "postings": lazy_gettext("Gamle utkast til stillinger"),
    "shares": lazy_gettext("Delinger som er over"),
    "figures": lazy_gettext("Gamle tall til arbeidsgivere"),
    "differences": lazy_gettext("Gamle endringslister"),
    "lists": lazy_gettext("Gamle trefflister"),
}
KINDS_OF_CHANGE = ("up", "down", "new", "gone", "months")
FIGURES = ("job_seekers", "vacancies", "matches", "changes")
HIDDEN = frozenset({"run", "before", *KINDS_OF_CHANGE})
"""What is not among a step's numbers: ids of match runs, which say nothing, and the changes, which stand by themselves."""


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
    numbers: Sequence[tuple[str, int]]
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
    def started_that_day(self) -> bool:
        """It began on the date that it is named by, as it does unless it was caught up later."""
        return self.started.astimezone(OSLO).date() == self.date

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
        figures=[(str(NUMBERS[key]), numbers[key]) for key in FIGURES if key in numbers],
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
            (str(NUMBERS.get(key, key)), value)
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
    return gettext(  # type: ignore[no-any-return]  # untyped
        "Forsøk som ikke gikk bra: %(number)s. Klokken tok opp igjen natten der den stoppet.", number=failed
    )
