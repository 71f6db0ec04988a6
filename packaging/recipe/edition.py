"""What is built: the program's version, for which system and processor, with which PyTorch; and where things lie."""

import platform
import re
import sys
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
RESOURCES = ROOT / "resources"

NAME = "causerie"
TITLE = "Causerie"
APP_ID = "io.causerie.Causerie"
SUMMARY = "Chat and write with a language model, on your own computer"

DEBIAN_MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}


@dataclass(frozen=True, slots=True)
class Edition:
    version: str
    system: str
    machine: str
    flavour: str

    @property
    def file_stem(self) -> str:
        """causerie-0.1.0-linux-x86_64, and -cuda where PyTorch brings it."""
        suffix = "" if self.flavour == "cpu" else f"-{self.flavour}"
        return f"{NAME}-{self.version}-{self.system}-{self.machine}{suffix}"

    def following(self) -> "Edition":
        """The next version of the same."""
        first, _, last = self.version.rpartition(".")
        return replace(self, version=f"{first}.{int(last) + 1}")

    @property
    def processor(self) -> str:
        """The same on all systems."""
        return {"amd64": "x86_64", "arm64": "aarch64"}.get(self.machine, self.machine)

    @property
    def program(self) -> str:
        return f"{NAME}.exe" if self.system == "windows" else NAME

    @property
    def debian_machine(self) -> str:
        return DEBIAN_MACHINES.get(self.machine, self.machine)


def this_edition() -> Edition:
    system = {"linux": "linux", "win32": "windows", "darwin": "macos"}[sys.platform]
    return Edition(program_version(), system, platform.machine().lower(), _flavour(version("torch")))


def program_version() -> str:
    """Read without importing the program."""
    text = (ROOT / "chatapp" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"', text, re.MULTILINE)
    if found is None:
        raise LookupError("chatapp/__init__.py names no version")
    return found[1]


def _flavour(torch_version: str) -> str:
    """`2.13.0+cpu` says so; a wheel that says nothing is CUDA's on Linux, and the CPU's elsewhere."""
    local = torch_version.partition("+")[2]
    if local.startswith("cu") or (not local and sys.platform == "linux" and platform.machine() == "x86_64"):
        return "cuda"
    return "rocm" if local.startswith("rocm") else "cpu"
