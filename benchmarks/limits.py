"""What this machine can do at most, measured beside the engine, and the least that the job could cost by that."""

from __future__ import annotations

import multiprocessing
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from benchmarks.generate import SEED
from matcher.blocks import Block
from matcher.comparisons import COMPARISONS
from matcher.matcher import Matcher
from matcher.post_demands import demands
from matcher.records import Opening

ROUNDS = 5
BIG = 1 << 28
"""Bytes read at once: far more than any cache holds."""

STATUS_BYTES, WEIGHT_BYTES, KEY_BYTES = 1, 2, 4


@dataclass(frozen=True, slots=True)
class Limits:
    """Medians of this machine.

    Attributes
    ----------
    read : tuple of float
        Bytes a second read from memory, by one process and by two at once.
    cached : float
        Bytes a second when a vector of weights is added to another, both in the cache.
    sparse, dense : float
        Multiplications and additions a second: a sparse matrix times a vector, and a product of dense matrices.
    """

    read: tuple[float, float]
    cached: float
    sparse: float
    dense: float


@dataclass(frozen=True, slots=True)
class Least:
    """The least that ranking must touch: pairs in blocks, demands and kinds of post on average, bytes of all vectors."""

    pairs: int
    kinds: float
    demands: float
    bytes: float


def least_bytes(matcher: Matcher, openings: Sequence[Opening], some: Sequence[Block], sizes: Sequence[int]) -> Least:
    """Return the bytes of the vectors that every pair in a block must be read from, were each reckoned before.

    For each kind of post in an ad one byte for each demand (met, unknown, unmet) and two for each comparison's weight; for each
    pair one key of four bytes written, and read once.
    """
    pairs = kinds = asked = 0
    for block, size in zip(some, sizes, strict=True):
        for number in block.openings:
            compiled = demands(openings[number], matcher.domain_)
            pairs += size
            kinds += size * len(compiled)
            asked += size * sum(len(demand.gates) for demand in compiled)
    needed = asked * STATUS_BYTES + kinds * len(COMPARISONS) * WEIGHT_BYTES + pairs * 2 * KEY_BYTES
    return Least(pairs, kinds / max(1, pairs), asked / max(1, kinds), float(needed))


def measure() -> Limits:
    """Measure this machine."""
    chance = np.random.default_rng(SEED)
    small, other = (chance.integers(0, 9, 10_000).astype(np.int16) for _ in range(2))
    added = _rate(lambda: [np.add(small, other, out=small) for _ in range(2_000)], 2_000 * 3 * small.nbytes)
    rows = sparse.random(200_000, 20_000, density=32 / 20_000, format="csr", dtype=np.float32, random_state=chance)
    vector = chance.random(20_000, dtype=np.float32)
    size = 2_048
    left, right = (chance.random((size, size), dtype=np.float32) for _ in range(2))
    return Limits(
        read=(_read(1), _read(2)),
        cached=added,
        sparse=_rate(lambda: rows @ vector, 2 * rows.nnz),
        dense=_rate(lambda: left @ right, 2 * size**3),
    )


def _rate(work: Callable[[], object], amount: float) -> float:
    work()
    rounds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        rounds.append(amount / (time.perf_counter() - began))
    return statistics.median(rounds)


def _read(processes: int) -> float:
    context = multiprocessing.get_context("fork")
    gate, answers = context.Barrier(processes), context.SimpleQueue()
    readers = [context.Process(target=_reader, args=(gate, answers)) for _ in range(processes)]
    for reader in readers:
        reader.start()
    rate = sum(answers.get() for _ in readers)
    for reader in readers:
        reader.join()
    return float(rate)


def _reader(gate: multiprocessing.synchronize.Barrier, answers: multiprocessing.SimpleQueue[float]) -> None:
    numbers = np.ones(BIG // 8, dtype=np.int64)
    gate.wait()
    answers.put(_rate(numbers.sum, numbers.nbytes))
