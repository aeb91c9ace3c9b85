"""A pool written and read is the pool that was prepared; it is there whole or not at all, and whoever is erased is not in it."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import stat
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matcher.blocks import blocks
from matcher.lists import rank_all
from matcher.matcher import Matcher
from matcher.records import Candidate, Credential, Practice
from models.services.people.index import PeopleIndex
from models.services.ranking.pool_file import CURRENT, HEADER, PoolUnreadable, newest, open_pool, read_pool, write_pool
from models.services.ranking.pool_forgetting import forget
from models.services.ranking.pool_views import Gone
from tests.models.pool_world import DAY, World, assert_same_lists, make_world

CANARY = "kanarifugldressør"


@pytest.fixture(scope="module")
def world(matcher: Matcher) -> World:
    return make_world(matcher, 400, 60)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "instance" / "pool"


def everything_in(folder: Path) -> bytes:
    """Return every byte that lies under a folder."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def the_odd_one(world: World) -> tuple[World, Candidate]:
    """Put somebody among the people of whom much is theirs alone."""
    odd = replace(
        world.people[200],
        credentials=(Credential(code="course:medication"), Credential(code=f"course:{CANARY}")),
        practice=(Practice(title=CANARY, tasks=(CANARY,)),),
        skills=(CANARY,),
        wished_places=frozenset({"3421", "5601", "0301", "1103", "4204"}),
    )
    return replace(world, people=[odd if one is world.people[200] else one for one in world.people]), odd


def test_a_pool_that_was_read_ranks_as_the_one_that_was_written(world: World, folder: Path) -> None:
    own = world.pool()
    some = blocks(world.openings, world.matcher.domain_)
    wanted = rank_all(world.matcher, own, world.openings, some)
    config = world.matcher.config_hash
    # Once before anything was reckoned for everybody, and once with all that.
    for pool in (world.pool(), own):
        write_pool(pool, folder, config=config)
        mapped = read_pool(folder, world.matcher.domain_, config=config)
        assert (mapped.on, len(mapped), list(mapped.columns.ids)) == (DAY, len(own), own.columns.ids)
        assert mapped.columns.classes == own.columns.classes
        assert mapped.columns.naming == own.columns.naming
        assert mapped.columns.families == own.columns.families
        assert_same_lists(rank_all(world.matcher, mapped, world.openings, some), wanted)


def test_what_was_reckoned_for_everybody_is_read_by_the_same_weights_only(world: World, folder: Path) -> None:
    pool = world.pool()
    calls: list[str] = []

    def reckon(name: str) -> np.ndarray:
        calls.append(name)
        return np.zeros(len(pool), dtype=np.int8)

    key = ("tried", frozenset({"b", "a"}), (1, None, True), b"\x00\xff")
    pool.once(key, lambda: np.arange(len(pool), dtype=np.int32))
    write_pool(pool, folder, config="these weights")
    same = read_pool(folder, world.matcher.domain_, config="these weights")
    assert same.once(key, lambda: reckon("same")).tolist() == list(range(len(pool)))
    other = read_pool(folder, world.matcher.domain_, config="other weights")
    other.once(key, lambda: reckon("other"))
    assert calls == ["other"]


def test_people_are_explained_by_the_records_that_were_written(world: World, folder: Path) -> None:
    own = world.pool()
    write_pool(own, folder)
    mapped = read_pool(folder, world.matcher.domain_)
    for opening in world.openings[:5]:
        assert world.matcher.rank(opening, mapped, top=5) == world.matcher.rank(opening, own, top=5)
    assert list(mapped.candidates) == list(own.candidates)
    assert list(mapped.candidates[-3:]) == list(own.candidates[-3:])
    assert mapped.candidates[-1] == own.candidates[-1]
    with pytest.raises(IndexError):
        mapped.candidates[400]
    assert PeopleIndex(mapped).words == PeopleIndex(own).words
    write_pool(own, folder, records=False)
    with pytest.raises(Gone):
        read_pool(folder, world.matcher.domain_).candidates[0]


def test_what_the_writer_adds_is_read_with_the_pool(world: World, folder: Path) -> None:
    marks = np.arange(400, dtype=np.uint64) * 3
    write_pool(world.pool(), folder, beside={"marks": marks}, note={"seen": [1, None, "ø"]})
    found = open_pool(folder, world.matcher.domain_)
    assert found.beside["marks"].tolist() == marks.tolist()
    assert found.note == {"seen": [1, None, "ø"]}


def test_nobody_at_all_can_be_written_and_read(world: World, folder: Path) -> None:
    write_pool(world.matcher.prepare([], DAY), folder, config="c")
    mapped = read_pool(folder, world.matcher.domain_, config="c")
    assert len(mapped) == 0
    assert rank_all(world.matcher, mapped, world.openings[:2], blocks(world.openings[:2], world.matcher.domain_)).tiers == {
        0: (0, 0, 0),
        1: (0, 0, 0),
    }
    assert forget(folder, ["0" * 32]) == 0


def test_only_the_service_may_look_at_the_files_and_nobody_writes_through_a_map(world: World, folder: Path) -> None:
    before = os.umask(0)
    try:
        write_pool(world.pool(), folder)
    finally:
        os.umask(before)
    read = read_pool(folder, world.matcher.domain_)
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    with pytest.raises(ValueError, match="read-only"):
        read.columns.arrays["home"][0] = 1


def test_an_earlier_pool_goes_and_whoever_has_it_mapped_can_go_on(world: World, folder: Path) -> None:
    first = write_pool(world.pool(), folder)
    held = open_pool(folder, world.matcher.domain_)
    homes = held.pool.column("home").tolist()
    second = write_pool(make_world(world.matcher, 30, 1).pool(), folder)
    assert not held.current
    assert open_pool(folder, world.matcher.domain_).current
    assert (first.exists(), second.exists(), newest(folder)) == (False, True, second)
    assert held.pool.column("home").tolist() == homes
    assert len(read_pool(folder, world.matcher.domain_)) == 30


@pytest.mark.parametrize("key", ["format", "engine", "catalogue"])
def test_a_pool_of_another_edition_is_refused(world: World, folder: Path, key: str) -> None:
    path = write_pool(world.pool(), folder)
    header = json.loads((path / HEADER).read_text())
    (path / HEADER).write_text(json.dumps(header | {key: "another"}))
    with pytest.raises(PoolUnreadable, match="annen utgave"):
        read_pool(folder, world.matcher.domain_)
    write_pool(world.pool(), folder)
    assert len(read_pool(folder, world.matcher.domain_)) == 400


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: (path / "column-home.npy").unlink(),
        lambda path: os.truncate(path / "column-home.npy", 200),
        lambda path: os.truncate(path / "column-home.npy", 0),
        lambda path: np.save(path / "column-home.npy", np.zeros(3)),
        lambda path: np.save(path / "ids.npy", np.array([{}] * 400, dtype=object), allow_pickle=True),
        lambda path: (path / "classes.json").write_text('[["papers",{"eval":"1"}]]'),
        lambda path: (path / "classes.json").write_text("["),
        lambda path: (path / HEADER).write_text("{}"),
        lambda path: (path / HEADER).unlink(),
        lambda path: (path.parent / CURRENT).unlink(),
    ],
)
def test_a_damaged_pool_is_refused_in_plain_words_and_made_anew(
    world: World, folder: Path, harm: Callable[[Path], object]
) -> None:
    harm(write_pool(world.pool(), folder))
    with pytest.raises(PoolUnreadable, match="Ingenting er tapt"):
        read_pool(folder, world.matcher.domain_)
    write_pool(world.pool(), folder)
    assert len(read_pool(folder, world.matcher.domain_)) == 400


def test_there_is_none_before_the_first_is_written(world: World, folder: Path) -> None:
    with pytest.raises(PoolUnreadable, match="ikke laget ennå"):
        read_pool(folder, world.matcher.domain_)
    assert forget(folder, ["a"]) == 0
    assert not folder.exists()


def test_a_writer_that_is_killed_leaves_the_pool_that_was_there(world: World, folder: Path) -> None:
    write_pool(world.pool(), folder)
    others = make_world(world.matcher, 300, 1).pool()

    def write_for_ever() -> None:
        while True:
            write_pool(others, folder)

    for pause in (0.05, 0.1, 0.2, 0.3):
        writer = multiprocessing.get_context("fork").Process(target=write_for_ever)
        writer.start()
        time.sleep(pause)
        os.kill(writer.pid or 0, signal.SIGKILL)
        writer.join()
        assert len(read_pool(folder, world.matcher.domain_)) in {300, 400}
    write_pool(others, folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted([".lock", CURRENT, (newest(folder) or folder).name])


def test_whoever_is_erased_leaves_the_files_and_what_is_mapped(world: World, folder: Path) -> None:
    world, odd = the_odd_one(world)
    own = world.pool()
    rank_all(world.matcher, own, world.openings, blocks(world.openings, world.matcher.domain_))
    config = world.matcher.config_hash
    path = write_pool(own, folder, config=config, beside={"marks": np.full(400, 7)})
    held = open_pool(folder, world.matcher.domain_, config=config)
    traces = [odd.id.encode(), CANARY.encode(), np.uint64(own.column("keys")[200]).tobytes(), b"4204"]
    for trace in traces:
        assert trace in everything_in(folder)

    assert forget(folder, ["f" * 32, odd.id]) == 1

    for trace in traces[:3]:
        assert trace not in everything_in(folder), trace
    # No set of wished places that only they had is left, though each of the places is wished by others.
    left = json.loads((path / HEADER).read_text())["naming"]
    both = set(own.columns.naming["4204"]) & set(own.columns.naming["5601"])
    assert both
    assert not both & set(left["4204"])
    # What is mapped since before is the same pages: the row is blank there too.
    assert held.present().sum() == 399
    assert not held.present()[200]
    assert held.pool.columns.ids[200] == "#200"
    with pytest.raises(Gone):
        held.pool.candidates[200]
    assert [one.id for one in held.pool.candidates].count("") == 1
    for name, array in (held.pool.columns.arrays | held.beside).items():
        assert array[200] == -1 if name == "by_id" else not array[200].any(), name
    # The others are as they were, in the old map and in a new one.
    others = np.flatnonzero(held.present())
    for one in (held, open_pool(folder, world.matcher.domain_, config=config)):
        for name, array in own.columns.arrays.items():
            assert np.array_equal(one.pool.columns.arrays[name][others], array[others]), name
        for group, classes in own.columns.classes.items():
            member = own.columns.arrays[group]
            assert [one.pool.columns.classes[group][member[row]] for row in others] == [classes[member[row]] for row in others]
        for term in ("stell", "demens", "skill:medication"):
            assert np.array_equal(one.pool.having(term)[others], own.having(term)[others])
    # A second time changes nothing.
    before = everything_in(folder)
    assert forget(folder, [odd.id]) == 0
    assert everything_in(folder) == before


def test_others_rank_the_same_when_somebody_was_erased(world: World, folder: Path) -> None:
    some = blocks(world.openings, world.matcher.domain_)
    whole = world.pool()
    rank_all(world.matcher, whole, world.openings, some)
    gone = {200, 201, 399}
    write_pool(whole, folder, config="c")
    forget(folder, [world.people[row].id for row in gone])
    mapped = read_pool(folder, world.matcher.domain_, config="c")
    left = world.matcher.prepare([one for row, one in enumerate(world.people) if row not in gone], DAY)
    others = np.array([row for row in range(400) if row not in gone])
    for opening in world.openings:
        for one, wanted in zip(world.matcher.score(opening, mapped), world.matcher.score(opening, left), strict=True):
            assert np.array_equal(one.tier[others], wanted.tier)
            assert np.array_equal(one.score[others], wanted.score)


def test_a_pool_that_cannot_be_searched_for_the_erased_goes_whole(world: World, folder: Path) -> None:
    path = write_pool(world.pool(), folder)
    (path / "ids.npy").write_bytes(b"")
    assert forget(folder, [world.people[0].id]) == 0
    assert not path.exists()
    with pytest.raises(PoolUnreadable, match="ikke laget ennå"):
        read_pool(folder, world.matcher.domain_)
