"""What is kept beside a document: notes, versions, the model's view; filled while they are looked at. GUI thread."""

from PySide6.QtCore import QCoreApplication, QObject

from chatapp.domain.document import Notes
from chatapp.services.desk import Services
from chatapp.ui.asking import Asking
from chatapp.ui.drafting.model_view import ModelView
from chatapp.ui.drafting.model_view_panel import ModelViewPanel
from chatapp.ui.drafting.notes_panel import NotesPanel
from chatapp.ui.drafting.page import DraftPage
from chatapp.ui.drafting.presenter import DocumentPresenter
from chatapp.ui.drafting.versions_panel import VersionsPanel
from chatapp.ui.side_panel.panel import Page, SidePanel


class Panels(QObject):
    def __init__(self, page: DraftPage, document: DocumentPresenter, services: Services, asking: Asking) -> None:
        super().__init__(page)
        translate = QCoreApplication.translate
        self._document = document
        self._documents = services.documents
        self._asking = asking
        self._noted_id: int | None = None  # whose notes are shown
        self.notes = NotesPanel()
        self.versions = VersionsPanel()
        self.view = ModelView(page, document, services, asking)
        self.panel = SidePanel(
            (
                Page(translate("Panels", "Notes"), self.notes),
                Page(translate("Panels", "Versions"), self.versions),
                Page(translate("Panels", "Model's view"), self.view.panel),
            )
        )
        self.panel.setAccessibleName(translate("Panels", "Beside the document"))
        self.panel.hide()
        page.add_beside(self.panel)
        self.panel.page_shown.connect(self.refresh)
        self.notes.changed.connect(self._keep)
        self.versions.chosen.connect(self._compare)
        self.versions.restore_asked.connect(self._restore)

    @property
    def is_shown(self) -> bool:
        return not self.panel.isHidden()

    def show(self, page: NotesPanel | VersionsPanel | ModelViewPanel) -> None:
        self.panel.show()
        self.panel.show_page(page)
        self.refresh()
        self.panel.focus_page()

    def hide(self) -> None:
        self.notes.flush()
        self.view.leave()
        self.panel.hide()

    def leave(self) -> None:
        """Another document comes: what was noted for this one is kept with it."""
        self.notes.flush()
        self.view.leave()
        self._noted_id = None

    def refresh(self) -> None:
        document_id, shown = self._document.open_id, self.panel.shown
        if document_id is None or shown is None:
            return
        if shown is self.notes:
            document = self._asking.answer(lambda: self._documents.document(document_id))
            if document is not None:
                self._noted_id = document_id
                self.notes.show_notes(document.notes)
        elif shown is self.versions:
            versions = self._asking.answer(lambda: self._documents.versions(document_id))
            self.versions.show_versions(versions or ())

    def _keep(self, notes: Notes) -> None:
        document_id = self._noted_id
        if document_id is not None:
            self._asking(lambda: self._documents.set_notes(document_id, notes))

    def _compare(self, version_id: int) -> None:
        document_id = self._document.open_id
        before = self._asking.answer(lambda: self._documents.text_of(version_id))
        if before is not None and document_id is not None:
            self.versions.show_difference(before, self._documents.text(document_id))

    def _restore(self, version_id: int) -> None:
        if self._document.is_writable:
            self._asking(lambda: self._documents.restore(version_id))
            self.refresh()
            self._compare(version_id)
