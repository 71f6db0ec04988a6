"""A shelf in an empty folder, an index beside it, and a conversion that is a few lines of Python."""

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from chatapp.domain.model import StarterCard, TaskProgress
from chatapp.library.conversion import Converter
from chatapp.library.journey import Journey, Leg
from chatapp.library.package_index import PackageIndex
from chatapp.library.shelf import Shelf, Tools
from chatapp.library.starter import Starter
from tests.library.package_server import MEMBER, PACKAGE, VERSION, PackageServer, wheel_of

MODEL = b"GGUF" + os.urandom(200_000)

CONVERSION = """
import json, os, pathlib, signal, sys
manner, source, target, packing = sys.argv[1:]
target = pathlib.Path(target)
def say(**line):
    print(json.dumps(line), flush=True)
say(stage="converting", fraction=0.5, seconds_left=1.0)
(target / "model.safetensors").write_bytes(b"weights")
if manner == "killed":
    os.kill(os.getpid(), signal.SIGKILL)
if manner == "hanging":
    signal.pause()
if manner == "refusing":
    say(problem={"kind": "model_file", "sentence": "Unknown architecture.", "remedies": ["Another"]})
    sys.exit(1)
if manner == "full":
    say(problem={"kind": "model_file", "sentence": "No.", "details": "[Errno 28] No space left on device"})
    sys.exit(1)
if manner == "full and crashing":
    raise OSError(28, "No space left on device")
if manner == "crashing":
    print("a warning of some library")
    raise RuntimeError("bad tensor")
if manner == "good":
    (target / "tokenizer.json").write_text("{}")
    became = packing if "floats" in source else "Q4_1"
    (target / "card.json").write_text(json.dumps({"name": "Found in it", "licence": "BSD", "packing": became}))
    say(done=True)
"""


class Reports:
    """What was reported, and Events to act on meanwhile."""

    def __init__(self) -> None:
        self.all: list[TaskProgress] = []
        self.cancelled = Event()

    def __call__(self, progress: TaskProgress) -> None:
        self.all.append(progress)

    @property
    def stages(self) -> list[str]:
        return list(dict.fromkeys(progress.stage for progress in self.all))

    def journey(self, *stages: str) -> Journey:
        return Journey(self, self.cancelled, [Leg(stage, 1.0) for stage in stages or ("Working",)])


@pytest.fixture
def reports() -> Reports:
    return Reports()


@pytest.fixture
def server() -> Iterator[PackageServer]:
    server = PackageServer(wheel_of(MODEL))
    yield server
    server.close()


def card_of(server_wheel: bytes, sha256: str = "") -> StarterCard:
    """The card of the tiny model."""
    right = hashlib.sha256(MODEL).hexdigest()
    size, wheel_size = len(MODEL), len(server_wheel)
    return StarterCard("Tiny", PACKAGE, VERSION, MEMBER, sha256 or right, size, wheel_size, "MIT", "Tiny.", False)


def starter_in(folder: Path, card: StarterCard) -> Starter:
    """The card as the program reads it from its resources."""
    fields = ("name", "package", "version", "member", "sha256", "licence", "description")
    lines = [f'{field} = "{getattr(card, field)}"' for field in fields]
    lines += [f"{field} = {getattr(card, field)}" for field in ("size_bytes", "download_bytes")]
    (folder / "starter.toml").write_text("\n".join(lines), encoding="utf-8")
    return Starter(folder / "starter.toml", folder / "beside")


def converter_in(folder: Path, manner: str = "good") -> Converter:
    script = folder / "conversion.py"
    script.write_text(CONVERSION, encoding="utf-8")
    return Converter((sys.executable, "-I", "-S", str(script), manner), folder)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture
def shelf(tmp_path: Path, models: Path, server: PackageServer) -> Shelf:
    """Everything works, unless the server is told otherwise."""
    index = PackageIndex(environment=server.environment)
    return Shelf(models, starter_in(tmp_path, card_of(server.wheel)), Tools(index, converter_in(tmp_path)))
