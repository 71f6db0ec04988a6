"""Between documents in files and the window: asks for files, starts work, tells what came and what was dropped. GUI
thread."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from chatapp.exchange.document.bundle import file_name
from chatapp.exchange.document.file import ENDINGS, DocumentFormat
from chatapp.services.desk import Services
from chatapp.services.document_exchange import DocumentOrder, DocumentsExported, DocumentsImported
from chatapp.ui.actions import Actions
from chatapp.ui.asking import Asking
from chatapp.ui.banners import BannerAction
from chatapp.ui.exchange import document_wording
from chatapp.ui.exchange.export_dialog import ExportDialog
from chatapp.ui.exchange.import_report import ImportReport
from chatapp.ui.exchange.panel import ExchangePanel
from chatapp.ui.exchange.pdf import write_document_pdf
from chatapp.ui.exchange.place import PLACE, ask_target, form_named, show_folder


class DocumentExchangePresenter(QObject):
    open_asked = Signal(int)

    def __init__(self, panel: ExchangePanel, services: Services, asking: Asking, actions: Actions) -> None:
        super().__init__(panel)
        self._panel = panel
        self._services = services
        self._asking = asking
        self.open_id: Callable[[], int | None] = lambda: None
        self.marked: Callable[[], tuple[int, ...]] = lambda: ()
        services.document_exchange.writers[DocumentFormat.PDF] = write_document_pdf
        actions.import_documents.triggered.connect(self.ask_import)
        actions.export_documents.triggered.connect(self.ask_export)

    def ask_import(self) -> None:
        dialog = QFileDialog(self._panel.window(), self.tr("Import documents"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        endings = " ".join(f"*{ending}" for ending in (*ENDINGS, ".zip"))
        dialog.setNameFilters([self.tr("Documents ({0})").format(endings), self.tr("All files (*)")])
        dialog.filesSelected.connect(lambda names: self.import_paths([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def import_paths(self, paths: Sequence[Path]) -> None:
        self._asking(lambda: self._services.document_exchange.import_from(paths, self._on_imported))

    def _on_imported(self, imported: DocumentsImported) -> None:
        report = BannerAction(self.tr("Report"), lambda: self.show_report(imported)) if imported.losses else None
        self._panel.banners.show_notice(PLACE, document_wording.imported(imported), report)
        if len(imported.ids) == 1:
            self.open_asked.emit(imported.ids[0])

    def show_report(self, imported: DocumentsImported) -> None:
        summary, details = document_wording.imported(imported), document_wording.losses(imported)
        ImportReport(summary, details, self._panel.window()).show()

    def ask_export(self) -> None:
        listed = self._asking.answer(self._services.conversations.listed)
        documents = [one for one in listed or () if one.is_document]
        if documents:
            offer = document_wording.offer(documents)
            dialog = ExportDialog(offer, self.open_id(), self.marked(), self._panel.window())
            titles = {one.id: one.title for one in documents}
            dialog.asked.connect(lambda ids, form: self._ask_target(ids, DocumentFormat(form), titles))
            dialog.show()
        elif listed is not None:
            self._panel.banners.show_notice(PLACE, self.tr("There is no document yet that could be exported."))

    def export_to(self, order: DocumentOrder) -> None:
        self._asking(lambda: self._services.document_exchange.export_to(order, self._on_exported))

    def _ask_target(self, ids: tuple[int, ...] | None, form: DocumentFormat, titles: dict[int, str]) -> None:
        """One is a file under its own name; more are a .zip."""
        is_one = ids is not None and len(ids) == 1
        name = f"{file_name(titles[ids[0]])}.{form.value}" if ids and is_one else "documents.zip"

        def write(path: Path) -> None:
            self.export_to(DocumentOrder(path, form_named(path, form), ids))

        ask_target(self._panel.window(), name, write)

    def _on_exported(self, exported: DocumentsExported) -> None:
        folder = BannerAction(self.tr("Show in folder"), lambda: show_folder(exported.target))
        self._panel.banners.show_notice(PLACE, document_wording.exported(exported), folder)
