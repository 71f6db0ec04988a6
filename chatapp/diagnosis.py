"""What to send along with a report of an error: versions, computer, device, places and sizes; no private text.

Imports torch to ask for the device. Nothing here raises: a report must come from a broken installation as well.
"""

import importlib.metadata
import os
import platform
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from chatapp import __version__, graphics, logs
from chatapp.library.disk import free_bytes, megabytes
from chatapp.library.shelf import open_shelf
from chatapp.paths import Paths, program_folder

PACKAGES = (
    "PySide6-Essentials",
    "torch",
    "transformers",
    "tokenizers",
    "safetensors",
    "gguf",
    "SQLAlchemy",
    "pydantic",
)
LOG_LINES = 40
INSTRUCTION_SETS = (
    *("avx2", "f16c", "fma", "avx_vnni", "avx512f", "avx512_vnni", "avx512_bf16", "amx_int8"),
    *("asimd", "asimddp", "i8mm", "bf16", "sve"),
)


def report(places: Paths) -> str:
    """Lines of `name: value`, in a fixed order."""
    parts: tuple[Callable[[], Iterator[str]], ...] = (
        _versions,
        _computer,
        _device,
        lambda: _places(places),
        lambda: _models(places),
        lambda: _last_errors(places),
    )
    lines: list[str] = []
    for part in parts:
        try:
            lines.extend(part())
        except Exception as error:
            lines.append(f"not known: {type(error).__name__}: {error}")
    return "\n".join(_without_home(line) for line in lines)


def _versions() -> Iterator[str]:
    frozen = " (frozen)" if getattr(sys, "frozen", False) else ""
    yield f"Causerie: {__version__}{frozen}"
    yield f"Python: {platform.python_version()} ({platform.python_implementation()})"
    for package in PACKAGES:
        yield f"{package}: {_version(package)}"
    yield f"SQLite: {sqlite3.sqlite_version}"


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def _computer() -> Iterator[str]:
    yield f"System: {_system()} {platform.machine()}"
    name, sets = _processor()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    yield f"Processor: {name}, {cores} cores for this program"
    if sets:
        yield f"Instruction sets: {' '.join(sets)}"
    memory = psutil.virtual_memory()
    yield f"Memory: {megabytes(memory.total)}, {megabytes(memory.available)} free"
    session = os.environ.get("XDG_SESSION_TYPE", "unknown") if sys.platform.startswith("linux") else "native"
    yield f"Screen session: {session}, QT_QPA_PLATFORM: {os.environ.get('QT_QPA_PLATFORM', 'not set')}"


def _system() -> str:
    """The distribution's own name on Linux; platform.platform() tells the kernel alone."""
    try:
        return f"{platform.freedesktop_os_release()['PRETTY_NAME']}, {platform.system()} {platform.release()}"
    except (OSError, KeyError):
        return platform.platform()


def _processor() -> tuple[str, list[str]]:
    """Name and those instruction sets that inference can use; from /proc where there is one."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return platform.processor() or platform.machine(), []
    fields = dict(reversed([(key.strip(), value.strip()) for key, _, value in _split(text)]))
    flags = set((fields.get("flags") or fields.get("Features") or "").split())
    return fields.get("model name", platform.machine()), [name for name in INSTRUCTION_SETS if name in flags]


def _split(text: str) -> Iterator[tuple[str, str, str]]:
    return (line.partition(":") for line in text.splitlines())


def _device() -> Iterator[str]:
    pack = graphics.use_pack(program_folder())
    yield f"PyTorch made for: {graphics.flavour()}"
    if pack is not None:
        yield f"CUDA beside the program: PyTorch {pack.release}{f', not used: {pack.fault}' if pack.fault else ''}"
    if card := graphics.nvidia_card():
        yield f"NVIDIA card: {card}"
    try:
        from chatapp.lm.device import choose_device, thread_count

        device = choose_device()
    except ImportError as error:
        yield f"Device: not known, PyTorch cannot be imported ({error})"
        return
    yield f"Device: {device.label} ({device.kind}), {thread_count()} threads"
    if device.why_no_gpu:
        yield f"No GPU: {device.why_no_gpu}"


def _places(places: Paths) -> Iterator[str]:
    yield f"Home: {places.home}, {megabytes(free_bytes(places.home))} free on its disk"
    yield f"Home can be written: {'yes' if _can_be_written(places.home) else 'no'}"
    yield f"Database: {places.database.name}, {_size(places.database)}"
    yield f"Settings: {places.settings.name}, {_size(places.settings)}"
    for folder in (places.backups, places.models, places.logs):
        yield f"{folder.name.capitalize()}: {folder.name}, {_size(folder)}"


def _can_be_written(folder: Path) -> bool:
    while not folder.exists():
        folder = folder.parent
    return os.access(folder, os.W_OK)


def _size(path: Path) -> str:
    if not path.exists():
        return "not there"
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return megabytes(sum(file.stat().st_size for file in files))


def _models(places: Paths) -> Iterator[str]:
    for model in open_shelf(places).models():
        yield f"Model: {model.name}, {megabytes(model.size_bytes)}"


def _last_errors(places: Paths) -> Iterator[str]:
    """The log holds types and places of errors, and nothing that anybody wrote."""
    for name in (logs.LOG_FILE, logs.CRASH_FILE):
        file = places.logs / name
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []
        for line in lines[-LOG_LINES:]:
            yield f"{name}: {line}"


def _without_home(line: str) -> str:
    """The user's name stands in the path of the home folder."""
    home = str(Path.home())
    return line.replace(home, "~") if len(home) > 1 else line
