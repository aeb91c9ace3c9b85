"""What runs on a worker of a cluster: it opens the pool that travelled to it, and ranks the blocks that it is given.

Imported only where ``distributed`` is installed.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from distributed import Worker, WorkerPlugin, get_worker
from numpy.typing import NDArray

from matcher.blocks import Block
from matcher.lists import Lists, rank_all
from matcher.matcher import Matcher
from matcher.order import NOBODY
from matcher.pool import Pool
from matcher.records import Opening
from models.services.ranking.pool_file import PoolUnreadable, read_pool, unpack


class Unfit(RuntimeError):
    """A worker that cannot use what travelled to it; unlike a use case's error it can travel back."""


@dataclass(frozen=True, slots=True)
class Part:
    """What was found for some blocks: lists of people only as far as anything stands in them, by their rows."""

    lists: Lists
    rows: NDArray[np.int64]
    openings: int


class Ranker(WorkerPlugin):
    """A pool, the openings and the matcher on a worker; one that starts anew or joins later is given it as well.

    Scattered data would be lost with the worker that holds it; a plugin is kept by the scheduler.

    Parameters
    ----------
    matcher : Matcher
        Fitted; a worker fits its own anew.
    openings : sequence of Opening
        All of them.
    folder : str
        Of the pool, on a disk that the worker sees too.
    files : dict of str to bytes, optional
        The pool's files (:func:`models.services.ranking.pool_file.packed`), for a worker that does not see the folder.
    """

    def __init__(
        self, matcher: Matcher, openings: Sequence[Opening], folder: str, files: Mapping[str, bytes] | None = None
    ) -> None:
        # The catalogue is far smaller than what is derived from it.
        self._made_of = matcher.domain_.catalogue, matcher.prior, matcher.weights
        self._openings, self._folder, self._files = openings, folder, files
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._ready: tuple[Matcher, Pool] | None = None

    def setup(self, worker: Worker) -> None:
        """Lay the files on the worker's own disk, where they were sent."""
        # One block at a time: what is reckoned for the whole pool is reckoned once.
        self._turn = threading.Lock()
        if self._files is not None:
            self._scratch = tempfile.TemporaryDirectory(prefix="bygdematch-", dir=worker.local_directory)
            unpack(self._files, Path(self._scratch.name))
            self._folder, self._files = self._scratch.name, None

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002 - the plugin's signature
        """Leave nothing behind."""
        self._ready = None
        if self._scratch is not None:
            self._scratch.cleanup()

    def rank(self, some: Sequence[Block]) -> Part:
        """Return what is found in some blocks."""
        with self._turn:
            if self._ready is None:
                catalogue, prior, weights = self._made_of
                matcher = Matcher(prior=prior, weights=weights).fit(catalogue)
                try:
                    self._ready = matcher, read_pool(Path(self._folder), matcher.domain_)
                except PoolUnreadable as error:
                    raise Unfit(error.why) from error
            matcher, pool = self._ready
            found = rank_all(matcher, pool, self._openings, some)
        rows = np.flatnonzero((found.best != NOBODY).any(axis=1))
        found.best = found.best[rows]
        return Part(found, rows, sum(len(block.openings) for block in some))


def rank_share(name: str, some: Sequence[Block]) -> Part:
    """Rank some blocks with the plugin of this name on the worker that this runs on."""
    plugin: Any = get_worker().plugins[name]
    part: Part = plugin.rank(some)
    return part


def sees(folder: str) -> bool:
    """Tell whether the worker that this runs on sees a folder."""
    return Path(folder).is_dir()
