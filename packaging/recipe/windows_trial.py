"""As much of Windows' setup program as another system can make: the wheels for Windows of what is installed here,
unpacked and made smaller by the same rules. What a freezer makes, the program itself and Python, is not in it.
"""

import json
import shutil
import sys
import zipfile
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from recipe import families, leftovers, tree
from recipe.command import run
from recipe.edition import NAME, RESOURCES, ROOT, Edition

SURROUNDINGS = {
    "sys_platform": "win32",
    "platform_system": "Windows",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "extra": "",
}
ONLY_THERE = {"colorama": "0.4.6"}
"""What Windows alone asks for, and so has no version here."""
NOT_BUNDLED = {"setuptools", "hf-xet"}
TOOLS = (
    *("*.exe", "*.lib", "*.pdb", "*.h", "*.pyi", "*.cmake", "*/include/*", "*/cmake/*", "*/pkgconfig/*"),
    *("PySide6/typesystems/*", "PySide6/glue/*", "PySide6/doc/*", "PySide6/scripts/*", "PySide6/support/*"),
    *("PySide6/qml/*", "PySide6/metatypes/*", "PySide6/modules/*", "*/plugins/designer/*", "*/opengl32sw.dll"),
    *("PySide6/Qt6Labs*", "PySide6/Qt6Designer*", "PySide6/Qt6Lottie*", "PySide6/Qt6Help*"),
)
"""A wheel's parts for whoever builds with it, which a freezer never follows."""
OURS = ("chatapp/storage/migrations", "chatapp/lm/cpu", "chatapp/lm/kernels")


def locked() -> dict[str, str]:
    """The distributions that the program needs on Windows, with the versions that are installed here."""
    found: dict[str, str] = {}
    waiting = [NAME]
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in found or name in NOT_BUNDLED:
            continue
        try:
            here = distribution(name)
        except PackageNotFoundError:
            found[name] = ONLY_THERE[name]
            continue
        found[name] = here.version.partition("+")[0]
        waiting += _needed(here.requires or [])
    del found[NAME]
    return found


def build(frozen: Path, scratch: Path) -> Path:
    """The folder to be wrapped. `frozen` is this system's, for the model and the papers in it."""
    wheels, target = scratch / "wheels", scratch / "windows" / NAME
    wheels.mkdir(parents=True, exist_ok=True)
    lock = [f"{name}=={version}" for name, version in sorted(locked().items())]
    places = ["--platform", "win_amd64", "--python-version", f"{sys.version_info[0]}.{sys.version_info[1]}"]
    download = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", *places]
    have = {wheel.name.lower() for wheel in wheels.glob("*.whl")}
    if missing := [line for line in lock if not any(name.startswith(_wheel_start(line)) for name in have)]:
        run([*download, "-d", wheels, *missing])
    shutil.rmtree(target, ignore_errors=True)
    internal = target / "_internal"
    internal.mkdir(parents=True)
    outside = {name.replace(".", "/") for name in families.excluded()}
    for wheel in sorted(wheels.glob("*.whl")):
        _unpack(wheel, internal, outside)
    shutil.copytree(RESOURCES, internal / "resources")
    for part in OURS:
        shutil.copytree(ROOT / part, internal / part, ignore=shutil.ignore_patterns("__pycache__"))
    for paper in ("licences.txt", "bill-of-materials.cdx.json"):
        shutil.copyfile(frozen / "_internal" / "resources" / paper, internal / "resources" / paper)
    shutil.copytree(frozen / "models", target / "models")
    (scratch / "windows" / "lock.json").write_text(json.dumps(lock, indent=1), encoding="utf-8")
    return target


def edition(here: Edition) -> Edition:
    return Edition(here.version, "windows", "amd64", "cpu")


def size(target: Path) -> str:
    return f"{tree.installed_kib(target) / 1024:.0f} MiB"


def _needed(requirements: list[str]) -> Iterator[str]:
    for line in requirements:
        wanted = Requirement(line)
        if wanted.marker is None or wanted.marker.evaluate(SURROUNDINGS):
            yield wanted.name


def _unpack(wheel: Path, internal: Path, outside: set[str]) -> None:
    """Its modules and libraries; no tools, and nothing that is left out of a bundle."""
    with zipfile.ZipFile(wheel) as archive:
        for entry in archive.infolist():
            place = entry.filename
            is_outside = any(place.startswith(f"{name}/") for name in outside)
            if not entry.is_dir() and ".data/" not in place and not is_outside and not _is_left_out(place):
                archive.extract(entry, internal)


def _is_left_out(place: str) -> bool:
    top = place.partition("/")[0].removesuffix(".py")
    is_module = any(place.startswith(f"{name.replace('.', '/')}/") for name in leftovers.MODULES)
    is_tool = any(fnmatch(place, pattern) for pattern in TOOLS)
    return is_module or is_tool or top in leftovers.MODULES or _is_unused_binding(place) or leftovers.is_left_out(place)


def _is_unused_binding(place: str) -> bool:
    """Of PySide6 a module that the program does not follow: an extension on Windows is a .pyd."""
    folder, _, file = place.rpartition("/")
    return folder == "PySide6" and f"PySide6.{file.removesuffix('.pyd')}" in leftovers.MODULES


def _wheel_start(line: str) -> str:
    name, _, version = line.partition("==")
    return f"{name.replace('-', '_')}-{version}-"
