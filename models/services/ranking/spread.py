"""Everybody against everything on all processors: each takes some of the blocks, and the lists are put together."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from matcher.blocks import Block, blocks
from matcher.lists import Lists, rank_all
from matcher.matcher import Matcher
from matcher.pool import Pool
from matcher.records import Opening

ALONE = 20_000_000
"""Pairs below which one process is done before another would have begun."""

Progress = Callable[[int], None]
T = TypeVar("T")


def ranked(matcher: Matcher, pool: Pool, openings: Sequence[Opening], progress: Progress, *, processes: int = 0) -> Lists:
    """Return the lists of all openings and people; the same for any number of ``processes`` (0 = as many as there are)."""
    some = blocks(openings, matcher.domain_)
    if not processes:
        processes = processors() if len(pool) * len(openings) > ALONE else 1
    shares = shared_out(some, min(processes, max(1, len(some))))
    helpers = [Helper(partial(rank_all, matcher, pool, openings, share)) for share in shares[1:]]
    try:
        found = rank_all(matcher, pool, openings, shares[0], progress=progress)
        for helper, share in zip(helpers, shares[1:], strict=True):
            found.add(helper.result())
            progress(sum(len(block.openings) for block in share))
    finally:
        for helper in helpers:
            helper.stop()
    return found


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0))


def shared_out(some: Sequence[Block], processes: int) -> list[list[Block]]:
    """Return the blocks in shares of about as many openings; the blocks of a municipality stay together where they can."""
    shares: list[list[Block]] = [[] for _ in range(processes)]
    total = sum(len(block.openings) for block in some)
    done = 0
    for block in some:
        shares[min(processes - 1, done * processes // max(1, total))].append(block)
        done += len(block.openings)
    return shares


class Helper(Generic[T]):
    """A process that was forked off with everything in its memory, to do one piece of the work."""

    def __init__(self, work: Callable[[], T]) -> None:
        context: Any = multiprocessing.get_context("fork")
        self._here, there = context.Pipe(duplex=False)
        self._process = context.Process(target=_send, args=(there, work), daemon=True)
        self._process.start()
        there.close()

    def result(self) -> T:
        """Return what it found.

        Raises
        ------
        RuntimeError
            If it died, or failed; the reason is in its own log.
        """
        try:
            found: T = self._here.recv()
        except EOFError as error:
            raise RuntimeError("a process that worked on a part of the openings died") from error
        self._process.join()
        return found

    def stop(self) -> None:
        """End it, if it still runs."""
        self._process.kill()
        self._process.join()
        self._here.close()


def _send(there: Connection, work: Callable[[], Any]) -> None:
    there.send(work())
    there.close()
