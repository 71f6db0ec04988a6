"""Which graphics card is there and which flavour of PyTorch, asked without importing torch; and the CUDA flavour that
somebody laid beside a program which was made without it. Called on any thread; knows no window."""

import ctypes
import platform
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec, PathFinder
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

PACK = "cuda"
"""The folder beside the program; in it lie packages as pip installs them with --target."""
FROM_PACK = frozenset({"torch", "torchgen", "functorch", "nvidia", "triton"})
"""All else comes from the program, whatever lies there."""

CARDS = Path("/proc/driver/nvidia/gpus")
NVML = {"win32": "nvml.dll", "linux": "libnvidia-ml.so.1"}
LONGEST_NAME = 96


class Flavour(StrEnum):
    CPU = "cpu"
    CUDA = "cuda"
    ROCM = "rocm"


@dataclass(frozen=True, slots=True)
class Pack:
    """`fault` says why it can't be used, "" where it can."""

    folder: Path
    release: str
    fault: str = ""


def nvidia_card(cards: Path = CARDS) -> str:
    """The name of the first card of NVIDIA's whose driver runs; "" for none. May take a moment: not for the GUI
    thread."""
    try:
        for file in sorted(cards.glob("*/information")):
            if found := re.search(r"^Model:\s*(.+?)\s*$", file.read_text(encoding="utf-8"), re.MULTILINE):
                return found[1]
    except OSError:
        pass
    return _asked_of_the_driver()


def torch_release() -> str:
    """2.13.0, without what stands behind; "" where there is no torch."""
    return _torch_version().partition("+")[0]


def flavour() -> Flavour:
    """Of the PyTorch that would be imported now."""
    stated = _stated()
    if stated is not None:
        return stated
    local = _torch_version().partition("+")[2]
    if local.startswith("rocm"):
        return Flavour.ROCM
    is_cuda = local.startswith("cu") or (not local and sys.platform == "linux" and platform.machine() == "x86_64")
    return Flavour.CUDA if is_cuda else Flavour.CPU


def find_pack(program: Path) -> Pack | None:
    """None where there is no such folder."""
    folder = program / PACK
    text = _read(folder / "torch" / "version.py")
    if not text:
        return None
    named = re.search(r"^__version__\s*=\s*['\"]([^'\"]+)", text, re.MULTILINE)
    release = named[1].partition("+")[0] if named else ""
    if release != torch_release():
        return Pack(folder, release, f"PyTorch {torch_release()} is needed there, and {release or 'another'} is there")
    if not any((folder / "torch" / f"_C{ending}").is_file() for ending in EXTENSION_SUFFIXES):
        return Pack(folder, release, f"it was made for another Python than {platform.python_version()}")
    if flavour_in(text) is not Flavour.CUDA:
        return Pack(folder, release, "what is there was made without CUDA")
    return Pack(folder, release)


def use_pack(program: Path) -> Pack | None:
    """From now on torch is imported from there, if it can be used. To be called before torch is; once is enough."""
    pack = find_pack(program)
    if pack is not None and not pack.fault and not any(isinstance(found, _PackFinder) for found in sys.meta_path):
        sys.meta_path.insert(0, _PackFinder(pack.folder))
        sys.path.append(str(pack.folder))  # where torch itself looks for NVIDIA's libraries
    return pack


def flavour_in(text: str) -> Flavour:
    """As torch's version.py says."""
    built = dict(re.findall(r"^(cuda|hip)\b[^=\n]*= *['\"]([^'\"]+)", text, re.MULTILINE))
    return Flavour.CUDA if "cuda" in built else Flavour.ROCM if "hip" in built else Flavour.CPU


class _PackFinder:
    """Serves only what belongs to torch. Submodules are found where their package lies, as ever."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if path is not None or name not in FROM_PACK:
            return None
        return PathFinder.find_spec(name, [str(self._folder)], target)


def _stated() -> Flavour | None:
    """By the file beside torch; a frozen program has none."""
    found = find_spec("torch")
    text = _read(Path(found.origin).with_name("version.py")) if found is not None and found.origin else ""
    return flavour_in(text) if text else None


def _torch_version() -> str:
    try:
        return version("torch")
    except PackageNotFoundError:
        return ""


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _asked_of_the_driver() -> str:
    """By NVIDIA's management library, which comes with the driver."""
    try:
        driver = ctypes.CDLL(NVML[sys.platform])
        if driver.nvmlInit_v2() != 0:
            return ""
        card, name = ctypes.c_void_p(), ctypes.create_string_buffer(LONGEST_NAME)
        is_there = driver.nvmlDeviceGetHandleByIndex_v2(0, ctypes.byref(card)) == 0
        is_named = is_there and driver.nvmlDeviceGetName(card, name, LONGEST_NAME) == 0
        driver.nvmlShutdown()
    except (OSError, KeyError, AttributeError):
        return ""
    return name.value.decode(errors="replace") if is_named else ""
