"""The versions of a document: when, after what, how much; what differs from now, and the way back. GUI thread; asks by
signals."""

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from chatapp.domain.document import Version
from chatapp.ui.drafting.wording import step_name
from chatapp.ui.side_panel.difference_view import DifferenceView


class VersionsPanel(QWidget):
    chosen = Signal(int)  # a version, to be compared with the text as it is
    restore_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Versions, the newest first"))
        self.list.currentItemChanged.connect(self._on_chosen)
        self.list.itemActivated.connect(lambda _item: self._on_restore())
        self.heading = QLabel(self.tr("What has changed since"))
        self.difference = DifferenceView()
        self.restore = QPushButton(self.tr("Restore this version"))
        self.restore.setToolTip(self.tr("As a step, which Undo takes back"))
        self.restore.clicked.connect(self._on_restore)
        self.setFocusProxy(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.list, 2)
        column.addWidget(self.heading)
        column.addWidget(self.difference, 3)
        column.addWidget(self.restore)

    @property
    def current_id(self) -> int | None:
        item = self.list.currentItem()
        return None if item is None else int(item.data(Qt.ItemDataRole.UserRole))

    def show_versions(self, versions: Sequence[Version]) -> None:
        current = self.current_id
        self.list.blockSignals(True)
        self.list.clear()
        for version in versions:
            item = QListWidgetItem(self._words(version))
            item.setData(Qt.ItemDataRole.UserRole, version.id)
            self.list.addItem(item)
            if version.id == current:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        if self.current_id is None and versions:
            self.list.setCurrentRow(0)
        elif not versions:
            self.difference.show_nothing()
        self.restore.setEnabled(self.current_id is not None)

    def show_difference(self, before: str, now: str) -> None:
        self.difference.show_texts(before, now)
        self.restore.setEnabled(before != now)

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(int(item.data(Qt.ItemDataRole.UserRole)))

    def _on_restore(self) -> None:
        if (version_id := self.current_id) is not None:
            self.restore_asked.emit(version_id)

    def _words(self, version: Version) -> str:
        moment = QDateTime.fromSecsSinceEpoch(round(version.at.timestamp()))
        when = QLocale().toString(moment, QLocale.FormatType.ShortFormat)
        words = self.tr("{0} words").format(QLocale().toString(version.counts.words))
        about = f" · {step_name(version.label)}" if version.label else ""
        return f"{when} · {words}{about}"
