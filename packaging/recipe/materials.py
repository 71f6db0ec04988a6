"""What went into a frozen tree, asked of the freezer's own lists: Python distributions, system libraries, Python,
the starter model. Each with version, licence and the licence's text."""

import ast
import platform
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import Distribution, PackageMetadata, PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

from recipe.command import output
from recipe.edition import RESOURCES, ROOT, TITLE, program_version

LICENCE_NAMES = ("licen", "copying", "notice", "authors", "copyright")


@dataclass(frozen=True, slots=True)
class Material:
    """`purl` names it to other tools; `texts` are its licence files, whole."""

    name: str
    version: str
    licence: str
    purl: str = ""
    kind: str = "library"
    texts: tuple[str, ...] = field(default=(), repr=False)


def materials(work: Path) -> list[Material]:
    """`work` is where the freezer left its lists."""
    modules, files = _toc(work / "PYZ-00.toc"), _toc(work / "COLLECT-00.toc")
    sources = [Path(source) for _, source, _ in (*modules, *files) if source]
    names = {name.split(".")[0] for name, _, _ in modules} | {name.split("/")[0] for name, _, _ in files}
    found = [_program(), _python(), *_distributions(names), *_system_libraries(sources), _starter()]
    return sorted(found, key=lambda material: material.name.casefold())


def _toc(file: Path) -> list[tuple[str, str, str]]:
    """PyInstaller's lists are tuples, some with the entries as a part of them."""
    whole = ast.literal_eval(file.read_text(encoding="utf-8"))
    entries = next((part for part in whole if isinstance(part, list)), []) if isinstance(whole, tuple) else whole
    return [(entry[0], entry[1] or "", entry[2]) for entry in entries]


def _program() -> Material:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    return Material(TITLE, program_version(), "MIT", kind="application", texts=(text,))


def _python() -> Material:
    """Its licence lies with the standard library, or above it."""
    library = Path(ast.__file__).parent
    places = (library / "LICENSE.txt", library.parent / "LICENSE", Path(sys.base_prefix) / "LICENSE.txt")
    texts = [place.read_text(encoding="utf-8") for place in places if place.is_file()]
    purl = f"pkg:generic/python@{platform.python_version()}"
    return Material("Python", platform.python_version(), "PSF-2.0", purl, texts=tuple(texts[:1]))


def _starter() -> Material:
    card = tomllib.loads((RESOURCES / "starter.toml").read_text(encoding="utf-8"))
    purl = f"pkg:pypi/{card['package']}@{card['version']}"
    return Material(card["name"], card["version"], card["licence"], purl, "machine-learning-model")


def _distributions(top_levels: Iterable[str]) -> Iterator[Material]:
    known = packages_distributions()
    names = {name for top in top_levels for name in known.get(top, ())}
    for name in sorted(names):
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        if found.metadata["Name"] != "causerie":
            yield Material(
                found.metadata["Name"],
                found.version,
                licence_of(found),
                f"pkg:pypi/{found.metadata['Name'].lower()}@{found.version}",
                texts=tuple(_texts(found)),
            )


def licence_of(found: Distribution) -> str:
    """As its metadata say: an expression, a classifier, or the field of old."""
    metadata = found.metadata
    if expression := _stated(metadata, "License-Expression"):
        return str(expression)
    classifiers = [line for line in metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    if classifiers:
        return " AND ".join(line.rpartition(" :: ")[2] for line in classifiers)
    return (_stated(metadata, "License") or "not stated").strip().splitlines()[0]


def _stated(metadata: PackageMetadata, key: str) -> str:
    return str(metadata[key] or "") if key in metadata else ""


def _texts(found: Distribution) -> Iterator[str]:
    for path in sorted(found.files or (), key=str):
        in_metadata = ".dist-info" in str(path)
        if in_metadata and any(word in path.name.lower() or "/licenses/" in str(path) for word in LICENCE_NAMES):
            text = Path(str(found.locate_file(path))).read_text(encoding="utf-8", errors="replace").strip()
            if text:
                yield text


def _system_libraries(sources: Iterable[Path]) -> Iterator[Material]:
    """What was copied from the system that froze it, by the packages of that system. Where no package manager knows
    them they are named by their files."""
    own = (Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve(), ROOT)
    foreign = {
        path.resolve() for path in sources if path.is_absolute() and not any(path.is_relative_to(part) for part in own)
    }
    libraries = sorted(path for path in foreign if ".so" in path.name and "site-packages" not in path.parts)
    named = {package for path in libraries if (package := _debian_package(path))}
    for package in sorted(named):
        version = output(["dpkg-query", "-W", "-f=${Version}", package])
        text = Path("/usr/share/doc") / package / "copyright"
        texts = (text.read_text(encoding="utf-8", errors="replace"),) if text.is_file() else ()
        yield Material(package, version, "see its text", f"pkg:deb/debian/{package}@{version}", texts=texts)
    for path in libraries:
        if not _debian_package(path):
            yield Material(path.name, "", "not known")


@cache
def _debian_package(library: Path) -> str:
    """Asked by the name without /usr as well: dpkg knows files as they were before the two were made one."""
    for name in (str(library), str(library).removeprefix("/usr")):
        if answer := output(["dpkg", "-S", name]):
            return answer.split(":")[0]
    return ""
