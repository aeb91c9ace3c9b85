"""The night: close what has expired, match everybody, say what changed and why, remove what is kept no longer."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy.orm import Session, sessionmaker

from matcher.matcher import Matcher
from models import locks
from models.services.errors import AlreadyRunning, ServiceError
from models.services.night.differences import reckon_difference
from models.services.night.jobs import claim_night, finish_night, night_run, note_night
from models.services.night.matching import RankingEngine, rematch
from models.services.people.without_match import keep_without_match
from models.services.retention import purge
from models.services.vacancies.storing import close_expired

JOB = "nightly"
HEARTBEAT = timedelta(minutes=1)
"""How often a long step renews the lease, and looks whether the night is still its own."""

Progress = Callable[[str, int, int], None]
Numbers = dict[str, int | str | None]
Engine = Matcher | RankingEngine[Any]
log = logging.getLogger(__name__)


class NightStopped(Exception):
    """Raised by a progress callback to end the night in good order; whoever starts next finishes it."""


class TakenOver(Exception):
    """Somebody else has taken the night for dead and begun it anew; whoever finds this goes home."""


class StepState(StrEnum):
    """How a step went; ``skipped`` = it needs one that failed."""

    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepOutcome:
    """How one step went; ``error`` is the name of what was raised, ``message`` what it says to people (often nothing)."""

    name: str
    state: StepState
    attempt: int
    started_at: str = ""
    ended_at: str = ""
    numbers: Numbers | None = None
    error: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NightReport:
    """How the night went.  ``ran`` False = somebody else has run it or is running it, and nothing was done here."""

    local_date: date
    ran: bool
    done: bool = False
    stopped: bool = False
    steps: tuple[StepOutcome, ...] = ()


class Night:
    """One try at one night, as its steps see it; time passes by the monotonic clock from the instant handed in."""

    def __init__(
        self,
        *,
        session_factory: sessionmaker[Session],
        matcher: Callable[[], Engine],
        local_date: date,
        now: datetime,
        attempt: int,
        progress: Progress | None,
        pool_folder: Path | None = None,
    ) -> None:
        self.pool_folder = pool_folder
        self.session_factory, self.matcher, self.local_date, self.attempt = session_factory, matcher, local_date, attempt
        self._started, self._begun = now, time.monotonic()
        self._told, self._progress = self._begun, progress

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self._started + timedelta(seconds=time.monotonic() - self._begun)

    def progress(self, step: str) -> Callable[[int, int], None]:
        """Return what ``step`` calls as it goes along."""

        def tell(done: int, total: int) -> None:
            if time.monotonic() - self._told >= HEARTBEAT.total_seconds():
                self._told = time.monotonic()
                self.note()
            if self._progress is not None:
                self._progress(step, done, total)

        return tell

    def note(self, outcome: dict[str, Any] | None = None) -> None:
        """Write down that the night is alive, and how far it has come."""
        with self.session_factory.begin() as session:
            if not note_night(session, JOB, self.local_date, self.now, attempt=self.attempt, outcome=outcome):
                raise TakenOver


def _close(night: Night) -> Numbers:
    with night.session_factory.begin() as session:
        return {"closed": close_expired(session, night.local_date, night.now)}


def _rematch(night: Night) -> Numbers:
    engine = night.matcher()
    summary = rematch(
        night.session_factory,
        engine,
        night.local_date,
        night.now,
        config_hash=engine.config_hash if isinstance(engine, Matcher) else "",
        progress=night.progress("rematch"),
        pool_folder=night.pool_folder,
    )
    return {
        "run": summary.run_id,
        "job_seekers": summary.job_seekers,
        "vacancies": summary.vacancies,
        "skipped": summary.skipped,
        "matches": summary.matches,
        "cleaned": summary.cleaned,
    }


def _difference(night: Night) -> Numbers:
    engine = night.matcher()
    found = reckon_difference(
        night.session_factory,
        night.now,
        matcher=engine if isinstance(engine, Matcher) else None,
        progress=night.progress("difference"),
    )
    return {"before": found.before_id, "changes": found.changes, "left_out": found.left_out, **found.kinds}


def _without_match(night: Night) -> Numbers:
    return {**asdict(keep_without_match(night.session_factory, night.local_date))}


def _purge(night: Night) -> Numbers:
    return {**purge(night.session_factory, night.now)}


class Step(NamedTuple):
    """One step: its name, what it does, and the steps without which it has nothing to do."""

    name: str
    run: Callable[[Night], Numbers]
    needs: tuple[str, ...] = ()


STEPS: tuple[Step, ...] = (
    Step("close", _close),
    Step("rematch", _rematch),
    Step("difference", _difference, needs=("rematch",)),
    Step("without_match", _without_match, needs=("rematch",)),
    Step("purge", _purge),
)
"""The night, in order.  A failed step fails the night, and what does not need it is done all the same."""


def run_night(
    session_factory: sessionmaker[Session],
    matcher: Callable[[], Engine],
    *,
    local_date: date,
    now: datetime,
    progress: Progress | None = None,
    steps: tuple[Step, ...] = STEPS,
    pool_folder: Path | None = None,
) -> NightReport:
    """Run the night of ``local_date`` once; who comes second goes home.

    ``matcher`` is called when the night matches, so that it ranks by the catalogue of that night.  A night that failed, or
    whose runner died, is taken up where it stopped: what was done is not done again.  ``pool_folder`` is where the pool is
    left for the web workers.
    """
    try:
        with locks.only_one(session_factory.kw["bind"], JOB):
            with session_factory.begin() as session:
                # Nobody else holds the lock, so a night that is said to run has lost its runner.
                row = night_run(session, JOB, local_date) if claim_night(session, JOB, local_date, now, alone=True) else None
                if row is None:
                    return NightReport(local_date=local_date, ran=False)
                attempt, outcome = row.attempts, row.outcome
            night = Night(
                session_factory=session_factory,
                matcher=matcher,
                local_date=local_date,
                now=now,
                attempt=attempt,
                progress=progress,
                pool_folder=pool_folder,
            )
            return _run(night, steps, _done_before(outcome))
    except (AlreadyRunning, TakenOver):
        return NightReport(local_date=local_date, ran=False)


def _done_before(outcome: dict[str, Any] | None) -> dict[str, StepOutcome]:
    found = [StepOutcome(**entry | {"state": StepState(entry["state"])}) for entry in (outcome or {}).get("steps", ())]
    return {step.name: step for step in found if step.state is StepState.DONE}


def _run(night: Night, steps: tuple[Step, ...], before: dict[str, StepOutcome]) -> NightReport:
    outcomes: dict[str, StepOutcome] = {}
    stopped = False
    try:
        for step in steps:
            if step.name in before:
                outcomes[step.name] = before[step.name]
                continue
            if any(outcomes[need].state is not StepState.DONE for need in step.needs):
                outcomes[step.name] = StepOutcome(name=step.name, state=StepState.SKIPPED, attempt=night.attempt)
                continue
            outcomes[step.name], stopped = _take(night, step)
            if stopped:
                break
            night.note(as_json(outcomes))
    except TakenOver:
        raise
    except BaseException:
        _finish(night, outcomes, done=False)
        raise
    done = not stopped and all(outcome.state is StepState.DONE for outcome in outcomes.values())
    _finish(night, outcomes, done=done)
    return NightReport(local_date=night.local_date, ran=True, done=done, stopped=stopped, steps=tuple(outcomes.values()))


def _take(night: Night, step: Step) -> tuple[StepOutcome, bool]:
    """Take one step; return how it went, and whether the night was asked to stop."""
    began = night.now
    numbers: Numbers | None = None
    failure: Exception | None = None
    try:
        numbers = step.run(night)
    except TakenOver:
        raise
    except Exception as error:  # whatever it is, the steps that do not need this one are done all the same
        failure = error
        if not isinstance(error, NightStopped):
            log.exception("night of %s: step %s failed", night.local_date, step.name)
    outcome = StepOutcome(
        name=step.name,
        state=StepState.FAILED if failure else StepState.DONE,
        attempt=night.attempt,
        started_at=began.isoformat(),
        ended_at=night.now.isoformat(),
        numbers=numbers,
        error=type(failure).__name__ if failure else None,
        # Only what we raise ourselves is written for people; other errors may hold values from the database.
        message=str(failure) if isinstance(failure, ServiceError) else None,
    )
    return outcome, isinstance(failure, NightStopped)


def _finish(night: Night, outcomes: dict[str, StepOutcome], *, done: bool) -> None:
    with night.session_factory.begin() as session:
        kept = finish_night(
            session, JOB, night.local_date, night.now, done=done, outcome=as_json(outcomes), attempt=night.attempt
        )
    if not kept:
        raise TakenOver


def as_json(outcomes: dict[str, StepOutcome]) -> dict[str, Any]:
    """Return the outcomes as they are kept with the night."""
    return {"steps": [asdict(outcome) | {"state": outcome.state.value} for outcome in outcomes.values()]}
