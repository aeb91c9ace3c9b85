"""A process of its own that runs one night with the small engine, to be raced against others or killed in the middle.

Run as ``python -m tests.models.night_worker ADDRESS DATE SECONDS``; prints what came of it: ran and done, as JSON.
"""

from __future__ import annotations

import json
import sys
from datetime import date

from models.base import create_engine_for, create_session_factory
from models.services.night.nightly import run_night
from tests.factories import NOW
from tests.models.rematch_worker import SmallEngine


def main(address: str, local_date: date, seconds: float) -> None:
    engine = create_engine_for(address)
    small = SmallEngine(seconds, salt="worker")
    report = run_night(create_session_factory(engine), lambda: small, local_date=local_date, now=NOW)
    engine.dispose()
    sys.stdout.write(json.dumps({"ran": report.ran, "done": report.done}))


if __name__ == "__main__":
    main(sys.argv[1], date.fromisoformat(sys.argv[2]), float(sys.argv[3]))
