"""Between the models' use cases and the screen: first page, status bar, menus, choosing files. GUI thread."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from chatapp.domain.model import ModelCard
from chatapp.services.desk import Services
from chatapp.services.models import ModelPhase, ModelState
from chatapp.ui.asking import Asking


class ModelPresenter(QObject):
    """`moved` fires when a model came, went or failed; progress alone does not fire it."""

    moved = Signal()

    def __init__(self, window: QWidget, services: Services, asking: Asking) -> None:
        super().__init__(window)
        self._window = window
        self._models = services.models
        self._asking = asking
        self._phase = self.state.phase
        self._cards = self._models.installed()
        self._tried: ModelCard | None = None

    @property
    def state(self) -> ModelState:
        return self._models.state

    @property
    def shown_state(self) -> ModelState:
        """For the status bar: a model that answers is named, whatever is under way beside it."""
        info = self._models.info()
        if info is None:
            return self.state
        return ModelState(ModelPhase.READY, info.name, self.state.progress, info)

    @property
    def has_any(self) -> bool:
        """Whether a model is there or on its way into the engine: one can write, and be answered."""
        return bool(self._cards) or self.state.phase in (ModelPhase.LOADING, ModelPhase.READY)

    @property
    def is_installing(self) -> bool:
        return self.state.phase is ModelPhase.INSTALLING

    def on_change(self) -> None:
        if self.state.phase is not self._phase:
            self._phase = self.state.phase
            self._cards = self._models.installed()
            self.moved.emit()

    def installed(self) -> list[ModelCard]:
        return self._models.installed()

    def load(self, card: ModelCard) -> None:
        self._tried = card
        self._asking(lambda: self._models.load(card))

    def retry(self) -> None:
        """The model that could not be loaded, again; the last one if none was chosen here."""
        if self._tried is not None:
            self.load(self._tried)
        else:
            self._asking(self._models.load_last)

    def install_starter(self) -> None:
        self._asking(self._models.install_starter)

    def cancel(self) -> None:
        self._models.cancel()

    def import_file(self) -> None:
        dialog = QFileDialog(self._window, self.tr("Choose a model file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("GGUF models (*.gguf)"), self.tr("All files (*)")])
        self._open(dialog)

    def import_folder(self) -> None:
        dialog = QFileDialog(self._window, self.tr("Choose a model folder in Hugging Face form"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._open(dialog)

    def import_path(self, path: str) -> None:
        self._asking(lambda: self._models.import_model(Path(path)))

    def _open(self, dialog: QFileDialog) -> None:
        dialog.fileSelected.connect(self.import_path)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
