"""Which model is there, which is loaded, and what is under way with it. GUI thread.

Fetching and importing run on a thread of their own, one at a time, and report through an outbox as the engine does.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial, singledispatchmethod
from pathlib import Path
from threading import Event as Flag
from threading import Thread

from chatapp.domain.changes import Change
from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.model import ModelCard, ModelInfo, Packing, StarterCard, TaskProgress
from chatapp.engine.client import EngineClient
from chatapp.engine.messages import CommandFailed, Event, LoadProgressed, ModelReady, ModelUnloaded
from chatapp.engine.outbox import Outbox
from chatapp.services.announcement import Announcement
from chatapp.services.ports import ModelLibrary
from chatapp.settings import SettingsFile

log = logging.getLogger(__name__)


class ModelPhase(Enum):
    NONE = auto()
    INSTALLING = auto()
    LOADING = auto()
    READY = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class ModelState:
    """`info` is set when READY, `problem` when FAILED, `progress` while INSTALLING or LOADING.

    `warning` says, while LOADING, that memory may not suffice.
    """

    phase: ModelPhase = ModelPhase.NONE
    name: str = ""
    progress: TaskProgress | None = None
    info: ModelInfo | None = None
    problem: Problem | None = None
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Installed:
    """What an installation ended with: a card, or why there is none."""

    card: ModelCard | None
    problem: Problem | None = None


Report = TaskProgress | Installed
Install = Callable[[Callable[[TaskProgress], None], Flag], ModelCard]


@dataclass(frozen=True, slots=True)
class ModelParts:
    library: ModelLibrary
    engine: EngineClient
    settings: SettingsFile
    announcement: Announcement


class Models:
    def __init__(self, parts: ModelParts) -> None:
        self._library = parts.library
        self._engine = parts.engine
        self._settings = parts.settings
        self._announce = parts.announcement.announce
        self._cancelled = Flag()
        self._thread: Thread | None = None
        self._loading: int | None = None
        self._folder = ""  # of the model that is loaded, or comes
        self._failed: set[str] = set()
        self._loaded = ModelState()
        self._installing: ModelState | None = None
        self.reports: Outbox[Report] = Outbox()

    @property
    def state(self) -> ModelState:
        """What is to be shown: an installation, also one that failed, before the model that is there or comes."""
        return self._installing or self._loaded

    @property
    def starter(self) -> StarterCard:
        return self._library.starter

    def installed(self) -> list[ModelCard]:
        return self._library.models()

    def info(self) -> ModelInfo | None:
        """The loaded model, None while there is none."""
        return self._loaded.info

    def load_last(self) -> bool:
        """Loads the model used last, or else the newest; False where there is none."""
        cards = self.installed()
        if not cards:
            return False
        last = self._settings.current.model.last
        self.load(next((card for card in cards if card.folder.name == last), cards[0]))
        return True

    def load(self, card: ModelCard) -> None:
        """Asks the engine for it; the model before stays until then, and answers that run end first."""
        self._remember(card)
        self._load(card)

    def _load(self, card: ModelCard) -> None:
        self._folder = card.folder.name
        self._loading = self._engine.load(card.folder, card.name)
        if self._thread is None:
            self._installing = None
        self._show_loaded(ModelState(ModelPhase.LOADING, card.name, warning=self._library.memory_warning(card)))

    def prefer(self, folder_name: str) -> bool:
        """A conversation has a model of its own: loads it where another one is loaded. Whether it is on its way; not
        where there is no such model, or it could not be loaded before."""
        if not folder_name or folder_name in self._failed:
            return False
        if folder_name != self._folder:
            card = next((card for card in self.installed() if card.folder.name == folder_name), None)
            if card is None:
                return False
            self._load(card)
        return self._loaded.phase is ModelPhase.LOADING

    def install_starter(self) -> None:
        self._install(self.starter.name, self._library.install_starter)

    def import_model(self, source: Path) -> None:
        """From a GGUF file or a folder in Hugging Face form, packed as the settings say; loads it when it is there."""
        packing = Packing(self._settings.current.model.packing)
        self._install(source.stem, partial(self._library.import_model, source, packing))

    def cancel(self) -> None:
        """Asks an installation to end; what was there before stays in force."""
        self._cancelled.set()

    def close(self) -> None:
        """Cancels what is under way and waits until its half-written files are gone."""
        self.cancel()
        if self._thread is not None:
            self._thread.join()

    @singledispatchmethod
    def handle(self, _event: Event) -> None:
        """Takes the engine's events about loading; others say nothing here."""

    @handle.register
    def _(self, event: LoadProgressed) -> None:
        if event.id == self._loading:
            self._show_loaded(replace(self._loaded, progress=event.progress))

    @handle.register
    def _(self, event: ModelReady) -> None:
        if event.id == self._loading:
            self._failed.discard(self._folder)
            self._show_loaded(ModelState(ModelPhase.READY, event.info.name, info=event.info))

    @handle.register
    def _(self, event: CommandFailed) -> None:
        if event.id == self._loading:
            self._failed.add(self._folder)
            self._show_loaded(ModelState(ModelPhase.FAILED, self._loaded.name, problem=event.problem))

    @handle.register
    def _(self, _event: ModelUnloaded) -> None:
        self._show_loaded(ModelState())

    def take_reports(self) -> None:
        """Takes what an installation reported since the last look."""
        for report in self.reports.drain():
            self._take(report)

    @singledispatchmethod
    def _take(self, report: Report) -> None:
        raise TypeError(f"not a report: {report}")

    @_take.register
    def _(self, progress: TaskProgress) -> None:
        if self._installing is not None:
            self._show_installing(replace(self._installing, progress=progress))

    @_take.register
    def _(self, installed: Installed) -> None:
        self._thread = None
        if installed.card is not None:
            self.load(installed.card)
        elif installed.problem is not None and installed.problem.kind is ProblemKind.CANCELLED:
            self._show_installing(None)
        else:
            self._show_installing(ModelState(ModelPhase.FAILED, self.state.name, problem=installed.problem))

    def _install(self, name: str, install: Install) -> None:
        if self._thread is not None:
            return
        self._cancelled = Flag()
        self._thread = Thread(target=self._run, args=(install, self._cancelled), name="library")
        self._show_installing(ModelState(ModelPhase.INSTALLING, name))
        self._thread.start()

    def _run(self, install: Install, cancelled: Flag) -> None:
        """The library's thread."""
        try:
            self.reports.post(Installed(install(self.reports.post, cancelled)))
        except ProblemError as error:
            self.reports.post(Installed(None, error.problem))
        except Exception as error:
            log.exception("library: unforeseen error")
            sentence = "The model could not be installed because of an error in the program. Nothing was changed."
            self.reports.post(Installed(None, Problem(ProblemKind.ENGINE, sentence, ("Try again",), repr(error))))

    def _remember(self, card: ModelCard) -> None:
        try:
            model = self._settings.current.model
            self._settings.change(model=model.model_copy(update={"last": card.folder.name}))
        except OSError as error:
            log.warning("the choice of model was not saved: %s", error)

    def _show_loaded(self, state: ModelState) -> None:
        self._loaded = state
        self._announce(Change(engine_changed=True))

    def _show_installing(self, state: ModelState | None) -> None:
        self._installing = state
        self._announce(Change(engine_changed=True))
