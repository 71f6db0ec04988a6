"""Times the products of packed weights with activations, weights cold, for the shapes of the starter model.

`python -m tests.bench.dot_kernel`: microseconds and GB/s per shape, columns and instruction set that this processor
has. All alternate in each round, and only the thread's own time counts, so that a busy machine shows less; what Python
takes to call is taken off. The last line is JSON: median and best of the rounds, and seconds to compile.
"""

import argparse
import json
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, thread_time

import numpy as np
from numpy.typing import NDArray

from chatapp.lm.kernels.compiled import compile_kernels
from chatapp.lm.kernels.dot_text import COLUMNS
from chatapp.lm.kernels.host import Host, this_host
from chatapp.lm.kernels.instruction_set import INSTRUCTION_SETS, InstructionSet
from chatapp.lm.kernels.layout import PackedMatrix, groups_of, pack_int4, pack_int8
from chatapp.lm.kernels.multiplication import Multiplication
from chatapp.lm.kernels.object_cache import ObjectCache
from chatapp.lm.kernels.rounding import Rounded, rounded

SHAPES = {"qkv": (960, 576), "o": (576, 576), "gate_up": (3072, 576), "down": (576, 1536), "head": (49152, 576)}
COLD_BYTES = 100_000_000  # copies of a matrix until they outgrow every cache
Figures = dict[str, float]


def matrices(name: str) -> list[PackedMatrix]:
    """Copies of one matrix, to be read in turn; the head has eight bits, the others four."""
    shape = SHAPES[name]
    rng = np.random.default_rng(0)
    d = rng.random((shape[0], groups_of(shape[1])))
    if name == "head":
        return [pack_int8(rng.integers(-128, 128, shape).astype(np.int8), d) for _ in range(2)]
    q = rng.integers(0, 16, shape).astype(np.uint8)
    first = pack_int4(q, d, d)
    return [first, *(pack_int4(q, d, d) for _ in range(COLD_BYTES // first.byte_count))]


def microseconds(product: Multiplication, copies: list[PackedMatrix], x: Rounded, y: NDArray[np.float32]) -> float:
    whole = range(copies[0].blocks)
    spent = seconds([product.prepared(matrix, (x, y), whole, is_added=False) for matrix in copies])
    called = seconds([product.prepared(matrix, (x, y), range(0), is_added=False) for matrix in copies])
    return (spent - called) / len(copies) * 1e6


def seconds(calls: list[Callable[[], None]]) -> float:
    start = thread_time()
    for call in calls:
        call()
    return thread_time() - start


def time_shape(name: str, products: dict[str, Multiplication], rounds: int) -> dict[str, Figures]:
    """Per set and columns."""
    copies = matrices(name)
    figures: dict[str, Figures] = {one: {} for one in products}
    for columns in COLUMNS:
        x = rounded(np.random.default_rng(1).standard_normal((columns, SHAPES[name][1])).astype(np.float32))
        y = np.empty((columns, copies[0].padded_rows), np.float32)
        times: dict[str, list[float]] = {one: [] for one in products}
        for _ in range(rounds):
            for one, product in products.items():
                times[one].append(microseconds(product, copies, x, y))
        for one, measured in times.items():
            middle, best = statistics.median(measured), min(measured)
            rate = copies[0].byte_count / middle / 1e3
            print(
                f"{name:8} {columns:2} columns {one:12} {middle:8.1f} us (best {best:.1f}), {rate:.1f} GB/s", flush=True
            )
            figures[one] |= {f"{name}_{columns}": round(middle, 1), f"{name}_{columns}_best": round(best, 1)}
    return figures


def time_compiling(instructions: InstructionSet, host: Host, folder: Path) -> Figures:
    """Seconds to the addresses, without and with object code on disk."""
    taken = []
    for _ in range(2):
        start = perf_counter()
        compile_kernels(instructions, host, ObjectCache(folder))
        taken.append(round(perf_counter() - start, 4))
    return {"compile_seconds": taken[0], "cached_seconds": taken[1]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--shapes", nargs="+", choices=SHAPES, default=list(SHAPES))
    chosen = parser.parse_args()
    host = this_host()
    sets = [one for one in INSTRUCTION_SETS if host.can_run(one)]
    with tempfile.TemporaryDirectory() as folder:
        figures = {one.name: time_compiling(one, host, Path(folder)) for one in sets}
        cache = ObjectCache(Path(folder))
        products = {one.name: Multiplication(compile_kernels(one, host, cache)) for one in sets}
    for shape in chosen.shapes:
        for name, measured in time_shape(shape, products, chosen.rounds).items():
            figures[name] |= measured
    print(json.dumps({"cpu": host.cpu, **figures}))


if __name__ == "__main__":
    main()
