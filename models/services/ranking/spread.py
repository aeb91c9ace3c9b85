"""Everybody against everything on all processors: each takes some of the blocks, and the lists are put together."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from matcher.blocks import Block, blocks
from matcher.lists import Lists, rank_all
from matcher.matcher import Matcher
from matcher.pool import Pool
from matcher.records import Candidate, Opening

ALONE = 20_000_000
"""Pairs below which one process is done before another would have begun."""

FEW_TITLES = 400
"""So few titles are read by one process before another would have begun."""

Progress = Callable[[int], None]
T = TypeVar("T")


def ranked(matcher: Matcher, pool: Pool, openings: Sequence[Opening], progress: Progress, *, processes: int = 0) -> Lists:
    """Return the lists of all openings and people; the same for any number of ``processes`` (0 = as many as there are)."""
    some = blocks(openings, matcher.domain_)
    if not processes:
        processes = processors() if len(pool) * len(openings) > ALONE else 1
    rank = partial(rank_all, matcher, pool, openings)
    found, *others = spread_out(rank, some, processes=processes, here=partial(rank, progress=progress))
    for theirs in others:
        found.add(theirs)
        progress(sum(len(page.numbers) for page in theirs.pages))
    return found


def spread_out(
    work: Callable[[Iterable[Block]], T],
    some: Sequence[Block],
    /,
    *,
    processes: int = 0,
    here: Callable[[Iterable[Block]], T] | None = None,
) -> list[T]:
    """Do a piece of work on some blocks on several processors (0 = all there are), and return what each has found.

    ``here`` is how this process does its part, where that is another way.
    """
    queue = Queue(some)
    helpers = [Helper(partial(work, queue)) for _ in range(1, min(processes or processors(), len(some)))]
    try:
        return [(here or work)(queue), *(helper.result() for helper in helpers)]
    finally:
        for helper in helpers:
            helper.stop()


def linked(matcher: Matcher, candidates: Sequence[Candidate]) -> None:
    """Have the matcher read the titles of some people that it has not seen: the costliest part of preparing them."""
    domain = matcher.domain_
    titles = [(one.title, one.styrk08) for candidate in candidates for one in candidate.practice]
    titles += [(one.title, one.styrk08) for candidate in candidates for one in candidate.wishes]
    new = domain.unseen(titles)
    processes = processors() if len(new) > FEW_TITLES else 1
    shares = [new[start::processes] for start in range(processes)]
    helpers = [Helper(partial(domain.linker.link_many, share)) for share in shares[1:]]
    try:
        domain.prepare_titles(shares[0])
        for helper, share in zip(helpers, shares[1:], strict=True):
            domain.remember(share, helper.result())
    finally:
        for helper in helpers:
            helper.stop()


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


class Queue:
    """Blocks that several processes share: whoever is done takes the next, the largest first."""

    def __init__(self, some: Sequence[Block]) -> None:
        self._blocks = sorted(some, key=lambda block: -len(block.openings))
        self._taken: Any = multiprocessing.get_context("fork").Value("q", 0)

    def __iter__(self) -> Iterator[Block]:
        """Yield what nobody has taken yet."""
        while True:
            with self._taken:
                number, self._taken.value = self._taken.value, self._taken.value + 1
            if number >= len(self._blocks):
                return
            yield self._blocks[number]


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
