"""Where a token's time goes in the compiled step, so that the next hour of work is known.

`python -m tests.bench.decode_profile FILE.gguf|FOLDER [--positions 100 500 4000] [--threads 1 2] [--kv f16 int8]`:
microseconds of each part, of the fastest of a number of steps in a background thread, as the program runs them; and
tokens per second of decoding and of reading a prompt of 512 and of 2,048. The last line is JSON.
"""

import argparse
import json
import os
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from time import perf_counter

import numpy as np

CACHE = Path(tempfile.gettempdir()) / "causerie-bench"
os.environ.setdefault("NUMBA_CACHE_DIR", str(CACHE / "numba"))  # before numba is imported

from chatapp.domain.generation import Sampling  # noqa: E402  # see above
from chatapp.lm.conversion import convert  # noqa: E402  # as above
from chatapp.lm.cpu.decoder import CpuDecoder  # noqa: E402  # as above
from chatapp.lm.cpu.kv_form import KvForm  # noqa: E402  # as above
from chatapp.lm.cpu.records import PARTS  # noqa: E402  # as above
from chatapp.lm.cpu.runner import Runner  # noqa: E402  # as above
from chatapp.lm.kernels.compiled import kernels  # noqa: E402  # as above
from chatapp.lm.packed.architecture import architecture_of  # noqa: E402  # as above
from chatapp.lm.packed.reading import read_packed  # noqa: E402  # as above
from chatapp.lm.sampling import LogitSampler  # noqa: E402  # as above

PROMPTS = (512, 2048)
BYTES = 4 << 30
Figures = dict[str, float]


@dataclass
class Bench:
    runner: Runner
    steps: int
    rounds: int

    def __post_init__(self) -> None:
        self.decoder = CpuDecoder(self.runner, BYTES)
        vocabulary = self.runner.architecture.sizes.vocabulary
        limit = self.runner.architecture.sizes.positions
        self.tokens = [int(token) for token in np.random.default_rng(0).integers(0, vocabulary, limit)]

    def decode(self, position: int) -> Figures:
        """Microseconds by part, and tokens per second: the median step and the best tenth."""
        self._read(position)
        ticks = self.runner.count_ticks()
        seconds, parts = [], []
        for token in self.tokens[position : position + self.steps]:
            ticks[:] = 0
            started = perf_counter()
            self.decoder.step(token)
            seconds.append(perf_counter() - started)
            parts.append(ticks[:-1] / max(1, ticks[:-1].sum()) * seconds[-1] * 1e6)
        fastest = int(np.argmin(seconds))
        found = {part: round(float(spent), 1) for part, spent in zip(PARTS, parts[fastest], strict=True)}
        seconds.sort()
        return found | {
            "sampling": round(self._sampling() * 1e6, 1),
            "tokens_per_second": round(1 / seconds[len(seconds) // 2], 1),
            "best_tenth": round(1 / seconds[len(seconds) // 10], 1),
        }

    def prefill(self, length: int) -> float:
        """Tokens per second, the median round."""
        rates = sorted(length / self._read(length) for _ in range(self.rounds))
        return round(rates[len(rates) // 2], 1)

    def _read(self, length: int) -> float:
        self.decoder.release()
        given = self.tokens[:length]
        started = perf_counter()
        self.decoder.start(given)
        for first in range(0, length, self.decoder.chunk_tokens):
            self.decoder.prefill(given[first : first + self.decoder.chunk_tokens])
        return perf_counter() - started

    def _sampling(self) -> float:
        """Seconds of a draw as the program's default settings have it, the median."""
        logits = self.decoder.extend(self.tokens[:1])[0]
        sampler = LogitSampler(Sampling(), 1)
        seconds = []
        for _ in range(20):
            started = perf_counter()
            sampler.draw(logits)
            seconds.append(perf_counter() - started)
        return sorted(seconds)[10]


def measure(folder: Path, options: argparse.Namespace) -> dict[str, Figures]:
    found = kernels(CACHE / "kernels")
    if found is None:
        raise SystemExit("this processor has none of the instruction sets")
    architecture, figures = architecture_of(read_packed(folder)), {}
    for form, threads in product(map(KvForm, options.kv), options.threads):
        runner = Runner(architecture, found, threads, form)
        bench = Bench(runner, options.steps, options.rounds)
        for position in options.positions:
            figures[f"decode at {position}, threads {threads}, {form.value}"] = bench.decode(position)
        for length in PROMPTS:
            name = f"prefill of {length}, threads {threads}, {form.value}"
            figures[name] = {"tokens_per_second": bench.prefill(length)}
        runner.close()
    return figures


def table(figures: dict[str, Figures]) -> str:
    decoded = {name: found for name, found in figures.items() if name.startswith("decode")}
    lines = [" " * 18 + "".join(f"{name.removeprefix('decode at '):>26}" for name in decoded)]
    for part in (*PARTS, "sampling", "tokens_per_second", "best_tenth"):
        lines.append(f"{part:18}" + "".join(f"{found[part]:26,.1f}" for found in decoded.values()))
    lines += [f"{name}: {found['tokens_per_second']}" for name, found in figures.items() if name.startswith("prefill")]
    return "\n".join(lines)


def packed_folder(model: Path, workplace: Path) -> Path:
    if model.is_dir():
        return model
    convert(model, workplace, lambda _progress: None)
    return workplace


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--positions", type=int, nargs="+", default=[100, 500, 4000])
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--kv", nargs="+", choices=[form.value for form in KvForm], default=[KvForm.HALVES.value])
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    figures: dict[str, Figures] = {}
    with tempfile.TemporaryDirectory() as workplace:
        folder = packed_folder(options.model, Path(workplace))
        worker = threading.Thread(target=lambda: figures.update(measure(folder, options)))
        worker.start()
        worker.join()
    print(table(figures))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
