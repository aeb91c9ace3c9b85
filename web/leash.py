"""Become another program that is told to stop when the process that started it dies, even by SIGKILL.

Run as ``python -I web/leash.py PARENT PROGRAM ARGUMENTS…``.  A program of its own and not a hook between fork and exec,
which Python cannot promise to be safe.  Only Linux can do this; elsewhere the program runs without the leash.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(parent: int, command: list[str]) -> None:
    """Become ``command``; the kernel sends it SIGTERM when ``parent`` is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        if os.getppid() != parent:  # it died before the kernel knew
            sys.exit(1)
    os.execv(command[0], command)  # noqa: S606  # nosec B606 - our own two commands, from web.processes


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
