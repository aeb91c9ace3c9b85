"""Everybody against everything on a Dask cluster: the mapped pool travels, workers take blocks, the lists are the same.

A block that a worker had in hand when it died is ranked by another: that costs time, nothing else.  Between machines
everything goes over TLS, since it is about people and since a Dask worker runs whatever it is sent.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from numpy.typing import NDArray

from matcher.blocks import blocks
from matcher.described import Described, describe
from matcher.lists import Lists
from matcher.matcher import Matcher
from matcher.pool import Pool
from matcher.records import Candidate, Opening
from models.services.errors import ServiceError
from models.services.ranking.pool_file import packed, write_pool
from models.services.ranking.spread import Progress, shared_out

if TYPE_CHECKING:
    import numpy as np
    from distributed import Client

SHARES = 4
"""Shares of the openings for each worker: the last to be done is waited for, and a dead worker's share is done again."""

PATIENCE = 20
"""Seconds to wait for a scheduler, and for its first worker."""

_KEPT = "Ingenting er endret; treffene fra sist står."


class DaskMissing(ServiceError):
    """The optional extra is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Dask er ikke installert; det følger med tillegget bygdematch[dask]. Kjør «.venv/bin/pip install -e '.[dask]'» i "
            "prosjektmappen, eller bruk --engine local."
        )


class SchedulerAway(ServiceError):
    """Nobody answers at the address of the scheduler."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"Fikk ikke kontakt med Dask på {address}. Sjekk adressen og at «dask scheduler» kjører der, "
            f"eller kjør uten --scheduler for å bruke denne maskinen. {_KEPT}"
        )


class NoWorkers(ServiceError):
    """The scheduler answers, but nobody works for it."""

    def __init__(self, address: str) -> None:
        super().__init__(f"Dask på {address} har ingen arbeidere. Start minst én med «dask worker {address}». {_KEPT}")


class Unencrypted(ServiceError):
    """A cluster on several machines that talks in the clear."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"Dask på {address} bruker andre maskiner uten kryptering. Opplysningene er om mennesker: sett opp TLS i Dask, "
            f"og oppgi adressen som tls://. {_KEPT}"
        )


class ClusterFailed(ServiceError):
    """Workers that cannot do their part."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"Arbeiderne i Dask fikk ikke gjort jobben: {why} Sjekk at de har samme utgave av bygdematch som denne maskinen, "
            f"og nok minne. {_KEPT}"
        )


@dataclass(frozen=True, slots=True)
class ClusterEngine:
    """The matcher on a cluster, as the rematch asks it.

    Attributes
    ----------
    matcher : Matcher
        Fitted.
    folder : Path
        Where the pool may lie while it travels; removed afterwards.
    scheduler : str, optional
        Address of a scheduler; None = a cluster of this machine's own, for as long as the work lasts.
    workers : int
        Of a cluster of its own; 0 = one for each processor.
    patience : float
        Seconds to wait for the scheduler, and for its first worker.
    send : bool
        Send the pool's files even to workers who see the folder.
    """

    matcher: Matcher
    folder: Path
    scheduler: str | None = None
    workers: int = 0
    patience: float = PATIENCE
    send: bool = False

    def check(self) -> None:
        """Find out that the cluster is not there before anything else is done.

        Raises
        ------
        DaskMissing, SchedulerAway, NoWorkers, Unencrypted
        """
        if find_spec("distributed") is None:
            raise DaskMissing
        if self.scheduler is not None:
            with _cluster_at(self.scheduler, self.patience):
                pass

    def prepare(self, candidates: Sequence[Candidate], on: date) -> Pool:
        """Return the candidates made ready for ranking as of ``on``."""
        return self.matcher.prepare(candidates, on)

    def lists(self, openings: Sequence[Opening], pool: Pool, progress: Progress) -> Lists:
        """Return all lists, the same as :func:`models.services.ranking.spread.ranked` gives."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (
            tempfile.TemporaryDirectory(prefix="cluster-", dir=self.folder) as scratch,
            self._connected(Path(scratch)) as client,
        ):
            travelling = Path(scratch) / "pool"
            write_pool(pool, travelling, records=False)
            return ranked_on(client, self.matcher, pool, openings, progress, folder=travelling, send=self.send)

    @contextmanager
    def _connected(self, scratch: Path) -> Iterator[Client]:
        self.check()
        if self.scheduler is not None:
            with _cluster_at(self.scheduler, self.patience) as client:
                yield client
        else:
            with own_cluster(self.workers or len(os.sched_getaffinity(0)), scratch) as client:
                yield client

    def describe(self, opening: Opening, pool: Pool, rows: NDArray[np.int32]) -> Described:
        """Return what decided the tier of these rows."""
        return describe(self.matcher, pool, opening, rows)


@contextmanager
def own_cluster(workers: int, scratch: Path) -> Iterator[Client]:
    """Give a client of a cluster on this machine, whose workers write to ``scratch``; it ends with the block."""
    from distributed import LocalCluster  # noqa: PLC0415 - an optional extra
    from distributed.security import Security  # noqa: PLC0415 - as above

    from models.services.ranking.cluster_client import CleanClient  # noqa: PLC0415 - needs an optional extra

    with (
        # Certificates for this run only, so that nobody else on the machine can have anything run.
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            protocol="tls://",
            security=Security.temporary(),
            dashboard_address="127.0.0.1:0",
            memory_limit=0,
            local_directory=str(scratch),
            silence_logs=logging.CRITICAL,
        ) as cluster,
        CleanClient(cluster) as client,
    ):
        yield client


@contextmanager
def _cluster_at(address: str, patience: float) -> Iterator[Client]:
    from models.services.ranking.cluster_client import CleanClient  # noqa: PLC0415 - needs an optional extra

    _refuse_in_the_clear(address, [address])
    try:
        client = CleanClient(address, timeout=patience, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        # Nobody there, a mistyped address, or no certificate for it.
        raise SchedulerAway(address) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=patience)
        except TimeoutError as error:
            raise NoWorkers(address) from error
        _refuse_in_the_clear(address, client.scheduler_info(n_workers=-1)["workers"])
        yield client


def _refuse_in_the_clear(cluster: str, addresses: Iterable[str]) -> None:
    if any(not one.startswith("tls://") and not _here(one) for one in addresses):
        raise Unencrypted(cluster)


def _here(address: str) -> bool:
    """Tell whether an address is one of this machine's own: only then can it be listened at."""
    place = address.rpartition("://")[2]
    host = (place.rpartition(":")[0] or place).strip("[]")
    try:
        family, kind, *_, own = socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.bind(own)
    except OSError:
        return False
    return True


def ranked_on(
    client: Client,
    matcher: Matcher,
    pool: Pool,
    openings: Sequence[Opening],
    progress: Progress,
    *,
    folder: Path,
    send: bool = False,
) -> Lists:
    """Return the lists of all openings and people, ranked by the workers of a cluster.

    Parameters
    ----------
    client : distributed.Client
        Of a cluster that has a worker.
    matcher : Matcher
        Fitted.
    pool : Pool
        Everybody, as it was written to ``folder``.
    openings : sequence of Opening
        All of them, in order of their ids.
    progress : callable
        Told how many openings are done after each share.
    folder : Path
        Where :func:`models.services.ranking.pool_file.write_pool` wrote the pool.
    send : bool
        Send the files even to workers who see the folder.

    Raises
    ------
    ClusterFailed
        If workers die again and again, or cannot read what travelled.
    """
    from distributed import KilledWorker, as_completed  # noqa: PLC0415 - an optional extra

    from models.services.ranking.cluster_worker import Ranker, Unfit, rank_share, sees  # noqa: PLC0415 - as above

    name = f"bygdematch-{secrets.token_hex(8)}"
    some = blocks(openings, matcher.domain_)
    shares = [share for share in shared_out(some, SHARES * len(client.nthreads())) if share]
    found = Lists.empty(len(pool))
    try:
        seen = client.run(sees, str(folder))
        files = packed(folder) if send or not all(seen.values()) else None
        client.register_plugin(Ranker(matcher, openings, str(folder), files), name=name)
        futures = client.map(rank_share, [name] * len(shares), shares, pure=False)
        for future, part in as_completed(futures, loop=client.loop, with_results=True):
            own = Lists(found.pages, found.best[part.rows], found.room)
            own.add(part.lists)
            found.best[part.rows] = own.best
            progress(part.openings)
            future.release()
    except KilledWorker as error:
        raise ClusterFailed("de ble avbrutt gang på gang.") from error
    except Unfit as error:
        raise ClusterFailed(f"de kan ikke lese poolen; {error}") from error
    except ImportError as error:
        raise ClusterFailed(f"de mangler noe ({error}).") from error
    finally:
        with suppress(ValueError):  # it never came so far
            client.unregister_worker_plugin(name)
    return found
