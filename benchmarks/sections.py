"""The sections of the file of results: what was measured at the sizes, told as tables."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks import beside, limits
from benchmarks.generate import SEED
from benchmarks.limits import Limits
from benchmarks.memory import Looks, most
from benchmarks.report import table, versions, whole
from benchmarks.spent import told
from benchmarks.stages import Measured
from matcher.comparisons import COMPARISONS

MIB = 1 << 20
NUMBERS, FLOPS = 256, 512
"""Numbers that a vector model has for a title, and what one pair of them costs."""

WITHIN = ("read", "prepare", "rank", "describe", "write", "publish")
"""Parts of the rematch that are told one by one."""

PACKAGES = ("numpy", "numba", "scipy", "scikit-learn", "rapidfuzz", "sqlalchemy", "psycopg", "tantivy")


@dataclass(frozen=True, slots=True)
class Size:
    """One size: the engine, the rematch end to end where it was measured, and the memory of both over time."""

    engine: Measured
    engine_looks: Looks
    night: Measured | None
    night_looks: Looks
    night_on: str
    runs: int = 1

    @property
    def name(self) -> str:
        """People times openings."""
        return f"{whole(self.engine.people)} × {whole(self.engine.openings)}"

    @property
    def fastest(self) -> str:
        """The stage of ranking with every process."""
        return f"rank, {self.engine.processes} processes" if self.engine.processes > 1 else "rank, 1 process"

    def seconds(self, stage: str) -> float:
        """How long a stage of the engine took."""
        return self.engine.stages[stage].seconds

    def memory(self, stage: str) -> str:
        """The most memory of a stage, or a dash when it was over before anybody looked."""
        held = self.engine.stages[stage]
        return _mib(most(self.engine_looks, held.began, held.ended))

    def at_night(self, stage: str) -> str:
        """How long a stage of the rematch took, end to end."""
        return _seconds(self.night.stages[stage].seconds) if self.night else "–"

    def within_the_night(self, stage: str) -> str:
        """How long a part of the rematch took."""
        return _seconds(self.night.within[stage]) if self.night else "–"

    @property
    def memory_at_night(self) -> str:
        """The most memory of the rematch, end to end."""
        if self.night is None:
            return "–"
        held = self.night.stages["rematch"]
        return _mib(most(self.night_looks, held.began, held.ended))


def sizes_and_stages(found: Sequence[Size], load: tuple[float, float, float]) -> list[str]:
    """Return time and memory over the sizes, stage by stage, and how time grows."""
    alone = "rank, 1 process"
    rows: list[list[str]] = [
        ["pairs", *(whole(size.engine.pairs) for size in found)],
        ["of them in a block (may be within reach)", *map(_in_blocks, found)],
        ["draw people and vacancies", *(_seconds(size.seconds("draw")) for size in found)],
        ["prepare the catalogue", *(_seconds(size.seconds("fit")) for size in found)],
        ["prepare the people", *(_seconds(size.seconds("prepare")) for size in found)],
        [alone, *(_seconds(size.seconds(alone)) for size in found)],
        ["– processor time of it", *(_seconds(size.engine.stages[alone].processor) for size in found)],
        ["rank, all processes", *(_seconds(size.seconds(size.fastest)) for size in found)],
        ["pairs a second, all processes", *(whole(size.engine.pairs / size.seconds(size.fastest)) for size in found)],
        ["most memory while preparing", *(size.memory("prepare") for size in found)],
        ["most memory while ranking, all processes", *(size.memory(size.fastest) for size in found)],
        ["the whole rematch, end to end, on", *(size.night_on for size in found)],
        ["– people and vacancies stored beforehand", *(size.at_night("store") for size in found)],
        ["– the catalogue prepared, by a process that has just begun", *(size.at_night("fit") for size in found)],
        ["– **read, prepare, rank, store, publish**", *(size.at_night("rematch") for size in found)],
        *([f"– – {stage}", *(size.within_the_night(stage) for size in found)] for stage in WITHIN),
        ["– rows of lists", *(whole(size.night.matches) if size.night else "–" for size in found)],
        ["– most memory", *(size.memory_at_night for size in found)],
        ["– the database after one run", *(_mib(size.night.database) if size.night else "–" for size in found)],
        ["runs in the engine", *(str(size.runs) for size in found)],
        ["load when the size began", *(f"{size.engine.load[0]:.2f}" for size in found)],
    ]
    return [
        f"People and vacancies of `benchmarks/generate.py`, seed {SEED}. {len(os.sched_getaffinity(0))} processors, "
        f"Python {platform.python_version()}, {versions(*PACKAGES)}.",
        f"Load of the machine when the run began (1, 5, 15 minutes): {load[0]:.2f}, {load[1]:.2f}, {load[2]:.2f}; "
        "other work slows these figures. Every size is run in processes of its own, and of "
        "several runs in the engine the one in the middle is told; nothing that one stage reckoned is at hand for the next. "
        "The service ranks with one process where there are fewer than 20 million pairs. Memory is that of all processes "
        "together, shared pages counted once. "
        "Command: `python -m benchmarks.country`, part of `make bench`.",
        "",
        *table(["work", *(size.name for size in found)], rows),
        "",
        *_growth(found),
    ]


def _in_blocks(size: Size) -> str:
    return f"{whole(size.engine.in_blocks)} ({100 * size.engine.in_blocks / size.engine.pairs:.1f} %)"


def _growth(found: Sequence[Size]) -> list[str]:
    if len(found) < 3:
        return []
    alone = "rank, 1 process"
    pairs = [size.engine.pairs for size in found]
    told = {
        "prepare and rank, 1 process": [size.seconds("prepare") + size.seconds(alone) for size in found],
        alone: [size.seconds(alone) for size in found],
        "– processor time of it": [size.engine.stages[alone].processor for size in found],
        "rank, all processes": [size.seconds(size.fastest) for size in found],
    }
    rows = [(name, f"{_slope(pairs, times):.2f}", f"{_slope(pairs[-2:], times[-2:]):.2f}") for name, times in told.items()]
    return [
        "Time = constant × pairs to the power of k, fitted to the logarithms:",
        "",
        *table(["work", "k over all sizes", "k between the two largest"], rows),
    ]


def _slope(pairs: Sequence[int], times: Sequence[float]) -> float:
    return float(np.polyfit(np.log(pairs), np.log(times), 1)[0])


def exactness(found: Sequence[Size]) -> list[str]:
    """Return how the lists were checked, and what differed."""
    rows = []
    for size in found:
        checked, digests = size.engine.checked, size.engine.digests
        same = "the same bytes" if len(set(digests.values())) == 1 else "DIFFERENT BYTES"
        looked_at = f"{checked.openings}, {checked.people}"
        rows.append((size.name, looked_at, checked.wrong, f"{', '.join(digests)}: {same}", f"`{digests['1 process'][:16]}`"))
    return [
        "Some vacancies are held against everybody and some people against every vacancy, without blocks and without short cuts "
        "(`benchmarks/exactness.py`); rows, keys and counts must be equal. All lists, counts and near misses are also hashed, "
        "for each number of processes, and at the smaller sizes with a block for each vacancy, the last first.",
        "",
        *table(["size", "vacancies, people looked at", "that differ", "made in several ways", "SHA-256 begins"], rows),
    ]


def physical_limit(size: Size, machine: Limits) -> list[str]:
    """Return what the machine can do, the least that the job costs by that, and the share reached."""
    least, processes = size.engine.least, size.engine.processes
    one, fast = size.seconds("rank, 1 process"), size.seconds(size.fastest)
    memory, memory_of_all = least.bytes / machine.read[0], least.bytes / machine.read[min(processes, 2) - 1]
    cached, dense = least.bytes / machine.cached, size.engine.pairs * FLOPS / machine.dense
    at_most = [
        ("read from memory, one process", f"{machine.read[0] / 1e9:.1f} GB/s"),
        ("read from memory, two processes at once", f"{machine.read[1] / 1e9:.1f} GB/s"),
        ("add a vector of weights to another, 10 000 people, in the cache, one process", f"{machine.cached / 1e9:.1f} GB/s"),
        ("sparse matrix times vector (SciPy, 32 numbers a row), one process", f"{machine.sparse / 1e9:.2f} Gflop/s"),
        ("dense product (sgemm, 2 048 × 2 048, all threads of BLAS)", f"{machine.dense / 1e9:.0f} Gflop/s"),
    ]
    reached = [
        ("at the speed of memory", _seconds(memory), _share(memory, one), _share(memory_of_all, fast)),
        ("at the speed of the cache", _seconds(cached), _share(cached, one), _share(cached / processes, fast)),
    ]
    return [
        f"Measured in the same run, medians of {limits.ROUNDS}:",
        "",
        *table(["this machine", "at most"], at_most),
        "",
        f"The least that ranking {size.name} must touch, if every answer were reckoned beforehand:",
        "",
        f"- {whole(least.pairs)} pairs stand in a block; an ad has {least.kinds:.2f} kinds of post, and a kind "
        f"{least.demands:.1f} demands, on average over the pairs;",
        f"- a pair needs {least.kinds:.2f} × ({least.demands:.1f} demands × {limits.STATUS_BYTES} byte + {len(COMPARISONS)} "
        f"comparisons × {limits.WEIGHT_BYTES} bytes) + 2 × {limits.KEY_BYTES} bytes for its key, written and read, "
        f"= {least.bytes / max(1, least.pairs):.0f} bytes; together {whole(least.bytes / 1e6)} MB.",
        "",
        *table(["the least", "time, one process", "share reached: 1 process", f"share reached: {processes} processes"], reached),
        "",
        "A block's vectors mostly fit into the cache, so that the second row is the lower floor. Beyond it the engine picks the "
        "people of a block out of the whole, finds which class of people answers what, and sorts lists; the floor takes that as "
        "given.",
        f"For comparison: a dense product of {NUMBERS} numbers for every pair ({FLOPS} operations) would need {_seconds(dense)} "
        "at the measured speed, before anybody is put in order or asked whether they may have the post; the engine ranks in "
        f"{_seconds(fast)}.",
    ]


def profile(size: Size) -> list[str]:
    """Return where the time of ranking goes."""
    held = size.engine.spent
    if held is None:
        return ["Not profiled."]
    total = sum(line.seconds for line in held.lines)
    return [
        f"One process ranks a sample of the blocks ({held.blocks} blocks with {whole(held.openings)} of the vacancies of "
        f"{size.name}) under Python's profiler: {held.seconds:.1f} s with the profiler's own cost. Time of the function itself, "
        "without what it calls; NumPy's operators count as the function they stand in. What is reckoned once for everybody falls "
        f"into the sample whole, and so weighs more here than in a night. The {len(held.lines)} largest are "
        f"{100 * total / held.seconds:.0f} % of it. What is compiled counts as one function with all that it calls: `rank` folds "
        "the answers of every pair into keys and lists. The rest answers questions, each once for the people of a block.",
        "",
        *told(held.lines, held.seconds),
    ]


def side_by_side(held: beside.Beside) -> list[str]:
    """Return the engine beside its rivals."""
    ours = held.rows[0]
    head = [
        "",
        "set up",
        f"{held.sample} vacancies",
        "one",
        "time against the engine's",
        f"all {whole(held.openings)}, by proportion",
        "people in a list",
        "of our list also in theirs",
        "klar or avklar",
        "not closed",
        "of the ready found",
    ]
    rows = [
        (
            row.name,
            _seconds(row.setup) if row.setup else "",
            _seconds(row.seconds),
            f"{1000 * row.seconds / held.sample:.2f} ms",
            f"{row.seconds / ours.seconds:.2f}",
            _seconds(row.seconds * held.openings / held.sample),
            f"{row.listed:.1f}",
            *(f"{100 * share:.0f} %" for share in (row.agreed, row.qualified, row.possible, row.full)),
        )
        for row in held.rows
    ]
    return [
        f"The fifty best of {held.sample} vacancies drawn from {whole(held.openings)}, among {whole(held.people)} people, all in "
        f"one run; seed {SEED}, medians of {beside.ROUNDS} rounds (of the engine the first round, which reckons what is asked "
        f"for the first time, stands by itself). The engine runs on one process. {beside.EXTRA}",
        "",
        *table(head, rows),
        "",
        "- All have the same words (titles wished for and worked in, skills). Those that can filter do so on municipality (home "
        "or wished), papers and driving licence. *Set up* is indexing; for the engine, preparing catalogue and people.",
        "- *klar or avklar*: of those listed, who can have the post now or after one question, by the engine's demands; *not "
        "closed*: those on the way counted too. *Of the ready found*: of all who are *klar* or *avklar*, at most fifty a "
        "vacancy, the share that is listed.",
        "- The judge is the engine's own rules, so that nobody on its lists is closed out; people on the way stand there where "
        "fewer than fifty are ready.",
        "- NearestNeighbors and cdist cannot filter. Filtering their fifty afterwards leaves the share in *klar or avklar*.",
        *(f"- Left out: {name}." for name in held.left_out),
    ]


def _share(least: float, took: float) -> str:
    return f"{100 * least / took:.1f} %"


def _mib(used: int) -> str:
    return f"{whole(used / MIB)} MiB" if used else "–"


def _seconds(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds >= 100 else f"{seconds:.1f} s" if seconds >= 1 else f"{seconds:.2f} s"
