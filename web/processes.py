"""Several processes that live and die together: told to stop they all stop, and so they do when one of them or this one ends."""

from __future__ import annotations

import os
import signal
import subprocess  # nosec B404 - starts our own two processes
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType

from web import leash

PATIENCE = 20.0
"""Seconds that a process gets to end in good order."""
LOOK_EVERY = 0.2
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Together:
    """The processes of one service."""

    def __init__(self, commands: Mapping[str, Sequence[str]], env: Mapping[str, str]) -> None:
        self._commands, self._env = commands, env
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._told = False

    def run(self, when_up: Callable[[Callable[[], bool]], None]) -> str | None:
        """Start them all, call ``when_up``, and wait; return the name of the one that ended by itself, or None.

        ``when_up`` is handed a function that says whether all still run and nobody has asked to stop.
        """
        # Under nohup a terminal that closes is to be ignored, and stays so.
        before = {number: signal.signal(number, self._stop) for number in STOPPING if signal.getsignal(number) != signal.SIG_IGN}
        tied = [sys.executable, "-I", str(Path(leash.__file__)), str(os.getpid())]
        try:
            for name, command in self._commands.items():
                # A session of its own: Ctrl+C in a terminal reaches this process, which tells the others.
                child = subprocess.Popen([*tied, *command], env=dict(self._env), start_new_session=True)  # noqa: S603  # nosec B603 - our own commands
                self._children[name] = child
            when_up(self._all_run)
            while self._all_run():
                time.sleep(LOOK_EVERY)
            return None if self._told else self._ended()
        finally:
            self._end()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._told = True

    def _all_run(self) -> bool:
        return not self._told and self._ended() is None

    def _ended(self) -> str | None:
        return next((name for name, child in self._children.items() if child.poll() is not None), None)

    def _end(self) -> None:
        for child in self._children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + PATIENCE
        for child in self._children.values():
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
