"""The clock process: each night at 03:30 in Norway once, caught up when it was missed, ended in good order.

The schedule is configuration and lives in memory; what has been run stands in the database, and whoever holds the lock of
the night runs it, so that as many of these processes as one likes give one run a night.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.orm import Session, sessionmaker

from models.base import reader_of
from models.services.night.jobs import last_done, night_run
from models.services.night.nightly import JOB, Engine, NightReport, NightStopped, StepState, run_night
from models.services.night.nights import MAX_ATTEMPTS, NIGHT_AT, OSLO, due_date

LOOK_EVERY = timedelta(minutes=30)
"""How often the process looks whether the night is still to be run: after a failure, a dead runner, a machine that slept."""
GRACE = timedelta(hours=6)
"""So long after its time a start that was missed is still made up for by the clock itself."""
PATIENCE = 0.2
"""Seconds between two looks whether somebody has asked to stop."""

log = logging.getLogger(__name__)


class NightScheduler:
    """Runs the last due night whenever it is not done; ``clock`` tells the time, ``matcher`` makes the engine of a night."""

    def __init__(
        self,
        sessions: sessionmaker[Session],
        matcher: Callable[[], Engine],
        *,
        clock: Callable[[], datetime],
        pool_folder: Path | None = None,
    ) -> None:
        self._sessions, self._matcher, self._clock, self._pool_folder = sessions, matcher, clock, pool_folder
        self._stopping = threading.Event()

    def run_due(self) -> NightReport | None:
        """Run the last due night if nobody has; None = there is nothing to do.  Several missed nights are one."""
        now = self._clock()
        night = due_date(now)
        with self._sessions(bind=reader_of(self._sessions.kw["bind"])) as session:
            if last_done(session, JOB) >= night:  # later too: a clock that was set back runs no night over again
                return None
            row = night_run(session, JOB, night)
        if row is not None and row.attempts >= MAX_ATTEMPTS:
            return None
        report = run_night(
            self._sessions, self._matcher, local_date=night, now=now, progress=self._tell, pool_folder=self._pool_folder
        )
        if report.ran:
            _log(report)
        return report

    def stop(self) -> None:
        """Let a night that is running end at its next step forward; it is finished at the next start."""
        self._stopping.set()

    def build(self) -> BackgroundScheduler:
        """Return the scheduler: the night at its time, and a look at once and every half hour."""
        scheduler = BackgroundScheduler(
            timezone=OSLO,
            jobstores={"default": {"type": "memory"}},
            # One thread: the look waits for the night, and then finds it done.
            executors={"default": {"type": "threadpool", "max_workers": 1}},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": int(GRACE.total_seconds())},
        )
        night = CronTrigger(hour=NIGHT_AT.hour, minute=NIGHT_AT.minute, timezone=OSLO)
        scheduler.add_job(self._try, night, id="night")
        look = IntervalTrigger(seconds=int(LOOK_EVERY.total_seconds()), timezone=OSLO)
        scheduler.add_job(self._try, look, id="look", next_run_time=datetime.now(OSLO))
        return scheduler

    def run(self) -> None:
        """Run until SIGTERM or SIGINT; then end a running night in good order and return."""
        told: list[int] = []

        def note(number: int, _frame: FrameType | None) -> None:
            # Nothing more: a lock taken here may be held already, and an exception may be raised where it is swallowed.
            told.append(number)

        before = {number: signal.signal(number, note) for number in (signal.SIGTERM, signal.SIGINT)}
        scheduler = self.build()
        scheduler.start()
        while not told:
            time.sleep(PATIENCE)
        # From here on a second signal ends the process at once.
        for number, handler in before.items():
            signal.signal(number, handler)
        self.stop()
        scheduler.shutdown(wait=True)

    def _try(self) -> None:
        try:
            self.run_due()
        except Exception:  # the process lives on and tries again at the next look
            log.exception("the night could not be run")

    def _tell(self, _step: str, _done: int, _total: int) -> None:
        if self._stopping.is_set():
            raise NightStopped


def _log(report: NightReport) -> None:
    words = "done" if report.done else "stopped" if report.stopped else "FAILED"
    steps = ", ".join(f"{step.name} {step.state.value}" for step in report.steps)
    level = logging.INFO if report.done else logging.WARNING
    log.log(level, "night of %s: %s (%s)", report.local_date, words, steps)
    for step in report.steps:
        if step.state is StepState.FAILED:
            log.log(level, "night of %s: %s: %s %s", report.local_date, step.name, step.error, step.message or "")
