"""A client of a cluster that leaves nothing behind when it cannot connect.

Imported only where ``distributed`` is installed.
"""

from __future__ import annotations

from typing import Any

from distributed import Client


class CleanClient(Client):
    """A client whose thread ends with the attempt, when nobody answers or the address cannot be read.

    The library leaves such a client open until the garbage collector finds it.  It then closes itself with the lock that
    every start of a loop holds: when the collector happens to run in the thread that is being started, the start waits its
    ten seconds for itself and fails.
    """

    def start(self, **kwargs: Any) -> None:
        """Connect, or close and raise what the library raised."""
        try:
            Client.start(self, **kwargs)
        except BaseException:
            self.close()
            # A client that was refused is closed already, and then closing stops no thread.
            self._loop_runner.stop()
            raise
