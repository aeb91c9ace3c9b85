"""Lists from a Dask cluster are those of one process, byte for byte; a worker that is killed costs time and nothing else."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dask
import pytest
from distributed import Client, LocalCluster
from distributed.security import Security

from matcher.lists import Lists
from matcher.matcher import Matcher
from models.services.ranking.cluster import (
    ClusterEngine,
    ClusterFailed,
    DaskMissing,
    NoWorkers,
    SchedulerAway,
    Unencrypted,
    own_cluster,
    ranked_on,
)
from models.services.ranking.pool_file import newest, write_pool
from models.services.ranking.spread import ranked
from tests.models.pool_world import DAY, World, assert_same_lists, make_world


@pytest.fixture(scope="module")
def world(matcher: Matcher) -> World:
    return make_world(matcher, 1_500, 200)


@pytest.fixture(scope="module")
def wanted(world: World) -> Lists:
    """What one process finds."""
    return ranked(world.matcher, world.pool(), world.openings, lambda _done: None, processes=1)


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with own_cluster(2, tmp_path_factory.mktemp("cluster")) as client:
        yield client


def on(client: Client, world: World, folder: Path, progress: Any = lambda _done: None, *, send: bool = False) -> Lists:
    """Rank a world on a cluster that runs already."""
    pool = world.pool()
    write_pool(pool, folder)
    return ranked_on(client, world.matcher, pool, world.openings, progress, folder=folder, send=send)


@pytest.mark.parametrize("send", [False, True], ids=["mapped where it lies", "sent as bytes"])
def test_two_workers_find_what_one_process_finds(
    two_workers: Client, world: World, wanted: Lists, tmp_path: Path, send: bool
) -> None:
    done: list[int] = []
    assert_same_lists(on(two_workers, world, tmp_path / "pool", done.append, send=send), wanted)
    assert (sum(done), len(done)) == (len(world.openings), 8)
    # Whether it lay there or was sent, no worker keeps it: neither a plugin nor a file.
    assert all(
        not any(name.startswith("bygdematch") for name in names)
        for names in two_workers.run(lambda dask_worker: list(dask_worker.plugins)).values()
    )
    left = two_workers.run(lambda dask_worker: [str(path) for path in Path(dask_worker.local_directory).rglob("bygdematch*")])
    assert set(map(len, left.values())) == {0}


def test_a_cluster_of_its_own_with_one_worker_leaves_nothing_behind(world: World, wanted: Lists, tmp_path: Path) -> None:
    engine = ClusterEngine(world.matcher, tmp_path / "cluster", workers=1)
    assert_same_lists(engine.lists(world.openings, world.pool(), lambda _done: None), wanted)
    assert list((tmp_path / "cluster").iterdir()) == []


@pytest.mark.parametrize("protocol", ["tls://", pytest.param("tcp://", marks=pytest.mark.soak)])
def test_a_cluster_that_runs_already_is_used_and_left_running(world: World, wanted: Lists, tmp_path: Path, protocol: str) -> None:
    papers = Security.temporary()
    told = {"ca-file": papers.tls_ca_file, "client.cert": papers.tls_client_cert, "client.key": papers.tls_client_key}
    encrypted = protocol == "tls://"
    with (
        LocalCluster(
            n_workers=1,
            threads_per_worker=2,
            dashboard_address=":0",
            memory_limit=0,
            protocol=protocol,
            security=papers if encrypted else None,
        ) as cluster,
        dask.config.set({f"distributed.comm.tls.{name}": value for name, value in told.items() if encrypted}),
    ):
        engine = ClusterEngine(world.matcher, tmp_path, cluster.scheduler_address)
        engine.check()
        assert_same_lists(engine.lists(world.openings, engine.prepare(world.people, DAY), lambda _done: None), wanted)
        with Client(cluster) as client:
            assert client.submit(sum, [1, 2]).result() == 3


@pytest.mark.parametrize("send", [False, pytest.param(True, marks=pytest.mark.soak)])
def test_a_worker_killed_in_the_middle_costs_time_only(
    two_workers: Client, world: World, wanted: Lists, tmp_path: Path, send: bool
) -> None:
    before = set(two_workers.run(os.getpid).values())
    killed: list[int] = []

    def kill_one(_done: int) -> None:
        if not killed:
            killed.append(min(before))
            os.kill(killed[0], signal.SIGKILL)

    assert_same_lists(on(two_workers, world, tmp_path / "pool", kill_one, send=send), wanted)
    assert len(killed) == 1
    two_workers.wait_for_workers(2, timeout=60)
    deadline = time.monotonic() + 60
    while killed[0] in (now := set(two_workers.run(os.getpid).values())) or len(now) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_workers_that_die_again_and_again_are_told_of(world: World, tmp_path: Path) -> None:
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}), own_cluster(1, tmp_path / "scratch") as client:
        (pid,) = client.run(os.getpid).values()
        with pytest.raises(ClusterFailed, match="gang på gang"):
            on(client, world, tmp_path / "pool", lambda _done: os.kill(pid, signal.SIGKILL))


def test_workers_that_cannot_read_the_pool_are_told_of(two_workers: Client, world: World, tmp_path: Path) -> None:
    folder, pool = tmp_path / "pool", world.pool()
    write_pool(pool, folder)
    ((newest(folder) or folder) / "classes.json").write_text("[")
    with pytest.raises(ClusterFailed, match="skadet"):
        ranked_on(two_workers, world.matcher, pool, world.openings, lambda _done: None, folder=folder)


def loops() -> set[threading.Thread]:
    """Return the threads that run a loop of the library."""
    return {thread for thread in threading.enumerate() if thread.name == "IO loop"}


def test_nobody_answers_nobody_works_or_everybody_can_listen(world: World, tmp_path: Path) -> None:
    before = loops()
    for address in ("tcp://127.0.0.1:1", "127.0.0.1:1", "127.0.0.1"):
        with pytest.raises(SchedulerAway, match="Sjekk adressen"):
            ClusterEngine(world.matcher, tmp_path, address, patience=1).check()
    # Nothing is left for the garbage collector: it would close the client while another loop starts, and that start fails.
    assert loops() <= before
    with (
        LocalCluster(n_workers=0, dashboard_address=":0") as cluster,
        pytest.raises(NoWorkers, match="Start minst én"),
    ):
        ClusterEngine(world.matcher, tmp_path, cluster.scheduler_address, patience=1).check()
    # An address of the range that is for documents: not this machine's.
    with pytest.raises(Unencrypted, match="tls://"):
        ClusterEngine(world.matcher, tmp_path, "tcp://203.0.113.1:8786", patience=1).check()


def test_without_dask_it_is_said_how_to_get_it(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(DaskMissing, match="pip install"):
        ClusterEngine(world.matcher, tmp_path).check()
