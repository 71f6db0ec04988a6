"""Between imports, exports and backups and the window: asks for files, starts work, tells how it ended. GUI thread."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from chatapp.domain.backup import Backup
from chatapp.exchange import archive, profile
from chatapp.exchange.document.bundle import is_bundle
from chatapp.exchange.document.file import PACKED
from chatapp.services.backups import Restored
from chatapp.services.desk import Services
from chatapp.services.exchange import Exported, ExportFormat, ExportOrder, Imported
from chatapp.ui.actions import Actions
from chatapp.ui.asking import Asking
from chatapp.ui.banners import BannerAction
from chatapp.ui.exchange import wording
from chatapp.ui.exchange.backup_dialog import BackupDialog
from chatapp.ui.exchange.document_presenter import DocumentExchangePresenter
from chatapp.ui.exchange.drop import FileDrop
from chatapp.ui.exchange.export_dialog import ExportDialog
from chatapp.ui.exchange.import_report import ImportReport
from chatapp.ui.exchange.panel import ExchangePanel
from chatapp.ui.exchange.pdf import write_pdf
from chatapp.ui.exchange.place import PLACE, ask_target, form_named, show_folder
from chatapp.ui.exchange.restore_question import ask_before_restore

FAILED = "exchange-failed"


class ExchangePresenter(QObject):
    """`replaced` fires when everything is another: what was open may be gone."""

    replaced = Signal()

    def __init__(self, panel: ExchangePanel, services: Services, asking: Asking, actions: Actions) -> None:
        super().__init__(panel)
        self._panel = panel
        self._services = services
        self._asking = asking
        self._actions = actions
        self.open_id: Callable[[], int | None] = lambda: None
        self.marked: Callable[[], tuple[int, ...]] = lambda: ()
        self.documents = DocumentExchangePresenter(panel, services, asking, actions)
        self._backups: BackupDialog | None = None
        services.exchange.renderers[ExportFormat.PDF] = write_pdf
        self._end_listening = services.errands.subscribe(self._on_errand)
        panel.strip.cancel_asked.connect(services.errands.cancel)
        actions.import_conversations.triggered.connect(self.ask_import)
        actions.export.triggered.connect(self.ask_export)
        actions.backups.triggered.connect(self.show_backups)
        self._drop = FileDrop(self._window())
        self._drop.dropped.connect(self.import_paths)

    def leave(self) -> None:
        """Hears no more of what goes on."""
        self._end_listening()

    # In.

    def ask_import(self) -> None:
        dialog = QFileDialog(self._window(), self.tr("Import conversations"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        endings = "*.json *.zip *.chat *.causerie"
        dialog.setNameFilters([self.tr("Conversations ({0})").format(endings), self.tr("All files (*)")])
        dialog.filesSelected.connect(lambda names: self.import_paths([Path(name) for name in names]))
        self._open(dialog)

    def import_paths(self, paths: Sequence[Path]) -> None:
        """A whole profile is no import: it takes the place of everything, so that is asked first."""
        if paths and all(path.suffix.lower() in PACKED or is_bundle(path) for path in paths):
            self.documents.import_paths(paths)
        elif len(paths) == 1 and profile.is_profile(paths[0]):
            self._ask_restore(paths[0])
        else:
            self._asking(lambda: self._services.exchange.import_from(paths, self._on_imported))

    def _on_imported(self, imported: Imported) -> None:
        report = BannerAction(self.tr("Report"), lambda: self.show_report(imported))
        self._panel.banners.show_notice(PLACE, wording.imported(imported.tally), report)

    def show_report(self, imported: Imported) -> None:
        ImportReport(wording.summary(imported.tally), wording.details(imported.tally), self._window()).show()

    # Out.

    def ask_export(self) -> None:
        listed = self._asking.answer(self._services.conversations.listed)
        if listed is not None:
            dialog = ExportDialog(wording.offer(listed), self.open_id(), self.marked(), self._window())
            dialog.asked.connect(lambda ids, form: self._ask_target(ids, ExportFormat(form)))
            dialog.show()

    def export_to(self, order: ExportOrder) -> None:
        self._asking(lambda: self._services.exchange.export_to(order, self._on_exported))

    def _ask_target(self, ids: tuple[int, ...] | None, form: ExportFormat) -> None:
        ending = archive.ENDING if form is ExportFormat.JSON else f".{form.value}"

        def write(path: Path) -> None:
            self.export_to(ExportOrder(path, form_named(path, form), ids))

        self._ask_file(f"conversations{ending}", write)

    def _on_exported(self, exported: Exported) -> None:
        self._tell_written(exported.target, wording.exported(exported))

    # Backups.

    def show_backups(self) -> None:
        if self._backups is None:
            self._backups = BackupDialog(self._window())
            self._backups.finished.connect(self._on_backups_closed)
            self._backups.restore_asked.connect(self._ask_restore)
            self._backups.make_asked.connect(self.back_up)
            self._backups.export_asked.connect(self.ask_profile)
            self._backups.file_asked.connect(self._ask_profile_file)
        self._backups.show()
        self._backups.raise_()
        self._look_through()

    def back_up(self) -> None:
        self._asking(lambda: self._services.backups.make(self._on_backed_up))

    def ask_profile(self) -> None:
        self._ask_file(f"conversations{profile.ENDING}", self.export_profile)

    def export_profile(self, target: Path) -> None:
        self._asking(lambda: self._services.backups.export_profile(target, self._on_profile))

    def restore(self, source: Path) -> None:
        self._asking(lambda: self._services.backups.restore(source, self._on_restored))

    def _look_through(self) -> None:
        if self._backups is not None and self._services.errands.is_free:
            self._asking(lambda: self._services.backups.list_with(self._on_listed))

    def _on_listed(self, backups: list[Backup]) -> None:
        if self._backups is not None:
            self._backups.show_backups(backups)

    def _on_backed_up(self, made: Backup) -> None:
        words = self.tr("A backup of {0} was made.").format(wording.conversations(made.conversations))
        self._panel.banners.show_notice(PLACE, words)
        self._look_through()

    def _on_profile(self, target: Path) -> None:
        self._tell_written(target, self.tr("Everything is in {0}; the models are not.").format(target.name))

    def _on_restored(self, restored: Restored) -> None:
        self.replaced.emit()
        back = BannerAction(self.tr("Take it back"), lambda: self.restore(restored.before.path))
        words = self.tr("{0} was brought back. What was here before is kept as a backup.")
        self._panel.banners.show_notice(PLACE, words.format(restored.source.name), back)
        self._look_through()

    def _ask_restore(self, source: Path) -> None:
        ask_before_restore(self._backups or self._window(), source.name, lambda: self.restore(source))

    def _ask_profile_file(self) -> None:
        dialog = QFileDialog(self._window(), self.tr("Restore from a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Causerie's files (*.causerie *.sqlite3)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: self._ask_restore(Path(name)))
        self._open(dialog)

    def _on_backups_closed(self) -> None:
        self._backups = None

    # What is under way.

    def _on_errand(self) -> None:
        errands = self._services.errands
        self._panel.strip.show_standing(errands.standing)
        if errands.standing is not None:
            self._panel.banners.dismiss(PLACE)
        if errands.problem is not None:
            self._panel.banners.show_problem(FAILED, errands.problem)
        else:
            self._panel.banners.dismiss(FAILED)

    def _tell_written(self, target: Path, words: str) -> None:
        folder = BannerAction(self.tr("Show in folder"), lambda: show_folder(target))
        self._panel.banners.show_notice(PLACE, words, folder)

    # Files.

    def _ask_file(self, name: str, then: Callable[[Path], None]) -> None:
        ask_target(self._window(), name, then)

    def _open(self, dialog: QFileDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _window(self) -> QWidget:
        return self._panel.window()
